//! A real receiver process, a proxy that misbehaves on demand, and a place to keep upload state.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bundle::Signer;
use desk::error::Result;
use desk::progress::Progress;
use desk::sync::{Client, Patience, UploadJob, UploadState, parse_pairing};
use engine::protocol::Pairing;
use tempfile::{TempDir, tempdir};

/// The receiver's program; `cargo test` puts it beside the folder of the test programs.
pub fn program() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let path = exe.parent().unwrap().parent().unwrap().join("chengbao-receiver");
    assert!(path.exists(), "build the receiver first: cargo build --workspace --bins");
    path
}

/// Run the receiver's program to its end.
pub fn receiver_command(args: &[&str]) -> Output {
    Command::new(program()).args(args).output().unwrap()
}

/// A running receiver; killed when dropped.
pub struct Receiver {
    child: Child,
    /// Its data folder.
    pub data: PathBuf,
    /// Its port.
    pub port: u16,
}

impl Receiver {
    /// Start on any free port, paired with the invented unit.
    pub fn start(data: &Path) -> Self {
        Self::start_on(data, 0)
    }

    /// Start on a port, as after a restart.
    pub fn start_on(data: &Path, port: u16) -> Self {
        Self::start_as(data, port, &[], None)
    }

    /// Start with options of its own, and perhaps so that it stops dead at a step.
    pub fn start_as(data: &Path, port: u16, options: &[&str], halt: Option<&str>) -> Self {
        let port_file = data.join("port");
        let _ = fs::remove_file(&port_file);
        let log = fs::File::options().create(true).append(true).open(data.join("log")).unwrap();
        let child = Command::new(program())
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .arg("--port-file")
            .arg(&port_file)
            .args(["--pair-unit", crate::bag::UNIT, "--pair-name", "样例单位"])
            .arg("--pairing-file")
            .arg(data.join("pairing.json"))
            .args(options)
            .envs(halt.map(|step| ("CHENGBAO_RECEIVER_HALT", step)))
            .stdout(Stdio::null())
            // Kept beside the data, to be read when a test fails.
            .stderr(log)
            .spawn()
            .unwrap();
        let mut receiver = Self { child, data: data.to_owned(), port: 0 };
        wait_until("the receiver listens", || {
            assert!(receiver.child.try_wait().unwrap().is_none(), "the receiver stopped");
            receiver.port = fs::read_to_string(&port_file).ok()?.parse().ok()?;
            Some(())
        });
        receiver
    }

    /// The pairing file it wrote.
    pub fn pairing(&self) -> Pairing {
        parse_pairing(&fs::read_to_string(self.data.join("pairing.json")).unwrap()).unwrap()
    }

    /// Its peak resident memory in KiB.
    #[cfg(target_os = "linux")]
    pub fn peak_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Wait until it has stopped by itself.
    pub fn wait_stopped(&mut self) {
        wait_until("the receiver stops", || self.child.try_wait().unwrap().map(drop));
    }

    /// Ask it to stop as a service manager would; gives whether it ended well.
    pub fn terminate(&mut self) -> bool {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().success()
    }

