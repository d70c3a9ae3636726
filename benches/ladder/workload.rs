//! The reference workload *ladder crisis*: what is simulated, in three sizes, whoever simulates it.
//!
//! States in pairs of directed edges. Every day each edge chooses among de-escalating, holding and escalating, by a logit with
//! utilities linear in the state's resolve (Beta(2, 2), drawn once per run), the edge's grievance, hostility and rung (0 to 8),
//! and the pressure of mediators. Choices take effect together: escalation raises the edge's rung and adds a lognormal shock
//! to the other edge's grievance, holding lets one's own grievance decay. Each mediator presses the hottest edge
//! with a fixed probability. A run ends in war at the top rung, settled after ten calm days, or undecided.

use offramp::lanes::{Lanes, math};

/// Precision λ of the logit.
const PRECISION: f32 = 4.0;
/// Standard deviation of the logarithm of a shock.
const SHOCK_SPREAD: f32 = 0.5;
/// Median of a shock to grievance.
const SHOCK: f32 = 0.05;
/// What is left of grievance after a day of holding.
pub(crate) const KEPT_GRIEVANCE: f32 = 0.97;
/// What is left of a mediator's pressure after a day.
pub(crate) const KEPT_PRESSURE: f32 = 0.8;
/// What one mediator adds to the pressure on the hottest edge.
pub(crate) const PRESS: f32 = 0.3;
/// A mediator presses if its word is below this: probability 0.2.
pub(crate) const PRESS_BELOW: u32 = 858_993_459;
/// A run in which an edge stands here ends in war.
pub(crate) const TOP_RUNG: f32 = 8.0;
/// A day is calm if no edge stands above this rung.
pub(crate) const CALM_RUNG: f32 = 2.0;
/// So many calm days in a row settle a run.
pub(crate) const CALM_DAYS: f32 = 10.0;
/// Days after which a run is left undecided.
pub(crate) const DAYS: u32 = 120;
/// Key of the generator.
pub(crate) const SEED: [u32; 2] = [0x0FF2_A3B0, 7];

/// Last word of the generator's counter: what a block of random words decides.
pub(crate) mod purpose {
    /// Two choices and two shocks of a pair on a day.
    pub(crate) const PAIR: u32 = 0;
    /// Whether each of four mediators presses on a day.
    pub(crate) const MEDIATION: u32 = 1;
    /// The resolve of a state in a run.
    pub(crate) const RESOLVE: u32 = 2;
}

/// How large a world is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Name in tables.
    pub(crate) name: &'static str,
    /// Number of states.
    pub(crate) states: usize,
    /// Number of pairs of states, each with two directed edges.
    pub(crate) pairs: usize,
    /// Number of mediators.
    pub(crate) mediators: u32,
    /// Runs of one measurement.
    pub(crate) runs: u32,
    /// Groups of lanes that take turns within a day, so that a small world does not wait for its own last result.
    pub(crate) groups: usize,
    /// Hostility of the least hostile edge; the most hostile one has 0.3 more.
    hostility: f32,
}

/// The three sizes.
pub(crate) const SIZES: [Size; 3] = [
    Size { name: "S", states: 2, pairs: 1, mediators: 1, runs: 65_536, groups: 4, hostility: 0.2 },
    Size { name: "M", states: 12, pairs: 30, mediators: 2, runs: 4_096, groups: 1, hostility: -0.3 },
    Size { name: "L", states: 200, pairs: 1_000, mediators: 10, runs: 192, groups: 1, hostility: -0.6 },
];

/// The two directed edges between two states. Index 0 is the edge of the first state, 1 that of the second.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    /// The states.
    pub(crate) states: [usize; 2],
    /// What stays the same in the exponent of escalating, against holding.
    pub(crate) escalate: [f32; 2],
    /// What stays the same in the exponent of de-escalating, against holding.
    pub(crate) deescalate: [f32; 2],
    /// Rung on the first day.
    pub(crate) rung: f32,
    /// Grievance on the first day.
    pub(crate) grievance: f32,
}

/// Weights in the exponent of an alternative, against holding; precision included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    /// Of the state's resolve.
    pub(crate) resolve: f32,
    /// Of the edge's grievance.
    pub(crate) grievance: f32,
    /// Of the edge's rung.
    pub(crate) rung: f32,
    /// Of the pressure of mediators.
    pub(crate) pressure: f32,
}

/// Weights of escalating.
pub(crate) const ESCALATE: Weights = Weights {
    resolve: PRECISION * 0.5,
    grievance: PRECISION * 0.6,
    rung: PRECISION * 0.02,
    pressure: PRECISION * -0.8,
};
/// Weights of de-escalating.
pub(crate) const DEESCALATE: Weights = Weights {
    resolve: PRECISION * -0.3,
    grievance: PRECISION * -0.4,
    rung: PRECISION * 0.04,
    pressure: PRECISION * 0.8,
};

/// A world to be simulated.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// How large it is.
    pub(crate) size: Size,
    /// All pairs.
    pub(crate) pairs: Vec<Pair>,
    /// Shocks to grievance: the middle of each 256th of the distribution.
    pub(crate) shocks: [f32; 256],
}

impl World {
    /// The world of this size. The first pair begins on rung 2 and aggrieved.
    pub(crate) fn new(size: Size) -> Self {
        let spread = |number: usize| (number as f32 * 0.618_034).fract();
        let pairs = (0..size.pairs).map(|number| {
            let first = number % size.states;
            let second = (first + 1 + number / size.states) % size.states;
            let hostility = [0, 1].map(|side| size.hostility + 0.3 * spread(2 * number + side));
            Pair {
                states: [first, second],
                escalate: hostility.map(|hostility| PRECISION * (0.3 * hostility - 1.0)),
                deescalate: hostility.map(|hostility| PRECISION * (-0.2 * hostility - 0.4)),
                rung: if number == 0 { 2.0 } else { 0.0 },
                grievance: if number == 0 { 0.5 } else { 0.1 },
            }
        });
        let shock = |place: usize| {
            let deviate = math::normal_quantile(Lanes([(place as f32 + 0.5) / 256.0]));
            (math::exp(deviate * SHOCK_SPREAD) * SHOCK).0[0]
        };
        Self { size, pairs: pairs.collect(), shocks: std::array::from_fn(shock) }
    }
}

/// How the runs of a batch ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Runs settled after calm days.
    pub(crate) settled: u64,
    /// Runs that ended in war.
    pub(crate) war: u64,
    /// Runs that reached the last day.
    pub(crate) undecided: u64,
    /// Days of all runs together.
    pub(crate) days: u64,
    /// Sum over runs of a number made of the run's last day and the bits of a grievance; 0 if not kept.
    pub(crate) fingerprint: u32,
}

impl Tally {
    /// Runs of all outcomes.
    pub(crate) fn runs(&self) -> u64 {
        self.settled + self.war + self.undecided
    }

    /// Decisions of all edges in all runs.
    pub(crate) fn decisions(&self, size: &Size) -> f64 {
        self.days as f64 * (2 * size.pairs) as f64
    }

    /// Shares of the outcomes: settled, war, undecided.
    pub(crate) fn shares(&self) -> [f64; 3] {
        [self.settled, self.war, self.undecided].map(|count| count as f64 / self.runs() as f64)
    }
}
