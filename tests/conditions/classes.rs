//! Outcome classes of a scenario's own.

use std::collections::BTreeSet;

use offramp::engine::{EndReason, Program, RunRecord};
use offramp::experiment::{
    BatchPlan, Confidence, Kind, Measure, NoRuns, RunSink, Value, dictionary, estimates, run_batch,
};
use offramp::model::ending_words;

use crate::cli::{Bench, PAIR};
use crate::support::{RICH, parse, program, runs};

/// Classes that overlap, in an order that is not that of the alphabet.
const CLASSES: &str = r#"
[outcomes.quick]
name = "A quick reply"
when = "retaliation_delay_days <= 2 and not (war_days > 0)"

[outcomes.costly]
when = "fatalities_total > 20 && (force_turns >= 2 || fighting_days > 0)"

[outcomes.brief]
when = "settled && end_day < 30"
"#;

/// The rows of a table as maps from column to cell.
fn rows(table: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn classes_divide_the_runs_as_their_columns_say() {
    let bench = Bench::with(&format!("{PAIR}{CLASSES}"));
    let answer = bench.run(&["run", "s.toml", "-n", "600", "--record", "runs", "-o", "out"]).ended(0);
    assert!(answer.stdout.contains("A quick reply"), "{}", answer.stdout);
    bench.write("plain.toml", PAIR);
    bench.run(&["run", "plain.toml", "-n", "600", "--record", "runs", "-o", "plain"]).ended(0);
    let (own, plain) = (rows(&bench.read("out/runs.csv")), rows(&bench.read("plain/runs.csv")));
    let mut counts = [0; 3];
    for (own, mut plain) in own.into_iter().zip(plain) {
        let number = |column: &str| own[column].parse::<f64>().ok();
        let above = |column: &str, bound: f64| number(column).is_some_and(|number| number > bound);
        let quick =
            number("retaliation_delay_days").is_some_and(|days| days <= 2.0) && !above("war_days", 0.0);
        let costly =
            above("fatalities_total", 20.0) && (above("force_turns", 1.5) || above("fighting_days", 0.0));
        let brief = own["end_reason"] == "settled" && !above("end_day", 29.5);
        let class = [quick, costly, brief].iter().position(|&holds| holds);
        let expected = class.map_or(plain["outcome"].clone(), |class| {
            counts[class] += 1;
            ["quick", "costly", "brief"][class].to_owned()
        });
        assert_eq!(own["outcome"], expected, "run {}", own["run_id"]);
        // All else is as it was.
        plain.insert("outcome".to_owned(), expected);
        assert_eq!(own, plain);
    }
    let outcomes = rows(&bench.read("out/outcomes.csv"));
    let keys: Vec<&str> = outcomes.iter().map(|row| row["outcome"].as_str()).collect();
    assert_eq!(
        keys[..4],
        ["quick", "costly", "brief", "nuclear_use"],
        "the file's order, then the built-in one"
    );
    assert_eq!(keys.len(), 11);
    for (row, count) in outcomes.iter().zip(counts) {
        assert_eq!(row["count"], count.to_string(), "{}", row["outcome"]);
    }
    assert!(counts.iter().all(|&count| count > 10), "{counts:?} say something");
    assert_eq!(outcomes.iter().map(|row| row["count"].parse::<u32>().unwrap()).sum::<u32>(), 600);
}

#[test]
fn classes_that_never_match_add_a_row_and_change_nothing() {
    let bench = Bench::with(&format!("{PAIR}[outcomes.never]\nwhen = \"violent_acts < 0\"\n"));
    bench.write("plain.toml", PAIR);
    for (file, out) in [("s.toml", "own"), ("plain.toml", "plain")] {
        bench.run(&["run", file, "-n", "200", "--record", "runs", "-o", out]).ended(0);
    }
    for file in ["summary.csv", "timeline.csv", "acts.csv", "drivers.csv", "runs.csv"] {
        assert_eq!(bench.read(&format!("own/{file}")), bench.read(&format!("plain/{file}")), "{file}");
    }
    let (own, plain) = (bench.read("own/outcomes.csv"), bench.read("plain/outcomes.csv"));
    let (never, others): (Vec<&str>, Vec<&str>) = own.lines().partition(|line| line.contains("never"));
    assert_eq!(others, plain.lines().collect::<Vec<_>>());
    assert!(never.len() == 1 && never[0].starts_with("0,never,0,200,0,"), "{never:?}");
}

#[test]
fn a_run_is_told_with_the_class_it_ended_in() {
    let bench = Bench::with(&format!("{PAIR}[outcomes.all]\nname = \"Whatever came\"\nwhen = \"true\"\n"));
    let story = bench.run(&["trace", "s.toml", "--run", "3"]).ended(0).stdout;
    assert!(story.contains("Outcome: Whatever came\n"), "{story}");
}

#[test]
fn rare_outcomes_leave_own_classes_aside() {
    let bench = Bench::with(&format!("{PAIR}[outcomes.fought]\nwhen = \"fighting_days > 0\"\n"));
    let rare = |file: &str, outcome: &str, out: &str| {
        let arguments = ["run", file, "-n", "200", "-o", out, "--rare", outcome];
        bench.run(&[&arguments[..], &["--repeats", "4", "--effort", "100"]].concat())
    };
    let answer = rare("s.toml", "war", "own").ended(0);
    assert!(answer.stdout.contains("war, own classes left aside, has"), "{}", answer.stdout);
    bench.write("plain.toml", PAIR);
    let plain = rare("plain.toml", "war", "plain").ended(0);
    assert!(plain.stdout.contains("Rare          war has"), "{}", plain.stdout);
    for file in ["rare.csv", "rare_summary.csv"] {
        assert_eq!(bench.read(&format!("own/{file}")), bench.read(&format!("plain/{file}")), "{file}");
    }
    let refused = rare("s.toml", "fought", "no").ended(2).stderr;
    assert!(refused.contains("no single act makes it"), "{refused}");
}

#[test]
fn the_order_of_classes_is_that_of_the_file_and_then_of_the_command_line() {
    let keys = |text: &str, changes: &[&str]| {
        let scenario = parse(&format!("{PAIR}{text}"), changes).unwrap();
        scenario.outcomes().iter().map(|class| class.key.clone()).collect::<Vec<_>>()
    };
    let text =
        "[outcomes.zeta]\nwhen = \"true\"\n[outcomes]\nbeta.when = \"true\"\nalpha = { when = \"true\" }\n";
    assert_eq!(keys(text, &[]), ["zeta", "beta", "alpha"]);
    let more = ["outcomes.aardvark={ when = 'settled' }", "outcomes.beta.when='struck'"];
    assert_eq!(keys(text, &more), ["zeta", "beta", "alpha", "aardvark"]);
    let resolved = offramp::output::canonical(&parse(&format!("{PAIR}{text}"), &[]).unwrap());
    let at = |key: &str| resolved.find(&format!("\"key\":\"{key}\"")).unwrap();
    assert!(at("zeta") < at("beta") && at("beta") < at("alpha"), "{resolved}");
}

/// The number that a condition should read for a measure; `None` where that is undefined.
fn number(measure: &Measure, value: Option<Value>) -> Option<f64> {
    match value {
        Some(Value::Whole(number)) => Some(number as f64),
        Some(Value::Time { day, observed }) => {
            (observed || measure.key == "end_day").then_some(f64::from(day))
        }
        Some(Value::Indicator(is_so)) => Some(f64::from(u8::from(is_so))),
        Some(Value::Real(number)) => Some(number),
        Some(Value::Category(_)) => unreachable!("{} is a name", measure.key),
        // A condition takes what there was no occasion for as not so.
        None if measure.kind == Kind::Indicator => Some(0.0),
        None => None,
    }
}

/// Whether each of the first runs of the rich world ends in a class with this condition.
fn in_class(when: &str, count: u64) -> Vec<bool> {
    let program = program(&format!("{RICH}[outcomes.own]\nwhen = '''{when}'''\n"));
    runs(&program, 0, count).iter().map(|record| record.own_outcome.is_some()).collect()
}

#[test]
fn every_measure_can_be_read_by_the_name_of_its_column() {
    const RUNS: u64 = 30;
    let plain = program(RICH);
    let records = runs(&plain, 0, RUNS);
    let mut undefined = 0;
    for measure in dictionary(&plain).iter().filter(|measure| measure.kind != Kind::Category) {
        let values: Vec<_> =
            records.iter().map(|record| number(measure, measure.read(&plain, record))).collect();
        let mut sorted: Vec<f64> = values.iter().copied().flatten().collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        undefined += values.iter().filter(|value| value.is_none()).count();
        let found = in_class(&format!("{} <= {middle}", measure.key), RUNS);
        let expected: Vec<bool> = values.iter().map(|value| value.is_some_and(|v| v <= middle)).collect();
        assert_eq!(found, expected, "{} <= {middle}", measure.key);
    }
    assert!(undefined > 0, "some measures of some runs are undefined");
}

/// When a run should be in a class.
type Rule<'a> = &'a dyn Fn(&RunRecord) -> bool;

#[test]
fn every_other_word_says_what_the_record_says() {
    const RUNS: u64 = 40;
    let plain = program(RICH);
    let scenario = plain.scenario();
    let records = runs(&plain, 0, RUNS);
    let state = |key: &str| scenario.states().iter().position(|state| state.key == key).unwrap();
    let mediator = |key: &str| scenario.mediators().iter().position(|one| one.key == key).unwrap();
    let event = |key: &str| scenario.events().iter().position(|one| one.key == key).unwrap();
    let rung = scenario.ladder().iter().position(|rung| rung.key == "strike_group").unwrap();
    let (aland, envoy, riot) = (state("aland"), mediator("envoy"), event("riot"));
    let striker =
        |record: &RunRecord| record.first_strike.map(|strike| scenario.relations()[strike.relation].from);
    let dead = |record: &RunRecord| record.dead[aland].military + record.dead[aland].civilian;
    let is_so: [(&str, Rule<'_>); 11] = [
        ("settled", &|record| record.end == EndReason::Settled),
        ("nuclear_used", &|record| record.end == EndReason::NuclearUse),
        ("struck", &|record| record.first_strike.is_some()),
        ("reached.strike_group", &|record| record.peak_rung >= Some(rung)),
        ("first_striker.aland", &|record| striker(record) == Some(aland)),
        ("mediator.envoy", &|record| record.mediator == Some(envoy)),
        ("agreement_by.envoy", &|record| record.agreement_by == Some(envoy)),
        ("occurred.riot", &|record| record.event_day[riot].is_some()),
        ("dead.aland > 60", &|record| dead(record) > 60),
        ("states.borduria.power == 1 && relations.aland.borduria.ties < 1", &|_| true),
        // In focus, who struck first has struck.
        ("struck.aland.borduria && !first_striker.borduria", &|record| striker(record) == Some(aland)),
    ];
    for (when, expected) in is_so {
        let expected: Vec<bool> = records.iter().map(expected).collect();
        assert_eq!(in_class(when, RUNS), expected, "{when}");
    }
}

#[test]
fn every_word_for_the_end_is_a_column_or_tested_above() {
    let plain = program(RICH);
    let columns: BTreeSet<String> = dictionary(&plain).into_iter().map(|measure| measure.key).collect();
    let tested = [
        "settled",
        "nuclear_used",
        "struck",
        "struck.A.B",
        "reached.RUNG",
        "replied.RUNG",
        "ended_by_agreement",
        "ended_imposed",
        "ended_jointly",
        "ended_tacitly",
        "ended_one_sidedly",
        "ended_faded",
        "ended_unsettled",
        "first_striker.STATE",
        "mediator.MEDIATOR",
        "agreement_by.MEDIATOR",
        "occurred.EVENT",
        "dead.STATE",
        "PATH",
    ];
    for word in ending_words() {
        let named = [
            ("STATE", "aland"),
            ("MEDIATOR", "envoy"),
            ("EVENT", "riot"),
            ("GROUP", "raiders"),
            ("A_B", "aland_borduria"),
        ]
        .into_iter()
        .fold(word.pattern.to_owned(), |name, (capitals, key)| name.replace(capitals, key));
        assert!(tested.contains(&word.pattern) || columns.contains(&named), "{}", word.pattern);
    }
}

/// Keeps the runs of a batch.
struct Kept(Vec<RunRecord>);

impl RunSink for Kept {
    fn run(&mut self, record: &RunRecord) -> std::io::Result<()> {
        self.0.push(record.clone());
        Ok(())
    }
}

fn batch_of(program: &Program, threads: usize) -> (Vec<RunRecord>, offramp::experiment::Batch) {
    let mut kept = Kept(Vec::new());
    let plan = BatchPlan { runs: 150, seed: 0, threads };
    let batch = run_batch(program, &plan, &mut kept, &mut |_| {}).unwrap();
    (kept.0, batch)
}

#[test]
fn classes_and_conditional_events_are_the_same_on_any_number_of_threads_and_alone() {
    let text = format!(
        "{RICH}{CLASSES}[events.echo]\nwhen = \"tension.borduria.aland > 0.5 && !mediated.aland.borduria\"\n\
         probability = 0.5\nrepeats = true\neffects = [{{ injury = {{ \"aland.borduria\" = 0.05 }} }}]\n"
    );
    let program = program(&text);
    let alone = runs(&program, 0, 150);
    let (kept, one) = batch_of(&program, 1);
    assert!(kept == alone);
    for threads in [2, 7] {
        let (kept, batch) = batch_of(&program, threads);
        assert!(kept == alone, "{threads} threads");
        assert_eq!(batch.tally(), one.tally(), "{threads} threads");
    }
    let shares = estimates::outcomes(&one, Confidence::default());
    let in_own = shares[..3].iter().map(|row| row.count).sum::<u64>();
    assert!(in_own > 0 && in_own < 150 && shares.iter().map(|row| row.count).sum::<u64>() == 150);
}

#[test]
fn without_own_classes_the_built_in_shares_are_those_of_the_table() {
    let plan = BatchPlan { runs: 200, seed: 0, threads: 2 };
    let plain = run_batch(&program(RICH), &plan, &mut NoRuns, &mut |_| {}).unwrap();
    let own = run_batch(&program(&format!("{RICH}{CLASSES}")), &plan, &mut NoRuns, &mut |_| {}).unwrap();
    let confidence = Confidence::default();
    let table = estimates::outcomes(&plain, confidence);
    for (row, outcome) in table.iter().zip(offramp::engine::Outcome::ALL) {
        assert_eq!(row.outcome.key(), outcome.key());
        for batch in [&plain, &own] {
            assert_eq!(estimates::built_in(batch, outcome, confidence), row.probability);
        }
    }
}
