//! `escapement merge`: joins the parts of a campaign into the verdict of a single run, or says in one line which part does not fit.

use super::failure::{Failure, Outcome};
use super::selection::Selection;
use super::verify::Form;
use escapement::Error;
use escapement::evidence::{Campaign, Check, ClaimEvidence, Part, Share};
use escapement::theorems::Theorem;
use std::collections::BTreeMap;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files that `escapement verify --partition` wrote: every part of one partition, in any order
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    #[command(flatten)]
    form: Form,
}

/// A part and the file it was read from.
struct Named {
    path: String,
    part: Part,
}

/// Reads the parts, joins them and prints the findings.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let parts = arguments.files.iter().map(|path| read(path)).collect::<Result<Vec<Named>, Error>>()?;
    let Some(first) = parts.first() else { return Err(Failure::Usage("FILE is missing".to_owned())) };
    let campaign = first.part.campaign()?;
    let claims = claims(&first.part);
    parts.iter().try_for_each(|other| fits(first, other))?;
    all_there(&parts)?;
    let selection = Selection::of(&[], &claims)?;
    parts.iter().try_for_each(|named| holds_its_cases(named, selection.theorems(), &campaign))?;
    let sink = arguments.form.sink()?;
    arguments.form.print(sink, &selection.conclude(joined(parts)), &campaign)
}

fn read(path: &str) -> Result<Named, Error> {
    let failed = |reason: String| Error::File { path: path.to_owned(), reason };
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let part: Part =
        serde_json::from_str(&text).map_err(|error| failed(format!("not a part that --partition wrote: {error}")))?;
    // What was read need not be a part that there is.
    Share::new(part.part.number(), part.part.parts())?;
    Ok(Named { path: path.to_owned(), part })
}

/// The labels of a part's claims, in order.
fn claims(part: &Part) -> Vec<String> {
    part.evidence.iter().map(|evidence| evidence.claim.clone()).collect()
}

/// Holds a part against this program and against the first part.
fn fits(first: &Named, other: &Named) -> Result<(), Failure> {
    let version = |part: &Part| part.version.clone();
    if other.part.version != Part::VERSION {
        return Err(misfit(other, "version", version(&other.part), &format!("{}, as this program", Part::VERSION)));
    }
    type Said = fn(&Part) -> String;
    let said: [(&str, Said); 5] = [
        ("seed", |part| part.seed.to_string()),
        ("digits", |part| part.digits.to_string()),
        ("cases", |part| part.cases.to_string()),
        ("claims", |part| claims(part).join(", ")),
        ("number of parts", |part| part.part.parts().to_string()),
    ];
    for (what, of) in said {
        let (found, expected) = (of(&other.part), of(&first.part));
        if found != expected {
            return Err(misfit(other, what, found, &format!("{expected}, as in '{}'", first.path)));
        }
    }
    Ok(())
}

fn misfit(other: &Named, what: &str, found: String, expected: &str) -> Failure {
    Failure::Usage(format!("{what} in '{}' is '{found}', but must be {expected}", other.path))
}

/// Whether every part is there, and once.
fn all_there(parts: &[Named]) -> Result<(), Failure> {
    let mut seen: BTreeMap<Share, &str> = BTreeMap::new();
    for Named { path, part } in parts {
        if let Some(other) = seen.insert(part.part, path) {
            return Err(Failure::Usage(format!(
                "part {} is in '{other}' and again in '{path}', but may be given once",
                part.part
            )));
        }
    }
    let of = parts.first().map_or(0, |named| named.part.part.parts());
    let missing = (1..=of).filter_map(|number| Share::new(number, of).ok()).filter(|share| !seen.contains_key(share));
    let missing: Vec<String> = missing.map(|share| share.to_string()).collect();
    match missing.as_slice() {
        [] => Ok(()),
        [one] => Err(Failure::Usage(format!("part {one} is missing"))),
        several => Err(Failure::Usage(format!("parts {} are missing", several.join(", ")))),
    }
}

/// Whether a part has the cases that this program draws for it: another build of the same version may draw others.
fn holds_its_cases(named: &Named, theorems: &[Theorem], campaign: &Campaign) -> Result<(), Failure> {
    let claims: Vec<Box<dyn Check>> = theorems.iter().flat_map(|theorem| (theorem.claims)()).collect();
    for (index, evidence) in named.part.evidence.iter().enumerate() {
        let Some(claim) = claims.iter().find(|claim| claim.info().id == evidence.claim) else { continue };
        let cases = claim.cases(campaign).into_iter().enumerate();
        let expected: Vec<(usize, String)> = cases.filter(|(case, _)| named.part.part.holds(index, *case)).collect();
        let found = evidence.cases.iter().map(|case| (case.number, case.report.case.clone()));
        if !found.eq(expected) {
            let Named { path, part } = named;
            let claim = &evidence.claim;
            return Err(Failure::Usage(format!(
                "'{path}' does not hold the cases that part {} has of {claim}: it comes from another build of this program",
                part.part
            )));
        }
    }
    Ok(())
}

/// The evidence of all parts, claim by claim.
fn joined(parts: Vec<Named>) -> Vec<ClaimEvidence> {
    let mut parts = parts.into_iter().map(|named| named.part.evidence);
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        for (whole, own) in all.iter_mut().zip(part) {
            whole.cases.extend(own.cases);
        }
    }
    for whole in &mut all {
        whole.cases.sort_by_key(|case| case.number);
    }
    all
}
