//! What every claim rests on, and what stays open: all from the claims' own declarations.

use super::figures::{GRAPH, GRAPH_PATH};
use super::guarantee;
use super::markdown::{escaped, link, linked, table};
use crate::evidence::{Assumption, Guarantee, Row, Support};
use crate::theorems::Theorem;
use std::collections::BTreeMap;

/// The graph of the claims, and the assumptions with the claims that need them.
pub(super) fn section(findings: &[(Theorem, Vec<Row>)]) -> String {
    let rows = findings.iter().flat_map(|(_, rows)| rows);
    let lines = rows.map(|row| {
        let grounds: Vec<String> = row.info.rests_on.iter().map(name).collect();
        vec![
            link(row.info.id),
            escaped(row.info.title),
            grounds.join(", "),
            guarantee(row),
            row.info.promises.to_string(),
        ]
    });
    let header = ["claim", "title", "rests on", "guarantee", "promised"];
    format!(
        "![{}]({GRAPH_PATH})\n\n*{}.* {}\n\nA row is never stronger than what it rests on, and stands only \
         where that stands.\n\n{}\n{}",
        escaped(GRAPH.title),
        escaped(GRAPH.title),
        escaped(GRAPH.caption),
        table(&header, &lines.collect::<Vec<_>>()),
        assumptions(findings),
    )
}

/// A claim as a link, an assumption by its name.
pub(super) fn name(support: &Support) -> String {
    match support {
        Support::Claim(id) => link(id),
        Support::Assumption(assumption) => format!("*{}*", escaped(assumption.name)),
    }
}

/// Every assumption that is made, and by whom.
fn assumptions(findings: &[(Theorem, Vec<Row>)]) -> String {
    let mut made: BTreeMap<Assumption, Vec<String>> = BTreeMap::new();
    for row in findings.iter().flat_map(|(_, rows)| rows) {
        for support in row.info.rests_on {
            if let Support::Assumption(assumption) = support {
                made.entry(*assumption).or_default().push(link(row.info.id));
            }
        }
    }
    let lines = made.into_iter().map(|(assumption, claims)| {
        vec![format!("*{}*", escaped(assumption.name)), escaped(assumption.statement), claims.join(", ")]
    });
    table(&["assumption", "what is assumed, and not checked", "by"], &lines.collect::<Vec<_>>())
}

/// What is not proved, as the declarations and the theorems say.
pub(super) fn limits(findings: &[(Theorem, Vec<Row>)]) -> String {
    let weaker = [
        (Guarantee::Numerical, "The numerical rows", "High precision is not a bound."),
        (Guarantee::Asymptotic, "The asymptotic rows", "A ladder supports an asymptotic law; it does not prove it."),
        (Guarantee::Statistical, "The statistical rows", "A sample supports a probability; it does not prove it."),
    ];
    let rows: Vec<&Row> = findings.iter().flat_map(|(_, rows)| rows).collect();
    let weak = weaker.iter().filter_map(|(guarantee, title, remark)| {
        let ids = rows.iter().filter(|row| row.guarantee == Some(*guarantee)).map(|row| link(row.info.id));
        let ids: Vec<String> = ids.collect();
        (!ids.is_empty()).then(|| format!("- **{title}.** {}. {remark}\n", ids.join(", ")))
    });
    let assumed =
        rows.iter().flat_map(|row| row.info.rests_on).filter(|support| matches!(support, Support::Assumption(_)));
    let assumed: std::collections::BTreeSet<String> = assumed.map(name).collect();
    let assumed = format!(
        "- **The assumptions.** {}: named with the claims that make them under [What each claim rests on](#what-each-claim-rests-on).\n",
        assumed.into_iter().collect::<Vec<_>>().join(", ")
    );
    let open = findings.iter().flat_map(|(theorem, _)| theorem.open.iter().map(move |remark| (theorem, remark)));
    let open = open.map(|(theorem, remark)| format!("- **{}.** {}\n", escaped(theorem.title), linked(remark)));
    weak.chain([assumed]).chain(open).collect()
}
