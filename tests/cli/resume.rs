//! Work that is interrupted, gone on with, added to, or ended by a rule.

use std::process::{Child, Stdio};
use std::time::Duration;

use super::{Bench, PAIR};

/// Holds that two results folders have the same files, byte for byte.
#[track_caller]
fn same(bench: &Bench, one: &str, other: &str) {
    let names = |folder: &str| {
        let mut names: Vec<_> =
            std::fs::read_dir(bench.path(folder)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(one), names(other));
    for name in names(one) {
        let [first, second] =
            [one, other].map(|folder| std::fs::read(bench.path(folder).join(&name)).unwrap());
        assert!(first == second, "{} differs", name.display());
    }
}

fn spawn(bench: &Bench, arguments: &[&str]) -> Child {
    bench.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the journal of `out` holds something.
fn begun(bench: &Bench, child: &mut Child) {
    let journal = bench.path(".out.partial/journal.part");
    // The plan alone has some thousand bytes.
    while !std::fs::metadata(&journal).is_ok_and(|file| file.len() > 100_000) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be interrupted");
        std::thread::sleep(Duration::from_millis(2));
    }
}

const RUN: [&str; 8] = ["run", "s.toml", "-n", "6000", "-j", "2", "--record", "runs"];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

#[test]
fn killed_again_and_again_it_comes_to_the_same_bytes() {
    let bench = Bench::with(PAIR);
    bench.run(&with(&RUN, &["-o", "whole"])).ended(0);
    let mut kills = 0;
    for pause in [0, 7, 20, 45, 90] {
        let mut child = spawn(&bench, &with(&RUN, &["-o", "out", "--resume"]));
        if kills == 0 {
            begun(&bench, &mut child);
        }
        std::thread::sleep(Duration::from_millis(pause));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
    }
    assert!(kills > 0 && !bench.path("out").exists(), "it was cut off before its end");
    bench.run(&with(&RUN, &["-o", "out", "--resume"])).ended(0);
    same(&bench, "whole", "out");
    assert_eq!(bench.list(), ["out", "s.toml", "whole"]);
}

#[test]
fn what_is_finished_can_be_added_to() {
    let bench = Bench::with(PAIR);
    for (kind, record) in [("plain", &[][..]), ("rows", &["--record", "runs"][..])] {
        let run = |runs: &str, more: &[&str]| {
            bench.run(&[&["run", "s.toml", "-n", runs][..], record, more].concat()).ended(0)
        };
        let (out, whole) = (format!("{kind}-out"), format!("{kind}-whole"));
        run("777", &["-o", &out]);
        run("2000", &["-o", &out, "--resume"]);
        run("2000", &["-o", &whole]);
        same(&bench, &out, &whole);
        // Nothing to add is no harm.
        run("2000", &["-o", &out, "--resume"]);
        same(&bench, &out, &whole);
    }
    let fewer = bench.run(&["run", "s.toml", "-n", "500", "-o", "plain-out", "--resume"]).ended(2);
    assert!(fewer.stderr.contains("2,000 runs are done already"), "{}", fewer.stderr);
    // The default folder is that of the same runs, whatever their number.
    bench.run(&["run", "s.toml", "-n", "50"]).ended(0);
    bench.run(&["run", "s.toml", "-n", "60", "--resume"]).ended(0);
    assert_eq!(std::fs::read_dir(bench.path("results")).unwrap().count(), 1);
}

#[test]
fn only_runs_of_the_same_kind_are_gone_on_with() {
    let bench = Bench::with(PAIR);
    bench.run(&["run", "s.toml", "-n", "200", "-o", "out"]).ended(0);
    let cases = [
        (&["--seed", "2"][..], "the seed (1 there, 2 here) changed"),
        (&["--set", "states.a.resolve=0.4"][..], "the scenario changed"),
        (&["--record", "runs"][..], "the runs that are written one by one (false there, true here) changed"),
    ];
    for (change, said) in cases {
        let arguments = with(&["run", "s.toml", "-n", "300", "-o", "out", "--resume"], change);
        let answer = bench.run(&arguments).ended(2);
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(said), "{stderr}");
    }
    bench.run(&["verify", "out"]).ended(0);
}

