//! Comparative statics: what more of one thing does to another, other things equal.
//!
//! Every comparison is of pairs of runs under common random numbers, by a one-sided sign test at α = 0.001 with a fixed
//! seed. Aland is the one that is provoked; Borduria is the target.

use offramp::engine::{Outcome, RunRecord};

use super::paired::{Paired, indicator};
use crate::support::RIVALS;

/// All blows are open: nobody can hope not to be seen or known.
const OPEN: [&str; 2] = ["ladder.covert.deniable=false", "ladder.covert.public=1"];

/// What Cathay's eyes are worth to Borduria when it deals with Aland.
fn watched(weight: &str) -> String {
    format!("relations.borduria.aland.onlookers.cathay={weight}")
}

#[test]
fn audience_costs_of_the_target_deter_and_bind() {
    let (low, high) = ("states.borduria.audience_cost=0.2", "states.borduria.audience_cost=1.2");
    Paired::play(RIVALS, &[low], &[high]).strikes().is_less("first strikes");
    let pairs = Paired::play(RIVALS, &[OPEN[0], OPEN[1], low], &[OPEN[0], OPEN[1], high]);
    pairs.strikes().is_less("first strikes in the open");
    pairs.retaliation_given_a_strike().is_more("retaliation given an open strike");
}

#[test]
fn onlookers_of_the_target_deter_and_bind() {
    let (none, many) = (watched("0"), watched("0.9"));
    let text = format!("{RIVALS}[states.cathay]\n");
    Paired::play(&text, &[&none], &[&many]).strikes().is_less("first strikes");
    let pairs = Paired::play_more(8, &text, &[OPEN[0], OPEN[1], &none], &[OPEN[0], OPEN[1], &many]);
    pairs.strikes().is_less("first strikes in the open");
    pairs.retaliation_given_a_strike().is_more("retaliation given an open strike");
}

/// Why the two laws above are about open strikes. Over *all* first strikes the share that is answered hardly moves,
/// although each kind of blow is answered more: whoever is deterred from an open blow turns to covert ones, which are
/// seldom answered. Deterrence changes the mix.
#[test]
fn the_deterred_turn_to_covert_blows() {
    let text = format!("{RIVALS}[states.cathay]\n");
    let pairs = Paired::play_more(2, &text, &[&watched("0")], &[&watched("0.9")]);
    pairs.share_of_covert_first_strikes().is_at_least(1.0);
}

/// Borduria has been struck, and nothing else can happen to it.
const STRUCK: &str = r#"
horizon_days = 30
focus = ["aland", "borduria"]
[states.aland]
[states.borduria]
[states.cathay]
power = 3
[relations.aland.borduria]
reach = "none"
[relations.borduria.aland]
grievance = 0.3
ties = 0.3
[events.blow]
date = 0
effects = [
  { injury = { "borduria.aland" = 0.54 } },
  { justification = { "borduria.aland" = 0.16 } },
  { tension = { "borduria.aland" = 0.43 } },
]
"#;

#[test]
fn one_and_the_same_blow_is_answered_more_by_those_who_have_an_audience() {
    let answered = |before: &str, after: &str| {
        Paired::play(STRUCK, &[before], &[after])
            .compare(|record| Some(indicator(record.first_strike.is_some())))
    };
    answered("states.borduria.audience_cost=0.2", "states.borduria.audience_cost=1.2").is_more("at home");
    answered(&watched("0"), &watched("0.9")).is_more("abroad");
}

#[test]
fn a_target_believed_resolute_is_struck_less() {
    let believed =
        |mean: &str| format!("relations.aland.borduria.resolve_belief={{ mean = {mean}, confidence = 8 }}");
    Paired::play(RIVALS, &[&believed("0.2")], &[&believed("0.8")]).strikes().is_less("first strikes");
}

#[test]
fn without_a_provocation_there_are_far_fewer_strikes() {
    Paired::play(RIVALS, &[], &["events.incident.effects=[]"]).strikes().is_far_less("first strikes", 0.2);
}

#[test]
fn without_ties_there_is_more_of_everything() {
    let pairs =
        Paired::play(RIVALS, &[], &["relations.aland.borduria.ties=0", "relations.borduria.aland.ties=0"]);
    pairs.strikes().is_more("first strikes");
    pairs.retaliation_given_a_strike().is_more("retaliation given a strike");
    pairs.compare(|record| Some(f64::from(record.violent_acts))).is_more("violent acts");
    pairs.compare(|record| Some(f64::from(record.force_turns))).is_more("turns of force");
    pairs.compare(|record| Some(f64::from(record.fighting_days))).is_more("days of fighting");
    pairs.compare(|record| Some(indicator(record.war_days > 0))).is_more("wars");
}

#[test]
fn where_no_reply_closes_the_account_exchanges_are_longer() {
    let before = ["states.aland.proportionality=1", "states.borduria.proportionality=1"];
    let after = ["states.aland.proportionality=0", "states.borduria.proportionality=0"];
    let pairs = Paired::play(RIVALS, &before, &after);
    // Where force was exchanged at all: both sides struck in both variants.
    let exchanged = |record: &RunRecord| record.force_turns >= 2;
    pairs
        .compare(|record| exchanged(record).then(|| f64::from(record.force_turns)))
        .is_more("turns of force");
    pairs.compare(|record| exchanged(record).then(|| f64::from(record.violent_acts))).is_more("violent acts");
}

#[test]
fn trusted_mediators_bring_quicker_ends() {
    let mediated = format!(
        "{RIVALS}
        [mediators.envoy]
        initiative = 0.8
        stake = 0.8
        parties.aland = {{ leverage = 0.2 }}
        parties.borduria = {{ leverage = 0.2 }}"
    );
    let trusted = |trust: &str| {
        ["aland", "borduria"].map(|party| format!("mediators.envoy.parties.{party}.trust={trust}"))
    };
    let (little, much) = (trusted("0.1"), trusted("0.9"));
    let pairs =
        Paired::play(&mediated, &little.each_ref().map(String::as_str), &much.each_ref().map(String::as_str));
    pairs.compare(|record| Some(f64::from(record.end_day))).is_less("days until the end");
    let lasted = |record: &RunRecord| {
        let first = record.first_strike?;
        Some(f64::from(record.end_day - first.day))
    };
    pairs.compare(|record| lasted(record)).is_less("days from the first strike to the end");
}

/// Rivals with little to lose and much to settle.
const BITTER: [&str; 4] = [
    "relations.aland.borduria.ties=0",
    "relations.borduria.aland.ties=0",
    "relations.aland.borduria.grievance=0.5",
    "relations.borduria.aland.grievance=0.5",
];

#[test]
fn nuclear_weapons_bring_limited_exchanges_and_almost_no_war() {
    let armed: Vec<&str> =
        BITTER.into_iter().chain(["states.aland.nuclear=true", "states.borduria.nuclear=true"]).collect();
    let pairs = Paired::play(RIVALS, &BITTER, &armed);
    let war =
        pairs.compare(|record| Some(indicator(matches!(record.outcome, Outcome::War | Outcome::NuclearUse))));
    assert!(war.means[0] > 0.1, "the conventional pair goes to war: {war:?}");
    war.is_far_less("wars", 0.1);
    // Stability above, instability below: blows short of war are exchanged about as often as before.
    let limited = pairs.compare(|record| Some(indicator(record.force_turns >= 2 && record.war_days == 0)));
    assert!(limited.means[1] > 0.3, "the nuclear pair still exchanges blows: {limited:?}");
    assert!(limited.means[1] > 0.9 * limited.means[0], "and about as often: {limited:?}");
}
