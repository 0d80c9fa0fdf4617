//! A3 and A4: the gain at which a saliency is handed on unchanged, and its certified minimum.

use super::Profile;
use crate::error::{Error, Result};
use crate::model::{Activation, Mixture};
use crate::numerics::minima::holds_on;
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::{enclose_positive_root, enclose_root, refine_root};
use crate::numerics::{Algebraic, Certainty, Interval, Precision};
use rug::{Float, Rational};

impl Profile {
    /// What the gain at which saliency `1/Psi'(s)` is handed on unchanged depends on, to second order in `s`.
    fn handing_on(&self, s: &Interval, integral: Option<&Interval>) -> Result<HandingOn> {
        let slope = self.slope.coefficients(s, 2)?;
        let z = slope[0].reciprocal()?;
        let sigma = if z.is_point() || s.is_point() {
            self.retrieved_at(&z)?
        } else {
            // b is increasing.
            let at =
                |end: &Float| self.retrieved_at(&self.slope(&Interval::new(end.clone(), end.clone())?)?.reciprocal()?);
            at(s.lower())?.hull(&at(s.upper())?)
        };
        let integral = match integral {
            Some(integral) => integral.clone(),
            None => self.integral(s, &sigma)?,
        };
        let (b, b_sigma) = (self.saliency.coefficients(s, 2)?, self.saliency.coefficients(&sigma, 2)?);
        let (f, f_sigma) = (self.drive.coefficients(&-s.clone(), 1)?, self.drive.coefficients(&-sigma.clone(), 1)?);
        let (f1, f1_sigma) = (-&f[1], -&f_sigma[1]);
        let (p, p1, p2) = (&slope[0], &slope[1], &slope[2] * 2);
        // Z = 1/Psi'.
        let z1 = -&p1.divide(&p.square())?;
        let z2 = (p1.square() * 2).divide(&p.power(3))? - p2.divide(&p.square())?;
        let sigma1 = z1.divide(&b_sigma[1])?;
        let sigma2 = (z2 - &b_sigma[2] * 2 * sigma1.square()).divide(&b_sigma[1])?;
        let i1 = &f_sigma[0] * &sigma1 - &f[0];
        let i2 = f1_sigma * sigma1.square() + &f_sigma[0] * &sigma2 - f1;
        let log = |x: &Interval, x1: &Interval, x2: &Interval| -> Result<(Interval, Interval)> {
            let first = x1.divide(x)?;
            Ok((first.clone(), x2.divide(x)? - first.square()))
        };
        let (slope_1, slope_2) = log(p, p1, &p2)?;
        let (b_1, b_2) = log(&b[0], &b[1], &(&b[2] * 2))?;
        let (i_1, i_2) = log(&integral, &i1, &i2)?;
        Ok(HandingOn {
            gain: z.divide(&(&b[0] * &integral))?, // A3
            tilt: -(slope_1 + b_1 + i_1),
            bend: -(slope_2 + b_2 + i_2),
            integral,
            integral_slope: i1,
        })
    }

    /// [`Profile::handing_on`] at a point, or over a whole range of `s`: then its integral and its slope by the mean value form.
    pub(super) fn handing_on_at(&self, range: &Interval) -> Result<HandingOn> {
        if range.is_point() {
            return self.handing_on(range, None);
        }
        let middle = Interval::new(range.midpoint(), range.midpoint())?;
        let at_middle = self.handing_on(&middle, None)?;
        let away = range - &middle;
        let slope = self.handing_on(range, Some(&at_middle.integral))?.integral_slope;
        let over = &at_middle.integral + &(slope * &away);
        let mut whole = self.handing_on(range, Some(&over))?;
        let tilt = at_middle.tilt + &whole.bend * &away;
        whole.tilt = whole.tilt.intersection(&tilt).unwrap_or(tilt);
        whole.gain = at_middle.gain * (&whole.tilt * &away).exp();
        Ok(whole)
    }

    /// The reduced gain at which a memory that is lost at `s` is handed on with the saliency it was entered with.
    ///
    /// **Source**: A3.
    pub fn handing_on_gain(&self, s: &Interval) -> Result<Interval> {
        Ok(self.handing_on(s, None)?.gain)
    }

