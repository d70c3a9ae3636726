//! The luck of a calibration: random numbers as a function of what they decide.

use crate::lanes;
use crate::model::special::normal_quantile;

/// What a number decides. The numbers are part of every result: a new one goes to the end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Use {
    /// The seed of the runs of a particle.
    Runs = 0,
    /// From which particles of a population the next is drawn.
    Ancestor = 1,
    /// The step of a particle, by parameter.
    Step = 2,
    /// The seed of the runs that show how errors of samples go together.
    Sample = 3,
    /// The error of a sample that a particle predicts, by goal.
    Error = 4,
    /// Which goals are kept out of the fit.
    HoldOut = 5,
    /// The seed of the runs by which the fit is judged.
    Judge = 6,
    /// The seed of the first design.
    Design = 7,
}

/// The random numbers of one seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Luck(pub(super) u64);

impl Luck {
    /// 64 random bits: Philox4x32-10 with the seed as key.
    pub(super) fn word(self, what: Use, round: usize, item: usize, place: usize) -> u64 {
        // A mark where the engine has a hash of whom a draw concerns: runs of the same seed have other luck.
        const CALIBRATION: u32 = 0x4341_4C49;
        let kind = (what as u32) << 16 | round as u32 & 0xFFFF;
        let counter = [place as u32, item as u32, kind, CALIBRATION];
        let [low, high, ..] = lanes::block(counter, lanes::key(self.0));
        lanes::wide(high, low)
    }

    /// A uniform number in (0, 1).
    pub(super) fn uniform(self, what: Use, round: usize, item: usize, place: usize) -> f64 {
        lanes::unit64(self.word(what, round, item, place))
    }

    /// A standard normal number.
    pub(super) fn normal(self, what: Use, round: usize, item: usize, place: usize) -> f64 {
        normal_quantile(self.uniform(what, round, item, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart_by_all_they_are_for() {
        let luck = Luck(1);
        let mut words = vec![
            luck.word(Use::Step, 1, 2, 3),
            luck.word(Use::Step, 2, 1, 3),
            luck.word(Use::Step, 1, 3, 2),
            luck.word(Use::Error, 1, 2, 3),
            Luck(2).word(Use::Step, 1, 2, 3),
            Luck(1 << 32).word(Use::Step, 1, 2, 3),
        ];
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 6);
    }

    /// Mean and mean square of 20,000 standard normal numbers have the standard errors 0.0071 and 0.01; with α = 0.001 the bounds are
    /// 3.29 of them.
    #[test]
    fn normal_numbers_are_normal() {
        let draws: Vec<f64> = (0..20_000).map(|item| Luck(3).normal(Use::Error, 0, item, 0)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let square = draws.iter().map(|draw| draw * draw).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.0233 && (square - 1.0).abs() < 0.0329, "{mean} {square}");
    }
}
