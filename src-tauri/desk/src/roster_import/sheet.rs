//! Workbooks that come of the roster: the rows held back, the template, the export.
//!
//! All of them are in the words the import knows, so that each can be imported as it is. Every value is
//! written as a text in a text-formatted cell: no number loses digits and no text becomes a formula.

use super::words::{records, staff};
use super::{Preview, people};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::store::Read;
use engine::person::EmploymentKind;
use engine::roster::{Field, REPORTED, RecordKind, Severity, UNCALCULATED};
use engine::title::{ApplicationKind, EducationLevel, Level, ObtainedBy};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula,
    Note, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the template that its lists and formats reach.
const TEMPLATE_ROWS: u32 = 2_000;
/// Name of the staff sheet.
const PEOPLE: &str = "人员";
/// Name of the hidden sheet with the words to choose from.
const WORDS: &str = "可选项";

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self::internal(error.to_string())
    }
}

struct Looks {
    head: Format,
    needed: Format,
    text: Format,
    mark: Format,
}

impl Looks {
    fn new() -> Self {
        let base = || Format::new().set_num_format("@").set_align(FormatAlign::VerticalCenter);
        let head = || {
            base()
                .set_bold()
                .set_text_wrap()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::Center)
        };
        Self {
            head: head().set_background_color(Color::RGB(0xEE_F1_F2)),
            needed: head().set_background_color(Color::RGB(0xFB_F0_D8)),
            text: base(),
            mark: base().set_text_wrap().set_font_color(Color::RGB(0xA1_2D_1B)),
        }
    }
}

/// Rows held back, in the list's own columns, with their place, problem and suggestion.
///
/// # Errors
/// Faults of ours only.
pub fn errors(p: &Preview) -> Result<Vec<u8>> {
    let Some(plan) = people(&p.reading) else {
        return Err(Error::not_found("人员表"));
    };
    let sheet = p.book.sheets.iter().find(|s| s.name == plan.name);
    let sheet = sheet.ok_or_else(|| Error::not_found("人员表"))?;
    let mut problems: BTreeMap<u32, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    let is_open = |i: &&engine::roster::Issue| {
        i.severity != Severity::Hint && !i.is_accepted && i.sheet == plan.name
    };
    for issue in p.reading.issues.iter().filter(is_open) {
        if issue.row <= plan.header_rows.1 {
            continue;
        }
        let entry = problems.entry(issue.row).or_default();
        let place = issue.column.as_ref().map_or(String::new(), |c| format!("{c}列 "));
        entry.0.insert(format!("{place}{}：{}", issue.title, issue.message));
        if !issue.suggestion.is_empty() {
            entry.1.insert(issue.suggestion.clone());
        }
    }
    let looks = Looks::new();
    let mut book = Workbook::new();
    let out = book.add_worksheet().set_name(PEOPLE)?;
    let height = plan.columns.iter().map(|c| c.levels.len()).max().unwrap_or(1).max(1);
    let own = plan.columns.len() as u16;
    for (c, column) in (0u16..).zip(&plan.columns) {
        out.set_column_format(c, &looks.text)?;
        for (level, text) in (0u32..).zip(&column.levels) {
            out.write_string_with_format(level, c, text, &looks.head)?;
        }
    }
    for (c, label) in (own..).zip(REPORTED) {
        out.write_string_with_format(0, c, label, &looks.needed)?;
        out.set_column_width(c, if c == own { 8 } else { 46 })?;
    }
    let fixes: BTreeMap<(u32, &str), &str> = p
        .decisions
        .fixes
        .iter()
        .filter(|f| f.sheet == plan.name)
        .map(|f| ((f.row, f.column.as_str()), f.value.as_str()))
        .collect();
    for (at, (row, (problem, suggestion))) in (height as u32..).zip(&problems) {
        for (c, column) in (0u16..).zip(&plan.columns) {
            let fixed = fixes.get(&(*row, column.letters.as_str())).map(|t| (*t).to_owned());
            let shown = || sheet.cell(row - 1, column.index).map(shown);
            if let Some(text) = fixed.or_else(shown).filter(|t| !t.is_empty()) {
                out.write_string_with_format(at, c, text, &looks.text)?;
            }
        }
        let join = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join("\n");
        out.write_string_with_format(at, own, row.to_string(), &looks.text)?;
        out.write_string_with_format(at, own + 1, join(problem), &looks.mark)?;
        out.write_string_with_format(at, own + 2, join(suggestion), &looks.mark)?;
    }
    out.set_freeze_panes(height as u32, 0)?;
    Ok(book.save_to_buffer()?)
}

