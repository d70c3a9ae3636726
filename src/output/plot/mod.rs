//! `plot`: one chart of results for print, as SVG or PNG, with the same bytes on every machine.
//!
//! Drawings are as wide as a column of a journal asks, in type of seven points, and can be read without colour: what speaks against is
//! hatched, both ends of a tornado have markers of their own, and a heat map has its numbers in it. Each says below what it rests on.

mod canvas;
mod font;
mod planes;
mod rows;
mod scale;

use std::sync::Arc;

use resvg::{tiny_skia, usvg};

use super::figures::{self, Chart, View, grouped, method, number};
use super::results::{Results, ResultsError};
use canvas::Canvas;

/// Size of the line below a plot, in points.
const CAPTION: f64 = 6.4;

/// What can be plotted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Shares of the outcome classes.
    Outcomes,
    /// The spread of a quantity over days.
    Fan,
    /// What moved decisions.
    Drivers,
    /// What single factors change.
    Tornado,
    /// The probability of an outcome over two parameters.
    HeatMap,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Outcomes, Self::Fan, Self::Drivers, Self::Tornado, Self::HeatMap];

    /// The name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::Fan => "fan",
            Self::Drivers => "drivers",
            Self::Tornado => "tornado",
            Self::HeatMap => "heatmap",
        }
    }
}

/// Nothing could be plotted.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// A table cannot be read.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The folder has nothing of the kind.
    #[error("there is no {asked} in these results; what there is: {there}")]
    Nothing {
        /// What was asked for.
        asked: &'static str,
        /// What the folder has.
        there: String,
    },
    /// There is one of the kind, but not of that.
    #[error("there is no {asked} of `{of}`; there are: {there}")]
    NoSuch {
        /// What was asked for.
        asked: &'static str,
        /// Of what.
        of: String,
        /// Of what there is one.
        there: String,
    },
    /// The drawing cannot be turned into points of a picture.
    #[error("the picture cannot be drawn: {0}")]
    Picture(String),
}

/// A plot as SVG, so many millimetres wide. `of` picks one of several (a state, an output, an outcome) by part of its name; the first
/// is taken otherwise.
///
/// # Errors
/// If the folder has nothing of the kind, or a table cannot be read.
pub fn svg(results: &Results, what: What, of: Option<&str>, width_mm: f64) -> Result<String, PlotError> {
    let mut canvas = Canvas::new(width_mm);
    let told = match what {
        What::Outcomes => {
            let view = one(results, what, of, figures::outcomes(results)?)?;
            rows::bars(&mut canvas, &view.data);
            told(results, &view, &format!("{} intervals of {}\u{a0}%", method(results), level(results)))
        }
        What::Fan => {
            let view = one(results, what, of, figures::fans(results)?)?;
            planes::fan(&mut canvas, &view.data);
            let events = view.data.events.iter().map(|event| format!("{} {}", event.mark, event.label));
            let events = events.collect::<Vec<_>>().join("; ");
            let events = if events.is_empty() { String::new() } else { format!(". Events: {events}") };
            told(
                results,
                &view,
                &format!("bands hold 50\u{a0}% and 90\u{a0}% of the runs still under way{events}"),
            )
        }
        What::Drivers => {
            let view = one(results, what, of, figures::waterfalls(results)?)?;
            rows::waterfall(&mut canvas, &view.data);
            let decisions = grouped(&view.data.decisions.to_string());
            let method = "Student's t with runs as clusters";
            told(
                results,
                &view,
                &format!(
                    "means over {decisions} decisions, intervals of {}\u{a0}% ({method})",
                    level(results)
                ),
            )
        }
        What::Tornado => {
            let view = one(results, what, of, figures::tornados(results)?)?;
            rows::tornado(&mut canvas, &view.data);
            let n = grouped(&view.data.n.to_string());
            told(
                results,
                &view,
                &format!(
                    "diamonds: factor low, discs: factor high, line: as drawn; {n} runs each, intervals of {}\u{a0}%",
                    level(results)
                ),
            )
        }
        What::HeatMap => {
            let view = one(results, what, of, figures::heat_maps(results)?)?;
            planes::heat_map(&mut canvas, &view.data);
            let (n, widest) = (grouped(&view.data.n.to_string()), planes::widest(&view.data));
            told(
                results,
                &view,
                &format!(
                    "probability in per cent, {n} runs at each point, {} intervals of {}\u{a0}%, the widest spans {widest} points",
                    method(results),
                    level(results)
                ),
            )
        }
    };
    canvas.caption(&told.caption, CAPTION);
    Ok(canvas.finish(results.title(), &told.words))
}

/// What is said of a plot: below it, and to those who do not see it.
struct Told {
    caption: String,
    words: String,
}

fn told<C: Chart>(results: &Results, view: &View<C>, method: &str) -> Told {
    let of = if view.label.is_empty() { String::new() } else { format!("{}. ", view.label) };
    let runs = grouped(&results.head().done_runs.to_string());
    let caption = format!("{of}n = {runs} runs, seed {}; {method}.", results.head().seed);
    Told { caption, words: view.data.words() }
}

/// The view that is asked for.
fn one<C>(
    results: &Results,
    what: What,
    of: Option<&str>,
    views: Vec<View<C>>,
) -> Result<View<C>, PlotError> {
    let asked = what.key();
    if views.is_empty() {
        let there =
            What::ALL.into_iter().filter(|&other| has(results, other)).map(What::key).collect::<Vec<_>>();
        let there =
            if there.is_empty() { "nothing that can be plotted".to_owned() } else { there.join(", ") };
        return Err(PlotError::Nothing { asked, there });
    }
    let there = || views.iter().map(|view| format!("`{}`", view.label)).collect::<Vec<_>>().join(", ");
    let is_it = |view: &View<C>| of.is_none_or(|of| view.label.to_lowercase().contains(&of.to_lowercase()));
    let no_such = PlotError::NoSuch { asked, of: of.unwrap_or_default().to_owned(), there: there() };
    views.into_iter().find(is_it).ok_or(no_such)
}

/// Whether there is anything of a kind.
fn has(results: &Results, what: What) -> bool {
    match what {
        What::Outcomes => figures::outcomes(results).is_ok_and(|views| !views.is_empty()),
        What::Fan => figures::fans(results).is_ok_and(|views| !views.is_empty()),
        What::Drivers => figures::waterfalls(results).is_ok_and(|views| !views.is_empty()),
        What::Tornado => figures::tornados(results).is_ok_and(|views| !views.is_empty()),
        What::HeatMap => figures::heat_maps(results).is_ok_and(|views| !views.is_empty()),
    }
}

fn level(results: &Results) -> String {
    number(100.0 * results.head().ci_level)
}

/// A drawing as PNG, with so many points to the inch. Only the font that is built in is used.
///
/// # Errors
/// If it is no drawing, or too large.
pub fn png(svg: &str, per_inch: f64) -> Result<Vec<u8>, PlotError> {
    let failed = |error: &dyn std::fmt::Display| PlotError::Picture(error.to_string());
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(font::LIBERATION_SANS.to_vec());
    fonts.set_sans_serif_family("Liberation Sans");
    let options = usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    // The unit of a drawing is a pixel at 96 to the inch.
    let scale = (per_inch / 96.0) as f32;
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(|| failed(&"it is too large"))?;
    let mut picture =
        tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"it is too large"))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| failed(&error))
}
