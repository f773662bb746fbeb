//! A sealed bundle: what goes in comes out, strangers' tools agree, nothing half written stays.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bundle::{Error, SealFile, Signer, Source, Trust, Watch, extract, seal, verify};
use engine::bundle::{ApplicationEnvelope, BundleFault};
use tempfile::tempdir;
use tests::bag::{self, Forgery, UNIT, sealed_in};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Run a stranger's tool; it must exist, or the proof is missing.
fn run(program: &str, args: &[&str], dir: &Path) -> Output {
    Command::new(program)
        .args(args)
        .current_dir(dir)
        .output()
        .unwrap_or_else(|e| panic!("{program} is needed (./dev installs it): {e}"))
}

fn assert_ok(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

#[test]
fn a_sealed_bundle_reads_back_as_it_went_in() {
    let dir = tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &signer);

    let verified = verify(&zip, Trust::Keys(&[signer.public().clone()]), &()).unwrap();
    assert_eq!(verified.bundle_id, sealed.bundle_id);
    assert_eq!(verified.manifest, sealed.manifest);
    assert_eq!(verified.payload.len(), sealed.files);
    assert_eq!(verified.payload_bytes, sealed.payload_bytes);
    assert_eq!(verified.info.unit_id, UNIT);
    assert_eq!(sealed.bytes, fs::metadata(&zip).unwrap().len());
    assert_eq!(sealed.zip_sha256, bundle::sha256_file(&zip).unwrap());

    let out = dir.path().join("out");
    extract(&zip, &out, Trust::AnySigner, &()).unwrap();
    let text = fs::read_to_string(out.join(&sealed.manifest.applications[1].path)).unwrap();
    let envelope: ApplicationEnvelope = serde_json::from_str(&text).unwrap();
    assert_eq!(envelope.applicant.name, "例志强");
    assert_eq!(envelope.record["算式"], "6年1个月");
    let scan = envelope.files.iter().find(|f| f.name == "身份证正面_样例.jpg").unwrap();
    assert_eq!(scan.path, "data/applications/0002/scans/01-id.jpg");
    assert_eq!(fs::read(out.join(&scan.path)).unwrap(), [0xff, 0xd8, 2, 0xff, 0xd9]);
}

#[test]
fn a_stream_is_opened_once_and_only_when_its_turn_comes() {
    let dir = tempdir().unwrap();
    let opened = Arc::new(AtomicU64::new(0));
    let content = b"%PDF-1.7 decrypted on the way";
    let counted = Arc::clone(&opened);
    let stream = |sha256: String| Source::Stream {
        open: Arc::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(Box::new(&content[..]))
        }),
        bytes: content.len() as u64,
        sha256: Some(sha256),
    };
    let mut input = bag::seal();
    input.applications[0].files[1].source = stream(bundle::sha256_bytes(content));
    assert_eq!(opened.load(Ordering::SeqCst), 0);
    let (zip, _) = sealed_in(dir.path(), &input, &Signer::generate().unwrap());
    assert_eq!(opened.load(Ordering::SeqCst), 1);
    let path = "data/applications/0001/packet.pdf";
    assert_eq!(Forgery::of(&zip).at(path).data, content);
}

