//! From utilities to probabilities: nested logit over {conciliate}, {hold}, {act on a rung}.
//!
//! Inside the act nest the inclusive value is a *mean*, (1/λw) ln Σ wₐ exp(λw Uₐ) with weights wₐ that sum to one
//! over the feasible rungs, so that dividing a rung in two does not make acting more likely.

use super::ladder::{Blow, CONCILIATE, HOLD, MAX_ALTERNATIVES};
use super::term::{Stance, Theta, reprisal_per_severity, utility_of_account, utility_of_standing};
use crate::lanes::Number;

/// A number for each alternative; entries past the ladder's last are unused.
pub(crate) type PerAlternative<V> = [V; MAX_ALTERNATIVES];

/// Less than any utility.
pub(super) const LOWEST: f32 = -1e30;
/// Less than the mass of any nest that has an act in it.
pub(super) const LEAST_MASS: f32 = 1e-30;

/// The alternatives open to a state, as a set of indices. Conciliate and hold always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feasible(pub(crate) u64);

impl Feasible {
    /// Conciliation and hold, which nobody can be denied.
    pub(crate) const LEAST: Self = Self(1 << CONCILIATE | 1 << HOLD);

    #[inline(always)]
    pub(crate) fn contains(self, alternative: usize) -> bool {
        self.0 >> alternative & 1 == 1
    }

    /// The acts open, without conciliate and hold.
    #[inline(always)]
    pub(crate) fn acts(self) -> impl Iterator<Item = usize> {
        Self(self.0 & !Self::LEAST.0).all()
    }

    /// Everything open, in the order of the alternatives.
    #[inline(always)]
    pub(crate) fn all(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let next = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(next)
        })
    }
}

/// What a state can do, in each of several runs side by side.
#[derive(Debug, Clone)]
pub(crate) struct Menu<V> {
    /// What is open in any of the runs.
    pub(crate) open: Feasible,
    /// Weight of every act in the act nest; 0 in the runs in which it is not open.
    weight: PerAlternative<V>,
    /// Added to the utility of every act: nothing, or in the runs in which it is not open more than any gain can make up for.
    barrier: PerAlternative<V>,
    /// Sum of the weights; 0 in the runs in which no act is open.
    pub(super) total_weight: V,
    /// The inverse of the same.
    per_total_weight: V,
    /// Hold: nothing, or fighting on while a violent posture is in force.
    pub(crate) hold: Blow<V>,
}

impl<V: Number> Menu<V> {
    /// A menu without acts.
    pub(crate) fn new() -> Self {
        Self {
            open: Feasible::LEAST,
            weight: [V::zero(); MAX_ALTERNATIVES],
            barrier: [V::zero(); MAX_ALTERNATIVES],
            total_weight: V::zero(),
            per_total_weight: V::zero(),
            hold: Blow::default(),
        }
    }

    /// Writes down what is open in each run, one to a lane.
    #[inline(always)]
    pub(crate) fn set(&mut self, blows: &[Blow<V>], feasible: &[Feasible]) {
        self.open = feasible.iter().fold(Feasible::LEAST, |open, feasible| Feasible(open.0 | feasible.0));
        self.total_weight = V::zero();
        for act in self.open.acts() {
            let mut open = V::zero();
            for (lane, feasible) in feasible.iter().enumerate() {
                open.set_lane(lane, f32::from(u8::from(feasible.contains(act))));
            }
            self.weight[act] = open * blows[act].weight;
            self.barrier[act] = (V::one() - open) * V::splat(LOWEST);
            self.total_weight += self.weight[act];
        }
        self.per_total_weight = V::one() / self.total_weight;
    }
}

/// One side of a pair at the moment of a decision: how it stands and what it can do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat<'a, V> {
    pub(crate) stance: Stance<V>,
    pub(crate) menu: &'a Menu<V>,
}

impl<V: Number> Seat<'_, V> {
    /// What an alternative amounts to for this side.
    #[inline(always)]
    pub(crate) fn blow<'b>(&'b self, blows: &'b [Blow<V>], alternative: usize) -> &'b Blow<V> {
        if alternative == HOLD { &self.menu.hold } else { &blows[alternative] }
    }

    /// The part of the utilities that does not hang on what the other side does; of what is not open, next to nothing.
    #[inline(always)]
    pub(crate) fn utilities_of_standing(
        &self,
        theta: &Theta<V>,
        blows: &[Blow<V>],
        utilities: &mut PerAlternative<V>,
    ) {
        for alternative in self.menu.open.all() {
            let of_standing = utility_of_standing(theta, &self.stance, self.blow(blows, alternative));
            utilities[alternative] = of_standing + self.menu.barrier[alternative];
        }
    }

    /// The utilities of what is open, but for reprisal.
    #[inline(always)]
    pub(crate) fn utilities_before_reprisal(
        &self,
        theta: &Theta<V>,
        blows: &[Blow<V>],
        of_standing: &PerAlternative<V>,
        utilities: &mut PerAlternative<V>,
    ) {
        for alternative in self.menu.open.all() {
            let of_account = utility_of_account(theta, &self.stance, self.blow(blows, alternative));
            utilities[alternative] = of_account + of_standing[alternative];
        }
    }
}

