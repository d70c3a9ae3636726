//! Tables on the terminal: columns as wide as what they hold.

use std::borrow::Cow;

use super::screen::Style;
use crate::output::visible;

/// Space between columns.
const GAP: usize = 2;
/// Text in fewer columns than this cannot be read.
const NARROWEST: usize = 8;

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

    /// Adds a row. A line break or the like in a name would tear the table, and is written out.
    pub(super) fn push(&mut self, row: [String; N]) {
        self.rows.push(row.map(|cell| match visible(&cell) {
            Cow::Borrowed(_) => cell,
            Cow::Owned(shown) => shown,
        }));
    }

    /// The columns that the table takes up, gaps included.
    pub(super) fn width(&self, style: Style) -> usize {
        total(self.fitted(style))
    }

    /// The headings, then the rows. On a terminal that is too narrow, text is broken into several lines; what is piped is left as it
    /// is, a line for each row.
    pub(super) fn render(&self, style: Style) -> String {
        self.render_with_bars(style, &[])
    }

    /// The same with a bar beside each row, where there is room for the longest.
    pub(super) fn render_with_bars(&self, style: Style, bars: &[String]) -> String {
        let widths = self.fitted(style);
        let longest = bars.iter().map(|bar| bar.chars().count()).max().unwrap_or(0);
        let has_room = total(widths) + GAP + longest <= style.width;
        let headings = self.headings.map(str::to_owned);
        let mut text = String::new();
        for line in self.lines(&headings, widths) {
            text.push_str(&style.faint(line.trim_end()));
            text.push('\n');
        }
        for (place, row) in self.rows.iter().enumerate() {
            let mut bar = bars.get(place).filter(|_| has_room).map_or("", String::as_str);
            for line in self.lines(row, widths) {
                text.push_str(format!("{line}  {}", style.accent(bar)).trim_end());
                text.push('\n');
                bar = "";
            }
        }
        text
    }

    /// The lines of a row, padded to the table's width.
    fn lines(&self, cells: &[String; N], widths: [usize; N]) -> Vec<String> {
        let parts: [Vec<String>; N] =
            std::array::from_fn(|column| broken(&cells[column], widths[column].max(1)));
        let height = parts.iter().map(Vec::len).max().unwrap_or(1);
        (0..height).map(|line| self.line(&parts, line, widths)).collect()
    }

    fn line(&self, parts: &[Vec<String>; N], number: usize, widths: [usize; N]) -> String {
        let mut line = String::new();
        for (column, part) in parts.iter().enumerate() {
            let cell = part.get(number).map_or("", String::as_str);
            let space = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if column > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            match self.align[column] {
                Align::Left => line.extend([cell, &space]),
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

    /// The widths with which the table fits the terminal, if it can: the widest text gives way.
    fn fitted(&self, style: Style) -> [usize; N] {
        let mut widths = self.widths();
        while style.is_terminal && total(widths) > style.width {
            let is_text = |&column: &usize| self.align[column] == Align::Left && widths[column] > NARROWEST;
            // Of columns that are equally wide, the last.
            let Some(widest) = (0..N).filter(is_text).max_by_key(|&column| widths[column]) else { break };
            widths[widest] -= 1;
        }
        widths
    }
}

/// The columns that a table takes up, gaps included.
fn total<const N: usize>(widths: [usize; N]) -> usize {
    widths.iter().sum::<usize>() + GAP * (N - 1)
}

/// Text in lines of at most `width` columns: between words, or within those that are longer.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            lines.push(String::new());
            column = 0;
        }
        let mut line = lines.pop().unwrap_or_default();
        if column > 0 {
            line.push(' ');
            column += 1;
        }
        for letter in word.chars() {
            if column == width {
                lines.push(std::mem::take(&mut line));
                column = 0;
            }
            line.push(letter);
            column += 1;
        }
        lines.push(line);
    }
    lines
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
        assert_eq!(table.width(Style::PLAIN), 10);
        let bars = ["##".to_owned(), "#".to_owned()];
        assert_eq!(
            table.render_with_bars(Style::PLAIN, &bars),
            "name     n\na       10  ##\nlänger   7  #\n"
        );
    }

    #[test]
    fn on_a_terminal_text_gives_way_to_numbers() {
        let mut table = Table::new([("name", Align::Left), ("n", Align::Right)]);
        table.push(["a settled exchange".into(), "1000".into()]);
        table.push(["withoutanybreak".into(), "7".into()]);
        let narrow = Style { width: 15, is_terminal: true, ..Style::PLAIN };
        let expected = "\
name          n
a settled  1000
exchange
withoutan     7
ybreak
";
        assert_eq!(table.render(narrow), expected);
        let piped = Style { is_terminal: false, ..narrow };
        assert_eq!(table.render(piped).lines().count(), 3, "a line for each row");
        assert_eq!(table.width(narrow), 15);
    }
}
