//! `report.html`: results as one page that stands on its own.
//!
//! Style, scripts and data are all in the file, and its own policy forbids it to ask the network for anything. Whatever
//! comes from a scenario is text there and never markup. Every chart has its numbers beside it as a table, which is
//! there without scripts too. Charts are drawn by Apache ECharts, which stands in `vendor` with its licence.

mod facts;
mod markup;
mod sections;

use super::results::{Results, ResultsError};
use super::tale::Tale;
use markup::{Body, escaped};

/// The library that draws charts, and what makes its options.
const LIBRARY: &str = include_str!("vendor/echarts.min.js");
const CHARTS: &str = include_str!("charts.js");
const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");
/// What the page may do: run what it brings along, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// The page of some results, with the stories of runs that were picked. The same results give the same bytes.
///
/// # Errors
/// If a table cannot be read.
pub fn page(results: &Results, tales: &[Tale]) -> Result<String, ResultsError> {
    let mut body = Body::default();
    sections::outcomes(&mut body, results)?;
    sections::varied(&mut body, results)?;
    sections::ladder(&mut body, results)?;
    sections::actors(&mut body, results)?;
    sections::drivers(&mut body, results)?;
    sections::factors(&mut body, results)?;
    sections::spread(&mut body, results)?;
    sections::tales(&mut body, tales);
    sections::others(&mut body, results)?;
    facts::method(&mut body, results)?;
    let head = facts::head(results)?;
    let title = escaped(results.title());
    let (sections, main, data) = body.finish();
    let links = sections.iter().map(|(id, name)| format!("<li><a href=\"#{id}\">{name}</a></li>\n"));
    Ok([
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
        &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"),
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
        &format!("<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"),
        "<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header>\n",
        &head,
        "</header>\n<nav aria-label=\"Contents\"><ul>\n",
        &links.collect::<String>(),
        "</ul></nav>\n<main id=\"main\">\n",
        &main,
        "</main>\n",
        &facts::foot(results),
        &format!("<script type=\"application/json\" id=\"data\">{data}</script>\n"),
        &script(LIBRARY),
        &script(CHARTS),
        &script(SCRIPT),
        "</body>\n</html>\n",
    ]
    .concat())
}

/// A script of the page; what would end it early is written so that it does not.
fn script(text: &str) -> String {
    format!("<script>\n{}\n</script>\n", text.replace("</script", "<\\/script").replace("<!--", "<\\!--"))
}
