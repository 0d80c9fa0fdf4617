//! Drawings of runs.

use super::{QUICK, USUAL, object, printed, scratch, with};
use crate::support::xml::elements;

/// The drawing of a run, which is the same every time, says what it shows, and changes nothing that is printed.
fn drawing(name: &str, arguments: &[&str], labels: &[&str]) -> String {
    let path = scratch(&format!("{name}.svg"));
    let drawn = || {
        let output = printed(&with(arguments, &["--plot", path.to_str().expect("a plain path")]));
        (output, std::fs::read_to_string(&path).expect("the file was written"))
    };
    let (output, svg) = drawn();
    assert_eq!(output, printed(arguments), "{name}");
    assert!(drawn() == (output, svg.clone()), "{name}: not the same twice");
    let names = elements(&svg);
    let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
    assert_eq!((names[0].as_str(), count("title"), count("desc")), ("svg", 1, 1), "{name}");
    assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("inf "), "{name}");
    assert_eq!((svg.matches("<text class=\"axis\"").count(), svg.matches("<clipPath").count()), (4, 2), "{name}");
    for label in labels {
        assert!(svg.contains(label), "{name}: no {label:?}");
    }
    svg
}

#[test]
fn simulations_are_drawn_transition_by_transition() {
    let labels = [
        "Limit system: \u{3ba} = 5, Z = 3; cut off, still active",
        "saliency on entry",
        "dwell, in units of",
        "threshold",
    ];
    let svg = drawing("simulate", &with(&["simulate", "--transitions", "4"], &USUAL), &labels);
    // The start and four entries; four dwells; one mark of each kind in the key.
    assert_eq!((marks(&svg, "mark mark3"), marks(&svg, "mark mark4")), (5 + 1, 4 + 1));
    for (name, more) in [
        ("none", &["--saliency", "1/2"][..]),
        ("zero", &["--saliency", "0"]),
        ("enormous", &["--saliency", "1e60"]),
        ("finite", &["--saliency", "3", "--memories", "4", "--neurons", "64"]),
        ("smooth", &["--saliency", "3", "--activation", "tanh", "--digits", "10", "--transitions", "1"]),
    ] {
        drawing(name, &with(&["simulate", "--gain", "5"], more), &["saliency on entry"]);
    }
}

/// Number of marks in the paths of a class.
fn marks(svg: &str, class: &str) -> usize {
    let begins = format!("<path class=\"{class}\" d=\"");
    let paths = svg.split(&begins).skip(1);
    paths.map(|path| path.split('"').next().unwrap_or_default().matches('M').count()).sum()
}

#[test]
fn networks_are_drawn_over_time_in_lines_or_rows() {
    let axes = ["overlap m", "saliency \u{3b1}", "time t, in units of", "Network: \u{3ba} = 6, P = "];
    let svg = drawing("network", &QUICK, &axes);
    let transitions = object(&QUICK)["transitions"].as_array().expect("transitions").len();
    assert!(transitions > 0 && svg.matches("<path class=\"plain\"").count() == 2 * transitions);
    // One line in each panel, and one in the key, at 401 times.
    let lines: Vec<&str> = svg.split("<path class=\"stroke line2\" d=\"").skip(1).collect();
    let points = |line: &&str| line.split('"').next().unwrap_or_default().matches(['M', 'L']).count();
    assert_eq!(lines.iter().map(points).collect::<Vec<_>>(), [2, 401, 401]);
    // No time passes.
    let at_once = [&QUICK[..9], &["--until", "0", "--saliency", "3"]].concat();
    drawing("at_once", &at_once, &axes);
    let many = ["--memories", "7", "--neurons", "8", "--epsilon", "1/10", "--leak", "1/10", "--until", "2"];
    let many = [&["network", "--gain", "6", "--saliency", "3", "--digits", "5"][..], &many].concat();
    let svg = drawing("many", &many, &["memory \u{3bc}", "size of the overlap", "darkest"]);
    assert!(svg.contains("fill-opacity") && !svg.contains("<path class=\"stroke"));
}

#[test]
fn a_title_that_would_leave_the_page_leaves_its_parameters_to_the_description() {
    let gain = format!("5.{}1", "0".repeat(100));
    let svg =
        drawing("long", &["simulate", "--gain", &gain, "--saliency", "3", "--transitions", "1"], &[">Limit system<"]);
    assert!(svg.contains("<title id=\"run-title\">Limit system</title>"));
}
