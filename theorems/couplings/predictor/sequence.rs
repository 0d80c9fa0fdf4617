//! K3: the book-keeping per memory, from dwell to dwell.

use crate::error::{Error, Result};
use crate::model::{Couplings, Parameters, Topology};
use crate::numerics::{Algebraic, Certainty, Decided, Interval, Precision};
use rug::Rational;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A sequence that is followed from dwell to dwell.
///
/// **Statement**: over a dwell with `q = (theta - kappa c_0)/(Z - kappa c_0)` every saliency is multiplied by `q` and gains `kappa c_j (1 - q)`,
/// where it is that of the `j`-th memory after the retrieved one; the most salient of the others is entered. **Source**: K2, K3.
#[derive(Debug, Clone)]
pub struct Sequence {
    coefficients: Vec<Rational>,
    parameters: Parameters,
    /// Saliencies of the memories that have one.
    saliencies: BTreeMap<usize, Interval>,
    retrieved: usize,
    decay: Interval,
    transitions: usize,
}

/// How a sequence that was followed ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The last memory exists.
    Alive,
    /// The last memory does not exist.
    Collapsed,
    /// The first memory is never left.
    Locked,
}

impl Sequence {
    /// The start, with the first memory retrieved; saliencies left out are zero.
    pub fn new(parameters: &Parameters, couplings: &Couplings, saliencies: &[Rational], precision: Precision) -> Self {
        let start = saliencies.iter().map(|saliency| Interval::from_rational(saliency, precision)).enumerate();
        Self {
            coefficients: couplings.on(parameters.topology()),
            parameters: parameters.clone(),
            saliencies: start.collect(),
            retrieved: 0,
            decay: Interval::from_integer(1, precision),
            transitions: 0,
        }
    }

    /// Whether the first memory is never left: `g kappa c_0 >= 1`.
    pub fn is_locked(&self) -> Decided<bool> {
        let own = Rational::from(self.parameters.gain() * &self.coefficients[0]);
        Decided::order(&own, &self.parameters.threshold()).map(Ordering::is_ge)
    }

    /// Moves on by one dwell.
    ///
    /// **Errors**: [`Error::Undecided`] where two memories cannot be told apart.
    pub fn advance(&mut self) -> Result<()> {
        let gain = self.parameters.gain();
        let own = Rational::from(gain * &self.coefficients[0]);
        let below = &self.saliencies[&self.retrieved] - &own;
        let decay = below.number(&(self.parameters.threshold() - &own)).divide(&below)?;
        self.saliencies.values_mut().for_each(|saliency| *saliency = &*saliency * &decay);
        let risen = -&decay + 1;
        for (ahead, coefficient) in self.coefficients.iter().enumerate() {
            let memory = self.ahead(ahead);
            let gained = &risen * &Rational::from(gain * coefficient);
            let known = self.saliencies.remove(&memory);
            self.saliencies.insert(memory, known.map_or_else(|| gained.clone(), |known| &known + &gained));
        }
        self.decay = &self.decay * &decay;
        self.transitions += 1;
        self.retrieved = self.most_salient()?;
        Ok(())
    }

    /// The number of the memory so many ahead.
    fn ahead(&self, ahead: usize) -> usize {
        match self.parameters.topology() {
            Topology::Chain => self.retrieved + ahead,
            Topology::Ring(memories) => (self.retrieved + ahead) % memories,
        }
    }

    /// The most salient memory but the retrieved one. On the chain nothing drives those behind it any more: one that does not exist is gone.
    fn most_salient(&self) -> Result<usize> {
        // Among memories that do not exist it does not matter which is the most salient.
        let may_exist =
            |saliency: &Interval| (saliency - &self.parameters.threshold()).positive() != Certainty::CertainlyNot;
        let is_driven = |memory: usize| self.parameters.topology() != Topology::Chain || memory > self.retrieved;
        let others = || {
            let candidates = self.saliencies.iter().filter(|(memory, _)| **memory != self.retrieved);
            candidates.filter(move |(memory, saliency)| is_driven(**memory) || may_exist(saliency))
        };
        let best = others().reduce(|a, b| if b.1.midpoint() > a.1.midpoint() { b } else { a });
        let Some((&best, most)) = best else { return Err(Error::domain("couplings", "none", "at least two")) };
        let rivals = others().filter(|(memory, saliency)| **memory != best && may_exist(saliency));
        let rival = rivals.into_iter().find(|(_, saliency)| most.greater(saliency) != Certainty::Certainly);
        match rival {
            None => Ok(best),
            Some((_, rival)) => {
                let value = format!("{most} and {rival}");
                Err(Error::Undecided { question: "one memory is more salient than all others", value })
            }
        }
    }

    /// Whether the memory that was entered last exists; [`Error::Undecided`] where the precision does not tell.
    pub fn exists(&self) -> Result<Decided<bool>> {
        let margin = self.saliency() - &self.parameters.threshold();
        margin.positive().decided("the next memory exists", &margin)
    }

    /// The memory that was entered last.
    pub const fn retrieved(&self) -> usize {
        self.retrieved
    }

    /// Its saliency then.
    pub fn saliency(&self) -> &Interval {
        &self.saliencies[&self.retrieved]
    }

    /// Number of transitions so far.
    pub const fn transitions(&self) -> usize {
        self.transitions
    }

    /// Time of the last one.
    pub fn time(&self) -> Result<Interval> {
        Ok(-(self.decay.ln()? * self.parameters.slow_time_constant()))
    }
}

/// Follows a sequence for so many transitions, or until it ends.
///
/// **Accuracy**: enclosures. **Errors**: [`Error::Undecided`] where memories cannot be told apart, or from the threshold. **Source**: K3.
pub fn follow(
    parameters: &Parameters,
    couplings: &Couplings,
    saliencies: &[Rational],
    transitions: usize,
    precision: Precision,
) -> Result<(Sequence, Decided<End>)> {
    let mut sequence = Sequence::new(parameters, couplings, saliencies, precision);
    let mut end = sequence.is_locked().map(|locked| if locked { End::Locked } else { End::Alive });
    while *end.value() == End::Alive && sequence.transitions < transitions {
        sequence.advance()?;
        end = end.with(sequence.exists()?).map(|(_, exists)| if exists { End::Alive } else { End::Collapsed });
    }
    Ok((sequence, end))
}
