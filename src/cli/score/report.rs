//! What `score` says on the terminal.

use crate::cli::format::{counted, percentage, wrapped};
use crate::cli::screen::Style;
use crate::cli::table::{Align, Table};
use crate::experiment::score::{Judged, Score, Target};
use crate::output::score::{Findings, sentences};

/// Targets' names are cut to fit, but not to fewer letters than this.
const SHORTEST_NAME: usize = 16;

/// The targets, those that are held out apart, and the verdict.
pub(super) fn report(score: &Score, findings: &Findings, title: &str, style: Style) -> String {
    let mut text = format!("{}\n", style.bold(&wrapped(title, style.width, 0)));
    let list = score.targets().list();
    let any_held_out = list.iter().any(|target| target.is_held_out);
    for (is_held_out, heading) in [(false, "Targets"), (true, "Targets held out")] {
        let meant: Vec<_> = list
            .iter()
            .zip(&findings.judged)
            .filter(|(target, _)| !any_held_out || target.is_held_out == is_held_out)
            .collect();
        if meant.is_empty() || (is_held_out && !any_held_out) {
            continue;
        }
        text += &["\n", heading, "\n", &table(&meant, style)].concat();
    }
    text.push('\n');
    for sentence in sentences(findings) {
        text.push_str(&wrapped(&sentence, style.width, 0));
        text.push('\n');
    }
    let runs = counted(score.plan().runs, "run");
    let members = score.population().members().len();
    let of = if members > 1 { format!(" of {}", counted(members as u64, "member")) } else { String::new() };
    let basis = format!(
        "Observed and simulated values with 95 % intervals; z is the distance in standard errors. {runs}{of}, seed {}.",
        score.plan().seed
    );
    text += &style.faint(&wrapped(&basis, style.width, 0));
    text.push('\n');
    text
}

fn table(meant: &[(&Target, &Judged)], style: Style) -> String {
    let make = |longest: usize| {
        let mut table = Table::new([
            ("target", Align::Left),
            ("observed", Align::Right),
            ("95 % interval", Align::Right),
            ("simulated", Align::Right),
            ("z", Align::Right),
            ("", Align::Left),
        ]);
        for (target, judged) in meant {
            table.push(row(target, judged, longest));
        }
        table
    };
    let names = meant.iter().map(|(target, _)| target.id.chars().count()).max().unwrap_or(0);
    let whole = make(names);
    let over = whole.width(style).saturating_sub(style.width);
    if over == 0 {
        whole.render(style)
    } else {
        make(names.saturating_sub(over).max(SHORTEST_NAME)).render(style)
    }
}

fn row(target: &Target, judged: &Judged, longest: usize) -> [String; 6] {
    let number = |value: f64| shown(target, value);
    let observed = &target.observed;
    let estimate = judged.simulated.estimate;
    let verdict = match (judged.is_scored, judged.is_inside) {
        (false, _) => "MISS: no counterpart",
        (true, true) => "inside",
        (true, false) if estimate.value.is_none() => "MISS: undefined",
        (true, false) => "MISS",
    };
    [
        shortened(&target.id, longest),
        number(observed.value),
        format!("{} to {}", number(observed.low), number(observed.high)),
        estimate.value.map_or_else(|| "-".to_owned(), number),
        judged.z.map_or_else(String::new, |z| format!("{z:+.1}")),
        verdict.to_owned(),
    ]
}

/// A number in its unit: shares in per cent.
fn shown(target: &Target, value: f64) -> String {
    match target.unit.as_str() {
        "share" => format!("{} %", percentage(value)),
        _ if value.abs() < 9.995 => format!("{value:.2}"),
        _ => format!("{value:.1}"),
    }
}

/// A name of at most so many letters: what is left out stands in the middle, since names that begin alike end differently.
fn shortened(name: &str, longest: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= longest {
        return name.to_owned();
    }
    let kept = longest.saturating_sub(2);
    let (head, tail) = (kept.div_ceil(2), kept / 2);
    let end = &letters[letters.len() - tail..];
    letters[..head].iter().chain(&['.', '.']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(shortened("duration.q50", 12), "duration.q50");
        assert_eq!(shortened("peak.minor.given_reply", 12), "peak...reply");
        assert_eq!(shortened("peak.minor.given_reply", 13), "peak.m..reply");
    }
}
