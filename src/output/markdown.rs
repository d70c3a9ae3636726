//! A run as a Markdown document: what it is, its story day by day, and its measures as a table.

use std::borrow::Cow;
use std::fmt::Write;

use super::log::PickEntry;
use super::page::{Sheet, escaped};
use super::story::{Detail, story as tell};
use super::visible::visible;
use crate::engine::Program;
use crate::experiment::{Measure, OutcomeClass, Story, Value, dictionary};

/// The document.
pub fn story(
    program: &Program,
    story: &Story,
    detail: Detail,
    seed: u64,
    pick: Option<&PickEntry>,
) -> String {
    let class = OutcomeClass::of(program.scenario(), &story.record);
    let outcome = class.name().map_or_else(|| class.key().replace('_', " "), escaped);
    let mut text = format!("# {}\n\n", escaped(program.scenario().title()));
    // Writing to a text cannot fail.
    let _ = write!(text, "Run {} of seed {seed}", story.record.replicate);
    if let Some(PickEntry { rule, why }) = pick {
        let _ = write!(text, ", picked as *{}*: {}", escaped(rule), escaped(why));
    }
    let _ = write!(text, ".\n\n**Outcome:** {outcome}\n\n## What happened\n\n");
    text.push_str(&tell(program, story, detail, Sheet::Markdown));
    text.push_str("\n## Measures\n\n| measure | value | unit |\n|---|--:|---|\n");
    for measure in &dictionary(program) {
        let value = measure.read(program, &story.record);
        if let Some(value) = value.and_then(|value| shown(measure, value)) {
            let _ = writeln!(text, "| {} | {} | {} |", code(&measure.key), escaped(&value), measure.unit);
        }
    }
    text
}

/// A key as code, where it does not hold what ends code or a cell.
fn code(key: &str) -> String {
    let is_plain = !key.contains(['`', '|']) && matches!(visible(key), Cow::Borrowed(_));
    if is_plain { format!("`{key}`") } else { escaped(key) }
}

/// A value as text; `None` for a time that did not come.
fn shown(measure: &Measure, value: Value) -> Option<String> {
    match value {
        Value::Category(index) => measure.categories.get(index).cloned(),
        Value::Whole(number) => Some(number.to_string()),
        Value::Time { day, observed } => (observed || measure.key == "end_day").then(|| day.to_string()),
        Value::Indicator(is_so) => Some(if is_so { "yes" } else { "no" }.to_owned()),
        Value::Real(number) => Some(format!("{number:.3}")),
    }
}
