//! Standard output and files.

use escapement::{Error, error::Result};
use std::fs::File;
use std::io::{ErrorKind, IsTerminal, Write};

/// Prints to standard output. A reader that has gone away is no error: it had enough.
pub fn print(text: &str) -> Result<()> {
    write(&mut std::io::stdout().lock(), "standard output", text)
}

/// A value as indented JSON.
pub fn json(value: &impl serde::Serialize) -> String {
    // Only a map whose keys are no strings, or a writer that fails, could make this fail.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{text}\n")
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
