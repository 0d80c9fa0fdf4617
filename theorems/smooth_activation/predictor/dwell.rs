//! A1, A2 and A6: one dwell, what it hands on, and what becomes of a chain within a few of them.

use super::Profile;
use crate::error::Result;
use crate::numerics::quadrature::Panel;
use crate::numerics::rational::exact;
use crate::numerics::roots::enclose_root;
use crate::numerics::{Algebraic, Certainty, Decided, Interval};
use rug::Rational;

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
}

/// Whether a chain of reduced gain `k` that starts from `z` collapses within so many transitions: A2 from memory to memory.
///
/// **Errors**: [`Error::Undecided`](crate::Error::Undecided) next to the threshold, and for a memory that dies in its dwell.
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
    Ok(!alive)
}
