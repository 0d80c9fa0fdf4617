//! What the two-timescale network does as its timescale ratio shrinks: delays, silence, and where sequences stop.

use super::cases::{
    BITS_NEEDED, COEFFICIENT, CONSTANT, Ladder, Pair, Resolution, Rungs, Sequence, VISITED, double, fate, limits,
};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, eliminate, quantity, settled};
use crate::model::{Memories, Network, Parameters, Retrieved, Topology, Trajectory, Until};
use crate::numerics::rational::{exact, power, ratio};
use crate::numerics::series::{Arithmetic, Doubles, Floats, Rounded};
use crate::numerics::taylor::Settings;
use crate::numerics::{Decided, Digits, Interval, Precision};
use rayon::prelude::*;
use rug::float::Round;
use rug::{Float, Rational};

/// Working precision of the ladders: far beyond the uncertainty of any fit.
const BITS: u32 = 80;
/// Time after which a network in which nothing is retrieved any more has fallen silent, in units of the slow time constant:
/// saliencies that were of the gain's size have decayed to below the threshold long before.
const PATIENCE: u32 = 12;

/// The network of a pair in span coordinates.
fn network(pair: &Pair) -> Result<Network> {
    let parameters = Parameters::new(pair.gain.clone())?.with_topology(Topology::Chain)?;
    Network::new(parameters, Memories::full(2)?, pair.timescale_ratio.clone())?.with_leak(pair.leak.clone())
}

/// The start of a pair in a network's coordinates.
fn start(pair: &Pair, network: &Network) -> Result<Vec<Rational>> {
    network.state(&[pair.saliency.clone(), pair.seed.clone()], &[pair.saliency.clone(), Rational::new()])
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
    let (network, arithmetic) = (network(pair)?, ladder_arithmetic()?);
    let state = rounded(&arithmetic, &start(pair, &network)?);
    let horizon = Rational::from(PATIENCE) + &pair.saliency;
    let run = network.run(&arithmetic, &state, &horizon, Until::Transitions(1), Settings::default())?;
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
    entry(pair, &network(pair)?, &ladder_arithmetic()?)
}

/// [`simulate_entry`] neuron by neuron, with the equations as they stand and every number in the given arithmetic.
pub fn simulate_entry_by_neurons<A: Arithmetic>(
    pair: &Pair,
    neurons: usize,
    arithmetic: &A,
) -> Result<Option<Entry<A::Number>>> {
    let memories = Memories::sylvester(neurons, 2)?;
    entry(pair, &network(pair)?.by_neurons(&memories)?, arithmetic)
}

fn entry<A: Arithmetic>(pair: &Pair, network: &Network, arithmetic: &A) -> Result<Option<Entry<A::Number>>> {
    let state = rounded(arithmetic, &start(pair, network)?);
    let wanted = Retrieved { memory: 1, sign: if pair.seed < 0 { -1 } else { 1 } };
    let run = run_to_entry(pair, network, arithmetic, state, wanted)?;
    Ok(run.map(|run| Entry { time: run.time, saliency: run.saliencies[1].clone() }))
}

/// Runs until the memory is entered; `None` when the network falls silent, or patience ends, before that.
fn run_to_entry<A: Arithmetic>(
    pair: &Pair,
    network: &Network,
    arithmetic: &A,
    mut state: Vec<A::Number>,
    wanted: Retrieved,
) -> Result<Option<Trajectory<A::Number>>> {
    let horizon = Rational::from(&pair.saliency + &pair.gain) + PATIENCE;
    // Most networks have made up their minds by then.
    let (mut elapsed, mut stretch) = (Rational::new(), Rational::from(&pair.saliency + 1u32));
    while elapsed < horizon {
        let mut run = network.run(arithmetic, &state, &stretch, Until::Entered(wanted), Settings::default())?;
        if run.stopped {
            let (mut arithmetic, mut began, within) = (arithmetic.clone(), arithmetic.zero(), run.time.clone());
            arithmetic.assign_rational(&mut began, &elapsed);
            arithmetic.add(&mut run.time, &began, &within);
            return Ok(Some(run));
        }
        if is_silent(pair, arithmetic, &run) {
            break;
        }
        (state, elapsed, stretch) = (run.state, elapsed + stretch, ratio(1, 2));
    }
    Ok(None)
}

