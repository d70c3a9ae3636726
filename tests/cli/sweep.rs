//! `sweep`.

use super::{Bench, PAIR};

/// The rows of a table, by column.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn read(bench: &Bench, file: &str) -> Self {
        let text = bench.read(file);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        Self(reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
    }

    fn columns(&self) -> &[String] {
        &self.0[0]
    }

    fn of_point(&self, point: &str) -> Vec<&Vec<String>> {
        self.0[1..].iter().filter(|row| row[0] == point).collect()
    }
}

/// The tables that a run and a sweep both have.
const TABLES: [&str; 9] = [
    "outcomes",
    "summary",
    "timeline",
    "acts",
    "drivers",
    "indicators",
    "offramps",
    "ladder",
    "distributions",
];
/// Those of them that a sweep records only if it is asked to.
const RECORD: [&str; 2] = ["--record", "timeline,acts,drivers,indicators,offramps,ladder,distributions"];

#[test]
fn a_point_is_the_run_with_its_values_set_cell_by_cell() {
    let bench = Bench::with(PAIR);
    let vary = ["--vary", "states.a.resolve=0.2:0.8:2", "--vary", "states.b.policy=[quantal, grim]"];
    let on_off = ["--vary", "mediators.union.active=[true, false]", "-n", "60", "-q", "--out", "all"];
    bench.run(&[&["sweep", "s.toml"][..], &vary, &on_off, &RECORD].concat()).ended(0);
    let design = Rows::read(&bench, "all/design.csv");
    assert_eq!(
        design.columns(),
        ["point_id", "states.a.resolve", "states.b.policy", "mediators.union.active"]
    );
    assert_eq!(design.0[4], ["3", "0.2", "grim", "false"]);
    let sets = ["--set", "states.a.resolve=0.2", "--set", "states.b.policy=grim"];
    let rest = ["--set", "mediators.union.active=false", "-n", "60", "-q", "--out", "one"];
    bench.run(&[&["run", "s.toml"][..], &sets, &rest].concat()).ended(0);
    for table in TABLES {
        let all = Rows::read(&bench, &format!("all/{table}.csv"));
        let one = Rows::read(&bench, &format!("one/{table}.csv"));
        assert_eq!(all.columns()[1..4], design.columns()[1..]);
        assert_eq!(all.columns()[4..], one.columns()[1..]);
        let rows = all.of_point("3");
        assert_eq!(rows.len(), one.0.len() - 1, "{table}");
        for (ours, theirs) in rows.into_iter().zip(&one.0[1..]) {
            assert_eq!((&ours[1..4], &ours[4..]), (&design.0[4][1..], &theirs[1..]), "{table}");
        }
    }
}

#[test]
fn the_folder_has_the_same_bytes_on_any_number_of_threads() {
    let bench = Bench::with(PAIR);
    let base = [
        "sweep",
        "s.toml",
        "--vary",
        "states.a.resolve=0.2:0.8:2",
        "--lever",
        "states.b.policy=[grim,quantal]",
    ];
    for threads in ["1", "2", "7"] {
        let rest = ["--minimise", "mean(violent_acts)", "-n", "70", "-q", "-j", threads, "--out", threads];
        bench.run(&[&base[..], &rest, &RECORD].concat()).ended(0);
    }
    for file in
        ["design", "outcomes", "summary", "timeline", "acts", "drivers", "regret", "heatmap_no_strike"]
    {
        let bytes = ["1", "2", "7"].map(|threads| bench.read(&format!("{threads}/{file}.csv")));
        assert!(bytes[0] == bytes[1] && bytes[0] == bytes[2], "{file}");
    }
    let manifest = ["1", "7"].map(|threads| bench.read(&format!("{threads}/manifest.json")));
    assert_eq!(manifest[0], manifest[1]);
    assert!(manifest[0].contains("\"planned_runs\": 280") && manifest[0].contains("\"done_runs\": 280"));
}

#[test]
fn shards_come_together_and_a_sweep_goes_on() {
    let bench = Bench::with(PAIR);
    bench.write("d.csv", "states.a.resolve,states.b.policy\n0.2,grim\n0.8,\n0.5,always_hold\n");
    let base = ["sweep", "s.toml", "--design", "d.csv", "-q", "--record", "timeline,runs"];
    bench.run(&[&base[..], &["-n", "200", "--out", "whole"]].concat()).ended(0);
    for shard in ["0/2", "1/2"] {
        bench.run(&[&base[..], &["-n", "200", "--shard", shard, "--out", "parts"]].concat()).ended(0);
    }
    // What the parts need of the design is in them.
    std::fs::remove_file(bench.path("d.csv")).unwrap();
    bench.run(&["merge", "parts", "-q", "--out", "merged"]).ended(0);
    bench.write("d.csv", "states.a.resolve,states.b.policy\n0.2,grim\n0.8,\n0.5,always_hold\n");
    bench.run(&[&base[..], &["-n", "90", "--out", "longer"]].concat()).ended(0);
    bench.run(&[&base[..], &["-n", "200", "--out", "longer", "--resume"]].concat()).ended(0);
    for file in ["design", "outcomes", "summary", "timeline", "runs"] {
        let whole = bench.read(&format!("whole/{file}.csv"));
        assert_eq!(bench.read(&format!("merged/{file}.csv")), whole, "{file}");
        assert_eq!(bench.read(&format!("longer/{file}.csv")), whole, "{file}");
    }
}

