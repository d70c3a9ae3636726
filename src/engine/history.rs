//! A run that follows a history: what is on record is done, and everything else plays by the model.
//!
//! In the pairs that a history covers, it is complete: on each day each of the two states does what is on record, and nothing
//! if nothing is; go-betweens begin and agree when they did. What the model would have had them do is worked out all
//! the same, and reported before it is set aside ([`Observation`]). What nobody has on record is drawn as ever: the inputs of the run,
//! severities, deaths where none are given, what goes on in pairs that are not covered.

use super::casualties::Casualties;
use super::choice::Feasible;
use super::day::Run;
use super::decision::Carried;
use super::deliberation::Task;
use super::group;
use super::ladder::{Alternative, CONCILIATE, HOLD};
use super::program::Program;
use super::random::{Purpose, unit, unit64};
use super::recorder::Recorder;
use super::scene::Scene;
use crate::model::{DynamicsField, Scenario, StateField};

/// What a state did to another on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// Nothing new.
    Nothing,
    /// Conciliation.
    Conciliated,
    /// An act that landed on a rung.
    Acted(usize),
}

impl Done {
    /// Its place among all that can be done: nothing, conciliation, then the rungs in their order.
    pub fn place(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Conciliated => 1,
            Self::Acted(rung) => rung + 2,
        }
    }

    /// What stands at a place.
    pub fn at(place: usize) -> Self {
        match place {
            0 => Self::Nothing,
            1 => Self::Conciliated,
            _ => Self::Acted(place - 2),
        }
    }
}

/// Something that a state did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The day.
    pub day: u32,
    /// The relation: its `from` did it to its `to`.
    pub relation: usize,
    /// What it did.
    pub done: Done,
    /// The fewest and the most that it killed, if that is known.
    pub dead: Option<(u32, u32)>,
}

/// What a go-between achieved with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Talks {
    /// The day.
    pub day: u32,
    /// The channel: the go-between and the pair.
    pub channel: Channel,
    /// Whether they agreed; otherwise a mediation began.
    pub agreed: bool,
}

/// A go-between and a pair with which it has a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Channel(pub(crate) usize);

impl Channel {
    /// The channel of a go-between that mediates between a pair; `None` if it has no standing with both.
    pub fn of(program: &Program, mediator: usize, pair: usize) -> Option<Self> {
        let is_it = |&channel: &usize| program.channels[channel].mediator == mediator;
        program.channels_of[pair].iter().copied().find(is_it).map(Self)
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// In order; at most one for a day and relation, and none of nothing.
    steps: Vec<Step>,
    talks: Vec<Talks>,
    /// By event: the days on which it occurred; `None` for those that the history does not speak of.
    events: Vec<Option<Vec<u32>>>,
    /// By pair.
    covers: Vec<bool>,
    last_day: u32,
    is_settled: bool,
}

impl History {
    /// A history of a scenario in which nothing happened: it covers the pairs in focus.
    pub fn new(scenario: &Scenario, last_day: u32, is_settled: bool) -> Self {
        let mut covers = vec![false; scenario.pairs().len()];
        for pair in scenario.focus_pairs() {
            covers[pair] = true;
        }
        let last_day = last_day.min(scenario.horizon_days() - 1);
        let events = vec![None; scenario.events().len()];
        Self { steps: Vec::new(), talks: Vec::new(), events, covers, last_day, is_settled }
    }

    /// With something that a state did; another step of that day and relation is replaced.
    #[must_use]
    pub fn with_step(mut self, scenario: &Scenario, step: Step) -> Self {
        self.covers[scenario.relations()[step.relation].pair] = true;
        let place = |other: &Step| (other.day, other.relation);
        self.steps.retain(|other| place(other) != place(&step));
        if step.done != Done::Nothing {
            self.steps.push(step);
            self.steps.sort_unstable();
        }
        self
    }

    /// With what a go-between achieved.
    #[must_use]
    pub fn with_talks(mut self, program: &Program, talks: Talks) -> Self {
        self.covers[program.channels[talks.channel.0].pair] = true;
        self.talks.push(talks);
        self.talks.sort_unstable();
        self
    }

    /// With a day on which an event of the scenario occurred: it then occurs on the days on record, and on no other.
    #[must_use]
    pub fn with_event(mut self, event: usize, day: u32) -> Self {
        self.events[event].get_or_insert_default().push(day);
        self
    }

    /// Whether what the two states of a pair do to each other is on record.
    pub fn covers(&self, pair: usize) -> bool {
        self.covers[pair]
    }

