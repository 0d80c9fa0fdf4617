//! How far a long command is, on one line of a terminal that the next one replaces.
//!
//! What may enter: the clock, which no verdict ever sees.

use super::failure::Failure;
use super::output::draws;
use std::fmt::Display;
use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Columns that every terminal has.
const WIDTH: usize = 79;
/// Back to the start of the line, and clear it.
const CLEAR: &str = "\r\x1b[K";

/// Progress on standard error; silent where that is no terminal. The line goes when this goes.
#[derive(Debug)]
pub struct Progress {
    visible: bool,
    /// Least time between two lines.
    pause: Duration,
    began: Instant,
    shown: Option<Instant>,
    done: f64,
}

impl Progress {
    /// Progress that shows every change, each of which takes a while.
    pub fn of_parts() -> Self {
        Self::pausing(Duration::ZERO)
    }

    /// Progress that shows ten of its many changes a second.
    pub fn of_steps() -> Self {
        Self::pausing(Duration::from_millis(100))
    }

    fn pausing(pause: Duration) -> Self {
        Self { visible: draws(&std::io::stderr()), pause, began: now(), shown: None, done: 0.0 }
    }

    /// Shows how far the work is in words and as a fraction, and what is being done. Where the fraction falls, the work has
    /// started anew, and so does the estimate of the time that is left.
    pub fn show(&mut self, how_far: impl Display, done: f64, what: impl Display) {
        if done < self.done {
            self.began = now();
        }
        self.done = done;
        if self.visible && self.shown.is_none_or(|shown| shown.elapsed() >= self.pause) {
            let text = format!("{how_far}{}: {what}", estimate(self.began.elapsed(), done));
            let text: String = text.chars().take(WIDTH).collect();
            self.draw(&text);
            self.shown = Some(now());
        }
    }

    /// Replaces the line. That it cannot be written stops no work.
    fn draw(&self, text: &str) {
        let mut stderr = std::io::stderr();
        let _ = write!(stderr, "{CLEAR}{text}").and_then(|()| stderr.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            self.draw("");
        }
    }
}

/// Progress of what passes no milestones: the seconds gone by, once a second, until this goes.
#[derive(Debug)]
pub struct Ticking(Option<(mpsc::Sender<()>, JoinHandle<()>)>);

impl Ticking {
    /// Begins to count; silent where standard error is no terminal.
    pub fn begin(what: &'static str) -> Self {
        if !draws(&std::io::stderr()) {
            return Self(None);
        }
        let (ended, end) = mpsc::channel::<()>();
        let count = move || {
            let mut progress = Progress::of_parts();
            for seconds in 1u64.. {
                match end.recv_timeout(Duration::from_secs(1)) {
                    Err(RecvTimeoutError::Timeout) => progress.show(format_args!("{seconds} s"), 0.0, what),
                    _ => return,
                }
            }
        };
        Self(Some((ended, thread::spawn(count))))
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        if let Some((ended, counting)) = self.0.take() {
            drop(ended);
            // A line that could not be drawn stops no work.
            let _ = counting.join();
        }
    }
}

/// Ends the program with an error line and exit code 1 once it has worked for so many seconds.
pub fn limit(seconds: u64) {
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(seconds));
        if draws(&std::io::stderr()) {
            let _ = write!(std::io::stderr(), "{CLEAR}");
        }
        let _ = Failure::Budget(seconds).report();
        std::process::exit(1);
    });
}

/// The one look at the clock of the whole program, which lints keep away from everything else.
#[expect(clippy::disallowed_methods, reason = "the time left is shown to a person, and no verdict depends on it")]
pub fn now() -> Instant {
    Instant::now()
}

/// The time that is left if the rest goes as the part that is done; nothing before there is one.
fn estimate(elapsed: Duration, done: f64) -> String {
    let left = elapsed.as_secs_f64() * (1.0 - done) / done;
    // Halves of a second and less are a second: nobody plans with them.
    let seconds = left.ceil().max(1.0) as u64;
    match seconds {
        _ if !left.is_finite() => String::new(),
        0..100 => format!(", about {seconds} s left"),
        100..6000 => format!(", about {} min left", seconds.div_ceil(60)),
        _ => format!(", about {} h left", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::estimate;
    use std::time::Duration;

    #[test]
    fn the_rest_is_expected_to_go_as_what_is_done() {
        let cases = [
            (7, 0.0, ""),
            (0, 0.0, ""),
            (0, 0.5, ", about 1 s left"),
            (10, 0.5, ", about 10 s left"),
            (10, 1.0, ", about 1 s left"),
            (33, 0.25, ", about 99 s left"),
            (90, 0.25, ", about 5 min left"),
            (3600, 0.125, ", about 7 h left"),
        ];
        for (seconds, done, words) in cases {
            assert_eq!(estimate(Duration::from_secs(seconds), done), words, "{seconds} s for {done}");
        }
    }
}
