//! The figures: well formed, complete, legible, the same on every run, and the ones that are committed.

use crate::support::xml::elements;
use escapement::error::Result;
use escapement::evidence::Figure;
use escapement::evidence::plot::{Axis, Cell, Class, Fill, Marks, Panel, Plot, Sample, Tone, point};
use escapement::report::{GRAPH_PATH, draw, figure_path, svg};
use escapement::theorems::catalogue;
use std::path::Path;
use std::sync::LazyLock;

/// Every figure, drawn once for all tests, on three threads: those that are committed were drawn on as many as there were cores.
static DRAWN: LazyLock<Vec<(Figure, String)>> = LazyLock::new(|| {
    let three = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool");
    let drawn = three.install(|| draw(&catalogue())).expect("figures");
    drawn.into_iter().map(|drawn| (drawn.figure, drawn.svg)).collect()
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn there_is_something_to_see_of_every_theorem() {
    for theorem in catalogue() {
        assert!(!(theorem.figures)().is_empty(), "{} has no figure", theorem.id);
    }
}

// ---------------------------------------------------------------- the committed figures

#[test]
fn every_committed_figure_is_current_on_any_number_of_threads_and_none_is_left_over() {
    // The graph of the claims shows verdicts: the report's own check compares it.
    let graph = GRAPH_PATH.to_owned();
    let mut expected: Vec<String> = DRAWN.iter().map(|(figure, _)| figure_path(figure)).chain([graph]).collect();
    for (figure, svg) in DRAWN.iter() {
        let committed = std::fs::read_to_string(root().join(figure_path(figure))).expect("a committed figure");
        assert!(committed == *svg, "{}: `escapement report` writes another", figure.name);
    }
    let folder = std::fs::read_dir(root().join("fixtures/figures")).expect("the folder of figures");
    let mut found: Vec<String> =
        folder.map(|entry| format!("fixtures/figures/{}", entry.expect("an entry").file_name().display())).collect();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn every_figure_is_well_formed_and_says_what_it_shows() {
    for (figure, svg) in DRAWN.iter() {
        let names = elements(svg);
        let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
        assert_eq!((names[0].as_str(), count("title"), count("desc"), count("style")), ("svg", 1, 1, 1));
        assert!(svg.contains("role=\"img\"") && svg.contains("prefers-color-scheme: dark"), "{}", figure.name);
        assert!(
            figure.title.len() > 10 && figure.caption.len() > 80 && figure.caption.ends_with('.'),
            "{}",
            figure.name
        );
        assert!(figure.caption.is_ascii() && figure.title.is_ascii(), "{}", figure.name);
        // Two axes for every box, and a legend.
        let labels = svg.matches("<text class=\"axis\"").count();
        assert_eq!(labels, 2 * svg.matches("<clipPath").count(), "{}", figure.name);
        assert!(labels >= 2 && svg.contains("<text class=\"key\""), "{}", figure.name);
    }
}

#[test]
fn no_figure_has_a_number_that_is_none_or_a_trace_of_the_machine() {
    for (figure, svg) in DRAWN.iter() {
        for trace in ["NaN", "inf\"", "inf ", env!("CARGO_MANIFEST_DIR"), "/home/", "timestamp"] {
            assert!(!svg.contains(trace), "{} holds {trace}", figure.name);
        }
        assert!(svg.len() < 100_000, "{} is too long to be read in a diff: {} bytes", figure.name, svg.len());
    }
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

#[test]
fn no_text_leaves_the_page_or_stands_on_another() {
    for (figure, svg) in DRAWN.iter() {
        let size = |name| attribute(svg, name).and_then(|size| size.parse::<f64>().ok()).expect("a size");
        let (width, height) = (size("width"), size("height"));
        let mut boxes: Vec<[f64; 4]> = Vec::new();
        for text in svg.split("<text ").skip(1) {
            let (tag, rest) = text.split_once('>').expect("a tag");
            let number = |name| attribute(&format!(" {tag}"), name).and_then(|value| value.parse::<f64>().ok());
            // What stands upright is checked by eye.
            let (Some(x), Some(y), Some(letters)) = (number("x"), number("y"), number("font-size")) else { continue };
            let content = rest.split("</text>").next().unwrap_or_default();
            let content: String = content.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect();
            let long = 0.5 * letters * content.chars().count() as f64;
            let left = match attribute(tag, "text-anchor") {
                Some("middle") => x - long / 2.0,
                Some(_) => x - long,
                None => x,
            };
            let [left, right, top, bottom] = [left, left + long, y - 0.7 * letters, y];
            assert!(left >= 0.0 && right <= width && top >= 0.0 && bottom <= height, "{}: {content}", figure.name);
            let free = |other: &[f64; 4]| right < other[0] || other[1] < left || bottom < other[2] || other[3] < top;
            assert!(boxes.iter().all(free), "{}: {content}", figure.name);
            if long > 0.0 {
                boxes.push([left, right, top, bottom]);
            }
        }
        assert!(boxes.len() > 10, "{}", figure.name);
    }
}

// ---------------------------------------------------------------- drawing

/// What a plot of these panels looks like.
fn drawn(classes: Vec<Class>, panels: Vec<Panel>) -> String {
    let plot = Plot { classes, panels };
    let figure = Figure { name: "a", title: "a < b & \"c\"", caption: "<d>", plot: || Ok(Plot::default()) };
    let svg = svg(&figure, &plot);
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    elements(&svg);
    svg
}

fn panel(x: Axis, y: Axis, marks: Vec<Marks>) -> Panel {
    Panel { title: "", x, y, layers: marks.into_iter().map(|marks| marks.named("marks")).collect() }
}

#[test]
fn nothing_and_next_to_nothing_can_be_drawn() {
    let axis = || Axis::linear("x");
    drawn(vec![], vec![]);
    drawn(vec![], vec![panel(axis(), axis(), vec![])]);
    drawn(vec![], vec![panel(axis(), Axis::log10("y"), vec![Marks::Dots(vec![point(0, 0)])])]);
    drawn(vec![], vec![panel(axis(), axis(), vec![Marks::Line(vec![point(3, 3)]), Marks::Steps(vec![])])]);
    let svg = drawn(vec![], vec![]);
    assert!(svg.contains("a &lt; b &amp; &quot;c&quot;") && svg.contains("<desc id=\"a-desc\">&lt;d&gt;</desc>"));
}

/// The numbers at the axes, in order.
fn numbers(svg: &str) -> Vec<String> {
    let labels = svg.split("<text class=\"tick-label\"").skip(1);
    let text = |label: &str| {
        let inside = label.split_once('>').map_or("", |(_, rest)| rest).split("</text>").next().unwrap_or_default();
        inside.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect::<String>()
    };
    labels.map(text).collect()
}

#[test]
fn axes_are_divided_at_round_numbers() -> Result<()> {
    let at = |x: Axis| numbers(&drawn(vec![], vec![panel(x, Axis::linear("y").between(0, 1), vec![])]));
    let linear = at(Axis::linear("x").between(-1, 1));
    assert_eq!(linear[..3], ["\u{2212}1.0", "\u{2212}0.8", "\u{2212}0.6"]);
    let decades = at(Axis::log10("x").between(escapement::numerics::rational::ratio(1, 1000), 1000));
    assert_eq!(decades[..7], ["10\u{2212}3", "10\u{2212}2", "0.1", "1", "10", "100", "103"]);
    let within = at(Axis::log10("x").between(2, 30));
    assert_eq!(within[..4], ["2", "5", "10", "20"]);
    Ok(())
}

#[test]
fn points_are_where_they_belong_and_only_those_on_the_axes_are_drawn() {
    let marks = |points| Marks::Dots(points);
    let axes = |of: Vec<_>| panel(Axis::linear("x").between(0, 10), Axis::log10("y").between(1, 100), vec![marks(of)]);
    let count = |svg: &str| svg.matches('M').count();
    let none = count(&drawn(vec![], vec![axes(vec![])]));
    let inside = drawn(vec![], vec![axes(vec![point(5, 10), point(0, 1), point(10, 100)])]);
    assert_eq!(count(&inside), none + 3);
    let outside = drawn(vec![], vec![axes(vec![point(11, 10), point(5, 0), point(5, 1000), point(5, -1)])]);
    assert_eq!(count(&outside), none);
}

#[test]
fn cells_of_one_look_that_touch_in_a_row_are_one() {
    let cell = |x: i32, y: i32, fill| Cell { low: point(x, y), high: point(x + 1, y + 1), fill };
    let classes = vec![Class { name: "few", tone: Tone::Step(0) }, Class { name: "endless", tone: Tone::Apart }];
    let class = [0, 0, 1, 0].into_iter().zip(0..).map(|(class, x)| cell(x, 0, Fill::Class(class)));
    let map = Marks::Cells(class.chain([cell(0, 1, Fill::Class(0))]).collect());
    let sample = Marks::Samples(vec![Sample { at: point(1, 1), class: 1 }]);
    let svg = drawn(classes, vec![panel(Axis::linear("x"), Axis::linear("y"), vec![map, sample])]);
    let commands = |class: &str| svg.split_once(&format!("<path class=\"{class}\" d=\"")).expect("a path").1;
    let areas = |class: &str| commands(class).split('"').next().expect("commands").matches('M').count();
    assert_eq!((areas("step0"), areas("apart"), areas("apart sample")), (3, 1, 1));
    let shade = |share: f64| Fill::Shade(rug::Float::with_val(53, share));
    let shades = Marks::Cells(vec![cell(0, 0, shade(0.0)), cell(1, 0, shade(0.5)), cell(2, 0, shade(1.0))]);
    let svg = drawn(vec![], vec![panel(Axis::linear("x"), Axis::linear("y"), vec![shades])]);
    assert_eq!(svg.matches("fill-opacity=").count(), 2);
}

#[test]
fn notation_is_set_as_mathematics() {
    let svg =
        drawn(vec![], vec![panel(Axis::linear("kappa's Z_0 -> 4 * 2^-P"), Axis::linear("Z' - eps, over-all"), vec![])]);
    for set in ["\u{3ba}\u{2019}s Z<tspan", ">0</tspan>", " \u{2192} 4 \u{b7} 2</tspan>", ">\u{2212}P</tspan>"] {
        assert!(svg.contains(set), "{set}: {svg}");
    }
    assert!(svg.contains("Z\u{2032} \u{2212} \u{3b5}, over-all"), "{svg}");
}
