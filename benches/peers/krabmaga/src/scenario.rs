//! The scenario as written in `two-rivals.json`, and the tables that docs/model.md, 7.1 and 7.2, lets one work out
//! before the first day. Only rungs within reach become alternatives.

use serde::Deserialize;

pub const TYPES: usize = 5;
pub const CONCILIATE: usize = 0;
pub const HOLD: usize = 1;
const TEXT: &str = include_str!("../../two-rivals.json");

#[derive(Deserialize)]
pub struct Scenario {
    pub horizon_days: u64,
    pub quiet_days: u64,
    pub states: [StateNumbers; 2],
    pub relations: [RelationNumbers; 2],
    pub ladder: Vec<Rung>,
    pub effects: Vec<Effect>,
    pub utility: Utility,
    pub dynamics: Dynamics,
    pub constants: Constants,
    pub outcomes: Vec<String>,
}

#[derive(Deserialize)]
pub struct StateNumbers {
    pub assertiveness: f32,
    pub audience_cost: f32,
    pub defence: f32,
    pub power: f32,
    pub precision: f32,
    pub prestige: f32,
    pub proportionality: f32,
    pub resolve: Drawn,
    pub routine: f32,
    pub tempo: f32,
}

#[derive(Deserialize)]
pub struct Drawn {
    pub beta: BetaNumbers,
}

#[derive(Deserialize)]
pub struct BetaNumbers {
    pub mean: f64,
    pub concentration: f64,
}

#[derive(Deserialize)]
pub struct RelationNumbers {
    pub reach: usize,
    pub grievance: f32,
    pub injury: f32,
    pub tension: f32,
    pub ties: f32,
    #[serde(rename = "resolve_belief.mean")]
    pub belief_mean: f32,
    #[serde(rename = "resolve_belief.confidence")]
    pub belief_confidence: f32,
}

#[derive(Deserialize)]
pub struct Rung {
    pub severity: f32,
    pub public: f32,
    pub accident: f32,
    pub violent: bool,
    pub lasting: bool,
    pub deniable: bool,
    pub nuclear: bool,
    #[serde(rename = "fatalities.mean")]
    pub deaths_mean: f64,
    #[serde(rename = "fatalities.dispersion")]
    pub deaths_dispersion: f64,
    pub civilian_share: f64,
}

/// What the event of day 0 moves.
#[derive(Deserialize)]
pub struct Effect {
    pub quantity: Quantity,
    /// Index of the state, or of the relation, which is that of its first state.
    pub of: usize,
    pub amount: f32,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    Grievance,
    Injury,
    Justification,
    Tension,
    Ties,
    Assertiveness,
    Prestige,
}

#[derive(Deserialize)]
pub struct Utility {
    pub assertion: f32,
    pub audience: f32,
    pub coercion: f32,
    pub conciliation_effort: f32,
    pub effort: f32,
    pub effort_fixed: f32,
    pub humiliation: f32,
    pub legitimacy: f32,
    pub nest_precision_ratio: f32,
    pub reconciliation: f32,
    pub reconciliation_base: f32,
    pub reprisal: f32,
    pub ties: f32,
    pub weariness: f32,
}

#[derive(Deserialize)]
pub struct Dynamics {
    pub agenda_threshold: f32,
    pub assertion_spent: f32,
    pub assertiveness_half_life_days: f32,
    pub assurance_discount: f32,
    pub assurance_softening: f32,
    pub attribution: f32,
    pub belief_weight: f32,
    pub bite_per_day: f32,
    pub civilian_injury: f32,
    pub conciliation_grievance: f32,
    pub conciliation_relief: f32,
    pub defence_effect: f32,
    pub grievance_gain: f32,
    pub grievance_half_life_days: f32,
    pub grievance_relief: f32,
    pub injury_gain: f32,
    pub injury_half_life_days: f32,
    pub justification_gain: f32,
    pub justification_half_life_days: f32,
    pub posture_tension: f32,
    pub prestige_answered: f32,
    pub prestige_half_life_days: f32,
    pub prestige_unanswered: f32,
    pub settled_posture: f32,
    pub settled_tension: f32,
    pub severity_noise: f32,
    pub tension_gain: f32,
    pub tension_half_life_days: f32,
    pub ties_damage: f32,
    pub ties_half_life_days: f32,
    pub weariness_gain: f32,
    pub weariness_half_life_days: f32,
}

