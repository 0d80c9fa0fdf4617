//! Gains that differ from memory to memory.

pub mod predictor;
