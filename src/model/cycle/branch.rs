//! Cycles for whole intervals of the timescale ratio: one branch, covered by boxes that hang together.
//!
//! The inverse ratio `n = 1/eps` is a component of the state that stays as it is. A box is `y = y_0 + v (n - n_0) + r` for `n` within `s` of `n_0` and
//! `r` in a box `R`: a tube around a line that follows the cycles. With `D` the derivative of the return map over the whole tube in
//! `r` and along the line, `F(y, n) - y_0 - v (n - n_0)` lies in `E = F(y_0, n_0) - y_0 + D_r R + (D_n - v) [-s, s]` (mean value). If `E` lies inside `R` and
//! the norm of `D_r` is below one, the return map of every `n` has exactly one fixed point in the tube, which depends continuously on `n` (a
//! contraction, uniformly), and it lies in the smaller tube with `E` in place of `R`.
//!
//! Two tubes that meet at an `n` hold the same cycle there if at that `n` the smaller tube of the one lies inside the other.

use super::prove::contraction_in;
use super::{Found, ReturnMap};
use crate::error::{Error, Result};
use crate::model::activation::Activation;
use crate::model::parameters::Parameters;
use crate::numerics::events::Direction;
use crate::numerics::rational::{exact, power};
use crate::numerics::taylor::{Doubleton, Return, Section, Watch, enclose_return};
use crate::numerics::{Decided, Digits, Interval, Precision};
use rug::{Float, Rational};

/// Bits of the proofs.
const BITS: u32 = 64;
/// Bits of a centre and of a tangent: what a word of the proof holds.
const SHORT: u32 = 48;
/// Exponent of a tube's radius.
const RADIUS: i32 = -13;
/// Digits of the cycles at the ends of a tube.
const DIGITS: u32 = 12;

/// A tube of the section over an interval of the inverse timescale ratio, with what is proved of it.
#[derive(Debug, Clone)]
pub struct BranchBox {
    /// The ends of the interval of `1/eps`.
    pub inverse: (Rational, Rational),
    /// The point of the line in the middle of the interval.
    pub centre: Vec<Rational>,
    /// The direction of the line, per unit of `1/eps`.
    pub tangent: Vec<Rational>,
    /// The radius in every coordinate.
    pub radii: Vec<Rational>,
    /// The smaller tube around the line in which the cycles lie.
    pub within: Vec<Interval>,
    /// The norm of the derivative, from above.
    pub contraction: Float,
    /// The dwells, for every start in the tube.
    pub dwell: Interval,
}

/// A branch of cycles over an interval of the timescale ratio.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Whether every ratio of the interval has its cycle, all on one continuous branch.
    pub connected: Decided<bool>,
    /// The tubes, from the larger ratios to the smaller ones.
    pub boxes: Vec<BranchBox>,
}

impl Branch {
    /// The branch of cycles of a ring for all `1/eps` between two numbers.
    ///
    /// **Accuracy**: proved: for every ratio exactly one cycle goes through its tube, and it depends continuously on the ratio. **Errors**:
    /// [`Error::Domain`] for an empty interval or ends that 64 bits do not hold; [`Error::Undecided`] where no tube, however short, is shown to contract, or to hang together with the one
    /// before.
    pub fn prove(
        parameters: &Parameters,
        leak: &Rational,
        activation: Activation,
        (first, last): (&Rational, &Rational),
    ) -> Result<Self> {
        if first >= last {
            return Err(Error::domain("inverse ratio", first, "less than the other end of its interval"));
        }
        let at =
            |inverse: &Rational| ReturnMap::new(parameters.clone(), inverse.clone().recip(), leak.clone(), activation);
        let mut covered: Vec<BranchBox> = Vec::new();
        let (mut from, mut length) = (first.clone(), power(2, -6));
        let mut start = cycle(&at(first)?, None)?;
        while from < *last {
            let to = Rational::from(&from + &length).min(last.clone());
            let end = cycle(&at(&to)?, Some(&start))?;
            let tube = Tube::between(&at(first)?, (&from, &start), (&to, &end))?;
            match tube.prove(covered.last()) {
                Ok(proved) => {
                    covered.push(proved);
                    (from, start) = (to, end);
                    length = exact(&Float::with_val(8, length * Rational::from((9, 8))))?;
                }
                Err(error @ (Error::Undecided { .. } | Error::StepUnderflow { .. })) if length < power(2, -20) => {
                    return Err(error);
                }
                Err(Error::Undecided { .. } | Error::StepUnderflow { .. }) => length >>= 1u32,
                Err(error) => return Err(error),
            }
        }
        Ok(Self { connected: Decided::proved(true), boxes: covered })
    }
}

/// The point at which a cycle meets the section, from a neighbour's where there is one, and the derivative there.
fn cycle(map: &ReturnMap, near: Option<&super::Cycle>) -> Result<super::Cycle> {
    let digits = Digits::new(DIGITS)?;
    let found = match near {
        Some(cycle) => map.find_cycle_near(&cycle.section, digits)?,
        None => map.find_cycle(digits)?,
    };
    match found {
        Found::Cycle(cycle) => Ok(*cycle),
        Found::Nothing(why) => Err(Error::Undecided { question: "the network has a cycle", value: why.to_string() }),
    }
}

/// A tube before it is proved.
struct Tube {
    map: ReturnMap,
    inverse: (Rational, Rational),
    centre: Vec<Rational>,
    tangent: Vec<Rational>,
    radii: Vec<Rational>,
}

