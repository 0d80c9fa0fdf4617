//! The reasoning matrix in memory space: which memory drives which.

use super::parameters::{Parameters, Topology};
use nalgebra::DMatrix;
use rug::Rational;

/// The reasoning matrix of a ring of memories: circulant, `R[mu + k, mu] = kappa c_k` with `c_1 = 1`, `c_0 = rho`.
///
/// **Shapes**: `P x P`, column `mu` is what memory `mu` drives. For two memories the successor is also the predecessor, and
/// for both `c_0` and `c_1` the entries add up where they meet. **Source**: equation (5) of the specification.
fn circulant(memories: usize, parameters: &Parameters) -> DMatrix<Rational> {
    DMatrix::from_fn(memories, memories, |row, column| match (row + memories - column) % memories {
        0 => Rational::from(parameters.gain() * parameters.self_coupling()),
        1 => parameters.gain().clone(),
        _ => Rational::new(),
    })
}

/// The reasoning matrix of the chain in its three classes (retrieved, successor, all others): the retrieved memory drives
/// itself by `kappa rho` and its successor by `kappa`; no other memory is active.
fn chain(parameters: &Parameters) -> DMatrix<Rational> {
    let (gain, own) = (parameters.gain(), Rational::from(parameters.gain() * parameters.self_coupling()));
    let zero = Rational::new;
    DMatrix::from_row_slice(3, 3, &[own, zero(), zero(), gain.clone(), zero(), zero(), zero(), zero(), zero()])
}

/// The reasoning matrix of a network of so many memories: circulant on a ring; on a chain the last memory drives none.
pub(super) fn network_matrix(parameters: &Parameters, memories: usize) -> DMatrix<Rational> {
    let mut matrix = circulant(memories, parameters);
    if parameters.topology() == Topology::Chain {
        matrix[(0, memories - 1)] = Rational::new();
    }
    matrix
}

/// The reasoning matrix of the parameters' topology, in memory space.
///
/// **Shapes**: `P x P` for a ring; `3 x 3` for the chain, whose retrieved memory is number 0. Column `mu` is what every memory
/// receives while `mu` has overlap one and all others none.
///
/// ```
/// use escapement::model::{Parameters, Topology, reasoning_matrix};
/// use escapement::numerics::rational::ratio;
/// let ring = Parameters::new(ratio(5, 1))?.with_topology(Topology::Ring(3))?;
/// let drive: Vec<_> = reasoning_matrix(&ring).column(2).iter().cloned().collect();
/// assert_eq!(drive, [ratio(5, 1), ratio(0, 1), ratio(0, 1)]);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn reasoning_matrix(parameters: &Parameters) -> DMatrix<Rational> {
    match parameters.topology() {
        Topology::Chain => chain(parameters),
        Topology::Ring(memories) => circulant(memories, parameters),
    }
}
