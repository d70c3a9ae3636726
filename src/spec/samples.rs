//! Distributions that are columns of a table in a file: the file is read with the scenario, and its numbers take their place in the
//! document, which from then on stands on its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::document::Document;
use super::hints;
use super::limits::Limit;
use super::load::{LoadError, mib, text_of_named_file};
use super::path::child_path;
use super::problem::Problem;
use super::tree::{Entry, Node, Place, Table, Value};

/// The distribution's name.
pub(super) const SAMPLE: &str = "sample";

/// What is wrong with a file, and what helps.
struct Fault {
    what: String,
    label: &'static str,
    help: Option<String>,
}

impl Fault {
    fn new(what: String, label: &'static str) -> Self {
        Self { what, label, help: None }
    }
}

/// The files that have been read so far.
struct Reader<'d> {
    document: &'d Document,
    texts: BTreeMap<PathBuf, Result<String, String>>,
    problems: Vec<Problem>,
}

impl Document {
    /// Reads the files that distributions name, each looked for from the folder of the file that names it. What is wrong with them becomes a
    /// problem of the document.
    pub(super) fn fill_samples(&mut self) {
        let mut root = std::mem::take(&mut self.root);
        let mut reader = Reader { document: self, texts: BTreeMap::new(), problems: Vec::new() };
        for (key, entry) in &mut root {
            reader.visit(&mut entry.node, key);
        }
        let problems = reader.problems;
        self.root = root;
        self.problems.extend(problems);
    }

    /// The same of a value that is about to be set at a path; the first problem, if there is any.
    pub(super) fn fill_sample(&self, node: &mut Node, path: &str) -> Result<(), Box<Problem>> {
        let mut reader = Reader { document: self, texts: BTreeMap::new(), problems: Vec::new() };
        reader.visit(node, path);
        reader.problems.into_iter().next().map_or(Ok(()), |problem| Err(Box::new(problem)))
    }
}

/// Whether these arguments of a sample name a file that could not be read, of which a problem tells already.
pub(super) fn is_unread(arguments: &Table) -> bool {
    let values = arguments.get("values").map(|entry| &entry.node.value);
    text(arguments, "file").is_some() && matches!(values, Some(Value::List(items)) if items.is_empty())
}

fn text<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    match table.get(key).map(|entry| &entry.node.value) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

impl Reader<'_> {
    fn visit(&mut self, node: &mut Node, path: &str) {
        match &mut node.value {
            Value::Table(table) => {
                for (key, entry) in table {
                    let below = child_path(path, key);
                    match &mut entry.node.value {
                        Value::Table(arguments) if key == SAMPLE && names_file(arguments) => {
                            self.fill(arguments, &below);
                        }
                        _ => self.visit(&mut entry.node, &below),
                    }
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.visit(item, &child_path(path, &index.to_string()));
                }
            }
            _ => {}
        }
    }

    /// Puts what the file says into the arguments.
    fn fill(&mut self, arguments: &mut Table, path: &str) {
        let Some(place) = arguments.get("file").map(|entry| entry.node.place.clone()) else { return };
        let columns = ["column", "weight"].map(|key| text(arguments, key).map(str::to_owned));
        let found = match text(arguments, "file").map(str::to_owned) {
            Some(file) => self.columns(&file, &place, columns),
            None => return,
        };
        let (values, weights) = found.unwrap_or_else(|Fault { what, label, help }| {
            let location = Some(self.document.location(&place));
            let label = label.to_owned();
            self.problems.push(Problem { path: path.to_owned(), what, label, help, location });
            (Vec::new(), None)
        });
        let mut put = |key: &str, numbers: Vec<f64>| {
            let node = |value| Node { value, place: place.clone() };
            let list = Value::List(numbers.into_iter().map(|number| node(Value::Float(number))).collect());
            arguments.insert(key.to_owned(), Entry { key: place.clone(), node: node(list) });
        };
        put("values", values);
        if let Some(weights) = weights {
            put("weights", weights);
        }
    }

    fn columns(
        &mut self,
        file: &str,
        place: &Place,
        [column, weight]: [Option<String>; 2],
    ) -> Result<(Vec<f64>, Option<Vec<f64>>), Fault> {
        let source = &self.document.sources()[place.source].name;
        let of_file = self.document.is_file(place.source).then(|| Path::new(source).parent()).flatten();
        let folder = of_file.unwrap_or(Path::new(""));
        let path = folder.join(file);
        let text = self.texts.entry(path.clone()).or_insert_with(|| read(&path));
        let text = text.as_ref().map_err(|what| Fault {
            help: Some("a path begins at the folder of the file that it stands in".to_owned()),
            ..Fault::new(what.clone(), "cannot be had")
        })?;
        let values = column.map_or(Ok(Vec::new()), |column| numbers(text, file, &column))?;
        let weights = weight.map(|weight| numbers(text, file, &weight)).transpose()?;
        Ok((values, weights))
    }
}

/// Whether a sample has a file to read, which has not been read.
fn names_file(arguments: &Table) -> bool {
    text(arguments, "file").is_some()
        && text(arguments, "column").is_some()
        && !arguments.contains_key("values")
}

fn read(path: &Path) -> Result<String, String> {
    text_of_named_file(path).map_err(|error| match error {
        LoadError::Directory(path) => format!("{}: is a directory, and a table is a file", path.display()),
        LoadError::TooLarge { name, size } => {
            let (most, how) = (mib(Limit::FileSize.now()), Limit::FileSize.how(size));
            format!("{name}: larger than {most}, the limit for a table; {how}")
        }
        LoadError::Empty { name } => format!("{name}: is empty"),
        other => other.to_string(),
    })
}

/// A column of numbers of a table in CSV form.
fn numbers(text: &str, file: &str, column: &str) -> Result<Vec<f64>, Fault> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let broken = |error: csv::Error| Fault::new(format!("{file} is no table: {error}"), "not CSV");
    let header = reader.headers().map_err(broken)?.clone();
    let Some(at) = header.iter().position(|name| name == column) else {
        let near = hints::did_you_mean(column, header.iter());
        let listed = || format!("its columns are {}", header.iter().take(20).collect::<Vec<_>>().join(", "));
        let fault = Fault::new(format!("{file} has no column `{column}`"), "unknown column");
        return Err(Fault { help: Some(near.unwrap_or_else(listed)), ..fault });
    };
    let mut list = Vec::new();
    for (row, record) in (1..).zip(reader.records()) {
        let record = record.map_err(broken)?;
        let cell = record.get(at).unwrap_or_default();
        let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
        list.push(number.ok_or_else(|| {
            Fault::new(
                format!("row {row} of {file}: `{cell}` in column `{column}` is no number"),
                "not a number",
            )
        })?);
        let most = Limit::SampleRows.count();
        if row > most {
            let help = Some(Limit::SampleRows.how(2 * most as u64));
            return Err(Fault {
                help,
                ..Fault::new(format!("{file} has more than {most} rows"), "too long")
            });
        }
    }
    if list.is_empty() {
        return Err(Fault::new(format!("{file} has no rows"), "nothing to draw from"));
    }
    Ok(list)
}
