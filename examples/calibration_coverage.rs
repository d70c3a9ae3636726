//! Measures whether the 90 % intervals of a calibration hold the truth nine times in ten.
//!
//! `cargo run --release --example calibration_coverage -- 50` draws 50 pairs of values of two numbers of a small scenario from their prior,
//! observes 60 cases of each scenario so made, fits the numbers to what was observed, and counts how often the posterior's 5 and 95 %
//! quantiles hold the true values. Everything is on fixed seeds.

use std::fmt::Write as _;
use std::io::{self, Write};

use offramp::experiment::calibrate::{
    CalibrationPlan, Directly, Parameter, ScoredScenario, Simulator, calibrate, marginals,
};
use offramp::experiment::design::sample::sobol_points;
use offramp::experiment::score::{Score, ScorePlan, Targets, simulated};
use offramp::spec::Document;
use offramp::stats::{Level, ProportionMethod, proportion};

/// Two rivals and an incident between them.
const SCENARIO: &str = r"
horizon_days = 10
[states.a]
assertiveness = 0.8
[states.b]
[relations.a.b]
grievance = 0.5
tension = 0.5
[relations.b.a]
grievance = 0.3
";
/// What is fitted, with bounds.
const FITTED: [(&str, f64, f64); 2] = [("states.a.resolve", 0.1, 0.9), ("relations.a.b.grievance", 0.1, 0.9)];
/// What is observed: quantity and unit.
const OBSERVED: [(&str, &str); 5] = [
    ("share(struck)", "share"),
    ("share(first_striker.a)", "share"),
    ("share(retaliated)", "share"),
    ("share(fatalities_total > 10)", "share"),
    ("mean(violent_acts)", "acts"),
];
/// Cases behind what is observed.
const CASES: u64 = 60;
/// Runs of each evaluation.
const RUNS: u64 = 600;

type Anything = Box<dyn std::error::Error>;

fn main() -> Result<(), Anything> {
    let fits: u64 = std::env::args().nth(1).map_or(Ok(50), |text| text.parse())?;
    let document = Document::parse("scenario", SCENARIO.to_owned())?;
    let parameters: Vec<Parameter> =
        FITTED.iter().map(|&(path, low, high)| Parameter { path: path.to_owned(), low, high }).collect();
    let mut out = io::stdout().lock();
    let (mut held, mut all) = ([0; FITTED.len()], 0);
    for (fit, unit) in (1..).zip(sobol_points(FITTED.len(), fits as usize, 2024)) {
        let truth: Vec<f64> = parameters.iter().zip(unit).map(|(one, unit)| one.at(unit)).collect();
        let targets = observed(&document, &truth, 1_000_000 + fit)?;
        let simulator = ScoredScenario::new(&document, targets, parameters.clone())?;
        let plan =
            CalibrationPlan { design: 16, starts: 1, steps: 30, ..CalibrationPlan::new(2, RUNS, 150, fit) };
        let threads = std::thread::available_parallelism()?.get();
        let mut directly = Directly { simulator: &simulator, threads };
        let Ok(found) = calibrate(&parameters, simulator.goals(), &plan, &mut directly);
        let posterior = found.posterior().ok_or("no posterior")?;
        for (place, one) in marginals(&parameters, posterior).iter().enumerate() {
            let [low, _, high] = one.quantiles;
            let is_held = (low..=high).contains(&truth[place]);
            held[place] += u64::from(is_held);
            writeln!(
                out,
                "fit {fit}: {} = {:.3}, 5 to 95 % {low:.3} to {high:.3}, learnt {:.2}, effective {:.0}{}",
                one.parameter.path,
                truth[place],
                one.contraction,
                posterior.effective_size(),
                if is_held { "" } else { ": outside" }
            )?;
        }
        all = fit;
    }
    for (one, held) in parameters.iter().zip(held) {
        let share = proportion(held, all, ProportionMethod::Wilson, Level::default());
        let interval = share.interval.ok_or("no fits")?;
        writeln!(
            out,
            "{}: {held} of {all}, 95 % interval {:.3} to {:.3}",
            one.path, interval.low, interval.high
        )?;
    }
    Ok(())
}

/// What so many cases of the scenario at the true values show, as targets.
fn observed(document: &Document, truth: &[f64], seed: u64) -> Result<Targets, Anything> {
    let settings: Vec<String> =
        FITTED.iter().zip(truth).map(|((path, ..), value)| format!("{path}={value}")).collect();
    // Any interval will do to ask what the cases show.
    let blank: Vec<[f64; 3]> = vec![[0.0, 0.5, 1.0]; OBSERVED.len()];
    let plan = ScorePlan { runs: CASES, seed, threads: 1 };
    let score = Score::new(document, &settings, targets(&blank)?, plan)?;
    let shown: Vec<[f64; 3]> = simulated(&score, &score.rows(1), Level::default())
        .into_iter()
        .filter_map(|one| {
            let interval = one.estimate.interval?;
            Some([interval.low, one.estimate.value?, interval.high])
        })
        .collect();
    targets(&shown)
}

/// Targets with these values and intervals.
fn targets(values: &[[f64; 3]]) -> Result<Targets, Anything> {
    let mut text = String::from("source = \"cases\"\n");
    for ((quantity, unit), [low, value, high]) in OBSERVED.iter().zip(values) {
        let id: String = quantity.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        write!(
            text,
            "[[targets]]\nid = \"{id}\"\nquantity = \"{quantity}\"\nunit = \"{unit}\"\nvalue = {value:?}\nlow = {low:?}\nhigh = {high:?}\nn = {CASES}\n"
        )?;
    }
    let (spec, problems) = Document::parse("targets", text)?.read_targets();
    if let Some(problem) = problems.first() {
        return Err(problem.what.clone().into());
    }
    Targets::new(&spec).map_err(|problems| problems[0].what.clone().into())
}
