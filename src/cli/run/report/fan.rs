//! The fan of the ladder: the share of runs that stand on each rung, day by day, as a line of small bars.

use std::fmt::Write;

use crate::cli::format::{percentage, plain, wrapped};
use crate::cli::screen::Style;
use crate::experiment::ladder::{LadderEstimate, Standing, ladder};
use crate::experiment::{Batch, Confidence};
use crate::model::Scenario;

/// Columns of the labels of the other lines of the report.
const LABEL: usize = 14;
/// More columns than this say no more, and fewer say nothing.
const LONGEST: usize = 60;
const SHORTEST: usize = 10;
const GAP: usize = 2;
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same where only ASCII can be shown.
const MARKS: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];

/// A rung that some run stood on.
struct Row {
    name: String,
    /// By day.
    shares: Vec<f64>,
    /// The largest share, and on which day.
    peak: String,
}

/// The fan, the gravest rung first; nothing if the ladder was not recorded, or nobody ever stood on a rung.
pub(super) fn fan(batch: &Batch, confidence: Confidence, style: Style) -> Option<String> {
    let scenario = batch.program().scenario();
    let rows = rows(scenario, ladder(batch, confidence));
    let names = rows.iter().map(|row| row.name.chars().count()).max()?.max(LABEL - GAP);
    let peaks = rows.iter().map(|row| row.peak.chars().count()).max()?;
    let days = scenario.horizon_days() as usize;
    let room = style.width.saturating_sub(names + peaks + 2 * GAP).min(LONGEST).min(days);
    let columns = if room < SHORTEST.min(days) { 0 } else { room };
    let head = match columns {
        0 => "runs on each rung on the day with most of them",
        _ => "runs on each rung, by day; full height is the peak at the right",
    };
    let head = wrapped(head, style.width, LABEL);
    let mut text = format!("{}{head}\n", style.bold(&format!("{:<LABEL$}", "Ladder")));
    for row in &rows {
        let bars = style.accent(&bars(&row.shares, columns, style));
        let space = if columns == 0 { "" } else { "  " };
        let _ = writeln!(text, "{:<names$}  {bars}{space}{:>peaks$}", row.name, row.peak);
    }
    if columns > 0 {
        let _ = writeln!(text, "{:names$}  {}", "", style.faint(&axis(scenario, columns)));
    }
    Some(text)
}

fn rows(scenario: &Scenario, estimates: Vec<LadderEstimate>) -> Vec<Row> {
    let days = scenario.horizon_days() as usize;
    let mut shares = vec![vec![0.0; days]; scenario.ladder().len()];
    for row in estimates {
        if let (Standing::Rung(rung), Some(share)) = (row.standing, row.share.value) {
            shares[rung][row.day as usize] = share;
        }
    }
    let row = |(rung, shares): (usize, Vec<f64>)| {
        // Of equal peaks, the first.
        let (day, peak) =
            shares.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let name = plain(&scenario.ladder()[rung].key);
        let peak_text = format!("{} % on {}", percentage(peak), scenario.calendar().label(day as u32));
        (peak > 0.0).then_some(Row { name, shares, peak: peak_text })
    };
    shares.into_iter().enumerate().rev().filter_map(row).collect()
}

/// A bar for each column, as high as the largest share of its days.
fn bars(shares: &[f64], columns: usize, style: Style) -> String {
    let highest = shares.iter().copied().fold(0.0, f64::max);
    let marks = if style.unicode { BARS } else { MARKS };
    let bar = |column: usize| {
        let days = column * shares.len() / columns..(column + 1) * shares.len() / columns;
        let share = shares[days].iter().copied().fold(0.0, f64::max);
        if share == 0.0 { ' ' } else { marks[((share / highest * 8.0).ceil() as usize).clamp(1, 8) - 1] }
    };
    (0..columns).map(bar).collect()
}

/// The first and the last day, under the first and the last column.
fn axis(scenario: &Scenario, columns: usize) -> String {
    let [first, last] = [0, scenario.horizon_days() - 1].map(|day| scenario.calendar().label(day));
    let space = columns.saturating_sub(first.chars().count() + last.chars().count());
    if space == 0 { first } else { format!("{first}{}{last}", " ".repeat(space)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::batch;

    #[test]
    fn bars_are_as_high_as_their_share_of_the_peak() {
        let shares = [0.0, 0.01, 0.2, 0.4];
        let drawn = Style { unicode: true, ..Style::PLAIN };
        assert_eq!(bars(&shares, 4, drawn), " ▁▄█");
        assert_eq!(bars(&shares, 4, Style::PLAIN), " _-#");
        assert_eq!(bars(&shares, 2, drawn), "▁█", "the largest of the days of a column");
    }

    #[test]
    fn the_fan_fits_the_terminal_and_names_the_peaks() {
        for width in [40, 60, 100] {
            let style = Style { width, ..Style::PLAIN };
            let fan = fan(&batch(200), Confidence::default(), style).unwrap();
            assert!(fan.lines().all(|line| line.chars().count() <= width), "{fan}");
            assert!(fan.contains(" % on 2024-01-") && fan.lines().count() > 3, "{fan}");
        }
    }
}
