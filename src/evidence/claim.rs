//! A claim: a statement with a domain, a predictor, an observation, and wrong predictors that must be caught.

use super::dependency::Support;
use super::quantity::{Agreement, Observed, Quantities, confront, perturbed};
use super::record;
use super::sampler::Sampler;
use super::verdict::Verdict;
use crate::error::{Error, Result};
use crate::numerics::{Digits, Guarantee};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
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
    /// The claims and assumptions it rests on.
    pub rests_on: &'static [Support],
    /// The guarantee that its evidence must reach.
    pub promises: Guarantee,
}

impl Info {
    /// Whether the claim declares that it rests on the claim `id`.
    pub fn declares(&self, id: &str) -> bool {
        self.rests_on.iter().any(|support| matches!(support, Support::Claim(other) if *other == id))
    }
}

/// One side of a comparison, computed for a case to a number of digits.
pub type Evaluate<C> = fn(&C, Digits) -> Result<Quantities>;

/// Chooses cases: the edges of a domain always, and so many more at random. An edge that cannot be built is an error, never left out.
pub type Cases<C> = fn(&mut Sampler, usize) -> Result<Vec<C>>;

/// What another claim implies for a case, set beside what was observed of it.
///
/// Where the model leaves a quantity open (a saliency exactly at the threshold), this is all there is; elsewhere both are compared with
/// the prediction.
#[derive(Debug, Clone, Copy)]
pub struct Consequence<C> {
    /// The claim it follows from, which must be among those that the claim rests on.
    pub from: &'static str,
    /// What follows; nothing where it has nothing to say.
    pub evaluate: Evaluate<C>,
}

/// A predictor that is wrong on purpose.
#[derive(Debug, Clone)]
pub enum WrongPredictor<C> {
    /// Every predicted number off by a relative error of `10^-30` (of three fifths of the digits, where fewer than 50 are asked
    /// for), every count by one.
    Slightly,
    /// A plausible mistake.
    Mistaken {
        /// What was done wrong.
        name: &'static str,
        /// The mistaken predictor.
        predict: Evaluate<C>,
    },
}

impl<C> WrongPredictor<C> {
    /// A plausible mistake.
    pub const fn mistaken(name: &'static str, predict: Evaluate<C>) -> Self {
        Self::Mistaken { name, predict }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Slightly => "relative error 1e-30, counts off by one",
            Self::Mistaken { name, .. } => name,
        }
    }
}

/// A claim over cases of type `C`.
#[derive(Debug, Clone)]
pub struct Claim<C> {
    /// What it says.
    pub info: Info,
    /// What it is tried on.
    pub cases: Cases<C>,
    /// The closed form.
    pub predict: Evaluate<C>,
    /// What the model does.
    pub observe: Evaluate<C>,
    /// What the claims it rests on imply for a case.
    pub consequences: Vec<Consequence<C>>,
    /// Wrong predictors, each of which must be refuted by at least one case.
    pub wrong_predictors: Vec<WrongPredictor<C>>,
}

/// How much to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Campaign {
    /// Digits that both sides must determine.
    pub digits: Digits,
    /// Random cases per claim, besides the edges.
    pub cases: usize,
    /// Seed of the random cases.
    pub seed: u64,
}

impl Campaign {
    /// What the report is made with: 50 digits, 24 random cases per claim, seed 2603.
    pub fn standard() -> Self {
        Self { digits: Digits::new(50).expect("50 digits are legal"), cases: 24, seed: 2603 }
    }
}

/// One case, compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseReport {
    /// Its parameters.
    pub case: String,
    /// The comparison, quantity by quantity; empty when an evaluation failed.
    pub agreements: Vec<Agreement>,
    /// The verdict of the case.
    pub verdict: Verdict,
    /// The weakest guarantee of any of its comparisons; `None` when there was none.
    #[serde(with = "record::guarantee_if_any")]
    pub guarantee: Option<Guarantee>,
}

