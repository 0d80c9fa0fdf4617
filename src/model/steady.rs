//! Chains and rings in steady state, followed through every dwell.
//!
//! In steady state every memory is held for one and the same time `T`, and the sum of all saliencies is that of the drives. What is left
//! follows from `T` by the flow:
//!
//! - a memory is lost at the saliency `theta'`; a dwell earlier it was entered with the saliency `Z` from which its own drive takes it
//!   there, so `dZ/dT` is minus its rate of change at `Z`;
//! - it then waits undriven for `P - 2` dwells, down to `w`, so `dw/dT` is `P - 2` times its rate of change at `w`;
//! - it is then driven for one dwell, from `w` to `x`. Both that time and that start vary with `T`: `dx/dT` is its rate of change at `x`
//!   plus `M dw/dT`, with `M` the derivative of the driven flow in its start.
//!
//! So `Z`, `w`, `M` and the *growth* `x - Z` solve a differential equation in `T`, made of the model's rates of change. What is to be
//! known of every dwell, hence of every saliency, is something to be known of one trajectory, and
//! [`enclose`](fn@crate::numerics::taylor::enclose) proves it: on each of its steps, an interval of dwells, growth has one sign, or one
//! slope and a change of sign.
//!
//! Dwells from zero to that with `Z = d`, the successor's drive, are all there is to follow: where `x >= d` the flow lowers `x`, and
//! `w <= theta' < d`, so no successor comes to exceed its drive, and no larger saliency grows.

use super::limit::LimitSystem;
use super::parameters::Topology;
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use crate::numerics::taylor::Watch;
use crate::numerics::{Decided, Interval, Precision};
use rug::Rational;

/// A saliency that is handed on unchanged in steady state.
#[derive(Debug, Clone)]
pub struct SteadyCycle {
    /// Time for which each memory is held.
    pub dwell: Interval,
    /// Saliency with which it is entered.
    pub saliency: Interval,
}

/// The components of the trajectory.
#[derive(Debug, Clone, Copy)]
struct Followed {
    /// `Z - theta'`.
    excess: Node,
    /// `x - Z`.
    growth: Node,
    /// `T`.
    dwell: Node,
}

/// Where the growth is in the state.
const GROWTH: usize = 1;
/// Number of components: excess, growth, waiting saliency, derivative, dwell.
const COMPONENTS: usize = 5;

impl LimitSystem {
    /// Every saliency that is handed on unchanged in steady state, by ascending dwell. Between them growth does not change its sign, and
    /// beyond the last one nothing grows: some saliency grows if and only if there is one.
    ///
    /// **Accuracy**: enclosures; that there are no others is part of what is proved. **Errors**: [`Error::Domain`] where memories are
    /// never left; [`Error::Undecided`] where the precision does not tell whether growth changes its sign (at the threshold no precision
    /// does); those of the integrator.
    ///
    /// ```
    /// use escapement::model::{LimitSystem, Parameters, Topology};
    /// use escapement::numerics::{Interval, Precision, rational::ratio};
    /// let precision = Precision::bits(128)?;
    /// let cycles = LimitSystem::new(Parameters::new(ratio(9, 2))?).steady_cycles(precision)?;
    /// // The chain's fixed points at gain 9/2.
    /// let saliencies = cycles.value().iter().map(|cycle| &cycle.saliency);
    /// assert!(saliencies.zip([ratio(3, 2), ratio(3, 1)]).all(|(found, known)| found.contains_rational(&known)));
    /// let ring = Parameters::new(ratio(5, 2))?.with_topology(Topology::Ring(3))?;
    /// assert!(LimitSystem::new(ring).steady_cycles(precision)?.value().is_empty());
    /// # Ok::<(), escapement::Error>(())
    /// ```
    pub fn steady_cycles(&self, precision: Precision) -> Result<Decided<Vec<SteadyCycle>>> {
        let top = self.largest_excess();
        let mut cycles = Vec::new();
        if top <= 0 {
            return Ok(Decided::proved(cycles));
        }
        let field = self.steady_field(|builder, followed| {
            let top = builder.constant(top.clone());
            vec![followed.growth, builder.sub(followed.excess, top)]
        })?;
        let watch =
            [Watch { surface: 0, direction: Direction::Either }, Watch { surface: 1, direction: Direction::Rising }];
        let mut state = self.steady_start(precision);
        loop {
            let (met, reached) = self.next_event(&field, &state, &watch, precision)?;
            match met[..] {
                [0] => {}
                [1] => return Ok(Decided::proved(cycles)),
                _ => return Err(both_at_once(&reached)),
            }
            state = reached;
            // That is where growth vanishes.
            state[GROWTH] = Interval::from_integer(0, precision);
            let [excess, .., dwell] = &state[..] else { unreachable!("the state has five components") };
            let lost = Interval::from_rational(&self.steady_threshold(), precision);
            cycles.push(SteadyCycle { dwell: dwell.clone(), saliency: excess + &lost });
        }
    }

