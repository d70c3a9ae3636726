//! The commands that are disturbed: each on a bench of its own, with what it has to come to.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::cli::{Bench, PAIR};

use super::state::{State, state};

/// An event that is a coin, for a calibration to fit.
const COIN: &str =
    "\n[events.coin]\ndate = 0\nprobability = 0.9\neffects = [{ tension = { \"a.b\" = 0.0 } }]\n";

const TARGETS: &str = "source = \"by hand\"\n[[targets]]\nid = \"heads\"\nquantity = \"share(occurred.coin)\"\nunit = \"share\"\n\
    value = 0.3\nlow = 0.2\nhigh = 0.42\nn = 60\n";

/// A command that is disturbed.
#[derive(Clone, Copy)]
pub(super) struct Work {
    pub(super) name: &'static str,
    /// What is there before it begins, besides the scenario.
    prepare: fn(&Bench),
    arguments: &'static [&'static str],
    /// The same, to go on after it was cut off.
    more: &'static [&'static str],
}

impl Work {
    /// A bench on which everything is ready.
    pub(super) fn bench(&self) -> Bench {
        let bench = Bench::with(&format!("{PAIR}{COIN}"));
        bench.write("t.toml", TARGETS);
        (self.prepare)(&bench);
        bench
    }

    /// The command as it is first given.
    pub(super) fn first(&self) -> Vec<&'static str> {
        self.arguments.to_vec()
    }

    /// The command that is given after the first was cut off.
    pub(super) fn again(&self) -> Vec<&'static str> {
        [self.arguments, self.more].concat()
    }

    /// What its folder holds after it was played undisturbed, and how long it took; played once for all tests.
    pub(super) fn whole(&self) -> (State, Duration) {
        static PLAYED: Mutex<BTreeMap<&str, (State, Duration)>> = Mutex::new(BTreeMap::new());
        let mut played = PLAYED.lock().unwrap_or_else(PoisonError::into_inner);
        let play = || {
            let bench = self.bench();
            let begin = Instant::now();
            bench.run(&self.first()).ended(0);
            (state(&bench.path(".")), begin.elapsed())
        };
        played.entry(self.name).or_insert_with(play).clone()
    }
}

fn nothing(_: &Bench) {}

/// Three shards of a batch.
fn parts(bench: &Bench) {
    for shard in ["0/3", "1/3", "2/3"] {
        let play = ["run", "s.toml", "-n", "1200", "--record", "runs", "-o", "parts", "--shard", shard, "-q"];
        bench.run(&play).ended(0);
    }
}

/// A results folder without a page.
fn results(bench: &Bench) {
    bench.run(&["run", "s.toml", "-n", "300", "--record", "runs", "-o", "out", "-q"]).ended(0);
}

/// The commands that the requirement names. `merge` and `report` have nothing to resume: they are given again.
pub(super) const WORKS: [Work; 7] = [
    Work {
        name: "run",
        prepare: nothing,
        arguments: &[
            "run", "s.toml", "-n", "1200", "--record", "runs", "-o", "out", "-q", "--format", "html",
        ],
        more: &["--resume"],
    },
    Work {
        name: "sweep",
        prepare: nothing,
        arguments: &[
            "sweep",
            "s.toml",
            "-n",
            "200",
            "--vary",
            "states.a.assertiveness=0.2:0.8:3",
            "--vary",
            "mediators.union.active=[true, false]",
            "--record",
            "runs",
            "-o",
            "out",
            "-q",
        ],
        more: &["--resume"],
    },
    Work {
        name: "sensitivity",
        prepare: nothing,
        arguments: &[
            "sensitivity",
            "s.toml",
            "-n",
            "96",
            "--factor",
            "states.a.assertiveness=0:1",
            "-o",
            "out",
            "-q",
        ],
        more: &["--resume"],
    },
    Work {
        name: "calibrate",
        prepare: nothing,
        arguments: &[
            "calibrate",
            "s.toml",
            "--targets",
            "t.toml",
            "--fit",
            "events.coin.probability=0:1",
            "-n",
            "100",
            "--particles",
            "50",
            "--set",
            "horizon_days=2",
            "--set",
            "quiet_days=1",
            "-o",
            "out",
            "-q",
        ],
        more: &["--resume"],
    },
    Work {
        name: "rare",
        prepare: nothing,
        arguments: &[
            "run",
            "s.toml",
            "-n",
            "400",
            "--rare",
            "war",
            "--repeats",
            "8",
            "--effort",
            "60",
            "-o",
            "out",
            "-q",
        ],
        more: &["--resume"],
    },
    Work { name: "merge", prepare: parts, arguments: &["merge", "parts", "-o", "out", "-q"], more: &[] },
    Work {
        name: "report",
        prepare: results,
        arguments: &["report", "out", "--html", "--xlsx", "--parquet", "-q"],
        more: &[],
    },
];
