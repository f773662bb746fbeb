//! `calendar retirement` (E10).

use super::super::{BasisView, basis_line, basis_view, caution_lines, day, input, show};
use desk::error::{Error, Result};
use engine::date::Date;
use engine::pack::Packs;
use engine::person::Sex;
use engine::schedule::retirement::{
    Retirement, RetirementRule, ReviewRelation, relation, retirement,
};
use serde::Serialize;

/// Options of `calendar retirement`.
#[derive(clap::Args)]
pub struct Options {
    /// 出生日期
    #[arg(long, value_name = "日期")]
    born_on: String,
    /// 性别：male 男，female 女
    #[arg(long, value_name = "性别")]
    sex: String,
    /// 原法定退休年龄：50、55 或 60；不给时女职工按管理和技术岗
    #[arg(long, value_name = "岁")]
    original_age: Option<i32>,
    /// 预计开评日
    #[arg(long, value_name = "日期")]
    review_opens_on: Option<String>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `calendar retirement --json`.
#[derive(Serialize)]
struct RetirementView {
    sex: Sex,
    /// `born_on`, `original_age`, `original_on`, `delay_months`, `statutory_on`, `statutory_age`,
    /// `earliest_on`, `latest_on`, `cautions`.
    #[serde(flatten)]
    retirement: Retirement,
    /// The same person by the other original ages, where none was given.
    others: Vec<Retirement>,
    /// With `--review-opens-on`.
    review: Option<ReviewView>,
    basis: Vec<BasisView>,
}

#[derive(Serialize)]
struct ReviewView {
    opens_on: Date,
    /// `due`, `near`, `far`.
    relation: ReviewRelation,
}

/// Reckon a person's day.
pub fn run(packs: &Packs, o: &Options) -> Result<()> {
    let born_on = input::date("--born-on", &o.born_on)?;
    let sex: Sex = o.sex.parse().map_err(|()| {
        let message = format!("--sex 后面的“{}”不对", o.sex);
        Error::invalid(message, "男写 male，女写 female")
    })?;
    let review_opens_on = input::maybe_date("--review-opens-on", o.review_opens_on.as_deref())?;
    // National law does not go by application years: the newest version answers.
    let as_of = packs
        .packs()
        .iter()
        .filter_map(|p| Date::from_ymd_opt(p.meta.covers_until, 12, 31))
        .max()
        .unwrap_or(born_on);
    let ages = RetirementRule::ages(packs, sex, as_of);
    let usual = ages.first().copied();
    let age = o.original_age.or(usual).ok_or_else(|| input::not_covered("退休年龄", as_of))?;
    let rule = RetirementRule::on(packs, sex, age, as_of).ok_or_else(|| {
        let known: Vec<String> = ages.iter().map(ToString::to_string).collect();
        let message = format!("{}职工没有原退休年龄{age}岁这一档", sex.label());
        Error::invalid(message, format!("可以写：{}", known.join("、")))
    })?;
    let mut own = retirement(&rule, born_on);
    let mut others = Vec::new();
    if o.original_age.is_none() {
        for other in ages.iter().filter(|a| **a != age) {
            let rule = RetirementRule::on(packs, sex, *other, as_of);
            others.extend(rule.map(|rule| retirement(&rule, born_on)));
        }
        if !others.is_empty() {
            own.cautions.push(input::caution(
                "original_age_assumed",
                format!(
                    "没有给原退休年龄，先按{age}岁算；女职工因岗位不同有几档，请按本人情况选定"
                ),
            ));
        }
    }
    let near = packs.number("kunming.retirement-near-months", as_of);
    let near = near.and_then(|n| i32::try_from(n).ok()).unwrap_or_default();
    let review = review_opens_on.map(|opens_on| ReviewView {
        opens_on,
        relation: relation(own.statutory_on, opens_on, near),
    });
    let mut basis: Vec<_> = rule.basis.iter().collect();
    basis.extend(rule.flexible.as_ref().map(|f| &f.basis));
    let view =
        RetirementView { sex, basis: basis_view(packs, &basis), retirement: own, others, review };
    show(o.json, &view, || lines(&view))
}

fn lines(view: &RetirementView) -> Vec<String> {
    let own = &view.retirement;
    let mut out = vec![line(own)];
    if let (Some(earliest), Some(latest)) = (own.earliest_on, own.latest_on) {
        out.push(format!("弹性范围：最早 {}，最晚 {}", day(earliest), day(latest)));
    }
    out.extend(view.others.iter().map(|other| format!("若{}", line(other))));
    if let Some(review) = &view.review {
        let advice = match review.relation {
            ReviewRelation::Due => "；请核实是否已退休，或有无延迟退休的批准文件、协议",
            ReviewRelation::Near => "；申报前请确认评审期间不会办理退休",
            ReviewRelation::Far => "",
        };
        out.push(format!("{} 开评：{}{advice}", day(review.opens_on), review.relation.label()));
    }
    out.push(basis_line(&view.basis));
    out.extend(caution_lines(&own.cautions));
    out.extend(view.others.iter().flat_map(|other| caution_lines(&other.cautions)));
    out
}

fn line(r: &Retirement) -> String {
    format!(
        "原退休年龄{}岁（{}），延迟{}个月，法定退休日 {}，满{}",
        r.original_age,
        r.original_on,
        r.delay_months,
        day(r.statutory_on),
        r.statutory_age.to_string().replace('年', "岁")
    )
}
