//! Tests of `src/numerics`.

mod events;
mod integrator;
mod interval;
mod laws;
mod precision;
mod quadrature;
mod rational;
mod scalar;
mod series;
