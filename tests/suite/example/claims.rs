//! D1, and the mistakes one would make.

use super::cases::{LEFT, Undriven, undriven_cases};
use super::predictor::saliency_left;
use super::simulation::observe_decay;
use escapement::error::Result;
use escapement::evidence::{Check, Claim, Guarantee, Info, Provenance, Quantities, WrongPredictor, real};
use escapement::numerics::Digits;
use escapement::numerics::rational::ratio;
use escapement::theorems::assumptions::FAST_LAYER;

/// D1.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(d1())]
}

fn d1() -> Claim<Undriven> {
    Claim {
        info: Info {
            id: "D1",
            title: "decay",
            provenance: Provenance::Derived,
            statement: "a saliency that nothing drives is a exp(-t/tau_u) after the time t",
            domain: "slow time constants from 1/2 to 2, times from 0 to 3",
            rests_on: &[FAST_LAYER],
            promises: Guarantee::Rigorous,
        },
        cases: undriven_cases,
        predict: left,
        observe: observe_decay,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("slow time constant ignored", |case, digits| {
                let parameters = case.parameters.clone().with_slow_time_constant(ratio(1, 1))?;
                left(&Undriven { parameters, ..case.clone() }, digits)
            }),
        ],
    }
}

fn left(case: &Undriven, digits: Digits) -> Result<Quantities> {
    real(LEFT, digits, |precision| saliency_left(&case.parameters, &case.saliency, &case.time, precision))
}