/// A cell as a text; one without a value must not look like a blank one.
fn shown(cell: &engine::roster::Cell) -> String {
    match cell {
        engine::roster::Cell::Uncalculated => UNCALCULATED.to_owned(),
        cell => cell.show(),
    }
}

/// Columns of the staff sheet, in order.
const COLUMNS: [Field; 38] = [
    Field::Name,
    Field::Sex,
    Field::IdNumber,
    Field::BornOn,
    Field::Ethnicity,
    Field::PoliticalStatus,
    Field::IdName,
    Field::StaffNumber,
    Field::Department,
    Field::Post,
    Field::PostGrade,
    Field::Employment,
    Field::StartedWorkOn,
    Field::JoinedOn,
    Field::FullLevel,
    Field::FullDegree,
    Field::FullSchool,
    Field::FullField,
    Field::FullGraduated,
    Field::WorkLevel,
    Field::WorkDegree,
    Field::WorkSchool,
    Field::WorkField,
    Field::WorkGraduated,
    Field::TitleName,
    Field::TitleLevel,
    Field::TitleSeries,
    Field::TitleObtainedOn,
    Field::TitleObtainedBy,
    Field::TitleAppointedOn,
    Field::TitleAppointedBy,
    Field::IntendedSeries,
    Field::IntendedSpecialty,
    Field::IntendedTitle,
    Field::IntendedKind,
    Field::Phone,
    Field::Note,
    Field::Summary,
];

/// What must be there for the work on titles.
const NEEDED: [Field; 7] = [
    Field::Name,
    Field::Sex,
    Field::IdNumber,
    Field::TitleName,
    Field::TitleObtainedOn,
    Field::IntendedSeries,
    Field::IntendedTitle,
];

/// Sheets of achievements, one a kind, and the word above their names.
const ACHIEVEMENTS: [(&str, &str); 5] = [
    ("项目", "项目名称"),
    ("论文", "论文题目"),
    ("获奖", "奖项名称"),
    ("专利", "专利名称"),
    ("著作", "著作名称"),
];

/// An empty list to fill in: lists to choose from, text columns, notes, an example, and a sheet for
/// every kind of record.
///
/// # Errors
/// Faults of ours only.
pub fn template(desk: &Desk) -> Result<Vec<u8>> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    let names = words(desk);
    let list = |name: &str| {
        DataValidation::new()
            .allow_list_formula(Formula::new(format!("={name}")))
            // A title the list does not know is no error: the roster may hold it all the same.
            .set_error_style(DataValidationErrorStyle::Warning)
    };
    let out = book.add_worksheet().set_name(PEOPLE)?;
    let fields = COLUMNS;
    for (c, field) in (0u16..).zip(&fields) {
        let is_needed = NEEDED.contains(field);
        let look = if is_needed { &looks.needed } else { &looks.head };
        let label = format!("{}{}", field.label(), if is_needed { "*" } else { "" });
        out.set_column_format(c, &looks.text)?;
        out.set_column_width(c, if *field == Field::IdNumber { 22 } else { 14 })?;
        out.write_string_with_format(0, c, label, look)?;
        if let Some(text) = note(*field) {
            out.insert_note(0, c, &Note::new(text).set_author("呈报"))?;
        }
        if let Some((name, ..)) = names.iter().find(|w| w.1 == Some(*field)) {
            out.add_data_validation(1, c, TEMPLATE_ROWS, c, &list(name))?;
        }
        if *field == Field::IdNumber {
            let cell = format!("{}2", engine::roster::letters(u32::from(c)));
            let rule = DataValidation::new()
                .allow_custom(Formula::new(format!("=AND(ISTEXT({cell}),LEN({cell})=18)")))
                .set_error_title("身份证号")?
                .set_error_message("请按文本填写18位号码；粘贴来的数字会丢末几位")?;
            out.add_data_validation(1, c, TEMPLATE_ROWS, c, &rule)?;
        }
        if let Some(text) = example(*field) {
            out.write_string_with_format(1, c, text, &looks.text)?;
        }
    }
    out.set_freeze_panes(1, 1)?;
    out.set_row_height(0, 34)?;
    let kinds = RecordKind::ALL.iter().filter(|k| **k != RecordKind::Achievement);
    for kind in kinds {
        let heads: Vec<&str> = kind.heads().into_iter().map(|h| h.1).collect();
        record_head(book.add_worksheet().set_name(kind.label())?, &heads, &looks)?;
    }
    for (name, head) in ACHIEVEMENTS {
        let rest = ["时间", "本人角色/排名", "级别", "刊物/出版社/授奖单位", "编号", "证明材料"];
        let heads: Vec<&str> = [head].into_iter().chain(rest).collect();
        record_head(book.add_worksheet().set_name(name)?, &heads, &looks)?;
    }
    guide(book.add_worksheet().set_name("填写说明")?, &looks)?;
    let hidden = book.add_worksheet().set_name(WORDS)?;
    for (c, (_, _, list)) in (0u16..).zip(&names) {
        for (r, word) in (0u32..).zip(list) {
            hidden.write_string(r, c, word)?;
        }
    }
    hidden.set_hidden(true);
    for (c, (name, _, list)) in (0u32..).zip(&names) {
        let column = engine::roster::letters(c);
        let area = format!("={WORDS}!${column}$1:${column}${}", list.len().max(1));
        book.define_name(name.as_str(), &area)?;
    }
    Ok(book.save_to_buffer()?)
}

