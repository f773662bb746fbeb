//! `chengbao bundle …`: a bundle checked, looked into and unpacked by whoever has it.

use bundle::Signer;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::tempdir;
use tests::bag::{self, sealed_in};
use tests::office::chengbao;
use tests::station::ready_for_packet;

fn run(args: &[&str]) -> Output {
    Command::new(chengbao()).arg("bundle").args(args).output().expect("the program starts")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON on the standard output")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in Unicode")
}

#[test]
fn a_good_bundle_is_told_and_unpacked_and_one_that_was_touched_is_refused_by_code() {
    let dir = tempdir().unwrap();
    let signer = Signer::generate().unwrap();
    let (zip, sealed) = sealed_in(dir.path(), &bag::seal(), &signer);
    let good = run(&["inspect", text(&zip), "--json"]);
    assert!(good.status.success());
    let told = json(&good);
    assert_eq!(told["isGood"], true);
    assert_eq!(told["bundle"]["bundleId"], sealed.bundle_id.as_str());
    assert!(told["bundle"]["paths"].to_string().contains("data/bundle.json"));

    let key = signer.public().to_base64();
    assert!(run(&["verify", text(&zip), "--key", &key]).status.success());
    let other = Signer::generate().unwrap().public().to_base64();
    let stranger = run(&["verify", text(&zip), "--key", &other, "--json"]);
    assert!(!stranger.status.success());
    assert_eq!(json(&stranger)["problems"][0]["code"], "signer-unknown");

    let out = dir.path().join("out");
    assert!(run(&["extract", text(&zip), "--out", text(&out)]).status.success());
    assert!(out.join("data/bundle.json").is_file());
    let again = run(&["extract", text(&zip), "--out", text(&out)]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("已经存在"));

    let mut bytes = std::fs::read(&zip).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 0xFF;
    let touched = dir.path().join("touched.zip");
    std::fs::write(&touched, bytes).unwrap();
    let bad = run(&["verify", text(&touched), "--json"]);
    assert!(!bad.status.success());
    let told = json(&bad);
    assert_eq!(told["isGood"], false);
    assert!(!told["problems"].as_array().unwrap().is_empty());
    let fresh = dir.path().join("fresh");
    run(&["extract", text(&touched), "--out", text(&fresh)]);
    assert!(!fresh.exists(), "nothing of a bad bundle is written");
    let gone = run(&["verify", text(&dir.path().join("gone.zip"))]);
    assert!(String::from_utf8_lossy(&gone.stderr).contains("没有找到"));
}

