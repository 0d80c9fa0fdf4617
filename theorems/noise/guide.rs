//! What a noisy network needs.

use crate::error::{Error, Result};
use crate::evidence::Guide;
use crate::evidence::guide::{Entry, Passage};
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use crate::numerics::{Interval, Precision};
use crate::theorems::gain_threshold::predictor::fixed_points;
use crate::theorems::noise::predictor::leak_needed;

/// Bits of the enclosures, more than are printed.
const BITS: u32 = 160;

/// On noise and the leak that it asks for.
pub const GUIDE: Guide = Guide { heading: "If your network is noisy", passages };

const BEFORE: &str = "\
Without a leak of the input into the fast network noise is what tells the next memory from nothing, and it does not know signs: **every transition enters the memory or its opposite, `-xi`, with probability one half, \
and nothing follows an opposite** (N4, N5). So noise alone carries no sequence, at any gain. A leak delta decides the sign: with `N` neurons and noise `sigma` the next memory of saliency `Z'` is entered with probability \
`Phi(x)`, `x = (delta sqrt(N)/sigma) Z'^(3/2) sqrt(2/(Z' - 1))`. This is the leak, in units of `sigma/sqrt(N)`, with which `n` transitions on the cycle all succeed with probability 99/100:
";

const AFTER: &str = "\
What to do: choose a leak of this size and say so; it falls with the network's size like `1/sqrt(N)` and depends little on how long the sequence is. Where noise on the single neuron is not small, it also raises the threshold: many neurons behave like noiseless ones with a smooth activation, \
`kappa_c = 4 + 2 sigma/sqrt(pi) + ...` (N6). `escapement predict --noise S` gives that threshold, and with `--neurons N --leak D --transitions n --probability p` the probability of the next transition and the leak needed.
";

/// Gains of the table.
const GAINS: [i64; 5] = [4, 5, 6, 8, 12];
/// Numbers of transitions of the table.
const TRANSITIONS: [u64; 4] = [1, 10, 100, 1000];

fn passages() -> Result<Vec<Passage>> {
    let rows = GAINS.iter().map(|gain| {
        let chain = Parameters::new(ratio(*gain, 1))?;
        let cycle = fixed_points::<Interval>(&chain, Precision::bits(BITS)?)?;
        let cycle = cycle.ok_or_else(|| Error::domain("gain", gain, "at least the gain threshold"))?.stable;
        let leaks = TRANSITIONS.iter().map(|n| Ok(Entry::Number(leak_needed(&cycle, *n, &ratio(1, 100))?)));
        std::iter::once(Ok(Entry::Parameter(gain.to_string()))).chain(leaks).collect::<Result<Vec<_>>>()
    });
    let header = vec!["gain kappa", "n = 1", "n = 10", "n = 100", "n = 1000"];
    let table = Passage::Table { header, rows: rows.collect::<Result<_>>()? };
    Ok(vec![Passage::Text(BEFORE), table, Passage::Text(AFTER)])
}
