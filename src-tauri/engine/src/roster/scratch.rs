//! What reading gathers on the way: issues, rows left out, cells tidied.

use super::header::Column;
use super::packed::Whose;
use super::{Act, Choice, Decisions, Field, Issue, Severity, Skipped, letters};
use std::collections::HashSet;

/// What reading gathers on the way.
pub struct Scratch {
    pub(super) columns: Vec<Column>,
    pub(super) accepts: HashSet<String>,
    pub(super) decisions: Decisions,
    pub(super) issues: Vec<Issue>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) tidied: usize,
    pub(super) sheet: String,
    pub(super) is_1904: bool,
    /// Totals the list states: row and number of people.
    pub(super) totals: Vec<(u32, i64)>,
}

/// Where an issue lies.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Sheet.
    pub sheet: &'a str,
    /// Row, from 1.
    pub row: u32,
    /// Column from 0.
    pub column: Option<u32>,
    /// Whose row.
    pub person: &'a str,
}

/// An issue being written.
pub struct Writing<'a>(&'a mut Issue);

impl Writing<'_> {
    pub(super) fn say(self, title: &str, message: &str) -> Self {
        self.0.title = title.to_owned();
        self.0.message = message.to_owned();
        self
    }

    /// What the cell says; a number as long as an id number is never shown whole.
    pub(super) fn raw(self, raw: String) -> Self {
        self.0.raw = super::masked(None, &raw);
        self
    }

    pub(super) fn key(self, field: Field) -> Self {
        self.0.field_key = Some(field.key().to_owned());
        self
    }

    pub(super) fn input(self, kind: &'static str) -> Self {
        self.0.input = Some(kind);
        self
    }

    pub(super) fn suggest(self, text: &str) -> Self {
        self.0.suggestion = text.to_owned();
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

    /// An issue with a field of a row.
    pub(super) fn issue(
        &mut self,
        draft: &impl Whose,
        column: Option<u32>,
        field: Field,
        severity: Severity,
        code: &'static str,
    ) -> Writing<'_> {
        let (sheet, row, person) = draft.whose();
        let place = Place { sheet, row, column, person };
        self.issue_at(place, field.label(), severity, code).key(field)
    }

    pub(super) fn issue_at(
        &mut self,
        place: Place<'_>,
        field: &str,
        severity: Severity,
        code: &'static str,
    ) -> Writing<'_> {
        let column = place.column.map(letters);
        let id = format!("{code}@{}!{}{}", place.sheet, column.as_deref().unwrap_or(""), place.row);
        let is_accepted = self.accepts.contains(&id);
        self.issues.push(Issue {
            id,
            severity,
            code,
            sheet: place.sheet.to_owned(),
            row: place.row,
            column,
            person_name: place.person.to_owned(),
            field: field.to_owned(),
            title: String::new(),
            message: String::new(),
            raw: String::new(),
            input: None,
            suggestion: String::new(),
            field_key: None,
            more: 0,
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
        let can_take = sheet == self.sheet
            && matches!(reason, "合计行" | "表尾说明" | "分组标题" | "没有姓名");
        let text = super::read::without_numbers(&text);
        self.skipped.push(Skipped { sheet, row, reason: reason.to_owned(), text, can_take });
    }

    /// Many rows with one cause are one finding: the first ones stand as they are, the rest is
    /// counted on the last of them.
    pub(super) fn gather(&mut self) {
        use std::collections::HashMap;
        let mut seen: HashMap<(&'static str, String, Option<String>), (usize, usize)> =
            HashMap::new();
        let mut kept: Vec<Issue> = Vec::new();
        for issue in self.issues.drain(..) {
            if issue.severity == Severity::Error {
                kept.push(issue);
                continue;
            }
            let key = (issue.code, issue.sheet.clone(), issue.column.clone());
            let (count, last) = seen.entry(key).or_insert((0, 0));
            *count += 1;
            if *count <= SINGLE {
                *last = kept.len();
                kept.push(issue);
            } else {
                kept[*last].more += 1;
            }
        }
        for issue in &mut kept {
            if issue.more > 0 {
                issue.message = format!("{}。另有 {} 行也是这样", issue.message, issue.more);
            }
        }
        self.issues = kept;
    }
}

/// Issues of one cause in one column that are listed one by one.
const SINGLE: usize = 200;
