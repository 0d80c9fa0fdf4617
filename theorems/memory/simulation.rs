//! The fast network neuron by neuron, its input held fixed: where it stands still, how it moves away from there, and what it
//! loses on the way.

use super::Retrieval;
use crate::error::{Error, Result};
use crate::model::{Activation, Memories, Network, Parameters, Until, Watched};
use crate::numerics::field::{FieldBuilder, VectorField};
use crate::numerics::rational::ratio;
use crate::numerics::series::{Floats, Intervals, Jet};
use crate::numerics::taylor::{Settings, enclose};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use nalgebra::DMatrix;
use rug::float::Round;
use rug::ops::AddAssignRound;
use rug::{Float, Rational};

/// The network, neuron by neuron, with its input held fixed.
pub fn network(retrieval: &Retrieval) -> Result<Network> {
    let memories = memories(retrieval)?;
    let parameters = Parameters::new(Rational::from(1))?
        .with_slope(retrieval.slope.clone())?
        .with_slow_time_constant(retrieval.slow_time_constant.clone())?;
    let network = Network::new(parameters, memories.clone(), retrieval.timescale_ratio.clone())?;
    Ok(network.with_activation(retrieval.activation).by_neurons(&memories)?.frozen())
}

fn memories(retrieval: &Retrieval) -> Result<Memories> {
    Memories::sylvester(retrieval.neurons, retrieval.saliencies.len())
}

/// The synapses `W = (1/N) sum alpha xi xi^T`, exactly.
fn synapses(retrieval: &Retrieval) -> Result<DMatrix<Rational>> {
    let memories = memories(retrieval)?;
    let (patterns, neurons) = (memories.patterns(), retrieval.neurons);
    let entry = |i: usize, j: usize| {
        let terms = retrieval.saliencies.iter().enumerate();
        let sum: Rational =
            terms.map(|(mu, alpha)| alpha * Rational::from(patterns[(i, mu)] * patterns[(j, mu)])).sum();
        sum / neurons as u64
    };
    Ok(DMatrix::from_fn(neurons, neurons, entry))
}

/// `W v`, exactly.
fn applied(synapses: &DMatrix<Rational>, v: &[Rational]) -> Vec<Rational> {
    synapses.row_iter().map(|row| row.iter().zip(v).map(|(w, v)| Rational::from(w * v)).sum()).collect()
}

/// The signs of the memory looked at.
fn pattern(retrieval: &Retrieval) -> Result<Vec<i8>> {
    Ok(memories(retrieval)?.patterns().column(retrieval.memory).iter().copied().collect())
}

fn rationals(signs: &[i8]) -> Vec<Rational> {
    signs.iter().copied().map(Rational::from).collect()
}

// ---------------------------------------------------------------- equilibria

/// The state that HardTanh neurons which put out the memory are driven to, as a multiple of the memory, if it saturates them all
/// with those same signs: a saturated equilibrium. In exact rationals.
pub fn saturated_amplitude(retrieval: &Retrieval) -> Result<Option<Rational>> {
    let signs = rationals(&pattern(retrieval)?);
    let target = applied(&synapses(retrieval)?, &signs);
    let consistent = target.iter().zip(&signs).all(|(x, sign)| clipped(retrieval, x) == *sign);
    Ok((consistent && is_parallel(&target, &signs)).then(|| Rational::from(&target[0] * &signs[0])))
}

/// `clip(g x, -1, 1)`.
fn clipped(retrieval: &Retrieval, x: &Rational) -> Rational {
    Rational::from(x * &retrieval.slope).clamp(&-1, &1)
}

/// Whether a vector is a multiple of a pattern of signs.
fn is_parallel(v: &[Rational], signs: &[Rational]) -> bool {
    v.iter().zip(signs).all(|(x, sign)| Rational::from(x * sign) == Rational::from(&v[0] * &signs[0]))
}

