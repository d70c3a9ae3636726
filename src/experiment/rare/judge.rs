//! The program's judgement on an estimate by splitting: what to know before using it.

use std::fmt;

use super::study::RareStudy;
use crate::engine::Outcome;
use crate::experiment::Batch;
use crate::experiment::estimates::{Confidence, built_in};
use crate::stats::{Interval, Level};

/// Repeats whose standard deviation is more of their mean than this have intervals that cover too little.
const UNEVEN: f64 = 1.0;

/// Something to know before using an estimate by splitting.
#[derive(Debug, Clone, PartialEq)]
pub enum RareWarning {
    /// No repeat found anything of the outcome.
    NothingFound {
        /// The outcome.
        outcome: Outcome,
        /// Repeats.
        repeats: u32,
    },
    /// Some repeats found nothing and count as 0.
    DiedOut {
        /// How many.
        died_out: u32,
        /// Of so many.
        repeats: u32,
    },
    /// Repeats differ so much that the interval is too narrow.
    Uneven {
        /// Their standard deviation over their mean.
        spread: f64,
    },
    /// Plain runs would have given a better estimate for the same work.
    NoGain {
        /// The ratio of the variances.
        ratio: f64,
    },
    /// A single repeat has no interval.
    NoInterval,
    /// The interval of the plain runs and that of the splitting do not meet.
    Disagrees {
        /// That of the plain runs.
        plain: Interval,
        /// That of the splitting.
        splitting: Interval,
    },
}

/// Everything there is to say about a study, gravest first. The batch is of plain runs of the same program.
pub fn judge(study: &RareStudy, batch: &Batch, confidence: Confidence) -> Vec<RareWarning> {
    let splitting = study.splitting();
    let (outcome, repeats) = (study.plan().outcome, splitting.plan().repeats());
    let died_out = splitting.died_out();
    let mut list = Vec::new();
    if died_out == repeats {
        return vec![RareWarning::NothingFound { outcome, repeats }];
    }
    if repeats == 1 {
        list.push(RareWarning::NoInterval);
    }
    list.extend(disagreement(study, batch, confidence));
    if died_out > 0 {
        list.push(RareWarning::DiedOut { died_out, repeats });
    }
    let found = splitting.probability(Level::default());
    if let (Some(mean), Some(error)) = (found.value, found.std_error) {
        let spread = error * libm::sqrt(f64::from(repeats)) / mean;
        list.extend((spread > UNEVEN).then_some(RareWarning::Uneven { spread }));
    }
    let ratio = splitting.variance_ratio();
    list.extend(ratio.filter(|&ratio| ratio < 1.0).map(|ratio| RareWarning::NoGain { ratio }));
    list
}

/// At a level at which two good intervals of the same number all but always meet.
fn disagreement(study: &RareStudy, batch: &Batch, confidence: Confidence) -> Option<RareWarning> {
    let strict = Confidence { level: Level::new(0.999)?, ..confidence };
    let plain = built_in(batch, study.plan().outcome, strict).interval?;
    let splitting = study.splitting().log_interval(strict.level)?;
    let apart = plain.high < splitting.low || splitting.high < plain.low;
    apart.then_some(RareWarning::Disagrees { plain, splitting })
}

impl fmt::Display for RareWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingFound { outcome, repeats } => write!(
                f,
                "none of the {repeats} repeats found anything of `{}`: rare.csv says how far runs came; \
                 use more starts (--effort)",
                outcome.key()
            ),
            Self::DiedOut { died_out, repeats } => write!(
                f,
                "{died_out} of {repeats} repeats died out before the outcome and count as 0, as they must; \
                 use more starts (--effort), or levels that lie closer where rare.csv shows small shares"
            ),
            Self::Uneven { spread } => write!(
                f,
                "the repeats of the splitting differ by {spread:.1} times their mean, so its interval covers less than it \
                 says and most likely lies too low; use more starts (--effort) rather than more repeats"
            ),
            Self::NoGain { ratio } => write!(
                f,
                "splitting did not pay: plain runs would have had {ratio:.2} times the variance for the same work; \
                 use more runs (-n) instead"
            ),
            Self::NoInterval => {
                write!(f, "a single repeat has no interval; use at least two, better twenty (--repeats)")
            }
            Self::Disagrees { plain, splitting } => write!(
                f,
                "plain runs and splitting disagree ({:.1e} to {:.1e} against {:.1e} to {:.1e}): the levels miss a way \
                 to the outcome; trust the plain runs and use more starts (--effort)",
                plain.low, plain.high, splitting.low, splitting.high
            ),
        }
    }
}
