//! How fast the program is, as ratios against peers in the same run. `./dev bench` runs it.
//!
//! Each part runs in a process of its own, so that its memory is its own; CPU seconds are counted,
//! for the machine may be shared.

mod exchange;
mod judge;
mod measure;
mod paper;
mod people;
mod report;
mod roster;
mod sheet;

use desk::resources::Resources;
use report::Line;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where things lie; given by `./dev bench`.
struct Places {
    /// The repository.
    repository: PathBuf,
    /// Where to write, under `target/`.
    out: PathBuf,
}

impl Places {
    fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = here.ancestors().nth(2).unwrap_or(here).to_owned();
        let out = repository.join("target/bench");
        Self { repository, out }
    }

    fn resources(&self) -> Resources {
        Resources::find(Some(&self.repository.join("assets"))).expect("the repository has assets")
    }

    fn peer(&self) -> PathBuf {
        self.repository.join("tests/bench/peer")
    }
}

const PARTS: [&str; 13] = [
    "whole", "packs", "peers", "prepare", "bare", "import", "search", "forms", "roster", "packet",
    "bundles", "upload", "crowd",
];

fn run(part: &str, places: &Places) -> Vec<Line> {
    let resources = places.resources();
    match part {
        "whole" => judge::whole(&resources),
        "packs" => judge::packs(&resources),
        "peers" => judge::peers(&resources, &places.peer()),
        "prepare" => {
            roster::prepare(&places.out);
            Vec::new()
        }
        "bare" => roster::bare(&places.out),
        "import" => roster::import(&places.out, &resources),
        "forms" => paper::forms(&places.repository, &places.out),
        "roster" => paper::roster(&places.repository, &places.out),
        "packet" => paper::packet(&places.repository, &places.out),
        "bundles" => exchange::bundles(&places.out),
        "upload" => exchange::upload(&places.repository, &places.out),
        "crowd" => exchange::crowd(&places.repository, &places.out),
        "search" => roster::search(&places.out, &resources),
        other => panic!("no part is called {other}"),
    }
}

/// Run a part in a process of its own.
fn apart(part: &str) -> Vec<Line> {
    eprintln!("▶ {part}");
    let program = std::env::current_exe().expect("the program knows where it is");
    let told = Command::new(program).arg(part).output().expect("the program starts again");
    assert!(told.status.success(), "{part}: {}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).expect("a part tells lines")
}

/// CPU seconds pandas needs to read the smaller list, for as many rows as ours has; `None` where
/// there is no Python.
fn pandas(places: &Places) -> Option<f64> {
    eprintln!("▶ pandas");
    let python = places.out.join("venv/bin/python");
    let begun = measure::cpu_with_children() - measure::cpu();
    let status = Command::new(python)
        .arg(places.peer().join("read.py"))
        .arg(roster::list(&places.out, roster::FEW_ROWS))
        .stdout(std::process::Stdio::null())
        .status();
    let spent = measure::cpu_with_children() - measure::cpu() - begun;
    let scale = roster::ROWS as f64 / roster::FEW_ROWS as f64;
    status.is_ok_and(|s| s.success()).then_some(spent * scale)
}

/// The figure of a line.
fn figure(lines: &[Line], what: &str) -> f64 {
    lines.iter().find(|l| l.what == what).map_or(f64::NAN, |l| l.ours)
}

fn main() {
    let first = std::env::args().nth(1).unwrap_or_default();
    if first == desk::worker::ARGUMENT {
        return desk::worker::serve();
    }
    let places = Places::new();
    if PARTS.contains(&first.as_str()) {
        let lines = run(&first, &places);
        println!("{}", serde_json::to_string(&lines).expect("lines are JSON"));
        return;
    }
    let mut lines = Vec::new();
    for part in ["whole", "peers", "packs"] {
        lines.extend(apart(part));
    }
    apart("prepare");
    let bare = apart("bare");
    let import = apart("import");
    let alone = figure(&bare, "calamine 逐格读十万行");
    let ours = figure(&import, "十万行导入");
    lines.push(Line::at_most(
        "十万行×40列：预览并入库",
        ours,
        "CPU秒",
        "calamine 只读",
        alone,
        3.5,
    ));
    if let Some(pandas) = pandas(&places) {
        let what = "　与 pandas 只读相比";
        lines.push(Line::times_less(what, ours, "CPU秒", "pandas+openpyxl", pandas, 10.0));
    }
    // Both processes at their most, though they are not at it together.
    let memory = figure(&import, "　本进程内存") + figure(&import, "　读表进程内存");
    lines.push(Line::below("　两个进程的内存", memory, "MiB", 300.0));
    lines.extend(import.into_iter().filter(|l| l.what.starts_with('　')));
    lines.extend(apart("search"));
    for part in ["forms", "roster", "packet", "bundles", "upload", "crowd"] {
        lines.extend(apart(part));
    }
    print!("{}", report::table(&lines));
    let json = serde_json::to_string_pretty(&lines).expect("lines are JSON");
    let path = places.out.join("bench.json");
    std::fs::write(&path, json).expect("the disk has room");
    eprintln!("结果也写在 {}", path.display());
}
