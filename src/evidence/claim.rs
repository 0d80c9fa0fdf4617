//! A claim: a statement with a domain, a predictor, an observation, and wrong predictors that must be caught.

use super::quantity::{Agreement, Quantities, compare, perturbed};
use super::sampler::Sampler;
use super::verdict::{Guarantee, Verdict};
use crate::error::{Error, Result};
use crate::numerics::Digits;
use rayon::prelude::*;
use std::fmt::Display;

/// Where a statement comes from. Every kind is printed differently everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// Published in the paper, as known from its abstract and public summaries.
    Paper,
    /// Announced by the paper; the formula is reconstructed here from the published map.
    PaperReconstructed,
    /// Published for rho = 0 and unit slope in the paper; extended in this project.
    PaperExtended,
    /// Reconstructed for rho = 0 and unit slope; extended in this project.
    ReconstructedExtended,
    /// Published with the input-driven model that the paper builds on.
    Model,
    /// Published with that model for one of the cases covered; extended in this project.
    ModelExtended,
    /// Derived in this project.
    Derived,
}

impl Provenance {
    /// The mark that is printed.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Paper => "[P]",
            Self::PaperReconstructed => "[P~]",
            Self::PaperExtended => "[P]+[D]",
            Self::ReconstructedExtended => "[P~]+[D]",
            Self::Model => "[I]",
            Self::ModelExtended => "[I]+[D]",
            Self::Derived => "[D]",
        }
    }

    /// Whether the paper states at least a special case.
    pub const fn is_of_the_paper(self) -> bool {
        !self.is_of_the_model() && !matches!(self, Self::Derived)
    }

    /// Whether the statement, or a special case of it, comes with the model and not with the paper.
    pub const fn is_of_the_model(self) -> bool {
        matches!(self, Self::Model | Self::ModelExtended)
    }
}

/// What identifies a claim and says what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Info {
    /// Its label in the specification, such as `E1`.
    pub id: &'static str,
    /// Its name, such as `escape time`.
    pub title: &'static str,
    /// Where it comes from.
    pub provenance: Provenance,
    /// The statement in one line.
    pub statement: &'static str,
    /// The parameters it was checked over.
    pub domain: &'static str,
}

/// One side of a comparison, computed for a case to a number of digits.
pub type Evaluate<C> = fn(&C, Digits) -> Result<Quantities>;

/// A predictor that is wrong on purpose.
#[derive(Debug, Clone)]
pub enum Control<C> {
    /// Every predicted number off by a relative error of `10^-30` (of three fifths of the digits, where fewer than 50 are asked
    /// for), every count by one.
    SlightlyWrong,
    /// A plausible mistake.
    Mistaken {
        /// What was done wrong.
        name: &'static str,
        /// The mistaken predictor.
        predict: Evaluate<C>,
    },
}

impl<C> Control<C> {
    /// A plausible mistake.
    pub const fn mistaken(name: &'static str, predict: Evaluate<C>) -> Self {
        Self::Mistaken { name, predict }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::SlightlyWrong => "relative error 1e-30, counts off by one",
            Self::Mistaken { name, .. } => name,
        }
    }
}

/// A claim over cases of type `C`.
#[derive(Debug, Clone)]
pub struct Claim<C> {
    /// What it says.
    pub info: Info,
    /// Cases: the edges of the domain always, and so many more at random.
    pub cases: fn(&mut Sampler, usize) -> Vec<C>,
    /// The closed form.
    pub predict: Evaluate<C>,
    /// What the model does.
    pub observe: Evaluate<C>,
    /// Wrong predictors, each of which must be refuted by at least one case.
    pub controls: Vec<Control<C>>,
}

/// How much to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Digits that both sides must determine.
    pub digits: Digits,
    /// Random cases per claim, besides the edges.
    pub cases: usize,
    /// Seed of the random cases.
    pub seed: u64,
}

impl Settings {
    /// What the report is made with: 50 digits, 24 random cases per claim, seed 2603.
    pub fn standard() -> Self {
        Self { digits: Digits::new(50).expect("50 digits are legal"), cases: 24, seed: 2603 }
    }
}

/// One case, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseReport {
    /// Its parameters.
    pub case: String,
    /// The comparison, quantity by quantity; empty when an evaluation failed.
    pub agreements: Vec<Agreement>,
    /// The verdict of the case.
    pub verdict: Verdict,
}

impl CaseReport {
    /// Fewest digits to which any quantity agrees.
    pub fn digits(&self) -> Option<u32> {
        self.agreements.iter().filter_map(|agreement| agreement.digits).min()
    }
}

/// What became of one wrong predictor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlReport {
    /// What was done wrong.
    pub name: &'static str,
    /// Number of cases that refute it.
    pub refuted_by: usize,
    /// Number of cases it was run on.
    pub cases: usize,
}

