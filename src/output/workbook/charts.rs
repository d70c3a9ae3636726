//! Native charts: bars with intervals, fans over time, and the look that all have.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::figures::{Block, MINUS, PLUS, VALUE};
use super::looks::{BANDS, GREY, PALETTE};
use crate::output::visible::in_markup;

/// Width of all charts, in pixels.
pub(super) const WIDTH: u32 = 680;
/// Height of a fan.
pub(super) const FAN_HEIGHT: u32 = 360;
/// Height of [`lines`].
pub(super) const LINES_HEIGHT: u32 = 420;
/// Height of a row of a sheet, in pixels.
const ROW: u32 = 20;
/// Letters of titles and alternative texts, at most.
const LONGEST_TEXT: usize = 255;
const DARK: u32 = 0x0026_2626;
const GRID: u32 = 0x00D9_D9D9;
/// From grave to mild: dark red, vermillion, orange, pale yellow.
const DARK_TO_LIGHT: [u32; 4] = [0x005E_0A1A, 0x00D5_5E00, 0x00F6_C667, 0x00FF_F3C9];
/// Series of lines can be told apart without colour.
const MARKERS: [ChartMarkerType; 6] = [
    ChartMarkerType::Circle,
    ChartMarkerType::Square,
    ChartMarkerType::Triangle,
    ChartMarkerType::Diamond,
    ChartMarkerType::X,
    ChartMarkerType::PlusSign,
];

/// What a chart of bars shows.
pub(super) struct Bars<'a> {
    /// Unit of the values, at their axis.
    pub(super) axis: &'a str,
    /// Number format of that axis.
    pub(super) format: &'a str,
    /// What the chart says, for those who cannot see it.
    pub(super) alt: String,
    /// How many series there are; their names stand in the block.
    pub(super) series: usize,
    /// How many bars each has.
    pub(super) count: usize,
}

/// Bars that lie, with their intervals, from the top down.
pub(super) fn bars(block: &Block, what: &Bars<'_>) -> Chart {
    let mut chart = lying(block, what, false);
    chart.set_height(bars_height(what.count, what.series));
    if what.series == 1 {
        chart.legend().set_hidden();
    }
    chart
}

/// Series of bars over each other that go out from one line: what a low and a high value change.
pub(super) fn tornado(block: &Block, what: &Bars<'_>) -> Chart {
    let mut chart = lying(block, what, true);
    chart.set_height(bars_height(what.count, 1));
    chart
}

fn lying(block: &Block, what: &Bars<'_>, over_each_other: bool) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    dress(&mut chart, block, &what.alt);
    for at in 0..what.series {
        let series = chart.add_series();
        series
            .set_name(&block.name(at))
            .set_categories(&block.column(0))
            .set_values(&block.of_series(at, VALUE))
            .set_format(&mut solid(PALETTE[at % PALETTE.len()]))
            .set_x_error_bars(&intervals(block, at, DARK));
        if over_each_other {
            series.set_overlap(100).set_gap(40);
        } else {
            series.set_gap(if what.series == 1 { 45 } else { 70 });
        }
    }
    // Names go from the top down and stand on the left, also where bars go to the left; that would put the values on top.
    // Of lying bars the y axis has the names.
    chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(false);
    dress_values(chart.x_axis().set_label_position(ChartAxisLabelPosition::High), what.axis, what.format);
    let (low, high) = round_ends(block.extent());
    if low < high {
        // What an axis chooses by itself leaves intervals aside.
        chart.x_axis().set_min(low).set_max(high);
    }
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart
}

/// Columns of a block for a fan, after the label: the lower edge, three steps upward, and the median.
pub(super) const FAN: [&str; 6] = ["", "p05", "p25 - p05", "p75 - p25", "p95 - p75", "median"];

/// What a fan shows.
pub(super) struct Fan<'a> {
    /// What its values are.
    pub(super) axis: &'a str,
    /// What stands below: days or dates.
    pub(super) by: &'a str,
    /// How many days there are.
    pub(super) days: usize,
    /// What the chart says, for those who cannot see it.
    pub(super) alt: &'a str,
}

