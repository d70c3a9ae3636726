//! The luck of a randomised rank: a random number as a function of what it is for.

use crate::lanes::{Words, philox};

/// A number between 0 and 1 for a quantity of a case, by Philox4x32-10 with the seed as key.
pub(super) fn unit(seed: u64, case: &str, quantity: &str) -> f64 {
    let mut hasher = blake3::Hasher::new();
    for part in ["case", case, quantity] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let hash = hasher.finalize();
    let mut counter = [Words([0]); 4];
    for (word, bytes) in counter.iter_mut().zip(hash.as_bytes().chunks_exact(4)) {
        *word = Words([bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte))]);
    }
    let [high, low, ..] = philox(counter, [Words([seed as u32]), Words([(seed >> 32) as u32])]);
    let bits = (u64::from(high.0[0]) << 32 | u64::from(low.0[0])) >> 12;
    (bits << 1 | 1) as f64 / 9_007_199_254_740_992.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_depends_on_all_that_it_is_for_and_on_nothing_else() {
        let bits = |seed, case, quantity| {
            let number = unit(seed, case, quantity);
            assert!(number > 0.0 && number < 1.0);
            number.to_bits()
        };
        let numbers =
            [bits(1, "a", "delay"), bits(1, "a", "turns"), bits(1, "b", "delay"), bits(2, "a", "delay")];
        for (place, number) in numbers.iter().enumerate() {
            assert!(numbers[..place].iter().all(|other| other != number));
        }
        assert_eq!(bits(1, "a", "delay"), numbers[0]);
    }
}
