//! Tables on the terminal: columns as wide as what they hold.

use super::screen::Style;

/// Space between columns.
const GAP: usize = 2;

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Rows of text under headings.
#[derive(Debug, Clone)]
pub(super) struct Table<const N: usize> {
    headings: [&'static str; N],
    align: [Align; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    pub(super) fn new(columns: [(&'static str, Align); N]) -> Self {
        Self {
            headings: columns.map(|(heading, _)| heading),
            align: columns.map(|(_, align)| align),
            rows: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, row: [String; N]) {
        self.rows.push(row);
    }

    /// The columns that the table takes up, gaps included.
    pub(super) fn width(&self) -> usize {
        self.widths().iter().sum::<usize>() + GAP * (N - 1)
    }

    /// The headings, then the rows.
    pub(super) fn render(&self, style: Style) -> String {
        let mut text = style.faint(self.heading().trim_end());
        text.push('\n');
        for row in self.lines() {
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    /// The heading line, padded to the table's width.
    pub(super) fn heading(&self) -> String {
        self.line(&self.headings.map(str::to_owned), self.widths())
    }

    /// The rows, padded to the table's width.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let widths = self.widths();
        self.rows.iter().map(move |row| self.line(row, widths))
    }

    fn line(&self, cells: &[String; N], widths: [usize; N]) -> String {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let space = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if column > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            match self.align[column] {
                Align::Left => line.extend([cell.as_str(), &space]),
                Align::Right => line.extend([space.as_str(), cell]),
            }
        }
        line
    }

    fn widths(&self) -> [usize; N] {
        std::array::from_fn(|column| {
            let cells = self.rows.iter().map(|row| row[column].chars().count());
            cells.chain([self.headings[column].chars().count()]).max().unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new([("name", Align::Left), ("n", Align::Right)]);
        table.push(["a".into(), "10".into()]);
        table.push(["länger".into(), "7".into()]);
        assert_eq!(table.render(Style::PLAIN), "name     n\na       10\nlänger   7\n");
        assert_eq!(table.width(), 10);
    }
}