/// Bands of percentiles over time with the median as a line.
pub(super) fn fan(block: &Block, what: &Fan<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::AreaStacked);
    dress(&mut chart, block, what.alt);
    let bands = [
        (1, "below", None),
        (2, "5 to 95 % of runs", Some(BANDS[0])),
        (3, "25 to 75 % of runs", Some(BANDS[1])),
        (4, "above", Some(BANDS[0])),
    ];
    for (column, name, colour) in bands {
        let mut format = colour.map_or_else(|| ChartFormat::new().set_no_fill().clone(), solid);
        chart
            .add_series()
            .set_name(name)
            .set_categories(&block.column(0))
            .set_values(&block.column(column))
            .set_format(format.set_no_border());
    }
    let mut line = Chart::new(ChartType::Line);
    line.add_series()
        .set_name("median")
        .set_categories(&block.column(0))
        .set_values(&block.column(5))
        .set_format(&mut stroke(PALETTE[0], 2.25));
    chart.combine(&line);
    over_time(&mut chart, what, "0.0");
    chart.legend().delete_entries(&[0, 3]);
    chart
}

/// Shares over time, stacked: the first column of the block after the labels at the bottom and darkest.
pub(super) fn areas(block: &Block, what: &Fan<'_>, series: usize) -> Chart {
    let mut chart = Chart::new(ChartType::AreaStacked);
    dress(&mut chart, block, what.alt);
    for at in 0..series {
        let column = at as u16 + 1;
        chart
            .add_series()
            .set_name(&block.above(column))
            .set_categories(&block.column(0))
            .set_values(&block.column(column))
            .set_format(&mut solid(step(at, series)));
    }
    over_time(&mut chart, what, "0%");
    chart
}

/// One of so many colours from dark to light, which differ in lightness above all.
fn step(at: usize, of: usize) -> u32 {
    let last = DARK_TO_LIGHT.len() - 1;
    let place = if of > 1 { (at * last) as f64 / (of - 1) as f64 } else { 0.0 };
    let (below, part) = (place as usize, place.fract());
    let channel = |shift: u32| {
        let of = |at: usize| f64::from((DARK_TO_LIGHT[at.min(last)] >> shift) & 0xFF);
        ((of(below) + part * (of(below + 1) - of(below))).round() as u32) << shift
    };
    channel(16) | channel(8) | channel(0)
}

fn over_time(chart: &mut Chart, what: &Fan<'_>, format: &str) {
    let every = (what.days / 6).max(1) as u16;
    chart
        .x_axis()
        .set_name(what.by)
        .set_name_font(&small())
        .set_label_interval(every)
        .set_tick_interval(every);
    dress_values(chart.y_axis(), what.axis, format);
    chart.y_axis().set_min(0);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_height(FAN_HEIGHT);
}

/// Lines over the values of one parameter, each point with its interval.
pub(super) fn lines(block: &Block, what: &Bars<'_>, parameter: &str) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
    dress(&mut chart, block, &what.alt);
    for at in 0..what.series {
        let colour = PALETTE[at % PALETTE.len()];
        let mut marker = ChartMarker::new();
        marker.set_type(MARKERS[at % MARKERS.len()]).set_size(7).set_format(&mut solid(colour));
        chart
            .add_series()
            .set_name(&block.name(at))
            .set_categories(&block.column(0))
            .set_values(&block.of_series(at, VALUE))
            .set_format(&mut stroke(colour, 2.0))
            .set_marker(&marker)
            .set_y_error_bars(&intervals(block, at, colour));
    }
    chart.x_axis().set_name(parameter).set_name_font(&small()).set_major_gridlines(false);
    dress_values(chart.y_axis(), what.axis, what.format);
    chart.y_axis().set_min(0);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_height(LINES_HEIGHT);
    chart
}

