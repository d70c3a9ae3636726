//! Deaths of one blow are negative binomial: through the engine, not only in the sampler.

use offramp::engine::Dead;

use crate::support::{NO_WEIGHTS, agrees_with_mean, fits, program, runs};

const RUNS: u64 = 20_000;
const MEAN: f64 = 6.0;
const DISPERSION: f64 = 0.7;
const CIVILIAN: f64 = 0.4;

/// One day, one certain blow; the target stops `stopped` of it.
fn dead(defence: f64, seed: u64) -> Vec<Dead> {
    let text = format!(
        r#"
        horizon_days = 1
        ladder_base = "none"
        [ladder.blow]
        severity = 0.5
        violent = true
        fatalities = {{ mean = {MEAN}, dispersion = {DISPERSION} }}
        civilian_share = {CIVILIAN}
        [states.a]
        tempo = 1
        routine = 1
        precision = 1
        [states.b]
        tempo = 0
        routine = 0
        defence = {defence}
        [relations.a.b]
        {}
        "#,
        NO_WEIGHTS.replace("effort_fixed = 0", "effort_fixed = -60")
    );
    let program = program(&text);
    runs(&program, seed, RUNS)
        .iter()
        .map(|record| {
            assert_eq!(record.violent_acts, 1, "the blow falls in every run");
            assert_eq!(record.dead[0], Dead::default(), "the one who strikes loses nobody");
            record.dead[1]
        })
        .collect()
}

/// The probabilities of 0, 1, 2 … deaths.
fn negative_binomial(mean: f64, count: usize) -> Vec<f64> {
    let chance = mean / (mean + DISPERSION);
    let mut mass = (1.0 - chance).powf(DISPERSION);
    let mut masses = Vec::with_capacity(count);
    for k in 0..count {
        masses.push(mass);
        mass *= (k as f64 + DISPERSION) / (k as f64 + 1.0) * chance;
    }
    masses
}

fn check(what: &str, deaths: impl Iterator<Item = u64>, mean: f64) {
    let probabilities = negative_binomial(mean, 80);
    let mut counts = vec![0; probabilities.len() + 1];
    let mut numbers = Vec::new();
    for deaths in deaths {
        counts[(deaths as usize).min(probabilities.len())] += 1;
        numbers.push(deaths as f64);
    }
    agrees_with_mean(what, &numbers, mean);
    fits(what, &counts, &probabilities);
}

#[test]
fn deaths_of_a_blow_are_negative_binomial() {
    let dead = dead(0.0, 12);
    check("all", dead.iter().map(|dead| dead.military + dead.civilian), MEAN);
    check("civilians", dead.iter().map(|dead| dead.civilian), MEAN * CIVILIAN);
    check("soldiers", dead.iter().map(|dead| dead.military), MEAN * (1.0 - CIVILIAN));
}

#[test]
fn defence_stops_its_share_of_the_deaths() {
    // 0.8 of what a perfect defence could stop, half of it here.
    check(
        "defended",
        dead(0.5, 13).iter().map(|dead| dead.military + dead.civilian),
        MEAN * (1.0 - 0.8 * 0.5),
    );
}
