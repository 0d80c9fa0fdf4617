//! Shared by the tests: how cases are drawn, run and remembered, where snapshots are kept, and values from other programs.
//!
//! Every parameter is an exact rational. Strategies are biased towards the edges of their domain: a hair below a threshold,
//! at it, a hair above it.

pub mod xml;

use escapement::evidence::{Campaign, ClaimEvidence, Row, Share};
use escapement::model::Parameters;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::report::{Schedule, conclude, examine};
use escapement::theorems::gain_threshold::cases::Chain;
use escapement::theorems::gain_threshold::predictor::fixed_points;
use escapement::theorems::{Theorem, catalogue};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, RngSeed, TestCaseError, TestRunner};
use quickcheck::{Gen, QuickCheck, Testable};
use rug::Rational;
use serde_json::Value;
use std::num::NonZeroU32;
use std::sync::OnceLock;

/// The campaign of the tests: a few random cases beside every edge, at the report's digits, with a seed of its own.
pub fn campaign() -> Campaign {
    Campaign { digits: digits(50), cases: 6 * effort() as usize, seed: 1848 }
}

/// The evidence for every claim, computed once for all the tests that look at it.
pub fn evidence() -> &'static [ClaimEvidence] {
    static EVIDENCE: OnceLock<Vec<ClaimEvidence>> = OnceLock::new();
    EVIDENCE.get_or_init(|| examine(&catalogue(), &campaign(), Share::WHOLE, Schedule::Together, |_| true, |_| ()))
}

/// What that evidence says of every claim.
pub fn findings() -> &'static [(Theorem, Vec<Row>)] {
    static FINDINGS: OnceLock<Vec<(Theorem, Vec<Row>)>> = OnceLock::new();
    FINDINGS.get_or_init(|| conclude(&catalogue(), evidence().to_vec()))
}

/// What a property returns for one case.
pub type Checked = Result<(), TestCaseError>;

/// The tests of one theorem: where its failures and its snapshots are kept.
pub struct Suite {
    /// The theorem, whose folder of fixtures holds the snapshots.
    pub id: &'static str,
    /// Seeds of cases that failed once.
    pub regressions: &'static str,
}

impl Suite {
    /// Cases of a property when nothing else is asked for.
    const CASES: u32 = 10;
    /// Where the cases start from, so that every run sees the same ones.
    const SEED: u64 = 2603;

    /// Checks a property on `PROPTEST_CASES` cases (10 unless set), times `ESCAPEMENT_EFFORT`.
    ///
    /// The configuration is made here, not by the `proptest!` macro, which would let the first variable undo the second.
    pub fn property<S: Strategy>(&self, cases: S, check: impl Fn(S::Value) -> Checked) {
        let asked = ProptestConfig::default();
        let count = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { Self::CASES };
        let rng_seed = if asked.rng_seed == RngSeed::Random { RngSeed::Fixed(Self::SEED) } else { asked.rng_seed };
        let config = ProptestConfig {
            cases: count.saturating_mul(effort()),
            rng_seed,
            max_shrink_iters: 256,
            failure_persistence: Some(Box::new(FileFailurePersistence::Direct(self.regressions))),
            ..asked
        };
        if let Err(failure) = TestRunner::new(config).run(&cases, check) {
            panic!("{failure}");
        }
    }

    /// Settings under which a test's snapshots are kept in `fixtures/<id>/<name>.snap`.
    pub fn snapshots(&self) -> insta::Settings {
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(format!("{}/fixtures/{}", env!("CARGO_MANIFEST_DIR"), self.id));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    }
}

/// `ESCAPEMENT_EFFORT`, a positive integer that multiplies the number of cases.
fn effort() -> u32 {
    std::env::var("ESCAPEMENT_EFFORT")
        .map_or(1, |text| text.parse::<NonZeroU32>().expect("ESCAPEMENT_EFFORT is a positive integer").get())
}

/// Runs a law on `cases` times the effort, always from the same seed; discarded cases do not count.
pub fn law(cases: u64, property: impl Testable) {
    const SEED: u64 = 0x5ca1_ab1e;
    let cases = cases * u64::from(effort());
    QuickCheck::new()
        .rng(Gen::from_size_and_seed(40, SEED))
        .tests(cases)
        .max_tests(cases * 20)
        .min_tests_passed(cases)
        .quickcheck(property);
}

