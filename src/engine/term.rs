//! The utility of an act, as a sum of named terms: the one place where the decision rule's table stands.
//!
//! The names are used in the file format, the trace and every output, because the sum is what makes the model
//! explainable. [`terms`] is read by the choice itself, by anticipation and by observers' beliefs alike.

use super::ladder::Blow;
use crate::model::UtilityField as Field;

/// A named part of the utility of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// Make the other stop what it does or shelters.
    Coercion,
    /// Show strength at home and abroad.
    Assertion,
    /// Answering less than was suffered costs leaders at home (Fearon 1994).
    Audience,
    /// Others watch; letting it pass invites the next.
    Precedent,
    /// The expected answer.
    Reprisal,
    /// The relation is worth something.
    Ties,
    /// Unprovoked or disproportionate force is condemned.
    Legitimacy,
    /// The threat that leaves something to chance (Schelling 1960).
    NuclearRisk,
    /// What mediators and patrons can withhold.
    Pressure,
    /// The hurting stalemate (Zartman).
    Weariness,
    /// Any act costs something.
    Effort,
    /// What conciliation may restore.
    Reconciliation,
    /// Conciliating with an injury unanswered.
    Humiliation,
}

impl Term {
    /// How many terms there are.
    pub const COUNT: usize = Self::ALL.len();

    /// All terms, in the order of every table.
    pub const ALL: [Self; 13] = [
        Self::Coercion,
        Self::Assertion,
        Self::Audience,
        Self::Precedent,
        Self::Reprisal,
        Self::Ties,
        Self::Legitimacy,
        Self::NuclearRisk,
        Self::Pressure,
        Self::Weariness,
        Self::Effort,
        Self::Reconciliation,
        Self::Humiliation,
    ];

    /// The name in files and tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Coercion => "coercion",
            Self::Assertion => "assertion",
            Self::Audience => "audience",
            Self::Precedent => "precedent",
            Self::Reprisal => "reprisal",
            Self::Ties => "ties",
            Self::Legitimacy => "legitimacy",
            Self::NuclearRisk => "nuclear_risk",
            Self::Pressure => "pressure",
            Self::Weariness => "weariness",
            Self::Effort => "effort",
            Self::Reconciliation => "reconciliation",
            Self::Humiliation => "humiliation",
        }
    }
}

/// The weights θ of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Theta {
    pub(crate) coercion: f32,
    pub(crate) assertion: f32,
    pub(crate) audience: f32,
    pub(crate) precedent: f32,
    pub(crate) reprisal: f32,
    pub(crate) ties: f32,
    pub(crate) legitimacy: f32,
    pub(crate) nuclear_risk: f32,
    pub(crate) pressure: f32,
    pub(crate) weariness: f32,
    pub(crate) effort_fixed: f32,
    pub(crate) effort: f32,
    pub(crate) reconciliation_base: f32,
    pub(crate) reconciliation: f32,
    pub(crate) humiliation: f32,
    pub(crate) conciliation_effort: f32,
    /// λw / λ: precision inside the act nest over precision between nests.
    pub(crate) nest_precision_ratio: f32,
}

impl Theta {
    /// Reads the weights from a run's values of the utility fields.
    pub(crate) fn read(value: impl Fn(Field) -> f32) -> Self {
        Self {
            coercion: value(Field::Coercion),
            assertion: value(Field::Assertion),
            audience: value(Field::Audience),
            precedent: value(Field::Precedent),
            reprisal: value(Field::Reprisal),
            ties: value(Field::Ties),
            legitimacy: value(Field::Legitimacy),
            nuclear_risk: value(Field::NuclearRisk),
            pressure: value(Field::Pressure),
            weariness: value(Field::Weariness),
            effort_fixed: value(Field::EffortFixed),
            effort: value(Field::Effort),
            reconciliation_base: value(Field::ReconciliationBase),
            reconciliation: value(Field::Reconciliation),
            humiliation: value(Field::Humiliation),
            conciliation_effort: value(Field::ConciliationEffort),
            nest_precision_ratio: value(Field::NestPrecisionRatio),
        }
    }
}

/// How i stands towards j when it decides: everything the utility of an act depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stance {
    /// x: what j did to i that i has not answered.
    pub(crate) injury: f32,
    /// g: long-standing and acute wrongs.
    pub(crate) grievance: f32,
    /// J: a recent wrong that others recognise.
    pub(crate) justification: f32,
    /// c: what the relation is worth now.
    pub(crate) cordiality: f32,
    /// What the relation is worth in the long run.
    pub(crate) ties: f32,
    /// t: tension of the pair.
    pub(crate) tension: f32,
    /// n: need to show strength.
    pub(crate) need: f32,
    /// y: war weariness.
    pub(crate) weariness: f32,
    /// m: what mediators and patrons withhold.
    pub(crate) pressure: f32,
    /// A = audience cost · (1.5 − prestige) · election factor · (1 − face).
    pub(crate) audience: f32,
    /// W: sum of the onlookers' weights.
    pub(crate) onlookers: f32,
    /// v = `power_j` / (`power_i` + `power_j`).
    pub(crate) exposure: f32,
    /// N: 1 if j has nuclear weapons.
    pub(crate) nuclear: f32,
    /// ρ: willingness to bear costs.
    pub(crate) resolve: f32,
    /// λ: precision of the choice between nests.
    pub(crate) precision: f32,
    /// How far a reply in kind closes the account for i.
    pub(crate) proportionality: f32,
    /// Share of an incoming violent blow that i stops.
    pub(crate) stopped: f32,
}

/// The terms of the utility of `act` for a state that stands as `i`, when it expects an answer of severity `reply`.
pub(crate) fn terms(theta: &Theta, i: &Stance, act: &Blow, reply: f32) -> [f32; Term::COUNT] {
    let s = act.severity;
    let s3 = s * s * s;
    let conciliates = act.conciliates;
    [
        theta.coercion * i.grievance * s,
        theta.assertion * i.need * act.home * act.violent,
        -theta.audience * i.audience * (i.injury - act.home).max(0.0),
        -theta.precedent * i.onlookers * (i.injury - act.seen).max(0.0),
        -theta.reprisal * (1.0 - i.resolve) * i.exposure * reply,
        -theta.ties * i.cordiality * act.felt,
        -theta.legitimacy * (act.felt - i.injury - i.justification).max(0.0),
        -theta.nuclear_risk * i.nuclear * s3 * s3,
        -theta.pressure * i.pressure * s,
        -theta.weariness * i.weariness * s * act.violent,
        -(theta.effort_fixed * act.acts + theta.effort * s + theta.conciliation_effort * conciliates),
        (theta.reconciliation_base + theta.reconciliation * i.ties * i.tension) * conciliates,
        -theta.humiliation * i.audience * i.injury * conciliates,
    ]
}

/// The utility but for reprisal, which alone depends on resolve and on the expected answer.
pub(crate) fn utility_before_reprisal(theta: &Theta, i: &Stance, act: &Blow) -> f32 {
    terms(theta, i, act, 0.0).iter().sum()
}

/// What one unit of expected answer costs a state of the given resolve.
pub(crate) fn reprisal_per_severity(theta: &Theta, i: &Stance, resolve: f32) -> f32 {
    theta.reprisal * (1.0 - resolve) * i.exposure
}