#[test]
fn a_batch_is_sealed_without_a_window() {
    let (office, batch, id) = ready_for_packet("样建国");
    office.ok("packet.assemble", serde_json::json!({ "batchId": batch, "applicationIds": [id] }));
    let folder = office.folder.path().join("office");
    let out = office.folder.path().join("上报.zip");
    drop(office.desk);
    let seal = || {
        Command::new(chengbao())
            .args(["--office", text(&folder), "bundle", "seal", "--json", "--out", text(&out)])
            .output()
            .expect("the program starts")
    };
    let sealed = seal();
    assert!(sealed.status.success(), "{}", String::from_utf8_lossy(&sealed.stderr));
    assert_eq!(json(&sealed)[0]["people"], 1);
    assert!(run(&["verify", text(&out)]).status.success());
    assert!(String::from_utf8_lossy(&seal().stderr).contains("没有覆盖"));

    // A stranger's validator agrees that the documents are what the schemas in the bag say.
    let bag = office.folder.path().join("bag");
    assert!(run(&["extract", text(&out), "--out", text(&bag)]).status.success());
    let script = "import sys, json, pathlib, jsonschema\n\
        bag = pathlib.Path(sys.argv[1]); read = lambda p: json.loads((bag / p).read_text('utf-8'))\n\
        main = read('data/bundle.json')\n\
        by = {s['id']: read(s['path']) for s in main['schemas']}\n\
        kind = jsonschema.Draft202012Validator\n\
        [kind.check_schema(s) for s in by.values()]\n\
        found = lambda end: kind(next(s for i, s in by.items() if end in i))\n\
        found(':bundle-').validate(main)\n\
        [found(':application-').validate(read(a['path'])) for a in main['applications']]\n\
        main['round'] = 'first'\n\
        sys.exit(0 if not found(':bundle-').is_valid(main) else 'it does not look')";
    let python = tests::office::repository().join("target/venv/bin/python");
    let told = Command::new(python).args(["-c", script, text(&bag)]).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

/// Make a bag of the folder with the Library of Congress's own program.
fn bagged(folder: &Path, algorithms: &[&str]) {
    std::fs::create_dir_all(folder.join("内页")).unwrap();
    std::fs::write(folder.join("说明 第一页.txt"), "样例").unwrap();
    std::fs::write(folder.join("内页/b.txt"), vec![7; 300_000]).unwrap();
    let python = tests::office::repository().join("target/venv/bin/python");
    let flags = algorithms.iter().map(|one| format!("--{one}"));
    let made = Command::new(python)
        .args(["-m", "bagit", "--contact-name", "样经办"])
        .args(flags)
        .arg(folder)
        .output()
        .expect("./dev test makes target/venv");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn bags_of_the_library_of_congress_s_program_are_read_in_every_algorithm_and_only_when_asked_for() {
    let dir = tempdir().unwrap();
    for algorithms in [&["md5"][..], &["sha1"], &["sha256"], &["sha512"], &["md5", "sha512"]] {
        let bag = dir.path().join(algorithms.join("-"));
        bagged(&bag, algorithms);
        let good = run(&["inspect", "--foreign", text(&bag), "--json"]);
        assert!(good.status.success(), "{algorithms:?}: {}", String::from_utf8_lossy(&good.stderr));
        let told = json(&good);
        assert_eq!(told["algorithms"], serde_json::json!(algorithms));
        assert_eq!(told["paths"].as_array().unwrap().len(), 2);
        assert!(told["info"].to_string().contains("样经办"));
        assert!(!run(&["verify", text(&bag)]).status.success(), "the strict reader took it");

        // The same in a zip; there the strict reader refuses it too.
        let zip = dir.path().join(format!("{}.zip", algorithms.join("-")));
        let done = Command::new("7z")
            .args(["a", "-tzip", text(&zip), algorithms.join("-").as_str()])
            .current_dir(dir.path())
            .output()
            .unwrap();
        assert!(done.status.success());
        assert!(run(&["verify", "--foreign", text(&zip)]).status.success());
        assert!(!run(&["verify", text(&zip)]).status.success(), "the strict reader took it");

        std::fs::write(bag.join("data/内页/b.txt"), vec![8; 300_000]).unwrap();
        let changed = run(&["verify", "--foreign", text(&bag), "--json"]);
        assert!(!changed.status.success());
        assert_eq!(json(&changed)["problems"][0]["code"], "payload-checksum");
        std::fs::remove_file(bag.join("data/内页/b.txt")).unwrap();
        let missing = json(&run(&["verify", "--foreign", text(&bag), "--json"]));
        let codes: Vec<_> =
            missing["problems"].as_array().unwrap().iter().map(|p| &p["code"]).collect();
        assert!(codes.contains(&&Value::from("payload-missing")), "{missing}");
        assert!(codes.contains(&&Value::from("oxum-mismatch")), "{missing}");
    }
}

#[test]
fn a_foreign_bag_s_extra_files_changed_tags_and_ways_out_are_told() {
    let dir = tempdir().unwrap();
    let bag = dir.path().join("bag");
    bagged(&bag, &["sha1"]);
    let codes = || {
        let told = json(&run(&["verify", "--foreign", text(&bag), "--json"]));
        told["problems"].as_array().unwrap().iter().map(|p| p["code"].clone()).collect::<Vec<_>>()
    };
    std::fs::write(bag.join("data/extra.txt"), "").unwrap();
    assert_eq!(codes(), ["payload-extra"]);
    std::fs::remove_file(bag.join("data/extra.txt")).unwrap();
    let manifest = bag.join("manifest-sha1.txt");
    let honest = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, format!("{honest}{}  ../out.txt\n", "0".repeat(40))).unwrap();
    assert_eq!(codes(), ["name-traversal", "tag-checksum"]);
    std::fs::write(&manifest, honest).unwrap();
    assert_eq!(codes(), [Value::Null; 0]);
    std::fs::write(bag.join("bagit.txt"), "BagIt-Version: 2.0\n").unwrap();
    let unknown = run(&["verify", "--foreign", text(&bag)]);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("bagit.txt"));
}
