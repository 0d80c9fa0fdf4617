//! Formulas as Coq prints them, read and evaluated in interval arithmetic.
//!
//! The language is what a closed form needs: numbers, names, `+ - * / ^`, the prefix forms `- x` and `/ x`, functions applied to
//! arguments that follow them, and `let name := term in term`. Precedences are those of Coq's scope of the reals.

use escapement::numerics::rational::parse;
use escapement::numerics::{Algebraic, Interval, Precision};
use std::collections::BTreeMap;

/// A term of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Number(String),
    /// A name with its arguments; a variable has none.
    Applied(String, Vec<Term>),
    Negative(Box<Term>),
    Inverse(Box<Term>),
    Binary(char, Box<Term>, Box<Term>),
    Let(String, Box<Term>, Box<Term>),
}

/// A definition: its arguments and what it stands for.
#[derive(Debug, Clone)]
struct Definition {
    arguments: Vec<String>,
    body: Term,
}

/// Definitions by folder and name.
#[derive(Debug, Default)]
pub struct Formulas(BTreeMap<(String, String), Definition>);

impl Formulas {
    /// Adds a definition.
    pub fn define(&mut self, folder: &str, name: &str, arguments: &[&str], body: &str) {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let definition = Definition { arguments, body: read(body) };
        assert!(self.0.insert((folder.to_owned(), name.to_owned()), definition).is_none(), "{folder}.{name} twice");
    }

    /// Value of a formula of a folder.
    pub fn value(&self, folder: &str, name: &str, arguments: &[Interval], precision: Precision) -> Interval {
        let definition = self.0.get(&(folder.to_owned(), name.to_owned()));
        let definition = definition.unwrap_or_else(|| panic!("{folder}.{name} is not in the ledger"));
        assert_eq!(definition.arguments.len(), arguments.len(), "arguments of {folder}.{name}");
        let bound = definition.arguments.iter().cloned().zip(arguments.iter().cloned()).collect();
        Scope { formulas: self, folder, bound, precision }.value(&definition.body)
    }
}

/// What names mean while a term is evaluated.
struct Scope<'a> {
    formulas: &'a Formulas,
    folder: &'a str,
    bound: BTreeMap<String, Interval>,
    precision: Precision,
}

impl Scope<'_> {
    fn value(&self, term: &Term) -> Interval {
        match term {
            Term::Number(text) => Interval::from_rational(&parse("number", text).unwrap(), self.precision),
            Term::Applied(name, arguments) => self.applied(name, arguments),
            Term::Negative(a) => -self.value(a),
            Term::Inverse(a) => Interval::from_integer(1, self.precision).over(&self.value(a)).unwrap(),
            Term::Binary('^', a, b) => self.value(a).power(whole(&self.value(b))),
            Term::Binary(operator, a, b) => binary(*operator, self.value(a), self.value(b)),
            Term::Let(name, a, b) => {
                let mut bound = self.bound.clone();
                bound.insert(name.clone(), self.value(a));
                Scope { bound, ..*self }.value(b)
            }
        }
    }

    /// A variable, a function of the reals, or another formula.
    fn applied(&self, name: &str, arguments: &[Term]) -> Interval {
        if let (Some(value), []) = (self.bound.get(name), arguments) {
            return value.clone();
        }
        let values: Vec<_> = arguments.iter().map(|argument| self.value(argument)).collect();
        if let Some(value) = elementary(name, &values, self.precision) {
            return value;
        }
        let (folder, name) = name.split_once('.').unwrap_or((self.folder, name));
        self.formulas.value(folder, name, &values, self.precision)
    }
}

fn binary(operator: char, a: Interval, b: Interval) -> Interval {
    match operator {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        _ => a.over(&b).unwrap(),
    }
}

/// A function of Coq's reals that the formulas use.
fn elementary(name: &str, arguments: &[Interval], precision: Precision) -> Option<Interval> {
    let value = match (name, arguments) {
        ("PI", []) => Interval::pi(precision),
        ("INR" | "IZR", [x]) => x.clone(),
        ("sqrt", [x]) => x.sqrt().unwrap(),
        ("exp", [x]) => x.exp(),
        ("ln", [x]) => x.ln().unwrap(),
        ("sin", [x]) => x.sin(),
        ("cos", [x]) => x.cos(),
        ("acos", [x]) => x.acos().unwrap(),
        ("atan", [x]) => x.atan(),
        _ => return None,
    };
    Some(value)
}

/// An exponent: a natural number.
fn whole(value: &Interval) -> u32 {
    assert!(value.is_point(), "an exponent that is not exact: {value}");
    value
        .lower()
        .to_u32_saturating()
        .filter(|&n| *value.lower() == n)
        .expect("an exponent that is not a natural number")
}

