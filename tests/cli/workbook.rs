//! The workbook as a spreadsheet program opens it: every cell is what the CSV says.

use std::fs;
use std::path::Path;
use std::process::Command;

use offramp::output::{Results, workbook};

use super::{Bench, PAIR};

/// Every sheet as CSV in UTF-8, with numbers as precise as they are but in their format.
const EVERY_SHEET: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
const SHEETS: [(&str, &str); 7] = [
    ("outcomes", "Outcomes"),
    ("summary", "Measures"),
    ("timeline", "Timeline"),
    ("acts", "Acts"),
    ("drivers", "Drivers"),
    ("indicators", "Indicators"),
    ("runs", "Runs"),
];

/// Converts `results.xlsx` in a folder; `None` where there is none to do it.
fn converted(folder: &Path) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let arguments = [&profile, "--headless", "--convert-to", EVERY_SHEET, "results.xlsx"];
    let answer = Command::new("soffice").args(arguments).current_dir(folder).output().ok()?;
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    Some(())
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Whether a cell of the workbook is what a cell of a table says.
fn is_same(shown: &str, written: &str) -> bool {
    let number = |text: &str| match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|number| number / 100.0),
        None => text.parse().ok(),
    };
    if let (Some(shown), Some(written)) = (number(shown), number(written)) {
        return (shown - written).abs() <= 2e-9 * written.abs().max(1e-6);
    }
    shown == written.strip_prefix('\'').unwrap_or(written)
        || shown.to_lowercase() == written && is_boolean(written)
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "false")
}

#[test]
fn libreoffice_reads_the_workbook_and_finds_what_the_tables_say() {
    let text = PAIR.replace("title = \"Two rivals\"", "title = \"=1+1\"");
    let bench = Bench::with(&text);
    let tables = "runs,timeline,acts,drivers,indicators";
    bench.run(&["run", "s.toml", "-n", "60", "--out", "r", "--record", tables, "--quiet"]).ended(0);
    let results = Results::open(&bench.path("r")).unwrap();
    fs::write(bench.path("results.xlsx"), workbook::write(&results).unwrap()).unwrap();
    if converted(&bench.path("")).is_none() {
        eprintln!("SKIPPED: no LibreOffice (soffice) to open the workbook with");
        return;
    }
    for (table, sheet) in SHEETS {
        let written = rows(&bench.path(&format!("r/{table}.csv")));
        let shown = rows(&bench.path(&format!("results-{sheet}.csv")));
        assert_eq!(shown.len(), written.len(), "{sheet}: rows");
        for (row, (shown, written)) in shown.iter().zip(&written).enumerate() {
            assert_eq!(shown.len(), written.len(), "{sheet}, row {row}: columns");
            for (column, (shown, written)) in shown.iter().zip(written).enumerate() {
                assert!(is_same(shown, written), "{sheet}, {row}, {column}: `{shown}` is not `{written}`");
            }
        }
    }
    let summary = fs::read_to_string(bench.path("results-Summary.csv")).unwrap();
    assert!(summary.starts_with("=1+1,"), "a title is no formula: {summary}");
    assert!(summary.contains("How the runs ended") && summary.contains("First strike"), "{summary}");
    let provenance = fs::read_to_string(bench.path("results-Provenance.csv")).unwrap();
    assert!(provenance.contains(&results.head().scenario_blake3), "{provenance}");
}
