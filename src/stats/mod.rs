//! PURE NUMBERS: proportions, means, quantiles, censored times and ratios, each with its uncertainty.
//!
//! What the room does: it takes plain integers and reals, keeps them in *integer* accumulators of bounded
//! memory, and reports [`Estimate`]s: a value with its standard error, its interval and the number of
//! observations behind it. Because every accumulator counts in integers, adding and merging in any order, on
//! any number of threads, gives identical bits; only the report at the end computes in floating point, from
//! the same integers in the same order, with the transcendental functions of `libm`, which agree on every
//! platform.
//!
//! What it never does: it knows no other room and no word of the domain, draws no random numbers but those of a bootstrap,
//! which are a function of its seed alone, reads no clock, prints nothing. What is undefined is `None`, never zero.
//!
//! | file | topic |
//! |---|---|
//! | [`estimate`] | [`Estimate`], [`Interval`], confidence [`Level`] |
//! | [`proportion()`] | Wilson, Clopper–Pearson and Jeffreys intervals |
//! | [`counts`] | exact histogram of integers: mean, sd, quantiles |
//! | [`scaled`] | the same for reals, in fixed point |
//! | [`binned`] | many compact histograms of reals on one fixed range |
//! | [`sections`] | means by sections of the trials, and the jackknife over them |
//! | [`survival`] | Kaplan–Meier for censored integer times |
//! | [`ratio`] | ratio of sums over clusters |
//! | [`paired`] | differences of shares over pairs of trials |
//! | [`paired_mean`] | differences of means over pairs of trials |
//! | [`concordance`] | names observed twice in the same trials |
//! | [`repeats`] | mean of a few independent repeats, with an interval on either scale |
//! | [`resample`] | [`Bootstrap`]: which observations are drawn again |
//! | [`sobol`] | Sobol' indices: shares of an output's variance by factor |
//! | [`exact`] | sums of reals of any size without rounding |
//! | [`expected`] | the same of the expected output of a stochastic model |
//! | [`rank`] | Spearman's rank correlation |
//! | [`bootstrap`] | means of skewed quantities: sums by group, BCa intervals |
//! | [`likelihood_ratio`] | what a sign says about an outcome |
//! | [`weighted`] | moments and quantiles of weighted particles |
//! | [`cholesky`] | small covariance matrices |
//! | [`chi_squared`] | how often chance makes a sum of squared misfits so large |
//! | [`mcnemar`](mod@mcnemar) | p-values of differences over pairs of trials |
//! | [`misfit()`](mod@misfit) | how far an estimate lies from what was observed |
//! | [`odds_ratio`] | odds ratios with Woolf's interval |
//! | [`binomial`] | tails of the binomial distribution |
//! | [`sample`] | quantiles of observations at hand |
//! | [`morris`](mod@morris) | elementary effects: μ, μ* and σ of a factor |
//!
//! Private below them: `moments` (exact power sums), `order` (ranks of quantile intervals) and `special`
//! (normal, beta and Student t distributions).

pub mod binned;
pub mod binomial;
pub mod bootstrap;
pub mod chi_squared;
pub mod cholesky;
pub mod concordance;
pub mod counts;
pub mod estimate;
pub mod exact;
pub mod expected;
pub mod likelihood_ratio;
pub mod mcnemar;
pub mod misfit;
mod moments;
pub mod morris;
pub mod odds_ratio;
mod order;
pub mod paired;
pub mod paired_mean;
pub mod proportion;
pub mod rank;
pub mod ratio;
pub mod repeats;
pub mod resample;
pub mod sample;
pub mod scaled;
pub mod sections;
pub mod sobol;
mod sparse;
mod special;
pub mod survival;
pub mod weighted;

pub use binned::BinnedGrid;
pub use binomial::binomial_at_least;
pub use bootstrap::GroupedSums;
pub use chi_squared::chi_squared_tail;
pub use cholesky::Cholesky;
pub use concordance::Concordance;
pub use counts::Counts;
pub use estimate::{Estimate, Interval, Level};
pub use exact::{ExactSum, LogMean};
pub use expected::expected_indices;
pub use likelihood_ratio::SignTable;
pub use mcnemar::{McNemar, mcnemar};
pub use misfit::{Observed, Scale, misfit};
pub use morris::{MorrisIndex, morris};
pub use odds_ratio::TwoByTwo;
pub use paired::{PairedShare, paired_difference};
pub use paired_mean::PairedMean;
pub use proportion::{ProportionMethod, proportion};
pub use rank::spearman;
pub use ratio::Ratio;
pub use repeats::{log_interval, mean_of_repeats};
pub use resample::Bootstrap;
pub use sample::{quantile_bounds, sorted_quantile};
pub use scaled::{Resolution, Scaled};
pub use sections::{SECTIONS, Sections, jackknife};
pub use sobol::{SobolIndex, SobolSample, sobol_indices};
pub use survival::{CurvePoint, Survival};
