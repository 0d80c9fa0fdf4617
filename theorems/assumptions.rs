//! What the theorems take for granted: nothing in this crate checks it, and every claim names what it needs.

use crate::evidence::{Assumption, Support};

/// The limit `eps -> 0`, then `delta -> 0`.
pub const FAST_LAYER: Support = Support::Assumption(Assumption {
    name: "instantaneous fast layer",
    statement: "the fast network stands at the retrieved memory's equilibrium at all times: the timescale ratio tends to zero first, \
                then the leak; the equations of that limit are integrated, the passage to them is not",
});

/// Which memory comes next.
pub const SUCCESSOR: Support = Support::Assumption(Assumption {
    name: "the successor is entered",
    statement: "when a memory is lost, the network enters the memory that it drives, if that one exists then; a run in which another one exists too \
                is called ambiguous and decides nothing",
});

/// Orthogonal memories.
pub const ORTHOGONAL: Support = Support::Assumption(Assumption {
    name: "orthogonal memories",
    statement: "the memories are pairwise orthogonal, so that each saliency and each overlap belongs to one memory alone",
});

/// A derivation that is no proof.
pub const HEURISTIC: Support = Support::Assumption(Assumption {
    name: "heuristic derivation",
    statement: "the law was derived by matching leading terms, without a bound on what was left out",
});

/// The state that a sequence repeats.
pub const STEADY: Support = Support::Assumption(Assumption {
    name: "steady state",
    statement: "whether a sequence sustains itself near its threshold is asked of sequences whose dwells are all equal; that those decide it for \
                all is derived, not simulated",
});

/// Which of several memories comes next.
pub const MOST_SALIENT: Support = Support::Assumption(Assumption {
    name: "the most salient memory is entered",
    statement: "when a memory is lost, the network enters the most salient of those that exist then, whose direction grows fastest; a run in which \
                two cannot be told apart is called ambiguous and decides nothing",
});

/// Noise that averages out.
pub const MANY_NEURONS: Support = Support::Assumption(Assumption {
    name: "many neurons",
    statement: "the noise on the neurons is independent, and there are so many of them that an overlap is its average over the noise; the \
                passage to infinitely many is not simulated",
});
