//! What is drawn once per run, as columns: a knob that is the same everywhere is one, whatever the number of its places.

use std::collections::BTreeMap;

use crate::engine::Program;
use crate::model::Quantity;
use crate::spec::child_path;

/// The drawn inputs that are measures: the place of each among those drawn, and its key. A knob whose places draw from
/// one and the same distribution is there once, under the knob's path. Where the places cut it differently, because their
/// ranges differ, each is there under its own.
pub(super) fn columns(program: &Program) -> Vec<(usize, String)> {
    let inputs = program.scenario().inputs();
    let drawn: Vec<usize> = program.drawn_inputs().collect();
    let mut knobs: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (index, &slot) in drawn.iter().enumerate() {
        let Some(name) = &inputs[slot].knob else { continue };
        let (first, is_alike) = knobs.entry(name).or_insert((index, true));
        *is_alike &= match (&inputs[drawn[*first]].quantity, &inputs[slot].quantity) {
            (Quantity::Drawn(first), Quantity::Drawn(this)) => first == this,
            _ => false,
        };
    }
    let column = |(index, &slot): (usize, &usize)| {
        let input = &inputs[slot];
        match input.knob.as_deref().and_then(|name| knobs.get(name)) {
            Some(&(first, true)) => {
                let name = input.knob.as_deref().unwrap_or_default();
                (first == index).then(|| (index, child_path("knobs", name)))
            }
            _ => Some((index, input.path.clone())),
        }
    };
    drawn.iter().enumerate().filter_map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::program;

    const PAIR: &str = "[states.a]\nresolve = { uniform = { low = 0.2, high = 0.4 } }\n[states.b]\nresolve = \"$x\"\n\
        tempo = \"$x\"\n[relations.a.b]\nties = \"$x\"\n";

    fn keys(knobs: &str) -> Vec<String> {
        columns(&program(&format!("{PAIR}{knobs}"))).into_iter().map(|(_, key)| key).collect()
    }

    #[test]
    fn a_knob_is_one_column_if_all_its_places_draw_alike() {
        assert_eq!(keys("[knobs]\nx = { uniform = { low = 0, high = 1 } }"), ["states.a.resolve", "knobs.x"]);
        assert_eq!(keys("[knobs]\nx = 0.5"), ["states.a.resolve"]);
        // Two of the places are shares, and the third may be up to 2: their cuts differ.
        let uncut = "audience_cost = \"$x\"\n[knobs]\nx = { normal = { mean = 0.5, sd = 1 } }";
        let each = [
            "states.a.resolve",
            "states.b.resolve",
            "states.b.tempo",
            "states.c.audience_cost",
            "relations.a.b.ties",
        ];
        assert_eq!(keys(&format!("[states.c]\n{uncut}")), each);
    }
}
