//! Standard output and files.

use escapement::{Error, error::Result};
use std::fs::File;
use std::io::{ErrorKind, IsTerminal, Read, Write};

/// Prints to standard output. A reader that has gone away is no error: it had enough.
pub fn print(text: &str) -> Result<()> {
    write(&mut std::io::stdout().lock(), "standard output", text)
}

/// Tells the user something that is no failure, on standard error. That it cannot be written stops no work.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "note: {text}");
}

/// A value as indented JSON.
pub fn json(value: &impl serde::Serialize) -> String {
    // Only a map whose keys are no strings, or a writer that fails, could make this fail.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{text}\n")
}

/// A value as JSON that is looked into.
///
/// **Errors**: [`Error::File`] for one that JSON cannot hold.
pub fn value(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    let failed = |error: serde_json::Error| Error::File { path: "JSON".to_owned(), reason: error.to_string() };
    serde_json::to_value(value).map_err(failed)
}

/// What a command found as indented JSON, after the name of its form, the program's version and what was asked.
pub fn answer(command: &str, inputs: &impl serde::Serialize, found: &impl serde::Serialize) -> String {
    let head = serde_json::json!({
        "schema": format!("escapement/{command}/1"),
        "version": env!("CARGO_PKG_VERSION"),
        "inputs": inputs,
    });
    let (mut whole, found) = (head, serde_json::to_value(found).unwrap_or_default());
    if let (Some(whole), serde_json::Value::Object(found)) = (whole.as_object_mut(), found) {
        whole.extend(found);
    }
    json(&whole)
}

/// A header, rows, and a last column with how the run ended, in a row of its own where there is no other.
pub fn csv(header: &str, rows: impl Iterator<Item = String>, outcome: &str) -> String {
    let rows: Vec<String> = rows.collect();
    let empty = ",".repeat(header.matches(',').count());
    let rows = if rows.is_empty() { vec![empty] } else { rows };
    // An outcome may hold a comma.
    let lines = rows.into_iter().map(|row| format!("{row},\"{outcome}\"\n"));
    std::iter::once(format!("{header},outcome\n")).chain(lines).collect()
}

/// Most bytes of a file that is read.
pub const MOST_READ: u64 = 1 << 24;

/// The text of a file of at most 16 MiB.
///
/// **Errors**: [`Error::File`] for one that cannot be read, is longer, or is not UTF-8.
pub fn read(path: &str) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| failed(path, &error))?;
    file.take(MOST_READ + 1).read_to_string(&mut text).map_err(|error| failed(path, &error))?;
    if text.len() as u64 > MOST_READ {
        return Err(Error::File { path: path.to_owned(), reason: "longer than the 16 MiB that are read".to_owned() });
    }
    Ok(text)
}

/// A file that is open for writing, or standard output.
#[derive(Debug)]
pub struct Sink(Option<(String, File)>);

impl Sink {
    /// Opens the file at once, so that a long run does not end in an unwritable one.
    pub fn open(path: Option<&str>) -> Result<Self> {
        let create = |path: &str| match File::create(path) {
            Ok(file) => Ok((path.to_owned(), file)),
            Err(error) => Err(failed(path, &error)),
        };
        path.map(create).transpose().map(Self)
    }

    /// Whether colours are seen and wanted: on a terminal, unless the environment has `NO_COLOR` (see no-color.org).
    pub fn takes_colours(&self) -> bool {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        self.0.is_none() && draws(&std::io::stdout()) && !unwanted
    }

    /// Writes the text.
    pub fn write(self, text: &str) -> Result<()> {
        match self.0 {
            None => print(text),
            Some((path, mut file)) => write(&mut file, &path, text),
        }
    }
}

fn write(target: &mut impl Write, name: &str, text: &str) -> Result<()> {
    match target.write_all(text.as_bytes()).and_then(|()| target.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failed(name, &error)),
        _ => Ok(()),
    }
}

/// What the operating system said about a file.
pub fn failed(path: &str, error: &std::io::Error) -> Error {
    Error::File { path: path.to_owned(), reason: error.to_string() }
}

/// Whether a stream is a terminal that knows escape sequences.
pub fn draws(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}
