//! The `escapement` program as its users meet it: what it prints, where, and with which exit code.

#[path = "support/xml.rs"]
mod xml;

use escapement::numerics::rational::{parse, power};
use rug::Rational;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use xml::elements;

const USUAL: [&str; 4] = ["--gain", "5", "--saliency", "3"];

// ---------------------------------------------------------------- running the program

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_escapement"))
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program starts")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("the output is UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("complaints are UTF-8")
}

/// What a command that succeeds prints; it says nothing on standard error, which is no terminal here.
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    assert_eq!(stderr(&output), "", "{arguments:?}");
    stdout(&output).to_owned()
}

/// The JSON that a command prints.
fn object(arguments: &[&str]) -> Value {
    let text = printed(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{text}"))
}

/// A command that fails with a code and one line on standard error, which holds every one of the words.
fn complains(arguments: &[&str], code: i32, words: &[&str]) {
    let output = run(arguments);
    assert_complaint(&output, code, words, &format!("{arguments:?}"));
}

fn assert_complaint(output: &Output, code: i32, words: &[&str], what: &str) {
    let line = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{what}: {line}");
    assert_eq!(stdout(output), "", "{what}");
    assert!(line.starts_with("error: ") && line.ends_with('\n'), "{what}: {line:?}");
    assert_eq!(line.lines().count(), 1, "{what}: {line:?}");
    for word in words {
        assert!(line.contains(word), "{what}: no {word:?} in {line:?}");
    }
}

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

/// A path in the directory that cargo keeps for tests, with nothing there yet.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}"))
}

fn number(decimal: &str) -> Rational {
    parse("decimal", decimal).expect("a number")
}

/// Whether two decimals are within one unit of the last of so many digits.
fn agree(a: &str, b: &str, digits: i32) -> bool {
    let (a, b) = (number(a), number(b));
    Rational::from(&a - &b).abs() <= b.abs() * power(10, 1 - digits)
}

fn digit_count(decimal: &str) -> usize {
    let mantissa = decimal.split('e').next().unwrap_or_default();
    mantissa.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count()
}

// ---------------------------------------------------------------- bad usage

#[test]
fn a_command_must_be_given_and_known() {
    let commands = ["verify", "report", "list", "predict", "simulate"];
    complains(&[], 2, &commands);
    complains(&["vérify"], 2, &with(&["'vérify'"], &commands));
    complains(&["networks", "--gain", "5"], 2, &["'networks'"]);
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

// ---------------------------------------------------------------- help, list, pipes, files

#[test]
fn help_and_version_are_no_complaints() {
    assert!(printed(&["--help"]).contains("Usage: escapement"));
    assert!(printed(&["help", "predict"]).contains("--saliency"));
    assert!(printed(&["simulate", "-h"]).contains("--transitions"));
    assert_eq!(printed(&["--version"]), concat!("escapement ", env!("CARGO_PKG_VERSION"), "\n"));
}

/// Names of the commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list of commands");
    let entries = list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|entry| !entry.starts_with(' '));
    let names = entries.filter_map(|entry| entry.split(' ').next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

/// The command lines with which a help ends, without the program's name.
fn examples(help: &str) -> Vec<String> {
    let end = help.split("\nExamples:\n").nth(1).expect("examples");
    end.lines().filter_map(|line| line.strip_prefix("    escapement ")).map(str::to_owned).collect()
}

#[test]
fn every_help_fits_the_screen_and_ends_with_two_or_three_examples() {
    let commands = commands();
    assert!(commands.len() >= 7 && commands.contains(&"simulate".to_owned()), "{commands:?}");
    let of_commands = commands.iter().map(|command| vec![command.as_str(), "--help"]);
    for arguments in of_commands.chain([vec!["--help"], vec!["-h"], vec!["help"]]) {
        let help = printed(&arguments);
        assert_fits(&help);
        let examples = examples(&help);
        assert!((2..=3).contains(&examples.len()), "{arguments:?}: {examples:?}");
        let of_the_program = arguments.len() == 1;
        assert!(of_the_program || examples[0].split(' ').next() == Some(arguments[0]), "{arguments:?}: {examples:?}");
    }
}

#[test]
fn the_examples_of_the_help_work() {
    let directory = scratch("examples");
    std::fs::create_dir_all(&directory).expect("a directory");
    let start = "{\"c\": [2, 0.1, 0.1], \"saliency\": [3, \"1/10\", 0]}";
    std::fs::write(directory.join("start.json"), start).expect("a start");
    for command in commands() {
        for example in examples(&printed(&[&command, "--help"])) {
            let (typed, _) = example.split_once(" > ").unwrap_or((&example, ""));
            let mut arguments: Vec<&str> = typed.split(' ').collect();
            // Long runs, and those that write files, are left out: behind their arguments help is asked for.
            if ["report", "verify"].contains(&arguments[0]) {
                arguments.push("--help");
            }
            let output = program().args(&arguments).current_dir(&directory).output().expect("the program starts");
            assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""), "{example}");
            assert!(stdout(&output).lines().count() > 1, "{example}");
        }
    }
}

