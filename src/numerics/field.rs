//! Vector fields as data: a straight-line program of elementary steps, written once and run in any arithmetic.
//!
//! A [`VectorField`] holds the right-hand side of `x' = f(x)` and any number of *surfaces* `s(x)` whose zeros are events.
//! Because it is data, one description serves Taylor coefficients in doubles, floats and enclosures, the a-priori boxes of
//! a proof, and its own linearisation ([`VectorField::with_variations`]). Equal subexpressions are stored once.
//!
//! What may enter: steps whose Taylor coefficients obey a recurrence. Time does not appear: make it a state.

use super::scalar::{Algebraic, Transcendental};
use crate::error::Result;
use rug::Rational;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, Mul, Neg, Sub};

/// A value inside a [`VectorField`]: the result of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node(pub(crate) usize);

/// Functions that are given by their value at one point and a differential equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Elementary {
    /// Exponential.
    Exp,
    /// Sine.
    Sin,
    /// Cosine.
    Cos,
    /// Hyperbolic tangent.
    Tanh,
    /// Natural logarithm.
    Ln,
    /// Arc tangent.
    Atan,
    /// The error function scaled to unit slope at the origin, `erf(sqrt(pi) x / 2)`.
    UnitErf,
}

impl Elementary {
    /// The function's value. **Errors**: [`Error::Undefined`](crate::Error::Undefined) outside its domain.
    pub fn value<S: Transcendental>(self, x: &S) -> Result<S> {
        Ok(match self {
            Self::Exp => x.exp(),
            Self::Sin => x.sin(),
            Self::Cos => x.cos(),
            Self::Tanh => x.tanh(),
            Self::Atan => x.atan(),
            Self::UnitErf => x.unit_erf(),
            Self::Ln => x.ln()?,
        })
    }

    /// The value of its derivative. **Errors**: as [`Elementary::value`].
    pub fn derivative<S: Transcendental>(self, x: &S) -> Result<S> {
        Ok(match self {
            Self::Exp => x.exp(),
            Self::Sin => x.cos(),
            Self::Cos => -x.sin(),
            Self::Tanh => x.integer(1) - x.tanh().square(),
            Self::Atan => (x.square() + 1).reciprocal()?,
            Self::UnitErf => x.square().times_pi(&Rational::from((-1, 4))).exp(),
            Self::Ln => x.reciprocal()?,
        })
    }
}

/// An exact constant of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constant {
    /// A rational.
    Rational(Rational),
    /// So many times pi.
    Pi(Rational),
}

impl From<Rational> for Constant {
    fn from(value: Rational) -> Self {
        Self::Rational(value)
    }
}

/// One step of the program. Node operands precede the step, except where a comment says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Component of the state.
    State(usize),
    /// Exact constant.
    Constant(Constant),
    Add(Node, Node),
    Sub(Node, Node),
    Neg(Node),
    Scale(Constant, Node),
    Mul(Node, Node),
    Square(Node),
    Div(Node, Node),
    Sqrt(Node),
    /// `k u_k`: the coefficients of `t u'`.
    Weighted(Node),
    /// `y' = g u'` with `y_0 = f(u_0)`; `weighted` is `t u'`; `factor` (g) may follow this step.
    Chain {
        function: Elementary,
        argument: Node,
        weighted: Node,
        factor: Node,
    },
    /// `y = (f(r + c) - f(r - c))/2`: `y' = even c' + odd r'`, with `even` and `odd` half the sum and half the difference of
    /// `f'(r + c)` and `f'(r - c)`; the weighted nodes are `t r'` and `t c'`.
    HalfDifference {
        function: Elementary,
        center: Node,
        half: Node,
        weighted_center: Node,
        weighted_half: Node,
        even: Node,
        odd: Node,
    },
    /// `y' = u'/v` with `y_0 = f(u_0)`; `own` is `t y'` and follows this step.
    ChainQuotient {
        function: Elementary,
        argument: Node,
        divisor: Node,
        own: Node,
    },
}

/// A vector field and its surfaces, ready to run.
#[derive(Debug, Clone)]
pub struct VectorField {
    pub(crate) steps: Vec<Step>,
    /// Whether each step depends on no component of the state: its series is its first coefficient.
    pub(crate) still: Vec<bool>,
    /// The step that is each component of the state.
    pub(crate) states: Vec<Node>,
    pub(crate) derivatives: Vec<Node>,
    pub(crate) surfaces: Vec<Node>,
}

