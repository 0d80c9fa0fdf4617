//! Precision as a choice: bits to compute with, digits to deliver, and the ladder from one to the other.

use crate::error::{Error, Result};

/// Working precision in bits of significand.
///
/// ```
/// use escapement::numerics::Precision;
/// assert_eq!(Precision::bits(256)?.get(), 256);
/// assert!(Precision::bits(1).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precision(u32);

impl Precision {
    /// The significand of an IEEE double.
    pub const DOUBLE: Self = Self(53);
    /// A machine word: what bounds are computed in.
    pub const WORD: Self = Self(64);
    /// Two machine words.
    pub const DOUBLE_WORD: Self = Self(128);
    /// Smallest precision accepted.
    pub const LEAST: u32 = 24;
    /// Largest precision accepted: 2^22 bits, about 1.26 million digits.
    pub const MOST: u32 = 1 << 22;

    /// A precision of `bits` bits; an [`Error::Domain`] outside `24 ..= 2^22`.
    pub fn bits(bits: u32) -> Result<Self> {
        if (Self::LEAST..=Self::MOST).contains(&bits) {
            Ok(Self(bits))
        } else {
            Err(Error::domain("precision", bits, "a number of bits from 24 to 4194304"))
        }
    }

    /// The precision in bits.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// This precision with `extra` more bits, capped at the largest one.
    #[must_use]
    pub fn plus(self, extra: u32) -> Self {
        Self(self.0.saturating_add(extra).min(Self::MOST))
    }
}

/// A number of correct decimal digits that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digits(u32);

impl Digits {
    /// Most digits that may be asked for.
    pub const MOST: u32 = 10_000;

    /// `digits` significant decimal digits; an [`Error::Domain`] outside `1 ..= 10000`.
    pub fn new(digits: u32) -> Result<Self> {
        if (1..=Self::MOST).contains(&digits) {
            Ok(Self(digits))
        } else {
            Err(Error::domain("digits", digits, "a whole number from 1 to 10000"))
        }
    }

    /// The number of digits.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The least number of bits that can hold that many digits (log2(10) < 3322/1000).
    pub const fn bits(self) -> u32 {
        (self.0 as u64 * 3322 / 1000) as u32 + 1
    }
}

/// Climbs the precision ladder until `attempt` delivers.
///
/// `attempt` returns `Ok(Some(value))` when its result is tight enough, `Ok(None)` when it is merely too wide. Each rung
/// has half as many bits again as the one below, up to 64 times the first; then [`Error::PrecisionExhausted`] lists every
/// precision tried. An error that no precision can cure is passed on at once.
pub fn climb<T>(
    attempted: &'static str,
    digits: Digits,
    mut attempt: impl FnMut(Precision) -> Result<Option<T>>,
) -> Result<T> {
    const GUARD: u32 = 40;
    let first = Precision(digits.bits() + GUARD);
    let most = first.get().saturating_mul(64).min(Precision::MOST);
    let (mut tried, mut precision) = (Vec::new(), first);
    loop {
        tried.push(precision.get());
        let last = match attempt(precision) {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => None,
            Err(error) if error.may_yield_to_precision() => Some(Box::new(error)),
            Err(error) => return Err(error),
        };
        precision = Precision(precision.get() + precision.get() / 2);
        if precision.get() > most {
            return Err(Error::PrecisionExhausted { attempted, digits: digits.get(), tried, last });
        }
    }
}
