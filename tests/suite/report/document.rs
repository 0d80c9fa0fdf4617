//! The report: the same on every run and every number of threads, complete, and with nothing of the machine in it.

use crate::support::xml::elements;
use escapement::error::{Error, Result};
use escapement::evidence::{
    Answer, Campaign, Check, Claim, Figure, Guarantee, Info, Provenance, Quantities, Row, Sampler, Verdict,
    WrongPredictor, plot::Plot, quantity,
};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::report::{Summary, coloured_text, drift, figure_path, gather, json, junit, render, text};
use escapement::theorems::{Theorem, catalogue};
use rug::Rational;
use std::sync::LazyLock;

type Findings = Vec<(Theorem, Vec<Row>)>;

fn small() -> Campaign {
    Campaign { digits: Digits::new(30).expect("legal"), cases: 2, seed: 1 }
}

/// The report of the whole catalogue, rendered once.
fn unchecked_report() -> &'static str {
    static REPORT: LazyLock<String> = LazyLock::new(|| render(&unchecked(), &Campaign::standard()));
    &REPORT
}

fn in_a_pool(threads: usize, work: impl FnOnce() -> Findings + Send) -> Findings {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(work)
}

/// The catalogue's theorem of that name, checked on few cases.
fn checked(id: &str) -> Findings {
    let theorems: Vec<Theorem> = catalogue().into_iter().filter(|theorem| theorem.id == id).collect();
    assert_eq!(theorems.len(), 1);
    gather(&theorems, &small(), |_| ())
}

/// Every claim of the catalogue, as if it had been verified without a case.
fn unchecked() -> Findings {
    let row = |claim: &dyn Check| Row {
        info: *claim.info(),
        verdict: Verdict::Verified,
        guarantee: Some(Guarantee::Exact),
        cases: vec![],
        wrong_predictors: vec![],
    };
    catalogue()
        .into_iter()
        .map(|theorem| (theorem, (theorem.claims)().iter().map(|claim| row(claim.as_ref())).collect()))
        .collect()
}

// ---------------------------------------------------------------- a theorem with every kind of outcome

/// A claim about whole numbers, with markup wherever markup can hurt.
fn claim(id: &'static str, provenance: Provenance, predict: fn(&u32, Digits) -> Result<Quantities>) -> Box<dyn Check> {
    let observe = |n: &u32, _: Digits| {
        let square = Interval::from_integer(i64::from(*n).pow(2), Precision::DOUBLE.plus(200));
        Ok(vec![quantity("|n|^2", Answer::enclosed(square))])
    };
    let info = Info {
        id,
        title: "a < b & \"c\" | d",
        provenance,
        statement: "|n|^2 <b> *n* `n`",
        domain: "0 < n | 9",
        rests_on: &[],
        promises: Guarantee::Rigorous,
    };
    let wrong_predictors =
        vec![WrongPredictor::Slightly, WrongPredictor::mistaken("n|2", |_, _| squares(Rational::from(-1)))];
    let cases = |_: &mut Sampler, count| Ok((1..=count as u32).collect());
    Box::new(Claim { info, cases, predict, observe, consequences: vec![], wrong_predictors })
}

fn squares(value: Rational) -> Result<Quantities> {
    Ok(vec![quantity("|n|^2", Answer::exact(value))])
}

fn claims() -> Vec<Box<dyn Check>> {
    vec![
        claim("X1", Provenance::Paper, |n, _| squares(Rational::from(n * n))),
        claim("X2", Provenance::Derived, |n, _| squares(Rational::from(n + n))),
        claim("X3", Provenance::PaperReconstructed, |n, _| Err(Error::domain("n", n, "a \"small\" <number>"))),
    ]
}

/// A figure with markup in its words, which is not drawn here.
fn figures() -> Vec<Figure> {
    vec![Figure {
        name: "mixed",
        title: "a < b & \"c\" | d [e]",
        caption: "|n|^2 <b> *n* `n`",
        plot: || Ok(Plot::default()),
    }]
}

fn mixed() -> Findings {
    let theorem = Theorem {
        id: "mixed",
        title: "Mixed",
        summary: "All kinds | at once.",
        statement: "",
        claims,
        figures,
        covers: Vec::new,
        open: &[],
    };
    gather(&[theorem], &small(), |_| ())
}

