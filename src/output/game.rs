//! A decision as a game in Gambit's format of extensive games (`.efg`; Savani and Turocy, *Gambit: The package for computation in game theory*).

use std::fmt::Write;

use crate::engine::{Alternative, Game, Program, RunKey};

/// Chances are written in units of this, so that as decimals they sum to exactly 1, as the format demands.
const UNITS: u32 = 1_000_000_000;
const DIGITS: usize = 9;

/// The game as a file. Nature draws the type of the other's resolve by the chooser's belief; the chooser moves without knowing it; the other
/// moves knowing its type and the chooser's move.
pub fn efg(program: &Program, game: &Game, seed: u64, key: RunKey, day: u32) -> String {
    let writer = Writer { program, game };
    let scenario = program.scenario();
    let [chooser, replier] = game.players.map(|state| scenario.states()[state].key.as_str());
    let title = format!(
        "{}: {chooser} decides on {replier}, day {day} of run {} of seed {seed}",
        scenario.title(),
        key.replicate()
    );
    let mut text = format!("EFG 2 R {} {{ {} {} }}\n", quoted(&title), quoted(chooser), quoted(replier));
    text.push_str(&quoted(&writer.comment()));
    text.push_str("\n\n");
    writer.nature(&mut text);
    for kind in 0..game.types.len() {
        writer.chooser(&mut text);
        for number in 0..game.moves.len() {
            writer.replier(kind, number, &mut text);
            writer.ends(kind, number, &mut text);
        }
    }
    text
}

struct Writer<'a> {
    program: &'a Program,
    game: &'a Game,
}

// Writing to a text cannot fail.
impl Writer<'_> {
    /// By what rule the players choose, for whoever works the probabilities out again.
    fn comment(&self) -> String {
        let [chooser, replier] = self.game.precision;
        let mut text = format!(
            "Logit choice by backward induction: lambda {chooser} and {replier}, nest_precision_ratio {}. Weights in the nest of acts:",
            self.game.nest_precision_ratio
        );
        for (alternative, weight) in self.weights() {
            let _ = write!(text, " {}={weight}", self.label(alternative));
        }
        text.push('.');
        text
    }

    /// The weights of all acts that are open to either player, in the order of the alternatives.
    fn weights(&self) -> Vec<(usize, f32)> {
        let moves = self.game.moves.iter().map(|own| (own.alternative, own.weight));
        let replies = self.game.moves.iter().flat_map(|own| &own.replies);
        let mut weights: Vec<(usize, f32)> =
            moves.chain(replies.map(|reply| (reply.alternative, reply.weight))).collect();
        weights.retain(|(_, weight)| *weight > 0.0);
        weights.sort_by_key(|(alternative, _)| *alternative);
        weights.dedup();
        weights
    }

    fn label(&self, alternative: usize) -> String {
        match self.program.alternatives()[alternative] {
            Alternative::Conciliate => "conciliate".to_owned(),
            Alternative::Hold => "hold".to_owned(),
            Alternative::Act { rung, assured } => {
                let key = &self.program.scenario().ladder()[rung].key;
                if assured { format!("{key}+assurances") } else { key.clone() }
            }
        }
    }

    fn key(&self, player: usize) -> &str {
        &self.program.scenario().states()[self.game.players[player]].key
    }

    fn nature(&self, text: &mut String) {
        let shares = decimals(self.game.types.map(|(_, probability)| probability));
        let _ = write!(text, "c \"\" 1 {} {{", quoted(&format!("resolve of {}", self.key(1))));
        for ((resolve, _), share) in self.game.types.iter().zip(shares) {
            let _ = write!(text, " {} {share}", quoted(&format!("resolve {resolve}")));
        }
        text.push_str(" } 0\n");
    }

    /// The node of the chooser: in one information set whatever the type.
    fn chooser(&self, text: &mut String) {
        let moves = self.game.moves.iter().map(|own| own.alternative);
        self.node(text, 1, 1, &format!("{} decides", self.key(0)), moves);
    }

    /// The node of the other after a move: an information set of its own.
    fn replier(&self, kind: usize, number: usize, text: &mut String) {
        let after = &self.game.moves[number];
        let (resolve, _) = self.game.types[kind];
        let name = format!("{} of resolve {resolve} after {}", self.key(1), self.label(after.alternative));
        let replies = after.replies.iter().map(|reply| reply.alternative);
        self.node(text, 2, kind * self.game.moves.len() + number + 1, &name, replies);
    }

    fn node(
        &self,
        text: &mut String,
        player: usize,
        set: usize,
        name: &str,
        actions: impl Iterator<Item = usize>,
    ) {
        let _ = write!(text, "p \"\" {player} {set} {} {{", quoted(name));
        for alternative in actions {
            let _ = write!(text, " {}", quoted(&self.label(alternative)));
        }
        text.push_str(" } 0\n");
    }

    fn ends(&self, kind: usize, number: usize, text: &mut String) {
        let per_type: usize = self.game.moves.iter().map(|own| own.replies.len()).sum();
        let before: usize = self.game.moves[..number].iter().map(|own| own.replies.len()).sum();
        for (index, reply) in self.game.moves[number].replies.iter().enumerate() {
            let outcome = kind * per_type + before + index + 1;
            let (own, answer) =
                (self.label(self.game.moves[number].alternative), self.label(reply.alternative));
            let name = format!("{own}, {answer}, resolve {}", self.game.types[kind].0);
            let payoffs = format!("{}, {}", reply.to_chooser, reply.to_replier[kind]);
            let _ = writeln!(text, "t \"\" {outcome} {} {{ {payoffs} }}", quoted(&name));
        }
    }
}

/// Probabilities as decimals that sum to exactly 1: what rounding leaves goes to the largest.
fn decimals<const N: usize>(probabilities: [f32; N]) -> [String; N] {
    let mut units =
        probabilities.map(|probability| (f64::from(probability) * f64::from(UNITS)).round() as i64);
    let left = i64::from(UNITS) - units.iter().sum::<i64>();
    if let Some(largest) = units.iter_mut().max() {
        *largest += left;
    }
    units.map(|share| format!("{}.{:0DIGITS$}", share / i64::from(UNITS), share % i64::from(UNITS)))
}

/// A text in the quotes of the format.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_sum_to_one() {
        let thirds = decimals([1.0 / 3.0; 3]);
        assert_eq!(thirds.iter().filter(|share| *share == "0.333333343").count(), 2);
        let units: u64 = thirds.iter().map(|share| share.replace("0.", "").parse::<u64>().unwrap()).sum();
        assert_eq!(units, u64::from(UNITS));
        assert_eq!(decimals([0.0, 1.0]), ["0.000000000", "1.000000000"]);
    }

    #[test]
    fn quotes_within_quotes_are_escaped() {
        assert_eq!(quoted("a \"b\" \\ c\nd"), r#""a \"b\" \\ c d""#);
    }
}
