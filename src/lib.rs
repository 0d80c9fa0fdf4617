//! x
pub mod error;
pub mod numerics;
pub use error::{Error, Result};
