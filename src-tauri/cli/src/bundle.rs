//! `chengbao bundle …`: seal a batch, check a bundle, look into one, take it apart; no window and,
//! but for sealing, no office.

use crate::out;
use clap::{Args, Subcommand};
use desk::api::Call;
use desk::api::bundle::{BundleListRequest, BundleState, SealRequest, list, seal};
use desk::api::bundle_export::export_to;
use desk::bundle_file::{self, Checked};
use desk::error::{Code, Error, Result};
use desk::resources::Resources;
use std::path::{Path, PathBuf};

/// What to do with a bundle.
#[derive(Subcommand)]
pub enum Command {
    /// 封存一个批次里已经装好的人（要给 --office）
    Seal(Seal),
    /// 加密导出到一个目录（U盘），只有上级和本单位能打开（要给 --office）
    Export(Export),
    /// 核对上报包：结构、每个文件的校验值、签名；不写任何文件
    Verify {
        #[command(flatten)]
        look: Look,
        /// 别的程序做的 BagIt 包（0.93 至 1.0，压缩包或目录）；只核对，收件端不收
        #[arg(long, conflicts_with = "key")]
        foreign: bool,
    },
    /// 看上报包里有什么；先核对，核对不过的不看
    Inspect {
        #[command(flatten)]
        look: Look,
        /// 别的程序做的 BagIt 包（0.93 至 1.0，压缩包或目录）；只核对，收件端不收
        #[arg(long, conflicts_with = "key")]
        foreign: bool,
    },
    /// 核对并解开到一个新目录；有一处不对就什么也不留
    Extract {
        #[command(flatten)]
        look: Look,
        /// 解到哪个目录，不能是已有的
        #[arg(long, value_name = "目录")]
        out: PathBuf,
    },
}

