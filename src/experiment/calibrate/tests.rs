use super::*;
use crate::model::special::normal_quantile;
use crate::stats::{Observed, Scale};

/// Goals that are normal means and shares of hidden numbers: the sample of `runs` runs has its luck from `seed`.
struct Toy {
    parameters: Vec<Parameter>,
    goals: Vec<Goal>,
    /// What the goals are at values of the parameters, on average.
    truth: fn(&[f64]) -> Vec<f64>,
    /// Standard deviation of one case.
    sd: f64,
}

impl Toy {
    /// A toy whose goals were seen in so many cases at these values of its parameters, by the luck of `seed`.
    fn seen(parameters: usize, at: &[f64], cases: f64, truth: fn(&[f64]) -> Vec<f64>, seed: u64) -> Self {
        let parameters = (0..parameters)
            .map(|place| Parameter { path: format!("p{place}"), low: 0.0, high: 1.0 })
            .collect();
        let sd = 2.0;
        let goal = |(place, mean): (usize, f64)| {
            let error = sd / libm::sqrt(cases);
            let value = mean + error * Luck(seed).normal(Use::Sample, 99, 0, place);
            let (low, high) = (value - 1.959_963_985 * error, value + 1.959_963_985 * error);
            let (id, source) = (format!("g{place}"), format!("s{place}"));
            let observed = Observed { value, low, high, n: cases as u64 };
            Goal { id, scale: Scale::Linear, observed, source, hold_out: false }
        };
        let goals = truth(at).into_iter().enumerate().map(goal).collect();
        Self { parameters, goals, truth, sd }
    }

    fn calibrate(&self, threads: usize, seed: u64) -> Calibration {
        let plan = CalibrationPlan::new(self.parameters.len(), 2000, 400, seed);
        let mut directly = Directly { simulator: self, threads };
        let Ok(calibration) = super::calibrate(&self.parameters, &self.goals, &plan, &mut directly);
        calibration
    }
}

impl Simulator for Toy {
    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn goals(&self) -> &[Goal] {
        &self.goals
    }

    fn simulate(&self, request: &Request) -> Simulated {
        let middle = vec![0.5; self.parameters.len()];
        let means = (self.truth)(request.values.as_ref().unwrap_or(&middle));
        let error = self.sd / libm::sqrt(request.runs as f64);
        let luck = Luck(request.seed);
        means
            .into_iter()
            .enumerate()
            .map(|(place, mean)| Some(mean + error * normal_quantile(luck.uniform(Use::Error, 1, 0, place))))
            .collect()
    }
}

/// With a goal for each parameter the posterior is the goal's own error: mean at its value and that standard deviation, here 0.1.
/// 400 particles of which half count give both to about a tenth of it.
#[test]
fn a_posterior_that_is_known_comes_out() {
    let toy = Toy::seen(2, &[0.4, 0.6], 400.0, |p| vec![p[0], p[1]], 5);
    let calibration = toy.calibrate(2, 1);
    assert!(calibration.has_settled());
    let posterior = calibration.posterior().unwrap();
    assert!(posterior.effective_size() > 150.0, "{}", posterior.effective_size());
    for (marginal, goal) in marginals(&toy.parameters, posterior).iter().zip(&toy.goals) {
        assert!((marginal.mean - goal.observed.value).abs() < 0.03, "{marginal:?} {goal:?}");
        // The runs of a particle have an error of their own: √(0.1² + 0.045²).
        assert!((marginal.sd - 0.11).abs() < 0.02, "{marginal:?}");
        assert_eq!(marginal.verdict, Verdict::Identified);
    }
    for (best, goal) in calibration.best.values.iter().zip(&toy.goals) {
        assert!((best - goal.observed.value).abs() < 0.1, "{best} {}", goal.observed.value);
    }
    assert!(calibration.predictions.iter().all(Prediction::is_inside));
    assert_eq!(calibration.plausibility, None);
}

#[test]
fn a_parameter_that_does_nothing_is_not_pinned_down() {
    let toy = Toy::seen(2, &[0.4, 0.6], 1000.0, |p| vec![p[0]], 2);
    let calibration = toy.calibrate(1, 1);
    let found = marginals(&toy.parameters, calibration.posterior().unwrap());
    assert_eq!((found[0].verdict, found[1].verdict), (Verdict::Identified, Verdict::NotPinnedDown));
    assert!(found[1].contraction.abs() < 0.2, "{}", found[1].contraction);
}

/// The sum is known to 0.08: each of two parameters is uniform over what the other leaves, and what is left of it is told by the other.
#[test]
fn parameters_that_act_only_through_their_sum_are_said_to_be_tied() {
    for at in [0.25, 0.5] {
        let toy = Toy::seen(2, &[at, at], 1000.0, |p| vec![p[0] + p[1]], 3);
        let calibration = toy.calibrate(2, 1);
        for marginal in marginals(&toy.parameters, calibration.posterior().unwrap()) {
            assert_ne!(marginal.verdict, Verdict::Identified, "{marginal:?}");
            assert!(marginal.tied > 0.75, "{marginal:?}");
            assert!(marginal.partner.unwrap().1 < -0.8, "{marginal:?}");
        }
    }
}

#[test]
fn threads_change_nothing_and_seeds_change_the_particles() {
    let toy = Toy::seen(2, &[0.3, 0.3], 400.0, |p| vec![p[0], p[0] * p[1]], 4);
    assert_eq!(toy.calibrate(1, 7), toy.calibrate(5, 7));
    assert_ne!(toy.calibrate(1, 7).generations, toy.calibrate(1, 8).generations);
}

#[test]
fn what_the_model_cannot_reach_is_said_and_widens_the_posterior() {
    let mut toy = Toy::seen(1, &[0.5], 400.0, |p| vec![p[0], p[0], p[0]], 4);
    // Three goals of one number, of which one is 8 standard errors away.
    toy.goals[2].observed.value += 0.8;
    toy.goals[2].observed.low += 0.8;
    toy.goals[2].observed.high += 0.8;
    let calibration = toy.calibrate(2, 1);
    assert!(calibration.plausibility.unwrap() < 0.001);
    assert!(calibration.posterior().unwrap().tolerance > 2.0);
    assert!(calibration.has_settled());
}

#[test]
fn goals_that_are_held_out_do_not_move_the_fit_and_are_predicted() {
    let toy = |shift: f64| {
        let mut toy = Toy::seen(1, &[0.5], 400.0, |p| vec![p[0], 2.0 * p[0]], 4);
        let goal = &mut toy.goals[1];
        let Observed { value, low, high, n } = goal.observed;
        goal.hold_out = true;
        goal.observed = Observed { value: value + shift, low: low + shift, high: high + shift, n };
        toy.calibrate(1, 1)
    };
    let (near, far) = (toy(0.0), toy(5.0));
    assert_eq!(near.generations, far.generations);
    assert!(near.predictions[1].is_inside() && !far.predictions[1].is_inside());
}

#[test]
fn what_is_held_out_by_luck_depends_on_names_alone() {
    let (names, turned) = (["a", "b", "c", "d", "e", "f"], ["f", "e", "d", "c", "b", "a"]);
    let drawn = drawn_to_hold_out(&names, 0.34, 5);
    assert_eq!(drawn.len(), 2);
    assert_eq!(drawn, drawn_to_hold_out(&turned, 0.34, 5));
    assert!((0..20).any(|seed| drawn_to_hold_out(&names, 0.34, seed) != drawn));
    assert_eq!(drawn_to_hold_out(&names[..1], 0.1, 5), ["a"]);
}
