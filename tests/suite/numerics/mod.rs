//! Tests of `src/numerics`.

mod crossings;
mod decided;
mod eigenvalues;
mod enclose;
mod events;
mod expressions;
mod integrator;
mod interval;
mod isolation;
mod laws;
mod minima;
mod normal;
mod precision;
mod quadrature;
mod rational;
mod roots;
mod scalar;
mod series;
mod spectrum;
