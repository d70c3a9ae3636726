//! What is answered: the numbers, stories and files of the command line, and its messages.

use serde_json::{Value, json};

use super::client::Server;
use crate::cli::{Bench, PAIR};

fn server(arguments: &[&str]) -> (Bench, Server) {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), arguments);
    (bench, server)
}

/// The rows of a table of the command line, as fields.
fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// A number as a table writes it.
fn close(value: &Value, written: &str) -> bool {
    let (value, written): (f64, f64) = (value.as_f64().unwrap(), written.parse().unwrap());
    (value - written).abs() <= 1e-8 * written.abs().max(1e-3)
}

#[test]
fn a_setting_comes_to_what_run_says_for_any_number_of_threads() {
    let (bench, server) = server(&["s.toml", "--seed", "7", "-j", "3"]);
    let set = "states.a.assertiveness=0.4";
    let (job, pictures) = server.play(&json!({ "page": "p", "runs": 700, "sets": [set] }));
    bench.run(&["run", "s.toml", "-n", "700", "--seed", "7", "--set", set, "-o", "r", "-q"]).ended(0);
    let last = pictures.last().unwrap();
    assert_eq!((&last["n"], &last["is_whole"]), (&json!(700), &json!(true)));
    let told = last["outcomes"].as_array().unwrap();
    let written = rows(&bench.read("r/outcomes.csv"));
    assert_eq!(told.len(), written.len());
    for (told, row) in told.iter().zip(&written) {
        assert_eq!(
            (told["key"].as_str().unwrap(), told["count"].to_string()),
            (row[1].as_str(), row[2].clone())
        );
        assert!(
            close(&told["now"]["value"], &row[4])
                && close(&told["now"]["low"], &row[5])
                && close(&told["now"]["high"], &row[6])
        );
    }
    for table in ["outcomes", "summary", "timeline", "acts", "drivers", "indicators", "offramps"] {
        let name = format!("{table}.csv");
        let file = server.get(&format!("/download/{job}/{name}"));
        assert_eq!(file.status, 200);
        assert!(file.header("content-disposition").unwrap().contains(&name));
        assert!(file.body == bench.read(&format!("r/{name}")).into_bytes(), "{name} differs");
    }
}

#[test]
fn pictures_sharpen_from_few_runs_to_all() {
    let (_bench, server) = server(&["s.toml"]);
    let (_, pictures) = server.play(&json!({ "page": "p", "runs": 2000 }));
    let counts: Vec<u64> = pictures.iter().map(|picture| picture["n"].as_u64().unwrap()).collect();
    assert!(counts.is_sorted() && counts.last() == Some(&2000), "{counts:?}");
    let widths: Vec<f64> = pictures.iter().map(|picture| picture["half_width"].as_f64().unwrap()).collect();
    assert!(widths.first() >= widths.last() && widths.last().unwrap() < &0.03, "{widths:?}");
}

#[test]
fn differences_from_the_baseline_are_those_of_compare() {
    let (bench, server) = server(&["s.toml", "--seed", "3"]);
    let (before, after) = ("states.b.resolve=0.8", "states.a.assertiveness=0.6");
    let setting = json!({ "page": "p", "runs": 600, "sets": [after], "baseline": [before] });
    let (job, pictures) = server.play(&setting);
    bench.write("base.toml", format!("extends = \"s.toml\"\n{}\n", before.replace('=', " = ")));
    bench.write("new.toml", format!("extends = \"s.toml\"\n{}\n", after.replace('=', " = ")));
    bench.run(&["compare", "base.toml", "new.toml", "-n", "600", "--seed", "3", "-o", "c", "-q"]).ended(0);
    let text = bench.read("c/compare.csv");
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let column = |name: &str| {
        header.iter().position(|column| *column == name).unwrap_or_else(|| panic!("no {name} in {header:?}"))
    };
    let written = rows(&text);
    let last = pictures.last().unwrap();
    let outcomes = last["outcomes"].as_array().unwrap();
    for told in outcomes {
        let quantity = format!("outcome_{}", told["key"].as_str().unwrap());
        let row = written.iter().find(|row| row[column("quantity")] == quantity).unwrap();
        assert!(close(&told["difference"]["value"], &row[column("difference")]), "{quantity}");
        assert!(close(&told["difference"]["low"], &row[column("ci_low")]), "{quantity}");
    }
    // The tables are still those of the setting alone.
    bench.run(&["run", "new.toml", "-n", "600", "--seed", "3", "-o", "r", "-q"]).ended(0);
    assert_eq!(server.get(&format!("/download/{job}/summary.csv")).text(), bench.read("r/summary.csv"));
}