/// Whether nothing will be retrieved any more: no saliency reaches 7/8 of the threshold, and no overlap `1/(16 kappa)`. While that holds
/// every component decays at least like `e^(-t/8 eps)`, so that no overlap adds more than `eps/2` to a saliency.
fn is_silent<A: Arithmetic>(pair: &Pair, arithmetic: &A, run: &Trajectory<A::Number>) -> bool {
    let below = |values: &[A::Number], bound: Rational| {
        values.iter().all(|value| arithmetic.to_interval(value).magnitude() < bound)
    };
    let overlap = Rational::from(&pair.gain * 16u32).recip();
    pair.timescale_ratio <= ratio(1, 4) && below(&run.saliencies, ratio(7, 8)) && below(&run.overlaps, overlap)
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
    for memory in 1..memories {
        match run_to_entry(pair, &network, &arithmetic, state, Retrieved { memory, sign: 1 })? {
            Some(run) => state = run.state,
            None => return Ok(Some(memory)),
        }
    }
    Ok(None)
}

/// Overlaps `m_mu` of a HardTanh network of unit slope in span coordinates at ascending times, one per memory.
///
/// **Shapes**: the start is that of [`Network::state`]. **Errors**: those of the integrator.
pub fn simulate_overlaps(network: &Network, start: &[Rational], times: &[Rational]) -> Result<Vec<Vec<Float>>> {
    let (arithmetic, horizon) = (ladder_arithmetic()?, times.last().map_or_else(Rational::new, Rational::clone));
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
        let parameters = Parameters::new(exact(gain)?)?.with_topology(Topology::Chain)?;
        let network = Network::new(parameters, Memories::full(Self::MEMORIES)?, self.timescale_ratio.clone())?
            .with_leak(self.timescale_ratio.clone())?;
        let arithmetic = Floats::new(Precision::bits(Self::BITS)?);
        let wanted = Until::Entered(Retrieved { memory: 2, sign: 1 });
        let run = network.run(&arithmetic, &self.state, &Rational::from(PATIENCE), wanted, Settings::default())?;
        let shifted =
            run.state.chunks(Self::MEMORIES).flat_map(|half| half[1..].iter().cloned().chain([Float::new(Self::BITS)]));
        Ok(run.stopped.then(|| Self { timescale_ratio: self.timescale_ratio.clone(), state: shifted.collect() }))
    }

    /// The window at the next entry, and the gain steered until the memory enters with the given saliency, to so many bits.
    fn handed_on(&self, gain: &mut Float, saliency: &Float, bits: i32) -> Result<Self> {
        const TRIALS: u32 = 6;
        let lost = || Error::domain("case", saliency, "a saliency that is handed on");
        let mut reached = self.next(gain)?.ok_or_else(lost)?;
        for _ in 1..TRIALS {
            let off = Float::with_val(Self::BITS, reached.saliency() / saliency);
            // What a memory receives while another is retrieved is proportional to the gain.
            *gain /= &off;
            if Float::with_val(Self::BITS, off - 1u32).abs() < Float::i_exp(1, -bits) {
                break;
            }
            reached = self.next(gain)?.ok_or_else(lost)?;
        }
        Ok(reached.entered_with(saliency))
    }

    /// Saliency of the memory just entered.
    fn saliency(&self) -> &Float {
        &self.state[Self::MEMORIES + 1]
    }

    /// The same window, its memory entered with another saliency.
    fn entered_with(&self, saliency: &Float) -> Self {
        let mut state = self.state.clone();
        state[Self::MEMORIES + 1] = saliency.clone();
        Self { timescale_ratio: self.timescale_ratio.clone(), state }
    }
}

/// A chain with leak `delta = eps` that hands on the saliency with which its memories enter, every memory alike.
struct Steady {
    window: Window,
    gain: Float,
}

impl Steady {
    /// A first guess: `kappa (1 - 1/Z) = Z`.
    fn guess(timescale_ratio: &Rational, saliency: &Float) -> Self {
        let above = Float::with_val(Window::BITS, saliency - 1u32);
        let gain = Float::with_val(Window::BITS, saliency.square_ref()) / above;
        Self { window: Window::new(timescale_ratio, saliency), gain }
    }

    /// The chain that hands on another saliency, its gain to so many bits.
    ///
    /// The gain is steered from memory to memory so that each enters with that saliency; everything else the window holds settles by
    /// itself within a few memories, and the gain with it.
    fn at(&self, saliency: &Float, bits: i32) -> Result<Self> {
        const MEMORIES: u32 = 40;
        let (mut window, mut gain) = (self.window.entered_with(saliency), self.gain.clone());
        for _ in 0..MEMORIES {
            let before = gain.clone();
            window = window.handed_on(&mut gain, saliency, bits + 4)?;
            if Float::with_val(Window::BITS, &gain - &before).abs() < Float::i_exp(1, -bits) {
                return Ok(Self { window, gain });
            }
        }
        Err(Error::Undecided { question: "the gain settles", value: gain.to_string_radix(10, Some(12)) })
    }
}

