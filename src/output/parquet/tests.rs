use std::fs::File;
use std::path::Path;

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use tempfile::tempdir;

use super::*;
use crate::experiment::Confidence;
use crate::experiment::fixture::batch;
use crate::output::{ColumnType, IfExists, ManifestHead, Origins, ResultsFolder, Table};

/// A folder with one table of all types.
fn folder(target: &Path, rows: i64) -> Results {
    let column = |name: &'static str, kind| Column::new(name, kind, "runs", "something");
    let columns = vec![
        column("=name", ColumnType::Text),
        column("n", ColumnType::Integer),
        column("x", ColumnType::Real),
        column("is_so", ColumnType::Boolean),
        column("date", ColumnType::Date),
    ];
    let mut table = Table::new("things", columns);
    for row in 0..rows {
        let date = Cell::text("2024-01-16");
        table.push([
            Cell::text("=1+1"),
            Cell::Integer(row),
            Cell::Real(0.25),
            Cell::Boolean(row % 2 == 0),
            date,
        ]);
        table.push([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
    }
    let mut folder = ResultsFolder::open(target, IfExists::Refuse).unwrap();
    folder.write_table(&table).unwrap();
    let head =
        ManifestHead::new(&batch(20), None, Confidence::default(), vec!["offramp".into()], &Origins::new());
    folder.finish(head).unwrap();
    Results::open(target).unwrap()
}

fn bytes(results: &Results) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(results, "things", &mut bytes).unwrap();
    bytes
}

fn reader(results: &Results) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().unwrap();
    write(results, "things", &mut file).unwrap();
    SerializedFileReader::new(file).unwrap()
}

fn fields(row: &Row) -> Vec<Field> {
    row.get_column_iter().map(|(_, field)| field.clone()).collect()
}

#[test]
fn cells_come_back_with_their_types_and_nulls() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 40_000);
    let reader = reader(&results);
    assert_eq!(reader.num_row_groups(), 2, "80,000 rows are more than one group holds");
    assert_eq!(reader.metadata().file_metadata().num_rows(), 80_000);
    let rows: Vec<Row> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    // 16 January 2024 is the 19,738th day after 1 January 1970.
    let full = |n| {
        vec![
            Field::Str("=1+1".to_owned()),
            Field::Long(n),
            Field::Double(0.25),
            Field::Bool(n % 2 == 0),
            Field::Date(19_738),
        ]
    };
    assert_eq!(fields(&rows[0]), full(0));
    assert_eq!(fields(&rows[1]), vec![Field::Null; 5]);
    assert_eq!(fields(&rows[79_998]), full(39_999), "the second group goes on where the first ends");
}

#[test]
fn the_metadata_explains_the_columns() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 1);
    let reader = reader(&results);
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let found = pairs.iter().find(|pair| pair.key == COLUMNS_KEY).unwrap();
    let columns: Vec<Column> = serde_json::from_str(found.value.as_deref().unwrap()).unwrap();
    assert_eq!(columns, results.columns("things"));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 1000);
    assert_eq!(bytes(&results), bytes(&results));
}

#[test]
fn a_table_that_is_not_there_is_named() {
    let place = tempdir().unwrap();
    let results = folder(&place.path().join("results"), 1);
    let error = write(&results, "acts", Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "there is no table `acts` in the results");
}
