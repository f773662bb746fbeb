//! The command line, in Chinese.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::data::DataDir;
use crate::decide::Ruling;
use crate::failure::Result;
use crate::http::App;
use crate::store::Store;
use engine::decision::Remark;

/// 呈报收件端：接收各单位的上报包，核对后给出签名回执
#[derive(Parser)]
#[command(
    name = "chengbao-receiver",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    next_help_heading = "选项",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// The verbs.
#[derive(Subcommand)]
pub enum Command {
    /// 启动收件端
    Serve(ServeOptions),
    /// 为一个单位生成配对文件
    Pair(PairOptions),
    /// 列出已接收的上报包
    List(ListOptions),
    /// 接收U盘上的上报包
    Import(ImportOptions),
    /// 把回执和审核结果写成回件，带回给单位
    Reply(ReplyOptions),
    /// 记下对一份申报的审核结果（也可以在审核页里做）
    Decide(DecideOptions),
    /// 登记审核人，或换口令
    Reviewer(ReviewerOptions),
    /// 从备份恢复数据文件夹以后运行一次，各单位会把备份之后的重报一遍
    Restored(RestoredOptions),
    /// 写命令补全脚本和 man 手册页（打包用）
    #[command(hide = true)]
    Papers(PapersOptions),
}

/// 写命令补全脚本和 man 手册页（打包用）
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct PapersOptions {
    /// 写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
}

/// 从备份恢复数据文件夹以后运行一次，各单位会把备份之后的重报一遍
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct RestoredOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
}

/// 启动收件端
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct ServeOptions {
    /// 数据文件夹，没有则新建
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 监听地址，不是本机地址时自动用HTTPS；端口0表示自动选择，默认127.0.0.1:0
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:0", hide_default_value = true)]
    pub listen: SocketAddr,
    /// 各单位访问用的域名或IP，写进证书和配对文件，第一个作为地址；可以写几次，不写则用监听地址
    #[arg(long, value_name = "域名或IP")]
    pub host: Vec<String>,
    /// 监听本机地址时也用HTTPS
    #[arg(long)]
    pub https: bool,
    /// 自备的证书链（PEM）；不写则由收件端自己签发
    #[arg(long, value_name = "文件", requires = "key")]
    pub cert: Option<PathBuf>,
    /// 自备证书的私钥（PEM）
    #[arg(long, value_name = "文件", requires = "cert")]
    pub key: Option<PathBuf>,
    /// 写进配对文件的CA证书（PEM）；不写则取证书链的最后一张
    #[arg(long, value_name = "文件", requires = "cert")]
    pub ca: Option<PathBuf>,
    /// 启动后把端口号写入此文件
    #[arg(long, value_name = "文件")]
    pub port_file: Option<PathBuf>,
    /// 收件端名称，显示在各单位的程序里，默认“呈报收件端”
    #[arg(long, value_name = "名称", default_value = "呈报收件端", hide_default_value = true)]
    pub server_name: String,
    /// 启动时顺便配对的单位代码
    #[arg(long, value_name = "代码", requires_all = ["pair_name", "pairing_file"])]
    pub pair_unit: Option<String>,
    /// 该单位的名称
    #[arg(long, value_name = "名称", requires = "pair_unit")]
    pub pair_name: Option<String>,
    /// 该单位的配对文件写在哪里
    #[arg(long, value_name = "文件", requires = "pair_unit")]
    pub pairing_file: Option<PathBuf>,
}

/// 为一个单位生成配对文件
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct PairOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 单位的统一社会信用代码
    #[arg(long, value_name = "代码")]
    pub unit: String,
    /// 单位名称
    #[arg(long, value_name = "名称")]
    pub name: String,
    /// 配对文件写在哪里
    #[arg(long, value_name = "文件")]
    pub out: PathBuf,
    /// 收件端对外的地址；不写则用最近一次启动的地址
    #[arg(long, value_name = "网址")]
    pub url: Option<String>,
    /// 写进配对文件的CA证书（PEM）；不写则用收件端正在用的
    #[arg(long, value_name = "文件")]
    pub ca: Option<PathBuf>,
    /// 收件端名称，显示在该单位的程序里，默认“呈报收件端”
    #[arg(long, value_name = "名称", default_value = "呈报收件端", hide_default_value = true)]
    pub server_name: String,
    /// 登记该单位的签名公钥；不写则以首个上报包的密钥为准
    #[arg(long, value_name = "公钥", conflicts_with = "forget_key")]
    pub unit_key: Option<String>,
    /// 不再认该单位原来的签名密钥（换机或重装后）
    #[arg(long)]
    pub forget_key: bool,
}

/// 列出已接收的上报包
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct ListOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 以JSON输出
    #[arg(long)]
    pub json: bool,
}

/// 接收U盘上的上报包
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct ImportOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 单位第一次用U盘送来时，与盖章材料核对过的签名公钥指纹
    #[arg(long, value_name = "指纹")]
    pub fingerprint: Option<String>,
    /// 上报包，或放着上报包的文件夹
    #[arg(required = true, value_name = "文件或文件夹")]
    pub files: Vec<PathBuf>,
}

