//! What was read and planned, in the shapes of the wire.

use super::roster::{
    CellFix, ColumnMap, FieldChoice, GridCell, GridRow, HeaderRows, IssueChoice, IssueSeverity,
    RosterCounts, RosterIssue, RosterPreview, RowRef, SheetBrief, SheetRole, SkippedRow,
};
use super::roster_file::{RosterCheck, RosterPerson};
use crate::error::Result;
use crate::roster_import::{Fate, Planned, Preview, people};
use engine::person::Dossier;
use engine::roster::{
    self, Act, Field, Fix, How, Issue, PackedDossier, PackedDraft, Role, Severity, Sheet,
    SheetPlan, Skipped, Workbook,
};
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Issues and grid rows the window is sent; longer lists are looked at by their causes.
const ISSUES: usize = 2_000;
/// Rows shown of a staff sheet beside those with an issue.
const GRID_ROWS: u32 = 400;

/// A preview for the window.
pub fn preview(token: String, p: &Preview) -> RosterPreview {
    let people = people(&p.reading);
    RosterPreview {
        preview: token,
        file_name: p.file_name.clone(),
        format: p.book.format.clone(),
        encoding: p.book.encoding.clone(),
        header: people
            .map(|s| HeaderRows { first: s.header_rows.0 as i32, last: s.header_rows.1 as i32 }),
        is_remembered: p.is_remembered,
        fields: Field::ALL
            .iter()
            .filter(|f| **f != Field::Serial)
            .map(|f| FieldChoice { key: f.key().to_owned(), label: f.label().to_owned() })
            .collect(),
        already_imported_on: p.imported_at.clone(),
        sheets: p.reading.sheets.iter().map(SheetBrief::from).collect(),
        columns: people.map(|s| column_maps(s, &p.book)).unwrap_or_default(),
        counts: counts(p),
        issues: p.reading.issues.iter().take(ISSUES).map(RosterIssue::from).collect(),
        grid: people.map(|s| grid(s, p)).unwrap_or_default(),
        skipped: p.reading.skipped.iter().take(ISSUES).map(SkippedRow::from).collect(),
    }
}

/// A preview for another program.
pub fn check(p: &Preview) -> Result<RosterCheck> {
    let people = persons(p).collect::<Result<_>>()?;
    Ok(RosterCheck { people, ..brief(p) })
}

fn persons(p: &Preview) -> impl Iterator<Item = Result<RosterPerson>> + '_ {
    p.reading.drafts.iter().zip(&p.plan).map(|(draft, planned)| person(draft, planned))
}

/// The people of a preview, opened one at a time while they are written: tens of thousands at once are
/// more memory than a list may cost.
struct People<'a>(&'a Preview);

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.plan.len()))?;
        for person in persons(self.0) {
            list.serialize_element(&person.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}

/// [`check`] as JSON, written piece by piece.
pub fn write(p: &Preview, out: impl std::io::Write) -> Result<()> {
    let brief = brief(p);
    let whole = Written {
        file_name: &brief.file_name,
        sha256: &brief.sha256,
        format: &brief.format,
        encoding: brief.encoding.as_deref(),
        already_imported_on: brief.already_imported_on.as_deref(),
        sheets: &brief.sheets,
        columns: &brief.columns,
        counts: &brief.counts,
        people: People(p),
        issues: &brief.issues,
        skipped: &brief.skipped,
    };
    Ok(serde_json::to_writer_pretty(out, &whole)?)
}

/// The fields of a [`RosterCheck`], in its order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    file_name: &'a str,
    sha256: &'a str,
    format: &'a str,
    encoding: Option<&'a str>,
    already_imported_on: Option<&'a str>,
    sheets: &'a [SheetBrief],
    columns: &'a [ColumnMap],
    counts: &'a RosterCounts,
    people: People<'a>,
    issues: &'a [RosterIssue],
    skipped: &'a [SkippedRow],
}

/// A preview without its people.
pub fn brief(p: &Preview) -> RosterCheck {
    let people = people(&p.reading);
    RosterCheck {
        file_name: p.file_name.clone(),
        sha256: p.sha256.clone(),
        format: p.book.format.clone(),
        encoding: p.book.encoding.clone(),
        already_imported_on: p.imported_at.clone(),
        sheets: p.reading.sheets.iter().map(SheetBrief::from).collect(),
        columns: people.map(|s| column_maps(s, &p.book)).unwrap_or_default(),
        counts: counts(p),
        people: Vec::new(),
        issues: p.reading.issues.iter().map(RosterIssue::from).collect(),
        skipped: p.reading.skipped.iter().map(SkippedRow::from).collect(),
    }
}

