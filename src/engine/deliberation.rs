//! Step 4 for many runs at once: what may be decided today is collected from all the runs that are played side by side, and
//! weighed N decisions at a time, one to a lane.
//!
//! Runs differ in what they have to decide, and when: were each run tied to a lane, most lanes would idle. Decisions are
//! where the time goes, and they are all alike, so it is they that are put side by side. A decision weighed in a lane
//! among others, or alone in the only lane, comes to the same bits.

use std::ops::Range;

use super::account::Tariff;
use super::answers::Answers;
use super::anticipation::{Above, Exchange, Foresight, Myopic, Rules};
use super::belief::{self, Belief, PerType, TYPES};
use super::choice::{Feasible, Menu, PerAlternative, Seat, pick, probabilities};
use super::decision::{self, Decided, Pending, Weighed};
use super::fleet::Berth;
use super::history::{self, Done};
use super::inputs::RunInputs;
use super::ladder::{Blow, MAX_ALTERNATIVES};
use super::policy::Course;
use super::program::Program;
use super::random::{Purpose, unit};
use super::term::{Stance, Theta};
use crate::lanes::{Lanes, Number, Width, Words, philox};

/// The furthest that a state can look ahead.
const MOST_FORESIGHT: u8 = 2;

/// A relation that a state may decide on today, or whose silence may speak.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Task {
    pub(crate) berth: usize,
    pub(crate) relation: usize,
    pub(crate) on_agenda: bool,
    /// Chance that the state decides on it on such a day.
    pub(crate) chance: f32,
    /// Whether it does decide.
    pub(crate) decides: bool,
    /// Whether doing nothing would tell others something.
    pub(crate) speaks: bool,
    /// Whether a history says what comes of it.
    pub(crate) observed: bool,
    /// The luck of the decision: whether, which, accident, severity.
    pub(crate) words: [u32; 4],
}

/// What came of a task.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) task: Task,
    pub(crate) pending: Pending,
    /// The decision, if one was taken.
    pub(crate) decided: Option<Decided>,
    /// What a history has of it, if it has anything.
    pub(crate) seen: Option<Seen>,
    /// Where its probabilities stand.
    probabilities: Range<usize>,
}

/// What a state makes of its situation in a relation.
#[derive(Debug, Clone)]
pub(crate) struct Considered {
    pub(crate) open: Feasible,
    /// By alternative: probability that the state chooses it; 0 where it is not open.
    pub(crate) probability: Vec<f32>,
    /// By alternative: severity of the answer that it expects.
    pub(crate) replies: Vec<f32>,
    /// What the luck of the task picks.
    pub(crate) picked: usize,
}

/// What a history has of a task.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) done: Done,
    pub(crate) is_open: bool,
    /// Chance that the state decides on such a day.
    pub(crate) chance: f32,
}

/// What came of all tasks of a day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdicts {
    /// In the order of the tasks.
    pub(crate) list: Vec<Verdict>,
    probabilities: Vec<f32>,
}

impl Verdicts {
    fn clear(&mut self) {
        self.list.clear();
        self.probabilities.clear();
    }

    /// Probability of each alternative of a decision.
    pub(crate) fn probabilities_of(&self, verdict: &Verdict) -> &[f32] {
        &self.probabilities[verdict.probabilities.clone()]
    }
}

/// The desk at which N decisions are weighed side by side.
#[derive(Debug, Clone)]
pub(crate) struct Desk<const N: usize> {
    width: Width,
    rules: Rules<Lanes<N>>,
    /// Whether the rules on the desk are those of every run.
    rules_set: bool,
    stances: [Stance<Lanes<N>>; 2],
    menus: [Menu<Lanes<N>>; 2],
    feasible: [[Feasible; N]; 2],
    beliefs: [PerType<Lanes<N>>; 2],
    /// What is expected of the other side by its rule; `None` if nobody goes by one.
    answers: Option<Box<Answers<Lanes<N>>>>,
    luck: Lanes<N>,
    /// Tasks of one level of foresight.
    alike: Vec<Task>,
    result: Outlook<Lanes<N>>,
}

