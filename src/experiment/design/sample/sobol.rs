//! Sobol' sequences, scrambled, and the two samples of Saltelli's design.

use super::latin::latin_column;
use super::luck::{Luck, Use};
use super::table;

/// Binary digits of a coordinate: as many as an `f64` in [0, 1) holds exactly.
const DIGITS: u32 = 53;
/// Columns of a generator matrix: there are at most 2³² points.
const COLUMNS: usize = 32;

/// The first `n` points of a Sobol' sequence of `dimensions` coordinates in [0, 1), scrambled by `seed`.
///
/// The generator matrices are made of the direction numbers of Joe & Kuo, *Constructing Sobol' sequences with better
/// two-dimensional projections*, SIAM Journal on Scientific Computing 30 (2008), 2635–2654, and points come in the Gray
/// code order of Antonov & Saleev (1979). Each dimension is scrambled by a random lower triangular matrix with ones
/// on the diagonal and a random digital shift (Matoušek, *On the L2-discrepancy for anchored boxes*, Journal of
/// Complexity 14 (1998), 527–556): every point is uniform in the cube, so estimates are without bias, and each scrambled
/// sequence is as even as the plain one. The same is done by `scipy.stats.qmc.Sobol`.
///
/// A sequence is most even at `n` = 2ᵏ. Points do not depend on `n`: a longer sample begins with the shorter one. The
/// direction numbers reach up to [`SOBOL_DIMENSIONS`](super::SOBOL_DIMENSIONS); dimensions beyond these are filled with
/// those of a [Latin hypercube](super::latin_hypercube()) of `n` points (Owen, *Latin supercube sampling for very
/// high-dimensional simulations*, ACM TOMACS 8 (1998), 71–102), which do depend on `n`. So the dimensions that matter
/// should come first.
pub fn sobol_points(dimensions: usize, n: usize, seed: u64) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> = (0..dimensions)
        .map(|dimension| match directions(dimension) {
            Some(plain) => sequence(&scramble(plain, dimension, seed), shift(dimension, seed), n),
            None => latin_column(dimension, n, seed),
        })
        .collect();
    (0..n).map(|point| columns.iter().map(|column| column[point]).collect()).collect()
}

/// Samples A and B of Saltelli et al. (2010): the first and the last `dimensions` coordinates of a scrambled Sobol'
/// sequence of twice as many, `n` points each (see [`sobol_points`]; best with `n` = 2ᵏ).
///
/// The sample for factor `i` is A with column `i` taken from B.
pub fn saltelli(dimensions: usize, n: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let halves = sobol_points(2 * dimensions, n, seed).into_iter().map(|mut point| {
        let last = point.split_off(dimensions);
        (point, last)
    });
    halves.unzip()
}

/// The direction numbers of a dimension, as binary fractions of [`DIGITS`] digits; `None` beyond the table.
fn directions(dimension: usize) -> Option<[u64; COLUMNS]> {
    let mut directions = [0; COLUMNS];
    if dimension == 0 {
        for (column, direction) in directions.iter_mut().enumerate() {
            *direction = 1 << (DIGITS as usize - 1 - column);
        }
        return Some(directions);
    }
    let (polynomial, first) = table::primitive(dimension)?;
    let degree = first.len();
    for (column, &m) in first.iter().enumerate() {
        directions[column] = u64::from(m) << (DIGITS as usize - 1 - column);
    }
    for column in degree..COLUMNS {
        // Bratley & Fox, Algorithm 659, ACM TOMS 14 (1988), eq. 2: the polynomial's inner coefficients say which of the
        // last `degree` numbers enter.
        let before = directions[column - degree];
        let mut direction = before ^ (before >> degree);
        for back in 1..degree {
            if polynomial >> (degree - back) & 1 == 1 {
                direction ^= directions[column - back];
            }
        }
        directions[column] = direction;
    }
    Some(directions)
}

/// The direction numbers times a random lower triangular matrix with ones on the diagonal.
fn scramble(plain: [u64; COLUMNS], dimension: usize, seed: u64) -> [u64; COLUMNS] {
    let luck = Luck::new(seed);
    // Column `digit` of the matrix: nothing above the diagonal, 1 on it, chance below.
    let columns: Vec<u64> = (0..DIGITS)
        .map(|digit| {
            let diagonal = 1 << (DIGITS - 1 - digit);
            diagonal | (luck.word(Use::Column, dimension, digit as usize) & (diagonal - 1))
        })
        .collect();
    plain.map(|direction| {
        let digits = (0..DIGITS).filter(|digit| direction >> (DIGITS - 1 - digit) & 1 == 1);
        digits.fold(0, |sum, digit| sum ^ columns[digit as usize])
    })
}

fn shift(dimension: usize, seed: u64) -> u64 {
    Luck::new(seed).word(Use::Shift, dimension, 0) >> (u64::BITS - DIGITS)
}

