//! A verification suite for the dynamical theory of sequential memory retrieval in input-driven Hopfield networks.
//!
//! A fast network retrieves a memory, a slow one drives the next. Each memory is left after an *escape time*, the chain of
//! memories sustains itself above a *gain threshold* and *collapses* below it. The theory is that of S. Betteti, G. Baggio
//! and S. Zampieri, *A Dynamical Theory of Sequential Retrieval in Input-Driven Hopfield Networks*, arXiv:2603.03201. This
//! crate checks it claim by claim: a closed form on one side, an independent integration of the model on the other, and
//! a verdict that says how surely the two agree.
//!
//! The program `escapement` verifies every claim and writes `REPORT.md`; the README shows how to use it. This guide is for those
//! who call the library.
//!
//! # How the parts fit
//!
//! Data flows one way, and nothing imports against the arrow (a test enforces it):
//!
//! ```text
//! numerics  ->  model  ->  evidence  ->  theorems  ->  report  ->  command line
//! intervals,    limits,    claims,       one folder    REPORT.md,
//! series,       network    verdicts,     per theorem   figures
//! integrator               guarantees
//! ```
//!
//! - [`numerics`]: outward-rounded intervals, vector fields as data, Taylor series in any arithmetic, an integrator with a
//!   numerical and a rigorous mode, event location, certified integrals.
//! - [`model`]: the equations, with validated parameters.
//! - [`evidence`]: claims, answers, verdicts, guarantees, wrong predictors, and what rests on what. It knows nothing of the model.
//! - [`theorems`]: statement, predictor, simulation and claims of each theorem.
//! - [`report`]: `REPORT.md` and the other forms in which findings are printed.
//!
//! Within a theorem the flow splits in two, and the halves meet only in the comparison:
//!
//! ```text
//!            parameters (exact rationals)
//!              /                      \
//!   predictor: closed form     simulation: the model, integrated
//!              \                      /
//!         claim: do the two enclosures overlap, and are both tight?
//!                          |
//!              verdict, with its guarantee
//! ```
//!
//! Parameters and inputs are [`rug::Rational`]s, made by [`numerics::rational::parse`] or [`numerics::rational::ratio`]. Results are
//! [`numerics::Interval`]s where they are proved, [`rug::Float`]s where they are not. Every fallible call returns
//! [`Error`], which says what was attempted, on which value, and what would have been legal.
//!
//! # What does the theory say?
//!
//! A predictor evaluates a closed form in the arithmetic that is asked for: here the escape time `T = ln Z` of a memory of saliency
//! 3 (E1), and the gain threshold of the chain (G1).
//!
//! ```
//! use escapement::model::Parameters;
//! use escapement::numerics::{Interval, Precision, rational::ratio};
//! use escapement::theorems::{escape_time::predictor::escape_time, gain_threshold::predictor::gain_threshold};
//!
//! let chain = Parameters::new(ratio(5, 1))?;
//! let time: Interval = escape_time(&chain, &ratio(3, 1), Precision::bits(256)?)?;
//! assert_eq!(time.to_rounded_decimal(20).as_deref(), Some("1.0986122886681096914"));
//! assert_eq!(gain_threshold(&chain), Some(ratio(4, 1)));
//! # Ok::<(), escapement::Error>(())
//! ```
//!
//! # What does the model do?
//!
//! A simulation integrates the equations and uses no closed form. This is the singular limit, as enclosures: the dwell overlaps what
//! was predicted, and both are narrow.
//!
//! ```
//! use escapement::model::{LimitSystem, Outcome, Parameters};
//! use escapement::numerics::{Digits, Interval, Precision, rational::parse};
//! use escapement::theorems::escape_time::predictor::escape_time;
//!
//! let chain = Parameters::new(parse("gain", "5")?)?;
//! let saliency = parse("saliency", "3")?;
//! let run = LimitSystem::new(chain.clone()).run_to_digits(&[saliency.clone()], 3, Digits::new(60)?)?;
//! assert_eq!((run.transitions.len(), run.outcome), (3, Outcome::Active));
//!
//! let predicted: Interval = escape_time(&chain, &saliency, Precision::bits(256)?)?;
//! assert!(run.transitions[0].dwell.overlaps(&predicted));
//! assert!(run.transitions[0].dwell.digits(60) >= 60);
//! # Ok::<(), escapement::Error>(())
//! ```
//!
//! [`model::SmoothLimit`] does the same for smooth neurons.
//!
//! # And at a finite timescale ratio?
//!
//! [`model::Network`] is the full two-timescale model. Two memories on a ring, with a leak: memory 0 is left later than at
//! `ln 3`; how much later as the ratio vanishes is claim S1. Digits are measured here, not proved.
//!
//! ```
//! use escapement::model::{Memories, Network, Parameters, Topology, Until};
//! use escapement::numerics::taylor::Settings;
//! use escapement::numerics::{Digits, rational::ratio};
//!
//! let ring = Parameters::new(ratio(6, 1))?.with_topology(Topology::Ring(2))?;
//! let network = Network::new(ring, Memories::full(2)?, ratio(1, 20))?.with_leak(ratio(1, 20))?;
//! let start = network.state(&[ratio(3, 1), ratio(0, 1)], &[ratio(3, 1), ratio(0, 1)])?;
//! let digits = Digits::new(15)?;
//! let run = network.run_to_digits(&start, &ratio(2, 1), Until::Transitions(1), digits, Settings::default(), |_, _| ())?;
//! let first = &run.crossings[0];
//! assert_eq!((first.from.memory, first.to.memory), (0, 1));
//! assert!(first.time > 1.1229 && first.time < 1.1230);
//! # Ok::<(), escapement::Error>(())
//! ```
//!
//! # Is a claim true?
//!
//! A claim holds both sides, the cases and the wrong predictors. [`evidence::Campaign::standard`] is what the report is made with.
//!
//! ```
//! use escapement::evidence::{Campaign, Guarantee};
//! use escapement::theorems::escape_time::claims;
//!
//! let claims = claims::all();
//! let claim = claims.iter().find(|claim| claim.info().id == "E1").expect("a claim of the catalogue");
//! let row = claim.check(&Campaign { cases: 2, seed: 7, ..Campaign::standard() });
//! assert!(row.verdict.is_verified());
//! assert_eq!(row.guarantee, Some(Guarantee::Rigorous));
//! assert_eq!(row.caught(), row.wrong_predictors.len());
//! ```
//!
//! [`theorems::catalogue`] lists all theorems. To add one, see the README.

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