#[test]
fn the_list_has_every_claim_and_fits_the_screen() {
    let list = printed(&["list"]);
    for theorem in escapement::theorems::catalogue() {
        assert!(list.contains(&format!("{}: {}", theorem.id, theorem.title)));
        for claim in (theorem.claims)() {
            assert!(
                list.lines().any(|line| line.starts_with(&format!("  {} ", claim.info().id))),
                "{}",
                claim.info().id
            );
        }
    }
    assert!(list.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let child = program().arg("list").stdout(writer).stderr(Stdio::piped()).spawn().expect("the program starts");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
}

#[test]
fn every_shell_completes_commands_arguments_theorems_and_claims() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("self-coupling"), "{shell}: {script}");
        // Not every shell's script completes values: fish's only those of options, elvish's and powershell's none.
        let values: &[&str] = match shell {
            "bash" | "zsh" => &["gain_threshold", "collapse", "G1", "S5", "junit"],
            "fish" => &["G1", "S5", "junit"],
            _ => &[],
        };
        values.iter().for_each(|value| assert!(script.contains(value), "{shell}: {value}"));
    }
}

// ---------------------------------------------------------------- predict and simulate

#[test]
fn a_prediction_has_the_fields_of_the_contract_in_order() {
    let prediction = object(&with(&["predict"], &USUAL));
    let fields: Vec<&str> = prediction.as_object().expect("an object").keys().map(String::as_str).collect();
    let contract = [
        "regime",
        "escape_time",
        "next_saliency",
        "escape_saliency",
        "gain_threshold",
        "lock_gain",
        "fixed_points",
        "transitions",
        "active_time",
        "dwell_time",
        "period",
        "delayed_escape",
    ];
    assert_eq!(fields, contract);
    let cycle: Vec<&str> =
        prediction["fixed_points"].as_object().expect("a cycle").keys().map(String::as_str).collect();
    assert_eq!(cycle, ["stable", "unstable", "multiplier"]);
    assert_eq!(prediction["regime"], "sustained");
    assert_eq!(prediction["escape_saliency"], "1");
    assert_eq!(prediction["gain_threshold"], "4");
    assert_eq!(digit_count(text(&prediction["escape_time"])), 50);
    let delayed: Vec<&str> =
        prediction["delayed_escape"].as_object().expect("a delay").keys().map(String::as_str).collect();
    assert_eq!(delayed, ["escape_time", "next_saliency"]);
    for nothing in ["lock_gain", "transitions", "active_time", "period"] {
        assert!(prediction[nothing].is_null(), "{nothing}");
    }
}

