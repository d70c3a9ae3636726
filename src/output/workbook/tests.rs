use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use tempfile::tempdir;
use zip::ZipArchive;

use super::*;
use crate::experiment::Confidence;
use crate::experiment::fixture::batch;
use crate::output::table::{Cell, Column, ColumnType, Table};
use crate::output::{IfExists, ManifestHead, Origins, ResultsFolder, tables};

const HOSTILE: [&str; 6] = ["=1+1", "+1", "-1", "@sum(A1)", "bell \u{7} & <b>", "two\nlines"];

/// Runs as a table, with text that means mischief.
fn runs(rows: i64) -> Table {
    let column = |name: &'static str, kind, unit: &'static str| Column::new(name, kind, unit, "something");
    let columns = vec![
        column("run_id", ColumnType::Integer, ""),
        column("=text", ColumnType::Text, ""),
        column("share", ColumnType::Real, "share"),
        column("is_so", ColumnType::Boolean, ""),
        column("date", ColumnType::Date, ""),
    ];
    let mut table = Table::new("runs", columns);
    for row in 0..rows {
        let text = Cell::text(HOSTILE[row as usize % HOSTILE.len()]);
        let date = Cell::text("2024-01-16");
        table.push([Cell::Integer(row), text, Cell::Real(0.25), Cell::Boolean(true), date]);
    }
    table
}

/// A folder with the tables of a batch and such runs.
fn folder(target: &Path, rows: i64) -> Results {
    let mut folder = ResultsFolder::open(target, IfExists::Refuse).unwrap();
    let batch = batch(60);
    for table in tables::all(&batch, Confidence::default()) {
        folder.write_table(&table).unwrap();
    }
    folder.write_table(&runs(rows)).unwrap();
    let command = vec!["offramp".to_owned(), "run".to_owned()];
    let head = ManifestHead::new(&batch, None, Confidence::default(), command, &Origins::new());
    folder.finish(head).unwrap();
    Results::open(target).unwrap()
}

/// The files of a workbook by name.
fn files(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// What stands between quotes after each occurrence of a beginning.
fn quoted<'a>(text: &'a str, begin: &str) -> Vec<&'a str> {
    text.split(begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 20);
    assert_eq!(write(&results).unwrap(), write(&results).unwrap());
}

#[test]
fn what_the_folder_has_gets_its_sheet_in_order() {
    let place = tempdir().unwrap();
    let files = files(write(&folder(&place.path().join("results"), 20)).unwrap());
    let sheets = quoted(&files["xl/workbook.xml"], "<sheet name=\"");
    let of = |name: &str| {
        sheets.iter().position(|sheet| *sheet == name).unwrap_or_else(|| panic!("{name}: {sheets:?}"))
    };
    let order = ["Summary", "Outcomes", "Measures", "Timeline", "Acts", "Drivers", "Runs", "Dictionary"];
    assert!(order.windows(2).all(|pair| of(pair[0]) < of(pair[1])), "{sheets:?}");
    assert!(of("Provenance") > 0 && of("Inputs") > 0 && of("Chart data") == sheets.len() - 1, "{sheets:?}");
    assert!(!sheets.contains(&"Sweep") && !sheets.contains(&"Compare"), "{sheets:?}");
    let names = quoted(&files["xl/workbook.xml"], "<definedName name=\"");
    assert!(names.contains(&"outcomes_probability") && names.contains(&"runs_share"), "{names:?}");
}

#[test]
fn outcomes_are_drawn_with_their_own_intervals() {
    let place = tempdir().unwrap();
    let files = files(write(&folder(&place.path().join("results"), 20)).unwrap());
    let chart = &files["xl/charts/chart1.xml"];
    assert!(chart.contains("<c:barDir val=\"bar\"/>"), "{chart}");
    let bars = chart.split("<c:errBars>").nth(1).unwrap();
    assert!(bars.contains("<c:errValType val=\"cust\"/>") && bars.contains("'Chart data'!"), "{bars}");
    let fan = files.values().find(|text| text.contains("<c:areaChart>") && text.contains("<c:lineChart>"));
    assert!(fan.unwrap().contains("median"));
    let pictures = files.iter().filter(|(name, _)| name.starts_with("xl/drawings/drawing"));
    for (name, drawing) in pictures {
        let charts = drawing.matches("<xdr:graphicFrame").count();
        assert_eq!(drawing.matches("descr=\"").count(), charts, "{name}: alternative texts");
    }
}

#[test]
fn no_text_is_a_formula_and_none_breaks_the_file() {
    let place = tempdir().unwrap();
    let files = files(write(&folder(&place.path().join("results"), 20)).unwrap());
    let sheets = files.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    for (name, sheet) in sheets {
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{name} has a formula");
    }
    let texts = &files["xl/sharedStrings.xml"];
    for text in [">=1+1<", ">+1<", ">-1<", ">@sum(A1)<", ">bell _x0007_ &amp; &lt;b&gt;<", ">=text<"] {
        assert!(texts.contains(text), "{text}");
    }
}

#[test]
fn what_is_too_much_is_left_out_and_said() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 50);
    let files = files(write_within(&results, Limits { runs: 12, ..Limits::default() }).unwrap());
    let texts = &files["xl/sharedStrings.xml"];
    let note = "Note: Of 50 rows of runs.csv this workbook holds the first 12; all are in runs.csv.";
    assert!(texts.contains(note));
    assert!(texts.contains("runs.csv: 12 rows"));
}

#[test]
fn what_is_too_long_for_a_sheet_goes_on_on_the_next() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 50);
    let files = files(write_within(&results, Limits { sheet_rows: 21, ..Limits::default() }).unwrap());
    let book = &files["xl/workbook.xml"];
    let sheets = quoted(book, "<sheet name=\"");
    let runs: Vec<_> = sheets.iter().filter(|sheet| sheet.starts_with("Runs")).collect();
    assert_eq!(runs, [&"Runs", &"Runs part 2", &"Runs part 3"]);
    assert!(book.contains("'Runs part 3'!$A$2:$A$11"), "{book}");
    let texts = &files["xl/sharedStrings.xml"];
    assert!(texts.contains("runs.csv, part 3 of 3: 10 rows"));
    assert!(texts.contains("runs.csv goes over 3 sheets"));
}