// ---------------------------------------------------------------- the same everywhere

#[test]
fn the_report_does_not_depend_on_the_run_or_on_the_threads() {
    let reports = [1, 2].map(|threads| render(&in_a_pool(threads, || checked("escape_time")), &small()));
    assert_eq!(reports[0], reports[1]);
    let findings = [1, 2].map(|threads| json(&in_a_pool(threads, mixed), &small()));
    assert_eq!(findings[0], findings[1]);
}

#[test]
fn the_report_has_every_claim_and_links_to_every_statement() {
    let report = unchecked_report();
    let sections: Vec<&str> = report.lines().filter(|line| line.starts_with("## ")).collect();
    for theorem in catalogue() {
        assert!(sections.contains(&format!("## {}", theorem.title).as_str()), "{}", theorem.id);
        let path = format!("theorems/{}/statement.md", theorem.id);
        assert!(report.contains(&format!("]({path}#")), "{path}");
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).is_file(), "{path}");
        for claim in (theorem.claims)() {
            let id = claim.info().id;
            let starts = |start: String| report.lines().filter(|line| line.starts_with(&start)).count();
            // Its wrong predictors have rows of their own only once they have run.
            assert_eq!(starts(format!("| [{id}](#")), 2, "{id} is in the overview and among the grounds");
            assert_eq!(starts(format!("### {id} {}", claim.info().title)), 1, "{id} has a heading");
            assert!(report.contains(&format!("]({path}#{}-", id.to_lowercase())), "{id} has a link to its statement");
        }
    }
    for heading in [
        "Contents",
        "The whole in numbers",
        "What the paper states, and what was found",
        "The model it builds on",
        "Beyond the paper",
        "If you simulate this model in double precision",
        "Where the threshold really is",
        "What each claim rests on",
        "What is not verified",
    ] {
        assert!(sections.contains(&format!("## {heading}").as_str()), "{heading}");
    }
}

#[test]
fn every_claim_says_how_it_is_checked_again() {
    let campaign = Campaign { digits: Digits::new(30).expect("legal"), cases: 2, seed: 7 };
    let report = render(&unchecked(), &campaign);
    for (theorem, rows) in unchecked() {
        let section = report.split(&format!("\n## {}\n", theorem.title)).nth(1).expect("a section");
        let section = section.split("\n## ").next().expect("its text");
        for row in rows {
            let (id, claim) = (theorem.id, row.info.id);
            let command = format!("`escapement verify {id} --claim {claim} --seed 7 --cases 2 --digits 30`");
            let own = section.split(&format!("\n### {claim} ")).nth(1).expect("a heading");
            let own = own.split("\n### ").next().expect("its text");
            assert!(own.contains(&format!("\n- *Again.* {command}\n")), "{own}");
        }
    }
    let last = report.split("## How to reproduce one row").nth(1).expect("the last section");
    assert!(last.contains("cargo run --locked -- verify memory --claim M1 --seed 7 --cases 2 --digits 30\n"), "{last}");
}

#[test]
fn every_figure_stands_in_its_theorems_section() {
    let report = unchecked_report();
    for theorem in catalogue() {
        let section = report.split(&format!("\n## {}\n", theorem.title)).nth(1).expect("a section");
        let section = section.split("\n## ").next().expect("its text");
        let shown = section.matches("\n![").count();
        let figures = (theorem.figures)();
        assert_eq!(shown, figures.len(), "{}", theorem.id);
        for figure in figures {
            assert!(section.contains(&format!("]({})", figure_path(&figure))), "{}", figure.name);
        }
    }
    let escaped = render(&mixed(), &small());
    assert!(escaped.contains("![a < b & \"c\" \\| d \\[e\\]](fixtures/figures/mixed.svg)"), "{escaped}");
}

