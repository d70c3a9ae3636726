//! Random walks to split: every kind of difficulty that an escalation has, with exact answers by linear
//! systems.

use offramp::engine::{Entity, Purpose, RunKey};
use offramp::experiment::rare::{Leg, Passage, Process, Start};

/// A walk on the whole numbers. It is ruined at 0 or below and hits at `top` or above. Level l is entered at
/// `start` + l.
#[derive(Clone)]
pub(super) struct Walk {
    pub(super) seed: u64,
    pub(super) start: i32,
    pub(super) top: i32,
    /// What a walker may be, drawn once per run and never shown: probability and law.
    pub(super) kinds: Vec<(f64, Law)>,
    /// Threads to play on.
    pub(super) threads: usize,
    /// Whose draws they are.
    pub(super) luck: Entity,
}

/// The law of a step.
#[derive(Clone)]
pub(super) struct Law {
    /// The chance of hitting at once, from wherever the walk stands.
    pub(super) strike: f64,
    /// Otherwise, steps and their probabilities, which sum to 1.
    pub(super) steps: Vec<(i32, f64)>,
}

impl Law {
    /// One up with this probability, else one down.
    pub(super) fn up(probability: f64) -> Self {
        Self { strike: 0.0, steps: vec![(1, probability), (-1, 1.0 - probability)] }
    }
}

/// A walker on its way.
#[derive(Clone)]
pub(super) struct Walker {
    kind: usize,
    position: i32,
    highest: i32,
    steps: u32,
    replicate: u64,
    key: u64,
}

impl Walk {
    /// The gambler's ruin with odds of 2 to 1 against: from 1 to `top` with probability 1 / (2^top − 1)
    /// (Feller 1968, XIV.2).
    pub(super) fn ruin(top: i32) -> Self {
        Self::of(1, top, vec![(1.0, Law::up(1.0 / 3.0))])
    }

    /// Steps of up to three at once, so that levels are jumped over and entered in different places.
    pub(super) fn jumping() -> Self {
        let steps = vec![(3, 0.05), (2, 0.08), (1, 0.12), (-1, 0.75)];
        Self::of(2, 24, vec![(1.0, Law { strike: 0.0, steps })])
    }

    /// One walker in fifty is of a kind that climbs easily. Nothing but its climbing tells.
    pub(super) fn hidden() -> Self {
        Self::of(1, 14, vec![(0.98, Law::up(0.25)), (0.02, Law::up(0.42))])
    }

    /// With jumps, and with hits that come out of the blue as often as by climbing: past any number of levels.
    pub(super) fn struck() -> Self {
        let steps = vec![(2, 0.1), (1, 0.2), (-1, 0.7)];
        Self::of(2, 15, vec![(1.0, Law { strike: 2e-4, steps })])
    }

    fn of(start: i32, top: i32, kinds: Vec<(f64, Law)>) -> Self {
        Self { seed: 5, start, top, kinds, threads: 1, luck: Entity::named("walk", &[]) }
    }

    /// The probability of a hit, exactly.
    pub(super) fn hits(&self) -> f64 {
        self.expect(|law, from| law.strike + (1.0 - law.strike) * law.beyond(from, self.top))
    }

    /// The expected number of steps of a run, exactly.
    pub(super) fn steps(&self) -> f64 {
        self.expect(|_, _| 1.0)
    }

    /// What a run collects until it ends, if a step from a place collects `gain` of its law and the place: for
    /// each kind the solution of f(x) = gain(x) + (1 − strike) Σ p f(x + step), by Gauss's elimination.
    fn expect(&self, gain: impl Fn(&Law, i32) -> f64) -> f64 {
        let places = self.top as usize - 1;
        let of_kind = |law: &Law| {
            let mut system = vec![vec![0.0; places + 1]; places];
            for (row, from) in system.iter_mut().zip(1..) {
                row[places] = gain(law, from);
                row[from as usize - 1] = 1.0;
                for &(step, probability) in &law.steps {
                    let to = from + step;
                    if (1..self.top).contains(&to) {
                        row[to as usize - 1] -= (1.0 - law.strike) * probability;
                    }
                }
            }
            solve(system)[self.start as usize - 1]
        };
        self.kinds.iter().map(|(chance, law)| chance * of_kind(law)).sum()
    }

