//! Where the time of a run goes: seconds and expansions of every claim and theorem, for a person who wants them smaller.
//!
//! What may enter: the clock and the count of expansions, which no verdict and no report ever sees.

use super::progress::now;
use escapement::evidence::Info;
use escapement::numerics::series::expansions;
use escapement::report::{Align, columns};
use escapement::theorems::Theorem;
use std::io::Write;
use std::time::{Duration, Instant};

/// What claims cost that are checked one after the other.
#[derive(Debug)]
pub struct Timings {
    /// When the last claim was done.
    since: Instant,
    /// Expansions made by then.
    expansions: u64,
    claims: Vec<(&'static str, Cost)>,
}

/// What was spent.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    time: Duration,
    expansions: u64,
}

impl Timings {
    /// Begins now.
    pub fn begin() -> Self {
        Self { since: now(), expansions: expansions(), claims: Vec::new() }
    }

    /// Puts down what was spent since the last claim for this one.
    pub fn note(&mut self, claim: &Info) {
        let (time, made) = (now(), expansions());
        self.claims.push((claim.id, Cost { time: time - self.since, expansions: made - self.expansions }));
        (self.since, self.expansions) = (time, made);
    }

    /// Prints a table to standard error: the theorems, their claims, and the whole. That it cannot be written stops no work.
    pub fn print(&self, theorems: &[Theorem]) {
        const ALIGN: [Align; 3] = [Align::Left, Align::Right, Align::Right];
        let header = ["claim", "seconds", "expansions"].map(str::to_owned).to_vec();
        let lines = theorems.iter().flat_map(|theorem| self.lines(theorem));
        let all = line("all", self.claims.iter().map(|(_, cost)| *cost));
        let table: Vec<Vec<String>> = std::iter::once(header).chain(lines).chain([all]).collect();
        let _ = std::io::stderr().write_all(columns(&ALIGN, &table).as_bytes());
    }

    /// A theorem and, below it, its claims.
    fn lines(&self, theorem: &Theorem) -> Vec<Vec<String>> {
        let ids: Vec<&str> = (theorem.claims)().iter().map(|claim| claim.info().id).collect();
        let own = ids.iter().filter_map(|id| self.claims.iter().find(|(claim, _)| claim == id));
        let own: Vec<_> = own.collect();
        let claims = own.iter().map(|(id, cost)| line(&format!("  {id}"), [*cost]));
        std::iter::once(line(theorem.id, own.iter().map(|(_, cost)| *cost))).chain(claims).collect()
    }
}

/// A name and the sum of what was spent.
fn line(name: &str, costs: impl IntoIterator<Item = Cost>) -> Vec<String> {
    let sum = costs.into_iter().fold(Cost::default(), |sum, cost| Cost {
        time: sum.time + cost.time,
        expansions: sum.expansions + cost.expansions,
    });
    vec![name.to_owned(), format!("{:.2}", sum.time.as_secs_f64()), sum.expansions.to_string()]
}