/// Whether HardTanh neurons at half the amplitude of the memory stand still as well, so that the memory does not attract along
/// its own direction. In exact rationals.
pub fn rests_half_way(retrieval: &Retrieval) -> Result<bool> {
    let (synapses, signs) = (synapses(retrieval)?, rationals(&pattern(retrieval)?));
    let half: Vec<Rational> = applied(&synapses, &signs).into_iter().map(|x| x / 2u32).collect();
    let outputs: Vec<Rational> = half.iter().map(|x| clipped(retrieval, x)).collect();
    Ok(applied(&synapses, &outputs) == half)
}

/// The velocity of every neuron and its derivative in one direction, at states on the ray of one memory.
struct Ray<'f> {
    jet: Jet<'f, Intervals>,
    signs: Vec<i8>,
    inputs: Vec<Interval>,
    precision: Precision,
}

impl<'f> Ray<'f> {
    fn new(retrieval: &Retrieval, field: &'f VectorField, precision: Precision) -> Result<Self> {
        let still = vec![Rational::new(); retrieval.saliencies.len()];
        let state = network(retrieval)?.state(&still, &retrieval.saliencies)?;
        let inputs = state[retrieval.neurons..].iter().map(|u| Interval::from_rational(u, precision)).collect();
        Ok(Self { jet: Jet::new(field, Intervals::new(precision), 1), signs: pattern(retrieval)?, inputs, precision })
    }

    /// Velocities at `amplitude` times the memory, and their derivatives along a pattern of signs.
    fn expand(&mut self, amplitude: &Interval, along: &[i8]) -> Result<(Vec<Interval>, Vec<Interval>)> {
        let neurons = self.signs.len();
        let place = |sign: &i8| if *sign > 0 { amplitude.clone() } else { -amplitude.clone() };
        let unit = |sign: &i8| Interval::from_integer(i64::from(*sign), self.precision);
        let fixed = vec![Interval::from_integer(0, self.precision); neurons];
        let positions = self.signs.iter().map(place).chain(self.inputs.iter().cloned());
        let state: Vec<Interval> = positions.chain(along.iter().map(unit)).chain(fixed).collect();
        self.jet.expand(&state, 0)?;
        let rates = |first: usize| (first..first + neurons).map(|k| self.jet.state(k)[1].clone()).collect();
        Ok((rates(0), rates(2 * neurons)))
    }

    /// The share of a vector along a pattern, `w . v / N`.
    fn share(&self, v: &[Interval], pattern: &[i8]) -> Interval {
        let mut sum = Interval::from_integer(0, self.precision);
        for (x, sign) in v.iter().zip(pattern) {
            if *sign > 0 {
                sum.accumulate(x);
            } else {
                sum = &sum - x;
            }
        }
        &sum * &Interval::from_rational(&Rational::from((1, pattern.len() as u64)), self.precision)
    }

    /// The velocity along the ray, and its derivative.
    fn along(&mut self, amplitude: &Interval) -> Result<(Interval, Interval)> {
        let signs = self.signs.clone();
        let (velocity, change) = self.expand(amplitude, &signs)?;
        Ok((self.share(&velocity, &signs), self.share(&change, &signs)))
    }

    /// The velocity along the ray over a box: as it stands, and by the mean value theorem.
    fn over(&mut self, range: &Interval) -> Result<(Interval, Interval)> {
        let middle = range.midpoint();
        let middle = Interval::new(middle.clone(), middle)?;
        let (direct, slope) = self.along(range)?;
        let (value, _) = self.along(&middle)?;
        let central = &value + &(&slope * &(range - &middle));
        Ok((direct.intersection(&central).unwrap_or(direct), slope))
    }

    /// The sign of the velocity at one amplitude.
    fn sign(&mut self, amplitude: &Float) -> Result<bool> {
        let value = self.along(&Interval::new(amplitude.clone(), amplitude.clone())?)?.0;
        value.positive().decide("the velocity on the ray is positive", &value)
    }

