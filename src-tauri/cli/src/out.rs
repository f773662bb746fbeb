//! What the terminal shows: lines, errors, a progress bar.

use desk::error::Error;
use desk::progress::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether anything went to the standard output.
static HAS_SPOKEN: AtomicBool = AtomicBool::new(false);

/// A line to the standard output. A closed pipe is not our failure.
pub fn line(text: &str) {
    HAS_SPOKEN.store(true, Ordering::Relaxed);
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The standard output for what is too long for one text.
pub fn stream() -> impl Write {
    HAS_SPOKEN.store(true, Ordering::Relaxed);
    std::io::BufWriter::new(std::io::stdout().lock())
}

/// A text to the standard error.
pub fn aside(text: &str) {
    let _ = write!(std::io::stderr(), "{text}");
}

/// A refusal as JSON, `{"error": {code, message, hint, field}}`, where no other answer was given.
pub fn refusal(error: &Error) {
    if HAS_SPOKEN.load(Ordering::Relaxed) {
        return;
    }
    let told = serde_json::json!({ "error": {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "field": error.field,
    }});
    line(&told.to_string());
}

/// A sentence to the standard error.
pub fn complaint(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "错误：{sentence}");
}

/// An error to the standard error: sentence and next step; the chain only for those who ask for it
/// with `CHENGBAO_DEBUG=1`.
pub fn error(error: &Error) {
    complaint(&error.to_string());
    if let (Some(source), Ok("1")) = (&error.source, std::env::var("CHENGBAO_DEBUG").as_deref()) {
        let _ = writeln!(std::io::stderr(), "原因：{source}");
    }
}

/// Progress as a bar on a terminal, nothing elsewhere.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that appears with the first step.
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Take the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn step(&self, label: &str, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
        self.0.set_message(label.to_owned());
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}
