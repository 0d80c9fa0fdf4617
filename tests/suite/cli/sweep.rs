//! `sweep`: a grid in order, both sides in every row, and tables that are gone on with.

use super::{complains, object, printed, scratch, text, with};
use serde_json::Value;

const GRID: [&str; 7] = ["sweep", "--gain=3.5:4.5:0.5", "--saliency", "1/2,3", "--slope=1", "--digits", "20"];

/// The rows of a sweep as objects.
fn rows(arguments: &[&str]) -> Vec<Value> {
    let table = printed(&with(arguments, &["--format", "jsonl"]));
    table.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

#[test]
fn every_point_says_what_the_single_commands_say() {
    let rows = rows(&GRID);
    let points: Vec<(&str, &str)> = rows.iter().map(|row| (text(&row["gain"]), text(&row["saliency"]))).collect();
    let expected = ["3.5", "4", "4.5"].map(|gain| [(gain, "1/2"), (gain, "3")]);
    assert_eq!(points, expected.concat(), "the last argument is the fastest");
    for row in &rows {
        let point = ["--gain", text(&row["gain"]), "--saliency", text(&row["saliency"]), "--digits", "20"];
        let (predicted, simulated) = (object(&with(&["predict"], &point)), object(&with(&["simulate"], &point)));
        for (there, here) in [
            ("regime", "regime"),
            ("escape_time", "predicted_escape_time"),
            ("next_saliency", "predicted_next_saliency"),
            ("gain_threshold", "gain_threshold"),
            ("transitions", "predicted_transitions"),
            ("active_time", "predicted_active_time"),
        ] {
            assert_eq!(row[here], predicted[there], "{here} in {row}");
        }
        assert_eq!(row["outcome"], simulated["outcome"]);
        assert_eq!(row["simulated_escape_time"], simulated["transitions"][0]["dwell"]);
        assert_eq!(row["simulated_transitions"], row["predicted_transitions"], "{row}");
        assert_eq!(row["simulated_active_time"].is_null(), row["predicted_active_time"].is_null(), "{row}");
        assert!(row["remark"].is_null());
    }
}

#[test]
fn a_table_has_a_field_for_every_name_and_is_the_same_on_one_thread() {
    let table = printed(&GRID);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 7);
    let names = lines[0].split(',').count();
    for line in &lines[1..] {
        // The one value with a comma is in quotes.
        assert_eq!(line.replace("cut off, still", "cut off still").split(',').count(), names, "{line}");
    }
    let single = std::process::Command::new(env!("CARGO_BIN_EXE_escapement"))
        .args(GRID)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect("the program runs");
    assert_eq!(String::from_utf8(single.stdout).expect("text"), table);
}

#[test]
fn an_interrupted_table_is_gone_on_with_to_the_same_bytes() {
    for format in ["csv", "jsonl"] {
        let file = scratch(&format!("sweep.{format}"));
        let path = file.to_str().expect("a plain path");
        let arguments = with(&GRID, &["--format", format, "--output", path, "--resume"]);
        assert_eq!(printed(&arguments), "");
        let whole = std::fs::read(&file).expect("the table");
        assert_eq!(whole, printed(&with(&GRID, &["--format", format])).into_bytes());
        // Wherever it was cut off: before anything, within the header, at the end of a row, within one, nowhere.
        let first = whole.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
        for length in [0, first / 2, first, first + 9, whole.len() - 1, whole.len()] {
            std::fs::write(&file, &whole[..length]).expect("written");
            assert_eq!(printed(&arguments), "");
            assert_eq!(std::fs::read(&file).expect("the table"), whole, "{format}, {length}");
        }
    }
}

#[test]
fn a_table_of_another_sweep_is_left_alone() {
    let file = scratch("other.csv");
    let path = file.to_str().expect("a plain path");
    let to = ["--output", path, "--resume"];
    printed(&with(&GRID, &to));
    let kept = std::fs::read(&file).expect("the table");
    let with_digits = ["sweep", "--gain=3.5:4.5:0.5", "--saliency", "1/2,3", "--digits", "19"];
    complains(&with(&with_digits, &to), 2, &["other.csv", "another table", "row 6"]);
    let shorter = ["sweep", "--gain=3.5:4:0.5", "--saliency", "1/2,3", "--digits", "20"];
    complains(&with(&shorter, &to), 2, &["other.csv", "row 5"]);
    complains(&with(&GRID, &with(&to, &["--format", "jsonl"])), 2, &["other.csv", "row 1"]);
    assert_eq!(std::fs::read(&file).expect("the table"), kept);
    // Nor is what is no table, and ends without an end of line.
    let notes = scratch("notes.txt");
    for (text, what) in [("my notes", "its header"), (&format!("{}my notes", printed(&GRID)), "row 7")] {
        std::fs::write(&notes, text).expect("written");
        complains(
            &with(&GRID, &["--output", notes.to_str().expect("a plain path"), "--resume"]),
            2,
            &["notes.txt", what],
        );
        assert_eq!(std::fs::read_to_string(&notes).expect("the notes"), text);
    }
    // Without --resume it is replaced, as every other output is.
    printed(&with(&shorter, &to[..2]));
    assert!(std::fs::read(&file).expect("the table").len() < kept.len());
}

#[test]
fn what_stands_in_the_way_at_one_point_is_said_there() {
    // On the threshold of two memories no precision decides whether the next one exists.
    let rows = rows(&["sweep", "--gain", "2,3", "--saliency", "3", "--memories", "2", "--digits", "6"]);
    assert!(text(&rows[0]["remark"]).contains("cannot decide") && rows[0]["regime"].is_null(), "{}", rows[0]);
    assert_eq!(rows[0]["simulated_escape_time"], "1.09861");
    assert!(rows[1]["remark"].is_null());
    // A memory of smooth neurons dies unseen: its end is told, not timed.
    let rows = self::rows(&["sweep", "--gain=3", "--saliency=3", "--activation=tanh", "--digits=6"]);
    assert_eq!((&rows[0]["outcome"], &rows[0]["simulated_transitions"]), (&"collapsed".into(), &Value::Null));
}

#[test]
fn bad_grids_are_named_with_their_value_and_domain() {
    let sweep = |gain| ["sweep", "--gain", gain, "--saliency", "3"];
    for range in ["2:4", "4:2:1", "2:4:0", "2:4:-1", "1:2:3:4"] {
        complains(&sweep(range), 2, &["gain", range, "FROM:TO:STEP"]);
    }
    complains(&sweep("2:x:1"), 2, &["gain", "'x'"]);
    complains(&sweep("2,,3"), 2, &["gain", "''"]);
    complains(&sweep("0:2:1"), 2, &["gain", "'0'", "greater than 0"]);
    complains(&sweep("1:9:1e-9"), 2, &["gain", "at most 1000000"]);
    complains(&["sweep", "--gain=1:1000:1", "--saliency=1:2000:1"], 2, &["grid", "1000 x 2000", "at most 1000000"]);
    complains(&["sweep", "--gain=5", "--saliency=3", "--memories=2000,2"], 2, &["memories", "2000", "integrated"]);
    complains(&with(&sweep("5"), &["--resume"]), 2, &["output"]);
    complains(&with(&sweep("5"), &["--transitions", "-1"]), 2, &["transitions", "'-1'"]);
}
