//! A receiver of our own on loopback, for a job that was given none.

use desk::error::{Code, Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running receiver; stopped when dropped.
pub struct Receiver {
    child: Child,
    /// The pairing file it wrote.
    pub pairing: PathBuf,
}

impl Receiver {
    /// Start the receiver that lies beside this program.
    pub fn start(out: &Path, unit_code: &str, unit_name: &str) -> Result<Self> {
        let missing = || {
            Error::new(
                Code::NotFound,
                "本机没有收件端程序 chengbao-receiver",
                "请用 --pairing 给出上级的配对文件，或把收件端放在本程序旁边",
            )
        };
        let program = std::env::current_exe().map_err(|e| Error::io("本程序", e))?;
        let name = if cfg!(windows) { "chengbao-receiver.exe" } else { "chengbao-receiver" };
        let binary = program.with_file_name(name);
        if !binary.is_file() {
            return Err(missing());
        }
        let pairing = out.join("pairing.json");
        let child = Command::new(binary)
            .arg("serve")
            .arg("--data")
            .arg(out.join("receiver"))
            .args(["--listen", "127.0.0.1:0", "--pair-unit", unit_code, "--pair-name", unit_name])
            .arg("--pairing-file")
            .arg(&pairing)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| missing().with_source(e))?;
        let receiver = Self { child, pairing };
        let patience = Instant::now() + Duration::from_secs(20);
        while !receiver.pairing.is_file() {
            if Instant::now() > patience {
                return Err(Error::new(Code::Offline, "本机收件端没有起来", "请重试一次"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(receiver)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // It keeps everything it acknowledged on disk; there is nothing to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