#[derive(Deserialize)]
pub struct Constants {
    pub myopic_reply: f32,
    pub types: [f32; TYPES],
    pub least_likelihood: f32,
    pub largest_injury: f32,
    pub largest_need: f32,
    pub civilians_at_half: f32,
    pub limited_war_acts: u32,
    pub war_severity: f32,
    pub prestige_offset: f32,
    pub smallest_stretch: f32,
}

impl Scenario {
    pub fn read() -> Result<Self, serde_json::Error> {
        serde_json::from_str(TEXT)
    }

    /// What of a violent blow arrives at this side.
    pub fn arrives(&self, side: usize) -> f32 {
        1.0 - self.dynamics.defence_effect * self.states[side].defence
    }

    pub fn exposure(&self, side: usize) -> f32 {
        self.states[1 - side].power / (self.states[side].power + self.states[1 - side].power)
    }

    /// The beta density at the types, normalised (7.10).
    pub fn prior(&self, side: usize) -> [f32; TYPES] {
        let relation = &self.relations[side];
        let a = relation.belief_mean * relation.belief_confidence - 1.0;
        let b = (1.0 - relation.belief_mean) * relation.belief_confidence - 1.0;
        let density = self.constants.types.map(|tau| tau.powf(a) * (1.0 - tau).powf(b));
        let total: f32 = density.iter().sum();
        density.map(|part| part / total)
    }

    pub fn posture_severity(&self, posture: usize) -> f32 {
        if posture == 0 { 0.0 } else { self.ladder[posture - 1].severity }
    }

    pub fn posture_is_violent(&self, posture: usize) -> bool {
        posture > 0 && self.ladder[posture - 1].violent
    }

    pub fn posture_is_war(&self, posture: usize) -> bool {
        self.posture_is_violent(posture) && self.posture_severity(posture) >= self.constants.war_severity
    }

    /// Conciliation: the next lower lasting rung; none from a violent posture (7.8).
    pub fn steps_down_to(&self, posture: usize) -> usize {
        if self.posture_is_violent(posture) {
            return 0;
        }
        (1..posture).rev().find(|&lower| self.ladder[lower - 1].lasting).unwrap_or(0)
    }
}

/// What an alternative amounts to (7.2).
#[derive(Clone, Copy, Default)]
pub struct Blow {
    pub rung: usize,
    pub assured: bool,
    pub severity: f32,
    pub felt: f32,
    pub seen: f32,
    pub home: f32,
    pub traced: f32,
    pub violent: bool,
    pub acts: bool,
    pub weight: f32,
}

/// The blows by alternative: conciliate, hold, the plain acts, the assured acts.
pub fn blows(scenario: &Scenario) -> Vec<Blow> {
    let dynamics = &scenario.dynamics;
    let mut plain = vec![Blow::default(); 2];
    let mut assured = Vec::new();
    for (index, rung) in scenario.ladder.iter().enumerate().take(scenario.relations[0].reach + 1) {
        let can_assure = rung.violent && !rung.lasting && !rung.nuclear;
        let seen = rung.severity * rung.public;
        let blow = Blow {
            rung: index,
            assured: false,
            severity: rung.severity,
            felt: rung.severity,
            seen,
            home: seen,
            traced: if rung.deniable { dynamics.attribution } else { 1.0 },
            violent: rung.violent,
            acts: true,
            weight: stretch(scenario, index) * if can_assure { 0.5 } else { 1.0 },
        };
        plain.push(blow);
        if can_assure {
            let felt = blow.felt * (1.0 - dynamics.assurance_softening);
            let home = blow.home * (1.0 - dynamics.assurance_discount);
            assured.push(Blow { assured: true, felt, home, ..blow });
        }
    }
    plain.extend(assured);
    plain
}

fn stretch(scenario: &Scenario, rung: usize) -> f32 {
    let severity = |rung: usize| scenario.ladder[rung].severity;
    let low = if rung == 0 { 0.0 } else { 0.5 * (severity(rung - 1) + severity(rung)) };
    let last = scenario.ladder.len() - 1;
    let high = if rung == last { 1.0 } else { 0.5 * (severity(rung) + severity(rung + 1)) };
    (high - low).max(scenario.constants.smallest_stretch)
}
