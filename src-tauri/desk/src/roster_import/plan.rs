//! The drafts compared with the roster.

use super::merge::merged;
use super::{Fate, Planned};
use crate::desk::Desk;
use crate::error::Result;
use crate::store::roster::Known;
use chrono::NaiveDate;
use engine::id::PersonId;
use engine::identity::{Areas, DocumentKind, document};
use engine::person::{Dossier, EmploymentKind};
use engine::roster::{
    Act, Choice, Decisions, Draft, Field, Issue, PackedDossier, Reading, Severity,
};
use engine::text::{mask_id_number, name_key, unit_key};
use engine::unit::{Unit, UnitRelation};
use std::collections::{HashMap, HashSet};

/// Notes of one cause that are listed one by one.
const SINGLE: usize = 200;

/// The roster by everything that tells people apart.
struct Roster {
    by_id: HashMap<String, usize>,
    by_staff: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    known: Vec<Known>,
}

impl Roster {
    fn of(known: Vec<Known>) -> Self {
        let mut out = Self {
            by_id: HashMap::new(),
            by_staff: HashMap::new(),
            by_name: HashMap::new(),
            known: Vec::new(),
        };
        for (i, k) in known.iter().enumerate() {
            if let Some(id) = &k.id_number {
                out.by_id.insert(id.clone(), i);
            }
            if let Some(number) = &k.staff_number {
                out.by_staff.insert(number.clone(), i);
            }
            out.by_name.entry(name_key(&k.name)).or_default().push(i);
        }
        out.known = known;
        out
    }

    /// The person a row certainly means: by id number, or by staff number and name where one side has
    /// no id number.
    fn certain(&self, draft: &Draft) -> Option<&Known> {
        let p = &draft.dossier.person;
        if let Some(i) = p.id_number.as_ref().and_then(|id| self.by_id.get(id)) {
            return Some(&self.known[*i]);
        }
        let known = &self.known[*self.by_staff.get(p.staff_number.as_ref()?)?];
        let is_open = known.id_number.is_none() || p.id_number.is_none();
        (is_open && name_key(&known.name) == name_key(&p.name)).then_some(known)
    }

    /// A known person who may be the one in a row without a matching id number.
    fn candidate(&self, draft: &Draft) -> Option<&Known> {
        let p = &draft.dossier.person;
        let born = p.born_on?;
        let month = (born.year(), born.month());
        let named = self.by_name.get(&name_key(&p.name))?;
        named.iter().map(|i| &self.known[*i]).find(|k| {
            k.born_on.map(|d| (d.year(), d.month())) == Some(month)
                && (k.id_number.is_none() || p.id_number.is_none())
        })
    }
}

