//! Faults of the office's own machine (list of the exchange design): clocks that jump, full disks and
//! sticks, kills in the middle of an upgrade, logs torn by a power cut.

use desk::Desk;
use desk::api::Call;
use desk::api::bundle_export::export_to;
use desk::clock::SteppedClock;
use desk::error::Code;
use desk::store::Store;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tests::bag::noise;
use tests::office::{Office, chengbao};
use tests::older::{put_back, schemas};
use tests::station::ready_for_packet;
use tests::wire::{Receiver, Stage, client, told};

/// The computer's clock is set back between two days: what came later still stands later.
#[test]
fn f11_a_clock_that_jumps_back_changes_no_order_and_loses_nothing() {
    let mut office = Office::with_sample();
    let save = |office: &Office, name: &str| {
        let values = json!([{ "key": "name", "value": name }]);
        office.ok("person.save", json!({ "values": values }))["row"]["id"].clone()
    };
    let first = save(&office, "时钟一");
    let Office { desk, folder, .. } = office;
    drop::<Desk>(desk);
    office = Office::opened(folder, Arc::new(SteppedClock::at("2019-01-01".parse().unwrap())));
    let second = save(&office, "时钟二");
    office.ok("backup.make", json!({}));
    let newest = office.ok("history.list", json!({}))["entries"][0]["at"].clone();
    assert!(newest.as_str().unwrap().starts_with("2019-01-01"), "{newest}: order is by number");
    for id in [first, second] {
        office.ok("person.get", json!({ "id": id }));
    }
    assert_eq!(office.ok("history.check", json!({}))["isWhole"], true);
}

/// A small disk of one's own, needing no rights of the caller's.
///
/// What runs there is one test of this suite, which finds the disk by [`DISK`].
fn on_small_disk(mib: u32, test: &str, sum: &str) {
    let folder = tempfile::tempdir().unwrap();
    let suite = std::env::current_exe().unwrap();
    let output = mounted(folder.path(), mib, &suite, &["--exact", test, "--nocapture"])
        .expect("this needs `unshare` and user namespaces (kernel.unprivileged_userns_clone=1)");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(sum), "{said}");
    told(sum);
}

/// Names the disk to the test that runs on it.
const DISK: &str = "CHENGBAO_SMALL_DISK";

fn mounted(at: &Path, mib: u32, program: &Path, args: &[&str]) -> Option<Output> {
    ["-m", "-rm"].into_iter().find_map(|rights| {
        let script = format!(
            "mount -t tmpfs -o size={mib}m tmpfs \"$0\" && echo mounted >&2 && exec \"$@\""
        );
        let output = Command::new("unshare")
            .args([rights, "sh", "-c", &script])
            .arg(at)
            .arg(program)
            .args(args)
            .env("TMPDIR", at)
            .env(DISK, at)
            .output()
            .ok()?;
        String::from_utf8_lossy(&output.stderr).contains("mounted").then_some(output)
    })
}

#[test]
fn f14_f15_a_full_disk_is_said_leaves_nothing_half_and_is_over_when_there_is_room() {
    let sites = if desk::key::CAN_ENCRYPT { 6 } else { 5 };
    let sum = format!("f14 small disk: {sites} sites full, lost 0");
    on_small_disk(12, "on_a_small_disk_if_asked_to", &sum);
}

#[test]
fn f14_a_receiver_whose_disk_is_full_says_so_and_goes_on_when_there_is_room() {
    let sum = "f14 receiver's disk full: refused 2, lost 0";
    on_small_disk(16, "a_receiver_on_a_small_disk_if_asked_to", sum);
}

#[test]
fn f15_a_stick_pulled_out_or_locked_is_said_and_leaves_no_half_file() {
    on_small_disk(128, "a_stick_if_asked_to", "f15 stick: locked 1, pulled 1, half files 0");
}

