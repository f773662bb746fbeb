//! Rows of the other sheets, put to the person they belong to.

use super::header::Header;
use super::read::skip_reason;
use super::scratch::{Place, Scratch};
use super::{
    Cell, PackedDossier, PackedDraft, PackingError, RecordKind, RecordRow, Severity, Sheet, row,
    value, when,
};
use crate::date::PartialDate;
use crate::person::{
    Achievement, Activity, Credential, Dossier, Education, Insurance, PastApplication, PostChange,
    Secondment, Study, TitleHeld, Training, Work,
};
use crate::text::{clean_id_number, fold, name_key};
use std::collections::HashMap;

/// Read a record sheet into the drafts; returns how many records found their person.
pub fn attach(
    (index, sheet): (usize, &Sheet),
    kind: RecordKind,
    header: &Header,
    drafts: &mut [PackedDraft],
    s: &mut Scratch,
) -> Result<usize, PackingError> {
    let owners = Owners::of(drafts);
    let mut n = 0;
    kept_out(sheet, header, s);
    let filled: Vec<u32> = sheet.filled().map(|(r, _)| r).filter(|r| *r > header.last).collect();
    for r in filled {
        let row = Row { sheet, header, r, is_1904: s.is_1904 };
        let name = row.text("name").or_else(|| row.text("id_number"));
        if let Some(reason) = skip_reason(sheet.row(r), name.as_deref()) {
            if reason != "空行" {
                let first = sheet.row(r).first().map(|(_, c)| c.show()).unwrap_or_default();
                s.skip_at(sheet.name.clone(), r + 1, reason, first);
            }
            continue;
        }
        let name = row.text("name").unwrap_or_default();
        let place = Place { sheet: &sheet.name, row: r + 1, column: None, person: &name };
        let Some(owner) = owners.find(&row, &name) else {
            s.issue_at(place, kind.label(), Severity::Warning, "record_orphan").say(
                "这条记录找不到人",
                "花名册里没有这个人，或同名的不止一人而没有证件号码，本条没有导入",
            );
            continue;
        };
        row.check(kind, &name, s);
        if sheet.hidden_rows.contains(&r) {
            s.issue_at(place, kind.label(), Severity::Warning, "hidden_row")
                .say("这一行在表里是隐藏的", "照样读了，也会入库；不要的话，请在表里删去再导")
                .choose("照样导入", super::Act::Accept);
        }
        // Two rows of one person share the records; the one that is kept brings them in.
        for i in owner {
            let draft = &mut drafts[*i];
            let mut dossier = draft.dossier.open()?;
            open_list(kind, &mut draft.kinds, &mut dossier);
            let known = kind.count(&dossier);
            if kind == RecordKind::Appraisal {
                appraisals(&row, &mut dossier, place, s);
            } else {
                record(kind, &row, &mut dossier);
            }
            draft.rows.extend((known..kind.count(&dossier)).map(|at| RecordRow {
                kind,
                index: at as u16,
                sheet: index as u16,
                row: r + 1,
            }));
            draft.dossier = PackedDossier::of(&dossier)?;
        }
        n += 1;
    }
    Ok(n)
}

/// Columns of a record sheet that nothing takes in are named.
fn kept_out(sheet: &Sheet, header: &Header, s: &mut Scratch) {
    const KNOWN: [&str; 8] = ["序号", "部门", "备注", "合计", "性别", "科室", "单位", "所在部门"];
    let is_filled = |index: u32| {
        sheet.filled().any(|(r, cells)| r > header.last && cells.iter().any(|c| c.0 == index))
    };
    for column in header.columns.iter().filter(|c| c.is_hidden && c.record_key.is_some()) {
        let row = header.last + 1;
        let place = Place { sheet: &sheet.name, row, column: Some(column.index), person: "" };
        s.issue_at(place, &column.header, Severity::Hint, "hidden_column")
            .say("这一列在表里是隐藏的", "照样读了；不要的话，请在表里删去再导");
    }
    for column in &header.columns {
        let is_known = KNOWN.contains(&super::field::bare(&column.header).as_str());
        if column.record_key.is_none() && !is_known && is_filled(column.index) {
            let row = header.last + 1;
            let place = Place { sheet: &sheet.name, row, column: Some(column.index), person: "" };
            s.issue_at(place, &column.header, Severity::Hint, "record_column")
                .say("这一列没有读", "附表里没有这一栏，内容没有导入");
        }
    }
}

