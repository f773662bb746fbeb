//! `chengbao-receiver`: the upstream side (收件端). Takes sealed bundles over tus, checks them,
//! and answers with a signed receipt.
//!
//! It keeps one folder: a SQLite database, the bundles as they arrived, and its signing key. It
//! never opens a bundle's personal data and writes none of it to its log.

mod accept;
mod cli;
mod clock;
mod data;
mod failure;
mod http;
mod pair;
mod serve;
mod store;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let done = match arguments.command {
        cli::Command::Serve(options) => serve::run(&options),
        cli::Command::Pair(options) => pair::run(&options),
        cli::Command::List(options) => cli::list(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing helps if even stderr is gone.
            let _ = writeln!(std::io::stderr(), "出错：{failure}");
            ExitCode::FAILURE
        }
    }
}
