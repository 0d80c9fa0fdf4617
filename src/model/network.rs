//! The network with two timescales: neurons, synapses that the input sets, and the input that the outputs drive.
//!
//! ```text
//! fast   eps tau_u x' = -x + W(u) Psi(g x) + delta u
//! slow       tau_u u' = -u + R Psi(g x)
//! ```
//!
//! Saliencies `alpha_mu = xi_mu . u / N` and overlaps `m_mu = xi_mu . Psi / N` apply the matrices: `W Psi = sum alpha_mu m_mu
//! xi_mu`, less `(S/N) Psi` with `S = sum alpha_mu` where self-synapses are removed, and `R Psi = sum (R m)_mu xi_mu`.
//!
//! The equations are written in three kinds of coordinates, which describe the same solutions: neuron by neuron, sign class
//! by sign class (neurons that share their signs in all memories do the same), and, with self-synapses kept, in the span of
//! the memories, `x = sum c_mu xi_mu`, at a cost that does not depend on the number of neurons.

use super::activation::Activation;
use super::couplings::Couplings;
use super::gains::UnequalGains;
use super::memories::{Memories, SignClass, inverse, times};
use super::noise::FrozenNoise;
use super::overlaps::{Form, combination, weighted, write_overlaps};
use super::parameters::{Parameters, Topology};
use super::reasoning::network_matrix;
use crate::error::{Error, Result};
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use nalgebra::DMatrix;
use rug::Rational;
use std::ops::Range;

/// What the fast state is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinates {
    /// One `x_i` and one `u_i` per neuron.
    Neurons,
    /// One `x_s` per sign class, and the saliencies.
    Classes,
    /// One component `c_mu` per memory, and the saliencies.
    Span,
}

/// How memories that are not orthogonal are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Saliencies, overlaps and the second factors of both matrices are taken with the dual patterns: `W = (1/N) sum alpha_mu xi_mu eta_mu^T`.
    Projection,
    /// With the patterns themselves, as if they were orthogonal: `W = (1/N) sum alpha_mu xi_mu xi_mu^T`.
    Hebbian,
}

/// The network: its parameters, its memories, and the coordinates it is written in.
///
/// ```
/// use escapement::model::{Activation, Coordinates, Memories, Network, Parameters, Topology, Watched};
/// use escapement::numerics::rational::ratio;
/// let parameters = Parameters::new(ratio(6, 1))?.with_topology(Topology::Ring(2))?;
/// let network = Network::new(parameters, Memories::full(2)?, ratio(1, 20))?
///     .with_leak(ratio(1, 1000))?
///     .with_activation(Activation::Tanh);
/// assert_eq!(network.field(&[0, 0], Watched::Nothing).dimension(), 4);
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    parameters: Parameters,
    activation: Activation,
    timescale_ratio: Rational,
    leak: Rational,
    coordinates: Coordinates,
    frozen: bool,
    measured: bool,
    noise: Option<FrozenNoise>,
    reasoning: DMatrix<Rational>,
    /// Neurons or sign classes, by the coordinates.
    units: Vec<SignClass>,
    /// With what weight the output of every unit counts in the overlap of each memory, where that is not its sign.
    readings: Option<Vec<Vec<Rational>>>,
    /// For memories that are not orthogonal, what the readings are made with.
    duals: Option<DMatrix<Rational>>,
    /// Under the Hebbian rule, how a memory's drive counts in the saliency of each.
    gram: Option<DMatrix<Rational>>,
    memories: usize,
}

/// The retrieved memory, `+1` or `-1` times its pattern, as the overlaps tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retrieved {
    /// Its number.
    pub memory: usize,
    /// Whether the pattern is retrieved or its opposite.
    pub sign: i8,
}

