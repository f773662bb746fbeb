//! Bundles and the wire: sealing and checking against `sha256sum` and `cp`, sending against
//! tus-js-client, and many units at once.

use crate::measure;
use crate::report::Line;
use bundle::{Seal, SealApplication, SealFile, Signer, Source, Trust};
use desk::sync::{Client, Patience, UploadJob, UploadState, parse_pairing};
use engine::bundle::{BundleApplicant, BundleBatch, BundleKind, BundleUnit};
use engine::protocol::Pairing;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Applications in the large bundle.
const APPLICATIONS: usize = 32;
/// Files of each, of a mebibyte: 1 GiB in all.
const FILES: usize = 32;
/// Measured so often; the best counts, for the disk is shared.
const ROUNDS: usize = 3;
/// Bytes of the bundle that is sent.
const SENT: usize = 200 << 20;
/// Units that send at once, and bytes of each.
const UNITS: usize = 200;
const UNIT_BYTES: usize = 20 << 20;
const UNIT: &str = "91530124MAXXXXXA9X";

/// A folder for this part alone, emptied.
fn folder(out: &Path, name: &str) -> PathBuf {
    let folder = out.join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the disk has room");
    folder
}

/// A file that looks like a scan and does not compress.
fn noise(path: &Path, seed: u64, bytes: usize) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut content = vec![0xFF, 0xD8, 0xFF, 0xE0];
    content.resize_with(bytes, || random.u8(..));
    std::fs::write(path, content).expect("the disk has room");
}

fn application(n: usize, files: Vec<SealFile>) -> SealApplication {
    SealApplication {
        application_id: format!("app-{n}"),
        applicant: BundleApplicant {
            person_id: format!("person-{n}"),
            name: format!("样第{n}"),
            title: "工程师".into(),
            committee: "昆明市工程系列中级评审委员会".into(),
            kind: "review".into(),
        },
        record: serde_json::json!({ "verdict": "eligible" }),
        files,
    }
}

fn seal_of(n: usize, applications: Vec<SealApplication>) -> Seal {
    Seal {
        bundle_uuid: format!("01997d2c-6f00-7a00-8000-{n:012}"),
        kind: BundleKind::Submission,
        unit: BundleUnit { id: UNIT.into(), name: "样例单位（虚构）".into() },
        batch: BundleBatch {
            id: format!("batch-{n}"),
            application_year: 2025,
            name: "2025年第一批".into(),
        },
        round: 0,
        prev: None,
        software: "chengbao bench".into(),
        bagged_on: "2025-09-30".into(),
        applications,
        files: Vec::new(),
    }
}

