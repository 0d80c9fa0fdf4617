//! The argument `--couplings`, and what may not stand beside it.

use escapement::model::{Activation, Couplings};
use escapement::numerics::rational::parse;
use escapement::{Error, error::Result};

/// Reads a list `c_0,c_1,c_2,...`.
pub fn read(text: &str) -> Result<Couplings> {
    let numbers = text.split(',').map(|number| parse("couplings", number.trim()));
    Couplings::new(numbers.collect::<Result<_>>()?)
}

/// What stands beside couplings.
pub struct Beside<'a> {
    /// The self-coupling as it was typed.
    pub self_coupling: &'a str,
    /// The neurons whose self-synapses are removed, as they were typed.
    pub neurons: Option<&'a str>,
    /// The activation.
    pub activation: Activation,
}

impl Beside<'_> {
    /// Refuses what couplings are not covered with.
    pub fn check(&self) -> Result<()> {
        if parse("self-coupling", self.self_coupling)? != 0 {
            let domain = "left out with couplings, whose first number c_0 is the self-coupling";
            return Err(Error::domain("self-coupling", self.self_coupling, domain));
        }
        if let Some(neurons) = self.neurons {
            let domain = "left out with couplings, whose law is derived for networks that keep their self-synapses";
            return Err(Error::domain("neurons", neurons, domain));
        }
        if self.activation != Activation::HardTanh {
            let domain = "hardtanh with couplings, whose law rests on neurons that saturate";
            return Err(Error::domain("activation", self.activation, domain));
        }
        Ok(())
    }
}