#[test]
fn every_claim_stands_under_the_heading_of_its_source() {
    let report = unchecked_report();
    let part = |heading: &str| {
        let after = report.split(&format!("## {heading}")).nth(1).expect("a section");
        after.split("\n## ").next().expect("its text").to_owned()
    };
    let (paper, model, beyond) =
        (part("What the paper states"), part("The model it builds on"), part("Beyond the paper"));
    for (_, rows) in unchecked() {
        for row in rows {
            let source = row.info.provenance;
            let expected = (source.is_of_the_paper(), source.is_of_the_model(), source == Provenance::Derived);
            let line = format!("\n| [{}](#", row.info.id);
            let found = (paper.contains(&line), model.contains(&line), beyond.contains(&line));
            assert_eq!(found, expected, "{}", row.info.id);
            assert_eq!(usize::from(found.0) + usize::from(found.1) + usize::from(found.2), 1, "{}", row.info.id);
        }
    }
}

#[test]
fn nothing_of_the_machine_is_in_any_output() {
    let findings = mixed();
    let report = render(&findings, &small());
    for output in [&report, &text(&findings), &json(&findings, &small()), &junit(&findings)] {
        for trace in [env!("CARGO_MANIFEST_DIR"), "/home/", "/usr/", "timestamp", "hostname"] {
            assert!(!output.contains(trace), "{trace}");
        }
    }
    assert!(report.starts_with("<!-- Generated by `escapement report`"));
    assert!(report.ends_with('\n') && report.is_ascii() && !report.contains(" \n") && !report.contains("\n\n\n"));
}

#[test]
fn the_first_screen_says_of_whose_statements_how_many_hold_and_that_the_paper_was_not_read() {
    let report = render(&mixed(), &small());
    let first = report.split("\n## ").next().expect("a first screen");
    assert!(
        first.contains(
            "Of the statements of the paper that are checked here, 1 of 2 hold. The paper's body was not read"
        ),
        "{first}"
    );
    assert!(first.contains("\n| the paper | 1 of 2 | - | - | 1 | - | - | 1 |\n"), "{first}");
    assert!(first.contains("\n| derived here | 0 of 1 | - | - | - | - | - | 1 |\n"), "{first}");
}

#[test]
fn every_link_within_the_report_leads_to_a_heading() {
    let report = unchecked_report();
    let slug = |heading: &str| {
        let kept =
            heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>();
        kept.replace(' ', "-")
    };
    let headings: Vec<String> = report
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| slug(line.trim_start_matches('#').trim()))
        .collect();
    let mut links = report.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).peekable();
    assert!(links.peek().is_some());
    for link in links {
        assert_eq!(headings.iter().filter(|heading| *heading == link).count(), 1, "{link}");
    }
    assert!(headings.contains(&"g1-gain-threshold".to_owned()));
}

#[test]
fn cases_are_folded_and_at_most_three_are_shown() {
    let report = render(&gather(&catalogue()[1..2], &small(), |_| ()), &small());
    let folded: Vec<&str> = report.split("<details><summary>Cases").skip(1).collect();
    assert_eq!(folded.len(), 4, "one for every claim");
    for cases in folded {
        let table = cases.split("</details>").next().expect("its end");
        // A line that begins with a case, and not with the blank of a further quantity of it.
        let shown = table.lines().filter(|line| line.starts_with("| *worst*") || line.starts_with("| `")).count();
        assert!((1..=3).contains(&shown), "{table}");
    }
}

// ---------------------------------------------------------------- what is wrong is in sight

#[test]
fn every_kind_of_outcome_is_counted_and_explained() {
    let findings = mixed();
    let summary = Summary::of(&findings);
    assert_eq!((summary.claims, summary.verified, summary.refuted, summary.inconclusive), (3, 1, 1, 1));
    assert_eq!((summary.by_guarantee.clone(), summary.all_verified()), (vec![(Guarantee::Rigorous, 1)], false));
    assert_eq!((summary.cases, summary.wrong_predictors, summary.caught), (6, 6, 4));
    let (plain, report) = (text(&findings), render(&findings, &small()));
    for output in [&plain, &report] {
        assert!(output.contains("refuted by 1") && output.contains("inconclusive: 1: n is '1'"), "{output}");
    }
    assert!(plain.contains("NOT all verified") && report.contains("**Not all claims are verified"));
    assert!(!Summary::of(&[]).all_verified());
}