/// How many rows of a sheet a chart of this height covers, with a gap below.
pub(super) fn rows_covered(height: u32) -> u32 {
    height.div_ceil(ROW) + 1
}

/// The height of [`bars`].
pub(super) fn bars_height(bars: usize, series: usize) -> u32 {
    (130 + (bars * (14 + 12 * series)) as u32).clamp(240, 900)
}

/// The title is a cell, and so are the names of series: what stands in a cell is never taken for an address.
fn dress(chart: &mut Chart, block: &Block, alt: &str) {
    chart.title().set_name(&block.title()).set_font(ChartFont::new().set_bold().set_size(12));
    chart.set_alt_text(in_markup(&first(alt))).set_width(WIDTH);
}

/// Ends of an axis at round numbers around an extent.
fn round_ends((low, high): (f64, f64)) -> (f64, f64) {
    let rough = (high - low) / 6.0;
    if !(rough > 0.0 && rough.is_finite()) {
        return (0.0, 0.0);
    }
    // The power of ten at or below it, found without logarithms.
    let mut power = 1.0;
    while power > rough {
        power /= 10.0;
    }
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|one| one * power).find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    ((low / step).floor() * step, (high / step).ceil() * step)
}

/// As much of a text as titles and alternative texts hold.
fn first(text: &str) -> String {
    let mut used = 0;
    let fits = |letter: &char| {
        used += letter.len_utf16();
        used <= LONGEST_TEXT
    };
    text.chars().take_while(fits).collect()
}

/// The intervals of a series.
fn intervals(block: &Block, series: usize, colour: u32) -> ChartErrorBars {
    let mut bars = ChartErrorBars::new();
    let (plus, minus) = (block.of_series(series, PLUS), block.of_series(series, MINUS));
    bars.set_type(ChartErrorBarsType::Custom(plus, minus)).set_format(&mut stroke(colour, 1.25));
    bars
}

fn dress_values(axis: &mut ChartAxis, name: &str, format: &str) {
    let mut grid = ChartLine::new();
    grid.set_color(Color::RGB(GRID));
    axis.set_name(name).set_name_font(&small()).set_num_format(format).set_major_gridlines(true);
    axis.set_major_gridlines_line(&grid);
}

fn small() -> ChartFont {
    ChartFont::new().set_size(9).set_color(Color::RGB(GREY)).clone()
}

fn solid(colour: u32) -> ChartFormat {
    let mut fill = ChartSolidFill::new();
    fill.set_color(Color::RGB(colour));
    ChartFormat::new().set_solid_fill(&fill).clone()
}

fn stroke(colour: u32, width: f64) -> ChartFormat {
    let mut line = ChartLine::new();
    line.set_color(Color::RGB(colour)).set_width(width);
    ChartFormat::new().set_line(&line).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers_around_all_intervals() {
        let near = |found: (f64, f64), low: f64, high: f64| {
            assert!((found.0 - low).abs() < 1e-12 && (found.1 - high).abs() < 1e-12, "{found:?}");
        };
        // Steps of 0.2, 0.05, 1000 and 1e-7.
        near(round_ends((0.0, 0.61)), 0.0, 0.8);
        near(round_ends((-0.11, 0.07)), -0.15, 0.1);
        near(round_ends((-1.0, 5400.0)), -1000.0, 6000.0);
        near(round_ends((0.0, 6e-7)), 0.0, 6e-7);
        assert_eq!(round_ends((0.0, 0.0)), (0.0, 0.0), "nothing to show");
    }

    #[test]
    fn steps_go_from_dark_to_light() {
        assert_eq!((step(0, 4), step(3, 4), step(0, 1)), (0x005E_0A1A, 0x00FF_F3C9, 0x005E_0A1A));
        let sum = |colour: u32| (colour >> 16) + ((colour >> 8) & 0xFF) + (colour & 0xFF);
        assert!((1..9).all(|at| sum(step(at, 9)) > sum(step(at - 1, 9))));
    }
}
