//! What the suite spends its time on: closed forms, transitions of the limit system, and whole claims.
//!
//! ```text
//! cargo bench --bench suite
//! ```
//!
//! * `predictors`: the escape time and the number of transitions near the threshold, in enclosures of 50 and 1000 digits.
//! * `limit_system`: ten proved transitions of a chain and of a ring of eight, at 50 and 200 digits.
//! * `claims`: the evidence for one claim of each theorem, at the report's digits with two random cases.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use escapement::evidence::Campaign;
use escapement::model::{LimitSystem, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::theorems::catalogue;
use escapement::theorems::collapse::predictor::transitions;
use escapement::theorems::escape_time::predictor::escape_time;
use rug::Rational;
use std::hint::black_box;

fn parameters(gain: Rational) -> Parameters {
    Parameters::new(gain).expect("a positive gain")
}

fn predictors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("predictors");
    let (sustained, saliency) = (parameters(ratio(5, 1)), ratio(3, 1));
    for digits in [50, 1000] {
        let precision = Precision::bits(digits * 4).expect("a legal precision");
        group.bench_function(BenchmarkId::new("escape_time", digits), |bencher| {
            bencher.iter(|| escape_time::<Interval>(black_box(&sustained), &saliency, precision));
        });
    }
    let bottleneck = parameters(Rational::from(4) - power(10, -12));
    group.bench_function("transitions at 4 - 1e-12", |bencher| {
        bencher.iter(|| transitions(black_box(&bottleneck), &saliency));
    });
    group.finish();
}

fn limit_system(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("limit_system");
    group.sample_size(10);
    let ring = parameters(ratio(5, 1)).with_topology(Topology::Ring(8)).expect("a ring");
    for (name, parameters) in [("chain", parameters(ratio(5, 1))), ("ring of 8", ring)] {
        let system = LimitSystem::new(parameters);
        for digits in [50, 200] {
            let asked = Digits::new(digits).expect("a legal number of digits");
            group.bench_function(BenchmarkId::new(name, digits), |bencher| {
                bencher.iter(|| system.run_to_digits(black_box(&[ratio(3, 1)]), 10, asked));
            });
        }
    }
    group.finish();
}

fn claims(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("claims");
    group.sample_size(10);
    let campaign = Campaign { cases: 2, ..Campaign::standard() };
    for theorem in catalogue() {
        let claim = (theorem.claims)().remove(0);
        group.bench_function(claim.info().id, |bencher| bencher.iter(|| claim.check(black_box(&campaign))));
    }
    group.finish();
}

criterion_group!(benches, predictors, limit_system, claims);
criterion_main!(benches);
