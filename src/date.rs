//! Civil dates and ranges of them, without a clock or a time zone.
//!
//! In: dates as `2026-08-01`, months as `2026-08`, shifts in calendar units. Out: dates and closed ranges of dates.

use crate::truth::Truth;
use jiff_core::civil;
use std::fmt;

/// A day of the civil calendar, in the years -9999 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The first day of all.
    pub const MIN: Date = Date(civil::Date::MIN);
    /// The last day of all.
    pub const MAX: Date = Date(civil::Date::MAX);
    /// The first day of the year 0.
    pub const ZERO: Date = Date(match civil::Date::new(0, 1, 1) {
        Ok(date) => date,
        Err(_) => civil::Date::MIN,
    });

    /// The day that these name; `None` for one that no calendar has.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Date)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day before, where there is one.
    pub fn yesterday(self) -> Option<Self> {
        self.0.yesterday().ok().map(Date)
    }

    /// The day after, where there is one.
    pub fn tomorrow(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.year(), self.month(), self.day());
        let sign = if year < 0 { "-00" } else { "" };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads `2026-08-01`; `None` for a day that no calendar has.
pub fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The day's number, counted from 0000-01-01.
pub fn day_number(date: Date) -> i64 {
    i64::from(date.0.since(Date::ZERO.0))
}

/// The day of that number, held within the years -9999 to 9999.
pub fn day_of(number: i64) -> Date {
    shift(Date::ZERO, number, CalendarUnit::Day)
}

/// Reads a month, `2026-08`, as the range of its days.
pub fn parse_month(text: &str) -> Option<DateRange> {
    let first = parse_date(&format!("{text}-01"))?;
    Some(DateRange { lo: Some(first), hi: Some(Date(first.0.last_of_month())) })
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
    let days = |count: i64| date.0.checked_add(i32::try_from(count).ok()?).ok();
    let months = |count: i64| {
        let month = count.checked_add(i64::from(date.year()) * 12 + i64::from(date.month()) - 1)?;
        let (year, month) = (i16::try_from(month.div_euclid(12)).ok()?, i8::try_from(month.rem_euclid(12) + 1).ok()?);
        civil::Date::new_constrain(year, month, date.day()).ok()
    };
    let moved = match unit {
        CalendarUnit::Day => days(count),
        CalendarUnit::Week => days(count.saturating_mul(7)),
        CalendarUnit::Month => months(count),
        CalendarUnit::Year => months(count.saturating_mul(12)),
    };
    moved.map_or(if count < 0 { Date::MIN } else { Date::MAX }, Date)
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
        for unit in [CalendarUnit::Day, CalendarUnit::Week, CalendarUnit::Month, CalendarUnit::Year] {
            assert_eq!(shift(d("2026-08-01"), i64::MAX, unit), Date::MAX);
            assert_eq!(shift(d("2026-08-01"), i64::MIN, unit), Date::MIN);
        }
    }

    #[test]
    fn days_are_numbered_and_written_beyond_the_year_0() {
        for (number, text) in [(0, "0000-01-01"), (-1, "-000001-12-31"), (739_829, "2025-08-01")] {
            assert_eq!((day_of(number).to_string(), day_number(day_of(number))), (text.to_owned(), number));
        }
        assert_eq!(Date::MAX.to_string(), "9999-12-31");
        assert_eq!(Date::MIN.to_string(), "-009999-01-01");
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
