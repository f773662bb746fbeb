//! One row of the staff sheet to a draft person.

use super::scratch::Scratch;
use super::sheet::{Cell, Sheet, cell_of};
use super::year::of_year;
use super::{Act, Draft, Field, Severity, identity, letters, value, when};
use crate::person::{Dossier, Education, Insurance, Person, StudyMode, TitleHeld};
use crate::text::{fold, is_han, name_key};
use std::collections::HashMap;

/// Cells below the first one of a range merged downwards, and where their value stands.
pub type Downward = HashMap<(u32, u32), (u32, u32)>;

/// Ranges merged downwards below the header: one department over several people.
pub fn downward(sheet: &Sheet, last: u32) -> Downward {
    let mut out = Downward::new();
    let bottom = sheet.last_row();
    for (top, left, end, right) in sheet.merges.iter().flatten() {
        if *top > last && left == right {
            for r in top + 1..=(*end).min(bottom) {
                out.insert((r, *left), (*top, *left));
            }
        }
    }
    out
}

/// Fields that may be shared by people below one another.
fn may_be_shared(field: Field) -> bool {
    !matches!(field, Field::Serial | Field::Name | Field::IdName | Field::IdNumber | Field::Phone)
}

/// Fields whose values are words of a fixed set, written without blanks.
fn is_word(field: Field) -> bool {
    use Field as F;
    matches!(
        field,
        F::Sex
            | F::Ethnicity
            | F::PoliticalStatus
            | F::Employment
            | F::StudyMode
            | F::Degree
            | F::FullDegree
            | F::WorkDegree
            | F::TitleName
            | F::TitleLevel
            | F::TitleSeries
            | F::TitleObtainedBy
            | F::IntendedSeries
            | F::IntendedTitle
            | F::IntendedKind
    )
}

/// Read a row.
pub fn read(sheet: &Sheet, r: u32, name: String, merges: &Downward, s: &mut Scratch) -> Draft {
    let mut draft = Draft {
        sheet: sheet.name.clone(),
        row: r + 1,
        dossier: Dossier {
            person: Person { name: name_key(&name), ..Person::default() },
            ..Dossier::default()
        },
        doubts: Vec::new(),
        is_held: false,
    };
    read_name(&name, &draft, s);
    let mut values = Values::default();
    let columns = std::mem::take(&mut s.columns);
    let mut id_cell = None;
    let cells = sheet.row(r);
    let mut is_id_told = false;
    for column in &columns {
        let own = cell_of(cells, column.index);
        let shared = || {
            let place = merges.get(&(r, column.index))?;
            // A column we have no field for is kept as it looks, for everybody beside the merged cell.
            let is_ours = column.field.map_or(column.record_key.is_none(), may_be_shared);
            sheet.cell(place.0, place.1).filter(|_| is_ours)
        };
        // The running number says nothing of anybody, worked out or not.
        let Some(cell) = own.or_else(shared).filter(|_| column.field != Some(Field::Serial)) else {
            continue;
        };
        let replaced = column.field.and_then(|field| replaced(field, cell, s));
        let cell = replaced.as_ref().unwrap_or(cell);
        if let Some(fault) = unusable(cell) {
            let field = column.field.unwrap_or(Field::Note);
            is_id_told |= field == Field::IdNumber;
            // What feeds no field of ours holds nobody back.
            let is_fed = column.field.is_some() || column.record_key.is_some();
            let severity = if is_fed { Severity::Error } else { Severity::Warning };
            let issue = s
                .issue(&draft, Some(column.index), field, severity, fault.0)
                .say(fault.1, fault.2)
                .raw(cell.show())
                .input(if field.is_date() { "date" } else { "text" });
            if !is_fed {
                issue.choose("不要这一格", Act::Accept);
            }
            continue;
        }
        // Those two have words of their own for it.
        let is_told = matches!(column.field, Some(Field::IdNumber | Field::Phone));
        if !is_told && has_lost_digits(cell) {
            let field = column.field.unwrap_or(Field::Note);
            s.issue(&draft, Some(column.index), field, Severity::Warning, "digits_lost")
                .say("末几位已丢", "这么长的号码按数字存了，后面的位数无法还原，没有读入；请补上")
                .raw(cell.show())
                .input("text")
                .choose("不要这一格", Act::Accept);
            continue;
        }
        match (column.field, &column.record_key) {
            (Some(Field::IdNumber), _) => id_cell = Some((column.index, cell.clone())),
            (Some(field), _) => values.take(field, cell, column.index, &mut draft, s),
            (None, Some(key)) => of_year(key, cell, column.index, &mut draft, s),
            (None, None) => extra(column, cell, &mut draft),
        }
    }
    s.columns = columns;
    values.finish(&mut draft, s);
    match id_cell {
        Some((column, cell)) if !value::is_nothing(&cell.show()) => {
            identity::id_number(&cell, column, &mut draft, s);
        }
        _ if is_id_told => {}
        _ => {
            let column = s.column_of(Field::IdNumber);
            s.issue(&draft, column, Field::IdNumber, Severity::Warning, "id_missing")
                .say("没有证件号码", "没有号码就认不准人，再次导入时只能按姓名和出生比对，请补上")
                .input("id_number")
                .choose("先这样导入", Act::Accept);
        }
    }
    draft
}

