//! Runs of two variants of a scenario under common random numbers, compared pair by pair.

use offramp::engine::{Act, Program, Recorder, RunKey, RunRecord, Workspace};
use offramp::stats::{Level, ProportionMethod, proportion};

use crate::support::{relation, sign_test, with};

/// Pairs of runs played for a comparison, unless it needs more.
const RUNS: u64 = 2_000;
/// Chance of a false alarm of each comparison, one-sided.
const ALPHA: f64 = 0.001;
/// Seed of all comparisons.
const SEED: u64 = 1;

/// A run, and the rung of its first blow that could be traced.
pub(super) struct Played {
    pub(super) record: RunRecord,
    first_rung: Option<usize>,
}

/// Notes the rung of the first blow.
struct FirstBlow<'p> {
    program: &'p Program,
    rung: Option<usize>,
}

impl Recorder for FirstBlow<'_> {
    fn act(&mut self, _day: u32, act: &Act) {
        if act.attributed && self.program.scenario().ladder()[act.landed].violent {
            self.rung.get_or_insert(act.landed);
        }
    }
}

/// Two variants of a scenario, run by run.
pub(super) struct Paired {
    before: Vec<Played>,
    after: Vec<Played>,
    /// The relation in which the first strike is looked for.
    striker: usize,
    /// The rung of covert blows.
    covert: Option<usize>,
}

/// Two shares, each as hits and trials, of runs that need not be the same.
#[derive(Debug)]
pub(super) struct Shares {
    before: (u64, u64),
    after: (u64, u64),
}

impl Shares {
    /// Asserts that the second share is that many times the first at least, for one, and that their exact intervals lie
    /// apart, for another.
    #[track_caller]
    pub(super) fn is_at_least(&self, times: f64) {
        let level = Level::new(1.0 - ALPHA).unwrap();
        let [before, after] = [self.before, self.after]
            .map(|(hits, trials)| proportion(hits, trials, ProportionMethod::ClopperPearson, level));
        assert!(before.interval.unwrap().high < after.interval.unwrap().low, "{self:?}");
        assert!(after.value.unwrap() >= times * before.value.unwrap(), "{self:?}");
    }
}

/// How a comparison came out: pairs of runs in which the variant had more or less, and the means of both.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) more: u64,
    pub(super) less: u64,
    pub(super) means: [f64; 2],
}

impl Paired {
    /// Plays `text` with the changes `before`, and with the changes `after`.
    pub(super) fn play(text: &str, before: &[&str], after: &[&str]) -> Self {
        Self::play_more(1, text, before, after)
    }

    /// The same with so many times the runs, for what few of them can show.
    pub(super) fn play_more(times: u64, text: &str, before: &[&str], after: &[&str]) -> Self {
        let program = with(text, before);
        let striker = relation(&program, "aland.borduria");
        let covert = program.scenario().ladder().iter().position(|rung| rung.key == "covert");
        let after = play(&with(text, after), times * RUNS);
        Self { before: play(&program, times * RUNS), after, striker, covert }
    }

    /// Compares a measure over the pairs of runs in which both have it.
    pub(super) fn compare(&self, measure: impl Fn(&RunRecord) -> Option<f64>) -> Verdict {
        let measured = |played: &Played| measure(&played.record);
        Verdict::over(
            self.before.iter().zip(&self.after).map(|(before, after)| (measured(before), measured(after))),
        )
    }

    /// Whether Aland struck first.
    pub(super) fn strikes(&self) -> Verdict {
        self.compare(|record| Some(indicator(self.struck_first(record))))
    }

    /// Whether Borduria struck back, where Aland struck first in both variants, and with a blow on the same rung: like
    /// is compared with like.
    pub(super) fn retaliation_given_a_strike(&self) -> Verdict {
        let alike = self.before.iter().zip(&self.after).filter(|(before, after)| {
            self.struck_first(&before.record)
                && self.struck_first(&after.record)
                && before.first_rung == after.first_rung
        });
        let answered = |played: &Played| Some(indicator(played.record.retaliation_delay.is_some()));
        Verdict::over(alike.map(|(before, after)| (answered(before), answered(after))))
    }

    /// Of Aland's first strikes that could be traced, the share that was covert, in both variants.
    pub(super) fn share_of_covert_first_strikes(&self) -> Shares {
        let counted = |played: &[Played]| {
            let strikes: Vec<&Played> =
                played.iter().filter(|played| self.struck_first(&played.record)).collect();
            let covert = strikes.iter().filter(|played| played.first_rung == self.covert).count();
            (covert as u64, strikes.len() as u64)
        };
        Shares { before: counted(&self.before), after: counted(&self.after) }
    }

    fn struck_first(&self, record: &RunRecord) -> bool {
        record.first_strike.is_some_and(|first| first.relation == self.striker)
    }
}

fn play(program: &Program, runs: u64) -> Vec<Played> {
    let mut workspace = Workspace::new(program);
    let one = |k| {
        let mut first = FirstBlow { program, rung: None };
        let record = workspace.run(program, RunKey::new(SEED, k), &mut first).clone();
        Played { record, first_rung: first.rung }
    };
    (0..runs).map(one).collect()
}

/// 1 for what is so.
pub(super) fn indicator(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

impl Verdict {
    fn over(pairs: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Self {
        let (mut more, mut less, mut count, mut sums) = (0, 0, 0, [0.0; 2]);
        for (before, after) in pairs {
            let (Some(before), Some(after)) = (before, after) else { continue };
            more += u64::from(after > before);
            less += u64::from(after < before);
            count += 1;
            sums = [sums[0] + before, sums[1] + after];
        }
        Self { more, less, means: sums.map(|sum| sum / f64::from(count)) }
    }

    /// Asserts that the variant has more, by the sign test.
    #[track_caller]
    pub(super) fn is_more(&self, what: &str) {
        let chance = sign_test(self.more, self.less);
        assert!(chance < ALPHA, "{what}: not more, p = {chance:.2e}: {self:?}");
    }

    /// Asserts that the variant has less, by the sign test.
    #[track_caller]
    pub(super) fn is_less(&self, what: &str) {
        let chance = sign_test(self.less, self.more);
        assert!(chance < ALPHA, "{what}: not less, p = {chance:.2e}: {self:?}");
    }

    /// Asserts that the variant's mean is at most this share of the other's.
    #[track_caller]
    pub(super) fn is_far_less(&self, what: &str, share: f64) {
        self.is_less(what);
        assert!(self.means[1] <= share * self.means[0], "{what}: not that much less: {self:?}");
    }
}
