//! The command-line program: `unhusk extract | regions | batch | links | rules`.

mod answer;
mod args;
mod batch;
mod desk;
mod extract;
mod fetch_args;
mod input;
mod links;
mod output;
mod regions;
mod resume;
mod rules;
mod tally;
mod work;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// What a command came to, as the program's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything went well.
    Done,
    /// Some input gave no result; the others were written.
    Partial,
    /// Ended by Ctrl-C; what was under way was written.
    Interrupted,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Extract(args) => extract::run(args),
        Command::Regions(args) => regions::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Links(args) => links::run(&args),
        Command::Rules(args) => rules::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        // The reader of our output went away (`| head`): not our failure.
        Err(e) if is_broken_pipe(&e) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Prints a message to standard error, in colour on a terminal.
fn complain(message: &dyn std::fmt::Display) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{red}error:{red:#} {message:#}");
}
