//! What operators do to numbers, and which of two comes first.

use std::cmp::Ordering::{Equal, Greater, Less};

use exmex::{BinOp, MakeOperators, Operator};

/// True is 1, false is 0; anything else that is a number but 0 counts as true.
pub(crate) fn is_true(value: f64) -> bool {
    value != 0.0 && !value.is_nan()
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// The operators of conditions over numbers in which NaN stands for what is undefined.
#[derive(Debug, Clone)]
pub(super) struct Operators;

impl MakeOperators<f64> for Operators {
    fn make<'a>() -> Vec<Operator<'a, f64>> {
        // Never declared commutative: the library would then fold `1 + 2` in `a - 1 + 2` first.
        let of = |apply: fn(f64, f64) -> f64, prio: i64| BinOp { apply, prio, is_commutative: false };
        let binary = |sign: &'static str, apply: fn(f64, f64) -> f64, prio: i64| {
            Operator::make_bin(sign, of(apply, prio))
        };
        vec![
            binary("||", |a, b| truth(is_true(a) || is_true(b)), 1),
            binary("&&", |a, b| truth(is_true(a) && is_true(b)), 2),
            binary("==", |a, b| truth(a.partial_cmp(&b) == Some(Equal)), 3),
            binary("!=", |a, b| truth(matches!(a.partial_cmp(&b), Some(Less | Greater))), 3),
            binary("<", |a, b| truth(a < b), 3),
            binary("<=", |a, b| truth(a <= b), 3),
            binary(">", |a, b| truth(a > b), 3),
            binary(">=", |a, b| truth(a >= b), 3),
            binary("+", |a, b| a + b, 4),
            Operator::make_bin_unary("-", of(|a, b| a - b, 4), |a| -a),
            binary("*", |a, b| a * b, 5),
            binary("/", |a, b| a / b, 5),
            binary("min", |a, b| if a < b || a.is_nan() { a } else { b }, 6),
            binary("max", |a, b| if a > b || a.is_nan() { a } else { b }, 6),
            Operator::make_unary("!", |a| truth(!is_true(a))),
            Operator::make_unary("abs", f64::abs),
        ]
    }
}
