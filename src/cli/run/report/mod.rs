//! What `run` prints: the question, how the runs ended, and the headline measures.

mod fan;
mod headline;
mod outcomes;
mod rare;

use std::fmt::Write;

use crate::cli::format::{counted, prose, titled, wrapped};
use crate::cli::screen::Style;
use crate::experiment::rare::RareStudy;
use crate::experiment::{Batch, Confidence};
use crate::stats::ProportionMethod;

/// The report of a batch, and of the study of a rare outcome.
pub(super) fn report(
    batch: &Batch,
    study: Option<&RareStudy>,
    confidence: Confidence,
    style: Style,
) -> String {
    let scenario = batch.program().scenario();
    let mut text = format!("{}\n", style.bold(&titled(scenario.title(), style.width)));
    if !scenario.description().is_empty() {
        text.push_str(&prose(scenario.description(), style.width));
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&outcomes::table(batch, confidence, style));
    text.push('\n');
    let rare = study.map(|study| rare::line(study, scenario, confidence.level));
    for line in headline::lines(batch, confidence).into_iter().chain(rare) {
        let label = format!("{:<14}", line.label);
        let _ = writeln!(text, "{}{}", style.bold(&label), wrapped(&line.text, style.width, label.len()));
    }
    if let Some(fan) = fan::fan(batch, confidence, style) {
        text.push('\n');
        text.push_str(&fan);
    }
    let method = match confidence.method {
        ProportionMethod::Wilson => "Wilson",
        ProportionMethod::ClopperPearson => "Clopper-Pearson",
        ProportionMethod::Jeffreys => "Jeffreys",
    };
    let level = 100.0 * confidence.level.get();
    let basis = format!(
        "{}, seed {}, {level:.0} % intervals ({method}).",
        counted(batch.runs(), "run"),
        batch.plan().seed
    );
    let _ = writeln!(text, "\n{}", style.faint(&wrapped(&basis, style.width, 0)));
    text
}
