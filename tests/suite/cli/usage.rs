//! Bad usage: one line that names the argument, the value and the domain.

use super::{QUICK, USUAL, assert_complaint, complains, program, scratch, with};

#[test]
fn a_command_must_be_given_and_known() {
    let commands = ["verify", "report", "list", "predict", "simulate"];
    complains(&["vérify"], 2, &with(&["'vérify'"], &commands));
    complains(&["networks", "--gain", "5"], 2, &["'networks'", "did you mean network?"]);
    complains(&["verify", "colapse"], 2, &["theorem or claim is 'colapse'", "did you mean collapse?"]);
    complains(&["verify", "--format", "jsno"], 2, &["'jsno'", "did you mean json?"]);
    complains(&[&"x".repeat(300)], 2, &["(300 characters)"]);
    complains(&["list", "--budget", "0"], 2, &["budget is '0'", "at least 1"]);
}

#[test]
fn an_argument_must_be_known_and_whole() {
    complains(&["predict"], 2, &["gain", "saliency", "missing", "greater than 0", "not negative"]);
    complains(&["simulate", "--gain", "5"], 2, &["saliency", "missing", "not negative"]);
    complains(&["predict", "--saliency", "3"], 2, &["gain", "missing", "greater than 0"]);
    complains(&with(&["predict", "--bogus", "1"], &USUAL), 2, &["'--bogus'"]);
    complains(&["verify", "--bogus"], 2, &["'--bogus'"]);
    complains(&["list", "extra"], 2, &["'extra'"]);
    complains(&["report", "--chek"], 2, &["'--chek'", "--check"]);
    complains(&["predict", "--gain", "--saliency", "3"], 2, &["gain", "no value", "greater than 0"]);
    complains(&["predict", "--gain", "5", "--saliency"], 2, &["saliency", "no value", "not negative"]);
    complains(&with(&["predict", "--gain", "6"], &USUAL), 2, &["gain", "twice"]);
    complains(&["verify", "no_such"], 2, &["'no_such'", "escape_time", "gain_threshold", "collapse"]);
    complains(&["network", "--format"], 2, &["format", "no value", "csv"]);
    complains(&["completions"], 2, &["shell is missing", "bash, zsh, fish"]);
    complains(&["completions", "tcsh"], 2, &["shell is 'tcsh'", "bash", "zsh", "fish", "elvish", "powershell"]);
    complains(&["completions", "shell", "--digits"], 2, &["'--digits'", "not known"]);
    complains(&["verify", "--format", "xml"], 2, &["format", "'xml'", "text", "json", "junit"]);
    complains(&with(&["predict", "--format", "junit"], &USUAL), 2, &["format", "'junit'", "text", "json"]);
}

#[test]
fn a_number_must_lie_in_its_domain() {
    const NUMBER: &str = "an integer, a decimal or a quotient";
    let gains = [
        ("abc", NUMBER),
        ("", NUMBER),
        ("-abc", NUMBER),
        ("1/0", NUMBER),
        ("1e999999999", NUMBER),
        ("nan", NUMBER),
        ("inf", NUMBER),
        ("0x10", NUMBER),
        ("0", "greater than 0"),
        ("-0.5", "greater than 0"),
        ("-7/2", "greater than 0"),
    ];
    for command in ["predict", "simulate"] {
        for (gain, domain) in gains {
            complains(&[command, "--saliency", "3", "--gain", gain], 2, &["gain is", &format!("'{gain}'"), domain]);
        }
        complains(&[command, "--gain", "5", "--saliency", "-3"], 2, &["saliency is '-3'", "not negative"]);
        complains(&[command, "--gain", "5", "--saliency", "-1e-3"], 2, &["saliency is '-1e-3'", "not negative"]);
        for (name, value, domain) in [
            ("--slope", "0", "greater than 0"),
            ("--slope", "-2", "greater than 0"),
            ("--self-coupling", "x", NUMBER),
            ("--memories", "1", "at least 2"),
            ("--memories", "-4", "at least 2"),
            ("--memories", "2.5", "at least 2"),
            ("--digits", "0", "from 1 to 10000"),
            ("--digits", "-1", "from 1 to 10000"),
            ("--digits", "999999999999", "from 1 to 10000"),
            ("--digits", "fifty", "from 1 to 10000"),
            ("--activation", "sigmoid", "hardtanh"),
        ] {
            let words = [&name[2..], &format!("'{value}'"), domain];
            complains(&with(&[command, name, value], &USUAL), 2, &words);
        }
    }
}