    /// All amplitudes between `low` and `high` at which the velocity vanishes, each in a range of its own on which the velocity is
    /// monotone: that there is no other is proved box by box, from a little below `low` to a little above `high`.
    fn zeros(&mut self, low: &Rational, high: &Rational) -> Result<Vec<Interval>> {
        const MOST_BOXES: usize = 20_000;
        // Ends of boxes that are no round numbers: at a zero the sign of the velocity could not be told.
        let bottom = Interval::from_rational(&(Rational::from(low.square_ref()) / 2u32), self.precision).sqrt()?;
        let mut boxes = Vec::new();
        let mut end = bottom.lower().clone();
        while end < *high {
            let next = Float::with_val(self.precision.get(), &end << 1u32);
            boxes.push((end, next.clone()));
            end = next;
        }
        let mut found = Vec::new();
        for _ in 0..MOST_BOXES {
            let Some((low, high)) = boxes.pop() else { return Ok(found) };
            let range = Interval::new(low.clone(), high.clone())?;
            let (velocity, slope) = self.over(&range)?;
            if !velocity.contains_zero() {
                continue;
            }
            if slope.contains_zero() {
                let middle = range.midpoint();
                boxes.extend([(low, middle.clone()), (middle, high)]);
            } else if self.sign(&low)? != self.sign(&high)? {
                found.push(range);
            }
        }
        Err(Error::Undecided {
            question: "the ray holds no further equilibrium",
            value: format!("from {low} to {high}"),
        })
    }

    /// A zero in a range on which the velocity is monotone, as closely as the precision allows: Newton's method on intervals.
    fn refined(&mut self, mut range: Interval) -> Result<Interval> {
        loop {
            let middle = range.midpoint();
            let middle = Interval::new(middle.clone(), middle)?;
            let (value, slope) = (self.along(&middle)?.0, self.along(&range)?.1);
            let step = match slope.contains_zero() {
                true => return Ok(range),
                false => value.divide(&slope)?,
            };
            let next = (&middle - &step).intersection(&range).unwrap_or_else(|| range.clone());
            if Float::with_val(64, next.width() << 1u32) > range.width() {
                return Ok(next);
            }
            range = next;
        }
    }
}

/// On which piece of its activation a neuron of that sign is.
const fn piece(activation: Activation, sign: i8) -> usize {
    if sign > 0 { activation.kinks().len() } else { 0 }
}

/// The equation of motion with one tangent, with every neuron on the piece of its sign in the memory.
fn tangent(retrieval: &Retrieval) -> Result<VectorField> {
    let pieces: Vec<usize> = pattern(retrieval)?.iter().map(|&sign| piece(retrieval.activation, sign)).collect();
    Ok(network(retrieval)?.field(&pieces, Watched::Nothing).with_tangent())
}

/// The amplitudes of all equilibria of a smooth network on the ray of the memory, from the least amplitude looked at upwards.
///
/// The synapses map the memory to a multiple of itself, which is checked in exact rationals, and all its neurons put out the same but
/// for their sign: so on the ray the velocity points along the ray, and vanishes with its share along it. No equilibrium has an
/// amplitude above the sum of the saliencies, because outputs are bounded by one.
///
/// **Accuracy**: enclosures of so many digits, and proof that there are no others.
pub fn amplitudes(retrieval: &Retrieval, digits: Digits) -> Result<Vec<Interval>> {
    let signs = rationals(&pattern(retrieval)?);
    if !is_parallel(&applied(&synapses(retrieval)?, &signs), &signs) {
        return Err(Error::domain("memories", retrieval.memory, "an eigenvector of the synapses"));
    }
    let most: Rational = retrieval.saliencies.iter().map(|alpha| Rational::from(alpha.abs_ref())).sum();
    let field = tangent(retrieval)?;
    climb("equilibria on a ray", digits, |precision| {
        let mut ray = Ray::new(retrieval, &field, precision)?;
        let zeros = ray.zeros(&retrieval.least, &most)?;
        let refined = zeros.into_iter().map(|zero| ray.refined(zero)).collect::<Result<Vec<_>>>()?;
        let tight = refined.iter().all(|zero| zero.digits(digits.get()) >= digits.get());
        Ok(tight.then_some(refined))
    })
}

