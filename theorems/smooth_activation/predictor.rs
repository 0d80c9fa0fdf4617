//! A1 to A7 in closed form, up to one certified integral: escape, handover, thresholds and fixed points with smooth neurons.
//!
//! Everything is computed in reduced units, `z = g Z` and `k = g kappa`, in which the slope is one; memories are told by `s` with
//! `z = b(s) = s/Psi(s)`.

use crate::error::{Error, Result};
use crate::model::{Activation, Mixture};
use crate::numerics::minima::holds_on;
use crate::numerics::quadrature::{Integrand, Panel, Primitive};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::{enclose_positive_root, enclose_root, refine_root};
use crate::numerics::{Algebraic, Certainty, Decided, Interval, Precision};
use rug::{Float, Rational};

/// An activation with the functions that the formulas need, as data.
#[derive(Debug, Clone)]
pub struct Profile {
    activation: Mixture,
    /// `Psi'`.
    slope: Integrand,
    /// `b = s/Psi`.
    saliency: Integrand,
    /// `f = Psi^2/s^2 - Psi Psi'/s`, the integrand of A2, at `-x`: integrals run towards smaller `s`.
    drive: Integrand,
    /// A primitive of that, where many integrals are asked for.
    table: Option<Primitive>,
}

/// One dwell.
#[derive(Debug, Clone)]
pub struct SmoothDwell {
    /// Its length in units of the slow time constant.
    pub time: Interval,
    /// The successor's reduced saliency when the memory is lost.
    pub next: Interval,
    /// The memory's own reduced saliency then.
    pub left: Interval,
    /// Where the memory stands then, `s_e`; `None` when it dies at `s = 0` and nothing is entered.
    pub escape: Option<Interval>,
}

impl Profile {
    /// The profile of an activation of unit slope.
    pub fn new(activation: &Mixture) -> Self {
        let slope = Integrand::new(|field, x| activation.write_derivative(field, x));
        let saliency = Integrand::new(|field, x| {
            let value = activation.write(field, x);
            field.div(x, value)
        });
        let drive = Integrand::new(|field, x| {
            let s = field.neg(x);
            let (value, slope) = (activation.write(field, s), activation.write_derivative(field, s));
            let share = field.div(value, s);
            let excess = field.sub(share, slope);
            field.mul(share, excess) // A2
        });
        Self { activation: activation.clone(), slope, saliency, drive, table: None }
    }

    /// The profile with the primitive of the drive from `low` up to the place that hands on what is lost at `high`, to a precision.
    fn tabulated(&self, low: &Rational, high: &Rational, precision: Precision) -> Result<Self> {
        let last = Interval::from_rational(high, precision);
        let z = self.slope(&last)?.reciprocal()?;
        let most = exact(self.far(&self.retrieved_at(&z)?)?.1.upper())? + ratio(1, 8);
        Ok(Self { table: Some(self.drive.primitive(&-most, &-low.clone(), precision)?), ..self.clone() })
    }

    fn saliency_at(&self, s: &Interval) -> Result<Interval> {
        Ok(self.saliency.coefficients(s, 0)?.swap_remove(0))
    }

    /// `Psi'(s)`, for `s > 0`.
    pub fn slope(&self, s: &Interval) -> Result<Interval> {
        Ok(self.slope.coefficients(s, 0)?.swap_remove(0))
    }

    fn drive_at(&self, s: &Interval) -> Result<Interval> {
        Ok(self.drive.coefficients(&-s.clone(), 0)?.swap_remove(0))
    }

    /// Where a memory of reduced saliency `z > 1` is retrieved: `b(s) = z`.
    ///
    /// **Errors**: [`Error::Domain`] for a saliency of at most one, [`Error::Undecided`] too near to it.
    pub fn retrieved_at(&self, z: &Interval) -> Result<Interval> {
        let precision = z.precision();
        if !z.above(&Rational::from(1)).decide("the memory exists", z)? {
            return Err(Error::domain("saliency", z, "greater than 1/slope"));
        }
        // s - z Psi(s) rises through zero: concave Psi.
        let excess = |s: &Interval| Ok(s - &(z * &self.activation.value(s)?));
        let high = exact(z.upper())? + ratio(1, 8);
        enclose_positive_root(excess, &high, precision)
    }

