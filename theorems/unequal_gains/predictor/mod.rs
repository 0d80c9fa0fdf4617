//! U1 to U8 in closed form: chains here, special gains in [`laws`], rings in [`ring`].
//!
//! `n` handovers in a row are one Moebius map, `Z -> (a Z + b)/(c Z + d)`, whose matrix is the product of `[[kappa, -kappa theta], [1, 0]]`,
//! and `c Z + d` is the product of the saliencies on the way. All decisions are taken in rationals: on the signs of minors, of a
//! discriminant, of a quadratic.

pub mod laws;
pub mod ring;

use crate::error::Result;
use crate::model::UnequalGains;
use crate::numerics::{Algebraic, Decided, Precision, Scalar};
use crate::theorems::collapse::predictor::{Regime, certain_ceiling, growth, parabolic_count};
use crate::theorems::gain_threshold::predictor::Moebius;
use nalgebra::{Matrix2, Vector2};
use rug::{Integer, Rational};
use std::cmp::Ordering;

/// Transitions that are followed in rationals before the closed form is asked, if that is not more than three rounds.
const FOLLOWED: usize = 48;

/// Whether a rational is positive, exactly.
fn is_positive(value: &Rational) -> Decided<bool> {
    Decided::order(value, &Rational::new()).map(Ordering::is_gt)
}

/// The matrix of the first `count` handovers.
pub(in crate::theorems) fn handovers(gains: &UnequalGains, count: usize) -> Matrix2<Rational> {
    (0..count).fold(Matrix2::identity(), |product, memory| {
        let gain = gains.gain(memory);
        let pull = -(gain * gains.threshold(memory));
        Matrix2::new(gain.clone(), pull, Rational::from(1), Rational::new()) * product
    })
}

/// The product of the first `count` thresholds.
fn thresholds(gains: &UnequalGains, count: usize) -> Rational {
    (0..count).map(|memory| gains.threshold(memory)).product()
}

/// The leading minors `D_2, D_3, ...` of the tridiagonal matrix of U1, whose first diagonal entry is `D_1 = first` and whose others are one:
/// `D_{n+1} = D_n - a_n D_{n-1}` with `a_n = theta_n/kappa_{n-1}`.
fn leading_minors<'g>(gains: &'g UnequalGains, first: Rational) -> impl Iterator<Item = Rational> + 'g {
    let (mut before, mut last) = (Rational::from(1), first);
    (1..).map(move |memory| {
        let coupling = gains.threshold(memory) / gains.gain(memory - 1);
        let next = &last - coupling * &before; // U1
        before = std::mem::replace(&mut last, next);
        last.clone()
    })
}

/// One round of the gains, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    matrix: Matrix2<Rational>,
    thresholds: Rational,
}

impl Round {
    /// The round of a chain's gains.
    pub fn new(gains: &UnequalGains) -> Self {
        let period = gains.period();
        Self { matrix: handovers(gains, period), thresholds: thresholds(gains, period) }
    }

    /// `tr^2 - 4 det`.
    pub fn discriminant(&self) -> Rational {
        Rational::from(self.matrix.trace().square_ref()) - self.determinant() * 4u32
    }

    /// The product of all `kappa theta`.
    fn determinant(&self) -> Rational {
        let [a, b, c, d] = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|place| &self.matrix[place]);
        Rational::from(a * d) - Rational::from(b * c)
    }

    /// `c Z + d`: the product of the saliencies of a round from `Z`.
    fn product(&self, saliency: &Rational) -> Rational {
        Rational::from(&self.matrix[(1, 0)] * saliency) + &self.matrix[(1, 1)]
    }

    /// `Z` from the product.
    fn saliency<S: Algebraic>(&self, product: &S) -> Result<S> {
        (product.clone() - &self.matrix[(1, 1)]).over(&product.number(&self.matrix[(1, 0)]))
    }

    /// The map of the products: `y' = tr - det/y`, with a saliency as the bound.
    fn map(&self, bound: &Rational) -> Moebius {
        Moebius::of(self.matrix.trace(), self.determinant(), self.product(bound))
    }

    /// The larger eigenvalue. **Errors**: [`Error::Undefined`](crate::Error::Undefined) where it is not real.
    fn upper<S: Scalar>(&self, precision: Precision) -> Result<S> {
        let root = S::of(&self.discriminant(), precision).sqrt()?;
        Ok((root + &self.matrix.trace()) * &Rational::from((1, 2)))
    }

    /// The lower fixed point, `-2 b/(a - d + sqrt(D))`, without cancellation.
    fn lower_point<S: Scalar>(&self, precision: Precision) -> Result<S> {
        let root = S::of(&self.discriminant(), precision).sqrt()?;
        let sum = root + &Rational::from(&self.matrix[(0, 0)] - &self.matrix[(1, 1)]);
        sum.number(&Rational::from(&self.matrix[(0, 1)] * -2i32)).over(&sum)
    }

    /// How a saliency lies to the lower fixed point, exactly, where the fixed points are real and `c > 0`.
    fn order_to_lower(&self, saliency: &Rational) -> Decided<Ordering> {
        let [a, b, c, d] = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|place| &self.matrix[place]);
        let slope = Rational::from(a - d);
        // c Z^2 - (a - d) Z - b is positive below the lower point and above the upper one, between which lies (a - d)/(2 c).
        let value = (Rational::from(c * saliency) - &slope) * saliency - b;
        let side = Decided::order(&(Rational::from(c * saliency) * 2u32), &slope);
        Decided::order(&value, &Rational::new()).with(side).map(|(value, side)| match (side, value) {
            (Ordering::Greater, _) | (_, Ordering::Less) => Ordering::Greater,
            (_, Ordering::Equal) => Ordering::Equal,
            (_, Ordering::Greater) => Ordering::Less,
        })
    }
}

