//! A scenario's text and everything that is known of where its values stand.

use std::sync::Arc;

use toml::de::DeTable;

use super::path;
use super::problem::{Location, Problem};
use super::syntax;
use super::tree::{self, Found, Place, Planter, Table, Value};

/// A text that problems can point into: the file, or one `--set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name as given, or `--set 1` for the first `--set`.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
}

impl Source {
    /// The line, from 1, that byte `at` stands on.
    pub fn line(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.split(|byte| *byte == b'\n').count()
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The scenario file.
    File {
        /// Line of the file, from 1.
        line: usize,
    },
    /// A `--set`.
    Set {
        /// The assignment as given, `PATH=VALUE`.
        text: String,
    },
    /// Nowhere: the path is not written, and the built-in default holds.
    Default,
}

/// A text that is not TOML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not valid TOML", source_text.name)]
pub struct SyntaxErrors {
    /// The text.
    pub source_text: Source,
    /// All that is wrong with it, in the order of the text.
    pub problems: Vec<Problem>,
}

/// A scenario file as a tree in which every value knows where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub(super) sources: Vec<Source>,
    /// Where each line of the file after the first begins, in ascending order.
    line_starts: Vec<usize>,
    pub(super) root: Table,
}

impl Document {
    /// Parses the text of a file; `name` is how messages name it.
    ///
    /// # Errors
    ///
    /// Everything that keeps the text from being TOML, as far as the parser recovers after each.
    pub fn parse(name: &str, text: String) -> Result<Self, SyntaxErrors> {
        let source = Source { name: name.to_owned(), text: text.into() };
        let text = Arc::clone(&source.text);
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            let root = Planter { source: 0, offset: 0 }.table(table.into_inner());
            let line_starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
            return Ok(Self { sources: vec![source], line_starts, root });
        }
        let mut problems: Vec<Problem> = errors.iter().map(|error| syntax::problem(&source, error)).collect();
        problems.sort_by_key(|problem| problem.location.as_ref().map(|location| location.span.start));
        Err(SyntaxErrors { source_text: source, problems })
    }

    /// Where the value at `path` stands, or else the nearest thing above it that exists. `None` if not even the
    /// path's first key does. A table, and a list over several lines, is shown by its key.
    pub fn locate(&self, path: &str) -> Option<Location> {
        let found = self.follow(path)?;
        let node = found.node?;
        let text = self.sources[node.place.source].text.get(node.place.span.clone()).unwrap_or_default();
        let shows_itself = match &node.value {
            // A table under a header has the header for its text.
            Value::Table(_) => found.is_whole && text.starts_with('{') && !text.contains('\n'),
            Value::List(_) => found.is_whole && !text.contains('\n'),
            _ => true,
        };
        let place = if shows_itself { &node.place } else { found.key? };
        Some(self.location(place))
    }

    /// Where the last key of `path` stands, or else the nearest key above it that exists.
    pub fn locate_key(&self, path: &str) -> Option<Location> {
        self.follow(path)?.key.map(|place| self.location(place))
    }

    /// Where the value at `path` comes from.
    pub fn origin(&self, path: &str) -> Origin {
        let Some(Found { node: Some(node), is_whole: true, .. }) = self.follow(path) else {
            return Origin::Default;
        };
        let source = &self.sources[node.place.source];
        if node.place.source == 0 {
            let before = self.line_starts.partition_point(|&start| start <= node.place.span.start);
            Origin::File { line: before + 1 }
        } else {
            Origin::Set { text: source.text.to_string() }
        }
    }

    /// The file's text or that of a `--set`, by name.
    pub fn source(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// All sources: the file, then every `--set` as given.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Puts problems in the order of the text: the file's by position, then those of each `--set`, and first of all
    /// those that stand nowhere.
    pub fn sort(&self, problems: &mut [Problem]) {
        problems.sort_by_key(|problem| {
            problem.location.as_ref().map(|location| {
                let source = self.sources.iter().position(|source| source.name == location.source);
                (source, location.span.start, location.span.end)
            })
        });
    }

    pub(super) fn location(&self, place: &Place) -> Location {
        Location { source: self.sources[place.source].name.clone(), span: place.span.clone() }
    }

    fn follow(&self, path: &str) -> Option<Found<'_>> {
        Some(tree::follow(&self.root, &path::steps(path).ok()?))
    }
}
