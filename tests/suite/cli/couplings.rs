//! `--couplings` of `predict`, `simulate` and `network`.

use super::{QUICK, USUAL, agree, assert_fits, complains, object, printed, text, with};

/// A prediction with couplings.
fn predicted(couplings: &str, more: &[&str]) -> serde_json::Value {
    let argument = format!("--couplings={couplings}");
    object(&[&["predict", &argument], &USUAL[..], more].concat())
}

#[test]
fn thresholds_have_every_digit_that_is_asked_for() {
    let known = [
        ("0,1,0.3", &[][..], "3.463651871046948922623924901111"),
        ("0,1,1", &[], "2.598076211353315940291169512259"),
        ("0,1,-1/2", &[], "5.196152422706631880582339024518"),
        ("0,1,-1", &[], "6.75"),
        ("0,2,2", &["--slope", "2"], "0.6495190528383289850727923780647"),
    ];
    for (couplings, more, threshold) in known {
        let prediction = predicted(couplings, &[&["--digits", "31"], more].concat());
        assert!(agree(text(&prediction["gain_threshold"]), threshold, 30), "{couplings}: {prediction}");
        assert_eq!((&prediction["order"], &prediction["remark"]), (&"kept".into(), &serde_json::Value::Null));
    }
    let long = predicted("0.1,1,0.2", &["--digits", "300"]);
    let short = predicted("0.1,1,0.2", &["--digits", "100"]);
    assert!(agree(text(&long["gain_threshold"]), text(&short["gain_threshold"]), 100));
}

#[test]
fn self_coupling_and_successor_are_the_couplings_that_other_commands_have() {
    for memories in [&[][..], &["--memories", "2"], &["--memories", "3"], &["--memories", "7"]] {
        let wide = predicted("0.1,1", memories);
        let plain = object(&[&["predict", "--self-coupling", "0.1"], &USUAL[..], memories].concat());
        for same in
            ["escape_time", "next_saliency", "gain_threshold", "lock_gain", "escape_saliency", "dwell_time", "period"]
        {
            assert_eq!(wide[same], plain[same], "{same} {memories:?}");
        }
    }
    let network = |more: &[&str]| printed(&with(&QUICK, more));
    assert_eq!(network(&["--couplings", "0.1,1"]), network(&["--self-coupling", "0.1"]));
    assert_ne!(network(&["--couplings", "0.1,2"]), network(&["--self-coupling", "0.1"]));
}

#[test]
fn what_has_no_threshold_or_no_order_is_said_in_a_sentence() {
    let remarks = [
        ("0,-1,-1", None, "positive nowhere"),
        ("2,1", None, "never left"),
        ("0,1,3", Some("broken"), "does not keep"),
        ("0,0,1", Some("broken"), "does not keep"),
        ("0,-1,3", Some("broken"), "does not keep"),
        ("1/2,1,2", Some("undecided"), "equally salient"),
    ];
    for (couplings, order, words) in remarks {
        let prediction = predicted(couplings, &["--digits", "20"]);
        assert_eq!(prediction["order"].as_str(), order, "{couplings}");
        assert_eq!(prediction["gain_threshold"].is_string(), order.is_some(), "{couplings}");
        assert!(text(&prediction["remark"]).contains(words), "{couplings}: {prediction}");
    }
    let table = printed(&with(&["predict", "--couplings", "0,1,3"], &USUAL));
    assert!(table.contains("order at the threshold") && table.contains("broken"), "{table}");
    assert_fits(&table);
}

#[test]
fn prediction_and_simulation_agree() {
    for couplings in ["0,1,0.3", "-0.1,1,0.5,-1/4", "0,1,2"] {
        let argument = format!("--couplings={couplings}");
        let (prediction, simulation) = (predicted(couplings, &[]), object(&with(&["simulate", &argument], &USUAL)));
        let first = &simulation["transitions"][0];
        assert!(agree(text(&first["dwell"]), text(&prediction["escape_time"]), 49));
        assert!(agree(text(&first["saliency"]), text(&prediction["next_saliency"]), 49));
    }
    let skipping = object(&with(&["simulate", "--couplings", "0,1,2"], &USUAL));
    assert_eq!((&skipping["transitions"][0]["to"], &skipping["transitions"][1]["to"]), (&2.into(), &4.into()));
    let tied = object(&with(&["simulate", "--couplings", "0,1,1"], &USUAL));
    assert_eq!(tied["outcome"], "ambiguous");
    let ending = ["--gain", "3", "--saliency", "3", "--couplings", "0,1,0.3", "--digits", "20"];
    let (prediction, simulation) = (object(&with(&["predict"], &ending)), object(&with(&["simulate"], &ending)));
    let transitions = simulation["transitions"].as_array().expect("transitions");
    assert_eq!((simulation["outcome"].as_str(), prediction["regime"].as_str()), (Some("collapsed"), Some("transient")));
    assert_eq!(prediction["transitions"].as_u64(), Some(transitions.len() as u64));
    assert!(agree(text(&prediction["active_time"]), text(&transitions[transitions.len() - 1]["time"]), 19));
}

#[test]
fn what_couplings_cannot_stand_beside_is_named_with_the_reason() {
    let refused: [(&[&str], &[&str]); 7] = [
        (&["--couplings", "0,1", "--neurons", "64"], &["neurons is '64'", "self-synapses"]),
        (&["--couplings", "0,1", "--self-coupling", "0.1"], &["self-coupling is '0.1'", "c_0"]),
        (&["--couplings", "0,1", "--activation", "tanh"], &["activation is 'tanh'", "saturate"]),
        (&["--couplings", "1"], &["couplings is", "2 to 256"]),
        (&["--couplings", "0,x"], &["couplings is 'x'"]),
        (&["--couplings", "0,1,"], &["couplings is ''"]),
        (&["--couplings", ""], &["couplings is ''"]),
    ];
    for (arguments, words) in refused {
        for command in ["predict", "simulate"] {
            complains(&[&[command], &USUAL[..], arguments].concat(), 2, words);
        }
    }
    complains(&with(&QUICK, &["--couplings", "0,1", "--self-coupling", "0.1"]), 2, &["self-coupling is '0.1'", "c_0"]);
    complains(
        &with(&["predict", "--couplings", "0,1", "--memories", "1000"], &USUAL),
        2,
        &["memories is '1000'", "512"],
    );
}
