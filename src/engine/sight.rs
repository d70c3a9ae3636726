//! A run on a morning, as one of its states sees it: what is known, what can be done, and how it might go on.
//!
//! A state sees everything but the resolve of others, their suspicions, and the authors of blows that were not traced. How the run goes on is
//! played on other luck, with what the state does not know drawn again ([`Morning::suppose`]).

use super::agenda;
use super::belief::{self, TYPE_STEP, TYPES};
use super::deliberation::Task;
use super::fleet::{Berth, Workspace};
use super::program::Program;
use super::random::{Entity, Purpose, RunKey, unit};
use super::record::{Dead, RunRecord};
use super::recorder::Recorder;
use super::scene::Scene;
use super::script;
use super::suspicion;
use super::term::{Term, terms};
use super::world::NEVER;
use crate::model::{Mode, Quantity, StateField};

/// A run as it stands when its states decide on a day, after the day's events and go-betweens.
#[derive(Debug, Clone)]
pub struct Morning {
    berth: Berth,
    /// What may be decided, before luck has said what is.
    tasks: Vec<Task>,
    /// What is decided, with its luck.
    drawn: Vec<Task>,
}

/// How a state stands towards another, as it sees it itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The relation from the state to the other.
    pub relation: usize,
    /// Lasting rung that the state has in force.
    pub posture: Option<usize>,
    /// The same of the other.
    pub posture_of_other: Option<usize>,
    /// Tension of the pair, 0 to 1.
    pub tension: f32,
    /// Injury by the other that the state has not answered, 0 to 1.5.
    pub injury: f32,
    /// Injury by the state that the other has not answered, 0 to 1.5.
    pub injury_of_other: f32,
    /// Grievance against the other, 0 to 1.
    pub grievance: f32,
    /// A recent wrong by the other that third parties recognise, 0 to 1.
    pub justification: f32,
    /// What the relation is worth now, 0 to 1.
    pub cordiality: f32,
    /// Gravest violent rung of the other that is unanswered.
    pub unanswered: Option<usize>,
    /// Types of the other's resolve that the state tells apart, with the probabilities that it gives them.
    pub believed: [(f32, f32); TYPES.len()],
    /// The go-between that mediates between the two.
    pub mediator: Option<usize>,
    /// Go-betweens that press for direct talks.
    pub encouragers: Vec<usize>,
    /// States with which it suspects the other to collude.
    pub suspects: Vec<usize>,
    /// Whether the relation is on the state's agenda.
    pub on_agenda: bool,
    /// Whether the state is called upon to decide on it today.
    pub is_called: bool,
}

/// How things are at home.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Home {
    /// Standing of leadership and armed forces, 0 to 1.
    pub prestige: f32,
    /// The same on day 0.
    pub prestige_at_first: f32,
    /// Need to show strength, 0 to 1.5.
    pub need: f32,
    /// Weariness of war, 0 to 1.
    pub weariness: f32,
    /// Willingness to bear costs, 0 to 1: what others do not know.
    pub resolve: f32,
    /// What leaders pay per unit of unanswered injury, 0 to 2.
    pub audience_cost: f32,
    /// How much nearer an election makes leaders weigh their audience: 1 far from any.
    pub election: f32,
    /// The dead so far.
    pub dead: Dead,
}

/// Something that is open to a state in a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// Index into [`Program::alternatives`].
    pub alternative: usize,
    /// The probability with which a state that weighs would do it in this place.
    pub probability: f32,
    /// Severity of the answer that it would expect, 0 to 1.
    pub expected_reply: f32,
    /// Contribution of each term to the log-odds of this against hold.
    pub log_odds: [f32; Term::COUNT],
}

/// What is open to a state in a relation, and what it would do if it weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// What is open, in the order of the alternatives.
    pub prospects: Vec<Prospect>,
    /// What the luck of this day would have it choose.
    pub by_luck: usize,
}

/// How a supposed run stands on the evening of the day.
#[derive(Debug, Clone)]
pub enum Supposed {
    /// It goes on from here.
    Open(Box<Berth>),
    /// It has ended.
    Ended(Box<RunRecord>),
}

impl Workspace {
    /// A run on the morning of a day; `None` if it has ended by then.
    pub fn morning(&mut self, program: &Program, key: RunKey, day: u32) -> Option<Morning> {
        let mut tasks = Vec::new();
        self.convene(program, key, day, &mut tasks)?;
        let mut drawn = tasks.clone();
        self.0.desk.draw(program, &self.0.berths, &mut drawn);
        Some(Morning { berth: self.0.berths[0].clone(), tasks, drawn })
    }
}