/// The least gain at which a chain with leak `delta = eps` sustains itself: the minimum of the steady gain over the saliency, from
/// parabolas through three points that close in on it.
pub fn simulate_critical_gain(timescale_ratio: &Rational) -> Result<Float> {
    // Width of a parabola, as a power of two, and bits of its three gains: the first need only say where the second is to be.
    const PARABOLAS: [(i32, i32); 2] = [(-3, 18), (-6, 36)];
    let mut vertex = Float::with_val(Window::BITS, 2);
    let mut least = vertex.clone();
    let mut steady = Steady::guess(timescale_ratio, &vertex);
    for (exponent, bits) in PARABOLAS {
        let width = Float::with_val(Window::BITS, Float::i_exp(1, exponent));
        steady = steady.at(&vertex, bits)?;
        let beside = |offset: i32| Ok(steady.at(&(vertex.clone() + width.clone() * offset), bits)?.gain);
        let (left, right): (Result<Float>, Result<Float>) = rayon::join(|| beside(-1), || beside(1));
        let (left, middle, right) = (left?, steady.gain.clone(), right?);
        let slope = Float::with_val(Window::BITS, &right - &left) / 2u32;
        let bend = right + left - Float::with_val(Window::BITS, &middle * 2u32);
        let step = Float::with_val(Window::BITS, -&slope) / &bend;
        least = middle - Float::with_val(Window::BITS, slope.square_ref()) / (2u32 * bend);
        vertex += step * width;
    }
    Ok(least)
}

/// What is observed on every rung of a ladder, in order.
fn climb<T: Send>(ladder: &Ladder, observe: impl Fn(&Pair) -> Result<T> + Sync) -> Result<Vec<T>> {
    (ladder.rungs.0..=ladder.rungs.1).into_par_iter().map(|exponent| observe(&ladder.pair(exponent))).collect()
}

/// The delays `d_k = (T_eps - ln Z)/eps` at `eps = 2^-k`.
fn delays(ladder: &Ladder) -> Result<Vec<Float>> {
    let crossings = climb(ladder, simulate_crossing)?;
    let held = Float::with_val(crossings[0].prec(), &ladder.saliency).ln();
    Ok((ladder.rungs.0..).zip(&crossings).map(|(k, time)| (time.clone() - &held) << k).collect())
}

/// The coefficient from the delays: their increments are `a ln 2` and a remainder `2^-k` times a polynomial in `k`, whose first three
/// powers are eliminated.
pub(super) fn observe_delay(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    Ok(vec![quantity(COEFFICIENT, Answer::fitted(logarithmic_growth(&delays(ladder)?, 3)?))])
}

/// The constant from the delays `d_k = a k ln 2 + b + 2^-k p(k)`: `n` eliminations of the remainder leave `a (k + 2 n) ln 2 + b`, which is
/// followed back to where its logarithm vanishes.
pub(super) fn observe_constant(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    const ELIMINATIONS: u32 = 3;
    let delays = delays(ladder)?;
    let two = Float::with_val(delays[0].prec(), 2);
    let lines = (0..ELIMINATIONS).fold(delays, |rest, _| eliminate(&rest, &two));
    let first = ladder.rungs.0 + 2 * ELIMINATIONS as i32;
    let constants = lines.windows(2).zip(first..).map(|(pair, k)| {
        let octave = Float::with_val(two.prec(), &pair[1] - &pair[0]);
        pair[0].clone() - octave * k
    });
    Ok(vec![quantity(CONSTANT, Answer::fitted(settled(&constants.collect::<Vec<_>>())?))])
}

/// The coefficient of `ln(1/eps)` in a quantity that is given at `eps = 2^-k`, `2^-(k+1)`, ..., after so many eliminations.
fn logarithmic_growth(values: &[Float], eliminations: usize) -> Result<Interval> {
    let bits = values[0].prec();
    let octave = Float::with_val(bits, rug::float::Constant::Log2);
    let two = Float::with_val(bits, 2);
    let increments: Vec<Float> = values.windows(2).map(|pair| (pair[1].clone() - &pair[0]) / &octave).collect();
    settled(&(0..eliminations).fold(increments, |rest, _| eliminate(&rest, &two)))
}

