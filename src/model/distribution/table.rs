//! The inverse of a beta distribution's CDF, tabulated once.

use crate::model::special::{IncompleteBeta, logistic, logit};

/// Inverse CDF of the beta distribution on (0, 1).
///
/// Between nodes, logit x is a monotone cubic of logit u with the exact derivatives at the nodes (Fritsch and Carlson 1980).
/// On these scales the curve is straight in both tails, so few nodes reach far. Nodes are added until the cubic
/// is right inside every stretch; the error of logit I(x) is then below 2·10⁻⁶ everywhere, that is, u is met
/// with a relative error below 2·10⁻⁶ at either end and an absolute one below 5·10⁻⁷ in the middle.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BetaTable {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    /// logit u
    t: f64,
    /// logit x
    y: f64,
    /// dy/dt
    slope: f64,
}

/// Half the width of the table: logit of 1 − 2⁻⁵⁴ is 37.4, and no uniform number comes closer to 0 or 1.
const REACH: f64 = 37.5;
/// Stretches before any is halved.
const STRETCHES: u32 = 30;
/// Halvings of a stretch at most.
const DEPTH: u32 = 14;
/// Error of logit I(x) inside a stretch above which it is halved.
const TOLERANCE: f64 = 1e-6;

impl BetaTable {
    /// The table of a beta distribution with parameters `a` and `b`, each from 10⁻³ to 10⁵.
    pub(super) fn new(a: f64, b: f64) -> Self {
        let beta = IncompleteBeta::new(a, b);
        let solve = |t: f64, guess: f64| {
            let (y, slope) = beta.logit_quantile(t, guess);
            Node { t, y, slope }
        };
        let mut last = solve(-REACH, logit(a / (a + b)));
        let mut nodes = vec![last];
        for i in 1..=STRETCHES {
            let t = -REACH + 2.0 * REACH * f64::from(i) / f64::from(STRETCHES);
            let next = solve(t, last.y + (t - last.t) * last.slope);
            refine(&beta, last, next, DEPTH, &mut nodes);
            nodes.push(next);
            last = next;
        }
        for i in 1..nodes.len() {
            let (before, after) = nodes.split_at_mut(i);
            make_monotone(&mut before[i - 1], &mut after[0]);
        }
        Self { nodes }
    }

    /// The value whose CDF is `u`, for `u` in (0, 1).
    pub(super) fn quantile(&self, u: f64) -> f64 {
        logistic(self.logit_quantile(logit(u)))
    }

    /// The same on the logit scale.
    fn logit_quantile(&self, t: f64) -> f64 {
        let t = t.clamp(-REACH, REACH);
        let after = self.nodes.partition_point(|node| node.t < t).clamp(1, self.nodes.len() - 1);
        interpolate(&self.nodes[after - 1], &self.nodes[after], t)
    }
}

/// Adds the nodes needed between two, in order.
fn refine(beta: &IncompleteBeta, left: Node, right: Node, depth: u32, nodes: &mut Vec<Node>) {
    // Off the middle, where an error that changes sign there would hide.
    let good = [0.3, 0.7].iter().all(|share| {
        let t = left.t + share * (right.t - left.t);
        (beta.logit_cdf(interpolate(&left, &right, t)).0 - t).abs() <= TOLERANCE
    });
    if good || depth == 0 {
        return;
    }
    let t = 0.5 * (left.t + right.t);
    let (y, slope) = beta.logit_quantile(t, interpolate(&left, &right, t));
    let middle = Node { t, y, slope };
    refine(beta, left, middle, depth - 1, nodes);
    nodes.push(middle);
    refine(beta, middle, right, depth - 1, nodes);
}

/// Cubic Hermite interpolation at `t`.
fn interpolate(left: &Node, right: &Node, t: f64) -> f64 {
    let width = right.t - left.t;
    let s = (t - left.t) / width;
    let r = 1.0 - s;
    let rise = right.y - left.y;
    left.y + s * s * (3.0 - 2.0 * s) * rise + s * r * width * (r * left.slope - s * right.slope)
}

/// Flattens the slopes where the cubic would overshoot: within a circle of radius three secants it is monotone.
fn make_monotone(left: &mut Node, right: &mut Node) {
    let secant = (right.y - left.y) / (right.t - left.t);
    let excess = libm::hypot(left.slope, right.slope) / (3.0 * secant);
    if excess > 1.0 {
        left.slope /= excess;
        right.slope /= excess;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stated_bound_holds() {
        let shapes = [1e-3, 0.05, 0.3, 0.9, 1.0, 1.2, 3.0, 20.0, 400.0, 1e5];
        for a in shapes {
            for b in shapes {
                let beta = IncompleteBeta::new(a, b);
                let table = BetaTable::new(a, b);
                let mut worst: f64 = 0.0;
                let mut last = f64::NEG_INFINITY;
                for i in 0..=6000 {
                    let t = -37.5 + f64::from(i) / 80.0;
                    let y = table.logit_quantile(t);
                    assert!(y >= last, "not monotone for {a}, {b} at {t}");
                    last = y;
                    worst = worst.max((beta.logit_cdf(y).0 - t).abs());
                }
                assert!(table.nodes.len() <= 200, "{} nodes for {a}, {b}", table.nodes.len());
                assert!(worst < 2e-6, "error {worst} for {a}, {b}");
            }
        }
    }
}
