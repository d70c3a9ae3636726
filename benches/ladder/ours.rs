//! The workload on offramp's own lanes: safe code, one source for every width.

use offramp::lanes::math::exp;
use offramp::lanes::{Lanes, Width, Words, philox, unit};

use crate::workload::{
    CALM_DAYS, CALM_RUNG, DAYS, DEESCALATE, ESCALATE, KEPT_GRIEVANCE, KEPT_PRESSURE, PRESS, PRESS_BELOW,
    Pair, SEED, TOP_RUNG, Tally, Weights, World, purpose,
};

/// Plays `runs` runs, N side by side in each group of lanes.
pub(crate) fn play<const N: usize>(world: &World, runs: u32, width: Width) -> Tally {
    let mut draws = Draws::new(world, width);
    let mut groups: Vec<Group<N>> = (0..world.size.groups).map(|_| Group::new(world)).collect();
    let mut tally = Tally::default();
    for group in &mut groups {
        group.refill(world, &mut draws, width);
    }
    while tally.runs() < u64::from(runs) {
        for group in &mut groups {
            width.run(
                #[inline(always)]
                || group.day(world),
            );
        }
        for group in &mut groups {
            if group.ended != 0 {
                group.count(&mut tally, runs);
                group.refill(world, &mut draws, width);
            }
        }
    }
    tally
}

/// The resolves of the runs that start next, drawn N runs at a time.
struct Draws<const N: usize> {
    /// The run that the next free lane takes.
    next: u32,
    /// The run in the first place of `resolves`.
    first: u32,
    /// Of each state, for 2 N runs from `first`.
    resolves: Vec<[Lanes<N>; 2]>,
}

impl<const N: usize> Draws<N> {
    fn new(world: &World, width: Width) -> Self {
        let mut draws = Self { next: 0, first: 0, resolves: vec![[Lanes::splat(0.0); 2]; world.size.states] };
        for half in [0, 1] {
            width.run(
                #[inline(always)]
                || draws.draw(half),
            );
        }
        draws
    }

    /// Makes sure that the N runs from `next` are drawn.
    fn advance(&mut self, width: Width) {
        if self.next - self.first >= N as u32 {
            self.first += N as u32;
            for halves in &mut self.resolves {
                halves[0] = halves[1];
            }
            width.run(
                #[inline(always)]
                || self.draw(1),
            );
        }
    }

    /// Draws Beta(2, 2) as the middle one of three uniform numbers.
    #[inline(always)]
    fn draw(&mut self, half: usize) {
        let runs = Words(std::array::from_fn(|lane| self.first + (half * N + lane) as u32));
        for (state, halves) in self.resolves.iter_mut().enumerate() {
            let [a, b, c, _] = block(runs, Words::splat(0), state as u32, purpose::RESOLVE);
            let (a, b, c) = (unit(a), unit(b), unit(c));
            halves[half] = a.min(b).max(a.max(b).min(c));
        }
    }
}

/// One edge of N runs.
#[derive(Clone, Copy, Default)]
struct Edge<const N: usize> {
    rung: Lanes<N>,
    grievance: Lanes<N>,
    pressure: Lanes<N>,
}

/// N runs side by side.
struct Group<const N: usize> {
    run: Words<N>,
    day: Words<N>,
    calm: Lanes<N>,
    top: Lanes<N>,
    /// A bit for each lane, from the lowest: whether its run ended today.
    ended: u32,
    /// The edge that mediators press, and how much they add.
    hottest: Words<N>,
    press: Lanes<N>,
    resolves: Vec<Lanes<N>>,
    edges: Vec<[Edge<N>; 2]>,
}

impl<const N: usize> Group<N> {
    fn new(world: &World) -> Self {
        Self {
            run: Words::splat(u32::MAX),
            day: Words::splat(0),
            calm: Lanes::splat(0.0),
            top: Lanes::splat(0.0),
            ended: u32::MAX >> (32 - N),
            hottest: Words::splat(0),
            press: Lanes::splat(0.0),
            resolves: vec![Lanes::splat(0.0); world.size.states],
            edges: vec![[Edge::default(); 2]; world.size.pairs],
        }
    }

