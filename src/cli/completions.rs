//! `escapement completions`.

use super::failure::{Failure, Outcome};
use super::{Program, output};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory};
use clap_complete::{Shell, generate};
use escapement::theorems::catalogue;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Shell to write for: bash, zsh, fish, elvish or powershell
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// Prints the script that teaches a shell the commands and their arguments.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut program = taught();
    let (name, mut script) = (program.get_name().to_owned(), Vec::new());
    generate(arguments.shell, &mut program, name, &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Good)
}

/// The program, with the theorems and claims of the catalogue among what may be completed.
fn taught() -> Command {
    let theorems = catalogue();
    let claims = theorems.iter().flat_map(|theorem| (theorem.claims)());
    let claims: Vec<PossibleValue> =
        claims.map(|claim| PossibleValue::new(claim.info().id).help(claim.info().title)).collect();
    let theorems: Vec<PossibleValue> =
        theorems.iter().map(|theorem| PossibleValue::new(theorem.id).help(theorem.title)).collect();
    let one_of = |values: Vec<PossibleValue>| |argument: Arg| argument.value_parser(PossibleValuesParser::new(values));
    let names: Vec<PossibleValue> = theorems.into_iter().chain(claims.clone()).collect();
    Program::command()
        .mut_subcommand("verify", |verify| {
            verify.mut_arg("theorems", one_of(names.clone())).mut_arg("claims", one_of(claims))
        })
        .mut_subcommand("explain", |explain| explain.mut_arg("names", one_of(names)))
}