fn scan(path: PathBuf, number: usize) -> SealFile {
    SealFile {
        path: format!("scans/{number:02}.jpg"),
        name: format!("扫描{number}.jpg"),
        material: Some("论文".into()),
        source: Source::File(path, None),
    }
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

fn run(program: &str, arguments: &[&Path]) {
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status();
    assert!(status.is_ok_and(|s| s.success()), "{program} runs");
}

/// Seal a gibibyte of scans, then check it.
pub fn bundles(out: &Path) -> Vec<Line> {
    let payload = folder(out, "payload");
    let copies = folder(out, "copies");
    let mut applications = Vec::new();
    for n in 0..APPLICATIONS {
        let files = (0..FILES).map(|f| {
            let path = payload.join(format!("{n:02}-{f:02}.jpg"));
            noise(&path, (n * FILES + f) as u64, 1 << 20);
            scan(path, f)
        });
        applications.push(application(n, files.collect()));
    }
    let paths: Vec<PathBuf> = std::fs::read_dir(&payload)
        .expect("it is there")
        .map(|f| f.expect("a file").path())
        .collect();
    let seal = seal_of(1, applications);
    let signer = Signer::generate().expect("a key");
    let zip = out.join("bench-bundle.zip");
    let (mut ours, mut peers) = (f64::MAX, f64::MAX);
    let (mut check, mut peer_check) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        peers = peers.min(timed(|| {
            run("sha256sum", &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
            run("cp", &[Path::new("-r"), &payload, &copies]);
        }));
        let _ = std::fs::remove_file(&zip);
        ours = ours.min(timed(|| drop(bundle::seal(&seal, &signer, &zip, &()).expect("it seals"))));
        peer_check = peer_check.min(timed(|| run("sha256sum", &[&zip])));
        check = check.min(timed(|| {
            drop(bundle::verify(&zip, Trust::AnySigner, &()).expect("it is good"));
        }));
    }
    let peak = measure::peak();
    for folder in [payload, copies] {
        let _ = std::fs::remove_dir_all(folder);
    }
    let _ = std::fs::remove_file(zip);
    vec![
        Line::at_most("封存 1 GiB", ours, "秒", "sha256sum 加 cp", peers, 1.5),
        Line::at_most("核对这个上报包", check, "秒", "sha256sum", peer_check, 1.2),
        Line::below("　内存", peak, "MiB", 64.0),
    ]
}

/// A receiver process of its own; stopped when dropped.
struct Receiver {
    child: Child,
    data: PathBuf,
}

impl Receiver {
    fn start(repository: &Path, out: &Path) -> Self {
        let data = folder(out, "receiver");
        let child = Command::new(repository.join("target/debug/chengbao-receiver"))
            .args(["serve", "--pair-unit", UNIT, "--pair-name", "样例单位", "--data"])
            .arg(&data)
            .arg("--pairing-file")
            .arg(data.join("pairing.json"))
            .arg("--port-file")
            .arg(data.join("port"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("`./dev bench` has built the receiver");
        while !data.join("port").exists() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, data }
    }

    fn pairing(&self) -> Pairing {
        let text = std::fs::read_to_string(self.data.join("pairing.json")).expect("it was written");
        parse_pairing(&text).expect("it is good")
    }

    fn peak(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let line = status.unwrap_or_default();
        let line = line.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|n| n.parse().ok())
            .map_or(f64::NAN, |kib: f64| kib / 1024.0)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Nothing is kept between runs here.
struct Nowhere(Option<String>);

impl UploadState for Nowhere {
    fn load(&self) -> desk::error::Result<Option<String>> {
        Ok(self.0.clone())
    }

    fn save(&mut self, address: Option<&str>) -> desk::error::Result<()> {
        self.0 = address.map(str::to_owned);
        Ok(())
    }
}

/// A sealed bundle with so many bytes in it.
struct Sent {
    zip: PathBuf,
    id: String,
    sha256: String,
    bytes: u64,
}

fn sealed(folder: &Path, signer: &Signer, n: usize, bytes: usize) -> Sent {
    let payload = folder.join(format!("{n}.jpg"));
    noise(&payload, n as u64, bytes);
    let zip = folder.join(format!("{n}.zip"));
    let seal = seal_of(n, vec![application(n, vec![scan(payload.clone(), 1)])]);
    let sealed = bundle::seal(&seal, signer, &zip, &()).expect("it seals");
    std::fs::remove_file(payload).expect("it was there");
    Sent { zip, id: sealed.bundle_id, sha256: sealed.zip_sha256, bytes: sealed.bytes }
}

fn push(pairing: &Pairing, sent: &Sent, patience: Patience) -> bool {
    let job = UploadJob {
        zip: &sent.zip,
        bundle_id: &sent.id,
        zip_sha256: &sent.sha256,
        bytes: sent.bytes,
    };
    let client = Client::new(pairing.clone(), patience).expect("a client");
    client.push(&job, &mut Nowhere(None), &()).is_ok()
}

/// Send over loopback, by our client and by tus-js-client, to the same receiver.
pub fn upload(repository: &Path, out: &Path) -> Vec<Line> {
    let folder = folder(out, "upload");
    let receiver = Receiver::start(repository, out);
    let (pairing, signer) = (receiver.pairing(), Signer::generate().expect("a key"));
    let (mut ours, mut peers) = (f64::MAX, f64::MAX);
    for round in 0..ROUNDS {
        let (mine, theirs) = (
            sealed(&folder, &signer, 2 * round, SENT),
            sealed(&folder, &signer, 2 * round + 1, SENT),
        );
        ours =
            ours.min(timed(|| assert!(push(&pairing, &mine, Patience::default()), "it arrives")));
        let told = Command::new("node")
            .arg(repository.join("tests/bench/peer/upload.mjs"))
            .arg(repository.join("tests/e2e/package.json"))
            .arg(receiver.data.join("pairing.json"))
            .arg(&theirs.zip)
            .args([&theirs.id, &theirs.sha256])
            .stderr(Stdio::inherit())
            .output();
        let told = told.ok().filter(|t| t.status.success()).map(|t| t.stdout).unwrap_or_default();
        let seconds: Option<f64> = String::from_utf8(told).ok().and_then(|t| t.trim().parse().ok());
        peers = peers.min(seconds.unwrap_or(f64::MAX));
    }
    let _ = std::fs::remove_dir_all(folder);
    if peers == f64::MAX {
        return vec![Line::told("经回环地址报送 200 MiB", ours, "秒")];
    }
    vec![Line::at_most("经回环地址报送 200 MiB", ours, "秒", "tus-js-client", peers, 1.0)]
}

/// Two hundred units at once.
pub fn crowd(repository: &Path, out: &Path) -> Vec<Line> {
    let folder = folder(out, "crowd");
    let signer = Signer::generate().expect("a key");
    let all: Vec<Sent> = (0..UNITS).map(|n| sealed(&folder, &signer, n, UNIT_BYTES)).collect();
    let receiver = Receiver::start(repository, out);
    let pairing = receiver.pairing();
    let patience = Patience { attempts: 100, ..Patience::default() };
    let mut arrived = 0;
    let seconds = timed(|| {
        arrived = std::thread::scope(|scope| {
            let sending: Vec<_> =
                all.iter().map(|one| scope.spawn(|| push(&pairing, one, patience))).collect();
            sending.into_iter().filter_map(|s| s.join().ok()).filter(|ok| *ok).count()
        });
    });
    let whole = all.iter().filter(|one| {
        let stored = receiver.data.join("bundles").join(UNIT).join(format!("{}.zip", one.id));
        bundle::sha256_file(&stored).is_ok_and(|hash| hash == one.sha256)
    });
    let whole = whole.count();
    let peak = receiver.peak();
    let _ = std::fs::remove_dir_all(folder);
    vec![
        Line::at_least(
            "收件端：200 个单位同时各报 20 MiB，完好收下",
            whole.min(arrived) as f64,
            "份",
            UNITS as f64,
        ),
        Line::below("　收件端内存", peak, "MiB", 300.0),
        Line::told("　用时（收件端未优化编译）", seconds, "秒"),
    ]
}