    /// Whether, on a ring of two whose other memory stands at the threshold, every memory that is entered with an excess `u` over the
    /// threshold is left within the time `slowness * u`, and hands on a positive excess of at most `ratio * u`; for every excess that a
    /// memory can be handed.
    ///
    /// **Errors**: [`Error::Domain`] for anything but a ring of two that keeps its self-synapses; as [`LimitSystem::steady_cycles`].
    pub fn excess_shrinks(&self, ratio: &Rational, slowness: &Rational, precision: Precision) -> Result<Decided<bool>> {
        let parameters = self.parameters();
        if parameters.topology() != Topology::Ring(2) || parameters.neurons().is_some() {
            return Err(Error::domain("case", parameters, "a ring of two that keeps its self-synapses"));
        }
        let top = self.largest_excess();
        if top <= 0 {
            return Ok(Decided::proved(false));
        }
        let field = self.steady_field(|builder, followed| {
            let handed_on = builder.add(followed.excess, followed.growth);
            let (allowed, most) =
                (builder.scale(ratio.clone(), followed.excess), builder.scale(slowness.clone(), followed.excess));
            let (shrinks, quick) = (builder.sub(allowed, handed_on), builder.sub(most, followed.dwell));
            let top = builder.constant(top.clone());
            vec![handed_on, shrinks, quick, builder.sub(followed.excess, top)]
        })?;
        // All vanish with the dwell: one that is negative just after is met at once.
        let falling = (0..3).map(|surface| Watch { surface, direction: Direction::Falling });
        let watch: Vec<Watch> = falling.chain([Watch { surface: 3, direction: Direction::Rising }]).collect();
        let (met, _) = self.next_event(&field, &self.steady_start(precision), &watch, precision)?;
        Ok(Decided::proved(met == [3]))
    }

    /// The saliency `theta'` at which memories are lost in steady state: removed self-synapses raise it by the mean drive per neuron.
    fn steady_threshold(&self) -> Rational {
        let total: Rational = self.drive(0).iter().sum();
        let shared = self.parameters().neurons().map_or_else(Rational::new, |neurons| total / Rational::from(neurons));
        self.parameters().threshold() + shared
    }

    /// By how much the largest saliency that can grow exceeds `theta'`.
    fn largest_excess(&self) -> Rational {
        self.drive(0)[1].clone() - self.steady_threshold()
    }

    /// Number of dwells for which a memory waits; on a chain no memory returns.
    fn dwells_waited(&self) -> usize {
        match self.parameters().topology() {
            Topology::Chain => 0,
            Topology::Ring(memories) => memories - 2,
        }
    }

    /// The state with a dwell of zero: every memory of a ring stands at `theta'`, those to come on a chain at zero.
    fn steady_start(&self, precision: Precision) -> Vec<Interval> {
        let lost = self.steady_threshold();
        let (growth, waiting) = match self.parameters().topology() {
            Topology::Chain => (-lost, Rational::new()),
            Topology::Ring(_) => (Rational::new(), lost),
        };
        let start: [Rational; COMPONENTS] = [Rational::new(), growth, waiting, Rational::from(1), Rational::new()];
        start.iter().map(|value| Interval::from_rational(value, precision)).collect()
    }

    /// The trajectory in the dwell, with surfaces made from what is followed.
    fn steady_field(&self, surfaces: impl Fn(&mut FieldBuilder, Followed) -> Vec<Node>) -> Result<VectorField> {
        if self.is_locked(0) {
            return Err(Error::domain("gain", self.parameters().gain(), "below the lock gain"));
        }
        let drive = self.drive(0);
        let mut builder = FieldBuilder::new(COMPONENTS);
        let [excess, growth, waiting, derivative, dwell]: [Node; COMPONENTS] =
            std::array::from_fn(|component| builder.state(component));
        let lost = builder.constant(self.steady_threshold());
        let entered = builder.add(excess, lost);
        let handed_on = builder.add(entered, growth);
        let own = self.rate(&mut builder, &drive[0], entered);
        let driven = self.rate(&mut builder, &drive[1], handed_on);
        let undriven = self.rate(&mut builder, &Rational::new(), waiting);
        let longer = builder.scale(Rational::from(self.dwells_waited()), undriven);
        let inherited = builder.mul(derivative, longer);
        let rise = builder.add(driven, inherited);
        // The rate of change is affine in the saliency: its linear part moves the derivative.
        let spread = self.rate(&mut builder, &Rational::new(), derivative);
        let (earlier, growing) = (builder.neg(own), builder.add(rise, own));
        let unit = builder.constant(Rational::from(1));
        let surfaces = surfaces(&mut builder, Followed { excess, growth, dwell });
        Ok(builder.finish(vec![earlier, growing, longer, spread, unit], surfaces))
    }

    /// The surfaces that are met first, and the state then.
    fn next_event(
        &self,
        field: &VectorField,
        state: &[Interval],
        watch: &[Watch],
        precision: Precision,
    ) -> Result<(Vec<usize>, Vec<Interval>)> {
        let reached = self.until_event(field, state, watch, "the dwell that is looked for exists", precision)?;
        Ok((reached.event.map_or_else(Vec::new, |event| event.surfaces), reached.state))
    }
}

/// Growth vanishes where no memory's can, as far as the precision tells.
fn both_at_once(state: &[Interval]) -> Error {
    Error::Undecided { question: "growth vanishes before its last dwell", value: state[GROWTH].to_string() }
}