fn record_head(out: &mut Worksheet, heads: &[&str], looks: &Looks) -> Result<()> {
    for (c, head) in (0u16..).zip(["姓名", "身份证号"].iter().chain(heads)) {
        out.set_column_format(c, &looks.text)?;
        out.set_column_width(c, if c == 1 { 22 } else { 16 })?;
        out.write_string_with_format(0, c, *head, &looks.head)?;
    }
    out.set_freeze_panes(1, 1)?;
    Ok(())
}

fn guide(out: &mut Worksheet, looks: &Looks) -> Result<()> {
    const LINES: [&str; 7] = [
        "黄底带 * 的栏要填，其余有就填、没有就空着。",
        "第 2 行是示例，填好后请删去；“样例甲”是虚构的人。",
        "日期写 2019.11.20 或 2019.11 都行；只知道月份就写到月，不要补日。",
        "身份证号按文本填18位。整列已设为文本，粘贴时请选“只粘贴值”。",
        "附表（工作经历、论文等）靠身份证号对到人，一行一条。",
        "现在还在的工作，“止”写“至今”。",
        "下拉里没有的职称也可以照证书填写。",
    ];
    out.set_column_width(0, 90)?;
    for (r, line) in (0u32..).zip(LINES) {
        out.write_string_with_format(r, 0, line, &looks.text)?;
    }
    Ok(())
}

fn note(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::IdNumber => "按文本填写18位号码，末位 X 大写。",
        Field::TitleObtainedOn => "证书上的取得时间；不知道日就写到月，如 2019.11。",
        Field::TitleAppointedOn => "单位聘任的时间，与取得时间分开填。",
        Field::TitleName => "照证书填写，如“助理工程师”。没有职称就空着。",
        Field::Name => "与身份证一致；少数民族姓名的间隔号用“·”。",
        Field::IdName => "身份证上的姓名与平时用的不同时才填。",
        _ => return None,
    })
}

fn example(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Name => "样例甲（示例）",
        Field::Sex => "男",
        Field::BornOn => "1990.01",
        Field::Ethnicity => "汉",
        Field::TitleName => "助理工程师",
        Field::TitleObtainedOn => "2019.11.20",
        Field::TitleObtainedBy => "评审",
        Field::IntendedTitle => "工程师",
        Field::IntendedKind => "正常晋升",
        _ => return None,
    })
}

