//! A verification suite for the dynamical theory of sequential memory retrieval in input-driven Hopfield networks.
//!
//! A fast network retrieves a memory, a slow one drives the next. Each memory is left after an *escape time*, the chain of
//! memories sustains itself above a *gain threshold* and *collapses* below it. The theory is that of S. Betteti, G. Baggio
//! and S. Zampieri, *A Dynamical Theory of Sequential Retrieval in Input-Driven Hopfield Networks*, arXiv:2603.03201. This
//! crate checks it claim by claim: a closed form on one side, an independent integration of the model on the other, and
//! a verdict that says how surely the two agree.
//!
//! # How the parts fit
//!
//! Data flows one way, and nothing imports against the arrow (a test enforces it):
//!
//! ```text
//! numerics  ->  model  ->  evidence  ->  theorems  ->  report  ->  command line
//! intervals,    limit      claims,       one folder    REPORT.md
//! series,       system     verdicts,     per theorem
//! integrator               controls
//! ```
//!
//! - [`numerics`]: outward-rounded intervals, vector fields as data, Taylor series in any arithmetic, an integrator with a
//!   numerical and a rigorous mode, event location.
//! - [`model`]: the equations, with validated parameters.
//! - [`evidence`]: claims, verdicts, guarantees, negative controls. It knows nothing of the model.
//! - [`theorems`]: statement, predictor, simulation and claims of each theorem.
//! - [`report`]: `REPORT.md` and the other forms in which findings are printed.
//!
//! # Asking a question
//!
//! ```
//! use escapement::model::{LimitSystem, Parameters};
//! use escapement::numerics::{Digits, Interval, Precision, rational::parse};
//! use escapement::theorems::escape_time::predictor::escape_time;
//!
//! let parameters = Parameters::new(parse("gain", "5")?)?;
//! let saliency = parse("saliency", "3")?;
//! let predicted: Interval = escape_time(&parameters, &saliency, Precision::bits(256)?)?;
//! let observed = LimitSystem::new(parameters).run_to_digits(&[saliency], 1, Digits::new(60)?)?;
//! assert!(observed.transitions[0].dwell.overlaps(&predicted));
//! # Ok::<(), escapement::Error>(())
//! ```

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod error;
pub mod evidence;
pub mod model;
pub mod numerics;
pub mod report;
#[path = "../theorems/mod.rs"]
pub mod theorems;

pub use error::{Error, Result};
