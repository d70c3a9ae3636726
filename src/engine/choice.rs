//! From utilities to probabilities: nested logit over {conciliate}, {hold}, {act on a rung}.
//!
//! Inside the act nest the inclusive value is a *mean*, (1/λw) ln Σ wₐ exp(λw Uₐ) with weights wₐ that sum to one
//! over the feasible rungs, so that dividing a rung in two does not make acting more likely.

use super::ladder::{Blow, CONCILIATE, HOLD, MAX_ALTERNATIVES};
use super::math;
use super::term::{Stance, Theta, reprisal_per_severity, utility_before_reprisal};

/// A number for each alternative; entries past the ladder's last are unused.
pub(crate) type PerAlternative = [f32; MAX_ALTERNATIVES];

/// The alternatives open to a state, as a set of indices. Conciliate and hold always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feasible(pub(crate) u64);

impl Feasible {
    pub(crate) fn contains(self, alternative: usize) -> bool {
        self.0 >> alternative & 1 == 1
    }

    /// The acts open, without conciliate and hold.
    pub(crate) fn acts(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0 & !0b11;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let next = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(next)
        })
    }

    /// Everything open, conciliate and hold first.
    pub(crate) fn all(self) -> impl Iterator<Item = usize> {
        [CONCILIATE, HOLD].into_iter().chain(self.acts())
    }
}

/// One side of a pair at the moment of a decision: how it stands, what it can do, and what holding amounts to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    pub(crate) stance: Stance,
    pub(crate) feasible: Feasible,
    /// Hold: nothing, or fighting on while a violent posture is in force.
    pub(crate) hold: Blow,
}

impl Seat {
    /// What an alternative amounts to for this side.
    pub(crate) fn blow(&self, blows: &[Blow], alternative: usize) -> Blow {
        if alternative == HOLD { self.hold } else { blows[alternative] }
    }

    /// The utilities of what is open, but for reprisal.
    pub(crate) fn utilities_before_reprisal(&self, theta: &Theta, blows: &[Blow]) -> PerAlternative {
        let mut utilities = [0.0; MAX_ALTERNATIVES];
        for alternative in self.feasible.all() {
            utilities[alternative] =
                utility_before_reprisal(theta, &self.stance, &self.blow(blows, alternative));
        }
        utilities
    }
}

/// The choice probabilities of a seat whose holder has the given resolve and expects these replies.
pub(crate) fn probabilities(
    theta: &Theta,
    blows: &[Blow],
    seat: &Seat,
    before_reprisal: &PerAlternative,
    replies: &PerAlternative,
    resolve: f32,
) -> PerAlternative {
    let cost = reprisal_per_severity(theta, &seat.stance, resolve);
    let between = seat.stance.precision;
    let within = between * theta.nest_precision_ratio;
    let open = blows.len();

    let mut utility = [0.0; MAX_ALTERNATIVES];
    for ((utility, before), reply) in utility[..open].iter_mut().zip(before_reprisal).zip(replies) {
        *utility = before - cost * reply;
    }
    let (conciliate, hold) = (utility[CONCILIATE], utility[HOLD]);
    let best_act = seat.feasible.acts().map(|act| utility[act]).fold(f32::NEG_INFINITY, f32::max);
    let mut probability = [0.0; MAX_ALTERNATIVES];
    if best_act == f32::NEG_INFINITY {
        let top = conciliate.max(hold);
        let (c, h) = (math::exp(between * (conciliate - top)), math::exp(between * (hold - top)));
        probability[CONCILIATE] = c / (c + h);
        probability[HOLD] = h / (c + h);
        return probability;
    }

    // What is not open is reckoned along, so that the loop is the same for every seat, and then weighs nothing; its
    // meaningless utility is kept from overflowing.
    for (mass, utility) in probability[..open].iter_mut().zip(&utility) {
        *mass = math::exp((within * (utility - best_act)).min(0.0));
    }
    let mut sum = 0.0;
    let mut weights = 0.0;
    for (act, mass) in probability[..open].iter_mut().enumerate().skip(2) {
        let weight = if seat.feasible.contains(act) { blows[act].weight } else { 0.0 };
        *mass *= weight;
        sum += *mass;
        weights += weight;
    }
    let inclusive = best_act + math::ln(sum / weights) / within;
    let top = conciliate.max(hold).max(inclusive);
    let c = math::exp(between * (conciliate - top));
    let h = math::exp(between * (hold - top));
    let a = math::exp(between * (inclusive - top));
    let total = c + h + a;
    let of_nest = a / total / sum;
    for mass in &mut probability[2..open] {
        *mass *= of_nest;
    }
    probability[CONCILIATE] = c / total;
    probability[HOLD] = h / total;
    probability
}

