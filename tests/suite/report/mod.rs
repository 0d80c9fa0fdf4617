//! Tests of `src/report`.

mod document;
mod figures;
