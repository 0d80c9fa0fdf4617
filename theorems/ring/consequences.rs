//! What the handover (E4), iterated in rationals, implies for the chain that a ring is compared with.

use super::cases::{CHAIN, chain_of};
use crate::error::Result;
use crate::evidence::{Quantities, Quantity};
use crate::model::Parameters;
use crate::numerics::Digits;
use crate::theorems::gain_threshold::consequences::fate_by_handover;

/// The fate of the chain where its start is handed on unchanged, as at its threshold; nothing elsewhere.
pub(super) fn chain_by_handover(parameters: &Parameters, _: Digits) -> Result<Quantities> {
    let (chain, start) = chain_of(parameters)?;
    let fates = fate_by_handover(&chain, &start)?.into_iter();
    Ok(fates.map(|fate| Quantity { name: CHAIN, ..fate }).collect())
}
