//! Rows of the other sheets, put to the person they belong to.

use super::header::Header;
use super::read::{Scratch, skip_reason};
use super::{Cell, Draft, RecordKind, Severity, Sheet, value};
use crate::date::PartialDate;
use crate::person::{
    Achievement, Appraisal, Credential, Insurance, PastApplication, PostChange, Secondment,
    Training, Work,
};
use crate::text::{clean_id_number, fold, name_key};

/// Read a record sheet into the drafts; returns how many records found their person.
pub fn attach(
    sheet: &Sheet,
    kind: RecordKind,
    header: &Header,
    drafts: &mut [Draft],
    s: &mut Scratch,
) -> usize {
    let mut n = 0;
    for r in header.last + 1..=sheet.last_row() {
        let row = Row { sheet, header, r };
        let texts: Vec<String> =
            (0..=sheet.last_column()).filter_map(|c| sheet.cell(r, c)).map(Cell::show).collect();
        let name = row.text("name");
        if let Some(reason) = skip_reason(&texts, name.as_deref()) {
            if reason != "空行" {
                let first = texts.first().cloned().unwrap_or_default();
                s.skip_at(sheet.name.clone(), r + 1, reason, first);
            }
            continue;
        }
        let name = name.unwrap_or_default();
        let Some(owner) = owner(&row, &name, drafts) else {
            s.issue_at(
                &sheet.name,
                r + 1,
                None,
                &name,
                kind.label(),
                Severity::Warning,
                "record_orphan",
            )
            .say(
                "这条记录找不到人",
                "花名册里没有这个人，或同名的不止一人而没有证件号码，本条没有导入",
            );
            continue;
        };
        // Two rows of one person share the records; the one that is kept brings them in.
        for i in owner {
            record(kind, &row, &mut drafts[i]);
        }
        n += 1;
    }
    n
}

/// The drafts a record belongs to: by id number, else by a name only one person bears.
fn owner(row: &Row<'_>, name: &str, drafts: &[Draft]) -> Option<Vec<usize>> {
    let id = row.text("id_number").map(|t| clean_id_number(&t));
    let by = |test: &dyn Fn(&Draft) -> bool| -> Vec<usize> {
        drafts.iter().enumerate().filter(|(_, d)| test(d)).map(|(i, _)| i).collect()
    };
    if let Some(id) = id {
        let found = by(&|d| d.dossier.person.id_number.as_deref() == Some(&id));
        if !found.is_empty() {
            return Some(found);
        }
    }
    let key = name_key(name);
    let found = by(&|d| d.dossier.person.name == key);
    let ids: Vec<_> = found.iter().map(|i| &drafts[*i].dossier.person.id_number).collect();
    let is_one_person = !found.is_empty() && ids.iter().all(|id| *id == ids[0]);
    is_one_person.then_some(found)
}

struct Row<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    r: u32,
}

impl Row<'_> {
    fn cell(&self, key: &str) -> Option<&Cell> {
        let column = self.header.columns.iter().find(|c| c.record_key.as_deref() == Some(key))?;
        self.sheet.cell(self.r, column.index)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.cell(key).map(|c| fold(&c.show())).filter(|t| !value::is_nothing(t))
    }

    /// The text as it stands, 无 included.
    fn word(&self, key: &str) -> Option<String> {
        self.cell(key).map(|c| fold(&c.show()))
    }

    fn date(&self, key: &str) -> Option<PartialDate> {
        value::date(self.cell(key)?).ok().map(|d| d.date)
    }

    fn yes_no(&self, key: &str) -> Option<bool> {
        value::yes_no(&self.cell(key)?.show())
    }
}

fn record(kind: RecordKind, row: &Row<'_>, draft: &mut Draft) {
    if !draft.kinds.contains(&kind) {
        draft.kinds.push(kind);
    }
    let d = &mut draft.dossier;
    match kind {
        RecordKind::Work => d.work.push(Work {
            from: row.date("from"),
            until: row.date("until"),
            unit: row.text("unit"),
            post: row.text("post"),
            is_professional: row.yes_no("is_professional"),
        }),
        RecordKind::Appraisal => {
            for column in &row.header.columns {
                let Some(key) = column.record_key.as_deref() else {
                    continue;
                };
                let Some(year) = key.strip_prefix("year:").and_then(|y| y.parse().ok()) else {
                    continue;
                };
                if let Some(result) = row.text(key) {
                    d.appraisal.push(Appraisal { year: Some(year), result: Some(result) });
                }
            }
        }
        RecordKind::Training => d.training.push(Training {
            year: row.cell("year").and_then(value::year),
            general_hours: row.cell("general_hours").and_then(value::number),
            specialty_hours: row.cell("specialty_hours").and_then(value::number),
            proof: row.text("proof"),
        }),
        RecordKind::Achievement => {
            let period = row.text("period");
            d.achievement.push(Achievement {
                kind: row.text("kind").and_then(|t| value::achievement_kind(&t)),
                name: row.text("name_of"),
                until: period.as_deref().and_then(value::period_end),
                period,
                role: row.text("role"),
                grade: row.text("grade"),
                proof: row.text("proof"),
            });
        }
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
            opinions: row.cell("opinions").and_then(value::number).map(|n| n as i32),
        }),
        RecordKind::Credential => d.credential.push(Credential {
            item: row.text("item"),
            state: row.word("state"),
            note: row.text("note"),
        }),
    }
}