/// Gain, saliency and further arguments; regime, transitions and active time.
type Regime<'a> = (&'a [&'a str], &'a str, Option<u64>, Option<&'a str>);

#[test]
fn regimes_and_counts_are_those_of_the_theory() {
    let regimes: [Regime; 11] = [
        (&["--gain", "5", "--saliency", "3"], "sustained", None, None),
        (&["--gain", "4", "--saliency", "2"], "critical", None, None),
        (&["--gain", "4.5", "--saliency", "3/2"], "critical", None, None),
        (&["--gain", "3", "--saliency", "3"], "transient", Some(3), Some("2.197224577")),
        (&["--gain", "5", "--saliency", "1.3"], "transient", Some(2), Some("0.4054651081")),
        (&["--gain", "3", "--saliency", "3/2"], "immediate_collapse", Some(1), Some("0.4054651081")),
        (&["--gain", "1/2", "--saliency", "9"], "immediate_collapse", Some(1), Some("2.197224577")),
        (&["--gain", "5", "--saliency", "1"], "immediate_collapse", Some(0), Some("0")),
        (&["--gain", "5", "--saliency", "0"], "immediate_collapse", Some(0), Some("0")),
        (&["--gain", "5", "--saliency", "3", "--self-coupling", "0.2"], "locked", None, None),
        (&["--gain", "5", "--saliency", "1", "--slope", "1/2"], "immediate_collapse", Some(0), Some("0")),
    ];
    for (arguments, regime, transitions, active_time) in regimes {
        let prediction = object(&[&["predict", "--digits", "10"], arguments].concat());
        assert_eq!(prediction["regime"], regime, "{arguments:?}");
        assert_eq!(prediction["transitions"].as_u64(), transitions, "{arguments:?}");
        assert_eq!(prediction["active_time"].as_str(), active_time, "{arguments:?}");
        let held = transitions != Some(0) && regime != "locked";
        assert_eq!(prediction["escape_time"].is_string(), held, "{arguments:?}");
        assert_eq!(prediction["next_saliency"].is_string(), held, "{arguments:?}");
    }
}

#[test]
fn rings_finite_networks_and_smooth_neurons_are_predicted_in_every_combination_that_is_covered() {
    let chain = object(&with(&["predict"], &USUAL));
    let ring = object(&with(&["predict", "--memories", "4"], &USUAL));
    for same in ["escape_time", "next_saliency", "escape_saliency", "lock_gain", "regime"] {
        assert_eq!(ring[same], chain[same], "{same}");
    }
    assert!(text(&ring["gain_threshold"]).starts_with("3.6107186132760393"));
    assert!(text(&ring["period"]).parse::<f64>().expect("a number") > 0.0);
    assert!(ring["delayed_escape"].is_null() && ring["fixed_points"]["multiplier"].is_null());
    let locked = object(&with(&["predict", "--memories", "4", "--self-coupling", "1"], &USUAL));
    assert_eq!((&locked["regime"], &locked["lock_gain"]), (&"locked".into(), &"1".into()));
    let small = object(&["predict", "--gain", "4.2", "--saliency", "3", "--neurons", "64", "--digits", "10"]);
    assert_eq!((&small["regime"], &small["transitions"]), (&"transient".into(), &22.into()));
    assert_eq!(small["gain_threshold"], "4.266666667");
    let both = ["predict", "--gain", "3", "--saliency", "3", "--memories", "3", "--neurons", "16", "--digits", "10"];
    assert_eq!(object(&both)["gain_threshold"], "3.692307692");
    let accumulating = ["predict", "--gain", "19/10", "--saliency", "6", "--memories", "2", "--digits", "10"];
    assert_eq!(object(&accumulating)["regime"], "accumulating");
}

#[test]
fn smooth_chains_are_predicted_and_simulated_alike() {
    let arguments = ["--gain", "8", "--saliency", "4", "--activation", "tanh", "--digits", "15"];
    let prediction = object(&[&["predict"], &arguments[..]].concat());
    let simulation = object(&[&["simulate", "--transitions", "1"], &arguments[..]].concat());
    let first = &simulation["transitions"][0];
    assert_eq!((&prediction["escape_time"], &prediction["next_saliency"]), (&first["dwell"], &first["saliency"]));
    assert_eq!(
        (&prediction["regime"], &prediction["gain_threshold"]),
        (&"sustained".into(), &"5.89138514235548".into())
    );
    let ending = object(&["predict", "--gain", "3", "--saliency", "3/2", "--activation", "erf", "--digits", "10"]);
    assert_eq!((&ending["regime"], &ending["transitions"]), (&"immediate_collapse".into(), &1.into()));
}

#[test]
fn every_printed_digit_is_right_and_none_is_idle() {
    // Z+ = 29/20 lies halfway between two decimals of two digits, and only exact arithmetic can tell.
    let tie = object(&["predict", "--gain", "841/180", "--saliency", "3", "--digits", "2"]);
    assert_eq!((&tie["fixed_points"]["unstable"], &tie["escape_saliency"]), (&"1.4".into(), &"1".into()));
    let short = object(&["predict", "--gain", "9/2", "--saliency", "4"]);
    let cycle = &short["fixed_points"];
    assert_eq!(
        (&cycle["stable"], &cycle["unstable"], &cycle["multiplier"]),
        (&"3".into(), &"1.5".into(), &"0.5".into())
    );
    assert_eq!(short["next_saliency"], "3.375");
    // Rounding the long value gives the short one.
    let long = object(&with(&["predict", "--digits", "200"], &USUAL));
    for digits in [1, 2, 17, 50] {
        let prediction = object(&with(&["predict", "--digits", &digits.to_string()], &USUAL));
        for field in ["escape_time", "next_saliency", "dwell_time"] {
            let (short, long) = (number(text(&prediction[field])), number(text(&long[field])));
            let half = power(10, 1 - digits) / 2u32;
            assert!(Rational::from(&short - &long).abs() <= half, "{field} to {digits} digits: {short} and {long}");
        }
    }
}

#[test]
fn numbers_are_taken_exactly_in_any_form() {
    let decimal = printed(&["predict", "--gain", "5.25", "--saliency", "3e0", "--slope", "1e0"]);
    assert_eq!(decimal, printed(&["predict", "--gain", "21/4", "--saliency", "+3", "--slope=1.0"]));
    let close = object(&["predict", "--gain", "3.9999999999999999", "--saliency", "2"]);
    assert_eq!(close["regime"], "transient");
}

#[test]
fn prediction_and_simulation_agree() {
    let prediction = object(&with(&["predict", "--digits", "60"], &USUAL));
    let simulation = object(&with(&["simulate", "--digits", "60"], &USUAL));
    let first = &simulation["transitions"][0];
    let fields: Vec<&str> = first.as_object().expect("a transition").keys().map(String::as_str).collect();
    assert_eq!(fields, ["index", "time", "dwell", "from", "to", "saliency"]);
    assert_eq!((first["index"].as_u64(), first["from"].as_u64(), first["to"].as_u64()), (Some(1), Some(0), Some(1)));
    assert!(agree(text(&first["dwell"]), text(&prediction["escape_time"]), 59));
    assert!(agree(text(&first["time"]), text(&prediction["escape_time"]), 59));
    assert!(agree(text(&first["saliency"]), text(&prediction["next_saliency"]), 59));
    assert_eq!(simulation["transitions"].as_array().map(Vec::len), Some(10));
    assert_eq!(simulation["outcome"], "sustained");
}

#[test]
fn simulations_end_as_they_should() {
    let end = |arguments: &[&str]| {
        let simulation = object(&with(&["simulate"], arguments));
        (text(&simulation["outcome"]).to_owned(), simulation["transitions"].as_array().map_or(0, Vec::len))
    };
    let ends: [(&[&str], &str, usize); 8] = [
        (&["--gain", "5", "--saliency", "3", "--transitions", "0"], "sustained", 0),
        (&["--gain", "5", "--saliency", "3", "--self-coupling", "1/5"], "locked", 0),
        (&["--gain", "2.9", "--saliency", "3"], "collapsed", 3),
        // Here the last saliency is the threshold exactly.
        (&["--gain", "3", "--saliency", "3"], "collapsed", 3),
        (&["--gain", "5", "--saliency", "1/3", "--slope", "3"], "collapsed", 0),
        (&["--gain", "5", "--saliency", "1/2"], "collapsed", 0),
        (&["--gain", "3", "--saliency", "3", "--memories", "2"], "sustained", 10),
        (&["--gain", "5", "--saliency", "3", "--memories", "4", "--neurons", "64"], "sustained", 10),
    ];
    for (arguments, outcome, transitions) in ends {
        assert_eq!(end(arguments), (outcome.to_owned(), transitions), "{arguments:?}");
    }
}

#[test]
fn tables_fit_the_screen() {
    let tables = [
        printed(&with(&["predict"], &USUAL)),
        printed(&with(&["simulate"], &USUAL)),
        printed(&QUICK),
        printed(&["list"]),
        printed(&["simulate", "--gain", "1234567.125", "--saliency", "1.00000000000000000001", "--digits", "90"]),
    ];
    tables.iter().for_each(|table| assert_fits(table));
}

fn assert_fits(table: &str) {
    assert!(table.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(' ')), "{table}");
}