/// What the overlaps are watched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// Nothing.
    Nothing,
    /// A rival that reaches the retrieved memory.
    Rivals(Retrieved),
    /// A memory whose overlap, with its sign, reaches one half.
    Entry(Retrieved),
    /// The component of one memory reaching that of another, in span coordinates.
    Handover {
        /// The memory that is left.
        from: usize,
        /// The memory that is entered.
        to: usize,
    },
}

impl Network {
    /// The network in span coordinates, with HardTanh neurons and no leak; `timescale_ratio` is `eps = tau_x/tau_u > 0`.
    ///
    /// On a ring memory `mu` drives `mu + 1` modulo their number, on a chain the last memory drives none. With
    /// [`Parameters::neurons`] set, self-synapses are removed and the coordinates are those of the sign classes.
    ///
    /// **Errors**: [`Error::Domain`] for a ratio that is not positive, or a ring of another number of memories.
    pub fn new(parameters: Parameters, memories: Memories, timescale_ratio: Rational) -> Result<Self> {
        memories.check_orthogonal()?;
        Self::of(parameters, &memories, timescale_ratio)
    }

    /// The network of memories that need not be orthogonal, written by classes and without leak.
    ///
    /// **Errors**: as [`Network::new`]; [`Error::Domain`] for removed self-synapses.
    pub fn correlated(
        parameters: Parameters,
        memories: &Memories,
        timescale_ratio: Rational,
        rule: Rule,
    ) -> Result<Self> {
        if let Some(neurons) = parameters.neurons() {
            let domain = "left out with memories that are not orthogonal, for which self-synapses are kept";
            return Err(Error::domain("neurons", neurons, domain));
        }
        let network = Self::of(parameters, memories, timescale_ratio)?.by_classes();
        let (duals, gram) = match rule {
            Rule::Projection => (Some(memories.duals()?), None),
            Rule::Hebbian => (None, Some(memories.gram())),
        };
        let readings = duals.as_ref().map(|duals| readings(&network.units, duals));
        Ok(Self { readings, duals, gram, ..network })
    }

    fn of(parameters: Parameters, memories: &Memories, timescale_ratio: Rational) -> Result<Self> {
        if timescale_ratio <= 0 {
            return Err(Error::domain("epsilon", timescale_ratio, "a number greater than 0"));
        }
        let count = memories.count();
        if let Topology::Ring(expected) = parameters.topology()
            && expected != count
        {
            return Err(Error::domain("memories", count, "as many as the ring has"));
        }
        let kept = parameters.neurons().is_none();
        Ok(Self {
            reasoning: network_matrix(&parameters, count),
            parameters,
            activation: Activation::HardTanh,
            timescale_ratio,
            leak: Rational::new(),
            coordinates: if kept { Coordinates::Span } else { Coordinates::Classes },
            frozen: false,
            measured: false,
            noise: None,
            readings: None,
            duals: None,
            gram: None,
            units: memories.sign_classes(),
            memories: count,
        })
    }

    /// Leak `delta >= 0` of the input into the fast network.
    pub fn with_leak(self, leak: Rational) -> Result<Self> {
        if leak < 0 {
            return Err(Error::domain("leak", leak, "a number that is not negative"));
        }
        if leak != 0 && self.gram.is_some() {
            return Err(Error::domain("leak", leak, "0 under the Hebbian rule, which needs none"));
        }
        Ok(Self { leak, ..self })
    }

    /// With a memory driving several others, by any couplings in place of self-coupling and successor.
    ///
    /// **Errors**: [`Error::Domain`] for a self-coupling besides, which is the first of the couplings.
    pub fn with_couplings(self, couplings: &Couplings) -> Result<Self> {
        if *self.parameters.self_coupling() != 0 {
            let domain = "0 with couplings, whose first number it is";
            return Err(Error::domain("self-coupling", self.parameters.self_coupling(), domain));
        }
        let (gain, topology) = (self.parameters.gain(), self.parameters.topology());
        Ok(Self { reasoning: couplings.reasoning(gain, topology, self.memories), ..self })
    }

