//! The `escapement` program: asks the library, prints, and exits with a code that says how it went.

#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
