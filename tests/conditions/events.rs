//! Events that wait for a condition.

use offramp::engine::{Program, Recorder};
use offramp::model::morning_words;

use crate::support::{Log, RICH, RIVALS, canonical, program, run, runs, with};

const RUNS: u64 = 60;

/// Asserts that a trigger written as a condition gives the same runs, and that the event occurs in some of them.
#[track_caller]
fn the_same(text: &str, changes: &[&str], event: &str, trigger: &str, when: &str) {
    assert!(text.contains(trigger), "{trigger}");
    let conditional = text.replacen(trigger, &format!("when = \"{when}\""), 1);
    let (plain, conditional) = (with(text, changes), with(&conditional, changes));
    let played = [&plain, &conditional].map(|program| runs(program, 1, RUNS));
    for (plain_record, record) in played[0].iter().zip(&played[1]) {
        assert_eq!(canonical(&plain, plain_record), canonical(&conditional, record), "{when}");
    }
    let index = plain.scenario().events().iter().position(|one| one.key == event).unwrap();
    assert!(played[0].iter().any(|record| record.event_day[index].is_some()), "{event} occurs");
}

#[test]
fn a_day_is_a_date() {
    the_same(RICH, &[], "bombing", "date = 2024-01-05", "day == 2");
}

#[test]
fn what_came_after_comes_on_its_day() {
    let after = "after = { event = \"bombing\", delay_days = 3 }";
    the_same(RICH, &[], "funeral", after, "occurred.bombing and day == 5");
}

#[test]
fn a_first_strike_is_the_lowest_violent_rung() {
    let rung = "when_rung = { from = \"aland\", to = \"borduria\", rung = \"covert\" }";
    let text = format!(
        "{RIVALS}[events.uproar]\n{rung}\nprobability = 0.7\neffects = [{{ assertiveness = {{ borduria = 0.4 }} }}]\n"
    );
    // Every blow is traced; else the condition would not know of some.
    the_same(&text, &["dynamics.attribution=1"], "uproar", rung, "struck.aland.borduria");
}

/// A world in which nobody ever decides, so that what events leave behind fades by the book.
const STILL: &str = r#"
horizon_days = 40
[states.a]
tempo = 0
routine = 0
[states.b]
tempo = 0
routine = 0
[relations.a.b]
posture = "campaign"
grievance = 0.2
[relations.b.a]
[events.first]
date = 3
effects = [{ justification = { "b.a" = 0.4 } }, { ties = { "b.a" = -0.2 } }, { assertiveness = { b = 0.3 } }, { fatalities = { b = 40 } }]
[ladder.campaign]
fatalities.mean = 0
[dynamics]
injury_gain = 0
tension_gain = 0
prestige_unanswered = 0
"#;

/// The days on which an event occurred.
struct Days(usize, Vec<u32>);

impl Recorder for Days {
    fn event(&mut self, day: u32, event: usize, occurred: bool) {
        if event == self.0 && occurred {
            self.1.push(day);
        }
    }
}

fn days_of(program: &Program, event: &str, replicate: u64) -> Vec<u32> {
    let index = program.scenario().events().iter().position(|one| one.key == event).unwrap();
    let mut days = Days(index, Vec::new());
    run(program, 1, replicate, &mut days);
    days.1
}

#[test]
fn it_comes_once_or_on_every_morning() {
    let days = |more: &str| days_of(&program(&format!("{STILL}[events.own]\n{more}")), "own", 0);
    assert_eq!(days("when = \"day >= 36\""), [36]);
    assert_eq!(days("when = \"day >= 36\"\nrepeats = true"), [36, 37, 38, 39]);
    assert_eq!(days("when = \"day < 0\"\nrepeats = true"), [0; 0]);
}

#[test]
fn it_is_judged_on_what_was_so_last_night() {
    // By key, one stands before and one behind the event that they wait for.
    for key in ["after", "early"] {
        let condition = |when: &str| {
            let text = format!("{STILL}[events.{key}]\nwhen = \"{when}\"\nrepeats = true\n");
            days_of(&program(&text), key, 0).first().copied()
        };
        assert_eq!(condition("occurred.first"), Some(4), "{key}");
        assert_eq!(condition("dead.b == 40"), Some(4), "{key}");
        assert_eq!(condition("justification.b.a > 0.3"), Some(4), "{key}");
        assert_eq!(condition("day == 3"), Some(3), "{key}");
    }
}

#[test]
fn what_fades_is_read_as_it_fades() {
    let fades = |days: f64, half_life: f64| (-days * std::f64::consts::LN_2 / half_life).exp();
    // Two campaigns' days of weariness, the older one a night older.
    let weary = 0.02 * 0.82;
    let weariness = weary * (fades(1.0, 90.0) + fades(2.0, 90.0));
    let about = |name: &str, day: u32, value: f64| {
        let when = format!("day == {day} && abs({name} - {value:.9}) < 0.00001");
        let program = program(&format!("{STILL}[events.own]\nwhen = \"{when}\"\n"));
        assert_eq!(days_of(&program, "own", 0), [day], "{when}");
    };
    for nights in [1_u32, 8] {
        let (day, nights) = (3 + nights, f64::from(nights));
        about("justification.b.a", day, 0.4 * fades(nights, 30.0));
        about("cordiality.b.a", day, 0.3 - 0.2 * fades(nights, 90.0));
        about("need.b", day, 0.1 + 0.3 * fades(nights, 15.0));
        about("dead.b", day, 40.0);
    }
    about("weariness.a", 2, weariness);
    about("weariness.b", 2, weariness);
    about("posture.a.b", 2, 0.82);
    about("posture.b.a", 2, 0.0);
    about("prestige.b", 2, 0.5);
    about("grievance.a.b", 2, 0.2);
    about("violent_acts", 20, 0.0);
    about("force_turns", 20, 0.0);
    about("relations.a.b.grievance", 20, 0.2);
}

