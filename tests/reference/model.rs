//! The engine against `model.py`, which was written from `docs/model.md` alone: the draws word by word, runs one by one, and shares of
//! runs with other luck.

use std::sync::OnceLock;

use offramp::engine::{Entity, Program, Purpose, Recorder, RunKey, RunRecord, View, Workspace};
use offramp::lanes::{self, Words};
use serde_json::{Value, json};

use crate::support::{self, program};

/// Whether a run counts.
type Counts<'a> = &'a dyn Fn(&RunRecord) -> bool;
/// A number of a run, given its record and its mean tension.
type Reads<'a> = &'a dyn Fn(&(RunRecord, f64)) -> f64;

/// Share of runs that may differ in anything that is compared: rounding may tip a choice once in some ten thousand decisions.
const MOST_THAT_DIFFER: f64 = 0.01;
/// Standard errors that a share or mean of other luck may be off. With at most 60 comparisons of right figures, the chance that any
/// is farther off is below 60 · 6.4·10⁻⁵ = 0.004.
const ERRORS: f64 = 4.0;

const PURPOSES: [Purpose; 18] = [
    Purpose::Input,
    Purpose::Event,
    Purpose::Offer,
    Purpose::Accept,
    Purpose::Encourage,
    Purpose::Agreement,
    Purpose::Breakdown,
    Purpose::Decision,
    Purpose::Attribution,
    Purpose::Casualties,
    Purpose::Posture,
    Purpose::Routine,
    Purpose::GroupAttack,
    Purpose::GroupCasualties,
    Purpose::GroupHit,
    Purpose::Order,
    Purpose::Suspicion,
    Purpose::Policy,
];

fn vectors() -> &'static Value {
    static VECTORS: OnceLock<Value> = OnceLock::new();
    VECTORS.get_or_init(|| super::vectors("model_vectors.json"))
}