// ---------------------------------------------------------------- stability

/// A disc for every eigenvalue of the Jacobian at `amplitude` times the memory, by Gershgorin's theorem in the basis of all rows of
/// the Sylvester matrix, in their order (the memories come first); `None` is the origin.
///
/// **Shapes**: `N` enclosures. **Accuracy**: rigorous: discs that are apart hold one eigenvalue each, `m` that are not hold `m`.
pub fn spectrum(retrieval: &Retrieval, amplitude: Option<&Interval>, precision: Precision) -> Result<Vec<Interval>> {
    let neurons = retrieval.neurons;
    let field = match amplitude {
        Some(_) => tangent(retrieval)?,
        None => {
            let middle = retrieval.activation.kinks().len().div_ceil(2);
            network(retrieval)?.field(&vec![middle; neurons], Watched::Nothing).with_tangent()
        }
    };
    let mut ray = Ray::new(retrieval, &field, precision)?;
    let amplitude = amplitude.map_or_else(|| Interval::from_integer(0, precision), |s| s.with_precision(precision));
    let basis = Memories::sylvester(neurons, neurons)?;
    let columns: Vec<Vec<i8>> = basis.patterns().column_iter().map(|column| column.iter().copied().collect()).collect();
    let disc = |(k, along): (usize, &Vec<i8>)| {
        let (_, image) = ray.expand(&amplitude, along)?;
        let mut radius = Float::new(precision.get());
        let mut center = Interval::from_integer(0, precision);
        for (l, other) in columns.iter().enumerate() {
            let entry = ray.share(&image, other);
            if l == k {
                center = entry;
            } else {
                radius.add_assign_round(entry.magnitude(), Round::Up);
            }
        }
        let ball = Interval::new(-radius.clone(), radius)?;
        Ok(&center + &ball)
    };
    columns.iter().enumerate().map(disc).collect()
}

/// Whether all eigenvalues are negative, or one is positive.
pub fn is_attracting(spectrum: &[Interval]) -> Result<bool> {
    if spectrum.iter().any(|disc| disc.positive() == Certainty::Certainly) {
        return Ok(false);
    }
    spectrum.iter().try_fold(true, |all, disc| Ok(all & disc.negative().decide("an eigenvalue is negative", disc)?))
}

/// The rate at which a deviation `size xi_along` from `amplitude xi_memory` grows over `time`, in the flow of the network: the logarithm
/// of what becomes of it, over the time.
///
/// **Accuracy**: an estimate, at the precision given, up to nonlinear terms of relative size `size`.
pub fn growth_in_flow(
    retrieval: &Retrieval,
    amplitude: &Rational,
    along: usize,
    size: &Rational,
    time: &Rational,
    precision: Precision,
) -> Result<Float> {
    let network = network(retrieval)?;
    let mut components = vec![Rational::new(); retrieval.saliencies.len()];
    components[retrieval.memory] += amplitude;
    components[along] += size;
    let start = floats(&network.state(&components, &retrieval.saliencies)?, precision);
    let end = network.run(&Floats::new(precision), &start, time, Until::Time, Settings::default())?.state;
    let signs = network.units().iter().map(|unit| unit.signs[along]);
    let mut component = Float::new(precision.get());
    for (x, sign) in end.iter().zip(signs) {
        component += Float::with_val(precision.get(), x * i32::from(sign));
    }
    component /= retrieval.neurons as u64;
    if along == retrieval.memory {
        component -= amplitude;
    }
    Ok((component / size).abs().ln() / time)
}

fn floats(values: &[Rational], precision: Precision) -> Vec<Float> {
    values.iter().map(|x| Float::with_val(precision.get(), x)).collect()
}

// ---------------------------------------------------------------- energy