/// Writes a [`VectorField`], one expression at a time.
///
/// ```
/// use escapement::numerics::field::FieldBuilder;
/// // The harmonic oscillator x' = v, v' = -x, watched where x vanishes.
/// let mut field = FieldBuilder::new(2);
/// let (x, v) = (field.state(0), field.state(1));
/// let acceleration = field.neg(x);
/// let oscillator = field.finish(vec![v, acceleration], vec![x]);
/// assert_eq!(oscillator.dimension(), 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct FieldBuilder {
    steps: Vec<Step>,
    known: BTreeMap<Step, Node>,
}

impl FieldBuilder {
    /// A program for a state of `dimension` components.
    pub fn new(dimension: usize) -> Self {
        let mut builder = Self { steps: Vec::new(), known: BTreeMap::new() };
        for component in 0..dimension {
            builder.push(Step::State(component));
        }
        builder
    }

    /// The node of a step, which is stored only when it is new.
    fn push(&mut self, step: Step) -> Node {
        if let Some(&node) = self.known.get(&step) {
            return node;
        }
        let node = Node(self.steps.len());
        self.known.insert(step.clone(), node);
        self.steps.push(step);
        node
    }

    /// Component of the state.
    pub fn state(&mut self, component: usize) -> Node {
        self.push(Step::State(component))
    }

    /// An exact constant.
    pub fn constant(&mut self, value: Rational) -> Node {
        self.push(Step::Constant(value.into()))
    }

    /// `a + b`.
    pub fn add(&mut self, a: Node, b: Node) -> Node {
        self.push(Step::Add(a.min(b), a.max(b)))
    }

    /// `a - b`.
    pub fn sub(&mut self, a: Node, b: Node) -> Node {
        self.push(Step::Sub(a, b))
    }

    /// `-a`.
    pub fn neg(&mut self, a: Node) -> Node {
        self.push(Step::Neg(a))
    }

    /// `factor * a` for an exact factor.
    pub fn scale(&mut self, factor: Rational, a: Node) -> Node {
        if factor == 1 { a } else { self.push(Step::Scale(factor.into(), a)) }
    }

    /// `factor * pi * a` for an exact factor.
    pub fn scale_pi(&mut self, factor: Rational, a: Node) -> Node {
        self.push(Step::Scale(Constant::Pi(factor), a))
    }

    /// `a * b`.
    pub fn mul(&mut self, a: Node, b: Node) -> Node {
        if a == b { self.square(a) } else { self.push(Step::Mul(a.min(b), a.max(b))) }
    }

    /// `a^2`, at half the cost of a product.
    pub fn square(&mut self, a: Node) -> Node {
        self.push(Step::Square(a))
    }

    /// `a / b`.
    pub fn div(&mut self, a: Node, b: Node) -> Node {
        self.push(Step::Div(a, b))
    }

    /// Square root.
    pub fn sqrt(&mut self, a: Node) -> Node {
        self.push(Step::Sqrt(a))
    }

    /// Exponential: its own factor.
    pub fn exp(&mut self, a: Node) -> Node {
        self.chain(Elementary::Exp, a, |_, own| own)
    }

    /// Hyperbolic tangent: `y' = (1 - y^2) u'`.
    pub fn tanh(&mut self, a: Node) -> Node {
        self.chain(Elementary::Tanh, a, |builder, own| {
            let (one, square) = (builder.constant(Rational::from(1)), builder.square(own));
            builder.sub(one, square)
        })
    }

    /// Sine and cosine, which need each other.
    pub fn sin_cos(&mut self, a: Node) -> (Node, Node) {
        let sine = self.chain(Elementary::Sin, a, |builder, own| {
            let cosine = Node(own.0 + 1);
            builder.chain(Elementary::Cos, a, |builder, _| builder.neg(own));
            cosine
        });
        (sine, Node(sine.0 + 1))
    }

    /// Error function of unit slope, `erf(sqrt(pi) a / 2)`: `y' = exp(-pi u^2 / 4) u'`.
    pub fn unit_erf(&mut self, a: Node) -> Node {
        self.chain(Elementary::UnitErf, a, |builder, _| {
            let square = builder.square(a);
            let exponent = builder.scale_pi(Rational::from((-1, 4)), square);
            builder.exp(exponent)
        })
    }

