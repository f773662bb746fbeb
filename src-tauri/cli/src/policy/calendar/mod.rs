//! `chengbao calendar`: when a posting is over, when a channel is open, by when to do what.

mod channel;
mod deadline;
mod notice;
mod plan;
mod retirement;

use clap::Subcommand;
use desk::error::Result;
use engine::pack::Packs;

/// What to reckon.
#[derive(Subcommand)]
pub enum Command {
    /// 公示期：第几个工作日满、哪天起可签；给撤下日就核对够不够
    Notice(notice::Options),
    /// 最晚哪天张贴公示，才赶得上某天签意见或报送
    Latest(notice::LatestOptions),
    /// 网上申报通道何时开、何时关
    Channel(channel::Options),
    /// 由报送截止日倒排：张贴、签意见、网报、备案表
    Plan(plan::Options),
    /// 申请复查的最后一天
    Recheck(deadline::RecheckOptions),
    /// 学信网备案表的有效期够不够
    Form(deadline::FormOptions),
    /// 补正期限还剩几个工作日
    Supplement(deadline::SupplementOptions),
    /// 法定退休日（渐进延迟）和弹性范围
    Retirement(retirement::Options),
    /// 一段日子里的工作日
    WorkingDays(deadline::WorkingDaysOptions),
}

/// Reckon.
pub fn run(packs: &Packs, command: Command) -> Result<()> {
    match command {
        Command::Notice(options) => notice::run(packs, &options),
        Command::Latest(options) => notice::latest(packs, &options),
        Command::Channel(options) => channel::run(packs, &options),
        Command::Plan(options) => plan::run(packs, &options),
        Command::Recheck(options) => deadline::recheck(packs, &options),
        Command::Form(options) => deadline::form(packs, &options),
        Command::Supplement(options) => deadline::supplement(packs, &options),
        Command::Retirement(options) => retirement::run(packs, &options),
        Command::WorkingDays(options) => deadline::working_days(packs, &options),
    }
}
