//! `chengbao-receiver`: the upstream side (收件端). Takes sealed bundles over tus, checks them,
//! and answers with a signed receipt.
//!
//! It keeps one folder: a SQLite database, the bundles as they arrived, and its keys. What is personal
//! stays inside the bundles and is shown to reviewers only ([`review`]); none of it is written to the
//! database or the log.

mod accept;
mod cli;
mod clock;
mod data;
mod decide;
mod failure;
mod halt;
mod http;
mod pair;
mod review;
mod reviewer;
mod serve;
mod stick;
mod store;
mod tls;

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
        cli::Command::Import(options) => stick::import(&options),
        cli::Command::Reply(options) => stick::reply(&options),
        cli::Command::Restored(options) => cli::restored(&options),
        cli::Command::Papers(options) => cli::papers(&options),
        cli::Command::Decide(options) => cli::decide(&options),
        cli::Command::Reviewer(options) => reviewer::run(&options),
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