/// What a run of the network passes through, from one time to the next.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The state `x` of every neuron at each time.
    pub states: Vec<Vec<Interval>>,
    /// What was dissipated per neuron up to each time, `eps tau_u (1/N) int sum_i g Psi'(g x_i) (x_i')^2 dt`.
    pub dissipated: Vec<Interval>,
}

/// Runs the network from any state of the neurons and measures what it dissipates.
///
/// **Accuracy**: an estimate: ranges as wide as a second run at another precision asks for.
pub fn passage(retrieval: &Retrieval, start: &[Rational], times: &[Rational], digits: Digits) -> Result<Passage> {
    let coarse = measured(retrieval, start, times, Precision::bits(digits.bits() + 40)?)?;
    let fine = measured(retrieval, start, times, Precision::bits(digits.bits() + 72)?)?;
    let mut estimates = coarse.iter().zip(&fine).map(|(a, b)| a.iter().zip(b).map(|(a, b)| estimated(a, b)).collect());
    let moments = estimates.by_ref().collect::<Result<Vec<Vec<Interval>>>>()?;
    let scale = |x: &Interval| x * &Interval::from_rational(&retrieval.fast_time_constant(), x.precision());
    let neurons = retrieval.neurons;
    Ok(Passage {
        dissipated: moments.iter().filter_map(|moment| moment.last()).map(scale).collect(),
        states: moments.into_iter().map(|moment| moment[..neurons].to_vec()).collect(),
    })
}

/// The state of every neuron, and last the dissipation, at each time.
fn measured(
    retrieval: &Retrieval,
    start: &[Rational],
    times: &[Rational],
    precision: Precision,
) -> Result<Vec<Vec<Float>>> {
    let network = network(retrieval)?.with_dissipation();
    let still = vec![Rational::new(); retrieval.saliencies.len()];
    let initial = network.state(&still, &retrieval.saliencies)?;
    let initial: Vec<Rational> = start.iter().chain(&initial[start.len()..]).cloned().collect();
    let mut state = floats(&initial, precision);
    let neurons = retrieval.neurons;
    let moment = |state: &[Float]| state[..neurons].iter().chain(state.last()).cloned().collect::<Vec<_>>();
    let mut moments = vec![moment(&state)];
    let mut reached = Rational::new();
    for time in times {
        let span = Rational::from(time - &reached);
        state = network.run(&Floats::new(precision), &state, &span, Until::Time, Settings::default())?.state;
        moments.push(moment(&state));
        reached.clone_from(time);
    }
    Ok(moments)
}

/// The finer of two results with twice their difference to either side.
pub fn estimated(coarse: &Float, fine: &Float) -> Result<Interval> {
    let bits = fine.prec();
    let mut error = Float::with_val_round(bits, fine - coarse, Round::Up).0.abs();
    error <<= 1u32;
    let (low, high) = (
        Float::with_val_round(bits, fine - &error, Round::Down).0,
        Float::with_val_round(bits, fine + &error, Round::Up).0,
    );
    Interval::new(low, high)
}

/// Energy per neuron of `amplitude` times the memory, `-1/2 Psi^T W Psi + sum_i [x_i Psi(g x_i) - int_0^{x_i} Psi(g y) dy]`, with the
/// synapses as they stand and the integral integrated.
///
/// **Accuracy**: an enclosure.
pub fn energy_at(retrieval: &Retrieval, amplitude: &Interval, precision: Precision) -> Result<Interval> {
    let signs = pattern(retrieval)?;
    let slope = Interval::from_rational(&retrieval.slope, precision);
    let state: Vec<Interval> =
        signs.iter().map(|&sign| if sign > 0 { amplitude.clone() } else { -amplitude.clone() }).collect();
    let outputs = state.iter().map(|x| retrieval.activation.value(&(&slope * x))).collect::<Result<Vec<_>>>()?;
    let synapses = synapses(retrieval)?;
    let mut energy = Interval::from_integer(0, precision);
    for (j, column) in synapses.column_iter().enumerate() {
        let mut received = Interval::from_integer(0, precision);
        for (weight, output) in column.iter().zip(&outputs) {
            received.accumulate(&(&Interval::from_rational(&(weight * ratio(-1, 2)), precision) * output));
        }
        energy.accumulate(&(&received * &outputs[j]));
    }
    // Psi is odd, so the integral does not depend on the sign of its end.
    let integral = integral_of_output(retrieval, amplitude, precision)?;
    for (x, output) in state.iter().zip(&outputs) {
        energy.accumulate(&(&(x * output) - &integral));
    }
    Ok(&energy * &Interval::from_rational(&Rational::from((1, retrieval.neurons as u64)), precision))
}

