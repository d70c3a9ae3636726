//! Designs by hand.

use super::*;
use crate::spec::ScenarioSpec;

const BASE: &str = "horizon_days = 20\n[states.a]\n[states.b]\n[relations.a.b]\n";

fn spec(lines: &str) -> ScenarioSpec {
    let (spec, problems) = Document::parse("s.toml", format!("{BASE}{lines}")).unwrap().read();
    assert_eq!(problems, []);
    spec
}

fn design(lines: &str) -> Design {
    Design::of_spec(&spec(lines), 1).unwrap()
}

fn error(lines: &str) -> String {
    Design::of_spec(&spec(lines), 1).unwrap_err().to_string()
}

/// The points as texts, a space between the values.
fn points(design: &Design) -> Vec<String> {
    let text = |point: &Vec<Level>| point.iter().map(Level::text).collect::<Vec<_>>().join(" ");
    design.points().iter().map(text).collect()
}

#[test]
fn a_grid_has_every_combination_the_last_changing_fastest() {
    let grid = design(
        "[sweep.vary]\n\"states.a.power\" = \"1:2:3\"\n\"states.b.policy\" = [\"grim\", \"quantal\"]\nhorizon_days = \"10:20:2\"",
    );
    let paths: Vec<&str> = grid.parameters().iter().map(|parameter| parameter.path.as_str()).collect();
    assert_eq!(paths, ["states.a.power", "states.b.policy", "horizon_days"]);
    assert_eq!(
        points(&grid)[..5],
        ["1.0 \"grim\" 10", "1.0 \"grim\" 20", "1.0 \"quantal\" 10", "1.0 \"quantal\" 20", "1.5 \"grim\" 10"]
    );
    assert_eq!((grid.points().len(), grid.policies(), grid.futures()), (12, 1, 12));
    assert_eq!(grid.describe(4), "states.a.power = 1.5, states.b.policy = \"grim\", horizon_days = 10");
}

#[test]
fn evenly_spaced_values_hold_both_ends_and_have_few_digits() {
    let grid = design("[sweep.vary]\n\"states.a.resolve\" = \"0.1:0.7:7\"");
    assert_eq!(points(&grid), ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
}

#[test]
fn a_zip_goes_through_all_lists_at_once() {
    let zip = design(
        "[sweep]\ndesign = \"zip\"\n[sweep.vary]\n\"states.a.power\" = [1, 2]\n\"states.b.power\" = \"3:4:2\"",
    );
    assert_eq!(points(&zip), ["1.0 3.0", "2.0 4.0"]);
    assert_eq!(
        error(
            "[sweep]\ndesign = \"zip\"\n[sweep.vary]\n\"states.a.power\" = [1, 2]\n\"states.b.power\" = [3]"
        ),
        "a zip needs as many values of every parameter: 2 of `states.a.power`, 1 of `states.b.power`"
    );
}

#[test]
fn a_list_leaves_what_it_does_not_name_as_written() {
    let list = design(
        "[sweep]\nlist = [{ \"states.a.power\" = 2 }, { \"states.b.nuclear\" = true, \"states.a.power\" = 3 }]",
    );
    assert_eq!(points(&list), ["2.0 ", "3.0 true"]);
    assert_eq!(list.points()[0][1], Level::AsWritten);
}

#[test]
fn samples_take_quantiles_of_ranges_whole_numbers_and_lists() {
    for kind in ["lhs", "sobol"] {
        let lines = format!(
            "[sweep]\ndesign = \"{kind}\"\npoints = 16\n[sweep.vary]\n\"states.a.resolve\" = \"0.2:0.6\"\nhorizon_days = \"11:14\"\n\
             \"states.b.policy\" = [\"grim\", \"quantal\"]"
        );
        let sample = design(&lines);
        assert_eq!(sample.points().len(), 16);
        let number = |level: &Level| match level.shown() {
            Shown::Number(number) => number,
            other => panic!("{other:?}"),
        };
        // In each of 16 slices of the range one value; each day and each word equally often.
        let mut slices: Vec<i64> = sample
            .points()
            .iter()
            .map(|point| ((number(&point[0]) - 0.2) / 0.4 * 16.0).floor() as i64)
            .collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..16).collect::<Vec<_>>(), "{kind}");
        for day in 11..15 {
            let count = sample.points().iter().filter(|point| point[1] == Level::Value(day.into())).count();
            assert_eq!(count, 4, "{kind}, day {day}");
        }
        let grim = sample.points().iter().filter(|point| point[2] == Level::Value("grim".into())).count();
        assert_eq!(grim, 8, "{kind}");
        assert_eq!(design(&lines), sample);
        assert_ne!(Design::of_spec(&spec(&lines), 2).unwrap(), sample, "another seed");
    }
    assert_eq!(
        design("[sweep]\ndesign = \"lhs\"\n[sweep.vary]\nhorizon_days = \"11:14\"").points().len(),
        100
    );
}

