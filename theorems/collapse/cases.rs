//! The cases of C1 to C7, with starts on the jumps of the count and a hair to either side of them, and the names of what both sides
//! speak of.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, Sampler, quantity};
use crate::model::Parameters;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Interval, Precision};
use crate::theorems::draw::{critical, is_left, self_coupling, with_reduced_gain};
use crate::theorems::gain_threshold::cases::{Chain, general_chain};
use rug::float::Round;
use rug::{Float, Integer, Rational};
use std::fmt;

/// Most transitions that are followed over whole pieces of the plane of gains and saliencies.
pub(super) const MOST_COVERED: usize = 40;
/// Whether the first transition is the last.
pub(super) const END: &str = "end";
/// What every transition does.
pub(super) const EVERY_STEP: &str = "every step";
/// The number of transitions until the collapse.
pub(super) const TRANSITIONS: &str = "transitions";
/// `Z_1 - Z_0`.
pub(super) const CHANGE: &str = "change";
/// The time until the collapse.
pub(super) const ACTIVE_TIME: &str = "active time";
/// The bottleneck's constant.
pub(super) const LIMIT: &str = "n_c sqrt(4 - kappa)";
/// The power of `1/(4 - kappa)` with which the count grows.
pub(super) const EXPONENT: &str = "exponent";
/// The saliency of the memory that was to be entered, after the rest.
pub(super) const ENTERED: &str = "entered saliency";
/// What is left of all other saliencies.
pub(super) const SHARE: &str = "share of the others";
/// A fast state after the rest.
pub(super) const FAST_STATE: &str = "fast state";

/// Whether the first transition is the last, in words.
pub fn end(immediate: Decided<bool>) -> Quantity {
    quantity(END, Answer::either(immediate, "at once", "later or never"))
}

/// Whether every transition weakens the chain, in words.
pub(super) fn steps(weaken: Decided<bool>) -> Quantity {
    quantity(EVERY_STEP, Answer::either(weaken, "weakens", "does not weaken"))
}

/// The number of transitions; `None` is a sequence without end.
pub fn transitions(count: Decided<Option<Integer>>) -> Quantity {
    let answer = match count.value().clone() {
        Some(number) => Answer::count(count.map(|_| number)),
        None => Answer::word(count.map(|_| "endless")),
    };
    quantity(TRANSITIONS, answer)
}

/// Whether a memory may be retrieved again after the collapse, in words.
pub(super) fn revival(revived: Decided<bool>) -> Quantity {
    quantity("revival", Answer::either(revived, "possible", "none"))
}

/// Ten slow time constants.
pub(super) fn rest_time(chain: &Chain) -> Rational {
    Rational::from(chain.parameters.slow_time_constant() * 10u32)
}

/// A fast state in the linear range of HardTanh that decays beside a saliency: `c_0 = theta`, `alpha_0` below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FastRest {
    /// Slope of the activation.
    pub slope: Rational,
    /// The state `c_0`.
    pub state: Rational,
    /// The saliency `alpha_0`.
    pub saliency: Rational,
    /// For how long, in slow time constants.
    pub time: Rational,
    /// The timescale ratio.
    pub timescale_ratio: Rational,
}

/// The fast state that is looked at for a chain.
pub(super) fn fast_rest(chain: &Chain) -> FastRest {
    let state = chain.parameters.threshold();
    let (slope, saliency) = (chain.parameters.slope().clone(), &state * ratio(9, 10));
    FastRest { slope, state, saliency, time: ratio(2, 1), timescale_ratio: ratio(1, 20) }
}

/// The first saliency of a ladder in the gain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// `Z_0`, above 2.
    pub saliency: Rational,
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "saliency={}", self.saliency)
    }
}

/// The first rung of every ladder: `4 - kappa = 4^-j`.
pub(super) const FIRST_RUNG: i32 = 3;

/// The parameters of one rung.
pub(super) fn rung(j: i32) -> Result<Parameters> {
    Parameters::new(Rational::from(4) - power(4, -j))
}

/// First saliencies just above 2, of order one, and large.
pub(super) fn ladders(sampler: &mut Sampler, count: usize) -> Vec<Ladder> {
    let fixed = [ratio(3, 1), ratio(21, 10), ratio(100, 1)];
    let random = (0..count / 8).map(|_| sampler.between(&ratio(11, 5), &ratio(30, 1)));
    fixed.into_iter().chain(random).map(|saliency| Ladder { saliency }).collect()
}

/// The paper's case: unit slope, no self-coupling.
fn paper_chain(gain: Rational, saliency: Rational) -> Result<Chain> {
    Ok(Chain { parameters: Parameters::new(gain)?, saliency, transitions: 1 })
}

