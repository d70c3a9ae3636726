//! What the command line says of a sweep: `--vary`, `--lever` and `--point`, laid over the file's own tables.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::aim;
use super::document::{Document, Source};
use super::layer;
use super::number;
use super::path::{self, Step, child_path};
use super::problem::Problem;
use super::set::{Fault, parse, problem, value};
use super::shape::Shape;
use super::tree::{Entry, Node, Place, Table, Value};

/// A table of what is varied, by the keys that lead to it.
const VARIED: [&[&str]; 2] = [&["sweep", "vary"], &["levers"]];

impl Document {
    /// Varies a parameter as if `[sweep.vary]` said so: `states.iran.resolve=0.2:0.8:4`, or with a list of values, in which
    /// words need no quotes: `states.iran.policy=[quantal, grim]`. It takes the place of what the file says of the same path. Whether the
    /// path leads anywhere and the values fit is for [`Document::read`] to say.
    ///
    /// # Errors
    ///
    /// The problem, if it is malformed, or the command line has varied the parameter before.
    pub fn vary(&mut self, assignment: &str) -> Result<(), Box<Problem>> {
        self.put_varied("--vary", VARIED[0], assignment)
    }

    /// Makes a parameter one that a policy-maker chooses, as if `[levers]` said so; otherwise as [`Self::vary`].
    ///
    /// # Errors
    ///
    /// As [`Self::vary`].
    pub fn lever(&mut self, assignment: &str) -> Result<(), Box<Problem>> {
        self.put_varied("--lever", VARIED[1], assignment)
    }

    /// Adds a point to `sweep.list`: `states.iran.resolve=0.3, states.pakistan.policy=grim`. The first such point takes the place
    /// of the file's.
    ///
    /// # Errors
    ///
    /// The problem, if it is malformed.
    pub fn point(&mut self, assignments: &str) -> Result<(), Box<Problem>> {
        let (source, number) = self.new_source("--point", assignments);
        let whole = Place { source: number, span: 0..assignments.len() };
        let mut settings = Table::new();
        for piece in pieces(assignments, 0..assignments.len()) {
            let (steps, node) = parse(&source, number, piece)?;
            let (key, span) = key_of(&steps);
            let place = Place { source: number, span: span.clone() };
            if settings.insert(key.clone(), Entry { key: place, node }).is_some() {
                let what = format!("`{key}` is given twice");
                return Err(problem(
                    &source,
                    Fault { path: key, what, label: "given before".into(), help: None, span },
                ));
            }
        }
        let files = self.files();
        let sweep = table_at(&mut self.root, &["sweep"], &whole);
        let list = sweep.entry("list".to_owned()).or_insert_with(|| empty_list(&whole));
        if list.node.place.source < files {
            *list = empty_list(&whole);
        }
        if let Value::List(points) = &mut list.node.value {
            points.push(Node { value: Value::Table(settings), place: whole });
        }
        Ok(())
    }

    /// The address of a parameter in the one form that all have, if the path leads to one.
    ///
    /// # Errors
    ///
    /// What is wrong with the path, and what was probably meant.
    pub fn parameter(&self, path: &str) -> Result<String, Box<Problem>> {
        let unplaced = |path: &str, what: String, label: String, help: Option<String>| {
            Box::new(Problem { path: path.to_owned(), what, label, help, location: None })
        };
        let steps =
            path::steps(path).map_err(|fault| unplaced(path, fault.what, "not a path".to_owned(), None))?;
        let found = aim::aim(&self.root, &steps);
        found.map(|aim| aim.path).map_err(|fault| unplaced(path, fault.what, fault.label, fault.help))
    }

    /// What the number at `path` may be; of a knob, which has its range from where it is used, any number. `None` if no number stands there.
    pub fn range_at(&self, path: &str) -> Option<number::Range> {
        match Shape::of(aim::aim(&self.root, &path::steps(path).ok()?).ok()?.part) {
            Shape::Number(range) => Some(range),
            Shape::Knob => Some(number::Range::of::<number::Real>()),
            _ => None,
        }
    }

    /// The scenario alone: without what a sweep varies, the levers, the objective and the population.
    #[must_use]
    pub fn without_sweep(&self) -> Self {
        let mut document = self.clone();
        document
            .root
            .retain(|key, _| !["sweep", "levers", "objective", "population"].contains(&key.as_str()));
        document
    }

    fn new_source(&mut self, flag: &str, text: &str) -> (Source, usize) {
        let before = self.sources.iter().filter(|source| source.name.starts_with(flag)).count();
        let source = Source { name: format!("{flag} {}", before + 1), text: Arc::from(text) };
        self.sources.push(source.clone());
        (source, self.sources.len() - 1)
    }