/// Which batch, where to.
#[derive(Args)]
pub struct Seal {
    /// 批次名称或编号；只有一个批次时不用写
    #[arg(long, value_name = "批次")]
    batch: Option<String>,
    /// 存成哪个文件
    #[arg(long, value_name = "文件")]
    out: PathBuf,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// Which bundles, where to.
#[derive(Args)]
pub struct Export {
    /// 上报包编号的开头几位；不写时导出所有还没接收的
    #[arg(long, value_name = "编号")]
    bundle: Option<String>,
    /// 导出到哪个目录
    #[arg(long, value_name = "目录")]
    to: PathBuf,
}

/// Which bundle, and whose signature is good enough.
#[derive(Args)]
pub struct Look {
    /// 上报包
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 只认这把公钥（minisign 公钥的一行）；不写时谁签的都行，会列出来
    #[arg(long, value_name = "公钥")]
    key: Option<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// Run one.
///
/// # Errors
/// `Precondition` for a bundle that is not good, so that a script sees it too.
pub fn run(resources: Option<&Path>, office: Option<&Path>, command: Command) -> Result<()> {
    match command {
        Command::Seal(options) => {
            let office = office.ok_or_else(|| {
                Error::invalid("没有说明资料夹", "请写成 chengbao --office 目录 bundle seal …")
            })?;
            sealed(&Resources::find(resources)?, office, &options)
        }
        Command::Export(options) => {
            let office = office.ok_or_else(|| {
                Error::invalid("没有说明资料夹", "请写成 chengbao --office 目录 bundle export …")
            })?;
            exported(&Resources::find(resources)?, office, &options)
        }
        Command::Verify { look, foreign: true } => told_foreign(&look, false),
        Command::Inspect { look, foreign: true } => told_foreign(&look, true),
        Command::Verify { look, .. } => told(&look, false, check(&look, None)?),
        Command::Inspect { look, .. } => told(&look, true, check(&look, None)?),
        Command::Extract { look, out } => told(&look, false, check(&look, Some(&out))?),
    }
}

fn check(look: &Look, out: Option<&Path>) -> Result<Checked> {
    let bar = out::Bar::new();
    let checked = bundle_file::check(&look.file, look.key.as_deref(), out, &bar);
    bar.finish();
    checked
}

fn told_foreign(look: &Look, is_whole: bool) -> Result<()> {
    let bar = out::Bar::new();
    let checked = bundle_file::check_foreign(&look.file, &bar)?;
    bar.finish();
    if look.json {
        out::line(&serde_json::to_string_pretty(&checked)?);
    } else {
        checked.problems.iter().for_each(|problem| out::line(&problem.message));
        out::line(&format!(
            "BagIt {}，{}，{} 个文件，{} 字节，按 {} 核对",
            checked.version,
            checked.encoding,
            checked.paths.len(),
            checked.bytes,
            checked.algorithms.join("、")
        ));
        if !checked.unknown.is_empty() {
            out::line(&format!("不认识、没有核对：{}", checked.unknown.join("、")));
        }
        if is_whole {
            checked.info.iter().for_each(|(name, value)| out::line(&format!("{name}: {value}")));
            checked.paths.iter().for_each(|path| out::line(path));
        }
        out::line("这不是上报包，没有验证签名，收件端不收");
    }
    if checked.is_good {
        return Ok(());
    }
    Err(Error::precondition(
        format!("这个包不完整，{} 处不对", checked.problems.len()),
        "请向送来的人重新要一份",
    ))
}

fn told(look: &Look, is_whole: bool, checked: Checked) -> Result<()> {
    if look.json {
        out::line(&serde_json::to_string_pretty(&checked)?);
    } else if let Some(b) = &checked.bundle {
        out::line(&format!(
            "核对无误：{} 人，{} 个文件，{} 字节",
            b.applications, b.files, b.bytes
        ));
        if is_whole {
            out::line(&format!("单位　　{}（{}）", b.unit, b.unit_id));
            out::line(&format!("批次　　{}，第 {} 轮，{} 封存", b.batch, b.round, b.sealed_on));
            out::line(&format!("前一包　{}", b.previous.as_deref().unwrap_or("无")));
            out::line(&format!("程序　　{}", b.software));
            b.paths.iter().for_each(|path| out::line(path));
        }
        out::line(&format!("包编号　{}", b.bundle_id));
        out::line(&format!("签名人　{}（与对方盖章的公钥指纹核对）", b.signer));
    } else {
        for problem in &checked.problems {
            out::line(&problem.message);
        }
    }
    if checked.is_good {
        return Ok(());
    }
    Err(Error::precondition(
        format!("这个上报包不能用，{} 处不对", checked.problems.len()),
        "请向送来的单位重新要一份，不要在包里改",
    ))
}

fn sealed(resources: &Resources, office: &Path, options: &Seal) -> Result<()> {
    if options.out.exists() {
        let hint = "请换一个文件名，或先移走原来的文件";
        return Err(Error::new(Code::Conflict, "文件已经存在，没有覆盖", hint));
    }
    let desk = crate::open(resources, office, None)?;
    let progress = out::Bar::new();
    let call = Call { desk: &desk, progress: &progress };
    let batch_id = crate::form::find_batch(&call, options.batch.as_deref())?.id;
    let made = seal(&call, SealRequest { batch_id, application_ids: Vec::new() })?.bundles;
    progress.finish();
    for (n, one) in made.iter().enumerate() {
        let out = numbered(&options.out, n);
        desk.tokens().copy_out(&one.file, &out, "上报包")?;
        if !options.json {
            out::line(&format!("封好了：{} 人，{} 个文件", one.people, one.files));
            out::line(&out.display().to_string());
        }
    }
    if options.json {
        out::line(&serde_json::to_string_pretty(&made)?);
    }
    Ok(())
}

/// The second of several bundles goes to `名字-2.zip`.
fn numbered(out: &Path, n: usize) -> PathBuf {
    if n == 0 {
        return out.to_owned();
    }
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let ending = out.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    out.with_file_name(format!("{stem}-{}{ending}", n + 1))
}

fn exported(resources: &Resources, office: &Path, options: &Export) -> Result<()> {
    if !options.to.is_dir() {
        return Err(Error::not_found("要导出到的目录"));
    }
    let desk = crate::open(resources, office, None)?;
    let progress = out::Bar::new();
    let call = Call { desk: &desk, progress: &progress };
    let all = list(&call, BundleListRequest { batch_id: None })?.bundles;
    let chosen: Vec<_> = all
        .into_iter()
        .filter(|b| match &options.bundle {
            Some(start) => b.id.starts_with(start.as_str()),
            None => b.state != BundleState::Received,
        })
        .collect();
    if chosen.is_empty() {
        return Err(Error::not_found("要导出的上报包"));
    }
    for one in chosen {
        let made = export_to(&call, &one.id, &options.to)?;
        out::line(&format!("已加密导出并读回核对：{} 人，{} 字节", one.people, made.bytes));
        out::line(&made.path.display().to_string());
        out::line(&format!("交接单：{}", made.sheet.display()));
    }
    progress.finish();
    Ok(())
}