/// The alternative that a uniform number picks.
///
/// The walk goes down the ladder of `rungs` from the gravest, then through the assured acts, to conciliation and hold,
/// so that the rarest acts sit where a 32-bit uniform number is finest.
pub(crate) fn pick(feasible: Feasible, rungs: usize, probability: &PerAlternative, uniform: f32) -> usize {
    let plain = (2..2 + rungs).rev();
    let assured = 2 + rungs..MAX_ALTERNATIVES;
    let mut below = 0.0;
    for act in plain.chain(assured).filter(|&act| feasible.contains(act)) {
        below += probability[act];
        if uniform < below {
            return act;
        }
    }
    if uniform < below + probability[CONCILIATE] { CONCILIATE } else { HOLD }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blow(severity: f32, weight: f32) -> Blow {
        Blow {
            severity,
            felt: severity,
            seen: severity,
            home: severity,
            acts: 1.0,
            weight,
            ..Blow::default()
        }
    }

    fn seat(feasible: u64) -> Seat {
        let stance = Stance { precision: 4.0, ..Stance::default() };
        Seat { stance, feasible: Feasible(feasible), hold: Blow::default() }
    }

    fn theta() -> Theta {
        Theta { nest_precision_ratio: 1.5, ..Theta::default() }
    }

    #[test]
    fn one_nested_logit_choice_in_closed_form() {
        let blows = [Blow::default(), Blow::default(), blow(0.2, 0.3), blow(0.6, 0.7)];
        let mut utilities = [0.0; MAX_ALTERNATIVES];
        utilities[..4].copy_from_slice(&[-0.3, -0.1, 0.2, -0.2]);
        let replies = [0.0; MAX_ALTERNATIVES];
        let found = probabilities(&theta(), &blows, &seat(0b1111), &utilities, &replies, 0.5);
        let nest: f64 = 0.3 * (6.0_f64 * 0.2).exp() + 0.7 * (6.0_f64 * -0.2).exp();
        let (c, h, a) = ((4.0_f64 * -0.3).exp(), (4.0_f64 * -0.1).exp(), nest.powf(4.0 / 6.0));
        let inside = 0.3 * (6.0_f64 * 0.2).exp() / nest;
        let exact = [c, h, a * inside, a * (1.0 - inside)].map(|mass| mass / (c + h + a));
        for (found, exact) in found.iter().zip(exact) {
            assert!((f64::from(*found) - exact).abs() < 1e-6, "{found} {exact}");
        }
    }

    #[test]
    fn a_rung_divided_in_two_changes_nothing() {
        let whole = [Blow::default(), Blow::default(), blow(0.2, 0.4), blow(0.6, 0.6)];
        let split = [Blow::default(), Blow::default(), blow(0.2, 0.4), blow(0.6, 0.35), blow(0.6, 0.25)];
        let mut utilities = [0.0; MAX_ALTERNATIVES];
        utilities[..5].copy_from_slice(&[0.1, 0.0, -0.3, 0.2, 0.2]);
        let replies = [0.0; MAX_ALTERNATIVES];
        let a = probabilities(&theta(), &whole, &seat(0b1111), &utilities, &replies, 0.5);
        let b = probabilities(&theta(), &split, &seat(0b1_1111), &utilities, &replies, 0.5);
        assert!((a[CONCILIATE] - b[CONCILIATE]).abs() < 1e-6);
        assert!((a[3] - (b[3] + b[4])).abs() < 1e-6);
    }

    #[test]
    fn picking_covers_the_whole_unit_interval() {
        let mut probability = [0.0; MAX_ALTERNATIVES];
        probability[..4].copy_from_slice(&[0.2, 0.3, 0.4, 0.1]);
        let feasible = Feasible(0b1111);
        assert_eq!(pick(feasible, 2, &probability, 0.05), 3, "the gravest first");
        assert_eq!(pick(feasible, 2, &probability, 0.45), 2);
        assert_eq!(pick(feasible, 2, &probability, 0.65), CONCILIATE);
        assert_eq!(pick(feasible, 2, &probability, 0.999_999), HOLD);
    }
}
