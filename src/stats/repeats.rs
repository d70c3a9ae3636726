//! The mean of a few independent repeats of an experiment, each of which gave one real number.

use super::estimate::{Estimate, Interval, Level};

/// The mean of independent repeats, with the standard error and Student's t interval.
///
/// Added up in the order given, relative to the largest of them, so that the squares of very small numbers do
/// not vanish. Undefined for none; for one only the value; not a number if any value is not finite.
pub fn mean_of_repeats(values: &[f64], level: Level) -> Estimate {
    let n = values.len() as u64;
    if n == 0 {
        return Estimate::undefined(0);
    }
    let count = n as f64;
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let unit = if largest > 0.0 { largest } else { 1.0 };
    let mean = values.iter().map(|value| value / unit).sum::<f64>() / count;
    if n == 1 {
        return Estimate { value: Some(mean * unit), ..Estimate::undefined(1) };
    }
    let squares: f64 = values.iter().map(|value| (value / unit - mean) * (value / unit - mean)).sum();
    let std_error = libm::sqrt(squares / (count - 1.0) / count);
    Estimate::symmetric(mean * unit, std_error * unit, level.t_quantile(n - 1), n)
}

/// The interval of a positive mean on the logarithmic scale, by the delta method: the standard error of
/// ln(value) is about `std_error / value`, so the ends are `value · exp(± t · std_error / value)` with n − 1
/// degrees of freedom.
///
/// For numbers that cannot be negative and are skewed to the right. Undefined without a standard error, for
/// fewer than two observations, and unless the value is positive.
pub fn log_interval(estimate: &Estimate, level: Level) -> Option<Interval> {
    let (value, std_error) = (estimate.value?, estimate.std_error?);
    if estimate.n < 2 || value.is_nan() || value <= 0.0 {
        return None;
    }
    let factor = libm::exp(level.t_quantile(estimate.n - 1) * std_error / value);
    Some(Interval { low: value / factor, high: value * factor })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Standard error 0.5, t for 1 degree of freedom 12.7062.
    #[test]
    fn two_repeats_are_enough_for_an_interval() {
        let estimate = mean_of_repeats(&[1.0, 2.0], Level::default());
        let interval = log_interval(&estimate, Level::default()).unwrap();
        assert!((interval.high / 1.5 / (12.7062_f64 * 0.5 / 1.5).exp() - 1.0).abs() < 1e-4, "{interval:?}");
    }

    /// Mean 2, variance 1, standard error 1/√3; t for 2 degrees of freedom at 95 % is 4.302653.
    #[test]
    fn three_repeats_by_hand() {
        let estimate = mean_of_repeats(&[1.0, 2.0, 3.0], Level::default());
        assert!((estimate.value.unwrap() - 2.0).abs() < 1e-15);
        assert!((estimate.std_error.unwrap() - 1.0 / 3.0_f64.sqrt()).abs() < 1e-15);
        let interval = estimate.interval.unwrap();
        assert!((interval.half_width() - 4.302_653 / 3.0_f64.sqrt()).abs() < 1e-6);
        let on_log_scale = log_interval(&estimate, Level::default()).unwrap();
        let factor = (4.302_653 / 3.0_f64.sqrt() / 2.0).exp();
        assert!((on_log_scale.low - 2.0 / factor).abs() < 1e-6);
        assert!((on_log_scale.high - 2.0 * factor).abs() < 1e-5);
    }

    #[test]
    fn very_small_numbers_keep_their_spread() {
        let small = mean_of_repeats(&[1e-200, 2e-200, 3e-200], Level::default());
        assert!((small.std_error.unwrap() / 1e-200 - 1.0 / 3.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_too_few_repeats_cannot_say_is_undefined() {
        assert_eq!(mean_of_repeats(&[], Level::default()), Estimate::undefined(0));
        let one = mean_of_repeats(&[0.25], Level::default());
        assert_eq!(one, Estimate { value: Some(0.25), ..Estimate::undefined(1) });
        assert_eq!(log_interval(&one, Level::default()), None);
        assert_eq!(log_interval(&mean_of_repeats(&[0.0, 0.0], Level::default()), Level::default()), None);
    }
}
