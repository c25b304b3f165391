//! Civil dates and ranges of them, without a clock or a time zone.
//!
//! In: dates as `2026-08-01`, months as `2026-08`, shifts in calendar units. Out: dates and closed ranges of dates.

use crate::truth::Truth;
use jiff::Span as Period;
use jiff::civil;
use std::fmt;

/// A day of the civil calendar.
pub type Date = civil::Date;

/// Reads `2026-08-01`; `None` for a day that no calendar has.
pub fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day's number, counted from 0000-01-01.
pub fn day_number(date: Date) -> i64 {
    date.duration_since(Date::ZERO).as_hours() / 24
}

/// The day of that number, held within the years -9999 to 9999.
pub fn day_of(number: i64) -> Date {
    shift(Date::ZERO, number, CalendarUnit::Day)
}

/// Reads a month, `2026-08`, as the range of its days.
pub fn parse_month(text: &str) -> Option<DateRange> {
    let first = parse_date(&format!("{text}-01"))?;
    Some(DateRange { lo: Some(first), hi: Some(first.last_of_month()) })
}

/// A unit in which dates are shifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarUnit {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// A month; the day is clipped to the month's end.
    Month,
    /// A year; 29 February becomes 28 where the year has none.
    Year,
}

impl CalendarUnit {
    /// The unit named by `day`, `days`, `week`, ... ; `None` for any other word.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "day" | "days" => Some(CalendarUnit::Day),
            "week" | "weeks" => Some(CalendarUnit::Week),
            "month" | "months" => Some(CalendarUnit::Month),
            "year" | "years" => Some(CalendarUnit::Year),
            _ => None,
        }
    }
}

/// `date` moved by `count` units (negative: earlier), held within the years -9999 to 9999.
pub fn shift(date: Date, count: i64, unit: CalendarUnit) -> Date {
    let count = count.clamp(-5_000_000, 5_000_000);
    let period = match unit {
        CalendarUnit::Day => Period::new().try_days(count),
        CalendarUnit::Week => Period::new().try_weeks(count.clamp(-700_000, 700_000)),
        CalendarUnit::Month => Period::new().try_months(count.clamp(-200_000, 200_000)),
        CalendarUnit::Year => Period::new().try_years(count.clamp(-19_000, 19_000)),
    };
    match period {
        Ok(period) => date.saturating_add(period),
        Err(_) => date,
    }
}

/// The possible days of an event: closed ends, `None` where there is no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The earliest possible day.
    pub lo: Option<Date>,
    /// The latest possible day.
    pub hi: Option<Date>,
}

impl DateRange {
    /// Any day at all.
    pub const ALL: DateRange = DateRange { lo: None, hi: None };

    /// Just this day.
    pub fn point(date: Date) -> Self {
        DateRange { lo: Some(date), hi: Some(date) }
    }

    /// The day, where only one is possible.
    pub fn as_point(&self) -> Option<Date> {
        self.lo.filter(|_| self.lo == self.hi)
    }

    /// Whether `self` comes after `other`, over all possible days of both.
    pub fn after(&self, other: &DateRange) -> Truth {
        if lies_after(self.lo, other.hi) {
            Truth::True
        } else if reaches(other.lo, self.hi) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether both are the same day, over all possible days of both.
    pub fn same(&self, other: &DateRange) -> Truth {
        match (self.as_point(), other.as_point()) {
            (Some(a), Some(b)) => (a == b).into(),
            _ if lies_after(self.lo, other.hi) || lies_after(other.lo, self.hi) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// The smallest range that covers both.
    pub fn hull(&self, other: &DateRange) -> DateRange {
        DateRange { lo: self.lo.zip(other.lo).map(|(a, b)| a.min(b)), hi: self.hi.zip(other.hi).map(|(a, b)| a.max(b)) }
    }

    /// The possible days of the earlier of the two.
    pub fn min(&self, other: &DateRange) -> DateRange {
        DateRange { lo: self.lo.zip(other.lo).map(|(a, b)| a.min(b)), hi: either(self.hi, other.hi, Date::min) }
    }

    /// The possible days of the later of the two.
    pub fn max(&self, other: &DateRange) -> DateRange {
        DateRange { lo: either(self.lo, other.lo, Date::max), hi: self.hi.zip(other.hi).map(|(a, b)| a.max(b)) }
    }

    /// The range moved by a calendar shift.
    pub fn shifted(&self, count: i64, unit: CalendarUnit) -> DateRange {
        DateRange { lo: self.lo.map(|date| shift(date, count, unit)), hi: self.hi.map(|date| shift(date, count, unit)) }
    }
}

fn lies_after(lo: Option<Date>, hi: Option<Date>) -> bool {
    lo.zip(hi).is_some_and(|(lo, hi)| lo > hi)
}

fn reaches(lo: Option<Date>, hi: Option<Date>) -> bool {
    lo.zip(hi).is_some_and(|(lo, hi)| lo >= hi)
}

fn either(a: Option<Date>, b: Option<Date>, pick: fn(Date, Date) -> Date) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (one, None) | (None, one) => one,
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.lo, self.hi) {
            (Some(lo), Some(hi)) if lo == hi => write!(f, "{lo}"),
            (Some(lo), Some(hi)) => write!(f, "{lo} .. {hi}"),
            (Some(lo), None) => write!(f, "{lo} .."),
            (None, Some(hi)) => write!(f, ".. {hi}"),
            (None, None) => f.write_str("any date"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn months_clip_to_their_end() {
        assert_eq!(shift(d("2027-03-31"), -1, CalendarUnit::Month), d("2027-02-28"));
        assert_eq!(shift(d("2028-02-29"), 1, CalendarUnit::Year), d("2029-02-28"));
        assert_eq!(shift(d("2026-08-01"), -30, CalendarUnit::Day), d("2026-07-02"));
        assert_eq!(shift(d("2026-08-01"), i64::MAX, CalendarUnit::Year), Date::MAX);
    }

    #[test]
    fn only_real_days_are_dates() {
        for text in ["2026-02-30", "2026-2-3", "26-02-03", "2026-13-01", "2026-01", "20a6-01-01", "-2026-01-01"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_month("2026-02").unwrap().to_string(), "2026-02-01 .. 2026-02-28");
    }

    #[test]
    fn ranges_compare_over_all_their_days() {
        let august = parse_month("2026-08").unwrap();
        assert_eq!(august.after(&DateRange::point(d("2026-07-31"))), Truth::True);
        assert_eq!(august.after(&DateRange::point(d("2026-08-01"))), Truth::Unknown);
        assert_eq!(august.after(&DateRange::point(d("2026-08-31"))), Truth::False);
        assert_eq!(DateRange::ALL.after(&august), Truth::Unknown);
    }
}
