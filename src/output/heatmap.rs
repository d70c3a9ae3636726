//! `heatmap_<outcome>.csv`: the probability of an outcome over a grid of two parameters, as a square of numbers.

use super::points::{Head, text_of};
use super::table::{Cell, Column, ColumnType, Table};
use super::visible::file_name;
use crate::experiment::design::{Design, Level};
use crate::experiment::estimates::OutcomeEstimate;

/// One table for each outcome class that occurred at all, if the design is a grid of two parameters: rows are the values of the first,
/// columns those of the second. `outcomes` gives the outcomes by point.
pub fn tables(design: &Design, outcomes: &[Vec<OutcomeEstimate>]) -> Vec<Table> {
    let Some(grid) = Grid::of(design) else { return Vec::new() };
    let classes = outcomes.first().map_or(0, Vec::len);
    (0..classes)
        .filter(|&class| outcomes.iter().any(|point| point[class].count > 0))
        .map(|class| grid.table(outcomes, class))
        .collect()
}

/// A design of two parameters in which every combination of values occurs once.
struct Grid<'a> {
    head: Head<'a>,
    paths: [&'a str; 2],
    columns: Vec<&'a Level>,
    /// By row and column: the point.
    points: Vec<Vec<usize>>,
}

impl<'a> Grid<'a> {
    fn of(design: &'a Design) -> Option<Self> {
        let [first, second] = design.parameters() else { return None };
        let (rows, columns) = (design.levels_of(0), design.levels_of(1));
        if rows.len() < 2 || columns.len() < 2 || rows.len() * columns.len() != design.points().len() {
            return None;
        }
        let mut points = vec![vec![None; columns.len()]; rows.len()];
        for (point, levels) in design.points().iter().enumerate() {
            let row = rows.iter().position(|level| **level == levels[0])?;
            let column = columns.iter().position(|level| **level == levels[1])?;
            points[row][column] = Some(point);
        }
        let points = points.into_iter().map(|row| row.into_iter().collect()).collect::<Option<_>>()?;
        Some(Self { head: Head::new(design), paths: [&first.path, &second.path], columns, points })
    }

    fn table(&self, outcomes: &[Vec<OutcomeEstimate>], class: usize) -> Table {
        let key = outcomes[0][class].outcome.key();
        let mut columns: Vec<Column> = self.head.columns().into_iter().take(1).collect();
        columns.extend(self.columns.iter().map(|level| {
            let value = text_of(&level.shown());
            let name = format!("{}={value}", self.paths[1]);
            let meaning = format!("probability of {key} where {} is {value}", self.paths[1]);
            Column::new(name, ColumnType::Real, "share", meaning)
        }));
        let mut table = Table::new(format!("heatmap_{}", file_name(key)), columns);
        for row in &self.points {
            let first = self.head.cells(row[0] as u64).into_iter().take(1);
            table.push(
                first.chain(row.iter().map(|&point| Cell::real(outcomes[point][class].probability.value))),
            );
        }
        table
    }
}

#[cfg(test)]
mod tests;
