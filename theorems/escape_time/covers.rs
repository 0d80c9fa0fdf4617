//! E1, E2 and E4 over boxes of gains, self-couplings and saliencies.

use super::predictor::{escape_time_of, next_saliency_of};
use super::simulation::{observe_escapes, observe_handovers};
use crate::error::Result;
use crate::evidence::cover::{Cost, Cover, CoverInfo, Coverable, Piece, Region, Said, Side, side};
use crate::numerics::rational::ratio;
use crate::numerics::{Algebraic, Gradient, Precision};

/// The covers of E1 with E2, and of E4.
pub fn all() -> Vec<Box<dyn Coverable>> {
    vec![Box::new(escape_times()), Box::new(handovers())]
}

/// Gains, self-couplings below the lock, and saliencies of the retrieved memory.
fn parameters() -> Vec<Side> {
    vec![
        side("gain", ratio(2, 1), ratio(3, 1)),
        side("self-coupling", ratio(-1, 20), ratio(1, 20)),
        side("saliency", ratio(3, 2), ratio(5, 2)),
    ]
}

fn escape_times() -> Cover<&'static str> {
    Cover {
        info: CoverInfo {
            name: "escape_times",
            claims: &["E1", "E2"],
            shows: "the time for which a memory is held differs from E1 by at most the bound, whatever the saliencies of its successor and of others",
            halvings: 24,
            percent: 100,
            cost: Cost::Quick,
            drawn: false,
        },
        regions: || {
            let others = [side("successor", ratio(0, 1), ratio(4, 1)), side("another", ratio(0, 1), ratio(4, 1))];
            vec![Region { of: "unit slope", sides: parameters().into_iter().chain(others).collect() }]
        },
        within: || ratio(1, 16),
        predict: |_, piece| predicted(piece, |sides| escape_time_of(&sides[0], &sides[1], &sides[2])),
        observe: observe_escapes,
        wrong_predictors: vec![
            ("a factor of 1 + 1/1000", |_, piece| {
                predicted(piece, |sides| Ok(escape_time_of(&sides[0], &sides[1], &sides[2])? * &ratio(1001, 1000)))
            }),
            ("sign of the self-coupling", |_, piece| {
                predicted(piece, |sides| escape_time_of(&sides[0], &-sides[1].clone(), &sides[2]))
            }),
        ],
    }
}

fn handovers() -> Cover<&'static str> {
    Cover {
        info: CoverInfo {
            name: "handovers",
            claims: &["E4"],
            shows: "the saliency that the successor is entered with differs from E4 by at most the bound",
            halvings: 24,
            percent: 100,
            cost: Cost::Long,
            drawn: false,
        },
        regions: || {
            let successor = side("successor", ratio(0, 1), ratio(1, 4));
            vec![Region { of: "unit slope", sides: parameters().into_iter().chain([successor]).collect() }]
        },
        within: || ratio(1, 8),
        predict: |_, piece| predicted(piece, next),
        observe: observe_handovers,
        wrong_predictors: vec![
            ("a factor of 1 + 1/1000", |_, piece| predicted(piece, |sides| Ok(next(sides)? * &ratio(1001, 1000)))),
            ("the successor's own saliency ignored", |_, piece| {
                predicted(piece, |sides| {
                    next_saliency_of(&sides[0], &sides[1], &sides[2], &sides[3].number(&ratio(0, 1)))
                })
            }),
        ],
    }
}

fn next(sides: &[Gradient]) -> Result<Gradient> {
    next_saliency_of(&sides[0], &sides[1], &sides[2], &sides[3])
}

fn predicted(piece: &Piece, formula: impl Fn(&[Gradient]) -> Result<Gradient>) -> Result<Said> {
    piece.developed(Precision::DOUBLE, formula).map(Said::Number)
}
