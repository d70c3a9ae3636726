//! The outcome table: how often runs ended in each class, with intervals and bars.

use crate::cli::format::{class_title, percentage};
use crate::cli::screen::Style;
use crate::cli::table::{Align, Table};
use crate::experiment::estimates::{OutcomeEstimate, outcomes};
use crate::experiment::{Batch, Confidence};

/// A bar is no use below this many columns.
const SHORTEST_BAR: usize = 8;
const LONGEST_BAR: usize = 50;

/// The table, the most frequent outcome first; those that did not occur stand last, in the order of the rules.
pub(super) fn table(batch: &Batch, confidence: Confidence, style: Style) -> String {
    let mut rows = outcomes(batch, confidence);
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    let mut table = Table::new([
        ("outcome", Align::Left),
        ("probability", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    for row in &rows {
        table.push([class_title(&row.outcome), format!("{} %", share(row)), interval(row)]);
    }
    let space = style.width.saturating_sub(table.width(style) + 2).min(LONGEST_BAR);
    let bar = |row: &OutcomeEstimate| bar(row.probability.value.unwrap_or(0.0), space, style);
    let bars: Vec<String> = if space >= SHORTEST_BAR { rows.iter().map(bar).collect() } else { Vec::new() };
    table.render_with_bars(style, &bars)
}

fn share(row: &OutcomeEstimate) -> String {
    row.probability.value.map_or_else(String::new, percentage)
}

fn interval(row: &OutcomeEstimate) -> String {
    let between = |interval: crate::stats::Interval| {
        format!("{} to {} %", percentage(interval.low.max(0.0)), percentage(interval.high.min(1.0)))
    };
    row.probability.interval.map_or_else(String::new, between)
}

/// A bar of which `space` columns stand for all runs.
fn bar(share: f64, space: usize, style: Style) -> String {
    if style.unicode {
        let eighths = (share * (8 * space) as f64).round() as usize;
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
        return format!("{}{rest}", "█".repeat(eighths / 8));
    }
    "#".repeat((share * space as f64).round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(bar(0.5, 10, Style::PLAIN), "#####");
        assert_eq!(bar(0.0, 10, Style::PLAIN), "");
        let drawn = Style { unicode: true, ..Style::PLAIN };
        assert_eq!(bar(0.55, 10, drawn), "█████▌");
        assert_eq!(bar(1.0, 10, drawn), "██████████");
    }
}