    /// One day of all pairs, then of the mediators.
    #[inline(always)]
    fn day(&mut self, world: &World) {
        let mut heat = Lanes::splat(-1.0);
        let mut hottest = Words::splat(0);
        let mut top = Lanes::splat(0.0);
        for (number, (pair, edges)) in world.pairs.iter().zip(&mut self.edges).enumerate() {
            let words = block(self.run, self.day, number as u32, purpose::PAIR);
            let at = [2 * number as u32, 2 * number as u32 + 1];
            let [mut a, mut b] = *edges;
            // One edge after the other in so many words: a loop over two sides would be kept, and with it arrays in memory.
            a.feel(here(self.hottest, at[0], self.press));
            b.feel(here(self.hottest, at[1], self.press));
            let a_up = a.act(pair, 0, self.resolves[pair.states[0]], unit(words[0]));
            let b_up = b.act(pair, 1, self.resolves[pair.states[1]], unit(words[1]));
            b.grievance += masked(a_up, shock(world, words[2]));
            a.grievance += masked(b_up, shock(world, words[3]));
            (heat, hottest) = hotter(&a, at[0], heat, hottest);
            (heat, hottest) = hotter(&b, at[1], heat, hottest);
            top = b.rung.max(a.rung.max(top));
            *edges = [a, b];
        }
        self.hottest = hottest;
        self.top = top;
        self.mediate(world.size.mediators);
        self.day = self.day.map(|day| day + 1);
        let calm = above(top, Lanes::splat(CALM_RUNG)).map(|mask| !mask);
        self.calm = masked(calm, self.calm + 1.0);
        let war = at_least(top, Lanes::splat(TOP_RUNG));
        let settled = at_least(self.calm, Lanes::splat(CALM_DAYS));
        let late = self.day.map(|day| u32::from(day >= DAYS).wrapping_neg());
        self.ended = bits(war.zip(settled, |a, b| a | b).zip(late, |a, b| a | b));
    }

    /// How much the mediators press tomorrow.
    #[inline(always)]
    fn mediate(&mut self, mediators: u32) {
        self.press = Lanes::splat(0.0);
        for first in (0..mediators).step_by(4) {
            let words = block(self.run, self.day, first, purpose::MEDIATION);
            for (word, number) in words.into_iter().zip(first..) {
                let below = if number < mediators { PRESS_BELOW } else { 0 };
                let presses = word.map(|word| u32::from(word < below).wrapping_neg());
                self.press += masked(presses, Lanes::splat(PRESS));
            }
        }
    }

    /// Adds the runs that have ended to the tally, if they are of the batch.
    fn count(&self, tally: &mut Tally, runs: u32) {
        for lane in lanes(self.ended) {
            if self.run.0[lane] >= runs {
                continue;
            }
            if self.top.0[lane] >= TOP_RUNG {
                tally.war += 1;
            } else if self.calm.0[lane] >= CALM_DAYS {
                tally.settled += 1;
            } else {
                tally.undecided += 1;
            }
            let day = self.day.0[lane];
            tally.days += u64::from(day);
            let mark =
                (self.edges[0][0].grievance.0[lane].to_bits() ^ self.run.0[lane]).wrapping_mul(2 * day + 1);
            tally.fingerprint = tally.fingerprint.wrapping_add(mark);
        }
    }

    /// Begins the next runs in the lanes whose runs have ended.
    fn refill(&mut self, world: &World, draws: &mut Draws<N>, width: Width) {
        draws.advance(width);
        let mut runs = self.run;
        let mut ended = Words::splat(0);
        for lane in lanes(self.ended) {
            let place = (draws.next - draws.first) as usize;
            for (resolve, drawn) in self.resolves.iter_mut().zip(&draws.resolves) {
                resolve.0[lane] = drawn[place / N].0[place % N];
            }
            runs.0[lane] = draws.next;
            ended.0[lane] = u32::MAX;
            draws.next += 1;
        }
        width.run(
            #[inline(always)]
            || self.begin(world, ended, runs),
        );
    }

    #[inline(always)]
    fn begin(&mut self, world: &World, ended: Words<N>, runs: Words<N>) {
        self.run = choose(ended, runs, self.run);
        self.day = choose(ended, Words::splat(0), self.day);
        self.calm = masked(ended.map(|ended| !ended), self.calm);
        self.press = masked(ended.map(|ended| !ended), self.press);
        for (pair, edges) in world.pairs.iter().zip(&mut self.edges) {
            for edge in edges {
                edge.rung = select(ended, Lanes::splat(pair.rung), edge.rung);
                edge.grievance = select(ended, Lanes::splat(pair.grievance), edge.grievance);
                edge.pressure = select(ended, Lanes::splat(0.0), edge.pressure);
            }
        }
    }
}

impl<const N: usize> Edge<N> {
    /// Pressure wears off and is renewed.
    #[inline(always)]
    fn feel(&mut self, pressed: Lanes<N>) {
        self.pressure = self.pressure * KEPT_PRESSURE + pressed;
    }

