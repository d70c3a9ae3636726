//! What the TOML parser says, in words that help somebody who does not know TOML.

use std::ops::Range;

use super::document::Source;
use super::hints;
use super::problem::{Location, Problem};

/// A problem out of one of the parser's errors.
pub(super) fn problem(source: &Source, error: &toml::de::Error) -> Problem {
    let end = source.text.len();
    let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
    let (what, label, help) = explain(&source.text, error.message(), &span);
    let location = Some(Location { source: source.name.clone(), span });
    Problem { path: String::new(), what, label, help, location }
}

fn explain(text: &str, message: &str, span: &Range<usize>) -> (String, String, Option<String>) {
    let found = text.get(span.clone()).unwrap_or_default();
    let rest = text.get(span.start..).unwrap_or_default();
    let (fault, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    match fault {
        "duplicate key" => (
            format!("`{found}` is given twice"),
            "given again here".into(),
            Some("each key and each [table] stands once: remove or join the second".into()),
        ),
        "string values must be quoted" | "invalid float" | "invalid boolean" if !found.is_empty() => {
            (format!("`{found}` is not a value"), "text stands in quotes".into(), bare_word(found))
        }
        "string values must be quoted" => ("a value is missing".into(), "expected a value".into(), None),
        "invalid date" | "invalid time" | "invalid date-time" => (
            format!("`{found}` is not a date"),
            format!("expected {expected}"),
            Some("dates are written year-month-day with two digits each: 2024-01-03".into()),
        ),
        "unexpected key or value" if rest.starts_with(',') => {
            ("unexpected `,`".into(), "here".into(), Some("decimals have a point: 0.5".into()))
        }
        "unexpected leading zero" => {
            ("a number begins with 0".into(), "remove the zero".into(), Some("text stands in quotes".into()))
        }
        _ => {
            let label = match expected {
                "" | "nothing" => "here".into(),
                _ => format!("expected {expected}"),
            };
            (format!("not valid TOML: {fault}"), label, None)
        }
    }
}

fn bare_word(found: &str) -> Option<String> {
    match found.to_lowercase().as_str() {
        "true" | "yes" => Some("write true".into()),
        "false" | "no" => Some("write false".into()),
        _ if found.ends_with('%') => hints::number_in_text(found),
        _ => Some(format!("write \"{found}\"")),
    }
}
