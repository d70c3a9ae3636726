//! The files that a scenario extends, one after another.

use std::fs;
use std::path::{Path, PathBuf};

use super::document::{Document, Source, SyntaxErrors};
use super::layer::Layer;
use super::limits::Limit;
use super::load::{LoadError, text_of_named_file};
use super::problem::{Location, Problem};
use super::tree::{Node, Value};

/// The key that names the file extended.
pub(super) const EXTENDS: &str = "extends";

/// What a scenario extends cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} extends what cannot be read", sources[0].name)]
pub struct ExtendsErrors {
    /// The file, and those that it extends as far as they could be read.
    pub sources: Vec<Source>,
    /// What is wrong, each with its place.
    pub problems: Vec<Problem>,
}

/// The chain of files so far.
struct Chain {
    layers: Vec<Layer>,
    /// For each the file it is, whatever it was called; `None` if it is no file.
    identities: Vec<Option<PathBuf>>,
}

/// What is wrong with an `extends`.
struct Fault {
    what: String,
    label: &'static str,
    help: Option<String>,
    /// What is wrong with the file that it leads to.
    inside: Option<Box<SyntaxErrors>>,
}

impl Fault {
    fn new(what: String, label: &'static str) -> Self {
        Self { what, label, help: None, inside: None }
    }
}

/// The document of a file at `path` with everything that it extends. Without a path, other files are looked for from the
/// folder that the program runs in.
pub(super) fn follow(first: Layer, path: Option<&Path>) -> Result<Document, ExtendsErrors> {
    let mut chain = Chain { layers: vec![first], identities: vec![path.and_then(identity)] };
    let mut folder = folder_of(path);
    loop {
        let number = chain.layers.len() - 1;
        let Some(entry) = chain.layers[number].root.remove(EXTENDS) else {
            return Ok(Document::of_layers(chain.layers));
        };
        match chain.extend(&folder, &entry.node) {
            Ok(path) => folder = folder_of(Some(&path)),
            Err(fault) => return Err(chain.errors(number, &entry.node, fault)),
        }
    }
}

/// The file itself, through links, so that one is known again under another name.
fn identity(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

fn folder_of(path: Option<&Path>) -> PathBuf {
    path.and_then(Path::parent).map(Path::to_owned).unwrap_or_default()
}

impl Chain {
    /// Adds the file that `node` names, and says where it is.
    fn extend(&mut self, folder: &Path, node: &Node) -> Result<PathBuf, Fault> {
        let written = match &node.value {
            Value::Text(written) if !written.is_empty() => written,
            other => {
                let what = format!("expected the path of a scenario file, found {}", other.found());
                let help = Some("write it in quotes: extends = \"base.toml\"".to_owned());
                return Err(Fault { help, ..Fault::new(what, "must be a path") });
            }
        };
        let path = folder.join(written);
        let name = path.display().to_string();
        let file = identity(&path);
        let again = self.identities.iter().position(|known| file.is_some() && *known == file);
        if let Some(first) = again {
            let names: Vec<&str> = self.layers[first..].iter().map(|layer| &*layer.source.name).collect();
            let what = format!("files extend one another: {} extends {}", names.join(" extends "), names[0]);
            let help = Some("one of them must stand on its own".to_owned());
            return Err(Fault { help, ..Fault::new(what, "a ring that never begins") });
        }
        let most = Limit::Bases.count();
        if self.layers.len() > most {
            // A longer chain is a mistake, or nobody could follow it.
            let what = format!("more than {most} files that extend one another");
            let help = Some(Limit::Bases.how(2 * most as u64));
            return Err(Fault { help, ..Fault::new(what, "one too many") });
        }
        let text = text_of_named_file(&path).map_err(|error| unreadable(&error))?;
        let layer = Layer::parse(self.layers.len(), &name, text).map_err(|errors| Fault {
            inside: Some(Box::new(errors)),
            ..Fault::new(format!("{name} is not valid TOML"), "extended here")
        })?;
        self.layers.push(layer);
        self.identities.push(file);
        Ok(path)
    }

    /// The fault of what the file with this number extends, as a problem; with those inside the file that it leads to.
    fn errors(self, number: usize, node: &Node, fault: Fault) -> ExtendsErrors {
        let mut sources: Vec<Source> = self.layers.into_iter().map(|layer| layer.source).collect();
        let location = Some(Location { source: sources[number].name.clone(), span: node.place.span.clone() });
        let (what, label, help) = (fault.what, fault.label.to_owned(), fault.help);
        let mut problems = vec![Problem { path: EXTENDS.to_owned(), what, label, help, location }];
        if let Some(inside) = fault.inside {
            sources.push(inside.source_text);
            problems.extend(inside.problems);
        }
        ExtendsErrors { sources, problems }
    }
}

fn unreadable(error: &LoadError) -> Fault {
    let help = matches!(error, LoadError::Missing(_))
        .then(|| "a path begins at the folder of the file that it stands in".to_owned());
    Fault { help, ..Fault::new(error.to_string(), "extended here") }
}