#[test]
fn what_was_begun_is_not_thrown_away_unasked() {
    let bench = Bench::with(PAIR);
    let mut child = spawn(&bench, &with(&RUN, &["-o", "out"]));
    begun(&bench, &mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    let refused = bench.run(&with(&RUN, &["-o", "out"])).ended(2);
    assert!(refused.stderr.contains("use --resume to go on"), "{}", refused.stderr);
    bench.run(&with(&RUN, &["-o", "out", "--force"])).ended(0);
    assert_eq!(bench.list(), ["out", "s.toml"]);
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn an_interruption_shows_what_is_done() {
    let bench = Bench::with(PAIR);
    let run = ["run", "s.toml", "-n", "40000", "-o", "out"];
    let mut child = spawn(&bench, &run);
    begun(&bench, &mut child);
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8(output.stdout).unwrap().contains("Results in out/"));
    bench.run(&["verify", "out"]).ended(0);
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("out/manifest.json")).unwrap();
    let [planned, done] = ["planned_runs", "done_runs"].map(|key| manifest[key].as_u64().unwrap());
    assert!(planned == 40_000 && 0 < done && done < planned, "{done} of {planned}");
    assert_eq!(manifest["stopping_rule"], "fixed number of runs; interrupted");
    // What it shows is what so many runs show.
    bench.run(&["run", "s.toml", "-n", &done.to_string(), "-o", "short"]).ended(0);
    for table in ["outcomes.csv", "summary.csv", "timeline.csv", "acts.csv", "drivers.csv"] {
        assert_eq!(bench.read(&format!("out/{table}")), bench.read(&format!("short/{table}")), "{table}");
    }
}

#[cfg(unix)]
#[test]
fn a_second_process_is_turned_away() {
    let bench = Bench::with(PAIR);
    let mut child = spawn(&bench, &["run", "s.toml", "-n", "100000000", "-o", "out"]);
    begun(&bench, &mut child);
    let second = bench.run(&["run", "s.toml", "-n", "100", "-o", "out"]).ended(75);
    assert!(second.stderr.contains("another process is writing `out`"), "{}", second.stderr);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_rule_ends_a_batch_at_the_same_run_on_any_number_of_threads() {
    let bench = Bench::with(PAIR);
    for threads in ["1", "2", "7"] {
        let rule = ["--until", "half_width(no_strike) <= 0.03", "-n", "20000", "-j", threads, "-o", threads];
        bench.run(&with(&["run", "s.toml"], &rule)).ended(0);
        same(&bench, threads, "1");
    }
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("1/manifest.json")).unwrap();
    let done = manifest["done_runs"].as_u64().unwrap();
    assert!((100..20_000).contains(&done), "{done}");
    assert!(manifest["stopping_rule"].as_str().unwrap().ends_with("; reached"));
    // A narrower rule goes on from there, and a rule that cannot be reached ends with the most runs.
    let rule = ["--until", "half_width(no_strike) <= 0.02", "-n", "20000", "-o", "1", "--resume"];
    bench.run(&with(&["run", "s.toml"], &rule)).ended(0);
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("1/manifest.json")).unwrap();
    assert!(manifest["done_runs"].as_u64().unwrap() > done);
    let never = ["--until", "half_width(no_strike) <= 0.00001", "-n", "600", "-o", "most"];
    bench.run(&with(&["run", "s.toml"], &never)).ended(0);
    assert!(bench.read("most/manifest.json").contains("not reached within the most runs"));
    let least =
        ["--until", "half_width(no_strike) <= 0.4", "--at-least", "1500", "-n", "20000", "-o", "least"];
    bench.run(&with(&["run", "s.toml"], &least)).ended(0);
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("least/manifest.json")).unwrap();
    assert!((1500..2500).contains(&manifest["done_runs"].as_u64().unwrap()));
}

#[test]
fn rules_that_make_no_sense_are_explained() {
    let bench = Bench::with(PAIR);
    for (rule, said) in [
        ("half_width(no_strke) <= 0.01", "did you mean `no_strike`?"),
        ("half_width(first_strike_day) <= 1", "is a time"),
        ("no_strike <= 0.01", "is no rule"),
    ] {
        let answer = bench.run(&["run", "s.toml", "--until", rule]).ended(2);
        assert!(answer.stderr.contains(said), "{}", answer.stderr);
    }
    assert_eq!(bench.list(), ["s.toml"]);
}

