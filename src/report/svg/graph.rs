//! The claims and what they rest on: a column for every theorem, a box for every claim, a line from each to its grounds.

use super::element::{element, number, path, text};
use super::notation::{Anchor, Label};
use super::{Heading, LINE, MARGIN, WIDTH, document};
use crate::evidence::{Guarantee, Row, Support, Verdict};
use crate::theorems::Theorem;
use std::collections::BTreeMap;

/// Size of a claim's box, and the distance from one to the next.
const BOX: (f64, f64) = (46.0, 24.0);
const STEP: f64 = 40.0;
/// Top of the first box, below the title, the key and the names of the columns.
const TOP: f64 = MARGIN + 4.0 * LINE;

/// The graph of all claims as an SVG document; every box links to its row in the report, which is at `report` from the drawing.
pub fn graph(heading: Heading, findings: &[(Theorem, Vec<Row>)], report: impl Fn(&Theorem, &Row) -> String) -> String {
    let width = (WIDTH - 2.0 * MARGIN) / findings.len().max(1) as f64;
    let mut places: BTreeMap<&str, (usize, f64, f64)> = BTreeMap::new();
    for (column, (_, rows)) in findings.iter().enumerate() {
        for (k, row) in rows.iter().enumerate() {
            let middle = (MARGIN + width * (column as f64 + 0.5), TOP + STEP * (k as f64 + 0.5));
            places.insert(row.info.id, (column, middle.0, middle.1));
        }
    }
    let lines: String = findings.iter().flat_map(|(_, rows)| rows).map(|row| grounds(row, &places)).collect();
    let columns: String = findings
        .iter()
        .enumerate()
        .map(|(column, (theorem, _))| name(theorem.title, MARGIN + width * (column as f64 + 0.5)))
        .collect();
    let boxes: String = findings
        .iter()
        .flat_map(|(theorem, rows)| rows.iter().map(move |row| (theorem, row)))
        .map(|(theorem, row)| claim(row, &report(theorem, row), places[row.info.id]))
        .collect();
    let longest = findings.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
    let title = Label::new(heading.title, 15.0).draw(MARGIN, MARGIN + 12.0, Anchor::Start, "title");
    let height = TOP + STEP * longest as f64 + MARGIN;
    document(&heading, height, &format!("{title}{}{columns}{lines}{boxes}", key()))
}

/// The class of a row's box.
const fn class(row: &Row) -> &'static str {
    match (&row.verdict, row.guarantee) {
        (Verdict::Verified, Some(guarantee)) => rank(guarantee),
        (Verdict::Refuted { .. }, _) => "claim line3",
        _ => "claim line5 dash2",
    }
}

const fn rank(guarantee: Guarantee) -> &'static str {
    match guarantee {
        Guarantee::Exact => "claim line2",
        Guarantee::Rigorous => "claim line0",
        Guarantee::Numerical => "claim line4",
        Guarantee::Asymptotic => "claim line1",
        Guarantee::Statistical => "claim line1 dash1",
    }
}

/// A box with the claim's label, linked to its row.
fn claim(row: &Row, link: &str, (_, x, y): (usize, f64, f64)) -> String {
    let (left, top) = (x - BOX.0 / 2.0, y - BOX.1 / 2.0);
    let numbers = [("x", left), ("y", top), ("width", BOX.0), ("height", BOX.1), ("rx", 5.0)];
    let label = Label::new(row.info.id, 12.0).draw(x, y + 4.0, Anchor::Middle, "label");
    let found = row.guarantee.map_or_else(|| row.verdict.word(), Guarantee::word);
    let about = text(&format!("{} {}: {found}", row.info.id, row.info.title));
    format!(
        "<a href=\"{}\">\n<title>{about}</title>\n{}{label}</a>\n",
        text(link),
        element("rect", class(row), &numbers, "")
    )
}

/// Lines from a claim to the claims it rests on.
fn grounds(row: &Row, places: &BTreeMap<&str, (usize, f64, f64)>) -> String {
    let Some(&from) = places.get(row.info.id) else { return String::new() };
    let supports = row.info.rests_on.iter().filter_map(|support| match support {
        Support::Claim(id) => places.get(id),
        Support::Assumption(_) => None,
    });
    supports.map(|&to| path("ground", &curve(from, to), "")).collect()
}

/// A curve that leaves a box on the side of its ground; within a column it bends out to the left.
fn curve((column, x0, y0): (usize, f64, f64), (other, x1, y1): (usize, f64, f64)) -> String {
    let half = BOX.0 / 2.0;
    let (start, end, bend) = match other.cmp(&column) {
        std::cmp::Ordering::Less => (x0 - half, x1 + half, [-1.0, 1.0]),
        std::cmp::Ordering::Greater => (x0 + half, x1 - half, [1.0, -1.0]),
        std::cmp::Ordering::Equal => (x0 - half, x1 - half, [-0.6, -0.6]),
    };
    let reach = 22.0 + (start - end).abs() / 5.0;
    let points = [(start + bend[0] * reach, y0), (end + bend[1] * reach, y1), (end, y1)];
    let points = points.map(|(x, y)| format!("{} {}", number(x), number(y)));
    format!("M{} {}C{}", number(start), number(y0), points.join(" "))
}

/// The theorem's title above its column, on two lines where it is long.
fn name(title: &str, x: f64) -> String {
    let (first, second) =
        match title.char_indices().filter(|(_, c)| *c == ' ').min_by_key(|(k, _)| k.abs_diff(title.len() / 2)) {
            Some((at, _)) if title.len() > 12 => (&title[..at], &title[at + 1..]),
            _ => (title, ""),
        };
    let line = |words: &str, y: f64| Label::new(words, 11.0).draw(x, y, Anchor::Middle, "label");
    let second = if second.is_empty() { String::new() } else { line(second, TOP - 10.0) };
    format!("{}{second}", line(first, TOP - 24.0))
}

/// What the colours mean.
fn key() -> String {
    let classes = Guarantee::ALL.iter().map(|guarantee| (rank(*guarantee), guarantee.word()));
    let classes = classes.chain([("claim line5 dash2", "inconclusive"), ("claim line3", "refuted")]);
    let y = MARGIN + LINE + 8.0;
    let items = classes.enumerate().map(|(k, (class, word))| {
        let x = MARGIN + 120.0 * k as f64;
        let swatch =
            element("rect", class, &[("x", x), ("y", y - 10.0), ("width", 18.0), ("height", 12.0), ("rx", 3.0)], "");
        format!("{swatch}{}", Label::new(word, 12.0).draw(x + 24.0, y, Anchor::Start, "label"))
    });
    items.collect()
}