#[test]
fn every_policy_meets_every_future() {
    let both = design(
        "[levers]\n\"states.a.policy\" = [\"grim\", \"quantal\"]\n\"states.a.nuclear\" = [true, false]\n\
         [sweep.vary]\n\"states.b.power\" = [1, 2, 3]",
    );
    assert_eq!((both.policies(), both.futures(), both.points().len()), (4, 3, 12));
    assert_eq!(points(&both)[both.point_of(1, 2)], "\"grim\" false 3.0");
    assert!(both.parameters()[0].is_lever && !both.parameters()[2].is_lever);
    let levers_only = design("[levers]\n\"states.a.power\" = [1, 2]");
    assert_eq!((levers_only.policies(), levers_only.futures()), (2, 1));
}

#[test]
fn what_cannot_be_made_is_told() {
    assert!(error("").starts_with("nothing is varied: give `--vary"));
    assert_eq!(
        error("[sweep.vary]\n\"states.a.power\" = \"1:2\""),
        "how many values of `states.a.power`? write low:high:n, or take --design lhs or sobol with --points"
    );
    assert_eq!(
        error("[sweep.vary]\n\"states.a.power\" = \"1:2:2000\"\n\"states.b.power\" = \"1:2:1000\""),
        "the design has 2000000 points, and 1000000 are the most; if it is meant, OFFRAMP_LIMITS=points=2000000 in the environment \
         raises the limit"
    );
    assert_eq!(
        error("[levers]\n\"states.a.power\" = \"1:2:2000\"\n[sweep.vary]\n\"states.b.power\" = \"1:2:1000\""),
        "the design has 2000000 points, and 1000000 are the most; if it is meant, OFFRAMP_LIMITS=points=2000000 in the environment \
         raises the limit"
    );
    assert!(error("[sweep]\ndesign = \"list\"").starts_with("a list design needs its points"));
    let both = "[sweep]\nlist = [{ \"states.a.power\" = 2 }]\n[sweep.vary]\n\"states.a.power\" = [1]";
    assert!(error(both).contains("say with `design` which of the two"));
    let lever = "[levers]\n\"states.a.power\" = [1]\n[sweep]\nlist = [{ \"states.a.power\" = 2 }]";
    assert!(error(lever).starts_with("`states.a.power` is a lever"));
}

fn of_file(text: &str) -> Result<Design, String> {
    let document = Document::parse("s.toml", BASE.to_owned()).unwrap();
    Design::of_file("d.csv", text, &document, &spec("")).map_err(|error| error.to_string())
}

#[test]
fn a_table_gives_its_points_row_by_row() {
    let table = of_file(
        "states.a.power,states.b.policy,states.a.nuclear\r\n1.5,grim,true\r\n2,\"\"\"quantal\"\"\",\r\n",
    )
    .unwrap();
    assert_eq!(points(&table), ["1.5 \"grim\" true", "2 \"quantal\" "]);
}

#[test]
fn faults_of_a_table_are_told_by_row_and_column() {
    let text = "states.a.powr,states.b.power,states.\"b\".power\n1,{x,3\n1\n";
    assert_eq!(
        of_file(text).unwrap_err(),
        "d.csv: row 1, column 1 (states.a.powr): unknown key `powr`; did you mean `power`?; row 1, column 3: \
         `states.b.power` is varied twice; row 2, column 2 (states.b.power): `{x` is broken TOML; row 3 has 1 cells, and the \
         header 3"
    );
    assert_eq!(of_file("states.a.power\n").unwrap_err(), "d.csv: the file has no points below its header");
    assert_eq!(of_file("").unwrap_err(), "d.csv: the file has no header of paths");
    assert!(of_file("states.a.power\nnan\n").unwrap_err().contains("nan is not a finite number"));
}

#[test]
fn a_point_is_the_scenario_with_its_values_set() {
    let grid = design("[sweep.vary]\n\"states.a.power\" = [1, 3]\nhorizon_days = [30, 10]");
    let document = Document::parse("s.toml", BASE.to_owned()).unwrap();
    let scenario = grid.scenario(3, &document).unwrap();
    assert_eq!(scenario.horizon_days(), 10);
    let power = scenario.inputs().iter().find(|input| input.path == "states.a.power").unwrap();
    assert_eq!(power.quantity.to_string(), "3");
}
