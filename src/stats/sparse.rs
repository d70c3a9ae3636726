//! How long lists of counts, nearly all of them 0, are written: each count that is not 0 after the number of zeros before it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest list that is believed: a damaged length must not ask for all memory.
const LONGEST: usize = 1 << 28;

pub(super) fn serialize<S: Serializer>(counts: &[u32], to: S) -> Result<S::Ok, S::Error> {
    let mut pairs = Vec::new();
    let mut zeros = 0_u32;
    for &count in counts {
        if count == 0 && zeros < u32::MAX {
            zeros += 1;
        } else {
            pairs.push((std::mem::take(&mut zeros), count));
        }
    }
    (counts.len() as u64, pairs).serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
    let (length, pairs) = <(u64, Vec<(u32, u32)>)>::deserialize(from)?;
    let length = usize::try_from(length).ok().filter(|&length| length <= LONGEST);
    let length = length.ok_or_else(|| D::Error::custom("too many counts"))?;
    let mut counts = Vec::with_capacity(length);
    for (zeros, count) in pairs {
        if length - counts.len() <= zeros as usize {
            return Err(D::Error::custom("more counts than there are"));
        }
        counts.resize(counts.len() + zeros as usize, 0);
        counts.push(count);
    }
    counts.resize(length, 0);
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct List(#[serde(with = "super")] Vec<u32>);

    #[test]
    fn lists_come_back_and_zeros_cost_nothing() {
        for list in [vec![], vec![0], vec![5], vec![0, 0, 7, 0], vec![1, 2, u32::MAX], vec![0; 100_000]] {
            let bytes = postcard::to_stdvec(&List(list.clone())).unwrap();
            assert!(bytes.len() < 24, "{} bytes", bytes.len());
            assert_eq!(postcard::from_bytes::<List>(&bytes).unwrap(), List(list));
        }
    }

    #[test]
    fn lengths_that_cannot_be_are_turned_down() {
        for bad in [(u64::MAX, vec![]), (2, vec![(2_u32, 1_u32)]), (1, vec![(0, 1), (0, 1)])] {
            let bytes = postcard::to_stdvec(&bad).unwrap();
            assert!(postcard::from_bytes::<List>(&bytes).is_err(), "{bad:?}");
        }
    }
}
