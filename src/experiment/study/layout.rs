//! How a study is cut into units, by arithmetic alone.

/// Most runs in a unit: enough that the end of a unit, when fewer and fewer runs are under way, hardly counts.
const MOST_IN_BLOCK: u64 = 1000;
/// Fewest, unless the study is smaller.
const LEAST_IN_BLOCK: u64 = 32;
/// A unit has about so many runs × relations: a fraction of a second to a few seconds of work.
const RELATIONS_IN_BLOCK: u64 = 100_000;
/// A study is cut into at least so many units where that leaves them large enough: work for as many threads.
const LEAST_UNITS: u64 = 32;

/// Some runs: the replicates `from` to `to` − 1 of a design point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The design point; 0 where nothing is varied.
    pub point: u64,
    /// The first replicate.
    pub from: u64,
    /// The one after the last.
    pub to: u64,
}

impl Span {
    /// How many replicates.
    pub fn len(self) -> u64 {
        self.to - self.from
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }
}

/// How many points and replicates a study has, and into which units it is cut.
///
/// Unit `u` is block `u / points` of the replicates of point `u mod points`: all points come forward together, so that a
/// study that is cut off has as many runs of each, to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Layout {
    /// Design points, at least 1.
    pub points: u64,
    /// Replicates of each.
    pub replicates: u64,
    /// Replicates in a unit, at least 1; the last block may have fewer.
    pub block: u64,
}

impl Layout {
    /// So many points and replicates of a scenario with so many relations, in blocks of a sensible size.
    pub fn new(points: u64, replicates: u64, relations: usize) -> Self {
        let by_work = RELATIONS_IN_BLOCK / (relations as u64).max(1);
        let by_number = points.saturating_mul(replicates) / LEAST_UNITS;
        let block = by_work.min(by_number).clamp(LEAST_IN_BLOCK, MOST_IN_BLOCK);
        Self { points, replicates, block }
    }

    /// How many units there are.
    pub fn units(&self) -> u64 {
        self.points * self.blocks()
    }

    /// How many blocks the replicates of a point have.
    pub fn blocks(&self) -> u64 {
        self.replicates.div_ceil(self.block)
    }

    /// The runs of a unit.
    pub fn span(&self, unit: u64) -> Span {
        let (block, point) = (unit / self.points, unit % self.points);
        let from = block * self.block;
        Span { point, from, to: (from + self.block).min(self.replicates) }
    }

    /// All replicates of all points.
    pub fn total(&self) -> u64 {
        self.points * self.replicates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_cover_every_run_once_and_all_points_come_forward_together() {
        for layout in [
            Layout { points: 3, replicates: 10, block: 4 },
            Layout { points: 1, replicates: 1, block: 500 },
            Layout { points: 7, replicates: 8, block: 8 },
        ] {
            let mut seen = vec![0; layout.points as usize];
            for unit in 0..layout.units() {
                let span = layout.span(unit);
                assert!(!span.is_empty() && span.len() <= layout.block);
                // In order, and without a gap.
                assert_eq!(span.from, seen[span.point as usize]);
                seen[span.point as usize] = span.to;
                let (least, most) = (seen.iter().min().unwrap(), seen.iter().max().unwrap());
                assert!(most - least <= layout.block);
            }
            assert!(seen.iter().all(|&done| done == layout.replicates));
            assert_eq!(layout.total(), layout.points * layout.replicates);
        }
    }

    #[test]
    fn blocks_are_small_for_large_scenarios_and_for_small_studies() {
        assert_eq!(Layout::new(1, 100_000, 2).block, MOST_IN_BLOCK);
        assert_eq!(Layout::new(1, 100_000, 2000).block, 50);
        assert_eq!(Layout::new(1, 3200, 2).block, 100);
        assert_eq!(Layout::new(1000, 1000, 2).block, MOST_IN_BLOCK);
        assert_eq!(Layout::new(1, 10, 2), Layout { points: 1, replicates: 10, block: LEAST_IN_BLOCK });
        assert_eq!(Layout::new(1, 10, 2).units(), 1);
    }
}