/// Whether an event with this condition, which has no effects, comes on exactly the mornings after those evenings of
/// which `was_so` holds, over some runs of the rich world.
#[track_caller]
fn follows(when: &str, was_so: impl Fn(&Program, &Log, usize) -> bool) {
    let program = program(&format!("{RICH}[events.own]\nwhen = \"{when}\"\nrepeats = true\n"));
    let mut seen = [0; 2];
    for replicate in 0..20 {
        let mut log = Log::of(&program);
        run(&program, 1, replicate, &mut log);
        let days = days_of(&program, "own", replicate);
        for morning in 1..log.evenings.len() {
            let expected = was_so(&program, &log, morning - 1);
            seen[usize::from(expected)] += 1;
            let found = days.binary_search(&(morning as u32)).is_ok();
            assert_eq!(found, expected, "{when}, run {replicate}, morning of day {morning}");
        }
    }
    assert!(seen.iter().all(|&count| count > 0), "{when} is so at times: {seen:?}");
}

#[test]
fn what_recorders_see_in_the_evening_is_read_in_the_morning() {
    let at = |program: &Program, key: &str| crate::support::relation(program, key);
    follows("tension.borduria.aland > 0.4", |program, log, day| {
        f64::from(log.evenings[day].tension[at(program, "aland.borduria")]) > 0.4
    });
    follows("injury.borduria.aland > 0.2", |program, log, day| {
        f64::from(log.evenings[day].injury[at(program, "borduria.aland")]) > 0.2
    });
    follows("grievance.aland.borduria > 0.5", |program, log, day| {
        f64::from(log.evenings[day].grievance[at(program, "aland.borduria")]) > 0.5
    });
    follows("believed_resolve.aland.borduria > 0.7", |program, log, day| {
        f64::from(log.evenings[day].believed_resolve[at(program, "aland.borduria")]) > 0.7
    });
    follows("posture.aland.borduria > 0.3", |program, log, day| {
        let rung = log.evenings[day].posture[at(program, "aland.borduria")];
        rung.is_some_and(|rung| program.scenario().ladder()[rung].key != "rupture" && rung > 2)
    });
    follows("prestige.aland > 0.5", |program, log, day| {
        let aland = program.scenario().states().iter().position(|state| state.key == "aland").unwrap();
        f64::from(log.evenings[day].prestige[aland]) > 0.5
    });
}

/// Whether the pair in focus is in mediation, and how many violent acts there were between the two, each evening.
struct Evenings<'p> {
    program: &'p Program,
    focus: usize,
    acts: u32,
    under_way: bool,
    /// By evening.
    seen: Vec<(u32, bool)>,
}

impl Recorder for Evenings<'_> {
    fn mediation_begins(&mut self, _: u32, _: usize, pair: usize) {
        self.under_way |= pair == self.focus;
    }

    fn mediation_ends(&mut self, _: u32, _: usize, pair: usize, _: offramp::engine::MediationEnd) {
        self.under_way &= pair != self.focus;
    }

    fn act(&mut self, _: u32, act: &offramp::engine::Act) {
        let scenario = self.program.scenario();
        let in_focus = scenario.relations()[act.relation].pair == self.focus;
        self.acts += u32::from(in_focus && scenario.ladder()[act.landed].violent);
    }

    fn day(&mut self, _: u32, _: &offramp::engine::View<'_>) {
        self.seen.push((self.acts, self.under_way));
    }
}

#[test]
fn acts_and_mediations_are_read_as_they_come() {
    let counted = |when: &str, is_so: &dyn Fn(u32, bool) -> bool| {
        let program = program(&format!("{RICH}[events.own]\nwhen = \"{when}\"\nrepeats = true\n"));
        let focus = program.scenario().focus_pairs()[0];
        let mut total = 0;
        for replicate in 0..20 {
            let mut evenings =
                Evenings { program: &program, focus, acts: 0, under_way: false, seen: Vec::new() };
            run(&program, 1, replicate, &mut evenings);
            let expected = evenings.seen.iter().enumerate().filter(|(_, seen)| is_so(seen.0, seen.1));
            let last = evenings.seen.len() as u32;
            let expected: Vec<u32> =
                expected.map(|(evening, _)| evening as u32 + 1).filter(|&day| day < last).collect();
            assert_eq!(days_of(&program, "own", replicate), expected, "{when}, run {replicate}");
            total += expected.len();
        }
        assert!(total > 0, "{when} is so at times");
    };
    counted("violent_acts >= 2", &|acts, _| acts >= 2);
    counted("mediated.borduria.aland", &|_, under_way| under_way);
}

#[test]
fn every_word_of_a_morning_is_known() {
    let names = [
        ("A.B", "aland.borduria"),
        ("STATE", "aland"),
        ("EVENT", "riot"),
        ("GROUP", "raiders"),
        ("PATH", "states.aland.resolve"),
    ];
    for word in morning_words() {
        let name =
            names.iter().fold(word.pattern.to_owned(), |name, (capitals, key)| name.replace(capitals, key));
        program(&format!("{RICH}[events.own]\nwhen = \"{name} > 0.5\"\n"));
    }
}
