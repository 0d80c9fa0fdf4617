//! The proof that one cycle goes through a box of the section, and that it attracts the box.
//!
//! Let `B` be a box on the section from which every trajectory returns. If `F(B)` lies inside `B`, then `F` has a fixed point there
//! (Brouwer). If besides the derivative of `F` has a norm below one on all of `B`, which is convex, then `F` is a contraction there: the
//! fixed point is the only one in `B`, and every trajectory from `B` tends to its cycle. The norm is the largest sum along a row, each
//! coordinate measured in the radius of `B`. If on the other hand `F(B)` and `B` have no point in common, no cycle of this kind goes
//! through `B`. HardTanh has kinks: there the enclosed derivatives are generalised ones, which bound how far two trajectories part just
//! the same.
//!
//! That memory 0 is the one retrieved all along is read off the boxes around the way: `c_0 > |c_nu|` for every other memory, but for the one
//! that is left, whose component is equal at first, and the one that is entered, whose component is at last. The first is below as long
//! as `c_0 - c_{P-1}` has only grown, which the field over the box tells; the other before the first return, by what that is.

use super::{Cycle, ReturnMap};
use crate::error::{Error, Result};
use crate::model::memories::SignClass;
use crate::numerics::events::Direction;
use crate::numerics::field::VectorField;
use crate::numerics::rational::{exact, power};
use crate::numerics::taylor::{Doubleton, Piecewise, Section, Settings, Tube, Watch, enclose_return};
use crate::numerics::{Certainty, Decided, Interval, Precision};
use rug::float::Round;
use rug::{Float, Rational};

/// A box on the section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionBox {
    /// Its centre.
    pub centre: Vec<Rational>,
    /// Its radius in every coordinate.
    pub radii: Vec<Rational>,
}

/// A box with what is proved of it.
#[derive(Debug, Clone)]
pub struct ProvedBox {
    /// The box.
    pub start: SectionBox,
    /// The bits of the proof.
    pub precision: Precision,
    /// What is proved.
    pub inclusion: Inclusion,
}

/// What is proved of a box.
#[derive(Debug, Clone)]
pub struct Inclusion {
    /// How many cycles go through the box: one, which attracts all of it, or none.
    pub cycles: Decided<u32>,
    /// Whether the memories are known to be visited in turn, each with the largest component for its whole dwell.
    pub in_order: Option<Decided<bool>>,
    /// Time to the return, for every start in the box.
    pub dwell: Interval,
    /// The image of the box.
    pub image: Vec<Interval>,
    /// The derivative of the return map on the box.
    pub derivative: Vec<Vec<Interval>>,
    /// How far the image reaches, in radii: below one where it lies inside.
    pub reach: Float,
    /// The norm of the derivative, from above.
    pub contraction: Float,
    /// Steps taken.
    pub steps: usize,
}

impl Piecewise for ReturnMap {
    fn kinks(&self) -> Vec<Vec<usize>> {
        self.network.kinks()
    }

    fn field(&self, pieces: &[usize]) -> VectorField {
        Self::field(self, pieces)
    }
}

impl ReturnMap {
    /// How many cycles go through a box of the section, with all that the proof found on the way.
    ///
    /// **Accuracy**: proved; a cycle is counted that visits all memories alike. **Errors**: [`Error::Domain`] for a box of another dimension, a
    /// centre with more bits than the precision or a radius that is not positive; [`Error::Undecided`] when the image neither lies inside the box nor avoids it, or the
    /// derivative is not small enough; those of [`enclose_return`].
    pub fn cycles_through(&self, start: &SectionBox, precision: Precision) -> Result<Inclusion> {
        let set = self.doubleton(start, precision)?;
        let watch = Watch { surface: self.section_surface(), direction: Direction::Falling };
        // The return's surface is that of the start when there are two memories only.
        let section = Section { watch, starts_there: self.memories() == 2 };
        let mut order = Order { map: self, only_grown: true, holds: true };
        let settings = Settings::default();
        let met =
            enclose_return(self, &set, section, &self.patience(), precision, settings, &mut |tube| order.see(tube))?;
        let image: Vec<Interval> = self.renamed(1).map(|component| met.state[component].clone()).collect();
        let derivative: Vec<Vec<Interval>> =
            self.renamed(1).map(|component| met.derivative[component].clone()).collect();
        let (reach, contraction) = (reach(start, &image), contraction(start, &derivative));
        let in_order = order.holds.then(|| Decided::proved(true));
        let cycles = Decided::proved(count(start, &image, &reach, &contraction)?);
        Ok(Inclusion { cycles, in_order, dwell: met.time, image, derivative, reach, contraction, steps: met.steps })
    }

