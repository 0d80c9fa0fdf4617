//! What a claim rests on: other claims, and assumptions that nothing here checks.

use super::claim::Row;
use super::verdict::Verdict;
use crate::numerics::Guarantee;

/// Something that is taken for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assumption {
    /// Its name, in a few words.
    pub name: &'static str,
    /// What exactly is assumed, in one sentence.
    pub statement: &'static str,
}

/// One of the grounds of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// Another claim, by its label.
    Claim(&'static str),
    /// An assumption.
    Assumption(Assumption),
}

impl Support {
    /// The label of the claim or the name of the assumption.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Claim(id) => id,
            Self::Assumption(assumption) => assumption.name,
        }
    }
}

/// Makes every row no stronger than the claims it rests on: its guarantee is weakened to theirs, and it stands only where they do. A claim
/// that is not among the rows counts with what it promises.
///
/// **Panics**: never; a circle of claims is cut where it closes (a test of the catalogue finds it).
pub fn weigh(rows: &mut [Row], promise: impl Fn(&str) -> Option<Guarantee>) {
    let mut weighed = vec![false; rows.len()];
    for index in 0..rows.len() {
        weigh_row(rows, index, &mut weighed, &promise);
    }
}

fn weigh_row(rows: &mut [Row], index: usize, weighed: &mut [bool], promise: &impl Fn(&str) -> Option<Guarantee>) {
    if std::mem::replace(&mut weighed[index], true) {
        return;
    }
    let info = rows[index].info;
    for support in info.rests_on {
        let Support::Claim(id) = support else { continue };
        let found = rows.iter().position(|row| row.info.id == *id);
        let (guarantee, doubt) = match found {
            Some(other) => {
                weigh_row(rows, other, weighed, promise);
                (rows[other].guarantee, doubt(&rows[other]))
            }
            None => match promise(id) {
                Some(guarantee) => (Some(guarantee), None),
                None => (None, Some(format!("rests on {id}, which is no claim"))),
            },
        };
        let row = &mut rows[index];
        row.guarantee = row.guarantee.zip(guarantee).map(|(own, other)| own.weaken(other));
        if let Some(reason) = doubt {
            let verdict = std::mem::replace(&mut row.verdict, Verdict::Verified);
            row.verdict = verdict.and(Verdict::Inconclusive { reason });
        }
    }
}

/// Why nothing can rest on the row; `None` where it stands.
fn doubt(row: &Row) -> Option<String> {
    (!row.verdict.is_verified()).then(|| format!("rests on {}, which is {}", row.info.id, row.verdict.word()))
}