    /// What states did, in the order of days and relations.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The last day that is on record, or the last of the scenario if that is earlier.
    pub fn last_day(&self) -> u32 {
        self.last_day
    }

    /// Whether it was over then.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    fn step(&self, day: u32, relation: usize) -> Option<&Step> {
        let place = self.steps.binary_search_by_key(&(day, relation), |step| (step.day, step.relation));
        place.ok().map(|place| &self.steps[place])
    }

    /// What the scenario's event did on a day, if the history speaks of it.
    pub(crate) fn event_occurs(&self, event: usize, day: u32) -> Option<bool> {
        self.events[event].as_ref().map(|days| days.contains(&day))
    }

    /// What go-betweens achieved on a day.
    pub(crate) fn talks_of(&self, day: u32) -> impl Iterator<Item = &Talks> {
        self.talks.iter().filter(move |talks| talks.day == day)
    }
}

/// What a state did on a day in a relation that the history covers, and what the model expected of it before. Also of days on
/// which it did nothing.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// The relation.
    pub relation: usize,
    /// What was done: nothing new, if what is on record adds nothing to what was in force.
    pub done: Done,
    /// Whether that was open to the state.
    pub is_open: bool,
    /// The chance that the state decides on such a day.
    pub chance: f64,
    /// Probability of every alternative, if it decides.
    pub(crate) probability: &'a [f32],
    pub(crate) feasible: Feasible,
    pub(crate) program: &'a Program,
    /// Chance of an accident, by rung.
    pub(crate) accident: &'a [f32],
    /// Chance that the author of a deniable act becomes known.
    pub(crate) traced: f32,
}

impl Observation<'_> {
    /// Puts the probability of everything that could have been seen into a list that has a place for each ([`Done::place`]), before
    /// it is known whether the state decides. They sum to 1 but for rounding. What nobody could trace is seen as nothing.
    pub fn expect(&self, seen: &mut [f64]) {
        self.spread(seen, |alternative| f64::from(self.probability[alternative]));
    }

    /// The same for a state that takes all alternatives that are open to be alike.
    pub fn expect_alike(&self, seen: &mut [f64]) {
        let open = 1.0 / self.feasible.all().count() as f64;
        self.spread(seen, |_| open);
    }

    fn spread(&self, seen: &mut [f64], probability: impl Fn(usize) -> f64) {
        seen.fill(0.0);
        seen[0] = 1.0 - self.chance;
        for meant in self.feasible.all() {
            let accident = f64::from(self.program.accident_of(meant, self.feasible, self.accident));
            let share = self.chance * probability(meant);
            let lands = [(meant, 1.0 - accident), (self.program.after_accident[meant], accident)];
            for (landed, chance) in lands {
                let share = share * chance;
                match self.program.alternatives[landed] {
                    Alternative::Hold => seen[0] += share,
                    Alternative::Conciliate => seen[1] += share,
                    Alternative::Act { rung, .. } if self.program.scenario().ladder()[rung].deniable => {
                        seen[rung + 2] += share * f64::from(self.traced);
                        seen[0] += share * (1.0 - f64::from(self.traced));
                    }
                    Alternative::Act { rung, .. } => seen[rung + 2] += share,
                }
            }
        }
    }
}

/// Whether the relation's states do what is on record.
fn is_covered(program: &Program, relation: usize) -> bool {
    let pair = program.scenario().relations()[relation].pair;
    program.history.as_ref().is_some_and(|history| history.covers[pair])
}

/// Calls up every relation that the history covers, in place of what the agenda and the dates of routine have called up. Whether there
/// are any.
pub(crate) fn call_up<R: Recorder>(
    run: &Run<'_, R>,
    berth: usize,
    tasks: &mut Vec<Task>,
    first: usize,
) -> bool {
    if run.program.history.is_none() {
        return false;
    }
    let mut place = 0;
    tasks.retain(|task| {
        place += 1;
        place <= first || !is_covered(run.program, task.relation)
    });
    let values = &run.inputs.values;
    let threshold = values.dynamics(DynamicsField::AgendaThreshold);
    for (relation, spec) in run.program.scenario().relations().iter().enumerate() {
        if !is_covered(run.program, relation) {
            continue;
        }
        let on_agenda = run.world.on_agenda.contains(relation);
        let field = if on_agenda { StateField::Tempo } else { StateField::Routine };
        tasks.push(Task {
            berth,
            relation,
            on_agenda,
            chance: values.state(spec.from, field),
            decides: false,
            speaks: on_agenda && run.world.injury[relation] > threshold,
            observed: true,
            words: [0; 4],
        });
    }
    true
}