    /// Proves that one cycle goes through a box around what was found, the widest of a few that contracts into itself.
    ///
    /// **Errors**: as [`ReturnMap::cycles_through`] for the last box that was tried.
    pub fn prove_cycle(&self, cycle: &Cycle) -> Result<ProvedBox> {
        const TRIALS: [(i32, u32); 4] = [(-14, 64), (-17, 64), (-24, 96), (-48, 128)];
        let mut last = Error::Undecided { question: "the box contracts into itself", value: "no box tried".to_owned() };
        for (exponent, bits) in TRIALS {
            match self.prove_box(cycle, exponent, Precision::bits(bits)?) {
                Err(error @ (Error::Undecided { .. } | Error::StepUnderflow { .. })) => last = error,
                other => return other,
            }
        }
        Err(last)
    }

    /// The same cycle in a box as narrow as 256 bits allow, for the digits of the dwell and of the state.
    ///
    /// **Errors**: as [`ReturnMap::cycles_through`].
    pub fn prove_narrowly(&self, cycle: &Cycle) -> Result<ProvedBox> {
        self.prove_box(cycle, -200, Precision::bits(256)?)
    }

    fn prove_box(&self, cycle: &Cycle, exponent: i32, precision: Precision) -> Result<ProvedBox> {
        let start = self.box_around(cycle, exponent, precision)?;
        let inclusion = self.cycles_through(&start, precision)?;
        Ok(ProvedBox { start, precision, inclusion })
    }

    /// The box of radius `2^exponent` around what was found, at a precision: smaller in the coordinates in which the map spreads less.
    ///
    /// **Errors**: [`Error::Undefined`] for a state that is not finite.
    pub fn box_around(&self, cycle: &Cycle, exponent: i32, precision: Precision) -> Result<SectionBox> {
        let rounded = |x: &Float| exact(&Float::with_val(precision.get(), x));
        let radius = power(2, exponent);
        Ok(SectionBox {
            centre: cycle.section.iter().map(rounded).collect::<Result<_>>()?,
            radii: shares(&cycle.derivative)?.iter().map(|share| Rational::from(share * &radius)).collect(),
        })
    }

    /// The box as a set of states.
    fn doubleton(&self, start: &SectionBox, precision: Precision) -> Result<Doubleton> {
        let (dimension, bits) = (self.dimension(), precision.get());
        if start.centre.len() != dimension || start.radii.len() != dimension {
            let value = format!("{} coordinates and {} radii", start.centre.len(), start.radii.len());
            return Err(Error::domain("box", value, "one coordinate and one radius per coordinate of the section"));
        }
        if let Some(radius) = start.radii.iter().find(|radius| **radius <= 0) {
            return Err(Error::domain("radius", radius, "a number greater than 0"));
        }
        let centre: Vec<Float> = start.centre.iter().map(|x| Float::with_val(bits, x)).collect();
        if let Some((_, x)) = centre.iter().zip(&start.centre).find(|(float, x)| **float != **x) {
            return Err(Error::domain("centre", x, "a number that the working precision holds exactly"));
        }
        let column = |k: usize| {
            let entry = |component| Float::with_val(bits, i32::from(self.coordinate(component) == k));
            (0..2 * self.memories()).map(entry).collect()
        };
        let columns: Vec<Vec<Float>> = (0..dimension).map(column).collect();
        let radii: Vec<Float> = start.radii.iter().map(|r| Float::with_val_round(bits, r, Round::Up).0).collect();
        Doubleton::spanned(&self.state(&centre), &columns, &radii)
    }
}

/// The shares of a radius in which the derivative has the least norm: the largest eigenvector of its magnitudes, from 1/8 to 1.
fn shares(derivative: &[Vec<Float>]) -> Result<Vec<Rational>> {
    const SWEEPS: usize = 32;
    const BITS: u32 = 8;
    let mut shares = vec![Float::with_val(64, 1); derivative.len()];
    for _ in 0..SWEEPS {
        let row = |row: &Vec<Float>| {
            row.iter()
                .zip(&shares)
                .fold(Float::new(64), |sum, (x, share)| sum + Float::with_val(64, x.abs_ref()) * share)
        };
        let next: Vec<Float> = derivative.iter().map(row).collect();
        let largest = next.iter().fold(Float::new(64), |a, b| a.max(b));
        let within = |x: Float| (x / &largest).max(&Float::with_val(64, Float::i_exp(1, -3)));
        shares = next.into_iter().map(within).collect();
    }
    shares.iter().map(|share| exact(&Float::with_val(BITS, share))).collect()
}

