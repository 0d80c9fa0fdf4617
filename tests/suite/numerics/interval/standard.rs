//! Intervals against what IEEE Std 1788-2015 requires of them: a table of results, both ends exact.

use crate::numerics::laws::{exact, infinity, interval, largest, rounded};
use crate::support::bits;
use escapement::Error;
use escapement::error::Result;
use escapement::numerics::{Certainty, Interval};
use rug::Float;
use rug::float::Round;
use std::collections::BTreeMap;

/// The table, whose head says how it is written.
const TABLE: &str = include_str!("../../../../fixtures/standard/intervals.txt");

/// Precisions at which every row must hold: each argument is a number of all of them.
const PRECISIONS: [u32; 3] = [24, 53, 113];

/// What an operation gives, as it is written in the table.
#[derive(Debug, PartialEq)]
enum Found {
    Set(Interval),
    Number(Float),
    Word(&'static str),
}

/// One row: operation, arguments, result.
struct Row {
    operation: &'static str,
    arguments: Vec<&'static str>,
    result: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let (call, result) = line.split_once(" = ").expect("a result");
        let (operation, arguments) = call.split_once(' ').expect("an argument");
        let arguments = arguments.split_inclusive(']').map(str::trim).collect();
        Row { operation, arguments, result }
    })
}

/// A number of the table, rounded as asked.
fn number(text: &str, precision: u32, round: Round) -> Float {
    let neighbour = |of: &str, step: fn(&mut Float)| {
        let mut value = number(of, precision, round);
        step(&mut value);
        value
    };
    if let Some(of) = text.strip_prefix("above ") {
        return neighbour(of, Float::next_up);
    }
    if let Some(of) = text.strip_prefix("below ") {
        return neighbour(of, Float::next_down);
    }
    match text.strip_prefix('-').unwrap_or(text) {
        "inf" => signed(text, infinity(precision)),
        "huge" => signed(text, largest(precision)),
        "tiny" => signed(text, neighbour("0", Float::next_up)),
        "ulp" => Float::with_val(precision, Float::i_exp(1, 1 - precision as i32)),
        _ => match text.split_once('p') {
            Some((mantissa, exponent)) => {
                let mantissa = mantissa.parse().expect("a whole number");
                Float::with_val(precision, Float::i_exp(mantissa, exponent.parse().expect("an exponent")))
            }
            None => rounded(precision, &exact(text), round),
        },
    }
}

fn signed(text: &str, magnitude: Float) -> Float {
    if text.starts_with('-') { -magnitude } else { magnitude }
}

/// An interval of the table, rounded outward.
fn read(text: &str, precision: u32) -> Interval {
    let ends = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|ends| ends.split_once(", "));
    let (lower, upper) = ends.unwrap_or_else(|| panic!("no interval: {text}"));
    interval(number(lower, precision, Round::Down), number(upper, precision, Round::Up))
}

fn expected(text: &'static str, precision: u32) -> Found {
    if text.starts_with('[') {
        Found::Set(read(text, precision))
    } else if ["undefined", "empty", "yes", "no", "unknown"].contains(&text) {
        Found::Word(text)
    } else {
        Found::Number(number(text, precision, Round::Nearest))
    }
}

fn set(result: Result<Interval>) -> Found {
    match result {
        Ok(set) => Found::Set(set),
        Err(Error::Undefined { .. }) => Found::Word("undefined"),
        Err(Error::Contradiction { .. }) => Found::Word("empty"),
        Err(other) => panic!("{other}"),
    }
}

const fn word(certainty: Certainty) -> Found {
    Found::Word(match certainty {
        Certainty::Certainly => "yes",
        Certainty::CertainlyNot => "no",
        Certainty::Unknown => "unknown",
    })
}

const fn truth(value: bool) -> Found {
    Found::Word(if value { "yes" } else { "no" })
}

fn of_one(operation: &str, x: &Interval) -> Found {
    let power = |n: &str| Ok(x.power(n.parse().expect("an exponent")));
    match operation {
        "exp" => set(Ok(x.exp())),
        "tanh" => set(Ok(x.tanh())),
        "atan" => set(Ok(x.atan())),
        "clamped" => set(Ok(x.clamped())),
        "negation" => set(Ok(-x)),
        "sqrt" => set(x.sqrt()),
        "ln" => set(x.ln()),
        "acos" => set(x.acos()),
        "square" => set(Ok(x.square())),
        "sin" => set(Ok(x.sin())),
        "cos" => set(Ok(x.cos())),
        "width" => Found::Number(x.width()),
        "magnitude" => Found::Number(x.magnitude()),
        "mignitude" => Found::Number(x.mignitude()),
        "midpoint" => Found::Number(x.midpoint()),
        "positive" => word(x.positive()),
        "negative" => word(x.negative()),
        _ if operation.starts_with("shift") => set(Ok(shifted(x, &operation["shift".len()..]))),
        _ => set(power(operation.strip_prefix("power").expect("a known operation"))),
    }
}

fn shifted(x: &Interval, exponent: &str) -> Interval {
    let mut shifted = x.clone();
    shifted.shift(exponent.parse().expect("an exponent"));
    shifted
}