    /// Another activation.
    #[must_use]
    pub fn with_activation(self, activation: Activation) -> Self {
        Self { activation, ..self }
    }

    /// With a gain for every memory, with which it drives its successor and, times rho, itself; the list repeats along the memories.
    ///
    /// **Errors**: [`Error::Domain`] for an empty list, and a gain that is not positive.
    pub fn with_gains(mut self, gains: &[Rational]) -> Result<Self> {
        let gains = UnequalGains::of_unit_slope(gains.to_vec())?;
        let unit = self.parameters.gain();
        for (memory, mut column) in self.reasoning.column_iter_mut().enumerate() {
            let share = Rational::from(gains.gain(memory) / unit);
            column.iter_mut().for_each(|entry| *entry *= &share);
        }
        Ok(self)
    }

    /// Written sign class by sign class.
    #[must_use]
    pub fn by_classes(self) -> Self {
        Self { coordinates: Coordinates::Classes, ..self }
    }

    /// Written neuron by neuron, equations as they stand.
    ///
    /// **Errors**: [`Error::Domain`] when these are other memories than the network was made of.
    pub fn by_neurons(self, memories: &Memories) -> Result<Self> {
        if memories.sign_classes() != self.units {
            return Err(Error::domain("memories", memories.count(), "the memories the network was made of"));
        }
        let share = Rational::from((1, memories.neurons() as u64));
        let rows = memories.patterns().row_iter();
        let units: Vec<SignClass> =
            rows.map(|row| SignClass { signs: row.iter().copied().collect(), share: share.clone() }).collect();
        let readings = self.duals.as_ref().map(|duals| readings(&units, duals));
        Ok(Self { coordinates: Coordinates::Neurons, units, readings, ..self })
    }

    /// With the input held fixed: the fast network alone.
    #[must_use]
    pub fn frozen(self) -> Self {
        Self { frozen: true, ..self }
    }

    /// With one more component of the state, the last: the dissipation per neuron since the start, `D' = (1/N) sum_i g Psi'(g x_i)
    /// (x_i')^2`, which nothing else depends on.
    #[must_use]
    pub fn with_dissipation(self) -> Self {
        Self { measured: true, ..self }
    }

    /// Under a path of noise on the components of the fast state: of the span, or of every neuron. The state has one more component for each,
    /// before the dissipation: the force `f` in `eps tau_u x' = ... + f`, which is constant on every step of the path and set by the run.
    ///
    /// **Errors**: [`Error::Domain`] for a network that is written by classes, whose neurons would all see the same noise.
    pub fn with_noise(self, noise: FrozenNoise) -> Result<Self> {
        if self.coordinates == Coordinates::Classes {
            return Err(Error::domain("noise", "on sign classes", "on the span or on single neurons"));
        }
        Ok(Self { noise: Some(noise), ..self })
    }

    /// The path of noise that it is under.
    pub(super) const fn noise(&self) -> Option<&FrozenNoise> {
        self.noise.as_ref()
    }

    /// The parameters.
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The activation.
    pub const fn activation(&self) -> Activation {
        self.activation
    }

    /// The timescale ratio `eps`.
    pub const fn timescale_ratio(&self) -> &Rational {
        &self.timescale_ratio
    }

    /// The leak `delta`.
    pub const fn leak(&self) -> &Rational {
        &self.leak
    }

    /// The coordinates.
    pub const fn coordinates(&self) -> Coordinates {
        self.coordinates
    }

    /// Number `P` of memories.
    pub const fn memories(&self) -> usize {
        self.memories
    }

    /// The neurons or sign classes: whatever has an activation of its own.
    pub fn units(&self) -> &[SignClass] {
        &self.units
    }

