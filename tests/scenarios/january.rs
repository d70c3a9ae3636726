//! The January 2024 case in its region: what the article tells can happen in it, by choice, and what its counterfactuals
//! change.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::thread;

use offramp::engine::{Act, Program, Recorder, RunKey, RunRecord, Workspace};
use offramp::model::Scenario;

use super::{ALPHA, assert_share};
use crate::support::{relation, sign_test};

/// Runs of each variant, under common luck.
const RUNS: u64 = 2_400;
/// Threads that share them.
const THREADS: u64 = 2;

/// A run, and what was done in it.
struct Played {
    record: RunRecord,
    acts: Vec<(u32, Act)>,
}

/// Keeps what is done.
#[derive(Default)]
struct Watcher(Vec<(u32, Act)>);

impl Recorder for Watcher {
    fn act(&mut self, day: u32, act: &Act) {
        self.0.push((day, *act));
    }
}

/// A variant, played.
struct Variant {
    program: Program,
    runs: Vec<Played>,
}

impl Variant {
    fn play(file: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
        let (spec, problems) = offramp::spec::load(&path).unwrap().read();
        assert!(problems.is_empty(), "{file}: {problems:#?}");
        let program = Program::new(&Scenario::new(&spec).unwrap());
        let share = |first: u64| {
            let mut workspace = Workspace::new(&program);
            let one = |k| {
                let mut watcher = Watcher::default();
                let record = workspace.run(&program, RunKey::new(1, k), &mut watcher).clone();
                Played { record, acts: watcher.0 }
            };
            (first * RUNS / THREADS..(first + 1) * RUNS / THREADS).map(one).collect::<Vec<_>>()
        };
        let runs = thread::scope(|scope| {
            let workers: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || share(first))).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        Self { program, runs }
    }

    /// How many runs there are in which something is so.
    fn count(&self, is_so: impl Fn(&Played) -> bool) -> usize {
        self.runs.iter().filter(|played| is_so(played)).count()
    }

    /// Whether the first strike of a run was this state's on that one.
    fn struck_first(&self, played: &Played, key: &str) -> bool {
        let relation = relation(&self.program, key);
        played.record.first_strike.is_some_and(|first| first.relation == relation)
    }

    fn is_violent(&self, act: &Act) -> bool {
        self.program.scenario().ladder()[act.landed].violent
    }

    fn group(&self, key: &str) -> usize {
        self.program.scenario().groups().iter().position(|group| group.key == key).unwrap()
    }
}

/// The case as shipped: played once for all tests.
static JANUARY: LazyLock<Variant> = LazyLock::new(|| Variant::play("iran-pakistan-2024.toml"));

/// Asserts by the sign test that in the variant something is the case in fewer runs than in the case as shipped (or in
/// more), of those pairs of runs in which it can be told in both.
#[track_caller]
fn compare(file: &str, fewer: bool, is_so: impl Fn(&Variant, &Played) -> Option<bool>) {
    let variant = Variant::play(&format!("iran-pakistan-2024/{file}.toml"));
    let (mut only_here, mut only_there) = (0, 0);
    for (here, there) in JANUARY.runs.iter().zip(&variant.runs) {
        if let (Some(here), Some(there)) = (is_so(&JANUARY, here), is_so(&variant, there)) {
            only_here += u64::from(here && !there);
            only_there += u64::from(there && !here);
        }
    }
    let chance = if fewer { sign_test(only_here, only_there) } else { sign_test(only_there, only_here) };
    assert!(chance < ALPHA, "{file}: {only_here} runs lost it, {only_there} gained it (p = {chance:.1e})");
}

/// Asserts the same of a first strike by Iran on Pakistan.
#[track_caller]
fn compare_irans_strikes(file: &str, fewer: bool) {
    compare(file, fewer, |variant, played| Some(variant.struck_first(played, "iran.pakistan")));
}

/// Whether Pakistan answers, where Iran struck first.
fn pakistan_answers(variant: &Variant, played: &Played) -> Option<bool> {
    variant.struck_first(played, "iran.pakistan").then_some(played.record.retaliation_delay.is_some())
}

#[test]
fn iran_may_choose_to_strike_three_countries_within_two_days() {
    let variant = &*JANUARY;
    let scenario = variant.program.scenario();
    let iran = relation(&variant.program, "iran.pakistan");
    let iran = scenario.relations()[iran].from;
    assert!(scenario.states()[iran].key == "iran");
    let spree = |played: &Played| {
        let blows: Vec<(u32, usize)> = played
            .acts
            .iter()
            .filter(|(_, act)| scenario.relations()[act.relation].from == iran && variant.is_violent(act))
            .filter(|(_, act)| !scenario.ladder()[act.landed].deniable)
            .map(|&(day, act)| (day, scenario.relations()[act.relation].to))
            .collect();
        blows.iter().any(|&(first, _)| {
            let within = blows.iter().filter(|&&(day, _)| day == first || day == first + 1);
            within.map(|&(_, target)| target).collect::<BTreeSet<_>>().len() >= 3
        })
    };
    assert_share("three countries within two days", variant.count(spree), variant.runs.len(), 0.005..0.3);
}