    /// The received bundles, by its own `list --json`.
    pub fn list(&self) -> Vec<serde_json::Value> {
        let output = receiver_command(&["list", "--json", "--data", self.data.to_str().unwrap()]);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Where it keeps a bundle.
    pub fn stored(&self, bundle_id: &str) -> PathBuf {
        self.data.join("bundles").join(crate::bag::UNIT).join(format!("{bundle_id}.zip"))
    }

    /// Unfinished uploads on its disk, with their sizes.
    pub fn parts(&self) -> Vec<u64> {
        let folder = fs::read_dir(self.data.join("parts")).unwrap();
        folder.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len())).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Wait for something that must happen soon.
pub fn wait_until<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(result) = done() {
            return result;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "waited too long until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The sum of a fault test, into the output of every run, not only of failed ones.
pub fn told(what: &str) {
    // Not by `eprintln!`, which the test's own output swallows.
    let mut out = std::io::stderr().lock();
    out.write_all(format!("{what}\n").as_bytes()).unwrap();
}

/// Short waits, so that a test of retrying does not take minutes.
pub fn impatient() -> Patience {
    Patience {
        first_delay: Duration::from_millis(20),
        longest_delay: Duration::from_millis(200),
        attempts: 6,
        ..Patience::default()
    }
}

/// A client that does not wait long.
pub fn client(pairing: &Pairing) -> Client {
    Client::new(pairing.clone(), impatient()).unwrap()
}

/// Upload state in a file, as durable as the store's.
pub struct FileState(pub PathBuf);

impl UploadState for FileState {
    fn load(&self) -> Result<Option<String>> {
        Ok(fs::read_to_string(&self.0).ok())
    }

    fn save(&mut self, address: Option<&str>) -> Result<()> {
        match address {
            Some(address) => fs::write(&self.0, address).unwrap(),
            None => drop(fs::remove_file(&self.0)),
        }
        Ok(())
    }
}

/// A sealed file with all a job needs.
pub struct Sealed {
    /// The zip.
    pub zip: PathBuf,
    /// Its bundle id.
    pub bundle_id: String,
    /// Its hash.
    pub zip_sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl Sealed {
    /// Seal into a folder.
    pub fn new(dir: &Path, seal: &bundle::Seal, signer: &bundle::Signer) -> Self {
        let (zip, sealed) = crate::bag::sealed_in(dir, seal, signer);
        Self {
            zip,
            bundle_id: sealed.bundle_id,
            zip_sha256: sealed.zip_sha256,
            bytes: sealed.bytes,
        }
    }

    /// The job to send it.
    pub fn job(&self) -> UploadJob<'_> {
        UploadJob {
            zip: &self.zip,
            bundle_id: &self.bundle_id,
            zip_sha256: &self.zip_sha256,
            bytes: self.bytes,
        }
    }
}

/// What a proxy does to the connections through it.
#[derive(Debug, Clone, Copy)]
pub enum Mischief {
    /// Cut each of the first `times` connections after so many bytes from the client.
    CutAfter {
        /// Bytes let through.
        bytes: u64,
        /// Connections cut.
        times: u64,
    },
    /// Let requests through but swallow the answer to one of this method, once, and cut.
    SwallowAnswerTo(&'static str),
    /// Let through at most so many bytes in a millisecond.
    Slow(u64),
    /// Take the first `0` connections and say nothing on them, as when the other end lost its power.
    Silent(u64),
    /// Hold every answer back for so many milliseconds.
    Late(u64),
}

/// A TCP proxy in front of a receiver; ends with the test process.
pub struct Proxy {
    /// Its port.
    pub port: u16,
    /// Bytes it let through from clients.
    pub passed: Arc<AtomicU64>,
}

impl Proxy {
    /// Listen before a port.
    pub fn before(port: u16, mischief: Mischief) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let (passed, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let counted = Arc::clone(&passed);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
                    continue;
                };
                let (counted, done) = (Arc::clone(&counted), Arc::clone(&done));
                std::thread::spawn(move || relay(&client, &server, mischief, &counted, &done));
            }
        });
        Self { port: own, passed }
    }

    /// The pairing with the proxy's port in place of the receiver's.
    pub fn pairing(&self, receiver: &Receiver) -> Pairing {
        let mut pairing = receiver.pairing();
        let from = format!(":{}/", receiver.port);
        pairing.base_url = pairing.base_url.replace(&from, &format!(":{}/", self.port));
        pairing
    }
}