fn read_name(name: &str, draft: &Draft, s: &mut Scratch) {
    let key = draft.dossier.person.name.as_str();
    let column = s.column_of(Field::Name);
    if key.contains(['?', '？', '\u{fffd}', '□', '〓']) {
        s.issue(draft, column, Field::Name, Severity::Error, "name_lost")
            .say("姓名里有丢失的字", "有一个字在转存时变成了符号，无法还原，请对照身份证补上")
            .raw(name.to_owned())
            .input("text");
        return;
    }
    let (size, is_short) = (key.chars().count(), key.chars().count() < 2);
    if is_odd_name(key) || is_short || size > 30 {
        s.issue(draft, column, Field::Name, Severity::Warning, "name_odd")
            .say(
                if is_short { "姓名只有一个字" } else { "姓名的写法不常见" },
                "有符号、字母，或比常见的姓名长；请对照身份证确认",
            )
            .raw(name.to_owned())
            .input("text")
            .choose("就是这样写", Act::Accept);
    } else if key != name {
        s.tidied += 1;
    }
}

/// Whether a name is not written as names are: signs, numbers, letters among Chinese characters,
/// characters of a program's own, or more of them than a name without a dot has.
fn is_odd_name(name: &str) -> bool {
    let has_han = name.chars().any(is_han);
    let has_letter = name.chars().any(|c| c.is_ascii_alphabetic());
    let is_plain = |c: char| is_han(c) || c == '·' || (c.is_alphabetic() && !has_han);
    let is_latin = |c: char| !has_han && matches!(c, ' ' | '.' | '-' | '\'');
    (has_han && has_letter)
        || name.chars().any(|c| !is_plain(c) && !is_latin(c))
        || (has_han && !name.contains('·') && name.chars().count() > 5)
}

/// The cell as the clerk wants such a word read.
fn replaced(field: Field, cell: &Cell, s: &Scratch) -> Option<Cell> {
    if s.decisions.words.is_empty() {
        return None;
    }
    let raw = cell.show();
    let word = s.decisions.words.iter().find(|w| w.field == field.key() && w.raw == raw)?;
    Some(Cell::text(&word.value))
}

/// Error values as spreadsheets write them, also into text files.
const ERRORS: [&str; 9] =
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];

/// Whether a number has more digits than a spreadsheet keeps of one.
pub(super) fn has_lost_digits(cell: &Cell) -> bool {
    match cell {
        Cell::Number(n, _) => n.abs() >= identity::CERTAIN,
        Cell::Text(text) => text.contains(['+', '＋']) && identity::is_scientific(&fold(text)),
        _ => false,
    }
}

/// Code, title and message of a cell that has no value to read.
pub(super) fn unusable(cell: &Cell) -> Option<(&'static str, &'static str, &'static str)> {
    let text = match cell {
        Cell::Text(text) => &**text,
        _ => "",
    };
    // LibreOffice numbers some of its errors: Err:502.
    let is_numbered = text.strip_prefix("Err:").is_some_and(|n| n.parse::<u16>().is_ok());
    if matches!(cell, Cell::Error(_)) || ERRORS.contains(&text) || is_numbered {
        Some(("cell_error", "单元格是错误值", "公式算不出来。请在表格软件里改好，或在这里填上"))
    } else if matches!(cell, Cell::Uncalculated) || text == super::UNCALCULATED {
        Some((
            "formula_no_value",
            "公式还没有算出来",
            "文件里只有公式，没有结果。请用 Excel 或 WPS 打开、保存一次再导入，或在这里填上",
        ))
    } else if text.contains('\u{fffd}') {
        Some((
            "text_lost",
            "有丢失的字",
            "有一个字在转存时丢了，无法还原；换一种文字编码再看，或照原件补上",
        ))
    } else {
        None
    }
}

