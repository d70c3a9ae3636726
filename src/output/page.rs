//! The page a story is written on: on a terminal dates in a margin of their own, with sentences wrapped beside it; in
//! Markdown headings and lists.

use super::visible::{in_markup, visible};
use crate::model::Calendar;

/// Columns of the margin, for the date.
const MARGIN: usize = 12;
/// Further columns before a note.
const NOTE: usize = 2;
/// Fewer columns than this cannot be read.
const NARROWEST: usize = 40;

/// What a story is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// A terminal with so many columns.
    Terminal {
        /// Columns a line may have.
        width: usize,
    },
    /// A Markdown document, in which a day is a heading of the third rank.
    Markdown,
    /// Part of an HTML document, in which a day is a heading of the fourth rank.
    Html,
}

/// Text that grows downwards.
#[derive(Debug)]
pub(super) struct Page {
    calendar: Calendar,
    sheet: Sheet,
    text: String,
    /// The day whose date was last written.
    dated: Option<u32>,
}

impl Page {
    pub(super) fn new(calendar: Calendar, sheet: Sheet) -> Self {
        Self { calendar, sheet, text: String::new(), dated: None }
    }

    /// A sentence under its date, which is written once a day.
    pub(super) fn line(&mut self, day: u32, sentence: &str) {
        let mut date = String::new();
        if self.dated != Some(day) {
            self.gap();
            date = self.calendar.label(day);
            self.dated = Some(day);
        }
        // Names may begin with a small letter: "the Union".
        let mut letters = sentence.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        let sentence = first.chain(letters).collect::<String>();
        match self.sheet {
            Sheet::Terminal { width } => {
                self.text.push_str(&date);
                let space = MARGIN.saturating_sub(date.chars().count()).max(1);
                self.text.push_str(&" ".repeat(space));
                self.wrapped(&sentence, MARGIN, width);
            }
            Sheet::Markdown => {
                if !date.is_empty() {
                    self.text.extend(["### ", &date, "\n\n"]);
                }
                self.text.extend(["- ", &escaped(&sentence), "\n"]);
            }
            Sheet::Html => {
                if !date.is_empty() {
                    self.text.extend(["<h4>", &html_text(&date), "</h4>\n"]);
                }
                self.text.extend(["<p>", &html_text(&sentence), "</p>\n"]);
            }
        }
    }

    /// A sentence that belongs to the one above it.
    pub(super) fn note(&mut self, sentence: &str) {
        match self.sheet {
            Sheet::Terminal { width } => {
                self.text.push_str(&" ".repeat(MARGIN + NOTE));
                self.wrapped(sentence, MARGIN + NOTE, width);
            }
            Sheet::Markdown => self.text.extend(["  - ", &escaped(sentence), "\n"]),
            Sheet::Html => self.text.extend(["<p class=\"note\">", &html_text(sentence), "</p>\n"]),
        }
    }

    /// A sentence that belongs to no day.
    pub(super) fn close(&mut self, sentence: &str) {
        self.gap();
        match self.sheet {
            Sheet::Terminal { width } => self.wrapped(sentence, 0, width),
            Sheet::Markdown => self.text.extend([&escaped(sentence), "\n"]),
            Sheet::Html => self.text.extend(["<p class=\"close\">", &html_text(sentence), "</p>\n"]),
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// The rest of a line that stands at column `indent`, and further lines below it.
    fn wrapped(&mut self, sentence: &str, indent: usize, width: usize) {
        let width = width.max(NARROWEST);
        let mut column = indent;
        let sentence = visible(sentence);
        for (at, word) in sentence.split(' ').enumerate() {
            let length = word.chars().count();
            // A number and its sign stay together.
            if at > 0 && column + 1 + length > width && !word.starts_with('%') {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(indent));
                column = indent;
            } else if at > 0 {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += length;
        }
        self.text.push('\n');
    }
}

/// Text in which Markdown finds nothing to mark up.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in in_markup(text).chars() {
        // A line break would end a list or a table's row.
        let letter = if letter == '\n' { ' ' } else { letter };
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Text in which HTML finds no markup, as content and within quotes.
pub(super) fn html_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in in_markup(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_stand_once_and_lines_hang() {
        let mut page = Page::new(Calendar::default(), Sheet::Terminal { width: 40 });
        page.line(3, "the Union offers its good offices to both.");
        page.note("Chance 5 %.");
        page.line(3, "Both accept.");
        page.line(11, "Agreement.");
        page.close("Left out: nothing.");
        let expected = "\
day 3       The Union offers its good
            offices to both.
              Chance 5 %.
            Both accept.

day 11      Agreement.

Left out: nothing.
";
        assert_eq!(page.into_text(), expected);
    }

    #[test]
    fn in_markdown_days_are_headings_and_names_mark_nothing_up() {
        let mut page = Page::new(Calendar::default(), Sheet::Markdown);
        page.line(3, "the *Union* offers its good offices.");
        page.note("Chance 5 %; a_b +0.1.");
        page.line(3, "Both accept.");
        page.line(11, "Agreement.");
        page.close("Left out: nothing.");
        let expected = "\
### day 3

- The \\*Union\\* offers its good offices.
  - Chance 5 %; a\\_b +0.1.
- Both accept.

### day 11

- Agreement.

Left out: nothing.
";
        assert_eq!(page.into_text(), expected);
    }
}