/// Not a test of its own: `f14_a_receiver_…` runs it on a disk of sixteen megabytes.
#[test]
fn a_receiver_on_a_small_disk_if_asked_to() {
    let Some(disk) = std::env::var_os(DISK).map(PathBuf::from) else { return };
    let stage = Stage::new();
    let (first, second) = (stage.sealed(1, 2 << 20), stage.sealed(2, 2 << 20));
    let client = client(&stage.receiver.pairing());
    client.push(&first.job(), &mut stage.state("first"), &()).unwrap();
    // Full before the upload begins, and full in the middle of it.
    for room in [0, 1 << 20] {
        let filler = disk.join("filler");
        fill(&filler);
        let len = fs::metadata(&filler).unwrap().len();
        fs::File::options().write(true).open(&filler).unwrap().set_len(len - room).unwrap();
        let error = client.push(&second.job(), &mut stage.state("second"), &()).unwrap_err();
        assert_eq!(error.code, Code::UpstreamRejected);
        assert!(error.message.contains("空间") && error.hint.contains("没有丢"), "{error}");
        let kept = bundle::sha256_file(&stage.receiver.stored(&first.bundle_id)).unwrap();
        assert_eq!(kept, first.zip_sha256);
        fs::remove_file(&filler).unwrap();
    }
    client.push(&second.job(), &mut stage.state("second"), &()).unwrap();
    stage.assert_received(&first);
    stage.assert_received(&second);
    println!("f14 receiver's disk full: refused 2, lost 0");
}

/// Pulls the stick when the first piece has been written.
struct Pull<'a>(&'a Path);

impl desk::progress::Progress for Pull<'_> {
    fn step(&self, _: &str, _: u64, _: u64) {
        // Again at each later piece: gone is gone.
        let _ = Command::new("umount").arg("-l").arg(self.0).stderr(Stdio::null()).status();
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Not a test of its own: `f15_…` runs it where it may mount and unmount.
#[test]
fn a_stick_if_asked_to() {
    let Some(disk) = std::env::var_os(DISK).map(PathBuf::from) else { return };
    let mount = |args: &[&str], at: &Path| {
        assert!(Command::new("mount").args(args).arg(at).status().unwrap().success());
    };
    let (office, batch, id) = ready_for_packet("样建国");
    office.ok("packet.assemble", json!({ "batchId": batch, "applicationIds": [id] }));
    let sealed = office.ok("bundle.seal", json!({ "batchId": batch }))["bundles"][0].clone();
    let data = disk.join("receiver");
    fs::create_dir(&data).unwrap();
    let receiver = Receiver::start(&data);
    let pairing = fs::read(receiver.data.join("pairing.json")).unwrap();
    let file = office.desk.hand_out(&pairing, "pairing.json").unwrap();
    office.ok("sync.pair", json!({ "file": file }));
    let stick = disk.join("stick");
    fs::create_dir(&stick).unwrap();
    let export = |progress: &dyn desk::progress::Progress| {
        let call = Call { desk: &office.desk, progress };
        export_to(&call, sealed["id"].as_str().unwrap(), &stick)
    };
    mount(&["-t", "tmpfs", "-o", "size=32m", "tmpfs"], &stick);
    mount(&["-o", "remount,ro"], &stick);
    let locked = export(&()).unwrap_err();
    assert!(locked.message.contains("只读"), "{locked}");
    mount(&["-o", "remount,rw"], &stick);
    let pulled = export(&Pull(&stick)).unwrap_err();
    assert!(!pulled.hint.is_empty(), "{pulled}");
    assert_eq!(fs::read_dir(&stick).unwrap().count(), 0, "nothing under the stick's name");
    mount(&["-t", "tmpfs", "-o", "size=32m", "tmpfs"], &stick);
    let made = export(&()).unwrap();
    assert!(made.path.exists() && halves(&stick).is_empty());
    println!("f15 stick: locked 1, pulled 1, half files 0");
}

/// A place where something is written, and the writing.
type Site<'a> = (&'a str, Box<dyn Fn() -> Result<(), Code> + 'a>);

/// Not a test of its own: `f14_f15_…` runs it on a disk of twelve megabytes.
#[test]
fn on_a_small_disk_if_asked_to() {
    let Some(disk) = std::env::var_os(DISK).map(PathBuf::from) else { return };
    let office = Office::with_sample();
    let people = || office.desk.read(|r| r.list_person_id()).unwrap().len();
    let stick = disk.join("stick");
    fs::create_dir(&stick).unwrap();
    let token = office.desk.hand_out(&noise(1, 1 << 20), "packet.pdf").unwrap();
    let mut sites: Vec<Site<'_>> = vec![
        (
            "database",
            Box::new(|| {
                let long = "长".repeat(200_000);
                let values = json!([{ "key": "name", "value": "样满盘" }, { "key": "summary", "value": long }]);
                office
                    .call("person.save", json!({ "values": values }))
                    .map(drop)
                    .map_err(|e| e.code)
            }),
        ),
        (
            "attachment",
            Box::new(|| office.desk.blobs().put(&noise(2, 1 << 20)).map(drop).map_err(|e| e.code)),
        ),
        ("copy", Box::new(|| office.call("backup.make", json!({})).map(drop).map_err(|e| e.code))),
        (
            "backup",
            Box::new(|| {
                let input = json!({ "passphrase": "测试口令 not-a-secret" });
                office.call("backup.export", input).map(drop).map_err(|e| e.code)
            }),
        ),
        (
            "stick",
            Box::new(|| {
                let to = stick.join("packet.pdf");
                office.desk.tokens().copy_out(&token, &to, "U盘上的文件").map_err(|e| e.code)
            }),
        ),
    ];
    if desk::key::CAN_ENCRYPT {
        sites.push((
            "encrypting",
            Box::new(|| {
                let input = json!({ "name": "样经办", "passphrase": "测试口令 not-a-secret" });
                office.call("key.create", input).map(drop).map_err(|e| e.code)
            }),
        ));
    }
    let before = people();
    let filler = disk.join("filler");
    fill(&filler);
    for (name, act) in &sites {
        assert_eq!(act(), Err(Code::DiskFull), "{name}");
    }
    assert_eq!(people(), before);
    assert_eq!(halves(&disk), Vec::<String>::new());
    assert_eq!(fs::read_dir(&stick).unwrap().count(), 0);
    fs::remove_file(&filler).unwrap();
    for (name, act) in &sites {
        assert_eq!(act(), Ok(()), "{name} after there is room, without a restart");
    }
    assert_eq!(people(), before + 1);
    assert_eq!(office.ok("history.check", json!({}))["isWhole"], true);
    println!("f14 small disk: {} sites full, lost 0", sites.len());
}