/// Lists to choose from: name, field, words.
fn words(desk: &Desk) -> Vec<(String, Option<Field>, Vec<String>)> {
    let labels = |items: &[&str]| items.iter().map(|t| (*t).to_owned()).collect::<Vec<String>>();
    let (titles, series) = titles(desk);
    let levels: Vec<&str> = EducationLevel::ALL.iter().map(|l| l.label()).collect();
    let kinds: Vec<&str> = EmploymentKind::ALL.iter().map(|k| k.label()).collect();
    let grades: Vec<&str> = Level::ALL.iter().map(|l| l.label()).collect();
    let ways: Vec<&str> = ObtainedBy::ALL.iter().map(|l| l.label()).collect();
    let applications: Vec<&str> = ApplicationKind::ALL.iter().map(|l| l.label()).collect();
    let list = |name: &str, field, words: Vec<String>| (name.to_owned(), Some(field), words);
    vec![
        list("性别列表", Field::Sex, labels(&["男", "女"])),
        list("职称列表", Field::TitleName, titles.clone()),
        list("系列列表", Field::TitleSeries, series.clone()),
        list("级别列表", Field::TitleLevel, labels(&grades)),
        list("取得方式列表", Field::TitleObtainedBy, labels(&ways)),
        list("编制列表", Field::Employment, labels(&kinds)),
        list("全日制学历列表", Field::FullLevel, labels(&levels)),
        list("在职学历列表", Field::WorkLevel, labels(&levels)),
        list("申报系列列表", Field::IntendedSeries, series),
        list("申报职称列表", Field::IntendedTitle, titles),
        list("申报类型列表", Field::IntendedKind, labels(&applications)),
    ]
    .into_iter()
    .filter(|w| !w.2.is_empty())
    .collect()
}

/// A series of the shipped titles.
#[derive(serde::Deserialize)]
struct Series {
    series: String,
    #[serde(flatten)]
    names: BTreeMap<String, Vec<String>>,
}

#[derive(serde::Deserialize)]
struct Titles {
    title: Vec<Series>,
}

/// Names of the shipped titles and series, each once. A pack without titles adds none.
fn titles(desk: &Desk) -> (Vec<String>, Vec<String>) {
    let (mut names, mut all) = (Vec::new(), Vec::new());
    let packs = std::fs::read_dir(desk.resources().root().join("packs"));
    for pack in packs.into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(pack.path().join("title.toml")).unwrap_or_default();
        let Ok(titles) = toml::from_str::<Titles>(&text) else {
            continue;
        };
        for series in titles.title {
            names.extend(series.names.into_values().flatten());
            all.push(series.series);
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|n| seen.insert(n.clone()));
    (names, all)
}

/// Everybody with every record, in the words of the template.
///
/// # Errors
/// Database failures.
pub fn export(desk: &Desk) -> Result<Vec<u8>> {
    let people = desk.read(|r: &Read<'_>| {
        let ids = r.list_person_id()?;
        ids.iter().map(|id| r.dossier(id)).collect::<Result<Vec<_>>>()
    })?;
    let looks = Looks::new();
    let mut book = Workbook::new();
    let fields = COLUMNS;
    let extra: BTreeSet<&String> = people.iter().flat_map(|d| d.person.extra.keys()).collect();
    let out = book.add_worksheet().set_name(PEOPLE)?;
    let heads = fields
        .iter()
        .map(|f| f.label())
        .map(str::to_owned)
        .chain(extra.iter().map(|k| engine::roster::kept_head(k)));
    for (c, head) in (0u16..).zip(heads) {
        out.set_column_format(c, &looks.text)?;
        out.set_column_width(c, if c == 2 { 22 } else { 14 })?;
        out.write_string_with_format(0, c, head, &looks.head)?;
    }
    for (r, d) in (1u32..).zip(&people) {
        let values = fields.iter().map(|f| staff(d, *f));
        let extras = extra.iter().map(|k| d.person.extra.get(*k).cloned());
        for (c, value) in (0u16..).zip(values.chain(extras)) {
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                out.write_string_with_format(r, c, value, &looks.text)?;
            }
        }
    }
    out.set_freeze_panes(1, 1)?;
    for kind in RecordKind::ALL {
        let heads: Vec<&str> = kind.heads().into_iter().map(|h| h.1).collect();
        let out = book.add_worksheet().set_name(kind.label())?;
        record_head(out, &heads, &looks)?;
        let mut r = 1u32;
        for d in &people {
            for row in records(d, *kind) {
                let owner = [Some(d.person.name.clone()), d.person.id_number.clone()];
                for (c, value) in (0u16..).zip(owner.into_iter().chain(row)) {
                    if let Some(value) = value.filter(|v| !v.is_empty()) {
                        out.write_string_with_format(r, c, value, &looks.text)?;
                    }
                }
                r += 1;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}
