//! Properties of the limit cycles: where they tend to, and what the delay of an escape makes of them.

use crate::support::{bits, digits};
use escapement::error::Result;
use escapement::model::{Activation, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::theorems::limit_cycle::cases::Ring;
use escapement::theorems::limit_cycle::predictor::{Feedback, approach};
use escapement::theorems::limit_cycle::simulation::simulate_cycle;
use rug::Float;

fn ring(memories: usize) -> Parameters {
    Parameters::new(ratio(6, 1)).and_then(|p| p.with_topology(Topology::Ring(memories))).expect("a ring")
}

#[test]
fn two_memories_of_gain_six_approach_the_saliency_five_with_simple_coefficients() -> Result<()> {
    // q = 1/5, so that the delay is (1/2) eps ln(1/eps), Z'(T) = 5/6, and 1 - Z'(T)/Z = 5/6.
    let kept = approach(&ring(2), Feedback::Kept, bits(128))?;
    assert!(kept.saliency.contains_rational(&ratio(5, 1)) && kept.saliency.digits(60) > 25);
    assert!(kept.dwell_coefficient.contains_rational(&ratio(3, 5)));
    assert!(kept.saliency_coefficient.contains_rational(&ratio(1, 2)));
    let ignored = approach(&ring(2), Feedback::Ignored, bits(128))?;
    assert!(ignored.dwell_coefficient.contains_rational(&ratio(1, 2)));
    Ok(())
}

#[test]
fn what_has_no_cycle_in_the_limit_has_no_approach() {
    let weak = Parameters::new(ratio(1, 1)).and_then(|p| p.with_topology(Topology::Ring(2))).expect("a ring");
    assert!(approach(&weak, Feedback::Kept, bits(64)).is_err());
    let chain = Parameters::new(ratio(6, 1)).expect("a chain");
    assert!(approach(&chain, Feedback::Kept, bits(64)).unwrap_err().to_string().contains("memories"));
}

#[test]
fn the_dwell_moves_along_the_ladder_as_the_coefficient_says() -> Result<()> {
    // (T_eps - T)/eps grows by a ln 2 from octave to octave, up to a remainder of order eps ln^2(1/eps).
    let approach = approach(&ring(3), Feedback::Kept, bits(128))?;
    let scaled = |k: i32| -> Result<Float> {
        let eps = power(2, -k);
        let ring = Ring {
            gain: ratio(6, 1),
            memories: 3,
            leak: &eps * ratio(1, 2),
            timescale_ratio: eps,
            activation: Activation::HardTanh,
        };
        Ok((simulate_cycle(&ring, digits(20))?.dwell - approach.dwell.midpoint()) << k)
    };
    let octave = (scaled(10)? - scaled(9)?) / Float::with_val(64, rug::float::Constant::Log2);
    let off = (octave - approach.dwell_coefficient.midpoint()).abs();
    assert!(off < 0.05, "{off}");
    Ok(())
}
