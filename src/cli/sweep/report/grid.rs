//! A table of any number of columns, of which as many are shown as fit.

use crate::cli::screen::Style;

/// Space between columns.
const GAP: usize = 2;

/// A column: its heading and its cells.
#[derive(Debug, Clone)]
pub(super) struct Column {
    heading: String,
    cells: Vec<String>,
    /// One of those that say what a row is about; these are left out last.
    is_parameter: bool,
}

impl Column {
    pub(super) fn number(heading: &str, cells: Vec<String>) -> Self {
        Self { heading: heading.to_owned(), cells, is_parameter: false }
    }

    pub(super) fn parameter(heading: String, cells: Vec<String>) -> Self {
        Self { heading, cells, is_parameter: true }
    }

    fn width(&self) -> usize {
        self.cells.iter().chain([&self.heading]).map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

/// The table. If it is too wide, columns are left out from the right: but for the first two numbers and one more those of numbers, then
/// parameters.
pub(super) fn render(mut columns: Vec<Column>, style: Style) -> String {
    let width = |columns: &[Column]| {
        columns.iter().map(Column::width).sum::<usize>() + GAP * columns.len().saturating_sub(1)
    };
    let mut left_out = Vec::new();
    while width(&columns) > style.width && columns.len() > 2 {
        let numbers = columns.iter().filter(|column| !column.is_parameter).count();
        let victim = columns.iter().rposition(|column| column.is_parameter == (numbers <= 3));
        let Some(victim) = victim else { break };
        left_out.push(columns.remove(victim).heading);
    }
    let line = |cells: &dyn Fn(&Column) -> String| {
        let texts: Vec<String> =
            columns.iter().map(|column| format!("{:>1$}", cells(column), column.width())).collect();
        texts.join(&" ".repeat(GAP))
    };
    let mut text = format!("{}\n", style.faint(&line(&|column| column.heading.clone())));
    for row in 0..columns.first().map_or(0, |column| column.cells.len()) {
        text.push_str(&line(&|column| column.cells[row].clone()));
        text.push('\n');
    }
    if !left_out.is_empty() {
        left_out.reverse();
        let note = format!("not shown for want of room: {}", left_out.join(", "));
        text.push_str(&style.faint(&crate::cli::format::wrapped(&note, style.width, 0)));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(heading: &str, is_parameter: bool) -> Column {
        Column { heading: heading.to_owned(), cells: vec!["1".to_owned(), "20".to_owned()], is_parameter }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let columns = || {
            let mut columns = vec![column("point", false), column("power", true), column("policy", true)];
            columns.extend(["war", "limited war", "frozen"].map(|heading| column(heading, false)));
            columns
        };
        let wide = render(columns(), Style::PLAIN);
        assert!(
            wide.starts_with("point  power  policy  war  limited war  frozen\n    1      1       1    1"),
            "{wide}"
        );
        let narrow = render(columns(), Style { width: 40, ..Style::PLAIN });
        assert!(narrow.starts_with("point  power  policy  war  limited war\n"), "{narrow}");
        assert!(narrow.ends_with("not shown for want of room: frozen\n"), "{narrow}");
        let narrowest = render(columns(), Style { width: 25, ..Style::PLAIN });
        assert!(narrowest.lines().all(|line| line.chars().count() <= 25), "{narrowest}");
    }
}