/// Who a record belongs to: by id number, else by a name only one person bears.
struct Owners {
    by_id: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    numbers: Vec<Option<String>>,
}

impl Owners {
    fn of(drafts: &[PackedDraft]) -> Self {
        let mut owners = Self {
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            numbers: drafts.iter().map(|d| d.id_number.clone()).collect(),
        };
        for (i, draft) in drafts.iter().enumerate() {
            if let Some(id) = &draft.id_number {
                owners.by_id.entry(id.clone()).or_default().push(i);
            }
            owners.by_name.entry(draft.name.clone()).or_default().push(i);
        }
        owners
    }

    fn find(&self, row: &Row<'_>, name: &str) -> Option<&[usize]> {
        let id = row.text("id_number").map(|t| clean_id_number(&t));
        if let Some(found) = id.as_ref().and_then(|id| self.by_id.get(id)) {
            return Some(found);
        }
        let found = self.by_name.get(&name_key(name))?;
        let first = &self.numbers[*found.first()?];
        let is_one_person = found.iter().all(|i| self.numbers[*i] == *first);
        // A whole number that is not this person's belongs to somebody else of the same name.
        let is_other = match (&id, first) {
            (Some(id), Some(own)) => id != own && crate::text::resident_id(id).is_ok(),
            _ => false,
        };
        (is_one_person && !is_other).then_some(found)
    }
}

struct Row<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    r: u32,
    is_1904: bool,
}

/// Keys that hold a date.
const DATES: [&str; 8] = [
    "from",
    "until",
    "graduated_on",
    "obtained_on",
    "appointed_on",
    "changed_on",
    "paid_from",
    "result_on",
];

