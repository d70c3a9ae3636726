use super::{problem, read};
use crate::spec::{Amount, Document, Moment, ScenarioSpec};

const TEXT: &str = r#"
title = "$$5 and $more"
start = "$start"
horizon_days = "$days"
focus = ["$me", "b"]
[knobs]
x = 0.25
drawn = { uniform = { low = 0, high = 0.5 } }
days = 40
start = 2024-01-03
me = "a"
off = true
low = 0.1
sign = "$$x"
[states.a]
name = "$sign"
resolve = "$drawn"
tempo = "$x"
routine = { uniform = { low = "$low", high = 0.3 } }
prestige = { discrete = { values = ["$low", "$x"] } }
nuclear = "$off"
elections = [{ date = "$start", weight = "$drawn" }]
[states.b]
foresight = "$level"
[relations.a.b]
onlookers = { c = "$x" }
[events.e]
when_rung = { from = "$me", to = "b", rung = "war" }
effects = [{ tension = { "a.b" = "$drawn" } }]
"#;

fn spec() -> ScenarioSpec {
    let (spec, problems) = read(&TEXT.replace("foresight = \"$level\"", "foresight = 1"));
    assert_eq!(problems, [""; 0]);
    spec
}

#[test]
fn a_knob_stands_wherever_one_value_may() {
    let spec = spec();
    assert_eq!(spec.title.as_deref(), Some("$5 and $more"));
    assert_eq!(spec.start.unwrap().0.to_string(), "2024-01-03");
    assert_eq!(spec.horizon_days, Some(40));
    assert_eq!(spec.focus, Some(vec!["a".to_owned(), "b".to_owned()]));
    let a = &spec.states["a"];
    assert_eq!((a.name.as_deref(), a.nuclear), (Some("$x"), Some(true)));
    assert!(matches!(a.elections[0].date, Some(Moment::Date(_))));
    assert_eq!(spec.events["e"].when_rung.as_ref().unwrap().from.as_deref(), Some("a"));
    let routine = serde_json::to_string(&a.routine).unwrap();
    assert_eq!(routine, r#"{"uniform":{"low":0.1,"high":0.3}}"#);
    let prestige = serde_json::to_string(&a.prestige).unwrap();
    assert_eq!(prestige, r#"{"discrete":{"values":[0.1,0.25]}}"#);
}

#[test]
fn a_number_keeps_its_knobs_name() {
    let spec = spec();
    let a = &spec.states["a"];
    let knob = |name: &str| Amount::Knob(name.to_owned());
    assert_eq!(a.resolve.as_ref().unwrap().amount, knob("drawn"));
    assert_eq!(a.tempo.as_ref().unwrap().amount, knob("x"));
    assert_eq!(a.elections[0].weight.as_ref().unwrap().amount, knob("drawn"));
    assert_eq!(spec.relations["a"]["b"].onlookers["c"].amount, knob("x"));
    assert_eq!(spec.events["e"].effects[0].tension["a.b"].amount, knob("drawn"));
    let names: Vec<&str> = spec.knobs.keys().map(String::as_str).collect();
    assert_eq!(names, ["days", "drawn", "low", "x"], "all others are in their places");
    let json = serde_json::to_string(&spec).unwrap();
    assert!(json.contains(r#""resolve":"$drawn""#), "{json}");
    assert_eq!(serde_json::from_str::<ScenarioSpec>(&json).unwrap(), spec);
    assert_eq!(toml::from_str::<ScenarioSpec>(&toml::to_string(&spec).unwrap()).unwrap(), spec);
    assert!(serde_json::from_str::<ScenarioSpec>(&json.replace("$drawn", "drawn")).is_err());
}

const WRONG: &[(&str, &str, &str)] = &[
    (
        "tempo = \"$xx\"",
        "x = 1",
        "3 states.a.tempo: there is no knob `xx` | \"$xx\" | unknown knob | did you mean `x`?",
    ),
    (
        "tempo = \"$speed\"",
        "x = 1\ny = 1",
        "3 states.a.tempo: there is no knob `speed` | \"$speed\" | unknown knob | known: x, y",
    ),
    (
        "name = \"$5 note\"",
        "x = 1",
        "3 states.a.name: there is no knob `5 note` | \"$5 note\" | unknown knob | a text that begins with a dollar sign is written \"$$5 note\"",
    ),
    (
        "tempo = \"$x\"",
        "x = 40",
        "3 states.a.tempo: 40 is out of range (knob `x`) | \"$x\" | must be a number from 0 to 1 | shares are written from 0 to 1: 0.4 for 40 %",
    ),
    (
        "tempo = \"$x\"",
        "x = { uniform = { low = 0.5, high = 1.5 } }",
        "3 states.a.tempo.uniform.high: draws reach 1.5, which is out of range (knob `x`) | \"$x\" | draws must be numbers from 0 to 1 | -",
    ),
    (
        "tempo = \"$x\"",
        "x = \"high\"",
        "3 states.a.tempo: expected a number from 0 to 1, found the text \"high\" (knob `x`) | \"$x\" | must be a number from 0 to 1 | or a distribution: { uniform = { low = …, high = … } }",
    ),
    (
        "foresight = \"$x\"",
        "x = { uniform = { low = 0, high = 1 } }",
        "3 states.a.foresight: expected a whole number from 0 to 2, found a table (knob `x`) | \"$x\" | must be a whole number from 0 to 2 | this number cannot be a distribution",
    ),
    (
        "tempo = { uniform = { low = \"$x\", high = 1 } }",
        "x = { uniform = { low = 0, high = 1 } }",
        "3 states.a.tempo.uniform.low: expected a number, found a table (knob `x`) | \"$x\" | must be a number | the arguments of a distribution are plain numbers",
    ),
    (
        "policy = \"$x\"",
        "x = \"quantall\"",
        "3 states.a.policy: \"quantall\" is not known here (knob `x`) | \"$x\" | must be `quantal`, `tit_for_tat`, `generous_tit_for_tat`, `grim`, `always_hold`, `always_retaliate`, `scripted` or `played` | did you mean `quantal`?",
    ),
    (
        "elections = \"$x\"",
        "x = 1",
        "3 states.a.elections: expected a list of tables, found the text \"$x\" | \"$x\" | must be a list of tables | -",
    ),
    (
        "tempo = \"$x\"",
        "x = { uniform = { low = 0.8, high = 0.2 } }",
        "5 knobs.x.uniform.high: `high` is 0.2, below `low` | 0.2 | must be above 0.8 | -",
    ),
    (
        "tempo = \"$x\"",
        "x = nan",
        "5 knobs.x: nan is not a finite number | nan | must be a number of any size up to a billion | -",
    ),
    (
        "tempo = \"$x\"",
        "x = [1, 2]",
        "5 knobs.x: expected a number, a distribution, a text, a switch or a date, found a list | [1, 2] | must be a number, a distribution, a text, a switch or a date | -",
    ),
    (
        "tempo = \"$x\"",
        "x = \"$y\"\ny = 1",
        "5 knobs.x: a knob cannot refer to another | \"$y\" | must be a value | a text that begins with a dollar sign is written with two: \"$$…\"",
    ),
    (
        "tempo = \"$x\"",
        "x = { uniform = { low = \"$y\", high = 1 } }\ny = 0.5",
        "5 knobs.x.uniform.low: a knob cannot refer to another | \"$y\" | must be a value | a text that begins with a dollar sign is written with two: \"$$…\"",
    ),
    (
        "tempo = 1",
        "\"a b\" = 1",
        "5 knobs.\"a b\": `a b` cannot name a knob | \"a b\" | must be letters, digits, `_` and `-` | -",
    ),
];

#[test]
fn what_is_wrong_with_a_knob_is_told_where_it_can_be_mended() {
    for (place, knobs, expected) in WRONG {
        assert_eq!(problem(&format!("\n[states.a]\n{place}\n[knobs]\n{knobs}\n")), *expected);
    }
}

#[test]
fn a_knob_may_fit_one_place_and_not_another() {
    let text = "[knobs]\nx = 1.5\n[states.a]\naudience_cost = \"$x\"\ntempo = \"$x\"\n";
    assert!(problem(text).starts_with("5 states.a.tempo: 1.5 is out of range (knob `x`)"));
}

#[test]
fn assignments_reach_knobs() {
    let mut document = Document::parse("s.toml", TEXT.replace("\"$level\"", "1")).unwrap();
    document.set("knobs.x=0.75").unwrap();
    document.set("knobs.drawn.uniform.high=0.9").unwrap();
    document.set("states.b.tempo=\"$x\"").unwrap();
    document.set("states.b.resolve=$drawn").unwrap();
    let (spec, problems) = document.read();
    assert_eq!(problems, []);
    assert_eq!(spec.knobs["x"].amount, Amount::Fixed(0.75));
    assert_eq!(serde_json::to_string(&spec.knobs["drawn"]).unwrap(), r#"{"uniform":{"low":0.0,"high":0.9}}"#);
    assert_eq!(spec.states["b"].tempo.as_ref().unwrap().amount, Amount::Knob("x".into()));
    assert_eq!(spec.states["b"].resolve.as_ref().unwrap().amount, Amount::Knob("drawn".into()));
    let slip = document.set("knobs.drwn=1").unwrap_err();
    assert_eq!(slip.what, "there is no knob `drwn`");
    assert_eq!(slip.help.as_deref(), Some("did you mean `drawn`?"));
}

#[test]
fn unused_knobs_are_known() {
    let more =
        "[knobs]\nused = 1\nidle = 2\nself = \"$$idle\"\n[states.a]\ntempo = \"$used\"\nname = \"$$idle\"\n";
    let document = Document::parse("s.toml", more.into()).unwrap();
    assert_eq!(document.unused_knobs(), ["idle", "self"]);
    assert_eq!(document.knob_at("states.a.tempo"), Some("used"));
    assert_eq!(document.knob_at("states.a.name"), None);
    assert_eq!(document.knob_at("states.a"), None);
    assert_eq!(Document::parse("s.toml", "title = \"x\"".into()).unwrap().unused_knobs(), [""; 0]);
}
