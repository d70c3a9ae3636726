//! `check --explain`: every number of a scenario, and where it comes from.

use super::load::Loaded;
use super::screen::Style;
use super::table::{Align, Table};
use crate::output::Origins;
use crate::spec::{Document, Origin, child_path};

/// Every number by path, with its value or distribution and its origin.
pub(super) fn explain(loaded: &Loaded, style: Style) -> String {
    let mut table = Table::new([("path", Align::Left), ("value", Align::Left), ("from", Align::Left)]);
    let mut push = |path: &str, value: String| {
        table.push([path.to_owned(), value, origin(&loaded.document, path)]);
    };
    let scenario = &loaded.scenario;
    push("horizon_days", scenario.horizon_days().to_string());
    push("quiet_days", scenario.quiet_days().to_string());
    push(
        "dynamics.max_climb",
        scenario.max_climb().map_or_else(|| "any".to_owned(), |climb| climb.to_string()),
    );
    for state in scenario.states() {
        push(&format!("{}.foresight", child_path("states", &state.key)), state.foresight.to_string());
    }
    for input in scenario.inputs() {
        push(&input.path, input.quantity.to_string());
    }
    table.render(style)
}

/// Where every number that the scenario gives comes from, for the manifest.
pub(super) fn origins(loaded: &Loaded) -> Origins {
    if let Some(planned) = &loaded.planned {
        return planned.origins.clone();
    }
    let given = loaded.scenario.inputs().iter().filter(|input| input.given);
    given.map(|input| (input.path.clone(), origin(&loaded.document, &input.path))).collect()
}

/// Where a value comes from; of a knob's place also where the knob does.
fn origin(document: &Document, path: &str) -> String {
    if let Some(switch) = document.silenced_by(path) {
        return format!("{} ({switch})", written(document.origin(&switch)));
    }
    let place = written(document.origin(path));
    match document.knob_at(path) {
        Some(name) => {
            let knob = written(document.origin(&child_path("knobs", name)));
            format!("{place} (${name}: {knob})")
        }
        None => place,
    }
}

fn written(origin: Origin) -> String {
    match origin {
        Origin::File { name, line } => format!("{name}:{line}"),
        Origin::Set { text } => format!("--set {text}"),
        Origin::Default => "default".to_owned(),
    }
}