impl Morning {
    /// The day.
    pub fn day(&self) -> u32 {
        self.berth.day
    }

    /// How a state stands towards the other of a relation.
    pub fn standing(&self, program: &Program, relation: usize) -> Standing {
        let scene = self.berth.scene(program);
        let spec = &program.scenario().relations()[relation];
        let (world, reverse) = (scene.world, spec.reverse);
        let mut believed = TYPES.map(|resolve| (resolve, 0.0));
        for (entry, probability) in believed.iter_mut().zip(belief::probabilities(world.belief[relation])) {
            entry.1 = probability;
        }
        let rung = |stored: u8| usize::from(stored).checked_sub(1);
        let mediation = (world.mediation[spec.pair] as usize).checked_sub(1);
        Standing {
            relation,
            posture: rung(world.posture[relation]),
            posture_of_other: rung(world.posture[reverse]),
            tension: world.tension[spec.pair],
            injury: world.injury[relation],
            injury_of_other: world.injury[reverse],
            grievance: world.grievance[relation],
            justification: world.justification[relation],
            cordiality: world.cordiality[relation],
            unanswered: rung(world.unanswered[relation]),
            believed,
            mediator: mediation.map(|channel| program.channels[channel].mediator),
            encouragers: encouragers(&scene, spec.pair),
            suspects: suspicion::suspected(&scene, relation),
            on_agenda: world.on_agenda.contains(relation),
            is_called: self.drawn.iter().any(|task| task.relation == relation && task.decides),
        }
    }

    /// How things are in a state.
    pub fn home(&self, program: &Program, state: usize) -> Home {
        let scene = self.berth.scene(program);
        let value = |field| scene.inputs.values.state(state, field);
        Home {
            prestige: scene.world.prestige[state],
            prestige_at_first: value(StateField::Prestige),
            need: scene.world.need[state],
            weariness: scene.world.weariness[state],
            resolve: value(StateField::Resolve),
            audience_cost: value(StateField::AudienceCost),
            election: scene.world.election[state],
            dead: self.berth.record.dead[state],
        }
    }

    /// What is open to the first state of a relation, and what it would do if it weighed, whether or not it is called upon to.
    pub fn outlook(&self, workspace: &mut Workspace, program: &Program, relation: usize) -> Outlook {
        let fleet = &mut workspace.0;
        fleet.berths[0].clone_from(&self.berth);
        fleet.berths[0].under_way = false;
        let mut task = [task(relation)];
        let mut drawn = task.to_vec();
        fleet.desk.draw(program, &fleet.berths, &mut drawn);
        task[0].words = drawn[0].words;
        let considered = fleet.desk.consider(program, &fleet.berths, task[0]);
        let scene = self.berth.scene(program);
        let (_, hold) = scene.options(relation);
        let stance = scene.own_stance(relation);
        let (theta, blows) = (&scene.inputs.theta, &scene.inputs.ladder.blows);
        let held = terms(theta, &stance, &hold, considered.replies[super::HOLD]);
        let prospect = |alternative: usize| {
            let blow = if alternative == super::HOLD { &hold } else { &blows[alternative] };
            let taken = terms(theta, &stance, blow, considered.replies[alternative]);
            Prospect {
                alternative,
                probability: considered.probability[alternative],
                expected_reply: considered.replies[alternative],
                log_odds: std::array::from_fn(|term| stance.precision * (taken[term] - held[term])),
            }
        };
        Outlook { prospects: considered.open.all().map(prospect).collect(), by_luck: considered.picked }
    }

