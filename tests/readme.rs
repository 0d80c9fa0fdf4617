//! The README shows what the program prints.

use std::process::Command;

/// The commands that the README shows with their output, `$ escapement ...` first; the long run of `verify` is left to the
/// report's own check.
fn examples() -> Vec<(Vec<String>, String)> {
    let readme = include_str!("../README.md");
    let blocks = readme.split("```console\n$ escapement ").skip(1).filter_map(|rest| rest.split("\n```").next());
    let examples = blocks.map(|block| {
        let (command, output) = block.split_once('\n').unwrap_or((block, ""));
        (command.split(' ').map(str::to_owned).collect(), format!("{output}\n"))
    });
    examples.filter(|(command, _): &(Vec<String>, String)| command[0] != "verify").collect()
}

#[test]
fn every_command_of_the_readme_prints_what_the_readme_shows() {
    let examples = examples();
    assert!(examples.len() >= 2, "the README has lost its examples");
    for (command, expected) in examples {
        let output = Command::new(env!("CARGO_BIN_EXE_escapement")).args(&command).output().unwrap();
        assert!(output.status.success(), "{command:?}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{command:?}");
    }
}

#[test]
fn the_readme_and_the_report_count_the_same_claims() {
    let count = escapement::theorems::catalogue().iter().map(|theorem| (theorem.claims)().len()).sum::<usize>();
    let (readme, report) = (include_str!("../README.md"), include_str!("../REPORT.md"));
    assert!(readme.contains(&format!("All verified: {count} claims, {count} verified, 0 refuted, 0 inconclusive.")));
    assert!(report.contains(&format!("**All {count} claims are verified.**")));
}