impl CaseReport {
    /// A case whose evaluation failed.
    fn failed(case: String, error: &Error) -> Self {
        let verdict = Verdict::Inconclusive { reason: format!("{case}: {error}") };
        Self { case, agreements: Vec::new(), verdict, guarantee: None }
    }

    fn of(case: String, agreements: Vec<Agreement>) -> Self {
        let verdict = Verdict::of_all(agreements.iter().map(|agreement| agreement.verdict.clone()));
        let guarantee = agreements.iter().filter_map(|agreement| agreement.guarantee).max();
        Self { case, agreements, verdict, guarantee }
    }

    /// Fewest digits to which any quantity agrees.
    pub fn digits(&self) -> Option<u32> {
        self.agreements.iter().filter_map(|agreement| agreement.digits).min()
    }
}

/// What became of one wrong predictor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongReport {
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
    /// The verdict over all cases, and over the wrong predictors: one that survives makes it inconclusive.
    pub verdict: Verdict,
    /// The weakest guarantee of any case; `None` when every case failed.
    pub guarantee: Option<Guarantee>,
    /// Every case, in order.
    pub cases: Vec<CaseReport>,
    /// Every wrong predictor.
    pub wrong_predictors: Vec<WrongReport>,
}

impl Row {
    /// The case that agrees to the fewest digits, and to how many.
    pub fn worst(&self) -> Option<(&CaseReport, u32)> {
        self.cases.iter().filter_map(|case| case.digits().map(|digits| (case, digits))).min_by_key(|worst| worst.1)
    }

    /// Number of wrong predictors that were caught.
    pub fn caught(&self) -> usize {
        self.wrong_predictors.iter().filter(|wrong| wrong.refuted_by > 0).count()
    }

    /// Whether the claim stands at the guarantee that it promises.
    pub fn keeps_its_promise(&self) -> bool {
        self.verdict.is_verified() && self.guarantee.is_some_and(|guarantee| guarantee <= self.info.promises)
    }
}

/// A claim whose case type is hidden: what the catalogue holds.
pub trait Check: Send + Sync {
    /// What it says.
    fn info(&self) -> &Info;

    /// Its cases, each as its parameters are printed.
    fn cases(&self, campaign: &Campaign) -> Vec<String>;

    /// Runs those cases whose number is `chosen`, and every wrong predictor on them, in parallel: the evidence in the order of the cases.
    fn examine(&self, campaign: &Campaign, chosen: &(dyn Fn(usize) -> bool + Sync)) -> Vec<Examined>;

    /// What all the evidence says together.
    fn conclude(&self, evidence: Vec<Examined>) -> Row;

    /// Runs every case and every wrong predictor; the result does not depend on the order.
    fn check(&self, campaign: &Campaign) -> Row {
        self.conclude(self.examine(campaign, &|_| true))
    }
}

/// The evidence that one case contributes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Examined {
    /// Its number among the cases of the claim, from 0.
    pub number: usize,
    /// The comparison.
    pub report: CaseReport,
    /// Per wrong predictor, whether the case refutes it.
    pub refutes: Vec<bool>,
}

/// What stands for the cases where they cannot be built.
const CHOICE: &str = "the choice of cases";

impl<C: Display + Sync + Send> Claim<C> {
    /// Compares prediction and observation of one case, and every wrong predictor with the same observation.
    fn judge(&self, number: usize, case: &C, digits: Digits) -> Examined {
        let name = case.to_string();
        let sides = self.observed(case, digits).and_then(|seen| Ok(((self.predict)(case, digits)?, seen)));
        let (predicted, observed) = match sides {
            Ok(sides) => sides,
            Err(error) => return self.failed(number, &name, &error),
        };
        let refutes = self.wrong_predictors.iter().map(|wrong| {
            let wrong = match wrong {
                WrongPredictor::Slightly => perturbed(&predicted, digits),
                WrongPredictor::Mistaken { predict, .. } => predict(case, digits).ok(),
            };
            let refuted =
                |wrong: Quantities| confront(&name, &wrong, &observed, digits).iter().any(|a| a.verdict.is_refuted());
            wrong.is_some_and(refuted)
        });
        let refutes = refutes.collect();
        let agreements = confront(&name, &predicted, &observed, digits);
        Examined { number, report: CaseReport::of(name, agreements), refutes }
    }

