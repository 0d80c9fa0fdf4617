//! From quantities to places on the page, and the round numbers in between.

use crate::evidence::plot::{Axis, Scale};
use rug::Float;

/// Space that is left between the data and the ends of an axis, as a share of its length.
const CLEARANCE: f64 = 0.04;

/// An axis laid along the page.
#[derive(Debug, Clone)]
pub(super) struct Ruler {
    scale: Scale,
    /// Values at its ends, in decades where it is logarithmic.
    low: f64,
    high: f64,
    /// Places of its ends.
    from: f64,
    to: f64,
}

/// A round number on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// Where it is.
    pub(super) at: f64,
    /// The number, in the notation of the statements.
    pub(super) label: String,
}

impl Ruler {
    /// The axis over these values, between two places. `tight` axes end where the data do.
    pub(super) fn new<'v>(
        axis: &Axis,
        values: impl Iterator<Item = &'v Float>,
        tight: bool,
        (from, to): (f64, f64),
    ) -> Self {
        let scale = axis.scale;
        let ends = match &axis.ends {
            Some((low, high)) => measure(scale, low).zip(measure(scale, high)),
            None => values.filter_map(|value| measure(scale, value)).fold(None, |ends, value| {
                let (low, high) = ends.unwrap_or((value, value));
                Some((f64::min(low, value), f64::max(high, value)))
            }),
        };
        let (low, high) = ends.unwrap_or((0.0, 1.0));
        let length = if high > low { high - low } else { 1.0 };
        let space = if tight || axis.ends.is_some() { 0.0 } else { CLEARANCE * length };
        Self { scale, low: low - space, high: f64::max(high, low + length) + space, from, to }
    }

    /// Where a value is; `None` for one that has no place, such as zero in decades.
    pub(super) fn place(&self, value: &Float) -> Option<f64> {
        measure(self.scale, value).map(|value| self.at(value))
    }

    /// Whether a place lies between the ends.
    pub(super) fn holds(&self, place: f64) -> bool {
        let (low, high) = (self.from.min(self.to), self.from.max(self.to));
        (low - 0.01..=high + 0.01).contains(&place)
    }

    fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Round numbers at least so far apart.
    pub(super) fn ticks(&self, apart: f64) -> Vec<Tick> {
        let most = ((self.to - self.from).abs() / apart).max(1.0);
        match self.scale {
            Scale::Linear => self.multiples(most),
            Scale::Log10 if self.high - self.low < 1.5 => self.within_decades(),
            Scale::Log10 => self.decades(most),
        }
    }

    /// Multiples of the least step 1, 2 or 5 times a power of ten that gives at most so many.
    fn multiples(&self, most: f64) -> Vec<Tick> {
        let steps = (-9..=9).flat_map(|exponent| [1, 2, 5].map(|digit| (digit, exponent)));
        let fits = |&(digit, exponent): &(i64, i32)| (self.high - self.low) / decimal(digit, exponent) <= most;
        // Without a step that is coarse enough there are no numbers, rather than endless ones.
        let Some((digit, exponent)) = steps.into_iter().find(fits) else { return Vec::new() };
        let step = decimal(digit, exponent);
        // A number that is the end of the axis, but for rounding, counts.
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        let tick = |n: i64| {
            let mantissa = n * digit;
            Tick { at: self.at(decimal(mantissa, exponent)), label: written(mantissa, exponent) }
        };
        (first..=last).map(tick).collect()
    }

    /// Powers of ten, every one or every so many.
    fn decades(&self, most: f64) -> Vec<Tick> {
        let (first, last) = ((self.low - 1e-9).ceil() as i32, (self.high + 1e-9).floor() as i32);
        let stride = (f64::from(last - first + 1) / most).ceil().max(1.0) as i32;
        let chosen = (first..=last).filter(|exponent| exponent % stride == 0);
        chosen.map(|exponent| Tick { at: self.at(f64::from(exponent)), label: power_of_ten(exponent) }).collect()
    }

    /// 1, 2 and 5 times the powers of ten.
    fn within_decades(&self) -> Vec<Tick> {
        let (first, last) = (self.low.floor() as i32, self.high.ceil() as i32);
        let numbers = (first..=last).flat_map(|exponent| [1, 2, 5].map(|digit| (digit, exponent)));
        let tick = |(digit, exponent): (i64, i32)| {
            let value = f64::from(exponent) + Float::with_val(53, digit).log10().to_f64();
            (self.low - 1e-9..=self.high + 1e-9)
                .contains(&value)
                .then(|| Tick { at: self.at(value), label: written(digit, exponent) })
        };
        numbers.filter_map(tick).collect()
    }
}

/// A value on a scale; `None` for one that is not on it.
fn measure(scale: Scale, value: &Float) -> Option<f64> {
    let on_scale = match scale {
        Scale::Linear => value.to_f64(),
        Scale::Log10 => Float::with_val(64, value.log10_ref()).to_f64(),
    };
    on_scale.is_finite().then_some(on_scale)
}

/// `mantissa 10^exponent`, correctly rounded.
fn decimal(mantissa: i64, exponent: i32) -> f64 {
    let power = 10i64.pow(exponent.unsigned_abs()) as f64;
    if exponent < 0 { mantissa as f64 / power } else { mantissa as f64 * power }
}

/// The same in digits.
fn written(mantissa: i64, exponent: i32) -> String {
    let decimals = exponent.min(0).unsigned_abs() as usize;
    format!("{:.decimals$}", decimal(mantissa, exponent))
}

/// A power of ten as it is read most easily.
fn power_of_ten(exponent: i32) -> String {
    match exponent {
        0..=2 => written(1, exponent),
        -1 => "0.1".to_owned(),
        _ => format!("10^{exponent}"),
    }
}
