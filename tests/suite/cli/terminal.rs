//! The `escapement` program on a terminal: progress while it works, none of it left when it is done.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, Output};

const VERIFY: [&str; 8] = ["verify", "--claim", "C1", "--claim", "E3", "--cases", "2", "--digits=30"];
const NETWORK: [&str; 13] = [
    "network",
    "--gain=6",
    "--memories=2",
    "--epsilon",
    "1/20",
    "--leak",
    "1/20",
    "--until",
    "3",
    "--saliency",
    "3",
    "--digits",
    "20",
];

/// Both ends of a terminal: the one that a person looks at, and the one that a program writes to.
fn terminal() -> (File, File) {
    let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&screen).and_then(|()| unlockpt(&screen)).expect("a terminal of one's own");
    let name = ptsname(&screen, Vec::new()).expect("its name").into_bytes();
    let line = OpenOptions::new().read(true).write(true).open(std::ffi::OsString::from_vec(name)).expect("its line");
    (screen.into(), line)
}

/// A stream of the program.
#[derive(Clone, Copy, PartialEq)]
enum Stream {
    Out,
    Err,
}

/// What a person sees when that stream is a terminal and the other is not, and what the program left elsewhere.
fn watched(stream: Stream, arguments: &[&str], variables: &[(&str, &str)]) -> (String, Output) {
    let (mut screen, line) = terminal();
    let mut command = Command::new(env!("CARGO_BIN_EXE_escapement"));
    command.args(arguments).env_remove("NO_COLOR").env("TERM", "xterm").envs(variables.iter().copied());
    let pipe = std::process::Stdio::piped;
    match stream {
        Stream::Out => command.stdout(line).stderr(pipe()),
        Stream::Err => command.stderr(line).stdout(pipe()),
    };
    let child = command.spawn().expect("the program starts");
    // The command holds the terminal's line open.
    drop(command);
    let mut seen = Vec::new();
    // Where the last writer has gone, Linux reports an error instead of an end.
    let _ = screen.read_to_end(&mut seen);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&seen));
    (String::from_utf8(seen).expect("UTF-8"), output)
}

// ---------------------------------------------------------------- progress

/// The lines of progress, each of which replaces the one before.
fn lines(screen: &str) -> Vec<&str> {
    let lines: Vec<&str> = screen.split("\r\x1b[K").collect();
    assert_eq!((lines.first(), lines.last()), (Some(&""), Some(&"")), "the last line is cleared: {screen:?}");
    assert!(lines.iter().all(|line| line.len() < 80 && !line.contains(['\n', '\x1b'])), "{screen:?}");
    lines[1..lines.len() - 1].to_vec()
}

#[test]
fn a_verification_shows_the_claim_how_many_are_done_and_the_time_left() {
    let (screen, output) = watched(Stream::Err, &[&VERIFY[..], &["--format", "json"]].concat(), &[]);
    let lines = lines(&screen);
    assert_eq!(lines[0], "0 of 2 claims done: all at once");
    assert!(lines[1].starts_with("1 of 2 claims done, about ") && lines[1].contains(" left: "), "{lines:?}");
    assert!(lines[2].starts_with("2 of 2 claims done"), "{lines:?}");
    assert_eq!(lines.len(), 3);
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).expect("nothing but JSON");
    assert_eq!(findings["summary"]["claims"], 2);
}

#[test]
fn a_network_run_shows_its_time_and_the_time_left() {
    for format in ["json", "text"] {
        let (screen, output) = watched(Stream::Err, &[&NETWORK[..], &["--format", format]].concat(), &[]);
        let lines = lines(&screen);
        assert!(!lines.is_empty(), "{screen:?}");
        for line in lines {
            assert!(line.starts_with("time ") && line.contains(" of 3.000, about "), "{line}");
            assert!(line.contains(" left: ") && line.ends_with(" bits"), "{line}");
        }
        assert!(!output.stdout.contains(&b'\r') && !output.stdout.contains(&0x1b));
    }
}

#[test]
fn nothing_is_shown_where_it_could_not_be_taken_back() {
    let (screen, _) = watched(Stream::Err, &VERIFY, &[("TERM", "dumb")]);
    assert_eq!(screen, "");
    let (_, output) = watched(Stream::Out, &VERIFY, &[]);
    assert_eq!(output.stderr, b"");
}

// ---------------------------------------------------------------- colours

const GREEN: &str = "\x1b[32mverified\x1b[0m";

/// The text without its colours and as files have it.
fn plain(screen: &str) -> String {
    let ends = ["\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m", "\r"];
    ends.iter().fold(screen.to_owned(), |text, end| text.replace(end, ""))
}

#[test]
fn verdicts_are_coloured_on_a_terminal_and_nothing_else_changes() {
    let (screen, _) = watched(Stream::Out, &VERIFY, &[]);
    assert_eq!(screen.matches(GREEN).count(), 2, "{screen}");
    assert!(screen.contains("\n\x1b[32mAll verified\x1b[0m: 2 claims, 2 verified, 0 refuted,"), "{screen}");
    assert_eq!(screen.matches('\x1b').count(), 6, "{screen}");
    let (_, output) = watched(Stream::Err, &VERIFY, &[]);
    assert_eq!(plain(&screen).as_bytes(), output.stdout);
    // An empty variable is as good as none.
    let (same, _) = watched(Stream::Out, &VERIFY, &[("NO_COLOR", "")]);
    assert_eq!(same, screen);
}

#[test]
fn colours_are_for_text_on_terminals_whose_owners_want_them() {
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let (screen, _) = watched(Stream::Out, &VERIFY, &[variable]);
        assert!(screen.contains("All verified") && !screen.contains('\x1b'), "{variable:?}: {screen}");
    }
    for format in ["json", "junit"] {
        let (screen, _) = watched(Stream::Out, &[&VERIFY[..], &["--format", format]].concat(), &[]);
        assert!(screen.contains("E3") && !screen.contains('\x1b'), "{screen}");
    }
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("coloured.txt");
    let name = path.to_str().expect("a plain path");
    let (screen, _) = watched(Stream::Out, &[&VERIFY[..], &["--output", name]].concat(), &[]);
    let written = std::fs::read_to_string(&path).expect("the file");
    assert!(screen.is_empty() && written.contains("All verified") && !written.contains('\x1b'), "{written}");
}
