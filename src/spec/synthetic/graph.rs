//! Who is related to whom in a synthetic scenario: a ring with chords.

/// Two states by number, the smaller first.
pub(super) type Pair = [usize; 2];

/// So many pairs of so many states, nearest neighbours on the ring first. If the last distance is not needed in full,
/// its pairs are spread evenly over the ring. The graph is connected from `states - 1` pairs on.
pub(super) fn pairs(states: usize, count: usize) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(count);
    for distance in 1..=states / 2 {
        // Straight across the ring every pair would be met twice.
        let all = if 2 * distance == states { distance } else { states };
        let wanted = all.min(count - pairs.len());
        for nth in 0..wanted {
            let from = nth * all / wanted;
            let to = (from + distance) % states;
            pairs.push([from.min(to), from.max(to)]);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_then_chords_spread_evenly() {
        assert_eq!(pairs(4, 3), [[0, 1], [1, 2], [2, 3]]);
        assert_eq!(pairs(4, 6), [[0, 1], [1, 2], [2, 3], [0, 3], [0, 2], [1, 3]]);
        assert_eq!(pairs(8, 10)[8..], [[0, 2], [4, 6]]);
        assert_eq!(pairs(2, 1), [[0, 1]]);
    }

    #[test]
    fn no_pair_comes_twice_and_every_state_can_be_reached() {
        for states in 2..14 {
            for count in states - 1..=states * (states - 1) / 2 {
                let pairs = pairs(states, count);
                let different: std::collections::BTreeSet<Pair> = pairs.iter().copied().collect();
                assert_eq!((pairs.len(), different.len()), (count, count), "{states} states");
                assert!(pairs.iter().all(|[a, b]| a < b && *b < states));
                let mut reached = vec![false; states];
                reached[0] = true;
                for _ in 0..states {
                    for &[a, b] in &pairs {
                        let either = reached[a] || reached[b];
                        reached[a] = either;
                        reached[b] = either;
                    }
                }
                assert!(reached.iter().all(|&reached| reached), "{states} states, {count} pairs");
            }
        }
    }
}