    fn draw(&self, campaign: &Campaign) -> Result<Vec<C>> {
        (self.cases)(&mut Sampler::new(campaign.seed, self.info.id), campaign.cases)
    }

    /// What is left of a case that failed: no evidence, and no wrong predictor refuted.
    fn failed(&self, number: usize, name: &str, error: &Error) -> Examined {
        let refutes = vec![false; self.wrong_predictors.len()];
        Examined { number, report: CaseReport::failed(name.to_owned(), error), refutes }
    }

    /// What the model does, and what the claims that this one rests on imply.
    fn observed(&self, case: &C, digits: Digits) -> Result<Vec<Observed>> {
        let seen = |by| move |quantity| Observed { quantity, by };
        let mut all: Vec<Observed> = (self.observe)(case, digits)?.into_iter().map(seen(None)).collect();
        for consequence in &self.consequences {
            all.extend((consequence.evaluate)(case, digits)?.into_iter().map(seen(Some(consequence.from))));
        }
        Ok(all)
    }

    /// What the declaration itself lacks.
    fn defects(&self) -> impl Iterator<Item = Verdict> {
        let undeclared = self.consequences.iter().filter(|consequence| !self.info.declares(consequence.from));
        let undeclared = undeclared.map(|consequence| format!("rests on {} without declaring it", consequence.from));
        let powerless = self.wrong_predictors.is_empty().then(|| "no wrong predictor".to_owned());
        undeclared.chain(powerless).map(|reason| Verdict::Inconclusive { reason })
    }
}

impl<C: Display + Sync + Send> Check for Claim<C> {
    fn info(&self) -> &Info {
        &self.info
    }

    fn cases(&self, campaign: &Campaign) -> Vec<String> {
        self.draw(campaign).map_or_else(|_| vec![CHOICE.to_owned()], |cases| cases.iter().map(C::to_string).collect())
    }

    fn examine(&self, campaign: &Campaign, chosen: &(dyn Fn(usize) -> bool + Sync)) -> Vec<Examined> {
        let cases = match self.draw(campaign) {
            Ok(cases) => cases,
            Err(error) => return chosen(0).then(|| self.failed(0, CHOICE, &error)).into_iter().collect(),
        };
        let cases: Vec<(usize, C)> = cases.into_iter().enumerate().filter(|(k, _)| chosen(*k)).collect();
        cases.par_iter().with_max_len(1).map(|(number, case)| self.judge(*number, case, campaign.digits)).collect()
    }

    fn conclude(&self, evidence: Vec<Examined>) -> Row {
        let wrong_predictors: Vec<WrongReport> = self
            .wrong_predictors
            .iter()
            .enumerate()
            .map(|(k, wrong)| WrongReport {
                name: wrong.name(),
                refuted_by: evidence.iter().filter(|case| case.refutes.get(k) == Some(&true)).count(),
                cases: evidence.len(),
            })
            .collect();
        let survivor = wrong_predictors.iter().find(|wrong| wrong.refuted_by == 0).map(|wrong| Verdict::Inconclusive {
            reason: format!("the wrong predictor '{}' was not caught", wrong.name),
        });
        let verdict = Verdict::of_all(evidence.iter().map(|case| case.report.verdict.clone()));
        let verdict = self.defects().chain(survivor).fold(verdict, Verdict::and);
        let cases: Vec<CaseReport> = evidence.into_iter().map(|case| case.report).collect();
        let guarantee = cases.iter().filter_map(|case| case.guarantee).max();
        Row { info: self.info, verdict, guarantee, cases, wrong_predictors }
    }
}
