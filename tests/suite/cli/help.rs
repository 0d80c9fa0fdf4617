//! Help, the list of claims, pipes and completions.

use super::{assert_fits, printed, program, scratch, stderr, stdout};
use std::process::Stdio;

#[test]
fn help_and_version_are_no_complaints() {
    assert!(printed(&["--help"]).contains("Usage: escapement"));
    assert_eq!(printed(&[]), printed(&["--help"]), "a bare call is a call for help");
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
            let (typed, file) = example.split_once(" > ").unwrap_or((&example, ""));
            let mut arguments: Vec<&str> = typed.split(' ').collect();
            // Long runs, and those that read or write files, are left out: behind their arguments help is asked for.
            if ["report", "verify", "merge", "covers", "site"].contains(&arguments[0]) {
                arguments.push("--help");
            }
            let output = program().args(&arguments).current_dir(&directory).output().expect("the program starts");
            assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""), "{example}");
            assert!(stdout(&output).lines().count() > 1 || arguments.contains(&"--output"), "{example}");
            if !file.is_empty() && !file.starts_with('~') {
                std::fs::write(directory.join(file), stdout(&output)).expect("a file that later examples read");
            }
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
