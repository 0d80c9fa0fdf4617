//! `escapement simulate`.

use super::{QUICK, USUAL, agree, assert_fits, object, printed, text, with};

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
    assert_eq!(simulation["outcome"], CUT_OFF);
}

/// How a run ends that is stopped while a memory is retrieved.
const CUT_OFF: &str = "cut off, still active";

#[test]
fn a_run_that_was_cut_off_is_nowhere_called_sustained() {
    // The sequence ends after 16 transitions, of which 10 are followed unless more are asked for.
    let cut = ["simulate", "--gain", "3.9", "--saliency", "3"];
    for text in [printed(&cut), printed(&with(&cut, &["--format", "json"]))] {
        assert!(text.contains(CUT_OFF) && !text.contains("sustained"), "{text}");
    }
    assert_eq!(object(&with(&cut, &["--transitions", "20"]))["outcome"], "collapsed");
}

#[test]
fn simulations_end_as_they_should() {
    let end = |arguments: &[&str]| {
        let simulation = object(&with(&["simulate"], arguments));
        (text(&simulation["outcome"]).to_owned(), simulation["transitions"].as_array().map_or(0, Vec::len))
    };
    let ends: [(&[&str], &str, usize); 8] = [
        (&["--gain", "5", "--saliency", "3", "--transitions", "0"], CUT_OFF, 0),
        (&["--gain", "5", "--saliency", "3", "--self-coupling", "1/5"], "locked", 0),
        (&["--gain", "2.9", "--saliency", "3"], "collapsed", 3),
        // Here the last saliency is the threshold exactly, on which side of it no integration can tell.
        (&["--gain", "3", "--saliency", "3"], "marginal", 3),
        (&["--gain", "5", "--saliency", "1/3", "--slope", "3"], "collapsed", 0),
        (&["--gain", "5", "--saliency", "1/2"], "collapsed", 0),
        (&["--gain", "3", "--saliency", "3", "--memories", "2"], CUT_OFF, 10),
        (&["--gain", "5", "--saliency", "3", "--memories", "4", "--neurons", "64"], CUT_OFF, 10),
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
