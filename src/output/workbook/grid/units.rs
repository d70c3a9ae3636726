//! What the numbers of a column are of, which some tables say row by row.

use std::collections::BTreeMap;

use crate::output::results::Results;
use crate::output::table::{Cell, Column, ColumnType};
use crate::output::workbook::looks::Shown;

const SHARE: &str = "share";
/// Real numbers without a unit of their own that do not have that of their row either.
const PURE: [&str; 5] = ["low", "high", "gain", "p_value", "pit"];

/// How the columns of a table are shown.
pub(in crate::output::workbook) struct Units {
    columns: Vec<Shown>,
    /// For each column whether its unit is that of the row.
    follow: Vec<bool>,
    rows: Rows,
}

/// Where the unit of a row stands.
enum Rows {
    /// Nowhere: columns have units of their own.
    Alike,
    /// In the column of this index.
    InColumn(usize),
    /// With the measure that the row is of, by its key.
    ByMeasure(BTreeMap<String, String>),
}

impl Units {
    pub(in crate::output::workbook) fn new(results: &Results, table: &str, columns: &[Column]) -> Self {
        let rows = if table == "summary" {
            let measures = &results.head().measures;
            Rows::ByMeasure(measures.iter().map(|one| (one.key.clone(), one.unit.to_string())).collect())
        } else {
            let at = columns.iter().position(|one| one.name == "unit" && one.kind == ColumnType::Text);
            at.map_or(Rows::Alike, Rows::InColumn)
        };
        let has_unit = |column: &Column| {
            let is_pure = PURE.contains(&&*column.name);
            column.unit.starts_with("that of") || (column.unit.is_empty() && !is_pure)
        };
        let follow = match rows {
            Rows::Alike => vec![false; columns.len()],
            _ => columns.iter().map(|one| one.kind == ColumnType::Real && has_unit(one)).collect(),
        };
        Self { columns: columns.iter().map(shown).collect(), follow, rows }
    }

    /// The unit that the row gives its numbers, if it does.
    pub(in crate::output::workbook) fn of_row(&self, columns: &[Column], cells: &[Cell]) -> Option<String> {
        let text = |name: &str| {
            let at = columns.iter().position(|one| one.name == name)?;
            if let Cell::Text(text) = &cells[at] { Some(text.as_str()) } else { None }
        };
        match &self.rows {
            Rows::Alike => None,
            Rows::InColumn(at) => {
                if let Cell::Text(unit) = &cells[*at] {
                    Some(unit.clone())
                } else {
                    None
                }
            }
            // A share is one whatever it is a share of.
            Rows::ByMeasure(_) if text("statistic").is_some_and(|one| one.starts_with(SHARE)) => {
                Some(SHARE.to_owned())
            }
            Rows::ByMeasure(units) => text("metric").and_then(|metric| units.get(metric).cloned()),
        }
    }

    /// How a number of a column is shown.
    pub(in crate::output::workbook) fn shown(&self, column: usize, row_unit: Option<&str>) -> Shown {
        match row_unit {
            Some(SHARE) if self.follow[column] => Shown::Share,
            Some("days") if self.follow[column] => Shown::Days,
            Some(_) if self.follow[column] => Shown::Real,
            _ => self.columns[column],
        }
    }
}

fn shown(column: &Column) -> Shown {
    match (column.kind, &*column.unit) {
        (ColumnType::Integer, "") => Shown::Name,
        (ColumnType::Integer, _) => Shown::Count,
        (_, SHARE) => Shown::Share,
        (_, "days") => Shown::Days,
        // The values of what was varied or drawn stand under their paths.
        _ if column.name.contains('.') => Shown::Given,
        _ => Shown::Real,
    }
}
