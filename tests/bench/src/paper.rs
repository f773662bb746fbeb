//! Papers: forms and rosters against WeasyPrint, packets against qpdf.

use crate::measure;
use crate::report::Line;
use chrono::NaiveDate;
use desk::forms::{Forms, NoticeForm, RecommendationLine, RecommendationRoster};
use desk::pdf::{Content, FileSource, Options, Part, assemble};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Forms set, each with other data.
const FORMS: usize = 300;
/// Forms the slow peer sets; its figure is scaled.
const FEW_FORMS: usize = 20;
/// Rows of the roster.
const ROWS: usize = 2_000;
/// Scans in the packet.
const SCANS: usize = 200;

fn forms_of(repository: &Path) -> Forms {
    Forms::open(&repository.join("assets"), None).expect("the forms open")
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 15).expect("a day")
}

/// CPU seconds WeasyPrint needs; `None` where it is not there.
fn weasy(repository: &Path, out: &Path, what: &str, data: &Value) -> Option<f64> {
    let input = out.join(format!("weasy-{what}.json"));
    std::fs::write(&input, data.to_string()).expect("the disk has room");
    let begun = measure::cpu_with_children() - measure::cpu();
    let told = Command::new(out.join("venv/bin/python"))
        .arg(repository.join("tests/bench/peer/paper.py"))
        .args([what.as_ref(), input.as_os_str(), repository.join("assets/fonts").as_os_str()])
        .arg(out.join(format!("weasy-{what}.pdf")))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let spent = measure::cpu_with_children() - measure::cpu() - begun;
    told.is_ok_and(|s| s.success()).then_some(spent)
}

/// Public-notice forms of different people.
pub fn forms(repository: &Path, out: &Path) -> Vec<Line> {
    let path = repository.join("tests/fixtures/form/notice-long.json");
    let text = std::fs::read_to_string(path).expect("the fixture is there");
    let data: Value = serde_json::from_str(&text).expect("it is JSON");
    let one: NoticeForm = serde_json::from_str(&text).expect("it is a form");
    let forms = forms_of(repository);
    let set = |n: usize| {
        let mut form = one.clone();
        form.number = n.to_string();
        form.person.name = format!("样第{n}");
        form.unit = format!("样例第{}建筑工程有限公司（虚构）", n % 7);
        forms.notice(&form, day()).expect("the form is set").len()
    };
    set(0);
    let begun = measure::cpu();
    let bytes: usize = (1..=FORMS).map(set).sum();
    let spent = measure::cpu() - begun;
    let each = spent * 1000.0 / FORMS as f64;
    let mut lines = vec![
        Line::below("公示表三百份，各不相同：每份", each, "CPU毫秒", 50.0),
        Line::told("　每份大小", bytes as f64 / FORMS as f64 / 1024.0, "KiB"),
    ];
    let few = json!({ "form": data, "count": FEW_FORMS });
    if let Some(peer) = weasy(repository, out, "form", &few) {
        let scaled = peer * FORMS as f64 / FEW_FORMS as f64;
        let what = "　三百份，与 WeasyPrint 相比";
        lines.push(Line::times_less(what, spent, "CPU秒", "WeasyPrint", scaled, 10.0));
    }
    lines
}

/// A recommendation roster of many people.
pub fn roster(repository: &Path, out: &Path) -> Vec<Line> {
    let line = |n: usize| RecommendationLine {
        name: format!("样第{n}"),
        sex: if n % 2 == 0 { "男" } else { "女" }.into(),
        born: format!("{}.{:02}", 1970 + n % 30, n % 12 + 1),
        education: "大学本科".into(),
        school: format!("样例第{}大学 土木工程", n % 40),
        started_work: format!("{}.07", 1992 + n % 28),
        held_title: "助理工程师".into(),
        obtained_on: format!("{}.11.20", 2010 + n % 10),
        tenure: format!("{}年{}个月", 4 + n % 9, n % 12),
        applied_title: "工程师".into(),
        specialty: "建筑工程".into(),
        kind: "正常晋升".into(),
        committee: "昆明市建筑工程中级职称评审委员会".into(),
        remark: String::new(),
    };
    let data = RecommendationRoster {
        application_year: "2025".into(),
        unit: "富民县样例建筑工程有限公司（虚构）".into(),
        line: (1..=ROWS).map(line).collect(),
        ..RecommendationRoster::default()
    };
    let forms = forms_of(repository);
    forms.fonts().expect("the faces open");
    let begun = measure::cpu();
    let pdf = forms.roster(&data, day()).expect("the roster is set");
    let spent = measure::cpu() - begun;
    let mut lines = vec![Line::below("花名册两千行", pdf.len() as f64 / 1000.0, "KB", 400.0)];
    let data = serde_json::to_value(&data).expect("a roster is JSON");
    match weasy(repository, out, "roster", &data) {
        Some(peer) => {
            let what = "　与 WeasyPrint 相比";
            lines.push(Line::times_less(what, spent, "CPU秒", "WeasyPrint", peer, 10.0));
        }
        None => lines.push(Line::told("　用时", spent, "CPU秒")),
    }
    lines
}

