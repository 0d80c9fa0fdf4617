//! What things look like: colours after Okabe and Ito, dashes and marks that tell the same apart, light and dark.

use super::element::number;

/// Colours of named layers in order, on a light and on a dark page.
const COLOURS: [(&str, &str); 6] = [
    ("#0072b2", "#56b4e9"),
    ("#d55e00", "#e69f00"),
    ("#009e73", "#2fc79a"),
    ("#a5477b", "#e396c3"),
    ("#8a6d00", "#f0e442"),
    ("#4d4d4d", "#c8c8c8"),
];
/// Dashes of named lines in order.
const DASHES: [&str; 6] = ["", "7 4", "2 3", "9 3 2 3", "12 4", "4 2"];
/// The ordered scale of classes, from few to many, on any page.
const STEPS: [&str; 6] = ["#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#8c2d04"];
/// The class that stands apart.
const APART: &str = "#56b4e9";
/// Page, text, axes and grid, light.
const LIGHT: [&str; 4] = ["#ffffff", "#1a1a1a", "#666666", "#e3e3e3"];
/// The same, dark.
const DARK: [&str; 4] = ["#14171c", "#e6e6e6", "#9a9a9a", "#30343b"];

/// The style sheet of every figure.
///
/// Colours are written out twice, since variables are not understood by every program that draws SVG.
pub(super) fn sheet() -> String {
    let mut sheet = String::from(
        "text { font-family: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Helvetica, Arial, sans-serif; }\n\
         .title { font-weight: 600; }\n\
         .box, .grid, .tick, .stroke, .plain, .bold { fill: none; }\n\
         .box, .tick, .plain, .grid { stroke-width: 1; }\n\
         .stroke { stroke-width: 2; stroke-linejoin: round; }\n\
         .halo { fill: none; stroke: #ffffff; stroke-width: 4.5; stroke-linejoin: round; }\n\
         .bold { stroke: #000000; stroke-width: 1.8; stroke-linejoin: round; }\n\
         .sample { stroke: #000000; stroke-width: 1; }\n\
         .hollow { fill: #ffffff; }\n\
         .mark { stroke-width: 0.8; }\n\
         .apart, .step0, .step1, .step2, .step3, .step4, .step5, .shade { shape-rendering: crispEdges; }\n",
    );
    for (k, dash) in DASHES.iter().enumerate().filter(|(_, dash)| !dash.is_empty()) {
        sheet.push_str(&format!(".dash{k} {{ stroke-dasharray: {dash}; }}\n"));
    }
    for (k, colour) in STEPS.iter().enumerate() {
        sheet.push_str(&format!(".step{k} {{ fill: {colour}; }}\n"));
    }
    sheet.push_str(&format!(".apart {{ fill: {APART}; }}\n"));
    sheet.push_str(&colours(LIGHT, |(light, _)| light));
    sheet.push_str(&format!("@media (prefers-color-scheme: dark) {{\n{}}}\n", colours(DARK, |(_, dark)| dark)));
    sheet
}

/// The rules that differ between light and dark pages.
fn colours([page, ink, axis, grid]: [&str; 4], choose: fn((&'static str, &'static str)) -> &'static str) -> String {
    let mut rules = format!(
        ".page {{ fill: {page}; }}\ntext, .shade {{ fill: {ink}; }}\n.box, .tick, .plain {{ stroke: {axis}; }}\n.grid {{ stroke: {grid}; }}\n\
         .mark {{ stroke: {page}; }}\n.claim {{ fill: {page}; stroke-width: 2.4; }}\n.ground {{ fill: none; stroke: {axis}; opacity: 0.55; }}\n"
    );
    for (k, pair) in COLOURS.iter().enumerate() {
        let colour = choose(*pair);
        rules.push_str(&format!(".line{k} {{ stroke: {colour}; }}\n.mark{k} {{ fill: {colour}; }}\n"));
    }
    rules
}

/// The classes of a named line.
pub(super) fn line(colour: usize, dash: usize) -> String {
    format!("stroke line{}{}", colour % COLOURS.len(), dashed(dash))
}

/// The colour that a name stands for in every figure: one for what is predicted, one for what is simulated.
pub(super) fn role(name: &str) -> Option<usize> {
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&["simulated", "integrated"]) {
        Some(1)
    } else if says(&["predicted", "certified"]) {
        Some(0)
    } else {
        None
    }
}

/// The colour of the names that have no role, by their number.
pub(super) const fn other(number: usize) -> usize {
    2 + number % (COLOURS.len() - 2)
}

/// The classes of a named line that is drawn over coloured cells: dark, whatever the page is.
pub(super) fn line_over_cells(dash: usize) -> String {
    format!("bold{}", dashed(dash))
}

fn dashed(dash: usize) -> String {
    let dash = dash % DASHES.len();
    if DASHES[dash].is_empty() { String::new() } else { format!(" dash{dash}") }
}

/// The classes of named marks.
pub(super) fn mark(colour: usize) -> String {
    format!("mark mark{}", colour % COLOURS.len())
}

/// The commands that draw the mark number `k` about a point: circle, square, diamond, triangles.
pub(super) fn mark_at(k: usize, (x, y): (f64, f64)) -> String {
    let corners = |corners: &[(f64, f64)]| {
        let mut commands = super::element::through(corners.iter().map(|(dx, dy)| (x + dx, y + dy)));
        commands.push('Z');
        commands
    };
    match k % 5 {
        0 => circle_at((x, y), 3.4),
        1 => corners(&[(-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2)]),
        2 => corners(&[(0.0, -4.5), (4.5, 0.0), (0.0, 4.5), (-4.5, 0.0)]),
        3 => corners(&[(0.0, -4.4), (4.2, 3.2), (-4.2, 3.2)]),
        _ => corners(&[(0.0, 4.4), (4.2, -3.2), (-4.2, -3.2)]),
    }
}

/// The commands that draw a circle.
pub(super) fn circle_at((x, y): (f64, f64), radius: f64) -> String {
    let (start, height, r, across) = (number(x - radius), number(y), number(radius), number(2.0 * radius));
    format!("M{start} {height}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z")
}