pub fn bits(precision: u32) -> Precision {
    Precision::bits(precision).expect("a legal precision")
}

pub fn digits(count: u32) -> Digits {
    Digits::new(count).expect("a legal number of digits")
}

/// Values from other programs, of `fixtures/oracle/<name>.json`.
pub fn oracle(name: &str) -> Value {
    let path = format!("{}/fixtures/oracle/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("the oracle")).expect("JSON")
}

/// Whether the two enclosures agree and each determines so many digits.
pub fn agree(one: &Interval, other: &Interval, count: u32) -> Checked {
    prop_assert!(one.overlaps(other), "disjoint: {one:.40} and {other:.40}");
    tight(one, count)?;
    tight(other, count)
}

/// Whether an enclosure determines so many digits.
pub fn tight(value: &Interval, count: u32) -> Checked {
    prop_assert!(value.digits(count) >= count, "wide: {value:.40}");
    Ok(())
}

/// A value to 30 digits, all of them determined.
pub fn thirty_digits(value: impl Fn(Precision) -> escapement::Result<Interval>) -> String {
    [128, 256, 512, 1024, 2048, 4096]
        .into_iter()
        .find_map(|precision| value(bits(precision)).ok()?.to_rounded_decimal(30))
        .expect("30 digits within 4096 bits")
}

/// An exact value to 30 digits.
pub fn thirty_digits_of(value: &Rational) -> String {
    thirty_digits(|precision| Ok(Interval::from_rational(value, precision)))
}

/// A text table: a header, then rows, in columns of equal width.
pub fn table<const COLUMNS: usize>(header: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> String {
    let widths: Vec<usize> = (0..COLUMNS)
        .map(|column| rows.iter().map(|row| row[column].len()).chain([header[column].len()]).max().unwrap_or(0))
        .collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let lines = std::iter::once(line(&header.map(str::to_owned))).chain(rows.iter().map(|row| line(row)));
    lines.collect::<Vec<_>>().join("\n")
}

/// A rational between the two, on a grid of a thousand.
pub fn between(low: Rational, high: Rational) -> BoxedStrategy<Rational> {
    (0i64..=1000).prop_map(move |share| &low + Rational::from(&high - &low) * ratio(share, 1000)).boxed()
}

/// A digit times a power of ten from `10^-least` down to `10^-most`.
pub fn tiny(least: i32, most: i32) -> BoxedStrategy<Rational> {
    (1u32..=9, least..=most).prop_map(|(digit, exponent)| power(10, -exponent) * digit).boxed()
}

/// Zero, or a tiny number of either sign.
pub fn about_zero(least: i32, most: i32) -> BoxedStrategy<Rational> {
    let below = tiny(least, most).prop_map(|tiny| -tiny);
    prop_oneof![Just(Rational::new()), tiny(least, most), below].boxed()
}

/// A slope of the activation, often one.
pub fn slope() -> BoxedStrategy<Rational> {
    prop_oneof![Just(ratio(1, 1)), between(ratio(1, 4), ratio(4, 1))].boxed()
}

/// A slow time constant, often one.
pub fn time_constant() -> BoxedStrategy<Rational> {
    prop_oneof![Just(ratio(1, 1)), between(ratio(1, 10), ratio(5, 1))].boxed()
}

/// A self-coupling for which some gain sustains a sequence, often zero.
pub fn self_coupling() -> BoxedStrategy<Rational> {
    prop_oneof![1 => Just(Rational::new()), 2 => between(ratio(-4, 5), ratio(4, 5))].boxed()
}

/// A saliency in units of the threshold: a hair above it, of order one, or huge.
pub fn above_one() -> BoxedStrategy<Rational> {
    prop_oneof![
        1 => tiny(2, 30).prop_map(|excess| excess + 1u32),
        1 => tiny(1, 3).prop_map(|small| small.recip() + 1u32),
        3 => between(ratio(1, 1000), ratio(20, 1)).prop_map(|excess| excess + 1u32),
    ]
    .boxed()
}

/// Parameters with the given gain in units of the threshold, `k = g kappa`.
pub fn with_reduced_gain(k: &Rational, rho: Rational, slope: Rational, tau: Rational) -> Parameters {
    Parameters::new(Rational::from(k / &slope))
        .and_then(|p| p.with_slope(slope)?.with_slow_time_constant(tau))
        .expect("positive parameters")
        .with_self_coupling(rho)
}

/// Parameters with `g kappa rho < 1`, down to `10^-30` from the lock.
pub fn unlocked() -> BoxedStrategy<Parameters> {
    let product = prop_oneof![
        1 => Just(Rational::new()),
        1 => tiny(1, 30).prop_map(|gap| 1u32 - gap),
        2 => between(ratio(-5, 1), ratio(99, 100)),
    ];
    (between(ratio(1, 10), ratio(12, 1)), product, slope(), time_constant())
        .prop_map(|(k, product, slope, tau)| {
            let rho = product / &k;
            with_reduced_gain(&k, rho, slope, tau)
        })
        .boxed()
}

/// The threshold gain in units of the threshold, `4/(1 + rho)^2`.
pub fn critical(rho: &Rational) -> Rational {
    Rational::from(4) / Rational::from(1 + rho).square()
}

/// Gains below the threshold gain, from a twentieth of it to a hair below it.
pub fn below_threshold(hair: (i32, i32)) -> BoxedStrategy<Parameters> {
    let factor = prop_oneof![
        3 => between(ratio(1, 20), ratio(97, 100)),
        1 => tiny(hair.0, hair.1).prop_map(|gap| 1u32 - gap),
    ];
    (self_coupling(), factor, slope(), time_constant())
        .prop_map(|(rho, factor, slope, tau)| with_reduced_gain(&(critical(&rho) * factor), rho, slope, tau))
        .boxed()
}

/// Gains strictly above the threshold gain, to five times it, and below the lock gain.
pub fn above_threshold(hair: (i32, i32)) -> BoxedStrategy<Parameters> {
    let share = prop_oneof![
        1 => tiny(hair.0, hair.1),
        3 => between(ratio(1, 100), ratio(99, 100)),
        1 => tiny(hair.0, hair.1).prop_map(|gap| 1u32 - gap),
    ];
    (self_coupling(), share, slope(), time_constant())
        .prop_map(|(rho, share, slope, tau)| {
            let least = critical(&rho);
            let most = Rational::from(&least * 5u32);
            let most = if rho > 0 { most.min(rho.clone().recip()) } else { most };
            let k = &least + Rational::from(&most - &least) * share;
            with_reduced_gain(&k, rho, slope, tau)
        })
        .boxed()
}

/// Gains at the threshold gain exactly.
pub fn at_threshold() -> BoxedStrategy<Parameters> {
    (self_coupling(), slope(), time_constant())
        .prop_map(|(rho, slope, tau)| with_reduced_gain(&critical(&rho), rho, slope, tau))
        .boxed()
}

/// Chains with a gain in any of the three regimes, and a start anywhere above the threshold.
pub fn any_chain() -> BoxedStrategy<Chain> {
    (prop_oneof![below_threshold((2, 12)), at_threshold(), above_threshold((2, 12))], above_one())
        .prop_map(|(parameters, factor)| chain(parameters, &factor))
        .boxed()
}

/// Chains that end: below the threshold gain from anywhere, at and above it from below the unstable saliency.
pub fn ending_chain() -> BoxedStrategy<Chain> {
    let above = (prop_oneof![at_threshold(), above_threshold((2, 6))], between(ratio(1, 100), ratio(95, 100)));
    prop_oneof![
        (below_threshold((2, 3)), above_one()).prop_map(|(parameters, factor)| chain(parameters, &factor)),
        above.prop_map(|(parameters, share)| {
            let points = fixed_points::<Interval>(&parameters, bits(256)).expect("precise enough");
            let unstable = points.expect("two fixed points").unstable.lower().to_rational().expect("finite");
            let excess = (unstable * parameters.slope()) - 1u32;
            chain(parameters, &(excess * share + 1u32))
        }),
    ]
    .boxed()
}

/// The chain that starts from a saliency given in units of the threshold.
pub fn chain(parameters: Parameters, factor: &Rational) -> Chain {
    let saliency = parameters.threshold() * factor;
    Chain { parameters, saliency, transitions: 0 }
}