#[test]
fn the_bag_is_laid_out_as_the_design_says() {
    let dir = tempdir().unwrap();
    let (zip, _) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    let forgery = Forgery::of(&zip);
    let top = forgery.top();
    assert_eq!(top, "bag-01997d2c-6f00-7a00-8000-000000000001/");
    let names: Vec<_> = forgery
        .entries
        .iter()
        .map(|e| std::str::from_utf8(&e.name).unwrap().strip_prefix(&top).unwrap())
        .collect();
    insta::assert_snapshot!(names.join("\n"), @r"
    data/applications/0001/packet.pdf
    data/applications/0001/scans/01-id.jpg
    data/applications/0001/application.json
    data/applications/0002/packet.pdf
    data/applications/0002/scans/01-id.jpg
    data/applications/0002/application.json
    data/batch/notice.pdf
    data/schemas/bundle-1.json
    data/schemas/application-1.json
    data/bundle.json
    data/readme.html
    bag-info.txt
    bagit.txt
    manifest-sha256.txt
    tagmanifest-sha256.txt
    tagmanifest-sha256.txt.minisig
    ");
}

#[test]
fn the_same_content_gives_the_same_bundle_id_and_the_same_bytes_but_for_the_signature() {
    let dir = tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let content = dir.path().join("packet.pdf");
    let seal_once = |folder: &str, order_swapped: bool| {
        // Another modification time and another order of files must not matter.
        fs::write(&content, b"%PDF-1.7 from disk").unwrap();
        let at = std::time::SystemTime::UNIX_EPOCH
            + std::time::Duration::from_secs(if order_swapped { 1 << 30 } else { 1 << 29 });
        fs::File::options().write(true).open(&content).unwrap().set_modified(at).unwrap();
        let mut seal = bag::seal();
        seal.applications[0].files[1].source = Source::File(content.clone(), None);
        if order_swapped {
            seal.applications[0].files.reverse();
        }
        let folder = dir.path().join(folder);
        fs::create_dir(&folder).unwrap();
        sealed_in(&folder, &seal, &signer)
    };
    let (one, first) = seal_once("one", false);
    let (two, second) = seal_once("two", true);
    assert_eq!(first.bundle_id, second.bundle_id);
    assert_eq!(first.bytes, second.bytes);
    let without_signature = |zip: &Path| {
        let mut forgery = Forgery::of(zip);
        forgery.entries.pop_if(|e| e.name.ends_with(b".minisig")).unwrap();
        forgery.bytes()
    };
    assert_eq!(without_signature(&one), without_signature(&two));
    // The raw files too, up to where the signature begins.
    let (a, b) = (fs::read(&one).unwrap(), fs::read(&two).unwrap());
    let signature_at = a.windows(7).position(|w| w == b"minisig").unwrap();
    // Its CRC stands shortly before its name.
    assert_eq!(a[..signature_at - 100], b[..signature_at - 100]);
}

#[test]
fn the_validators_of_the_library_of_congress_call_the_bag_valid() {
    let dir = tempdir().unwrap();
    let (zip, _) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    assert_ok(&run("unzip", &["-q", zip.to_str().unwrap()], dir.path()));
    let folder = dir.path().join(Forgery::of(&zip).top());
    let python = root().join("target/venv/bin/python");
    let check = |folder: &Path| {
        let script = "import sys, json, bagit, bagit_profile\n\
            bag = bagit.Bag(sys.argv[1]); bag.validate()\n\
            profile = json.load(open(sys.argv[2], encoding='utf-8'))\n\
            url = profile['BagIt-Profile-Info']['BagIt-Profile-Identifier']\n\
            profile = bagit_profile.Profile(url, profile=profile)\n\
            ok = profile.validate(bag) and profile.validate_serialization(sys.argv[3])\n\
            print(profile.report); sys.exit(0 if ok else 1)";
        let profile = root().join("schemas/bagit-profile.json");
        let args = [folder, &profile, &zip].map(|p| p.to_str().unwrap().to_owned());
        run(python.to_str().unwrap(), &["-c", script, &args[0], &args[1], &args[2]], dir.path())
    };
    assert!(assert_ok(&check(&folder)).contains("VALID"));

    // The validators do look: a changed word and a foreign kind are both found.
    let info = folder.join("bag-info.txt");
    let text = fs::read_to_string(&info).unwrap();
    fs::write(&info, text.replace("X-Round: 0", "X-Round: 1")).unwrap();
    assert!(!check(&folder).status.success());
}

#[test]
fn minisign_sha256sum_unzip_and_7zip_agree() {
    let dir = tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &signer);
    let path = zip.to_str().unwrap();
    assert_ok(&run("unzip", &["-t", path], dir.path()));
    assert_ok(&run("7z", &["t", path], dir.path()));
    assert_ok(&run("unzip", &["-q", path], dir.path()));
    let folder = dir.path().join(Forgery::of(&zip).top());
    assert_ok(&run("sha256sum", &["--strict", "-c", "manifest-sha256.txt"], &folder));
    assert_ok(&run("sha256sum", &["--strict", "-c", "tagmanifest-sha256.txt"], &folder));
    let key = signer.public().to_base64();
    let args = ["-V", "-m", "tagmanifest-sha256.txt", "-P", key.as_str()];
    let said = assert_ok(&run("minisign", &args, &folder));
    assert!(said.contains(&format!("bundle:{} unit:{UNIT}", sealed.bundle_id)), "{said}");
    let other = Signer::generate().unwrap().public().to_base64();
    let args = ["-V", "-m", "tagmanifest-sha256.txt", "-P", other.as_str()];
    assert!(!run("minisign", &args, &folder).status.success());
}

