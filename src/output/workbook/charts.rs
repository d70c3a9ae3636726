//! Native charts: bars with intervals, fans over time, and the look that all have.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::figures::{Block, MINUS, PLUS, VALUE};
use super::looks::{BANDS, GREY, PALETTE};

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
const DARK: u32 = 0x262626;
const GRID: u32 = 0xD9D9D9;
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
    pub(super) bars: usize,
}

/// Bars that lie, with their intervals, from the top down.
pub(super) fn bars(block: &Block, what: &Bars<'_>) -> Chart {
    let mut chart = lying(block, what, false);
    chart.set_height(bars_height(what.bars, what.series));
    if what.series == 1 {
        chart.legend().set_hidden();
    }
    chart
}

/// Series of bars over each other that go out from one line: what a low and a high value change.
pub(super) fn tornado(block: &Block, what: &Bars<'_>) -> Chart {
    let mut chart = lying(block, what, true);
    chart.set_height(bars_height(what.bars, 1));
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
            .set_y_error_bars(&intervals(block, at, DARK));
        if over_each_other {
            series.set_overlap(100).set_gap(40);
        } else {
            series.set_gap(if what.series == 1 { 45 } else { 70 });
        }
    }
    // Names go from the top down and stand on the left, also where bars go to the left; that would put the values on top.
    chart.x_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_label_position(ChartAxisLabelPosition::High);
    values_axis(&mut chart, what.axis, what.format);
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
    let every = (what.days / 8).max(1) as u16;
    chart
        .x_axis()
        .set_name(what.by)
        .set_name_font(&small())
        .set_label_interval(every)
        .set_tick_interval(every);
    values_axis(&mut chart, what.axis, "0.0");
    chart.y_axis().set_min(0);
    chart.legend().set_position(ChartLegendPosition::Bottom).delete_entries(&[0, 3]);
    chart.set_height(FAN_HEIGHT);
    chart
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
    values_axis(&mut chart, what.axis, what.format);
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
    chart.set_alt_text(first(alt)).set_width(WIDTH);
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

fn values_axis(chart: &mut Chart, name: &str, format: &str) {
    let mut grid = ChartLine::new();
    grid.set_color(Color::RGB(GRID));
    chart
        .y_axis()
        .set_name(name)
        .set_name_font(&small())
        .set_num_format(format)
        .set_major_gridlines_line(&grid);
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
