//! Numbers and what is computed with them: precision, enclosures, power series, integration, events, roots.
//!
//! Nothing in here knows a neuron. What may enter: arithmetic, and algorithms on vector fields and functions that are
//! given to them as data.

pub mod decided;
pub mod eigenvalues;
pub mod events;
pub mod field;
pub mod gradient;
pub mod interval;
pub mod isolation;
pub mod linear;
pub mod minima;
pub mod normal;
pub mod polynomial;
pub mod precision;
pub mod quadrature;
pub mod rational;
pub mod roots;
pub mod scalar;
pub mod series;
pub mod spectrum;
pub mod taylor;

pub use decided::{Decided, Guarantee};
pub use gradient::{Developed, Gradient};
pub use interval::{Certainty, Interval};
pub use precision::{Digits, Precision, climb};
pub use scalar::{Algebraic, Number, Scalar, Transcendental};