#[test]
fn blows_at_groups_name_them_on_both_sides_of_the_border() {
    let variant = &*JANUARY;
    let named = |from_to: &str, keys: &[&str]| {
        let relation = relation(&variant.program, from_to);
        let groups: Vec<usize> = keys.iter().map(|key| variant.group(key)).collect();
        let acts = variant.runs.iter().flat_map(|played| &played.acts);
        let at_groups: Vec<usize> = acts
            .filter(|(_, act)| act.relation == relation)
            .filter_map(|(_, act)| act.group)
            .inspect(|group| assert!(groups.contains(group)))
            .collect();
        for (group, key) in groups.iter().zip(keys) {
            assert!(at_groups.contains(group), "{key} is never struck");
        }
        at_groups.len()
    };
    assert!(named("iran.pakistan", &["jaish_al_adl"]) > 50);
    assert!(named("pakistan.iran", &["bla", "blf"]) > 50);
    assert!(named("iran.iraq", &["israeli_network"]) > 50);
    assert!(named("iran.syria", &["islamic_state"]) > 50);
}

#[test]
fn irans_covert_acts_go_through_its_proxies() {
    let variant = &*JANUARY;
    let through: BTreeSet<usize> =
        variant.runs.iter().flat_map(|played| &played.acts).filter_map(|(_, act)| act.through).collect();
    for proxy in ["hezbollah", "iraqi_militias", "houthis", "israeli_network"] {
        assert!(through.contains(&variant.group(proxy)), "{proxy} never carries out an act");
    }
}

#[test]
fn a_reply_restores_the_standing_of_pakistans_army() {
    // Among runs in which Iran strikes first, where Pakistan answers and where it does not.
    let variant = &*JANUARY;
    let pakistan =
        variant.program.scenario().states().iter().position(|state| state.key == "pakistan").unwrap();
    let mean = |answered: bool| {
        let changes: Vec<f64> = variant
            .runs
            .iter()
            .filter(|played| pakistan_answers(variant, played) == Some(answered))
            .map(|played| f64::from(played.record.prestige_change[pakistan]))
            .collect();
        let count = changes.len() as f64;
        let mean = changes.iter().sum::<f64>() / count;
        let variance = changes.iter().map(|change| (change - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let ((with, with_error), (without, without_error)) = (mean(true), mean(false));
    let z = (with - without) / (with_error + without_error).sqrt();
    assert!(z > 3.1, "{with} with an answer, {without} without, z = {z}");
}

#[test]
fn chinas_success_costs_the_united_states_standing() {
    let variant = &*JANUARY;
    let place = |key: &str| {
        variant.program.scenario().mediators().iter().position(|mediator| mediator.key == key).unwrap()
    };
    let (china, united_states) = (place("china"), place("united_states"));
    let agreed = |played: &&Played| played.record.agreement_by == Some(china);
    let agreements: Vec<&Played> = variant.runs.iter().filter(agreed).collect();
    assert!(agreements.len() > 100, "{}", agreements.len());
    assert!(agreements.iter().all(|played| played.record.mediator_prestige_change[united_states] < 0.0));
}

#[test]
fn without_kerman_iran_strikes_less() {
    compare_irans_strikes("no-kerman", true);
}

#[test]
fn without_onlookers_iran_strikes_more() {
    compare_irans_strikes("no-onlookers", false);
}

#[test]
fn without_an_election_in_sight_iran_strikes_less() {
    compare_irans_strikes("election-far-away", true);
}

#[test]
fn believing_india_complicit_pakistan_answers_more() {
    compare("india-complicit", false, pakistan_answers);
}

#[test]
fn an_army_in_high_prestige_answers_less() {
    compare("army-in-high-prestige", true, pakistan_answers);
}

#[test]
fn against_a_pakistan_without_nuclear_weapons_iran_strikes_more() {
    compare_irans_strikes("pakistan-without-nuclear-weapons", false);
}

#[test]
fn the_united_states_brings_fewer_agreements_than_china() {
    compare("united-states-mediates", true, |_, played| Some(played.record.agreement_day.is_some()));
}

#[test]
fn without_go_betweens_more_first_strikes_are_answered() {
    compare("no-mediator", false, |_, played| Some(played.record.retaliation_delay.is_some()));
}
