//! Precision and digits at the edges of their domains, and the climb from one precision to the next.

use crate::numerics::laws::whole;
use crate::support::bits;
use escapement::Error;
use escapement::error::Result;
use escapement::numerics::rational::power;
use escapement::numerics::{Digits, Interval, Precision, climb};
use rug::Integer;
use rug::ops::Pow;

#[test]
fn precision_and_digits_are_checked_at_the_edges_of_their_domains() {
    for legal in [Precision::LEAST, 25, 53, Precision::MOST] {
        assert_eq!(Precision::bits(legal).map(Precision::get), Ok(legal));
    }
    for illegal in [0, 1, Precision::LEAST - 1, Precision::MOST + 1, u32::MAX] {
        assert!(matches!(Precision::bits(illegal), Err(Error::Domain { argument: "precision", .. })), "{illegal}");
    }
    for legal in [1, 2, 100, Digits::MOST] {
        assert_eq!(Digits::new(legal).map(Digits::get), Ok(legal));
    }
    for illegal in [0, Digits::MOST + 1, u32::MAX] {
        assert!(matches!(Digits::new(illegal), Err(Error::Domain { argument: "digits", .. })), "{illegal}");
    }
    assert_eq!(bits(100).plus(28), bits(128));
    assert_eq!(
        (bits(100).plus(u32::MAX), bits(Precision::MOST).plus(1)),
        (bits(Precision::MOST), bits(Precision::MOST))
    );
    // Enough bits for the digits, and hardly more.
    for digits in (1..200).chain([999, 5000, Digits::MOST]) {
        let (held, decimals) = (Digits::new(digits).unwrap().bits(), Integer::from(10).pow(digits));
        assert!(
            Integer::from(1) << held >= decimals && Integer::from(1) << (held - 2) < decimals,
            "{digits} digits in {held} bits"
        );
    }
}

#[test]
fn the_ladder_is_climbed_until_the_result_is_tight_and_no_further() {
    let digits = Digits::new(30).unwrap();
    // 1 - cos(10^-60) loses some 400 bits.
    let mut tried = Vec::new();
    let found = climb("one minus cosine", digits, |precision| {
        tried.push(precision.get());
        let cosine = Interval::from_rational(&power(10, -60), precision).cos();
        let value = &Interval::from_integer(1, precision) - &cosine;
        Ok((value.digits(30) == 30).then_some(value))
    })
    .unwrap();
    assert_eq!(found.to_rounded_decimal(30).as_deref(), Some("5e-121"));
    assert!(tried[0] >= digits.bits() && tried.len() > 2, "{tried:?}");
    assert!(tried.windows(2).all(|rungs| rungs[1] == rungs[0] + rungs[0] / 2), "{tried:?}");
    assert!(tried[tried.len() - 1] >= 500 && tried[tried.len() - 2] < 600, "{tried:?}");
    // The first rung is enough where nothing is lost.
    let mut calls = 0;
    let pi = climb("pi", digits, |precision| {
        calls += 1;
        Ok(Interval::pi(precision).to_rounded_decimal(30))
    });
    assert_eq!((calls, pi), (1, Ok("3.14159265358979323846264338328".to_owned())));
}

#[test]
fn an_error_that_precision_cannot_cure_ends_the_climb_at_once() {
    for hopeless in [
        whole(0, 0).ln().unwrap_err(),
        Error::domain("gain", 3, "less than 2"),
        Error::StepLimit { limit: 1, time: "0".to_owned() },
    ] {
        let mut calls = 0;
        let result: Result<()> = climb("a value", Digits::new(5).unwrap(), |_| {
            calls += 1;
            Err(hopeless.clone())
        });
        assert_eq!((calls, result), (1, Err(hopeless)));
    }
    // One that precision may cure does not, and a later rung may succeed.
    let mut calls = 0;
    let result = climb("a value", Digits::new(5).unwrap(), |_| {
        calls += 1;
        if calls < 3 { whole(-1, 1).sqrt().map(Some) } else { Ok(Some(whole(2, 2))) }
    });
    assert_eq!((calls, result), (3, Ok(whole(2, 2))));
}

#[test]
fn a_climb_without_success_reports_every_precision_and_the_last_error() {
    let digits = Digits::new(10).unwrap();
    let mut seen = Vec::new();
    let nowhere: Result<()> = climb("a value", digits, |precision| {
        seen.push(precision.get());
        Ok(None)
    });
    let first = seen[0];
    assert_eq!(
        nowhere,
        Err(Error::PrecisionExhausted { attempted: "a value", digits: 10, tried: seen.clone(), last: None })
    );
    assert!(seen.iter().all(|&rung| rung <= 64 * first) && seen[seen.len() - 1] > 64 * first / 3 * 2, "{seen:?}");
    let mut calls = 0;
    let undecided = |call: usize| Error::Undecided { question: "it is zero", value: call.to_string() };
    let result: Result<()> = climb("a sign", digits, |_| {
        calls += 1;
        Err(undecided(calls))
    });
    let Err(Error::PrecisionExhausted { attempted: "a sign", digits: 10, tried, last }) = result else {
        panic!("{result:?}")
    };
    assert_eq!((tried, last.as_deref()), (seen.clone(), Some(&undecided(seen.len()))));
    // The most digits that may be asked for start far below the largest precision.
    let mut highest = 0;
    let _: Result<()> = climb("a value", Digits::new(Digits::MOST).unwrap(), |precision| {
        highest = precision.get();
        Ok(None)
    });
    assert!(highest <= Precision::MOST && highest > 1_000_000, "{highest}");
}
