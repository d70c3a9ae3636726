use super::*;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The seed of the statistical tests below: fixed, so that they pass or fail for good.
const SEED: u64 = 20_240_401;

fn pair() -> Entity {
    Entity::named("relation", &["israel", "iran"])
}

/// Known answers of the Random123 distribution (`kat_vectors`, philox4x32 10).
#[test]
fn philox_gives_the_known_answers() {
    let kat = [
        ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (counter, key, answer) in kat {
        assert_eq!(lanes::block(counter, key), answer);
    }
}

/// Bits, not values: a change here changes every result.
#[test]
fn values_are_fixed() {
    assert_eq!(pair().0, 0xa6a7_e238_a051);
    assert_eq!(Entity::named("state", &["iran"]).0, 0xb834_31cb_4186);
    assert_eq!(
        RunKey::new(0, 0).block(0, pair(), Purpose::Input, 0),
        [0x0816_336c, 0x0853_4818, 0x79a9_e01a, 0x2399_9782]
    );
    assert_eq!(
        RunKey::new(u64::MAX, REPLICATES - 1).block(3650, pair(), Purpose::Decision, 9),
        [0x3011_3b13, 0x0a4e_003b, 0xb599_9770, 0x02fe_c77a]
    );
}

#[test]
fn counter_words_are_laid_out_as_documented() {
    let run = RunKey::new(0x1122_3344_5566_7788, 0xAB_CDEF_0123);
    let entity = Entity(0x9988_7766_5544);
    let counter = [0xCDEF_0123, 0x0102_07AB, 0x5544_0A0B, 0x9988_7766];
    assert_eq!(
        run.block(0x0102, entity, Purpose::Decision, 0x0A0B),
        lanes::block(counter, lanes::key(0x1122_3344_5566_7788))
    );
}

#[test]
fn names_do_not_run_together() {
    let names: [(&str, &[&str]); 8] = [
        ("state", &["ab"]),
        ("state", &["a", "b"]),
        ("state", &["b", "a"]),
        ("state", &["", "ab"]),
        ("state", &["ab", ""]),
        ("statea", &["b"]),
        ("state", &[]),
        ("", &["state", "ab"]),
    ];
    let mut keys: Vec<Entity> = names.iter().map(|(kind, names)| Entity::named(kind, names)).collect();
    assert!(keys.iter().all(|key| key.0 < 1 << 48));
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), names.len());
}

#[test]
fn every_coordinate_changes_the_block() {
    let other = Entity::named("relation", &["iran", "israel"]);
    let base = RunKey::new(0, 0);
    let mut blocks = vec![
        base.block(0, pair(), Purpose::Input, 0),
        base.block(1, pair(), Purpose::Input, 0),
        base.block(0, other, Purpose::Input, 0),
        base.block(0, pair(), Purpose::Event, 0),
        base.block(0, pair(), Purpose::Input, 1),
    ];
    for bit in 0..64 {
        blocks.push(RunKey::new(1 << bit, 0).block(0, pair(), Purpose::Input, 0));
    }
    for bit in 0..40 {
        blocks.push(RunKey::new(0, 1 << bit).block(0, pair(), Purpose::Input, 0));
    }
    let count = blocks.len();
    blocks.sort_unstable();
    blocks.dedup();
    assert_eq!(blocks.len(), count);
}

#[test]
fn streams_are_the_blocks_in_order() {
    let run = RunKey::new(7, 11);
    let mut stream = run.stream(5, pair(), Purpose::Casualties);
    for index in 0..3 {
        let words = [stream.word(), stream.word(), stream.word(), stream.word()];
        assert_eq!(words, run.block(5, pair(), Purpose::Casualties, index));
    }
    let [hi, lo, ..] = run.block(5, pair(), Purpose::Casualties, 3);
    assert_eq!(stream.unit64().to_bits(), unit64(hi, lo).to_bits());
}

