//! How fast the integrator is, and what its kernel costs beside the arithmetic it replaces.
//!
//! ```text
//! cargo bench --bench integrator               # everything
//! cargo bench --bench integrator -- product    # one group
//! ```
//!
//! A short table comes first: nanoseconds per multiply-add of the product of two series, for a bare loop of MPFR
//! multiplications and additions and for the fixed-point kernel, and their ratio. Then three groups are measured.
//!
//! * `product`, at several precisions: all coefficients of the product of two series of the integrator's order, which fall to the
//!   working precision at their ends as those of a solution do. `bare` is an MPFR multiplication and an MPFR addition per
//!   pair and nothing else; `fixed` is the integrator's kernel, `square` its form for a series times itself; `interval` is the
//!   kernel of enclosures. An element is one pair.
//! * `step`: a single step of problem C with what it is prepared with, plain and proved.
//! * `problem_c`, the whole of `x' = -x + 2 tanh x`, `x(0) = 1/10`, up to `t = 20`: `integrate` in floats and in doubles,
//!   `enclose` in intervals.
//!
//! All inputs are deterministic.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group};
use escapement::numerics::field::{FieldBuilder, VectorField};
use escapement::numerics::rational::ratio;
use escapement::numerics::series::{Doubles, FixedPoint, Floats, Intervals, Kernel};
use escapement::numerics::taylor::{Settings, enclose, integrate};
use escapement::numerics::{Interval, Precision};
use rug::{Assign, Float, Rational};
use std::hint::black_box;

const PRECISIONS: [u32; 4] = [128, 256, 512, 1024];
const PROVED_PRECISIONS: [u32; 2] = [128, 256];

fn bits(precision: u32) -> Precision {
    Precision::bits(precision).expect("a legal precision")
}

/// Order of a series at a precision, as the integrator chooses it.
const fn order(precision: u32) -> usize {
    precision as usize * 35 / 100 + 4
}

/// Sines of distinct integers that fall geometrically to `2^-precision`: both signs, full mantissas, no pattern.
fn coefficients(precision: u32, from: usize) -> Vec<Float> {
    let order = order(precision);
    let falling = |k: usize| Float::with_val(precision, from + k + 1).sin() >> (k * precision as usize / order) as u32;
    (0..=order).map(falling).collect()
}

/// The tightest enclosure of a float.
fn enclosure(x: &Float, precision: u32) -> Interval {
    Interval::from_rational(&x.to_rational().expect("a finite number"), bits(precision))
}

/// A pair of series in a kernel.
struct Pair<K: Kernel> {
    kernel: K,
    a: K::Series,
    b: K::Series,
    term: K::Term,
    length: usize,
}

impl<K: Kernel> Pair<K> {
    fn new(mut kernel: K, a: &[K::Number], b: &[K::Number]) -> Self {
        let mut term = kernel.term();
        let [a, b] = [a, b].map(|values| {
            let mut series = kernel.series(values.len());
            for (k, value) in values.iter().enumerate() {
                kernel.load(&mut term, value).expect("a finite number");
                kernel.write(&mut series, k, &mut term);
            }
            series
        });
        Self { length: order(kernel.working_precision().get()) + 1, kernel, a, b, term }
    }

    /// All coefficients of the product.
    fn product(&mut self) {
        for count in 1..=self.length {
            self.kernel.convolution(&mut self.term, (&self.a, 0), (&self.b, 0), count);
            black_box(&self.term);
        }
    }

    /// All coefficients of a square.
    fn square(&mut self) {
        for count in 1..=self.length {
            self.kernel.convolution_square(&mut self.term, &self.a, 0, count);
            black_box(&self.term);
        }
    }
}

/// One MPFR multiplication and one MPFR addition per pair of the product.
fn bare(a: &[Float], b: &[Float], sum: &mut Float, product: &mut Float) {
    for count in 1..=a.len() {
        sum.assign(0u32);
        for (x, y) in a[..count].iter().zip(b[..count].iter().rev()) {
            product.assign(x * y);
            *sum += &*product;
        }
        black_box(&*sum);
    }
}

