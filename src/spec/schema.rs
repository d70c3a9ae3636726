//! The JSON Schema of a scenario file, generated from the types: for editors, and for the gate.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::scenario::ScenarioSpec;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<ScenarioSpec>().to_value();
    tidy(&mut schema);
    schema["title"] = "offramp scenario".into();
    schema
});

/// The JSON Schema (draft 2020-12) of a scenario file.
///
/// Two keywords of its own tell numbers that may be distributions (`x-number`) and dates that may be day numbers
/// (`x-moment`) from other alternatives; validators ignore them.
pub fn schema() -> Value {
    SCHEMA.clone()
}

/// The same, shared.
pub(crate) fn shared() -> &'static Value {
    &SCHEMA
}

/// Takes out what the types say but TOML cannot: `null`, and defaults that only mean "absent". Joins the lines of
/// descriptions.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("default").is_some_and(says_nothing) {
                object.remove("default");
            }
            if let Some(Value::String(text)) = object.get_mut("description") {
                *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            if let Some(Value::Array(kinds)) = object.get_mut("type") {
                kinds.retain(|kind| kind != "null");
                if let [kind] = kinds.as_slice() {
                    let kind = kind.clone();
                    object.insert("type".into(), kind);
                }
            }
            if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
                choices.retain(|choice| choice["type"] != "null");
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    object.remove("anyOf");
                    object.extend(only);
                }
            }
            object.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn says_nothing(default: &Value) -> bool {
    match default {
        Value::Null => true,
        Value::Object(object) => object.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