/// Whether some first saliency lasts for ever, exactly: the leading minors of size up to `m - 1` are positive, and so is that of size `m`
/// or it vanishes (`tr >= 2 sqrt(det)`). **Domain**: chains. **Source**: U2.
pub fn sustains(gains: &UnequalGains) -> Decided<bool> {
    let round = Round::new(gains);
    let reached = Decided::order(&round.discriminant(), &Rational::new()).map(Ordering::is_ge);
    let whole = is_positive(&round.matrix.trace()).and(reached);
    let inner = leading_minors(gains, Rational::from(1)).take(gains.period().saturating_sub(2));
    inner.map(|minor| is_positive(&minor)).fold(whole, Decided::and) // U2
}

/// The least first saliency that lasts, `Z_*`: the lower fixed point of the round; `None` where none does. **Domain**: chains.
///
/// **Accuracy**: that of the scalar. **Source**: U1, U2.
pub fn critical_saliency<S: Scalar>(gains: &UnequalGains, precision: Precision) -> Result<Option<S>> {
    if !sustains(gains).holds() {
        return Ok(None);
    }
    Round::new(gains).lower_point(precision).map(Some)
}

/// The saliency from which `Z_count` would be `theta_count` exactly, by the backward recursion `Z_n = theta_n/(1 - Z_{n+1}/kappa_n)`;
/// `None` where no start gets so far. It increases with the count, to `Z_*`. **Source**: U1.
pub fn landing_start(gains: &UnequalGains, count: usize) -> Option<Rational> {
    (0..count).rev().try_fold(gains.threshold(count), |next, memory| {
        let left = Rational::from(1) - next / gains.gain(memory);
        (left > 0).then(|| gains.threshold(memory) / left) // U1
    })
}

/// What becomes of a chain from a first saliency, exactly. **Source**: U1, U2.
pub fn regime(gains: &UnequalGains, saliency: &Rational) -> Decided<Regime> {
    let followed = positive_minors(gains, saliency, 2);
    if let Some(0 | 1) = followed.value() {
        return followed.map(|_| Regime::ImmediateCollapse);
    }
    let sustained = sustains(gains);
    if !sustained.holds() {
        return sustained.map(|_| Regime::Transient);
    }
    let round = Round::new(gains);
    let double = Decided::order(&round.discriminant(), &Rational::new()).map(Ordering::is_eq);
    sustained.with(round.order_to_lower(saliency)).with(double).map(|((_, order), double)| match order {
        Ordering::Less => Regime::Transient,
        Ordering::Equal => Regime::Critical,
        Ordering::Greater if double => Regime::Critical,
        Ordering::Greater => Regime::Sustained,
    })
}

/// The number of positive leading minors before the first that is not, which is `n_c`; `None` when the first `most` are positive.
/// **Source**: U1.
fn positive_minors(gains: &UnequalGains, saliency: &Rational, most: usize) -> Decided<Option<usize>> {
    // 1 - theta/Z has the sign of Z - theta.
    let exists = Decided::order(saliency, &gains.threshold(0)).map(Ordering::is_gt);
    if !exists.holds() {
        return exists.map(|_| Some(0));
    }
    let first = Rational::from(1) - gains.threshold(0) / saliency;
    let later = leading_minors(gains, first).take(most.saturating_sub(1));
    let dead = later.map(|minor| !is_positive(&minor)).enumerate().find(|(_, dead)| dead.holds());
    dead.map_or_else(|| exists.map(|_| None), |(before, dead)| dead.map(|_| Some(before + 1)))
}

