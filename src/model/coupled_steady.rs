//! Chains and rings with wide couplings in steady state, followed through every dwell.
//!
//! As in [`steady`](super::LimitSystem::steady_cycles): a sequence in order, all of whose dwells are one and the same time `T`, solves a
//! differential equation in `T`. Here a memory is driven in each of the `K` dwells before its own, with the drive `d_k` when it is `k` ahead
//! (`K` is how far ahead memories are driven; on a ring, all others are). With `v_K` what it begins with (nothing on a chain, the saliency
//! at which memories are lost on a ring) and `v_{k-1}` what the flow under `d_k` makes of `v_k` in the time `T`,
//!
//! ```text
//! dv_{k-1}/dT = rate(d_k, v_{k-1}) + M dv_k/dT,   dM/dT = rate(0, M),   dZ/dT = -rate(d_0, Z),   Z = theta at T = 0,
//! ```
//!
//! and `v_0` is handed on for `Z`. No `v` exceeds the largest drive, so beyond it no saliency grows.

use super::coupled::{CoupledSystem, Standing};
use super::limit::LimitSystem;
use super::parameters::Topology;
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use crate::numerics::taylor::{Settings, Watch, enclose};
use crate::numerics::{Decided, Interval, Precision};
use rug::Rational;

/// A sequence in order that repeats itself from memory to memory.
#[derive(Debug, Clone)]
pub struct CoupledCycle {
    /// Time for which each memory is held.
    pub dwell: Interval,
    /// Saliency with which it is entered.
    pub saliency: Interval,
    /// Saliencies of the memories ahead at that moment, the successor's first.
    pub ahead: Vec<Interval>,
}

/// Where the growth `v_0 - Z` is in the state; `Z - theta` comes before it, then `v_1, v_2, ...`, `M` and `T`.
const GROWTH: usize = 1;

impl CoupledSystem {
    /// Every saliency that is handed on unchanged in steady state, by ascending dwell. Between them growth does not change its sign, and
    /// beyond the last one nothing grows: some saliency grows if and only if there is one. Whether the successor is then the most salient
    /// memory is not asked.
    ///
    /// **Accuracy**: enclosures; that there are no others is part of what is proved. **Errors**: [`Error::Domain`] where memories are
    /// never left; [`Error::Undecided`] where the precision does not tell whether growth changes its sign; those of the integrator.
    ///
    /// ```
    /// use escapement::model::{CoupledSystem, Couplings, Parameters};
    /// use escapement::numerics::{Precision, rational::ratio};
    /// let couplings = Couplings::new(vec![ratio(0, 1), ratio(1, 1), ratio(3, 10)])?;
    /// let precision = Precision::bits(128)?;
    /// let cycles = |gain| CoupledSystem::new(Parameters::new(gain)?, &couplings)?.steady_cycles(precision);
    /// assert!(cycles(ratio(346, 100))?.value().is_empty());
    /// assert_eq!(cycles(ratio(347, 100))?.value().len(), 2);
    /// # Ok::<(), escapement::Error>(())
    /// ```
    pub fn steady_cycles(&self, precision: Precision) -> Result<Decided<Vec<CoupledCycle>>> {
        let top = self.largest_excess();
        let mut cycles = Vec::new();
        if top <= 0 {
            return Ok(Decided::proved(cycles));
        }
        let field = self.steady_field(Some(&top))?;
        let watch =
            [Watch { surface: 0, direction: Direction::Either }, Watch { surface: 1, direction: Direction::Rising }];
        let base = LimitSystem::new(self.parameters().clone());
        let mut state = self.steady_start(precision);
        loop {
            let reached = base.until_event(&field, &state, &watch, "the dwell that is looked for exists", precision)?;
            match reached.event.map(|event| event.surfaces).as_deref() {
                Some([0]) => {}
                Some([1]) => return Ok(Decided::proved(cycles)),
                _ => {
                    let value = reached.state[GROWTH].to_string();
                    return Err(Error::Undecided { question: "growth vanishes before its last dwell", value });
                }
            }
            state = reached.state;
            // That is where growth vanishes.
            state[GROWTH] = Interval::from_integer(0, precision);
            cycles.push(self.read(&state));
        }
    }