    /// The state with components `c` and saliencies `alpha`, in the network's coordinates.
    ///
    /// **Shapes**: one of each per memory. **Errors**: [`Error::Domain`] for other lengths.
    pub fn state(&self, c: &[Rational], saliencies: &[Rational]) -> Result<Vec<Rational>> {
        for (argument, given) in [("c", c), ("saliency", saliencies)] {
            if given.len() != self.memories {
                return Err(Error::domain(argument, format!("{} numbers", given.len()), "one number per memory"));
            }
        }
        let per_unit = |of: &[Rational]| -> Vec<Rational> {
            let total = |unit: &SignClass| unit.signs.iter().zip(of).map(|(&sign, x)| Rational::from(sign) * x).sum();
            self.units.iter().map(total).collect()
        };
        let (fast, slow) = match self.coordinates {
            Coordinates::Span => (c.to_vec(), saliencies.to_vec()),
            Coordinates::Classes => (per_unit(c), saliencies.to_vec()),
            Coordinates::Neurons => (per_unit(c), per_unit(&self.input(saliencies)?)),
        };
        let forces = vec![Rational::new(); self.forces().len()];
        Ok(fast.into_iter().chain(slow).chain(forces).chain(self.measured.then(Rational::new)).collect())
    }

    /// The coefficients of the input in the patterns: the saliencies themselves, but for memories that overlap under the Hebbian rule.
    fn input(&self, saliencies: &[Rational]) -> Result<Vec<Rational>> {
        let Some(gram) = &self.gram else { return Ok(saliencies.to_vec()) };
        let inverse =
            inverse(gram.clone()).ok_or_else(|| Error::domain("memories", "dependent ones", "linearly independent"))?;
        let column = DMatrix::from_column_slice(saliencies.len(), 1, saliencies);
        Ok(times(&inverse, &column).iter().cloned().collect())
    }

    /// The vector field while every unit is on the given piece of its activation, and its surfaces.
    ///
    /// **Shapes**: the state is that of [`Network::state`]. The surfaces are, unit by unit, `g h - kink` for every kink of the
    /// activation; then the overlaps `m_mu`; then the saliencies `alpha_mu`; then what is watched: for every rival `nu` of a retrieved memory `sigma m - m_nu`
    /// and `sigma m + m_nu`, or `sigma m - 1/2` for a memory's entry, or `c_from - c_to`.
    pub fn field(&self, pieces: &[usize], watched: Watched) -> VectorField {
        let mut written = Written::new(self);
        written.write_outputs(self, pieces);
        let mut derivatives = written.derivatives(self);
        derivatives.extend(written.still(self.forces().len()));
        if self.measured {
            derivatives.push(written.dissipation(self, pieces, &derivatives));
        }
        let mut surfaces = written.kinks(self);
        surfaces.extend(&written.overlaps);
        surfaces.extend(&written.saliencies);
        match watched {
            Watched::Nothing => {}
            Watched::Rivals(retrieved) => surfaces.extend(written.rivals(retrieved)),
            Watched::Entry(wanted) => surfaces.push(written.entry(wanted)),
            Watched::Handover { from, to } => surfaces.push(written.field.sub(written.fast[from], written.fast[to])),
        }
        written.field.finish(derivatives, surfaces)
    }

    /// Whether a component of the state may become exponentially small and must keep its digits then: in the span, without a
    /// leak. With one it is at least of the leak's order.
    pub(super) fn has_small_components(&self) -> bool {
        self.coordinates == Coordinates::Span && self.leak == 0
    }

    /// Number of components of the state.
    pub fn dimension(&self) -> usize {
        self.forces().end + usize::from(self.measured)
    }

    /// Number of components of the fast state, the first ones.
    const fn fast(&self) -> usize {
        if matches!(self.coordinates, Coordinates::Span) { self.memories } else { self.units.len() }
    }

    /// A field that stands still, whose surfaces are the kinks alone: what tells on which piece every unit is.
    pub(super) fn kink_field(&self) -> VectorField {
        let mut written = Written::new(self);
        let surfaces = written.kinks(self);
        let still = written.still(self.dimension());
        written.field.finish(still, surfaces)
    }

