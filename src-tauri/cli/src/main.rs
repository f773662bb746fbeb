//! `chengbao`: every use case without a window, and `serve`, which shows the window in a browser.

mod backup;
mod bundle;
mod demo;
mod form;
mod manual;
mod out;
mod policy;
mod roster;
mod serve;
mod usage;

use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::Shell;
use desk::clock::{Clock, SteppedClock, SystemClock};
use desk::error::{Code, Error, Result};
use desk::resources::Resources;
use desk::{Desk, Opening};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use zeroize::Zeroizing;

/// 呈报：职称评审批次的准备、公示、装袋和上报，都在本机完成。
#[derive(Parser)]
#[command(name = "chengbao", version, disable_help_subcommand = true)]
struct Arguments {
    /// 程序自带数据（规则包、表格、字体、样例）的目录；一般不用给
    #[arg(long, global = true, value_name = "目录")]
    resources: Option<PathBuf>,
    /// 资料夹；roster、form make、form copy、bundle seal、bundle export、backup 要给
    #[arg(long, value_name = "目录")]
    office: Option<PathBuf>,
    /// 加密的资料夹：第一行是口令的文件
    #[arg(long, global = true, value_name = "文件")]
    passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// The file given with `--passphrase-file`.
static PASSPHRASE_FILE: OnceLock<PathBuf> = OnceLock::new();

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
    /// 表格：列出、样张、做一份、改成自己的
    Form {
        #[command(subcommand)]
        command: form::Command,
    },
    /// 上报包：封存、核对、看里面、解开
    Bundle {
        #[command(subcommand)]
        command: bundle::Command,
    },
    /// 备份：列出、再备一次、整套存到别处、看里面、恢复
    Backup {
        #[command(subcommand)]
        command: backup::Command,
    },
    /// 判断一个或多个案例：结论、条款、算式、材料、渠道、日期
    Assess(policy::assess::Options),
    /// 预测：以后几年哪一年能报下一级职称，如果……又怎样
    Forecast(policy::forecast::Options),
    /// 规则包：检查、查看、比较两个年度
    Pack {
        #[command(subcommand)]
        command: PackCommand,
    },
    /// 算日期：公示、网报通道、倒排计划、复查、退休、工作日
    Calendar {
        #[command(subcommand)]
        command: policy::calendar::Command,
    },
    /// 核对证件号码和统一社会信用代码
    Identity(policy::identity::Options),
    /// 查评委会和县（市）区人社部门
    Directory(policy::directory::Options),
    /// 跑若干遍样例，列出各环节用时占比
    Bench {
        /// 遍数
        #[arg(long, default_value_t = 3)]
        runs: u32,
        /// 结果写成 JSON
        #[arg(long)]
        json: bool,
    },
    /// 使用手册：排成 PDF 和网页
    Manual(manual::Options),
    /// 写命令补全脚本和 man 手册页（打包用）
    #[command(hide = true)]
    Papers {
        /// 写到哪个目录
        #[arg(long, value_name = "目录")]
        out: PathBuf,
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
    /// 查出规则包里的错：没有依据、未知事实、日期不递增、久未核对、没有案例
    Check(policy::check::CheckOptions),
    /// 写一份空的评委会通知，照着填
    Template(policy::check::TemplateOptions),
    /// 看一条规则、参数或条款的各个版本
    Show(policy::pack::ShowOptions),
    /// 两个年度之间规则、参数、系列、评委会有什么变化
    Diff(policy::pack::DiffOptions),
}

/// Status of a question whose input cannot be read, as for options clap refuses.
const BAD_INPUT: u8 = 2;

impl Command {
    /// Whether it only answers from the packs.
    fn is_question(&self) -> bool {
        match self {
            Self::Assess(_)
            | Self::Forecast(_)
            | Self::Calendar { .. }
            | Self::Identity(_)
            | Self::Directory(_) => true,
            Self::Pack { command } => !matches!(command, PackCommand::Check(_)),
            _ => false,
        }
    }
}

/// The command line with its help in Chinese.
fn command() -> clap::Command {
    let version =
        Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
    usage::chinese(Arguments::command().disable_version_flag(true).arg(version))
}

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|a| a == desk::worker::ARGUMENT) {
        desk::worker::serve();
        return ExitCode::SUCCESS;
    }
    let read = command().try_get_matches().and_then(|found| Arguments::from_arg_matches(&found));
    let arguments = match read {
        Ok(arguments) => arguments,
        Err(error) => {
            let Some(sentence) = usage::sentence(&error) else {
                // Asked for it is an answer; for want of a command it is a complaint.
                match error.use_stderr() {
                    true => out::aside(&usage::help(&error)),
                    false => out::line(usage::help(&error).trim_end()),
                }
                return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(BAD_INPUT));
            };
            out::complaint(&sentence);
            return ExitCode::from(BAD_INPUT);
        }
    };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::ERROR)
        .init();
    let is_question = arguments.command.is_question();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(mut error) => {
            if error.code == Code::Internal {
                error.hint = "设 CHENGBAO_DEBUG=1 再运行一次，会写出原因，请告诉维护人员".into();
            }
            // Whoever asked for JSON reads the refusal by a program, too.
            if !is_question && std::env::args_os().any(|a| a == "--json") {
                out::refusal(&error);
            }
            out::error(&error);
            if is_question && error.code == Code::InvalidInput {
                return ExitCode::from(BAD_INPUT);
            }
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let resources = arguments.resources.as_deref();
    if let Some(file) = arguments.passphrase_file {
        let _ = PASSPHRASE_FILE.set(file);
    }
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
        Command::Form { command } => {
            form::run(&Resources::find(resources)?, arguments.office.as_deref(), command)
        }
        Command::Backup { command } => {
            let office = arguments.office.ok_or_else(|| {
                Error::invalid("没有说明资料夹", "请写成 chengbao --office 目录 backup …")
            })?;
            backup::run(&Resources::find(resources)?, &office, command)
        }
        Command::Bundle { command } => bundle::run(resources, arguments.office.as_deref(), command),
        Command::Pack { command } => {
            let resources = Resources::find(resources)?;
            match command {
                PackCommand::Check(options) => policy::check::check(&resources, &options),
                PackCommand::Template(options) => policy::check::template(&resources, &options),
                PackCommand::Show(options) => {
                    policy::pack::show_entry(&resources.packs()?, &options)
                }
                PackCommand::Diff(options) => {
                    policy::pack::diff_years(&resources.packs()?, &options)
                }
            }
        }
        Command::Assess(options) => policy::assess::run(&Resources::find(resources)?, &options),
        Command::Forecast(options) => policy::forecast::run(&Resources::find(resources)?, &options),
        Command::Calendar { command } => {
            policy::calendar::run(&Resources::find(resources)?.packs()?, command)
        }
        Command::Identity(options) => {
            policy::identity::run(&Resources::find(resources)?.packs()?, &options)
        }
        Command::Directory(options) => {
            policy::directory::run(&Resources::find(resources)?.packs()?, &options)
        }
        Command::Bench { runs, json } => demo::bench(&Resources::find(resources)?, runs, json),
        Command::Manual(options) => manual::run(&Resources::find(resources)?, &options),
        Command::Papers { out } => papers(&out),
        Command::Schemas { out } => schemas(&Resources::find(resources)?, &out),
    }
}

