//! The luck of a randomised rank: a random number as a function of what it is for.

use crate::lanes;

/// A number between 0 and 1 for a quantity of a case, by Philox4x32-10 with the seed as key.
pub(super) fn unit(seed: u64, case: &str, quantity: &str) -> f64 {
    let mut hasher = blake3::Hasher::new();
    for part in ["case", case, quantity] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let hash = hasher.finalize();
    let mut counter = [0; 4];
    for (word, bytes) in counter.iter_mut().zip(hash.as_bytes().chunks_exact(4)) {
        *word = bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte));
    }
    let [high, low, ..] = lanes::block(counter, lanes::key(seed));
    lanes::unit64(lanes::wide(high, low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_depends_on_all_that_it_is_for_and_on_nothing_else() {
        let numbers =
            [unit(1, "a", "delay"), unit(1, "a", "turns"), unit(1, "b", "delay"), unit(2, "a", "delay")];
        for (place, number) in numbers.iter().enumerate() {
            assert!(*number > 0.0 && *number < 1.0);
            assert!(numbers[..place].iter().all(|other| other.to_bits() != number.to_bits()));
        }
        assert_eq!(unit(1, "a", "delay").to_bits(), numbers[0].to_bits());
    }
}