    /// The state of a sequence all of whose dwells have had the given length, when a memory is entered.
    ///
    /// **Accuracy**: enclosures. **Errors**: as [`CoupledSystem::steady_cycles`].
    pub fn steady_state(&self, dwell: &Rational, precision: Precision) -> Result<Standing> {
        let start = self.steady_start(precision);
        let reached = enclose(&self.steady_field(None)?, &start, dwell, &[], precision, Settings::default())?;
        let cycle = self.read(&reached.state);
        self.standing(std::iter::once(cycle.saliency).chain(cycle.ahead).collect(), precision)
    }

    /// What the components of the trajectory say of a sequence.
    fn read(&self, state: &[Interval]) -> CoupledCycle {
        let threshold = self.parameters().threshold();
        let mut ahead = state[GROWTH + 1..state.len() - 2].to_vec();
        ahead.push(Interval::from_rational(&self.begins_with(), state[0].precision()));
        CoupledCycle { dwell: state[state.len() - 1].clone(), saliency: &state[0] + &threshold, ahead }
    }

    /// What a memory has when it is first driven.
    fn begins_with(&self) -> Rational {
        match self.parameters().topology() {
            Topology::Chain => Rational::new(),
            Topology::Ring(_) => self.parameters().threshold(),
        }
    }

    /// By how much the largest saliency that can grow exceeds the threshold.
    fn largest_excess(&self) -> Rational {
        let largest = (1..=self.reach()).map(|ahead| self.drive(0, ahead)).max().unwrap_or_default();
        largest - self.parameters().threshold()
    }

    /// The state with a dwell of zero.
    fn steady_start(&self, precision: Precision) -> Vec<Interval> {
        let begun = self.begins_with();
        let growth = Rational::from(&begun - &self.parameters().threshold());
        let ahead = std::iter::repeat_n(begun, self.reach() - 1);
        let start = [Rational::new(), growth].into_iter().chain(ahead).chain([Rational::from(1), Rational::new()]);
        start.map(|value| Interval::from_rational(&value, precision)).collect()
    }

    /// The trajectory in the dwell, with growth as a surface, and a second one where the excess reaches `top`.
    fn steady_field(&self, top: Option<&Rational>) -> Result<VectorField> {
        let threshold = self.parameters().threshold();
        if self.drive(0, 0) >= threshold {
            return Err(Error::domain("gain", self.parameters().gain(), "below the lock gain"));
        }
        let base = LimitSystem::new(self.parameters().clone());
        let (reach, mut builder) = (self.reach(), FieldBuilder::new(self.reach() + 3));
        let state: Vec<Node> = (0..reach + 3).map(|component| builder.state(component)).collect();
        let (excess, growth, spread) = (state[0], state[GROWTH], state[reach + 1]);
        let lost = builder.constant(threshold);
        let entered = builder.add(excess, lost);
        let handed_on = builder.add(entered, growth);
        let own = base.rate(&mut builder, &self.drive(0, 0), entered);
        // From the memory that is driven first to the one that is handed on.
        let mut rises: Vec<Node> = Vec::new();
        for ahead in (1..=reach).rev() {
            let value = if ahead == 1 { handed_on } else { state[GROWTH + ahead - 1] };
            let driven = base.rate(&mut builder, &self.drive(0, ahead), value);
            let inherited = rises.last().map(|&rise| builder.mul(spread, rise));
            rises.push(inherited.map_or(driven, |inherited| builder.add(driven, inherited)));
        }
        let handed_on_rises = rises.pop().unwrap_or(own);
        let (earlier, growing) = (builder.neg(own), builder.add(handed_on_rises, own));
        let spreads = base.rate(&mut builder, &Rational::new(), spread);
        let unit = builder.constant(Rational::from(1));
        let derivatives = [earlier, growing].into_iter().chain(rises.into_iter().rev()).chain([spreads, unit]);
        let derivatives = derivatives.collect();
        let mut surfaces = vec![growth];
        if let Some(top) = top {
            let top = builder.constant(top.clone());
            surfaces.push(builder.sub(excess, top));
        }
        Ok(builder.finish(derivatives, surfaces))
    }
}
