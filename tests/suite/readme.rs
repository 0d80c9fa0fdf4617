//! The pages for readers: the README shows what the program prints, every link leads somewhere, and what is said twice is the same.

use escapement::evidence::Check;
use escapement::theorems::catalogue;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pages whose links are followed.
const PAGES: [&str; 7] = [
    "README.md",
    "CONTRIBUTING.md",
    "REPORT.md",
    "docs/evidence.md",
    "docs/mutants.md",
    "docs/reproduce.md",
    "evidence/README.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every claim of every theorem, with the theorem's id.
fn claims() -> Vec<(&'static str, Box<dyn Check>)> {
    catalogue().iter().flat_map(|theorem| (theorem.claims)().into_iter().map(|claim| (theorem.id, claim))).collect()
}

/// The commands that the README shows with their output, `$ escapement ...` first; the run of the whole suite is left to the
/// report's own check.
fn examples() -> Vec<(Vec<String>, String)> {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```console\n$ escapement ").skip(1).filter_map(|rest| rest.split("\n```").next());
    let examples = blocks.map(|block| {
        let (command, output) = block.split_once('\n').unwrap_or((block, ""));
        (command.split(' ').map(str::to_owned).collect(), format!("{output}\n"))
    });
    examples.filter(|(command, _): &(Vec<String>, String)| *command != ["verify"]).collect()
}

#[test]
fn every_command_of_the_readme_prints_what_the_readme_shows() {
    let examples = examples();
    for name in ["verify", "predict", "simulate", "network"] {
        assert!(examples.iter().any(|(command, _)| command[0] == name), "the README has lost its example of {name}");
    }
    for (command, expected) in examples {
        let output = Command::new(env!("CARGO_BIN_EXE_escapement")).args(&command).output().unwrap();
        assert!(output.status.success(), "{command:?}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{command:?}");
        let widest = expected.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(widest <= 100, "{command:?} prints {widest} columns");
    }
}

#[test]
fn the_readme_and_the_report_count_the_same_claims() {
    let count = claims().len();
    let (readme, report) = (include_str!("../../README.md"), include_str!("../../REPORT.md"));
    assert!(readme.contains(&format!("All verified: {count} claims, {count} verified, 0 refuted, 0 inconclusive.")));
    assert!(report.contains(&format!("**All {count} claims are verified.**")));
}

/// The lines of a page that are text, not code.
fn prose(page: &str) -> Vec<&str> {
    let mut fenced = false;
    page.lines()
        .filter(|line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        })
        .collect()
}

/// The targets of the links and images of a page.
fn links(page: &str) -> Vec<String> {
    let targets = |line: &str| -> Vec<String> {
        line.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
    };
    prose(page).into_iter().flat_map(targets).collect()
}

