//! Tests of `src/numerics/interval`.

mod arithmetic;
mod bounds;
mod compare;
mod decimal;
mod domains;
mod enclosure;
mod functions;
mod standard;
