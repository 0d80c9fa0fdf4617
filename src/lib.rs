//! x
pub mod error;
pub mod model;
pub mod numerics;
pub use error::{Error, Result};
