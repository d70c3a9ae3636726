//! Limits that are declared: each refuses what is beyond it, says how it is raised, and stands in the documentation as it is in the code.

use offramp::spec::Limit;

use crate::cli::{Answer, Bench, PAIR};

/// The program with its limits set otherwise.
fn limited(bench: &Bench, limits: &str, arguments: &[&str]) -> Answer {
    Answer::from(bench.command(arguments).env("OFFRAMP_LIMITS", limits).output().unwrap())
}

/// Holds that a command is refused in these words, line ends and the frame around excerpts apart.
#[track_caller]
fn refused(answer: Answer, words: &[&str]) {
    let Answer { stderr, .. } = answer.ended(2);
    let flat: String = stderr.chars().map(|c| if "│╰╭─·╯┬".contains(c) { ' ' } else { c }).collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in words {
        assert!(flat.contains(part), "`{part}` in {stderr}");
    }
}

/// What goes beyond a limit.
struct Beyond {
    limit: Limit,
    /// What the limit is set to, so that little goes beyond it.
    set: &'static str,
    /// What is put at the end of the scenario.
    more: &'static str,
    arguments: &'static [&'static str],
    words: &'static [&'static str],
    /// What allows it.
    raised: &'static str,
}

const PLAY: &[&str] = &["run", "s.toml", "-n", "10", "-o", "out", "--force", "-q"];
const TARGETS: &str = "source = \"by hand\"\n[[targets]]\nid = \"wars\"\nquantity = \"share(struck)\"\nunit = \"share\"\n\
    value = 0.3\nlow = 0.1\nhigh = 0.5\nn = 60\n";

const BEYOND: [Beyond; 9] = [
    Beyond {
        limit: Limit::FileSize,
        set: "file-size=300",
        more: "",
        arguments: PLAY,
        words: &["larger than 300 bytes, the limit for a scenario", "OFFRAMP_LIMITS=file-size="],
        raised: "file-size=100000",
    },
    Beyond {
        limit: Limit::States,
        set: "states=1",
        more: "",
        arguments: PLAY,
        words: &["2 states", "at most 1", "OFFRAMP_LIMITS=states=2"],
        raised: "states=2",
    },
    Beyond {
        limit: Limit::Relations,
        set: "relations=1",
        more: "",
        arguments: PLAY,
        words: &["2 relations", "at most 1", "OFFRAMP_LIMITS=relations=2"],
        raised: "relations=2",
    },
    Beyond {
        limit: Limit::Bases,
        set: "bases=1",
        more: "",
        arguments: &["run", "c.toml", "-n", "10", "-o", "out", "--force", "-q"],
        words: &["more than 1 files that extend one another", "OFFRAMP_LIMITS=bases=2"],
        raised: "bases=2",
    },
    Beyond {
        limit: Limit::Members,
        set: "members=1",
        more: "\n[population]\ncolumns = [\"name\", \"states.b.resolve\"]\nrows = [[\"one\", 0.4], [\"two\", 0.6]]\n",
        arguments: PLAY,
        words: &["2 members", "at most 1", "OFFRAMP_LIMITS=members=2"],
        raised: "members=2",
    },
    Beyond {
        limit: Limit::SampleRows,
        set: "sample-rows=2",
        more: "\n[states.c]\nresolve = { sample = { file = \"x.csv\", column = \"x\" } }\n[relations.c.a]\n",
        arguments: PLAY,
        words: &["x.csv has more than 2 rows", "OFFRAMP_LIMITS=sample-rows=4"],
        raised: "sample-rows=4",
    },
    Beyond {
        limit: Limit::Points,
        set: "points=3",
        more: "",
        arguments: &[
            "sweep",
            "s.toml",
            "-n",
            "10",
            "--vary",
            "states.a.resolve=0.2:0.8:2",
            "--vary",
            "states.b.resolve=0.2:0.8:2",
            "-o",
            "out",
            "--force",
            "-q",
        ],
        words: &["the design has 4 points, and 3 are the most", "OFFRAMP_LIMITS=points=4"],
        raised: "points=4",
    },
    Beyond {
        limit: Limit::BaseRows,
        set: "base-rows=8",
        more: "",
        arguments: &["sensitivity", "s.toml", "-n", "16", "-o", "out", "--force", "-q"],
        words: &["16 base rows are more than 8", "OFFRAMP_LIMITS=base-rows=16"],
        raised: "base-rows=16",
    },
    Beyond {
        limit: Limit::ScoredRuns,
        set: "scored-runs=10",
        more: "",
        arguments: &["score", "s.toml", "--targets", "t.toml", "-n", "60", "-o", "out", "--force", "-q"],
        words: &["60 runs are too many: 10 are the most of a score", "OFFRAMP_LIMITS=scored-runs=60"],
        raised: "scored-runs=60",
    },
];

