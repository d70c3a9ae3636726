//! A choice as the other side imagines it: over all that is believed of the chooser's resolve at once.

use super::belief::{PerType, TYPE_STEP, TYPES};
use super::choice::{LEAST_MASS, LOWEST, PerAlternative, Seat, log_mean_mass, weigh_acts};
use super::ladder::{Blow, CONCILIATE, HOLD, MAX_ALTERNATIVES};
use super::term::{Theta, reprisal_per_severity};
use crate::lanes::Number;

/// The middle one of the [`TYPES`].
const HALF_WAY: usize = TYPES.len() / 2;
/// Factors that span more than e to this power are not used: a mass that vanishes for the middle type might matter for another. With the
/// default weights the span is about 1.
const WIDEST_SPAN: f32 = 30.0;

/// What a believed resolve does to a choice: from one type to the next, the odds of every alternative grow by a factor of its own.
///
/// Resolve enters the utility in one product, cost · reply, and the [`TYPES`] are evenly spaced: so what one type makes of an
/// alternative is what the type below makes of it, times exp(λ · step · reply), and one exponential serves all types (of a
/// sum, it is the product of the exponentials of its parts).
#[derive(Debug, Clone)]
pub(crate) struct Reactions<V> {
    /// The answer that the choosing side expects to each alternative.
    pub(crate) replies: PerAlternative<V>,
    /// The factor from one type to the next higher one: of masses within the act nest, of odds between the nests.
    higher: PerAlternative<V>,
    /// The inverse of the same.
    lower: PerAlternative<V>,
    /// Largest exponent that the factors come to between the middle type and the ends.
    span: V,
    /// λ / λw.
    per_nest_ratio: V,
}

impl<V: Number> Reactions<V> {
    pub(crate) fn new() -> Self {
        let none = [V::zero(); MAX_ALTERNATIVES];
        Self { replies: none, higher: none, lower: none, span: V::zero(), per_nest_ratio: V::zero() }
    }

    /// Works the factors out from the replies.
    #[inline(always)]
    pub(crate) fn settle(&mut self, theta: &Theta<V>, seat: &Seat<'_, V>) {
        let between = seat.stance.precision;
        let step = reprisal_per_severity(theta, &seat.stance, V::splat(1.0 - TYPE_STEP));
        self.span = V::zero();
        self.per_nest_ratio = V::one() / theta.nest_precision_ratio;
        for alternative in seat.menu.open.all() {
            let scale = if alternative > HOLD { between * theta.nest_precision_ratio } else { between };
            let exponent = scale * step * self.replies[alternative];
            // Where λw is below λ, what is little within the nest of acts is more between the nests.
            let widest = if alternative > HOLD {
                exponent.max(between * step * self.replies[alternative])
            } else {
                exponent
            };
            self.span = self.span.max(widest * V::splat(HALF_WAY as f32));
            self.higher[alternative] = exponent.exp();
            self.lower[alternative] = (-exponent).exp();
        }
    }
}

/// A choice by a holder of a seat of whose resolve something is only believed.
#[derive(Clone, Copy)]
pub(crate) struct Imagined<'a, V> {
    pub(crate) theta: &'a Theta<V>,
    pub(crate) blows: &'a [Blow<V>],
    pub(crate) seat: &'a Seat<'a, V>,
    /// Utilities but for reprisal.
    pub(crate) before: &'a PerAlternative<V>,
    pub(crate) reactions: &'a Reactions<V>,
    /// Probabilities of the types.
    pub(crate) believed: &'a PerType<V>,
}

