//! Tables as Apache Parquet: columns with types, undefined cells as nulls, units and meanings in the file's metadata.
//!
//! A file holds what the CSV of the same name holds, from which it is made. Numbers are `INT64` and `DOUBLE`, text is UTF-8,
//! yes and no `BOOLEAN`, and dates have the logical type `DATE`. Every column may have nulls. Rows stand in groups of at
//! most 65,536, compressed with Snappy, and only one group is in memory at a time. The key `offramp.columns` of the
//! file's metadata holds name, type, unit and meaning of every column as JSON, as the manifest does;
//! `offramp.table`, `offramp.version` and `offramp.scenario_blake3` say what the table is of.

mod column;

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::{Type, TypePtr};

use super::results::{Results, ResultsError};
use super::table::{Cell, Column};

/// Rows of a group, at most.
const GROUP: usize = 65_536;
/// Under this key of the file's metadata the columns are explained.
pub const COLUMNS_KEY: &str = "offramp.columns";

/// A table could not be written as Parquet.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The folder has no such table.
    #[error("there is no table `{0}` in the results")]
    NoTable(String),
    /// The table could not be read.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The bytes could not be written.
    #[error("cannot write Parquet")]
    Write(#[from] ParquetError),
}

/// Writes a table of some results, such as `outcomes`. The same results give the same bytes.
///
/// # Errors
/// If there is no such table, it cannot be read, or the target cannot be written to.
pub fn write(results: &Results, table: &str, target: impl Write + Send) -> Result<(), TableError> {
    let Some(rows) = results.rows(table)? else { return Err(TableError::NoTable(table.to_owned())) };
    let columns = rows.columns().to_vec();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("{} {}", results.head().program, results.head().version))
        .set_key_value_metadata(Some(metadata(results, table, &columns)))
        .build();
    let mut writer = SerializedFileWriter::new(target, schema(table, &columns)?, Arc::new(properties))?;
    let mut group: Vec<Vec<Cell>> = Vec::new();
    for row in rows {
        group.push(row?);
        if group.len() == GROUP {
            write_group(&mut writer, &columns, &group)?;
            group.clear();
        }
    }
    if !group.is_empty() {
        write_group(&mut writer, &columns, &group)?;
    }
    writer.close()?;
    Ok(())
}

fn write_group<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    columns: &[Column],
    rows: &[Vec<Cell>],
) -> Result<(), TableError> {
    let mut group = writer.next_row_group()?;
    for (at, column) in columns.iter().enumerate() {
        let Some(mut target) = group.next_column()? else { break };
        column::write(&mut target, column.kind, rows.iter().map(|row| &row[at]))?;
        target.close()?;
    }
    group.close()?;
    Ok(())
}

fn schema(table: &str, columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let fields = columns.iter().map(column::field).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder(table).with_fields(fields).build()?))
}

fn metadata(results: &Results, table: &str, columns: &[Column]) -> Vec<KeyValue> {
    // Cannot fail: all keys are text.
    let described = serde_json::to_string(columns).unwrap_or_default();
    let head = results.head();
    [
        (COLUMNS_KEY, described),
        ("offramp.table", table.to_owned()),
        ("offramp.version", head.version.to_string()),
        ("offramp.scenario_blake3", head.scenario_blake3.clone()),
    ]
    .map(|(key, value)| KeyValue::new(key.to_owned(), value))
    .to_vec()
}

#[cfg(test)]
mod tests;
