//! Covers: what a claim says of every parameter in a box, shown piece by piece.
//!
//! A box of parameters is halved, and its halves again, until predictor and simulation are seen to agree on a whole piece, or the piece is as
//! small as pieces may be. What is left then is counted and never hidden. A *decision* agrees where both sides make the same one for every
//! parameter of the piece. A *number* agrees where the difference of both sides is bounded all over the piece: by the mean value form, from
//! both values at its middle and both derivatives over it.
//!
//! Pieces are halved in parallel and put together in their order, so that the result depends on nothing but the declaration.

use super::answer::Answer;
use super::claim::WrongReport;
use super::verdict::Verdict;
use crate::error::{Error, Result};
use crate::numerics::{Developed, Gradient, Guarantee, Interval, Precision};
use rayon::prelude::*;
use rug::{Float, Integer, Rational};
use std::fmt::Display;

/// One side of a box: a parameter and its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The parameter.
    pub name: &'static str,
    /// Its least value.
    pub low: Rational,
    /// Its greatest value.
    pub high: Rational,
}

/// A side of a box.
pub const fn side(name: &'static str, low: Rational, high: Rational) -> Side {
    Side { name, low, high }
}

/// A box to be covered, and what is the same all over it.
#[derive(Debug, Clone)]
pub struct Region<C> {
    /// What is the same all over it.
    pub of: C,
    /// Its sides.
    pub sides: Vec<Side>,
}

/// A piece of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    sides: Vec<(Rational, Rational)>,
}

impl Piece {
    /// The whole box.
    pub fn whole(sides: &[Side]) -> Self {
        Self { sides: sides.iter().map(|side| (side.low.clone(), side.high.clone())).collect() }
    }

    /// Its ends, side by side.
    pub fn ends(&self) -> &[(Rational, Rational)] {
        &self.sides
    }

    /// Its sides as enclosures.
    pub fn ranges(&self, precision: Precision) -> Vec<Interval> {
        let number = |value: &Rational| Interval::from_rational(value, precision);
        self.sides.iter().map(|(low, high)| number(low).hull(&number(high))).collect()
    }

    /// Its middle.
    pub fn middles(&self, precision: Precision) -> Vec<Interval> {
        let middle = |(low, high): &(Rational, Rational)| Rational::from(low + high) / 2u32;
        self.sides.iter().map(|side| Interval::from_rational(&middle(side), precision)).collect()
    }

    /// By how much its points differ from its middle, side by side.
    pub fn away(&self, precision: Precision) -> Vec<Interval> {
        self.ranges(precision).iter().zip(&self.middles(precision)).map(|(range, middle)| range - middle).collect()
    }

    /// A formula at the middle, and its derivatives over the piece.
    ///
    /// **Errors**: those of the formula.
    pub fn developed(
        &self,
        precision: Precision,
        formula: impl Fn(&[Gradient]) -> Result<Gradient>,
    ) -> Result<Developed> {
        let middles = self.middles(precision).into_iter().map(|middle| Gradient::new(middle, Vec::new()));
        let middle = formula(&middles.collect::<Vec<_>>())?;
        Ok(Developed::new(middle.value().clone(), &formula(&Gradient::variables(&self.ranges(precision)))?))
    }

    /// Both halves along a side.
    fn halves(&self, side: usize) -> [Self; 2] {
        let (low, high) = &self.sides[side];
        let middle = Rational::from(low + high) / 2u32;
        let with = |ends| {
            let mut sides = self.sides.clone();
            sides[side] = ends;
            Self { sides }
        };
        [with((low.clone(), middle.clone())), with((middle, high.clone()))]
    }

    /// The side that is the largest share of that of the whole.
    fn widest(&self, whole: &Self) -> usize {
        let share = |k: usize| {
            let width = |(low, high): &(Rational, Rational)| Rational::from(high - low);
            let all = width(&whole.sides[k]);
            if all == 0 { all } else { width(&self.sides[k]) / all }
        };
        (0..self.sides.len()).reduce(|best, k| if share(k) > share(best) { k } else { best }).unwrap_or(0)
    }
}