// ---------------------------------------------------------------- values made outside this code

fn oracle(key: &str) -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/oracle/reference.json");
    let whole: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the oracle")).expect("JSON");
    whole[key].as_array().expect("a list").clone()
}

fn assert_oracle(found: &Value, entry: &Value, field: &str) {
    assert!(agree(text(found), text(&entry[field]), 59), "{field}: {found} for {entry}");
}

/// The arguments of an oracle's entry.
fn arguments<'a>(entry: &'a Value, fields: &[(&'a str, &str)]) -> Vec<&'a str> {
    fields.iter().flat_map(|(option, field)| [*option, text(&entry[*field])]).collect()
}

#[test]
fn predicted_escapes_are_those_of_the_oracle() {
    let fields =
        [("--gain", "gain"), ("--saliency", "saliency"), ("--slope", "slope"), ("--self-coupling", "self_coupling")];
    for entry in oracle("escape").iter().filter(|entry| entry["neurons"].is_null()) {
        let prediction = object(&[&["predict", "--digits", "60"], &arguments(entry, &fields)[..]].concat());
        if entry["outcome"] == "locked" {
            assert_eq!(prediction["regime"], "locked", "{entry}");
        } else {
            assert_oracle(&prediction["escape_time"], entry, "escape_time");
            assert_oracle(&prediction["next_saliency"], entry, "next_saliency");
        }
    }
}

#[test]
fn simulated_escapes_are_those_of_the_oracle_with_and_without_self_synapses() {
    let fields =
        [("--gain", "gain"), ("--saliency", "saliency"), ("--slope", "slope"), ("--self-coupling", "self_coupling")];
    for entry in oracle("escape") {
        let neurons = entry["neurons"].as_u64().map(|neurons| neurons.to_string());
        let mut simulate = vec!["simulate", "--digits", "60", "--transitions", "1"];
        simulate.extend(arguments(&entry, &fields));
        simulate.extend(neurons.iter().flat_map(|neurons| ["--neurons", neurons]));
        let simulation = object(&simulate);
        if entry["outcome"] == "locked" {
            assert_eq!(simulation["outcome"], "locked", "{entry}");
        } else {
            assert_oracle(&simulation["transitions"][0]["dwell"], &entry, "escape_time");
            assert_oracle(&simulation["transitions"][0]["saliency"], &entry, "next_saliency");
        }
    }
}

#[test]
fn collapses_thresholds_and_cycles_are_those_of_the_oracle() {
    for entry in oracle("collapse") {
        let start = arguments(&entry, &[("--gain", "gain"), ("--saliency", "saliency")]);
        let prediction = object(&[&["predict", "--digits", "60"], &start[..]].concat());
        assert_eq!(prediction["transitions"].to_string(), entry["transitions"].to_string(), "{entry}");
        assert_oracle(&prediction["active_time"], &entry, "active_time");
    }
    let of_the_chain = |entry: &&Value| entry["memories"].is_null() && entry["neurons"].is_null();
    for entry in oracle("threshold").iter().filter(of_the_chain) {
        let model = arguments(entry, &[("--slope", "slope"), ("--self-coupling", "self_coupling")]);
        let base = ["predict", "--digits", "60", "--gain", "1", "--saliency", "3"];
        let prediction = object(&[&base, &model[..]].concat());
        assert_oracle(&prediction["gain_threshold"], entry, "gain_threshold");
    }
    for entry in oracle("cycle") {
        let gain = arguments(&entry, &[("--gain", "gain")]);
        let prediction = object(&[&["predict", "--digits", "60", "--saliency", "3"], &gain[..]].concat());
        assert_oracle(&prediction["fixed_points"]["stable"], &entry, "stable");
        assert_oracle(&prediction["fixed_points"]["unstable"], &entry, "unstable");
        assert_oracle(&prediction["dwell_time"], &entry, "dwell_time");
    }
}

// ---------------------------------------------------------------- verify

#[test]
fn a_verification_prints_text_json_and_junit() {
    let verify = ["verify", "escape_time", "--cases", "24"];
    let plain = printed(&verify);
    assert!(plain.starts_with("Escape time (escape_time)\n") && plain.contains("All verified: 4 claims"), "{plain}");
    assert_fits(&plain);
    let findings = object(&verify);
    let rows = findings["rows"].as_array().expect("rows");
    let claims: Vec<&str> = rows.iter().map(|row| text(&row["claim"])).collect();
    assert_eq!(claims, ["E1", "E2", "E3", "E4"]);
    for row in rows {
        assert_eq!(row["verdict"], "verified", "{row}");
        assert!(
            row["reason"].is_null() && row["guarantee"] == "rigorous" && row["cases"].as_u64() >= Some(24),
            "{row}"
        );
        assert!(row["worst"]["digits"].as_u64() >= Some(50) && row["worst"]["parameters"].is_string(), "{row}");
        let power = row["power"].as_array().expect("controls");
        assert!(!power.is_empty() && power.iter().all(|control| control["refuted_by"].as_u64() > Some(0)), "{row}");
    }
    assert_eq!((findings["summary"]["claims"].as_u64(), findings["settings"]["seed"].as_u64()), (Some(4), Some(2603)));
    let junit = printed(&with(&verify, &["--format", "junit"]));
    assert!(junit.starts_with("<?xml") && junit.contains("<testsuite name=\"escape_time\" tests=\"4\" failures=\"0\""));
    assert_eq!(junit.matches("<testcase ").count(), 4);
}

#[test]
fn the_output_goes_to_a_file() {
    let path = scratch("findings.json");
    let name = path.to_str().expect("a plain path");
    assert_eq!(printed(&["verify", "escape_time", "--seed", "7", "--format", "json", "--output", name]), "");
    let findings: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("the file")).expect("JSON");
    assert_eq!(findings["settings"]["seed"].as_u64(), Some(7));
}

#[test]
fn a_claim_that_is_not_verified_is_an_exit_code_of_one() {
    // Without random cases there is no evidence for E2 at all.
    let output = run(&["verify", "escape_time", "--cases", "0"]);
    assert_eq!(output.status.code(), Some(1));
    assert_fits(stdout(&output));
    assert!(stdout(&output).contains("inconclusive: ") && stdout(&output).contains("NOT all verified"));
}

#[test]
fn a_single_claim_is_checked_as_it_is_among_all() {
    let all = object(&["verify", "escape_time", "--seed", "7"]);
    let one = object(&["verify", "escape_time", "--claim", "e3", "--seed", "7"]);
    let rows = one["rows"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]), (1, &all["rows"][2]));
    assert_eq!((&rows[0]["claim"], &one["summary"]["claims"]), (&"E3".into(), &1.into()));
}