/// What a state makes of its situation, in each of several runs.
#[derive(Debug, Clone)]
struct Outlook<V> {
    /// The answer expected to each alternative.
    replies: PerAlternative<V>,
    /// Probability of each alternative.
    probability: PerAlternative<V>,
    /// The same if its resolve were that of each type.
    by_type: PerType<PerAlternative<V>>,
    /// Index into the walk of what was picked.
    picked: V,
}

impl<const N: usize> Desk<N> {
    pub(crate) fn new(program: &Program, width: Width) -> Self {
        let blank = [Lanes::splat(0.0); MAX_ALTERNATIVES];
        Self {
            width,
            rules: Rules {
                theta: Theta::default(),
                tariff: Tariff::default(),
                blows: vec![Blow::default(); program.alternatives().len()],
            },
            rules_set: false,
            stances: [Stance::default(); 2],
            menus: [Menu::new(), Menu::new()],
            feasible: [[Feasible::LEAST; N]; 2],
            beliefs: [PerType::default(); 2],
            answers: program.has_rules.then(|| Box::new(Answers::new())),
            luck: Lanes::default(),
            alike: Vec::new(),
            result: Outlook {
                replies: blank,
                probability: blank,
                by_type: [blank; TYPES.len()],
                picked: Lanes::default(),
            },
        }
    }

    /// Draws the luck of every task, and keeps those that come to anything.
    pub(crate) fn draw(&self, program: &Program, berths: &[Berth], tasks: &mut Vec<Task>) {
        for chunk in tasks.chunks_mut(N) {
            let (mut counter, mut key) = ([Words::<N>::default(); 4], [Words::<N>::default(); 2]);
            for (lane, task) in chunk.iter().enumerate() {
                let berth = &berths[task.berth];
                let whom = program.relation_entities[task.relation];
                let (words, seed) = berth.key.counter(berth.day, whom, Purpose::Decision, 0);
                for (counter, word) in counter.iter_mut().zip(words) {
                    counter.0[lane] = word;
                }
                for (key, word) in key.iter_mut().zip(seed) {
                    key.0[lane] = word;
                }
            }
            let drawn = self.width.run(
                #[inline(always)]
                || philox(counter, key),
            );
            for (lane, task) in chunk.iter_mut().enumerate() {
                task.words = drawn.map(|words| words.0[lane]);
                task.decides |= task.on_agenda && unit(task.words[0]) < task.chance;
            }
        }
        tasks.retain(|task| task.decides || task.speaks || task.observed);
    }

    /// Weighs all tasks; the verdicts come in the order of the tasks.
    pub(crate) fn deliberate(
        &mut self,
        program: &Program,
        berths: &[Berth],
        tasks: &[Task],
        verdicts: &mut Verdicts,
    ) {
        let foresight = |task: &&Task| {
            let state = program.scenario().relations()[task.relation].from;
            program.scenario().states()[state].foresight
        };
        verdicts.clear();
        let mut alike = std::mem::take(&mut self.alike);
        for level in 0..=MOST_FORESIGHT {
            alike.clear();
            alike.extend(tasks.iter().filter(|task| foresight(task) == level));
            for chunk in alike.chunks(N) {
                self.lay_out(program, berths, chunk);
                self.weigh(program, level);
                for (lane, task) in chunk.iter().enumerate() {
                    self.conclude(program, &berths[task.berth], *task, lane, verdicts);
                }
            }
        }
        self.alike = alike;
        let place = |verdict: &Verdict| (verdict.task.berth, verdict.task.relation);
        if !verdicts.list.is_sorted_by_key(place) {
            verdicts.list.sort_unstable_by_key(place);
        }
    }

