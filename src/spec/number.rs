//! Numbers as written: one value, or a distribution that each run draws from once.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::distribution::DistSpec;

/// No number may be larger, either way: the engine reckons in single precision, and sums must not overflow.
const HUGE: f64 = 1e9;
/// What must be above 0 must be at least this, so that it does not vanish in single precision.
const TINY: f64 = 1e-6;

/// The values that a kind of number may take. A type, so that a field's declaration states its range and the schema,
/// the check and the documentation read it from there.
pub trait Bounds {
    /// Smallest value (left out itself if `OPEN_MIN`).
    const MIN: f64;
    /// Largest value (left out itself if `OPEN_MAX`).
    const MAX: f64;
    /// Whether `MIN` itself is excluded.
    const OPEN_MIN: bool = false;
    /// Whether `MAX` itself is excluded.
    const OPEN_MAX: bool = false;
    /// The name of the kind in the schema.
    const NAME: &'static str;
}

macro_rules! bounds {
    ($($(#[$doc:meta])* $name:ident { $($item:ident = $value:expr),+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {}

        impl Bounds for $name {
            $(const $item: bounds!(@ $item) = $value;)+
            const NAME: &'static str = stringify!($name);
        }
    )+};
    (@ MIN) => { f64 };
    (@ MAX) => { f64 };
    (@ $open:ident) => { bool };
}

bounds! {
    /// From 0 to 1.
    Share { MIN = 0.0, MAX = 1.0 }
    /// Between 0 and 1, both excluded.
    OpenShare { MIN = 0.0, MAX = 1.0, OPEN_MIN = true, OPEN_MAX = true }
    /// Above 0.
    Positive { MIN = TINY, MAX = HUGE }
    /// 0 to a billion.
    NonNegative { MIN = 0.0, MAX = HUGE }
    /// From 0 to 2.
    UpTo2 { MIN = 0.0, MAX = 2.0 }
    /// From -2 to 2.
    Signed { MIN = -2.0, MAX = 2.0 }
    /// Any number up to a billion either way.
    Real { MIN = -HUGE, MAX = HUGE }
}

/// A range of numbers as a value: what [`Bounds`] says as a type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Smallest value; minus infinity for none.
    pub min: f64,
    /// Largest value; infinity for none.
    pub max: f64,
    /// Whether `min` itself is excluded.
    pub open_min: bool,
    /// Whether `max` itself is excluded.
    pub open_max: bool,
}

impl Range {
    /// The range of a kind of number.
    pub const fn of<B: Bounds>() -> Self {
        Self { min: B::MIN, max: B::MAX, open_min: B::OPEN_MIN, open_max: B::OPEN_MAX }
    }

    /// Whether `value` lies in the range; never true of NaN.
    pub fn contains(&self, value: f64) -> bool {
        let above = if self.open_min { value > self.min } else { value >= self.min };
        let below = if self.open_max { value < self.max } else { value <= self.max };
        above && below
    }

    /// Whether `value` lies in the range or on one of its ends, excluded or not: a continuous distribution may
    /// reach to an end that it never takes.
    pub fn reaches(&self, value: f64) -> bool {
        value >= self.min && value <= self.max
    }
}

impl fmt::Display for Range {
    /// Reads on from "a number".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { min, max, .. } = *self;
        match (min > -HUGE, max < HUGE) {
            (false, false) => write!(f, "of any size up to a billion"),
            (true, false) if min > 0.0 => write!(f, "above 0 (a millionth to a billion)"),
            (true, false) => write!(f, "of {min} or more, up to a billion"),
            (false, true) => write!(f, "of {max} or less"),
            (true, true) => match (self.open_min, self.open_max) {
                (false, false) => write!(f, "from {min} to {max}"),
                (true, true) => write!(f, "between {min} and {max}, both excluded"),
                (true, false) => write!(f, "above {min} and up to {max}"),
                (false, true) => write!(f, "from {min} and below {max}"),
            },
        }
    }
}

/// What stands where a number is expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// One value for all runs.
    Fixed(f64),
    /// A distribution, drawn from once per run.
    Dist(DistSpec),
    /// What the knob of this name is, and the same draw as at all other places with that knob. Written `"$name"`.
    Knob(String),
}

/// A number of the scenario within the bounds `B`: `0.5`, or a table that names a distribution such as
/// `{ uniform = { low = 0.4, high = 0.6 } }`, or the name of a knob that is one of the two: `"$name"`.
///
/// The type only remembers its bounds; [`Document::read`](super::Document::read) checks them.
#[derive(Debug, Clone, PartialEq)]
pub struct Number<B> {
    /// The value, the distribution or the knob.
    pub amount: Amount,
    bounds: PhantomData<B>,
}

impl<B: Bounds> Number<B> {
    /// The range that the value, or each draw, must lie in.
    pub const RANGE: Range = Range::of::<B>();

    /// One value for all runs.
    pub const fn fixed(value: f64) -> Self {
        Self { amount: Amount::Fixed(value), bounds: PhantomData }
    }

    /// A distribution, drawn from once per run.
    pub const fn dist(dist: DistSpec) -> Self {
        Self { amount: Amount::Dist(dist), bounds: PhantomData }
    }
}

impl<B: Bounds> From<f64> for Number<B> {
    fn from(value: f64) -> Self {
        Self::fixed(value)
    }
}

impl<B> Serialize for Number<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.amount {
            Amount::Fixed(value) => serializer.serialize_f64(*value),
            Amount::Dist(dist) => dist.serialize(serializer),
            Amount::Knob(name) => serializer.collect_str(&format_args!("${name}")),
        }
    }
}

impl<'de, B: Bounds> Deserialize<'de> for Number<B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor<B>(PhantomData<B>);

        impl<'de, B: Bounds> Visitor<'de> for NumberVisitor<B> {
            type Value = Number<B>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a number, a table that names a distribution, or a knob as \"$name\"")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
                let name =
                    value.strip_prefix('$').ok_or_else(|| E::invalid_type(Unexpected::Str(value), &self))?;
                Ok(Number { amount: Amount::Knob(name.to_owned()), bounds: PhantomData })
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Number::fixed(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Number::fixed(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Number::fixed(value as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                DistSpec::deserialize(MapAccessDeserializer::new(map)).map(Number::dist)
            }
        }

        deserializer.deserialize_any(NumberVisitor(PhantomData))
    }
}

impl<B: Bounds> JsonSchema for Number<B> {
    fn schema_name() -> Cow<'static, str> {
        B::NAME.into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let range = Self::RANGE;
        let mut number = Map::new();
        number.insert("type".into(), "number".into());
        let ends = [
            ("minimum", "exclusiveMinimum", range.min, range.open_min),
            ("maximum", "exclusiveMaximum", range.max, range.open_max),
        ];
        for (closed, open, end, is_open) in ends {
            if end.is_finite() {
                number.insert(if is_open { open } else { closed }.into(), end.into());
            }
        }
        let distribution = generator.subschema_for::<DistSpec>();
        json_schema!({
            "description": format!("A number {range}, or a distribution over such numbers."),
            "x-number": true,
            "anyOf": [Value::Object(number), distribution],
        })
    }
}
