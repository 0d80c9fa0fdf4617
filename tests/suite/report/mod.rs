//! Tests of `src/report`.

mod data;
mod document;
mod figures;
