//! The sheets that say where the numbers come from: the manifest, and every number of the scenario with its origin.

use rust_xlsxwriter::Worksheet;
use serde_json::Value;

use super::looks::{Shown, fitting};
use super::{Book, WorkbookError, counted, grid};

/// What was run, and the files of the folder.
pub(super) fn write(book: &mut Book<'_>, name: &str) -> Result<(), WorkbookError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet
        .set_column_width(0, 30)?
        .set_column_width(1, 14)?
        .set_column_width(2, 16)?
        .set_column_width(3, 70)?;
    let looks = &book.looks;
    sheet.write_string_with_format(0, 0, "What was run", &looks.heading)?;
    let mut row = 1;
    for (label, text) in facts(book) {
        sheet.write_string_with_format(row, 0, &*fitting(&label), &looks.plain)?;
        sheet.merge_range(row, 1, row, 3, &fitting(&text), &looks.wrapped)?;
        if text.len() > LINE {
            sheet.set_row_height(row, 15.0 * text.len().div_ceil(LINE).min(27) as f64)?;
        }
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Files of the folder", &looks.heading)?;
    row += 1;
    for (at, header) in ["file", "rows", "bytes", "blake3"].iter().enumerate() {
        sheet.write_string_with_format(row, at as u16, *header, &looks.header)?;
    }
    for file in &book.results.manifest().files {
        row += 1;
        sheet.write_string(row, 0, &*fitting(&file.name))?;
        for (column, number) in [(1, file.rows as f64), (2, file.bytes as f64)] {
            sheet.write_number_with_format(row, column, number, looks.number(Shown::Count, number))?;
        }
        sheet.write_string(row, 3, &*fitting(&file.blake3))?;
    }
    grid::set_up_print(&mut sheet, 4);
    book.push(
        sheet,
        "what was run, by which version, with which seed, and the hashes of all files".to_owned(),
    );
    Ok(())
}

/// Letters in a line of the merged column, about.
const LINE: usize = 95;

fn facts(book: &Book<'_>) -> Vec<(String, String)> {
    let head = book.results.head();
    let scenario = &head.scenario;
    let mut facts = vec![
        ("program", format!("{} {}", head.program, head.version)),
        ("command line", head.command_line.join(" ")),
        ("seed", head.seed.clone()),
        ("stopping rule", head.stopping_rule.clone()),
        ("planned runs", head.planned_runs.to_string()),
        ("runs done", head.done_runs.to_string()),
        ("level of intervals", head.ci_level.to_string()),
        ("method of intervals of shares", head.ci_method.to_string()),
        ("scenario", book.results.title().to_owned()),
        ("description", words(&scenario["description"])),
        ("start", words(&scenario["start"])),
        ("horizon, in days", words(&scenario["horizon_days"])),
        ("states in focus", words(&scenario["focus"])),
        ("scenario (BLAKE3)", head.scenario_blake3.clone()),
    ];
    if let Some(rare) = &head.rare {
        let levels: Vec<String> = rare.levels.iter().map(f64::to_string).collect();
        facts.push(("rare outcome", rare.outcome.to_string()));
        facts.push(("rare: method", rare.method.to_string()));
        facts.push(("rare: repeats, starts", format!("{}, {}", rare.repeats, rare.effort)));
        facts.push(("rare: levels", levels.join(", ")));
    }
    let mut facts: Vec<_> = facts.into_iter().map(|(label, text)| (label.to_owned(), text)).collect();
    for variant in &head.variants {
        facts.push((format!("variant {} (BLAKE3)", variant.name), variant.scenario_blake3.clone()));
    }
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

/// A value as text: of a list its items, of nothing nothing.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

const HEADER: [&str; 4] = ["path", "value", "distribution", "origin"];

/// Every number of the resolved scenario: its value or distribution, and where it came from.
pub(super) fn write_inputs(book: &mut Book<'_>, name: &str) -> Result<(), WorkbookError> {
    let Some(inputs) = book.results.head().scenario["inputs"].as_object() else { return Ok(()) };
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    for (at, (text, width)) in HEADER.iter().zip([48.0, 14.0, 60.0, 48.0]).enumerate() {
        sheet.write_string_with_format(0, at as u16, *text, &book.looks.header)?;
        sheet.set_column_width(at as u16, width)?;
    }
    for (row, (path, input)) in (1..).zip(inputs) {
        sheet.write_string(row, 0, &*fitting(path))?;
        if let Some(value) = input["value"].as_f64() {
            sheet.write_number_with_format(row, 1, value, book.looks.number(Shown::Given, value))?;
        }
        let mut distribution = words(&input["distribution"]);
        if let Some(source) = input["drawn_as"].as_str() {
            distribution = format!("{distribution}, drawn as {source}");
        }
        for (column, text) in [(2, distribution), (3, words(&input["origin"]))] {
            if !text.is_empty() {
                sheet.write_string(row, column, &*fitting(&text))?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?.autofilter(0, 0, inputs.len().max(1) as u32, 3)?;
    grid::set_up_print(&mut sheet, HEADER.len());
    sheet.set_repeat_rows(0, 0)?;
    let count = counted(inputs.len() as u64, "number");
    book.push(sheet, format!("{count} of the scenario, each with its value or distribution and its origin"));
    Ok(())
}
