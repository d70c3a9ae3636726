//! Plots with two axes: fan, heat map.

use super::canvas::{Anchor, Canvas, INK, MUTED, RULE};
use super::font;
use super::scale::Scale;
use crate::output::figures::{Fan, HeatMap, number};

/// Sizes of text, in points.
const TEXT: f64 = 7.5;
const SMALL: f64 = 6.8;
const TINY: f64 = 5.6;
/// Greys of the bands: nine in ten of the runs, and half of them.
const WIDE: &str = "#d9d9d9";
const NARROW: &str = "#a3a3a3";
/// Cividis (Nuñez, Anderton and Renslow 2018): its lightness alone carries the order.
const CIVIDIS: [[u8; 3]; 9] = [
    [0, 34, 78],
    [26, 56, 111],
    [67, 78, 108],
    [95, 100, 110],
    [124, 123, 120],
    [154, 147, 118],
    [186, 173, 108],
    [221, 201, 87],
    [253, 231, 55],
];

/// The spread of a quantity over days.
pub(super) fn fan(canvas: &mut Canvas, fan: &Fan) {
    let (left, right) = (30.0, canvas.width - 8.0);
    let (top, bottom) = (16.0, 16.0 + 0.5 * canvas.width.min(300.0));
    let last = fan.days.last().copied().unwrap_or(1) as f64;
    let x = Scale { low: 0.0, high: last.max(1.0), from: left, to: right, step: 1.0 };
    let y = Scale::around([0.0, fan.max].into_iter(), [bottom, top], 5.0);
    for tick in y.ticks() {
        canvas.line([left, y.at(tick)], [right, y.at(tick)], RULE, 0.5, "");
        canvas.text([left - 3.0, y.at(tick) + 2.4], &y.label(tick, ""), SMALL, Anchor::End, MUTED);
    }
    canvas.upright([7.0, f64::midpoint(top, bottom)], &fan.axis, SMALL);
    let point = |place: usize, value: f64| [x.at(fan.days[place] as f64), y.at(value)];
    let curve = |list: &[Option<f64>]| -> Vec<[f64; 2]> {
        list.iter().enumerate().filter_map(|(place, value)| value.map(|value| point(place, value))).collect()
    };
    for (low, high, grey) in [(&fan.p05, &fan.p95, WIDE), (&fan.p25, &fan.p75, NARROW)] {
        let mut around = curve(high);
        around.extend(curve(low).into_iter().rev());
        canvas.area(&around, grey);
    }
    canvas.curve(&curve(&fan.p50), 1.1, "");
    canvas.curve(&curve(&fan.mean), 0.9, "3 2");
    for event in &fan.events {
        let at = x.at(event.day as f64);
        canvas.line([at, top], [at, bottom], MUTED, 0.5, "1 1.5");
        canvas.text([at, top - 6.0], &event.mark, SMALL, Anchor::Middle, INK);
    }
    canvas.line([left, bottom], [right, bottom], INK, 0.7, "");
    days(canvas, fan, &x, bottom);
    legend(canvas, [left, bottom + if fan.start.is_some() { 29.0 } else { 22.0 }]);
}

fn days(canvas: &mut Canvas, fan: &Fan, x: &Scale, bottom: f64) {
    let start = fan.start.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
    let steps = [1_u32, 2, 5, 7, 10, 14, 20, 30, 60, 90, 180, 365, 730];
    let wanted = x.high / ((x.to - x.from) / 44.0);
    let step = steps.into_iter().find(|&step| f64::from(step) >= wanted).unwrap_or(1_000);
    for day in (0..=x.high as u32).step_by(step as usize) {
        let at = x.at(f64::from(day));
        canvas.line([at, bottom], [at, bottom + 2.5], INK, 0.7, "");
        canvas.text([at, bottom + 10.0], &format!("day {day}"), SMALL, Anchor::Middle, MUTED);
        let date = start.and_then(|start| start.checked_add(jiff::Span::new().days(i64::from(day))).ok());
        if let Some(date) = date {
            canvas.text(
                [at, bottom + 18.0],
                &date.strftime("%-d %b").to_string(),
                SMALL,
                Anchor::Middle,
                MUTED,
            );
        }
    }
}