/// Pairs in a product of series of so many coefficients.
const fn pairs(length: usize) -> u64 {
    (length * (length + 1) / 2) as u64
}

/// Prints nanoseconds per multiply-add of the bare loop and of the kernel: medians of passes that take turns.
#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn print_ratios() {
    const REPEATS: usize = 101;
    let nanoseconds = |pass: &mut dyn FnMut()| {
        let start = std::time::Instant::now();
        pass();
        start.elapsed().as_nanos() as f64
    };
    let median = |mut samples: Vec<f64>| {
        samples.sort_by(f64::total_cmp);
        samples[samples.len() / 2]
    };
    println!("ns per multiply-add: bits | bare | kernel | ratio");
    for precision in PRECISIONS {
        let (a, b) = (coefficients(precision, 0), coefficients(precision, 1000));
        let (mut sum, mut product) = (Float::new(precision), Float::new(precision));
        let mut pair = Pair::new(FixedPoint::new(bits(precision), order(precision)), &a, &b);
        let (mut of_bare, mut of_kernel) = (Vec::with_capacity(REPEATS), Vec::with_capacity(REPEATS));
        for _ in 0..REPEATS {
            of_bare.push(nanoseconds(&mut || bare(&a, &b, &mut sum, &mut product)));
            of_kernel.push(nanoseconds(&mut || pair.product()));
        }
        let per_pair = |samples| median(samples) / pairs(a.len()) as f64;
        let (bare, kernel) = (per_pair(of_bare), per_pair(of_kernel));
        println!("{precision:>25} | {bare:>5.1} | {kernel:>6.1} | {:>5.2}", kernel / bare);
    }
    println!();
}

fn product(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("product");
    for precision in PRECISIONS {
        let (a, b) = (coefficients(precision, 0), coefficients(precision, 1000));
        let (mut sum, mut product) = (Float::new(precision), Float::new(precision));
        group.throughput(Throughput::Elements(pairs(a.len())));
        group.bench_function(BenchmarkId::new("bare", precision), |bencher| {
            bencher.iter(|| bare(&a, &b, &mut sum, &mut product));
        });
        let mut pair = Pair::new(FixedPoint::new(bits(precision), order(precision)), &a, &b);
        group.bench_function(BenchmarkId::new("fixed", precision), |bencher| bencher.iter(|| pair.product()));
        group.bench_function(BenchmarkId::new("square", precision), |bencher| bencher.iter(|| pair.square()));
        let [a, b] = [a, b].map(|values| values.iter().map(|x| enclosure(x, precision)).collect::<Vec<_>>());
        let mut pair = Pair::new(Intervals::new(bits(precision)), &a, &b);
        group.bench_function(BenchmarkId::new("interval", precision), |bencher| bencher.iter(|| pair.product()));
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

/// One step from the start, and what it is prepared with.
fn step(criterion: &mut Criterion) {
    let (field, start, until) = (bistable(), ratio(1, 10), ratio(1, 64));
    let settings = Settings::default();
    let mut group = criterion.benchmark_group("step");
    for precision in PROVED_PRECISIONS {
        let (initial, arithmetic) = ([Float::with_val(precision, &start)], Floats::new(bits(precision)));
        group.bench_function(BenchmarkId::new("integrate", precision), |bencher| {
            bencher.iter(|| integrate(arithmetic.clone(), &field, &initial, &until, &[], settings).expect("a step"));
        });
        let initial = [Interval::from_rational(&start, bits(precision))];
        group.bench_function(BenchmarkId::new("enclose", precision), |bencher| {
            bencher.iter(|| enclose(&field, &initial, &until, &[], bits(precision), settings).expect("a proof"));
        });
    }
    group.finish();
}

criterion_group!(benches, product, step, problem_c);

fn main() {
    // Only `cargo bench` passes this flag: a test run checks that the benchmarks work and times nothing.
    if std::env::args().any(|argument| argument == "--bench") {
        print_ratios();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
