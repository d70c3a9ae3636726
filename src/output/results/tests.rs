use std::path::Path;

use tempfile::tempdir;

use super::*;
use crate::experiment::Confidence;
use crate::experiment::fixture::batch;
use crate::output::{Cell, ColumnType, IfExists, Origins, ResultsFolder};

/// A folder with one table of all types, and a hostile name.
fn folder(target: &Path) -> Table {
    let column = |name: &'static str, kind| Column::new(name, kind, "runs", "something");
    let mut table = Table::new(
        "things",
        vec![
            column("=name", ColumnType::Text),
            column("n", ColumnType::Integer),
            column("x", ColumnType::Real),
            column("is_so", ColumnType::Boolean),
            column("date", ColumnType::Date),
        ],
    );
    let date = Cell::text("2024-01-16");
    table.push([Cell::text("=1+1"), Cell::Integer(-3), Cell::Real(0.25), Cell::Boolean(true), date]);
    table.push([Cell::text("a, \"b\"\nc"), Cell::Empty, Cell::Real(1e-7), Cell::Boolean(false), Cell::Empty]);
    let mut folder = ResultsFolder::open(target, IfExists::Refuse).unwrap();
    folder.write_table(&table).unwrap();
    let command = vec!["offramp".to_owned(), "run".to_owned()];
    let head = ManifestHead::new(&batch(20), None, Confidence::default(), command, &Origins::new());
    folder.finish(head).unwrap();
    table
}

#[test]
fn what_was_written_is_read_back() {
    let place = tempdir().unwrap();
    let target = place.path().join("results");
    let table = folder(&target);
    let results = Results::open(&target).unwrap();
    assert_eq!(results.command(), "run");
    assert_eq!(results.head().done_runs, 20);
    assert_eq!(results.tables().collect::<Vec<_>>(), ["things"]);
    assert_eq!(results.table("things").unwrap(), Some(table));
    assert_eq!(results.table("others").unwrap(), None);
    let written = fs::read(target.join(MANIFEST)).unwrap();
    assert_eq!(results.manifest().to_bytes(), written, "a manifest survives being read");
}

#[test]
fn what_does_not_fit_its_manifest_is_named() {
    let place = tempdir().unwrap();
    let target = place.path().join("results");
    folder(&target);
    let results = Results::open(&target).unwrap();
    let path = target.join("things.csv");
    let text = fs::read_to_string(&path).unwrap();
    let told = |text: String| {
        fs::write(&path, text).unwrap();
        results.table("things").unwrap_err().to_string()
    };
    assert!(told(text.replace("0.25", "many")).contains("row 0 has `many` in `x`"));
    assert!(told(text.replace(",n,", ",m,")).contains("its columns are others"));
    assert!(told(format!("{text}1,2\r\n")).contains("row 2 cannot be read"));
    fs::write(target.join(MANIFEST), "{}").unwrap();
    assert!(matches!(Results::open(&target), Err(ResultsError::Manifest { .. })));
    assert!(matches!(Results::open(place.path()), Err(ResultsError::NoResults(_))));
}

#[test]
fn a_manifest_leads_to_no_file_outside_its_folder() {
    assert_eq!(table_name("../secret.csv"), None);
    assert_eq!(table_name("a\\b.csv"), None);
    assert_eq!(table_name("outcomes.csv"), Some("outcomes"));
}