#[test]
fn what_the_file_says_is_played_and_the_report_says_how_it_ends() {
    let text = format!(
        "{PAIR}\n[sweep]\nruns = 40\n[sweep.vary]\n\"states.a.power\" = [1, 2]\n[levers]\nstates.b.policy = [\"always_hold\", \
         \"always_retaliate\"]\n[objective]\nminimise = \"mean(violent_acts)\"\n"
    );
    let bench = Bench::with(&text);
    let answer = bench.run(&["sweep", "s.toml", "--out", "out"]).ended(0);
    for part in [
        "Outcomes at 4 points of the design, in % of runs",
        "Regret of the policies over 2 futures: minimise mean(violent_acts)",
        "max regret",
        "always_retaliate",
        "40 runs of each point on the same luck, seed 1, 95 % intervals.",
        "Results in out/",
    ] {
        assert!(answer.stdout.contains(part), "{part} in\n{}", answer.stdout);
    }
    assert!(answer.stdout.lines().all(|line| line.chars().count() <= 100), "{}", answer.stdout);
    let regret = Rows::read(&bench, "out/regret.csv");
    assert_eq!(regret.0.len(), 3);
    assert_eq!(regret.0[1][..2], ["0", "always_hold"]);
    // What a run plays is the same with these tables and without.
    bench.run(&["run", "s.toml", "-n", "40", "-q", "--out", "with"]).ended(0);
    bench.write("p.toml", PAIR);
    bench.run(&["run", "p.toml", "-n", "40", "-q", "--out", "without"]).ended(0);
    assert_eq!(bench.read("with/summary.csv"), bench.read("without/summary.csv"));
    let hash = |folder: &str| {
        let manifest = bench.read(&format!("{folder}/manifest.json"));
        manifest.lines().find(|line| line.contains("scenario_blake3")).unwrap().to_owned()
    };
    assert_eq!(hash("with"), hash("without"));
}

#[test]
fn parts_of_what_the_file_varies_keep_its_order() {
    let lines = "[sweep]\nruns = 70\n[sweep.vary]\nstates.b.power = [1, 2]\nhorizon_days = [20, 30]\n[levers]\n\
        states.b.policy = [\"quantal\", \"grim\"]\n\"states.a.policy\" = [\"quantal\", \"grim\"]\n[objective]\nmaximise = \"no_strike\"\n";
    let bench = Bench::with(&format!("{PAIR}\n{lines}"));
    bench.run(&["sweep", "s.toml", "-q", "--out", "whole"]).ended(0);
    for shard in ["0/3", "1/3", "2/3"] {
        bench.run(&["sweep", "s.toml", "-q", "--shard", shard, "--out", "parts"]).ended(0);
    }
    bench.run(&["merge", "parts", "-q", "--out", "merged"]).ended(0);
    let design = Rows::read(&bench, "whole/design.csv");
    assert_eq!(
        design.columns()[3..],
        ["states.b.policy", "states.a.policy", "states.b.power", "horizon_days"]
    );
    for file in ["design", "outcomes", "summary", "regret"] {
        assert_eq!(
            bench.read(&format!("merged/{file}.csv")),
            bench.read(&format!("whole/{file}.csv")),
            "{file}"
        );
    }
}

#[test]
fn nothing_is_run_if_anything_is_wrong() {
    let bench = Bench::with(PAIR);
    bench.write("bad.csv", "states.a.powr\n1\n");
    for (arguments, part) in [
        (&[][..], "nothing is varied"),
        (&["--vary", "states.a.powr=1:2:3"], "did you mean `power`?"),
        (&["--vary", "states.a.power=1:2"], "how many values of `states.a.power`?"),
        (&["--vary", "states.a.resolve=0.5:1.5:3"], "1.5 is out of range"),
        (
            &["--vary", "states.a.power=[1]", "--vary", "states.a.power=[2]"],
            "`states.a.power` is varied twice",
        ),
        (&["--vary", "states.a.reach=[war, wor]"], "at point 1 (states.a.reach = \"wor\")"),
        (&["--lever", "states.a.power=[1, 2]"], "give --minimise or --maximise"),
        (&["--lever", "states.a.power=[1, 2]", "--minimise", "waar"], "did you mean `war`?"),
        (&["--design", "bad.csv"], "row 1, column 1 (states.a.powr): unknown key `powr`"),
        (&["--design", "none.csv"], "cannot read `none.csv`"),
        (&["--design", "latin"], "there is no design `latin`"),
        (&["--design", "bad.csv", "--vary", "states.a.power=[1]"], "have no part in it"),
        (&["--point", "states.a.power"], "an assignment without `=`"),
    ] {
        let answer = bench.run(&[&["sweep", "s.toml", "-n", "10"][..], arguments].concat()).ended(2);
        let flat = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(part), "{part} in\n{}", answer.stderr);
    }
    assert_eq!(bench.list(), ["bad.csv", "s.toml"]);
}