/// The first `n` coordinates of a dimension.
fn sequence(directions: &[u64; COLUMNS], shift: u64, n: usize) -> Vec<f64> {
    let unit = 1.0 / (1_u64 << DIGITS) as f64;
    let mut digits = shift;
    let next = |point: usize| {
        let coordinate = digits as f64 * unit;
        // From one number to the next in Gray code the digit changes that is the lowest 0 of the former's place.
        digits ^= directions[point.trailing_ones() as usize % COLUMNS];
        coordinate
    };
    (0..n).map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(dimension: usize, n: usize) -> Vec<f64> {
        sequence(&directions(dimension).unwrap(), 0, n)
    }

    /// The second dimension has the polynomial x + 1 and m = 1, the third x² + x + 1 and m = 1, 3.
    #[test]
    fn the_first_points_are_the_known_ones() {
        assert_eq!(plain(0, 8), [0.0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125]);
        assert_eq!(plain(1, 8), [0.0, 0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625]);
        assert_eq!(plain(2, 8), [0.0, 0.5, 0.25, 0.75, 0.625, 0.125, 0.875, 0.375]);
    }

    /// Points of plain sequences by `scipy.stats.qmc.Sobol(d, scramble=False)`.
    #[test]
    fn plain_points_agree_with_the_reference() {
        let text = include_str!("../../../../tests/reference/sensitivity_vectors.json");
        let all: serde_json::Value = serde_json::from_str(text).unwrap();
        let rows = all["sobol_points"].as_array().unwrap();
        for row in rows {
            let dimension = row["dimension"].as_u64().unwrap() as usize;
            let ours = plain(dimension, 2048);
            for (place, theirs) in row["points"].as_array().unwrap().iter().enumerate() {
                let place = row["places"][place].as_u64().unwrap() as usize;
                assert_eq!(Some(ours[place]), theirs.as_f64(), "point {place} of dimension {dimension}");
            }
        }
        assert_eq!(rows.len(), table::DIMENSIONS);
    }

    #[test]
    fn every_dimension_of_a_scrambled_sequence_fills_all_strata() {
        let points = sobol_points(table::DIMENSIONS + 3, 256, 11);
        for dimension in 0..points[0].len() {
            let mut strata: Vec<usize> =
                points.iter().map(|point| (point[dimension] * 256.0) as usize).collect();
            strata.sort_unstable();
            assert!(strata.into_iter().eq(0..256), "dimension {dimension}");
        }
    }

    /// Two dimensions of the net: every elementary rectangle of area 1/256 has one point (t = 0 for the first two).
    #[test]
    fn rectangles_of_the_first_two_dimensions_have_a_point_each() {
        for seed in 0..20 {
            let points = sobol_points(2, 256, seed);
            for wide in 0..=8 {
                let (columns, rows) = (1 << wide, 1 << (8 - wide));
                let mut cells: Vec<usize> = points
                    .iter()
                    .map(|p| (p[0] * f64::from(columns)) as usize * rows + (p[1] * rows as f64) as usize)
                    .collect();
                cells.sort_unstable();
                assert!(cells.into_iter().eq(0..256), "seed {seed}, {columns} columns");
            }
        }
    }

    /// Over 4000 seeds the mean of a uniform number has the standard error 0.00456; four of them are 0.0183, and for its
    /// square, with variance 4/45, they are 0.0189.
    #[test]
    fn a_scrambled_point_is_uniform_over_seeds() {
        for (dimension, place) in [(0, 0), (0, 5), (7, 0), (7, 100), (480, 3)] {
            let draws = || {
                (0..4000).map(move |seed| {
                    let numbers = scramble(directions(dimension).unwrap(), dimension, seed);
                    sequence(&numbers, shift(dimension, seed), place + 1)[place]
                })
            };
            let mean = draws().sum::<f64>() / 4000.0;
            let square = draws().map(|u| u * u).sum::<f64>() / 4000.0;
            assert!((mean - 0.5).abs() < 0.0183, "{dimension} {place}: {mean}");
            assert!((square - 1.0 / 3.0).abs() < 0.0189, "{dimension} {place}: {square}");
        }
    }

    #[test]
    fn longer_and_wider_samples_begin_with_the_smaller_ones() {
        let (small, large) = (sobol_points(3, 64, 5), sobol_points(9, 100, 5));
        assert!(small.iter().zip(&large).all(|(small, large)| small[..] == large[..3]));
        assert_ne!(small, sobol_points(3, 64, 6));
        assert!(large.iter().flatten().all(|u| (0.0..1.0).contains(u)));
        let (a, b) = saltelli(4, 64, 5);
        let both = sobol_points(8, 64, 5);
        assert!(
            both.iter().zip(a.iter().zip(&b)).all(|(both, (a, b))| both[..4] == a[..] && both[4..] == b[..])
        );
    }
}
