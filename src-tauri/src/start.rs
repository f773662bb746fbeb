//! What has to happen before the window: arguments, the office folder, the renderer.

use desk::error::{Error, Result};
use std::path::PathBuf;

/// Arguments of the window.
#[derive(Debug, Default)]
pub struct Arguments {
    office: Option<PathBuf>,
    /// The data we ship, where it is not found by itself.
    pub resources: Option<PathBuf>,
}

impl Arguments {
    /// `--office DIR` and `--resources DIR`; anything else is left to the desktop.
    pub fn read() -> Self {
        let mut given = Self::default();
        let mut words = std::env::args_os().skip(1);
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--office") => given.office = words.next().map(PathBuf::from),
                Some("--resources") => given.resources = words.next().map(PathBuf::from),
                _ => {}
            }
        }
        given
    }

    /// The office folder: the one given, else 呈报资料夹 among the person's documents.
    pub fn office(&self) -> Result<PathBuf> {
        if let Some(office) = &self.office {
            return Ok(office.clone());
        }
        desk::resources::default_office().ok_or_else(|| Error::not_found("放资料的文件夹"))
    }
}

/// WebKitGTK draws nothing on some graphics drivers with its default renderer. The variable must be
/// there before the first thread, so the program starts itself once more with it.
#[cfg(target_os = "linux")]
pub fn soften_renderer() {
    use std::os::unix::process::CommandExt;
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(VARIABLE).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        // Returns only when it failed; then the window is tried with the default renderer.
        let _ = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(VARIABLE, "1")
            .exec();
    }
}

/// Other systems draw with what they have.
#[cfg(not(target_os = "linux"))]
pub fn soften_renderer() {}