#[test]
fn a_value_that_breaks_the_line_is_quoted_in_one() {
    complains(&["predict", "--gain", "5\n6", "--saliency", "3"], 2, &["gain", "5\\n6"]);
    let long = "9".repeat(20_000);
    complains(&["predict", "--gain", &long, "--saliency", "3"], 2, &["gain", "(20000 characters)"]);
}

#[test]
fn what_this_version_does_not_cover_is_said() {
    for command in ["predict", "simulate"] {
        let smooth = |more: [&'static str; 2]| with(&[command, "--activation", "tanh", more[0], more[1]], &USUAL);
        complains(&smooth(["--memories", "4"]), 2, &["memories", "'4'", "smooth"]);
        complains(&smooth(["--neurons", "64"]), 2, &["neurons", "'64'", "smooth"]);
        complains(&smooth(["--self-coupling", "1/5"]), 2, &["self-coupling", "'1/5'", "smooth"]);
        complains(&with(&[command, "--activation", "relu"], &USUAL), 2, &["activation", "'relu'", "tanh"]);
    }
    complains(&with(&["simulate", "--memories", "100000"], &USUAL), 2, &["memories", "'100000'", "1000"]);
}

#[test]
fn a_simulation_has_a_whole_number_of_transitions_and_enough_neurons() {
    for value in ["-1", "1.5", "many", "99999999999999999999"] {
        let words = ["transitions", &format!("'{value}'"), "from 0 to 1000000"];
        complains(&with(&["simulate", "--transitions", value], &USUAL), 2, &words);
    }
    let few = with(&["simulate", "--memories", "8", "--neurons", "4"], &USUAL);
    complains(&few, 2, &["neurons", "'4'", "memories"]);
    complains(&with(&["simulate", "--neurons", "1"], &USUAL), 2, &["neurons", "'1'", "at least 2"]);
}

#[test]
fn settings_of_a_verification_lie_in_their_domains() {
    complains(&["verify", "--digits", "0"], 2, &["digits", "'0'", "from 1 to 10000"]);
    complains(&["verify", "--cases", "-1"], 2, &["cases", "'-1'", "from 0 to"]);
    complains(&["verify", "--seed", "x"], 2, &["seed", "'x'", "from 0 to"]);
}

#[test]
fn an_unwritable_output_is_found_out_at_once() {
    let missing = scratch("no/such/directory/out.txt");
    let missing = missing.to_str().expect("a plain path");
    complains(&["verify", "--output", missing], 2, &[missing]);
    complains(&["verify", "--output", env!("CARGO_TARGET_TMPDIR")], 2, &[env!("CARGO_TARGET_TMPDIR")]);
    // Steps that do not suffice end a run with 1: the file is looked at before.
    let runs = [with(&["simulate"], &USUAL), with(&QUICK, &["--steps", "20"])];
    for run in &runs {
        complains(&with(run, &["--plot", missing]), 2, &[missing]);
        complains(&with(run, &["--plot", env!("CARGO_TARGET_TMPDIR")]), 2, &[env!("CARGO_TARGET_TMPDIR")]);
        complains(&with(run, &["--plot", ""]), 2, &["No such file"]);
        complains(&with(run, &["--plot"]), 2, &["plot has no value", "File", "SVG"]);
    }
    complains(&with(&["simulate", "--plot"], &USUAL), 2, &["plot has no value", "File", "SVG"]);
}

#[test]
fn a_report_that_is_not_there_is_not_current() {
    let directory = scratch("empty");
    std::fs::create_dir_all(&directory).expect("a directory");
    let output = program().args(["report", "--check"]).current_dir(&directory).output().expect("the program starts");
    assert_complaint(&output, 2, &["REPORT.md"], "report --check");
}

#[test]
fn a_figure_that_is_not_there_is_not_current() {
    let directory = scratch("no_figures");
    std::fs::create_dir_all(&directory).expect("a directory");
    std::fs::write(directory.join("REPORT.md"), "# Report\n").expect("a report");
    let output = program().args(["report", "--check"]).current_dir(&directory).output().expect("the program starts");
    assert_complaint(&output, 2, &["fixtures/figures/", ".svg"], "report --check");
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_text_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let garbled = std::ffi::OsStr::from_bytes(b"5\xff");
    let output = program().args(["predict", "--saliency", "3", "--gain"]).arg(garbled).output().expect("it starts");
    assert_complaint(&output, 2, &["'5\u{fffd}'", "UTF-8"], "not UTF-8");
}
