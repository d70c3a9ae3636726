//! The program's judgement on its own results: what happened, the likely cause, and what helps.

use std::fmt;

use super::batch::Batch;
use super::class::OutcomeClass;
use super::estimates::{Confidence, outcomes};
use crate::stats::Interval;

/// With fewer runs than this in an outcome its share is hardly known.
const FEW: u64 = 10;
/// An interval wider than this leaves the outcome table vague.
const WIDE: f64 = 0.05;
/// More runs cut off than this, and the horizon makes the result.
const MOSTLY: f64 = 0.5;

/// Something to know before using a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// An outcome occurred in so few runs that its share is hardly known.
    RareOutcome {
        /// The outcome.
        outcome: OutcomeClass,
        /// Runs that ended in it.
        count: u64,
        /// All runs.
        runs: u64,
        /// Interval of its share.
        interval: Interval,
    },
    /// Outcomes that never occurred: not impossible, only rarer than this.
    UnseenOutcomes {
        /// The outcomes.
        outcomes: Vec<OutcomeClass>,
        /// All runs.
        runs: u64,
        /// Upper limit of the share of each.
        at_most: f64,
    },
    /// The outcome table is vague.
    FewRuns {
        /// All runs.
        runs: u64,
        /// Width of the widest interval.
        width: f64,
        /// Runs that would bring it to five points.
        enough: u64,
    },
    /// Most runs were cut off by the horizon.
    MostlyCutOff {
        /// Their share.
        share: f64,
        /// The horizon, in days.
        horizon_days: u32,
    },
    /// A go-between did nothing in any run.
    SilentMediator {
        /// Its key.
        mediator: String,
    },
    /// An event occurred in no run.
    EventNeverOccurred {
        /// Its key.
        event: String,
    },
    /// A state took no decision in any run.
    StateNeverDecided {
        /// Its key.
        state: String,
    },
    /// Numbers given in the scenario that cannot change any run.
    DeadParameter {
        /// Address of the number.
        path: String,
        /// Why it cannot matter.
        why: String,
    },
}

/// Everything there is to say about a batch, gravest first.
pub fn judge(batch: &Batch, confidence: Confidence) -> Vec<Warning> {
    if batch.runs() == 0 {
        return Vec::new();
    }
    let mut list = Vec::new();
    list.extend(cut_off(batch));
    list.extend(vague(batch, confidence));
    rare(batch, confidence, &mut list);
    list.extend(idle(batch));
    list
}

/// A run in which nothing happened is played to the horizon and has not been cut off: only open crises count.
fn cut_off(batch: &Batch) -> Option<Warning> {
    let share = batch.tally().runs_left_open as f64 / batch.runs() as f64;
    let horizon_days = batch.program().scenario().horizon_days();
    (share > MOSTLY).then_some(Warning::MostlyCutOff { share, horizon_days })
}

fn vague(batch: &Batch, confidence: Confidence) -> Option<Warning> {
    let widths = outcomes(batch, confidence).into_iter().filter_map(|row| row.probability.interval);
    let width = widths.map(|interval| 2.0 * interval.half_width()).fold(0.0, f64::max);
    let runs = batch.runs();
    // The width falls with the root of the number of runs.
    let ratio = width / WIDE;
    let enough = round_up((runs as f64 * ratio * ratio) as u64);
    (width > WIDE).then_some(Warning::FewRuns { runs, width, enough })
}

fn rare(batch: &Batch, confidence: Confidence, list: &mut Vec<Warning>) {
    let runs = batch.runs();
    let mut unseen = Vec::new();
    let mut at_most = 0.0_f64;
    for row in outcomes(batch, confidence) {
        let Some(interval) = row.probability.interval else { continue };
        if row.count == 0 {
            unseen.push(row.outcome);
            at_most = at_most.max(interval.high);
        } else if row.count < FEW {
            list.push(Warning::RareOutcome { outcome: row.outcome, count: row.count, runs, interval });
        }
    }
    if !unseen.is_empty() {
        list.push(Warning::UnseenOutcomes { outcomes: unseen, runs, at_most });
    }
}

fn idle(batch: &Batch) -> impl Iterator<Item = Warning> + '_ {
    let (scenario, tally) = (batch.program().scenario(), batch.tally());
    let never = |counts: &[u64]| {
        counts.iter().enumerate().filter(|(_, runs)| **runs == 0).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let mediators = never(&tally.runs_stirred).into_iter();
    let events = never(&tally.runs_occurred).into_iter();
    let states = never(&tally.runs_decided).into_iter();
    let mediators =
        mediators.map(|index| Warning::SilentMediator { mediator: scenario.mediators()[index].key.clone() });
    let events =
        events.map(|index| Warning::EventNeverOccurred { event: scenario.events()[index].key.clone() });
    let states =
        states.map(|index| Warning::StateNeverDecided { state: scenario.states()[index].key.clone() });
    mediators.chain(events).chain(states)
}