const SWEEP: [&str; 13] = [
    "sweep",
    "s.toml",
    "-n",
    "700",
    "--vary",
    "mediators.union.active=[true, false]",
    "--vary",
    "states.a.assertiveness=0.2:0.8:3",
    "--record",
    "runs",
    "--set",
    "states.b.resolve={ uniform = { low = 0.4, high = 0.6 } }",
    "-q",
];

#[test]
fn a_sweep_is_gone_on_with_added_to_and_joined_like_a_batch() {
    let bench = Bench::with(PAIR);
    bench.run(&with(&SWEEP, &["-o", "whole"])).ended(0);
    bench.run(&["verify", "whole"]).ended(0);
    let mut child = spawn(&bench, &with(&SWEEP, &["-o", "out", "-j", "1"]));
    begun(&bench, &mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    bench.run(&with(&SWEEP, &["-o", "out", "--resume"])).ended(0);
    same(&bench, "whole", "out");
    for shard in ["0/4", "1/4", "2/4", "3/4"] {
        bench.run(&with(&SWEEP, &["-o", "parts", "--shard", shard])).ended(0);
    }
    bench.run(&["merge", "parts", "-o", "merged", "-q"]).ended(0);
    same(&bench, "whole", "merged");
    // Fewer runs of each point first.
    let mut fewer = SWEEP;
    fewer[3] = "300";
    bench.run(&with(&fewer, &["-o", "grown"])).ended(0);
    bench.run(&with(&SWEEP, &["-o", "grown", "--resume"])).ended(0);
    same(&bench, "whole", "grown");
    let other = with(&SWEEP, &["-o", "grown", "--resume", "--vary", "states.b.assertiveness=[0.1, 0.9]"]);
    assert!(bench.run(&other).ended(2).stderr.contains("the design"));
}

#[test]
fn runs_of_a_sweep_say_what_was_varied_and_leave_out_what_was_not_there() {
    let bench = Bench::with(PAIR);
    bench.run(&with(&SWEEP, &["-o", "out"])).ended(0);
    let text = bench.read("out/runs.csv");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let header = rows.headers().unwrap().clone();
    assert_eq!(
        header.iter().take(6).collect::<Vec<_>>(),
        ["run_id", "point_id", "mediators.union.active", "states.a.assertiveness", "replicate", "seed"]
    );
    let column = |name: &str| header.iter().position(|other| other == name).unwrap();
    let (mediated, drawn) = (column("mediated"), column("states.b.resolve"));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6 * 700);
    for (place, row) in rows.iter().enumerate() {
        assert_eq!((row[0].parse(), row[1].parse()), (Ok(place), Ok(place / 700)));
        assert_eq!(&row[2], if place < 3 * 700 { "true" } else { "false" });
        assert_eq!(row[4].parse(), Ok(place % 700));
        assert!(!row[drawn].is_empty());
        assert!(&row[2] == "true" || &row[mediated] == "false");
    }
}

#[test]
fn a_rule_ends_a_sweep_when_it_holds_at_every_point() {
    let bench = Bench::with(PAIR);
    let sweep = ["sweep", "s.toml", "--vary", "states.a.assertiveness=0.2:0.8:3", "--set", "horizon_days=20"];
    let rule = ["--until", "half_width(no_strike) <= 0.05", "-n", "20000"];
    for threads in ["1", "3"] {
        bench.run(&[&sweep[..], &rule, &["-j", threads, "-o", threads]].concat()).ended(0);
    }
    same(&bench, "1", "3");
    let manifest: serde_json::Value = serde_json::from_str(&bench.read("1/manifest.json")).unwrap();
    let done = manifest["done_runs"].as_u64().unwrap();
    assert!(done.is_multiple_of(3) && done < 30_000, "{done}");
    let outcomes = bench.read("1/outcomes.csv");
    let mut rows = csv::Reader::from_reader(outcomes.as_bytes());
    for row in rows.deserialize::<std::collections::BTreeMap<String, String>>() {
        let row = row.unwrap();
        if row["outcome"] == "no_strike" {
            let [low, high]: [f64; 2] = ["ci_low", "ci_high"].map(|end| row[end].parse().unwrap());
            assert!((high - low) / 2.0 <= 0.05 + 1e-9);
        }
    }
}
