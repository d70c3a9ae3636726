//! Plots of rows: outcomes, drivers, tornado.

use super::canvas::{AGAINST, Anchor, Canvas, FOR, INK, MUTED, PLAIN, RULE};
use super::font;
use super::scale::Scale;
use crate::output::figures::{Bars, Tornado, Waterfall, value};

/// Sizes of text, in points: rows and axis.
const TEXT: f64 = 7.5;
const SMALL: f64 = 6.8;
/// Height of a row.
const ROW: f64 = 14.0;
/// Part of the width that labels may take.
const LABELS: f64 = 0.36;

/// Rows with their labels and an axis of values below.
struct Frame {
    scale: Scale,
    /// Where the first row begins.
    top: f64,
    row: f64,
}

impl Frame {
    /// Draws labels, axis and grid.
    fn draw(canvas: &mut Canvas, labels: &[&str], values: &[f64], unit: &str, axis: &str, room: f64) -> Self {
        let most = LABELS * canvas.width;
        let widest = labels.iter().map(|label| font::width(label, TEXT)).fold(0.0, f64::max).min(most);
        let broken: Vec<Vec<String>> =
            labels.iter().map(|label| font::broken(label, TEXT, widest + 0.1)).collect();
        let lines = broken.iter().map(Vec::len).max().unwrap_or(1).min(2);
        let row = if lines > 1 { ROW + 5.0 } else { ROW };
        let ends = [widest + 8.0, canvas.width - room];
        let scale = Scale::around(values.iter().copied(), ends, if canvas.width < 300.0 { 4.0 } else { 6.0 });
        let (top, bottom) = (canvas.height + 4.0, canvas.height + 4.0 + row * labels.len() as f64);
        for tick in scale.ticks() {
            let x = scale.at(tick);
            canvas.line([x, top], [x, bottom + 2.0], RULE, 0.5, "");
            canvas.text([x, bottom + 10.0], &scale.label(tick, unit), SMALL, Anchor::Middle, MUTED);
        }
        for (place, label) in broken.iter().enumerate() {
            let middle = top + row * (place as f64 + 0.5);
            let first = middle + 2.6 - if label.len() > 1 { 4.2 } else { 0.0 };
            for (line, text) in label.iter().take(2).enumerate() {
                canvas.text([widest + 2.5, first + 8.4 * line as f64], text, TEXT, Anchor::End, INK);
            }
        }
        canvas.text([f64::midpoint(ends[0], ends[1]), bottom + 20.0], axis, SMALL, Anchor::Middle, MUTED);
        Self { scale, top, row }
    }

    /// The middle of a row.
    fn middle(&self, place: usize) -> f64 {
        self.top + self.row * (place as f64 + 0.5)
    }

    fn bottom(&self, rows: usize) -> f64 {
        self.top + self.row * rows as f64
    }

    /// A bar from one value to another.
    fn bar(&self, canvas: &mut Canvas, place: usize, [from, to]: [f64; 2], fill: &str) {
        let (a, b) = (self.scale.at(from), self.scale.at(to));
        let high = 8.0;
        let corner = [a.min(b), self.middle(place) - high / 2.0];
        canvas.rect(corner, [(b - a).abs().max(0.3), high], fill, true);
    }

    fn whisker(&self, canvas: &mut Canvas, place: usize, low: Option<f64>, high: Option<f64>, shift: f64) {
        if let (Some(low), Some(high)) = (low, high) {
            canvas.whisker(self.scale.at(low + shift), self.scale.at(high + shift), self.middle(place));
        }
    }

    /// The same in the upper (−1) or lower (1) half of the row, with its interval and a marker.
    fn half(
        &self,
        canvas: &mut Canvas,
        place: usize,
        [from, to]: [f64; 2],
        ends: [Option<f64>; 2],
        side: f64,
    ) {
        let (a, b, y) = (self.scale.at(from), self.scale.at(to), self.middle(place) + 2.9 * side);
        let fill = if side < 0.0 { AGAINST } else { FOR };
        canvas.rect([a.min(b), y - 2.5], [(b - a).abs().max(0.3), 5.0], fill, true);
        if let [Some(low), Some(high)] = ends {
            canvas.whisker(self.scale.at(low), self.scale.at(high), y);
        }
        canvas.marker([b, y], side > 0.0);
    }