/// How an office is opened, today or on a day given.
fn opening(
    resources: &Resources,
    office: &Path,
    today: Option<chrono::NaiveDate>,
) -> Result<Opening> {
    let clock: Arc<dyn Clock> = match today {
        Some(day) => Arc::new(SteppedClock::at(day)),
        None => Arc::new(SystemClock),
    };
    let passphrase = PASSPHRASE_FILE.get().map(|file| first_line(file)).transpose()?;
    Ok(Opening { folder: office.to_owned(), resources: resources.clone(), clock, passphrase })
}

fn first_line(file: &Path) -> Result<Zeroizing<String>> {
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.map_err(|e| Error::io("口令文件", e))?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

/// Open an office, today or on a day given.
fn open(resources: &Resources, office: &Path, today: Option<chrono::NaiveDate>) -> Result<Desk> {
    Desk::open(opening(resources, office, today)?).map_err(|mut error| {
        if error.code == Code::Locked {
            error.hint = "请用 --passphrase-file 给出口令".into();
        }
        error
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

/// What a package carries beside the program, from the options as they are declared.
fn papers(out: &Path) -> Result<()> {
    let io = |e| Error::io("手册页", e);
    std::fs::create_dir_all(out).map_err(io)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut command(), "chengbao", out).map_err(io)?;
    }
    clap_mangen::generate_to(command(), out).map_err(io)
}

fn schemas(resources: &Resources, out: &Path) -> Result<()> {
    let packs = resources.packs()?;
    let put = |path: PathBuf, text: &str| {
        std::fs::write(path, text).map_err(|e| Error::io("生成的文件", e))
    };
    put(out.join("ui/src/api/bindings.ts"), &desk::api::typescript())?;
    for (name, text) in desk::api::schemas(&packs) {
        put(out.join("schemas").join(name), &text)?;
    }
    Ok(())
}
