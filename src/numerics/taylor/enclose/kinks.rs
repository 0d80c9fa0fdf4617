//! Continuous fields that are smooth piece by piece, and the short stretches on which a set changes pieces.

use super::doubleton::Doubleton;
use super::matrix::Matrix;
use crate::error::{Error, Result};
use crate::numerics::field::{Variations, VectorField};
use crate::numerics::series::{Arithmetic, Ball, Bound, Intervals, Jet, Word, Words};
use crate::numerics::{Interval, Precision};
use rug::Rational;

/// A continuous field that is given by smooth ones, on the pieces into which some of its surfaces cut the space.
///
/// A smooth field is the case of a single piece.
pub trait Piecewise {
    /// For every unit its kinks, as indices of surfaces: on piece `k` of the unit so many of them are positive.
    fn kinks(&self) -> Vec<Vec<usize>>;

    /// The field on a piece of every unit. Its surfaces are the same whatever the pieces.
    fn field(&self, pieces: &[usize]) -> VectorField;
}

impl Piecewise for VectorField {
    fn kinks(&self) -> Vec<Vec<usize>> {
        Vec::new()
    }

    fn field(&self, _pieces: &[usize]) -> VectorField {
        self.clone()
    }
}

/// A set that has changed pieces.
#[derive(Debug)]
pub(super) struct Passage {
    /// The time it takes.
    pub(super) length: Rational,
    /// The states afterwards.
    pub(super) set: Doubleton,
    /// The derivative of them in those before.
    pub(super) derivative: Matrix,
    /// The piece of every unit afterwards.
    pub(super) pieces: Vec<usize>,
    /// A box for all states on the way.
    pub(super) tube: Vec<Word>,
}

/// What a field may be on a box: hulls over all pieces that meet the box.
struct Hulls {
    velocity: Vec<Word>,
    jacobian: Matrix,
}

/// The pieces of a unit that meet a box, from the least to the largest.
type Range = std::ops::RangeInclusive<usize>;

/// The pieces that meet a box, unit by unit.
fn ranges<A: Arithmetic>(
    system: &impl Piecewise,
    field: &VectorField,
    arithmetic: A,
    states: &[A::Number],
) -> Result<Vec<Range>> {
    let mut jet = Jet::new(field, arithmetic, 0);
    jet.expand(states, 0)?;
    let positive = |surface: &usize| {
        let value = jet.kernel().to_interval(&jet.surface(*surface)[0]);
        (*value.lower() > 0, *value.upper() >= 0)
    };
    let range = |kinks: &Vec<usize>| {
        let count = |pick: fn((bool, bool)) -> bool| kinks.iter().filter(|kink| pick(positive(kink))).count();
        count(|sign| sign.0)..=count(|sign| sign.1)
    };
    Ok(system.kinks().iter().map(range).collect())
}

/// The one piece of every unit on a set, told at the set's own precision; `None` where it is on two.
fn pieces_on(system: &impl Piecewise, field: &VectorField, set: &Doubleton) -> Result<Option<Vec<usize>>> {
    let hull = set.hull();
    let Some(precision) = hull.first().map(Interval::precision) else { return Ok(Some(Vec::new())) };
    Ok(certain(&ranges(system, field, Intervals::new(precision), &hull)?))
}

/// The piece of every unit on a set; [`Error::Undecided`] where it is on two.
pub(super) fn pieces_of(system: &impl Piecewise, set: &Doubleton) -> Result<Vec<usize>> {
    let field = system.field(&vec![0; system.kinks().len()]);
    pieces_on(system, &field, set)?.ok_or_else(|| Error::Undecided {
        question: "the set lies on one piece of the field",
        value: format!("{:?}", set.hull()),
    })
}

/// The one piece of every unit.
fn certain(ranges: &[Range]) -> Option<Vec<usize>> {
    ranges.iter().map(|range| (range.start() == range.end()).then_some(*range.start())).collect()
}

