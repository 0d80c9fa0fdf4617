//! Markdown tables and the escapes they need.

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