/// A column that feeds no field is kept under its header.
fn extra(column: &super::Column, cell: &Cell, draft: &mut Draft) {
    let text = fold(&cell.show());
    if text.is_empty() || text == "-" || text == "/" {
        return;
    }
    let head = if column.header.is_empty() {
        format!("{}列", column.letters)
    } else {
        column.header.clone()
    };
    let held = &mut draft.dossier.person.extra;
    // Two columns may have one header; neither is thrown away.
    let key = if held.contains_key(&head) { format!("{head} {}", column.letters) } else { head };
    held.insert(key, text);
}

/// Values of a row that only make sense together.
#[derive(Default)]
struct Values {
    full_time: Education,
    in_service: Education,
    plain: Education,
    plain_mode: Option<StudyMode>,
    title: TitleHeld,
    insured_from: Option<crate::date::PartialDate>,
}

impl Values {
    fn take(&mut self, field: Field, cell: &Cell, column: u32, draft: &mut Draft, s: &mut Scratch) {
        let text = match cell {
            Cell::Text(text) => fold(text),
            other => fold(&other.show()),
        };
        if value::is_nothing(&text) {
            return;
        }
        if field.is_date() {
            return self.take_date(field, cell, column, draft, s);
        }
        let text = match field {
            // A break parts a series from its specialty.
            Field::Summary | Field::Note | Field::IntendedSeriesSpecialty => text,
            field if is_word(field) => value::in_one_word(&text),
            _ => value::on_one_line(&text),
        };
        if matches!(cell, Cell::Text(t) if **t != *text) {
            s.tidied += 1;
        }
        let odd = |what: &str, s: &mut Scratch| {
            s.issue(draft, Some(column), field, Severity::Warning, "value_unknown")
                .say(&format!("{}“{}”不认识", field.label(), super::masked(None, &text)), what)
                .raw(text.clone())
                .input("text")
                .choose("照原样留着", Act::Accept);
        };
        match field {
            Field::Sex if value::sex(&text).is_none() => odd("没有读入，请填“男”或“女”", s),
            Field::IntendedKind if value::application_kind(&text).is_none() => {
                odd("没有读入，请填正常晋升、转系列、考核认定、破格等", s);
            }
            Field::TitleObtainedBy if value::obtained_by(&text).is_none() => {
                odd("没有读入，请填评审、认定、考试或资格对应", s);
            }
            Field::StudyMode if value::study_mode(&text).is_none() => {
                odd("没有读入，请填“全日制”或“在职”", s);
            }
            Field::TitleLevel if value::level(&text).is_none() => {
                odd("没有读入，请填员级、助理级、中级、副高级或正高级", s);
            }
            _ => {}
        }
        let p = &mut draft.dossier.person;
        let kept = || Some(text.clone());
        match field {
            Field::Sex => p.sex = value::sex(&text),
            Field::IdName => p.id_name = Some(name_key(&text)),
            Field::Ethnicity => p.ethnicity = Some(value::ethnicity(&text)),
            Field::StaffNumber => p.staff_number = kept(),
            Field::PoliticalStatus => p.political_status = kept(),
            Field::Department => p.department = kept(),
            Field::Post => p.post = kept(),
            Field::PostGrade => p.post_grade = kept(),
            Field::Employment => {
                p.employment_kind = value::employment(&text);
                // 是否在编 is answered with a word that says nothing by itself.
                p.employment_text = match text.as_str() {
                    "是" => Some("在编".to_owned()),
                    "否" => Some("编外".to_owned()),
                    _ => kept(),
                };
            }
            Field::Phone => phone(cell, &text, column, draft, s),
            Field::Note => p.note = kept(),
            Field::Summary => p.summary = kept(),
            Field::IntendedSeries => p.intended_series = kept(),
            Field::IntendedSpecialty => p.intended_specialty = kept(),
            Field::IntendedSeriesSpecialty => match text.split_once(['/', '\n']) {
                Some((series, specialty)) => {
                    p.intended_series = Some(series.trim().to_owned());
                    p.intended_specialty = Some(specialty.trim().to_owned());
                }
                None => p.intended_series = kept(),
            },
            Field::IntendedTitle => p.intended_title = kept(),
            Field::IntendedKind => p.intended_kind = value::application_kind(&text),
            // A column of levels may hold the degree behind it: 大学/硕士 is no level of a master.
            Field::FullLevel | Field::FullLevelDegree => graded(&mut self.full_time, &cell.show()),
            Field::FullDegree => self.full_time.degree = kept(),
            Field::FullSchool => self.full_time.school = kept(),
            Field::FullField => self.full_time.field_of_study = kept(),
            Field::WorkLevel | Field::WorkLevelDegree => graded(&mut self.in_service, &cell.show()),
            Field::WorkDegree => self.in_service.degree = kept(),
            Field::WorkSchool => self.in_service.school = kept(),
            Field::WorkField => self.in_service.field_of_study = kept(),
            Field::Level | Field::LevelDegree => graded(&mut self.plain, &cell.show()),
            Field::Degree => self.plain.degree = kept(),
            Field::School => self.plain.school = kept(),
            Field::FieldOfStudy => self.plain.field_of_study = kept(),
            Field::StudyMode => self.plain_mode = value::study_mode(&text),
            Field::SchoolAndField => parted(&mut self.plain, &cell.show()),
            Field::FullSchoolField => parted(&mut self.full_time, &cell.show()),
            Field::WorkSchoolField => parted(&mut self.in_service, &cell.show()),
            Field::TitleName => self.title.name = kept(),
            Field::TitleLevel => self.title.level = value::level(&text),
            Field::TitleSeries => self.title.series = kept(),
            Field::TitleObtainedBy => self.title.obtained_by = value::obtained_by(&text),
            Field::TitleAppointedBy => self.title.appointed_by = kept(),
            _ => {}
        }
    }

