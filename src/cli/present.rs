//! What is made of results for people: the page, the workbook, and tables for other programs.

use super::args::Format;
use super::stop::Stop;
use super::tales::tales;
use crate::output::{NewFile, Results, html, parquet, workbook};

/// The files of these formats; CSV is there already.
pub(super) fn present(results: &Results, formats: &[Format]) -> Result<Vec<NewFile>, Stop> {
    let results = &results.clone().as_played();
    let mut files = Vec::new();
    let is_asked_for = |format| formats.contains(&format);
    if is_asked_for(Format::Html) {
        let page = html::page(results, &tales(results)?).map_err(anyhow::Error::new)?;
        files.push(("report.html".to_owned(), page.into_bytes()));
    }
    if is_asked_for(Format::Xlsx) {
        let bytes = workbook::write(results).map_err(anyhow::Error::new)?;
        files.push(("results.xlsx".to_owned(), bytes));
    }
    if is_asked_for(Format::Parquet) {
        for table in results.tables() {
            let mut bytes = Vec::new();
            parquet::write(results, table, &mut bytes).map_err(anyhow::Error::new)?;
            files.push((format!("{table}.parquet"), bytes));
        }
    }
    Ok(files)
}
