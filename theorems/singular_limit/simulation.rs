//! What the two-timescale network does as its timescale ratio shrinks: delays, silence, and where sequences stop.

use crate::error::{Error, Result};
use crate::model::{Memories, Network, Parameters, Retrieved, Topology, Until};
use crate::numerics::Precision;
use crate::numerics::series::{Arithmetic, Floats};
use crate::numerics::taylor::Settings;
use rug::{Float, Rational};

/// Working precision of the ladders: far beyond the uncertainty of any fit.
const BITS: u32 = 80;
/// Time after which a network in which nothing is retrieved any more has fallen silent, in units of the slow time constant:
/// saliencies that were of the gain's size have decayed to below the threshold long before.
const PATIENCE: u32 = 12;

/// Two HardTanh memories of unit slope, memory 0 retrieved with `saliency`, the other unsalient with component `seed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// Component `c_0` of the other memory.
    pub seed: Rational,
    /// Leak of the input.
    pub leak: Rational,
    /// Timescale ratio.
    pub timescale_ratio: Rational,
}

impl Pair {
    /// The network in span coordinates.
    fn network(&self) -> Result<Network> {
        let parameters = Parameters::new(self.gain.clone())?.with_topology(Topology::Chain)?;
        Network::new(parameters, Memories::full(2)?, self.timescale_ratio.clone())?.with_leak(self.leak.clone())
    }

    /// The start in a network's coordinates.
    fn start(&self, network: &Network) -> Result<Vec<Rational>> {
        network.state(&[self.saliency.clone(), self.seed.clone()], &[self.saliency.clone(), Rational::new()])
    }
}

/// Rounds exact numbers to an arithmetic.
fn rounded<A: Arithmetic>(arithmetic: &A, exact: &[Rational]) -> Vec<A::Number> {
    let mut arithmetic = arithmetic.clone();
    exact
        .iter()
        .map(|exact| {
            let mut number = arithmetic.zero();
            arithmetic.assign_rational(&mut number, exact);
            number
        })
        .collect()
}

/// Arithmetic of the ladders.
fn ladder_arithmetic() -> Result<Floats> {
    Ok(Floats::new(Precision::bits(BITS)?))
}

/// Time at which the overlaps of the two memories cross.
pub fn simulate_crossing(pair: &Pair) -> Result<Float> {
    let (network, arithmetic) = (pair.network()?, ladder_arithmetic()?);
    let start = rounded(&arithmetic, &pair.start(&network)?);
    let horizon = Rational::from(PATIENCE) + &pair.saliency;
    let run = network.run(&arithmetic, &start, &horizon, Until::Transitions(1), Settings::default())?;
    let crossing = run.crossings.into_iter().next();
    crossing.map(|crossing| crossing.time).ok_or_else(|| Error::domain("case", "no crossing", "one with a crossing"))
}

/// The entry of the second memory: when its overlap reaches one half, and with which saliency.
#[derive(Debug, Clone)]
pub struct Entry<N> {
    /// Time since the start.
    pub time: N,
    /// Saliency then.
    pub saliency: N,
}

/// The entry of the second memory, or of its opposite for a negative seed; `None` when the network falls silent.
pub fn simulate_entry(pair: &Pair) -> Result<Option<Entry<Float>>> {
    let network = pair.network()?;
    entry(pair, &network, &ladder_arithmetic()?)
}

/// [`simulate_entry`] neuron by neuron, with the equations as they stand and every number in the given arithmetic.
pub fn simulate_entry_by_neurons<A: Arithmetic>(
    pair: &Pair,
    neurons: usize,
    arithmetic: &A,
) -> Result<Option<Entry<A::Number>>> {
    let memories = Memories::sylvester(neurons, 2)?;
    entry(pair, &pair.network()?.by_neurons(&memories)?, arithmetic)
}

