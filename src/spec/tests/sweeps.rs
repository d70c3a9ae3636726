//! What a sweep varies, as files and the command line say it.

use super::{problem, read};
use crate::spec::{DesignKind, Document, Levels};

const BASE: &str = "horizon_days = 20\n[states.iran]\nelections = [{ date = 3 }]\nresolve = { beta = { mean = 0.5, concentration = 8 } }\n[states.pakistan]\n[relations.iran.pakistan]\n[knobs]\nties = 0.5\n";

/// The whole problem of the base with these lines below it.
fn fault(lines: &str) -> String {
    problem(&format!("{BASE}{lines}"))
}

#[test]
fn everything_that_can_stand_in_a_file_can_be_varied() {
    let text = format!(
        "{BASE}
        [sweep]
        points = 50
        runs = 200
        [sweep.vary]
        \"states.iran.power\" = \"1:3:5\"
        states.pakistan.policy = [\"quantal\", \"grim\"]
        states.pakistan.nuclear = [true, false]
        horizon_days = \"20:40:3\"
        states.iran.resolve.beta.mean = {{ low = 0.25, high = 0.75 }}
        states.iran.elections.0.date = [3, 5]
        focus = [[\"iran\", \"pakistan\"]]
        [levers]
        knobs.ties = [0, 0.5]
        relations.iran.pakistan.reach = [\"none\", \"strike_state\"]
        [objective]
        minimise = \"war\""
    );
    let (spec, problems) = read(&text);
    assert!(problems.is_empty(), "{problems:?}");
    let paths: Vec<&str> = spec.sweep.vary.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "states.iran.power",
            "states.pakistan.policy",
            "states.pakistan.nuclear",
            "states.iran.resolve.beta.mean",
            "states.iran.elections.0.date",
            "horizon_days",
            "focus",
        ]
    );
    assert_eq!(spec.sweep.vary["states.iran.power"], Levels::Real { low: 1.0, high: 3.0, n: Some(5) });
    assert_eq!(spec.sweep.vary["horizon_days"], Levels::Whole { low: 20, high: 40, n: Some(3) });
    assert_eq!(
        spec.sweep.vary["states.iran.resolve.beta.mean"],
        Levels::Real { low: 0.25, high: 0.75, n: None }
    );
    let words = Levels::Listed(vec!["quantal".into(), "grim".into()]);
    assert_eq!(spec.sweep.vary["states.pakistan.policy"], words);
    assert_eq!(spec.levers["knobs.ties"], Levels::Listed(vec![0.into(), 0.5.into()]));
    assert_eq!(spec.objective.minimise.as_deref(), Some("war"));
}

const FAULTS: &[(&str, &str)] = &[
    (
        "[sweep.vary]\n\"states.irna.power\" = [1, 2]",
        "10 sweep.vary.\"states.irna.power\": there is no state `irna` | \"states.irna.power\" | unknown state | did you mean `iran`?",
    ),
    (
        "[sweep.vary]\nstates.iran.powr = [1, 2]",
        "10 sweep.vary.\"states.iran.powr\": unknown key `powr` | powr | not a key of `states.iran` | did you mean `power`?",
    ),
    (
        "[levers]\n\"knobs.tie\" = [1, 2]",
        "10 levers.\"knobs.tie\": there is no knob `tie` | \"knobs.tie\" | unknown knob | did you mean `ties`?",
    ),
    (
        "[sweep.vary]\n\"states.iran.resolve\" = \"0.2:1.4:5\"",
        "10 sweep.vary.\"states.iran.resolve\": 1.4 is out of range | \"0.2:1.4:5\" | must be within what is allowed here: a number from 0 to 1 | -",
    ),
    (
        "[sweep.vary]\n\"states.iran.resolve\" = [0.2, 1.4]",
        "10 sweep.vary.\"states.iran.resolve\".1: 1.4 is out of range | 1.4 | must be a number from 0 to 1 | -",
    ),
    (
        "[sweep.vary]\n\"states.iran.policy\" = [\"grim\", \"grin\"]",
        "10 sweep.vary.\"states.iran.policy\".1: \"grin\" is not known here | \"grin\" | must be `quantal`, `tit_for_tat`, `generous_tit_for_tat`, `grim`, `always_hold`, `always_retaliate`, `scripted` or `played` | did you mean `grim`?",
    ),
    (
        "[sweep.vary]\n\"states.iran.nuclear\" = \"0:1\"",
        "10 sweep.vary.\"states.iran.nuclear\": a range of numbers where there are none | \"0:1\" | must be a list, each true or false | -",
    ),
    (
        "[sweep.vary]\n\"states.iran.power\" = 3",
        "10 sweep.vary.\"states.iran.power\": expected a range or a list of values, found the number 3 | 3 | must be \"low:high:n\" or a list of values | for a single value write a list: [3]",
    ),
    (
        "[sweep.vary]\n\"states.iran.power\" = []",
        "10 sweep.vary.\"states.iran.power\": an empty list | [] | must have 1 or more | -",
    ),
    (
        "[sweep.vary]\n\"states.iran.power\" = \"3:1\"",
        "10 sweep.vary.\"states.iran.power\": a range from 3 to 1 | \"3:1\" | must rise | -",
    ),
    (
        "[sweep.vary]\n\"states.iran.power\" = \"1:3:1\"",
        "10 sweep.vary.\"states.iran.power\": 1 values of a range | \"1:3:1\" | must be 2 to 1000000 | -",
    ),
    (
        "[sweep.vary]\nhorizon_days = \"20:25:3\"",
        "10 sweep.vary.horizon_days: 3 values evenly spaced from 20 to 25 are not whole numbers | \"20:25:3\" | must be whole numbers | take another number of values, or write a list",
    ),
    (
        "[sweep.vary]\n\"states.iran\" = [1]",
        "10 sweep.vary.\"states.iran\": `states.iran` is a table, and one value is varied at a time | \"states.iran\" | not a single value | name one of its keys, such as states.iran.assertiveness",
    ),
    (
        "[sweep.vary]\n\"states.iran.power.x\" = [1]",
        "10 sweep.vary.\"states.iran.power.x\": `states.iran.power` is a number, which holds no `x` | \"states.iran.power.x\" | leads nowhere | -",
    ),
    (
        "[sweep.vary]\n\"states.iran.elections.1.date\" = [1]",
        "10 sweep.vary.\"states.iran.elections.1.date\": `states.iran.elections` is a list and has no item `1` | \"states.iran.elections.1.date\" | no such item | -",
    ),
    (
        "[sweep.vary]\nextends = [\"a.toml\"]",
        "10 sweep.vary.extends: `extends` is no parameter of the scenario | extends | cannot be varied | -",
    ),
    (
        "[sweep.vary]\n\"states..power\" = [1]",
        "10 sweep.vary.\"states..power\": a key is missing in the path | \"states..power\" | not a path | write the path of a parameter: \"states.iran.resolve\"",
    ),
    (
        "[sweep.vary]\n\"states.iran.power\" = [1]\nstates.\"iran\".power = [2]",
        "11 sweep.vary.\"states.iran.power\": `states.iran.power` is varied twice | power | given before | give all its values at once",
    ),
    (
        "[levers]\n\"states.iran.power\" = [1]\n[sweep.vary]\n\"states.iran.power\" = [2]",
        "12 sweep.vary.\"states.iran.power\": `states.iran.power` is varied twice | \"states.iran.power\" | given before | give all its values at once",
    ),
    (
        "[sweep.vary]\n\"states.iran.resolve\" = [0.1]\n\"states.iran.resolve.beta.mean\" = [0.2]",
        "11 sweep.vary.\"states.iran.resolve.beta.mean\": `states.iran.resolve.beta.mean` and `states.iran.resolve` are varied, and one holds the other | \"states.iran.resolve.beta.mean\" | varied together with what it is part of | -",
    ),
    (
        "[sweep]\nlist = [{ \"states.iran.power\" = 0 }]",
        "10 sweep.list.0.\"states.iran.power\": 0 is out of range | 0 | must be a number above 0 (a millionth to a billion) | -",
    ),
    (
        "[sweep]\ndesign = \"latin\"",
        "10 sweep.design: \"latin\" is not known here | \"latin\" | must be `grid`, `zip`, `list`, `lhs` or `sobol` | -",
    ),
    (
        "[sweep]\npoints = 2000000",
        "10 sweep.points: 2000000 is out of range | 2000000 | must be a whole number from 1 to 1000000 | -",
    ),
];

#[test]
fn faults_of_a_sweep_are_found_where_they_stand() {
    for (lines, expected) in FAULTS {
        assert_eq!(fault(lines), *expected);
    }
}

fn base() -> Document {
    Document::parse("s.toml", BASE.to_owned()).unwrap()
}

#[test]
fn the_command_line_goes_over_the_file() {
    let lines = "[sweep]\nlist = [{ \"states.iran.power\" = 2 }]\n[sweep.vary]\nstates.iran.power = [1, 2]\n[levers]\n\"states.pakistan.power\" = [1, 2]\n";
    let mut document = Document::parse("s.toml", format!("{BASE}{lines}")).unwrap();
    document.vary("states.iran.power=1:2:3").unwrap();
    document.vary("states.pakistan.power = [5, 6]").unwrap();
    document.lever("states.iran.policy=[quantal, \"grim\"]").unwrap();
    document.point("states.iran.power=3, states.iran.policy=grim").unwrap();
    document.point("states.iran.power=4").unwrap();
    let (spec, problems) = document.read();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(spec.sweep.vary.len(), 2);
    assert_eq!(spec.sweep.vary["states.iran.power"], Levels::Real { low: 1.0, high: 2.0, n: Some(3) });
    assert_eq!(spec.levers.keys().collect::<Vec<_>>(), ["states.iran.policy"]);
    assert_eq!(spec.levers["states.iran.policy"], Levels::Listed(vec!["quantal".into(), "grim".into()]));
    assert_eq!(spec.sweep.list.len(), 2);
    assert_eq!(spec.sweep.list[0]["states.iran.policy"], toml::Value::from("grim"));
    document.set("sweep.design=sobol").unwrap();
    assert_eq!(document.read().0.sweep.design, Some(DesignKind::Sobol));
}

#[test]
fn faults_of_the_command_line_point_into_what_was_typed() {
    let mut document = base();
    document.vary("states.irna.power=1:2:3").unwrap();
    let problems = document.read().1;
    let at = problems[0].location.clone().unwrap();
    assert_eq!((at.source.as_str(), at.span), ("--vary 1", 0..17));
    let mut document = base();
    document.vary("states.iran.power=1:2:3").unwrap();
    let twice = document.vary("states.\"iran\".power=4:5:2").unwrap_err();
    assert_eq!(twice.what, "`states.iran.power` is varied twice");
    assert_eq!(twice.location.unwrap().source, "--vary 2");
    assert_eq!(base().vary("states.iran.power").unwrap_err().what, "an assignment without `=`");
    assert_eq!(base().point("states.iran.power=1, x").unwrap_err().what, "an assignment without `=`");
}

#[test]
fn a_path_has_one_form() {
    assert_eq!(base().parameter("states.\"iran\".power"), Ok("states.iran.power".to_owned()));
    let problem = base().parameter("states.iran.powr").unwrap_err();
    assert_eq!(problem.help.as_deref(), Some("did you mean `power`?"));
}

#[test]
fn no_number_of_a_sweep_is_one_of_the_scenario() {
    let text = format!("{BASE}[sweep]\npoints = 5\nruns = 7\n");
    let leaves = Document::parse("s.toml", text).unwrap().leaves();
    assert!(leaves.iter().all(|leaf| !leaf.path.starts_with("sweep")));
}
