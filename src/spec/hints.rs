//! What was probably meant: near keys, keys that belong elsewhere, and the usual slips with each kind of value.

use jiff::civil;
use serde_json::{Map, Value as Json};

use super::schema;
use super::shape::{Part, Shape, one_of};
use super::tree::{Node, Value};

/// Longer lists of keys are no help.
const LISTED_KEYS: usize = 24;

/// The candidate that `key` is a slip of, and how many letters apart they are.
fn nearest<'c>(key: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<(&'c str, usize)> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let key = plain(key);
    let limit = (key.chars().count() / 3).max(1);
    let scored = candidates.into_iter().filter_map(|candidate| {
        let other = plain(candidate);
        let distance = strsim::damerau_levenshtein(&key, &other);
        let is_part = key.len() >= 4 && (other.starts_with(&key) || key.starts_with(&other));
        // Words without a letter in common are no slips of each other, however short.
        let is_slip = distance <= limit && distance < key.chars().count().max(other.chars().count());
        (is_slip || is_part).then_some((candidate, distance))
    });
    scored.min_by_key(|(_, distance)| *distance)
}

/// The candidate that `word` is probably meant to be.
pub(crate) fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    nearest(word, candidates).map(|(candidate, _)| format!("did you mean `{candidate}`?"))
}

/// Help for a key that the table with these `fields` does not know.
pub(crate) fn unknown_key(key: &str, fields: &Map<String, Json>) -> Option<String> {
    let near = nearest(key, fields.keys().map(String::as_str));
    let mean = near.map(|(candidate, _)| format!("did you mean `{candidate}`?"));
    if near.is_some_and(|(_, letters)| letters <= 1) {
        return mean;
    }
    belongs(key).or(mean).or_else(|| {
        let keys: Vec<&str> = fields.keys().map(String::as_str).collect();
        let listed = keys.len() <= LISTED_KEYS;
        Some(if listed {
            format!("keys allowed here: {}", keys.join(", "))
        } else {
            "`offramp schema` lists all keys".into()
        })
    })
}

/// Says where in the file a key belongs, if anywhere. Names that a scenario chooses show as `*`.
pub(crate) fn belongs(key: &str) -> Option<String> {
    let mut places = Vec::new();
    find(schema::shared(), key, "", &mut places);
    let inner: Vec<&str> = places.iter().map(String::as_str).filter(|place| !place.is_empty()).collect();
    match (inner.is_empty(), inner.len() < places.len()) {
        (true, false) => None,
        (true, true) => Some(format!("`{key}` belongs at the top of the file, before the first [table]")),
        (false, false) => Some(format!("`{key}` belongs in {}", one_of(&inner))),
        (false, true) => Some(format!("`{key}` belongs in {}, or at the top of the file", one_of(&inner))),
    }
}

fn find(part: Part, key: &str, path: &str, places: &mut Vec<String>) {
    let below = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
    match Shape::of(part) {
        Shape::Table(fields) => {
            if fields.contains_key(key) {
                places.push(path.to_owned());
            }
            fields.iter().for_each(|(step, part)| find(part, key, &below(step), places));
        }
        Shape::Names(part) => find(part, key, &below("*"), places),
        Shape::List { items, .. } => find(items, key, path, places),
        _ => {}
    }
}

/// Help for a value of the wrong kind at `key`.
pub(crate) fn mismatch(shape: &Shape, value: &Value, key: &str) -> Option<String> {
    match (shape, value) {
        (Shape::Number(_), Value::Text(text)) => Some(
            number_in_text(text)
                .unwrap_or_else(|| "or a distribution: { uniform = { low = …, high = … } }".into()),
        ),
        (Shape::Whole { .. } | Shape::Argument, Value::Text(text)) => number_in_text(text),
        (Shape::Number(_), Value::List(items)) => span_of(items),
        (Shape::Whole { .. }, Value::Float(number)) if number.fract() == 0.0 => {
            Some(format!("write it without a decimal point: {number:.0}"))
        }
        (Shape::Whole { .. }, Value::Table(_)) => Some("this number cannot be a distribution".into()),
        (Shape::Argument, Value::Table(_)) => {
            Some("the arguments of a distribution are plain numbers".into())
        }
        (Shape::Flag, Value::Text(text)) => flag_in_text(text),
        (Shape::Flag, Value::Integer(0)) => Some("write false".into()),
        (Shape::Flag, Value::Integer(1)) => Some("write true".into()),
        (Shape::Date | Shape::Moment { .. }, Value::Text(text)) => Some(date_in_text(text)),
        (Shape::Date | Shape::Moment { .. }, Value::Date(written)) => {
            let date = written.date.map(|date| format!(": {date}")).unwrap_or_default();
            Some(format!("days are the unit of time: write only the date{date}"))
        }
        (Shape::Date, Value::Integer(_)) => {
            Some("day numbers count from this date; write it as 2024-01-03".into())
        }
        (
            Shape::Text | Shape::Word(_),
            Value::Integer(_) | Value::Float(_) | Value::Bool(_) | Value::Date(_),
        ) => Some("text stands in quotes".into()),
        (Shape::Word(words), _) => Some(format!("write {} in quotes", one_of(words))),
        (Shape::List { items, .. }, Value::Text(text)) if Shape::of(items) == Shape::Text => {
            Some(format!("write a list: {key} = [\"{text}\"]"))
        }
        (Shape::List { items, .. }, Value::Table(_)) if matches!(Shape::of(items), Shape::Table(_)) => {
            Some(format!("write a list: {key} = [{{ … }}], or [[…{key}]] as the header"))
        }
        (Shape::Table(fields), _) => Some(format!("its keys: {}", few(fields))),
        _ => None,
    }
}

fn few(fields: &Map<String, Json>) -> String {
    let keys: Vec<&str> = fields.keys().take(LISTED_KEYS).map(String::as_str).collect();
    let more = if fields.len() > LISTED_KEYS { ", …" } else { "" };
    format!("{}{more}", keys.join(", "))
}

/// How a number that stands in a text should be written.
pub(crate) fn number_in_text(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(Ok(percent)) = text.strip_suffix('%').map(|number| number.trim().parse::<f64>()) {
        return Some(format!("write {percent} % as {}", percent / 100.0));
    }
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(format!("write the number without quotes: {text}"));
    }
    let pointed = text.replacen(',', ".", 1);
    pointed.parse::<f64>().is_ok().then(|| format!("write it with a point and without quotes: {pointed}"))
}

fn flag_in_text(text: &str) -> Option<String> {
    let flag = match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" => "true",
        "false" | "no" | "off" => "false",
        _ => return None,
    };
    Some(format!("write it without quotes: {flag}"))
}

fn date_in_text(text: &str) -> String {
    match text.trim().parse::<civil::Date>() {
        Ok(date) => format!("write the date without quotes: {date}"),
        Err(_) => "write dates as year-month-day without quotes: 2024-01-03".into(),
    }
}

/// Two numbers in a list are probably meant as a range.
fn span_of(items: &[Node]) -> Option<String> {
    let number = |item: &Node| match item.value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    };
    let [low, high] = items else { return None };
    let (low, high) = (number(low)?, number(high)?);
    Some(format!("did you mean {{ uniform = {{ low = {low}, high = {high} }} }}?"))
}