    /// `I = int_s^sigma f`, from `s` up to `sigma`. **Source**: A2.
    pub fn integral(&self, s: &Interval, sigma: &Interval) -> Result<Interval> {
        let (far, near) = self.far(sigma)?;
        if near.less(s) != Certainty::CertainlyNot {
            return self.near_integral(s, sigma);
        }
        Ok(&far + &self.near_integral(s, &near)?)
    }

    /// The integral without that part: between midpoints, and what they leave out.
    fn near_integral(&self, s: &Interval, sigma: &Interval) -> Result<Interval> {
        let (from, to) = (-exact(&sigma.midpoint())?, -exact(&s.midpoint())?);
        let known = self.table.as_ref().and_then(|table| Some((table.at(&from)?, table.at(&to)?)));
        let inner = match known {
            Some((before, after)) if before.precision() >= s.precision() => &after - &before,
            _ => self.drive.integral(&from, &to, s.precision())?,
        };
        let left_out = |x: &Interval, middle: Rational| -> Result<Interval> {
            if x.is_point() {
                return Ok(x.integer(0));
            }
            Ok((x - &middle) * self.drive_at(x)?)
        };
        Ok(inner + left_out(sigma, -from)? - left_out(s, -to)?)
    }

    /// The part of the integral below `sigma` on which the activation has saturated to working precision, and where it ends.
    ///
    /// There `Psi` lies between its value at the lower end and one, and `Psi'` between zero and its value there.
    fn far(&self, sigma: &Interval) -> Result<(Interval, Interval)> {
        let precision = sigma.precision();
        let zero = sigma.integer(0);
        for end in [16, 32, 64, 128, 256, 512] {
            let end = sigma.integer(end);
            if end.less(sigma) != Certainty::Certainly {
                break;
            }
            let slope = self.slope(&end)?;
            if slope.magnitude().get_exp().is_some_and(|exponent| exponent > -(precision.get() as i32)) {
                continue;
            }
            let value = self.activation.value(&end)?.hull(&sigma.integer(1));
            let reach = end.reciprocal()? - sigma.reciprocal()?;
            let lost = slope.hull(&zero) * sigma.divide(&end)?.ln()?;
            return Ok((value.square() * reach - lost, end));
        }
        Ok((zero, sigma.clone()))
    }

    /// The dwell of a memory of reduced saliency `z` under the reduced gain `k`, its successor unsalient at the start.
    ///
    /// **Statement**: it is lost at the one `s_e` with `Phi(s) = Psi'(s) k b(s) I(s, s_Z) = 1`, where `Z' = 1/Psi'(s_e)` and `T = ln(z/b(s_e))`;
    /// where `Phi` stays below one it dies at `T = ln z` with `Z' = k I(0, s_Z) <= 1`. **Accuracy**: enclosures. **Source**: A1, A2.
    pub fn dwell(&self, k: &Interval, z: &Interval) -> Result<SmoothDwell> {
        self.dwell_until(k, z, true)
    }

    /// [`Profile::dwell`], but what a memory that dies hands on is enclosed only as far as it takes to see that it does.
    pub fn survival(&self, k: &Interval, z: &Interval) -> Result<SmoothDwell> {
        self.dwell_until(k, z, false)
    }