/// `int_0^s Psi(g y) dy` for a smooth activation: integrated up to a rational in the enclosure of `s`, and from there bounded by
/// the width, because outputs lie between zero and one.
fn integral_of_output(retrieval: &Retrieval, end: &Interval, precision: Precision) -> Result<Interval> {
    let mut field = FieldBuilder::new(2);
    let y = field.state(0);
    let received = field.scale(retrieval.slope.clone(), y);
    let output = retrieval.activation.write(&mut field, received, piece(retrieval.activation, 1));
    let one = field.constant(Rational::from(1));
    let field = field.finish(vec![one, output], vec![]);
    let upto = end.lower().to_rational().unwrap_or_default();
    let zero = Interval::from_integer(0, precision);
    let start = [zero.clone(), zero.clone()];
    let solution = enclose(&field, &start, &upto, &[], precision, Settings::default())?;
    let rest = end - &Interval::from_rational(&upto, precision);
    Ok(&solution.state[1] + &rest.hull(&zero))
}

/// Energy per neuron of a saturated HardTanh memory, exactly: a quadratic form of signs, and the integral of the clip.
pub fn saturated_energy(retrieval: &Retrieval, amplitude: &Rational) -> Result<Rational> {
    let signs = rationals(&pattern(retrieval)?);
    let received = applied(&synapses(retrieval)?, &signs);
    let form: Rational = received.iter().zip(&signs).map(|(x, sign)| Rational::from(x * sign)).sum();
    // The triangle up to saturation at 1/g, then a rectangle.
    let corner = retrieval.slope.clone().recip();
    let integral = Rational::from(&corner / 2u32) + amplitude - &corner;
    let own = Rational::from(amplitude - &integral);
    Ok(form * ratio(-1, 2) / retrieval.neurons as u64 + own)
}

/// How much deeper the wells get between two saliencies of the memory, per neuron: half the squared overlap, integrated along the branch of
/// equilibria `s = alpha Psi(g s)` by its differential equation `ds/dalpha = Psi/(1 - alpha g Psi')`.
///
/// **Accuracy**: an enclosure; `amplitude` encloses the branch at the lower saliency.
pub fn deepening(
    retrieval: &Retrieval,
    amplitude: &Interval,
    (from, to): (&Rational, &Rational),
    precision: Precision,
) -> Result<Interval> {
    let mut field = FieldBuilder::new(3);
    let (alpha, s) = (field.state(0), field.state(1));
    let received = field.scale(retrieval.slope.clone(), s);
    let side = piece(retrieval.activation, 1);
    let output = retrieval.activation.write(&mut field, received, side);
    let steepness = retrieval.activation.write_derivative(&mut field, received, side);
    let steepness = field.scale(retrieval.slope.clone(), steepness);
    let feedback = field.mul(alpha, steepness);
    let one = field.constant(Rational::from(1));
    let below = field.sub(one, feedback);
    let branch = field.div(output, below);
    let square = field.square(output);
    let half = field.scale(ratio(1, 2), square);
    let field = field.finish(vec![one, branch, half], vec![]);
    let start = [
        Interval::from_rational(from, precision),
        amplitude.with_precision(precision),
        Interval::from_integer(0, precision),
    ];
    let solution = enclose(&field, &start, &Rational::from(to - from), &[], precision, Settings::default())?;
    Ok(solution.state[2].clone())
}
