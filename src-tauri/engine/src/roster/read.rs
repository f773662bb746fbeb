//! Rows of the staff sheet to draft people.

use super::header::{self, Header};
use super::{
    Act, Cell, Choice, Decisions, Draft, Field, Issue, Reading, Role, Severity, Sheet, SheetPlan,
    Skipped, Workbook, column_of, identity, letters, records, value,
};
use crate::person::{Dossier, Education, Person, StudyMode, TitleHeld};
use crate::text::{fold, mask_id_number, name_key};

/// Read a workbook under the clerk's decisions.
#[must_use]
pub fn read(book: &Workbook, decisions: &Decisions) -> Reading {
    let mut book = book.clone();
    for fix in &decisions.fixes {
        let sheet = book.sheets.iter_mut().find(|s| s.name == fix.sheet);
        if let (Some(sheet), Some(column)) = (sheet, column_of(&fix.column)) {
            sheet.cells.insert((fix.row.saturating_sub(1), column), Cell::Text(fix.value.clone()));
        }
    }
    let mut reading = Reading::default();
    let people = book
        .sheets
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((i, header::people(s)?)))
        .max_by_key(|(i, h)| (book.sheets[*i].is_visible, h.score, usize::MAX - i));
    let Some((index, head)) = people else {
        reading.sheets = book.sheets.iter().map(|s| plan(s, Role::Skipped, None, 0)).collect();
        return reading;
    };
    let mut scratch = Scratch {
        columns: head.columns.clone(),
        decisions: decisions.clone(),
        issues: Vec::new(),
        skipped: Vec::new(),
        tidied: 0,
        sheet: book.sheets[index].name.clone(),
    };
    let mut drafts = rows(&book.sheets[index], &head, &mut scratch);
    identity::duplicates(&mut drafts, &mut scratch);
    for (i, sheet) in book.sheets.iter().enumerate() {
        if i == index {
            let n = drafts.len();
            reading.sheets.push(plan(sheet, Role::People, Some(&head), n));
            continue;
        }
        match header::records(sheet).filter(|_| sheet.is_visible) {
            Some((kind, header)) => {
                let n = records::attach(sheet, kind, &header, &mut drafts, &mut scratch);
                reading.records += n;
                reading.sheets.push(plan(sheet, Role::Records(kind), Some(&header), n));
            }
            None => reading.sheets.push(plan(sheet, Role::Skipped, None, 0)),
        }
    }
    for issue in &scratch.issues {
        if issue.severity == Severity::Error {
            let mine = |d: &&mut Draft| d.sheet == issue.sheet && d.row == issue.row;
            if let Some(draft) = drafts.iter_mut().find(mine) {
                draft.is_held = true;
            }
        }
    }
    scratch.issues.sort_by_key(|i| (i.severity, i.sheet != scratch.sheet, i.row));
    reading.issues = scratch.issues;
    reading.skipped = scratch.skipped;
    reading.tidied = scratch.tidied;
    reading.drafts = drafts;
    reading
}

fn plan(sheet: &Sheet, role: Role, header: Option<&Header>, data_rows: usize) -> SheetPlan {
    SheetPlan {
        name: sheet.name.clone(),
        is_visible: sheet.is_visible,
        role,
        header_rows: header.map_or((0, 0), |h| (h.first + 1, h.last + 1)),
        columns: header.map(|h| h.columns.clone()).unwrap_or_default(),
        data_rows,
    }
}

/// What reading gathers on the way.
pub struct Scratch {
    pub(super) columns: Vec<super::Column>,
    pub(super) decisions: Decisions,
    pub(super) issues: Vec<Issue>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) tidied: usize,
    pub(super) sheet: String,
}

/// An issue being written.
pub(super) struct Writing<'a>(&'a mut Issue);

impl<'a> Writing<'a> {
    pub(super) fn say(self, title: &str, message: &str) -> Self {
        self.0.title = title.to_owned();
        self.0.message = message.to_owned();
        self
    }

    pub(super) fn raw(self, raw: String) -> Self {
        self.0.raw = raw;
        self
    }

    pub(super) fn input(self, kind: &'static str) -> Self {
        self.0.input = Some(kind);
        self
    }

