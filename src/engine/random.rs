//! Random numbers as a function of what they decide.
//!
//! Every draw is a function of (seed, replicate, day, whom it concerns, purpose, index), computed by the
//! counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as
//! easy as 1, 2, 3"). Nothing is advanced and nothing is shared: the order in which draws are made does not
//! matter, and neither does whether others are made at all. Who is concerned is keyed by *name* ([`Entity`]),
//! so that an actor added to a scenario leaves everybody else's luck alone.
//!
//! | word | bits 31..16 | 15..8 | 7..0 |
//! |---|---|---|---|
//! | key 0, key 1 | seed, low and high half | | |
//! | counter 0 | replicate, bits 31..0 | | |
//! | counter 1 | day | purpose | replicate, bits 39..32 |
//! | counter 2 | entity, bits 15..0 | index, high | index, low |
//! | counter 3 | entity, bits 47..16 | | |
//!
//! A branch of a run (for rare endings) restarts from a day's state with a 64-bit branch key, zero for the run itself,
//! that is combined by exclusive or with the Philox key, so that runs which do not branch keep their values.
//!
//! Whatever changes this layout, a [`Purpose`]'s number or the hash behind [`Entity`] changes every result: it is
//! value-breaking and is declared in the change log.

use crate::lanes::{self, Words};

/// One past the largest replicate that a [`RunKey`] tells apart: 2⁴⁰.
pub const REPLICATES: u64 = 1 << 40;

/// Who or what a draw concerns: a 48-bit key made from a name.
///
/// Two of n names share a key with probability about n² / 2⁴⁹ (for 40,000 pairs of states: 3·10⁻⁶); they would then see
/// the same luck, nothing worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity(u64);

impl Entity {
    /// The key of the thing of this kind that goes by these names, in this order: `named("relation", &["a", "b"])`.
    ///
    /// The first 48 bits (little-endian) of BLAKE3 over the kind and the names, each preceded by its length as
    /// 64 bits, so that no two lists run together. For set-up, not for the day loop.
    pub fn named(kind: &str, names: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in std::iter::once(&kind).chain(names) {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let [a, b, c, d, e, f, ..] = *hasher.finalize().as_bytes();
        Self(u64::from_le_bytes([a, b, c, d, e, f, 0, 0]))
    }
}

/// What a draw decides. The numbers are part of every result: changing one is value-breaking; new ones go to
/// the end.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A scenario number given as a distribution, drawn once per run (day 0).
    Input = 0,
    /// Whether an event occurs.
    Event = 1,
    /// Whether a mediator offers its services.
    Offer = 2,
    /// Whether a party accepts an offer.
    Accept = 3,
    /// Whether an onlooker encourages one side.
    Encourage = 4,
    /// Whether mediation reaches an agreement.
    Agreement = 5,
    /// Whether a violent act breaks a mediation off.
    Breakdown = 6,
    /// Whether a state decides on a relation today, what, whether by accident it lands a rung higher, and how hard.
    Decision = 7,
    /// Whether a deniable act is traced to the state that did it.
    Attribution = 8,
    /// The deaths caused by a single act, military and civilian.
    Casualties = 9,
    /// The deaths of a day under a violent posture.
    Posture = 10,
    /// When a state next turns to a relation that is not on its agenda (day 0, one index after the other).
    Routine = 11,
    /// Whether an armed group attacks, and whom its victim holds responsible.
    GroupAttack = 12,
    /// The deaths of such an attack.
    GroupCasualties = 13,
    /// Which armed group a blow at one hits.
    GroupHit = 14,
    /// Whether an armed group carries out a covert act in its sponsor's stead.
    Order = 15,
    /// Whether a state believes, in this run, that two others collude (day 0).
    Suspicion = 16,
    /// Whether a state that goes by a rule weighs today's decision all the same, and whether it lets a hostile act pass.
    Policy = 17,
    /// What the advisers of a state suppose: the luck of what is to come, and what they do not know.
    Adviser = 18,
}

/// The source of all draws of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunKey {
    seed: u64,
    replicate: u64,
    branch: u64,
}

impl RunKey {
    /// The run `replicate` (below [`REPLICATES`]; higher bits are ignored) of the batch with this seed (any number, 0 included).
    pub fn new(seed: u64, replicate: u64) -> Self {
        Self { seed, replicate: replicate % REPLICATES, branch: 0 }
    }

    /// The source of a branch of this run: a run that goes on from where this one stood, with luck of its own.
    ///
    /// `branch` tells branches apart; 0 is the run itself.
    #[must_use]
    pub fn branched(self, branch: u64) -> Self {
        Self { branch, ..self }
    }

    /// Number of the run in its batch.
    pub fn replicate(self) -> u64 {
        self.replicate
    }

    /// Four random words for one decision: uniform on all values, and independent of every other block.
    ///
    /// `day` counts from the start of the run; only its low 16 bits are used (a run lasts 3650 days at most).
    #[inline]
    pub fn block(self, day: u32, entity: Entity, purpose: Purpose, index: u16) -> [u32; 4] {
        let (counter, key) = self.counter(day, entity, purpose, index);
        lanes::block(counter, key)
    }

    /// What the generator makes [`block`](Self::block) from: counter and key.
    #[inline]
    pub(crate) fn counter(
        self,
        day: u32,
        entity: Entity,
        purpose: Purpose,
        index: u16,
    ) -> ([u32; 4], [u32; 2]) {
        let whom = entity.0 << 16 | u64::from(index);
        let when = day << 16 | u32::from(purpose as u8) << 8 | (self.replicate >> 32) as u32;
        let key = self.seed ^ self.branch;
        ([self.replicate as u32, when, whom as u32, (whom >> 32) as u32], [key as u32, (key >> 32) as u32])
    }

    /// The blocks of index 0, 1, 2 … word after word, for samplers that need an unknown number of words.
    pub(crate) fn stream(self, day: u32, entity: Entity, purpose: Purpose) -> Stream {
        Stream { key: self, day, entity, purpose, index: 0, block: [0; 4], used: 4 }
    }
}

/// The words of one (run, day, entity, purpose), one after another. Made by [`RunKey::stream`].
///
/// The first 2¹⁸ words are distinct draws; then they start over, which no sampler here comes near.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    key: RunKey,
    day: u32,
    entity: Entity,
    purpose: Purpose,
    index: u16,
    block: [u32; 4],
    used: usize,
}

impl Stream {
    /// The next word.
    #[inline]
    pub(crate) fn word(&mut self) -> u32 {
        if self.used == self.block.len() {
            self.block = self.key.block(self.day, self.entity, self.purpose, self.index);
            self.index = self.index.wrapping_add(1);
            self.used = 0;
        }
        let word = self.block[self.used];
        self.used += 1;
        word
    }

    /// A uniform number in (0, 1) from the next two words, by [`unit64`].
    #[inline]
    pub(crate) fn unit64(&mut self) -> f64 {
        let hi = self.word();
        unit64(hi, self.word())
    }
}

/// A uniform number in (0, 1): (word + ½) · 2⁻³², rounded to `f32` but never to 1.
///
/// Small values keep their relative precision: the smallest is 2⁻³³, so events of a probability far below 2⁻²⁴ still come
/// out right. The largest is 1 − 2⁻²⁴.
#[inline]
pub(crate) fn unit(word: u32) -> f32 {
    lanes::unit(Words([word])).0[0]
}

/// A uniform number in (0, 1) from two words: [`lanes::unit64`].
#[inline]
pub(crate) fn unit64(hi: u32, lo: u32) -> f64 {
    lanes::unit64(lanes::wide(hi, lo))
}

#[cfg(test)]
mod tests;
