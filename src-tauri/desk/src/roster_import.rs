//! 导入花名册: what a list would do to the roster, and doing it in one transaction.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::files::{lock, sha256};
use crate::progress::Progress;
use crate::spreadsheet;
use crate::store::person::Doubt;
use engine::id::PersonId;
use engine::person::{Dossier, EmploymentKind, Person};
use engine::roster::{self, Decisions, Draft, Reading, Severity, Workbook};
use engine::text::{name_key, unit_key};
use engine::unit::{Unit, UnitRelation};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What would happen to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A new person.
    Create,
    /// A known person, changed.
    Update,
    /// A known person, as before.
    Unchanged,
    /// Held back by an error.
    Held,
}

/// A preview kept between looking and committing.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// The file's cells with the clerk's corrections not yet applied.
    pub book: Arc<Workbook>,
    /// What was read.
    pub reading: Reading,
    /// One a draft: what would happen, and the dossier as it would be kept.
    pub plan: Vec<(Fate, Dossier)>,
    /// Instant of an earlier import of the same bytes.
    pub imported_at: Option<String>,
}

/// Previews by token, the files they came from read once.
#[derive(Debug, Default)]
pub struct Previews {
    books: Mutex<HashMap<String, Arc<Workbook>>>,
    kept: Mutex<HashMap<String, Preview>>,
}

/// What an import did.
#[derive(Debug, Default, Clone)]
pub struct Imported {
    /// New people.
    pub created: i32,
    /// Changed people.
    pub updated: i32,
    /// Unchanged people.
    pub unchanged: i32,
    /// Held rows.
    pub held: i32,
    /// Records written.
    pub records: i32,
    /// Doubts to settle.
    pub doubts: i32,
}

/// Look at a list under the clerk's decisions. Nothing is written.
///
/// # Errors
/// `UnsupportedFile` in words, `Cancelled`.
pub fn preview(
    desk: &Desk,
    file: &str,
    decisions: &Decisions,
    progress: &dyn Progress,
) -> Result<(String, Preview)> {
    progress.checkpoint("读取文件", 0, 3)?;
    let (file_name, bytes) = desk.tokens().read(file)?;
    let hash = sha256(&bytes);
    let known = lock(&desk.previews.books).get(&hash).cloned();
    let book = match known {
        Some(book) => book,
        None => Arc::new(spreadsheet::read(&bytes)?),
    };
    // One list at a time is enough to hold in memory.
    let mut books = lock(&desk.previews.books);
    books.clear();
    books.insert(hash.clone(), Arc::clone(&book));
    drop(books);
    progress.checkpoint("认表头、查问题", 1, 3)?;
    let mut reading = roster::read(&book, decisions);
    if reading.drafts.is_empty() && reading.issues.is_empty() {
        return Err(Error::new(
            crate::error::Code::UnsupportedFile,
            "表里没有找到人员表：要有“姓名”，以及“身份证号”或“出生年月”这样的表头",
            "请检查选的是不是花名册；表头可以有两三行，上面有标题也没关系",
        ));
    }
    progress.checkpoint("与台账比对", 2, 3)?;
    let plan = plan(desk, &mut reading, decisions)?;
    let imported_at = desk.read(|r| r.imported_at(&hash))?;
    let preview = Preview { file_name, sha256: hash, book, reading, plan, imported_at };
    let token = desk.new_id();
    let mut kept = lock(&desk.previews.kept);
    kept.clear();
    kept.insert(token.clone(), preview.clone());
    progress.step("完成", 3, 3);
    Ok((token, preview))
}

/// Compare the drafts with the roster.
fn plan(desk: &Desk, reading: &mut Reading, decisions: &Decisions) -> Result<Vec<(Fate, Dossier)>> {
    let (units, known) = desk.read(|r| {
        let mut known = Vec::new();
        for id in r.list_person_id()? {
            known.push(r.dossier(&id)?);
        }
        Ok((r.list_unit()?, known))
    })?;
    let by_id: HashMap<&str, &Dossier> =
        known.iter().filter_map(|d| Some((d.person.id_number.as_deref()?, d))).collect();
    let mut plan = Vec::new();
    let mut questions = Vec::new();
    for draft in &mut reading.drafts {
        let person = &draft.dossier.person;
        let same_id = person.id_number.as_deref().and_then(|id| by_id.get(id).copied());
        let candidate = same_id.is_none().then(|| candidate(person, &known)).flatten();
        let existing = match (same_id, candidate) {
            (Some(existing), _) => Some(existing),
            (None, Some(candidate)) => {
                let question = question(draft, decisions);
                let is_accepted = question.is_accepted;
                questions.push(question);
                draft.is_held |= !is_accepted;
                is_accepted.then_some(candidate)
            }
            (None, None) => None,
        };
        let mut dossier = merged(existing, draft);
        if existing.is_none() {
            dossier.person.employer_id = employer(&dossier, &units);
        }
        let fate = match existing {
            _ if draft.is_held => Fate::Held,
            None => Fate::Create,
            Some(existing) if same(existing, &dossier) => Fate::Unchanged,
            Some(_) => Fate::Update,
        };
        plan.push((fate, dossier));
    }
    reading.issues.splice(0..0, questions);
    reading.issues.sort_by_key(|i| i.severity);
    Ok(plan)
}

/// A known person who may be the one in a row without a matching id number.
fn candidate<'a>(person: &Person, known: &'a [Dossier]) -> Option<&'a Dossier> {
    let month = |p: &Person| p.born_on.map(|d| (d.year(), d.month()));
    known.iter().find(|d| {
        name_key(&d.person.name) == name_key(&person.name)
            && month(&d.person).is_some()
            && month(&d.person) == month(person)
            && (d.person.id_number.is_none() || person.id_number.is_none())
    })
}

