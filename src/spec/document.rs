//! A scenario's text and everything that is known of where its values stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layer::Layer;
use super::path;
use super::problem::{Location, Problem};
use super::tree::{self, Found, Place, Table, Value};

/// A text that problems can point into: the file, one that it extends, or one `--set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name as given, or `--set 1` for the first `--set`. What a file extends is named from the folder that
    /// the program runs in.
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
    /// The scenario file, or one that it extends.
    File {
        /// The file's name, as in [`Source::name`].
        name: String,
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

/// A scenario file, with what it extends, as a tree in which every value knows where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub(super) sources: Vec<Source>,
    /// For each file, which come first among the sources: where its lines after the first begin, in ascending order.
    line_starts: Vec<Vec<usize>>,
    pub(super) root: Table,
    /// By top-level table: its keys as the files have them, those of the file extended first.
    pub(super) order: BTreeMap<String, Vec<String>>,
    /// What is wrong with how the files lie over one another.
    pub(super) problems: Vec<Problem>,
}

impl Document {
    /// Parses the text of a file; `name` is how messages name it. What it `extends` is not looked for: only
    /// [`load`](super::load()) and [`load_from`](super::load_from) read other files.
    ///
    /// # Errors
    ///
    /// Everything that keeps the text from being TOML, as far as the parser recovers after each.
    pub fn parse(name: &str, text: String) -> Result<Self, SyntaxErrors> {
        Ok(Self::of_layers(vec![Layer::parse(0, name, text)?]))
    }

    /// The document that layers make: the file first, then what each extends.
    pub(super) fn of_layers(layers: Vec<Layer>) -> Self {
        let sources: Vec<Source> = layers.iter().map(|layer| layer.source.clone()).collect();
        let breaks = |text: &str| text.match_indices('\n').map(|(at, _)| at + 1).collect();
        let line_starts = sources.iter().map(|source| breaks(&source.text)).collect();
        let (root, order, problems) = (Table::new(), BTreeMap::new(), Vec::new());
        let mut document = Self { sources, line_starts, root, order, problems };
        for (below, layer) in layers.into_iter().rev().enumerate() {
            if below == 0 {
                document.put_over(layer.root);
            } else {
                document.lay_over(layer.root);
            }
        }
        document
    }

    /// How many of the sources are files; the others are `--set`s.
    pub(super) fn files(&self) -> usize {
        self.line_starts.len()
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
        match self.line_starts.get(node.place.source) {
            Some(line_starts) => {
                let before = line_starts.partition_point(|&start| start <= node.place.span.start);
                Origin::File { name: source.name.clone(), line: before + 1 }
            }
            None => Origin::Set { text: source.text.to_string() },
        }
    }

    /// Whether a source is a file, and not a `--set`.
    pub(super) fn is_file(&self, source: usize) -> bool {
        source < self.files()
    }

    /// The text of a file or of a `--set`, by name.
    pub fn source(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// All sources: the file, what it extends, then every `--set` as given.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Puts problems in the order of the text: the file's by position, those of each file that it extends, then those of
    /// each `--set`, and first of all those that stand nowhere.
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

    pub(super) fn follow(&self, path: &str) -> Option<Found<'_>> {
        Some(tree::follow(&self.root, &path::steps(path).ok()?))
    }
}