/// What one side of a comparison says of every parameter of a piece.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// One answer for all of them.
    Decision(Answer),
    /// A number that depends on them.
    Number(Developed),
    /// Not one answer for all, or not shown; and the side along which the piece is to be halved, if that is known.
    Open(Option<usize>),
    /// Out of reach, whole or halved.
    Beyond,
}

/// What a side of a comparison says of a piece of a region.
pub type Look<C> = fn(&C, &Piece) -> Result<Said>;

/// How much a cover costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Little enough to be computed anew whenever its claim is verified.
    Quick,
    /// Too much for that: it is computed on demand, and what it showed is kept.
    Long,
}

/// What identifies a cover and says what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverInfo {
    /// Its name.
    pub name: &'static str,
    /// The claims it supports.
    pub claims: &'static [&'static str],
    /// What it shows of every parameter of its boxes, in one line.
    pub shows: &'static str,
    /// How often a box is halved at most, from the whole down to a smallest piece.
    pub halvings: u32,
    /// Percentage of every box that must be covered.
    pub percent: u32,
    /// What it costs.
    pub cost: Cost,
    /// Whether it is kept how the boxes were cut, to be drawn.
    pub drawn: bool,
}

/// A cover: predictor and simulation over boxes of parameters.
#[derive(Debug, Clone)]
pub struct Cover<C> {
    /// What it shows.
    pub info: CoverInfo,
    /// The boxes.
    pub regions: fn() -> Vec<Region<C>>,
    /// For numbers, the bound on the difference that is to be shown.
    pub within: fn() -> Rational,
    /// The closed form, over a piece.
    pub predict: Look<C>,
    /// What the model does, over a piece.
    pub observe: Look<C>,
    /// Wrong predictors, each of which must be refuted by a piece.
    pub wrong_predictors: Vec<(&'static str, Look<C>)>,
}

/// What a cover showed of one box.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// What is the same all over it.
    pub of: String,
    /// Its sides.
    pub sides: Vec<Side>,
    /// Number of pieces on which both sides agree.
    pub pieces: usize,
    /// What is left, in smallest pieces.
    pub left: u64,
    /// How often the box is halved down to them.
    pub halvings: u32,
    /// For numbers, a bound on the difference on all pieces.
    pub bound: Option<Float>,
    /// The weakest guarantee of any piece; `None` where there is none.
    pub guarantee: Option<Guarantee>,
    /// How the box was cut, and what was decided of the pieces: [`Map`].
    pub map: String,
    /// A piece on which both sides contradict one another, if there is one.
    pub refuted: Option<String>,
}

impl Covered {
    /// The share of the box's volume that is covered, exactly.
    pub fn share(&self) -> Rational {
        Rational::from(1) - (Rational::from(self.left) >> self.halvings)
    }
}

/// What a cover showed.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverReport {
    /// What it is about.
    pub info: CoverInfo,
    /// Box by box.
    pub boxes: Vec<Covered>,
    /// Wrong predictors, and how many pieces refute each.
    pub wrong_predictors: Vec<WrongReport>,
}

impl CoverReport {
    /// Verified where every box is covered to the percentage asked for and every wrong predictor was caught.
    pub fn verdict(&self) -> Verdict {
        let open =
            |reason: String| Verdict::Inconclusive { reason: format!("the cover '{}' {reason}", self.info.name) };
        let least = Rational::from((self.info.percent, 100));
        let boxes = self.boxes.iter().map(|one| match &one.refuted {
            Some(piece) => Verdict::Refuted { case: format!("{}: {piece}", one.of) },
            None if one.share() < least => open(format!("leaves too much of {}", one.of)),
            None => Verdict::Verified,
        });
        let wrong = self.wrong_predictors.iter().filter(|wrong| wrong.refuted_by == 0);
        let wrong = wrong.map(|wrong| open(format!("does not catch the wrong predictor '{}'", wrong.name)));
        let powerless = self.wrong_predictors.is_empty().then(|| open("has no wrong predictor".to_owned()));
        Verdict::of_all(boxes.chain(wrong).chain(powerless))
    }