#[test]
fn draws_are_the_same_words_and_the_same_numbers() {
    let draws = vectors()["draws"].as_array().unwrap();
    assert!(draws.len() > 200);
    for draw in draws {
        let names: Vec<&str> =
            draw["name"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let (kind, names) = names.split_first().unwrap();
        let integer = |key: &str| draw[key].as_u64().unwrap();
        let seed = draw["seed"].as_str().unwrap().parse().unwrap();
        let purpose = PURPOSES[usize::try_from(integer("purpose")).unwrap()];
        assert_eq!(purpose as u64, integer("purpose"));
        let words = RunKey::new(seed, integer("replicate")).block(
            u32::try_from(integer("day")).unwrap(),
            Entity::named(kind, names),
            purpose,
            u16::try_from(integer("index")).unwrap(),
        );
        assert_eq!(json!(words), draw["words"], "{draw}");
        // The text of a number may be read a little off in double precision, but not in single.
        let theirs = draw["unit"].as_array().unwrap().iter().map(|unit| unit.as_f64().unwrap() as f32);
        assert_eq!(lanes::unit(Words(words)).0.to_vec(), theirs.collect::<Vec<_>>(), "{draw}");
    }
}

/// What of a run goes into the comparison beside its record: the mean tension of the pairs in focus over its days.
struct Tension {
    relations: Vec<usize>,
    sum: f64,
    days: u32,
}

impl Tension {
    fn of(program: &Program) -> Self {
        let scenario = program.scenario();
        let pairs = scenario.focus_pairs();
        let relations = scenario.relations().iter().enumerate();
        let in_focus =
            relations.filter(|(_, relation)| relation.from < relation.to && pairs.contains(&relation.pair));
        Self { relations: in_focus.map(|(index, _)| index).collect(), sum: 0.0, days: 0 }
    }
}

impl Recorder for Tension {
    fn day(&mut self, _: u32, view: &View<'_>) {
        let sum: f64 = self.relations.iter().map(|&relation| f64::from(view.tension(relation))).sum();
        self.sum += sum / self.relations.len() as f64;
        self.days += 1;
    }
}

/// A run of the engine in the columns of the vectors, and its mean tension.
fn played(program: &Program, workspace: &mut Workspace, key: RunKey) -> (RunRecord, f64) {
    let mut tension = Tension::of(program);
    let record = workspace.run(program, key, &mut tension).clone();
    (record, tension.sum / f64::from(tension.days))
}

fn row(program: &Program, run: &RunRecord) -> Value {
    let scenario = program.scenario();
    let striker = run.first_strike.map(|strike| {
        let relation = &scenario.relations()[strike.relation];
        scenario.states()[relation.from].key.clone()
    });
    let dead: u64 = run.dead.iter().map(|dead| dead.military + dead.civilian).sum();
    json!([
        run.outcome.key(),
        run.end_day,
        run.first_strike.map(|strike| strike.day),
        striker,
        run.retaliation_delay,
        run.violent_acts,
        run.mediation_day,
        run.agreement_day,
        dead,
    ])
}

fn scenario(name: &str) -> Program {
    let shipped = name == "two-rivals";
    let text = if shipped {
        support::shipped("two-rivals.toml")
    } else {
        super::text(&format!("scenarios/{name}.toml"))
    };
    program(&text)
}

/// The first runs one by one: nearly all are the same in every column, and their mean tension to the fourth digit.
fn same_runs(name: &str) {
    let program = scenario(name);
    let mut workspace = Workspace::new(&program);
    let theirs = &vectors()["scenarios"][name];
    let runs = theirs["runs"].as_array().unwrap();
    assert!(runs.len() >= 200);
    let differ = (0_u64..).zip(runs).filter(|(replicate, theirs_row)| {
        let key = RunKey::new(vectors()["seed"].as_u64().unwrap(), *replicate);
        let (run, tension) = played(&program, &mut workspace, key);
        let theirs_tension = theirs["tension"][usize::try_from(*replicate).unwrap()].as_f64().unwrap();
        row(&program, &run) != **theirs_row || (tension - theirs_tension).abs() > 1e-4
    });
    let differ: Vec<u64> = differ.map(|(replicate, _)| replicate).collect();
    assert!(
        differ.len() as f64 <= MOST_THAT_DIFFER * runs.len() as f64,
        "{name}: these runs differ: {differ:?}"
    );
}

/// Runs of the engine with a seed of their own: shares and means differ by no more than chance allows.
fn same_shares(name: &str) {
    let program = scenario(name);
    let mut workspace = Workspace::new(&program);
    let theirs = &vectors()["scenarios"][name]["summary"];
    let count = theirs["n"].as_u64().unwrap();
    let runs: Vec<_> = (0..count).map(|k| played(&program, &mut workspace, RunKey::new(6, k))).collect();
    let share = |what: &str, ours: &dyn Fn(&RunRecord) -> bool, theirs: u64| {
        let ours = runs.iter().filter(|(run, _)| ours(run)).count() as f64 / count as f64;
        let theirs = theirs as f64 / count as f64;
        let pooled = f64::midpoint(ours, theirs);
        let error = (2.0 * pooled * (1.0 - pooled) / count as f64).sqrt();
        assert!(
            (ours - theirs).abs() <= ERRORS * error,
            "{name}: {what}: {ours} here, {theirs} there, error {error}"
        );
    };
    for (outcome, k) in theirs["outcomes"].as_object().unwrap() {
        share(outcome, &|run| run.outcome.key() == outcome, k.as_u64().unwrap());
    }
    let shares: [(&str, Counts<'_>); 4] = [
        ("struck", &|run| run.first_strike.is_some()),
        ("retaliated", &|run| run.retaliation_delay.is_some()),
        ("mediated", &|run| run.mediation_day.is_some()),
        ("agreed", &|run| run.agreement_day.is_some()),
    ];
    for (what, ours) in shares {
        share(what, ours, theirs[what].as_u64().unwrap());
    }
    let means: [(&str, Reads<'_>); 3] = [
        ("violent_acts", &|(run, _)| f64::from(run.violent_acts)),
        ("end_day", &|(run, _)| f64::from(run.end_day)),
        ("tension", &|(_, tension)| *tension),
    ];
    for (what, ours) in means {
        let ours = runs.iter().map(ours).sum::<f64>() / count as f64;
        let (mean, sd) = (theirs[what][0].as_f64().unwrap(), theirs[what][1].as_f64().unwrap());
        let error = sd * (2.0 / count as f64).sqrt();
        assert!(
            (ours - mean).abs() <= ERRORS * error,
            "{name}: {what}: {ours} here, {mean} there, error {error}"
        );
    }
}

#[test]
fn two_rivals_fare_alike() {
    same_runs("two-rivals");
    same_shares("two-rivals");
}

#[test]
fn go_betweens_events_and_drawn_inputs_work_alike() {
    same_runs("mediation");
    same_shares("mediation");
}

#[test]
fn onlookers_and_armed_groups_work_alike() {
    same_runs("groups");
    same_shares("groups");
}

#[test]
fn rules_work_alike() {
    same_runs("rules");
    same_shares("rules");
}
