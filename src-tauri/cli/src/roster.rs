//! `chengbao --office DIR roster …`: the staff list without a window.

use crate::out;
use clap::{Args, Subcommand};
use desk::Desk;
use desk::api::roster::{RosterCommitRequest, RosterPreviewRequest};
use desk::api::roster_file::{
    RosterCheck, RosterSheetRequest, RosterTokenRequest, RosterUndoRequest, UndoReport,
};
use desk::api::{Call, notice, roster, roster_file};
use desk::error::{Error, Result};
use desk::files::write_whole;
use desk::resources::Resources;
use serde_json::json;
use std::path::{Path, PathBuf};

/// What to do with the staff list.
#[derive(Subcommand)]
pub enum Command {
    /// 看一份花名册会怎样读：人员、问题、跳过的行；什么都不写
    Preview {
        #[command(flatten)]
        list: List,
        /// 把待改的行存成一张表
        #[arg(long, value_name = "文件")]
        errors: Option<PathBuf>,
    },
    /// 导入；有错误的行留下不导
    Import {
        #[command(flatten)]
        list: List,
    },
    /// 撤销一次导入；不写编号就是最近一次
    Undo {
        /// 导入的编号
        import: Option<String>,
        /// 结果写成 JSON
        #[arg(long)]
        json: bool,
    },
    /// 列出各次导入
    History,
    /// 导出人员和全部附表，可以原样再导入
    Export {
        /// 存成哪个文件
        file: PathBuf,
    },
    /// 做一份空白模板
    Template {
        /// 存成哪个文件
        file: PathBuf,
    },
}

/// A list and what was decided about it.
#[derive(Args)]
pub struct List {
    /// 花名册：.xlsx .xls .et .xlsb .ods .csv .txt .lrmx，或网页表格
    file: PathBuf,
    /// 改正、对应、确认等，JSON，与 roster.preview 的内容相同
    #[arg(long, value_name = "JSON", default_value = "{}")]
    decisions: String,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// Run one.
pub fn run(resources: &Resources, office: &Path, command: Command) -> Result<()> {
    let desk = crate::open(resources, office, None)?;
    let progress = out::Bar::new();
    let call = Call { desk: &desk, progress: &progress };
    let result = match command {
        Command::Preview { list, errors } => preview(&call, &list, errors.as_deref()),
        Command::Import { list } => import(&call, &list),
        Command::Undo { import, json } => undo(&call, import, json),
        Command::History => history(&call),
        Command::Export { file } => {
            let made = roster_file::export(&call, RosterSheetRequest {})?;
            keep(&desk, &made, &file)
        }
        Command::Template { file } => {
            let made = roster_file::template(&call, RosterSheetRequest {})?;
            keep(&desk, &made, &file)
        }
    };
    progress.finish();
    result
}

/// Read the list; gives the preview's token.
fn look(call: &Call<'_>, list: &List) -> Result<String> {
    if !list.file.is_file() {
        return Err(Error::not_found("花名册文件"));
    }
    let name = list.file.file_name().unwrap_or_default().to_string_lossy();
    let mut decisions: serde_json::Value = serde_json::from_str(&list.decisions)
        .map_err(|e| Error::invalid("--decisions 不是 JSON", "请检查引号和括号").with_source(e))?;
    decisions["file"] = json!(call.desk.hand_in(&list.file, &name));
    let request: RosterPreviewRequest = serde_json::from_value(decisions).map_err(|e| {
        Error::invalid("--decisions 的内容不合要求", "写法见 schemas/api.schema.json")
            .with_source(e)
    })?;
    Ok(roster::preview(call, request)?.preview)
}

fn preview(call: &Call<'_>, list: &List, errors: Option<&Path>) -> Result<()> {
    let token = look(call, list)?;
    let request = || RosterTokenRequest { preview: token.clone() };
    if let Some(path) = errors {
        let made = roster_file::errors(call, request())?;
        keep(call.desk, &made, path)?;
    }
    if list.json {
        roster_file::write_check(call, request(), out::stream())?;
        out::line("");
    } else {
        tell(&roster_file::brief(call, request())?);
    }
    Ok(())
}

fn tell(found: &RosterCheck) {
    let n = &found.counts;
    out::line(&format!(
        "读到 {} 人：新增 {}，更新 {}，没有变 {}，先不入库 {}；错误 {}，请确认 {}，跳过 {} 行",
        n.read, n.create, n.update, n.unchanged, n.held, n.errors, n.warnings, n.skipped
    ));
    if let Some(at) = &found.already_imported_on {
        out::line(&format!("这个文件 {at} 导入过"));
    }
    for issue in &found.issues {
        let column = issue.column.as_ref().map_or(String::new(), |c| format!("{c}列 "));
        let (sheet, row, field) = (&issue.sheet, issue.row, &issue.field);
        out::line(&format!("{sheet} 第{row}行{column}{field}：{}。{}", issue.title, issue.message));
    }
}

fn import(call: &Call<'_>, list: &List) -> Result<()> {
    let token = look(call, list)?;
    let report = roster::commit(call, RosterCommitRequest { preview: token, remember: true })?;
    if list.json {
        out::line(&serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    if report.import.is_empty() {
        out::line(&format!(
            "没有要写入的：没有变 {} 人，{} 行先不入库",
            report.unchanged, report.held
        ));
        return Ok(());
    }
    out::line(&format!(
        "新增 {} 人，更新 {} 人，没有变 {} 人，附表 {} 条；{} 行先不入库。撤销：roster undo {}",
        report.created,
        report.updated,
        report.unchanged,
        report.records,
        report.held,
        report.import
    ));
    Ok(())
}

fn undo(call: &Call<'_>, import: Option<String>, is_json: bool) -> Result<()> {
    let report: UndoReport = roster_file::undo(call, RosterUndoRequest { import })?;
    if is_json {
        out::line(&serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    out::line(&format!("移出 {} 人，改回 {} 人", report.removed, report.restored));
    for kept in &report.kept {
        out::line(&format!("没有动：{} 的{}，{}", kept.name, kept.what, kept.why));
    }
    Ok(())
}

fn history(call: &Call<'_>) -> Result<()> {
    for i in roster_file::history(call, RosterSheetRequest {})?.imports {
        let undone = i.undone_at.map_or(String::new(), |at| format!("，{at} 已撤销"));
        out::line(&format!(
            "{}  {}  {}：新增 {}，更新 {}{undone}",
            i.id, i.imported_at, i.file_name, i.created, i.updated
        ));
    }
    Ok(())
}

fn keep(desk: &Desk, made: &notice::FileView, path: &Path) -> Result<()> {
    let (_, bytes) = desk.tokens().read(&made.file)?;
    write_whole(path, &bytes, "文件")
}
