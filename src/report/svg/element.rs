//! Elements, numbers and text of an SVG document.

/// A length with two decimals, without trailing zeros or a negative zero.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// An empty element on a line of its own: its class, attributes that are numbers, and others as they stand.
pub(super) fn element(name: &str, class: &str, numbers: &[(&str, f64)], rest: &str) -> String {
    let numbers: String = numbers.iter().map(|(name, value)| format!(" {name}=\"{}\"", number(*value))).collect();
    format!("<{name} class=\"{class}\"{numbers}{rest}/>\n")
}

/// A path on a line of its own; nothing where there is nothing to draw.
pub(super) fn path(class: &str, commands: &str, rest: &str) -> String {
    if commands.is_empty() { String::new() } else { format!("<path class=\"{class}\" d=\"{commands}\"{rest}/>\n") }
}

/// The commands of a line through points.
pub(super) fn through(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut commands = String::new();
    for (x, y) in points {
        commands.push(if commands.is_empty() { 'M' } else { 'L' });
        commands.push_str(&format!("{} {}", number(x), number(y)));
    }
    commands
}

/// Text with its markup escaped.
pub(super) fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