#[test]
fn what_is_beyond_a_limit_is_refused_and_the_message_says_how_to_raise_it() {
    for Beyond { limit, set, more, arguments, words, raised } in BEYOND {
        assert!(set.starts_with(limit.name()), "{set}");
        let bench = Bench::with(&format!("{PAIR}{more}"));
        bench.write("x.csv", "x\n0.3\n0.4\n0.5\n");
        bench.write("t.toml", TARGETS);
        bench.write("b.toml", "extends = \"s.toml\"\n");
        bench.write("c.toml", "extends = \"b.toml\"\n");
        refused(limited(&bench, set, arguments), words);
        assert!(!bench.path("out").exists());
        limited(&bench, raised, arguments).ended(0);
    }
    let raisable = Limit::ALL.into_iter().filter(|limit| limit.ceiling().is_some());
    assert!(raisable.eq(BEYOND.iter().map(|beyond| beyond.limit)), "a limit is not tried out");
}

#[test]
fn limits_that_are_part_of_how_runs_are_played_say_so() {
    let long = format!("\n[events.x]\nwhen = \"day >= 1{}\"\n", " or day >= 1".repeat(400));
    let deep = format!("\n[events.x]\nwhen = \"{}day >= 1{}\"\n", "(".repeat(65), ")".repeat(65));
    let classes = (0..65)
        .map(|n| format!("\n[outcomes.c{n}]\nwhen = \"force_turns == {n}\"\n"))
        .collect::<Vec<_>>()
        .concat();
    let rungs = (1..=32)
        .map(|n| format!("\n[ladder.r{n}]\nname = \"r\"\nseverity = 0.{n:02}\n"))
        .collect::<Vec<_>>()
        .concat();
    let rungs = format!("\nladder_base = \"none\"\n{PAIR}{rungs}");
    let added = |more: &str| format!("{PAIR}{more}");
    let path = format!("{}=1", ["a"; 33].join("."));
    let set = ["run", "s.toml", "--set", &path];
    let many = ["run", "s.toml", "-n", "1099511627777"];
    let cases: [(Limit, String, &[&str], &str); 6] = [
        (Limit::ConditionLength, added(&long), PLAY, "a condition of 4808 characters"),
        (Limit::ConditionDepth, added(&deep), PLAY, "parentheses more than 64 deep"),
        (Limit::PathKeys, added(""), &set, "a path of more than 32 keys"),
        (Limit::Outcomes, added(&classes), PLAY, "65 outcome classes"),
        (Limit::Rungs, rungs, PLAY, "more than the 31 that a ladder may have"),
        (Limit::Runs, added(""), &many, "a batch has at most 1099511627776 runs"),
    ];
    for (limit, text, arguments, words) in &cases {
        let bench = Bench::with(text);
        let said: &[&str] = if *limit == Limit::PathKeys { &[words] } else { &[words, "cannot be raised"] };
        refused(bench.run(arguments), said);
    }
    let fixed = Limit::ALL.into_iter().filter(|limit| limit.ceiling().is_none());
    assert!(fixed.eq(cases.iter().map(|case| case.0)), "a limit is not tried out");
}

#[test]
fn a_slip_in_the_variable_is_told_by_every_command() {
    let bench = Bench::with(PAIR);
    for arguments in [&["check", "s.toml"][..], &["schema"], PLAY] {
        let answer = limited(&bench, "stats=3,points=0", arguments).ended(2);
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains("there is no limit `stats`; did you mean `states`?"), "{stderr}");
        assert!(stderr.contains("`points` must be a whole number from 1 to 4294967296"), "{stderr}");
    }
}

#[test]
fn the_documentation_lists_every_limit_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reliability.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with("| limit |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    let expected = Limit::ALL.map(|limit| {
        let most = limit.ceiling().map_or_else(|| "fixed".to_owned(), |most| most.to_string());
        format!("| `{}` | {} | {most} | {} |", limit.name(), limit.usual(), limit.meaning())
    });
    assert_eq!(rows, expected);
}
