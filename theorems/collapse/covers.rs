//! C1, C3 and C6 with G1 over the plane of gains and first saliencies.

use super::cases::{MOST_COVERED, transitions};
use super::predictor::{above_unstable_of, continuous_count_of, margin_of};
use super::simulation::observe_courses;
use crate::error::Result;
use crate::evidence::cover::{Cost, Cover, CoverInfo, Coverable, Piece, Region, Said, Side, side};
use crate::numerics::rational::ratio;
use crate::numerics::{Certainty, Decided, Gradient, Interval, Precision};
use rug::{Integer, Rational};

const BITS: Precision = Precision::DOUBLE;

/// The cover of the plane.
pub fn all() -> Vec<Box<dyn Coverable>> {
    vec![Box::new(regimes())]
}

/// The boxes of gains and first saliencies: where chains end soon, and where most never end. Between them, at gains just below 4, chains are
/// longer than a cover can follow them, and next to the boundary of endless chains pieces are too narrow.
pub fn boxes() -> [Vec<Side>; 2] {
    let plane = |gains: (i64, i64), first: i64| {
        vec![side("gain", ratio(gains.0, 1), ratio(gains.1, 1)), side("saliency", ratio(first, 1), ratio(8, 1))]
    };
    [plane((1, 3), 1), plane((5, 8), 2)]
}

/// The number of transitions all over the plane.
fn regimes() -> Cover<&'static str> {
    Cover {
        info: CoverInfo {
            name: "regimes",
            claims: &["G1", "C1", "C3", "C6"],
            shows: "every chain makes one and the same number of transitions until it collapses, or none of them ever ends",
            halvings: 11,
            percent: 85,
            cost: Cost::Long,
            drawn: true,
        },
        regions: || {
            boxes().map(|sides| Region { of: "chain, unit slope, no self-coupling", sides }).into_iter().collect()
        },
        within: Rational::new,
        predict: |_, piece| predict_courses(piece, |gain| gain),
        observe: observe_courses,
        wrong_predictors: vec![
            ("gain larger by a quarter", |_, piece| predict_courses(piece, |gain| gain * &ratio(5, 4))),
            ("gain smaller by a quarter", |_, piece| predict_courses(piece, |gain| gain * &ratio(3, 4))),
        ],
    }
}

/// The number of transitions all over a piece, for gains that are read in some way.
fn predict_courses(piece: &Piece, read: impl Fn(Gradient) -> Gradient) -> Result<Said> {
    let away = piece.away(BITS);
    let over = |formula: fn(&Gradient, &Gradient) -> Result<Gradient>| -> Result<(Interval, Option<usize>)> {
        let found = piece.developed(BITS, |sides| formula(&read(sides[0].clone()), &sides[1]))?;
        Ok((found.range(&away), found.most_influential(&away)))
    };
    let (above, _) = over(|_, saliency| Ok(saliency.clone() - 1))?;
    if above.positive() != Certainty::Certainly {
        return Ok(Said::Open(Some(1)));
    }
    let (margin, side) = over(margin_of)?;
    match margin.positive() {
        Certainty::Unknown => return Ok(Said::Open(side)),
        Certainty::CertainlyNot => {
            let survives = margin.positive().decided("there is a second memory", &margin)?;
            return Ok(counted(survives.map(|_| Some(Integer::from(1)))));
        }
        Certainty::Certainly => {}
    }
    let (beyond, _) = over(|gain, _| Ok(gain.clone() - 4))?;
    let (count, side) = match beyond.positive() {
        Certainty::Unknown => return Ok(Said::Open(Some(0))),
        Certainty::CertainlyNot => over(|gain, saliency| continuous_count_of(gain, saliency, true))?,
        Certainty::Certainly => {
            let (excess, side) = over(above_unstable_of)?;
            match excess.positive() {
                Certainty::Unknown => return Ok(Said::Open(side)),
                Certainty::Certainly => {
                    let endless = excess.positive().decided("the chain is sustained", &excess)?;
                    return Ok(counted(endless.map(|_| None)));
                }
                Certainty::CertainlyNot => over(|gain, saliency| continuous_count_of(gain, saliency, false))?,
            }
        }
    };
    if count.above(&Rational::from(MOST_COVERED)) == Certainty::Certainly {
        return Ok(Said::Beyond);
    }
    Ok(count.ceiling().map_or(Said::Open(side), |count| counted(count.map(Some))))
}

fn counted(count: Decided<Option<Integer>>) -> Said {
    Said::Decision(transitions(count).answer)
}
