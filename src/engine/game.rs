//! One decision as a game in extensive form: what a state can do, what the other can answer, and what each end is worth to both.
//!
//! With foresight 1 a decision *is* such a game: the chooser does not know the other's resolve, values every answer by one price per unit of
//! severity, and takes the other to choose by the same logit, while the other expects back half of what it deals out. So the logit by backward
//! induction over this tree (agent quantal response; `McKelvey` and Palfrey 1998) gives the probabilities of the decision itself.

use super::anticipation::{Above, Exchange, Foresight, Myopic, Rules};
use super::belief::{self, TYPES};
use super::choice::{Menu, PerAlternative, Seat, probabilities};
use super::fleet::Workspace;
use super::ladder::MAX_ALTERNATIVES;
use super::program::Program;
use super::random::RunKey;
use super::scene::Scene;
use super::term::reprisal_per_severity;

/// A decision of one state towards another on a day of a run, with the answers that it anticipates.
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    /// The state that decides, and the one whose answer it anticipates.
    pub players: [usize; 2],
    /// λ of either: how sharply differences of payoff decide between conciliation, holding and acting.
    pub precision: [f32; 2],
    /// λw / λ: how much sharper they decide among acts.
    pub nest_precision_ratio: f32,
    /// The types of the other's resolve that the chooser tells apart, with the probabilities that it gives them.
    pub types: [(f32, f32); TYPES.len()],
    /// What is open to the chooser, in the order of [`Program::alternatives`].
    pub moves: Vec<Move>,
}

/// Something that the chooser can do.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Index into [`Program::alternatives`].
    pub alternative: usize,
    /// Its weight among the acts (`docs/model.md`, 7.2); 0 outside of them.
    pub weight: f32,
    /// The probability with which the chooser does this.
    pub probability: f32,
    /// What is open to the other then.
    pub replies: Vec<Reply>,
}

/// Something that the other can answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Index into [`Program::alternatives`].
    pub alternative: usize,
    /// Its weight among the acts; 0 outside of them.
    pub weight: f32,
    /// What this end is worth to the chooser: its utility with this answer in place of the expected one.
    pub to_chooser: f32,
    /// What it is worth to the other, by type.
    pub to_replier: [f32; TYPES.len()],
    /// The probability with which the other answers this, by type.
    pub probability: [f32; TYPES.len()],
}

/// Why a decision is no such game.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoGame {
    /// A player does not weigh.
    #[error(
        "`{state}` goes by the policy {policy} and weighs no payoffs; set `states.{state}.policy=quantal`"
    )]
    Rule {
        /// Key of the state.
        state: String,
        /// Name of its policy.
        policy: &'static str,
    },
    /// The chooser looks no reply ahead, or more than one.
    #[error(
        "`{state}` looks {foresight} replies ahead, and the tree holds one: with none there is no answer in it, and with two either side has an \
        imagined game of its own; set `states.{state}.foresight=1`"
    )]
    Foresight {
        /// Key of the state.
        state: String,
        /// Replies that it looks ahead.
        foresight: u8,
    },
    /// The run does not last as long.
    #[error("run {replicate} ends before day {day}")]
    Over {
        /// Number of the run.
        replicate: u64,
        /// The day asked for.
        day: u32,
    },
}

impl Game {
    /// The decision of the first state of a relation on a day of a run, after the events and go-betweens of that day: with the
    /// numbers of that run, whether or not the state does decide then.
    ///
    /// # Errors
    ///
    /// All reasons for which there is no such game.
    pub fn of(program: &Program, key: RunKey, day: u32, relation: usize) -> Result<Self, Vec<NoGame>> {
        let mut obstacles = obstacles(program, relation);
        let mut workspace = Workspace::new(program);
        let Some(berth) = workspace.at_decisions(program, key, day) else {
            obstacles.push(NoGame::Over { replicate: key.replicate(), day });
            return Err(obstacles);
        };
        if obstacles.is_empty() { Ok(Self::seen(&berth.scene(program), relation)) } else { Err(obstacles) }
    }

