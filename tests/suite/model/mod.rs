//! Tests of `src/model`.

mod cycle;
mod limit;
mod memories;
mod network;
mod noise;
