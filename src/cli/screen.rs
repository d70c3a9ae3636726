//! The terminal: the only place that writes to the standard output and the standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

use super::stop::Stop;
use crate::output::visible_lines;

/// Columns where there is no terminal to ask, so that what is piped looks the same everywhere.
const PIPED_WIDTH: usize = 100;
const NARROWEST: usize = 40;
const WIDEST: usize = 120;

/// What a stream can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether somebody looks at it, rather than a file or another program.
    pub(super) is_terminal: bool,
    /// Columns a line may have.
    pub(super) width: usize,
    pub(super) colour: bool,
    /// Whether more than ASCII may be drawn with.
    pub(super) unicode: bool,
}

impl Style {
    /// Without colour and drawing, as in a file.
    pub(super) const PLAIN: Self =
        Self { is_terminal: false, width: PIPED_WIDTH, colour: false, unicode: false };

    pub(super) fn of_stdout() -> Self {
        Self::of(io::stdout().is_terminal(), terminal_size::terminal_size_of(io::stdout()))
    }

    pub(super) fn of_stderr() -> Self {
        Self::of(io::stderr().is_terminal(), terminal_size::terminal_size_of(io::stderr()))
    }

    fn of(is_terminal: bool, size: Option<(terminal_size::Width, terminal_size::Height)>) -> Self {
        if !is_terminal {
            return Self::PLAIN;
        }
        let width = size.map_or(PIPED_WIDTH, |(width, _)| usize::from(width.0));
        let variable = |name: &str| std::env::var(name).unwrap_or_default();
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).into_iter().find(|value| !value.is_empty());
        Self {
            is_terminal,
            width: width.clamp(NARROWEST, WIDEST),
            colour: variable("NO_COLOR").is_empty() && variable("TERM") != "dumb",
            unicode: cfg!(windows) || locale.is_some_and(|locale| is_utf8(&locale)),
        }
    }

    /// The text in bold type, where there is any.
    pub(super) fn bold(self, text: &str) -> String {
        self.painted("1", text)
    }

    /// The text in a fainter colour.
    pub(super) fn faint(self, text: &str) -> String {
        self.painted("2", text)
    }

    /// The text in the colour of bars.
    pub(super) fn accent(self, text: &str) -> String {
        self.painted("36", text)
    }

    fn painted(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// Shows text for people on the standard output.
pub(super) fn print(text: &str) -> Result<(), Stop> {
    write(&harmless(text, Style::of_stdout().colour))
}

/// Writes data to the standard output, for other programs to read: as it is, unless somebody looks at it.
pub(super) fn hand_over(text: &str) -> Result<(), Stop> {
    if io::stdout().is_terminal() { print(text) } else { write(text) }
}

fn write(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Stop::Unread,
        _ => Stop::Failed(anyhow::Error::new(error).context("cannot write to the standard output")),
    })
}

/// Writes an answer that is also given by other means, an exit code or a file: that nobody reads it changes nothing.
pub(super) fn answer(text: &str) -> Result<(), Stop> {
    match print(text) {
        Err(Stop::Unread) => Ok(()),
        other => other,
    }
}

/// Says something on the standard error. If that is closed, nobody can be told.
pub(super) fn say(text: &str) {
    let text = harmless(text, Style::of_stderr().colour);
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Says that something is wrong: `error: …` or `warning: …`, wrapped to the terminal.
pub(super) fn complain(kind: &str, text: &str) {
    let style = Style::of_stderr();
    let colour = if kind == "error" { "1;31" } else { "1;33" };
    let lead = format!("{kind}: ");
    let lines = super::format::wrapped(text, style.width, lead.len());
    say(&format!("{}{lines}\n", style.painted(colour, &lead)));
}

/// Text in which nothing steers the terminal but, if there is colour, what sets it. What else would, from a name or a file, is written out:
/// it could hide what is said, or have the terminal type.
fn harmless(text: &str, colour: bool) -> Cow<'_, str> {
    if !colour || !text.contains('\x1b') {
        return visible_lines(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        shown.push_str(&visible_lines(&rest[..at]));
        let length = colour_code(&rest[at..]).unwrap_or(1);
        let code = &rest[at..at + length];
        if length > 1 {
            shown.push_str(code);
        } else {
            shown.push_str(&visible_lines(code));
        }
        rest = &rest[at + length..];
    }
    shown.push_str(&visible_lines(rest));
    shown.into()
}

/// The length of the sequence that sets the colour or weight of type (ECMA-48, SGR), if the text begins with one.
fn colour_code(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\x1b[")?;
    let end = parameters.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
    parameters[end..].starts_with('m').then_some("\x1b[".len() + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal_but_colours() {
        let hostile = "a\x1b[1;31mb\x1b[0m\n\x1b[2J\x1b]0;t\x07\r\u{9b}1m\u{202e}";
        let written_out = "\\u001B[2J\\u001B]0;t\\u0007\\r\\u009B1m\\u202E";
        assert_eq!(harmless(hostile, true), format!("a\x1b[1;31mb\x1b[0m\n{written_out}"));
        assert_eq!(harmless(hostile, false), format!("a\\u001B[1;31mb\\u001B[0m\n{written_out}"));
        assert_eq!(harmless("\x1b[31", true), "\\u001B[31");
    }

    #[test]
    fn colour_only_where_there_is_any() {
        assert_eq!(Style::PLAIN.bold("x"), "x");
        let coloured = Style { colour: true, ..Style::PLAIN };
        assert_eq!(coloured.bold("x"), "\x1b[1mx\x1b[0m");
        assert_eq!(coloured.faint(""), "");
    }

    #[test]
    fn locales_that_can_show_more_than_ascii() {
        assert!(is_utf8("de_DE.UTF-8"));
        assert!(is_utf8("C.utf8"));
        assert!(!is_utf8("C"));
        assert!(!is_utf8("en_US.ISO-8859-1"));
    }
}
