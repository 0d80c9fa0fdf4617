//! A campaign in parts: which cases belong to which, and the file that a part leaves behind.

use super::claim::{Campaign, Examined};
use crate::error::{Error, Result};
use crate::numerics::Digits;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One of the parts into which the cases of a campaign are divided.
///
/// ```
/// use escapement::evidence::Share;
/// let parts = [Share::new(1, 2)?, Share::new(2, 2)?];
/// // Every case of every claim belongs to one part.
/// assert!((0..9).all(|case| parts.iter().filter(|part| part.holds(4, case)).count() == 1));
/// assert!(Share::new(3, 2).is_err() && Share::new(0, 2).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    number: usize,
    of: usize,
}

impl Share {
    /// All cases.
    pub const WHOLE: Self = Self { number: 1, of: 1 };
    /// Most parts.
    pub const MOST: usize = 100_000;

    /// Part `number`, from 1, of so many; an [`Error::Domain`] where there is no such part, or there are more than 100000.
    pub fn new(number: usize, of: usize) -> Result<Self> {
        if (1..=of).contains(&number) && of <= Self::MOST {
            Ok(Self { number, of })
        } else {
            let domain = "a part and their number, such as 3/16, the number at most 100000";
            Err(Error::domain("partition", format!("{number}/{of}"), domain))
        }
    }

    /// How many parts there are.
    pub const fn parts(self) -> usize {
        self.of
    }

    /// Which of them this is, from 1.
    pub const fn number(self) -> usize {
        self.number
    }

    /// Whether a case belongs to the part: the cases of a claim go round the parts, and each claim begins with another part.
    pub const fn holds(self, claim: usize, case: usize) -> bool {
        (claim + case) % self.of == self.number - 1
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// The evidence for one claim, or what a part has of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimEvidence {
    /// The claim's label.
    pub claim: String,
    /// The cases, in order.
    pub cases: Vec<Examined>,
}

/// A part of a campaign, as it is kept in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Version of the program that made it.
    pub version: String,
    /// Which part it is.
    pub part: Share,
    /// Digits asked for.
    pub digits: u32,
    /// Random cases per claim.
    pub cases: usize,
    /// Seed of the random cases.
    pub seed: u64,
    /// The evidence for every claim of the campaign, be there any case of it or not.
    pub evidence: Vec<ClaimEvidence>,
}

impl Part {
    /// This version.
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// The evidence of a part of a campaign that this program has run.
    pub fn new(campaign: &Campaign, part: Share, evidence: Vec<ClaimEvidence>) -> Self {
        let (version, digits) = (Self::VERSION.to_owned(), campaign.digits.get());
        Self { version, part, digits, cases: campaign.cases, seed: campaign.seed, evidence }
    }

    /// The campaign; an [`Error::Domain`] for a number of digits that there cannot be.
    pub fn campaign(&self) -> Result<Campaign> {
        Ok(Campaign { digits: Digits::new(self.digits)?, cases: self.cases, seed: self.seed })
    }
}
