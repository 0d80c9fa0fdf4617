//! Markdown tables and links, and the escapes they need.

use super::{anchor, is_claim};

/// A table; cells are Markdown already.
pub(super) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return "None.\n".to_owned();
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
    let rule = vec!["---".to_owned(); header.len()];
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{}{rows}", line(&header), line(&rule))
}

/// Prose for a table cell or a paragraph: what Markdown would take for markup is escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let markup = match character {
            '|' | '*' | '`' | '\\' | '$' | '~' => true,
            // Inside a word an underscore is itself, and before a blank or a sign so is a less-than.
            '_' => !before.is_alphanumeric(),
            '<' => characters.peek().is_some_and(|next| next.is_alphabetic() || "/!?".contains(*next)),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(if character == '\n' { ' ' } else { character });
        before = character;
    }
    out
}

/// Text as code, for a table cell or a paragraph.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace('|', "\\|").replace('\n', " "))
}

/// Prose as [`escaped`] has it, with the labels of claims as links; what is code or a link already stays as it is.
pub(super) fn linked(text: &str) -> String {
    with_links(&escaped(text))
}

/// Markdown in which every label of a claim that stands alone becomes a link.
pub(super) fn with_links(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let (mut code, mut bracket, mut word) = (false, 0usize, String::new());
    for character in markdown.chars().chain(['\n']) {
        if character.is_ascii_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        let plain = !code && bracket == 0 && !out.ends_with(['/', '#', '-', '\\']);
        out.push_str(&if plain && is_claim(&word) { link(&word) } else { std::mem::take(&mut word) });
        word.clear();
        match character {
            '`' => code = !code,
            '[' if !code => bracket += 1,
            ']' if !code => bracket = bracket.saturating_sub(1),
            _ => (),
        }
        out.push(character);
    }
    out.pop();
    out
}

/// A claim as a link to its section.
pub(super) fn link(claim: &str) -> String {
    format!("[{claim}](#{})", anchor(claim))
}

/// The anchor that GitHub gives a heading.
pub(super) fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// What is unfolded on demand, under a line that says what it is.
pub(super) fn folded(summary: &str, body: &str) -> String {
    format!("<details><summary>{summary}</summary>\n\n{body}\n</details>\n")
}
