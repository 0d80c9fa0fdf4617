//! D1 in closed form.

use escapement::error::Result;
use escapement::model::Parameters;
use escapement::numerics::{Interval, Precision};
use rug::Rational;

/// What is left of a saliency after a time in which nothing drives it: `a exp(-t/tau_u)`.
///
/// **Accuracy**: an enclosure. **Source**: D1, `[D]`.
pub fn saliency_left(
    parameters: &Parameters,
    saliency: &Rational,
    time: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let exponent = Rational::from(-time) / parameters.slow_time_constant();
    let decay = Interval::from_rational(&exponent, precision).exp();
    Ok(&Interval::from_rational(saliency, precision) * &decay) // D1
}