impl Row<'_> {
    fn column(&self, key: &str) -> Option<&super::Column> {
        self.header.columns.iter().find(|c| c.record_key.as_deref() == Some(key))
    }

    fn cell(&self, key: &str) -> Option<&Cell> {
        let column = self.column(key)?;
        // What has no value, or only part of one, is named by `check` and goes nowhere.
        let cell = self.sheet.cell(self.r, column.index)?;
        (row::unusable(cell).is_none() && !row::has_lost_digits(cell)).then_some(cell)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.cell(key).map(|c| fold(&c.show())).filter(|t| !value::is_nothing(t))
    }

    /// The text as it stands, 无 included.
    fn word(&self, key: &str) -> Option<String> {
        self.cell(key).map(|c| fold(&c.show()))
    }

    fn date(&self, key: &str) -> Option<PartialDate> {
        when::date(self.cell(key)?, self.is_1904).ok().map(|d| d.date)
    }

    fn yes_no(&self, key: &str) -> Option<bool> {
        value::yes_no(&self.cell(key)?.show())
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.cell(key).and_then(value::number)
    }

    /// Name the cells of a record that cannot be read; the record itself is kept without them.
    fn check(&self, kind: RecordKind, name: &str, s: &mut Scratch) {
        for column in &self.header.columns {
            let (Some(key), Some(cell)) =
                (column.record_key.as_deref(), self.sheet.cell(self.r, column.index))
            else {
                continue;
            };
            let raw = cell.show();
            let place = Place {
                sheet: &self.sheet.name,
                row: self.r + 1,
                column: Some(column.index),
                person: name,
            };
            let fault = row::unusable(cell)
                .map(|_| ("这一格没有值", "是错误值、丢了字，或公式没有算出来，本格没有导入"));
            let lost = || {
                row::has_lost_digits(cell)
                    .then_some(("末几位已丢", "这么长的号码按数字存了，本格没有导入；请补上"))
            };
            if let Some((title, message)) = fault.or_else(lost) {
                s.issue_at(place, &column.header, Severity::Warning, "record_cell")
                    .say(title, message)
                    .raw(raw)
                    .input("text")
                    .choose("先这样", super::Act::Accept);
                continue;
            }
            if value::is_nothing(&raw) || DATES.contains(&key) && when::is_now(&raw) {
                continue;
            }
            let read = DATES.contains(&key).then(|| when::date(cell, self.is_1904));
            let (code, message) = match read {
                Some(Err(_)) => {
                    ("record_date", "读不出日期，本格没有导入；请按“年.月.日”改写".into())
                }
                Some(Ok(when::ReadDate { assumption: Some(how), .. })) => {
                    ("record_date_assumed", format!("{how}，请确认"))
                }
                _ if is_lost_number(kind, key, cell) => {
                    ("record_number", "读不出数，本格没有导入".into())
                }
                _ => continue,
            };
            let issue = s
                .issue_at(place, &column.header, Severity::Warning, code)
                .say(if code == "record_number" { "不是数字" } else { "日期要看一下" }, &message)
                .raw(super::masked(None, &raw))
                .input(if code == "record_number" { "text" } else { "date" });
            issue.choose("先这样", super::Act::Accept);
        }
        if let (Some(from), Some(until)) = (self.date("from"), self.date("until"))
            && super::check::is_after(from, until)
        {
            let column = self.column("until").map(|c| c.index);
            let place = Place { sheet: &self.sheet.name, row: self.r + 1, column, person: name };
            s.issue_at(place, kind.label(), Severity::Warning, "record_order")
                .say("结束在开始之前", "照原样读了，这段时间算不出年限；请核对两处日期")
                .raw(until.dotted())
                .choose("先这样", super::Act::Accept);
        }
    }
}

/// A cell that should hold a number, a year or yes or no and does not.
fn is_lost_number(kind: RecordKind, key: &str, cell: &Cell) -> bool {
    match (kind, key) {
        (_, "year") => value::year(cell).is_none(),
        (_, "general_hours" | "specialty_hours" | "total_hours" | "opinions") => {
            value::number(cell).is_none()
        }
        _ => false,
    }
}

/// Make room for the first record of a kind.
fn open_list(kind: RecordKind, kinds: &mut Vec<RecordKind>, d: &mut Dossier) {
    if kinds.contains(&kind) {
        return;
    }
    kinds.push(kind);
    // A sheet of its own says all of it; the columns of the staff sheet were an excerpt.
    match kind {
        RecordKind::Education => d.education.clear(),
        RecordKind::Title => d.title_held.clear(),
        _ => {}
    }
}

/// The results of a row: one year below 年度, or a column a year.
fn appraisals(row: &Row<'_>, d: &mut Dossier, place: Place<'_>, s: &mut Scratch) {
    let column = |key: &str| row.column(key).map(|c| c.index);
    if let Some(result) = row.text("result") {
        let year = row.cell("year").and_then(value::year);
        let place = Place { column: column("result"), ..place };
        super::year::appraised(&mut d.appraisal, year, result, place, s);
    }
    for held in &row.header.columns {
        let key = held.record_key.as_deref();
        let Some(key) = key.filter(|k| k.starts_with("year:")) else { continue };
        let year = key.trim_start_matches("year:").parse().ok();
        if let (Some(result), Some(_)) = (row.text(key), year) {
            let place = Place { column: Some(held.index), ..place };
            super::year::appraised(&mut d.appraisal, year, result, place, s);
        }
    }
}