/// The starts from which a chain meets the threshold exactly, after 1, 2, ... transitions: back from the threshold through the handover.
/// They increase, and end where the gain reaches no higher.
fn landing_starts(parameters: &Parameters) -> impl Iterator<Item = Rational> {
    let k = parameters.reduced_gain();
    let shift = Rational::from(&k * parameters.self_coupling());
    let threshold = parameters.threshold();
    let before = move |z: &Rational| {
        // z' (z - k rho) = k (z - 1), solved for z.
        (*z < k).then(|| (k.clone() - Rational::from(&shift * z)) / Rational::from(&k - z))
    };
    let starts = std::iter::successors(Some(Rational::from(1)), before);
    starts.skip(1).map(move |z| z * &threshold)
}

/// Whether the chain meets the threshold exactly. **Domain**: gains below the threshold, where the starts that do are finitely many.
fn lands(chain: &Chain) -> bool {
    let mut starts = landing_starts(&chain.parameters).take_while(|start| *start <= chain.saliency);
    starts.any(|start| start == chain.saliency)
}

/// The chain moved along by a little, in units of the threshold.
fn moved(chain: &Chain, offset: &Rational) -> Chain {
    let saliency = &chain.saliency + offset * chain.parameters.threshold();
    Chain { saliency, ..chain.clone() }
}

/// A gain below the threshold.
fn transient_gain(sampler: &mut Sampler, rho: &Rational) -> Rational {
    let top = critical(rho);
    if sampler.one_in(4) {
        top * (Rational::from(1) - sampler.small(1, 3))
    } else {
        top * sampler.between(&ratio(1, 20), &ratio(99, 100))
    }
}

/// Chains that collapse by themselves and do not meet the threshold exactly.
fn transient_cases(sampler: &mut Sampler, count: usize, coupled: bool) -> Result<Vec<Chain>> {
    let published = [(ratio(3, 1), ratio(10, 1)), (ratio(3_999, 1_000), ratio(3, 1)), (ratio(1, 2), ratio(2, 1))];
    let published = published.into_iter().map(|(k, z)| paper_chain(k, z));
    let rho = if coupled { ratio(1, 4) } else { ratio(0, 1) };
    let general = general_chain(&ratio(9, 4), rho, &ratio(5, 1));
    let mut cases: Vec<Chain> = published.chain([general]).collect::<Result<_>>()?;
    let most = cases.len() + count;
    while cases.len() < most {
        let rho = if coupled { self_coupling(sampler) } else { Rational::new() };
        let k = transient_gain(sampler, &rho);
        let above =
            if sampler.one_in(4) { sampler.small(2, 20) } else { sampler.between(&ratio(1, 50), &ratio(30, 1)) };
        let parameters = with_reduced_gain(sampler, &k, rho)?;
        let saliency = (1u32 + above) / parameters.slope();
        let chain = Chain { parameters, saliency, transitions: 1 };
        if !lands(&chain) {
            cases.push(chain);
        }
    }
    Ok(cases)
}

/// Chains without self-coupling that collapse, off the jumps.
pub(super) fn weakening_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    transient_cases(sampler, count, false)
}

/// Chains that collapse, off the jumps.
pub(super) fn resting_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    transient_cases(sampler, count, true)
}

/// Chains that collapse, one of them on a jump.
pub(super) fn timed_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    let mut cases = vec![paper_chain(ratio(3, 1), ratio(3, 1))?];
    cases.extend(transient_cases(sampler, count, true)?);
    Ok(cases)
}

/// A chain that meets the threshold exactly after `n` transitions, of any slope or in the paper's case.
///
/// **Errors**: [`Error::Domain`] where no start does, because the gain is too small.
fn landing_chain(k: &Rational, rho: Rational, n: usize) -> Result<Chain> {
    let chain = match rho == 0 {
        true => paper_chain(k.clone(), ratio(1, 1))?,
        false => general_chain(k, rho, &ratio(1, 1))?,
    };
    let start = n.checked_sub(1).and_then(|n| landing_starts(&chain.parameters).nth(n));
    let saliency = start.ok_or_else(|| Error::domain("transitions", n, "a number that some start lands after"))?;
    Ok(Chain { saliency, ..chain })
}

/// The chain, and others a hair to either side of it.
fn beside(chain: &Chain, exponents: &[i32]) -> Vec<Chain> {
    let offsets = exponents.iter().flat_map(|&exponent| [power(10, -exponent), -power(10, -exponent)]);
    std::iter::once(Rational::new()).chain(offsets).map(|offset| moved(chain, &offset)).collect()
}

/// Starts on the jumps of the count and next to them, then anywhere.
pub(super) fn counted_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    // With gain 3 and start 2, two transitions, doubles miscount.
    let landing = [
        (ratio(3, 1), ratio(0, 1), 1),
        (ratio(3, 1), ratio(0, 1), 2),
        (ratio(3, 1), ratio(0, 1), 3),
        (ratio(39, 10), ratio(0, 1), 7),
        (ratio(5, 2), ratio(1, 4), 1),
        (ratio(6, 1), ratio(-4, 5), 3),
    ];
    let mut cases = Vec::new();
    for (k, rho, n) in landing {
        cases.extend(beside(&landing_chain(&k, rho, n)?, &[17, 40, 200]));
    }
    cases.extend(transient_cases(sampler, count, true)?);
    Ok(cases)
}