#[test]
fn what_is_wrong_is_said_as_on_the_command_line_and_of_which_change() {
    let (bench, server) = server(&["s.toml", "--set", "quiet_days=10"]);
    let sets = json!([
        "states.a.resolve=7",
        "states.a.assertiveness=0.2",
        "states.a.resolv=0.5",
        "states.c.power=2"
    ]);
    let reply = server.post("/api/batch", &json!({ "page": "p", "runs": 10, "sets": sets }));
    assert_eq!(reply.status, 422);
    let problems = reply.json()["problems"].as_array().unwrap().clone();
    let of = |set: u64| {
        problems.iter().find(|problem| problem["set"] == set).unwrap_or_else(|| panic!("{problems:?}"))
    };
    assert_eq!(of(0)["path"], "states.a.resolve");
    assert!(of(2)["help"].as_str().unwrap().contains("resolve"), "did you mean");
    assert!(of(3)["what"].as_str().unwrap().contains("no state `c`"));
    assert!(problems.iter().all(|problem| problem["set"] != 1));
    let check = bench.run(&["check", "s.toml", "--set", "states.a.resolve=7"]);
    assert!(
        check.stderr.contains(of(0)["what"].as_str().unwrap())
            || check.stdout.contains(of(0)["what"].as_str().unwrap())
    );
}

#[test]
fn a_new_setting_of_a_page_takes_the_place_of_its_last_and_of_no_other() {
    let (_bench, server) = server(&["s.toml", "-j", "1"]);
    let begin = |page: &str, runs: u64| {
        server.post("/api/batch", &json!({ "page": page, "runs": runs })).json()["job"].as_u64().unwrap()
    };
    let (first, other) = (begin("one", 200_000), begin("two", 3000));
    let second = begin("one", 100);
    let off = server.get(&format!("/api/stream/{first}")).text();
    assert!(off.contains("event: off") && off.contains("event: end"), "{off}");
    assert_eq!(server.pictures(second).last().unwrap()["n"], 100);
    assert_eq!(server.pictures(other).last().unwrap()["n"], 3000);
    assert_eq!(server.get(&format!("/download/{first}/outcomes.csv")).status, 409);
}

#[test]
fn an_outcome_has_the_story_that_trace_tells() {
    let (bench, server) = server(&["s.toml", "--seed", "5"]);
    let (job, pictures) = server.play(&json!({ "page": "p", "runs": 300 }));
    let outcomes = pictures.last().unwrap()["outcomes"].as_array().unwrap().clone();
    let often =
        outcomes.iter().max_by_key(|row| row["count"].as_u64()).unwrap()["key"].as_str().unwrap().to_owned();
    let told = server.get(&format!("/download/{job}/story-{often}.md"));
    let pick = format!("outcome={often}");
    let trace = bench
        .run(&["trace", "s.toml", "--pick", &pick, "-n", "300", "--seed", "5", "--format", "md"])
        .ended(0);
    assert_eq!(told.text(), trace.stdout);
    let tale = server.get(&format!("/api/story/{job}?outcome={often}")).json();
    assert!(trace.stdout.contains(tale["story"].as_str().unwrap()));
    let none = server.get(&format!("/api/story/{job}?outcome=nothing"));
    assert_eq!(none.status, 422);
    assert!(
        none.json()["problems"][0]["what"].as_str().unwrap().starts_with("no run of 300 ended as `nothing`")
    );
}

