//! The normal distribution: values known elsewhere, and each function undoing the other.

use crate::support::{agree, bits, law};
use escapement::Error;
use escapement::numerics::Interval;
use escapement::numerics::normal::{distribution, quantile};
use escapement::numerics::rational::{power, ratio};
use rug::Rational;

fn number(value: &Rational, precision: u32) -> Interval {
    Interval::from_rational(value, bits(precision))
}

#[test]
fn tabulated_values_are_met() {
    // Abramowitz and Stegun, Handbook of Mathematical Functions, tables 26.1 and 26.5.
    for (x, known) in [(1, "0.841344746068543"), (2, "0.977249868051821"), (-1, "0.158655253931457"), (0, "0.5")] {
        let value = distribution(&number(&ratio(x, 1), 128)).unwrap();
        assert_eq!(value.to_rounded_decimal(15).as_deref(), Some(known), "at {x}");
    }
    for (probability, known) in
        [(ratio(3, 4), "0.6744897502"), (ratio(19, 20), "1.644853627"), (ratio(999, 1000), "3.090232306")]
    {
        let value = quantile(&number(&probability, 128)).unwrap();
        assert_eq!(value.to_rounded_decimal(10).as_deref(), Some(known), "at {probability}");
    }
}

#[test]
fn a_quantile_is_where_the_distribution_is_its_probability() {
    fn property(share: u16, tail: u8) {
        // Between 1/2 and 1, also within 10^-25 of one.
        let gap = ratio(i64::from(share) + 1, 140_000) * power(10, -i32::from(tail % 25));
        let probability = number(&(1 - gap), 256);
        let x = quantile(&probability).unwrap();
        agree(&distribution(&x).unwrap(), &probability, 40).unwrap();
    }
    law(60, property as fn(u16, u8));
}

#[test]
fn a_probability_outside_is_refused_and_one_at_an_end_is_undecided() {
    for outside in [ratio(1, 4), ratio(3, 2), ratio(-1, 1), ratio(1, 1)] {
        assert!(
            matches!(quantile(&number(&outside, 64)), Err(Error::Domain { argument: "probability", .. })),
            "{outside}"
        );
    }
    let close = Interval::from_rational(&(1 - power(2, -80)), bits(64));
    assert!(matches!(quantile(&close), Err(Error::Undecided { .. })));
}