fn question(draft: &Draft, decisions: &Decisions) -> roster::Issue {
    let id = format!("same_person@{}!{}", draft.sheet, draft.row);
    roster::Issue {
        severity: Severity::Error,
        code: "same_person",
        sheet: draft.sheet.clone(),
        row: draft.row,
        column: None,
        person_name: draft.dossier.person.name.clone(),
        field: "姓名".into(),
        title: "像是台账里已有的人".into(),
        message: "姓名和出生年月相同，但有一边没有证件号码，不能断定是同一人，请定一下".into(),
        raw: String::new(),
        input: None,
        choices: vec![
            roster::Choice { label: "是同一人".into(), act: roster::Act::Accept },
            roster::Choice {
                label: "这一行不导入".into(),
                act: roster::Act::Drop(draft.sheet.clone(), draft.row),
            },
        ],
        is_accepted: decisions.accepts.contains(&id),
        id,
    }
}

/// The dossier as it would be kept: only what the list brings changes, blanks empty nothing.
fn merged(existing: Option<&Dossier>, draft: &Draft) -> Dossier {
    let new = &draft.dossier;
    let Some(existing) = existing else {
        return new.clone();
    };
    let mut out = existing.clone();
    let (p, n) = (&mut out.person, new.person.clone());
    p.name = n.name;
    macro_rules! take {
        ($($field:ident),*) => { $(if n.$field.is_some() { p.$field = n.$field; })* };
    }
    take!(
        id_number,
        staff_number,
        sex,
        ethnicity,
        born_on,
        political_status,
        department,
        post,
        employment_kind,
        employment_text,
        started_work_on,
        phone,
        intended_series,
        intended_specialty,
        intended_title,
        intended_kind,
        note
    );
    macro_rules! lists {
        ($($list:ident),*) => { $(if !new.$list.is_empty() { out.$list = new.$list.clone(); })* };
    }
    lists!(
        education,
        title_held,
        work,
        appraisal,
        training,
        achievement,
        secondment,
        insurance,
        post_change,
        past_application,
        credential
    );
    out
}

fn same(existing: &Dossier, new: &Dossier) -> bool {
    let strip = |d: &Dossier| Dossier { open_doubts: Vec::new(), ..d.clone() };
    strip(existing) == strip(new)
}

/// The unit that signed the contract: the insured unit or the present workplace where that is a unit
/// of this office. Dispatched people only ever belong to an agency. A list that says nothing of
/// either is the office's own list.
fn employer(dossier: &Dossier, units: &[Unit]) -> Option<engine::id::UnitId> {
    let is_dispatched = dossier.person.employment_kind == Some(EmploymentKind::Dispatched);
    let insured = dossier.insurance.iter().max_by_key(|i| i.from).and_then(|i| i.unit.as_deref());
    let workplace = dossier.current_work().and_then(|w| w.unit.as_deref());
    let named: Vec<String> = insured.into_iter().chain(workplace).map(unit_key).collect();
    let fits = |u: &&Unit| {
        (u.relation == UnitRelation::DispatchAgency) == is_dispatched
            && named.iter().any(|n| n.starts_with(&unit_key(&u.name)))
    };
    if let Some(unit) = units.iter().find(fits) {
        return Some(unit.id.clone());
    }
    let own = units.iter().find(|u| u.relation == UnitRelation::Own)?;
    (named.is_empty() && !is_dispatched).then(|| own.id.clone())
}

/// Import what a preview showed, held rows left out, in one transaction.
///
/// # Errors
/// `NotFound` when the preview is gone, `Precondition` when the roster changed since.
pub fn commit(desk: &Desk, token: &str, progress: &dyn Progress) -> Result<(Imported, Preview)> {
    let preview = lock(&desk.previews.kept).get(token).cloned();
    let preview = preview.ok_or_else(|| {
        Error::precondition("这次预览已经过期，没有写入任何内容", "请重新选择文件，再看一遍后入库")
    })?;
    progress.checkpoint("备份", 0, 2)?;
    desk.snapshot("before-import")?;
    let mut done = Imported::default();
    let now = desk.now();
    let total = preview.plan.len() as u64;
    let detail = format!("导入花名册，{total} 行");
    desk.write("roster.commit", None, detail, |w| {
        for (i, (draft, (fate, dossier))) in
            preview.reading.drafts.iter().zip(&preview.plan).enumerate()
        {
            progress.checkpoint("写入台账", i as u64, total)?;
            let mut dossier = dossier.clone();
            match fate {
                Fate::Held => {
                    done.held += 1;
                    continue;
                }
                Fate::Unchanged => {
                    done.unchanged += 1;
                    continue;
                }
                Fate::Create => {
                    dossier.person.id = PersonId(desk.new_id());
                    done.created += 1;
                }
                Fate::Update => done.updated += 1,
            }
            w.put_dossier(&dossier, &draft.kinds)?;
            let doubts: Vec<Doubt> = draft
                .doubts
                .iter()
                .map(|d| Doubt {
                    id: desk.new_id(),
                    person_id: dossier.person.id.clone(),
                    field: d.field.clone(),
                    message: d.message.clone(),
                    sides: d.sides.clone(),
                    settled_at: None,
                })
                .collect();
            done.doubts += doubts.len() as i32;
            w.put_doubts(&dossier.person.id, &doubts)?;
        }
        done.records = preview.reading.records as i32;
        let counts = (i64::from(done.created), i64::from(done.updated), i64::from(done.held));
        w.note_import(&desk.new_id(), &preview.file_name, &preview.sha256, &now, counts)
    })?;
    lock(&desk.previews.kept).remove(token);
    progress.step("完成", total, total);
    Ok((done, preview))
}