    fn take_date(
        &mut self,
        field: Field,
        cell: &Cell,
        column: u32,
        draft: &mut Draft,
        s: &mut Scratch,
    ) {
        let read = match when::date(cell, s.is_1904) {
            Ok(read) => read,
            Err(fault) => {
                date_issue(&fault, field, cell, column, draft, s);
                return;
            }
        };
        if let Some(assumption) = &read.assumption {
            s.issue(draft, Some(column), field, Severity::Warning, "date_assumed")
                .say("日期写法不全", &format!("{assumption}，请确认"))
                .raw(cell.show())
                .suggest(&read.date.to_string())
                .input("date")
                .choose(&format!("是 {}", read.date), Act::Accept);
        } else if !matches!(cell, Cell::Date(..)) {
            s.tidied += 1;
        }
        let date = Some(read.date);
        match field {
            Field::BornOn => draft.dossier.person.born_on = date,
            Field::StartedWorkOn => draft.dossier.person.started_work_on = date,
            Field::JoinedOn => draft.dossier.person.joined_on = date,
            Field::FullGraduated => self.full_time.graduated_on = date,
            Field::WorkGraduated => self.in_service.graduated_on = date,
            Field::Graduated => self.plain.graduated_on = date,
            Field::TitleObtainedOn => self.title.obtained_on = date,
            Field::InsuredFrom => self.insured_from = date,
            _ => self.title.appointed_on = date,
        }
    }

    fn finish(self, draft: &mut Draft, s: &mut Scratch) {
        let plain_mode = self.plain_mode.or_else(|| value::mode_of(&self.plain));
        for (mode, mut e, level, name) in [
            (Some(StudyMode::FullTime), self.full_time, Field::FullLevel, "全日制"),
            (Some(StudyMode::InService), self.in_service, Field::WorkLevel, "在职"),
            (plain_mode, self.plain, Field::Level, ""),
        ] {
            if e == Education::default() {
                continue;
            }
            e.mode = mode;
            e.level =
                e.level_text.as_deref().and_then(|t| value::education(t, e.degree.as_deref()));
            if let (Some(text), None) = (&e.level_text, e.level) {
                let message = if text.contains("研究生") {
                    "没有写学位，分不清是硕士还是博士；请补上学位，或改写学历"
                } else {
                    "不认识这个写法；请写大学本科、大学专科、硕士研究生等"
                };
                s.issue(draft, s.column_of(level), level, Severity::Warning, "education_unknown")
                    .say(&format!("{name}学历“{text}”定不下来"), message)
                    .raw(text.clone())
                    .input("text")
                    .choose("照原样留着", Act::Accept);
            }
            draft.dossier.education.push(e);
        }
        if self.title.name.is_some() {
            draft.dossier.title_held.push(self.title);
        } else if self.title.obtained_on.or(self.title.appointed_on).is_some() {
            let is_obtained = self.title.obtained_on.is_some();
            let column = s.column_of(if is_obtained {
                Field::TitleObtainedOn
            } else {
                Field::TitleAppointedOn
            });
            s.issue(draft, column, Field::TitleName, Severity::Warning, "title_missing")
                .say("有职称的时间，没有职称", "没有职称名称，取得、聘任时间没有读入；请补上名称")
                .choose("没有职称", Act::Accept);
        }
        if let Some(from) = self.insured_from {
            draft.dossier.insurance.push(Insurance { from: Some(from), ..Insurance::default() });
        }
    }
}

