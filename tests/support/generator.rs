//! Random valid scenarios.

use std::fmt::Write;

use proptest::prelude::*;

/// Numbers of one state.
type StateNumbers = ([f64; 6], [f64; 4], bool, u8, Option<(u32, f64)>, Option<(&'static str, f64)>);
/// Numbers of one relation, and places on the ladder.
type RelationNumbers = ([f64; 6], Option<usize>, Option<usize>, Option<f64>);

/// The rungs of the default ladder.
const RUNGS: [&str; 10] = [
    "protest",
    "rupture",
    "coerce",
    "mobilise",
    "covert",
    "strike_group",
    "strike_state",
    "campaign",
    "war",
    "nuclear",
];

/// The rules besides weighing.
const RULES: [&str; 6] =
    ["tit_for_tat", "generous_tit_for_tat", "grim", "always_hold", "always_retaliate", "scripted"];

/// The text of a scenario of two to four states, all related to the first two, with go-betweens and events; extreme
/// numbers are as likely as plain ones.
pub(crate) fn any_scenario() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(state(), 2..=4),
        prop::collection::vec(relation(), 12),
        prop::collection::vec((any::<bool>(), prop::array::uniform5(share())), 0..=3),
        prop::collection::vec((0_u32..50, share(), prop::array::uniform8(signed())), 0..=3),
        prop::collection::btree_map(0_usize..17, weight(), 0..=5),
        (1_u32..80, 1_u32..20, prop::option::of(1_u32..4), any::<bool>()),
        prop::collection::vec((any::<bool>(), prop::array::uniform8(share())), 0..=2),
    )
        .prop_map(
            |(states, relations, mediators, events, weights, (horizon, quiet, climb, focused), groups)| {
                let mut text = format!("horizon_days = {horizon}\nquiet_days = {quiet}\n");
                if focused {
                    text += "focus = [\"s0\", \"s1\"]\n";
                }
                if let Some(climb) = climb {
                    writeln!(text, "[dynamics]\nmax_climb = {climb}").expect("text takes text");
                }
                put_weights(&mut text, &weights);
                for (index, state) in states.iter().enumerate() {
                    put_state(&mut text, index, state);
                }
                put_relations(&mut text, &states, &relations);
                for (index, (encourages, numbers)) in mediators.iter().enumerate() {
                    put_mediator(&mut text, index, *encourages, numbers);
                }
                for (index, (sponsored, numbers)) in groups.iter().enumerate() {
                    put_group(&mut text, index, *sponsored, numbers);
                }
                for (index, event) in events.iter().enumerate() {
                    put_event(&mut text, index, event);
                }
                text
            },
        )
}

/// A share, its ends included.
fn share() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 1 => Just(1.0), 6 => (0_u32..=1000).prop_map(|x| f64::from(x) / 1000.0)]
}

fn signed() -> impl Strategy<Value = f64> {
    (-1000_i32..=1000).prop_map(|x| f64::from(x) / 1000.0)
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 1 => Just(20.0), 4 => (0_u32..=5000).prop_map(|x| f64::from(x) / 1000.0)]
}

fn state() -> impl Strategy<Value = StateNumbers> {
    (
        prop::array::uniform6(share()),
        prop::array::uniform4((1_u32..=20_000).prop_map(|x| f64::from(x) / 1000.0)),
        any::<bool>(),
        0_u8..=2,
        prop::option::of((0_u32..90, share())),
        prop::option::weighted(0.3, (prop::sample::select(RULES.to_vec()), share())),
    )
}

fn relation() -> impl Strategy<Value = RelationNumbers> {
    (
        prop::array::uniform6(share()),
        prop::option::of(0_usize..RUNGS.len()),
        prop::option::of(prop::sample::select(vec![1_usize, 2, 3, 7, 8])),
        prop::option::of(share()),
    )
}

fn put_weights(text: &mut String, weights: &std::collections::BTreeMap<usize, f64>) {
    let fields = offramp::model::UtilityField::ALL;
    *text += "[utility]\n";
    for (&index, weight) in weights {
        // A precision ratio of 0 is no precision; the range is open there.
        writeln!(text, "{} = {}", fields[index].key(), weight + 0.001).expect("text takes text");
    }
}

fn put_state(
    text: &mut String,
    index: usize,
    (shares, positives, nuclear, foresight, election, rule): &StateNumbers,
) {
    let [resolve, prestige, assertiveness, defence, tempo, proportionality] = shares;
    let [power, precision, audience, _] = positives;
    let audience = audience / 10.0;
    write!(
        text,
        "[states.s{index}]\npower = {power}\nresolve = {resolve}\naudience_cost = {audience}\nprestige = {prestige}\n\
         assertiveness = {assertiveness}\ndefence = {defence}\nprecision = {precision}\ntempo = {tempo}\nroutine = 0.1\n\
         proportionality = {proportionality}\nnuclear = {nuclear}\nforesight = {foresight}\n"
    )
    .expect("text takes text");
    if let Some((day, weight)) = election {
        writeln!(text, "elections = [{{ date = {day}, weight = {weight} }}]").expect("text takes text");
    }
    if let Some((rule, tremble)) = rule {
        // All are related to the first two.
        let (toward, assured) = (usize::from(index == 0), tremble > &0.5);
        write!(
            text,
            "policy = \"{rule}\"\ntremble = {tremble}\ngenerosity = {resolve}\n\
             script = [{{ date = 2, toward = \"s{toward}\", act = \"strike_group\", assured = {assured} }}]\n"
        )
        .expect("text takes text");
    }
}

