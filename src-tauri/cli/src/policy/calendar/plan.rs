//! `calendar plan`: everything backwards from the last day of intake.

use super::super::input::{self, EditionOptions};
use super::super::{caution_lines, day, show};
use super::{channel, notice};
use desk::error::Result;
use engine::date::Date;
use engine::pack::Packs;
use engine::schedule::Caution;
use engine::schedule::channel::ChannelRule;
use engine::schedule::deadline::MonthRule;
use engine::schedule::plan::{Intake, PlanRules, Step, plan};
use engine::verdict::Citation;
use serde::Serialize;

/// Options of `calendar plan`.
#[derive(clap::Args)]
pub struct Options {
    /// 评委会截止收审材料的日期（报送截止日）
    #[arg(long, value_name = "日期")]
    intake_until: String,
    /// 评委会开始收审材料的日期
    #[arg(long, value_name = "日期")]
    intake_from: Option<String>,
    /// 哪一级的评委会：province 省级（经市平台），city 市级
    #[arg(long, value_name = "级别", default_value = "city")]
    level: String,
    /// 省级评委会要求由市里统一报送
    #[arg(long)]
    joint: bool,
    /// 通知写明的网上申报关闭日（市级评委会）
    #[arg(long, value_name = "日期")]
    channel_closes_on: Option<String>,
    /// 预计开评日
    #[arg(long, value_name = "日期")]
    review_opens_on: Option<String>,
    /// 公示须满几个工作日；不给就用规则包里的
    #[arg(long, value_name = "天数")]
    days: Option<u32>,
    #[command(flatten)]
    edition: EditionOptions,
    /// 本地另放的假，可写多次
    #[arg(long, value_name = "日期")]
    local_holiday: Vec<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar plan --json`.
#[derive(Serialize)]
struct PlanView {
    as_of: Date,
    is_trial: bool,
    /// `{on, at, what, detail, ref, cites: [{clause, label}]}`, the earliest first.
    steps: Vec<StepView>,
    cautions: Vec<Caution>,
}

#[derive(Serialize)]
struct StepView {
    on: Date,
    at: Option<String>,
    what: String,
    detail: String,
    #[serde(rename = "ref")]
    reference: String,
    cites: Vec<Citation>,
}

/// Plan.
pub fn run(packs: &Packs, o: &Options) -> Result<()> {
    let until = input::date("--intake-until", &o.intake_until)?;
    let intake = Intake {
        from: input::maybe_date("--intake-from", o.intake_from.as_deref())?,
        until,
        level: channel::level(&o.level)?,
        is_joint: o.joint,
        channel_closes_on: input::maybe_date(
            "--channel-closes-on",
            o.channel_closes_on.as_deref(),
        )?,
        review_opens_on: input::maybe_date("--review-opens-on", o.review_opens_on.as_deref())?,
    };
    if let Some(from) = intake.from {
        input::in_order(("--intake-from", from), ("--intake-until", until))?;
    }
    let calendar = input::calendar(packs, &o.local_holiday)?;
    let mut edition = o.edition.resolve(packs, until)?;
    let rules = PlanRules {
        notice: notice::rule(packs, o.days, edition.as_of)?,
        channel: ChannelRule::on(packs, edition.as_of),
        education_form: MonthRule::education_form(packs, edition.as_of),
    };
    let plan = plan(&calendar, &rules, &intake);
    edition.cautions.extend(plan.cautions);
    let step = |s: Step| StepView {
        on: s.on,
        at: s.at,
        what: s.what,
        detail: s.detail,
        reference: s.reference,
        cites: packs.citations(&s.cites),
    };
    let view = PlanView {
        as_of: edition.as_of,
        is_trial: edition.is_trial,
        steps: plan.steps.into_iter().map(step).collect(),
        cautions: edition.cautions,
    };
    show(o.json, &view, || {
        let mut out: Vec<String> = view.steps.iter().map(line).collect();
        out.extend(caution_lines(&view.cautions));
        out
    })
}

fn line(step: &StepView) -> String {
    let at = step.at.as_deref().map(|at| format!(" {at}")).unwrap_or_default();
    let mut out = format!("{}{at}  {}", day(step.on), step.what);
    if !step.detail.is_empty() {
        out = format!("{out}：{}", step.detail);
    }
    let labels: Vec<&str> = step.cites.iter().map(|c| c.label.as_str()).collect();
    format!("{out} ［{}］", [&[step.reference.as_str()], labels.as_slice()].concat().join("；"))
}