    /// Where the forces stand in the state.
    pub(super) fn forces(&self) -> Range<usize> {
        let slow = if self.coordinates == Coordinates::Neurons { self.units.len() } else { self.memories };
        let first = self.fast() + slow;
        first..first + if self.noise.is_some() { self.fast() } else { 0 }
    }

    /// Index of the surface of memory `memory`'s overlap.
    pub fn overlap_surface(&self, memory: usize) -> usize {
        self.units.len() * self.activation.kinks().len() + memory
    }

    /// Index of the surface of memory `memory`'s saliency.
    pub fn saliency_surface(&self, memory: usize) -> usize {
        self.overlap_surface(self.memories + memory)
    }

    /// Index of the first surface of what is watched.
    pub(super) fn watched_surface(&self) -> usize {
        self.saliency_surface(self.memories)
    }

    /// Indices of the surfaces that vanish where the overlap of a rival reaches that of the retrieved memory, and the rival.
    pub(super) fn rival_surfaces(&self, retrieved: Retrieved) -> Vec<(usize, Retrieved)> {
        let first = self.watched_surface();
        let rivals = (0..self.memories).filter(|&memory| memory != retrieved.memory);
        let both = rivals.flat_map(|memory| [1, -1].map(|sign| Retrieved { memory, sign }));
        both.enumerate().map(|(k, rival)| (first + k, rival)).collect()
    }
}

/// With what weight every unit counts in the overlap of each memory that is read with its dual.
fn readings(units: &[SignClass], duals: &DMatrix<Rational>) -> Vec<Vec<Rational>> {
    let of_dual = |unit: &SignClass, memory: usize| -> Rational {
        unit.signs.iter().zip(duals.column(memory).iter()).map(|(&sign, dual)| Rational::from(sign) * dual).sum()
    };
    units.iter().map(|unit| (0..unit.signs.len()).map(|memory| of_dual(unit, memory)).collect()).collect()
}

/// The average over the units of what they hold, as it is read for a memory.
fn average(field: &mut FieldBuilder, network: &Network, of: &[Node], memory: usize) -> Node {
    let reading = |unit: usize| match &network.readings {
        None => Rational::from(network.units[unit].signs[memory]),
        Some(readings) => readings[unit][memory].clone(),
    };
    let units = network.units.iter().zip(of).enumerate();
    let terms = units.map(|(at, (unit, &node))| (&unit.share * reading(at), node));
    weighted(field, terms.collect())
}

/// The right-hand side in the making.
struct Written {
    field: FieldBuilder,
    fast: Vec<Node>,
    slow: Vec<Node>,
    /// The constant forces; none where there is no noise.
    forces: Vec<Node>,
    /// What every unit receives, times the slope.
    received: Vec<Node>,
    overlaps: Vec<Node>,
    saliencies: Vec<Node>,
    /// What every unit puts out; in span coordinates nothing.
    outputs: Vec<Node>,
}