    /// `(f(r + c) - f(r - c))/2` for the error function `f` of unit slope, with all digits of a small `c`.
    pub fn unit_erf_half_difference(&mut self, center: Node, half: Node) -> Node {
        // f'(r +- c) = exp(-pi (r^2 + c^2)/4) exp(-+ pi r c / 2), and with t = tanh(pi r c / 4) the hyperbolic cosine and sine of
        // pi r c / 2 are (1 + t^2)/(1 - t^2) and 2 t/(1 - t^2).
        let [even, odd] = self.record([center, half], |[r, c]| {
            let size = (r.square() + c.square()).times_pi(&Rational::from((-1, 4))).exp();
            let t = (r * c).times_pi(&Rational::from((1, 4))).tanh();
            let (one, square) = (r.integer(1), t.square());
            let share = size.over(&(one - square))?;
            Ok([share * (one + square), share * t * -2])
        });
        let (weighted_center, weighted_half) = (self.push(Step::Weighted(center)), self.push(Step::Weighted(half)));
        let function = Elementary::UnitErf;
        self.push(Step::HalfDifference { function, center, half, weighted_center, weighted_half, even, odd })
    }

    /// `a^n` for a whole `n` of at least 1, by repeated squaring.
    pub fn power(&mut self, a: Node, n: u32) -> Node {
        let (mut result, mut square, mut left) = (None, a, n.max(1));
        loop {
            if left & 1 == 1 {
                result = Some(result.map_or(square, |known| self.mul(known, square)));
            }
            left >>= 1;
            match result {
                Some(result) if left == 0 => return result,
                _ => square = self.square(square),
            }
        }
    }

    /// Natural logarithm: `y' = u'/u`.
    pub fn ln(&mut self, a: Node) -> Node {
        self.chain_quotient(Elementary::Ln, a, a)
    }

    /// Arc tangent: `y' = u'/(1 + u^2)`.
    pub fn atan(&mut self, a: Node) -> Node {
        let (one, square) = (self.constant(Rational::from(1)), self.square(a));
        let divisor = self.add(one, square);
        self.chain_quotient(Elementary::Atan, a, divisor)
    }

    /// A step `y' = g u'` whose factor `g` is written by `factor` from the step's own node.
    fn chain(&mut self, function: Elementary, argument: Node, factor: impl Fn(&mut Self, Node) -> Node) -> Node {
        let known = |step: &Step| matches!(step, Step::Chain { function: f, argument: a, .. } if (*f, *a) == (function, argument));
        if let Some(index) = self.steps.iter().position(known) {
            return Node(index);
        }
        let weighted = self.push(Step::Weighted(argument));
        let own = Node(self.steps.len());
        self.steps.push(Step::Chain { function, argument, weighted, factor: own });
        let written = factor(self, own);
        if let Step::Chain { factor, .. } = &mut self.steps[own.0] {
            *factor = written;
        }
        own
    }

    /// A step `y' = u'/v`.
    fn chain_quotient(&mut self, function: Elementary, argument: Node, divisor: Node) -> Node {
        let known = |s: &Step| matches!(s, Step::ChainQuotient { function: f, argument: a, .. } if (*f, *a) == (function, argument));
        if let Some(index) = self.steps.iter().position(known) {
            return Node(index);
        }
        let node = Node(self.steps.len());
        self.steps.push(Step::ChainQuotient { function, argument, divisor, own: Node(node.0 + 1) });
        let own = self.push(Step::Weighted(node));
        debug_assert_eq!(own.0, node.0 + 1, "the weighted form of a new step is new");
        node
    }

    /// The nodes of a formula's results, written over the nodes of its arguments as over any other scalar.
    ///
    /// ```
    /// use escapement::numerics::field::FieldBuilder;
    /// use escapement::numerics::{Algebraic, Transcendental};
    /// // The logistic equation with a drive, x' = x (1 - x) + tanh x.
    /// let mut field = FieldBuilder::new(1);
    /// let x = field.state(0);
    /// let [change] = field.record([x], |[x]| Ok([x * (x.integer(1) - x) + x.tanh()]));
    /// assert_eq!(field.finish(vec![change], vec![]).dimension(), 1);
    /// ```
    ///
    /// # Panics
    /// When the formula refuses its arguments: an error of the program, because recording a step never fails.
    pub fn record<const A: usize, const R: usize>(
        &mut self,
        arguments: [Node; A],
        formula: impl for<'b> FnOnce([Expression<'b>; A]) -> Result<[Expression<'b>; R]>,
    ) -> [Node; R] {
        let builder = RefCell::new(std::mem::take(self));
        let results = formula(arguments.map(|node| Expression { builder: &builder, node }));
        let nodes = results.map(|results| results.map(|expression| expression.node));
        *self = builder.into_inner();
        nodes.expect("a formula that is recorded is defined for every argument")
    }

    /// The finished field: one derivative per component of the state, and the surfaces to watch.
    ///
    /// # Panics
    /// When there is not exactly one derivative per component: an error of the program, not of its input.
    pub fn finish(self, derivatives: Vec<Node>, surfaces: Vec<Node>) -> VectorField {
        let states: Vec<Node> =
            (0..derivatives.len()).filter_map(|c| self.known.get(&Step::State(c)).copied()).collect();
        assert_eq!(states.len(), derivatives.len(), "one derivative per component of the state");
        VectorField { still: still(&self.steps), steps: self.steps, states, derivatives, surfaces }
    }
}