fn person(draft: &PackedDraft, planned: &Planned) -> Result<RosterPerson> {
    // A row held back is shown as the list has it.
    let is_held = planned.fate == Fate::Held;
    let shown = if is_held { draft.dossier.open()? } else { planned.kept(draft)? };
    let shown = &shown;
    let values = values(shown)?;
    let before = planned.before.as_ref().map(PackedDossier::open).transpose()?;
    let before = before.as_ref().map(values_of).transpose()?;
    let changes = match &before {
        Some(before) => values
            .iter()
            .filter(|(key, value)| before.get(*key) != Some(value))
            .map(|(key, _)| key.clone())
            .collect(),
        None => Vec::new(),
    };
    let mut records = serde_json::to_value(shown)?;
    if let Value::Object(map) = &mut records {
        map.remove("person");
        map.remove("open_doubts");
        map.retain(|_, list| list.as_array().is_some_and(|l| !l.is_empty()));
    }
    Ok(RosterPerson {
        sheet: draft.sheet.clone(),
        row: draft.row as i32,
        fate: fate(planned.fate).to_owned(),
        values,
        extra: shown.person.extra.clone(),
        records,
        changes,
    })
}

fn values_of(d: &Dossier) -> Result<BTreeMap<String, String>> {
    values(d)
}

/// Fields of the person, and of the education and title the list itself has columns for.
fn values(d: &Dossier) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    let mut put = |prefix: &str, value: Value| {
        if let Value::Object(map) = value {
            for (key, value) in map {
                match value {
                    Value::String(text) if key != "id" && key != "employer_id" => {
                        out.insert(format!("{prefix}{key}"), text);
                    }
                    _ => {}
                }
            }
        }
    };
    put("", serde_json::to_value(&d.person)?);
    if let Some(title) = d.current_title() {
        put("title.", serde_json::to_value(title)?);
    }
    if let Some(education) = d.highest_education() {
        put("education.", serde_json::to_value(education)?);
    }
    Ok(out)
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Create => "create",
        Fate::Update => "update",
        Fate::Unchanged => "unchanged",
        Fate::Held => "held",
    }
}

fn counts(p: &Preview) -> RosterCounts {
    let fate = |fate: Fate| p.plan.iter().filter(|x| x.fate == fate).count() as i32;
    let open = |severity: Severity| {
        let is_open = |i: &&Issue| i.severity == severity && !i.is_accepted;
        p.reading.issues.iter().filter(is_open).map(|i| 1 + i.more as i32).sum()
    };
    let (create, update, unchanged) =
        (fate(Fate::Create), fate(Fate::Update), fate(Fate::Unchanged));
    RosterCounts {
        read: p.plan.len() as i32,
        ready: create + update + unchanged,
        create,
        update,
        unchanged,
        held: fate(Fate::Held),
        errors: open(Severity::Error),
        warnings: open(Severity::Warning),
        tidied: p.reading.tidied as i32,
        records: p.reading.records as i32,
        skipped: p.reading.skipped.len() as i32,
    }
}

fn sheet_of<'a>(plan: &SheetPlan, book: &'a Workbook) -> Option<&'a Sheet> {
    book.sheets.iter().find(|s| s.name == plan.name)
}

fn column_maps(plan: &SheetPlan, book: &Workbook) -> Vec<ColumnMap> {
    let Some(sheet) = sheet_of(plan, book) else {
        return Vec::new();
    };
    plan.columns
        .iter()
        .map(|c| {
            let samples = (plan.header_rows.1..=sheet.last_row())
                .filter_map(|r| sheet.cell(r, c.index))
                .take(3)
                .map(|cell| roster::masked(c.field, &cell.show()))
                .collect();
            let of_year = c.record_key.as_deref().and_then(year_label);
            ColumnMap {
                column: c.letters.clone(),
                header: c.header.clone(),
                field: c.field.map(|f| f.key().to_owned()),
                field_label: c.field.map(|f| f.label().to_owned()).or(of_year),
                samples,
                how: how(c.how).to_owned(),
                is_hidden: c.is_hidden,
            }
        })
        .collect()
}

fn year_label(key: &str) -> Option<String> {
    let (kind, year) = key.split_once(':')?;
    let what = if kind == "training" { "继续教育" } else { "考核" };
    Some(format!("{year}年{what}"))
}

fn how(how: How) -> &'static str {
    match how {
        How::Kept => "kept",
        How::Word => "word",
        How::Like => "like",
        How::Content => "content",
        How::Remembered => "remembered",
        How::Chosen => "chosen",
    }
}