    pub(super) fn choose(self, label: &str, act: Act) -> Self {
        self.0.choices.push(Choice { label: label.to_owned(), act });
        self
    }

    /// Whether the clerk has confirmed it.
    pub(super) fn done(self) -> bool {
        self.0.is_accepted
    }
}

impl Scratch {
    pub(super) fn column_of(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|c| c.field == Some(field)).map(|c| c.index)
    }

    pub(super) fn issue(
        &mut self,
        draft: &mut Draft,
        column: Option<u32>,
        field: &str,
        severity: Severity,
        code: &'static str,
    ) -> Writing<'_> {
        let (sheet, row) = (draft.sheet.clone(), draft.row);
        let name = draft.dossier.person.name.clone();
        self.issue_at(&sheet, row, column, &name, field, severity, code)
    }

    #[expect(clippy::too_many_arguments, reason = "an issue names its place in full")]
    pub(super) fn issue_at(
        &mut self,
        sheet: &str,
        row: u32,
        column: Option<u32>,
        person_name: &str,
        field: &str,
        severity: Severity,
        code: &'static str,
    ) -> Writing<'_> {
        let column = column.map(letters);
        let id = format!("{code}@{sheet}!{}{row}", column.as_deref().unwrap_or(""));
        let is_accepted = self.decisions.accepts.contains(&id);
        self.issues.push(Issue {
            id,
            severity,
            code,
            sheet: sheet.to_owned(),
            row,
            column,
            person_name: person_name.to_owned(),
            field: field.to_owned(),
            title: String::new(),
            message: String::new(),
            raw: String::new(),
            input: None,
            choices: Vec::new(),
            is_accepted,
        });
        let last = self.issues.len() - 1;
        Writing(&mut self.issues[last])
    }

    pub(super) fn skip(&mut self, row: u32, reason: &str, text: String) {
        let sheet = self.sheet.clone();
        self.skip_at(sheet, row, reason, text);
    }

    pub(super) fn skip_at(&mut self, sheet: String, row: u32, reason: &str, text: String) {
        self.skipped.push(Skipped { sheet, row, reason: reason.to_owned(), text });
    }
}

/// Why a row holds no person, judged by its filled cells.
pub(super) fn skip_reason(texts: &[String], name: Option<&str>) -> Option<&'static str> {
    let joined: String = texts.concat();
    let first = texts.first().map(|t| t.replace([' ', '\u{3000}'], "")).unwrap_or_default();
    if texts.is_empty() {
        Some("空行")
    } else if ["合计", "小计", "总计", "共计"].iter().any(|w| first.starts_with(w)) {
        Some("合计行")
    } else if ["填表人", "制表人", "审核人", "注", "说明", "备注:"]
        .iter()
        .any(|w| first.starts_with(w))
    {
        Some("表尾说明")
    } else if name.is_none() && texts.len() <= 2 && joined.chars().count() < 20 {
        Some("分组标题")
    } else if name.is_none() {
        Some("没有姓名")
    } else {
        None
    }
}

fn rows(sheet: &Sheet, head: &Header, s: &mut Scratch) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for r in 0..head.first {
        let text = first_text(sheet, r);
        if !text.is_empty() {
            s.skip(r + 1, "标题或说明", text);
        }
    }
    let name_column = s.column_of(Field::Name);
    for r in head.last + 1..=sheet.last_row() {
        let texts: Vec<String> =
            (0..=sheet.last_column()).filter_map(|c| sheet.cell(r, c)).map(Cell::show).collect();
        let name = name_column.and_then(|c| sheet.cell(r, c)).map(Cell::show);
        let name = name.filter(|n| !value::is_nothing(n));
        if let Some(reason) = skip_reason(&texts, name.as_deref()) {
            if reason != "空行" || r < sheet.last_row() {
                s.skip(r + 1, reason, texts.first().cloned().unwrap_or_default());
            }
            continue;
        }
        if s.decisions.drops.contains(&(sheet.name.clone(), r + 1)) {
            s.skip(r + 1, "已选择不导入", name.unwrap_or_default());
            continue;
        }
        drafts.push(row(sheet, r, name.unwrap_or_default(), s));
    }
    drafts
}

