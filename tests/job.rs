//! The whole job through the command line against a real receiver, and what bad input gets there.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tests::office::repository;
use tests::pdf::Pdf;

fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let debug = test.ancestors().nth(2).unwrap();
    debug.join("chengbao")
}

fn chengbao(arguments: &[&str]) -> Output {
    Command::new(program()).args(arguments).output().expect("./dev builds chengbao first")
}

fn fails(arguments: &[&str], word: &str) {
    let output = chengbao(arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{arguments:?} should fail");
    assert!(told.contains(word), "{arguments:?}: {told}");
}

fn path(dir: &Path) -> &str {
    dir.to_str().unwrap()
}

#[test]
fn the_whole_job_ends_with_a_receipt_and_sound_papers() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = chengbao(&["demo", "--out", path(&out), "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["people"], 24);
    let counts = ["eligible", "ineligible", "undetermined", "packets"];
    assert_eq!(counts.map(|k| summary[k].as_i64().unwrap()), [13, 7, 3, 12]);
    assert_eq!(summary["stations"].as_array().unwrap().len(), 8);
    assert_eq!(summary["receipt"], "0001");

    // Every paper opens with a stranger's tools, in our fonts only, and names its person.
    let names = ["样建国", "测海燕", "例晓东"];
    for (i, name) in names.iter().enumerate() {
        for kind in ["notice", "packet"] {
            let pdf = Pdf::at(&out.join(format!("pdf/{kind}-{:02}.pdf", i + 1)));
            pdf.assert_sound();
            let text = pdf.text(None).replace([' ', '\n'], "");
            assert!(text.contains(name), "{kind} of {name}");
        }
    }
    let packet = Pdf::at(&out.join("pdf/packet-01.pdf"));
    let text = packet.text(None);
    assert!(text.contains("与原件一致") && text.contains("材料目录"));

    // The bag stands before strangers.
    let bag = folder.path().join("bag");
    let zip = out.join("bundle.zip");
    let unzip = Command::new("unzip").args(["-q", path(&zip), "-d", path(&bag)]).status();
    assert!(unzip.unwrap().success());
    let top = std::fs::read_dir(&bag).unwrap().next().unwrap().unwrap().path();
    let python = repository().join("target/venv/bin/python");
    let check =
        Command::new(python).args(["-m", "bagit", "--validate", path(&top)]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));

    // The same folder again is refused, and nothing in it is touched.
    let before = std::fs::read(out.join("bundle.zip")).unwrap();
    fails(&["demo", "--out", path(&out)], "已经有资料");
    assert_eq!(std::fs::read(out.join("bundle.zip")).unwrap(), before);
}

#[test]
fn bad_input_gets_a_sentence_and_a_failing_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("office");
    let file = folder.path().join("list.xlsx");
    std::fs::write(&file, b"not a workbook").unwrap();
    let call = |name: &str, input: &str, file: &Path, word: &str| {
        fails(&["call", "--office", path(&office), name, input, "--file", path(file)], word);
    };
    call("roster.preview", r#"{"file":"@1"}"#, &file, "不是花名册");
    call("sync.pair", r#"{"file":"@1"}"#, &file, "配对文件");
    fails(&["call", "--office", path(&office), "sync.push", "{}"], "还没有与上级配对");
    fails(&["call", "--office", path(&office), "roster.commit", r#"{"preview":"x"}"#], "过期");
    fails(&["call", "--office", path(&office), "batch.get", "{"], "JSON");
    fails(&["--resources", path(folder.path()), "pack", "check"], "规则包");
    let gone = folder.path().join("gone.json");
    fails(&["demo", "--out", path(&folder.path().join("x")), "--pairing", path(&gone)], "配对文件");
}

#[test]
fn the_pack_check_finds_no_fault_in_what_we_ship() {
    let output = chengbao(&["pack", "check"]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("没有错"));
}

#[test]
fn a_receiver_that_is_down_leaves_the_bundle_in_the_outbox() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let done = chengbao(&["demo", "--out", path(&out), "--until", "bundle"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let pairing = tests::wire::pairing_to_nobody("91530124MAXXXXXA9X");
    let file = folder.path().join("pairing.json");
    std::fs::write(&file, pairing).unwrap();
    let office = out.join("office");
    let call = |name: &str, input: &str| -> Value {
        let arguments = ["call", "--office", path(&office), name, input, "--file", path(&file)];
        let output = chengbao(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    call("sync.pair", r#"{"file":"@1"}"#);
    let report = call("sync.push", "{}");
    assert_eq!(report["received"], serde_json::json!([]));
    let told = report["failed"][0]["message"].as_str().unwrap();
    assert!(!told.is_empty());
    let state = call("sync.state", "{}");
    assert_eq!(state["outbox"].as_array().unwrap().len(), 1);
    assert_eq!(state["outbox"][0]["lastError"], told);
}