/// Which steps depend on no component of the state.
fn still(steps: &[Step]) -> Vec<bool> {
    let mut still: Vec<bool> = Vec::with_capacity(steps.len());
    for step in steps {
        let is_still = operands(step).is_some_and(|operands| operands.iter().all(|node| still[node.0]));
        still.push(is_still);
    }
    still
}

/// The nodes before a step that determine it; `None` for a component of the state.
fn operands(step: &Step) -> Option<Vec<Node>> {
    Some(match step {
        Step::State(_) => return None,
        Step::Constant(_) => Vec::new(),
        Step::Neg(a) | Step::Scale(_, a) | Step::Square(a) | Step::Sqrt(a) | Step::Weighted(a) => vec![*a],
        Step::Add(a, b) | Step::Sub(a, b) | Step::Mul(a, b) | Step::Div(a, b) => vec![*a, *b],
        Step::Chain { argument, .. } | Step::ChainQuotient { argument, .. } => vec![*argument],
        Step::HalfDifference { center, half, .. } => vec![*center, *half],
    })
}

/// A node together with its program: the scalar over which a formula is recorded by [`FieldBuilder::record`].
#[derive(Debug, Clone, Copy)]
pub struct Expression<'b> {
    builder: &'b RefCell<FieldBuilder>,
    node: Node,
}

impl Expression<'_> {
    /// The expression of a further step.
    fn then(self, step: impl FnOnce(&mut FieldBuilder, Node) -> Node) -> Self {
        Self { node: step(&mut self.builder.borrow_mut(), self.node), ..self }
    }
}

impl Neg for Expression<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.then(FieldBuilder::neg)
    }
}

/// The operations between expressions, and with exact numbers, which become constants (factors, in a product).
macro_rules! recorded {
    ($($operation:ident $method:ident $step:ident),*) => {$(
        impl $operation for Expression<'_> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.then(|builder, node| builder.$step(node, other.node))
            }
        }

        impl $operation<&Self> for Expression<'_> {
            type Output = Self;
            fn $method(self, other: &Self) -> Self {
                self.$method(*other)
            }
        }

        impl $operation<i32> for Expression<'_> {
            type Output = Self;
            fn $method(self, other: i32) -> Self {
                self.$method(&Rational::from(other))
            }
        }
    )*};
}
recorded!(Add add add, Sub sub sub, Mul mul mul);

impl Add<&Rational> for Expression<'_> {
    type Output = Self;
    fn add(self, other: &Rational) -> Self {
        self + self.number(other)
    }
}

impl Sub<&Rational> for Expression<'_> {
    type Output = Self;
    fn sub(self, other: &Rational) -> Self {
        self - self.number(other)
    }
}

impl Mul<&Rational> for Expression<'_> {
    type Output = Self;
    fn mul(self, other: &Rational) -> Self {
        self.then(|builder, node| builder.scale(other.clone(), node))
    }
}

impl Algebraic for Expression<'_> {
    fn number(&self, value: &Rational) -> Self {
        self.then(|builder, _| builder.constant(value.clone()))
    }
    fn over(&self, divisor: &Self) -> Result<Self> {
        Ok(self.then(|builder, node| builder.div(node, divisor.node)))
    }
}

impl Transcendental for Expression<'_> {
    fn sqrt(&self) -> Result<Self> {
        Ok(self.then(FieldBuilder::sqrt))
    }
    fn exp(&self) -> Self {
        self.then(FieldBuilder::exp)
    }
    fn ln(&self) -> Result<Self> {
        Ok(self.then(FieldBuilder::ln))
    }
    fn sin(&self) -> Self {
        self.then(|builder, node| builder.sin_cos(node).0)
    }
    fn cos(&self) -> Self {
        self.then(|builder, node| builder.sin_cos(node).1)
    }
    fn atan(&self) -> Self {
        self.then(FieldBuilder::atan)
    }
    fn tanh(&self) -> Self {
        self.then(FieldBuilder::tanh)
    }
    fn unit_erf(&self) -> Self {
        self.then(FieldBuilder::unit_erf)
    }
    fn times_pi(&self, factor: &Rational) -> Self {
        self.then(|builder, node| builder.scale_pi(factor.clone(), node))
    }
}

