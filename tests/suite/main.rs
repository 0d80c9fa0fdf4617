//! Every integration test, in one binary whose modules mirror the tree.
//!
//! `cargo test --test suite numerics::` runs those of one folder, `cargo test --test suite ring` those of one theorem.

mod architecture;
mod cli;
mod evidence;
mod example;
mod model;
mod numerics;
mod oracle;
mod proofs;
mod readme;
mod report;
mod support;
mod theorems;
