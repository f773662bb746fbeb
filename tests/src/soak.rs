//! How long a test that kills something goes on: some rounds in `./dev test`, many in `./dev soak`.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Rounds: as many as told, or so many times more where `CHENGBAO_SOAK` says so.
#[must_use]
pub fn rounds(short: u64) -> u64 {
    let times = std::env::var("CHENGBAO_SOAK").ok().and_then(|t| t.parse::<u64>().ok());
    short * times.unwrap_or(1).max(1)
}

/// Numbers that look random and are the same in every run.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Begin from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

/// Start a program that says nothing.
///
/// # Panics
/// When it does not start.
pub fn start(command: &mut Command) -> Child {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.spawn().expect("it starts")
}

/// How long a program runs that nobody stops.
///
/// # Panics
/// When it fails.
pub fn time(command: &mut Command) -> Duration {
    let begun = Instant::now();
    let done = start(command).wait().expect("it ends");
    assert!(done.success(), "{command:?} does what it should where nobody kills it");
    begun.elapsed()
}

/// Run a program and kill it after so long; gives whether it had ended well before, and so had
/// acknowledged what it did.
///
/// # Panics
/// When it fails without being killed.
pub fn kill_after(command: &mut Command, after: Duration) -> bool {
    let mut child = start(command);
    let until = Instant::now() + after;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            assert!(status.success(), "{command:?} failed by itself");
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let _ = child.kill();
    child.wait().expect("it ends").success()
}
