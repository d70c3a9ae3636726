//! Armed groups: what leaves everything as it is, and what more of one thing does.

use offramp::engine::{Act, GroupAttack, Program, Recorder, RunRecord};

use super::paired::{Paired, indicator};
use crate::support::{RIVALS, agrees_with_probability, program, relation, run, runs, with};

const RUNS: u64 = 100;
/// Runs in which rare things are looked for.
const MANY: u64 = 400;

/// Blows at groups are open whether or not the scenario speaks of groups, so that one with a group can be compared with one
/// without.
const ALWAYS_OPEN: &str = "ladder.strike_group.against_group=false";

/// Raiders on Borduria's soil that attack Aland, which blames Borduria half of the time.
fn raided() -> String {
    format!(
        "{RIVALS}\n[groups.raiders]\nhost = \"borduria\"\nattribution = {{ host = 0.5 }}\n\
         targets.aland = {{ rate_per_day = 0.05, severity = 0.3, fatalities = 6 }}\n"
    )
}

/// Proxies in a third state that Aland sponsors against Borduria, and that do nothing but what they are told.
fn sponsored(control: f64, traced: f64) -> String {
    format!(
        "{RIVALS}\n[states.cathay]\n[relations.borduria.cathay]\n[groups.proxies]\nhost = \"cathay\"\nsponsor = \"aland\"\n\
         control = {control}\nattribution = {{ sponsor = {traced}, host = 0 }}\ntargets.borduria = {{ rate_per_day = 0 }}\n"
    )
}

/// The records that the numbers speak of: without those of the groups themselves.
fn of_states(program: &Program, count: u64) -> Vec<RunRecord> {
    let mut records = runs(program, 1, count);
    for record in &mut records {
        record.group_attacks.clear();
        record.group_strikes.clear();
        record.group_capacity.clear();
    }
    records
}

/// What the groups of one run did and suffered.
#[derive(Default)]
struct Watcher {
    attacks: Vec<(u32, GroupAttack)>,
    acts: Vec<(u32, Act)>,
}

impl Recorder for Watcher {
    fn group_attack(&mut self, day: u32, attack: &GroupAttack) {
        self.attacks.push((day, *attack));
    }

    fn act(&mut self, day: u32, act: &Act) {
        self.acts.push((day, *act));
    }
}

fn watched(program: &Program, count: u64) -> Watcher {
    let mut all = Watcher::default();
    for k in 0..count {
        run(program, 1, k, &mut all);
    }
    all
}

#[test]
fn a_group_under_full_control_and_certain_attribution_is_a_direct_covert_act() {
    let direct = "\n[states.cathay]\n[relations.borduria.cathay]\n";
    let changes = ["dynamics.attribution=1", ALWAYS_OPEN];
    let direct = with(&format!("{RIVALS}{direct}"), &changes);
    let through = with(&sponsored(1.0, 1.0), &changes);
    assert_eq!(of_states(&direct, MANY), of_states(&through, MANY));
    let acts = watched(&through, MANY).acts;
    let covert: Vec<_> = acts.iter().filter(|(_, act)| act.through.is_some()).collect();
    assert!(covert.len() > 20, "only {} covert acts went through the group", covert.len());
    assert!(covert.iter().all(|(_, act)| act.attributed));
    // And less certain attribution is another matter.
    assert_ne!(of_states(&direct, MANY), of_states(&with(&sponsored(1.0, 0.2), &changes), MANY));
}

#[test]
fn a_group_without_control_or_capacity_takes_no_orders() {
    let alone = with(&format!("{RIVALS}\n[states.cathay]\n[relations.borduria.cathay]\n"), &[ALWAYS_OPEN]);
    for idle in [
        with(&sponsored(0.0, 0.1), &[ALWAYS_OPEN]),
        with(&sponsored(1.0, 0.1), &["groups.proxies.capacity=0", ALWAYS_OPEN]),
    ] {
        assert_eq!(of_states(&alone, RUNS), of_states(&idle, RUNS));
        assert!(watched(&idle, RUNS).acts.iter().all(|(_, act)| act.through.is_none()));
    }
}

#[test]
fn attacks_that_nobody_is_blamed_for_and_nobody_dies_of_move_nothing() {
    let changes = ["groups.raiders.attribution.host=0", "groups.raiders.targets.aland.fatalities=0"];
    // Without weight on coercion the menace draws no blow either.
    let quiet = with(&raided(), &[changes[0], changes[1], "utility.coercion=0", ALWAYS_OPEN]);
    let alone = with(RIVALS, &["utility.coercion=0", ALWAYS_OPEN]);
    assert_eq!(of_states(&alone, RUNS), of_states(&quiet, RUNS));
    assert!(watched(&quiet, RUNS).attacks.len() > 50);
}

#[test]
fn attacks_come_at_their_rate_and_blame_at_its_chance() {
    // Nobody decides anything, so capacity is never worn down and no run ends early.
    let still = [
        "states.aland.tempo=0",
        "states.aland.routine=0",
        "states.borduria.tempo=0",
        "states.borduria.routine=0",
    ];
    let changes = ["quiet_days=365", "events.incident.effects=[]"];
    let program = with(&raided(), &[&still[..], &changes[..]].concat());
    let watcher = watched(&program, 200);
    let (days, attacks) = (200 * 90, watcher.attacks.len() as u64);
    agrees_with_probability("attacks a day", attacks, days, 0.05);
    let blamed = watcher.attacks.iter().filter(|(_, attack)| attack.blamed.is_some()).count() as u64;
    agrees_with_probability("attacks for which the host is blamed", blamed, attacks, 0.5);
}