/// How many cycles go through a box with that image.
fn count(start: &SectionBox, image: &[Interval], reach: &Float, contraction: &Float) -> Result<u32> {
    let apart = |((x, c), r): ((&Interval, &Rational), &Rational)| {
        let (low, high) = (Rational::from(c - r), Rational::from(c + r));
        *x.lower() > high || *x.upper() < low
    };
    if image.iter().zip(&start.centre).zip(&start.radii).any(apart) {
        return Ok(0);
    }
    if *reach < 1 && *contraction < 1 {
        return Ok(1);
    }
    let decimal = |x: &Float| x.to_string_radix(10, Some(6));
    let value = format!("image up to {} radii, derivative up to {}", decimal(reach), decimal(contraction));
    Err(Error::Undecided { question: "the box contracts into itself", value })
}

/// The largest distance of an image from the centre, in radii, from above.
fn reach(start: &SectionBox, image: &[Interval]) -> Float {
    let share =
        |((x, c), r): ((&Interval, &Rational), &Rational)| ((x - c) * &Rational::from(r.recip_ref())).magnitude();
    image.iter().zip(&start.centre).zip(&start.radii).map(share).fold(Float::new(64), |a, b| a.max(&b))
}

/// The largest sum of magnitudes along a row, every coordinate in its radius, from above.
fn contraction(start: &SectionBox, derivative: &[Vec<Interval>]) -> Float {
    let row = |(row, own): (&Vec<Interval>, &Rational)| {
        let terms =
            row.iter().zip(&start.radii).map(|(x, r)| Interval::point(x.magnitude()) * &Rational::from(r / own));
        let sum = terms.reduce(|a, b| &a + &b).map(|sum| sum.upper().clone());
        sum.unwrap_or_else(|| Float::new(64))
    };
    derivative.iter().zip(&start.radii).map(row).fold(Float::new(64), |a, b| a.max(&b))
}

/// Whether memory 0 keeps the largest component on its way to the return.
struct Order<'m> {
    map: &'m ReturnMap,
    /// Whether `c_0 - c_{P-1}` has only grown since the start.
    only_grown: bool,
    holds: bool,
}

impl Order<'_> {
    /// Takes note of a stretch.
    fn see(&mut self, tube: &Tube) -> Result<()> {
        let (memories, states) = (self.map.memories(), &tube.states);
        self.only_grown = self.only_grown && self.grows(states)?;
        let above = |nu: usize| (&states[0] - &states[nu]).positive() == Certainty::Certainly;
        let below = |nu: usize| (&states[0] + &states[nu]).positive() == Certainty::Certainly;
        // With two memories the one that is entered is the one that was left: leaving it is all there is to see.
        let left = memories - 1;
        let of_left = self.only_grown || (memories == 2 && tube.from > 0) || above(left);
        let of_entered = memories == 2 || tube.from > 0 || above(1);
        let of_others = (2..left).all(above) && (1..memories).all(below);
        self.holds = self.holds && of_left && of_entered && of_others;
        Ok(())
    }

    /// Whether `c_0 - c_{P-1}` certainly grows on a box, whatever pieces of the activation it meets.
    fn grows(&self, states: &[Interval]) -> Result<bool> {
        let (network, memories) = (&self.map.network, self.map.memories());
        let (activation, slope) = (network.activation(), network.parameters().slope());
        let signed = |x: &Interval, sign: i8| if sign > 0 { x.clone() } else { -x };
        let sum = |terms: &mut dyn Iterator<Item = Interval>| terms.reduce(|a, b| &a + &b);
        let output = |unit: &SignClass| {
            let received = sum(&mut unit.signs.iter().zip(states).map(|(&sign, c)| signed(c, sign)));
            received.map_or_else(|| Ok(states[0].clone()), |received| activation.value(&(received * slope)))
        };
        let outputs = network.units().iter().map(output).collect::<Result<Vec<_>>>()?;
        // eps c_mu' = alpha_mu (m_mu + delta) - c_mu
        let pull = |memory: usize| {
            let shares = network.units().iter().zip(&outputs);
            let overlap = sum(&mut shares.map(|(unit, x)| signed(x, unit.signs[memory]) * &unit.share));
            overlap.map(|overlap| &states[memories + memory] * &(overlap + network.leak()) - &states[memory])
        };
        let rate = pull(0).zip(pull(memories - 1)).map(|(of_entered, of_left)| of_entered - &of_left);
        Ok(rate.is_some_and(|rate| rate.positive() == Certainty::Certainly))
    }
}
