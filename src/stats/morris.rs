//! Screening by elementary effects: which factors matter at all, and which not simply.

use super::estimate::{Estimate, Interval, Level};
use super::repeats::mean_of_repeats;

/// What a factor's elementary effects come to, in the unit of the output per unit of the factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MorrisIndex {
    /// μ, the mean effect: its sign is the direction, but effects that go both ways cancel.
    pub mu: Estimate,
    /// μ*, the mean of the effects' sizes: the importance of the factor. Never negative.
    pub mu_star: Estimate,
    /// σ, the standard deviation of the effects: how far the factor acts through interactions or on a curve. It comes
    /// without an interval: those in use rest on normality.
    pub sigma: Estimate,
}

/// The indices of one factor from its elementary effects, one from each independent trajectory: the change of the
/// output over the change of the factor while everything else stays.
///
/// μ and σ are those of Morris, *Factorial sampling plans for preliminary computational experiments*, Technometrics 33
/// (1991), 161–174; μ* is that of Campolongo, Cariboni & Saltelli, *An effective screening design for sensitivity analysis of large
/// models*, Environmental Modelling & Software 22 (2007), 1509–1518. The divisor of σ² is `r - 1` for `r` trajectories.
///
/// Intervals are Student's t with `r - 1` degrees of freedom, that of μ* cut at 0. Trajectories are few (10 to 50), and
/// so few are too few for a bootstrap, which finds them less spread than they are; t allows for that. `n` is the number of effects.
/// Everything is undefined without effects or if one is not finite; of one effect there are only μ and μ*.
pub fn morris(effects: &[f64], level: Level) -> MorrisIndex {
    let n = effects.len() as u64;
    if n == 0 || !effects.iter().all(|effect| effect.is_finite()) {
        let undefined = Estimate::undefined(n);
        return MorrisIndex { mu: undefined, mu_star: undefined, sigma: undefined };
    }
    let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
    let mu = mean_of_repeats(effects, level);
    let mut mu_star = mean_of_repeats(&sizes, level);
    mu_star.interval = mu_star.interval.map(|interval| Interval { low: interval.low.max(0.0), ..interval });
    // The standard error of the mean is σ / √r.
    let sigma = mu.std_error.map(|std_error| std_error * libm::sqrt(n as f64));
    MorrisIndex { mu, mu_star, sigma: Estimate { value: sigma, ..Estimate::undefined(n) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Effects -1, 2, 5: mean 2, squares about it 9 + 0 + 9, σ = 3; sizes 1, 2, 5: mean 8/3. t for 2 degrees of freedom is
    /// 4.302653.
    #[test]
    fn three_effects_by_hand() {
        let index = morris(&[-1.0, 2.0, 5.0], Level::default());
        assert!((index.mu.value.unwrap() - 2.0).abs() < 1e-15);
        assert!((index.mu.interval.unwrap().half_width() - 4.302_653 * 3.0_f64.sqrt()).abs() < 1e-5);
        assert!((index.mu_star.value.unwrap() - 8.0 / 3.0).abs() < 1e-15);
        assert_eq!(index.mu_star.interval.map(|interval| interval.low), Some(0.0));
        assert!((index.sigma.value.unwrap() - 3.0).abs() < 1e-14);
        assert_eq!((index.sigma.n, index.sigma.interval), (3, None));
    }

    #[test]
    fn a_linear_factor_has_the_same_effect_everywhere() {
        let index = morris(&[-0.5; 8], Level::default());
        assert_eq!(
            (index.mu.value, index.mu_star.value, index.sigma.value),
            (Some(-0.5), Some(0.5), Some(0.0))
        );
        assert_eq!(index.mu_star.interval, Some(Interval { low: 0.5, high: 0.5 }));
    }

    #[test]
    fn what_too_few_effects_cannot_say_is_undefined() {
        for effects in [&[][..], &[1.0, f64::NAN][..]] {
            let index = morris(effects, Level::default());
            let undefined = Estimate::undefined(effects.len() as u64);
            assert_eq!([index.mu, index.mu_star, index.sigma], [undefined; 3]);
        }
        let one = morris(&[-2.0], Level::default());
        assert_eq!((one.mu.value, one.mu_star.value, one.sigma.value), (Some(-2.0), Some(2.0), None));
        assert_eq!(one.mu_star.interval, None);
    }
}
