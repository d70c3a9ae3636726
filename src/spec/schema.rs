//! The JSON Schema of a scenario file, generated from the types: for editors, and for the gate.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

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
/// Keywords of its own tell numbers that may be distributions (`x-number`), dates that may be day numbers (`x-moment`)
/// and knobs (`x-knob`) from other alternatives; validators ignore them. Wherever one value stands, so may a knob's name.
pub fn schema() -> Value {
    let mut schema = SCHEMA.clone();
    take_knobs(&mut schema);
    schema["$defs"]["KnobName"] = json!({
        "description": "The name of a knob, after a dollar sign: its value stands here.",
        "type": "string",
        "pattern": "^\\$",
    });
    schema
}

/// The same as the types say it, without knobs' names: at the gate, a knob's value is there in place of its name.
pub(crate) fn shared() -> &'static Value {
    &SCHEMA
}

/// Allows a knob's name wherever one value stands.
fn take_knobs(schema: &mut Value) {
    let name = json!({ "$ref": "#/$defs/KnobName" });
    match schema {
        Value::Object(object) => {
            if ["x-knob", "x-varied", "x-settings", "x-population"]
                .iter()
                .any(|key| object.contains_key(*key))
            {
                return;
            }
            let alternatives = if object.contains_key("x-number") || object.contains_key("x-moment") {
                "anyOf"
            } else if object.get("oneOf").is_some_and(|choices| choices[0].get("const").is_some()) {
                "oneOf"
            } else {
                ""
            };
            if let Some(Value::Array(choices)) = object.get_mut(alternatives) {
                choices.push(name);
                return;
            }
            let is_date = object.get("format").is_some_and(|format| format == "date");
            let kind = object.get("type").and_then(Value::as_str);
            if is_date
                || object.contains_key("enum")
                || matches!(kind, Some("number" | "integer" | "boolean"))
            {
                let (description, default) = (object.remove("description"), object.remove("default"));
                let plain = std::mem::take(object);
                object.extend(description.map(|text| ("description".to_owned(), text)));
                object.extend(default.map(|value| ("default".to_owned(), value)));
                object.insert("anyOf".to_owned(), json!([plain, name]));
                return;
            }
            object.values_mut().for_each(take_knobs);
        }
        Value::Array(items) => items.iter_mut().for_each(take_knobs),
        _ => {}
    }
}

/// Takes out what the types say but TOML cannot: `null`, and defaults that only mean "absent". Joins the lines of
/// descriptions.
pub(super) fn tidy(schema: &mut Value) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_knobs_name_may_stand_where_one_value_may_and_nowhere_else() {
        let schema = schema();
        let name = json!({ "$ref": "#/$defs/KnobName" });
        let takes = |pointer: &str| {
            let part = schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
            let choices = part["anyOf"].as_array().or(part["oneOf"].as_array());
            choices.is_some_and(|choices| choices.contains(&name))
        };
        for place in [
            "/properties/horizon_days",
            "/$defs/StateSpec/properties/nuclear",
            "/$defs/Share",
            "/$defs/Moment",
            "/$defs/Date",
            "/$defs/Mode",
            "/$defs/Policy",
            "/$defs/Uniform/properties/low",
            "/$defs/Discrete/properties/values/items",
        ] {
            assert!(takes(place), "{place}");
        }
        for place in ["/$defs/Knob", "/$defs/StateSpec", "/$defs/Distribution", "/properties/states"] {
            assert!(!takes(place), "{place}");
        }
    }
}