/// Reads a term.
fn read(text: &str) -> Term {
    let mut reader = Reader { tokens: tokens(text), next: 0 };
    let term = reader.term();
    assert_eq!(reader.next, reader.tokens.len(), "{:?} left of {text}", &reader.tokens[reader.next..]);
    term
}

/// Words (names with dots, numbers, `let`, `in`), `:=`, and single signs.
fn tokens(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\'');
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with(":=") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

/// A reader of terms, one method per level of precedence.
struct Reader {
    tokens: Vec<String>,
    next: usize,
}

impl Reader {
    fn peek(&self) -> &str {
        self.tokens.get(self.next).map_or("", String::as_str)
    }

    fn take(&mut self) -> String {
        self.next += 1;
        self.tokens.get(self.next - 1).cloned().expect("a formula that ends too soon")
    }

    fn expect(&mut self, token: &str) {
        assert_eq!(self.take(), token);
    }

    /// `let name := term in term`, or a sum.
    fn term(&mut self) -> Term {
        if self.peek() != "let" {
            return self.sum();
        }
        self.expect("let");
        let name = self.take();
        self.expect(":=");
        let value = self.term();
        self.expect("in");
        Term::Let(name, Box::new(value), Box::new(self.term()))
    }

    fn sum(&mut self) -> Term {
        self.left_associative(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Term {
        self.left_associative(&["*", "/"], Self::prefixed)
    }

    fn left_associative(&mut self, operators: &[&str], operand: fn(&mut Self) -> Term) -> Term {
        let mut term = operand(self);
        while operators.contains(&self.peek()) {
            let operator = self.take().chars().next().unwrap_or_default();
            term = Term::Binary(operator, Box::new(term), Box::new(operand(self)));
        }
        term
    }

    /// `- x` and `/ x`, which bind more weakly than a power and more tightly than a product.
    fn prefixed(&mut self) -> Term {
        match self.peek() {
            "-" => {
                self.expect("-");
                Term::Negative(Box::new(self.prefixed()))
            }
            "/" => {
                self.expect("/");
                Term::Inverse(Box::new(self.prefixed()))
            }
            _ => self.power(),
        }
    }

    fn power(&mut self) -> Term {
        let base = self.application();
        if self.peek() != "^" {
            return base;
        }
        self.expect("^");
        Term::Binary('^', Box::new(base), Box::new(self.power()))
    }

    /// A name followed by its arguments, or one atom.
    fn application(&mut self) -> Term {
        let in_parentheses = self.peek() == "(";
        let head = self.atom();
        let (false, Term::Applied(name, mut arguments)) = (in_parentheses, head.clone()) else { return head };
        while self.starts_atom() {
            arguments.push(self.atom());
        }
        Term::Applied(name, arguments)
    }

    fn starts_atom(&self) -> bool {
        let first = self.peek().chars().next();
        !matches!(self.peek(), "let" | "in") && first.is_some_and(|c| c == '(' || c == '_' || c.is_alphanumeric())
    }

    fn atom(&mut self) -> Term {
        let token = self.take();
        if token == "(" {
            let term = self.term();
            self.expect(")");
            return term;
        }
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            return Term::Number(token);
        }
        assert!(token.starts_with(|c: char| c == '_' || c.is_alphabetic()), "unexpected {token}");
        Term::Applied(token, Vec::new())
    }
}

#[test]
fn terms_have_the_precedences_of_the_reals_of_coq() {
    let precision = Precision::bits(64).unwrap();
    let mut formulas = Formulas::default();
    formulas.define("other", "twice", &["x"], "2 * x");
    let mut value = |body: &str, n: usize| {
        let name = format!("f{n}");
        formulas.define("here", &name, &["x", "n"], body);
        let arguments = [3, 2].map(|x| Interval::from_integer(x, precision));
        formulas.value("here", &name, &arguments, precision)
    };
    let cases = [
        ("1 - 2 - 3", -4),
        ("12 / 2 / 3", 2),
        ("1 + 2 * x", 7),
        ("- x ^ 2", -9),
        ("- x + 1", -2),
        ("2 * - x", -6),
        ("/ 2 * 4", 2),
        ("2 ^ 2 ^ 3 - 250", 6),
        ("x ^ n * INR n", 18),
        ("sqrt (x + 1) * 3", 6),
        ("other.twice (x - 1) + other.twice n", 8),
        ("let y := x + 1 in let z := y * y in (z - y) / 4", 3),
    ];
    for (n, (body, expected)) in cases.into_iter().enumerate() {
        assert!(value(body, n).contains(&Interval::from_integer(expected, precision)), "{body}");
    }
}