#[test]
fn every_verdict_has_its_colour_and_no_word_moves() {
    let coloured = coloured_text(&mixed());
    let words = [(32, "verified", 1), (31, "refuted", 2), (33, "inconclusive", 2), (31, "NOT all verified", 1)];
    for (colour, word, count) in words {
        assert_eq!(coloured.matches(&format!("\x1b[{colour}m{word}\x1b[0m")).count(), count, "{word}: {coloured}");
    }
    let ends = ["\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"];
    assert_eq!(ends.iter().fold(coloured, |text, end| text.replace(end, "")), text(&mixed()));
}

#[test]
fn long_reasons_are_broken_into_lines() {
    let reason = "a number that is much too long to be compared ".repeat(5);
    let mut findings = mixed();
    findings[0].1[2].verdict = Verdict::Inconclusive { reason: reason.clone() };
    let plain = text(&findings);
    assert!(plain.lines().all(|line| line.chars().count() <= 100), "{plain}");
    let words: Vec<&str> = plain.split_whitespace().collect();
    assert!(words.join(" ").contains(reason.trim()), "{plain}");
}

#[test]
fn markdown_tables_keep_their_columns() {
    let report = render(&mixed(), &small());
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    let mut columns = None;
    for line in report.lines() {
        let here = line.starts_with('|').then(|| bars(line));
        assert!(columns.is_none() || here.is_none() || columns == here, "{line}");
        columns = here;
    }
    assert!(report.contains("\\|n\\|^2 \\<b> \\*n\\* \\`n\\`"));
}

#[test]
fn json_holds_the_verdict_the_reason_and_the_telling_case() {
    let findings: serde_json::Value = serde_json::from_str(&json(&mixed(), &small())).expect("JSON");
    let row = |k: usize| &findings["rows"][k];
    assert_eq!((&row(0)["verdict"], &row(0)["reason"]), (&"verified".into(), &serde_json::Value::Null));
    assert_eq!((&row(1)["verdict"], &row(1)["worst"]["parameters"]), (&"refuted".into(), &"1".into()));
    let compared = &row(1)["worst"]["quantities"][0];
    assert_eq!((&compared["predicted"], &compared["observed"]), (&"2".into(), &"1".into()));
    assert_eq!(row(2)["verdict"], "inconclusive");
    assert!(row(2)["reason"].as_str().is_some_and(|reason| reason.contains("\"small\" <number>")));
    assert_eq!(findings["summary"]["claims"].as_u64(), Some(3));
}

#[test]
fn junit_is_well_formed_and_has_a_failure_for_every_claim_that_fails() {
    let xml = junit(&mixed());
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    let names = elements(&xml);
    let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
    assert_eq!((count("testsuites"), count("testsuite"), count("testcase"), count("failure")), (1, 1, 3, 2));
    assert!(
        xml.contains("tests=\"3\" failures=\"2\"")
            && xml.contains("type=\"refuted\"")
            && xml.contains("type=\"inconclusive\"")
    );
    assert!(xml.contains("a &lt; b &amp; &quot;c&quot; | d"));
}

// ---------------------------------------------------------------- drift

#[test]
fn a_planted_change_is_found_and_named() {
    let findings = unchecked();
    let (report, claims) = (render(&findings, &small()), Summary::of(&findings).claims);
    assert_eq!(drift(&report, &report), None);
    let (right, wrong) = (format!("| verified | {claims} |"), format!("| verified | {} |", claims + 1));
    let line = report.lines().position(|line| line == right).expect("the count of verified claims") + 1;
    let planted = report.replacen(&right, &wrong, 1);
    let found = drift(&planted, &report).expect("a drift");
    assert_eq!(found.line, line);
    let message = found.to_string();
    assert!(message.contains(&right) && message.contains(&wrong) && message.lines().count() == 1, "{message}");
}

#[test]
fn drift_is_byte_by_byte() {
    let report = render(&unchecked(), &small());
    let last = report.lines().count();
    for (changed, line) in [
        (report.trim_end().to_owned(), last),
        (format!("{report}\n"), last + 1),
        (report.replace('\n', "\r\n"), 1),
        (String::new(), 1),
    ] {
        let found = drift(&changed, &report).expect("a drift");
        assert_eq!(found.line, line);
        assert_eq!(found.to_string().lines().count(), 1);
    }
}