impl Written {
    /// Everything that does not depend on the pieces.
    fn new(network: &Network) -> Self {
        let (units, count) = (&network.units, network.memories);
        let (fast, slow) = match network.coordinates {
            Coordinates::Span => (count, count),
            Coordinates::Classes => (units.len(), count),
            Coordinates::Neurons => (units.len(), units.len()),
        };
        let mut field = FieldBuilder::new(fast + slow + network.forces().len() + usize::from(network.measured));
        let forces: Vec<Node> = network.forces().map(|component| field.state(component)).collect();
        let fast: Vec<Node> = (0..fast).map(|k| field.state(k)).collect();
        let slow: Vec<Node> = (0..slow).map(|k| field.state(fast.len() + k)).collect();
        let slope = network.parameters.slope();
        let (zero, sign) = (Rational::new(), |unit: &SignClass, mu: usize| Rational::from(unit.signs[mu]));
        let arguments: Vec<Node> = match network.coordinates {
            Coordinates::Span => {
                let sum = |unit| combination(&mut field, &zero, (0..count).map(|mu| (sign(unit, mu), fast[mu])));
                units.iter().map(sum).collect()
            }
            Coordinates::Classes | Coordinates::Neurons => fast.clone(),
        };
        let received: Vec<Node> = arguments.into_iter().map(|h| field.scale(slope.clone(), h)).collect();
        let saliencies = match network.coordinates {
            Coordinates::Span | Coordinates::Classes => slow.clone(),
            Coordinates::Neurons => (0..count).map(|mu| average(&mut field, network, &slow, mu)).collect(),
        };
        Self { field, fast, slow, forces, received, overlaps: Vec::new(), saliencies, outputs: Vec::new() }
    }

    /// The overlaps, and the outputs where they are needed.
    fn write_outputs(&mut self, network: &Network, pieces: &[usize]) {
        let (field, slope) = (&mut self.field, network.parameters.slope());
        if network.coordinates == Coordinates::Span {
            let form = if network.has_small_components() { Form::Split } else { Form::Direct };
            let activation = (network.activation, slope);
            let components = (&self.fast[..], &self.received[..]);
            self.overlaps = write_overlaps(field, &network.units, activation, components, pieces, form);
            return;
        }
        let received = self.received.iter().zip(pieces);
        self.outputs = received.map(|(&h, &piece)| network.activation.write(field, h, piece)).collect();
        self.overlaps = (0..network.memories).map(|mu| average(field, network, &self.outputs, mu)).collect();
    }

    /// The derivative of every component of the state.
    fn derivatives(&mut self, network: &Network) -> Vec<Node> {
        let slow_rate = network.parameters.slow_time_constant().clone().recip();
        let fast_rate = Rational::from(&slow_rate / &network.timescale_ratio);
        // alpha_mu (m_mu + delta) per memory: what it sends back to the neurons.
        let feedback: Vec<Node> = (0..network.memories)
            .map(|mu| {
                let product = self.field.mul(self.saliencies[mu], self.overlaps[mu]);
                let leaked = (network.leak.clone(), self.saliencies[mu]);
                combination(&mut self.field, &Rational::new(), [(Rational::from(1), product), leaked])
            })
            .collect();
        // What is driven is the input; under the Hebbian rule every memory's saliency sees the drives of all that it overlaps with.
        let reasoning = match (&network.gram, network.coordinates) {
            (Some(gram), Coordinates::Classes) => times(gram, &network.reasoning),
            _ => network.reasoning.clone(),
        };
        let drive: Vec<Node> = (0..network.memories)
            .map(|mu| {
                let row = (0..network.memories).map(|nu| (reasoning[(mu, nu)].clone(), self.overlaps[nu]));
                combination(&mut self.field, &Rational::new(), row)
            })
            .collect();
        let (fast_spread, slow_spread) = match network.coordinates {
            Coordinates::Span => (false, false),
            Coordinates::Classes => (true, false),
            Coordinates::Neurons => (true, true),
        };
        let mut fast_targets = self.spread(network, &feedback, fast_spread);
        self.remove_self_synapses(network, &mut fast_targets);
        for (target, &force) in fast_targets.iter_mut().zip(&self.forces) {
            *target = self.field.add(*target, force);
        }
        let slow_targets = self.spread(network, &drive, slow_spread);
        let fast = self.fast.clone().into_iter().zip(fast_targets).map(|(x, target)| (x, target, &fast_rate));
        let slow = self.slow.clone().into_iter().zip(slow_targets).map(|(u, target)| (u, target, &slow_rate));
        let still = network.frozen.then(|| self.field.constant(Rational::new()));
        let fast: Vec<Node> = fast.map(|relaxation| self.relax(relaxation)).collect();
        let slow = slow.map(|relaxation| still.unwrap_or_else(|| self.relax(relaxation)));
        let slow: Vec<Node> = slow.collect();
        fast.into_iter().chain(slow).collect()
    }