fn legend(canvas: &mut Canvas, [mut x, y]: [f64; 2]) {
    for (what, name) in [("line", "median"), ("dash", "mean"), (NARROW, "half of runs"), (WIDE, "9 in 10")] {
        match what {
            "line" => canvas.line([x, y - 2.5], [x + 12.0, y - 2.5], INK, 1.1, ""),
            "dash" => canvas.line([x, y - 2.5], [x + 12.0, y - 2.5], INK, 0.9, "3 2"),
            grey => canvas.rect([x, y - 5.5], [12.0, 6.0], grey, false),
        }
        canvas.text([x + 15.0, y], name, SMALL, Anchor::Start, INK);
        x += 22.0 + font::width(name, SMALL);
    }
}

/// The probability of an outcome over two parameters: the number in each cell, its interval below where there is room.
pub(super) fn heat_map(canvas: &mut Canvas, map: &HeatMap) {
    let widest = map.y.values.iter().map(|value| font::width(value, SMALL)).fold(0.0, f64::max);
    let left = widest + 18.0;
    let cell = [(canvas.width - left - 6.0) / map.x.values.len() as f64, 22.0];
    let top = 4.0;
    let bottom = top + cell[1] * map.y.values.len() as f64;
    let values = || map.cells.iter().filter_map(|cell| cell.2);
    let (least, most) = (values().fold(1.0, f64::min), values().fold(0.0, f64::max));
    for &(x, y, at, low, high) in &map.cells {
        let Some(at) = at else { continue };
        let corner = [left + cell[0] * x as f64, bottom - cell[1] * (y + 1) as f64];
        let place = if most > least { (at - least) / (most - least) } else { 0.5 };
        let [r, g, b] = CIVIDIS[(libm::round(8.0 * place) as usize).min(8)];
        canvas.rect(corner, cell, &format!("#{r:02x}{g:02x}{b:02x}"), false);
        let ink = if place > 0.45 { "#000000" } else { "#ffffff" };
        let middle = corner[0] + cell[0] / 2.0;
        let text = format!("{:.1}", 100.0 * at);
        let ends = low.zip(high).map(|(low, high)| format!("{:.1}–{:.1}", 100.0 * low, 100.0 * high));
        let ends = ends.filter(|ends| font::width(ends, TINY) < cell[0] - 2.0);
        let base = corner[1] + if ends.is_some() { 9.5 } else { 13.5 };
        canvas.text([middle, base], &text, TEXT, Anchor::Middle, ink);
        if let Some(ends) = ends {
            canvas.text([middle, base + 8.0], &ends, TINY, Anchor::Middle, ink);
        }
    }
    for (place, value) in map.y.values.iter().enumerate() {
        let y = bottom - cell[1] * (place as f64 + 0.5) + 2.4;
        canvas.text([left - 3.0, y], value, SMALL, Anchor::End, INK);
    }
    for (place, value) in map.x.values.iter().enumerate() {
        let x = left + cell[0] * (place as f64 + 0.5);
        canvas.text([x, bottom + 9.0], &font::cut(value, SMALL, cell[0]), SMALL, Anchor::Middle, INK);
    }
    canvas.upright([7.0, f64::midpoint(top, bottom)], &map.y.label, SMALL);
    canvas.text(
        [f64::midpoint(left, canvas.width - 6.0), bottom + 19.0],
        &map.x.label,
        SMALL,
        Anchor::Middle,
        MUTED,
    );
}

/// The widest interval of a heat map, in points of shares.
pub(super) fn widest(map: &HeatMap) -> String {
    let widths = map.cells.iter().filter_map(|cell| Some(cell.4? - cell.3?));
    number(100.0 * widths.fold(0.0, f64::max))
}
