//! Where a number is moved to, to see whether any run notices.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::spec::{Leaf, Range, Written};

/// The small move of a number, as a share of it; and of one that is 0.
const NEAR: f64 = 0.05;
const NEAR_ZERO: f64 = 0.02;
/// The large move, likewise.
const FAR: f64 = 0.25;
/// The large move of a date, as a share of the horizon, and at least so many days.
const FAR_DAYS: i32 = 7;

/// What to write instead, in the order in which it is tried: a small step up, one down, a large one up, one down; without
/// those that the range of the number forbids.
pub(super) fn moves(leaf: &Leaf, horizon_days: u32) -> Vec<String> {
    let mut list = match leaf.written {
        Written::Whole(number) => wholes(number, leaf.range),
        Written::Real(number) => reals(number, leaf.range),
        Written::Date(date) => dates(date, horizon_days),
    };
    let mut seen = Vec::new();
    list.retain(|text| {
        let is_new = !seen.contains(text);
        seen.push(text.clone());
        is_new
    });
    list
}

fn wholes(number: i64, range: Option<Range>) -> Vec<String> {
    let far = (number.unsigned_abs() as f64 * FAR).round().max(2.0) as i64;
    let steps = [1, -1, far, -far].map(|step| number.saturating_add(step));
    let fits = |number: &i64| range.is_none_or(|range| range.contains(*number as f64));
    steps.into_iter().filter(fits).map(|number| number.to_string()).collect()
}

fn reals(number: f64, range: Option<Range>) -> Vec<String> {
    let steps = if number == 0.0 {
        [NEAR_ZERO, -NEAR_ZERO, FAR, -FAR]
    } else {
        [NEAR, -NEAR, FAR, -FAR].map(|share| number.abs() * share)
    };
    let moved = steps.map(|step| rounded(number + step));
    let fits = |moved: &f64| range.is_none_or(|range| range.contains(*moved));
    moved.into_iter().filter(fits).map(|moved| format!("{moved:?}")).collect()
}

/// To twelve significant digits, so that people can read what was tried.
fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

fn dates(date: Date, horizon_days: u32) -> Vec<String> {
    let far = ((f64::from(horizon_days) * FAR) as i32).max(FAR_DAYS);
    let steps = [1, -1, far, -far].into_iter();
    steps.filter_map(|days| date.checked_add(days.days()).ok()).map(|date| date.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(written: Written, range: Option<Range>) -> Vec<String> {
        moves(&Leaf { path: "x".to_owned(), written, range }, 60)
    }

    fn within(min: f64, max: f64) -> Range {
        Range { min, max, open_min: false, open_max: false }
    }

    #[test]
    fn moves_are_small_first_and_stay_within_the_range() {
        assert_eq!(tried(Written::Real(0.8), Some(within(0.0, 1.0))), ["0.84", "0.76", "1.0", "0.6"]);
        assert_eq!(tried(Written::Real(1.0), Some(within(0.0, 1.0))), ["0.95", "0.75"]);
        assert_eq!(tried(Written::Real(0.0), Some(within(0.0, 1.0))), ["0.02", "0.25"]);
        assert_eq!(tried(Written::Real(0.0), Some(within(-2.0, 2.0))), ["0.02", "-0.02", "0.25", "-0.25"]);
        assert_eq!(tried(Written::Real(-0.4), None), ["-0.38", "-0.42", "-0.3", "-0.5"]);
        assert_eq!(tried(Written::Whole(60), Some(within(1.0, 3650.0))), ["61", "59", "75", "45"]);
        assert_eq!(tried(Written::Whole(1), Some(within(0.0, 2.0))), ["2", "0"]);
        let open = Some(Range { min: 0.0, max: 1.0, open_min: true, open_max: true });
        assert_eq!(tried(Written::Real(0.8), open), ["0.84", "0.76", "0.6"]);
    }

    #[test]
    fn dates_move_by_a_day_and_then_by_a_quarter_of_the_horizon() {
        let date = jiff::civil::date(2024, 3, 1);
        let expected = ["2024-03-02", "2024-02-29", "2024-03-16", "2024-02-15"];
        assert_eq!(tried(Written::Date(date), None), expected);
    }

    #[test]
    fn a_number_that_nothing_else_can_replace_has_no_moves() {
        let none: [&str; 0] = [];
        assert_eq!(tried(Written::Whole(3), Some(within(3.0, 3.0))), none);
    }
}