/// Take all the room there is.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = fs::File::create(path).unwrap();
    for size in [1 << 20, 1 << 14, 1 << 9, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
}

/// Files under a temporary name.
fn halves(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(halves(&path));
        } else if path.to_string_lossy().ends_with(".part") {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

/// Killed in the middle of an upgrade from every older schema: the old version or the new one, and
/// everybody is there.
#[test]
fn f19_an_upgrade_that_is_killed_leaves_the_old_version_or_the_new_one() {
    const KILLS: u64 = 6;
    const PEOPLE: usize = 20_000;
    let Office { desk, folder, .. } = Office::with_sample();
    drop::<Desk>(desk);
    let path = folder.path().join("office");
    let newest = fs::read(path.join("office.db")).unwrap();
    let mut seen = [0, 0];
    for from in 1..schemas() {
        fs::write(path.join("office.db"), &newest).unwrap();
        put_back(&path, from);
        let db = rusqlite::Connection::open(path.join("office.db")).unwrap();
        db.execute_batch(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})
             INSERT INTO person (id, name) SELECT 'many-' || i, '样' || i FROM n",
            PEOPLE - 24
        ))
        .unwrap();
        drop(db);
        let old = fs::read(path.join("office.db")).unwrap();
        for kill in 0..KILLS {
            let is_new = killed_upgrade(&path, &old, from, 8 + 16 * kill);
            seen[usize::from(is_new)] += 1;
        }
        let store = Store::open(&path.join("office.db"), None).unwrap();
        assert_eq!(store.read().list_person_id().unwrap().len(), PEOPLE, "from {from}");
    }
    told(&format!(
        "f19 upgrades killed: rounds {}, still old {}, new {}, lost 0",
        seen[0] + seen[1],
        seen[0],
        seen[1]
    ));
}