    /// Where the handing-on gain is least: an enclosure of the one `s_e`.
    ///
    /// **Accuracy**: proved. By A7 `k >= Z^2/(Z - 1)`, so the minimum lies where that is below a gain already found; there, boxes with a
    /// certain sign of the slope are strung together up to a window around its root on which the second derivative is positive.
    /// **Errors**: [`Error::Domain`] when no such window is found: for `power:p` with `p` beyond about 16.
    pub fn minimiser(&self) -> Result<Interval> {
        let precision = Precision::bits(SEARCH_BITS)?;
        let (before, after, least) = self.candidate(precision)?;
        let (low, high) = self.search_range(&least, precision)?;
        let table = self.tabulated(&low, &high, precision)?;
        table.minimiser_within(&low, &high, (&before, &after))
    }

    /// The minimiser, once its range and a bracket of it are known.
    fn minimiser_within(&self, low: &Rational, high: &Rational, bracket: (&Rational, &Rational)) -> Result<Interval> {
        const HALVINGS: u32 = 14;
        let precision = Precision::bits(SEARCH_BITS)?;
        let tilt = |s: &Interval| Ok(self.handing_on(s, None)?.tilt);
        let root = enclose_root(tilt, bracket.0, bracket.1, precision)?;
        let middle = exact(&root.midpoint())?;
        let least = self.handing_on_gain(&Interval::from_rational(&middle, precision))?;
        let spread = Rational::from(bracket.1 - bracket.0);
        for share in [3, 12, 48, 192] {
            let reach = Rational::from(&spread / share);
            let (left, right) = (Rational::from(&middle - &reach), Rational::from(&middle + &reach));
            let bends = |at: &HandingOn| at.bend.positive() == Certainty::Certainly;
            if !self.covered((&left, &right), precision, 4, bends)? {
                continue;
            }
            let above = |at: &HandingOn| at.gain.greater(&least) == Certainty::Certainly;
            let falls = |at: &HandingOn| above(at) || at.tilt.negative() == Certainty::Certainly;
            let rises = |at: &HandingOn| above(at) || at.tilt.positive() == Certainty::Certainly;
            let (falls, rises) = rayon::join(
                || self.covered((low, &left), precision, HALVINGS, falls),
                || self.covered((&right, high), precision, HALVINGS, rises),
            );
            if falls? && rises? {
                return Ok(root);
            }
        }
        Err(Error::domain(
            "activation",
            &self.activation,
            "one whose threshold can be certified, which sharp ones are not",
        ))
    }

    /// Whether a property certainly holds on the whole range, halving boxes so many times.
    fn covered(
        &self,
        (low, high): (&Rational, &Rational),
        precision: Precision,
        halvings: u32,
        holds: impl Fn(&HandingOn) -> bool,
    ) -> Result<bool> {
        if low >= high {
            return Ok(true);
        }
        let shown = |range: &Interval| {
            // Over a wide box even the domain of a formula may be in doubt.
            let certain = self.handing_on_at(range).is_ok_and(|at| holds(&at));
            Ok(if certain { Certainty::Certainly } else { Certainty::Unknown })
        };
        holds_on(shown, (low, high), halvings, precision)
    }

    /// Where `Psi'(s) = q`, for `q` between 0 and 1: about there a memory of reduced saliency `1/q` is lost.
    fn place(&self, q: &Rational, precision: Precision) -> Result<Rational> {
        let surplus = |s: &Interval| Ok(self.slope(s)? - q);
        let mut high = Rational::from(1);
        while surplus(&Interval::from_rational(&high, precision))?.negative() != Certainty::Certainly {
            high *= 2u32;
        }
        exact(&enclose_positive_root(surplus, &high, precision)?.midpoint())
    }

    /// The neighbours of the place with the least handing-on gain, on a grid of the saliencies, and that gain.
    fn candidate(&self, precision: Precision) -> Result<(Rational, Rational, Interval)> {
        const PARTS: i64 = 16;
        let place = |n: i64| self.place(&ratio(n, PARTS), precision);
        let mut best: Option<(i64, Interval)> = None;
        for n in (2..PARTS - 1).rev() {
            // Where saliencies are too near to one, none is handed on.
            let Ok(gain) = self.handing_on_gain(&Interval::from_rational(&place(n)?, precision)) else { continue };
            match &best {
                Some((_, least)) if gain.upper() >= least.upper() => break,
                _ => best = Some((n, gain)),
            }
        }
        let (n, gain) = best.ok_or_else(|| Error::domain("activation", &self.activation, "one with a threshold"))?;
        Ok((place(n + 1)?, place(n - 1)?, gain))
    }