/// A scan told apart from every other one by a comment.
fn scan(jpeg: &[u8], n: usize) -> Vec<u8> {
    let comment = format!("scan {n:04}");
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xFE, 0, comment.len() as u8 + 2]);
    bytes.extend(comment.as_bytes());
    bytes.extend(&jpeg[2..]);
    bytes
}

fn file(path: PathBuf) -> FileSource<'static> {
    let read = move || Ok(std::fs::read(&path).expect("the scan is there"));
    FileSource { label: "文件".into(), read: Box::new(read), clear: None }
}

fn bind(forms: &Forms, parts: &[Part<'_>], out: &Path, is_numbered: bool) {
    let options = Options {
        fonts: forms.fonts().expect("the faces open"),
        title: "职称申报材料".into(),
        date: day(),
        odd_start: false,
        gutter: 0.0,
        on_page: false,
        is_numbered,
        replace: true,
    };
    assemble(parts, &options, out, &()).expect("the packet is bound");
}

fn part(content: Content<'static>) -> Part<'static> {
    Part { title: "论文".into(), section: None, content }
}

/// A packet of scans: every page placed, numbered and given its block.
pub fn packet(repository: &Path, out: &Path) -> Vec<Line> {
    let jpeg = repository.join("tests/fixtures/scan/08-appraisal-a4-200dpi.jpg");
    let jpeg = std::fs::read(jpeg).expect("the fixture is there");
    let folder = out.join("scans");
    std::fs::create_dir_all(&folder).expect("the disk has room");
    let scans: Vec<PathBuf> = (0..SCANS).map(|n| folder.join(format!("{n:03}.jpg"))).collect();
    for (n, path) in scans.iter().enumerate() {
        std::fs::write(path, scan(&jpeg, n)).expect("the disk has room");
    }
    let forms = forms_of(repository);
    let packet = out.join("packet.pdf");
    let copies = || Content::Copies(scans.iter().cloned().map(file).collect());
    let (clock, begun) = (Instant::now(), measure::cpu());
    bind(&forms, &[part(copies())], &packet, true);
    let (wall, spent) = (clock.elapsed().as_secs_f64(), measure::cpu() - begun);
    let peak = measure::peak();
    // The peer gets the scans as PDFs of a page each, and a file with what is to be laid over them.
    let pages: Vec<PathBuf> = (0..SCANS).map(|n| folder.join(format!("{n:03}.pdf"))).collect();
    for (scan, page) in scans.iter().zip(&pages) {
        let content = Content::Originals(vec![file(scan.clone())]);
        bind(&forms, &[part(content)], page, false);
    }
    let overlay = out.join("overlay.pdf");
    let blank = repository.join("tests/fixtures/scan/23-grey.png");
    let blanks = (0..SCANS).map(|_| file(blank.clone())).collect();
    bind(&forms, &[part(Content::Copies(blanks))], &overlay, true);
    let begun = measure::cpu_with_children() - measure::cpu();
    let clock = Instant::now();
    let status = Command::new("qpdf")
        .args(["--empty", "--pages"])
        .args(&pages)
        .args(["--", "--overlay"])
        .arg(&overlay)
        .arg("--")
        .arg(out.join("qpdf.pdf"))
        .status();
    let peer_wall = clock.elapsed().as_secs_f64();
    let peer = measure::cpu_with_children() - measure::cpu() - begun;
    let mut lines = vec![Line::below("档案二百张扫描件：内存", peak, "MiB", 300.0)];
    if status.is_ok_and(|s| s.success()) {
        let what = "　装订，与 qpdf 拼接叠加相比";
        lines.push(Line::at_most(what, spent, "CPU秒", "qpdf", peer, 1.3));
        lines.push(Line::at_most("　同上，按钟表", wall, "秒", "qpdf", peer_wall, 1.3));
    } else {
        lines.push(Line::told("　装订", spent, "CPU秒"));
    }
    let _ = std::fs::remove_dir_all(folder);
    lines
}
