//! `trace`: one run of a batch as a dated story.

use super::args::TraceArguments;
use super::format::{class_title, wrapped};
use super::load;
use super::screen::{self, Style};
use super::stop::Stop;
use super::table::{Align, Table};
use crate::engine::{Program, RunRecord};
use crate::experiment::{Measure, OutcomeClass, Story, Value, dictionary};
use crate::output::{self, Detail};

/// Tells a run.
pub(super) fn trace(arguments: &TraceArguments) -> Result<(), Stop> {
    let loaded = load::load_or_tell(&arguments.file, &arguments.sets)?;
    let program = Program::new(&loaded.scenario);
    let style = Style::of_stdout();
    let story = Story::of_run(&program, arguments.seed, arguments.replicate);
    let detail = if arguments.all { Detail::Everything } else { Detail::Turning };
    let title = wrapped(loaded.scenario.title(), style.width, 0);
    let classes = OutcomeClass::all(&loaded.scenario);
    let class = &classes[OutcomeClass::place(&loaded.scenario, &story.record)];
    let outcome = format!("Outcome: {}", class_title(class));
    screen::print(&format!(
        "{}\nRun {} of seed {}\n\n{}\n{}\n\n{}",
        style.bold(&title),
        arguments.replicate,
        arguments.seed,
        output::story(&program, &story, detail, style.width),
        style.bold(&outcome),
        measures(&program, &story.record, style)
    ))
}

/// The run's measures, then what it drew; times that did not come and what is undefined are left out.
fn measures(program: &Program, record: &RunRecord, style: Style) -> String {
    let dictionary = dictionary(program);
    let (inputs, results): (Vec<&Measure>, Vec<&Measure>) =
        dictionary.iter().partition(|measure| measure.is_input());
    let results = results.into_iter().filter(|measure| measure.key != "outcome").collect();
    let mut text = section("measure", results, program, record, style);
    if !inputs.is_empty() {
        text.push('\n');
        text.push_str(&section("drawn for this run", inputs, program, record, style));
    }
    text
}

fn section(
    heading: &'static str,
    measures: Vec<&Measure>,
    program: &Program,
    record: &RunRecord,
    style: Style,
) -> String {
    let mut table = Table::new([(heading, Align::Left), ("value", Align::Right), ("", Align::Left)]);
    for measure in measures {
        if let Some(value) = shown(measure, measure.read(program, record)) {
            table.push([measure.key.clone(), value, measure.unit.to_owned()]);
        }
    }
    table.render(style)
}

fn shown(measure: &Measure, value: Option<Value>) -> Option<String> {
    match value? {
        Value::Category(index) => measure.categories.get(index).cloned(),
        Value::Whole(number) => Some(number.to_string()),
        Value::Time { day, observed } if observed || measure.key == "end_day" => Some(day.to_string()),
        Value::Time { .. } => None,
        Value::Indicator(is_so) => Some(if is_so { "yes" } else { "no" }.to_owned()),
        Value::Real(number) => Some(format!("{number:.3}")),
    }
}
