//! `trace`: one run of a batch as a dated story, as a document, or as data.

use std::path::Path;

use anyhow::anyhow;

use super::args::{Progress, TraceArguments, TraceFormat};
use super::file;
use super::format::{class_title, titled, wrapped};
use super::load;
use super::progress::ProgressLine;
use super::screen::{self, Style};
use super::stop::Stop;
use super::table::{Align, Table};
use crate::engine::{Program, RunRecord};
use crate::experiment::pick::pick_run;
use crate::experiment::{BatchPlan, Measure, OutcomeClass, Story, Value, dictionary};
use crate::output::{self, Detail, PickEntry, Sheet, csv, markdown, trace_json, visible};

/// Tells a run.
pub(super) fn trace(arguments: &TraceArguments) -> Result<(), Stop> {
    let loaded = load::load_or_tell(&arguments.file, &arguments.sets)?;
    loaded.note_population(false);
    let program = Program::new(&loaded.scenario);
    if let Some(path) = &arguments.out {
        file::check(path, arguments.force)?;
    }
    let (replicate, pick) = which(&program, arguments)?;
    let story = Story::of_run(&program, arguments.seed, replicate);
    let detail = if arguments.all { Detail::Everything } else { Detail::Turning };
    let text = match arguments.format {
        TraceFormat::Story => as_story(&program, &story, detail, arguments, pick.as_ref()),
        TraceFormat::Md => markdown::story(&program, &story, detail, arguments.seed, pick.as_ref()),
        TraceFormat::Csv => as_csv(&program, &story)?,
        TraceFormat::Json => trace_json(&program, &story, arguments.seed, pick.clone()),
    };
    // On a terminal the story says itself which run it is; a file, or data that another program reads, does not.
    if let Some(pick) = pick.filter(|_| arguments.out.is_some() || arguments.format != TraceFormat::Story) {
        screen::say(&format!("{}\n", introduced(replicate, arguments.seed, Some(&pick))));
    }
    match &arguments.out {
        Some(path) => write(path, &text, arguments.force),
        None => screen::hand_over(&text),
    }
}

/// The run that is asked for, and why it was picked, if it was.
fn which(program: &Program, arguments: &TraceArguments) -> Result<(u64, Option<PickEntry>), Stop> {
    let rule = match (arguments.replicate, &arguments.pick) {
        (Some(replicate), _) => return Ok((replicate, None)),
        (None, Some(rule)) => rule,
        (None, None) => return Err(anyhow!("either --run or --pick is needed").into()),
    };
    let plan =
        BatchPlan { runs: arguments.runs, seed: arguments.seed, threads: usize::from(arguments.threads) };
    let mut progress = ProgressLine::new(Progress::Auto, false, plan.runs, "runs");
    let picked = pick_run(program, &plan, rule, &mut |done| progress.update(done));
    progress.finish();
    let picked = picked.map_err(anyhow::Error::new)?;
    Ok((picked.replicate, Some(PickEntry { rule: output::rule(&picked.pick), why: picked.to_string() })))
}

/// Which run it is, and why it was picked.
fn introduced(replicate: u64, seed: u64, pick: Option<&PickEntry>) -> String {
    let run = format!("Run {replicate} of seed {seed}");
    match pick {
        Some(PickEntry { rule, why }) => {
            let (rule, why) = (visible(rule), visible(why));
            format!("{run}, picked as {rule}: {why}. `trace --run {replicate}` tells the same run.")
        }
        None => run,
    }
}

fn as_story(
    program: &Program,
    story: &Story,
    detail: Detail,
    arguments: &TraceArguments,
    pick: Option<&PickEntry>,
) -> String {
    let style = if arguments.out.is_some() { Style::PLAIN } else { Style::of_stdout() };
    let title = titled(program.scenario().title(), style.width);
    let run = introduced(story.record.replicate, arguments.seed, pick);
    let class = OutcomeClass::of(program.scenario(), &story.record);
    let outcome = format!("Outcome: {}", class_title(&class));
    format!(
        "{}\n{}\n\n{}\n{}\n\n{}",
        style.bold(&title),
        wrapped(&run, style.width, 0),
        output::story(program, story, detail, Sheet::Terminal { width: style.width }),
        style.bold(&outcome),
        measures(program, &story.record, style)
    )
}

fn as_csv(program: &Program, story: &Story) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    csv::write(&output::events(program, story), &mut bytes).map_err(anyhow::Error::new)?;
    Ok(String::from_utf8(bytes).map_err(anyhow::Error::new)?)
}

fn write(path: &Path, text: &str, force: bool) -> Result<(), Stop> {
    file::write(path, text, force)?;
    screen::print(&format!("Wrote {}\n", path.display()))
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