/// Works out the act nest: the utility of the best act, and into `masses` the mass of every act relative to it.
///
/// `before` are utilities but for reprisal, `replies` the answers expected, each unit of which costs `cost`.
#[inline(always)]
pub(super) fn weigh_acts<V: Number>(
    seat: &Seat<'_, V>,
    within: V,
    before: &PerAlternative<V>,
    replies: &PerAlternative<V>,
    cost: V,
    masses: &mut PerAlternative<V>,
) -> V {
    let menu = seat.menu;
    let mut best_act = V::splat(LOWEST);
    for act in menu.open.acts() {
        masses[act] = before[act] - cost * replies[act];
        best_act = best_act.max(masses[act]);
    }
    for act in menu.open.acts() {
        masses[act] = menu.weight[act] * (within * (masses[act] - best_act)).exp();
    }
    best_act
}

/// (1/λw) ln of the mean mass of an act nest, times λ: by how much the log-odds of acting differ from those of the act that the masses are
/// relative to. Meaningless where no act is open.
#[inline(always)]
pub(super) fn log_mean_mass<V: Number>(menu: &Menu<V>, per_nest_ratio: V, mass: V) -> V {
    (mass * menu.per_total_weight).ln() * per_nest_ratio
}

/// The choice probabilities of a seat whose holder has the given resolve and expects these replies: a logit over
/// conciliation, hold, and acting.
#[inline(always)]
pub(crate) fn probabilities<V: Number>(
    theta: &Theta<V>,
    seat: &Seat<'_, V>,
    before: &PerAlternative<V>,
    replies: &PerAlternative<V>,
    resolve: V,
    probability: &mut PerAlternative<V>,
) {
    let (menu, between) = (seat.menu, seat.stance.precision);
    let cost = reprisal_per_severity(theta, &seat.stance, resolve);
    let best_act = weigh_acts(seat, between * theta.nest_precision_ratio, before, replies, cost, probability);
    let mut mass = V::zero();
    for act in menu.open.acts() {
        mass += probability[act];
    }
    let conciliate = between * (before[CONCILIATE] - cost * replies[CONCILIATE]);
    let hold = between * (before[HOLD] - cost * replies[HOLD]);
    let act = between * best_act + log_mean_mass(menu, V::one() / theta.nest_precision_ratio, mass);
    let act = act.where_less(V::zero(), menu.total_weight, V::splat(LOWEST));
    let top = conciliate.max(hold).max(act);
    let (conciliate, hold, act) = ((conciliate - top).exp(), (hold - top).exp(), (act - top).exp());
    let share = V::one() / (conciliate + hold + act);
    let of_nest = act * share / mass.max(V::splat(LEAST_MASS));
    for act in menu.open.acts() {
        probability[act] *= of_nest;
    }
    probability[CONCILIATE] = conciliate * share;
    probability[HOLD] = hold * share;
}

/// The order in which [`pick`] walks through the alternatives of a ladder: down the rungs from the gravest, then through the assured
/// acts to conciliation and hold, so that the rarest acts sit where a 32-bit uniform number is finest.
pub(crate) fn walk(rungs: usize, alternatives: usize) -> Vec<usize> {
    (2..2 + rungs).rev().chain(2 + rungs..alternatives).chain([CONCILIATE, HOLD]).collect()
}

/// The alternative that a uniform number picks, as an index into the walk.
#[inline(always)]
pub(crate) fn pick<V: Number>(
    walk: &[usize],
    open: Feasible,
    probability: &PerAlternative<V>,
    uniform: V,
) -> V {
    let mut below = V::zero();
    let mut picked = V::splat((walk.len() - 1) as f32);
    for (index, &alternative) in walk[..walk.len() - 1].iter().enumerate() {
        if open.contains(alternative) {
            below += probability[alternative];
            let here = V::splat(index as f32).where_less(uniform, below, picked);
            picked = picked.min(here);
        }
    }
    picked
}

#[cfg(test)]
mod tests;
