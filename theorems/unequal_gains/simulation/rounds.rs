//! Rounds of a chain: run, searched for saliencies that grow, solved for those that do not change.

use crate::error::{Error, Result};
use crate::evidence::to_digits;
use crate::model::{LimitSystem, Outcome, Parameters, Run, UnequalGains, UnequalLimit};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::{bisect, enclose_root};
use crate::numerics::{Certainty, Decided, Digits, Interval, Precision};
use rug::{Float, Rational};

/// Precision of searches.
pub(super) const COARSE: u32 = 80;

/// One round of a chain, run.
#[derive(Debug, Clone)]
pub(super) struct Rounds {
    pub(super) system: UnequalLimit,
    pub(super) period: usize,
    /// The strongest saliency with which memory 0 can be entered.
    pub(super) top: Rational,
}

/// A dwell's end and how it depends on its start.
pub(super) struct Turn {
    pub(super) saliency: Interval,
    pub(super) derivative: Interval,
}

impl Rounds {
    pub(super) fn new(gains: &UnequalGains) -> Self {
        let period = gains.period();
        Self { system: UnequalLimit::new(gains.clone()), period, top: gains.gain(period - 1).clone() }
    }

    /// The run of one round from a saliency.
    pub(super) fn run(&self, saliency: &Interval) -> Result<Run> {
        self.system.run(&self.system.start(saliency), self.period, saliency.precision())
    }

    /// By how much one round enlarges a saliency.
    ///
    /// **Errors**: [`Error::Undecided`] where a saliency cannot be told from its threshold.
    fn growth(&self, saliency: &Interval) -> Result<Interval> {
        let run = self.run(saliency)?;
        if *run.decided()?.value() == Outcome::Collapsed {
            return self.lost(saliency);
        }
        Ok(&run.saliency[0] - saliency)
    }

    /// Whether one round enlarges a saliency, and by about how much; where it is open whether a round is survived, as if it were not.
    fn grows(&self, saliency: &Rational) -> Result<(Certainty, Float)> {
        let start = Interval::from_rational(saliency, Precision::bits(COARSE)?);
        match self.growth(&start) {
            Ok(growth) => Ok((growth.positive(), growth.midpoint())),
            Err(Error::Undecided { .. }) => Ok((Certainty::Unknown, self.lost(&start)?.midpoint())),
            Err(error) => Err(error),
        }
    }

    /// What stands for the growth of a saliency that does not survive a round: negative, and the more so the smaller it is.
    fn lost(&self, saliency: &Interval) -> Result<Interval> {
        let scale = Rational::from(self.top.square_ref()) * -4i32;
        Interval::from_rational(&scale, saliency.precision()).divide(saliency)
    }

    /// A saliency that a round certainly enlarges, by ternary search in so many steps; `None` where none was found.
    pub(super) fn growing(&self, steps: usize) -> Result<Option<Rational>> {
        let (mut low, mut high) = (self.system.gains().threshold(0), self.top.clone());
        for _ in 0..steps {
            let third = Rational::from(&high - &low) / 3u32;
            let (left, right) = (Rational::from(&low + &third), Rational::from(&high - &third));
            let (at_left, at_right) = (self.grows(&left)?, self.grows(&right)?);
            for ((grows, _), place) in [(&at_left, &left), (&at_right, &right)] {
                if *grows == Certainty::Certainly {
                    return Ok(Some(place.clone()));
                }
            }
            if at_left.1 < at_right.1 { low = left } else { high = right }
        }
        Ok(None)
    }

    /// Whether some first saliency lasts: one grows, or else the strongest that can be handed on collapses.
    ///
    /// **Errors**: [`Error::Undecided`] where neither shows.
    pub(super) fn sustained(&self) -> Result<Decided<bool>> {
        for steps in [10, 40] {
            if let Some(place) = self.growing(steps)? {
                return self.proof(&place);
            }
            let run = self.to_the_end(&self.top, steps * 10)?;
            if run.outcome == Outcome::Collapsed {
                return Ok(run.decided()?.map(|outcome| outcome != Outcome::Collapsed));
            }
        }
        let value = self.system.gains().to_string();
        Err(Error::Undecided { question: "some sequence lasts", value })
    }

    fn to_the_end(&self, saliency: &Rational, most: usize) -> Result<Run> {
        let precision = Precision::bits(COARSE)?;
        self.system.run(&self.system.start(&Interval::from_rational(saliency, precision)), most, precision)
    }

    /// The saliency handed on unchanged between one that grows and one that does not.
    pub(super) fn fixed(&self, growing: &Rational, other: &Rational, digits: Digits) -> Result<Interval> {
        let (inside, outside) = bisect(|z| Ok(self.grows(z)?.0), (growing, other), 14)?;
        let (low, high) = if inside < outside { (inside, outside) } else { (outside, inside) };
        polished("a saliency handed on unchanged", |z| self.growth(z), (&low, &high), digits)
    }

