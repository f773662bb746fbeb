//! Tauri's build step: reads `tauri.conf.json` and the capability file.
fn main() {
    tauri_build::build();
}