    fn dwell_until(&self, k: &Interval, z: &Interval, whole: bool) -> Result<SmoothDwell> {
        let precision = z.precision();
        let sigma = self.retrieved_at(z)?;
        let (mut total, begin) = self.far(&sigma)?;
        let start = exact(&begin.midpoint())?;
        // What the midpoint leaves out.
        total = total + (&begin - &start) * self.drive_at(&begin)?;
        let phi = |s: &Interval, integral: &Interval| -> Result<Interval> {
            Ok(self.slope(s)? * k * self.saliency_at(s)? * integral)
        };
        // Phi rises as s falls: the panel in which it passes one holds the escape.
        let mut below = (start.clone(), total.clone());
        let mut bracket: Option<Panel> = None;
        let mut smallest = start.clone();
        let least = &start * (Rational::from(1) >> (precision.get() / 2));
        self.drive.panels(&-start.clone(), &-least, precision, |panel| {
            total = &total + &panel.integral;
            smallest = Rational::from(-&panel.right);
            let s = Interval::from_rational(&smallest, precision);
            match (phi(&s, &total)? - 1).positive() {
                Certainty::Certainly => {
                    bracket = Some(panel);
                    return Ok(false);
                }
                Certainty::CertainlyNot => below = (smallest.clone(), total.clone()),
                Certainty::Unknown => {}
            }
            // Less than k s (1 - Psi'(s)) is still to come.
            let rest = k * &s * (-self.slope(&s)? + 1);
            if !whole && (k * &total + &rest - 1).negative() == Certainty::Certainly {
                return Ok(false);
            }
            Ok(rest.magnitude().get_exp().is_some_and(|exponent| exponent > -(precision.get() as i32)))
        })?;
        let Some(panel) = bracket else {
            let s = Interval::from_rational(&smallest, precision);
            let rest = (&s * &(-self.slope(&s)? + 1)).hull(&s.integer(0));
            return Ok(SmoothDwell { time: z.ln()?, next: (total + rest) * k, left: z.integer(1), escape: None });
        };
        let (low, (high, known)) = (Rational::from(-&panel.right), below);
        let excess = |s: &Interval| -> Result<Interval> {
            let from = Rational::from(-&high);
            let more = if from == panel.left && s.is_point() {
                panel.integral_to(&-exact(s.lower())?)
            } else {
                self.near_integral(s, &Interval::from_rational(&high, precision))?
            };
            Ok(phi(s, &(&known + &more))? - 1)
        };
        let escape = enclose_root(excess, &low, &high, precision)?;
        let left = self.saliency_at(&escape)?;
        let next = self.slope(&escape)?.reciprocal()?; // A1
        Ok(SmoothDwell { time: z.divide(&left)?.ln()?, next, left, escape: Some(escape) })
    }