    /// The derivatives of components that stand still.
    fn still(&mut self, components: usize) -> Vec<Node> {
        let zero = self.field.constant(Rational::new());
        vec![zero; components]
    }

    /// The average over the neurons of `g Psi'(g x) (x')^2`.
    fn dissipation(&mut self, network: &Network, pieces: &[usize], derivatives: &[Node]) -> Node {
        let velocities =
            self.spread(network, &derivatives[..self.fast.len()], network.coordinates == Coordinates::Span);
        let slope = network.parameters.slope();
        let terms = (0..network.units.len()).map(|k| {
            let steepness = network.activation.write_derivative(&mut self.field, self.received[k], pieces[k]);
            let square = self.field.square(velocities[k]);
            let rate = self.field.mul(steepness, square);
            (&network.units[k].share * Rational::from(slope), rate)
        });
        let terms = terms.collect();
        weighted(&mut self.field, terms)
    }

    /// One value per memory as it is, or summed with the signs of every unit.
    fn spread(&mut self, network: &Network, of_memories: &[Node], over_units: bool) -> Vec<Node> {
        if !over_units {
            return of_memories.to_vec();
        }
        let signs = |unit: &SignClass| unit.signs.iter().map(|&sign| Rational::from(sign)).collect::<Vec<_>>();
        let sum = |unit| {
            combination(&mut self.field, &Rational::new(), signs(unit).into_iter().zip(of_memories.iter().copied()))
        };
        network.units.iter().map(sum).collect()
    }

    /// Takes `(S/N) Psi` off what every unit is driven to.
    fn remove_self_synapses(&mut self, network: &Network, targets: &mut [Node]) {
        let Some(neurons) = network.parameters.neurons() else { return };
        let terms = self.saliencies.iter().map(|&saliency| (Rational::from((1, neurons)), saliency));
        let share = weighted(&mut self.field, terms.collect());
        for (target, &output) in targets.iter_mut().zip(&self.outputs) {
            let own = self.field.mul(share, output);
            *target = self.field.sub(*target, own);
        }
    }

    /// `rate (target - x)`.
    fn relax(&mut self, (x, target, rate): (Node, Node, &Rational)) -> Node {
        let change = self.field.sub(target, x);
        self.field.scale(rate.clone(), change)
    }

    /// `g h - kink` for every unit and every kink.
    fn kinks(&mut self, network: &Network) -> Vec<Node> {
        let kinks = network.activation.kinks();
        let one = Rational::from(1);
        let surfaces = self.received.iter().flat_map(|&h| kinks.iter().map(move |&kink| (h, kink)));
        surfaces.map(|(h, kink)| combination(&mut self.field, &Rational::from(-kink), [(one.clone(), h)])).collect()
    }

    /// `sigma m - 1/2`.
    fn entry(&mut self, wanted: Retrieved) -> Node {
        let half = -Rational::from((1, 2));
        combination(&mut self.field, &half, [(Rational::from(wanted.sign), self.overlaps[wanted.memory])])
    }

    /// `sigma m - m_nu` and `sigma m + m_nu` for every rival `nu`.
    fn rivals(&mut self, retrieved: Retrieved) -> Vec<Node> {
        let own = combination(
            &mut self.field,
            &Rational::new(),
            [(Rational::from(retrieved.sign), self.overlaps[retrieved.memory])],
        );
        let rivals: Vec<Node> =
            (0..self.overlaps.len()).filter(|&nu| nu != retrieved.memory).map(|nu| self.overlaps[nu]).collect();
        rivals.into_iter().flat_map(|rival| [self.field.sub(own, rival), self.field.add(own, rival)]).collect()
    }
}
