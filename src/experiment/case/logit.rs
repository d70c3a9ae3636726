//! What known structure says of whether a struck state strikes back.

/// Share of struck states whose major response was violent: 30 of 66 strike crises of 1946 to 1989 (computed from the ICB data; Brecher et
/// al.; 95 % interval 0.34 to 0.57).
pub const BASE_RATE_VIOLENT: f64 = 0.4545;

/// What is known of a struck state and its striker before anything happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Structure {
    /// Whether they share a land border.
    pub contiguous: bool,
    /// Whether they are strategic rivals (Thompson, Sakuwa and Suhas).
    pub rivals: bool,
    /// Whether the struck state has nuclear weapons.
    pub struck_nuclear: bool,
    /// Whether the striker has.
    pub striker_nuclear: bool,
    /// The struck state's share of the material capabilities of the two (Singer 1988), 0 to 1.
    pub struck_share: f64,
}

/// Log-odds: constant, then one for each field of [`Structure`]. Estimated by `tests/reference/struck_logit.py` from the 145 states that
/// another state struck in crises of 1946 to 1989 (ICB), that is, before any of the cases that come with the program.
const COEFFICIENTS: [f64; 6] = [
    -1.201_360_085_203_577_5,
    0.088_575_493_047_575_2,
    1.406_161_617_138_251,
    1.099_198_736_373_896_6,
    0.036_828_534_184_022_294,
    0.291_161_615_951_301_3,
];

impl Structure {
    /// Probability of a violent reply by the logit on structure.
    pub fn probability(&self) -> f64 {
        let flag = |flag: bool| f64::from(u8::from(flag));
        let features = [
            1.0,
            flag(self.contiguous),
            flag(self.rivals),
            flag(self.struck_nuclear),
            flag(self.striker_nuclear),
            self.struck_share,
        ];
        let log_odds: f64 = features.iter().zip(COEFFICIENTS).map(|(feature, weight)| feature * weight).sum();
        1.0 / (1.0 + libm::exp(-log_odds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficients_are_those_of_the_reference() {
        let text = include_str!("../../../tests/reference/struck_logit.json");
        let read: serde_json::Value = serde_json::from_str(text).unwrap();
        let names = ["constant", "contiguous", "rivals", "struck_nuclear", "striker_nuclear", "struck_share"];
        for (name, coefficient) in names.iter().zip(COEFFICIENTS) {
            let reference = read["coefficients"][name].as_f64().unwrap();
            assert!((reference - coefficient).abs() < 1e-12, "{name}");
        }
    }

    /// −1.20136 + 0.08858 + 1.40616 + 0.5 · 0.29116 = 0.43896, whose logistic is 0.60801.
    #[test]
    fn rivals_with_a_border_and_equal_capabilities() {
        let structure = Structure {
            contiguous: true,
            rivals: true,
            struck_nuclear: false,
            striker_nuclear: false,
            struck_share: 0.5,
        };
        assert!((structure.probability() - 0.608_01).abs() < 1e-5, "{}", structure.probability());
    }
}
