//! `calendar channel` (C04–C06).

use super::super::input::{self, EditionOptions};
use super::super::{BasisView, basis_line, basis_view, caution_lines, day, show};
use desk::error::{Error, Result};
use engine::date::Date;
use engine::fact::document::CommitteeTier;
use engine::pack::Packs;
use engine::schedule::Caution;
use engine::schedule::channel::{ChannelRule, window};
use serde::Serialize;

/// Options of `calendar channel`.
#[derive(clap::Args)]
pub struct Options {
    /// 评委会开始收审材料的日期
    #[arg(long, value_name = "日期")]
    intake_from: Option<String>,
    /// 评委会截止收审材料的日期
    #[arg(long, value_name = "日期")]
    intake_until: String,
    /// 哪一级的评委会：province 省级（经市平台），city 市级
    #[arg(long, value_name = "级别", default_value = "province")]
    level: String,
    /// 省级评委会要求由市里统一报送
    #[arg(long)]
    joint: bool,
    #[command(flatten)]
    edition: EditionOptions,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar channel --json`.
#[derive(Serialize)]
struct ChannelView {
    as_of: Date,
    is_trial: bool,
    level: CommitteeTier,
    intake_from: Option<Date>,
    intake_until: Date,
    /// Whether the city hands in together.
    is_joint: bool,
    /// `null` for a city committee, which sets its own dates, and while the start is unknown.
    opens_on: Option<Date>,
    /// The day at whose end (24:00) it closes; `null` for a city committee.
    closes_on: Option<Date>,
    /// `2025-09-27T24:00`.
    closes_at: Option<String>,
    /// The closing day in the other case (joint or not).
    otherwise_closes_on: Option<Date>,
    cautions: Vec<Caution>,
    basis: Vec<BasisView>,
}

/// A level of the command line.
pub(super) fn level(text: &str) -> Result<CommitteeTier> {
    let tier = text.parse().ok().filter(|t| *t != CommitteeTier::SelfReview);
    tier.ok_or_else(|| {
        let message = format!("--level 后面的“{text}”不对");
        Error::invalid(message, "省级评委会写 province，市级评委会写 city")
    })
}

/// Reckon a channel.
pub fn run(packs: &Packs, o: &Options) -> Result<()> {
    let from = input::maybe_date("--intake-from", o.intake_from.as_deref())?;
    let until = input::date("--intake-until", &o.intake_until)?;
    if let Some(from) = from {
        input::in_order(("--intake-from", from), ("--intake-until", until))?;
    }
    let level = level(&o.level)?;
    let edition = o.edition.resolve(packs, until)?;
    let rule = ChannelRule::on(packs, edition.as_of)
        .ok_or_else(|| input::not_covered("网上申报通道", edition.as_of))?;
    let mut view = ChannelView {
        as_of: edition.as_of,
        is_trial: edition.is_trial,
        level,
        intake_from: from,
        intake_until: until,
        is_joint: o.joint,
        opens_on: None,
        closes_on: None,
        closes_at: None,
        otherwise_closes_on: None,
        cautions: edition.cautions,
        basis: basis_view(packs, &[&rule.basis]),
    };
    match level {
        CommitteeTier::City | CommitteeTier::SelfReview => view.cautions.push(input::caution(
            "own_dates",
            "市级评委会自定网上申报的起止日期，不能推算；请看该评委会当年的申报通知",
        )),
        CommitteeTier::Province => {
            let channel = window(&rule, from, until, o.joint);
            view.opens_on = channel.opens_on;
            view.closes_on = Some(channel.closes_on);
            view.closes_at = Some(channel.closes_at);
            view.otherwise_closes_on = Some(channel.otherwise_closes_on);
            view.cautions.extend(channel.cautions);
        }
    }
    show(o.json, &view, || lines(&view))
}

fn lines(view: &ChannelView) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(opens) = view.opens_on {
        out.push(format!("{} 开通", day(opens)));
    }
    if let (Some(closes), Some(other)) = (view.closes_on, view.otherwise_closes_on) {
        let (this, that) = match view.is_joint {
            true => ("市里统一报送", "不统一报送"),
            false => ("不统一报送", "市里统一报送"),
        };
        out.push(format!(
            "{} 24:00 关闭（{this}）；若{that}，{} 24:00 关闭",
            day(closes),
            day(other)
        ));
    }
    out.push(basis_line(&view.basis));
    out.extend(caution_lines(&view.cautions));
    out
}
