//! `chengbao forecast`: the first year in which each next title becomes possible, with “and if”.
//!
//! With `--json` each case gives one object (one a line when there are several):
//! `{id, outlooks: [{level, titles, first_year, first_open_year, years: [{year, conclusion, is_trial,
//! blocking, headline, missing}], assumptions}]}`.

use super::cases::{CaseOptions, print};
use super::input;
use crate::out;
use chrono::Datelike;
use desk::error::{Error, Result};
use desk::resources::Resources;
use engine::date::PartialDate;
use engine::fact::Facts;
use engine::forecast::{Outlook, WhatIf, forecast};
use engine::title::EducationLevel;
use engine::verdict::Conclusion;
use serde_json::json;
use std::str::FromStr;

/// Most years looked ahead: further on, neither the rules nor the person are what they are now.
const YEARS: std::ops::RangeInclusive<i32> = 1..=10;

/// Options of `forecast`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    cases: CaseOptions,
    /// 从哪一年看起，默认事实文件里的申报年度，没有就是今年
    #[arg(long, value_name = "年度")]
    from: Option<i32>,
    /// 看几年，1至10
    #[arg(long, value_name = "年数", default_value_t = 5)]
    years: i32,
    /// 如果再取得学历：层次,毕业时间[,专业]，如 硕士研究生,2027-06,土木工程
    #[arg(long, value_name = "学历")]
    degree: Option<String>,
    /// 如果转到别的岗位：转岗日期
    #[arg(long, value_name = "日期")]
    moved_on: Option<String>,
    /// 如果到适用范围内的乡镇（街道）工作（普通高校毕业）
    #[arg(long)]
    township: bool,
    /// 如果所学与申报专业不一致
    #[arg(long)]
    mismatch: bool,
}

/// Look ahead and print.
pub fn run(resources: &Resources, options: &Options) -> Result<()> {
    if !YEARS.contains(&options.years) {
        let message = format!("--years 后面的{}不行", options.years);
        return Err(Error::invalid(message, "请写1至10，再远就说不准了").at("--years"));
    }
    let what_if = WhatIf {
        degree: options.degree.as_deref().map(degree).transpose()?,
        moved_on: input::maybe_date("--moved-on", options.moved_on.as_deref())?.map(Into::into),
        in_listed_township: options.township.then_some(true),
        is_field_matched: options.mismatch.then_some(false),
    };
    let (packs, cases) = options.cases.read(resources)?;
    let (covered_from, _, _) = packs.coverage();
    let from =
        |facts: &Facts| options.from.or(facts.year()).unwrap_or_else(|| input::today().year());
    if let Some(early) = cases.iter().map(from).find(|year| *year < covered_from) {
        let message = format!("规则包从{covered_from}年起，不能从{early}年看起");
        return Err(Error::invalid(message, "请用 --from 改成收录的年度").at("--from"));
    }
    for facts in &cases {
        let outlooks = forecast(facts, &packs, from(facts), options.years, &what_if);
        if options.cases.json {
            print(&json!({ "id": facts.id, "outlooks": outlooks }), cases.len() == 1)?;
        } else {
            lines(facts, &outlooks).iter().for_each(|line| out::line(line));
        }
    }
    Ok(())
}

fn degree(text: &str) -> Result<(EducationLevel, Option<String>, PartialDate)> {
    let refused = |why: &str| {
        let message = format!("--degree 后面的“{text}”读不懂：{why}");
        Error::invalid(message, "请写成 硕士研究生,2027-06,土木工程 的样子").at("--degree")
    };
    let parts: Vec<&str> = text.split([',', '，']).map(str::trim).collect();
    let (level, day, field) = match parts[..] {
        [level, day] => (level, day, None),
        [level, day, field] => (level, day, Some(field.to_owned())),
        _ => return Err(refused("要有层次和毕业时间，中间用逗号")),
    };
    let all = EducationLevel::ALL.iter().copied();
    let found = all.clone().find(|l| l.label() == level || l.key() == level);
    let known: Vec<&str> = all.map(EducationLevel::label).collect();
    let level = found.ok_or_else(|| refused(&format!("层次只能是{}", known.join("、"))))?;
    let day = PartialDate::from_str(day).map_err(|_| refused("毕业时间不是年月"))?;
    Ok((level, field, day))
}

fn lines(facts: &Facts, outlooks: &[Outlook]) -> Vec<String> {
    let id = facts.id.as_deref().map(|id| format!("{id}：")).unwrap_or_default();
    if outlooks.is_empty() {
        return vec![format!("{id}再上面没有职称了，或者不知道申报哪个系列")];
    }
    let mut out = Vec::new();
    for outlook in outlooks {
        let title = match outlook.titles.is_empty() {
            true => outlook.level.label().to_owned(),
            false => outlook.titles.join("、"),
        };
        let when = match (outlook.first_year, outlook.first_open_year) {
            (Some(year), _) => format!("最早{year}年可以申报"),
            (None, Some(year)) => format!("最早{year}年，待补的事实都符合才行"),
            (None, None) => "这几年都不行".to_owned(),
        };
        out.push(format!("{id}{title}：{when}"));
        for year in &outlook.years {
            let trial = if year.is_trial { "（试算）" } else { "" };
            let conclusion = year.conclusion.label();
            out.push(format!("  {}年{trial} {conclusion}  {}", year.year, year.headline));
            if year.conclusion == Conclusion::Undetermined && !year.missing.is_empty() {
                out.push(format!("      待补：{}", year.missing.join("、")));
            }
        }
        out.extend(outlook.assumptions.iter().map(|line| format!("  {line}")));
    }
    out
}
