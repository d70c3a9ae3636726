//! Adds up the pieces of a study in ascending order, whatever the order in which they come.

use std::collections::BTreeMap;

use super::{Span, Study};

/// The totals of a study's points so far, and the pieces that cannot be added yet because an earlier one is missing.
///
/// With a [barrier](Self::up_to) nothing beyond it is added, so that the totals can be judged when all points have
/// come exactly so far. That is what makes a judgement independent of the order in which pieces come.
#[derive(Debug, Clone)]
pub struct Fold<P> {
    totals: Vec<P>,
    /// By point: how many replicates are added up, from the first on.
    done: Vec<u64>,
    /// By point and first replicate.
    waiting: BTreeMap<(u64, u64), (u64, P)>,
    barrier: u64,
}

impl<P> Fold<P> {
    /// Nothing yet.
    pub fn new<S: Study<Partial = P>>(study: &S) -> Self {
        let points = study.layout().points;
        let totals = (0..points).map(|point| study.nothing(point)).collect();
        Self { totals, done: vec![0; points as usize], waiting: BTreeMap::new(), barrier: u64::MAX }
    }

    /// From now on, nothing that begins at this replicate or beyond is added; what waited for a lower barrier is added up
    /// to the new one. False if a piece does not have the shape of the study's partials.
    pub fn up_to<S: Study<Partial = P>>(&mut self, study: &S, barrier: u64) -> bool {
        self.barrier = barrier;
        (0..self.totals.len() as u64).all(|point| self.advance(study, point))
    }

    /// Takes a piece in. False if it does not have the shape of the study's partials, or begins before what is added up.
    pub fn take<S: Study<Partial = P>>(&mut self, study: &S, span: Span, partial: P) -> bool {
        let is_new = self.done.get(span.point as usize).is_some_and(|&done| span.from >= done);
        if !is_new || span.is_empty() {
            return false;
        }
        self.waiting.insert((span.point, span.from), (span.to, partial));
        self.advance(study, span.point)
    }

    /// Adds whatever comes next of a point.
    fn advance<S: Study<Partial = P>>(&mut self, study: &S, point: u64) -> bool {
        let place = point as usize;
        while self.done[place] < self.barrier
            && let Some((to, next)) = self.waiting.remove(&(point, self.done[place]))
        {
            if !study.add(&mut self.totals[place], &next) {
                return false;
            }
            self.done[place] = to;
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

    /// How many replicates are added up, by point.
    pub fn done(&self) -> &[u64] {
        &self.done
    }

    /// How many are added up of every point.
    pub fn done_of_all(&self) -> u64 {
        self.done.iter().copied().min().unwrap_or(0)
    }

    /// Whether all points have come to the barrier.
    pub fn is_at_barrier(&self) -> bool {
        self.done_of_all() >= self.barrier
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Layout, Played};
    use super::*;

    /// Adds up which replicates there were, in the order in which they are added.
    struct Names(Layout);

    impl Study for Names {
        type Partial = Vec<u64>;

        fn layout(&self) -> Layout {
            self.0
        }

        fn play(&self, span: Span) -> Played<Vec<u64>> {
            Played::new((span.from..span.to).collect())
        }

        fn nothing(&self, _: u64) -> Vec<u64> {
            Vec::new()
        }

        fn add(&self, total: &mut Vec<u64>, next: &Vec<u64>) -> bool {
            total.extend(next);
            !next.contains(&u64::MAX)
        }
    }

    const STUDY: Names = Names(Layout { points: 2, replicates: 10, block: 3 });

    fn pieces(order: impl Iterator<Item = u64>) -> Vec<(Span, Vec<u64>)> {
        order.map(|unit| (STUDY.0.span(unit), STUDY.play(STUDY.0.span(unit)).partial)).collect()
    }

    #[test]
    fn any_order_of_pieces_adds_up_in_ascending_order() {
        for order in
            [vec![0, 1, 2, 3, 4, 5, 6, 7], vec![7, 6, 5, 4, 3, 2, 1, 0], vec![4, 1, 7, 0, 6, 2, 5, 3]]
        {
            let mut fold = Fold::new(&STUDY);
            for (span, partial) in pieces(order.into_iter()) {
                assert!(fold.take(&STUDY, span, partial));
            }
            assert_eq!(fold.totals(), [(0..10).collect::<Vec<_>>(), (0..10).collect()]);
            assert_eq!((fold.done(), fold.done_of_all()), (&[10, 10][..], 10));
        }
    }

    #[test]
    fn at_a_barrier_all_points_have_exactly_as_many() {
        let mut fold = Fold::new(&STUDY);
        assert!(fold.up_to(&STUDY, 3));
        for (span, partial) in pieces([0, 2, 4, 3].into_iter()) {
            assert!(fold.take(&STUDY, span, partial));
        }
        assert!(!fold.is_at_barrier());
        for (span, partial) in pieces([1].into_iter()) {
            assert!(fold.take(&STUDY, span, partial));
        }
        assert!(fold.is_at_barrier());
        assert_eq!(fold.done(), [3, 3]);
        assert!(fold.up_to(&STUDY, 6));
        assert_eq!(fold.done(), [6, 6]);
        assert!(fold.up_to(&STUDY, 9));
        assert_eq!((fold.done(), fold.is_at_barrier()), (&[9, 6][..], false));
    }

    #[test]
    fn what_does_not_fit_is_turned_down() {
        let mut fold = Fold::new(&STUDY);
        let span = |point, from, to| Span { point, from, to };
        assert!(!fold.take(&STUDY, span(2, 0, 3), vec![]));
        assert!(!fold.take(&STUDY, span(0, 3, 3), vec![]));
        assert!(!fold.take(&STUDY, span(0, 0, 3), vec![u64::MAX]));
        assert!(fold.take(&STUDY, span(1, 0, 3), vec![0, 1, 2]));
        assert!(!fold.take(&STUDY, span(1, 0, 3), vec![0, 1, 2]), "twice");
    }
}
