//! Tests of `src/model`.

mod limit;
mod memories;
mod network;
mod noise;