    fn put_varied(&mut self, flag: &str, place: &[&str], assignment: &str) -> Result<(), Box<Problem>> {
        let (source, number) = self.new_source(flag, assignment);
        let (steps, node) = match parse(&source, number, 0..assignment.len()) {
            Err(fault) => list_of_words(&source, number).ok_or(fault)?,
            Ok(parsed) => parsed,
        };
        let (key, span) = key_of(&steps);
        for table in VARIED {
            self.forget(table, &steps, &key);
        }
        let whole = Place { source: number, span: 0..assignment.len() };
        let table = table_at(&mut self.root, place, &whole);
        let entry = Entry { key: Place { source: number, span: span.clone() }, node };
        if table.insert(key.clone(), entry).is_some() {
            let (what, label) = (format!("`{key}` is varied twice"), "given before".to_owned());
            let help = Some("give all its values at once".to_owned());
            return Err(problem(&source, Fault { path: key, what, label, help, span }));
        }
        Ok(())
    }

    /// Takes out what a file says of a path, however it writes it.
    fn forget(&mut self, place: &[&str], steps: &[Step], key: &str) {
        let files = self.files();
        let mut table = Some(&mut self.root);
        for name in place {
            table = table.and_then(|table| match table.get_mut(*name).map(|entry| &mut entry.node.value) {
                Some(Value::Table(table)) => Some(table),
                _ => None,
            });
        }
        let Some(table) = table else { return };
        let canonical = |text: &str| path::steps(text).map(|steps| key_of(&steps).0);
        table.retain(|text, entry| {
            entry.key.source >= files || !canonical(text).is_ok_and(|canonical| canonical == key)
        });
        if steps.len() > 1 {
            // Written with dots; if it is not, there is nothing to take out.
            let _ = layer::take_out(table, steps);
        }
    }
}

/// The address as one key, and where it stands.
fn key_of(steps: &[Step]) -> (String, Range<usize>) {
    let key = steps.iter().fold(String::new(), |path, step| child_path(&path, &step.key));
    let span = match (steps.first(), steps.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    };
    (key, span)
}

fn empty_list(place: &Place) -> Entry {
    Entry { key: place.clone(), node: Node { value: Value::List(Vec::new()), place: place.clone() } }
}

/// The table at the end of some keys; made where there is none, or something else.
fn table_at<'t>(root: &'t mut Table, keys: &[&str], place: &Place) -> &'t mut Table {
    let fresh = || Entry {
        key: place.clone(),
        node: Node { value: Value::Table(BTreeMap::new()), place: place.clone() },
    };
    let mut table = root;
    for key in keys {
        let entry = table.entry((*key).to_owned()).or_insert_with(fresh);
        if entry.node.value.as_table().is_none() {
            *entry = fresh();
        }
        let Value::Table(inner) = &mut entry.node.value else { unreachable!("it has just been made one") };
        table = inner;
    }
    table
}

/// `PATH=[a, b]` with words that stand in no quotes.
fn list_of_words(source: &Source, number: usize) -> Option<(Vec<Step>, Node)> {
    let text = &*source.text;
    let open = text.find("=[").map(|at| at + 1)?;
    let close = text.trim_end().strip_suffix(']').map(str::len)?;
    // What stands before the list is parsed with a value of no consequence.
    let head = Source { name: source.name.clone(), text: format!("{}0", &text[..open]).into() };
    let (steps, _) = parse(&head, number, 0..head.text.len()).ok()?;
    let items: Option<Vec<Node>> =
        pieces(text, open + 1..close).into_iter().map(|piece| value(source, number, piece).ok()).collect();
    let node = Node { value: Value::List(items?), place: Place { source: number, span: open..close + 1 } };
    Some((steps, node))
}

/// The pieces between commas that stand in no brackets and no quotes, without the blanks around them; what is blank is left out.
fn pieces(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let (mut depth, mut quote, mut from) = (0_usize, None, within.start);
    let mut list = Vec::new();
    let mut push = |from: usize, to: usize| {
        let piece = &text[from..to];
        let begin = from + piece.len() - piece.trim_start().len();
        let end = begin + piece.trim().len();
        if begin < end {
            list.push(begin..end);
        }
    };
    for (at, letter) in text[within.clone()].char_indices() {
        let at = at + within.start;
        match (quote, letter) {
            (Some(open), _) => quote = Some(open).filter(|_| letter != open),
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                push(from, at);
                from = at + 1;
            }
            _ => {}
        }
    }
    push(from, within.end);
    list
}
