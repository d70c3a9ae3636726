//! The table of a knockout: the mechanisms by effect, with what they contribute to the outcomes they change most.

use crate::cli::format::{percentage, plain, points, wrapped};
use crate::cli::screen::Style;
use crate::cli::table::{Align, Table};
use crate::experiment::knockout::{Contribution, Effect, Knockout, Quantity};
use crate::stats::{Interval, Level};

/// Outcomes shown of each mechanism; all are in the file.
const SHOWN: usize = 3;

/// The table, the mechanism that changes the outcome of most runs first. Those that change none are named below it.
pub(super) fn table(knockout: &Knockout, level: Level, style: Style) -> String {
    let mut table = Table::new([
        ("mechanism", Align::Left),
        ("changed", Align::Right),
        ("95 % interval", Align::Right),
        ("outcome", Align::Left),
        ("points", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    let mut idle = Vec::new();
    for effect in knockout.ranked() {
        if effect.changed() == 0 {
            idle.push(effect.mechanism.key.as_str());
            continue;
        }
        for row in rows(effect, knockout.outcomes(), level) {
            table.push(row);
        }
    }
    let mut text = table.render(style);
    if !idle.is_empty() {
        let line = format!("Without effect on the outcome of any run: {}.", idle.join(", "));
        text.push('\n');
        text.push_str(&wrapped(&line, style.width, 0));
        text.push('\n');
    }
    text
}

fn rows(effect: &Effect, outcomes: &[String], level: Level) -> Vec<[String; 6]> {
    let changed = effect.share_changed(level);
    let mut largest: Vec<(&str, Contribution)> = Vec::new();
    for one in effect.contributions(level) {
        let (Quantity::Outcome(index), true) = (one.quantity, one.more + one.less > 0) else { continue };
        largest.extend(outcomes.get(index).map(|name| (name.as_str(), one)));
    }
    let size = |one: &Contribution| one.difference.value.unwrap_or(0.0).abs();
    largest.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
    largest.truncate(SHOWN);
    let mut rows = Vec::with_capacity(largest.len());
    for (place, (name, one)) in largest.into_iter().enumerate() {
        let head = match place {
            0 => [
                effect.mechanism.key.clone(),
                format!("{} %", changed.value.map_or_else(String::new, percentage)),
                changed.interval.map_or_else(String::new, |interval| {
                    format!("{} to {} %", percentage(interval.low), percentage(interval.high))
                }),
            ],
            _ => [String::new(), String::new(), String::new()],
        };
        let [key, share, interval] = head;
        let value = one.difference.value.map_or_else(String::new, points);
        let between = |ends: Interval| format!("{} to {}", points(ends.low), points(ends.high));
        let ends = one.difference.interval.map_or_else(String::new, between);
        rows.push([key, share, interval, plain(name), value, ends]);
    }
    rows
}