/// 把回执和审核结果写成回件，带回给单位
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct ReplyOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 单位的统一社会信用代码
    #[arg(long, value_name = "代码")]
    pub unit: String,
    /// 写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
}

/// 记下对一份申报的审核结果
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct DecideOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 单位的统一社会信用代码
    #[arg(long, value_name = "代码")]
    pub unit: String,
    /// 上报包编号
    #[arg(long, value_name = "编号")]
    pub bundle: String,
    /// 申报编号，见list --json
    #[arg(long, value_name = "编号")]
    pub application: String,
    /// 结论：accepted通过，returned退回，rejected不予受理
    #[arg(long, value_name = "结论", value_parser = ["accepted", "returned", "rejected"])]
    pub outcome: String,
    /// 意见，可以写几条
    #[arg(long, value_name = "意见")]
    pub remark: Vec<String>,
    /// 补正期限，如2025-09-30
    #[arg(long, value_name = "日期")]
    pub due: Option<String>,
    /// 审核人
    #[arg(long, value_name = "姓名")]
    pub by: String,
}

/// 登记审核人，或换口令；口令从标准输入读一行
#[derive(Args)]
#[command(
    disable_help_flag = true,
    next_help_heading = "选项",
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}"
)]
pub struct ReviewerOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹")]
    pub data: PathBuf,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    pub name: String,
    /// 取消这名审核人
    #[arg(long)]
    pub remove: bool,
}

/// `chengbao-receiver restored`: numbers begin a new epoch, by which every unit sees that what it has a
/// receipt for may be gone.
pub fn restored(options: &RestoredOptions) -> Result<()> {
    let data = DataDir::open(&options.data)?;
    let _alone = data.lock()?;
    let epoch = Store::open(&data.database())?.begin_epoch()?;
    Ok(writeln!(std::io::stdout(), "已记下恢复过备份（第{epoch}期），现在可以启动收件端")?)
}

/// `chengbao-receiver papers`: what a package carries beside the program, from the options as declared.
pub fn papers(options: &PapersOptions) -> Result<()> {
    std::fs::create_dir_all(&options.out)?;
    let command = Arguments::command;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut command(), "chengbao-receiver", &options.out)?;
    }
    Ok(clap_mangen::generate_to(command(), &options.out)?)
}

/// `chengbao-receiver decide`.
pub fn decide(options: &DecideOptions) -> Result<()> {
    let data = DataDir::open(&options.data)?;
    let store = Store::open(&data.database())?;
    let app = App::new(data.clone(), store, data.signer()?, String::new());
    let outcome = serde_json::from_value(serde_json::json!(options.outcome))?;
    let remarks = options.remark.iter().map(|text| Remark { material: None, text: text.clone() });
    let ruling = Ruling {
        unit_id: options.unit.clone(),
        bundle_id: options.bundle.clone(),
        application_id: options.application.clone(),
        outcome,
        remarks: remarks.collect(),
        due_on: options.due.clone(),
        by: options.by.clone(),
    };
    let (n, is_new) = crate::decide::decide(&app, &ruling)?;
    let said = if is_new { "已记下" } else { "已有同样的结果，无变化" };
    Ok(writeln!(std::io::stdout(), "{said}：第{n}号")?)
}

/// `chengbao-receiver list`.
pub fn list(options: &ListOptions) -> Result<()> {
    let store = Store::open(&DataDir::open(&options.data)?.database())?;
    let bundles = store.bundles()?;
    let mut out = std::io::stdout().lock();
    if options.json {
        let mut rows = Vec::new();
        for b in &bundles {
            let decided: Vec<_> = store
                .applications(&b.unit_id, &b.bundle_id)?
                .into_iter()
                .map(|(id, outcome)| serde_json::json!({ "id": id, "outcome": outcome }))
                .collect();
            rows.push(serde_json::json!({
                "n": b.n, "state": "received", "unit_id": b.unit_id, "bundle_id": b.bundle_id,
                "batch_id": b.batch_id, "round": b.round, "applications": b.applications,
                "decisions": decided, "size": b.size, "received_at": b.received_at,
            }));
        }
        writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
        return Ok(());
    }
    writeln!(out, "已接收{}个上报包", bundles.len())?;
    for b in &bundles {
        let unit = store.unit(&b.unit_id)?;
        let name = unit.as_ref().map_or("", |u| u.name.as_str());
        let key = unit.as_ref().and_then(|u| u.signing_key.as_deref());
        writeln!(
            out,
            "{n:>5}  {at}  已接收  第{round}轮  申报{people}人  {size} KB  {id}  {unit_id} {name}  密钥{key}",
            n = b.n,
            at = b.received_at,
            round = b.round,
            people = b.applications,
            size = b.size.div_ceil(1024),
            id = &b.bundle_id[..16],
            unit_id = b.unit_id,
            key = key.map(bundle::fingerprint).unwrap_or_default(),
        )?;
    }
    Ok(())
}