/// The anchors of a page: those of its headings as GitHub makes them, where one that comes again is numbered, and those that are set.
fn anchors(page: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    let headings = prose(page).into_iter().filter(|line| line.starts_with('#'));
    for heading in headings.map(|line| line.trim_start_matches('#').trim().to_lowercase()) {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let numbered = (1..).map(|k| format!("{anchor}-{k}"));
        let free = std::iter::once(anchor.clone()).chain(numbered).find(|name| !anchors.contains(name));
        anchors.extend(free);
    }
    let named = prose(page).into_iter().flat_map(|line| line.split("<a id=\"").skip(1));
    anchors.extend(named.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    anchors
}

/// What is wrong with the links of a page at `path`.
fn broken(path: &str, page: &str) -> Vec<String> {
    let folder = Path::new(path).parent().unwrap_or_else(|| Path::new(""));
    let local = links(page).into_iter().filter(|link| !link.contains("://"));
    let problem = |link: String| {
        let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let target = if file.is_empty() { root().join(path) } else { root().join(folder).join(file) };
        if !target.exists() {
            return Some(format!("{path}: {link} leads to no file"));
        }
        let found = anchor.is_empty()
            || fs::read_to_string(&target).is_ok_and(|text| anchors(&text).iter().any(|heading| heading == anchor));
        (!found).then(|| format!("{path}: {link} leads to no heading"))
    };
    local.filter_map(problem).collect()
}

#[test]
fn every_link_leads_to_a_file_and_every_anchor_to_a_heading() {
    for path in PAGES {
        let page = read(path);
        assert!(!links(&page).is_empty(), "{path} has no links");
        assert_eq!(broken(path, &page), Vec::<String>::new());
    }
}

#[test]
fn a_broken_link_is_found() {
    for link in ["missing.md", "README.md#no-such-heading", "#no-such-heading", "docs/../missing.md"] {
        assert_eq!(broken("CONTRIBUTING.md", &format!("A [link]({link}) here.")).len(), 1, "{link}");
    }
    let good = "A [link](README.md#two-commands), [another](https://example.org/#x).\n```\n[none](missing.md)\n```\n";
    assert!(broken("CONTRIBUTING.md", good).is_empty());
    assert_eq!(anchors("# A, b: `c_d`\n## A b\n## A b"), ["a-b-c_d", "a-b", "a-b-1"]);
}

/// Whether a row of the table leads from a claim to its theorem's statement and tests, under its mark.
fn is_row_of(line: &str, theorem: &str, id: &str, mark: &str) -> bool {
    let heading = format!("[{id}](../theorems/{theorem}/statement.md#{}-", id.to_lowercase());
    line.contains(&heading)
        && line.contains(&format!("(../tests/suite/theorems/{theorem}.rs)"))
        && line.contains(&format!("| `{mark}` |"))
}

#[test]
fn every_statement_of_the_paper_and_of_its_model_has_one_row_of_evidence() {
    let page = read("docs/evidence.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("/statement.md#")).collect();
    let mut expected = 0;
    for (theorem, claim) in claims() {
        let info = claim.info();
        if info.provenance.is_of_the_paper() || info.provenance.is_of_the_model() {
            let found = rows.iter().filter(|row| is_row_of(row, theorem, info.id, info.provenance.mark())).count();
            assert_eq!(found, 1, "rows for {}", info.id);
            expected += 1;
        }
    }
    assert_eq!(rows.len(), expected, "a row for a claim that is neither the paper's nor the model's");
}

#[test]
fn the_metadata_agree() {
    let codemeta: Value = serde_json::from_str(&read("codemeta.json")).unwrap();
    let citation = read("CITATION.cff");
    let name = codemeta["name"].as_str().unwrap();
    assert_eq!(name, env!("CARGO_PKG_NAME"));
    assert!(citation.contains(&format!("\ntitle: {name}\n")));
    let version = codemeta["version"].as_str().unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    assert!(citation.contains(&format!("\nversion: {version}\n")));
    assert_eq!(codemeta["description"].as_str().unwrap().trim_end_matches('.'), env!("CARGO_PKG_DESCRIPTION"));
    let licenses: Vec<&str> = codemeta["license"]
        .as_array()
        .unwrap()
        .iter()
        .map(|license| license.as_str().unwrap().trim_start_matches("https://spdx.org/licenses/"))
        .collect();
    assert_eq!(licenses.join(" OR "), env!("CARGO_PKG_LICENSE"));
    for license in licenses {
        assert!(citation.contains(&format!("  - {license}\n")), "{license}");
    }
    let runtime = codemeta["runtimePlatform"].as_str().unwrap();
    assert_eq!(runtime, concat!("Rust ", env!("CARGO_PKG_RUST_VERSION")));
    for article in codemeta["referencePublication"].as_array().unwrap() {
        for field in ["name", "identifier"] {
            assert!(citation.contains(article[field].as_str().unwrap()), "{}", article[field]);
        }
        for author in article["author"].as_array().unwrap() {
            assert!(citation.contains(author["familyName"].as_str().unwrap()), "{author}");
        }
    }
}