    fn seen(scene: &Scene<'_>, relation: usize) -> Self {
        let (program, inputs) = (scene.program, scene.inputs);
        let spec = &program.scenario().relations()[relation];
        let rules = Rules { theta: inputs.theta, tariff: inputs.tariff, blows: inputs.ladder.blows.clone() };
        let menus = [relation, spec.reverse].map(|relation| {
            let mut menu = Menu::new();
            let (feasible, hold) = scene.options(relation);
            menu.set(&rules.blows, &[feasible]);
            menu.hold = hold;
            menu
        });
        let [about_own, about_other] =
            [spec.reverse, relation].map(|relation| belief::probabilities(scene.world.belief[relation]));
        let exchange = Exchange {
            own: Seat { stance: scene.own_stance(relation), menu: &menus[0] },
            other: Seat { stance: scene.stance(spec.reverse), menu: &menus[1] },
            about_own: &about_own,
            about_other: &about_other,
        };
        let mut types = [(0.0, 0.0); TYPES.len()];
        for (entry, pair) in types.iter_mut().zip(TYPES.into_iter().zip(about_other)) {
            *entry = pair;
        }
        Self {
            players: [spec.from, spec.to],
            precision: [exchange.own.stance.precision, exchange.other.stance.precision],
            nest_precision_ratio: rules.theta.nest_precision_ratio,
            types,
            moves: moves(&rules, &exchange),
        }
    }
}

/// Everything that the chooser can do, with its own probabilities and the tree below.
fn moves(rules: &Rules<f32>, exchange: &Exchange<'_, f32>) -> Vec<Move> {
    let seat = &exchange.own;
    let mut expected = [0.0; MAX_ALTERNATIVES];
    Above::<Myopic>::replies(rules, exchange, &mut expected);
    let before = before_reprisal(rules, seat);
    let mut probability = [0.0; MAX_ALTERNATIVES];
    probabilities(&rules.theta, seat, &before, &expected, seat.stance.resolve, &mut probability);
    let price = reprisal_per_severity(&rules.theta, &seat.stance, seat.stance.resolve);
    let open = seat.menu.open.all();
    open.map(|alternative| Move {
        alternative,
        weight: rules.blows[alternative].weight,
        probability: probability[alternative],
        replies: replies(rules, &exchange.after(rules, alternative), before[alternative], price),
    })
    .collect()
}

/// Everything that the other can answer, seen from its seat after the chooser's move. To the chooser the move is worth `before` but for the
/// answer, each unit of which costs it `price`.
fn replies(rules: &Rules<f32>, exchange: &Exchange<'_, f32>, before: f32, price: f32) -> Vec<Reply> {
    let (theta, seat) = (&rules.theta, &exchange.own);
    let mut expected = [0.0; MAX_ALTERNATIVES];
    Myopic::replies(rules, exchange, &mut expected);
    let own = before_reprisal(rules, seat);
    let by_type = TYPES.map(|resolve| {
        let mut probability = [0.0; MAX_ALTERNATIVES];
        probabilities(theta, seat, &own, &expected, resolve, &mut probability);
        probability
    });
    let open = seat.menu.open.all();
    open.map(|alternative| Reply {
        alternative,
        weight: rules.blows[alternative].weight,
        to_chooser: before - price * seat.blow(&rules.blows, alternative).severity,
        to_replier: TYPES.map(|resolve| {
            own[alternative] - reprisal_per_severity(theta, &seat.stance, resolve) * expected[alternative]
        }),
        probability: by_type.each_ref().map(|probability| probability[alternative]),
    })
    .collect()
}

/// The utilities of what is open, but for the answer.
fn before_reprisal(rules: &Rules<f32>, seat: &Seat<'_, f32>) -> PerAlternative<f32> {
    let (mut standing, mut utilities) = ([0.0; MAX_ALTERNATIVES], [0.0; MAX_ALTERNATIVES]);
    seat.utilities_of_standing(&rules.theta, &rules.blows, &mut standing);
    seat.utilities_before_reprisal(&rules.theta, &rules.blows, &standing, &mut utilities);
    utilities
}

/// What about the two states of a relation does not fit into the tree, on whatever day.
fn obstacles(program: &Program, relation: usize) -> Vec<NoGame> {
    let scenario = program.scenario();
    let relation = &scenario.relations()[relation];
    let mut found = Vec::new();
    for state in [relation.from, relation.to].map(|state| &scenario.states()[state]) {
        if let Some(rule) = state.rule {
            found.push(NoGame::Rule { state: state.key.clone(), policy: rule.key() });
        }
    }
    let chooser = &scenario.states()[relation.from];
    if chooser.foresight != 1 {
        found.push(NoGame::Foresight { state: chooser.key.clone(), foresight: chooser.foresight });
    }
    found
}
