//! What charts show: the numbers of a results folder, arranged as a reader looks at them.
//!
//! The page draws them in a browser and [`plot`](super::plot) on paper, so both say the same. Everything is taken from
//! the tables as they stand; nothing is computed but the sums of a waterfall.

mod bars;
mod days;
mod grid;
mod sheet;
mod shift;
mod signed;
mod spread;
mod words;

use serde::Serialize;

pub use bars::{Bar, Bars, compared, first_strikes, milestones, outcomes};
pub use days::{Fan, Level, Mark, Shares, fans, shares, undated};
pub use grid::{Axis, HeatCell, HeatMap, Multiples, Panel, Point, heat_maps, multiples};
pub use shift::{Step, Swing, Tornado, Waterfall, tornados, waterfalls};
pub use signed::{contributions, differences, indices};
pub use spread::{Bin, Histogram, histograms};
pub use words::{Names, capital, grouped, interval, method, number, percent, plain, value};

/// One of several charts that stand in one place: a state, an output, a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View<C> {
    /// What it is of.
    pub label: String,
    /// What it shows.
    pub data: C,
}

/// The numbers of a chart as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The header.
    pub heads: Vec<String>,
    /// Rows, as long as the header. The first cell names the row.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    fn new<const N: usize>(heads: [&str; N]) -> Self {
        Self { heads: heads.map(str::to_owned).to_vec(), rows: Vec::new() }
    }
}

/// Something that can be drawn.
pub trait Chart: Serialize {
    /// By which function of `charts.js`.
    const KIND: &'static str;
    /// Its numbers.
    fn grid(&self) -> Grid;
    /// What it shows, in a sentence or two, for those who do not see it.
    fn words(&self) -> String;
}
