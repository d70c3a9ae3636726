//! Why a distribution cannot be built, and the checks that find out.

/// Why a distribution cannot be built. `argument` is the argument's name, so that the caller can point at it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// An argument is outside its own range.
    #[error("{argument} is {value}, expected {allowed}")]
    OutOfRange {
        /// The argument.
        argument: &'static str,
        /// What was given.
        value: f64,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// An argument is not where another says it must be.
    #[error("{argument} is {value}, expected {relation} {other} ({limit})")]
    OutOfOrder {
        /// The argument.
        argument: &'static str,
        /// What was given.
        value: f64,
        /// "above", "at least", ...
        relation: &'static str,
        /// The argument it is compared with.
        other: &'static str,
        /// That argument's value.
        limit: f64,
    },
    /// Cut off at `low` and `high`, next to nothing of the distribution is left.
    #[error("there is practically no probability between low ({low}) and high ({high})")]
    NothingLeft {
        /// Lower cut.
        low: f64,
        /// Upper cut.
        high: f64,
    },
    /// A discrete distribution without values, or without a weight above 0.
    #[error("expected at least one value with a weight above 0")]
    NoValues,
    /// Not as many weights as values.
    #[error("found {weights} weights for {values} values")]
    WeightCount {
        /// Number of values.
        values: usize,
        /// Number of weights.
        weights: usize,
    },
}

/// Largest magnitude of an argument, so that differences and products of a few stay finite.
pub(super) const LARGEST: f64 = 1e100;

pub(super) fn out_of_order(
    argument: &'static str,
    value: f64,
    relation: &'static str,
    other: &'static str,
    limit: f64,
) -> DistributionError {
    DistributionError::OutOfOrder { argument, value, relation, other, limit }
}

/// The check behind all others. To be phrased as what must hold, so that NaN is refused.
pub(super) fn require(holds: bool, error: DistributionError) -> Result<(), DistributionError> {
    if holds { Ok(()) } else { Err(error) }
}

/// Refuses NaN, infinities and absurd sizes.
pub(super) fn finite(argument: &'static str, value: f64) -> Result<(), DistributionError> {
    let allowed = "a finite number (of magnitude up to 1e100)";
    require(value.abs() <= LARGEST, DistributionError::OutOfRange { argument, value, allowed })
}

/// Refuses what is not above 0 and at most `largest`, with these words.
pub(super) fn positive(
    argument: &'static str,
    value: f64,
    largest: f64,
    allowed: &'static str,
) -> Result<(), DistributionError> {
    require(value > 0.0 && value <= largest, DistributionError::OutOfRange { argument, value, allowed })
}

/// Refuses all but two finite numbers in ascending order.
pub(super) fn interval(low: f64, high: f64) -> Result<(), DistributionError> {
    finite("low", low)?;
    finite("high", high)?;
    require(high > low, out_of_order("high", high, "above", "low", low))
}

/// Refuses a value outside `low` to `high`.
pub(super) fn within(
    argument: &'static str,
    value: f64,
    low: f64,
    high: f64,
) -> Result<(), DistributionError> {
    finite(argument, value)?;
    require(value >= low, out_of_order(argument, value, "at least", "low", low))?;
    require(value <= high, out_of_order(argument, value, "at most", "high", high))
}
