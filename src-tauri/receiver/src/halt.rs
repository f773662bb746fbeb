//! Where a test stops the receiver dead, to see what a power cut at that very moment leaves behind.

/// The variable that names the step to stop at.
#[cfg(debug_assertions)]
const STEP: &str = "CHENGBAO_RECEIVER_HALT";

/// Stop the process here if this is the step that was named. A program that is handed out, built
/// without debug assertions, knows nothing of it.
pub fn at(step: &str) {
    #[cfg(debug_assertions)]
    if std::env::var_os(STEP).is_some_and(|named| named == step) {
        std::process::abort();
    }
    #[cfg(not(debug_assertions))]
    let _ = step;
}