    /// The proof that a start lasts: that it grows, or a weaker one does; `None` where neither is seen, or the sequence soon ends.
    pub(super) fn endless(&self, start: &Rational) -> Result<Option<Decided<bool>>> {
        const SOON: usize = 40;
        if self.grows(start)?.0 == Certainty::Certainly {
            return self.proof(start).map(Some);
        }
        if self.to_the_end(start, SOON)?.outcome != Outcome::Active {
            return Ok(None);
        }
        let weaker = self.growing(40)?.filter(|growing| growing <= start);
        weaker.map(|weaker| self.proof(&weaker)).transpose()
    }

    /// Whether a saliency grows, as proved.
    pub(super) fn proof(&self, place: &Rational) -> Result<Decided<bool>> {
        let growth = self.growth(&Interval::from_rational(place, Precision::bits(COARSE)?))?;
        growth.positive().decided("a saliency grows", &growth)
    }

    /// One dwell of a memory, with a gain in place of its own, and the derivative of what it hands on.
    fn turn(&self, memory: usize, gain: &Rational, turn: &Turn) -> Result<Option<Turn>> {
        let (gains, precision) = (self.system.gains(), turn.saliency.precision());
        match turn.saliency.above(&gains.threshold(memory)) {
            Certainty::CertainlyNot => return Ok(None),
            certain => certain.decide("the memory exists", &turn.saliency)?,
        };
        let chain = LimitSystem::new(Parameters::new(gain.clone())?.with_slope(gains.slope(memory).clone())?);
        let mut state = chain.start(&[], precision)?;
        state[0] = turn.saliency.clone();
        let (saliency, derivative) = chain.handover_with_multiplier(&state, precision)?;
        Ok(Some(Turn { saliency, derivative: &turn.derivative * &derivative }))
    }

    /// One round with its last gain replaced; `None` where it is not survived.
    pub(super) fn turns(&self, saliency: &Interval, last: &Rational) -> Result<Option<Turn>> {
        let mut turn = Turn { saliency: saliency.clone(), derivative: Interval::from_integer(1, saliency.precision()) };
        for memory in 0..self.period {
            let gain = if memory + 1 == self.period { last } else { self.system.gains().gain(memory) };
            let Some(next) = self.turn(memory, gain, &turn)? else { return Ok(None) };
            turn = next;
        }
        Ok(Some(turn))
    }

    /// The least last gain with which some saliency is handed on unchanged: the last drive is proportional to it, so it is the least
    /// quotient of a saliency by what a unit last gain makes of it, where the round's elasticity `Z F'/F` is one.
    pub(super) fn least_last_gain(&self, digits: Digits) -> Result<Interval> {
        let unit = Rational::from(1);
        // Positive below the least quotient, also where the round is not survived, and negative above it.
        let excess = |z: &Interval| -> Result<Option<Interval>> {
            let Some(turn) = self.turns(z, &unit)? else { return Ok(None) };
            Ok(Some((z * &turn.derivative).divide(&turn.saliency)? - 1))
        };
        let coarse = Precision::bits(COARSE)?;
        let side = |z: &Rational| excess(&Interval::from_rational(z, coarse));
        let mut high = self.system.gains().threshold(0) * 2u32;
        while side(&high)?.is_none_or(|excess| excess.negative() != Certainty::Certainly) {
            high *= 2u32;
        }
        // Halving, but for a share that no root is likely to share; until both ends survive a round and the bracket is small.
        let (mut low, mut alive) = (self.system.gains().threshold(0), false);
        for step in 0..80 {
            let middle = &low + Rational::from(&high - &low) * ratio(173, 347);
            match side(&middle)? {
                Some(excess) if excess.positive() == Certainty::Certainly => (low, alive) = (middle, true),
                Some(_) => high = middle,
                None => low = middle,
            }
            if alive && step >= 20 {
                break;
            }
        }
        let lost = |z: &Interval| Error::Undecided { question: "a round is survived", value: z.to_string() };
        let alive = |z: &Interval| excess(z)?.ok_or_else(|| lost(z));
        // Where the quotient is least, its error is that of the place squared.
        let place = polished("a least gain", alive, (&low, &high), digits)?;
        let turn = self.turns(&place, &unit)?.ok_or_else(|| lost(&place))?;
        place.divide(&turn.saliency)
    }
}

/// The root of a function between two points: to a few digits first, which is cheap, and to all of them from there.
pub(super) fn polished(
    name: &'static str,
    function: impl Fn(&Interval) -> Result<Interval>,
    (low, high): (&Rational, &Rational),
    digits: Digits,
) -> Result<Interval> {
    let (low, high) = match enclose_root(&function, low, high, Precision::bits(COARSE)?) {
        Ok(root) => {
            let reach = exact(&root.magnitude())? >> 50u32;
            (exact(root.lower())? - &reach, exact(root.upper())? + reach)
        }
        Err(error) if error.may_yield_to_precision() => (low.clone(), high.clone()),
        Err(error) => return Err(error),
    };
    to_digits(name, digits, |precision| enclose_root(&function, &low, &high, precision))
}
