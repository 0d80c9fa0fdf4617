//! X2 and X3 in closed form: two overlapping memories as a ring, and the first class of neurons to leave saturation.

use crate::error::{Error, Result};
use crate::model::{Parameters, Topology};
use crate::numerics::Decided;
use rug::Rational;
use std::cmp::Ordering;

/// The ring of two orthogonal memories that two overlapping ones are under the Hebbian rule: gain `kappa (1 - C^2)`, self-coupling `C`.
///
/// **Domain**: `0 < C < 1`. **Errors**: [`Error::Domain`] outside, where the network enters the successor's opposite. **Source**: X2.
pub fn equivalent(parameters: &Parameters, overlap: &Rational) -> Result<Parameters> {
    let rest = checked(overlap)?;
    Parameters::new(Rational::from(parameters.gain() * &rest))?
        .with_slope(parameters.slope().clone())?
        .with_slow_time_constant(parameters.slow_time_constant().clone())?
        .with_self_coupling(overlap.clone())
        .with_topology(Topology::Ring(2))
}

/// `1 - C^2` for an overlap of the domain.
fn checked(overlap: &Rational) -> Result<Rational> {
    if *overlap <= 0 || *overlap >= 1 {
        return Err(Error::domain("overlap", overlap, "between 0 and 1"));
    }
    Ok(1 - Rational::from(overlap.square_ref()))
}

/// What the least driven classes of both memories receive: `beta_mu = alpha_mu - C alpha_other`. **Source**: X2.
pub fn least_driven([one, other]: &[Rational; 2], overlap: &Rational) -> [Rational; 2] {
    [one - Rational::from(other * overlap), other - Rational::from(one * overlap)]
}

/// The threshold of two overlapping memories, `2/((1 + C)^2 (1 - C))` in units of `1/g`; its least value is 27/16, at `C = 1/3`.
///
/// **Errors**: as [`equivalent`]. **Source**: X2 (R2 for two memories).
pub fn reduced_threshold(overlap: &Rational) -> Result<Rational> {
    checked(overlap)?;
    Ok(2 / (Rational::from(1 + overlap).square() * Rational::from(1 - overlap)))
}

/// The gain, in units of `1/g`, from which a memory is never left: `1/(C (1 - C^2))`. **Errors**: as [`equivalent`]. **Source**: X2 (E3).
pub fn reduced_lock(overlap: &Rational) -> Result<Rational> {
    Ok((checked(overlap)? * overlap).recip())
}

/// A class of neurons: its signs, that in the retrieved memory being +1, and its share.
pub type Class = (Vec<i8>, Rational);

/// Whether the memory is lost with the first class of neurons that leaves saturation.
///
/// **Statement**: while memory 0 is retrieved `alpha` tends to `d = C R C e_0`, and class `s` receives `h_s = sum_nu s_nu C[nu, 0] alpha_nu`; the
/// first class is the one whose decay `q = (theta - h_s(d))/(h_s(alpha) - h_s(d))` is the largest. Its own output then feeds back on it with
/// `w sum_nu alpha_nu`, `w` its share, and it runs away iff that exceeds `theta`. **Shapes**: `overlaps` row by row. **Errors**:
/// [`Error::Domain`] where no class leaves. **Source**: X3.
pub fn is_lost_with_first_class(
    classes: &[Class],
    overlaps: &[Vec<Rational>],
    rest: &[Rational],
    saliencies: &[Rational],
    threshold: &Rational,
) -> Result<Decided<bool>> {
    let received = |signs: &[i8], of: &[Rational]| -> Rational {
        let terms = signs.iter().zip(of).zip(overlaps);
        terms.map(|((&sign, value), row)| Rational::from(sign) * value * &row[0]).sum()
    };
    let decay = |signs: &[i8]| -> Option<Rational> {
        let end = received(signs, rest);
        (end < *threshold).then(|| Rational::from(threshold - &end) / (received(signs, saliencies) - end))
    };
    let first = classes.iter().filter_map(|(signs, share)| Some((decay(signs)?, share)));
    let first = first.max_by(|a, b| a.0.cmp(&b.0));
    let Some((decay, share)) = first else { return Err(Error::domain("gain", "this", "below the lock gain")) };
    let moved = |(value, rest): (&Rational, &Rational)| rest + Rational::from(value - rest) * &decay;
    let total: Rational = saliencies.iter().zip(rest).map(moved).sum();
    Ok(Decided::order(&(total * share), threshold).map(Ordering::is_gt)) // X3
}
