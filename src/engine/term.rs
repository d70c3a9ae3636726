//! The utility of an act, as a sum of named terms: the one place where the decision rule's table stands.
//!
//! The names are used in the file format, the trace and every output, because the sum is what makes the model
//! explainable. [`terms`] is read by the choice itself, by anticipation and by observers' beliefs alike.

use super::by_lane::by_lane;
use super::ladder::Blow;
use crate::lanes::Number;
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

by_lane! {
/// The weights θ of a run.
pub(crate) struct Theta {
    pub(crate) coercion,
    pub(crate) assertion,
    pub(crate) audience,
    pub(crate) precedent,
    pub(crate) reprisal,
    pub(crate) ties,
    pub(crate) legitimacy,
    pub(crate) nuclear_risk,
    pub(crate) pressure,
    pub(crate) weariness,
    pub(crate) effort_fixed,
    pub(crate) effort,
    pub(crate) reconciliation_base,
    pub(crate) reconciliation,
    pub(crate) humiliation,
    pub(crate) conciliation_effort,
    /// λw / λ: precision inside the act nest over precision between nests.
    pub(crate) nest_precision_ratio,
}
}

impl Theta<f32> {
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

by_lane! {
/// How i stands towards j when it decides: everything the utility of an act depends on.
pub(crate) struct Stance {
    /// x: what j did to i that i has not answered.
    pub(crate) injury,
    /// g: long-standing and acute wrongs.
    pub(crate) grievance,
    /// What is to be expected of armed groups on j's soil.
    pub(crate) menace,
    /// J: a recent wrong that others recognise.
    pub(crate) justification,
    /// c: what the relation is worth now.
    pub(crate) cordiality,
    /// What the relation is worth in the long run.
    pub(crate) ties,
    /// t: tension of the pair.
    pub(crate) tension,
    /// n: need to show strength.
    pub(crate) need,
    /// y: war weariness.
    pub(crate) weariness,
    /// m: what mediators and patrons withhold.
    pub(crate) pressure,
    /// A = audience cost · (1.5 − prestige) · election factor · (1 − face).
    pub(crate) audience,
    /// Chance that a deniable act of i's is traced to it.
    pub(crate) traced,
    /// W: sum of the onlookers' weights.
    pub(crate) onlookers,
    /// v = `power_j` / (`power_i` + `power_j`).
    pub(crate) exposure,
    /// N: 1 if j has nuclear weapons.
    pub(crate) nuclear,
    /// ρ: willingness to bear costs.
    pub(crate) resolve,
    /// λ: precision of the choice between nests.
    pub(crate) precision,
    /// How far a reply in kind closes the account for i.
    pub(crate) proportionality,
    /// Share of an incoming violent blow that i stops.
    pub(crate) stopped,
}
}

/// The terms of the utility of `act` for a state that stands as `i`, when it expects an answer of severity `reply`.
#[inline(always)]
pub(crate) fn terms<V: Number>(theta: &Theta<V>, i: &Stance<V>, act: &Blow<V>, reply: V) -> [V; Term::COUNT] {
    let [coercion, audience, precedent, legitimacy, reconciliation, humiliation] =
        terms_of_account(theta, i, act);
    let [assertion, ties, nuclear_risk, pressure, weariness, effort] = terms_of_standing(theta, i, act);
    let reprisal = -reprisal_per_severity(theta, i, i.resolve) * reply;
    [
        coercion,
        assertion,
        audience,
        precedent,
        reprisal,
        ties,
        legitimacy,
        nuclear_risk,
        pressure,
        weariness,
        effort,
        reconciliation,
        humiliation,
    ]
}

/// The terms that hang on what the other side has done: on the account between the two, and on the tension.
#[inline(always)]
fn terms_of_account<V: Number>(theta: &Theta<V>, i: &Stance<V>, act: &Blow<V>) -> [V; 6] {
    let none = V::zero();
    let reconciliation = theta.reconciliation_base + theta.reconciliation * i.ties * i.tension;
    [
        theta.coercion * (i.grievance + i.menace * act.against_group) * act.severity,
        -theta.audience * i.audience * (i.injury - act.home).max(none),
        -theta.precedent * i.onlookers * (i.injury - act.seen).max(none),
        -theta.legitimacy * (act.felt - i.injury - i.justification).max(none),
        reconciliation * act.conciliates,
        -theta.humiliation * i.audience * i.injury * act.conciliates,
    ]
}

/// The terms that do not: an act that is only imagined leaves them as they are.
#[inline(always)]
fn terms_of_standing<V: Number>(theta: &Theta<V>, i: &Stance<V>, act: &Blow<V>) -> [V; 6] {
    let s = act.severity;
    let s3 = s * s * s;
    let effort =
        theta.effort_fixed * act.acts + theta.effort * s + theta.conciliation_effort * act.conciliates;
    [
        theta.assertion * i.need * act.home * act.violent,
        -theta.ties * i.cordiality * act.felt,
        -theta.nuclear_risk * i.nuclear * s3 * s3,
        -theta.pressure * i.pressure * s,
        -theta.weariness * i.weariness * s * act.violent,
        -effort,
    ]
}

/// The part of the utility that hangs on what the other side has done.
#[inline(always)]
pub(crate) fn utility_of_account<V: Number>(theta: &Theta<V>, i: &Stance<V>, act: &Blow<V>) -> V {
    let [a, b, c, d, e, f] = terms_of_account(theta, i, act);
    ((a + b) + (c + d)) + (e + f)
}

/// The part that does not. Only reprisal is in neither: it hangs on resolve and on the expected answer.
#[inline(always)]
pub(crate) fn utility_of_standing<V: Number>(theta: &Theta<V>, i: &Stance<V>, act: &Blow<V>) -> V {
    let [a, b, c, d, e, f] = terms_of_standing(theta, i, act);
    ((a + b) + (c + d)) + (e + f)
}

/// What one unit of expected answer costs a state of the given resolve.
#[inline(always)]
pub(crate) fn reprisal_per_severity<V: Number>(theta: &Theta<V>, i: &Stance<V>, resolve: V) -> V {
    theta.reprisal * (V::one() - resolve) * i.exposure
}