fn grid(plan: &SheetPlan, p: &Preview) -> Vec<GridRow> {
    let Some(sheet) = sheet_of(plan, &p.book) else {
        return Vec::new();
    };
    let mut marks: HashMap<(u32, &str), Severity> = HashMap::new();
    let mut marked = Vec::new();
    for issue in p.reading.issues.iter().filter(|i| i.sheet == plan.name).take(ISSUES) {
        marked.push(issue.row);
        if let Some(column) = issue.column.as_deref() {
            let mark = marks.entry((issue.row, column)).or_insert(issue.severity);
            *mark = (*mark).min(issue.severity);
        }
    }
    let fates: HashMap<u32, &str> =
        p.reading.drafts.iter().zip(&p.plan).map(|(d, x)| (d.row, fate(x.fate))).collect();
    let dropped: Vec<u32> = p
        .reading
        .skipped
        .iter()
        .filter(|s| s.sheet == plan.name && s.reason.starts_with("已选择"))
        .map(|s| s.row)
        .collect();
    let fate = |row: u32| {
        if (plan.header_rows.0..=plan.header_rows.1).contains(&row) {
            "header"
        } else if let Some(fate) = fates.get(&row) {
            fate
        } else if dropped.contains(&row) {
            "dropped"
        } else {
            "skipped"
        }
    };
    let first = plan.header_rows.0.max(1);
    let mut rows: Vec<u32> = (first..=(sheet.last_row() + 1).min(GRID_ROWS)).collect();
    // An issue far down is shown with the rows around it.
    let around = marked.iter().flat_map(|r| r.saturating_sub(1)..=r + 1);
    rows.extend(around.filter(|r| *r > GRID_ROWS && *r <= sheet.last_row() + 1));
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter()
        .map(|row| GridRow {
            row: row as i32,
            fate: fate(row).to_owned(),
            cells: plan
                .columns
                .iter()
                .filter_map(|c| {
                    let cell = sheet.cell(row - 1, c.index)?;
                    // A header or a total below the column of the numbers is no number.
                    let is_person = !matches!(fate(row), "header" | "skipped");
                    Some(GridCell {
                        column: c.letters.clone(),
                        text: roster::masked(c.field.filter(|_| is_person), &cell.show()),
                        mark: marks.get(&(row, c.letters.as_str())).copied().map(Into::into),
                    })
                })
                .collect(),
        })
        .filter(|row| !row.cells.is_empty())
        .collect()
}

impl From<CellFix> for Fix {
    fn from(f: CellFix) -> Self {
        Self { sheet: f.sheet, row: f.row.unsigned_abs(), column: f.column, value: f.value }
    }
}

impl From<&Fix> for CellFix {
    fn from(f: &Fix) -> Self {
        let (sheet, column, value) = (f.sheet.clone(), f.column.clone(), f.value.clone());
        Self { sheet, row: f.row as i32, column, value }
    }
}

impl From<&SheetPlan> for SheetBrief {
    fn from(s: &SheetPlan) -> Self {
        let (role, label) = match s.role {
            Role::People => (SheetRole::People, "人员"),
            Role::Records(kind) => (SheetRole::Records, kind.label()),
            Role::Skipped => (SheetRole::Skipped, "不导入"),
        };
        Self {
            name: s.name.clone(),
            role,
            label: label.to_owned(),
            rows: s.data_rows as i32,
            is_visible: s.is_visible,
            is_list: s.role == Role::People || (s.role == Role::Skipped && s.score >= 3),
        }
    }
}

impl From<Severity> for IssueSeverity {
    fn from(s: Severity) -> Self {
        match s {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Hint => Self::Hint,
        }
    }
}

impl From<&Issue> for RosterIssue {
    fn from(i: &Issue) -> Self {
        let choice = |c: &roster::Choice| IssueChoice {
            label: c.label.clone(),
            fix: match &c.act {
                Act::Fix(fix) => Some(fix.into()),
                _ => None,
            },
            drop: match &c.act {
                Act::Drop(sheet, row) => Some(RowRef { sheet: sheet.clone(), row: *row as i32 }),
                _ => None,
            },
            take: match &c.act {
                Act::Take(sheet, row) => Some(RowRef { sheet: sheet.clone(), row: *row as i32 }),
                _ => None,
            },
            accepts: c.act == Act::Accept,
        };
        Self {
            id: i.id.clone(),
            severity: i.severity.into(),
            code: i.code.to_owned(),
            sheet: i.sheet.clone(),
            row: i.row as i32,
            column: i.column.clone(),
            person_name: i.person_name.clone(),
            field: i.field.clone(),
            title: i.title.clone(),
            message: i.message.clone(),
            raw: i.raw.clone(),
            suggestion: i.suggestion.clone(),
            field_key: i.field_key.clone(),
            more: i.more as i32,
            input: i.input.map(str::to_owned),
            choices: i.choices.iter().map(choice).collect(),
            is_accepted: i.is_accepted,
        }
    }
}

impl From<&Skipped> for SkippedRow {
    fn from(s: &Skipped) -> Self {
        let (sheet, reason) = (s.sheet.clone(), s.reason.clone());
        Self { sheet, row: s.row as i32, reason, text: s.text.clone(), can_take: s.can_take }
    }
}