#[test]
fn claims_are_chosen_from_the_theorems_named_or_from_all() {
    let plain = printed(&["verify", "--claim", "c1", "--claim", "E3", "--claim", "E3", "--cases", "2"]);
    assert!(plain.starts_with("Escape time (escape_time)\n") && plain.contains("All verified: 2 claims"), "{plain}");
    assert!(plain.contains("Collapse (collapse)\n") && !plain.contains("Rings"), "{plain}");
    let named = printed(&["verify", "collapse", "escape_time", "--claim", "C1", "--cases", "2"]);
    assert!(
        named.starts_with("Collapse (collapse)\n") && named.contains("All verified: 1 claim, 1 verified"),
        "{named}"
    );
    let junit = printed(&["verify", "--claim", "E3", "--cases", "2", "--format", "junit"]);
    assert_eq!(junit.matches("<testcase ").count(), 1);
}

#[test]
fn a_claim_must_be_one_of_the_theorems_named() {
    complains(&["verify", "--claim", "X9"], 2, &["claim is 'X9'", "E1", "G1", "S5"]);
    complains(&["verify", "--claim", "E1", "--claim", ""], 2, &["claim is ''", "E1"]);
    complains(&["verify", "collapse", "--claim", "G1"], 2, &["claim is 'G1'", "one of C1, C2, C3, C4, C5, C6, C7\n"]);
    complains(&["verify", "--claim"], 2, &["claim", "no value", "G1"]);
    complains(&["verify", "--claim", "--seed", "7"], 2, &["claim", "no value"]);
}

