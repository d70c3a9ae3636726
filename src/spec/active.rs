//! Switches that silence go-betweens, armed groups and events.

use super::document::Document;
use super::path::{child_path, steps};
use super::tree::{self, Value};

/// The number of each table that is 0 where the table is not active.
const SILENCED: [(&str, &str); 3] =
    [("mediators", "initiative"), ("groups", "capacity"), ("events", "probability")];

impl Document {
    /// The switch that silences the number at `path`, if one does: `mediators.china.active` of `mediators.china.initiative` where it
    /// is false.
    pub fn silenced_by(&self, path: &str) -> Option<String> {
        let steps = steps(path).ok()?;
        let [table, name, key] = steps.as_slice() else { return None };
        let is_silenced = SILENCED.contains(&(table.key.as_str(), key.key.as_str()));
        let switch = format!("{}.active", child_path(&table.key, &name.key));
        (is_silenced && self.is_false(&switch)).then_some(switch)
    }

    /// Whether a switch is off, be it by a knob.
    fn is_false(&self, path: &str) -> bool {
        let knob = self.knob_at(path).map(|name| child_path("knobs", name));
        let Ok(steps) = steps(knob.as_deref().unwrap_or(path)) else { return false };
        let found = tree::follow(&self.root, &steps);
        found.is_whole && found.node.is_some_and(|node| node.value == Value::Bool(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_that_is_off_silences_one_number() {
        let text = "[mediators.\"a b\"]\nactive = false\n[mediators.c]\nactive = true\n[events.e]\nactive = \"$on\"\n[knobs]\non = false\n";
        let document = Document::parse("s.toml", text.to_owned()).unwrap();
        assert_eq!(
            document.silenced_by("mediators.\"a b\".initiative").as_deref(),
            Some("mediators.\"a b\".active")
        );
        assert_eq!(document.silenced_by("events.e.probability").as_deref(), Some("events.e.active"));
        for path in
            ["mediators.\"a b\".stake", "mediators.c.initiative", "groups.g.capacity", "states.a.power"]
        {
            assert_eq!(document.silenced_by(path), None, "{path}");
        }
    }
}