    /// The rate `lambda` at which the successor's direction becomes unstable: the derivative of `Psi'(s) alpha_next` at the escape.
    ///
    /// **Statement**: `-(Psi''/Psi') s Psi/(Psi - s Psi') + k Psi Psi' - 1` at `s_e`. **Source**: A6.
    pub fn instability_rate(&self, k: &Interval, escape: &Interval) -> Result<Interval> {
        let slope = self.slope.coefficients(escape, 1)?;
        let value = self.activation.value(escape)?;
        let fall = (escape * &value).divide(&(&value - &(escape * &slope[0])))?;
        let bend = slope[1].divide(&slope[0])? * fall;
        Ok(value * k * &slope[0] - bend - 1)
    }

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
    fn handing_on_at(&self, range: &Interval) -> Result<HandingOn> {
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
        let table = self.tabulated(&Rational::from(&low / 2u32), &(&high * ratio(9, 8)), precision)?;
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
        for share in [16, 64, 256, 1024] {
            let reach = Rational::from(&middle / share);
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

    /// The neighbours of the point of a grid with the least handing-on gain, and that gain.
    fn candidate(&self, precision: Precision) -> Result<(Rational, Rational, Interval)> {
        let step = ratio(1, 16);
        let mut best: Option<(Rational, Interval)> = None;
        for n in 2..48 {
            let s = Rational::from(&step * n);
            // Where saliencies are too near to one, none is handed on.
            let Ok(gain) = self.handing_on_gain(&Interval::from_rational(&s, precision)) else { continue };
            match &best {
                Some((_, least)) if gain.upper() >= least.upper() => break,
                _ => best = Some((s, gain)),
            }
        }
        let (s, gain) = best.ok_or_else(|| Error::domain("activation", &self.activation, "one with a threshold"))?;
        Ok((Rational::from(&s - &step), s + step, gain))
    }

    /// The range of `s` in which `Z^2/(Z - 1)`, `Z = 1/Psi'(s)`, is not certainly above a gain.
    fn search_range(&self, gain: &Interval, precision: Precision) -> Result<(Rational, Rational)> {
        let excluded = |s: &Rational| -> Result<bool> {
            let z = self.slope(&Interval::from_rational(s, precision))?.reciprocal()?;
            let above = z.above(&Rational::from(1)) == Certainty::Certainly;
            Ok(!above || z.square().divide(&(&z - 1))?.greater(gain) == Certainty::Certainly)
        };
        let (mut low, mut high) = (ratio(1, 8), ratio(1, 1));
        while !excluded(&low)? {
            low /= 2u32;
        }
        while !excluded(&high)? {
            high *= ratio(9, 8);
        }
        Ok((low, high))
    }
}

/// Bits at which the minimum is looked for.
const SEARCH_BITS: u32 = 64;

/// `k(s) = Z/(b(s) I(s, s_Z))` with the first two derivatives of its logarithm.
struct HandingOn {
    gain: Interval,
    tilt: Interval,
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

/// The fixed points of the handover and the multiplier at the stable one, in reduced units.
#[derive(Debug, Clone)]
pub struct FixedPoints {
    /// The stable saliency.
    pub stable: Interval,
    /// The unstable one: the least start that is sustained.
    pub unstable: Interval,
    /// Multiplier at the stable one.
    pub multiplier: Interval,
    /// Time for which every memory is held on the cycle, in units of the slow time constant.
    pub dwell: Interval,
}

/// The fixed points for the reduced gain `k`; `None` below the threshold.
///
/// **Statement**: the two `s_e` with `k(s_e) = k` on either side of the minimiser; the multiplier is `Z'(s_e) f(s_Z)/(I b'(s_Z))` over
/// `f(s_e)/I - Psi''/Psi' - b'/b`. **Errors**: [`Error::Undecided`] at the threshold. **Source**: A3, A2.
pub fn fixed_points(
    profile: &Profile,
    threshold: &Threshold,
    k: &Rational,
    precision: Precision,
) -> Result<Option<FixedPoints>> {
    let gain = Interval::from_rational(k, precision);
    if !threshold.gain.less(&gain).decide("the gain is above the threshold", &threshold.gain)? {
        return Ok(None);
    }
    let coarse = Precision::bits(SEARCH_BITS)?;
    let (low, high) = profile.search_range(&gain, coarse)?;
    let profile = &profile.tabulated(&Rational::from(&low / 2u32), &(&high * ratio(9, 8)), precision)?;
    let middle = exact(&threshold.escape.midpoint())?;
    let root = |low: &Rational, high: &Rational| -> Result<Interval> {
        let rough = enclose_root(|s| Ok(profile.handing_on_gain(s)? - k), low, high, coarse)?;
        refine_root(&rough.with_precision(precision), |s| {
            let at = profile.handing_on_at(s)?;
            Ok((&at.gain - k, at.gain * at.tilt))
        })
    };
    let (unstable, stable) = (root(&low, &middle)?, root(&middle, &high)?);
    let saliency = |s: &Interval| profile.slope(s)?.reciprocal();
    let z = saliency(&stable)?;
    let dwell = z.divide(&profile.saliency_at(&stable)?)?.ln()?;
    Ok(Some(FixedPoints {
        unstable: saliency(&unstable)?,
        multiplier: multiplier(profile, &stable)?,
        stable: z,
        dwell,
    }))
}

/// The derivative of the handover at a fixed point that is lost at `s`.
fn multiplier(profile: &Profile, s: &Interval) -> Result<Interval> {
    let slope = profile.slope.coefficients(s, 1)?;
    let z = slope[0].reciprocal()?;
    let sigma = profile.retrieved_at(&z)?;
    let integral = profile.integral(s, &sigma)?;
    let (b, b_sigma) = (profile.saliency.coefficients(s, 1)?, profile.saliency.coefficients(&sigma, 1)?);
    let shift = profile.drive_at(&sigma)?.divide(&(&integral * &b_sigma[1]))?;
    let bend = slope[1].divide(&slope[0])?;
    let rate = profile.drive_at(s)?.divide(&integral)? - bend - b[1].divide(&b[0])?;
    // dZ'/ds = -Psi''/Psi'^2, and s moves by the shift over the rate.
    let rise = -slope[1].divide(&slope[0].square())?;
    (rise * shift).divide(&rate)
}

/// Whether a chain of reduced gain `k` that starts from `z` collapses within so many transitions: A2 from memory to memory.
///
/// **Errors**: [`Error::Undecided`] next to the threshold, and for a memory that dies in its dwell.
pub fn collapses_within(profile: &Profile, k: &Interval, z: &Interval, transitions: usize) -> Result<Decided<bool>> {
    let mut z = z.clone();
    let one = Rational::from(1);
    let mut alive = z.above(&one).decided("the first memory exists", &z)?;
    for _ in 0..transitions {
        z = profile.dwell(k, &z)?.next;
        alive = alive.and(z.above(&one).decided("the next memory exists", &z)?);
        if !alive.holds() {
            break;
        }
    }
    Ok(alive.not())
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
