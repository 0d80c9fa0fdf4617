//! `escapement check-certificate`: proves again, from the boxes of a certificate alone, what `cycle --prove` has proved.

use super::cycle::Inputs;
use super::failure::{Failure, Outcome};
use super::output;
use escapement::model::{Inclusion, ProvedBox, ReturnMap, SectionBox};
use escapement::numerics::rational::parse;
use escapement::numerics::{Interval, Precision};
use escapement::{Error, error::Result};
use rug::float::Round;
use rug::{Float, Rational};
use serde::{Deserialize, Serialize};

/// Digits of a bound in print.
const BOUND_DIGITS: usize = 6;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// JSON file that `escapement cycle --prove --format json` has printed
    #[arg(value_name = "FILE")]
    file: String,
}

/// What is proved: of every box, that one and the same cycle goes through it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Certificate {
    boxes: Vec<CertifiedBox>,
}

/// A box of the section, and what is proved of it. Coordinates are `c_0 ... c_(P-2)`, then the saliencies.
#[derive(Debug, Serialize, Deserialize)]
struct CertifiedBox {
    bits: u32,
    centre: Vec<String>,
    radii: Vec<String>,
    cycles: u32,
    visits_in_turn: bool,
    /// How far the image reaches, in radii.
    image_reach: String,
    /// The norm of the derivative.
    contraction: String,
    /// Lower and upper end.
    dwell: [String; 2],
    period: [String; 2],
}

/// The part of a certificate's file that the proof is made from, and what it is held against.
#[derive(Debug, Deserialize)]
struct File {
    inputs: Inputs,
    certificate: Certificate,
}

/// Proves every box again and says so.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let path = &arguments.file;
    let text = output::read(path)?;
    let wrong = |reason: String| Error::File { path: path.clone(), reason };
    let file: File = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let map = file.inputs.map()?;
    if file.certificate.boxes.is_empty() {
        return Err(wrong("the certificate has no box".to_owned()).into());
    }
    let mut proved = Vec::new();
    for (number, stated) in file.certificate.boxes.iter().enumerate() {
        let again = stated.prove(&map)?;
        let fault = stated.fault(&map, &again.inclusion)?;
        if let Some(fault) = fault.or_else(|| proved.first().and_then(|wide| outside(wide, &again))) {
            return Err(Failure::Nothing(format!("the certificate does not hold: box {}: {fault}", number + 1)));
        }
        proved.push(again);
    }
    output::print(&format!("{}the certificate holds\n", Certificate::of(&map, &proved).text()?))?;
    Ok(Outcome::Good)
}

/// What is wrong with a box that is to hold the same cycle as a wider one.
fn outside(wide: &ProvedBox, other: &ProvedBox) -> Option<&'static str> {
    let bounds = |start: &SectionBox, k: usize| {
        let (centre, radius) = (&start.centre[k], &start.radii[k]);
        (Rational::from(centre - radius), Rational::from(centre + radius))
    };
    let inside = |k: usize| {
        let (outer, inner) = (bounds(&wide.start, k), bounds(&other.start, k));
        outer.0 <= inner.0 && inner.1 <= outer.1
    };
    (!(0..wide.start.centre.len()).all(inside)).then_some("it does not lie in the first one")
}

impl Certificate {
    /// The certificate of some boxes.
    pub fn of(map: &ReturnMap, boxes: &[ProvedBox]) -> Self {
        Self { boxes: boxes.iter().map(|proved| CertifiedBox::of(map, proved)).collect() }
    }

    /// What is proved, box by box.
    pub fn text(&self) -> Result<String> {
        self.boxes.iter().map(CertifiedBox::text).collect()
    }
}

impl CertifiedBox {
    fn of(map: &ReturnMap, proved: &ProvedBox) -> Self {
        let ProvedBox { start, precision, inclusion } = proved;
        let texts = |values: &[Rational]| values.iter().map(ToString::to_string).collect();
        let period = &inclusion.dwell * &Rational::from(map.memories() as u64);
        Self {
            bits: precision.get(),
            centre: texts(&start.centre),
            radii: texts(&start.radii),
            cycles: *inclusion.cycles.value(),
            visits_in_turn: inclusion.in_order.is_some_and(|in_order| in_order.holds()),
            image_reach: above(&inclusion.reach),
            contraction: above(&inclusion.contraction),
            dwell: ends(&inclusion.dwell),
            period: ends(&period),
        }
    }

    /// Proves the box again.
    fn prove(&self, map: &ReturnMap) -> Result<ProvedBox> {
        let numbers = |argument: &'static str, texts: &[String]| {
            texts.iter().map(|text| parse(argument, text)).collect::<Result<Vec<Rational>>>()
        };
        let start = SectionBox { centre: numbers("centre", &self.centre)?, radii: numbers("radius", &self.radii)? };
        let precision = Precision::bits(self.bits)?;
        let inclusion = map.cycles_through(&start, precision)?;
        Ok(ProvedBox { start, precision, inclusion })
    }

    /// What the certificate says and the proof does not; the proof is the same to the last bit wherever it runs.
    fn fault(&self, map: &ReturnMap, again: &Inclusion) -> Result<Option<&'static str>> {
        let period = &again.dwell * &Rational::from(map.memories() as u64);
        let holds = |stated: &[String; 2], proved: &Interval| -> Result<bool> {
            let (low, high) = (parse("interval", &stated[0])?, parse("interval", &stated[1])?);
            Ok(*proved.lower() >= low && *proved.upper() <= high)
        };
        let bounds = |stated: &str, proved: &Float| -> Result<bool> { Ok(*proved <= parse("bound", stated)?) };
        let claims = [
            (self.cycles == 1 && *again.cycles.value() == 1, "no cycle is proved to go through it"),
            (!self.visits_in_turn || again.in_order.is_some(), "the order of the memories is not proved"),
            (holds(&self.dwell, &again.dwell)? && holds(&self.period, &period)?, "its dwell or period is not proved"),
            (
                bounds(&self.image_reach, &again.reach)? && bounds(&self.contraction, &again.contraction)?,
                "its image or its contraction is not proved",
            ),
        ];
        Ok(claims.into_iter().find(|claim| !claim.0).map(|claim| claim.1))
    }

    /// What is proved, on a few lines.
    fn text(&self) -> Result<String> {
        let order = if self.visits_in_turn { ", and it visits the memories in turn" } else { "" };
        let radii = self.radii.iter().map(|radius| parse("radius", radius)).collect::<Result<Vec<_>>>()?;
        let widest = radii.into_iter().fold(Rational::new(), Rational::max);
        let radius = Float::with_val(64, widest).to_string_radix(10, Some(3));
        let [low, high] = &self.period;
        Ok(format!(
            "proved at {} bits: one cycle goes through the box of radius {radius} and attracts all of it{order}\n\
             \x20 image within {} of the box, derivative at most {}\n  period from {low}\n           to {high}\n",
            self.bits, self.image_reach, self.contraction
        ))
    }
}

/// A bound rounded up.
fn above(bound: &Float) -> String {
    bound.to_string_radix_round(10, Some(BOUND_DIGITS), Round::Up)
}

/// The ends of an enclosure, each rounded outward to the digits that tell them apart and a few more.
fn ends(x: &Interval) -> [String; 2] {
    const MORE: usize = 3;
    let digits = Some(x.digits(1000) as usize + MORE);
    [x.lower().to_string_radix_round(10, digits, Round::Down), x.upper().to_string_radix_round(10, digits, Round::Up)]
}
