//! `escapement simulate`.

use super::{QUICK, USUAL, agree, assert_fits, complains, object, printed, text, with};

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

/// A start of several memories, whose sequence ends, with what it is called.
const STARTS: [(&[&str], &str); 6] = [
    (&["--gain", "3", "--saliency", "3", "--successor", "1/3"], "transient"),
    (&["--gain", "6/5", "--saliency", "11/10", "--successor", "5", "--others", "1"], "transient"),
    (
        &["--gain", "6/5", "--saliency", "11/10", "--successor", "1/2", "--slow-time-constant", "2"],
        "immediate_collapse",
    ),
    (&["--gain", "3", "--saliency", "3", "--memories", "4", "--successor", "2", "--others", "1/2,1/3"], "transient"),
    (&["--gain", "2", "--saliency", "5", "--memories", "3", "--others", "4", "--self-coupling", "-1/10"], "transient"),
    (&["--gain", "3", "--saliency", "3", "--neurons", "64", "--successor", "1", "--others", "2"], "transient"),
];

#[test]
fn a_start_of_several_memories_is_predicted_as_it_is_simulated() {
    for (start, regime) in STARTS {
        let prediction = object(&with(&["predict", "--digits", "40"], start));
        let simulation = object(&with(&["simulate", "--digits", "40", "--transitions", "40"], start));
        let transitions = simulation["transitions"].as_array().expect("transitions");
        let (first, last) = (&transitions[0], transitions.last().expect("a transition"));
        assert_eq!((&prediction["regime"], &simulation["outcome"]), (&regime.into(), &"collapsed".into()), "{start:?}");
        assert_eq!(prediction["transitions"].as_u64(), last["index"].as_u64(), "{start:?}");
        for (predicted, simulated) in [
            (&prediction["escape_time"], &first["time"]),
            (&prediction["next_saliency"], &first["saliency"]),
            (&prediction["active_time"], &last["time"]),
        ] {
            assert!(agree(text(predicted), text(simulated), 39), "{start:?}: {predicted} and {simulated}");
        }
        // The saliencies matter: without them another number comes out.
        let alone = &start[..start.iter().position(|name| ["--successor", "--others"].contains(name)).expect("one")];
        assert_ne!(object(&with(&["predict", "--digits", "40"], alone))["active_time"], prediction["active_time"]);
        assert_eq!(prediction["inputs"]["others"].is_null(), !start.contains(&"--others"));
    }
}

#[test]
fn who_is_entered_is_not_said_where_another_memory_exists_too() {
    let start = ["--gain", "3", "--saliency", "3", "--memories", "4", "--others", "10"];
    let prediction = object(&with(&["predict"], &start));
    assert!(prediction["regime"].is_null() && prediction["transitions"].is_null());
    assert_eq!(prediction["absent"]["regime"]["why"], "when the first memory is lost, another one exists too");
    assert_eq!(object(&with(&["simulate"], &start))["outcome"], "ambiguous");
}

#[test]
fn saliencies_of_other_memories_stay_in_their_domain() {
    let plain = ["--gain", "5", "--saliency", "3"];
    let cases: [(&[&str], &[&str]); 7] = [
        (&["--successor", "-1"], &["successor is '-1'", "not negative"]),
        (&["--others", "1,-2", "--memories", "5"], &["others is '-2'", "not negative"]),
        (&["--others", "1,2"], &["others is '1,2'", "one number on a chain"]),
        (&["--others", "1,2", "--memories", "3"], &["others is '1,2'", "at most one number for each memory"]),
        (&["--others", "1", "--activation", "tanh"], &["others is '1'", "left out but for HardTanh"]),
        (&["--successor", "1", "--couplings", "0,1"], &["successor is '1'", "left out but for HardTanh"]),
        (&["--successor", "1", "--slopes", "1,2"], &["successor is '1'", "left out but for HardTanh"]),
    ];
    for (arguments, words) in cases {
        for command in ["predict", "simulate"] {
            complains(&with(&with(&[command], &plain), arguments), 2, words);
        }
    }
    complains(&with(&["predict", "--noise", "1/2", "--successor", "1"], &plain), 2, &["noise is '1/2'", "left out"]);
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