    fn upright(&self, canvas: &mut Canvas, at: f64, rows: usize) {
        let x = self.scale.at(at);
        canvas.line([x, self.top], [x, self.bottom(rows)], INK, 0.7, "");
    }
}

/// Bars from zero, with their numbers.
pub(super) fn bars(canvas: &mut Canvas, bars: &Bars) {
    let labels: Vec<&str> = bars.rows.iter().map(|row| row.label.as_str()).collect();
    let values: Vec<f64> =
        bars.rows.iter().flat_map(|row| [row.value, row.low, row.high]).flatten().chain([0.0]).collect();
    let frame = Frame::draw(canvas, &labels, &values, &bars.unit, &bars.axis, 30.0);
    for (place, row) in bars.rows.iter().enumerate() {
        let Some(at) = row.value else { continue };
        frame.bar(canvas, place, [0.0, at], PLAIN);
        frame.whisker(canvas, place, row.low, row.high, 0.0);
        let end = frame.scale.at(row.high.unwrap_or(at).max(at)) + 4.0;
        let text = value(Some(at), &bars.unit);
        canvas.text([end, frame.middle(place) + 2.4], &text, SMALL, Anchor::Start, INK);
    }
    frame.upright(canvas, 0.0, bars.rows.len());
}

/// Steps that add up; what speaks against is hatched.
pub(super) fn waterfall(canvas: &mut Canvas, waterfall: &Waterfall) {
    let mut level = 0.0;
    let mut steps = Vec::new();
    for row in &waterfall.rows {
        let from = if row.total { 0.0 } else { level };
        let to = from + row.value;
        if !row.total {
            level = to;
        }
        steps.push((row, from, to));
    }
    let labels: Vec<&str> = steps.iter().map(|(row, ..)| row.label.as_str()).collect();
    let ends = steps.iter().flat_map(|&(row, from, to)| {
        let shift = if row.total { 0.0 } else { from };
        [Some(from), Some(to), row.low.map(|low| low + shift), row.high.map(|high| high + shift)]
    });
    let values: Vec<f64> = ends.flatten().collect();
    let frame = Frame::draw(canvas, &labels, &values, "", &waterfall.axis, 6.0);
    frame.upright(canvas, 0.0, steps.len());
    for (place, &(row, from, to)) in steps.iter().enumerate() {
        let fill = if row.total {
            "#bdbdbd"
        } else if row.value >= 0.0 {
            FOR
        } else {
            AGAINST
        };
        frame.bar(canvas, place, [from, to], fill);
        frame.whisker(canvas, place, row.low, row.high, if row.total { 0.0 } else { from });
        if steps.get(place + 1).is_some_and(|(next, ..)| !next.total) {
            let x = frame.scale.at(to);
            canvas.line(
                [x, frame.middle(place) + 4.0],
                [x, frame.middle(place + 1) - 4.0],
                MUTED,
                0.5,
                "1.5 1.5",
            );
        }
    }
}

/// Bars from the base to both ends; the low end is hatched and has a diamond.
pub(super) fn tornado(canvas: &mut Canvas, tornado: &Tornado) {
    let labels: Vec<&str> = tornado.rows.iter().map(|row| row.label.as_str()).collect();
    let ends = tornado.rows.iter().flat_map(|row| row.at_low.into_iter().chain(row.at_high));
    let values: Vec<f64> = ends.flatten().chain([tornado.base]).collect();
    let frame = Frame::draw(canvas, &labels, &values, &tornado.unit, &tornado.axis, 8.0);
    for (place, row) in tornado.rows.iter().enumerate() {
        for ([at, low, high], side) in [(row.at_low, -1.0), (row.at_high, 1.0)] {
            let Some(at) = at else { continue };
            frame.half(canvas, place, [tornado.base, at], [low, high], side);
        }
    }
    frame.upright(canvas, tornado.base, tornado.rows.len());
}
