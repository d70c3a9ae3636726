//! Days of a run and dates of the calendar.

use jiff::ToSpan;
use jiff::civil::Date;

/// Which date each day of a run is. Without a start date days are only numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calendar {
    start: Option<Date>,
}

impl Calendar {
    /// A calendar whose day 0 is `start`.
    pub fn starting(start: Option<Date>) -> Self {
        Self { start }
    }

    /// The date of day 0, if known.
    pub fn start(self) -> Option<Date> {
        self.start
    }

    /// The date of a day; `None` without a start date or outside the calendar (years −9999 to 9999).
    pub fn date(self, day: u32) -> Option<Date> {
        self.start?.checked_add(i64::from(day).days()).ok()
    }

    /// The day of a date, negative before the start; `None` without a start date.
    pub fn day(self, date: Date) -> Option<i64> {
        let span = self.start?.until(date).ok()?;
        Some(i64::from(span.get_days()))
    }

    /// How a day reads: its date, or `day 12` without one.
    pub fn label(self, day: u32) -> String {
        self.date(day).map_or_else(|| format!("day {day}"), |date| date.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_dates_are_inverse() {
        let calendar = Calendar::starting(Some(date(2024, 1, 3)));
        assert_eq!(calendar.date(58), Some(date(2024, 3, 1)), "2024 is a leap year");
        assert_eq!(calendar.day(date(2024, 3, 1)), Some(58));
        assert_eq!(calendar.day(date(2023, 12, 31)), Some(-3));
        assert_eq!(calendar.label(13), "2024-01-16");
        assert_eq!(Calendar::default().label(13), "day 13");
        assert_eq!(Calendar::default().date(1), None);
    }
}
