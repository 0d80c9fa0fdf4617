//! K1 and K2 in closed form: the generating function of the couplings, its minimum, the cycles, and who is next on them.
//!
//! Everything is made of polynomials with rational coefficients. On a cycle with the decay `q` the reduced gain is `V(q)/U(q)`: on a chain
//! `U = (1 - q) C(q)` and `V = 1`, on a ring of `P` memories `U = C(q)` with indices modulo `P` and `V = 1 + q + ... + q^(P-1)`.

use crate::error::{Error, Result};
use crate::model::{Couplings, Topology};
use crate::numerics::isolation::isolate;
use crate::numerics::minima::minimum_at;
use crate::numerics::polynomial::Polynomial;
use crate::numerics::rational::{exact, ratio, simplest};
use crate::numerics::roots::refine_root;
use crate::numerics::{Algebraic, Certainty, Decided, Interval, Precision};
use rug::Rational;
use std::cmp::Ordering;

pub mod closed;
pub mod sequence;

/// Boxes after which the isolation of zeros is given up.
const MOST_BOXES: usize = 100_000;

/// A decay `q` between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Decay {
    /// A rational.
    Exact(Rational),
    /// Within a range.
    Enclosed(Interval),
}

impl Decay {
    /// The decay as an enclosure.
    pub fn enclosure(&self, precision: Precision) -> Interval {
        match self {
            Self::Exact(value) => Interval::from_rational(value, precision),
            Self::Enclosed(range) => range.clone(),
        }
    }
}

/// What a minimum over all decays says.
#[derive(Debug, Clone, PartialEq)]
pub enum Minimum {
    /// The threshold.
    Attained(Threshold),
    /// `C` is positive at no decay: nothing is driven enough, at any gain.
    Nowhere,
    /// The least value is that at `q = 0`, where `g kappa c_0 = 1`: a gain large enough for a cycle locks the first memory.
    Locked,
}

/// A threshold and where it is attained.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// `g kappa_c`.
    pub gain: Interval,
    /// The same where it is known to be rational.
    pub exact: Option<Rational>,
    /// The decays at which it may be attained: one, unless two minima cannot be told apart.
    pub decays: Vec<Decay>,
}

/// Who is entered on a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The successor: it is the most salient.
    Kept,
    /// Another memory, which is more salient.
    Broken,
    /// Two are equally salient: the limit does not say.
    Tied,
}

impl Order {
    /// It in words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Tied => "undecided",
        }
    }
}

/// The law of a list of couplings on a chain or ring.
#[derive(Debug, Clone)]
pub struct Law {
    /// `U`.
    drive: Polynomial,
    /// `V`.
    turns: Polynomial,
    /// `U' V - U V'`, of the sign of the derivative of `U/V`.
    slope: Polynomial,
    /// By how much, times a positive number, the successor is more salient than each of the memories beyond it.
    leads: Vec<Polynomial>,
    /// `c_0`.
    own: Rational,
    topology: Topology,
}

impl Law {
    /// The law of the couplings.
    ///
    /// **Statement**: with `s_k(q) = sum over j >= k of c_j q^(j-k)`, the memory `k` ahead enters a dwell's end with `kappa (1 - q) s_k`, on a ring
    /// with `theta q^(P-k)` more. The successor leads the `k`-th one iff `s_1 - s_k > 0`, on a ring iff
    /// `V (s_1 - s_k) - U q^(P-k) (1 + ... + q^(k-2)) > 0` (both over `1 - q`, with `kappa = theta V/U`). **Source**: K1, K2.
    pub fn new(couplings: &Couplings, topology: Topology) -> Self {
        let coefficients = couplings.on(topology);
        let (generating, own) = (Polynomial::new(coefficients.clone()), coefficients[0].clone());
        let from = |k: usize| Polynomial::new(coefficients[k..].to_vec());
        let beyond = 2..coefficients.len();
        let ahead = |k: usize| from(1).minus(&from(k));
        let (drive, turns, leads) = match topology {
            Topology::Chain => {
                let drive = generating.times(&Polynomial::new(vec![ratio(1, 1), ratio(-1, 1)]));
                (drive, Polynomial::geometric(1), beyond.map(ahead).collect())
            }
            Topology::Ring(memories) => {
                let turns = Polynomial::geometric(memories);
                let remembered = |k: usize| {
                    let power = std::iter::repeat_n(Rational::new(), memories - k).chain([Rational::from(1)]);
                    Polynomial::new(power.collect()).times(&Polynomial::geometric(k - 1))
                };
                let lead = |k| turns.times(&ahead(k)).minus(&generating.times(&remembered(k)));
                let leads = beyond.map(lead).collect();
                (generating, turns, leads)
            }
        };
        let slope = drive.derivative().times(&turns).minus(&drive.times(&turns.derivative()));
        Self { drive, turns, slope, leads, own, topology }
    }

