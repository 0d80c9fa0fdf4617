//! Whether a report says what the evidence says.

use std::fmt;

/// The first line on which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Number of the line, from 1.
    pub line: usize,
    /// The line as it is in the file, with its end; `None` past the last.
    pub found: Option<String>,
    /// The line as it should be, with its end; `None` past the last.
    pub expected: Option<String>,
}

/// Where `found` differs from `expected`, byte by byte; `None` when they are the same.
///
/// ```
/// use escapement::report::drift;
/// assert_eq!(drift("a\nb\n", "a\nb\n"), None);
/// assert_eq!(drift("a\nb\n", "a\nc\n").map(|drift| drift.line), Some(2));
/// assert_eq!(drift("a", "a\n").map(|drift| drift.line), Some(1));
/// ```
pub fn drift(found: &str, expected: &str) -> Option<Drift> {
    if found == expected {
        return None;
    }
    let (mut a, mut b) = (found.split_inclusive('\n'), expected.split_inclusive('\n'));
    (1..).find_map(|line| {
        let (found, expected) = (a.next(), b.next());
        let owned = |text: Option<&str>| text.map(str::to_owned);
        (found != expected).then(|| Drift { line, found: owned(found), expected: owned(expected) })
    })
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, found, expected } = self;
        let (found, expected) = (found.as_deref(), expected.as_deref());
        let same = found.zip(expected).map_or(0, |(a, b)| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count());
        write!(f, "line {line} reads {}, but the evidence gives {}", quoted(found, same), quoted(expected, same))
    }
}

/// The part of a line around its character number `at`, in quotes and with its invisible characters visible.
fn quoted(line: Option<&str>, at: usize) -> String {
    const BEFORE: usize = 20;
    const LONGEST: usize = 60;
    let Some(line) = line else { return "nothing (end of the text)".to_owned() };
    let start = if line.chars().count() <= LONGEST { 0 } else { at.saturating_sub(BEFORE) };
    let shown: String = line.chars().skip(start).take(LONGEST).collect();
    let (head, tail) = (if start > 0 { "..." } else { "" }, if line.ends_with(&shown) { "" } else { "..." });
    format!("{head}{shown:?}{tail}")
}
