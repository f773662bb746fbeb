//! `chengbao --office DIR backup …`: backups without a window, for a scheduled task among others.

use crate::out;
use clap::Subcommand;
use desk::Desk;
use desk::api::Call;
use desk::api::backup::{
    self, BackupContents, BackupRequest, BackupRestoreRequest, BackupStateRequest, RestoreReport,
};
use desk::error::{Code, Error, Result};
use desk::resources::Resources;
use std::path::{Path, PathBuf};

/// What to do with backups.
#[derive(Subcommand)]
pub enum Command {
    /// 列出本机的备份
    List,
    /// 在本机再备份一次资料库
    Now,
    /// 把整套资料加密成一个文件，存到U盘或别的盘；口令从标准输入读一行
    Export {
        /// 存成哪个文件，如 E:\呈报备份.tar.age
        file: PathBuf,
    },
    /// 看一份备份里有什么：本机备份的名字，或整套备份的文件
    Look {
        /// 名字或文件
        backup: PathBuf,
    },
    /// 从一份备份恢复；原来的资料库另存，不删除
    Restore {
        /// 名字或文件
        backup: PathBuf,
    },
}

/// Run one.
pub fn run(resources: &Resources, office: &Path, command: Command) -> Result<()> {
    let desk = Desk::open_even_damaged(crate::opening(resources, office, None)?)?;
    let progress = out::Bar::new();
    let call = Call { desk: &desk, progress: &progress };
    match command {
        Command::List => list(&call),
        Command::Now => {
            backup::make(&call, BackupStateRequest {})?;
            out::line("已备份，逐页核对无误");
            Ok(())
        }
        Command::Export { file } => {
            backup::export_to(&call, &passphrase()?, &file)?;
            progress.finish();
            out::line("整套备份已写好，读回核对无误。口令没有存在任何地方，请记牢");
            Ok(())
        }
        Command::Look { backup } => {
            let contents = look(&call, &backup)?;
            progress.finish();
            tell(&contents);
            Ok(())
        }
        Command::Restore { backup } => {
            let name = name_of(&backup);
            tell(&look(&call, &backup)?);
            let report = backup::restore(&call, BackupRestoreRequest { name })?;
            progress.finish();
            done(&report);
            Ok(())
        }
    }
}

fn list(call: &Call<'_>) -> Result<()> {
    let page = backup::state(call, BackupStateRequest {})?;
    for sentence in page.damage.iter().chain(&page.caution) {
        out::line(&format!("注意：{sentence}"));
    }
    for s in &page.snapshots {
        out::line(&format!("{}  {}  {:.1} MB", s.made_at, s.name, s.bytes / 1e6));
    }
    match page.external_at {
        Some(at) => out::line(&format!("上次存到别处：{at}")),
        None => out::line("还没有存到别处"),
    }
    Ok(())
}

/// A copy on this machine is called by its bare name.
fn name_of(backup: &Path) -> Option<String> {
    let is_bare = backup.components().count() == 1 && !backup.is_file();
    is_bare.then(|| backup.to_string_lossy().into_owned())
}

fn look(call: &Call<'_>, path: &Path) -> Result<BackupContents> {
    match name_of(path) {
        Some(name) => backup::look(call, BackupRequest { name }),
        None => backup::open_from(call, path, &passphrase()?),
    }
}

fn tell(contents: &BackupContents) {
    let unit = contents.unit_name.as_deref().unwrap_or("（没有填单位）");
    out::line(&format!(
        "{unit}：{} 人、{} 个批次、{} 个附件、{} 个上报包；{}",
        contents.people,
        contents.batches,
        contents.attachments,
        contents.bundles,
        contents.made_at.as_deref().unwrap_or("时间不详"),
    ));
    if contents.damaged > 0 {
        out::line(&format!("做备份时已有 {} 个附件损坏，不在里面", contents.damaged));
    }
}

fn done(report: &RestoreReport) {
    out::line(&format!("已恢复。原来的资料库另存在资料夹的 {} 里", report.aside));
    if report.missing > 0 {
        out::line(&format!("有 {} 个附件找不到，请用原件重新放入", report.missing));
    }
    if report.unknown_bundles > 0 {
        let n = report.unknown_bundles;
        out::line(&format!("有 {n} 个上报包是备份以后封的，文件还在资料夹的 bundles 里"));
    }
}

/// One line from the standard input; a pass phrase on the command line would be seen by everybody.
fn passphrase() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|e| Error::io("口令", e))?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    if line.is_empty() {
        return Err(Error::new(
            Code::InvalidInput,
            "没有读到口令",
            "请从标准输入给一行，如 echo 口令 | chengbao …",
        ));
    }
    Ok(line)
}