/// All choices of a piece for every unit; `None` when there are too many.
fn choices(ranges: &[Range]) -> Option<Vec<Vec<usize>>> {
    const MOST: usize = 256;
    ranges.iter().try_fold(vec![Vec::new()], |known: Vec<Vec<usize>>, range| {
        let longer = known.iter().flat_map(|pieces| range.clone().map(move |piece| [&pieces[..], &[piece]].concat()));
        let longer: Vec<Vec<usize>> = longer.collect();
        (longer.len() <= MOST).then_some(longer)
    })
}

/// Field and derivative over a box, for all pieces that meet it.
fn hulls(system: &impl Piecewise, field: &VectorField, states: &[Word]) -> Result<Option<Hulls>> {
    let Some(choices) = choices(&ranges(system, field, Words::new(), states)?) else { return Ok(None) };
    let mut all: Option<Hulls> = None;
    for pieces in choices {
        let field = system.field(&pieces);
        let one = on_piece(&field, &field.with_variations(), states)?;
        all = Some(match all {
            None => one,
            Some(known) => Hulls {
                velocity: known.velocity.iter().zip(&one.velocity).map(|(a, b)| a.hull(*b)).collect(),
                jacobian: known.jacobian.hull(&one.jacobian),
            },
        });
    }
    Ok(all)
}

/// Field and derivative over a box, for one piece.
fn on_piece(field: &VectorField, variations: &Variations, states: &[Word]) -> Result<Hulls> {
    let dimension = field.dimension();
    let identity = variations.pairs.iter().map(|(i, j)| if i == j { Word::ONE } else { Word::ZERO });
    let extended: Vec<Word> = states.iter().copied().chain(identity).collect();
    let mut jet = Jet::new(&variations.field, Words::new(), 1);
    jet.expand(&extended, 0)?;
    let mut jacobian = Matrix::new(dimension, dimension, |_, _| Word::ZERO);
    for (k, &(row, column)) in variations.pairs.iter().enumerate() {
        jacobian.set(row, column, jet.state(dimension + k)[1]);
    }
    Ok(Hulls { velocity: (0..dimension).map(|component| jet.state(component)[1]).collect(), jacobian })
}

/// Takes a set through the kinks that it meets within about `length`, to a time at which it lies on one piece.
///
/// At every state of a box `W` the field is that of one of the pieces that meet `W`; let `F` be the hull of their velocities over
/// `W`. If `[X] + [0,h] F` lies strictly inside `W`, every solution stays in `W` up to `h` (step 1 of the proof with `p = 1`) and
/// `x(h)` lies in `x + h F`. Its derivative obeys `V' = J V` with `J` in the hull of the derivatives of these pieces, and no jump,
/// since the field is continuous. In the norm of the largest row, with `h |J| <= 1/2`, it stays within `v = 2 h |J|` of the identity,
/// so that `V(h)` lies in `I + h J (I + [-v, v])`. Where a state meets two kinks at once and `V` does not exist, that holds of
/// its generalised derivatives: it bounds how far two solutions part.
pub(super) fn pass(
    system: &impl Piecewise,
    field: &VectorField,
    set: &Doubleton,
    length: &Rational,
    watched: &[usize],
) -> Result<Passage> {
    const TRIALS: u32 = 64;
    let mut length = length.clone();
    for _ in 0..TRIALS {
        if let Some(passage) = attempt(system, field, set, &length, watched)? {
            return Ok(passage);
        }
        length <<= 1u32;
    }
    Err(undecided(set))
}

