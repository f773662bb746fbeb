//! `chengbao directory`: committees and offices of an edition by name, area, series or phone.

use super::{input, show};
use desk::error::{Error, Result};
use engine::pack::Packs;
use engine::pack::directory::{CommitteeEntry, OfficeEntry};
use engine::text::unit_key;
use engine::title::Level;
use serde::Serialize;

/// Options of `directory`.
#[derive(clap::Args)]
pub struct Options {
    /// 要找的词：名称、地区、系列、专业、组建单位或电话，空格隔开的都要符合；不给就全列
    #[arg(value_name = "词")]
    search: Vec<String>,
    /// 按哪一年度的名录；不给就用最近一版
    #[arg(long, value_name = "年度")]
    year: Option<i32>,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// `directory --json`.
#[derive(Serialize)]
struct DirectoryView<'a> {
    /// Year asked for.
    year: i32,
    /// First year of the edition that answers.
    edition: Option<i32>,
    /// Committees as the pack has them, with `area_name` of the office that serves the area.
    committees: Vec<CommitteeView<'a>>,
    /// Offices as the pack has them.
    offices: Vec<&'a OfficeEntry>,
}

#[derive(Serialize)]
struct CommitteeView<'a> {
    #[serde(flatten)]
    entry: &'a CommitteeEntry,
    level_label: &'static str,
    area_name: Option<&'a str>,
}

/// Search.
pub fn run(packs: &Packs, o: &Options) -> Result<()> {
    let (first, last, _) = packs.coverage();
    let year = o.year.unwrap_or(last);
    if year < first {
        let message = format!("名录从{first}年起，没有{year}年的");
        return Err(Error::invalid(message, "请换一个年度"));
    }
    let words: Vec<String> =
        o.search.iter().flat_map(|s| s.split_whitespace()).map(unit_key).collect();
    let offices = packs.offices(year);
    let area_name = |area: &str| offices.iter().find(|o| o.area == area).map(|o| o.name.as_str());
    let committees = packs.committees(year);
    let edition = committees.iter().map(|c| c.from_year).max();
    let found: Vec<CommitteeView<'_>> = committees
        .into_iter()
        .map(|entry| CommitteeView {
            entry,
            level_label: entry.level.label(),
            area_name: entry.area.as_deref().and_then(area_name),
        })
        .filter(|view| matches(&words, &committee_text(view), &view.entry.phones))
        .collect();
    let offices_found =
        offices.iter().copied().filter(|o| matches(&words, &office_text(o), &o.phones)).collect();
    let view = DirectoryView { year, edition, committees: found, offices: offices_found };
    show(o.json, &view, || {
        let mut out: Vec<String> = view.committees.iter().map(committee_line).collect();
        out.extend(view.offices.iter().map(|o| office_line(o)));
        if out.is_empty() {
            out.push("没有找到；换个词试试，例如“五华”“建筑”或电话号码".into());
        } else if let Some(edition) = view.edition {
            out.push(format!(
                "以上出自{edition}年版名录；评委会是否开评、收审范围和时间以当年申报通知为准"
            ));
        }
        if year > last {
            out.push(
                input::caution(
                    "not_covered",
                    format!("注意：没有收录{year}年的名录，列的是最近一版"),
                )
                .message,
            );
        }
        out
    })
}

/// Whether every word stands in the text, or among the digits of a phone.
fn matches(words: &[String], text: &str, phones: &[String]) -> bool {
    let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
    words.iter().all(|word| {
        let number = digits(word);
        let is_phone = number.len() >= 4 && word.chars().all(|c| c.is_ascii_digit() || c == '-');
        text.contains(word.as_str())
            || (is_phone && phones.iter().any(|phone| digits(phone).contains(&number)))
    })
}

fn committee_text(view: &CommitteeView<'_>) -> String {
    let c = view.entry;
    let mut parts = vec![c.name.as_str(), c.series.as_str(), view.level_label];
    parts.extend(c.formerly.iter().chain(&c.fields).map(String::as_str));
    parts.extend(c.organiser.as_deref());
    parts.extend(c.area.as_deref());
    parts.extend(view.area_name);
    if matches!(c.level, Level::FullSenior | Level::AssociateSenior) {
        parts.push("高级");
    }
    unit_key(&parts.join("\n"))
}

fn office_text(o: &OfficeEntry) -> String {
    let mut parts = vec![o.name.as_str(), o.area.as_str()];
    parts.extend(o.formerly.iter().map(String::as_str));
    parts.extend(o.address.as_deref());
    unit_key(&parts.join("\n"))
}

fn committee_line(view: &CommitteeView<'_>) -> String {
    let c = view.entry;
    let mut line = format!("{}  {}·{}", c.name, c.series, view.level_label);
    if !c.fields.is_empty() {
        line += &format!("（{}）", c.fields.join("、"));
    }
    if let Some(organiser) = &c.organiser {
        line += &format!("  组建：{organiser}");
    }
    format!("{line}  电话 {}", c.phones.join("、"))
}

fn office_line(o: &OfficeEntry) -> String {
    let mut line = format!("{}  电话 {}", o.name, o.phones.join("、"));
    if let Some(address) = &o.address {
        line += &format!("  地址：{address}");
    }
    if let Some(note) = &o.note {
        line += &format!("（{note}）");
    }
    line
}
