//! Random parameters: exact, seeded, the same on every machine.

use crate::numerics::rational;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rug::Rational;

/// A source of rational parameters, from the ChaCha stream cipher with 8 rounds.
///
/// ```
/// use escapement::evidence::Sampler;
/// use escapement::numerics::rational::ratio;
/// let (low, high) = (ratio(1, 1), ratio(9, 1));
/// let draw = |seed| Sampler::new(seed, "E1").between(&low, &high);
/// assert_eq!(draw(7), draw(7));
/// assert!(draw(7) >= low && draw(7) <= high && draw(7) != draw(8));
/// ```
#[derive(Debug)]
pub struct Sampler(ChaCha8Rng);

impl Sampler {
    /// The stream that belongs to a seed and a claim, so that no claim's cases depend on another's.
    pub fn new(seed: u64, claim: &str) -> Self {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        for (slot, byte) in key[8..].iter_mut().zip(claim.bytes()) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A whole number in `low ..= high`.
    pub fn whole(&mut self, low: u64, high: u64) -> u64 {
        low + self.0.next_u64() % (high - low + 1)
    }

    /// True in one of `n` draws.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.whole(1, n) == 1
    }

    /// A rational between the two, on a grid of a thousand.
    pub fn between(&mut self, low: &Rational, high: &Rational) -> Rational {
        let share = Rational::from((self.whole(0, 1000), 1000));
        low + Rational::from(high - low) * share
    }

    /// A number that is small on a logarithmic scale: `digit * 10^-k` with `k` in the range given.
    pub fn small(&mut self, least: u64, most: u64) -> Rational {
        let exponent = -i32::try_from(self.whole(least, most)).unwrap_or(0);
        Rational::from(self.whole(1, 9)) * rational::power(10, exponent)
    }

    /// One of the given items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let index = self.whole(0, items.len() as u64 - 1);
        &items[index as usize]
    }
}
