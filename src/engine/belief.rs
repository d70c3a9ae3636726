//! What a state thinks of another's resolve: probabilities over a grid of types, moved by Bayes' rule.

use super::math;

/// The grid of types: the values of resolve that an observer tells apart.
pub(crate) const TYPES: [f32; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];

/// Probabilities of the [`TYPES`].
pub(crate) type Belief = [f32; TYPES.len()];

/// No likelihood falls below this, so that no single day can rule a type out for good.
const LEAST_LIKELIHOOD: f32 = 1e-6;

/// A beta density with this mean and concentration, taken at the types and normalised.
pub(crate) fn prior(mean: f32, confidence: f32) -> Belief {
    let mut belief = TYPES.map(|resolve| {
        (mean * confidence - 1.0) * math::ln(resolve)
            + ((1.0 - mean) * confidence - 1.0) * math::ln(1.0 - resolve)
    });
    let top = belief.iter().copied().fold(f32::MIN, f32::max);
    for weight in &mut belief {
        *weight = math::exp(*weight - top);
    }
    normalise(&mut belief);
    belief
}

/// Bayes' rule, tempered: the likelihood enters with the power `weight` (0 learns nothing, 1 learns all).
pub(crate) fn update(belief: &mut Belief, likelihood: &Belief, weight: f32) {
    for (probability, &seen) in belief.iter_mut().zip(likelihood) {
        *probability *= math::exp(weight * math::ln(seen.max(LEAST_LIKELIHOOD)));
    }
    normalise(belief);
}

/// The mean resolve believed in.
pub(crate) fn mean(belief: &Belief) -> f32 {
    belief.iter().zip(TYPES).map(|(probability, resolve)| probability * resolve).sum()
}

fn normalise(belief: &mut Belief) {
    let total: f32 = belief.iter().sum();
    for probability in belief.iter_mut() {
        *probability /= total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut belief = [0.1, 0.2, 0.4, 0.2, 0.1];
        update(&mut belief, &[0.1, 0.2, 0.3, 0.4, 0.5], 1.0);
        let by_hand = [1.0 / 30.0, 4.0 / 30.0, 12.0 / 30.0, 8.0 / 30.0, 5.0 / 30.0];
        for (found, expected) in belief.iter().zip(by_hand) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }

    #[test]
    fn tempering_by_hand() {
        // With half weight the likelihoods 0.25 and 0.01 count as 0.5 and 0.1.
        let mut belief = [0.0, 0.5, 0.0, 0.5, 0.0];
        update(&mut belief, &[1.0, 0.25, 1.0, 0.01, 1.0], 0.5);
        assert!((belief[1] - 5.0 / 6.0).abs() < 1e-6 && (belief[3] - 1.0 / 6.0).abs() < 1e-6, "{belief:?}");
        let before = belief;
        update(&mut belief, &[0.9, 0.1, 0.5, 0.2, 0.3], 0.0);
        assert!(belief.iter().zip(before).all(|(a, b)| (a - b).abs() < 1e-6), "weight 0 learns nothing");
    }
}
