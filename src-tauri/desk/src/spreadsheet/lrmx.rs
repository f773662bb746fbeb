//! 任免审批表 (.lrmx): one person as a tree of texts. Only what the work on titles needs is read; the
//! family, health, origin and the photograph are passed over and never leave this function.

use super::xml::reference;
use super::{Part, Sink, damaged, plain_cell, unsupported};
use crate::error::Result;
use engine::roster::Cell;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;

/// Element and the header it stands under here.
const FIELDS: [(&str, &str); 17] = [
    ("XingMing", "姓名"),
    ("XingBie", "性别"),
    ("ChuShengNianYue", "出生年月"),
    ("MinZu", "民族"),
    ("ShenFenZheng", "身份证号"),
    ("CanJiaGongZuoShiJian", "参加工作时间"),
    ("ZhuanYeJiShuZhiWu", "专业技术职务"),
    ("QuanRiZhiJiaoYu_XueLi", "全日制学历"),
    ("QuanRiZhiJiaoYu_XueWei", "全日制学位"),
    ("QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "全日制毕业院校"),
    ("ZaiZhiJiaoYu_XueLi", "在职学历"),
    ("ZaiZhiJiaoYu_XueWei", "在职学位"),
    ("ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "在职毕业院校"),
    ("XianRenZhiWu", "现任职务"),
    ("RuDangShiJian", "入党时间"),
    ("NianDuKaoHeJieGuo", "年度考核结果（任免表）"),
    ("JiangChengQingKuang", "奖惩情况"),
];

/// Elements whose whole inside is passed over.
const PASSED_OVER: [&str; 4] =
    ["JiaTingChengYuan", "ZhaoPian", "JianKangZhuangKuang", "RenMianLiYou"];

/// Read the form as a list of one person, and the résumé as records of work.
pub fn read(text: &str, encoding: &str, sink: &mut Sink<'_>) -> Result<()> {
    let values = values(text)?;
    let name = values.get("XingMing").map(String::as_str).unwrap_or_default();
    if name.trim().is_empty() {
        return Err(unsupported("任免审批表里没有姓名", "请用干部任免审批表软件打开，保存后再试"));
    }
    sink(Part::Book("lrmx".into(), Some(encoding.to_owned()), false))?;
    sink(Part::Sheet("任免审批表".into(), true))?;
    sink(Part::Merges(Some(Vec::new())))?;
    let mut head = Vec::new();
    let mut cells = Vec::new();
    for (i, (element, label)) in (0u32..).zip(FIELDS) {
        head.push((i, Cell::text(label)));
        if let Some(value) = values.get(element).filter(|v| !v.trim().is_empty()) {
            cells.push((i, plain_cell(value.trim())));
        }
    }
    sink(Part::Row(0, head))?;
    sink(Part::Row(1, cells))?;
    let resume = values.get("JianLi").map(String::as_str).unwrap_or_default();
    let work: Vec<[String; 3]> = resume.lines().filter_map(work).collect();
    if work.is_empty() {
        return Ok(());
    }
    sink(Part::Sheet("工作经历".into(), true))?;
    sink(Part::Merges(Some(Vec::new())))?;
    let labels = ["姓名", "起", "止", "工作单位"];
    sink(Part::Row(0, (0u32..).zip(labels).map(|(i, t)| (i, Cell::text(t))).collect()))?;
    for (row, [from, until, unit]) in (1u32..).zip(work) {
        let texts = [name.trim().to_owned(), from, until, unit];
        sink(Part::Row(row, (0u32..).zip(texts).map(|(i, t)| (i, Cell::text(&t))).collect()))?;
    }
    Ok(())
}

/// Texts by element.
fn values(text: &str) -> Result<HashMap<String, String>> {
    let mut reader = Reader::from_str(text);
    let mut out: HashMap<String, String> = HashMap::new();
    let mut path: Vec<String> = Vec::new();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(e) => {
                let name = e.local_name().as_ref().to_owned();
                if path.len() > 50 {
                    return Err(damaged("the tree is too deep"));
                }
                path.push(name);
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(text) => put(&mut out, &path, &text),
            Event::CData(text) => put(&mut out, &path, &text),
            Event::GeneralRef(name) => put(&mut out, &path, &reference(&name)),
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn put(out: &mut HashMap<String, String>, path: &[String], text: &str) {
    if path.iter().any(|p| PASSED_OVER.contains(&p.as_str())) {
        return;
    }
    if let Some(name) = path.last() {
        out.entry(name.clone()).or_default().push_str(text);
    }
}

/// A line of the résumé: `2008.07--2012.09  某单位职员`.
fn work(line: &str) -> Option<[String; 3]> {
    let line = line.trim();
    let is_date = |t: &str| t.len() >= 6 && t.chars().all(|c| c.is_ascii_digit() || c == '.');
    let end = line.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let from = &line[..end];
    let rest = line[end..].trim_start_matches(['-', '—', '－', '–', '~', ' ', '至']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let until = &rest[..end];
    let unit = rest[end..].trim().trim_matches(['，', ',', '。']);
    if !is_date(from) || unit.is_empty() {
        return None;
    }
    let until = if is_date(until) { until } else { "至今" };
    Some([from.to_owned(), until.to_owned(), unit.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spreadsheet::Gatherer;

    #[test]
    fn family_and_health_never_leave_the_form() {
        let form = "<?xml version=\"1.0\"?><Person><XingMing>样甲</XingMing><XingBie>男</XingBie>\
            <ChuShengNianYue>198503</ChuShengNianYue><JianKangZhuangKuang>健康</JianKangZhuangKuang>\
            <JianLi>2008.07--2012.09  样例测绘院职员\n2012.09--  样例规划院工程师</JianLi>\
            <JiaTingChengYuan><Item><XingMing>家人</XingMing></Item></JiaTingChengYuan></Person>";
        let mut out = Gatherer::default();
        read(form, "UTF-8", &mut |part| out.take(part)).unwrap();
        let book = out.finish();
        let all: String = format!("{book:?}");
        assert!(!all.contains("家人") && !all.contains("健康"));
        assert_eq!(book.sheets[0].cell(1, 0).unwrap().show(), "样甲");
        assert_eq!(book.sheets[1].cell(2, 2).unwrap().show(), "至今");
    }
}