#[test]
fn the_sponsor_is_blamed_before_the_host() {
    let text = format!(
        "{RIVALS}\n[states.cathay]\n[relations.borduria.cathay]\n[groups.proxies]\nhost = \"cathay\"\nsponsor = \"aland\"\n\
         attribution = {{ sponsor = 0.3, host = 0.5 }}\ntargets.borduria = {{ rate_per_day = 0.2 }}\n"
    );
    let program = with(&text, &["groups.proxies.regrowth_half_life_days=0.01"]);
    let state = |key: &str| program.scenario().states().iter().position(|state| state.key == key);
    let attacks = watched(&program, 200).attacks;
    let blamed =
        |whom: Option<usize>| attacks.iter().filter(|(_, attack)| attack.blamed == whom).count() as u64;
    let all = attacks.len() as u64;
    agrees_with_probability("the sponsor", blamed(state("aland")), all, 0.3);
    agrees_with_probability("the host", blamed(state("cathay")), all, 0.7 * 0.5);
}

#[test]
fn a_blow_at_a_group_names_it_and_wears_it_down() {
    let program = with(&raided(), &["groups.raiders.regrowth_half_life_days=1e6", "dynamics.crackdown=0"]);
    let at_group = program.scenario().ladder().iter().position(|rung| rung.against_group).unwrap();
    let mut struck = 0;
    for k in 0..MANY {
        let mut watcher = Watcher::default();
        let record = run(&program, 1, k, &mut watcher);
        let to_borduria = relation(&program, "aland.borduria");
        let blows =
            watcher.acts.iter().filter(|(_, act)| act.relation == to_borduria && act.landed == at_group);
        let mut left = 1.0_f32;
        for (_, act) in blows {
            assert_eq!(act.group, Some(0));
            left *= 1.0 - 0.6 * act.severity;
            struck += 1;
        }
        assert!(
            (record.group_capacity[0] - left).abs() < 1e-3,
            "run {k}: {} and not {left}",
            record.group_capacity[0]
        );
        assert!(watcher.acts.iter().all(|(_, act)| act.landed == at_group || act.group.is_none()));
    }
    assert!(struck > 30, "only {struck} blows at the group");
}

#[test]
fn a_host_that_conciliates_cracks_down() {
    let capacity = |record: &RunRecord| Some(f64::from(record.group_capacity[0]));
    let none = "dynamics.crackdown=0";
    let change = |share: &str| format!("dynamics.crackdown={share}");
    Paired::play(&raided(), &[none], &[&change("0.5")]).compare(capacity).is_less("capacity");
    let attacks = |record: &RunRecord| Some(f64::from(record.group_attacks[0]));
    Paired::play(&raided(), &[none], &[&change("0.5")]).compare(attacks).is_less("attacks");
}

#[test]
fn an_agreement_reins_groups_in() {
    let text = format!(
        "{}[mediators.envoy]\ninitiative = 1\nstake = 1\nparties.aland = {{ trust = 1 }}\nparties.borduria = {{ trust = 1 }}\n",
        raided()
    );
    let agreed = |share: &str| format!("mediation.agreement_crackdown={share}");
    let capacity = |record: &RunRecord| record.agreement_day.map(|_| f64::from(record.group_capacity[0]));
    Paired::play(&text, &[&agreed("0")], &[&agreed("0.8")]).compare(capacity).is_less("capacity");
}

#[test]
fn groups_that_attack_more_bring_more_strikes() {
    let rate = |rate: &str| format!("groups.raiders.targets.aland.rate_per_day={rate}");
    let calm = "events.incident.effects=[]";
    let pairs = Paired::play(&raided(), &[calm, &rate("0.002")], &[calm, &rate("0.2")]);
    pairs.strikes().is_more("first strikes on the host");
}

#[test]
fn hosts_that_are_not_blamed_are_struck_less() {
    let blame = |chance: &str| format!("groups.raiders.attribution.host={chance}");
    let calm = "events.incident.effects=[]";
    let pairs = Paired::play(&raided(), &[calm, &blame("1")], &[calm, &blame("0")]);
    pairs.strikes().is_less("first strikes on the host");
}

#[test]
fn deniable_proxies_draw_fewer_answers_than_a_state_that_is_found_out() {
    let struck = |record: &RunRecord| Some(indicator(record.first_strike.is_some()));
    let pairs = Paired::play_more(2, &sponsored(1.0, 0.0), &["groups.proxies.attribution.sponsor=1"], &[]);
    pairs.compare(struck).is_less("strikes of known author");
}

#[test]
fn menace_draws_blows_at_the_group() {
    let struck = |record: &RunRecord| Some(f64::from(record.group_strikes[0]));
    // The same attacks, blamed on nobody; graver ones promise more to whoever strikes the group.
    let unblamed = "groups.raiders.attribution.host=0";
    let grave = |severity: &str| format!("groups.raiders.targets.aland.severity={severity}");
    let pairs = Paired::play_more(2, &raided(), &[unblamed, &grave("0")], &[unblamed, &grave("1")]);
    pairs.compare(struck).is_more("blows at the group");
}

#[test]
fn where_groups_are_spoken_of_a_blow_at_one_needs_one_to_aim_at() {
    let at_groups = |program: &Program, from_to: &str| {
        let aimed = |act: &Act| program.scenario().ladder()[act.landed].against_group;
        let relation = relation(program, from_to);
        let acts = watched(program, MANY).acts;
        acts.iter().filter(|(_, act)| act.relation == relation && aimed(act)).count()
    };
    let raided = program(&raided());
    assert!(at_groups(&raided, "aland.borduria") > 30);
    assert_eq!(at_groups(&raided, "borduria.aland"), 0);
    assert!(at_groups(&program(RIVALS), "borduria.aland") > 5, "without any they are untold, not absent");
}