fn of_two(operation: &str, x: &Interval, y: &Interval) -> Found {
    match operation {
        "+" => {
            let mut sum = x.clone();
            sum.accumulate(y);
            assert_eq!(sum, x + y);
            set(Ok(sum))
        }
        "-" => set(Ok(x - y)),
        "*" => set(Ok(x * y)),
        "/" => set(x.divide(y)),
        "hull" => set(Ok(x.hull(y))),
        "meet" => set(x.meet(y, "a member")),
        "less" => word(x.less(y)),
        "greater" => word(x.greater(y)),
        "contains" => truth(x.contains(y)),
        "interior" => truth(x.contains_in_interior(y)),
        "overlaps" => truth(x.overlaps(y)),
        _ => panic!("no operation: {operation}"),
    }
}

#[test]
fn every_operation_gives_the_required_result_with_both_ends_exact() {
    for precision in PRECISIONS {
        for Row { operation, arguments, result } in rows() {
            let sets: Vec<Interval> = arguments.iter().map(|argument| read(argument, precision)).collect();
            let found = match &sets[..] {
                [x] => of_one(operation, x),
                [x, y] => of_two(operation, x, y),
                _ => panic!("{operation} of {} arguments", sets.len()),
            };
            assert_eq!(found, expected(result, precision), "{operation} {arguments:?} at {precision} bits");
        }
    }
}

/// The kinds of argument that every operation must be held against.
fn kinds(x: &Interval) -> Vec<&'static str> {
    let (tiny, huge) = (number("1p-1000000000", 53, Round::Nearest), number("1p1000000000", 53, Round::Nearest));
    let bounded = [x.lower().is_finite(), x.upper().is_finite()];
    let small = |end: &Float| !end.is_zero() && end.clone().abs() < tiny;
    let large = |end: &Float| end.is_finite() && end.clone().abs() > huge;
    let ends = [x.lower(), x.upper()];
    [
        ("entire", bounded == [false, false]),
        ("unbounded", bounded[0] != bounded[1]),
        ("point", x.is_point()),
        ("astride zero", *x.lower() < 0 && *x.upper() > 0),
        ("tiny", ends.into_iter().any(small)),
        ("huge", ends.into_iter().any(large)),
    ]
    .into_iter()
    .filter_map(|(kind, holds)| holds.then_some(kind))
    .collect()
}

#[test]
fn the_table_holds_every_kind_of_argument_for_every_operation() {
    let mut seen: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Row { operation, arguments, .. } in rows() {
        let of_operation = seen.entry(family(operation)).or_default();
        of_operation.extend(arguments.iter().flat_map(|argument| kinds(&read(argument, 53))));
    }
    for (operation, seen) in seen.iter().filter(|(operation, _)| !RELATIONS.contains(operation)) {
        for kind in ["entire", "unbounded", "point", "astride zero", "tiny", "huge"] {
            assert!(seen.contains(&kind), "{operation} has no row with an argument that is {kind}");
        }
    }
}

/// The name of an operation without its exponent.
fn family(operation: &str) -> &str {
    operation.trim_end_matches(|c: char| c == '-' && operation.len() > 1 || c.is_ascii_digit())
}

/// Relations and sets do not compute: their rows need no argument of every kind.
const RELATIONS: [&str; 8] = ["less", "greater", "positive", "negative", "contains", "interior", "overlaps", "meet"];

#[test]
fn pi_is_enclosed_between_neighbours() {
    let digits = exact("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899");
    for precision in [24, 53, 64, 113, 200] {
        let pi = Interval::pi(bits(precision));
        let ends = [rounded(precision, &digits, Round::Down), rounded(precision, &digits, Round::Up)];
        assert_eq!([pi.lower(), pi.upper()], [&ends[0], &ends[1]], "{precision} bits");
        assert!(!pi.is_point());
    }
}

#[test]
fn the_error_function_is_the_tightest_enclosure_or_next_to_it() {
    // erf(sqrt(pi) x / 2), from mpmath.
    for (argument, value) in [
        ("0", "0"),
        ("1/4", "0.245968926471660265790828024070187945454585036"),
        ("1", "0.789908594556062724628809854363512421149721047"),
        ("-3/2", "-0.93988799771605338879762718681416498191275745"),
        ("9/2", "0.999999982986450551457850210782547523922105235"),
    ] {
        for precision in PRECISIONS {
            let found = read(&format!("[{argument}, {argument}]"), precision).unit_erf();
            let mut tightest = [number(value, precision, Round::Down), number(value, precision, Round::Up)];
            assert!(found.contains(&interval(tightest[0].clone(), tightest[1].clone())), "{argument}: {found}");
            tightest[0].next_down();
            tightest[1].next_up();
            assert!(interval(tightest[0].clone(), tightest[1].clone()).contains(&found), "{argument}: {found}");
        }
    }
    for precision in PRECISIONS {
        assert_eq!(read("[-inf, inf]", precision).unit_erf(), read("[-1, 1]", precision));
        assert_eq!(read("[huge, huge]", precision).unit_erf(), read("[below 1, 1]", precision));
        assert!(
            read("[-1p-1073741823, 1p-1073741823]", precision).contains(&read("[-tiny, tiny]", precision).unit_erf())
        );
    }
}

#[test]
fn disjoint_enclosures_of_one_value_are_a_contradiction_that_names_it() {
    let (low, high) = (read("[1, 2]", 53), read("[3, 4]", 53));
    let error = low.meet(&high, "the answer").unwrap_err();
    let enclosures = ["[1, 2]".to_owned(), "[3, 4]".to_owned()];
    assert_eq!(error, Error::Contradiction { quantity: "the answer", enclosures });
    assert!(!error.may_yield_to_precision());
    assert!(error.to_string().contains("the answer is enclosed by [1, 2] and by [3, 4]"), "{error}");
}
