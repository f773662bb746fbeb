//! `chengbao`: every use case without a window, and `serve`, which shows the window in a browser.

mod demo;
mod out;
mod roster;
mod serve;

use clap::{Parser, Subcommand};
use desk::clock::{Clock, SteppedClock, SystemClock};
use desk::error::{Error, Result};
use desk::resources::Resources;
use desk::{Desk, Opening};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// 呈报：职称评审批次的准备、公示、装袋和上报，都在本机完成。
#[derive(Parser)]
#[command(name = "chengbao", version, about, disable_help_subcommand = true)]
struct Arguments {
    /// 程序自带数据（规则包、表格、字体、样例）的目录；一般不用给
    #[arg(long, global = true, value_name = "目录")]
    resources: Option<PathBuf>,
    /// 资料夹；roster 命令要给
    #[arg(long, value_name = "目录")]
    office: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 用样例单位把八个环节从头跑到尾
    Demo(demo::Options),
    /// 在浏览器里打开窗口（只在本机，一次性口令）
    Serve(serve::Options),
    /// 执行一个命令：名称和 JSON 内容；--file 把文件交给它
    Call {
        /// 资料夹
        #[arg(long, value_name = "目录")]
        office: PathBuf,
        /// 命令名，如 roster.preview；写 list 列出全部命令
        name: String,
        /// JSON 内容；其中 "@1"、"@2" 换成第几个 --file 的文件
        #[arg(default_value = "{}")]
        input: String,
        /// 交给命令的文件
        #[arg(long, value_name = "文件")]
        file: Vec<PathBuf>,
    },
    /// 花名册：预览、导入、撤销、导出、模板
    Roster {
        #[command(subcommand)]
        command: roster::Command,
    },
    /// 规则包检查
    Pack {
        #[command(subcommand)]
        command: PackCommand,
    },
    /// 跑若干遍样例，列出各环节用时占比
    Bench {
        /// 遍数
        #[arg(long, default_value_t = 3)]
        runs: u32,
        /// 结果写成 JSON
        #[arg(long)]
        json: bool,
    },
    /// 由命令表生成 TypeScript 类型和 JSON Schema（开发用）
    #[command(hide = true)]
    Schemas {
        /// 仓库目录
        #[arg(long, default_value = ".")]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
enum PackCommand {
    /// 查出规则包里的错：没有依据、未知事实、日期不递增
    Check,
}

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|a| a == desk::worker::ARGUMENT) {
        desk::worker::serve();
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::ERROR)
        .init();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let resources = arguments.resources.as_deref();
    match arguments.command {
        Command::Demo(options) => demo::run(&Resources::find(resources)?, &options),
        Command::Serve(options) => serve::run(&Resources::find(resources)?, options),
        Command::Call { office, name, input, file } => {
            call(&Resources::find(resources)?, &office, &name, &input, &file)
        }
        Command::Roster { command } => {
            let office = arguments.office.ok_or_else(|| {
                Error::invalid("没有说明资料夹", "请写成 chengbao --office 目录 roster …")
            })?;
            roster::run(&Resources::find(resources)?, &office, command)
        }
        Command::Pack { command: PackCommand::Check } => check(&Resources::find(resources)?),
        Command::Bench { runs, json } => demo::bench(&Resources::find(resources)?, runs, json),
        Command::Schemas { out } => schemas(&out),
    }
}

/// Open an office, today or on a day given.
fn open(resources: &Resources, office: &Path, today: Option<chrono::NaiveDate>) -> Result<Desk> {
    let clock: Arc<dyn Clock> = match today {
        Some(day) => Arc::new(SteppedClock::at(day)),
        None => Arc::new(SystemClock),
    };
    Desk::open(Opening {
        folder: office.to_owned(),
        resources: resources.clone(),
        clock,
        key: None,
    })
}

fn call(
    resources: &Resources,
    office: &Path,
    name: &str,
    input: &str,
    files: &[PathBuf],
) -> Result<()> {
    if name == "list" {
        for command in desk::api::TABLE {
            out::line(&format!("{:<22}{}", command.name, command.label));
        }
        return Ok(());
    }
    let desk = open(resources, office, None)?;
    let mut input = input.to_owned();
    for (i, path) in files.iter().enumerate() {
        if !path.is_file() {
            return Err(Error::not_found("--file 指的文件"));
        }
        let shown = path.file_name().unwrap_or_default().to_string_lossy();
        let token = desk.hand_in(path, &shown);
        input = input.replace(&format!("\"@{}\"", i + 1), &format!("\"{token}\""));
    }
    let input = serde_json::from_str(&input)
        .map_err(|e| Error::invalid("命令内容不是 JSON", "请检查引号和括号").with_source(e))?;
    let progress = out::Bar::new();
    let call = desk::api::Call { desk: &desk, progress: &progress };
    let output = desk::api::dispatch(&call, name, input)?;
    progress.finish();
    out::line(&serde_json::to_string_pretty(&output)?);
    Ok(())
}

fn check(resources: &Resources) -> Result<()> {
    let packs = resources.packs()?;
    let faults = engine::pack::check::check(&packs);
    for fault in &faults {
        out::line(&format!("{}：{}", fault.id, fault.message));
    }
    let rules = packs.rules().count();
    let clauses = packs.clauses().count();
    if faults.is_empty() {
        out::line(&format!("规则包没有错：{rules} 条规则，{clauses} 条依据"));
        Ok(())
    } else {
        Err(Error::invalid(format!("规则包有 {} 处错", faults.len()), "请逐条改正后再查"))
    }
}

fn schemas(out: &Path) -> Result<()> {
    let put = |path: PathBuf, text: &str| {
        std::fs::write(path, text).map_err(|e| Error::io("生成的文件", e))
    };
    put(out.join("ui/src/api/bindings.ts"), &desk::api::typescript())?;
    for (name, text) in desk::api::schemas() {
        put(out.join("schemas").join(name), &text)?;
    }
    Ok(())
}
