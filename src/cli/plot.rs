//! `plot`: one chart of results for print.

use anyhow::anyhow;

use super::args::{PlotArguments, PlotKind};
use super::file;
use super::screen;
use super::stop::Stop;
use crate::output::Results;
use crate::output::plot::{What, png, svg};

/// Draws what is asked for and writes it.
pub(super) fn plot(arguments: &PlotArguments) -> Result<(), Stop> {
    let ending = arguments.out.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    let as_picture = match ending.as_deref() {
        Some("svg") => false,
        Some("png") => true,
        _ => {
            let path = arguments.out.display();
            return Err(Stop::Failed(anyhow!("`{path}` must end in .svg or .png, which says what to write")));
        }
    };
    file::check(&arguments.out, arguments.force)?;
    let results = Results::open(&arguments.folder).map_err(anyhow::Error::new)?;
    let what = match arguments.what {
        PlotKind::Outcomes => What::Outcomes,
        PlotKind::Fan => What::Fan,
        PlotKind::Drivers => What::Drivers,
        PlotKind::Tornado => What::Tornado,
        PlotKind::Heatmap => What::HeatMap,
    };
    let drawing = svg(&results, what, arguments.of.as_deref(), f64::from(arguments.width));
    let drawing = drawing.map_err(anyhow::Error::new)?;
    if as_picture {
        let picture = png(&drawing, f64::from(arguments.dpi)).map_err(anyhow::Error::new)?;
        file::write(&arguments.out, picture, arguments.force)?;
    } else {
        file::write(&arguments.out, drawing, arguments.force)?;
    }
    screen::print(&format!("Wrote {}\n", arguments.out.display()))
}