/// A passage of a given length; `None` when some states may not have changed their pieces by then.
fn attempt(
    system: &impl Piecewise,
    field: &VectorField,
    set: &Doubleton,
    length: &Rational,
    watched: &[usize],
) -> Result<Option<Passage>> {
    let hull = set.rough_hull();
    let time = Word::enclosing(&Interval::from_rational(length, Precision::WORD));
    let span = time.down_to_zero();
    let Some((tube, hulls)) = tube(system, field, &hull, span)? else { return Err(undecided(set)) };
    let reach = hulls.jacobian.norm() * time.magnitude();
    if reach > Bound::power_of_two(-1) {
        return Err(undecided(set));
    }
    let dimension = hull.len();
    let near = Word::symmetric(reach.shifted(1));
    let about = Matrix::identity(dimension).plus(&Matrix::new(dimension, dimension, |_, _| near));
    let change = hulls.jacobian.times(&about);
    let derivative =
        Matrix::identity(dimension).plus(&Matrix::new(dimension, dimension, |i, j| change.at(i, j) * time));
    let offset: Vec<Word> = hulls.velocity.iter().map(|velocity| *velocity * time).collect();
    let centre: Vec<Ball> = set.middle.iter().cloned().map(Ball::point).collect();
    let next = set.image(&Matrix::identity(dimension), &centre, &offset);
    let Some(pieces) = pieces_on(system, field, &next)? else { return Ok(None) };
    let mut jet = Jet::new(field, Words::new(), 0);
    jet.expand(&tube, 0)?;
    if watched.iter().any(|&surface| jet.surface(surface)[0].contains_zero()) {
        return Err(Error::Undecided {
            question: "a watched surface is crossed",
            value: "while the field changes pieces".to_owned(),
        });
    }
    Ok(Some(Passage { length: length.clone(), set: next, derivative, pieces, tube }))
}

/// A box that the set does not leave within a span of times, with the field over it.
fn tube(system: &impl Piecewise, field: &VectorField, hull: &[Word], span: Word) -> Result<Option<(Vec<Word>, Hulls)>> {
    const ATTEMPTS: u32 = 8;
    let mut candidate = hull.to_vec();
    for _ in 0..ATTEMPTS {
        let Some(over) = hulls(system, field, &candidate)? else { return Ok(None) };
        let image: Vec<Word> = hull.iter().zip(&over.velocity).map(|(x, velocity)| *x + *velocity * span).collect();
        let holds = |(outer, inner): (&Word, &Word)| outer.contains_in_interior(*inner);
        if candidate.iter().zip(&image).all(holds) {
            return Ok(Some((candidate, over)));
        }
        // What holds already is left as it is, lest the image of the others grow with it for ever.
        let next = candidate.iter().zip(&image).map(|(a, b)| if holds((a, b)) { *a } else { wider(a.hull(*b), span) });
        candidate = next.collect();
    }
    Ok(None)
}

/// Wider by a quarter of the radius, a few of the last places, and as many of what a span moves.
fn wider(x: Word, span: Word) -> Word {
    const LAST_PLACES: i64 = -56;
    x.widened(x.radius().shifted(-2) + (x.magnitude() + span.magnitude()).shifted(LAST_PLACES))
}

