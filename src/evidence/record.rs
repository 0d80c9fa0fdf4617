//! How exact values are written to a file, so that they are read back as they were: numbers as text, a guarantee as its word.

use crate::numerics::{Guarantee, Interval, Precision};
use rug::Float;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Integers and rationals, in decimals.
pub(super) mod text {
    use super::*;

    pub fn serialize<T: ToString, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.to_string().serialize(serializer)
    }

    pub fn deserialize<'d, T: std::str::FromStr, D: Deserializer<'d>>(deserializer: D) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom(format!("'{text}' is not a number")))
    }
}

/// Enclosures, as the precision and the hexadecimal digits of both ends.
pub(super) mod interval {
    use super::*;

    type End = (u32, String);

    pub fn serialize<S: Serializer>(value: &Interval, serializer: S) -> Result<S::Ok, S::Error> {
        [value.lower(), value.upper()].map(written).serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Interval, D::Error> {
        let ends = <[End; 2]>::deserialize(deserializer)?;
        let [lower, upper] = ends.map(|end| read(&end).ok_or_else(|| D::Error::custom(format!("{end:?} is no end"))));
        Interval::new(lower?, upper?).map_err(D::Error::custom)
    }

    fn written(end: &Float) -> End {
        (end.prec(), end.to_string_radix(16, None))
    }

    fn read((bits, digits): &End) -> Option<Float> {
        let legal = (rug::float::prec_min()..=Precision::MOST).contains(bits);
        let digits = Float::parse_radix(digits, 16).ok()?;
        legal.then(|| Float::with_val(*bits, digits))
    }
}

/// A guarantee, as its word.
pub(super) mod guarantee {
    use super::*;

    pub fn serialize<S: Serializer>(value: &Guarantee, serializer: S) -> Result<S::Ok, S::Error> {
        value.word().serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Guarantee, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Guarantee::ALL.into_iter().find(|guarantee| guarantee.word() == word);
        known.ok_or_else(|| D::Error::custom(format!("'{word}' is no guarantee")))
    }
}

/// A guarantee, where there is one.
pub(super) mod guarantee_if_any {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Word(#[serde(with = "guarantee")] Guarantee);

    pub fn serialize<S: Serializer>(value: &Option<Guarantee>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(Word).serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<Guarantee>, D::Error> {
        Ok(Option::<Word>::deserialize(deserializer)?.map(|word| word.0))
    }
}
