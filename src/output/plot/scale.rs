//! Axes: values to places, and round numbers to label.

use crate::output::figures::{number, value};

/// An axis from one value to another, along so many points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) step: f64,
}

impl Scale {
    /// An axis that holds these values, with about so many steps at round numbers: 1, 2 or 5 times a power of ten.
    pub(super) fn around(values: impl Iterator<Item = f64>, [from, to]: [f64; 2], steps: f64) -> Self {
        let (low, high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        let (low, high) = if low < high { (low, high) } else { (low.min(0.0), low.max(0.0) + 1.0) };
        let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
        let rough = (high - low) / steps;
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|factor| factor * power)
            .find(|step| *step >= 0.999 * rough);
        let step = step.unwrap_or(rough);
        let down = libm::floor(low / step + 1e-9) * step;
        let up = libm::ceil(high / step - 1e-9) * step;
        Self { low: down, high: up, from, to, step }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The values that are labelled.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = libm::round((self.high - self.low) / self.step) as i32;
        (0..=count).map(|tick| self.low + f64::from(tick) * self.step).collect()
    }

    /// A tick as text: shares in per cent, differences of shares in points.
    pub(super) fn label(&self, at: f64, unit: &str) -> String {
        // Steps add up to a little more or less than nothing.
        let at = if at.abs() < self.step * 1e-6 { 0.0 } else { at };
        match unit {
            "share" => value(Some(100.0 * at), "") + " %",
            "points" => number(100.0 * at),
            _ => number(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_all_values() {
        let scale = Scale::around([0.03, 0.47].into_iter(), [10.0, 110.0], 5.0);
        assert_eq!(scale.ticks().len(), 6);
        assert!((scale.at(0.25) - 60.0).abs() < 1e-9);
        assert_eq!(scale.label(0.1, "share"), "10 %");
        let flat = Scale::around([2.0].into_iter(), [0.0, 1.0], 5.0);
        assert!(flat.low <= 0.0 && flat.high >= 2.0);
    }
}
