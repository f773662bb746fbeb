//! CPU time and memory of a process: on a shared machine the clock on the wall says nothing.

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};

/// CPU seconds this process has used.
pub fn cpu() -> f64 {
    let now = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("the system has a CPU clock");
    now.tv_sec() as f64 + now.tv_nsec() as f64 / 1e9
}

/// CPU seconds of this process and of those it has waited for.
pub fn cpu_with_children() -> f64 {
    let usage = usage(UsageWho::RUSAGE_CHILDREN);
    let seconds = |t: nix::sys::time::TimeVal| t.tv_sec() as f64 + t.tv_usec() as f64 / 1e6;
    cpu() + seconds(usage.user_time()) + seconds(usage.system_time())
}

/// The most memory this process has held at once, in MiB.
pub fn peak() -> f64 {
    mebibytes(&usage(UsageWho::RUSAGE_SELF))
}

/// The most memory the largest child has held at once, in MiB.
pub fn peak_of_children() -> f64 {
    mebibytes(&usage(UsageWho::RUSAGE_CHILDREN))
}

fn usage(who: UsageWho) -> Usage {
    getrusage(who).expect("the system counts")
}

fn mebibytes(usage: &Usage) -> f64 {
    // Bytes on macOS, KiB elsewhere.
    let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    usage.max_rss() as f64 * unit / f64::from(1 << 20)
}
