//! Runs that follow a history: the probability of a path is how often it comes about.

use std::collections::BTreeMap;

use offramp::engine::{
    Act, Alternative, CONCILIATE, Decision, Done, History, Program, Recorder, RunKey, Step, Workspace,
};
use offramp::experiment::Confidence;
use offramp::experiment::case::{Case, CaseReport, CaseStudy, report};
use offramp::experiment::study::{Span, Study};

use crate::support::{NO_WEIGHTS, agrees_with_probability, program};

/// Two states that decide on four days of ten whatever happens, and can only hold or conciliate, which weigh alike.
fn coin() -> Program {
    let state = "tempo = 0.4\nroutine = 0.4\nreach = \"none\"\n";
    program(&format!(
        "horizon_days = 30\n[states.a]\n{state}[states.b]\n{state}[relations.a.b]\n[relations.b.a]\n{NO_WEIGHTS}"
    ))
}

/// Two states with something to lose, of which much is not known: what they do is not independent.
fn unknown() -> Program {
    let state = "rungs = [\"protest\", \"strike_state\"]\ntempo = 0.9\n\
                 resolve = { uniform = { low = 0, high = 1 } }\naudience_cost = { uniform = { low = 0, high = 2 } }\n";
    let relation = "grievance = { uniform = { low = 0, high = 1 } }\ntension = 0.5\nties = 0\n";
    program(&format!(
        "horizon_days = 2\n[states.a]\n{state}[states.b]\n{state}[relations.a.b]\n{relation}[relations.b.a]\n{relation}\
         [utility]\neffort_fixed = 0\nconciliation_effort = 0.1\nlegitimacy = 0.3\n"
    ))
}

fn replayed(program: &Program, steps: &[Step], last_day: u32, runs: u64) -> CaseReport {
    let scenario = program.scenario();
    let nothing = History::new(scenario, last_day, false);
    let history = steps.iter().fold(nothing, |history, step| history.with_step(scenario, *step));
    let case = Case::new("case", program.clone(), &history, None, None, None);
    let study = CaseStudy::new(vec![case], runs, 5);
    let played = study.play(Span { point: 0, from: 0, to: runs }).partial;
    report(&study.cases()[0], &played, 5, Confidence::default())
}

/// Of three days and two relations one conciliates: 0.4 · ½. In all others nothing is seen: 1 − 0.4 + 0.4 · ½.
#[test]
fn a_path_of_known_probabilities_has_their_product() {
    let program = coin();
    let step = Step { day: 1, relation: 0, done: Done::Conciliated, dead: None };
    let found = replayed(&program, &[step], 2, 40);
    let path = &found.path.summary;
    let exact = libm::log(0.2) + 5.0 * libm::log(0.8);
    assert!((path.log_likelihood.unwrap() - exact).abs() < 1e-6, "{path:?}");
    assert!((path.log_alike.unwrap() - exact).abs() < 1e-6);
    assert!((path.effective_runs.unwrap() - 40.0).abs() < 1e-6);
    assert_eq!((path.cells, path.closed), (6, 0));
    let told: Vec<_> = found.path.steps.iter().map(|step| (step.day, step.relation, step.done)).collect();
    assert_eq!(told[2], (1, 0, Done::Conciliated));
    assert_eq!(found.path.steps[2].rank, Some(2));
    assert_eq!(found.path.steps[2].likeliest_other, Some(Done::Nothing));
    assert!((found.path.steps[2].probability_of_other.unwrap() - 0.8).abs() < 1e-6);
}

#[test]
fn an_act_out_of_reach_is_done_all_the_same_and_left_out_of_the_likelihood() {
    let program = coin();
    let rung = program.scenario().ladder().iter().position(|rung| rung.key == "strike_state").unwrap();
    let step = Step { day: 1, relation: 0, done: Done::Acted(rung), dead: Some((7, 7)) };
    let found = replayed(&program, &[step], 2, 10);
    assert_eq!((found.path.summary.closed, found.path.steps[2].probability), (1, None));
    let turns = found.quantities.iter().find(|one| one.key == "force_turns").unwrap();
    assert_eq!(turns.observed.as_deref(), Some("1"));
    assert_eq!(found.classes.0, "unanswered_strike");
    // Five days on which nothing was seen; some of them under tension, which changes nothing here.
    assert!((found.path.summary.log_likelihood.unwrap() - 5.0 * libm::log(0.8)).abs() < 1e-6);
}

