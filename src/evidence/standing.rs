//! How far a claim is shown: for all parameters, over boxes of them, or at points.

/// The widest ground on which a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Proved for all parameters by a theorem that a kernel checked.
    Proved,
    /// Shown over whole boxes of parameters.
    Covered,
    /// Compared at points.
    Sampled,
}

impl Reach {
    /// All of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Proved, Self::Covered, Self::Sampled];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Covered => "covered",
            Self::Sampled => "sampled",
        }
    }
}

/// What a cover showed, as its evidence says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverSummary {
    /// Its name.
    pub name: String,
    /// What it shows of every parameter of its boxes.
    pub shows: String,
    /// Its boxes in words, each with its sides.
    pub boxes: Vec<String>,
    /// Number of pieces in all boxes.
    pub pieces: u64,
    /// The least share of any box that is covered, in percent, rounded down.
    pub percent: String,
    /// The bound that was shown, where a number is covered.
    pub bound: Option<String>,
}

/// What a claim stands on: everything that speaks for it, by how far it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Names of the machine-checked theorems, for all parameters.
    pub proved: Vec<&'static str>,
    /// Its covers.
    pub covered: Vec<CoverSummary>,
    /// Number of cases compared.
    pub sampled: usize,
}

impl Standing {
    /// The widest of its grounds; `None` where it has none.
    pub fn best(&self) -> Option<Reach> {
        let grounds = [!self.proved.is_empty(), !self.covered.is_empty(), self.sampled > 0];
        Reach::ALL.into_iter().zip(grounds).find(|(_, there)| *there).map(|(reach, _)| reach)
    }
}
