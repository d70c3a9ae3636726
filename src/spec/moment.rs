//! Points in time as written: calendar dates and day numbers.

use std::borrow::Cow;
use std::fmt;

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use toml::value::Datetime;

/// The largest day number that may be written: a hundred years.
pub const LAST_DAY: u32 = 36_500;

/// A calendar date, written `2024-01-03` without quotes (in JSON as text).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub civil::Date);

/// A point in time: a calendar date, or the number of days since the scenario's start (day 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A calendar date.
    Date(civil::Date),
    /// Days since the start, 0 to [`LAST_DAY`].
    Day(u32),
}

/// The calendar date of a TOML date; `None` if it carries a time or an offset, or is on no calendar.
pub(crate) fn civil_date(written: &Datetime) -> Option<civil::Date> {
    match (written.date, written.time, written.offset) {
        (Some(date), None, None) => {
            let year = i16::try_from(date.year).ok()?;
            civil::Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
        }
        _ => None,
    }
}

struct MomentVisitor;

impl<'de> Visitor<'de> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a date such as 2024-01-03 or a day number")
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Moment, E> {
        u32::try_from(value).map(Moment::Day).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Moment, E> {
        u32::try_from(value).map(Moment::Day).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Moment, E> {
        value.parse().map(Moment::Date).map_err(E::custom)
    }

    /// The toml crate hands a date on as a map with one private key.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Moment, A::Error> {
        let written = Datetime::deserialize(MapAccessDeserializer::new(map))?;
        civil_date(&written).map(Moment::Date).ok_or_else(|| A::Error::custom("not a calendar date"))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MomentVisitor)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Moment::deserialize(deserializer)? {
            Moment::Date(date) => Ok(Self(date)),
            Moment::Day(_) => Err(D::Error::custom("a day number where a date is expected")),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Date(date) => serializer.collect_str(date),
            Self::Day(day) => serializer.serialize_u32(*day),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Day(day) => write!(f, "day {day}"),
        }
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A calendar date, without quotes.", "type": "string", "format": "date" })
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let date = generator.subschema_for::<Date>();
        json_schema!({
            "description": "A calendar date without quotes, or the number of days since the start.",
            "x-moment": true,
            "anyOf": [date, { "type": "integer", "minimum": 0, "maximum": LAST_DAY }],
        })
    }
}