fn entry<A: Arithmetic>(pair: &Pair, network: &Network, arithmetic: &A) -> Result<Option<Entry<A::Number>>> {
    let start = rounded(arithmetic, &pair.start(network)?);
    let wanted = Retrieved { memory: 1, sign: if pair.seed < 0 { -1 } else { 1 } };
    let horizon = Rational::from(&pair.saliency + &pair.gain) + PATIENCE;
    let run = network.run(arithmetic, &start, &horizon, Until::Entered(wanted), Settings::default())?;
    let saliency = run.saliencies[1].clone();
    Ok(run.stopped.then_some(Entry { time: run.time, saliency }))
}

/// Number of memories that are entered one after the other on a chain without a leak, every one with component `seed` at the
/// start; `None` when all of `memories` are.
pub fn simulate_sequence(pair: &Pair, memories: usize) -> Result<Option<usize>> {
    let parameters = Parameters::new(pair.gain.clone())?.with_topology(Topology::Chain)?;
    let network = Network::new(parameters, Memories::full(memories)?, pair.timescale_ratio.clone())?;
    let (mut c, mut saliencies) = (vec![pair.seed.clone(); memories], vec![Rational::new(); memories]);
    (c[0], saliencies[0]) = (pair.saliency.clone(), pair.saliency.clone());
    let arithmetic = ladder_arithmetic()?;
    let mut state = rounded(&arithmetic, &network.state(&c, &saliencies)?);
    let horizon = Rational::from(&pair.saliency + &pair.gain) + PATIENCE;
    for memory in 1..memories {
        let wanted = Until::Entered(Retrieved { memory, sign: 1 });
        let run = network.run(&arithmetic, &state, &horizon, wanted, Settings::default())?;
        if !run.stopped {
            return Ok(Some(memory));
        }
        state = run.state;
    }
    Ok(None)
}

/// Overlaps `m_mu` of a HardTanh network of unit slope in span coordinates at ascending times, one per memory.
///
/// **Shapes**: the start is that of [`Network::state`]. **Errors**: those of the integrator.
pub fn simulate_overlaps(network: &Network, start: &[Rational], times: &[Rational]) -> Result<Vec<Vec<Float>>> {
    let (arithmetic, horizon) = (ladder_arithmetic()?, times.last().cloned().unwrap_or_default());
    let state = rounded(&arithmetic, start);
    let mut seen: Vec<Vec<Float>> = Vec::with_capacity(times.len());
    network.run_observed(&arithmetic, &state, &horizon, Until::Time, Settings::default(), |began, segment| {
        while let Some(time) = times.get(seen.len()) {
            let within = Rational::from(time - began);
            if within > *segment.to {
                break;
            }
            seen.push(overlaps(network, &segment.state(&within)));
        }
    })?;
    Ok(seen)
}

/// The overlaps in a state: the average over all sign classes of what they put out, with the signs of each memory.
fn overlaps(network: &Network, state: &[Float]) -> Vec<Float> {
    let signed = |sign: i8, x: Float| if sign > 0 { x } else { -x };
    let zero = || Float::new(BITS);
    let mut total = vec![zero(); network.memories()];
    for unit in network.units() {
        let received = unit.signs.iter().zip(state).fold(zero(), |sum, (&sign, c)| sum + signed(sign, c.clone()));
        let share = received.clamp(&-1, &1) * &unit.share;
        for (overlap, &sign) in total.iter_mut().zip(&unit.signs) {
            *overlap += signed(sign, share.clone());
        }
    }
    total
}

/// A chain as seen from the memory that has just been entered: the one before it, itself, and those after it.
struct Window {
    timescale_ratio: Rational,
    /// Components, then saliencies.
    state: Vec<Float>,
}

impl Window {
    /// Memories in the window. Those further back have decayed to below the leak's order, those further on are not driven yet.
    const MEMORIES: usize = 4;
    /// Bits of the search for the critical gain, whose result is needed to far fewer.
    const BITS: u32 = 64;

    /// What the singular limit hands over, as a first guess.
    fn new(timescale_ratio: &Rational, saliency: &Float) -> Self {
        let number = |x: f32| Float::with_val(Self::BITS, x);
        let mut state = vec![number(0.0); 2 * Self::MEMORIES];
        (state[0], state[1]) = (number(0.5), number(0.5));
        (state[Self::MEMORIES], state[Self::MEMORIES + 1]) = (number(1.0), saliency.clone());
        Self { timescale_ratio: timescale_ratio.clone(), state }
    }