impl VectorField {
    /// Number of components of the state.
    pub fn dimension(&self) -> usize {
        self.derivatives.len()
    }

    /// Number of surfaces.
    pub fn surface_count(&self) -> usize {
        self.surfaces.len()
    }

    /// The field together with its linearisation along the flow: the components `x_0 .. x_{n-1}`, then one component
    /// `V_ij = dx_i(t)/dx_j(0)` for each pair `(i, j)` that is not zero by structure. With `V(0)` the identity the solution
    /// carries its own derivative in the initial state, which is what keeps enclosures narrow and yields multipliers.
    pub fn with_variations(&self) -> Variations {
        self.with_gradients(&[])
    }

    /// [`VectorField::with_variations`] with the gradients of some surfaces: after the surfaces of the field come, for each of
    /// `surfaces` in turn, the derivatives of its value at time t in `x_0(0), x_1(0), ...`, which for `V(0)` the identity begin as its
    /// partial derivatives.
    pub fn with_gradients(&self, surfaces: &[usize]) -> Variations {
        let dimension = self.dimension();
        let pairs = self.influence();
        let mut tangents = Tangents::new(self, &pairs);
        let zero = tangents.builder.constant(Rational::new());
        let columns: Vec<Vec<Option<Node>>> = (0..dimension).map(|column| tangents.column(self, column)).collect();
        let along = |node: Node, column: usize| columns[column][node.0].unwrap_or(zero);
        let variations = pairs.iter().map(|&(row, column)| along(self.derivatives[row], column));
        let derivatives = self.derivatives.iter().copied().chain(variations).collect();
        let gradients = surfaces.iter().flat_map(|&s| (0..dimension).map(move |column| (self.surfaces[s], column)));
        let gradients = gradients.map(|(node, column)| along(node, column));
        let surfaces = self.surfaces.iter().copied().chain(gradients).collect();
        Variations { field: tangents.builder.finish(derivatives, surfaces), pairs }
    }

    /// The field together with one tangent: the components `x_0 .. x_{n-1}`, then `v_0 .. v_{n-1}` with `v' = J(x) v`, `J` the
    /// matrix of the field's derivatives. What [`VectorField::with_variations`] does for every direction this does for one.
    pub fn with_tangent(&self) -> Self {
        let directions: Vec<(usize, usize)> = (0..self.dimension()).map(|row| (row, 0)).collect();
        let mut tangents = Tangents::new(self, &directions);
        let nodes = tangents.column(self, 0);
        let zero = tangents.builder.constant(Rational::new());
        let along = self.derivatives.iter().map(|derivative| nodes[derivative.0].unwrap_or(zero));
        let derivatives = self.derivatives.iter().copied().chain(along).collect();
        tangents.builder.finish(derivatives, self.surfaces.clone())
    }

    /// The pairs `(i, j)` for which `x_i(t)` can depend on `x_j(0)`: reflexive, transitive, sorted.
    fn influence(&self) -> Vec<(usize, usize)> {
        let dimension = self.dimension();
        let mut depends: Vec<BTreeSet<usize>> = self.derivatives.iter().map(|&node| self.states_behind(node)).collect();
        for (i, set) in depends.iter_mut().enumerate() {
            set.insert(i);
        }
        loop {
            let mut grown = false;
            for i in 0..dimension {
                let reach: BTreeSet<usize> = depends[i].iter().flat_map(|&j| depends[j].iter().copied()).collect();
                grown |= reach.len() > depends[i].len();
                depends[i] = reach;
            }
            if !grown {
                break;
            }
        }
        depends.iter().enumerate().flat_map(|(i, set)| set.iter().map(move |&j| (i, j))).collect()
    }

    /// The components of the state that enter a node.
    fn states_behind(&self, node: Node) -> BTreeSet<usize> {
        let (mut states, mut seen, mut stack) = (BTreeSet::new(), BTreeSet::new(), vec![node]);
        while let Some(node) = stack.pop() {
            if !seen.insert(node) {
                continue;
            }
            match (&self.steps[node.0], operands(&self.steps[node.0])) {
                (_, Some(operands)) => stack.extend(operands),
                (Step::State(component), None) => {
                    states.insert(*component);
                }
                (_, None) => {}
            }
        }
        states
    }
}