#[test]
fn units_stay_inside_and_keep_small_values() {
    assert_eq!(unit(0).to_bits(), 2.0_f32.powi(-33).to_bits());
    assert_eq!(unit(1).to_bits(), (3.0 * 2.0_f32.powi(-33)).to_bits());
    assert_eq!(unit(u32::MAX).to_bits(), 1.0_f32.to_bits() - 1);
    assert!((unit(1 << 31) - 0.5).abs() < 1e-7);
    assert_eq!(unit64(0, 0).to_bits(), 2.0_f64.powi(-53).to_bits());
    assert_eq!(unit64(u32::MAX, u32::MAX).to_bits(), 1.0_f64.to_bits() - 1);
}

/// Upper 0.1 % point of chi-square, the level of all tests here.
fn critical(degrees: f64) -> f64 {
    ChiSquared::new(degrees).unwrap().inverse_cdf(0.999)
}

/// Chi-square of counts against equal shares.
fn chi_square(counts: &[u32]) -> f64 {
    let expected = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    counts.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum()
}

/// The words a simulation meets: neighbours in every coordinate, for three seeds of which 0 is one.
fn each_word(mut visit: impl FnMut(usize, u32)) {
    for seed in [0, 1, SEED] {
        for replicate in 0..40 {
            for day in 0..40 {
                for index in 0..20 {
                    let words = RunKey::new(seed, replicate).block(day, pair(), Purpose::Decision, index);
                    words.iter().enumerate().for_each(|(at, &word)| visit(at, word));
                }
            }
        }
    }
}

#[test]
fn words_are_uniform() {
    let mut high = [[0; 256]; 4];
    let mut low = [[0; 256]; 4];
    each_word(|at, word| {
        high[at][(word >> 24) as usize] += 1;
        low[at][(word & 255) as usize] += 1;
    });
    for counts in high.iter().chain(&low) {
        assert!(chi_square(counts) < critical(255.0), "{}", chi_square(counts));
    }
}

#[test]
fn units_pass_kolmogorov_smirnov() {
    for seed in [0, 1, SEED] {
        let run = RunKey::new(seed, 0);
        let mut us: Vec<f64> =
            (0..50_000).map(|day| f64::from(unit(run.block(day, pair(), Purpose::Event, 0)[0]))).collect();
        us.sort_by(f64::total_cmp);
        let n = us.len() as f64;
        let distance = us.iter().enumerate().map(|(i, u)| (u - i as f64 / n).max((i + 1) as f64 / n - u));
        // 1.95 / √n is the 0.1 % point of the Kolmogorov distribution.
        assert!(distance.fold(0.0, f64::max) * n.sqrt() < 1.95);
    }
}

/// Neighbours in replicate, day, purpose, index and word: every pair of them should fill a 16 × 16 table evenly.
#[test]
fn neighbouring_counters_are_independent() {
    type Draw = fn(u32) -> u32;
    let neighbours: [(Draw, Draw); 5] = [
        (
            |i| RunKey::new(SEED, i.into()).block(3, pair(), Purpose::Event, 0)[0],
            |i| RunKey::new(SEED, u64::from(i) + 1).block(3, pair(), Purpose::Event, 0)[0],
        ),
        (
            |i| RunKey::new(SEED, 3).block(i, pair(), Purpose::Event, 0)[0],
            |i| RunKey::new(SEED, 3).block(i + 1, pair(), Purpose::Event, 0)[0],
        ),
        (
            |i| RunKey::new(SEED, 3).block(i, pair(), Purpose::Event, 0)[0],
            |i| RunKey::new(SEED, 3).block(i, pair(), Purpose::Offer, 0)[0],
        ),
        (
            |i| RunKey::new(SEED, 3).block(7, pair(), Purpose::Event, i as u16)[0],
            |i| RunKey::new(SEED, 3).block(7, pair(), Purpose::Event, i as u16 + 1)[0],
        ),
        (
            |i| RunKey::new(SEED, 3).block(i, pair(), Purpose::Event, 0)[0],
            |i| RunKey::new(SEED, 3).block(i, pair(), Purpose::Event, 0)[1],
        ),
    ];
    for (number, (one, other)) in neighbours.into_iter().enumerate() {
        let mut table = [0; 256];
        for i in 0..50_000 {
            table[(one(i) >> 28 << 4 | other(i) >> 28) as usize] += 1;
        }
        assert!(chi_square(&table) < critical(255.0), "pair {number}: {}", chi_square(&table));
    }
}