/// Kill an upgrade after so many milliseconds; gives whether it was done.
fn killed_upgrade(path: &Path, old: &[u8], from: usize, after: u64) -> bool {
    let version = |db: &rusqlite::Connection| -> usize {
        db.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0)).unwrap() as usize
    };
    let count = |db: &rusqlite::Connection| -> i64 {
        db.query_row("SELECT count(*) FROM person", [], |r| r.get(0)).unwrap()
    };
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap().path();
        if entry.is_file() {
            fs::remove_file(entry).unwrap();
        }
    }
    fs::write(path.join("office.db"), old).unwrap();
    let before = count(&rusqlite::Connection::open(path.join("office.db")).unwrap());
    let mut child = Command::new(chengbao())
        .arg("--office")
        .arg(path)
        .args(["backup", "list"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(after));
    let _ = child.kill();
    child.wait().unwrap();
    let db = rusqlite::Connection::open(path.join("office.db")).unwrap();
    let found = version(&db);
    assert!(found == from || found == schemas(), "from {from} after {after} ms: version {found}");
    assert_eq!(count(&db), before, "from {from} after {after} ms");
    found != from
}

/// A folder that a service copies behind the program's back opens, and the danger is said.
#[test]
fn f22_an_office_in_a_synced_folder_is_told_of_the_danger() {
    let root = tempfile::tempdir().unwrap();
    let synced = root.path().join("我的坚果云");
    fs::create_dir(&synced).unwrap();
    let folder = tempfile::tempdir_in(&synced).unwrap();
    let clock = Arc::new(SteppedClock::at("2025-08-25".parse().unwrap()));
    let office = Office::opened(folder, clock);
    let caution = office.ok("backup.state", json!({}))["caution"].clone();
    assert!(caution.as_str().unwrap().contains("网盘"), "{caution}");
    assert_eq!(Office::on("2025-08-25").ok("backup.state", json!({}))["caution"], json!(null));
}

/// The log beside the database as a power cut leaves it: short, or with a tail of rubbish.
#[test]
fn f24_a_log_torn_anywhere_gives_a_whole_earlier_state() {
    const CASES: u32 = 150;
    let office = Office::with_sample();
    for n in 0..40 {
        let name = format!("样断电{n}");
        office.ok("person.save", json!({ "values": [{ "key": "name", "value": name }] }));
    }
    let read = |name: &str| fs::read(office.desk.folder(name)).unwrap();
    let (database, log) = (read("office.db"), read("office.db-wal"));
    assert!(log.len() > 100_000, "everything is still in the log: {}", log.len());
    let all = office.desk.read(|r| r.list_person_id()).unwrap().len();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let mut fewest = all;
    for case in 0..CASES {
        let random = noise(case, 8);
        let at = usize::from_be_bytes(random.clone().try_into().unwrap()) % log.len();
        let mut torn = log[..at].to_vec();
        if case % 2 == 0 {
            torn.extend(noise(case, log.len() - at));
        }
        for tail in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("office.db{tail}")));
        }
        fs::write(&path, &database).unwrap();
        fs::write(folder.path().join("office.db-wal"), torn).unwrap();
        // An earlier state may be the one before the first table.
        let store = Store::open(&path, None).unwrap_or_else(|e| panic!("case {case}: {e}"));
        store.quick_check().unwrap_or_else(|e| panic!("case {case}: {e}"));
        let people = store.read().list_person_id().unwrap().len();
        assert!(people <= all, "case {case}");
        let chain = store.read().check_event().unwrap();
        assert_eq!(chain.broken_at, None, "case {case}: an act was kept in part");
        fewest = fewest.min(people);
    }
    assert!(fewest < all, "some cuts were early");
    told(&format!("f24 torn logs: cases {CASES}, unreadable 0, in part 0"));
}