    /// What a state makes of its situation in the relation of a task, whatever it then does.
    pub(crate) fn consider(&mut self, program: &Program, berths: &[Berth], task: Task) -> Considered {
        let state = program.scenario().relations()[task.relation].from;
        self.lay_out(program, berths, &[task]);
        self.weigh(program, program.scenario().states()[state].foresight);
        let (open, result) = (self.feasible[0][0], &self.result);
        let all = 0..program.alternatives.len();
        let probability = |alternative: usize| result.probability[alternative].lane(0);
        Considered {
            open,
            probability: all.clone().map(|a| if open.contains(a) { probability(a) } else { 0.0 }).collect(),
            replies: all.map(|alternative| result.replies[alternative].lane(0)).collect(),
            picked: program.walk[result.picked.lane(0) as usize],
        }
    }

    /// Puts the rules of every task's run into its lane. Rules that are the same in every run are laid out once.
    fn lay_out_rules(&mut self, program: &Program, berths: &[Berth], tasks: &[Task]) {
        let inputs_of = |task: &Task| berths[task.berth].scene(program).inputs;
        if !program.rules_are_fixed {
            for (lane, task) in tasks.iter().enumerate() {
                self.rules.set_lane(lane, inputs_of(task));
            }
        } else if !self.rules_set {
            for lane in 0..N {
                self.rules.set_lane(lane, inputs_of(&tasks[0]));
            }
            self.rules_set = true;
        }
    }

    /// Puts the situation of every task into its lane.
    fn lay_out(&mut self, program: &Program, berths: &[Berth], tasks: &[Task]) {
        self.lay_out_rules(program, berths, tasks);
        self.feasible = [[Feasible::LEAST; N]; 2];
        for (lane, task) in tasks.iter().enumerate() {
            let scene = berths[task.berth].scene(program);
            let reverse = program.scenario().relations()[task.relation].reverse;
            for (side, relation) in [task.relation, reverse].into_iter().enumerate() {
                let stance = if side == 0 { scene.own_stance(relation) } else { scene.stance(relation) };
                self.stances[side].set_lane(lane, &stance);
                let (feasible, hold) = scene.options(relation);
                self.feasible[side][lane] = feasible;
                self.menus[side].hold.set_lane(lane, &hold);
                let belief: &Belief = &scene.world.belief[relation];
                for (lanes, &weight) in self.beliefs[side].iter_mut().zip(belief) {
                    lanes.set_lane(lane, weight);
                }
            }
            if let Some(answers) = &mut self.answers {
                answers.set_lane(lane, &scene, task.relation, self.feasible[0][lane]);
            }
            self.luck.set_lane(lane, unit(task.words[1]));
        }
    }

    fn weigh(&mut self, program: &Program, foresight: u8) {
        let Self { rules, stances, menus, feasible, beliefs, answers, luck, result, .. } = self;
        self.width.run(
            #[inline(always)]
            || {
                for (menu, feasible) in menus.iter_mut().zip(feasible) {
                    menu.set(&rules.blows, feasible);
                }
                let answers = answers.as_deref();
                let work = Work { program, rules, stances, menus, beliefs, answers, luck: *luck };
                match foresight {
                    0 => work.weigh::<Myopic>(result),
                    1 => work.weigh::<Above<Myopic>>(result),
                    _ => work.weigh::<Above<Above<Myopic>>>(result),
                }
            },
        );
    }

