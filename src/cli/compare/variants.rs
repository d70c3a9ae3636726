//! The variants of a comparison: what `--with` says, and what each is called.

use std::path::Path;

use crate::cli::settings::stem;

/// A variant made from the first by a few assignments: `NAME: PATH=VALUE, PATH=VALUE`, the name left out if nobody needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The name; the assignments if none is given.
    pub(crate) name: String,
    /// Each `PATH=VALUE`.
    pub(crate) sets: Vec<String>,
}

impl std::str::FromStr for Change {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let pieces = split(text, ',');
        let first = pieces[0];
        // What stands before the `=` is a path, after a name if there is a colon that belongs to no key.
        let front = split(first, '=')[0];
        let (name, first) = match split(front, ':').first() {
            Some(name) if name.len() < front.len() => (name.trim(), &first[name.len() + 1..]),
            _ => ("", first),
        };
        let sets: Vec<String> = std::iter::once(first)
            .chain(pieces[1..].iter().copied())
            .map(|piece| piece.trim().to_owned())
            .collect();
        if sets.iter().any(|set| !set.contains('=')) {
            return Err("write PATH=VALUE, such as states.iran.resolve=0.7; several after a comma; a name and a colon may \
                        stand in front"
                .to_owned());
        }
        let name = if name.is_empty() { sets.join(", ") } else { name.to_owned() };
        Ok(Self { name, sets })
    }
}

/// The pieces between separators that stand in no brackets and no quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut pieces, mut begin, mut depth, mut quote, mut is_escaped) = (Vec::new(), 0, 0_i32, None, false);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            _ if is_escaped => is_escaped = false,
            (Some('"'), '\\') => is_escaped = true,
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, found) if found == separator && depth == 0 => {
                pieces.push(&text[begin..at]);
                begin = at + separator.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[begin..]);
    pieces
}

/// What files are called: by their names without ending, where these tell them apart, otherwise as they were typed.
pub(super) fn names<'a>(files: impl Iterator<Item = &'a Path> + Clone, changes: &[Change]) -> Vec<String> {
    let stems: Vec<String> = files.clone().map(stem).collect();
    let is_common = |name: &String| stems.iter().filter(|other| *other == name).count() > 1;
    let of_files = stems.iter().zip(files).map(|(stem, file)| {
        if is_common(stem) { file.with_extension("").display().to_string() } else { stem.clone() }
    });
    let mut names: Vec<String> = Vec::new();
    for name in of_files.chain(changes.iter().map(|change| change.name.clone())) {
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let mut candidates = std::iter::once(name.clone()).chain(numbered);
        names.extend(candidates.find(|candidate| !names.contains(candidate)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_read() {
        let read = |text: &str| text.parse::<Change>().unwrap();
        let one = read("states.a.resolve=0.7");
        assert_eq!(
            (one.name.as_str(), one.sets),
            ("states.a.resolve=0.7", vec!["states.a.resolve=0.7".to_owned()])
        );
        let colon = read("states.\"a: b = c\".resolve=0.5");
        assert_eq!((colon.name.as_str(), colon.sets.len()), ("states.\"a: b = c\".resolve=0.5", 1));
        let named = read("soft: states.'a: b'.resolve=0.5");
        assert_eq!((named.name.as_str(), &*named.sets[0]), ("soft", "states.'a: b'.resolve=0.5"));
        let two = read(
            "soft: states.a.resolve = { uniform = { low = 0, high = 1 } }, title=\"a, \\\"b: c\", x.'y,z'=[1, 2]",
        );
        assert_eq!(two.name, "soft");
        assert_eq!(
            two.sets,
            [
                "states.a.resolve = { uniform = { low = 0, high = 1 } }",
                "title=\"a, \\\"b: c\"",
                "x.'y,z'=[1, 2]"
            ]
        );
        assert_eq!(
            read("title=a: b").name,
            "title=a: b",
            "a colon after the equals sign belongs to the value"
        );
        for wrong in ["", "soft", "a=1,", "soft: a=1, b"] {
            assert!(wrong.parse::<Change>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_tell_variants_apart() {
        let of = |files: &[&str], changes: &[&str]| {
            let changes: Vec<Change> = changes.iter().map(|text| text.parse().unwrap()).collect();
            names(files.iter().map(Path::new), &changes)
        };
        assert_eq!(of(&["x/a.toml", "b.toml"], &["c: d=1", "d=1"]), ["a", "b", "c", "d=1"]);
        assert_eq!(of(&["x/a.toml", "y/a.toml"], &[]), ["x/a", "y/a"]);
        assert_eq!(of(&["a.toml", "a.toml"], &["a: b=1"]), ["a", "a (2)", "a (3)"]);
    }
}