/// What a relation that the history covers comes to today.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    pub(crate) done: Done,
    pub(crate) is_open: bool,
    /// Whether the state decided: if it did nothing, nobody knows, and it is drawn.
    pub(crate) decides: bool,
    /// What it meant and where that landed.
    pub(crate) carried: Carried,
}

/// Finds out what was done today, and draws what led to it: whether the state decided, and what it meant.
pub(crate) fn settle(
    scene: &Scene<'_>,
    task: &Task,
    chance: f32,
    probability: impl Fn(usize) -> f32,
) -> Settled {
    let relation = task.relation;
    let (feasible, _) = scene.options(relation);
    let done = done(scene, relation, feasible);
    let [whether, which, ..] = task.words;
    let by_itself = |alternative| Carried { meant: alternative, landed: alternative };
    match done {
        Done::Nothing => {
            let held = chance * probability(HOLD);
            let decides = unit(whether) * (1.0 - chance + held) < held;
            Settled { done, is_open: true, decides, carried: by_itself(HOLD) }
        }
        Done::Conciliated => Settled { done, is_open: true, decides: true, carried: by_itself(CONCILIATE) },
        Done::Acted(rung) => {
            let carried = pick_act(scene, feasible, rung, unit(which), probability);
            let is_open = carried.is_some();
            Settled { done, is_open, decides: true, carried: carried.unwrap_or(by_itself(HOLD + 1 + rung)) }
        }
    }
}

/// What was done today. A posture that is in force already, and a single blow amid fighting, add nothing.
fn done(scene: &Scene<'_>, relation: usize, feasible: Feasible) -> Done {
    let history = scene.program.history.as_ref();
    let step = history.and_then(|history| history.step(scene.day, relation));
    let done = step.map_or(Done::Nothing, |step| step.done);
    let Done::Acted(rung) = done else { return done };
    let ladder = scene.program.scenario().ladder();
    let is_part = match usize::from(scene.world.posture[relation]).checked_sub(1) {
        Some(posture) => rung <= posture && (ladder[rung].lasting || ladder[posture].violent),
        None => false,
    };
    if is_part && !feasible.contains(HOLD + 1 + rung) { Done::Nothing } else { done }
}

/// Of all that may have landed on a rung, what did, in proportion to its probability; `None` if nothing could have.
fn pick_act(
    scene: &Scene<'_>,
    feasible: Feasible,
    rung: usize,
    uniform: f32,
    probability: impl Fn(usize) -> f32,
) -> Option<Carried> {
    let program = scene.program;
    let is_there = |landed: usize| matches!(program.alternatives[landed], Alternative::Act { rung: other, .. } if other == rung);
    let ways = || {
        feasible.all().flat_map(|meant| {
            let accident = program.accident_of(meant, feasible, &scene.inputs.ladder.accident);
            let lands = [(meant, 1.0 - accident), (program.after_accident[meant], accident)];
            let share = probability(meant);
            lands
                .into_iter()
                .filter(|&(landed, chance)| is_there(landed) && chance > 0.0)
                .map(move |(landed, chance)| (Carried { meant, landed }, share * chance))
        })
    };
    let total: f32 = ways().map(|(_, share)| share).sum();
    let mut left = uniform * total;
    let mut last = None;
    for (carried, share) in ways().filter(|&(_, share)| share > 0.0) {
        last = Some(carried);
        left -= share;
        if left < 0.0 {
            break;
        }
    }
    last
}

/// Those whom an act killed, soldiers and civilians, if the history says so: a number between the fewest and the most, each as
/// likely, of whom the rung's usual share are civilians.
pub(crate) fn dead(scene: &Scene<'_>, relation: usize, rung: usize) -> Option<Casualties> {
    let (fewest, most) = scene.program.history.as_ref()?.step(scene.day, relation)?.dead?;
    let entity = scene.program.relation_entities[relation];
    let [high, low, ..] = scene.key.block(scene.day, entity, Purpose::Casualties, 0);
    let span = f64::from(most.saturating_sub(fewest)) + 1.0;
    let total = (fewest + (unit64(high, low) * span) as u32).min(most.max(fewest));
    let share = scene.inputs.ladder.civilian_share[rung];
    let civilian = ((total as f32 * share + 0.5) as u32).min(total);
    Some(Casualties { military: total - civilian, civilian })
}

/// Chance that the author of a deniable act in a relation becomes known.
pub(crate) fn traced(scene: &Scene<'_>, relation: usize) -> f32 {
    group::expected_traced(scene, relation)
}