    /// `g kappa_c`, the least reduced gain at which a sequence in order repeats itself.
    ///
    /// **Statement**: chain `min over 0 < q < 1 of 1/((1 - q) C(q))`, ring `min over 0 < q <= 1 of (1 - q^P)/((1 - q) C(q))`, over `q` with
    /// `C(q) > 0`. **Domain**: `g kappa c_0 < 1` at the minimum holds iff the minimum is not that at `q = 0`, where the value is `1/c_0`.
    /// **Accuracy**: an enclosure: of all zeros of the derivative and the ends, by [`isolate`]. **Errors**: [`Error::Undecided`] where the
    /// precision does not tell whether there is a threshold. **Source**: K1.
    ///
    /// ```
    /// use escapement::model::{Couplings, Topology};
    /// use escapement::numerics::{Precision, rational::ratio};
    /// use escapement::theorems::couplings::predictor::{Law, Minimum};
    /// let couplings = Couplings::new(vec![ratio(0, 1), ratio(1, 1), ratio(3, 10)])?;
    /// let Minimum::Attained(threshold) = Law::new(&couplings, Topology::Chain).threshold(Precision::bits(128)?)? else { panic!() };
    /// assert_eq!(threshold.gain.to_rounded_decimal(9).as_deref(), Some("3.46365187"));
    /// # Ok::<(), escapement::Error>(())
    /// ```
    pub fn threshold(&self, precision: Precision) -> Result<Minimum> {
        let mut places = self.zeros(&self.slope, precision)?;
        let end = Decay::Exact(Rational::from(1));
        if self.topology != Topology::Chain && !places.contains(&end) {
            places.push(end);
        }
        let bound = self.own.clone().max(Rational::new());
        let valued = places.into_iter().map(|place| Ok((self.share(&place, precision)?, place)));
        let valued = valued.collect::<Result<Vec<(Share, Decay)>>>()?;
        let Some(peak) = valued.iter().map(|(share, _)| share.enclosure(precision)).reduce(|a, b| larger(&a, &b))
        else {
            return Ok(self.without());
        };
        let above: Vec<Certainty> = valued.iter().map(|(share, _)| share.above(&bound)).collect();
        if !above.contains(&Certainty::Certainly) {
            if above.contains(&Certainty::Unknown) {
                return Err(Error::Undecided { question: "some gain sustains a sequence", value: peak.to_string() });
            }
            return Ok(self.without());
        }
        let rivals = |share: &Share| share.enclosure(precision).less(&peak) != Certainty::Certainly;
        let (shares, decays): (Vec<Share>, Vec<Decay>) = valued.into_iter().filter(|(share, _)| rivals(share)).unzip();
        let exact = shares.iter().map(Share::exact).collect::<Option<Vec<Rational>>>();
        let exact = exact.and_then(|shares| shares.into_iter().max()).map(Rational::recip);
        let gain =
            exact.as_ref().map_or_else(|| peak.reciprocal(), |gain| Ok(Interval::from_rational(gain, precision)))?;
        Ok(Minimum::Attained(Threshold { gain, exact, decays })) // K1
    }

    /// Why there is no threshold.
    fn without(&self) -> Minimum {
        if self.own > 0 { Minimum::Locked } else { Minimum::Nowhere }
    }

    /// Whether a reduced gain is above the threshold; not where there is none.
    ///
    /// **Errors**: [`Error::Undecided`] where the precision does not tell. **Source**: K1.
    pub fn sustains(&self, reduced_gain: &Rational, precision: Precision) -> Result<Decided<bool>> {
        match self.threshold(precision)? {
            Minimum::Attained(Threshold { exact: Some(exact), .. }) => {
                Ok(Decided::order(reduced_gain, &exact).map(Ordering::is_gt))
            }
            Minimum::Attained(Threshold { gain, .. }) => {
                let excess = -gain + reduced_gain;
                excess.positive().decided("the gain is above the threshold", &excess)
            }
            Minimum::Nowhere | Minimum::Locked => Ok(Decided::order(&self.own, &self.own).map(Ordering::is_ne)),
        }
    }

    /// The decays of all cycles in order at a reduced gain, the longest dwell's first.
    ///
    /// **Statement**: `k U(q) = V(q)`, `0 < q < 1`, while `k c_0 < 1`. **Accuracy**: proved, number and enclosures. **Errors**:
    /// [`Error::Undecided`] where zeros cannot be told apart. **Source**: K1.
    pub fn cycles(&self, reduced_gain: &Rational, precision: Precision) -> Result<Vec<Decay>> {
        if Rational::from(reduced_gain * &self.own) >= 1 {
            return Ok(Vec::new());
        }
        let mut decays = self.zeros(&self.drive.scaled(reduced_gain).minus(&self.turns), precision)?;
        decays.retain(|decay| *decay != Decay::Exact(Rational::from(1)));
        Ok(decays)
    }

    /// The saliency with which memories are entered on a cycle, in units of the threshold: `z = k c_0 + (1 - k c_0)/q`. **Source**: E1.
    pub fn saliency(&self, reduced_gain: &Rational, decay: &Decay, precision: Precision) -> Result<Interval> {
        let own = Rational::from(reduced_gain * &self.own);
        let rest = Rational::from(1 - &own);
        Ok(decay.enclosure(precision).reciprocal()? * &rest + &own)
    }