    /// A range of `s` outside of which `Z^2/(Z - 1)`, `Z = 1/Psi'(s)`, is certainly above a gain.
    pub(super) fn search_range(&self, gain: &Interval, precision: Precision) -> Result<(Rational, Rational)> {
        let (most, one) = (exact(gain.upper())?, Rational::from(1));
        // With q = 1/Z the bound is 1/(q (1 - q)).
        let beyond = |q: &Rational| q * Rational::from(&one - q) * &most < 1;
        let excluded = |s: &Rational| -> Result<bool> {
            let z = self.slope(&Interval::from_rational(s, precision))?.reciprocal()?;
            let above = z.above(&one) == Certainty::Certainly;
            Ok(!above || z.square().divide(&(&z - 1))?.greater(gain) == Certainty::Certainly)
        };
        let end = |side: &dyn Fn(&Rational) -> Rational| -> Result<Rational> {
            let mut share = ratio(15, 32);
            loop {
                if beyond(&share) {
                    let s = self.place(&side(&share), precision)?;
                    if excluded(&s)? {
                        return Ok(s);
                    }
                }
                share *= ratio(15, 16);
            }
        };
        Ok((end(&|share| Rational::from(&one - share))?, end(&|share| share.clone())?))
    }
}

/// Bits at which the minimum is looked for.
pub(super) const SEARCH_BITS: u32 = 64;

/// `k(s) = Z/(b(s) I(s, s_Z))` with the first two derivatives of its logarithm.
pub(super) struct HandingOn {
    pub(super) gain: Interval,
    pub(super) tilt: Interval,
    bend: Interval,
    /// `I(s, s_Z)`.
    integral: Interval,
    /// `dI/ds`.
    integral_slope: Interval,
}

/// The threshold and where it is attained.
#[derive(Debug, Clone)]
pub struct Threshold {
    /// The reduced gain `g kappa_c`.
    pub gain: Interval,
    /// The `s_e` at which the handing-on gain is least.
    pub escape: Interval,
}

/// The reduced gain threshold of a chain.
///
/// **Statement**: `min over s_e of Z/(b(s_e) I(s_e, s_Z))`, `Z = 1/Psi'(s_e) = b(s_Z)`; certified, see [`Profile::minimiser`].
/// **Accuracy**: an enclosure. **Source**: A3.
pub fn threshold(profile: &Profile, precision: Precision) -> Result<Threshold> {
    let bracket = profile.minimiser()?.with_precision(precision);
    let escape = refine_root(&bracket, |s| profile.handing_on_at(s).map(|at| (at.tilt, at.bend)))?;
    // The logarithm's slope almost vanishes there.
    Ok(Threshold { gain: profile.handing_on_at(&escape)?.gain, escape })
}

/// The threshold of the algebraic sigmoid in closed form.
///
/// **Statement**: `min 2 (1 + s^2)/(F(s_Z) - F(s))`, `F(s) = atan s - s/(1 + s^2)`, `1 + s_Z^2 = (1 + s^2)^3`. **Accuracy**: an enclosure of the
/// value at the minimiser that [`Profile::minimiser`] brackets. **Source**: A4.
pub fn algebraic_threshold(precision: Precision) -> Result<Interval> {
    let profile = Profile::new(&Mixture::of(Activation::Power(2))?);
    let bracket = profile.minimiser()?;
    let reach = exact(&bracket.width())? + (Rational::from(1) >> 20u32);
    let (low, high) = (exact(bracket.lower())? - &reach, exact(bracket.upper())? + &reach);
    let primitive = |s: &Interval| -> Result<Interval> { Ok(s.atan() - s.divide(&(s.square() + 1))?) };
    let far = |s: &Interval| (s.square() + 1).power(3) - 1;
    let spread = |s: &Interval, sigma: &Interval| Ok::<_, Error>(primitive(sigma)? - primitive(s)?);
    let gain = |s: &Interval| ((s.square() + 1) * 2).divide(&spread(s, &far(s).sqrt()?)?); // A4
    // The derivative's numerator, with F'(s) = 2 s^2/(1 + s^2)^2 and s_Z s_Z' = 3 s (1 + s^2)^2.
    let tilt = |s: &Interval| -> Result<Interval> {
        let (base, sigma) = (s.square() + 1, far(s).sqrt()?);
        let rate = |x: &Interval| (x.square() * 2).divide(&(x.square() + 1).square());
        let sigma_slope = (s * 3 * base.square()).divide(&sigma)?;
        let spread_slope = rate(&sigma)? * sigma_slope - rate(s)?;
        Ok(s * 2 * spread(s, &sigma)? - base * spread_slope)
    };
    let escape = enclose_root(tilt, &low, &high, precision)?;
    gain(&escape)
}