fn put_relations(text: &mut String, states: &[StateNumbers], relations: &[RelationNumbers]) {
    let mut relations = relations.iter();
    for from in 0..states.len() {
        for to in 0..states.len() {
            // All are related to the first two; the others leave one another alone.
            if from == to || (from > 1 && to > 1) {
                continue;
            }
            let Some(([grievance, ties, injury, tension, belief, onlooker], reach, posture, _)) =
                relations.next()
            else {
                return;
            };
            let (belief, confidence) = (0.01 + 0.98 * belief, 1.0 + 10.0 * onlooker);
            write!(
                text,
                "[relations.s{from}.s{to}]\ngrievance = {grievance}\nties = {ties}\ninjury = {injury}\ntension = {tension}\n\
                 resolve_belief = {{ mean = {belief}, confidence = {confidence} }}\n"
            )
            .expect("text takes text");
            if let Some(posture) = posture {
                writeln!(text, "posture = \"{}\"", RUNGS[*posture]).expect("text takes text");
            }
            match reach {
                Some(rung) if *rung < 9 || states[from].2 => writeln!(text, "reach = \"{}\"", RUNGS[*rung]),
                Some(_) => writeln!(text, "reach = \"none\""),
                None => Ok(()),
            }
            .expect("text takes text");
            if let Some(third) = (0..states.len()).find(|third| *third != from && *third != to) {
                writeln!(text, "onlookers = {{ s{third} = {onlooker} }}\nsuspects = {{ s{third} = {ties} }}")
                    .expect("text takes text");
            }
        }
    }
}

/// A group on the soil of the second state that attacks the first; its sponsor, if it has one, is its host.
fn put_group(text: &mut String, index: usize, sponsored: bool, numbers: &[f64; 8]) {
    let [control, traced, blamed, capacity, vulnerability, rate, severity, deaths] = numbers;
    let sponsor = if sponsored { "sponsor = \"s1\"\n" } else { "" };
    write!(
        text,
        "[groups.g{index}]\nhost = \"s1\"\n{sponsor}control = {control}\ncapacity = {capacity}\n\
         vulnerability = {vulnerability}\nattribution = {{ sponsor = {traced}, host = {blamed} }}\n\
         targets.s0 = {{ rate_per_day = {rate}, severity = {severity}, fatalities = {} }}\n",
        10.0 * deaths
    )
    .expect("text takes text");
}

fn put_mediator(
    text: &mut String,
    index: usize,
    encourages: bool,
    [initiative, stake, trust, leverage, prestige]: &[f64; 5],
) {
    let mode = if encourages { "encourage" } else { "mediate" };
    let rivals = if index == 0 { "[]" } else { "[\"m0\"]" };
    write!(
        text,
        "[mediators.m{index}]\nmode = \"{mode}\"\ninitiative = {initiative}\nstake = {stake}\nprestige = {prestige}\n\
         rivals = {rivals}\nparties.s0 = {{ trust = {trust}, leverage = {leverage} }}\n\
         parties.s1 = {{ trust = {leverage}, leverage = {trust} }}\n"
    )
    .expect("text takes text");
}

fn put_event(text: &mut String, index: usize, (day, chance, amounts): &(u32, f64, [f64; 8])) {
    let trigger = match index {
        0 => format!("date = {day}"),
        1 => format!("hazard_per_day = {chance}\nrepeats = true"),
        _ => "when_rung = { from = \"s0\", to = \"s1\", rung = \"protest\" }".to_owned(),
    };
    let [grievance, injury, justification, tension, ties, assertiveness, prestige, dead] = amounts;
    let dead = (dead.abs() * 100.0).round();
    write!(
        text,
        "[events.e{index}]\n{trigger}\nprobability = {chance}\neffects = [\n\
         {{ grievance = {{ \"s0.s1\" = {grievance} }}, injury = {{ \"s1.s0\" = {injury} }} }},\n\
         {{ justification = {{ \"s0.s1\" = {justification} }}, tension = {{ \"s0.s1\" = {tension} }} }},\n\
         {{ ties = {{ \"s1.s0\" = {ties} }}, assertiveness = {{ s0 = {assertiveness} }}, prestige = {{ s1 = {prestige} }} }},\n\
         {{ fatalities = {{ s1 = {dead} }} }} ]\n"
    )
    .expect("text takes text");
}
