//! `escapement covers`: covers boxes of parameters and writes the evidence, or compares it with the one that is there.

use super::failure::{Failure, Outcome};
use super::output::{Sink, failed};
use super::progress::Progress;
use escapement::evidence::Coverable;
use escapement::report::{COVERS_PATH, cover_entries, cover_entry, covers_json, drift, map_path};
use escapement::theorems::{Theorem, catalogue};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Covers to compute, by the names in the evidence; all when none is given
    #[arg(value_name = "COVER")]
    names: Vec<String>,
    /// Write nothing; fail when the evidence differs from what would be written
    #[arg(long)]
    check: bool,
}

/// Covers the boxes, and writes what was shown or compares it.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let all: Vec<(Theorem, Box<dyn Coverable>)> =
        catalogue().into_iter().flat_map(|theorem| (theorem.covers)().into_iter().map(move |c| (theorem, c))).collect();
    let known: Vec<&str> = all.iter().map(|(_, cover)| cover.info().name).collect();
    if let Some(unknown) = arguments.names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(Failure::Usage(format!("cover is '{unknown}', but must be one of {}", known.join(", "))));
    }
    let chosen = |name: &str| arguments.names.is_empty() || arguments.names.iter().any(|own| own == name);
    let count = known.iter().filter(|name| chosen(name)).count();
    // What was shown before of those that are not computed now.
    let kept = if count == known.len() && !arguments.check { Vec::new() } else { cover_entries(&read(COVERS_PATH)?) };
    let (mut entries, mut files, mut progress, mut done) = (Vec::new(), Vec::new(), Progress::of_parts(), 0u32);
    for (theorem, cover) in &all {
        let info = cover.info();
        if !chosen(info.name) {
            entries.extend(kept.iter().find(|entry| entry["name"] == info.name).cloned());
            continue;
        }
        let how_far = format_args!("{done} of {count} covers done");
        progress.show(how_far, f64::from(done) / count as f64, info.name);
        let report = cover.cover()?;
        if info.drawn {
            let maps: String = report.boxes.iter().map(|one| format!("{}\n", one.map)).collect();
            files.push((map_path(info.name), maps));
        }
        entries.push(cover_entry(theorem, &report));
        done += 1;
    }
    drop(progress);
    let good = entries.iter().all(|entry| entry["verdict"] == "verified");
    files.push((COVERS_PATH.to_owned(), covers_json(&entries)));
    for (path, text) in files {
        if !arguments.check {
            Sink::open(Some(&path))?.write(&text)?;
        } else if let Some(drift) = drift(&read(&path)?, &text) {
            return Err(Failure::Drift(format!("{path} is not current: {drift}")));
        }
    }
    Ok(if good { Outcome::Good } else { Outcome::Bad })
}

fn read(path: &str) -> Result<String, Failure> {
    Ok(std::fs::read_to_string(path).map_err(|error| failed(path, &error))?)
}
