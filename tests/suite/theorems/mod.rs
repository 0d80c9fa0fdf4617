//! Tests of the theorems: their properties, one file each, and their claims.

mod claims;
mod collapse;
mod correlated;
mod couplings;
mod covers;
mod escape_time;
mod finite_size;
mod gain_threshold;
mod limit_cycle;
mod memory;
mod noise;
mod ring;
mod singular_limit;
mod smooth_activation;
mod unequal_gains;