fn relay(
    client: &TcpStream,
    server: &TcpStream,
    mischief: Mischief,
    counted: &AtomicU64,
    done: &AtomicU64,
) {
    let number = done.fetch_add(1, Ordering::SeqCst);
    let limit = match mischief {
        Mischief::CutAfter { bytes, times } if number < times => bytes,
        _ => u64::MAX,
    };
    if let Mischief::Silent(times) = mischief
        && number < times
    {
        // Read on, so that the sender's side looks well for as long as it likes.
        let mut buffer = vec![0; 32 << 10];
        let mut from = client;
        while let Ok(1..) = from.read(&mut buffer) {}
        return;
    }
    let is_swallowing = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut buffer = vec![0; 32 << 10];
            let (mut from, mut to) = (server, client);
            while let Ok(read @ 1..) = from.read(&mut buffer) {
                if let Mischief::Late(milliseconds) = mischief {
                    std::thread::sleep(Duration::from_millis(milliseconds));
                }
                if is_swallowing.load(Ordering::SeqCst) || to.write_all(&buffer[..read]).is_err() {
                    break;
                }
            }
            let _ = client.shutdown(Shutdown::Both);
        });
        let mut buffer = vec![0; 32 << 10];
        let (mut from, mut to) = (client, server);
        let mut total = 0;
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if let Mischief::SwallowAnswerTo(method) = mischief
                && buffer.starts_with(method.as_bytes())
                && counted.fetch_add(0, Ordering::SeqCst) < u64::MAX / 2
            {
                // Once only: the mark keeps later connections honest.
                counted.store(u64::MAX / 2, Ordering::SeqCst);
                is_swallowing.store(true, Ordering::SeqCst);
            }
            if let Mischief::Slow(per_millisecond) = mischief {
                std::thread::sleep(Duration::from_micros(read as u64 * 1000 / per_millisecond));
            }
            let pass = u64::min(read as u64, limit - total);
            if to.write_all(&buffer[..pass as usize]).is_err() {
                break;
            }
            total += pass;
            if !matches!(mischief, Mischief::SwallowAnswerTo(_)) {
                counted.fetch_add(pass, Ordering::SeqCst);
            }
            if total == limit {
                break;
            }
        }
        let _ = server.shutdown(Shutdown::Both);
    });
}

/// A server that answers everything with the same text and keeps what it was asked.
pub struct Impostor {
    /// Its port.
    pub port: u16,
    /// Requests it got.
    pub asked: Arc<AtomicU64>,
}

impl Impostor {
    /// Answer with this raw HTTP text.
    pub fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for mut client in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let mut buffer = [0; 4096];
                let _ = client.read(&mut buffer);
                let _ = client.write_all(answer.as_bytes());
            }
        });
        Self { port, asked }
    }
}

/// A receiver, a unit's key, and a folder for everything.
pub struct Stage {
    /// The folder.
    pub dir: TempDir,
    /// The receiver.
    pub receiver: Receiver,
    /// The unit's key.
    pub signer: Signer,
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

impl Stage {
    /// A running receiver and a fresh key.
    pub fn new() -> Self {
        let dir = tempdir().unwrap();
        let data = dir.path().join("receiver");
        fs::create_dir(&data).unwrap();
        let receiver = Receiver::start(&data);
        Self { dir, receiver, signer: Signer::generate().unwrap() }
    }

    /// A bundle of its own with so many bytes of noise in it.
    pub fn sealed(&self, n: u32, payload_bytes: usize) -> Sealed {
        Sealed::new(self.dir.path(), &crate::bag::seal_sized(n, payload_bytes), &self.signer)
    }

    /// Upload state under a name.
    pub fn state(&self, name: &str) -> FileState {
        FileState(self.dir.path().join(name))
    }

    /// The bundle is there, whole, once.
    pub fn assert_received(&self, sealed: &Sealed) {
        let stored = self.receiver.stored(&sealed.bundle_id);
        assert_eq!(bundle::sha256_file(&stored).unwrap(), sealed.zip_sha256);
        let rows = self.receiver.list();
        let found = rows.iter().filter(|row| row["bundle_id"] == sealed.bundle_id.as_str());
        assert_eq!(found.count(), 1);
        assert_eq!(self.receiver.parts(), [0; 0]);
    }
}

/// Cancels after so many reports.
pub struct CancelAfter(u64, AtomicU64);

impl CancelAfter {
    /// Cancel at this report.
    pub fn new(reports: u64) -> Self {
        Self(reports, AtomicU64::new(0))
    }
}

impl Progress for CancelAfter {
    fn step(&self, _label: &str, done: u64, total: u64) {
        assert!(done <= total);
        self.1.fetch_add(1, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }
}

/// A pairing file, sound in every part, with a receiver that is not there.
pub fn pairing_to_nobody(unit_id: &str) -> String {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    serde_json::json!({
        "format": engine::protocol::PAIRING_FORMAT,
        "protocol": engine::protocol::PROTOCOL,
        "base_url": format!("http://127.0.0.1:{port}{}", engine::protocol::BASE_PATH),
        "server_id": "01900000-0000-7000-8000-0000000000ff",
        "server_name": "样例上级（虚构）",
        "server_key": Signer::generate().unwrap().public().to_base64(),
        "unit_id": unit_id,
        "unit_name": "样例单位（虚构）",
        "token": format!("{unit_id}.{}", "0".repeat(64)),
    })
    .to_string()
}