/// A day, a relation, and what was done.
type Deed = ((u32, usize), Done);

/// What was done in each relation on each day of a run.
#[derive(Default)]
struct Seen(BTreeMap<(u32, usize), Done>);

impl Recorder for Seen {
    fn decision(&mut self, day: u32, decision: &Decision<'_>) {
        if decision.chosen == CONCILIATE {
            self.0.insert((day, decision.relation), Done::Conciliated);
        }
    }

    fn act(&mut self, day: u32, act: &Act) {
        self.0.insert((day, act.relation), Done::Acted(act.landed));
    }
}

/// The three commonest paths of plain runs, and one in which somebody strikes, are as frequent as runs that follow them say, with
/// unknown resolve, audiences and grievances, accidents and noise integrated over.
#[test]
fn a_path_is_as_probable_as_it_is_frequent() {
    const RUNS: u64 = 20_000;
    let program = unknown();
    let mut paths: BTreeMap<Vec<Deed>, u64> = BTreeMap::new();
    let mut workspace = Workspace::new(&program);
    for replicate in 0..RUNS {
        let mut seen = Seen::default();
        workspace.run(&program, RunKey::new(11, replicate), &mut seen);
        *paths.entry(seen.0.into_iter().collect()).or_default() += 1;
    }
    let mut common: Vec<_> = paths.into_iter().collect();
    common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let is_violent =
        |done: Done| matches!(done, Done::Acted(rung) if program.scenario().ladder()[rung].violent);
    let violent = common.iter().position(|(path, _)| path.iter().any(|(_, done)| is_violent(*done))).unwrap();
    let on_both_days = |path: &[Deed]| {
        path.iter().any(|((day, _), _)| *day == 0) && path.iter().any(|((day, _), _)| *day == 1)
    };
    let long = common.iter().position(|(path, _)| on_both_days(path)).unwrap();
    for place in [0, 1, 2, violent, long] {
        let (path, count) = &common[place];
        let step = |&((day, relation), done): &Deed| Step { day, relation, done, dead: None };
        let steps: Vec<Step> = path.iter().map(step).collect();
        let found = replayed(&program, &steps, 1, RUNS);
        let probability = libm::exp(found.path.summary.log_likelihood.unwrap());
        assert!(found.path.summary.effective_runs.unwrap() > 1000.0, "{:?}", found.path.summary);
        agrees_with_probability(&format!("{path:?}"), *count, RUNS, probability);
        // The steps, each given those before, multiply up to the path.
        let product: f64 = found.path.steps.iter().map(|step| libm::log(step.probability.unwrap())).sum();
        assert!((product - libm::log(probability)).abs() < 1e-9);
    }
}

#[test]
fn what_is_on_record_is_what_happens() {
    let program = unknown();
    let rung = program.scenario().ladder().iter().position(|rung| rung.key == "strike_state").unwrap();
    assert!(
        matches!(program.alternatives()[rung + 2], Alternative::Act { rung: other, .. } if other == rung)
    );
    let step = |day, relation| Step { day, relation, done: Done::Acted(rung), dead: Some((3, 9)) };
    let history = History::new(program.scenario(), 1, true)
        .with_step(program.scenario(), step(0, 0))
        .with_step(program.scenario(), step(1, 1));
    let following = program.following(history);
    let mut workspace = Workspace::new(&following);
    for replicate in 0..50 {
        let mut seen = Seen::default();
        let record = workspace.run(&following, RunKey::new(1, replicate), &mut seen).clone();
        let expected = BTreeMap::from([((0, 0), Done::Acted(rung)), ((1, 1), Done::Acted(rung))]);
        assert_eq!(seen.0, expected);
        assert_eq!((record.force_turns, record.retaliation_delay), (2, Some(1)));
        assert_eq!(record.outcome.key(), "settled_exchange");
        for dead in record.dead {
            assert!((3..=9).contains(&(dead.military + dead.civilian)), "{dead:?}");
        }
    }
}
