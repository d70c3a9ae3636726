//! What a state thinks of another's resolve: probabilities over a grid of types, moved by Bayes' rule.

use crate::lanes::{Lanes, Number, math};

/// The grid of types: the values of resolve that an observer tells apart.
pub(crate) const TYPES: [f32; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
/// From one type to the next.
pub(crate) const TYPE_STEP: f32 = 0.2;

const TYPES_IN_LANES: Lanes<5> = Lanes(TYPES);

/// A number for each of the [`TYPES`].
pub(crate) type PerType<V> = [V; TYPES.len()];

/// A belief: logarithms of the probabilities of the [`TYPES`], but for a constant; the largest is 0.
///
/// In logarithms evidence is added up, whatever its weight, and a type that became unlikely is never lost to underflow.
pub(crate) type Belief = PerType<f32>;

/// No likelihood falls below this, so that no single day can rule a type out for good.
const LEAST_LIKELIHOOD: f32 = 1e-6;

/// A beta density with this mean and concentration, taken at the types.
pub(crate) fn prior(mean: f32, confidence: f32) -> Belief {
    let ln_resolve = math::ln(TYPES_IN_LANES).0;
    let ln_rest = math::ln(1.0 - TYPES_IN_LANES).0;
    let mut belief = [0.0; TYPES.len()];
    for (kind, weight) in belief.iter_mut().enumerate() {
        *weight =
            (mean * confidence - 1.0) * ln_resolve[kind] + ((1.0 - mean) * confidence - 1.0) * ln_rest[kind];
    }
    settle(&mut belief);
    belief
}

/// What is learnt from a day, for each type: the logarithm of its likelihood.
pub(crate) fn evidence(likelihood: &PerType<f32>) -> PerType<f32> {
    math::ln(Lanes(likelihood.map(|seen| seen.max(LEAST_LIKELIHOOD)))).0
}

/// Bayes' rule, tempered: the likelihood enters with the power `weight` (0 learns nothing, 1 learns all).
pub(crate) fn update(belief: &mut Belief, evidence: &PerType<f32>, weight: f32) {
    for (probability, &seen) in belief.iter_mut().zip(evidence) {
        *probability += weight * seen;
    }
    settle(belief);
}

/// The probabilities of the types.
#[inline(always)]
pub(crate) fn probabilities<V: Number>(belief: PerType<V>) -> PerType<V> {
    let mut weights = belief;
    let mut total = V::zero();
    for weight in &mut weights {
        *weight = weight.exp();
        total += *weight;
    }
    for weight in &mut weights {
        *weight = *weight / total;
    }
    weights
}

/// The mean resolve believed in.
pub(crate) fn mean(belief: &Belief) -> f32 {
    let weights = math::exp(Lanes(*belief)).0;
    let total: f32 = weights.iter().sum();
    weights.iter().zip(TYPES).map(|(weight, resolve)| weight / total * resolve).sum()
}

/// Brings the largest logarithm to 0.
fn settle(belief: &mut Belief) {
    let top = belief.iter().copied().fold(f32::MIN, f32::max);
    for weight in belief.iter_mut() {
        *weight -= top;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The probabilities of the types after a day, from those before it and each type's likelihood.
    fn learnt(before: PerType<f32>, likelihood: PerType<f32>, weight: f32) -> PerType<f32> {
        let mut belief = math::ln(Lanes(before)).0;
        update(&mut belief, &evidence(&likelihood), weight);
        probabilities(belief)
    }

    #[test]
    fn a_prior_has_about_its_mean() {
        for (asked, confidence) in [(0.5, 4.0), (0.7, 10.0), (0.3, 6.0)] {
            let found = mean(&prior(asked, confidence));
            assert!((found - asked).abs() < 0.03, "asked {asked}, found {found}");
        }
    }

    #[test]
    fn bayes_by_hand() {
        // Prior 0.1 0.2 0.4 0.2 0.1, likelihoods 0.1 0.2 0.3 0.4 0.5:
        // products 0.01 0.04 0.12 0.08 0.05, total 0.30.
        let belief = learnt([0.1, 0.2, 0.4, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4, 0.5], 1.0);
        let by_hand = [1.0 / 30.0, 4.0 / 30.0, 12.0 / 30.0, 8.0 / 30.0, 5.0 / 30.0];
        for (found, expected) in belief.iter().zip(by_hand) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }

    #[test]
    fn tempering_by_hand() {
        // With half weight the likelihoods 0.25 and 0.01 count as 0.5 and 0.1.
        let belief = learnt([1e-9, 0.5, 1e-9, 0.5, 1e-9], [1.0, 0.25, 1.0, 0.01, 1.0], 0.5);
        assert!((belief[1] - 5.0 / 6.0).abs() < 1e-6 && (belief[3] - 1.0 / 6.0).abs() < 1e-6, "{belief:?}");
        let unmoved = learnt(belief, [0.9, 0.1, 0.5, 0.2, 0.3], 0.0);
        assert!(belief.iter().zip(unmoved).all(|(a, b)| (a - b).abs() < 1e-6), "weight 0 learns nothing");
    }
}