#[test]
fn the_changed_scenario_plays_the_same_on_its_own_and_as_a_variant() {
    let (bench, server) = server(&["s.toml", "--set", "quiet_days=10"]);
    let sets = json!(["states.a.policy=grim", "states.b.resolve=0.8"]);
    let (job, _) = server.play(&json!({ "page": "p", "runs": 200, "sets": sets }));
    bench.write("alone.toml", server.get(&format!("/download/{job}/scenario.toml")).body);
    let variant = server.get(&format!("/download/{job}/variant.toml")).text();
    assert_eq!(variant.lines().next(), Some("extends = \"s.toml\""));
    assert!(variant.contains("states.a.policy = \"grim\"\n"), "{variant}");
    bench.write("variant.toml", variant);
    let outcomes = server.get(&format!("/download/{job}/outcomes.csv")).text();
    for name in ["alone", "variant"] {
        bench.run(&["run", &format!("{name}.toml"), "-n", "200", "-o", name, "-q"]).ended(0);
        assert_eq!(bench.read(&format!("{name}/outcomes.csv")), outcomes, "{name}");
    }
    let in_a_list =
        json!({ "page": "p", "runs": 10, "sets": ["events.incident.effects.1.assertiveness.a=0.1"] });
    let (job, _) = server.play(&in_a_list);
    let refused = server.get(&format!("/download/{job}/variant.toml"));
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("reach into a list"));
}

#[test]
fn the_page_is_told_every_number_with_its_range_and_meaning() {
    let (_bench, server) = server(&["s.toml"]);
    let told = server.get("/api/scenario").json();
    assert_eq!(
        (&told["title"], &told["seed"], &told["can_extend"]),
        (&json!("Two rivals"), &json!("1"), &json!(true))
    );
    let controls = told["controls"].as_array().unwrap();
    let control = |path: &str| {
        controls.iter().find(|control| control["path"] == path).unwrap_or_else(|| panic!("no {path}"))
    };
    let resolve = control("states.a.resolve");
    assert_eq!(
        (&resolve["kind"], &resolve["value"], &resolve["least"], &resolve["most"]),
        (&json!("number"), &json!(0.5), &json!(0.0), &json!(1.0))
    );
    assert!(resolve["meaning"].as_str().unwrap().starts_with("Willingness to bear costs"));
    assert!(resolve["drawn"].as_str().is_some());
    assert_eq!(control("states.a.resolve.uniform.low")["most"], 1.0);
    assert_eq!(control("mediators.union.active")["value"], true);
    assert_eq!(control("states.a.policy")["value"], "quantal");
    assert_eq!(control("dynamics.tension_half_life_days")["unit"], "days");
    let paths: std::collections::BTreeSet<&str> =
        controls.iter().map(|control| control["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), controls.len(), "a control is there twice");
    let chosen = told["chosen"].as_array().unwrap();
    assert!(!chosen.is_empty() && chosen.iter().all(|path| paths.contains(path.as_str().unwrap())));
}

#[test]
fn a_results_folder_gives_its_own_files_and_its_scenario_is_the_baseline() {
    let bench = Bench::with(PAIR);
    bench
        .run(&["run", "s.toml", "-n", "250", "--seed", "9", "--set", "quiet_days=9", "-o", "r", "-q"])
        .ended(0);
    bench.write("r/other.txt", "not listed");
    let server = Server::start(&bench.path(""), &["r"]);
    let told = server.get("/api/scenario").json();
    assert_eq!(
        (&told["runs"], &told["seed"], &told["can_extend"]),
        (&json!(250), &json!("9"), &json!(false))
    );
    let files: Vec<&str> =
        told["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(
        files.contains(&"outcomes.csv") && files.contains(&"manifest.json") && !files.contains(&"other.txt")
    );
    assert_eq!(server.get("/results/summary.csv").text(), bench.read("r/summary.csv"));
    for name in ["other.txt", "..%2Fs.toml", "%2e%2e", "lock"] {
        assert_eq!(server.get(&format!("/results/{name}")).status, 404, "{name}");
    }
    let (job, _) = server.play(&json!({ "page": "p", "runs": 250 }));
    assert_eq!(server.get(&format!("/download/{job}/outcomes.csv")).text(), bench.read("r/outcomes.csv"));
}

#[test]
fn what_cannot_be_served_is_said_at_once() {
    let bench = Bench::with("[states.a]\nresolve = 7\n");
    let refused = bench.run(&["serve", "s.toml", "--no-open"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("states.a.resolve") && refused.stdout.is_empty());
    std::fs::create_dir(bench.path("empty")).unwrap();
    let refused = bench.run(&["serve", "empty", "--no-open"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("no results folder"), "{}", refused.stderr);
}