/// A school and a field of study that stand in one cell.
fn parted(e: &mut Education, raw: &str) {
    let (school, field) = value::school_and_field(raw);
    e.school = Some(school);
    e.field_of_study = field.or(e.field_of_study.take());
}

/// A level and a degree that stand in one cell.
fn graded(e: &mut Education, raw: &str) {
    let (level, degree) = value::level_and_degree(raw);
    e.level_text = level;
    e.degree = degree.or(e.degree.take());
}

fn phone(cell: &Cell, text: &str, column: u32, draft: &mut Draft, s: &mut Scratch) {
    if matches!(cell, Cell::Number(..)) {
        s.tidied += 1;
    }
    let text = text.trim_matches(['\'', '‘', '’', '"', '=']);
    let bare = text.strip_suffix(".0").unwrap_or(text);
    let bare: String =
        bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—')).collect();
    let bare = bare.strip_prefix("+86").map(str::to_owned).unwrap_or(bare);
    let is_number = bare.chars().all(|c| c.is_ascii_digit());
    let is_mobile = is_number && bare.len() == 11 && bare.starts_with('1');
    let is_landline = is_number
        && (bare.starts_with('0') && (10..=12).contains(&bare.len())
            || (5..=8).contains(&bare.len()));
    if is_mobile || is_landline {
        draft.dossier.person.phone = Some(bare);
        return;
    }
    let is_lost = text.to_ascii_uppercase().contains("E+");
    if !is_lost {
        draft.dossier.person.phone = Some(text.to_owned());
    }
    s.issue(draft, Some(column), Field::Phone, Severity::Warning, "phone_odd")
        .say(
            "手机号码不是11位",
            if is_lost {
                "按数字存过，后几位已丢，没有读入；请补上"
            } else {
                "照原样留着，请核对"
            },
        )
        .raw(crate::text::mask_phone(text))
        .input("text")
        .choose("先这样", Act::Accept);
}

fn date_issue(
    fault: &when::DateFault,
    field: Field,
    cell: &Cell,
    column: u32,
    draft: &Draft,
    s: &mut Scratch,
) {
    use when::DateFault;
    let raw = cell.show();
    let s_1904 = s.is_1904;
    let place = (draft.sheet.clone(), draft.row, letters(column));
    let (code, title, message) = match fault {
        DateFault::Impossible => {
            ("date_impossible", "日期不存在", "日历上没有这一天，请对照原件改正")
        }
        DateFault::January(_) => {
            ("date_ambiguous", "分不清是1月还是10月", "单元格按数字存了，末位的0可能丢了，请选一个")
        }
        DateFault::Unreadable => {
            ("date_unreadable", "读不出日期", "请按“年.月.日”改写，只知道月份也可以")
        }
    };
    let mut issue = s
        .issue(draft, Some(column), field, Severity::Error, code)
        .say(&format!("{}{title}", field.label()), message)
        .raw(raw.clone())
        .input("date");
    if *fault == DateFault::Impossible
        && let Some((head, _)) = raw.rsplit_once(['.', '-', '/'])
        && when::date(&Cell::text(head), s_1904).is_ok_and(|d| d.date.month().is_some())
    {
        let (sheet, row, column) = place.clone();
        let value = head.to_owned();
        issue = issue.choose(head, Act::Fix(super::Fix { sheet, row, column, value }));
    }
    if matches!(fault, DateFault::Impossible | DateFault::Unreadable) {
        let (sheet, row, column) = place.clone();
        let value = String::new();
        issue = issue.choose("留空", Act::Fix(super::Fix { sheet, row, column, value }));
    }
    if let DateFault::January(year) = fault {
        for month in ["01", "10"] {
            let (sheet, row, column) = place.clone();
            let value = format!("{year}.{month}");
            issue = issue
                .suggest(&format!("{year}.01 或 {year}.10"))
                .choose(&value.clone(), Act::Fix(super::Fix { sheet, row, column, value }));
        }
    }
    issue.done();
}
