//! Coverage of the interval of a paired difference: exact in small samples, by simulation in large ones.

use offramp::stats::{Level, PairedShare, paired_difference};

/// Chance that the interval contains the difference `p - q`, over all outcomes of `n` trials that are discordant with
/// chances `p` and `q`.
fn coverage(n: u64, p: f64, q: f64) -> f64 {
    let log_factorial: Vec<f64> = std::iter::once(0.0)
        .chain((1..=n).scan(0.0, |sum, k| {
            *sum += (k as f64).ln();
            Some(*sum)
        }))
        .collect();
    let mut covered = 0.0;
    for first in 0..=n {
        for second in 0..=n - first {
            let rest = n - first - second;
            let ways = log_factorial[n as usize]
                - log_factorial[first as usize]
                - log_factorial[second as usize]
                - log_factorial[rest as usize];
            let mass =
                ways + first as f64 * p.ln() + second as f64 * q.ln() + rest as f64 * (1.0 - p - q).ln();
            let interval = paired_difference(first, second, n, Level::default()).interval.unwrap();
            if interval.contains(p - q) {
                covered += mass.exp();
            }
        }
    }
    covered
}

#[test]
fn differences_are_covered_about_as_often_as_stated() {
    let mut all = Vec::new();
    for n in [20, 100] {
        for (p, q) in [(0.05, 0.05), (0.2, 0.1), (0.3, 0.05), (0.1, 0.3), (0.25, 0.25), (0.4, 0.02)] {
            let covered = coverage(n, p, q);
            assert!(covered > 0.925, "{n} trials, {p} against {q}: {covered}");
            all.push(covered);
        }
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    assert!((0.945..0.975).contains(&mean), "{mean}: {all:?}");
}

/// Words that look like chance, the same on every machine (`SplitMix64`; Steele, Lea and Flood 2014).
fn word(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Pairs of trials that share most of their luck, as runs on common random numbers do: the first comes true below
/// 0.30, the second below 0.27 of one number in nine trials of ten, and of a number of its own in the tenth.
#[test]
fn trials_that_share_their_luck_are_covered_too() {
    const BATCHES: u64 = 4000;
    let mut state = 20_240_116;
    let mut covered = 0;
    for _ in 0..BATCHES {
        let mut paired = PairedShare::default();
        for _ in 0..400 {
            let uniform = |word: u64| (word >> 11) as f64 * (-53.0_f64).exp2();
            let common = uniform(word(&mut state));
            let (own, choice) = (uniform(word(&mut state)), uniform(word(&mut state)));
            paired.add(common < 0.30, if choice < 0.1 { own < 0.27 } else { common < 0.27 });
        }
        covered += u64::from(paired.difference(Level::default()).interval.unwrap().contains(0.03));
    }
    // Four standard errors of a share of 0.95 over so many batches are 0.0138.
    let share = covered as f64 / BATCHES as f64;
    assert!((share - 0.95).abs() < 0.0138, "{share}");
}
