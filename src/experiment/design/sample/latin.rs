//! Latin hypercubes: in every dimension one point to each of `n` equal strata.

use super::luck::{Luck, Use};

/// `n` points of `dimensions` coordinates in [0, 1): in every dimension one point lies in each of the strata
/// [k/n, (k+1)/n), at a random place, and the strata are in random order.
///
/// M. McKay, R. Beckman & W. Conover, *A comparison of three methods for selecting values of input variables in the analysis
/// of output from a computer code*, Technometrics 21 (1979), 239–245. Up to 2²⁰ points keep to their strata whatever the
/// rounding.
pub fn latin_hypercube(dimensions: usize, n: usize, seed: u64) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> = (0..dimensions).map(|dimension| latin_column(dimension, n, seed)).collect();
    (0..n).map(|point| columns.iter().map(|column| column[point]).collect()).collect()
}

/// One dimension of a Latin hypercube.
pub(super) fn latin_column(dimension: usize, n: usize, seed: u64) -> Vec<f64> {
    let luck = Luck::new(seed);
    let strata = luck.order(n, Use::Order, dimension);
    let place = |(point, stratum): (usize, usize)| {
        // 32 bits and a half: never on the edge of the stratum, and so far from it that rounding does not get there.
        let within = ((luck.word(Use::Place, dimension, point) >> 32) as f64 + 0.5) / 4_294_967_296.0;
        (stratum as f64 + within) / n as f64
    };
    strata.into_iter().enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_stratum_has_one_point(dimensions in 1_usize..6, n in 1_usize..300, seed: u64) {
            let points = latin_hypercube(dimensions, n, seed);
            prop_assert_eq!(points.len(), n);
            for dimension in 0..dimensions {
                let mut strata: Vec<usize> = points.iter().map(|p| (p[dimension] * n as f64) as usize).collect();
                strata.sort_unstable();
                prop_assert!(strata.into_iter().eq(0..n));
            }
        }
    }

    #[test]
    fn seeds_and_dimensions_have_orders_of_their_own() {
        let points = latin_hypercube(2, 50, 3);
        assert_eq!(points, latin_hypercube(2, 50, 3));
        assert_ne!(points, latin_hypercube(2, 50, 4));
        assert!(points.iter().any(|p| (p[0] * 50.0).floor() as i32 != (p[1] * 50.0).floor() as i32));
        // A further dimension leaves the others alone.
        let more = latin_hypercube(3, 50, 3);
        assert!(points.iter().zip(&more).all(|(two, three)| two[..] == three[..2]));
        assert_eq!(latin_hypercube(2, 0, 3), Vec::<Vec<f64>>::new());
    }
}