    fn begin(&self, replicate: u64) -> Walker {
        let draw = self.uniform(replicate, 0, Purpose::Input, 0);
        let kind = pick(draw, self.kinds.iter().map(|(chance, _)| *chance));
        Walker { kind, position: self.start, highest: self.start, steps: 0, replicate, key: 0 }
    }

    fn uniform(&self, replicate: u64, key: u64, purpose: Purpose, number: u32) -> f64 {
        let block = RunKey::new(self.seed ^ key, replicate).block(number / 4, self.luck, purpose, 0);
        (f64::from(block[number as usize % 4]) + 0.5) / 4_294_967_296.0
    }

    /// Plays on from a start.
    fn leg(&self, start: &Start<'_, Walker>, until: Option<usize>) -> Leg<Walker> {
        let mut walker = match *start {
            Start::Fresh { replicate } => self.begin(replicate),
            Start::Branch { state, key } => Walker { key, ..state.clone() },
        };
        let begun = walker.steps;
        let passage = loop {
            let level = (walker.highest - self.start) as usize;
            if until.is_some_and(|until| level >= until) {
                break Passage::Entered { level, state: walker.clone() };
            }
            let law = &self.kinds[walker.kind].1;
            let draw = self.uniform(walker.replicate, walker.key, Purpose::Decision, walker.steps);
            walker.steps += 1;
            if draw < law.strike {
                break Passage::Hit;
            }
            let draw = (draw - law.strike) / (1.0 - law.strike);
            walker.position += law.steps[pick(draw, law.steps.iter().map(|(_, p)| *p))].0;
            walker.highest = walker.highest.max(walker.position);
            if walker.position <= 0 {
                break Passage::Missed;
            }
            if walker.position >= self.top {
                break Passage::Hit;
            }
        };
        Leg { passage, value: 0.0, cost: u64::from(walker.steps - begun) }
    }
}

impl Law {
    fn beyond(&self, from: i32, top: i32) -> f64 {
        self.steps.iter().filter(|(step, _)| from + step >= top).map(|(_, p)| p).sum()
    }
}

impl Process for Walk {
    type State = Walker;

    fn levels(&self) -> usize {
        (self.top - self.start) as usize - 1
    }

    fn play(&self, starts: &[Start<'_, Walker>], until: Option<usize>) -> Vec<Leg<Walker>> {
        let play = |part: &[Start<'_, Walker>]| part.iter().map(|start| self.leg(start, until)).collect();
        if self.threads == 1 || starts.is_empty() {
            return play(starts);
        }
        std::thread::scope(|scope| {
            let parts = starts.chunks(starts.len().div_ceil(self.threads));
            let parts: Vec<_> = parts.map(|part| scope.spawn(move || -> Vec<_> { play(part) })).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
        })
    }
}

/// The first entry at which the draw is below the running sum; the last one for what rounding leaves.
fn pick(draw: f64, probabilities: impl ExactSizeIterator<Item = f64>) -> usize {
    let last = probabilities.len() - 1;
    let mut sum = 0.0;
    let below = |probability: f64| {
        sum += probability;
        draw < sum
    };
    probabilities.map(below).position(|found| found).unwrap_or(last)
}

/// Gauss's elimination without exchange of rows, which these matrices (of 1 minus less than 1) do not need.
/// The right side is the last column.
fn solve(mut system: Vec<Vec<f64>>) -> Vec<f64> {
    let size = system.len();
    for pivot in 0..size {
        let row = system[pivot].clone();
        for (other, below) in system.iter_mut().enumerate() {
            let factor = below[pivot] / row[pivot];
            if other != pivot && factor.abs() > 0.0 {
                for (entry, top) in below.iter_mut().zip(&row) {
                    *entry -= factor * top;
                }
            }
        }
    }
    (0..size).map(|row| system[row][size] / system[row][row]).collect()
}