    /// Who is entered on a cycle of this decay.
    ///
    /// **Statement**: the successor iff `Z > sum over j >= k of kappa c_j (1 - q) q^(j-k)` for all `k >= 2`, on a ring with what memories
    /// remember. **Errors**: [`Error::Undecided`] where the precision does not tell; a rational decay is decided exactly. **Source**: K2.
    pub fn order(&self, decay: &Decay) -> Result<Decided<Order>> {
        let none = Decided::order(&self.own, &self.own);
        let least = self.leads.iter().try_fold(none.map(|_| Ordering::Greater), |least, lead| {
            Ok::<_, Error>(least.with(sign(lead, decay)?).map(|(a, b)| a.min(b)))
        })?;
        Ok(least.map(|least| match least {
            Ordering::Greater => Order::Kept,
            Ordering::Equal => Order::Tied,
            Ordering::Less => Order::Broken,
        }))
    }

    /// Who is entered at a threshold; tied where it may be attained in two places that differ in it.
    ///
    /// **Errors**: as [`Law::order`]. **Source**: K2.
    pub fn order_at(&self, threshold: &Threshold) -> Result<Decided<Order>> {
        let orders = threshold.decays.iter().map(|decay| self.order(decay)).collect::<Result<Vec<_>>>()?;
        let both = |a: Decided<Order>, b| a.with(b).map(|(a, b)| if a == b { a } else { Order::Tied });
        orders.into_iter().reduce(both).ok_or_else(|| Error::domain("decays", "none", "at least one"))
    }

    /// `U/V` at a place: one over the reduced gain of a cycle with that decay.
    fn share(&self, place: &Decay, precision: Precision) -> Result<Share> {
        let range = match place {
            Decay::Exact(q) => return Ok(Share::Exact(self.drive.at(q) / self.turns.at(q))),
            Decay::Enclosed(range) => range.with_precision(precision),
        };
        let slope = self.slope.at(&range).divide(&self.turns.at(&range).square())?;
        minimum_at(&range, |q| self.drive.at(q).divide(&self.turns.at(q)), &slope).map(Share::Enclosed)
    }

    /// All zeros of a polynomial in `(0, 1]`, each rational where it is a simple one.
    fn zeros(&self, polynomial: &Polynomial, precision: Precision) -> Result<Vec<Decay>> {
        let simple = polynomial.square_free();
        if simple.degree() == 0 {
            return Ok(Vec::new());
        }
        // Beyond both ends, and halved at no number that a zero is likely to be.
        let ends = [ratio(-1, 1009), ratio(998, 997)].map(|end| Interval::from_rational(&end, precision));
        let boxes = isolate(|q| simple.over(q), &ends[0].hull(&ends[1]), MOST_BOXES)?.into_value();
        let mut decays = Vec::new();
        for zero in boxes {
            let zero = refine_root(&zero, |q| simple.over(q))?;
            let candidate = simplest(&exact(zero.lower())?, &exact(zero.upper())?);
            let decay = if simple.at(&candidate) == 0 { Decay::Exact(candidate) } else { Decay::Enclosed(zero) };
            if is_within(&decay) {
                decays.push(decay);
            }
        }
        Ok(decays)
    }
}

/// Whether a decay may lie in `(0, 1]`.
fn is_within(decay: &Decay) -> bool {
    match decay {
        Decay::Exact(q) => *q > 0 && *q <= 1,
        Decay::Enclosed(q) => {
            q.positive() != Certainty::CertainlyNot && q.above(&Rational::from(1)) != Certainty::Certainly
        }
    }
}

/// The sign of a polynomial at a decay.
fn sign(polynomial: &Polynomial, decay: &Decay) -> Result<Decided<Ordering>> {
    match decay {
        Decay::Exact(q) => Ok(Decided::order(&polynomial.at(q), &Rational::new())),
        Decay::Enclosed(q) => {
            let value = polynomial.at(q);
            let positive = value.positive().decided("the successor is the most salient memory", &value)?;
            Ok(positive.map(|positive| if positive { Ordering::Greater } else { Ordering::Less }))
        }
    }
}

/// A value of `U/V`.
enum Share {
    Exact(Rational),
    Enclosed(Interval),
}

impl Share {
    fn enclosure(&self, precision: Precision) -> Interval {
        match self {
            Self::Exact(value) => Interval::from_rational(value, precision),
            Self::Enclosed(range) => range.clone(),
        }
    }

    fn exact(&self) -> Option<Rational> {
        match self {
            Self::Exact(value) => Some(value.clone()),
            Self::Enclosed(_) => None,
        }
    }

    fn above(&self, bound: &Rational) -> Certainty {
        match self {
            Self::Exact(value) if value > bound => Certainty::Certainly,
            Self::Exact(_) => Certainty::CertainlyNot,
            Self::Enclosed(range) => range.above(bound),
        }
    }
}

/// The larger of two numbers, enclosed.
fn larger(a: &Interval, b: &Interval) -> Interval {
    let above = |x: &rug::Float, y: &rug::Float| if x > y { x.clone() } else { y.clone() };
    Interval::new(above(a.lower(), b.lower()), above(a.upper(), b.upper())).unwrap_or_else(|_| a.hull(b))
}
