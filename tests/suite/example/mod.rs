//! The worked example of CONTRIBUTING.md: it is what the page shows, it compiles, and it is verified.

mod cases;
mod claims;
mod predictor;
mod simulation;

use escapement::evidence::Campaign;
use escapement::theorems::Theorem;

/// This theorem's entry in the catalogue.
const THEOREM: Theorem = Theorem {
    id: "decay",
    title: "Decay",
    summary: "A saliency that nothing drives decays exponentially.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: Vec::new,
    covers: Vec::new,
    open: &[],
};

/// The files that the page shows, as they stand in a theorem's folder, where the library is `crate`.
const FILES: [(&str, &str); 5] = [
    ("statement.md", include_str!("statement.md")),
    ("cases.rs", include_str!("cases.rs")),
    ("predictor.rs", include_str!("predictor.rs")),
    ("simulation.rs", include_str!("simulation.rs")),
    ("claims.rs", include_str!("claims.rs")),
];

#[test]
fn the_page_shows_the_example_as_it_compiles() {
    let page = include_str!("../../../CONTRIBUTING.md");
    for (name, text) in FILES {
        let shown = text.replace("use escapement::", "use crate::");
        assert!(page.contains(shown.trim_end()), "CONTRIBUTING.md does not show {name} as it stands");
    }
    let entry =
        include_str!("mod.rs").split("const THEOREM").nth(1).and_then(|rest| rest.split("};\n").next()).unwrap();
    assert!(page.contains(entry), "CONTRIBUTING.md does not show the entry as it stands");
}

#[test]
fn the_example_keeps_its_promise() {
    for claim in (THEOREM.claims)() {
        let row = claim.check(&Campaign { cases: 4, ..Campaign::standard() });
        assert!(row.keeps_its_promise() && row.caught() == row.wrong_predictors.len(), "{}", row.verdict);
        assert!(THEOREM.conclusions(row.info.id).is_some());
    }
}