#[test]
fn f16_a_bag_zipped_again_by_7zip_is_the_same_bundle() {
    let dir = tempdir().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    assert_ok(&run("unzip", &["-q", zip.to_str().unwrap()], dir.path()));
    let top = Forgery::of(&zip).top();
    assert_ok(&run("7z", &["a", "-tzip", "again.zip", top.trim_end_matches('/')], dir.path()));
    let again = dir.path().join("again.zip");
    assert_ne!(fs::read(&zip).unwrap(), fs::read(&again).unwrap());
    assert_eq!(verify(&again, Trust::AnySigner, &()).unwrap().bundle_id, sealed.bundle_id);
}

#[test]
fn the_index_page_names_people_and_links_every_file() {
    let dir = tempdir().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    let mut forgery = Forgery::of(&zip);
    let page = String::from_utf8(forgery.at("data/readme.html").data.clone()).unwrap();
    for word in ["样建国", "例志强", "富民县样例建筑工程有限公司", "首次上报", "申报2人，文件5份"]
    {
        assert!(page.contains(word), "{word}");
    }
    assert!(page.contains("一人一档 &lt;样例&gt;.pdf"));
    assert!(page.contains(&bundle::fingerprint(&sealed.manifest.signing_key)));
    let links: Vec<_> =
        page.split("href=\"").skip(1).map(|s| s.split('"').next().unwrap()).collect();
    assert_eq!(links.len(), 5);
    for link in links {
        let name = format!("{}data/{link}", forgery.top());
        assert!(forgery.entries.iter().any(|e| e.name == name.as_bytes()), "{link}");
    }
}