/// To two significant digits, upwards: 18 214 becomes 19 000.
fn round_up(runs: u64) -> u64 {
    let step = 10_u64.pow(runs.max(1).ilog10().saturating_sub(1));
    runs.div_ceil(step) * step
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RareOutcome { outcome, count, runs, interval } => write!(
                f,
                "`{}` occurred in only {count} of {runs} runs: its share may be anything from {} to {}; \
                 use more runs (-n) and --ci clopper-pearson for rare outcomes",
                outcome.key(),
                percent(interval.low),
                percent(interval.high)
            ),
            Self::UnseenOutcomes { outcomes, runs, at_most } => {
                let names: Vec<_> = outcomes.iter().map(|outcome| format!("`{}`", outcome.key())).collect();
                write!(
                    f,
                    "{} did not occur in {runs} runs: not impossible, but each rarer than about {}; \
                     use more runs (-n) to say more",
                    names.join(", "),
                    percent(*at_most)
                )
            }
            Self::FewRuns { runs, width, enough } => write!(
                f,
                "{runs} runs leave the outcomes vague: the widest interval spans {:.1} points; \
                 -n {enough} would bring it to {:.0}",
                100.0 * width,
                100.0 * WIDE
            ),
            Self::MostlyCutOff { share, horizon_days } => write!(
                f,
                "{} of the runs were cut off in mid-crisis by the horizon of {horizon_days} days, so the outcomes show where \
                 they stood, not how they end; raise `horizon_days` (--set horizon_days={})",
                percent(*share),
                (2 * horizon_days).min(3650)
            ),
            Self::SilentMediator { mediator } => write!(
                f,
                "the go-between `{mediator}` did nothing in any run, so its numbers do not matter; look at its \
                 `initiative`, `stake` and `parties`, and at `mediation.threshold`"
            ),
            Self::EventNeverOccurred { event } => write!(
                f,
                "the event `{event}` occurred in no run, so its effects do not matter; look at its date, \
                 condition and `probability`"
            ),
            Self::StateNeverDecided { state } => write!(
                f,
                "the state `{state}` took no decision in any run, so its numbers do not matter; look at its \
                 `tempo` and `routine`, and give it relations"
            ),
            Self::DeadParameter { path, why } => write!(f, "`{path}` cannot change any run: {why}"),
        }
    }
}

/// A share in per cent, with as many digits as it needs to differ from 0.
fn percent(share: f64) -> String {
    let value = 100.0 * share;
    let digits = if value == 0.0 || value >= 9.95 {
        0
    } else {
        (1.0 - libm::floor(libm::log10(value))).clamp(0.0, 9.0) as usize
    };
    format!("{value:.digits$} %")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::{RIVALS, batch, program};
    use crate::experiment::{BatchPlan, NoRuns, run_batch};

    fn texts(batch: &Batch) -> Vec<String> {
        judge(batch, Confidence::default()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn few_runs_and_idle_parts_are_told() {
        let texts = texts(&batch(40));
        let has = |part: &str| texts.iter().any(|text| text.contains(part));
        assert!(has("40 runs leave the outcomes vague"), "{texts:#?}");
        assert!(has("the go-between `silent` did nothing"), "{texts:#?}");
        assert!(has("the event `never` occurred in no run"), "{texts:#?}");
        assert!(has("the state `idle` took no decision"), "{texts:#?}");
        assert!(has("`nuclear_use`") && has("did not occur in 40 runs"), "{texts:#?}");
        assert!(!has("`m`") && !has("`bomb`") && !has("state `a`"), "{texts:#?}");
    }

    #[test]
    fn a_horizon_that_makes_the_result_is_told() {
        let hot = RIVALS
            .replace("horizon_days = 60", "horizon_days = 6")
            .replace("tension = 0.4", "tension = 0.4\nposture = \"mobilise\"");
        let program = program(&hot);
        let plan = BatchPlan { runs: 100, seed: 0, threads: 1 };
        let batch = run_batch(&program, &plan, &mut NoRuns, &mut |_| {}).unwrap();
        let cut = Warning::MostlyCutOff { share: 1.0, horizon_days: 6 };
        let told = judge(&batch, Confidence::default());
        assert!(matches!(told.first(), Some(Warning::MostlyCutOff { horizon_days: 6, .. })), "{told:#?}");
        assert!(
            cut.to_string()
                .starts_with("100 % of the runs were cut off in mid-crisis by the horizon of 6 days")
        );
        assert!(cut.to_string().ends_with("(--set horizon_days=12)"));
    }

    #[test]
    fn nothing_is_said_of_no_runs() {
        assert_eq!(texts(&batch(0)), Vec::<String>::new());
    }

    #[test]
    fn numbers_are_rounded_for_people() {
        let rounded = [0, 7, 99, 101, 18_214].map(round_up);
        assert_eq!(rounded, [0, 7, 99, 110, 19_000]);
        let shares = [0.0, 0.000_037, 0.004, 0.023, 0.5, 1.0].map(percent);
        assert_eq!(shares, ["0 %", "0.0037 %", "0.40 %", "2.3 %", "50 %", "100 %"]);
    }
}
