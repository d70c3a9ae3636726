//! The choice of docs/model.md, 7.3 to 7.5: utilities, nested logit, and the reply that is expected.
//!
//! A replier of foresight 0 expects back half of what its own act is felt as, whatever came before. So its reprisal
//! term is fixed for each type of resolve and each of its acts, and exp(precision · utility) splits into a factor that
//! is worked out once per scenario and one that all types share. Utilities of this scenario lie between −6 and 4, so
//! nothing overflows without taking out the largest first.

use crate::reply::Reply;
use crate::scenario::{Blow, CONCILIATE, HOLD, Scenario, TYPES, blows};

/// Most acts that can be open: every rung within reach, and the assured variants.
pub const MOST_ACTS: usize = 16;

/// How a state stands towards its rival on a day.
#[derive(Clone, Copy, Default)]
pub struct Stance {
    pub injury: f32,
    pub grievance: f32,
    pub justification: f32,
    pub cordiality: f32,
    pub prestige: f32,
    pub need: f32,
    pub weariness: f32,
    pub posture: usize,
    pub belief: [f32; TYPES],
}

/// The tables of the scenario that choices read.
pub struct Choice {
    pub blows: Vec<Blow>,
    sides: [Side; 2],
}

/// What is fixed for one side.
pub struct Side {
    pub precision: f32,
    pub exposure: f32,
    pub audience_cost: f32,
    pub proportionality: f32,
    pub arrives: f32,
    pub ties: f32,
    /// By posture.
    pub seats: Vec<Seat>,
}

/// One side with a posture in force.
pub struct Seat {
    pub acts: Vec<Act>,
    pub total_weight: f32,
    pub hold: Blow,
    pub hold_fear: [f32; TYPES],
}

/// An act that is open.
pub struct Act {
    pub place: usize,
    pub blow: Blow,
    /// By type, as a replier: the act's weight times exp(precision · reprisal).
    pub fear: [f32; TYPES],
    pub accident: f32,
    pub lands: usize,
}

/// The probabilities of a decision: of conciliating, of holding, of the acts that are open.
#[derive(Default)]
pub struct Probabilities {
    conciliate: f32,
    hold: f32,
    acts: [f32; MOST_ACTS],
}

/// What a state that turns to its rival has before it.
pub struct Options<'a> {
    scenario: &'a Scenario,
    side: &'a Side,
    seat: &'a Seat,
    conciliate: Alternative,
    hold: Alternative,
    acts: [Alternative; MOST_ACTS],
}

/// The utility of an alternative but for reprisal, and the reply to it.
#[derive(Clone, Copy, Default)]
struct Alternative {
    utility: f32,
    reply: f32,
}

impl Choice {
    pub fn new(scenario: &Scenario) -> Self {
        let blows = blows(scenario);
        let sides = [0, 1].map(|side| Side::new(scenario, &blows, side));
        Self { blows, sides }
    }

    /// What `side` has before it, with the replies that it expects (7.5).
    pub fn options<'a>(
        &'a self,
        scenario: &'a Scenario,
        stances: &[Stance; 2],
        tension: f32,
        side: usize,
    ) -> Options<'a> {
        let (own, other) = (&stances[side], &stances[1 - side]);
        let this = &self.sides[side];
        let seat = &this.seats[own.posture];
        let reply = Reply::new(scenario, &self.sides[1 - side], other, own, tension);
        let audience = this.audience(scenario, own);
        let of_blow = |blow: &Blow| {
            let before = before_account(scenario, blow, own, own.grievance);
            let utility =
                before - account(scenario, audience, own.injury, own.injury + own.justification, blow);
            Alternative { utility, reply: reply.to_blow(blow) }
        };
        let mut acts = [Alternative::default(); MOST_ACTS];
        for (alternative, act) in acts.iter_mut().zip(&seat.acts) {
            *alternative = of_blow(&act.blow);
        }
        let conciliate = Alternative {
            utility: this.conciliation(scenario, own.injury, audience, tension),
            reply: reply.to_conciliation(),
        };
        Options { scenario, side: this, seat, conciliate, hold: of_blow(&seat.hold), acts }
    }
}

impl Side {
    fn new(scenario: &Scenario, blows: &[Blow], side: usize) -> Self {
        let state = &scenario.states[side];
        let mut found = Self {
            precision: state.precision,
            exposure: scenario.exposure(side),
            audience_cost: state.audience_cost,
            proportionality: state.proportionality,
            arrives: scenario.arrives(side),
            ties: scenario.relations[side].ties,
            seats: Vec::new(),
        };
        found.seats =
            (0..=scenario.ladder.len()).map(|posture| found.seat(scenario, blows, posture)).collect();
        found
    }