    /// Reads off a lane what came of its task.
    fn conclude(&self, program: &Program, berth: &Berth, task: Task, lane: usize, verdicts: &mut Verdicts) {
        let result = &self.result;
        let scene = berth.scene(program);
        let course = Course::of(&scene, &task);
        let chance = course.map_or(task.chance, |course| course.chance_as_seen);
        let open = self.feasible[0][lane];
        let probability = |alternative: usize| {
            if !open.contains(alternative) {
                return 0.0;
            }
            let weighed = result.probability[alternative].lane(lane);
            course.map_or(weighed, |course| course.probability(alternative, weighed))
        };
        let settled = task.observed.then(|| history::settle(&scene, &task, chance, probability));
        let task = Task { decides: settled.map_or(task.decides, |settled| settled.decides), ..task };
        let picked = program.walk[result.picked.lane(lane) as usize];
        let (chosen, by_rule) = match (settled, course) {
            (Some(settled), course) => (settled.carried.meant, course.is_some()),
            (None, Some(course)) => course.choose(&scene, task.relation, picked),
            (None, None) => (picked, false),
        };
        let weighed = Weighed {
            chosen,
            by_rule,
            carried: settled.map(|settled| settled.carried),
            chance,
            // What was not open to it has no likelihood.
            tells: course.is_none_or(|course| course.tells())
                && settled.is_none_or(|settled| settled.is_open),
            by_type: &|kind, alternative| {
                let weighed = result.by_type[kind][alternative].lane(lane);
                course.map_or(weighed, |course| course.probability_as_seen(alternative, weighed))
            },
            expected_reply: &|alternative| result.replies[alternative].lane(lane),
        };
        let (pending, decided) = decision::conclude(&scene, &task, &weighed);
        let first = verdicts.probabilities.len();
        if decided.is_some() || task.observed {
            verdicts.probabilities.extend((0..program.alternatives.len()).map(probability));
        }
        let probabilities = first..verdicts.probabilities.len();
        let seen = settled.map(|settled| Seen { done: settled.done, is_open: settled.is_open, chance });
        verdicts.list.push(Verdict { task, pending, decided, seen, probabilities });
    }
}

impl<const N: usize> Rules<Lanes<N>> {
    /// Puts a run's rules into a lane.
    fn set_lane(&mut self, lane: usize, of_run: &RunInputs) {
        self.theta.set_lane(lane, &of_run.theta);
        self.tariff.set_lane(lane, &of_run.tariff);
        for (blow, of_run) in self.blows.iter_mut().zip(&of_run.ladder.blows) {
            blow.set_lane(lane, of_run);
        }
    }
}

/// What is on the desk.
struct Work<'a, V> {
    program: &'a Program,
    rules: &'a Rules<V>,
    stances: &'a [Stance<V>; 2],
    menus: &'a [Menu<V>; 2],
    beliefs: &'a [PerType<V>; 2],
    answers: Option<&'a Answers<V>>,
    luck: V,
}

impl<V: Number> Work<'_, V> {
    #[inline(always)]
    fn weigh<F: Foresight>(&self, result: &mut Outlook<V>) {
        let rules = self.rules;
        let exchange = Exchange {
            own: Seat { stance: self.stances[0], menu: &self.menus[0] },
            other: Seat { stance: self.stances[1], menu: &self.menus[1] },
            about_own: &belief::probabilities(self.beliefs[1]),
            about_other: &belief::probabilities(self.beliefs[0]),
        };
        let seat = &exchange.own;
        F::replies(rules, &exchange, &mut result.replies);
        if let Some(answers) = self.answers.filter(|_| F::SEES_ACTS) {
            answers.temper(seat.menu.open, &mut result.replies);
        }
        let mut utilities = [V::zero(); MAX_ALTERNATIVES];
        let mut of_standing = [V::zero(); MAX_ALTERNATIVES];
        seat.utilities_of_standing(&rules.theta, &rules.blows, &mut of_standing);
        seat.utilities_before_reprisal(&rules.theta, &rules.blows, &of_standing, &mut utilities);
        let (theta, resolve, replies) = (&rules.theta, seat.stance.resolve, &result.replies);
        probabilities(theta, seat, &utilities, replies, resolve, &mut result.probability);
        for (&resolve, probability) in TYPES.iter().zip(&mut result.by_type) {
            probabilities(theta, seat, &utilities, replies, V::splat(resolve), probability);
        }
        result.picked = pick(&self.program.walk, seat.menu.open, &result.probability, self.luck);
    }
}
