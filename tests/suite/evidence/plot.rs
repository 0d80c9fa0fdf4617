//! Figures as data.

use escapement::evidence::plot::{Axis, Cell, Fill, Marks, Sample, Scale, point};

#[test]
fn an_axis_has_the_scale_and_the_ends_that_it_is_given() {
    let (linear, log) = (Axis::linear("t"), Axis::log10("eps"));
    assert_eq!((linear.label, linear.scale, linear.ends.is_none()), ("t", Scale::Linear, true));
    assert_eq!((log.label, log.scale, log.ends.is_none()), ("eps", Scale::Log10, true));
    let (low, high) = log.between(1, 3).ends.expect("fixed ends");
    assert!(low == 1 && high == 3);
}

#[test]
fn marks_reach_every_point_they_are_made_of() {
    let (a, b) = (point(1, 2), point(3, 4));
    for marks in [Marks::Line, Marks::Dots, Marks::Steps] {
        assert_eq!(marks(vec![a.clone(), b.clone()]).reach(), [&a, &b]);
    }
    let cells = Marks::Cells(vec![Cell { low: a.clone(), high: b.clone(), fill: Fill::Class(0) }]);
    assert_eq!(cells.reach(), [&a, &b]);
    assert_eq!(Marks::Samples(vec![Sample { at: b.clone(), class: 0 }]).reach(), [&b]);
}

#[test]
fn a_layer_has_the_name_of_its_marks_or_none() {
    assert_eq!(Marks::Line(vec![]).named("dwell").label, Some("dwell"));
    assert_eq!(Marks::Line(vec![]).unnamed().label, None);
}