/// A field extended by its linearisation, as [`VectorField::with_variations`] makes it.
#[derive(Debug, Clone)]
pub struct Variations {
    /// The extended field; its first components and its surfaces are those of the original.
    pub field: VectorField,
    /// The pair `(i, j)` that each further component stands for.
    pub pairs: Vec<(usize, usize)>,
}

/// Forward differentiation of a program, node by node.
struct Tangents {
    builder: FieldBuilder,
    /// Node of `V_ij`.
    variation: BTreeMap<(usize, usize), Node>,
}

impl Tangents {
    /// The original program with the further states appended.
    fn new(field: &VectorField, pairs: &[(usize, usize)]) -> Self {
        let mut builder = FieldBuilder { steps: field.steps.clone(), known: BTreeMap::new() };
        for (index, step) in field.steps.iter().enumerate() {
            builder.known.insert(step.clone(), Node(index));
        }
        let states = pairs.iter().enumerate();
        let variation = states.map(|(k, &pair)| (pair, builder.state(field.dimension() + k))).collect();
        Self { builder, variation }
    }

    /// The derivative of every node with respect to the initial value of one component; `None` where it is zero.
    fn column(&mut self, field: &VectorField, column: usize) -> Vec<Option<Node>> {
        let mut tangent: Vec<Option<Node>> = Vec::with_capacity(field.steps.len());
        for (index, step) in field.steps.iter().enumerate() {
            let node = Node(index);
            let derivative = self.differentiate(step, node, &tangent, column);
            tangent.push(derivative);
        }
        tangent
    }

    /// Derivative of one step, from the derivatives of its operands.
    fn differentiate(&mut self, step: &Step, node: Node, tangent: &[Option<Node>], column: usize) -> Option<Node> {
        let of = |a: &Node| tangent.get(a.0).copied().flatten();
        let builder = &mut self.builder;
        match step {
            Step::State(row) => self.variation.get(&(*row, column)).copied(),
            Step::Constant(_) | Step::Weighted(_) => None,
            Step::Add(a, b) => match (of(a), of(b)) {
                (Some(a), Some(b)) => Some(builder.add(a, b)),
                (a, b) => a.or(b),
            },
            Step::Sub(a, b) => match (of(a), of(b)) {
                (Some(a), Some(b)) => Some(builder.sub(a, b)),
                (None, Some(b)) => Some(builder.neg(b)),
                (a, None) => a,
            },
            Step::Neg(a) => of(a).map(|a| builder.neg(a)),
            Step::Scale(factor, a) => of(a).map(|a| builder.push(Step::Scale(factor.clone(), a))),
            Step::Mul(a, b) => {
                let left = of(a).map(|t| builder.mul(t, *b));
                let right = of(b).map(|t| builder.mul(*a, t));
                match (left, right) {
                    (Some(l), Some(r)) => Some(builder.add(l, r)),
                    (l, r) => l.or(r),
                }
            }
            Step::Square(a) => of(a).map(|t| {
                let product = builder.mul(*a, t);
                builder.scale(Rational::from(2), product)
            }),
            Step::Div(a, b) => {
                let top = match (of(a), of(b)) {
                    (None, None) => return None,
                    (top, None) => top,
                    (top, Some(bottom)) => {
                        let moved = builder.mul(node, bottom);
                        Some(match top {
                            Some(top) => builder.sub(top, moved),
                            None => builder.neg(moved),
                        })
                    }
                };
                top.map(|top| builder.div(top, *b))
            }
            Step::Sqrt(a) => of(a).map(|t| {
                let double = builder.scale(Rational::from(2), node);
                builder.div(t, double)
            }),
            Step::Chain { argument, factor, .. } => of(argument).map(|t| builder.mul(*factor, t)),
            Step::HalfDifference { center, half, even, odd, .. } => {
                let along_half = of(half).map(|t| builder.mul(*even, t));
                let along_center = of(center).map(|t| builder.mul(*odd, t));
                match (along_half, along_center) {
                    (Some(h), Some(c)) => Some(builder.add(h, c)),
                    (h, c) => h.or(c),
                }
            }
            Step::ChainQuotient { argument, divisor, .. } => of(argument).map(|t| builder.div(t, *divisor)),
        }
    }
}
