//! The roster: importing a list of a hundred thousand people, and finding one of them.

use crate::report::Line;
use crate::{measure, sheet};
use calamine::{Reader, Xlsx};
use desk::api::{Call, dispatch};
use desk::clock::SystemClock;
use desk::resources::Resources;
use desk::{Desk, Opening};
use serde_json::{Value, json};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of the list.
pub const ROWS: usize = 100_000;
/// Rows of the list for the slow peer; its figure is scaled.
pub const FEW_ROWS: usize = 20_000;

/// The list of so many rows.
pub fn list(out: &Path, rows: usize) -> PathBuf {
    out.join(format!("staff-{rows}.xlsx"))
}

/// Write the lists, unless they lie there from another run.
pub fn prepare(out: &Path) {
    for rows in [ROWS, FEW_ROWS] {
        let path = list(out, rows);
        if !path.exists() {
            let part = path.with_extension("part");
            sheet::write(&part, rows);
            std::fs::rename(part, path).expect("the disk is there");
        }
    }
}

/// Every cell of the list, one after the other, and nothing done with it.
pub fn bare(out: &Path) -> Vec<Line> {
    let begun = measure::cpu();
    let file = BufReader::new(File::open(list(out, ROWS)).expect("the list is there"));
    let mut book: Xlsx<_> = Xlsx::new(file).expect("the list is a workbook");
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).expect("the sheet is there");
    let mut count = 0;
    while let Some(cell) = cells.next_cell().expect("the cells are read") {
        count += usize::from(*cell.get_value() != calamine::DataRef::Empty);
    }
    assert!(count > ROWS * 30);
    vec![Line::told("calamine 逐格读十万行", measure::cpu() - begun, "CPU秒")]
}

fn open(out: &Path, resources: &Resources) -> Desk {
    let opening = Opening {
        folder: out.join("office"),
        resources: resources.clone(),
        clock: Arc::new(SystemClock),
        passphrase: None,
    };
    Desk::open(opening).expect("the office opens")
}

fn call(desk: &Desk, name: &str, input: Value) -> Value {
    let call = Call { desk, progress: &() };
    dispatch(&call, name, input).unwrap_or_else(|e| panic!("{name}: {e} ({:?})", e.source))
}

/// Preview and commit into an empty office, as the window does it.
pub fn import(out: &Path, resources: &Resources) -> Vec<Line> {
    let _ = std::fs::remove_dir_all(out.join("office"));
    let desk = open(out, resources);
    let begun = measure::cpu_with_children();
    let token = desk.tokens().register(&list(out, ROWS), "花名册.xlsx");
    let preview = call(&desk, "roster.preview", json!({ "file": token }));
    let seen = measure::cpu_with_children() - begun;
    assert_eq!(preview["counts"]["create"], ROWS, "{}", preview["counts"]);
    let done = call(&desk, "roster.commit", json!({ "preview": preview["preview"] }));
    assert_eq!(done["created"], ROWS);
    let spent = measure::cpu_with_children() - begun;
    vec![
        Line::told("　其中预览", seen, "CPU秒"),
        Line::told("十万行导入", spent, "CPU秒"),
        Line::told("　本进程内存", measure::peak(), "MiB"),
        Line::told("　读表进程内存", measure::peak_of_children(), "MiB"),
    ]
}

/// Finding people among those imported: what the search box of the roster asks for.
pub fn search(out: &Path, resources: &Resources) -> Vec<Line> {
    let desk = open(out, resources);
    let mut all = Vec::new();
    let mut lines = Vec::new();
    for (kind, texts) in sheet::searches(ROWS) {
        let mut spent: Vec<f64> = Vec::new();
        for text in &texts {
            let begun = measure::cpu();
            let found = call(&desk, "person.list", json!({ "query": text, "count": 50 }));
            spent.push((measure::cpu() - begun) * 1e3);
            assert!(found["total"].as_i64() > Some(0), "{kind} {text}");
        }
        all.extend(&spent);
        lines.push(Line::told(&format!("　按{kind}（99%）"), p99(spent), "毫秒"));
    }
    lines.insert(0, Line::below("十万人里找人（99%）", p99(all), "毫秒", 5.0));
    lines
}

/// The time all but one in a hundred stay below.
fn p99(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get((times.len() * 99 / 100).min(times.len() - 1)).copied().unwrap_or_default()
}