    /// Number of pieces in all boxes.
    pub fn pieces(&self) -> usize {
        self.boxes.iter().map(|one| one.pieces).sum()
    }

    /// The least share of any box that is covered.
    pub fn share(&self) -> Rational {
        self.boxes.iter().map(Covered::share).min().unwrap_or_default()
    }
}

/// A cover whose kind of boxes is hidden: what a theorem declares.
pub trait Coverable: Send + Sync {
    /// What it shows.
    fn info(&self) -> &CoverInfo;

    /// The boxes: what is the same all over each, and its sides.
    fn boxes(&self) -> Vec<(String, Vec<Side>)>;

    /// Covers the boxes, in parallel, and runs every wrong predictor on the pieces; the result does not depend on the order.
    ///
    /// **Errors**: those of either side that a narrower piece does not cure.
    fn cover(&self) -> Result<CoverReport>;

    /// Whether one piece of the box of that number is shown again: the answer in one word as a [`Map`] has it, or that it is left.
    ///
    /// **Errors**: those of either side that a narrower piece does not cure; [`Error::Domain`] for a box that is not there.
    fn piece(&self, region: usize, piece: &Piece) -> Result<Option<String>>;
}

/// A piece on which both sides agree.
struct Shown {
    piece: Piece,
    observed: Said,
    word: String,
    bound: Option<Float>,
    guarantee: Guarantee,
}

/// What was found of a box.
enum Tree {
    Shown(Box<Shown>),
    /// So many smallest pieces.
    Left(u64),
    Cut(usize, Box<[Tree; 2]>),
}

/// What both sides make of a piece.
enum Judged {
    Shown(Box<Shown>),
    Open(Option<usize>),
    Beyond,
    Refuted,
}

/// Precision of the comparison.
const BITS: Precision = Precision::DOUBLE;

impl<C: Display + Sync + Send> Cover<C> {
    /// Both sides on one piece.
    fn judge(&self, of: &C, piece: &Piece) -> Result<Judged> {
        // What is not predicted need not be simulated.
        let predicted = match narrower((self.predict)(of, piece))? {
            Said::Open(side) => return Ok(Judged::Open(side)),
            Said::Beyond => return Ok(Judged::Beyond),
            predicted => predicted,
        };
        let observed = narrower((self.observe)(of, piece))?;
        let shown = |word: String, bound, guarantee| {
            Judged::Shown(Box::new(Shown { piece: piece.clone(), observed: observed.clone(), word, bound, guarantee }))
        };
        Ok(match (&predicted, &observed) {
            (_, Said::Open(Some(side))) => Judged::Open(Some(*side)),
            // An observation that failed does not say where the piece is too wide.
            (Said::Number(predicted), Said::Open(None)) => Judged::Open(predicted.most_influential(&piece.away(BITS))),
            (_, Said::Open(None)) => Judged::Open(None),
            (_, Said::Beyond) => Judged::Beyond,
            (Said::Decision(one), Said::Decision(other)) => match one.guarantee().zip(other.guarantee()) {
                None => Judged::Open(None),
                Some(_) if one.content() != other.content() => Judged::Refuted,
                Some((a, b)) => shown(other.display(20), None, a.weaken(b)),
            },
            (Said::Number(one), Said::Number(other)) => {
                let (difference, away) = (one.less(other), piece.away(BITS));
                let range = difference.range(&away);
                if !difference.middle.contains_zero() {
                    Judged::Refuted
                } else if range.magnitude() <= (self.within)() {
                    shown("within".to_owned(), Some(range.magnitude()), Guarantee::Rigorous)
                } else {
                    Judged::Open(difference.most_influential(&away))
                }
            }
            _ => Judged::Open(None),
        })
    }