    /// The same window one memory on, at the next entry; `None` when there is none.
    fn next(&self, gain: &Float) -> Result<Option<Self>> {
        let gain = gain.to_rational().unwrap_or_default();
        let parameters = Parameters::new(gain)?.with_topology(Topology::Chain)?;
        let network = Network::new(parameters, Memories::full(Self::MEMORIES)?, self.timescale_ratio.clone())?
            .with_leak(self.timescale_ratio.clone())?;
        let arithmetic = Floats::new(Precision::bits(Self::BITS)?);
        let wanted = Until::Entered(Retrieved { memory: 2, sign: 1 });
        let run = network.run(&arithmetic, &self.state, &Rational::from(PATIENCE), wanted, Settings::default())?;
        let shifted =
            run.state.chunks(Self::MEMORIES).flat_map(|half| half[1..].iter().cloned().chain([Float::new(Self::BITS)]));
        Ok(run.stopped.then(|| Self { timescale_ratio: self.timescale_ratio.clone(), state: shifted.collect() }))
    }

    /// Saliency of the memory just entered.
    fn saliency(&self) -> &Float {
        &self.state[Self::MEMORIES + 1]
    }
}

/// The gain at which a chain with leak `delta = eps` hands on the given saliency unchanged, every memory alike.
///
/// The gain is steered from memory to memory so that each enters with that saliency; everything else the window holds
/// settles by itself within a few memories, and the gain with it.
fn steady_gain(timescale_ratio: &Rational, saliency: &Float) -> Result<Float> {
    const MEMORIES: u32 = 40;
    const SETTLED: u32 = 36;
    let mut window = Window::new(timescale_ratio, saliency);
    let one = Float::with_val(Window::BITS, 1);
    // kappa (1 - 1/Z) = Z.
    let mut gain = Float::with_val(Window::BITS, saliency.square_ref()) / (saliency.clone() - &one);
    for _ in 0..MEMORIES {
        let before = gain.clone();
        let mut next = None;
        for _ in 0..6 {
            let reached =
                window.next(&gain)?.ok_or_else(|| Error::domain("case", saliency, "a saliency that is handed on"))?;
            let off = Float::with_val(Window::BITS, reached.saliency() / saliency);
            next = Some(reached);
            // What a memory receives while another is retrieved is proportional to the gain.
            gain /= &off;
            if Float::with_val(Window::BITS, off - &one).abs() < Float::i_exp(1, -(SETTLED as i32) - 4) {
                break;
            }
        }
        let Some(mut reached) = next else { break };
        reached.state[Window::MEMORIES + 1] = saliency.clone();
        window = reached;
        if Float::with_val(Window::BITS, &gain - &before).abs() < Float::i_exp(1, -(SETTLED as i32)) {
            return Ok(gain);
        }
    }
    Err(Error::Undecided { question: "the gain settles", value: gain.to_string_radix(10, Some(12)) })
}

/// The least gain at which a chain with leak `delta = eps` sustains itself: the minimum of the steady gain over the saliency, from
/// parabolas through three points that close in on it.
pub fn simulate_critical_gain(timescale_ratio: &Rational) -> Result<Float> {
    let mut vertex = Float::with_val(Window::BITS, 2);
    let mut least = vertex.clone();
    for exponent in [-3, -6] {
        let width = Float::with_val(Window::BITS, Float::i_exp(1, exponent));
        let at = |offset: i32| steady_gain(timescale_ratio, &(vertex.clone() + width.clone() * offset));
        let (left, middle, right) = (at(-1)?, at(0)?, at(1)?);
        let slope = Float::with_val(Window::BITS, &right - &left) / 2u32;
        let bend = right + left - Float::with_val(Window::BITS, &middle * 2u32);
        let step = Float::with_val(Window::BITS, -&slope) / &bend;
        least = middle - Float::with_val(Window::BITS, slope.square_ref()) / (2u32 * bend);
        vertex += step * width;
    }
    Ok(least)
}