    /// Plays the rest of the day on other luck, as the advisers of a state suppose it: what is to come is drawn by a branch of the
    /// run's key, and so is what the state does not know. Branches with one number have the same luck whatever the state does.
    ///
    /// Drawn again are the resolve of others (by what the state believes of it now; of states to which it has no relation, by the
    /// scenario), what others suspect, and the dates on which relations come up as a matter of routine.
    pub fn suppose(
        &self,
        workspace: &mut Workspace,
        program: &Program,
        seat: usize,
        number: u16,
        recorder: &mut impl Recorder,
    ) -> Supposed {
        let fleet = &mut workspace.0;
        let key = self.branch(number);
        fleet.berths[0].resume(&self.berth, key);
        veil(program, &mut fleet.berths[0], seat);
        let relations = program.scenario().relations();
        let is_known = |task: &&Task| task.on_agenda || relations[task.relation].from == seat;
        fleet.tasks.clear();
        fleet.tasks.extend(self.tasks.iter().filter(is_known));
        script::call_up(&fleet.berths[0].scene(program), 0, &mut fleet.tasks, 0);
        fleet.tasks.sort_unstable_by_key(|task| task.relation);
        recorder.turn_to(0);
        let goes_on = fleet.close_day(program, recorder);
        let berth = &mut fleet.berths[0];
        let supposed = if goes_on {
            Supposed::Open(Box::new(berth.clone()))
        } else {
            Supposed::Ended(Box::new(berth.record.clone()))
        };
        // What was supposed of fixed numbers must not stay for the next run in this berth.
        berth.clone_from(&self.berth);
        berth.under_way = false;
        supposed
    }

    /// The key of a branch: the advisers' own luck of this day.
    fn branch(&self, number: u16) -> RunKey {
        let [high, low, ..] =
            self.berth.key.block(self.berth.day, Entity::named("adviser", &[]), Purpose::Adviser, number);
        // The branch 0 is the run itself.
        self.berth.key.branched((u64::from(high) << 32 | u64::from(low)).max(1))
    }
}

/// A task for a relation on which the state decides.
fn task(relation: usize) -> Task {
    Task {
        berth: 0,
        relation,
        on_agenda: false,
        chance: 0.0,
        decides: true,
        speaks: false,
        observed: false,
        words: [0; 4],
    }
}

/// Go-betweens that press the states of a pair for direct talks.
fn encouragers(scene: &Scene<'_>, pair: usize) -> Vec<usize> {
    let channels = scene.program.channels.iter().enumerate();
    let at_work = channels.filter(|&(index, channel)| {
        channel.pair == pair && channel.mode == Mode::Encourage && scene.world.channel_since[index] != NEVER
    });
    at_work.map(|(_, channel)| channel.mediator).collect()
}

/// Draws what a state does not know by the luck of the run's key.
fn veil(program: &Program, berth: &mut Berth, seat: usize) {
    let (scenario, key, day) = (program.scenario(), berth.key, berth.day);
    for state in (0..scenario.states().len()).filter(|&state| state != seat) {
        let slot = scenario.layout().state(state, StateField::Resolve);
        let resolve = match scenario.relation_between(seat, state) {
            Some(relation) => {
                let entity = program.relation_entities[relation];
                let [kind, within, ..] = key.block(day, entity, Purpose::Adviser, 0);
                Some(believed_resolve(&berth.world.belief[relation], unit(kind), unit(within)))
            }
            None => by_scenario(program, key, slot),
        };
        if let Some(resolve) = resolve {
            berth.inputs.values.replace(slot, resolve);
        }
    }
    let values = &berth.inputs.values;
    let believed = &mut berth.inputs.believed;
    program.suspicions.redraw_others(scenario, seat, key, |slot| values.slot(slot), believed);
    let mut routine = std::mem::take(&mut berth.world.routine);
    agenda::redraw(&berth.scene(program), &mut routine);
    berth.world.routine = routine;
    berth.world.soonest_routine = agenda::soonest(&berth.world);
}

/// A resolve by what is believed of it: a type by its probability, then anything up to half-way to its neighbours.
fn believed_resolve(belief: &belief::Belief, kind: f32, within: f32) -> f32 {
    let mut below = 0.0;
    let mut found = TYPES[TYPES.len() - 1];
    for (resolve, probability) in TYPES.into_iter().zip(belief::probabilities(*belief)) {
        below += probability;
        if kind < below {
            found = resolve;
            break;
        }
    }
    found + TYPE_STEP * (within - 0.5)
}

/// A resolve as the scenario draws it; `None` if it is fixed.
fn by_scenario(program: &Program, key: RunKey, slot: usize) -> Option<f32> {
    let drawn = program.drawn.iter().find(|drawn| drawn.slot == slot)?;
    match &program.scenario().inputs()[slot].quantity {
        Quantity::Drawn(distribution) => Some(distribution.quantile(drawn.quantile(key)) as f32),
        Quantity::Fixed(_) => None,
    }
}
