//! Looking back: the run that was played among the runs of the model, and what each decision changed.

use std::io;

use super::advice::{MOST_BRANCHES, Yardstick, dead, difference};
use super::branch::{Fork, Line};
use super::game::{Decision, SeatGame, Turn};
use crate::engine::{HOLD, Outlook, Prospect, RunRecord, Silent, Workspace};
use crate::experiment::batch::{BatchPlan, run_batch_recording, threads};
use crate::experiment::class::OutcomeClass;
use crate::experiment::recorded::Recorded;
use crate::experiment::sink::{RunSink, SinkError};
use crate::stats::{Estimate, Level, ProportionMethod, proportion};

/// How much work a debrief is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DebriefPlan {
    /// Runs of the model alone, replicates 0 to `runs` − 1 of the game's seed.
    pub runs: u64,
    /// Branches from each decision that is judged, at most [`MOST_BRANCHES`]; none if 0.
    pub branches: u16,
    /// The most decisions that are judged: those that the model would have taken with the least probability.
    pub decisions: usize,
    /// Threads to use, 0 for all; never changes a result.
    pub threads: usize,
}

/// Where a number of the run lies among those of the model's runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The number.
    pub value: u64,
    /// Share of runs with less, with its 95 % interval.
    pub below: Estimate,
    /// Share of runs with just as much.
    pub equal: Estimate,
}

/// The same run with one decision replaced, and all others kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    /// What the seat does instead.
    pub alternative: usize,
    /// How the run ends then.
    pub record: RunRecord,
}

/// By how much a decision changes what is to come, over branches with the same luck: what was chosen minus what is done instead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// By [`Yardstick::ALL`]: difference of the chances, with its 95 % interval.
    pub chances: [Estimate; 4],
    /// Difference of the mean dead of the seat.
    pub dead: Estimate,
}

/// A decision, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The decision.
    pub decision: Decision,
    /// What was open, with the model's probabilities, and what its luck would have had it choose on this day.
    pub outlook: Outlook,
    /// What it is held against: the likeliest alternative of the model, or the next likeliest if that was chosen.
    pub twin: Twin,
    /// What it changed on other luck; `None` without branches.
    pub difference: Option<Difference>,
}

impl Judged {
    /// The probability with which the model would have chosen the same.
    pub fn probability(&self) -> f32 {
        let is_it = |prospect: &&Prospect| prospect.alternative == self.decision.alternative;
        self.outlook.prospects.iter().find(is_it).map_or(0.0, |prospect| prospect.probability)
    }
}

/// A game, looked back upon.
#[derive(Debug, Clone, PartialEq)]
pub struct Debrief {
    /// The run that was played.
    pub record: RunRecord,
    /// The class it ended in, by its place among [`OutcomeClass::all`].
    pub class: usize,
    /// Runs of the model alone.
    pub runs: u64,
    /// Share of each class among them.
    pub outcomes: Vec<Estimate>,
    /// Dead of the seat.
    pub dead: Place,
    /// Dead of all states.
    pub dead_of_all: Place,
    /// Day on which the run ended.
    pub end_day: Place,
    /// The same run without any decision of the person's: the model in the seat, on the same luck.
    pub model: RunRecord,
    /// The decisions that are judged, by day.
    pub judged: Vec<Judged>,
    /// Decisions that are not judged: time that was let pass where the model would have held as well, and what was too much.
    pub left_out: usize,
}

impl SeatGame {
    /// Looks back on a game that is over; `None` if it is not.
    pub fn debrief(&self, plan: &DebriefPlan) -> Option<Debrief> {
        let Turn::Over(record) = self.turn() else { return None };
        let scenario = self.program().scenario();
        let seat = self.key().seat;
        let all = |record: &RunRecord| record.dead.iter().map(|dead| dead.military + dead.civilian).sum();
        let own = move |record: &RunRecord| record.dead[seat].military + record.dead[seat].civilian;
        let mut sink = Ends { ends: Vec::new() };
        let batch = BatchPlan { runs: plan.runs, seed: self.key().seed, threads: plan.threads };
        // The sink takes whatever comes.
        let played: Result<_, SinkError> =
            run_batch_recording(self.program(), &batch, Recorded::LEAN, &mut sink, &mut |_| {});
        played.ok()?;
        let n = sink.ends.len() as u64;
        let classes = 0..OutcomeClass::all(scenario).len();
        let in_class =
            |class| sink.ends.iter().filter(|end| OutcomeClass::place(scenario, end) == class).count();
        let ends = &sink.ends;
        let place = |read: &dyn Fn(&RunRecord) -> u64| place(ends, record, read);
        let (judged, left_out) = self.judge(plan);
        Some(Debrief {
            class: OutcomeClass::place(scenario, record),
            runs: n,
            outcomes: classes.map(|class| share(in_class(class), n)).collect(),
            dead: place(&own),
            dead_of_all: place(&all),
            end_day: place(&|record| u64::from(record.end_day)),
            model: Workspace::new(self.program()).run(self.program(), self.run_key(), &mut Silent).clone(),
            judged,
            left_out,
            record: (**record).clone(),
        })
    }