    /// Halves a piece until all is shown or as small as pieces may be; an error is a piece on which both sides contradict one another.
    fn search(&self, of: &C, whole: &Piece, piece: Piece, left: u32) -> Result<std::result::Result<Tree, Piece>> {
        let side = match self.judge(of, &piece)? {
            Judged::Shown(shown) => return Ok(Ok(Tree::Shown(shown))),
            Judged::Refuted => return Ok(Err(piece)),
            Judged::Beyond => return Ok(Ok(Tree::Left(1 << left))),
            Judged::Open(_) if left == 0 => return Ok(Ok(Tree::Left(1))),
            Judged::Open(side) => side.unwrap_or_else(|| piece.widest(whole)),
        };
        let [low, high] = piece.halves(side);
        let (low, high) =
            rayon::join(|| self.search(of, whole, low, left - 1), || self.search(of, whole, high, left - 1));
        Ok(match (low?, high?) {
            (Ok(low), Ok(high)) => Ok(Tree::Cut(side, Box::new([low, high]))),
            (Err(piece), _) | (_, Err(piece)) => Err(piece),
        })
    }

    /// Covers one box, and counts the pieces that refute each wrong predictor.
    fn covered(&self, region: &Region<C>) -> Result<(Covered, Vec<usize>)> {
        let whole = Piece::whole(&region.sides);
        let mut covered = Covered {
            of: region.of.to_string(),
            sides: region.sides.clone(),
            pieces: 0,
            left: 0,
            halvings: self.info.halvings,
            bound: None,
            guarantee: None,
            map: String::new(),
            refuted: None,
        };
        let tree = match self.search(&region.of, &whole, whole.clone(), self.info.halvings)? {
            Ok(tree) => tree,
            Err(piece) => {
                covered.refuted = Some(named(&region.sides, &piece));
                return Ok((covered, vec![0; self.wrong_predictors.len()]));
            }
        };
        let mut all = Vec::new();
        tree.gather(&mut covered, &mut all);
        let refuted = |wrong: &(&'static str, Look<C>)| {
            all.par_iter().filter(|shown| is_refuted(&(wrong.1)(&region.of, &shown.piece), &shown.observed)).count()
        };
        let refuted = self.wrong_predictors.iter().map(refuted).collect();
        Ok((covered, refuted))
    }
}

impl Tree {
    /// Adds up what was shown, in order.
    fn gather<'t>(&'t self, covered: &mut Covered, all: &mut Vec<&'t Shown>) {
        match self {
            Self::Left(pieces) => {
                covered.left += pieces;
                covered.map.push_str("?;");
            }
            Self::Cut(side, halves) => {
                covered.map.push_str(&format!("/{side};"));
                halves.iter().for_each(|half| half.gather(covered, all));
            }
            Self::Shown(shown) => {
                covered.pieces += 1;
                covered.map.push_str(&format!("{};", shown.word));
                covered.bound = covered.bound.take().into_iter().chain(shown.bound.clone()).reduce(|a, b| a.max(&b));
                covered.guarantee = covered.guarantee.max(Some(shown.guarantee));
                all.push(shown);
            }
        }
    }
}

/// What a side says, or that it says nothing where a narrower piece may cure its failure.
fn narrower(said: Result<Said>) -> Result<Said> {
    match said {
        Err(error) if error.may_yield_to_precision() || matches!(error, Error::StepLimit { .. }) => {
            Ok(Said::Open(None))
        }
        said => said,
    }
}