    /// The logit choice by one uniform number and its effects on this edge. Returns where it escalates.
    #[inline(always)]
    fn act(&mut self, pair: &Pair, side: usize, resolve: Lanes<N>, u: Lanes<N>) -> Words<N> {
        let deescalate = exp(exponent(self, pair.deescalate[side], &DEESCALATE, resolve));
        let escalate = exp(exponent(self, pair.escalate[side], &ESCALATE, resolve));
        let not_up = deescalate + 1.0;
        let place = u * (not_up + escalate);
        let (zero, one) = (Lanes::splat(0.0), Lanes::splat(1.0));
        let step = Lanes::splat(-1.0).where_less(place, deescalate, zero.where_less(place, not_up, one));
        let kept = Lanes::splat(KEPT_GRIEVANCE).where_less(place, not_up, one);
        self.rung = (self.rung + step).max(zero);
        self.grievance *= one.where_less(place, deescalate, kept);
        at_least(place, not_up)
    }
}

/// The exponent of an alternative, against holding.
#[inline(always)]
fn exponent<const N: usize>(edge: &Edge<N>, fixed: f32, weights: &Weights, resolve: Lanes<N>) -> Lanes<N> {
    let lasting = (resolve * weights.resolve + fixed) + edge.grievance * weights.grievance;
    lasting + (edge.rung * weights.rung + edge.pressure * weights.pressure)
}

/// The larger heat and whose it is.
#[inline(always)]
fn hotter<const N: usize>(
    edge: &Edge<N>,
    at: u32,
    heat: Lanes<N>,
    hottest: Words<N>,
) -> (Lanes<N>, Words<N>) {
    let here = edge.rung + edge.grievance;
    (here.max(heat), choose(above(here, heat), Words::splat(at), hottest))
}

/// The shock to the other side, by the first eight bits of a word.
#[inline(always)]
fn shock<const N: usize>(world: &World, words: Words<N>) -> Lanes<N> {
    words.numbers(|word| world.shocks[(word >> 24) as usize])
}

/// The block of random words of each run.
#[inline(always)]
fn block<const N: usize>(run: Words<N>, day: Words<N>, whom: u32, purpose: u32) -> [Words<N>; 4] {
    philox(
        [run, day, Words::splat(whom), Words::splat(purpose)],
        [Words::splat(SEED[0]), Words::splat(SEED[1])],
    )
}

/// `amount` in the lanes that point here.
#[inline(always)]
fn here<const N: usize>(points: Words<N>, here: u32, amount: Lanes<N>) -> Lanes<N> {
    masked(points.map(|point| u32::from(point == here).wrapping_neg()), amount)
}

/// The lowest bit of each lane, lane 0 in the lowest place.
#[inline(always)]
fn bits<const N: usize>(mask: Words<N>) -> u32 {
    let mut bits = 0;
    for lane in 0..N {
        bits |= (mask.0[lane] & 1) << lane;
    }
    bits
}

/// The places of the bits that are set.
fn lanes(bits: u32) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)))
        .take_while(|bits| *bits != 0)
        .map(|bits| bits.trailing_zeros() as usize)
}

/// All bits set where `a > b`.
#[inline(always)]
fn above<const N: usize>(a: Lanes<N>, b: Lanes<N>) -> Words<N> {
    let mut mask = Words::splat(0);
    for lane in 0..N {
        mask.0[lane] = u32::from(a.0[lane] > b.0[lane]).wrapping_neg();
    }
    mask
}

/// All bits set where `a >= b`.
#[inline(always)]
fn at_least<const N: usize>(a: Lanes<N>, b: Lanes<N>) -> Words<N> {
    let mut mask = Words::splat(0);
    for lane in 0..N {
        mask.0[lane] = u32::from(a.0[lane] >= b.0[lane]).wrapping_neg();
    }
    mask
}

/// `a` where the mask is set, else `b`.
#[inline(always)]
fn choose<const N: usize>(mask: Words<N>, a: Words<N>, b: Words<N>) -> Words<N> {
    let a = a.zip(mask, |a, mask| a & mask);
    a.zip(b.zip(mask, |b, mask| b & !mask), |a, b| a | b)
}

/// `a` where the mask is set, else `b`.
#[inline(always)]
fn select<const N: usize>(mask: Words<N>, a: Lanes<N>, b: Lanes<N>) -> Lanes<N> {
    choose(mask, a.to_bits(), b.to_bits()).as_numbers()
}

/// The number where the mask is set, else 0.
#[inline(always)]
fn masked<const N: usize>(mask: Words<N>, number: Lanes<N>) -> Lanes<N> {
    number.to_bits().zip(mask, |bits, mask| bits & mask).as_numbers()
}
