//! How fast the integrator is, and how near its inner loop comes to the arithmetic it is made of.
//!
//! ```text
//! cargo bench --bench integrator                    # everything
//! cargo bench --bench integrator -- multiply_add    # one group
//! ```
//!
//! A short table comes first: nanoseconds per multiply-add of the bare loop and of the kernel, and their ratio, which is to
//! be at most 1.7. Then two groups are measured.
//!
//! * `multiply_add`, at several precisions. `bare` is an MPFR multiplication and an MPFR addition per element and nothing
//!   else: the floor. `convolve` is the integrator's kernel on slices of the same length, `square` its form for a series
//!   times itself, `interval` the same kernel on enclosures. An element is one multiply-add, so rates compare directly;
//!   `square` does half as many for the same length.
//! * `problem_c`, the whole of `x' = -x + 2 tanh x`, `x(0) = 1/10`, up to `t = 20`: `integrate` in floats and in doubles,
//!   `enclose` in intervals.
//!
//! One operand of a multiply-add is a window that slides over a longer series, so that no two neighbouring passes multiply
//! the same pairs. On a fixed pair of slices the processor learns the branches of the arithmetic by heart, and at low
//! precision the loop then runs much faster than it ever does inside an integration. All inputs are deterministic.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group};
use escapement::numerics::field::{FieldBuilder, VectorField};
use escapement::numerics::rational::ratio;
use escapement::numerics::series::{Arithmetic, Doubles, Floats, Intervals};
use escapement::numerics::taylor::{Settings, enclose, integrate};
use escapement::numerics::{Interval, Precision};
use rug::{Assign, Float, Rational};
use std::hint::black_box;

const PRECISIONS: [u32; 4] = [128, 256, 512, 1024];
const PROVED_PRECISIONS: [u32; 2] = [128, 256];
/// Multiply-adds in one pass.
const LENGTH: usize = 256;

fn bits(precision: u32) -> Precision {
    Precision::bits(precision).expect("a legal precision")
}

/// Sines of distinct integers: both signs, full mantissas, no pattern.
fn floats(precision: u32, from: usize, count: usize) -> Vec<Float> {
    (from..from + count).map(|k| Float::with_val(precision, k + 1).sin()).collect()
}

/// The tightest enclosures of the same numbers.
fn intervals(precision: Precision, from: usize, count: usize) -> Vec<Interval> {
    (from..from + count).map(|k| Interval::from_integer(k as i64 + 1, precision).sin()).collect()
}

/// A series and the start of the window on it.
struct Sliding<T> {
    series: Vec<T>,
    start: usize,
}

impl<T> Sliding<T> {
    const fn new(series: Vec<T>) -> Self {
        Self { series, start: 0 }
    }

    /// The next window of [`LENGTH`]; all of them come up before one comes back.
    fn next(&mut self) -> &[T] {
        const STRIDE: usize = 97;
        let starts = self.series.len() - LENGTH + 1;
        self.start = (self.start + STRIDE) % starts;
        &self.series[self.start..self.start + LENGTH]
    }
}

/// One MPFR multiplication and one MPFR addition per pair.
fn bare(sum: &mut Float, product: &mut Float, a: &[Float], b: &[Float]) {
    sum.assign(0u32);
    for (x, y) in a.iter().zip(b) {
        product.assign(x * y);
        *sum += &*product;
    }
}

/// Prints nanoseconds per multiply-add of the bare loop and of the kernel: medians of passes that take turns.
#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn print_ratios() {
    const REPEATS: usize = 1001;
    let nanoseconds = |pass: &mut dyn FnMut()| {
        let start = std::time::Instant::now();
        pass();
        start.elapsed().as_nanos() as f64 / LENGTH as f64
    };
    let median = |mut samples: Vec<f64>| {
        samples.sort_by(f64::total_cmp);
        samples[samples.len() / 2]
    };
    println!("ns per multiply-add: bits | bare | kernel | ratio");
    for precision in PRECISIONS {
        let (left, mut right) = (floats(precision, 0, LENGTH), Sliding::new(floats(precision, LENGTH, 2 * LENGTH)));
        let (mut sum, mut product) = (Float::new(precision), Float::new(precision));
        let mut arithmetic = Floats::new(bits(precision));
        let (mut of_bare, mut of_kernel) = (Vec::with_capacity(REPEATS), Vec::with_capacity(REPEATS));
        for _ in 0..REPEATS {
            let window = right.next();
            of_bare.push(nanoseconds(&mut || bare(&mut sum, &mut product, &left, window)));
            black_box(&sum);
            of_kernel.push(nanoseconds(&mut || arithmetic.convolve(&mut sum, &left, window)));
            black_box(&sum);
        }
        let (bare, kernel) = (median(of_bare), median(of_kernel));
        println!("{precision:>25} | {bare:>5.1} | {kernel:>6.1} | {:>5.2}", kernel / bare);
    }
    println!();
}

