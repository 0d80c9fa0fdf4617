//! The notation of the statements, set as mathematics: Greek letters, signs, indices and exponents.

use super::element::{number, text};

/// Words that are set as one sign.
const SIGNS: [(&str, &str); 8] = [
    ("alpha", "\u{3b1}"),
    ("delta", "\u{3b4}"),
    ("eps", "\u{3b5}"),
    ("kappa", "\u{3ba}"),
    ("mu", "\u{3bc}"),
    ("pi", "\u{3c0}"),
    ("sqrt", "\u{221a}"),
    ("tau", "\u{3c4}"),
];

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Line,
    Index,
    Exponent,
}

/// Which end of a label its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text in the notation of the statements.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pieces: Vec<(Level, String)>,
    size: f64,
}

impl Label {
    /// Reads the text; `size` is that of its letters.
    pub(super) fn new(source: &str, size: f64) -> Self {
        let mut pieces: Vec<(Level, String)> = Vec::new();
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            let level = match first {
                '_' => Level::Index,
                '^' => Level::Exponent,
                _ => Level::Line,
            };
            let taken =
                if level == Level::Line { rest.find(['_', '^']).unwrap_or(rest.len()) } else { 1 + raised(&rest[1..]) };
            let (piece, left) = rest.split_at(taken);
            let piece = signs(piece.trim_start_matches(['_', '^']));
            pieces.push((level, piece));
            rest = left;
        }
        Self { pieces, size }
    }

    /// About how long it is: no font is at hand to measure it with, so rather too long.
    pub(super) fn width(&self) -> f64 {
        let width = |(level, piece): &(Level, String)| {
            let share = if *level == Level::Line { 0.55 } else { 0.42 };
            piece.chars().count() as f64 * share * self.size
        };
        self.pieces.iter().map(width).sum()
    }

    /// The text with its baseline at a height.
    pub(super) fn draw(&self, x: f64, y: f64, anchor: Anchor, class: &str) -> String {
        self.element(&format!("x=\"{}\" y=\"{}\"", number(x), number(y)), anchor, class)
    }

    /// The text upwards, centred on a point.
    pub(super) fn draw_upwards(&self, x: f64, y: f64, class: &str) -> String {
        let place = format!("transform=\"translate({} {}) rotate(-90)\"", number(x), number(y));
        self.element(&place, Anchor::Middle, class)
    }

    fn element(&self, place: &str, anchor: Anchor, class: &str) -> String {
        if self.pieces.is_empty() {
            return String::new();
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let size = number(self.size);
        // Without being told to keep blanks, some programs drop those between the pieces.
        let blanks = if self.pieces.len() > 1 { " xml:space=\"preserve\"" } else { "" };
        format!("<text class=\"{class}\" {place}{anchor} font-size=\"{size}\"{blanks}>{}</text>\n", self.spans())
    }

    /// The pieces, those off the line moved there and the next one moved back: a baseline shift is not drawn everywhere.
    fn spans(&self) -> String {
        let mut height = 0.0;
        let mut out = String::new();
        for (level, piece) in &self.pieces {
            let (wanted, share) = match level {
                Level::Line => (0.0, 1.0),
                Level::Index => (0.25 * self.size, 0.75),
                Level::Exponent => (-0.38 * self.size, 0.75),
            };
            let (shift, piece) = (number(wanted - height), text(piece));
            if shift == "0" && *level == Level::Line {
                out.push_str(&piece);
            } else {
                let size = number(share * self.size);
                out.push_str(&format!("<tspan dy=\"{shift}\" font-size=\"{size}\">{piece}</tspan>"));
            }
            height = wanted;
        }
        out
    }
}

/// Length of an index or exponent: a sign, then letters and digits.
fn raised(rest: &str) -> usize {
    let signed = usize::from(rest.starts_with(['-', '+']));
    let end = rest[signed..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len() - signed);
    signed + end
}

/// Words and characters replaced by the signs they stand for.
fn signs(piece: &str) -> String {
    let piece = piece.replace("->", "\u{2192}");
    let mut out = String::new();
    let mut rest = piece.as_str();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let length = if word > 0 { word } else { first.len_utf8() };
        let (taken, left) = rest.split_at(length);
        let sign = SIGNS.iter().find(|(name, _)| *name == taken).map(|(_, sign)| *sign);
        // Between letters a hyphen and an apostrophe stay what they are.
        let inside = out.ends_with(|c: char| c.is_alphabetic()) && left.starts_with(|c: char| c.is_alphabetic());
        match (sign, taken) {
            (Some(sign), _) => out.push_str(sign),
            (None, "-") if !inside => out.push('\u{2212}'),
            (None, "'") => out.push(if inside { '\u{2019}' } else { '\u{2032}' }),
            (None, "*") => out.push('\u{b7}'),
            (None, plain) => out.push_str(plain),
        }
        rest = left;
    }
    out
}
