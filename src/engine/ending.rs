//! How long the crisis lasted and in what form it ended, once the run is over.

use super::day::Run;
use super::record::EndReason;
use super::recorder::Recorder;
use super::world::NEVER;
use crate::model::EndForm;

/// Conciliations of both sides at most so many days apart are one step taken together.
const JOINT_DAYS: u32 = 7;

/// Writes down the length and the form of the ending, if there was a first strike.
pub(crate) fn tell<R: Recorder>(run: &mut Run<'_, R>) {
    let Some(first) = run.record.first_strike else { return };
    let settled = run.record.end == EndReason::Settled;
    // A hostile act makes its day one that is not calm, whatever it did to tension.
    let known =
        [run.world.last_hostile_day, run.world.last_unsettled_day].into_iter().filter(|&day| day != NEVER);
    let last = if settled { known.max().unwrap_or(first.day) } else { run.day };
    run.record.crisis_days = Some(last.max(first.day) - first.day);
    run.record.end_form = Some(if settled { form(run, first.relation) } else { EndForm::Unsettled });
}

/// The form in which a crisis that is settled ended between the two of a relation: the first rule that matches.
fn form<R: Recorder>(run: &Run<'_, R>, relation: usize) -> EndForm {
    let since = match run.world.last_hostile_day {
        NEVER => 0,
        day => day,
    };
    let reverse = run.program.scenario().relations()[relation].reverse;
    let came_round =
        |relation: usize| Some(run.world.conciliated[relation]).filter(|&day| day != NEVER && day > since);
    if run.record.agreement_day.is_some_and(|day| day >= since) {
        return EndForm::Agreement;
    }
    if run.record.war_days > 0 {
        return EndForm::Imposed;
    }
    match (came_round(relation), came_round(reverse)) {
        (Some(one), Some(other)) if one.abs_diff(other) <= JOINT_DAYS => EndForm::Joint,
        (Some(_), Some(_)) => EndForm::Tacit,
        (None, None) => EndForm::Faded,
        _ => EndForm::Unilateral,
    }
}