// ---------------------------------------------------------------- network

/// The reference problem, but for its digits; the file of its start is in a folder of its own.
fn reference_problem(name: &str) -> (Vec<String>, Value) {
    let oracle: Value = serde_json::from_str(include_str!("../fixtures/oracle/network.json")).unwrap();
    let problem = oracle["B"].clone();
    let path = initial_file(name, &problem["initial"].to_string());
    let text = |key: &str| problem[key].as_str().map_or_else(|| problem[key].to_string(), str::to_owned);
    let mut arguments = vec!["network".to_owned(), "--initial".to_owned(), path.to_string_lossy().into_owned()];
    for key in ["gain", "memories", "epsilon", "leak", "activation", "until"] {
        arguments.extend([format!("--{key}"), text(key)]);
    }
    (arguments, problem)
}

/// A file with a start, named after its test.
fn initial_file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    std::fs::write(&path, text).expect("a file of the tests' own");
    path
}

#[test]
fn the_network_meets_the_reference_problem_to_ninety_digits() {
    let (arguments, problem) = reference_problem("reference");
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["--digits", "95"]);
    let found = object(&arguments);
    for key in ["c", "saliency"] {
        for (found, expected) in
            found["final"][key].as_array().unwrap().iter().zip(problem["final"][key].as_array().unwrap())
        {
            let (found, expected) = [found, expected].map(|x| parse("x", x.as_str().unwrap()).unwrap()).into();
            let off: Rational = Rational::from(&found - &expected).abs();
            assert!(off < power(10, -90) * expected.abs(), "{key}: {found}");
        }
    }
    assert_eq!(found["outcome"], "sustained");
    let crossings = found["transitions"].as_array().unwrap();
    assert_eq!(crossings.len(), 7);
    assert!(crossings.iter().all(|crossing| crossing["sign"] == 1));
}