impl<V: Number> Imagined<'_, V> {
    /// The severity to be expected of the choice. `masses` is room to work it out in.
    #[inline(always)]
    pub(crate) fn expected_severity(&self, masses: &mut PerAlternative<V>) -> V {
        let (higher, lower) = (&self.reactions.higher, &self.reactions.lower);
        let log_act = self.weigh_acts(HALF_WAY, masses);
        let odds = self.odds(HALF_WAY, log_act, self.mass_of(masses));
        let mut nests = PerType::<Nest<V>>::default();
        for act in self.seat.menu.open.acts() {
            let of_types = spread(masses[act], higher[act], lower[act]);
            for (nest, mass) in nests.iter_mut().zip(of_types) {
                nest.add(mass, self.blows[act].severity);
            }
        }
        let conciliate = spread(odds.conciliate, higher[CONCILIATE], lower[CONCILIATE]);
        let hold = spread(odds.hold, higher[HOLD], lower[HOLD]);
        let mut expected = V::zero();
        for kind in 0..TYPES.len() {
            let odds = Odds { conciliate: conciliate[kind], hold: hold[kind], log_act: odds.log_act };
            expected += self.believed[kind] * self.severity_of(&odds, &nests[kind]);
        }
        if self.reactions.span.any_above(WIDEST_SPAN) {
            let one_by_one = self.one_by_one(masses);
            expected = one_by_one.where_less(V::splat(WIDEST_SPAN), self.reactions.span, expected);
        }
        expected
    }

    /// The same without factors, type by type.
    #[inline(always)]
    fn one_by_one(&self, masses: &mut PerAlternative<V>) -> V {
        let mut expected = V::zero();
        for kind in 0..TYPES.len() {
            let log_act = self.weigh_acts(kind, masses);
            let mut nest = Nest::default();
            for act in self.seat.menu.open.acts() {
                nest.add(masses[act], self.blows[act].severity);
            }
            let odds = self.odds(kind, log_act, nest.mass);
            expected += self.believed[kind] * self.severity_of(&odds, &nest);
        }
        expected
    }

    /// What one unit of an expected reply costs a holder of this type.
    #[inline(always)]
    fn cost(&self, kind: usize) -> V {
        reprisal_per_severity(self.theta, &self.seat.stance, V::splat(TYPES[kind]))
    }

    /// The masses in the act nest if the holder is of this type, and the log-odds of the act that they are relative to.
    #[inline(always)]
    fn weigh_acts(&self, kind: usize, masses: &mut PerAlternative<V>) -> V {
        let between = self.seat.stance.precision;
        let within = between * self.theta.nest_precision_ratio;
        let replies = &self.reactions.replies;
        between * weigh_acts(self.seat, within, self.before, replies, self.cost(kind), masses)
    }

    /// The sum of these masses.
    #[inline(always)]
    fn mass_of(&self, masses: &PerAlternative<V>) -> V {
        let mut sum = V::zero();
        for act in self.seat.menu.open.acts() {
            sum += masses[act];
        }
        sum
    }

    /// Odds of conciliation and hold for a holder of this type, and the log-odds of the act that masses, of this sum, are relative to;
    /// all relative to the largest of those of conciliation, hold, and acting at all. (Not of the best act: where λw is far below λ, acting
    /// at all is worth so much less than it that no odds would be left.)
    #[inline(always)]
    fn odds(&self, kind: usize, log_act: V, mass: V) -> Odds<V> {
        let (between, cost) = (self.seat.stance.precision, self.cost(kind));
        let log_odds = |alternative: usize| {
            between * (self.before[alternative] - cost * self.reactions.replies[alternative])
        };
        let (conciliate, hold) = (log_odds(CONCILIATE), log_odds(HOLD));
        let acting = log_act + log_mean_mass(self.seat.menu, self.reactions.per_nest_ratio, mass);
        let acting = acting.where_less(V::zero(), self.seat.menu.total_weight, V::splat(LOWEST));
        let top = conciliate.max(hold).max(acting);
        Odds { conciliate: (conciliate - top).exp(), hold: (hold - top).exp(), log_act: log_act - top }
    }

    /// The severity to be expected of a holder for whom the nests come to this.
    #[inline(always)]
    fn severity_of(&self, odds: &Odds<V>, nest: &Nest<V>) -> V {
        let menu = self.seat.menu;
        let act = (odds.log_act + log_mean_mass(menu, self.reactions.per_nest_ratio, nest.mass)).exp();
        let act = act.where_less(V::zero(), menu.total_weight, V::zero());
        let mass = nest.mass.max(V::splat(LEAST_MASS));
        let all = mass * (odds.conciliate + odds.hold + act);
        (act * nest.severity + mass * odds.hold * menu.hold.severity) / all
    }
}

/// From what holds for the middle type to what holds for each, by the factor to the next higher and to the next lower type.
#[inline(always)]
fn spread<V: Number>(middle: V, higher: V, lower: V) -> PerType<V> {
    let mut of_types = [middle; TYPES.len()];
    for kind in HALF_WAY + 1..TYPES.len() {
        of_types[kind] = of_types[kind - 1] * higher;
    }
    for kind in (0..HALF_WAY).rev() {
        of_types[kind] = of_types[kind + 1] * lower;
    }
    of_types
}

/// The act nest of one type: the sum of the masses, and of masses times severities.
#[derive(Debug, Clone, Copy, Default)]
struct Nest<V> {
    mass: V,
    severity: V,
}

impl<V: Number> Nest<V> {
    #[inline(always)]
    fn add(&mut self, mass: V, severity: V) {
        self.mass += mass;
        self.severity += mass * severity;
    }
}

/// How likely the alternatives outside the act nest are against those in it.
#[derive(Clone, Copy)]
struct Odds<V> {
    conciliate: V,
    hold: V,
    /// Logarithm of the odds of the act that the masses are relative to.
    log_act: V,
}

#[cfg(test)]
mod tests;
