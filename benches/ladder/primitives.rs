//! What each width gains on the primitives alone.

use std::hint::black_box;

use offramp::lanes::math::{exp, ln, normal_quantile};
use offramp::lanes::{Lanes, Width, Words, philox, unit};

use crate::LANES;
use crate::measure::{Subject, compare};

/// Vectors that a primitive goes through in one call.
const VECTORS: usize = 64;
/// Calls of one measurement.
const CALLS: usize = 2_000;

type Vectors = [Lanes<LANES>; VECTORS];
type Primitive = fn(Width, &mut Vectors);

/// Times all primitives on all widths.
pub(crate) fn report() {
    println!("\nprimitives: ns per lane, and speed against the baseline");
    let primitives: [(&str, Primitive); 4] =
        [("philox", blocks), ("exp", exponentials), ("ln", logarithms), ("normal_quantile", quantiles)];
    for (name, primitive) in primitives {
        let subject = |width: Width| Subject {
            name: width.name().to_owned(),
            work: Box::new(move || {
                let mut vectors = [Lanes::splat(0.0); VECTORS];
                for _ in 0..CALLS {
                    primitive(width, black_box(&mut vectors));
                }
                (CALLS * VECTORS * LANES) as f64
            }),
        };
        for figure in compare(Width::available().into_iter().map(subject).collect()) {
            println!("{name:16}{:12}{:>12.2}{:>8.1}", figure.name, figure.nanoseconds, figure.speed);
        }
    }
}

/// Whole blocks of four words; one word of them is kept as a number.
fn blocks(width: Width, vectors: &mut Vectors) {
    width.run(
        #[inline(always)]
        || {
            for (number, vector) in vectors.iter_mut().enumerate() {
                let vector = black_box(vector);
                let counter =
                    [Words::splat(number as u32), vector.to_bits(), Words::splat(2), Words::splat(3)];
                let [a, b, c, d] = philox(counter, [Words::splat(4), Words::splat(5)]);
                *vector = unit(a.zip(b, |a, b| a ^ b).zip(c.zip(d, |c, d| c ^ d), |a, c| a ^ c));
            }
        },
    );
}

fn exponentials(width: Width, vectors: &mut Vectors) {
    width.run(
        #[inline(always)]
        || {
            for vector in vectors {
                let vector = black_box(vector);
                *vector = exp(*vector - 1.0);
            }
        },
    );
}

fn logarithms(width: Width, vectors: &mut Vectors) {
    width.run(
        #[inline(always)]
        || {
            for vector in vectors {
                let vector = black_box(vector);
                *vector = ln(vector.abs() + 0.25);
            }
        },
    );
}

fn quantiles(width: Width, vectors: &mut Vectors) {
    width.run(
        #[inline(always)]
        || {
            for vector in vectors {
                let vector = black_box(vector);
                *vector = normal_quantile(vector.abs() * 0.1 + 0.001);
            }
        },
    );
}
