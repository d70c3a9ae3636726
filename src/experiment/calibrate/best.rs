//! The best fit: the parameters whose runs come nearest to the goals, all of them played on the same luck.

use std::cell::RefCell;

use cobyla::{RhoBeg, StopTols, minimize};

use super::luck::{Luck, Use};
use super::parameter::values;
use super::{CalibrationPlan, Distance, Evaluator, Goal, Parameter, Request, Simulated};
use crate::experiment::design::sample::sobol_points;

/// First step of a search, as a share of each parameter's width.
const FIRST_STEP: f64 = 0.15;
/// Where a search is over: steps so small.
const LAST_STEP: f64 = 0.002;

/// A place that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// The sum of squared standardised misfits of the goals that are fitted.
    pub distance: f64,
    /// How many places were tried for it.
    pub evaluations: u64,
}

/// The search so far.
struct Search<'e, E: Evaluator> {
    evaluator: &'e mut E,
    best: Option<Best>,
    failed: Option<E::Error>,
    evaluations: u64,
}

/// Looks for the parameters with the least sum of squared misfits, on the luck of the plan's seed at all places, so that places differ by
/// their parameters alone: first at the points of a Sobol' design, then from the best of them by linear approximations in a region that
/// shrinks (COBYLA: Powell 1994), which asks for no derivatives and takes no step across a bound.
///
/// # Errors
/// If the evaluator gives up.
pub(super) fn best<E: Evaluator>(
    parameters: &[Parameter],
    goals: &[Goal],
    plan: &CalibrationPlan,
    evaluator: &mut E,
) -> Result<Best, E::Error> {
    let distance = Distance::independent(goals);
    let request =
        |unit: &[f64]| Request { values: Some(values(parameters, unit)), runs: plan.runs, seed: plan.seed };
    let seed = Luck(plan.seed).word(Use::Design, 0, 0, 0);
    let design = sobol_points(parameters.len(), plan.design, seed);
    let requests: Vec<Request> = design.iter().map(|unit| request(unit)).collect();
    let found = evaluator.evaluate(&requests)?;
    let mut order: Vec<(f64, usize)> =
        found.iter().map(|one| distance.squared(goals, one)).zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));

    let search = RefCell::new(Search { evaluator, best: None, failed: None, evaluations: 0 });
    for (&(found, place), request) in order.iter().zip(order.iter().map(|&(_, place)| &requests[place])) {
        search.borrow_mut().note(request, found);
        debug_assert!(place < design.len(), "places of the design");
    }
    for &(_, place) in order.iter().take(plan.starts) {
        let objective = |unit: &[f64], (): &mut ()| {
            let unit: Vec<f64> = unit.iter().map(|unit| unit.clamp(0.0, 1.0)).collect();
            search.borrow_mut().try_at(&request(&unit), |simulated| distance.squared(goals, simulated))
        };
        let bounds = vec![(0.0, 1.0); parameters.len()];
        let none: [fn(&[f64], &mut ()) -> f64; 0] = [];
        let stop = StopTols { xtol_abs: vec![LAST_STEP; parameters.len()], ..StopTols::default() };
        let most = plan.steps;
        // How it ended is of no interest: the best place of all is kept as it goes.
        let _ = minimize(
            objective,
            &design[place],
            &bounds,
            &none,
            (),
            most,
            RhoBeg::All(FIRST_STEP),
            Some(stop),
        );
        if let Some(error) = search.borrow_mut().failed.take() {
            return Err(error);
        }
    }
    let Search { best, evaluations, .. } = search.into_inner();
    let best = best.unwrap_or_else(|| Best {
        values: values(parameters, &vec![0.5; parameters.len()]),
        distance: f64::INFINITY,
        evaluations,
    });
    Ok(Best { evaluations, ..best })
}

impl<E: Evaluator> Search<'_, E> {
    /// The distance at a place. Once the evaluator has given up, every place is as bad as any, so that the search ends.
    fn try_at(&mut self, request: &Request, distance: impl Fn(&Simulated) -> f64) -> f64 {
        if self.failed.is_some() {
            return f64::MAX;
        }
        match self.evaluator.evaluate(std::slice::from_ref(request)) {
            Ok(found) => {
                let found = found.first().map_or(f64::MAX, distance);
                self.note(request, found);
                found
            }
            Err(error) => {
                self.failed = Some(error);
                f64::MAX
            }
        }
    }

    fn note(&mut self, request: &Request, distance: f64) {
        self.evaluations += 1;
        if self.best.as_ref().is_none_or(|best| distance < best.distance) {
            let values = request.values.clone().unwrap_or_default();
            self.best = Some(Best { values, distance, evaluations: 0 });
        }
    }
}
