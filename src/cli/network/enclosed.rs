//! `network --enclose`: where the network is at the end, with a proof.

use super::{Arguments, TABLE_DIGITS};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::model::Format;
use crate::cli::output::{self, Sink};
use crate::cli::progress::Ticking;
use escapement::Error;
use escapement::error::Result;
use escapement::model::Network;
use escapement::numerics::taylor::{Settings, Solution};
use escapement::numerics::{Digits, Interval, climb};
use escapement::report::{Align, columns};
use rug::{Float, Rational};
use serde::Serialize;

/// The end of a run, every digit of which is proved. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Enclosed {
    #[serde(rename = "final")]
    end: End,
    /// Of the widest component's enclosure.
    width: String,
    steps: usize,
}

#[derive(Debug, Serialize)]
struct End {
    time: String,
    c: Vec<String>,
    saliency: Vec<String>,
}

/// Encloses at rising precisions until every digit asked for is determined, and prints the end.
pub(super) fn run(
    arguments: &Arguments,
    network: &Network,
    initial: &[Rational],
    (until, digits): (&Rational, Digits),
    settings: Settings,
) -> std::result::Result<Outcome, Failure> {
    if arguments.format == Format::Csv {
        return Err(Error::domain("format", "csv", "text or json with --enclose, which has no transitions").into());
    }
    let sink = Sink::open(arguments.output.as_deref())?;
    let ticking = Ticking::begin("enclosing the network");
    let shown = if arguments.format == Format::Text { digits.get().min(TABLE_DIGITS) } else { digits.get() };
    let end = climb("the state at the end", digits, |precision| {
        let start: Vec<Interval> = initial.iter().map(|x| Interval::from_rational(x, precision)).collect();
        let end = network.enclose(&start, until, precision, settings)?;
        // What stays at zero has an enclosure around it at any precision, and no digit.
        let lost = |(from, to): (&Rational, &Interval)| *from == 0 && to.contains_zero() && !to.is_point();
        if *network.leak() == 0 && initial.iter().zip(&end.state).any(lost) {
            let domain = "greater than 0 with --enclose where a component starts at exactly 0, and stays there without";
            return Err(Error::domain("leak", "0", domain));
        }
        Ok(end.state.iter().all(|x| x.to_rounded_decimal(digits.get()).is_some()).then_some(end))
    })?;
    drop(ticking);
    let enclosed = Enclosed::of(&end, network.memories(), shown)?;
    sink.write(&match arguments.format {
        Format::Json => output::answer("network-enclosed", arguments, &enclosed),
        Format::Text | Format::Csv => enclosed.text(),
    })?;
    Ok(Outcome::Good)
}

impl Enclosed {
    fn of(end: &Solution<Interval>, memories: usize, digits: u32) -> Result<Self> {
        let decimal = |x: &Interval| {
            let open = || Error::Undecided { question: "a digit is determined", value: x.to_string() };
            x.to_rounded_decimal(digits).ok_or_else(open)
        };
        let decimals = |part: &[Interval]| part.iter().map(decimal).collect::<Result<Vec<_>>>();
        let (c, saliencies) = end.state.split_at(memories);
        let end_state = End { time: decimal(&end.time)?, c: decimals(c)?, saliency: decimals(saliencies)? };
        let widest =
            end.state.iter().map(Interval::width).max_by(|a, b| a.total_cmp(b)).unwrap_or_else(|| Float::new(53));
        Ok(Self { end: end_state, width: widest.to_string_radix(10, Some(3)), steps: end.steps })
    }

    /// A table of the end, and how wide the widest enclosure is.
    fn text(&self) -> String {
        use Align::{Left, Right};
        let header = ["memory", "c", "saliency"].map(str::to_owned).to_vec();
        let pairs = self.end.c.iter().zip(&self.end.saliency).enumerate();
        let rows = pairs.map(|(memory, (c, saliency))| vec![memory.to_string(), c.clone(), saliency.clone()]);
        let table: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
        let table = columns(&[Right, Left, Left], &table);
        format!("at time {}, every digit proved\n{table}\nwidest enclosure: {}\n", self.end.time, self.width)
    }
}