/// Limits and first coefficient from entries at `eps = 2^-k`, whose expansion goes in powers of `sqrt(eps)`.
pub(super) fn observe_entry(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    let entries = climb(ladder, simulate_entry)?;
    if ladder.at_boundary() {
        return Ok(vec![fate(Decided::measured(entries[0].is_some()))]);
    }
    let entries = entries.into_iter().collect::<Option<Vec<_>>>();
    let entries = entries.ok_or_else(|| Error::domain("case", ladder, "one whose next memory is entered"))?;
    let (times, saliencies): (Vec<Float>, Vec<Float>) =
        entries.into_iter().map(|entry| (entry.time, entry.saliency)).unzip();
    let bits = times[0].prec();
    let root = Float::with_val(bits, 2).sqrt();
    let powers: Vec<Float> =
        (1..=4u32).map(|n| (0..n).fold(Float::with_val(bits, 1), |power, _| power * &root)).collect();
    let limit = |values: &[Float], powers: &[Float]| {
        settled(&powers.iter().fold(values.to_vec(), |rest, power| eliminate(&rest, power)))
    };
    // The differences along the ladder over sqrt(eps_k): the coefficient times 1 - 1/sqrt(2), and higher powers.
    let share = Float::with_val(bits, 1) - root.clone().recip();
    let scaled = times.windows(2).zip(0i32..).map(|(pair, k)| {
        let mut difference = Float::with_val(bits, &pair[0] - &pair[1]) / &share;
        for _ in 0..(ladder.rungs.0 + k) {
            difference *= &root;
        }
        difference
    });
    let scaled: Vec<Float> = scaled.collect();
    Ok(limits(limit(&times, &powers)?, limit(&saliencies, &powers)?, Some(limit(&scaled, &powers[..3])?)))
}

/// The least precision at which the second memory is entered, by doubling and bisection, and what doubles see.
pub(super) fn observe_bits(resolution: &Resolution, _: Digits) -> Result<Quantities> {
    let (mut silent, mut seen) = (Precision::LEAST, 2 * Precision::LEAST);
    while !sees(resolution, &Rounded::new(Precision::bits(seen)?))? {
        (silent, seen) = (seen, 2 * seen);
    }
    while seen - silent > 1 {
        let middle = silent + (seen - silent) / 2;
        if sees(resolution, &Rounded::new(Precision::bits(middle)?))? { seen = middle } else { silent = middle }
    }
    let between = Interval::new(Float::with_val(53, silent), Float::with_val_round(53, seen, Round::Up).0)?;
    let mut all = vec![quantity(BITS_NEEDED, Answer::fitted(between))];
    if resolution.doubles {
        all.push(double(Decided::measured(sees(resolution, &Doubles)?)));
    }
    Ok(all)
}

/// Whether an arithmetic sees the delayed escape.
fn sees<A: Arithmetic>(resolution: &Resolution, arithmetic: &A) -> Result<bool> {
    Ok(simulate_entry_by_neurons(&resolution.pair, resolution.neurons, arithmetic)?.is_some())
}

/// Visits counted on chains of growing length, until the sequence ends before the chain does.
pub(super) fn observe_length(case: &Sequence, _: Digits) -> Result<Quantities> {
    const MOST: usize = 6;
    for memories in 3..=MOST {
        if let Some(visited) = simulate_sequence(&case.0, memories)? {
            return Ok(vec![quantity(VISITED, Answer::count(Decided::measured(visited)))]);
        }
    }
    Err(Error::StepLimit { limit: MOST, time: "the last memory of the longest chain".to_owned() })
}

/// The coefficient from `(4 - kappa_c)/(4 eps)`, whose increments per octave tend to it times `ln 2`, after as many eliminations, up to two, as leave three rungs.
pub(super) fn observe_shift(rungs: &Rungs, _: Digits) -> Result<Quantities> {
    let gains = (rungs.0..=rungs.1).into_par_iter().map(|k| simulate_critical_gain(&power(2, -k)));
    let gains = gains.collect::<Result<Vec<Float>>>()?;
    let eliminations = gains.len().saturating_sub(4).min(2);
    let shifts: Vec<Float> =
        gains.iter().zip(rungs.0..).map(|(gain, k)| (Float::with_val(gain.prec(), 4u32 - gain) << k) >> 2u32).collect();
    Ok(vec![quantity(COEFFICIENT, Answer::fitted(logarithmic_growth(&shifts, eliminations)?))])
}