fn multiply_add(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("multiply_add");
    for precision in PRECISIONS {
        let left = floats(precision, 0, LENGTH);
        let mut right = Sliding::new(floats(precision, LENGTH, 2 * LENGTH));
        let (mut sum, mut product) = (Float::new(precision), Float::new(precision));
        let mut arithmetic = Floats::new(bits(precision));
        group.throughput(Throughput::Elements(LENGTH as u64));
        group.bench_function(BenchmarkId::new("bare", precision), |bencher| {
            bencher.iter(|| {
                bare(&mut sum, &mut product, &left, right.next());
                black_box(&sum);
            });
        });
        group.bench_function(BenchmarkId::new("convolve", precision), |bencher| {
            bencher.iter(|| {
                arithmetic.convolve(&mut sum, &left, right.next());
                black_box(&sum);
            });
        });
        let left = intervals(bits(precision), 0, LENGTH);
        let mut wide = Sliding::new(intervals(bits(precision), LENGTH, 2 * LENGTH));
        let mut enclosures = Intervals::new(bits(precision));
        let mut enclosure = enclosures.zero();
        group.bench_function(BenchmarkId::new("interval", precision), |bencher| {
            bencher.iter(|| {
                enclosures.convolve(&mut enclosure, &left, wide.next());
                black_box(&enclosure);
            });
        });
        group.throughput(Throughput::Elements(LENGTH as u64 / 2));
        group.bench_function(BenchmarkId::new("square", precision), |bencher| {
            bencher.iter(|| {
                arithmetic.convolve_square(&mut sum, right.next());
                black_box(&sum);
            });
        });
    }
    group.finish();
}

/// `x' = -x + 2 tanh x`.
fn bistable() -> VectorField {
    let mut field = FieldBuilder::new(1);
    let x = field.state(0);
    let tanh = field.tanh(x);
    let double = field.scale(Rational::from(2), tanh);
    let rate = field.sub(double, x);
    field.finish(vec![rate], vec![])
}

fn problem_c(criterion: &mut Criterion) {
    let (field, start, until) = (bistable(), ratio(1, 10), ratio(20, 1));
    let settings = Settings::default();
    let mut group = criterion.benchmark_group("problem_c");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.bench_function(BenchmarkId::new("integrate", "doubles"), |bencher| {
        let initial = [start.to_f64()];
        bencher.iter(|| integrate(Doubles, &field, &initial, &until, &[], settings).expect("a solution"));
    });
    for precision in PRECISIONS {
        let initial = [Float::with_val(precision, &start)];
        let arithmetic = Floats::new(bits(precision));
        group.bench_function(BenchmarkId::new("integrate", precision), |bencher| {
            bencher
                .iter(|| integrate(arithmetic.clone(), &field, &initial, &until, &[], settings).expect("a solution"));
        });
    }
    for precision in PROVED_PRECISIONS {
        let initial = [Interval::from_rational(&start, bits(precision))];
        group.bench_function(BenchmarkId::new("enclose", precision), |bencher| {
            bencher.iter(|| enclose(&field, &initial, &until, &[], bits(precision), settings).expect("a proof"));
        });
    }
    group.finish();
}

criterion_group!(benches, multiply_add, problem_c);

fn main() {
    // Only `cargo bench` passes this flag: a test run checks that the benchmarks work and times nothing.
    if std::env::args().any(|argument| argument == "--bench") {
        print_ratios();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
