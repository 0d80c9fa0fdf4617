//! One reference problem, integrated as often as asked: what `benches/peers/compare.py` times beside other integrators.
//!
//! ```text
//! cargo bench --bench peers -- PROBLEM BITS REPETITIONS [NEURONS]
//! ```
//!
//! `PROBLEM` is `bistable` for `x' = -x + 2 tanh x`, `x(0) = 1/10`, to `t = 20`, or a number of memories for the network of the
//! other benchmarks, to `t = 10`. Prints the final state, one decimal a line. Without arguments it does nothing.

use escapement::model::{Activation, Memories, Network, Parameters, Topology, Until};
use escapement::numerics::Precision;
use escapement::numerics::field::{FieldBuilder, VectorField};
use escapement::numerics::rational::ratio;
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::{Settings, integrate};
use rug::{Float, Rational};

/// `x' = -x + 2 tanh x`.
fn bistable() -> VectorField {
    let mut field = FieldBuilder::new(1);
    let x = field.state(0);
    let tanh = field.tanh(x);
    let double = field.scale(Rational::from(2), tanh);
    let rate = field.sub(double, x);
    field.finish(vec![rate], vec![])
}

/// The network: tanh, gain 6, timescale ratio 1/20, leak 1/1000. It starts in its first memory, the next ones less and less salient.
fn network(memories: Memories) -> (Network, Vec<Rational>) {
    let count = memories.count();
    let parameters = Parameters::new(ratio(6, 1)).unwrap().with_topology(Topology::Ring(count)).unwrap();
    let network = Network::new(parameters, memories, ratio(1, 20)).unwrap().with_leak(ratio(1, 1000)).unwrap();
    let network = network.with_activation(Activation::Tanh);
    let padded = |first: &[Rational]| -> Vec<Rational> {
        first.iter().cloned().chain(std::iter::repeat_with(Rational::new)).take(count).collect()
    };
    let (c, saliencies) = (padded(&[ratio(2, 1)]), padded(&[ratio(2, 1), ratio(1, 2), ratio(1, 10)]));
    let start = network.state(&c, &saliencies).unwrap();
    (network, start)
}

/// The final state of one run, `repetitions` times over.
fn run(problem: &str, bits: u32, repetitions: usize, neurons: Option<usize>) -> Vec<Float> {
    let arithmetic = Floats::new(Precision::bits(bits).unwrap());
    let rounded = |start: &[Rational]| start.iter().map(|x| Float::with_val(bits, x)).collect::<Vec<Float>>();
    let mut last = Vec::new();
    if problem == "bistable" {
        let (field, start) = (bistable(), rounded(&[ratio(1, 10)]));
        for _ in 0..repetitions {
            last =
                integrate(arithmetic.clone(), &field, &start, &ratio(20, 1), &[], Settings::default()).unwrap().state;
        }
        return last;
    }
    let count = problem.parse().expect("bistable, or a number of memories");
    let memories = neurons.map_or_else(|| Memories::full(count), |neurons| Memories::sylvester(neurons, count));
    let (network, start) = network(memories.unwrap());
    let start = rounded(&start);
    for _ in 0..repetitions {
        last = network.run(&arithmetic, &start, &ratio(10, 1), Until::Time, Settings::default()).unwrap().state;
    }
    last
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let [problem, bits, repetitions, neurons @ ..] = &arguments[..] else { return };
    let number = |text: &String| text.parse::<usize>().expect("a whole number");
    let state = run(problem, number(bits) as u32, number(repetitions), neurons.first().map(number));
    for x in state {
        println!("{}", x.to_string_radix(10, None));
    }
}
