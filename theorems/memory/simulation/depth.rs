//! M4 observed: the energy of a memory by its definition.

HEADER
/// Energy per neuron of `amplitude` times the memory, `-1/2 Psi^T W Psi + sum_i [x_i Psi(g x_i) - int_0^{x_i} Psi(g y) dy]`, with the
/// synapses as they stand and the integral integrated.
///
/// **Accuracy**: an enclosure.
pub fn energy_at(retrieval: &Retrieval, amplitude: &Interval, precision: Precision) -> Result<Interval> {
    let signs = pattern(retrieval)?;
    let slope = Interval::from_rational(&retrieval.slope, precision);
    let state: Vec<Interval> =
        signs.iter().map(|&sign| if sign > 0 { amplitude.clone() } else { -amplitude.clone() }).collect();
    let outputs = state.iter().map(|x| retrieval.activation.value(&(&slope * x))).collect::<Result<Vec<_>>>()?;
    let synapses = synapses(retrieval)?;
    let mut energy = Interval::from_integer(0, precision);
    for (j, column) in synapses.column_iter().enumerate() {
        let mut received = Interval::from_integer(0, precision);
        for (weight, output) in column.iter().zip(&outputs) {
            received.accumulate(&(&Interval::from_rational(&(weight * ratio(-1, 2)), precision) * output));
        }
        energy.accumulate(&(&received * &outputs[j]));
    }
    // Psi is odd, so the integral does not depend on the sign of its end.
    let integral = integral_of_output(retrieval, amplitude, precision)?;
    for (x, output) in state.iter().zip(&outputs) {
        energy.accumulate(&(&(x * output) - &integral));
    }
    Ok(&energy * &Interval::from_rational(&Rational::from((1, retrieval.neurons as u64)), precision))
}

/// `int_0^s Psi(g y) dy` for a smooth activation: integrated up to a rational in the enclosure of `s`, and from there bounded by
/// the width, because outputs lie between zero and one.
fn integral_of_output(retrieval: &Retrieval, end: &Interval, precision: Precision) -> Result<Interval> {
    let mut field = FieldBuilder::new(2);
    let y = field.state(0);
    let received = field.scale(retrieval.slope.clone(), y);
    let output = retrieval.activation.write(&mut field, received, piece(retrieval.activation, 1));
    let one = field.constant(Rational::from(1));
    let field = field.finish(vec![one, output], vec![]);
    let upto = end.lower().to_rational().unwrap_or_default();
    let zero = Interval::from_integer(0, precision);
    let start = [zero.clone(), zero.clone()];
    let solution = enclose(&field, &start, &upto, &[], precision, Settings::default())?;
    let rest = end - &Interval::from_rational(&upto, precision);
    Ok(&solution.state[1] + &rest.hull(&zero))
}

/// Energy per neuron of a saturated HardTanh memory, exactly: a quadratic form of signs, and the integral of the clip.
pub fn saturated_energy(retrieval: &Retrieval, amplitude: &Rational) -> Result<Rational> {
    let signs = rationals(&pattern(retrieval)?);
    let received = applied(&synapses(retrieval)?, &signs);
    let form: Rational = received.iter().zip(&signs).map(|(x, sign)| Rational::from(x * sign)).sum();
    // The triangle up to saturation at 1/g, then a rectangle.
    let corner = retrieval.slope.clone().recip();
    let integral = Rational::from(&corner / 2u32) + amplitude - &corner;
    let own = Rational::from(amplitude - &integral);
    Ok(form * ratio(-1, 2) / retrieval.neurons as u64 + own)
}

/// How much deeper the wells get between two saliencies of the memory, per neuron: half the squared overlap, integrated along the branch of
/// equilibria `s = alpha Psi(g s)` by its differential equation `ds/dalpha = Psi/(1 - alpha g Psi')`.
///
/// **Accuracy**: an enclosure; `amplitude` encloses the branch at the lower saliency.
pub fn deepening(
    retrieval: &Retrieval,
    amplitude: &Interval,
    (from, to): (&Rational, &Rational),
    precision: Precision,
) -> Result<Interval> {
    let mut field = FieldBuilder::new(3);
    let (alpha, s) = (field.state(0), field.state(1));
    let received = field.scale(retrieval.slope.clone(), s);
    let side = piece(retrieval.activation, 1);
    let output = retrieval.activation.write(&mut field, received, side);
    let steepness = retrieval.activation.write_derivative(&mut field, received, side);
    let steepness = field.scale(retrieval.slope.clone(), steepness);
    let feedback = field.mul(alpha, steepness);
    let one = field.constant(Rational::from(1));
    let below = field.sub(one, feedback);
    let branch = field.div(output, below);
    let square = field.square(output);
    let half = field.scale(ratio(1, 2), square);
    let field = field.finish(vec![one, branch, half], vec![]);
    let start = [
        Interval::from_rational(from, precision),
        amplitude.with_precision(precision),
        Interval::from_integer(0, precision),
    ];
    let solution = enclose(&field, &start, &Rational::from(to - from), &[], precision, Settings::default())?;
    Ok(solution.state[2].clone())
}