    fn seat(&self, scenario: &Scenario, blows: &[Blow], posture: usize) -> Seat {
        let fighting = scenario.posture_is_violent(posture);
        let is_open = |place: usize| {
            let rung = blows[place].rung;
            blows[place].acts && (rung >= posture || !(scenario.ladder[rung].lasting || fighting))
        };
        let find = |rung: usize, assured: bool| {
            blows.iter().position(|blow| blow.acts && blow.rung == rung && blow.assured == assured)
        };
        let fear = |blow: &Blow, precision: f32| {
            let expected = self.exposure * scenario.constants.myopic_reply * blow.felt;
            let cost = |tau: f32| scenario.utility.reprisal * (1.0 - tau) * expected;
            scenario.constants.types.map(|tau| (-precision * cost(tau)).exp())
        };
        let act = |place: usize| {
            let blow = blows[place];
            let plain = find(blow.rung + 1, false);
            let higher = if blow.assured { find(blow.rung + 1, true).or(plain) } else { plain };
            let (accident, lands) = match higher {
                Some(lands) if is_open(lands) => (scenario.ladder[blow.rung].accident, lands),
                _ => (0.0, place),
            };
            let fear = fear(&blow, self.precision * scenario.utility.nest_precision_ratio);
            Act { place, blow, fear: fear.map(|factor| blow.weight * factor), accident, lands }
        };
        let acts: Vec<Act> = (0..blows.len()).filter(|&place| is_open(place)).map(act).collect();
        let hold = if fighting {
            Blow { acts: false, weight: 0.0, traced: 1.0, ..blows[1 + posture] }
        } else {
            Blow::default()
        };
        let total_weight = acts.iter().map(|act| act.blow.weight).sum();
        Seat { acts, total_weight, hold, hold_fear: fear(&hold, self.precision) }
    }

    /// A (7.3), without elections and mediators.
    pub fn audience(&self, scenario: &Scenario, stance: &Stance) -> f32 {
        self.audience_cost * (scenario.constants.prestige_offset - stance.prestige)
    }

    /// The utility of conciliating but for reprisal.
    pub fn conciliation(&self, scenario: &Scenario, injury: f32, audience: f32, tension: f32) -> f32 {
        let theta = &scenario.utility;
        theta.reconciliation_base - theta.conciliation_effort + theta.reconciliation * self.ties * tension
            - (theta.audience + theta.humiliation) * audience * injury
    }
}

/// The utility of a blow but for reprisal and for what the accounts decide.
pub fn before_account(scenario: &Scenario, blow: &Blow, stance: &Stance, grievance: f32) -> f32 {
    let theta = &scenario.utility;
    let violent = f32::from(u8::from(blow.violent));
    (theta.coercion * grievance - theta.effort) * blow.severity
        + theta.assertion * stance.need * blow.home * violent
        - theta.ties * stance.cordiality * blow.felt
        - theta.weariness * stance.weariness * blow.severity * violent
        - theta.effort_fixed * f32::from(u8::from(blow.acts))
}

/// What the accounts take off: the audience's share, and the excess that is condemned.
pub fn account(scenario: &Scenario, audience: f32, injury: f32, owed: f32, blow: &Blow) -> f32 {
    let theta = &scenario.utility;
    theta.audience * audience * (injury - blow.home).max(0.0) + theta.legitimacy * (blow.felt - owed).max(0.0)
}

impl Options<'_> {
    /// For a state of this resolve (7.4).
    pub fn probabilities(&self, resolve: f32) -> Probabilities {
        let (side, seat) = (self.side, self.seat);
        let ratio = self.scenario.utility.nest_precision_ratio;
        let cost = self.scenario.utility.reprisal * (1.0 - resolve) * side.exposure;
        let mass = |alternative: &Alternative, precision: f32| {
            (precision * (alternative.utility - cost * alternative.reply)).exp()
        };
        let conciliate = mass(&self.conciliate, side.precision);
        let hold = mass(&self.hold, side.precision);
        let mut found = Probabilities::default();
        let mut sum = 0.0;
        for ((probability, alternative), act) in found.acts.iter_mut().zip(&self.acts).zip(&seat.acts) {
            *probability = act.blow.weight * mass(alternative, side.precision * ratio);
            sum += *probability;
        }
        let nest = if sum > 0.0 { (sum / seat.total_weight).powf(1.0 / ratio) } else { 0.0 };
        let total = conciliate + hold + nest;
        if sum > 0.0 {
            let of_mass = nest / total / sum;
            found.acts.iter_mut().for_each(|probability| *probability *= of_mass);
        }
        Probabilities { conciliate: conciliate / total, hold: hold / total, ..found }
    }

    /// The alternative that a uniform number picks.
    pub fn pick(&self, probabilities: &Probabilities, uniform: f32) -> usize {
        let mut below = 0.0;
        for (act, probability) in self.seat.acts.iter().zip(&probabilities.acts) {
            below += probability;
            if uniform < below {
                return act.place;
            }
        }
        if uniform < below + probabilities.conciliate { CONCILIATE } else { HOLD }
    }

    /// Where an alternative lands: one rung higher if an accident has it so (7.6).
    pub fn landing(&self, chosen: usize, uniform: f32) -> usize {
        match self.seat.acts.iter().find(|act| act.place == chosen) {
            Some(act) if uniform < act.accident => act.lands,
            _ => chosen,
        }
    }

    /// Of what others saw today (7.6), for each type.
    pub fn likelihood(&self, seen: usize, chance: f32) -> [f32; TYPES] {
        self.scenario.constants.types.map(|tau| {
            let probabilities = self.probabilities(tau);
            match seen {
                CONCILIATE => chance * probabilities.conciliate,
                HOLD => 1.0 - chance + chance * probabilities.hold,
                _ => {
                    let landing_here = |(act, probability): (&Act, &f32)| match (act.place, act.lands) {
                        (meant, _) if meant == seen => probability * (1.0 - act.accident),
                        (_, lands) if lands == seen => probability * act.accident,
                        _ => 0.0,
                    };
                    chance * self.seat.acts.iter().zip(&probabilities.acts).map(landing_here).sum::<f32>()
                }
            }
        })
    }
}
