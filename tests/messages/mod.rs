//! Messages as snapshots: one for each kind of mistake that a scenario can hold.
//!
//! After a deliberate change: `INSTA_UPDATE=always cargo test messages`, and read the difference.

mod variants;

use crate::cli::{Bench, PAIR};

/// What `check` says of a sound scenario with one thing replaced.
fn of_change(old: &str, new: &str) -> String {
    assert!(PAIR.contains(old), "{old}");
    of_text(&PAIR.replacen(old, new, 1))
}

/// What `check` says of a text.
fn of_text(text: &str) -> String {
    Bench::with(text).run(&["check", "s.toml"]).ended(1).stdout
}

#[test]
fn unknown_key() {
    insta::assert_snapshot!(of_change("grievance = 0.4", "greivance = 0.4"));
}

#[test]
fn key_in_the_wrong_place() {
    insta::assert_snapshot!(of_change("horizon_days = 40", "horizon_days = 40\ntempo = 0.5"));
}

#[test]
fn wrong_type() {
    insta::assert_snapshot!(of_change("grievance = 0.4", "grievance = \"high\""));
}

#[test]
fn value_for_a_table() {
    insta::assert_snapshot!(of_change("[states.b]\nname = \"Borduria\"", "[states]\nb = 3"));
}

#[test]
fn out_of_range() {
    insta::assert_snapshot!(of_change("grievance = 0.4", "grievance = 40"));
}

#[test]
fn draws_out_of_range() {
    insta::assert_snapshot!(of_change("low = 0.3, high = 0.7", "low = -0.3, high = 0.7"));
}

#[test]
fn bad_distribution() {
    insta::assert_snapshot!(of_change(
        "resolve = { uniform = { low = 0.3, high = 0.7 } }",
        "resolve = { triangular = { low = 0.7, mode = 0.5, high = 0.6 } }"
    ));
}

#[test]
fn unknown_distribution() {
    insta::assert_snapshot!(of_change(
        "{ uniform = { low = 0.3, high = 0.7 } }",
        "{ gaussian = { mean = 0.5 } }"
    ));
}

#[test]
fn dangling_name() {
    insta::assert_snapshot!(of_change("[relations.b.a]", "[relations.b.aland]"));
}

#[test]
fn dangling_relation_in_an_effect() {
    insta::assert_snapshot!(of_change("tension = { \"a.b\" = 0.4 }", "tension = { \"a-b\" = 0.4 }"));
}

#[test]
fn dangling_rung() {
    insta::assert_snapshot!(of_change("grievance = 0.4", "reach = \"strike_stat\""));
}

#[test]
fn cycle_of_events() {
    let more = "\n[events.x]\nafter = { event = \"y\" }\n[events.y]\nafter = { event = \"x\" }\n";
    insta::assert_snapshot!(of_text(&format!("{PAIR}{more}")));
}

#[test]
fn conditions_that_cannot_be_read() {
    let more = "
[outcomes.one_round]
when = \"fource_turns == 2 && setled\"
[outcomes.war]
when = \"struck\"
[outcomes.unsaid]
name = \"What was not said\"
[outcomes.equal]
when = \"violent_acts = 2\"
[outcomes.open]
when = \"(violent_acts > 2 || struck\"
[outcomes.chained]
when = \"1 < force_turns < 4\"
[outcomes.elsewhere]
when = \"first_striker.borduria || reached.strike_stat || tension.a.b > 0.5\"
[events.e]
when = \"tension.a.c > 0.6\"
[events.f]
when = \"settled\"
date = 3
";
    insta::assert_snapshot!(of_text(&format!("{PAIR}{more}")));
}

#[test]
fn a_class_that_is_set_but_not_there() {
    let text = format!("{PAIR}\n[outcomes.one_round]\nwhen = \"force_turns == 2\"\n");
    let arguments = ["run", "s.toml", "--set", "outcomes.one_roud.when=settled"];
    insta::assert_snapshot!(Bench::with(&text).run(&arguments).ended(2).stderr);
}