fn first_text(sheet: &Sheet, row: u32) -> String {
    (0..=sheet.last_column())
        .find_map(|c| sheet.cell(row, c))
        .map(|c| c.show().chars().take(40).collect())
        .unwrap_or_default()
}

fn row(sheet: &Sheet, r: u32, name: String, s: &mut Scratch) -> Draft {
    let mut draft = Draft {
        sheet: sheet.name.clone(),
        row: r + 1,
        dossier: Dossier {
            person: Person { name: name_key(&name), ..Person::default() },
            ..Dossier::default()
        },
        fields: s.columns.iter().filter_map(|c| c.field).collect(),
        kinds: Vec::new(),
        doubts: Vec::new(),
        is_held: false,
    };
    if draft.dossier.person.name.contains(['?', '？', '\u{fffd}']) {
        s.issue(&mut draft, s.column_of(Field::Name), "姓名", Severity::Error, "name_lost")
            .say("姓名里有丢失的字", "有一个字在转存时变成了问号，无法还原，请对照身份证补上")
            .raw(name.clone())
            .input("text");
    } else if draft.dossier.person.name != name {
        s.tidied += 1;
    }
    let mut values = Values::default();
    let columns = s.columns.clone();
    let mut id_cell = None;
    for column in &columns {
        let (Some(field), Some(cell)) = (column.field, sheet.cell(r, column.index)) else {
            continue;
        };
        if let Cell::Error(error) = cell {
            s.issue(&mut draft, Some(column.index), field.label(), Severity::Error, "cell_error")
                .say("单元格是错误值", "公式算不出来。请在表格软件里改好，或在这里填上")
                .raw(error.clone())
                .input("text");
            continue;
        }
        if field == Field::IdNumber {
            id_cell = Some((column.index, cell.clone()));
            continue;
        }
        values.take(field, cell, column.index, &mut draft, s);
    }
    values.finish(&mut draft);
    match id_cell {
        Some((column, cell)) if !value::is_nothing(&cell.show()) => {
            identity::id_number(&cell, column, &mut draft, s);
        }
        _ => {
            let column = s.column_of(Field::IdNumber);
            s.issue(&mut draft, column, "证件号码", Severity::Warning, "id_missing")
                .say("没有证件号码", "没有号码就认不准人，再次导入时只能按姓名和出生比对，请补上")
                .input("id_number");
        }
    }
    draft
}

/// Values of a row that only make sense together.
#[derive(Default)]
struct Values {
    full_time: Education,
    in_service: Education,
    title: TitleHeld,
}