/// The evidence for one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The claim.
    pub info: Info,
    /// The verdict over all cases, and over the controls: one that survives makes it inconclusive.
    pub verdict: Verdict,
    /// The weakest guarantee of any case.
    pub guarantee: Guarantee,
    /// Every case, in order.
    pub cases: Vec<CaseReport>,
    /// Every wrong predictor.
    pub power: Vec<ControlReport>,
}

impl Row {
    /// The case that agrees to the fewest digits, and to how many.
    pub fn worst(&self) -> Option<(&CaseReport, u32)> {
        self.cases.iter().filter_map(|case| case.digits().map(|digits| (case, digits))).min_by_key(|worst| worst.1)
    }

    /// Number of wrong predictors that were caught.
    pub fn caught(&self) -> usize {
        self.power.iter().filter(|control| control.refuted_by > 0).count()
    }
}

/// A claim whose case type is hidden: what the catalogue holds.
pub trait Check: Send + Sync {
    /// What it says.
    fn info(&self) -> &Info;

    /// Runs every case and every control, in parallel; the result does not depend on the order.
    fn check(&self, settings: &Settings) -> Row;
}

/// What one case contributes.
struct Judged {
    report: CaseReport,
    guarantee: Guarantee,
    /// Per control, whether the case refutes it.
    refutes: Vec<bool>,
}

impl<C: Display + Sync + Send> Claim<C> {
    /// Compares prediction and observation of one case, and every control with the same observation.
    fn judge(&self, case: &C, digits: Digits) -> Judged {
        let name = case.to_string();
        let failed = |error: &Error| Judged {
            report: CaseReport {
                case: name.clone(),
                agreements: Vec::new(),
                verdict: Verdict::Inconclusive { reason: format!("{name}: {error}") },
            },
            guarantee: Guarantee::Exact,
            refutes: vec![false; self.controls.len()],
        };
        let observed = match (self.observe)(case, digits) {
            Ok(observed) => observed,
            Err(error) => return failed(&error),
        };
        let predicted = match (self.predict)(case, digits) {
            Ok(predicted) => predicted,
            Err(error) => return failed(&error),
        };
        let agreements = confront(&name, &predicted, &observed, digits);
        let refutes = self.controls.iter().map(|control| {
            let wrong = match control {
                Control::SlightlyWrong => perturbed(&predicted, digits),
                Control::Mistaken { predict, .. } => predict(case, digits).ok(),
            };
            wrong.is_some_and(|wrong| {
                confront(&name, &wrong, &observed, digits).iter().any(|agreement| agreement.verdict.is_refuted())
            })
        });
        let refutes = refutes.collect();
        let guarantee = agreements.iter().map(|a| a.guarantee).max().unwrap_or(Guarantee::Statistical);
        let verdict = Verdict::of_all(agreements.iter().map(|agreement| agreement.verdict.clone()));
        Judged { report: CaseReport { case: name, agreements, verdict }, guarantee, refutes }
    }
}

/// Compares two sides quantity by quantity.
fn confront(case: &str, predicted: &Quantities, observed: &Quantities, digits: Digits) -> Vec<Agreement> {
    let find = |name| observed.iter().find(|quantity| quantity.name == name);
    predicted.iter().map(|quantity| compare(case, quantity, find(quantity.name), digits)).collect()
}

impl<C: Display + Sync + Send> Check for Claim<C> {
    fn info(&self) -> &Info {
        &self.info
    }

    fn check(&self, settings: &Settings) -> Row {
        let cases = (self.cases)(&mut Sampler::new(settings.seed, self.info.id), settings.cases);
        let judged: Vec<Judged> = cases.par_iter().map(|case| self.judge(case, settings.digits)).collect();
        let power: Vec<ControlReport> = self
            .controls
            .iter()
            .enumerate()
            .map(|(k, control)| ControlReport {
                name: control.name(),
                refuted_by: judged.iter().filter(|judged| judged.refutes[k]).count(),
                cases: judged.len(),
            })
            .collect();
        let survivor = power.iter().find(|control| control.refuted_by == 0).map(|control| Verdict::Inconclusive {
            reason: format!("the wrong predictor '{}' was not caught", control.name),
        });
        let unchecked = power.is_empty().then(|| Verdict::Inconclusive { reason: "no negative control".to_owned() });
        let verdict = Verdict::of_all(judged.iter().map(|judged| judged.report.verdict.clone()));
        let verdict = [survivor, unchecked].into_iter().flatten().fold(verdict, Verdict::and);
        let guarantee = judged.iter().map(|judged| judged.guarantee).max().unwrap_or(Guarantee::Statistical);
        Row {
            info: self.info,
            verdict,
            guarantee,
            cases: judged.into_iter().map(|judged| judged.report).collect(),
            power,
        }
    }
}