/// Starts at the bound of an immediate collapse and next to it, then anywhere.
pub(super) fn immediate_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    let pairs = [ratio(3, 1), ratio(6, 5)]
        .into_iter()
        .flat_map(|k| [ratio(0, 1), ratio(1, 4), ratio(-1, 2)].map(|rho| (k.clone(), rho)));
    let mut cases = Vec::new();
    for (k, rho) in pairs {
        cases.extend(beside(&landing_chain(&k, rho, 1)?, &[40, 200]));
    }
    let most = cases.len() + count;
    while cases.len() < most {
        let rho = self_coupling(sampler);
        let k = sampler.between(&ratio(1, 5), &ratio(8, 1));
        let z = Rational::from(1) + sampler.between(&ratio(1, 50), &ratio(4, 1));
        let parameters = with_reduced_gain(sampler, &k, rho)?;
        if is_left(&parameters) {
            let saliency = z / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 1 });
        }
    }
    Ok(cases)
}

/// Rational unstable saliencies `z` (then `k = z^2/((1 + rho) z - 1)`), and starts at and around them.
pub(super) fn basin_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    // At z = 6/5 and rho = 1/4 the quadratic gives k = 72/25.
    let unstable = [
        paper_chain(ratio(9, 2), ratio(3, 2)),
        general_chain(&ratio(9, 2), ratio(0, 1), &ratio(3, 2)),
        general_chain(&ratio(72, 25), ratio(1, 4), &ratio(6, 5)),
    ];
    let mut cases = Vec::new();
    for chain in unstable {
        cases.extend(beside(&chain?, &[1, 4, 9]));
    }
    // At the threshold the two fixed points are one: below it the chain ends, slowly.
    for offset in [ratio(0, 1), -ratio(1, 10), -ratio(1, 100)] {
        cases.push(paper_chain(ratio(4, 1), ratio(2, 1) + offset)?);
    }
    for _ in 0..count {
        let rho = self_coupling(sampler);
        let k = critical(&rho) * sampler.between(&ratio(101, 100), &ratio(5, 1));
        let z = Rational::from(1) + sampler.between(&ratio(1, 100), &ratio(3, 1));
        let parameters = with_reduced_gain(sampler, &k, rho)?;
        if is_left(&parameters) {
            let saliency = z / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 1 });
        }
    }
    Ok(cases)
}

/// The law `n_c ~ C (4 - kappa)^-p` that counts along `4 - kappa = 4^-j` follow, the rungs one apart and in order.
///
/// With `s = 2^-j` the product `y = n_c s` is `A + B s` up to the rounding of `n_c` to an integer, which adds less than `s`. From the last
/// two rungs `A = 2 y(s/2) - y(s)`, uncertain by `s`. The exponent is the slope between the last rung and the one four before it, over
/// eight octaves of `4 - kappa`. There, with `16 s` for the size of the earlier one, its error `(|B| + 2) 16 s/A` over `8 ln 2` is below
/// `16 s` for `|B| <= 25`, hence for `Z_0 >= 2.1`, where `B = -2 - 2/(Z_0 - 2)`.
///
/// **Errors**: [`Error::Domain`] for fewer than five rungs.
pub fn law_of_counts(counts: &[(i32, Decided<usize>)]) -> Result<Quantities> {
    let [.., (_, early), _, _, (_, previous), (rung, last)] = counts else {
        return Err(Error::domain("rungs", counts.len(), "at least five"));
    };
    let [early, previous, last] = [early, previous, last].map(|count| Rational::from(*count.value()));
    let size = power(2, -rung);
    let limit = Rational::from(&last * 2u32) * &size - previous * &size * 2u32;
    // log2 of the ratio of two counts four rungs apart.
    let precision = Precision::DOUBLE;
    let two = Interval::from_integer(2, precision);
    let octaves = Interval::from_rational(&(last / early), precision).ln()?.divide(&two.ln()?)?;
    let exponent = octaves.divide(&Interval::from_integer(8, precision))?;
    let slack = range(&Rational::new(), &(Rational::from(&size * 16u32)))?;
    Ok(vec![
        quantity(LIMIT, Answer::fitted(range(&limit, &(size * 2u32))?)),
        quantity(EXPONENT, Answer::fitted(&exponent + &slack)),
    ])
}

/// The interval of a given radius.
pub(in crate::theorems) fn range(middle: &Rational, radius: &Rational) -> Result<Interval> {
    let bits = Precision::DOUBLE.get();
    let lower = Float::with_val_round(bits, Rational::from(middle - radius), Round::Down).0;
    let upper = Float::with_val_round(bits, Rational::from(middle + radius), Round::Up).0;
    Interval::new(lower, upper)
}
