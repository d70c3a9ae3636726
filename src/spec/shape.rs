//! What may stand at a place of the file, read from the schema.

use std::fmt;

use serde_json::{Map, Value};

use super::number::Range;
use super::schema;

/// A part of the schema.
pub(crate) type Part = &'static Value;

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A table with these keys.
    Table(&'static Map<String, Value>),
    /// A table with any names, each of this.
    Names(Part),
    /// A list of this, of a length.
    List { items: Part, min: u64, max: u64 },
    /// Text.
    Text,
    /// One of these words.
    Word(Vec<&'static str>),
    /// A whole number.
    Whole { min: i64, max: i64 },
    /// True or false.
    Flag,
    /// A number, or a distribution.
    Number(Range),
    /// A value that other places share.
    Knob,
    /// Values that a sweep gives to parameters, by path.
    Varied,
    /// One value for each of some parameters, by path.
    Settings,
    /// Members of a population.
    Population,
    /// A number only: the argument of a distribution.
    Argument,
    /// A calendar date.
    Date,
    /// A calendar date or a day number.
    Moment { last: i64 },
}

impl Shape {
    pub(crate) fn of(part: Part) -> Self {
        let part = resolve(part);
        if part.get("x-number").is_some() {
            return Self::Number(range(&part["anyOf"][0]));
        }
        if part.get("x-knob").is_some() {
            return Self::Knob;
        }
        if part.get("x-varied").is_some() {
            return Self::Varied;
        }
        if part.get("x-settings").is_some() {
            return Self::Settings;
        }
        if part.get("x-population").is_some() {
            return Self::Population;
        }
        if part.get("x-moment").is_some() {
            return Self::Moment { last: part["anyOf"][1]["maximum"].as_i64().unwrap_or(i64::MAX) };
        }
        if let Some(words) = words(part) {
            return Self::Word(words);
        }
        match part["type"].as_str() {
            Some("object") => match &part["additionalProperties"] {
                names @ Value::Object(_) => Self::Names(names),
                _ => Self::Table(fields(part)),
            },
            Some("array") => Self::List {
                items: &part["items"],
                min: part["minItems"].as_u64().unwrap_or(0),
                max: part["maxItems"].as_u64().unwrap_or(u64::MAX),
            },
            Some("integer") => Self::Whole {
                min: part["minimum"].as_i64().unwrap_or(0),
                max: part["maximum"].as_i64().unwrap_or(i64::from(u8::MAX)),
            },
            Some("boolean") => Self::Flag,
            Some("number") => Self::Argument,
            _ if part["format"] == "date" => Self::Date,
            _ => Self::Text,
        }
    }
}

impl fmt::Display for Shape {
    /// Reads on from "expected".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(_) | Self::Names(_) | Self::Varied | Self::Settings | Self::Population => {
                write!(f, "a table")
            }
            Self::List { items, .. } => match Self::of(items) {
                Self::Table(_) | Self::Names(_) | Self::Settings => write!(f, "a list of tables"),
                Self::Argument | Self::Number(_) => write!(f, "a list of numbers"),
                _ => write!(f, "a list of texts"),
            },
            Self::Text => write!(f, "text"),
            Self::Word(words) => write!(f, "{}", one_of(words)),
            Self::Whole { min, max } => write!(f, "a whole number from {min} to {max}"),
            Self::Flag => write!(f, "true or false"),
            Self::Number(range) => write!(f, "a number {range}"),
            Self::Knob => write!(f, "a number, a distribution, a text, a switch or a date"),
            Self::Argument => write!(f, "a number"),
            Self::Date => write!(f, "a date"),
            Self::Moment { .. } => write!(f, "a date or a day number"),
        }
    }
}

/// The keys of a table's part.
pub(crate) fn fields(part: Part) -> &'static Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    resolve(part)["properties"].as_object().unwrap_or(&NONE)
}

