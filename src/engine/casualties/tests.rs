use super::*;
use crate::engine::random::{Entity, Purpose, RunKey};
use statrs::distribution::{ChiSquared, ContinuousCDF, Gamma};

/// As many independent streams as wanted, the same ones each time.
fn streams(n: u64) -> impl Iterator<Item = Stream> {
    let whom = Entity::named("relation", &["a", "b"]);
    (0..n).map(move |replicate| RunKey::new(20_240_401, replicate).stream(1, whom, Purpose::Casualties))
}

fn ln_negative_binomial(k: f64, mean: f64, r: f64) -> f64 {
    let p = r / (r + mean);
    lgamma(k + r) - lgamma(r) - lgamma(k + 1.0) + r * p.ln() + k * (-p).ln_1p()
}

fn ln_poisson(k: f64, mean: f64) -> f64 {
    k * mean.ln() - mean - lgamma(k + 1.0)
}

fn ln_binomial(k: f64, n: f64, p: f64) -> f64 {
    lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) + k * p.ln() + (n - k) * (-p).ln_1p()
}

/// Chi-square of counts against an exact distribution, at the 0.1 % level; neighbours are pooled to at least 8 expected.
fn assert_fits(name: &str, draws: &[u32], ln_pmf: impl Fn(f64) -> f64) {
    let n = draws.len() as f64;
    let mut sorted = draws.to_vec();
    sorted.sort_unstable();
    let (mut statistic, mut cells, mut taken, mut expected, mut seen) = (0.0, 0.0, 0, 0.0, 0.0);
    let mut remaining = n;
    for k in 0.. {
        let upto = sorted.partition_point(|&draw| draw <= k);
        seen += (upto - taken) as f64;
        taken = upto;
        expected += n * ln_pmf(f64::from(k)).exp();
        let last = remaining - expected < 8.0;
        if last {
            (expected, seen) = (remaining, seen + n - taken as f64);
        }
        if expected >= 8.0 || last {
            statistic += (seen - expected).powi(2) / expected;
            cells += 1.0;
            remaining -= expected;
            (expected, seen) = (0.0, 0.0);
        }
        if last {
            break;
        }
    }
    let critical = ChiSquared::new(cells - 1.0).unwrap().inverse_cdf(0.999);
    assert!(cells > 2.0 && statistic < critical, "{name}: {statistic} in {cells} cells");
}

#[test]
fn deaths_are_negative_binomial() {
    for (mean, r) in [(0.4, 0.2), (3.0, 0.5), (3.0, 1.0), (40.0, 2.0), (120.0, 0.7), (8.0, 50.0)] {
        let deaths: Vec<Casualties> =
            streams(20_000).map(|mut stream| draw(&mut stream, mean, r, 0.3)).collect();
        let total: Vec<u32> = deaths.iter().map(|d| d.military + d.civilian).collect();
        assert_fits(&format!("total {mean} {r}"), &total, |k| ln_negative_binomial(k, mean, r));
        // Either part of a thinned negative binomial is one too, of the same dispersion.
        let civilian: Vec<u32> = deaths.iter().map(|d| d.civilian).collect();
        assert_fits(&format!("civilian {mean} {r}"), &civilian, |k| ln_negative_binomial(k, 0.3 * mean, r));
    }
}

#[test]
fn given_the_total_civilian_deaths_are_binomial() {
    let deaths = streams(100_000).map(|mut stream| draw(&mut stream, 6.0, 0.8, 0.35));
    let civilian: Vec<u32> = deaths.filter(|d| d.military + d.civilian == 5).map(|d| d.civilian).collect();
    assert!(civilian.len() > 2_000);
    assert_fits("civilian of five", &civilian, |k| {
        if k > 5.0 { f64::NEG_INFINITY } else { ln_binomial(k, 5.0, 0.35) }
    });
}

#[test]
fn mean_and_variance_are_as_stated() {
    let (n, mean, r) = (200_000, 25.0, 1.5);
    let totals = streams(n).map(|mut stream| draw(&mut stream, mean, r, 0.5));
    let (mut sum, mut squares) = (0.0, 0.0);
    for deaths in totals {
        let difference = f64::from(deaths.military + deaths.civilian) - mean;
        sum += difference;
        squares += difference * difference;
    }
    let variance = mean + mean * mean / r;
    let n = n as f64;
    // 3.29 standard errors; the fourth moment of a negative binomial gives the second.
    assert!((sum / n).abs() < 3.29 * (variance / n).sqrt());
    let excess = 6.0 / r + 1.0 / variance;
    assert!((squares / n / variance - 1.0).abs() < 3.29 * ((2.0 + excess) / n).sqrt());
}

#[test]
fn poisson_numbers_fit_on_both_sides_of_the_change_of_method() {
    for mean in [0.05, 1.0, 9.99, 10.0, 11.0, 60.0, 5_000.0] {
        let draws: Vec<u32> = streams(20_000).map(|mut stream| poisson(&mut stream, mean)).collect();
        assert_fits(&format!("poisson {mean}"), &draws, |k| ln_poisson(k, mean));
    }
}

#[test]
fn gamma_passes_kolmogorov_smirnov() {
    for shape in [0.05, 0.5, 1.0, 3.0, 200.0] {
        let theory = Gamma::new(shape, 1.0).unwrap();
        let mut levels: Vec<f64> =
            streams(20_000).map(|mut stream| theory.cdf(gamma(&mut stream, shape))).collect();
        levels.sort_by(f64::total_cmp);
        let n = levels.len() as f64;
        let distance = levels.iter().enumerate().map(|(i, u)| (u - i as f64 / n).max((i + 1) as f64 / n - u));
        // 1.95 / √n is the 0.1 % point of the Kolmogorov distribution.
        assert!(distance.fold(0.0, f64::max) * n.sqrt() < 1.95, "{shape}");
    }
}

#[test]
fn without_a_mean_nothing_is_drawn() {
    for mean in [0.0, -1.0, f64::NAN] {
        let mut stream = streams(1).next().unwrap();
        assert_eq!(draw(&mut stream, mean, 1.0, 0.5), Casualties::default());
        assert_eq!(stream.word(), streams(1).next().unwrap().word());
    }
}

#[test]
fn shares_of_nothing_and_all_are_exact_and_large_means_saturate() {
    for mut stream in streams(1_000) {
        assert_eq!(draw(&mut stream, 20.0, 1.0, 0.0).civilian, 0);
        assert_eq!(draw(&mut stream, 20.0, 1.0, 1.0).military, 0);
        let most = draw(&mut stream, 1e30, 5.0, 0.5);
        assert_eq!((most.military, most.civilian), (u32::MAX, u32::MAX));
    }
}

/// A change here changes every result.
#[test]
fn values_are_fixed() {
    let arguments = [(0.5, 0.3, 0.2), (4.0, 1.0, 0.5), (60.0, 2.0, 0.4), (1e4, 0.5, 0.9), (1e8, 10.0, 0.1)];
    let found: Vec<(u32, u32)> = streams(5)
        .zip(arguments)
        .map(|(mut stream, (mean, r, share))| draw(&mut stream, mean, r, share))
        .map(|deaths| (deaths.military, deaths.civilian))
        .collect();
    assert_eq!(found, [(0, 0), (3, 7), (15, 12), (1_303, 11_864), (125_238_724, 13_920_570)]);
}
