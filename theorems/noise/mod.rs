//! Noise.

pub mod predictor;
