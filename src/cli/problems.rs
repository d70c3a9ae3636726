//! Problems shown in the text they are about: the line, the offending stretch underlined, what is allowed.

mod excerpt;

use std::fmt::{self, Write};
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeCharacters,
    ThemeStyles,
};

use excerpt::{Excerpt, Text};

use super::format::counted;
use super::screen::Style;
use crate::output::{is_unseen, visible, visible_lines};
use crate::spec::{Location, Problem, Source};

/// Lines longer than this, in bytes, are named but not shown: nobody could read them.
const LONGEST_LINE: usize = 1000;

/// A problem, with the text it points into.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    source: Option<Excerpt<'a>>,
    /// Where it is, if that cannot be shown.
    place: String,
    severity: Severity,
}

impl<'a> Shown<'a> {
    fn new(problem: &'a Problem, sources: &[Text<'a>], severity: Severity) -> Self {
        let (mut source, mut place) = (None, String::new());
        if let Some(location) = &problem.location
            && let Some(found) = sources.iter().find(|text| text.source.name == location.source)
        {
            if is_readable(&found.source.text, &location.span) {
                source = Some(found.excerpt(location.span.start));
            } else {
                place = format!(" ({}, line {})", found.source.name, found.source.line(location.span.start));
            }
        }
        Self { problem, source, place, severity }
    }
}

/// Whether the lines of a stretch, and those above and below it, are short enough to be shown.
fn is_readable(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let (start, end) = (span.start.min(bytes.len()), span.end.min(bytes.len()));
    let is_break = |byte: &u8| *byte == b'\n';
    // One line more on either side is shown.
    let above = bytes[..start].rsplit(is_break).take(2).map(<[u8]>::len).max().unwrap_or(0);
    let below = bytes[end..].split(is_break).take(2).map(<[u8]>::len).max().unwrap_or(0);
    let within = bytes[start..end].split(is_break).map(<[u8]>::len).max().unwrap_or(0);
    above.max(below).max(within) <= LONGEST_LINE
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.problem.path.is_empty() {
            write!(f, "{}{}", self.problem.what, self.place)
        } else {
            write!(f, "{}: {}{}", self.problem.path, self.problem.what, self.place)
        }
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let location = self.problem.location.as_ref().filter(|_| self.source.is_some())?;
        let label =
            LabeledSpan::new_primary_with_span(Some(self.problem.label.clone()), location.span.clone());
        Some(Box::new(std::iter::once(label)))
    }
}

/// Problems as reports, one after another, in the order given.
pub(super) fn reports(problems: &[Problem], sources: &[Source], severity: Severity, style: Style) -> String {
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme(style)).with_width(style.width).with_links(false);
    let sources: Vec<Source> = sources.iter().map(seen).collect();
    let sources: Vec<Text<'_>> = sources.iter().map(Text::of).collect();
    for problem in problems {
        let problem = told(problem);
        let shown = Shown::new(&problem, &sources, severity);
        // Writing to a text fails only if a report cannot be laid out at all; its bare words are better than nothing.
        if handler.render_report(&mut text, &shown).is_err() {
            let _ = writeln!(text, "{shown}");
        }
        text.push('\n');
    }
    text
}

/// A source in which nothing steers a terminal. Every place in it stays where it is.
fn seen(source: &Source) -> Source {
    let steers =
        |letter: char| (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) || is_unseen(letter);
    let name = visible(&source.name).into_owned();
    if !source.text.contains(steers) {
        return Source { name, text: source.text.clone() };
    }
    let mut text = String::with_capacity(source.text.len());
    for letter in source.text.chars() {
        match letter.len_utf8() {
            _ if !steers(letter) => text.push(letter),
            1 => text.push('?'),
            2 => text.push('\u{BF}'),
            3 => text.push(char::REPLACEMENT_CHARACTER),
            _ => text.extend(['?'; 4]),
        }
    }
    Source { name, text: text.into() }
}

/// A problem in whose words nothing does.
fn told(problem: &Problem) -> Problem {
    let words = |text: &String| visible_lines(text).into_owned();
    let location = problem.location.as_ref().map(|location| Location {
        source: visible(&location.source).into_owned(),
        span: location.span.clone(),
    });
    Problem {
        path: words(&problem.path),
        what: words(&problem.what),
        label: words(&problem.label),
        help: problem.help.as_ref().map(words),
        location,
    }
}

/// `3 problems in x.toml`.
pub(super) fn count_line(count: usize, name: &str) -> String {
    format!("{} in {name}", counted(count as u64, "problem"))
}

fn theme(style: Style) -> GraphicalTheme {
    GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.colour { ThemeStyles::ansi() } else { ThemeStyles::none() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_a_source_steers_no_terminal_and_stays_in_place() {
        let text = "a\u{1b}[2J = \u{9b}\u{202e}\u{10ffff}\tb\r\n";
        let source = Source { name: "s\n.toml".into(), text: text.into() };
        let shown = seen(&source);
        assert_eq!((&*shown.name, &*shown.text), ("s\\n.toml", "a?[2J = \u{bf}\u{fffd}????\tb\r\n"));
        assert_eq!(shown.text.find('b'), text.find('b'));
    }

    #[test]
    fn a_report_names_path_place_and_range() {
        let source = Source { name: "s.toml".into(), text: "[states.a]\nresolve = 7\n".into() };
        let problem = Problem {
            path: "states.a.resolve".into(),
            what: "7 is out of range".into(),
            label: "must be a number from 0 to 1".into(),
            help: Some("shares are written from 0 to 1".into()),
            location: Some(Location { source: "s.toml".into(), span: 21..22 }),
        };
        let text = reports(&[problem], &[source], Severity::Error, Style::PLAIN);
        for part in ["states.a.resolve: 7 is out of range", "s.toml:2:11", "must be a number", "help: shares"]
        {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert!(text.is_ascii(), "{text}");
    }
}