/// Compare the drafts with the roster; `again` is the file's hash where it was imported before.
pub fn plan(
    desk: &Desk,
    reading: &mut Reading,
    decisions: &Decisions,
    again: Option<&String>,
) -> Result<Vec<Planned>> {
    let (units, roster, written) = desk.read(|r| {
        let written = match again {
            Some(hash) => r.imported_people(hash)?,
            None => HashMap::new(),
        };
        Ok((r.list_unit()?, Roster::of(r.list_known()?), written))
    })?;
    let accepts: HashSet<&str> = decisions.accepts.iter().map(String::as_str).collect();
    let fixed: HashSet<(&str, u32)> =
        decisions.fixes.iter().map(|f| (f.sheet.as_str(), f.row)).collect();
    let mut plan = Vec::with_capacity(reading.drafts.len());
    let mut questions = Vec::new();
    let mut taken: HashSet<PersonId> = HashSet::new();
    let (areas, mut old) = (Areas::of(&desk.packs(), desk.today()), Vec::new());
    let column = super::people(reading).and_then(|s| {
        s.columns.iter().find(|c| c.field == Some(Field::IdNumber)).map(|c| c.letters.clone())
    });
    for packed in &mut reading.drafts {
        let mut draft = packed.open()?;
        let draft = &mut draft;
        match old_area(draft, &areas, column.clone()) {
            Some(issue) if old.len() < SINGLE => old.push(issue),
            Some(_) => old.iter_mut().last().into_iter().for_each(|issue| issue.more += 1),
            None => {}
        }
        let mut ask = |code, title: &str, message: &str, draft: &mut Draft| {
            let question = question(code, title, message, draft, &accepts);
            let is_accepted = question.is_accepted;
            questions.push(question);
            draft.is_held |= !is_accepted;
            is_accepted
        };
        let existing = match roster.certain(draft) {
            Some(known) => {
                let is_renamed = name_key(&known.name) != draft.dossier.person.name;
                if is_renamed {
                    ask(
                        "name_changed",
                        "证件号码与台账相同，姓名不同",
                        "台账里这个证件号码是另一个姓名。改过名就确认，认错人就不导入这一行",
                        draft,
                    );
                }
                Some(known)
            }
            None => roster.candidate(draft).filter(|_| {
                ask(
                    "same_person",
                    "像是台账里已有的人",
                    "姓名和出生年月相同，但有一边没有证件号码，不能断定是同一人，请定一下",
                    draft,
                )
            }),
        };
        let existing = match existing {
            Some(known) if !taken.insert(known.id.clone()) => {
                ask(
                    "person_twice",
                    "两行对到台账里同一个人",
                    "前面有一行已经对到这个人，这一行先不入库；请补证件号码，或不导入这一行",
                    draft,
                );
                draft.is_held = true;
                None
            }
            existing => existing,
        };
        let before = match existing {
            Some(known) => Some(desk.read(|r| r.dossier(&known.id))?),
            None => None,
        };
        let mut dossier = match &before {
            Some(before) => merged(before, draft),
            // A new person is what the list says; it is moved, for there may be very many.
            None => {
                let mut dossier = std::mem::take(&mut draft.dossier);
                dossier.person.employer_id = employer(&dossier, &units);
                dossier
            }
        };
        let is_fixed = fixed.contains(&(draft.sheet.as_str(), draft.row));
        let fate = match &before {
            _ if draft.is_held => Fate::Held,
            None => Fate::Create,
            Some(before) if same(before, &dossier) => Fate::Unchanged,
            // The same file once more brings nothing new; what was changed by hand since stays.
            Some(before) if !is_fixed && written.contains_key(&before.person.id.0) => {
                dossier = before.clone();
                Fate::Unchanged
            }
            Some(_) => Fate::Update,
        };
        packed.is_held = draft.is_held;
        let before = before.as_ref().map(PackedDossier::of).transpose()?;
        let dossier = match &before {
            // A new person is what the list says, and is kept once.
            None => {
                packed.dossier = PackedDossier::of(&dossier)?;
                None
            }
            Some(_) => Some(PackedDossier::of(&dossier)?),
        };
        plan.push(Planned { fate, dossier, before });
    }
    reading.issues.splice(0..0, questions);
    reading.issues.append(&mut old);
    reading.issues.sort_by_key(|i| i.severity);
    Ok(plan)
}

/// A note where the area in an id number is not in force: it may be an old one.
fn old_area(draft: &Draft, areas: &Areas, column: Option<String>) -> Option<Issue> {
    let number = draft.dossier.person.id_number.as_deref()?;
    if number.get(..6).is_none_or(|area| areas.knows(area)) {
        return None;
    }
    let mut report = document(Some(DocumentKind::ResidentId), number, NaiveDate::MAX);
    report.problems.clear();
    areas.annotate(&mut report);
    let problem = report.problems.first()?;
    Some(Issue {
        severity: Severity::Hint,
        column,
        field: Field::IdNumber.label().into(),
        title: "地区代码不在现行的表里".into(),
        message: problem.message.clone(),
        raw: mask_id_number(number),
        field_key: Some(Field::IdNumber.key().into()),
        choices: Vec::new(),
        ..question("id_area_unknown", "", "", draft, &HashSet::new())
    })
}

fn question(
    code: &'static str,
    title: &str,
    message: &str,
    draft: &Draft,
    accepts: &HashSet<&str>,
) -> Issue {
    let id = format!("{code}@{}!{}", draft.sheet, draft.row);
    let accept =
        if code == "name_changed" { "改过名，就是这个人" } else { "是同一人" };
    let mut choices = vec![Choice {
        label: "这一行不导入".into(),
        act: Act::Drop(draft.sheet.clone(), draft.row),
    }];
    if code != "person_twice" {
        choices.insert(0, Choice { label: accept.into(), act: Act::Accept });
    }
    Issue {
        severity: Severity::Error,
        code,
        sheet: draft.sheet.clone(),
        row: draft.row,
        column: None,
        person_name: draft.dossier.person.name.clone(),
        field: Field::Name.label().into(),
        title: title.into(),
        message: message.into(),
        raw: String::new(),
        input: None,
        suggestion: String::new(),
        field_key: None,
        more: 0,
        choices,
        is_accepted: accepts.contains(id.as_str()),
        id,
    }
}

/// Whether two people are the same but for what is open.
pub fn same(existing: &Dossier, new: &Dossier) -> bool {
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
