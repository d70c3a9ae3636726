//! Small symmetric matrices: what multivariate normal distributions need of them.

use libm::{log, sqrt};

/// The lower triangular root L of a positive definite matrix A = L Lᵀ, for matrices of a few dozen rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky {
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// The root of a symmetric matrix, of which only the lower triangle is read. `None` if it is not positive definite, to rounding.
    pub fn new(matrix: &[Vec<f64>]) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for j in 0..i {
                let known: f64 = row.iter().zip(&rows[j]).map(|(a, b)| a * b).sum();
                row.push((given[j] - known) / rows[j][j]);
            }
            let rest = given[i] - row.iter().map(|a| a * a).sum::<f64>();
            let is_positive = rest > f64::EPSILON * given[i];
            if !is_positive {
                return None;
            }
            row.push(sqrt(rest));
            rows.push(row);
        }
        Some(Self { rows })
    }

    /// L x: turns independent standard normal numbers into some with the covariance A.
    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum()).collect()
    }

    /// xᵀ A⁻¹ x: the square of the Mahalanobis distance of `x` from 0.
    pub fn squared_distance(&self, x: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(x.len());
        for (row, x) in self.rows.iter().zip(x) {
            let known: f64 = row.iter().zip(&solved).map(|(a, y)| a * y).sum();
            solved.push((x - known) / row[solved.len()]);
        }
        solved.iter().map(|y| y * y).sum()
    }

    /// ln det A.
    pub fn log_determinant(&self) -> f64 {
        2.0 * self.rows.iter().filter_map(|row| row.last()).map(|&pivot| log(pivot)).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A = [[4, 2], [2, 3]] has L = [[2, 0], [1, √2]], det 8 and A⁻¹ = [[3, −2], [−2, 4]] / 8.
    #[test]
    fn a_matrix_by_hand() {
        let root = Cholesky::new(&[vec![4.0, 2.0], vec![2.0, 3.0]]).unwrap();
        let image = root.times(&[1.0, 1.0]);
        assert!((image[0] - 2.0).abs() < 1e-15 && (image[1] - 1.0 - 2.0_f64.sqrt()).abs() < 1e-15);
        assert!((root.log_determinant() - 8.0_f64.ln()).abs() < 1e-14);
        assert!((root.squared_distance(&[1.0, 2.0]) - (3.0 - 8.0 + 16.0) / 8.0).abs() < 1e-14);
    }

    #[test]
    fn what_has_no_root_gives_none() {
        assert_eq!(Cholesky::new(&[vec![1.0, 1.0], vec![1.0, 1.0]]), None);
        assert_eq!(Cholesky::new(&[vec![0.0]]), None);
        assert_eq!(Cholesky::new(&[vec![1.0, 2.0], vec![2.0, 1.0]]), None);
        assert_eq!(Cholesky::new(&[vec![f64::NAN]]), None);
    }
}