impl Values {
    fn take(&mut self, field: Field, cell: &Cell, column: u32, draft: &mut Draft, s: &mut Scratch) {
        let raw = cell.show();
        if value::is_nothing(&raw) {
            return;
        }
        let text = fold(&raw);
        if matches!(cell, Cell::Text(t) if *t != text) {
            s.tidied += 1;
        }
        let p = &mut draft.dossier.person;
        let kept = Some(text.clone());
        match field {
            Field::Serial | Field::Name | Field::IdNumber => {}
            Field::Sex => p.sex = value::sex(&text),
            Field::Ethnicity => p.ethnicity = Some(value::ethnicity(&text)),
            Field::StaffNumber => p.staff_number = kept,
            Field::PoliticalStatus => p.political_status = kept,
            Field::Department => p.department = kept,
            Field::Post => p.post = kept,
            Field::Employment => {
                p.employment_kind = value::employment(&text);
                p.employment_text = kept;
            }
            Field::Phone => {
                if matches!(cell, Cell::Number(..)) {
                    s.tidied += 1;
                }
                let phone = text.strip_suffix(".0").unwrap_or(&text);
                p.phone = Some(phone.chars().filter(|c| !c.is_whitespace()).collect());
            }
            Field::Note => p.note = kept,
            Field::IntendedSpecialty => match text.split_once('/') {
                Some((series, specialty)) => {
                    p.intended_series = Some(series.trim().to_owned());
                    p.intended_specialty = Some(specialty.trim().to_owned());
                }
                None => p.intended_series = kept,
            },
            Field::IntendedTitle => p.intended_title = kept,
            Field::IntendedKind => p.intended_kind = value::application_kind(&text),
            Field::FullLevel => self.full_time.level_text = kept,
            Field::FullDegree => self.full_time.degree = kept,
            Field::FullSchool => self.full_time.school = kept,
            Field::FullField => self.full_time.field_of_study = kept,
            Field::WorkLevel => self.in_service.level_text = kept,
            Field::WorkDegree => self.in_service.degree = kept,
            Field::WorkSchool => self.in_service.school = kept,
            Field::WorkField => self.in_service.field_of_study = kept,
            Field::TitleName => self.title.name = kept,
            Field::TitleObtainedBy => self.title.obtained_by = value::obtained_by(&text),
            Field::BornOn
            | Field::StartedWorkOn
            | Field::FullGraduated
            | Field::WorkGraduated
            | Field::TitleObtainedOn
            | Field::TitleAppointedOn => self.take_date(field, cell, column, draft, s),
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
        let read = match value::date(cell) {
            Ok(read) => read,
            Err(fault) => {
                date_issue(&fault, field, cell, column, draft, s);
                return;
            }
        };
        if let Some(assumption) = &read.assumption {
            s.issue(draft, Some(column), field.label(), Severity::Warning, "date_assumed")
                .say("日期写法不全", &format!("{assumption}，请确认"))
                .raw(cell.show())
                .input("date")
                .choose(&format!("是 {}", read.date), Act::Accept);
        } else if !matches!(cell, Cell::Date(_)) {
            s.tidied += 1;
        }
        let date = Some(read.date);
        match field {
            Field::BornOn => draft.dossier.person.born_on = date,
            Field::StartedWorkOn => draft.dossier.person.started_work_on = date,
            Field::FullGraduated => self.full_time.graduated_on = date,
            Field::WorkGraduated => self.in_service.graduated_on = date,
            Field::TitleObtainedOn => self.title.obtained_on = date,
            _ => self.title.appointed_on = date,
        }
    }

    fn finish(self, draft: &mut Draft) {
        for (mode, mut e) in
            [(StudyMode::FullTime, self.full_time), (StudyMode::InService, self.in_service)]
        {
            if e == Education::default() {
                continue;
            }
            e.mode = Some(mode);
            e.level =
                e.level_text.as_deref().and_then(|t| value::education(t, e.degree.as_deref()));
            draft.dossier.education.push(e);
        }
        if self.title.name.is_some() {
            draft.dossier.title_held.push(self.title);
        }
    }
}

fn date_issue(
    fault: &value::DateFault,
    field: Field,
    cell: &Cell,
    column: u32,
    draft: &mut Draft,
    s: &mut Scratch,
) {
    use value::DateFault;
    let raw = cell.show();
    let place = (draft.sheet.clone(), draft.row, letters(column));
    let (code, title, message) = match fault {
        DateFault::Impossible => {
            ("date_impossible", "日期不存在", "日历上没有这一天，请对照原件改正")
        }
        DateFault::January => {
            ("date_ambiguous", "分不清是1月还是10月", "单元格按数字存了，末位的0可能丢了，请选一个")
        }
        DateFault::Unreadable => {
            ("date_unreadable", "读不出日期", "请按“年.月.日”改写，只知道月份也可以")
        }
    };
    let mut issue = s
        .issue(draft, Some(column), field.label(), Severity::Error, code)
        .say(&format!("{}{title}", field.label()), message)
        .raw(raw.clone())
        .input("date");
    if *fault == DateFault::January {
        let year = raw.split('.').next().unwrap_or_default().to_owned();
        for month in ["01", "10"] {
            let (sheet, row, column) = place.clone();
            let value = format!("{year}.{month}");
            issue =
                issue.choose(&value.clone(), Act::Fix(super::Fix { sheet, row, column, value }));
        }
    }
    issue.done();
}

/// A cell for a screen: id numbers hidden wherever they stand.
#[must_use]
pub fn masked(field: Option<Field>, text: &str) -> String {
    let is_long_number = text.chars().filter(char::is_ascii_digit).count() >= 15;
    if field == Some(Field::IdNumber) || is_long_number {
        mask_id_number(text)
    } else if field == Some(Field::Phone) {
        crate::text::mask_phone(text)
    } else {
        text.to_owned()
    }
}
