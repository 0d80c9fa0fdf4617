//! What a reader should take from verified statements: prose and tables of numbers, as data.

use crate::error::Result;
use crate::numerics::Interval;
use rug::Rational;

/// A section for readers of the report.
#[derive(Debug, Clone, Copy)]
pub struct Guide {
    /// Its heading.
    pub heading: &'static str,
    /// Computes its passages.
    pub passages: fn() -> Result<Vec<Passage>>,
}

/// A part of a section.
#[derive(Debug, Clone)]
pub enum Passage {
    /// Prose, in Markdown.
    Text(&'static str),
    /// A table.
    Table {
        /// Names of the columns.
        header: Vec<&'static str>,
        /// Its rows.
        rows: Vec<Vec<Entry>>,
    },
}

/// An entry of a table.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A word or two.
    Text(String),
    /// A parameter as it is typed.
    Parameter(String),
    /// A number that is known exactly.
    Exact(Rational),
    /// A number, as an enclosure.
    Number(Interval),
}