/// Whether what a predictor says of a piece certainly contradicts what was observed there.
fn is_refuted(predicted: &Result<Said>, observed: &Said) -> bool {
    match (predicted, observed) {
        (Ok(Said::Decision(one)), Said::Decision(other)) => {
            one.is_known() && other.is_known() && one.content() != other.content()
        }
        (Ok(Said::Number(one)), Said::Number(other)) => !one.less(other).middle.contains_zero(),
        _ => false,
    }
}

/// A piece in words.
fn named(sides: &[Side], piece: &Piece) -> String {
    let side = |(side, (low, high)): (&Side, &(Rational, Rational))| format!("{} in [{low}, {high}]", side.name);
    sides.iter().zip(&piece.sides).map(side).collect::<Vec<_>>().join(", ")
}

impl<C: Display + Sync + Send> Coverable for Cover<C> {
    fn info(&self) -> &CoverInfo {
        &self.info
    }

    fn boxes(&self) -> Vec<(String, Vec<Side>)> {
        (self.regions)().into_iter().map(|region| (region.of.to_string(), region.sides)).collect()
    }

    fn cover(&self) -> Result<CoverReport> {
        let found = (self.regions)().par_iter().map(|region| self.covered(region)).collect::<Result<Vec<_>>>()?;
        let pieces = found.iter().map(|(covered, _)| covered.pieces).sum();
        let wrong_predictors = self.wrong_predictors.iter().enumerate().map(|(k, (name, _))| WrongReport {
            name,
            refuted_by: found.iter().map(|(_, refuted)| refuted[k]).sum(),
            cases: pieces,
        });
        let wrong_predictors = wrong_predictors.collect();
        let boxes = found.into_iter().map(|(covered, _)| covered).collect();
        Ok(CoverReport { info: self.info, boxes, wrong_predictors })
    }

    fn piece(&self, region: usize, piece: &Piece) -> Result<Option<String>> {
        let regions = (self.regions)();
        let region = regions.get(region).ok_or_else(|| Error::domain("box", region, "the number of a box"))?;
        Ok(match self.judge(&region.of, piece)? {
            Judged::Shown(shown) => Some(shown.word),
            Judged::Open(_) | Judged::Beyond | Judged::Refuted => None,
        })
    }
}

/// How a box was cut into pieces, and what was decided of each; read from the words that a cover writes: a slash with the number of the side
/// that is halved, before what is said of both halves; else what was decided of the piece, or a question mark for one that is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The pieces with what was decided of them, in order; `None` for those that are left.
    pub pieces: Vec<(Piece, Option<String>)>,
}

impl Map {
    /// The pieces of a box.
    ///
    /// **Errors**: [`Error::Domain`] for words that no cover writes.
    pub fn read(sides: &[Side], words: &str) -> Result<Self> {
        let wrong = || Error::domain("map", words.len(), "the words of a cover");
        let mut open = vec![Piece::whole(sides)];
        let mut pieces = Vec::new();
        for word in words.split_terminator(';') {
            let piece = open.pop().ok_or_else(wrong)?;
            match (word.strip_prefix('/'), word) {
                (Some(side), _) => {
                    let side = side.parse().ok().filter(|side| *side < sides.len()).ok_or_else(wrong)?;
                    open.extend(piece.halves(side).into_iter().rev());
                }
                (None, "?") => pieces.push((piece, None)),
                (None, word) => pieces.push((piece, Some(word.to_owned()))),
            }
        }
        if open.is_empty() { Ok(Self { pieces }) } else { Err(wrong()) }
    }
}

/// A percentage of the volume, rounded down to so many decimals: what is left is never rounded away.
pub fn percent(share: &Rational, decimals: u32) -> String {
    let scale = Integer::from(Integer::u_pow_u(10, decimals));
    let scaled = (Rational::from(share * 100u32) * &scale).floor().numer().clone();
    let (whole, rest) = scaled.div_rem(scale);
    format!("{whole}.{:0>width$}", rest.to_string(), width = decimals as usize)
}