/// The error where a set does not get from one piece to another.
fn undecided(set: &Doubleton) -> Error {
    Error::Undecided { question: "the set changes the pieces of the field", value: format!("{:?}", set.hull()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::field::FieldBuilder;
    use crate::numerics::rational::ratio;

    const BITS: Precision = Precision::DOUBLE;

    /// `t' = 1` and `x' = x + |t|`, with a kink at `t = 0` and the surface `x = 2`.
    struct Bend;

    impl Piecewise for Bend {
        fn kinks(&self) -> Vec<Vec<usize>> {
            vec![vec![0]]
        }

        fn field(&self, pieces: &[usize]) -> VectorField {
            let mut f = FieldBuilder::new(2);
            let (t, x, one) = (f.state(0), f.state(1), f.constant(Rational::from(1)));
            let two = f.constant(Rational::from(2));
            let rate = if pieces[0] == 1 { f.add(x, t) } else { f.sub(x, t) };
            let below = f.sub(x, two);
            f.finish(vec![one, rate], vec![t, below])
        }
    }

    /// The box of all `t` and `x` between these bounds.
    fn bounds(t: (Rational, Rational), x: (Rational, Rational)) -> Vec<Interval> {
        [t, x]
            .map(|(low, high)| Interval::from_rational(&low, BITS).hull(&Interval::from_rational(&high, BITS)))
            .to_vec()
    }

    /// From `x = 1`, just before the kink, to `t = 1/16`, with the given surfaces watched.
    fn attempted(length: &Rational, watched: &[usize]) -> Result<Option<Passage>> {
        let before = Rational::from(&ratio(1, 16) - length);
        let start = bounds((before.clone(), before), (ratio(1, 1), ratio(1, 1)));
        let set = Doubleton::of_box(&start, BITS).unwrap();
        attempt(&Bend, &Bend.field(&[0]), &set, length, watched)
    }

    fn passed(length: &Rational) -> Passage {
        attempted(length, &[1]).unwrap().expect("all states have passed")
    }

    #[test]
    fn a_passage_is_short_against_the_derivative_or_refused() {
        // The norm of the derivative is 2: the bound on the change holds up to h = 1/4.
        for (length, holds) in [(ratio(1, 5), true), (ratio(11, 40), false), (ratio(3, 8), false)] {
            assert_eq!(attempted(&length, &[]).is_ok(), holds, "{length}");
        }
    }

    #[test]
    fn the_piece_of_a_set_is_known_where_it_is_one() {
        let piece = |low, high| {
            let set = Doubleton::of_box(&bounds((low, high), (ratio(1, 1), ratio(1, 1))), BITS).unwrap();
            pieces_of(&Bend, &set)
        };
        assert_eq!(piece(ratio(-1, 4), ratio(-1, 8)).unwrap(), [0]);
        assert_eq!(piece(ratio(1, 8), ratio(1, 4)).unwrap(), [1]);
        assert!(matches!(piece(ratio(-1, 8), ratio(1, 8)), Err(Error::Undecided { .. })));
    }

    #[test]
    fn on_a_box_across_a_kink_the_field_is_that_of_both_pieces() {
        let across: Vec<Word> =
            bounds((ratio(-1, 8), ratio(1, 8)), (ratio(1, 1), ratio(1, 1))).iter().map(Word::enclosing).collect();
        let over = hulls(&Bend, &Bend.field(&[0]), &across).unwrap().expect("few pieces");
        let slope = over.jacobian.at(1, 0).to_interval();
        assert!(slope.contains_rational(&ratio(-1, 1)) && slope.contains_rational(&ratio(1, 1)), "{slope}");
        let rate = over.velocity[1].to_interval();
        assert!(rate.contains_rational(&ratio(7, 8)) && rate.contains_rational(&ratio(9, 8)), "{rate}");
    }

    #[test]
    fn the_derivative_of_a_passage_holds_its_own_change() {
        let length = ratio(1, 12);
        let derivative = passed(&length).derivative;
        // dx/dx0 = e^h, which is more than 1 + h.
        let grown = Interval::from_rational(&length, BITS).exp();
        assert!(derivative.at(1, 1).to_interval().contains(&grown), "{:?}", derivative.at(1, 1));
    }

    #[test]
    fn the_tube_of_a_passage_holds_all_of_the_way() {
        let length = ratio(1, 12);
        let passage = passed(&length);
        let [t, x] = [0, 1].map(|component| passage.tube[component].to_interval());
        assert!(t.contains_rational(&ratio(-1, 48)) && t.contains_rational(&ratio(1, 16)), "{t}");
        // x grows at least like e^t from one.
        assert!(x.contains_rational(&ratio(1, 1)) && x.contains(&Interval::from_rational(&length, BITS).exp()), "{x}");
        for (component, inner) in passage.set.rough_hull().into_iter().enumerate() {
            assert!(passage.tube[component].contains_in_interior(inner), "the end lies in the tube");
        }
        assert_eq!(passage.pieces, [1]);
    }
}