impl Tube {
    /// The tube around the secant through two cycles.
    fn between(
        map: &ReturnMap,
        (from, start): (&Rational, &super::Cycle),
        (to, end): (&Rational, &super::Cycle),
    ) -> Result<Self> {
        let length = Rational::from(to - from);
        let short = |x: Rational| exact(&Float::with_val(SHORT, x));
        let pairs = start.section.iter().zip(&end.section);
        let pairs = pairs.map(|(a, b)| Ok((exact(a)?, exact(b)?))).collect::<Result<Vec<_>>>()?;
        let centre = pairs.iter().map(|(a, b)| short(Rational::from(a + b) / 2u32)).collect::<Result<_>>()?;
        let tangent = pairs.iter().map(|(a, b)| short(Rational::from(b - a) / &length)).collect::<Result<_>>()?;
        Ok(Self {
            map: ReturnMap { network: map.network.clone().with_free_timescale() },
            inverse: (from.clone(), to.clone()),
            centre,
            tangent,
            radii: map.box_around(start, RADIUS, Precision::bits(BITS)?)?.radii,
        })
    }

    /// Half the length of the interval.
    fn half(&self) -> Rational {
        Rational::from(&self.inverse.1 - &self.inverse.0) / 2u32
    }

    /// Proves the tube, and that it hangs together with the one before.
    fn prove(self, before: Option<&BranchBox>) -> Result<BranchBox> {
        let mut radii = self.radii.clone();
        radii.push(self.half());
        let whole = self.flow(&radii)?;
        let middle = self.flow(&vec![Rational::new(); radii.len()])?;
        let rows: Vec<usize> = self.map.renamed(1).collect();
        let derivative: Vec<Vec<Interval>> = rows.iter().map(|&row| whole.derivative[row].clone()).collect();
        let within = |k: usize| {
            let moved = &middle.state[rows[k]] - &self.centre[k];
            let along = &derivative[k][self.radii.len()] - &self.tangent[k];
            let spread = derivative[k].iter().zip(&self.radii).map(|(d, r)| symmetric(d, r));
            spread.fold(moved + symmetric(&along, &self.half()), |sum, x| sum + &x)
        };
        let within: Vec<Interval> = (0..self.radii.len()).map(within).collect();
        let contraction = contraction_in(&self.radii, &derivative);
        if !inside(&within, &self.radii) || contraction >= 1 {
            let value = format!("derivative up to {}", contraction.to_string_radix(10, Some(6)));
            return Err(Error::Undecided { question: "the tube contracts into itself", value });
        }
        let Self { inverse, centre, tangent, radii, .. } = self;
        let proved = BranchBox { inverse, centre, tangent, radii, within, contraction, dwell: whole.time };
        match before {
            Some(before) if !before.leads_into(&proved) => Err(Error::Undecided {
                question: "a tube holds the cycle of the one before",
                value: proved.inverse.0.to_string(),
            }),
            _ => Ok(proved),
        }
    }

    /// The return of the points of the tube within some radii; the last one is along the line.
    fn flow(&self, radii: &[Rational]) -> Result<Return> {
        let (map, precision) = (&self.map, Precision::bits(BITS)?);
        let middle = Rational::from(&self.inverse.0 + &self.inverse.1) / 2u32;
        let embedded = |point: &[Rational], inverse: &Rational| -> Result<Vec<Float>> {
            map.state(point).iter().chain([inverse]).map(held).collect()
        };
        let unit = |k: usize| (0..self.radii.len()).map(|j| Rational::from(u32::from(j == k))).collect::<Vec<_>>();
        let columns = (0..self.radii.len()).map(|k| embedded(&unit(k), &Rational::new()));
        let columns = columns.chain([embedded(&self.tangent, &Rational::from(1))]).collect::<Result<Vec<_>>>()?;
        let radii = radii.iter().map(held).collect::<Result<Vec<_>>>()?;
        let set = Doubleton::spanned(&embedded(&self.centre, &middle)?, &columns, &radii)?;
        let watch = Watch { surface: map.section_surface(), direction: Direction::Falling };
        let section = Section { watch, starts_there: map.memories() == 2 };
        let settings = map.proof_settings(precision);
        enclose_return(map, &set, section, &map.patience(), precision, settings, &mut |_| Ok(()))
    }
}

/// The number as a float, exactly: a proof is about the tube itself.
fn held(x: &Rational) -> Result<Float> {
    let float = Float::with_val(BITS, x);
    if float != *x {
        return Err(Error::domain("inverse ratio", x, "a number that 64 bits hold exactly"));
    }
    Ok(float)
}

/// `d [-r, r]`.
fn symmetric(d: &Interval, r: &Rational) -> Interval {
    let reach = Interval::point(d.magnitude()) * r;
    reach.hull(&-&reach)
}

/// Whether deviations from a line lie inside radii.
fn inside(within: &[Interval], radii: &[Rational]) -> bool {
    within.iter().zip(radii).all(|(x, r)| *x.lower() > Rational::from(-r) && *x.upper() < *r)
}

impl BranchBox {
    /// The line's point at an end of the interval.
    fn at(&self, inverse: &Rational) -> Vec<Rational> {
        let middle = Rational::from(&self.inverse.0 + &self.inverse.1) / 2u32;
        let along = Rational::from(inverse - middle);
        self.centre.iter().zip(&self.tangent).map(|(c, v)| c + Rational::from(v * &along)).collect()
    }

    /// Whether the cycle at the end of this tube lies in the one that begins there.
    fn leads_into(&self, next: &Self) -> bool {
        let shared = &next.inverse.0;
        let (here, there) = (self.at(shared), next.at(shared));
        let moved = here.iter().zip(&there).map(|(a, b)| Rational::from(a - b));
        let seen: Vec<Interval> = self.within.iter().zip(moved).map(|(x, moved)| x + &moved).collect();
        self.inverse.1 == *shared && inside(&seen, &next.radii)
    }
}