/// A quick run of two HardTanh memories.
const QUICK: [&str; 15] = [
    "network",
    "--gain",
    "6",
    "--memories",
    "2",
    "--epsilon",
    "1/20",
    "--leak",
    "1/20",
    "--until",
    "3",
    "--saliency",
    "3",
    "--digits",
    "20",
];

#[test]
fn a_network_of_any_size_does_what_its_sign_classes_do() {
    let all = object(&QUICK);
    for neurons in ["2", "16", "1048576"] {
        assert_eq!(object(&with(&QUICK, &["--neurons", neurons])), all, "{neurons} neurons");
    }
    let removed = object(&with(&QUICK, &["--neurons", "16", "--remove-self-synapses"]));
    assert_ne!(removed["transitions"], all["transitions"]);
    let first = |run: &Value| parse("time", run["transitions"][0]["time"].as_str().unwrap()).unwrap();
    assert!(first(&removed) < first(&all), "without self-synapses a memory is lost sooner");
}

#[test]
fn a_network_without_a_leak_falls_silent_and_says_so() {
    let silent = object(&[&QUICK[..7], &["--until", "9", "--saliency", "3", "--digits", "10"]].concat());
    assert_eq!(silent["outcome"], "collapsed");
    assert_eq!(silent["transitions"].as_array().unwrap().len(), 0);
    assert_eq!(silent["final"]["c"][1], "0");
}

#[test]
fn a_network_is_printed_as_a_table_and_as_comma_separated_values() {
    let text = printed(&QUICK);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(text.contains("outcome: sustained") && text.contains("memory"), "{text}");
    let values = printed(&with(&QUICK, &["--format", "csv"]));
    let lines: Vec<&str> = values.lines().collect();
    assert_eq!(lines[0], "index,time,from,to,sign,saliency,overlap");
    assert!(lines.len() > 1 && lines[1..].iter().all(|line| line.split(',').count() == 7), "{values}");
    let simulated = printed(&["simulate", "--gain", "5", "--saliency", "3", "--transitions", "2", "--format", "csv"]);
    assert_eq!(simulated.lines().count(), 3);
}

#[test]
fn comma_separated_values_are_those_of_the_json() {
    let simulate = ["simulate", "--gain", "5", "--saliency", "3", "--digits", "40", "--transitions", "4"];
    let network = with(&QUICK[..13], &["--digits", "25"]);
    for arguments in [&simulate[..], &network] {
        let values = printed(&with(arguments, &["--format", "csv"]));
        let mut lines = values.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().expect("a header");
        let json = object(arguments);
        let transitions = json["transitions"].as_array().expect("transitions");
        assert!(!transitions.is_empty() && lines.clone().count() == transitions.len(), "{values}");
        for (line, transition) in lines.zip(transitions) {
            let fields = transition.as_object().expect("a transition");
            assert_eq!(fields.keys().collect::<Vec<_>>(), header);
            let expected: Vec<String> =
                fields.values().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
            assert_eq!(line, expected);
        }
    }
    let none = printed(&["simulate", "--gain", "5", "--saliency", "1", "--format", "csv"]);
    assert_eq!(none, "index,time,dwell,from,to,saliency\n");
    complains(&with(&["predict", "--format", "csv"], &USUAL), 2, &["format is 'csv'", "text or json"]);
}

#[test]
fn a_long_network_run_ends_in_one_line_when_its_steps_are_used_up() {
    complains(&with(&QUICK, &["--steps", "20"]), 1, &["20 steps", "time"]);
}