/// The keys that a table must have.
pub(crate) fn required(part: Part) -> Vec<&'static str> {
    let keys = resolve(part)["required"].as_array().into_iter().flatten();
    keys.filter_map(Value::as_str).collect()
}

/// The distributions by name, with the parts of their arguments.
pub(crate) fn distributions() -> Vec<(&'static str, Part)> {
    let variants = schema::shared()["$defs"]["Distribution"]["oneOf"].as_array().into_iter().flatten();
    variants.flat_map(fields).map(|(name, part)| (name.as_str(), part)).collect()
}

/// The quoted words as a choice: "`a`, `b` or `c`".
pub(crate) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn resolve(part: Part) -> Part {
    let target = part["$ref"].as_str().and_then(|name| schema::shared().pointer(name.strip_prefix('#')?));
    target.unwrap_or(part)
}

/// The words of a choice: an `enum`, or constants with a description each.
fn words(part: Part) -> Option<Vec<&'static str>> {
    if let Some(words) = part["enum"].as_array() {
        return words.iter().map(Value::as_str).collect();
    }
    part["oneOf"].as_array()?.iter().map(|choice| choice["const"].as_str()).collect()
}

fn range(part: &Value) -> Range {
    let end = |closed: &str, open: &str, none: f64| match (part[closed].as_f64(), part[open].as_f64()) {
        (Some(end), _) => (end, false),
        (None, end) => (end.unwrap_or(none), true),
    };
    let (min, open_min) = end("minimum", "exclusiveMinimum", f64::NEG_INFINITY);
    let (max, open_max) = end("maximum", "exclusiveMaximum", f64::INFINITY);
    Range { min, max, open_min, open_max }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::number::{NonNegative, Number, OpenShare, Positive, Real, Share, Signed, UpTo2};

    fn at(path: &[&str]) -> Shape {
        let root: Part = schema::shared();
        let part = path.iter().fold(root, |part, key| match Shape::of(part) {
            Shape::Table(fields) => &fields[*key],
            Shape::Names(names) => names,
            Shape::List { items, .. } => items,
            other => panic!("nothing below {other}"),
        });
        Shape::of(part)
    }

    #[test]
    fn ranges_come_through_the_schema_unchanged() {
        assert_eq!(at(&["states", "", "resolve"]), Shape::Number(Number::<Share>::RANGE));
        assert_eq!(at(&["states", "", "power"]), Shape::Number(Number::<Positive>::RANGE));
        assert_eq!(at(&["states", "", "audience_cost"]), Shape::Number(Number::<UpTo2>::RANGE));
        assert_eq!(
            at(&["relations", "", "", "resolve_belief", "mean"]),
            Shape::Number(Number::<OpenShare>::RANGE)
        );
        assert_eq!(at(&["events", "", "effects", "", "ties", ""]), Shape::Number(Number::<Signed>::RANGE));
        assert_eq!(at(&["utility", "coercion"]), Shape::Number(Number::<NonNegative>::RANGE));
        assert_eq!(at(&["utility", "effort_fixed"]), Shape::Number(Number::<Real>::RANGE));
    }

    #[test]
    fn every_kind_is_recognised() {
        assert_eq!(at(&["start"]), Shape::Date);
        assert_eq!(at(&["events", "", "date"]), Shape::Moment { last: 36_500 });
        assert_eq!(at(&["horizon_days"]), Shape::Whole { min: 1, max: 3650 });
        assert_eq!(at(&["states", "", "foresight"]), Shape::Whole { min: 0, max: 2 });
        assert_eq!(at(&["states", "", "nuclear"]), Shape::Flag);
        assert_eq!(at(&["mediators", "", "mode"]), Shape::Word(vec!["mediate", "encourage"]));
        assert_eq!(at(&["relations", "", "", "reach"]), Shape::Text);
        assert!(matches!(at(&["focus"]), Shape::List { min: 2, max: 2, .. }));
        assert_eq!(distributions().len(), 7);
    }
}
