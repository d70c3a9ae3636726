//! What a place of the file means and what may stand there, by its path: what a page needs to offer it for a change.

use serde_json::Value;

use super::document::Document;
use super::number::Range;
use super::path::{child_path, steps};
use super::schema;
use super::shape::{self, Part, Shape};
use super::tree::{Node, Value as Held};

/// A place of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it means, in a sentence, with its default; empty where nothing is said.
    pub meaning: &'static str,
    /// What may stand there.
    pub kind: FieldKind,
}

/// What may stand at a place of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A number of this range, or a distribution over it.
    Number(Range),
    /// A number without distributions; its range depends on what stands beside it.
    Argument,
    /// A whole number of this range.
    Whole(Range),
    /// True or false.
    Flag,
    /// One of these words.
    Word(Vec<&'static str>),
    /// Anything else: a text, a date, a list, a table.
    Other,
}

/// What may stand at a path. `None` if the schema has no such place.
pub fn field(path: &str) -> Option<Field> {
    let mut part: Part = schema::shared();
    let mut meaning = "";
    for step in steps(path).ok()? {
        part = match Shape::of(part) {
            Shape::Table(fields) => fields.get(&step.key)?,
            Shape::Names(names) => names,
            Shape::List { items, .. } => items,
            Shape::Number(_) | Shape::Knob => {
                let found = shape::distributions().into_iter().find(|(name, _)| *name == step.key);
                found.map(|(_, part)| part)?
            }
            _ => return None,
        };
        meaning = part.get("description").and_then(Value::as_str).unwrap_or(meaning);
    }
    let kind = match Shape::of(part) {
        Shape::Number(range) => FieldKind::Number(range),
        Shape::Argument => FieldKind::Argument,
        Shape::Knob => FieldKind::Number(Range {
            min: f64::NEG_INFINITY,
            max: f64::INFINITY,
            open_min: false,
            open_max: false,
        }),
        Shape::Whole { min, max } => {
            FieldKind::Whole(Range { min: min as f64, max: max as f64, open_min: false, open_max: false })
        }
        Shape::Flag => FieldKind::Flag,
        Shape::Word(words) => FieldKind::Word(words),
        _ => FieldKind::Other,
    };
    Some(Field { meaning, kind })
}

impl Document {
    /// The places that take a knob's value, in the order of their paths.
    pub fn places_of_knob(&self, name: &str) -> Vec<String> {
        let mut places = Vec::new();
        let reference = format!("${name}");
        for (key, entry) in &self.root {
            if key != "knobs" {
                places_below(&entry.node, &child_path("", key), &reference, &mut places);
            }
        }
        places.sort();
        places
    }

    /// The range that a knob may take: what all places that take its value allow. `None` if no place that takes a number does.
    pub fn range_of_knob(&self, name: &str) -> Option<Range> {
        let places = self.places_of_knob(name).into_iter();
        let ranges = places.filter_map(|path| match field(&path)?.kind {
            FieldKind::Number(range) | FieldKind::Whole(range) => Some(range),
            _ => None,
        });
        ranges.reduce(narrower)
    }
}

/// What lies in both ranges.
fn narrower(a: Range, b: Range) -> Range {
    let (min, open_min) = if b.min > a.min { (b.min, b.open_min) } else { (a.min, a.open_min) };
    let (max, open_max) = if b.max < a.max { (b.max, b.open_max) } else { (a.max, a.open_max) };
    Range { min, max, open_min, open_max }
}

fn places_below(node: &Node, path: &str, reference: &str, places: &mut Vec<String>) {
    match &node.value {
        Held::Table(table) => {
            for (key, entry) in table {
                places_below(&entry.node, &child_path(path, key), reference, places);
            }
        }
        Held::List(items) => {
            for (index, item) in items.iter().enumerate() {
                places_below(item, &child_path(path, &index.to_string()), reference, places);
            }
        }
        Held::Text(text) if text == reference => places.push(path.to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known_by_their_paths() {
        let resolve = field("states.aland.resolve").unwrap();
        assert!(resolve.meaning.starts_with("Willingness to bear costs, 0 to 1"), "{}", resolve.meaning);
        assert!(matches!(resolve.kind, FieldKind::Number(range) if (range.min, range.max) == (0.0, 1.0)));
        let mean = field("states.aland.resolve.beta.mean").unwrap();
        assert_eq!(mean.kind, FieldKind::Argument);
        assert!(
            matches!(field("horizon_days").unwrap().kind, FieldKind::Whole(range) if (range.min, range.max) == (1.0, 3650.0))
        );
        assert_eq!(field("mediators.\"a b\".active").unwrap().kind, FieldKind::Flag);
        assert!(
            matches!(field("states.a.policy").unwrap().kind, FieldKind::Word(words) if words.contains(&"grim"))
        );
        assert!(matches!(
            field("events.e.effects.0.tension.\"a.b\"").unwrap().kind,
            FieldKind::Number(range) if range.contains(-2.0) && !range.contains(-2.1)
        ));
        for path in ["states.a.resove", "title.x", "states.a..b", ""] {
            assert_eq!(field(path).filter(|field| field.kind != FieldKind::Other), None, "{path}");
        }
    }

    #[test]
    fn a_knob_may_be_what_all_its_places_may() {
        let text = "[states.a]\nresolve = \"$k\"\naudience_cost = \"$k\"\npower = \"$p\"\n[knobs]\nk = 0.5\np = 1\nloose = 3\n";
        let document = Document::parse("s.toml", text.to_owned()).unwrap();
        assert_eq!(document.places_of_knob("k"), ["states.a.audience_cost", "states.a.resolve"]);
        assert_eq!(document.range_of_knob("k").map(|range| (range.min, range.max)), Some((0.0, 1.0)));
        assert!(document.range_of_knob("p").unwrap().min > 0.0);
        assert_eq!(document.range_of_knob("loose"), None);
    }
}
