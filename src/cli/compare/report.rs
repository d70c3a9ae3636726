//! What `compare` prints: for every variant a sentence on what got worse and better, then the outcomes.

use std::fmt::Write;

use crate::cli::format::{counted, percentage, plain, points, thousands, titled, wrapped};
use crate::cli::screen::Style;
use crate::cli::table::{Align, Table};
use crate::experiment::Confidence;
use crate::experiment::compare::{Compared, Difference, Pair};
use crate::stats::{Estimate, ProportionMethod, proportion};

/// The report of a comparison.
pub(super) fn report(compared: &Compared, confidence: Confidence, style: Style) -> String {
    let base = compared.base();
    let title = titled(base.program().scenario().title(), style.width);
    let mut text = format!("{}\nCompared with {}, on the same luck\n", style.bold(&title), compared.name());
    for pair in compared.pairs() {
        let _ = writeln!(text, "\n{}", style.bold(&wrapped(pair.name(), style.width, 0)));
        let _ = writeln!(text, "{}\n", wrapped(&headline(pair, confidence), style.width, 0));
        text.push_str(&table(pair, confidence, style));
    }
    let level = 100.0 * confidence.level.get();
    let basis = format!(
        "Points: {} minus {}, in percentage points of runs; above 0, the outcome is likelier in the variant. Only: runs \
         that end so in one of the two and not in its twin. Gain: how many times the runs would have been needed without \
         common luck. {} of each variant, seed {}, {level:.0} % intervals (Bonett-Price).",
        if let [only] = compared.pairs() { only.name() } else { "the variant" },
        compared.name(),
        counted(base.runs(), "run"),
        base.plan().seed
    );
    let _ = writeln!(text, "\n{}", style.faint(&wrapped(&basis, style.width, 0)));
    text
}

/// What the change does to single runs, in a sentence.
fn headline(pair: &Pair, confidence: Confidence) -> String {
    let graver = pair.graver(confidence.level);
    let n = graver.difference.n;
    let (changed, share) = pair.changed(confidence);
    if changed == 0 {
        return format!("With {}, every run ends in the same class.", pair.name());
    }
    let part = |count: u64| with_interval(&proportion(count, n, ProportionMethod::Wilson, confidence.level));
    let sum = match (graver.more_in_b, graver.more_in_a) {
        (0, 0) => "none ends graver or milder".to_owned(),
        (worse, better) => format!("it ends worse in {} of runs, better in {}", part(worse), part(better)),
    };
    format!("With {}, {sum}; {} of runs end in another class.", pair.name(), with_interval(&share))
}

fn with_interval(share: &Estimate) -> String {
    let value = share.value.map_or_else(String::new, percentage);
    let interval = share.interval.map_or_else(String::new, |interval| {
        format!(" ({} to {} %)", percentage(interval.low.max(0.0)), percentage(interval.high))
    });
    format!("{value} %{interval}")
}

/// The outcomes of which any run is in either variant, those that change most first.
fn table(pair: &Pair, confidence: Confidence, style: Style) -> String {
    let mut table = Table::new([
        ("outcome", Align::Left),
        ("before", Align::Right),
        ("with it", Align::Right),
        ("points", Align::Right),
        ("95 % interval", Align::Right),
        ("only before", Align::Right),
        ("only with", Align::Right),
        ("gain", Align::Right),
    ]);
    let mut list: Vec<(&String, Difference)> =
        pair.classes().iter().zip(pair.outcomes(confidence.level)).collect();
    list.retain(|(_, one)| one.a > Some(0.0) || one.b > Some(0.0));
    let size = |one: &Difference| one.difference.value.unwrap_or(0.0).abs();
    list.sort_by(|(_, x), (_, y)| size(y).total_cmp(&size(x)));
    for (name, one) in &list {
        let share = |value: Option<f64>| format!("{} %", value.map_or_else(String::new, percentage));
        let ends = one.difference.interval.map_or_else(String::new, |interval| {
            format!("{} to {}", points(interval.low), points(interval.high))
        });
        table.push([
            plain(name),
            share(one.a),
            share(one.b),
            one.difference.value.map_or_else(String::new, points),
            ends,
            thousands(one.more_in_a),
            thousands(one.more_in_b),
            one.gain.map_or_else(String::new, |gain| format!("{gain:.1}")),
        ]);
    }
    table.render(style)
}