#[test]
fn impossible_date() {
    insta::assert_snapshot!(of_change("date = 2025-01-02", "date = 2025-02-30"));
}

#[test]
fn date_without_a_start() {
    insta::assert_snapshot!(of_change("start = 2025-01-01\n", ""));
}

#[test]
fn not_a_number() {
    insta::assert_snapshot!(of_change("grievance = 0.4", "grievance = nan"));
}

#[test]
fn infinity() {
    insta::assert_snapshot!(of_change("name = \"Borduria\"", "power = inf"));
}

#[test]
fn several_at_once() {
    let text = PAIR
        .replacen("horizon_days = 40", "horizon_days = 0", 1)
        .replacen("grievance = 0.4", "greivance = 0.4", 1)
        .replacen("grievance = 0.3", "grievance = 1.3", 1)
        .replacen("parties.b =", "parties.c =", 1)
        .replacen("date = 2025-01-02", "date = \"tomorrow\"", 1);
    insta::assert_snapshot!(of_text(&text));
}

#[test]
fn syntax_error() {
    insta::assert_snapshot!(of_change("[states.b]", "[states.b"));
}

#[test]
fn syntax_errors_in_several_places() {
    let text = PAIR.replacen("0.4", "0,4", 1).replacen("name = \"Borduria\"", "name = Borduria", 1);
    insta::assert_snapshot!(of_text(&text));
}

#[test]
fn the_same_key_twice() {
    insta::assert_snapshot!(of_change("grievance = 0.4", "grievance = 0.4\ngrievance = 0.5"));
}

#[test]
fn policies_and_capabilities_gone_wrong() {
    let script = "policy = \"scrpted\"
reach = \"nuclear\"
rungs = [\"protst\", \"covert\", \"nuclear\"]
script = [
  { date = 2025-01-04, toward = \"aa\", act = \"strike_stat\" },
  { date = 2025-01-05, toward = \"b\", act = \"hold\" },
  { toward = \"c\", act = \"war\", assured = true },
  { date = 6, toward = \"a\", act = \"conciliate\" },
  { date = 2025-01-07, toward = \"a\", act = \"concilliate\" },
  { date = 2025-01-07, toward = \"a\", act = \"protest\" },
]
";
    let text = PAIR.replacen("name = \"Borduria\"\n", script, 1);
    insta::assert_snapshot!(of_text(&format!("{text}\n[states.c]\n")));
}

#[test]
fn no_states() {
    insta::assert_snapshot!(of_text("title = \"Nobody\"\n"));
}

#[test]
fn one_state() {
    insta::assert_snapshot!(of_text("[states.a]\n"));
}

#[test]
fn an_assignment_that_leads_nowhere() {
    let answer = Bench::with(PAIR).run(&[
        "run",
        "s.toml",
        "--set",
        "states.a.resolv=0.5",
        "--set",
        "states.b.power=-1",
    ]);
    insta::assert_snapshot!(answer.ended(2).stderr);
}

#[test]
fn what_cannot_matter() {
    let more =
        "\n[states.c]\n[events.late]\ndate = 2026-01-01\neffects = [{ tension = { \"a.b\" = 0.4 } }]\n";
    let answer = Bench::with(&format!("{PAIR}{more}")).run(&["check", "s.toml"]);
    insta::assert_snapshot!(answer.ended(0).stdout);
}

#[test]
fn files_that_are_no_scenario() {
    let bench = Bench::new();
    bench.write("empty.toml", "");
    bench.write("latin.toml", b"title = \"Pak\xE9\"\n");
    std::fs::create_dir(bench.path("folder")).unwrap();
    let answer = bench.run(&["check", "none.toml", "empty.toml", "latin.toml", "folder", "-"]);
    insta::assert_snapshot!(answer.ended(1).stdout);
}