#[test]
fn bad_arguments_of_a_network_are_named_with_their_value_and_domain() {
    let usual = |replaced: &'static str, value: &'static str| -> Vec<&'static str> {
        let place = QUICK.iter().position(|argument| *argument == replaced).expect("an argument of the usual run");
        let mut arguments = QUICK.to_vec();
        arguments[place + 1] = value;
        arguments
    };
    complains(&usual("--epsilon", "0"), 2, &["epsilon", "'0'", "greater than 0"]);
    complains(&usual("--epsilon", "-0.5"), 2, &["epsilon", "'-0.5'"]);
    complains(&usual("--leak", "-1"), 2, &["leak", "'-1'", "not negative"]);
    complains(&usual("--until", "-2"), 2, &["until", "'-2'", "not negative"]);
    complains(&usual("--until", "soon"), 2, &["until", "'soon'"]);
    complains(&usual("--memories", "1"), 2, &["memories", "'1'", "at least 2"]);
    complains(&usual("--memories", "40"), 2, &["memories", "'40'", "--neurons"]);
    complains(&usual("--saliency", "-3"), 2, &["saliency", "'-3'"]);
    complains(&usual("--saliency", "0"), 2, &["saliency", "'0'", "greater than 0"]);
    complains(&with(&QUICK, &["--neurons", "12"]), 2, &["neurons", "'12'", "power of two"]);
    complains(&with(&usual("--memories", "9"), &["--neurons", "8"]), 2, &["memories", "'9'"]);
    complains(&with(&usual("--memories", "4096"), &["--neurons", "4096"]), 2, &["memories", "sign classes"]);
    complains(&with(&QUICK, &["--activation", "relu"]), 2, &["activation", "'relu'", "power:p"]);
    complains(&with(&QUICK, &["--remove-self-synapses"]), 2, &["neurons"]);
    complains(&with(&QUICK, &["--initial", "nowhere.json"]), 2, &["initial"]);
    complains(&QUICK[..11], 2, &["saliency", "--initial"]);
}

#[test]
fn a_bad_file_with_the_start_is_named_with_what_is_wrong_in_it() {
    let start = [&QUICK[..11], &["--initial"]].concat();
    complains(&with(&start, &["nowhere.json"]), 2, &["nowhere.json"]);
    let cases = [
        ("malformed", "{\"c\": [", "EOF"),
        ("unknown", "{\"c\": [1, 0], \"alpha\": [1, 0]}", "alpha"),
        ("missing", "{\"c\": [1, 0]}", "saliency"),
        ("short", "{\"c\": [1], \"saliency\": [1, 0]}", "2 numbers"),
        ("words", "{\"c\": [\"one\", 0], \"saliency\": [1, 0]}", "one"),
        ("nested", "{\"c\": [[1], 0], \"saliency\": [1, 0]}", "[1]"),
        ("negative", "{\"c\": [1, 0], \"saliency\": [1, -1]}", "saliency"),
        ("nothing", "{\"c\": [0, 0], \"saliency\": [0, 0]}", "differ from 0"),
    ];
    for (name, text, word) in cases {
        let path = initial_file(&format!("start-{name}"), text);
        complains(&with(&start, &[path.to_str().unwrap()]), 2, &[word]);
    }
    // Numbers are taken exactly: a decimal is no double.
    let path = initial_file("start-exact", "{\"c\": [3, 0.1], \"saliency\": [\"3\", \"1/10\"]}");
    let still = [&QUICK[..9], &["--until", "0", "--initial", path.to_str().unwrap()]].concat();
    let found = object(&still);
    assert_eq!(found["final"]["c"][1], "0.1");
}

// ---------------------------------------------------------------- drawings

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
    let labels =
        ["Limit system: \u{3ba} = 5, Z = 3; sustained", "saliency on entry", "dwell, in units of", "threshold"];
    let svg = drawing("simulate", &with(&["simulate", "--transitions", "4"], &USUAL), &labels);
    // The start and four entries; four dwells; one mark of each kind in the key.
    assert_eq!((marks(&svg, "mark mark1"), marks(&svg, "mark mark2")), (5 + 1, 4 + 1));
    for (name, more) in [
        ("none", &["--saliency", "1/2"][..]),
        ("zero", &["--saliency", "0"]),
        ("enormous", &["--saliency", "1e400"]),
        ("finite", &["--saliency", "3", "--memories", "4", "--neurons", "64"]),
        ("smooth", &["--saliency", "3", "--activation", "tanh", "--digits", "10", "--transitions", "2"]),
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
    let lines: Vec<&str> = svg.split("<path class=\"stroke line0\" d=\"").skip(1).collect();
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
