//! Adds up the pieces of a study in ascending order, whatever the order in which they come.

use std::collections::BTreeMap;

use super::{Span, Study};

/// The totals of a study's points so far, and the pieces that cannot be added yet because an earlier one is missing.
#[derive(Debug, Clone)]
pub struct Fold<P> {
    totals: Vec<P>,
    /// By point: how many replicates are added up, from the first on.
    done: Vec<u64>,
    /// By point and first replicate.
    waiting: BTreeMap<(u64, u64), (u64, P)>,
}

impl<P> Fold<P> {
    /// Nothing yet.
    pub fn new<S: Study<Partial = P>>(study: &S) -> Self {
        let points = study.layout().points;
        let totals = (0..points).map(|point| study.nothing(point)).collect();
        Self { totals, done: vec![0; points as usize], waiting: BTreeMap::new() }
    }

    /// Takes a piece in. False if it does not have the shape of the study's partials, or begins before what is added up.
    pub fn take<S: Study<Partial = P>>(&mut self, study: &S, span: Span, partial: P) -> bool {
        let Some(&done) = self.done.get(span.point as usize) else { return false };
        if span.from < done || span.is_empty() {
            return false;
        }
        self.waiting.insert((span.point, span.from), (span.to, partial));
        let done = &mut self.done[span.point as usize];
        while let Some((to, next)) = self.waiting.remove(&(span.point, *done)) {
            if !study.add(&mut self.totals[span.point as usize], &next) {
                return false;
            }
            *done = to;
        }
        true
    }

    /// The totals by point.
    pub fn totals(&self) -> &[P] {
        &self.totals
    }

    /// The totals by point.
    pub fn into_totals(self) -> Vec<P> {
        self.totals
    }

    /// How many replicates of a point are added up.
    pub fn done(&self, point: u64) -> u64 {
        self.done[point as usize]
    }

    /// How many replicates are added up of every point.
    pub fn done_of_all(&self) -> u64 {
        self.done.iter().copied().min().unwrap_or(0)
    }

    /// How many replicates are added up, of all points together.
    pub fn done_in_all(&self) -> u64 {
        self.done.iter().sum()
    }
}
