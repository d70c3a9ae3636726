//! Dotted paths, which are the address of every parameter: `states.iran.resolve`.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::str::CharIndices;

use super::limits::Limit;

/// One step of a path, and where it stands in the path's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) key: String,
    pub(crate) span: Range<usize>,
}

/// Why a text is no path, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathFault {
    pub(crate) what: String,
    pub(crate) span: Range<usize>,
}

/// The key as it stands in a path: bare if it can, else in quotes.
pub fn quote_key(key: &str) -> Cow<'_, str> {
    let is_bare = !key.is_empty() && key.chars().all(is_bare_char);
    if is_bare {
        return Cow::Borrowed(key);
    }
    Cow::Owned(quoted(key))
}

/// A text as TOML writes it in quotes, on one line.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The path of `key` in the table at `path`; the root's path is empty.
pub fn child_path(path: &str, key: &str) -> String {
    let key = quote_key(key);
    if path.is_empty() { key.into_owned() } else { format!("{path}.{key}") }
}

/// A path as it is written everywhere: every key in quotes that needs them, and no other. `None` if it is no path.
pub fn canonical_path(text: &str) -> Option<String> {
    let steps = steps(text).ok()?;
    Some(steps.iter().fold(String::new(), |path, step| child_path(&path, &step.key)))
}

/// Whether a key with this character can stand without quotes.
pub(crate) fn is_bare_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// The steps of a path. Keys that hold anything but letters, digits, `_` and `-` stand in quotes, as in TOML.
pub(crate) fn steps(text: &str) -> Result<Vec<Step>, PathFault> {
    let mut steps = Vec::new();
    let mut at = 0;
    loop {
        let (key, end) = step(text, at)?;
        steps.push(Step { key, span: at..end });
        // More keys than any path of a scenario has. Trees are walked by recursion, so depth must have an end.
        let most = Limit::PathKeys.count();
        if steps.len() > most {
            let what = format!("a path of more than {most} keys");
            return Err(PathFault { what, span: at..end });
        }
        match text[end..].chars().next() {
            None => return Ok(steps),
            Some('.') => at = end + 1,
            Some(other) => {
                return Err(PathFault {
                    what: format!("unexpected {other:?} in the path"),
                    span: end..end + other.len_utf8(),
                });
            }
        }
    }
}

/// The key that begins at byte `at`, and the byte after it.
fn step(text: &str, at: usize) -> Result<(String, usize), PathFault> {
    let rest = &text[at..];
    if let Some(quoted) = rest.strip_prefix('"') {
        let mut key = String::new();
        let mut chars = quoted.char_indices();
        while let Some((offset, c)) = chars.next() {
            match c {
                '"' => return Ok((key, at + 1 + offset + 1)),
                '\\' => key.extend(escaped(&mut chars)),
                _ => key.push(c),
            }
        }
        return Err(PathFault { what: "a quote is not closed".into(), span: at..text.len() });
    }
    let length = rest.find(|c| !is_bare_char(c)).unwrap_or(rest.len());
    if length == 0 {
        let next = rest.chars().next().map_or(0, char::len_utf8);
        return Err(PathFault { what: "a key is missing in the path".into(), span: at..at + next });
    }
    Ok((rest[..length].to_owned(), at + length))
}

/// The letter that stands after a backslash in quotes, as TOML has it; any other letter is itself.
fn escaped(chars: &mut CharIndices<'_>) -> Option<char> {
    let (_, letter) = chars.next()?;
    let length = match letter {
        'n' => return Some('\n'),
        't' => return Some('\t'),
        'r' => return Some('\r'),
        'b' => return Some('\u{8}'),
        'f' => return Some('\u{c}'),
        'u' => 4,
        'U' => 8,
        other => return Some(other),
    };
    let digits = chars.as_str().get(..length);
    let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
    if code.is_some() {
        chars.nth(length - 1);
    }
    Some(code.unwrap_or(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        steps(text).unwrap().into_iter().map(|step| step.key).collect()
    }

    #[test]
    fn dotted_and_quoted_keys() {
        assert_eq!(keys("states.iran.resolve"), ["states", "iran", "resolve"]);
        assert_eq!(
            keys("events.kerman.effects.0.grievance.\"iran.pakistan\""),
            ["events", "kerman", "effects", "0", "grievance", "iran.pakistan"]
        );
        assert_eq!(keys(r#""a \"b\"".c"#), ["a \"b\"", "c"]);
    }

    #[test]
    fn what_join_writes_steps_read() {
        for key in [
            "iran",
            "iran.pakistan",
            "",
            "a b",
            "say \"no\"",
            "back\\slash",
            "naïve",
            "\\n",
            "\\u0041",
            "\n\r\t\0\u{1b}\u{85}",
            "u\u{202E}",
        ] {
            assert_eq!(keys(&child_path("events", key)), ["events", key]);
        }
        assert_eq!(child_path("", "iran.pakistan"), "\"iran.pakistan\"");
        assert_eq!(canonical_path("states.\"iran\".\"a b\"").as_deref(), Some("states.iran.\"a b\""));
        assert_eq!(canonical_path("states..iran"), None);
    }

    #[test]
    fn spans_point_into_the_path() {
        let text = "states.\"a.b\".x";
        let spans: Vec<&str> = steps(text).unwrap().iter().map(|step| &text[step.span.clone()]).collect();
        assert_eq!(spans, ["states", "\"a.b\"", "x"]);
    }

    #[test]
    fn faults_say_where() {
        assert_eq!(steps("states..iran").unwrap_err().span, 7..8);
        assert_eq!(steps("").unwrap_err().what, "a key is missing in the path");
        assert_eq!(steps("a.\"b").unwrap_err().what, "a quote is not closed");
        assert_eq!(steps("a b").unwrap_err().what, "unexpected ' ' in the path");
    }
}