#[test]
fn the_json_in_the_bag_names_schemas_that_came_along() {
    let dir = tempdir().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    let mut forgery = Forgery::of(&zip);
    for schema in &sealed.manifest.schemas {
        let text = forgery.at(&schema.path).data.clone();
        let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(json["$id"], schema.id.as_str());
        assert_eq!(json["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let dir = tempdir().unwrap();
    let out = dir.path().join("out.zip");
    fs::write(&out, "mine").unwrap();
    let result = seal(&bag::seal(), &Signer::generate().unwrap(), &out, &());
    assert!(matches!(result, Err(Error::Exists)));
    assert_eq!(fs::read(&out).unwrap(), b"mine");
}

/// Stops after so many reports.
struct StopAfter(u64, AtomicU64);

impl Watch for StopAfter {
    fn step(&self, _label: &str, done: u64, total: u64) {
        assert!(done <= total, "{done} of {total}");
        self.1.fetch_add(1, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }
}

#[test]
fn whatever_stops_a_seal_leaves_nothing_behind() {
    let signer = Signer::generate().unwrap();
    let missing = Source::File("no-such-file".into(), None);
    let scan = |source: Source| SealFile {
        path: "scans/02-x.jpg".into(),
        name: "x".into(),
        material: None,
        source,
    };
    let changed_file = tempdir().unwrap();
    let changed = changed_file.path().join("x.jpg");
    fs::write(&changed, "new").unwrap();
    let changed = Source::File(changed, Some(bundle::sha256_bytes(b"old")));
    let renamed = |path: &str| SealFile { path: path.into(), ..scan(Source::Bytes(vec![])) };
    type Change = Box<dyn FnOnce(&mut bundle::Seal)>;
    let add = |file: SealFile| -> Change { Box::new(|s| s.applications[1].files.push(file)) };
    let cases: Vec<(&str, Change)> = vec![
        ("没有找到", add(scan(missing))),
        ("与存入时不一致", add(scan(changed))),
        ("命名规则", add(renamed("scans/扫描.jpg"))),
        ("命名规则", add(renamed("../x.jpg"))),
        ("同一位置", add(renamed("packet.pdf"))),
        ("同一位置", add(renamed("application.json"))),
        ("单位名称", Box::new(|s| s.unit.name = "样例\n公司".into())),
        ("上一个包", Box::new(|s| s.round = 1)),
        ("退回次数", Box::new(|s| s.round = 4)),
        ("没有选择", Box::new(|s| s.applications.clear())),
    ];
    for (word, change) in cases {
        let dir = tempdir().unwrap();
        let mut input = bag::seal();
        change(&mut input);
        let error = seal(&input, &signer, &dir.path().join("out.zip"), &()).unwrap_err();
        let text = match &error {
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                "没有找到".to_owned()
            }
            other => other.to_string(),
        };
        assert!(text.contains(word), "{word}: {text}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "{word}");
    }
    let dir = tempdir().unwrap();
    let stop = StopAfter(2, AtomicU64::new(0));
    let result = seal(&bag::seal(), &signer, &dir.path().join("out.zip"), &stop);
    assert!(matches!(result, Err(Error::Cancelled)));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn extracting_a_refused_or_cancelled_bundle_leaves_nothing_behind() {
    let dir = tempdir().unwrap();
    let (zip, _) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    let out = dir.path().join("out");
    let mut forgery = Forgery::of(&zip);
    // The last payload file, so that the others have been written by then.
    forgery.put("data/schemas/bundle-1.json", "{}");
    let bad = dir.path().join("bad.zip");
    fs::write(&bad, forgery.bytes()).unwrap();
    let error = extract(&bad, &out, Trust::AnySigner, &()).unwrap_err();
    assert_eq!(error.problems()[0].code, BundleFault::PayloadChecksum);
    let stop = StopAfter(1, AtomicU64::new(0));
    assert!(matches!(extract(&zip, &out, Trust::AnySigner, &stop), Err(Error::Cancelled)));
    let mut names: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    fs::create_dir(&out).unwrap();
    assert!(matches!(extract(&zip, &out, Trust::AnySigner, &()), Err(Error::Exists)));
}

/// Peak resident memory of this process in KiB.
#[cfg(target_os = "linux")]
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_payload() {
    let dir = tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let big = dir.path().join("big.pdf");
    fs::File::create(&big).unwrap().set_len(400 << 20).unwrap();
    let mut input = bag::seal();
    input.applications[0].files[1].source = Source::File(big, None);
    let (zip, sealed) = sealed_in(dir.path(), &input, &signer);
    assert!(sealed.bytes > 400 << 20);
    verify(&zip, Trust::AnySigner, &()).unwrap();
    // The whole test process with all its parallel tests, so far under the 400 MiB that would be
    // needed to hold the file once.
    assert!(peak_kib() < 160 << 10, "{} KiB", peak_kib());
}

#[test]
fn a_bundle_over_its_limits_is_refused_before_anything_is_written() {
    let dir = tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let big = dir.path().join("big.pdf");
    fs::File::create(&big).unwrap().set_len((512 << 20) + 1).unwrap();
    let mut input = bag::seal();
    input.applications[0].files[1].source = Source::File(big.clone(), None);
    let out = dir.path().join("out.zip");
    let error = seal(&input, &signer, &out, &()).unwrap_err();
    assert!(error.to_string().contains("512 MiB"), "{error}");
    fs::File::create(&big).unwrap().set_len(512 << 20).unwrap();
    input.files = (0..5)
        .map(|i| SealFile {
            path: format!("{i}.pdf"),
            name: String::new(),
            material: None,
            source: Source::File(big.clone(), None),
        })
        .collect();
    let error = seal(&input, &signer, &out, &()).unwrap_err();
    assert!(error.to_string().contains("分成几包"), "{error}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn honest_zips_of_other_kinds_are_read_too() {
    let dir = tempdir().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &Signer::generate().unwrap());
    let forgery = Forgery::of(&zip);
    let options = zip::write::SimpleFileOptions::default();
    let write = |out: &mut dyn FnMut(&str, &[u8])| {
        for entry in &forgery.entries {
            out(std::str::from_utf8(&entry.name).unwrap(), &entry.data);
        }
    };
    // Sizes in zip64 fields.
    let wide = dir.path().join("zip64.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&wide).unwrap());
    write(&mut |name, data| {
        writer.start_file(name, options.large_file(true)).unwrap();
        writer.write_all(data).unwrap();
    });
    writer.finish().unwrap();
    // Sizes behind the data, as a writer without seeking leaves them.
    let streamed = dir.path().join("streamed.zip");
    let mut writer = zip::ZipWriter::new_stream(fs::File::create(&streamed).unwrap());
    write(&mut |name, data| {
        writer.start_file(name, options).unwrap();
        writer.write_all(data).unwrap();
    });
    writer.finish().unwrap();
    for other in [wide, streamed] {
        let verified = verify(&other, Trust::AnySigner, &()).unwrap();
        assert_eq!(verified.bundle_id, sealed.bundle_id);
    }
}