/// Number of transitions until no memory exists, `n_c`; `None` for a sequence without end.
///
/// **Statement**: the number of positive leading minors (U1). Where these are many: from round to round the product of the saliencies obeys
/// `y' = tr - det/y`, whose orbit is known in closed form (G3, C3); a start survives `i` transitions more iff it exceeds the saliency from
/// which the backward recursion meets the threshold then. **Accuracy**: proved, also at the jumps. **Domain**: chains. **Errors**:
/// [`Error::PrecisionExhausted`](crate::Error::PrecisionExhausted) for a jump beyond reach. **Source**: `[D]`.
pub fn transitions(gains: &UnequalGains, saliency: &Rational) -> Result<Decided<Option<Integer>>> {
    let period = gains.period();
    let few = positive_minors(gains, saliency, followed(period));
    if few.value().is_some() {
        return Ok(few.map(|count| count.map(Integer::from)));
    }
    let regime = regime(gains, saliency);
    if matches!(regime.value(), Regime::Sustained | Regime::Critical) {
        return Ok(regime.map(|_| None));
    }
    let round = Round::new(gains);
    let start = round.product(saliency);
    // After how many rounds the start no longer survives `place` transitions more.
    let rounds = |place: usize| -> Result<Decided<Integer>> {
        let bound = landing_start(gains, place).unwrap_or_else(|| gains.threshold(0));
        let map = round.map(&bound);
        match map.discriminant().cmp0() {
            Ordering::Equal => Ok(regime.map(|_| parabolic_count(&map, &start))),
            _ => certain_ceiling(&map, &start),
        }
    };
    let whole = rounds(period)?;
    // The least place with that many rounds, by bisection: the number of rounds does not increase with the place.
    let (mut before, mut place) = (0, period);
    while place - before > 1 {
        let middle = (before + place) / 2;
        if rounds(middle)?.value() == whole.value() { place = middle } else { before = middle }
    }
    Ok(whole.map(|rounds| Some(rounds * period as u64 + place as u64)))
}

/// Transitions that are followed in rationals: at least three rounds, so that whoever survives them has a map of rounds with `c > 0`.
fn followed(period: usize) -> usize {
    FOLLOWED.max(3 * period)
}

/// Time for which memories are held until the collapse after so many transitions, `sum ln(Z_n/theta_n)`, which telescopes.
///
/// **Accuracy**: that of the scalar. **Domain**: chains. **Source**: U1, C4.
pub fn active_time<S: Scalar>(
    gains: &UnequalGains,
    saliency: &Rational,
    transitions: &Integer,
    precision: Precision,
) -> Result<S> {
    let period = gains.period();
    if let Some(few) = transitions.to_usize().filter(|few| *few <= followed(period)) {
        let product = (handovers(gains, few) * Vector2::new(saliency.clone(), Rational::from(1))).y.clone();
        return S::of(&(product / thresholds(gains, few)), precision).ln(); // U1
    }
    let (rounds, rest) = transitions.clone().div_rem(Integer::from(period));
    let round = Round::new(gains);
    let (map, start) = (round.map(saliency), round.product(saliency));
    let whole: S = growth(&map, &start, &rounds, precision)?;
    let entered = round.saliency(&map.advanced::<S>(&start, &rounds, precision)?)?;
    let rest = rest.to_usize().unwrap_or(0);
    let last = handovers(gains, rest);
    let product = entered * &last[(1, 0)] + &last[(1, 1)];
    let needed = whole.number(&round.thresholds).ln()? * &Rational::from(&rounds);
    Ok(whole + product.ln()? - needed - S::of(&thresholds(gains, rest), precision).ln()?)
}

/// The stable cycle of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Cycle<S> {
    /// Time of one round of the gains, `ln(L_+/prod theta)`.
    pub period: S,
    /// Multiplier of the round, `L_-/L_+`.
    pub multiplier: S,
    /// Saliency with which memory 0 is entered.
    pub saliency: S,
}

/// The stable cycle; `None` where no sequence lasts. **Accuracy**: that of the scalar. **Domain**: chains. **Source**: U2.
pub fn cycle<S: Scalar>(gains: &UnequalGains, precision: Precision) -> Result<Option<Cycle<S>>> {
    if !sustains(gains).holds() {
        return Ok(None);
    }
    let round = Round::new(gains);
    let upper: S = round.upper(precision)?;
    let decayed = upper.over(&upper.number(&round.thresholds))?;
    let multiplier = upper.number(&round.determinant()).over(&upper.square())?;
    Ok(Some(Cycle { period: decayed.ln()?, multiplier, saliency: round.saliency(&upper)? })) // U2
}

/// The least gain of the last memory of a round with which some sequence lasts, the other gains as they are; `None` where no gain
/// suffices.
///
/// **Statement**: with `[[a, b], [c, d]]` the first `m - 1` handovers, `tr >= 2 sqrt(det)` is a quadratic inequality for the root of
/// that gain: `sqrt(kappa) = (s + sqrt(s^2 - b (a - theta c)))/(a - theta c)` with `s^2 = theta (a d - b c)`. **Accuracy**: that of the
/// scalar. **Domain**: chains. **Source**: U2.
pub fn least_last_gain<S: Scalar>(gains: &UnequalGains, precision: Precision) -> Result<Option<S>> {
    let others = gains.period() - 1;
    if !leading_minors(gains, Rational::from(1)).take(others).all(|minor| minor > 0) {
        return Ok(None);
    }
    let first = handovers(gains, others);
    let [a, b, c, d] = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|place| &first[place]);
    let theta = gains.threshold(others);
    let steep = a - Rational::from(&theta * c);
    let square = &theta * (Rational::from(a * d) - Rational::from(b * c));
    let root = S::of(&square, precision).sqrt()?;
    let inner = root.number(&(square - Rational::from(b * &steep))).sqrt()?;
    Ok(Some((root + inner).over(&S::of(&steep, precision))?.square())) // U2
}
