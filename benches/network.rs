//! The two-timescale network: the cost of its reference problems over the precision, and over the number of neurons.
//!
//! Runs of more than a few seconds (1024 bits, and four memories at 512) are left out unless `ESCAPEMENT_EFFORT` is at least 2:
//! with ten samples each they take half an hour.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use escapement::model::{Activation, Memories, Network, Parameters, Topology, Until};
use escapement::numerics::Precision;
use escapement::numerics::rational::ratio;
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::Settings;
use rug::{Float, Rational};
use std::hint::black_box;
use std::time::Duration;

/// A network and its start: tanh, gain 6, timescale ratio 1/20, leak 1/1000.
fn problem(memories: Memories, c: &[Rational], saliencies: &[Rational]) -> (Network, Vec<Rational>) {
    let parameters = Parameters::new(ratio(6, 1)).unwrap().with_topology(Topology::Ring(memories.count())).unwrap();
    let network = Network::new(parameters, memories, ratio(1, 20)).unwrap().with_leak(ratio(1, 1000)).unwrap();
    let network = network.with_activation(Activation::Tanh);
    let start = network.state(c, saliencies).unwrap();
    (network, start)
}

/// Two memories; `fixtures/oracle/network.json` has the result.
fn two(memories: Memories) -> (Network, Vec<Rational>) {
    problem(memories, &[ratio(2, 1), ratio(0, 1)], &[ratio(2, 1), ratio(1, 2)])
}

/// Four memories.
fn four() -> (Network, Vec<Rational>) {
    let c = [ratio(2, 1), ratio(0, 1), ratio(0, 1), ratio(0, 1)];
    problem(Memories::full(4).unwrap(), &c, &[ratio(2, 1), ratio(1, 2), ratio(1, 10), ratio(0, 1)])
}

/// Ten time units, as many steps as it takes.
fn integrate((network, start): &(Network, Vec<Rational>), bits: u32) -> Float {
    let arithmetic = Floats::new(Precision::bits(bits).unwrap());
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(bits, x)).collect();
    let run = network.run(&arithmetic, &start, &ratio(10, 1), Until::Time, Settings::default()).unwrap();
    run.saliencies[0].clone()
}

fn over_the_precision(criterion: &mut Criterion) {
    let effort: u32 = std::env::var("ESCAPEMENT_EFFORT").map_or(1, |text| text.parse().expect("a whole number"));
    let all = |quick| if effort >= 2 { 1024 } else { quick };
    for (name, problem, most) in
        [("two memories", two(Memories::full(2).unwrap()), all(512)), ("four memories", four(), all(256))]
    {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).measurement_time(Duration::from_secs(5));
        for bits in [128, 256, 512, 1024] {
            if bits <= most {
                let id = BenchmarkId::from_parameter(bits);
                group.bench_with_input(id, &bits, |bencher, &bits| {
                    bencher.iter(|| integrate(black_box(&problem), bits))
                });
            }
        }
        group.finish();
    }
}

fn over_the_neurons(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("neurons, by the span");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for neurons in [16usize, 1 << 20] {
        let problem = two(Memories::sylvester(neurons, 2).unwrap());
        let id = BenchmarkId::from_parameter(neurons);
        group.bench_with_input(id, &problem, |bencher, problem| bencher.iter(|| integrate(black_box(problem), 128)));
    }
    group.finish();
}

criterion_group!(benches, over_the_precision, over_the_neurons);
criterion_main!(benches);