    /// Judges decisions, and counts those that are left out.
    fn judge(&self, plan: &DebriefPlan) -> (Vec<Judged>, usize) {
        let mut workspace = Workspace::new(self.program());
        let mut worth: Vec<(Decision, Outlook)> = Vec::new();
        for &decision in self.decisions() {
            let Some(outlook) = self.outlook_before(&mut workspace, decision) else { continue };
            if !decision.waited || outlook.by_luck != HOLD {
                worth.push((decision, outlook));
            }
        }
        let probability = |(decision, outlook): &(Decision, Outlook)| {
            let is_it = |prospect: &&Prospect| prospect.alternative == decision.alternative;
            outlook.prospects.iter().find(is_it).map_or(0.0, |prospect| prospect.probability)
        };
        worth.sort_by(|a, b| probability(a).total_cmp(&probability(b)));
        worth.truncate(plan.decisions);
        worth.sort_by_key(|(decision, _)| (decision.day, decision.relation));
        let left_out = self.decisions().len() - worth.len();
        let judged = worth
            .into_iter()
            .filter_map(|(decision, outlook)| self.judge_one(&mut workspace, plan, decision, outlook));
        (judged.collect(), left_out)
    }

    /// What was open when a decision was taken.
    fn outlook_before(&self, workspace: &mut Workspace, decision: Decision) -> Option<Outlook> {
        let program = self.seated_with(Some(decision), None, None);
        let morning = workspace.morning(&program, self.run_key(), decision.day)?;
        Some(morning.outlook(workspace, &program, decision.relation))
    }

    fn judge_one(
        &self,
        workspace: &mut Workspace,
        plan: &DebriefPlan,
        decision: Decision,
        outlook: Outlook,
    ) -> Option<Judged> {
        let others = outlook.prospects.iter().filter(|other| other.alternative != decision.alternative);
        let likeliest = others.max_by(|a, b| a.probability.total_cmp(&b.probability))?;
        let instead = Decision { alternative: likeliest.alternative, ..decision };
        let done = (instead.called || instead.alternative != HOLD).then_some(instead);
        let program = self.seated_with(Some(decision), done, None);
        let record = workspace.run(&program, self.run_key(), &mut Silent).clone();
        let branches = plan.branches.min(MOST_BRANCHES);
        let difference = if branches == 0 {
            None
        } else {
            let before = self.seated_with(Some(decision), None, Some(decision.day));
            let morning = workspace.morning(&before, self.run_key(), decision.day)?;
            let lines = [decision, instead].map(|taken| Line { program: self.line(taken, Some(decision)) });
            let fork = Fork {
                morning: &morning,
                seat: self.key().seat,
                lines: lines.into(),
                branches,
                threads: threads(plan.threads),
            };
            let fates = fork.play();
            let [own, other] = [&fates[0], &fates[1]];
            Some(Difference {
                chances: Yardstick::ALL.map(|yardstick| difference(yardstick, own, other)),
                dead: dead(own, other).difference(Level::default()),
            })
        };
        Some(Judged {
            decision,
            outlook,
            twin: Twin { alternative: instead.alternative, record },
            difference,
        })
    }
}

/// Keeps the runs of a batch.
struct Ends {
    ends: Vec<RunRecord>,
}

impl RunSink for Ends {
    fn run(&mut self, record: &RunRecord) -> io::Result<()> {
        self.ends.push(record.clone());
        Ok(())
    }
}

fn share(count: usize, n: u64) -> Estimate {
    proportion(count as u64, n, ProportionMethod::Wilson, Level::default())
}

fn place(ends: &[RunRecord], record: &RunRecord, read: &dyn Fn(&RunRecord) -> u64) -> Place {
    let (value, n) = (read(record), ends.len() as u64);
    let count = |sought: &dyn Fn(u64) -> bool| ends.iter().filter(|end| sought(read(end))).count();
    Place {
        value,
        below: share(count(&|other| other < value), n),
        equal: share(count(&|other| other == value), n),
    }
}