fn record(kind: RecordKind, row: &Row<'_>, d: &mut Dossier) {
    match kind {
        RecordKind::Work => d.work.push(Work {
            from: row.date("from"),
            until: row.date("until"),
            unit: row.text("unit"),
            post: row.text("post"),
            is_professional: row.yes_no("is_professional"),
        }),
        // Those are asked about one by one.
        RecordKind::Appraisal => {}
        RecordKind::Training => d.training.push(Training {
            year: row.cell("year").and_then(value::year),
            general_hours: row.number("general_hours"),
            specialty_hours: row.number("specialty_hours"),
            total_hours: row.number("total_hours"),
            proof: row.text("proof"),
        }),
        RecordKind::Achievement => {
            let period = row.text("period");
            d.achievement.push(Achievement {
                kind: row
                    .text("kind")
                    .and_then(|t| value::achievement_kind(&t))
                    .or_else(|| value::achievement_kind(&row.sheet.name)),
                name: row.text("name_of"),
                until: period.as_deref().and_then(when::period_end),
                period,
                role: row.text("role"),
                grade: row.text("grade"),
                proof: row.text("proof"),
                issuer: row.text("issuer"),
                number: row.text("number"),
            });
        }
        RecordKind::Education => {
            let (level_text, degree) = (row.text("level"), row.text("degree"));
            let mut e = Education {
                mode: row.text("mode").and_then(|t| value::study_mode(&t)),
                level: level_text.as_deref().and_then(|t| value::education(t, degree.as_deref())),
                level_text,
                degree,
                school: row.text("school"),
                field_of_study: row.text("field_of_study"),
                graduated_on: row.date("graduated_on"),
                is_overseas: row.yes_no("is_overseas"),
            };
            e.mode = e.mode.or_else(|| value::mode_of(&e));
            d.education.push(e);
        }
        RecordKind::Title => d.title_held.push(TitleHeld {
            name: row.text("title_name"),
            series: row.text("series"),
            level: row.text("level").and_then(|t| value::level(&t)),
            obtained_by: row.text("obtained_by").and_then(|t| value::obtained_by(&t)),
            obtained_on: row.date("obtained_on"),
            appointed_on: row.date("appointed_on"),
            is_out_of_province: row.yes_no("is_out_of_province"),
            appointed_by: row.text("appointed_by"),
        }),
        RecordKind::Study => d.study.push(Study {
            from: row.date("from"),
            until: row.date("until"),
            school: row.text("school"),
            content: row.text("content"),
            certificate: row.text("certificate"),
        }),
        RecordKind::Activity => d.activity.push(Activity {
            from: row.date("from"),
            until: row.date("until"),
            name: row.text("activity_name"),
            place: row.text("place"),
            role: row.text("role"),
        }),
        RecordKind::Secondment => d.secondment.push(Secondment {
            unit: row.text("unit"),
            from: row.date("from"),
            until: row.date("until"),
            has_home_duties: row.yes_no("has_home_duties"),
            basis: row.text("basis"),
        }),
        RecordKind::Insurance => d.insurance.push(Insurance {
            unit: row.text("unit"),
            place: row.text("place"),
            from: row.date("from"),
            until: row.date("until"),
            status: row.text("status"),
        }),
        RecordKind::PostChange => d.post_change.push(PostChange {
            kind: row.text("kind"),
            document: row.text("document"),
            changed_on: row.date("changed_on"),
            has_salary_form: row.yes_no("has_salary_form"),
            paid_from: row.date("paid_from"),
        }),
        RecordKind::PastApplication => d.past_application.push(PastApplication {
            year: row.cell("year").and_then(value::year),
            title: row.text("title"),
            committee: row.text("committee"),
            result: row.text("result"),
            result_on: row.date("result_on"),
            opinions: row.number("opinions").map(|n| n as i32),
        }),
        RecordKind::Credential => d.credential.push(Credential {
            item: row.text("item"),
            state: row.word("state"),
            note: row.text("note"),
        }),
    }
}
