//! Plain tables and paragraphs.

/// On which side a column is flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows as aligned columns two blanks apart, one line each, without trailing blanks. Escape sequences take no room.
///
/// **Shapes**: `align` has one entry per column; a row may be shorter.
///
/// ```
/// use escapement::report::{Align, columns};
/// let table = columns(&[Align::Left, Align::Right], &[vec!["a".into(), "10".into()], vec!["bcd".into(), "7".into()]]);
/// assert_eq!(table, "a    10\nbcd   7\n");
/// ```
pub fn columns(align: &[Align], rows: &[Vec<String>]) -> String {
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| visible(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..align.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(align).zip(&widths).map(|((cell, align), width)| {
            let blanks = " ".repeat(width - visible(cell));
            match align {
                Align::Left => format!("{cell}{blanks}"),
                Align::Right => format!("{blanks}{cell}"),
            }
        });
        let cells: Vec<String> = cells.collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// Characters of a cell that are seen: all but those from an escape to its `m`.
fn visible(cell: &str) -> usize {
    let mut hidden = false;
    let seen = cell.chars().filter(|&character| {
        let before = hidden;
        hidden = character == '\x1b' || (hidden && character != 'm');
        !before && !hidden
    });
    seen.count()
}

/// A paragraph broken into lines of at most `width` characters where its words allow, each after `indent`.
///
/// ```
/// assert_eq!(escapement::report::wrapped("one two three", 9, "  "), "  one two\n  three\n");
/// ```
pub fn wrapped(paragraph: &str, width: usize, indent: &str) -> String {
    let (room, mut lines) = (width.saturating_sub(indent.chars().count()), Vec::<String>::new());
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Align, columns};

    #[test]
    fn colours_do_not_move_columns() {
        let rows = [["\x1b[31mred\x1b[0m", "1"], ["plain", "\x1b[1m23\x1b[0m"], ["", "m"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let table = columns(&[Align::Left, Align::Right], &rows);
        assert_eq!(table, "\x1b[31mred\x1b[0m     1\nplain  \x1b[1m23\x1b[0m\n        m\n");
    }
}
