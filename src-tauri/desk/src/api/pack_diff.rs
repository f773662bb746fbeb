//! 年度差异: what changed between two years, and whom of the staff it concerns.

use super::{Call, batch, forecast};
use crate::error::{Error, Result};
use engine::affected::affected;
use engine::id::PersonId;
use engine::pack::Packs;
use engine::pack::diff::{Change, FieldChange, diff};
use engine::pack::words::{changed, label};
use engine::verdict::{Citation, Conclusion};
use serde::{Deserialize, Serialize};

/// Two application years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackDiffRequest {
    /// The earlier year.
    pub from_year: i32,
    /// The later year.
    pub to_year: i32,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackDiffPage {
    /// The earlier year.
    pub from_year: i32,
    /// The later year.
    pub to_year: i32,
    /// Changes, grouped by what they are about.
    pub groups: Vec<ChangeGroup>,
    /// Rules and parameters that say the same.
    pub unchanged: i32,
}

/// Changes of one kind of thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeGroup {
    /// 规则, 参数, 系列, 评委会, 人社部门.
    pub subject: String,
    /// Its changes.
    pub changes: Vec<ChangeView>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// 新增, 改变, 后来未载 …
    pub change: String,
    /// What changed, one field a line.
    pub lines: Vec<String>,
    /// Clauses before.
    pub cites_before: Vec<Citation>,
    /// Clauses after.
    pub cites_after: Vec<Citation>,
}

/// Who of the staff is told something else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AffectedList {
    /// Those concerned; whose conclusion changes first.
    pub people: Vec<AffectedPerson>,
    /// How many were looked at.
    pub looked_at: i32,
    /// How many could not be, since nothing says what they apply for.
    pub without_title: i32,
}

/// Somebody concerned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AffectedPerson {
    /// Person.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// Title applied for.
    pub title: String,
    /// Under the earlier rules.
    pub before: Conclusion,
    /// Under the later rules.
    pub after: Conclusion,
    /// What differs.
    pub differences: Vec<DifferenceView>,
}

/// One thing a person is told differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DifferenceView {
    /// What it is about.
    pub name: String,
    /// Before; empty where nothing was said.
    pub before: String,
    /// After; empty where nothing is said.
    pub after: String,
}

/// What changed between two years.
pub fn diff_years(call: &Call<'_>, input: PackDiffRequest) -> Result<PackDiffPage> {
    let packs = call.desk.packs();
    covered(&packs, &input)?;
    let found = diff(&packs, input.from_year, input.to_year);
    let mut groups: Vec<ChangeGroup> = Vec::new();
    for change in &found.changes {
        let subject = change.subject.label();
        if groups.last().is_none_or(|g| g.subject != subject) {
            groups.push(ChangeGroup { subject: subject.to_owned(), changes: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.changes.push(view(&packs, change));
        }
    }
    Ok(PackDiffPage {
        from_year: input.from_year,
        to_year: input.to_year,
        groups,
        unchanged: i32::try_from(found.unchanged).unwrap_or(i32::MAX),
    })
}

fn covered(packs: &Packs, input: &PackDiffRequest) -> Result<()> {
    let (first, last, _) = packs.coverage();
    for year in [input.from_year, input.to_year] {
        if !(first..=last).contains(&year) {
            let message = format!("规则包收录{first}至{last}年，没有{year}年");
            return Err(Error::invalid(message, "请换一个年度").at("fromYear"));
        }
    }
    if input.from_year >= input.to_year {
        return Err(Error::invalid("较早的年度要在前面", "请换过来").at("fromYear"));
    }
    Ok(())
}

fn view(packs: &Packs, change: &Change) -> ChangeView {
    let is_condition = |f: &&FieldChange| ["when", "applies"].contains(&first(&f.field));
    let told = change.fields.iter().filter(|f| !is_condition(f));
    let mut lines: Vec<String> =
        told.map(|f| format!("{}：{}", label(&f.field), changed(f))).collect();
    // A condition is written for the program; what it means stands in the sentences.
    if change.fields.iter().any(|f| is_condition(&f)) {
        lines.insert(0, "判断的条件改了".to_owned());
    }
    ChangeView {
        id: change.id.clone(),
        name: change.name.clone(),
        change: change.change.label().to_owned(),
        lines,
        cites_before: packs.citations(&change.cites_before),
        cites_after: packs.citations(&change.cites_after),
    }
}

/// The first part of a field's path.
fn first(field: &str) -> &str {
    field.split('.').next().unwrap_or(field)
}

/// Who of the staff is told something else by the rules of the later year. Only the rules differ:
/// everybody is judged for the later application year both times.
pub fn affected_staff(call: &Call<'_>, input: PackDiffRequest) -> Result<AffectedList> {
    let desk = call.desk;
    let packs = desk.packs();
    covered(&packs, &input)?;
    let end = |year| engine::date::year_end(year);
    let (from, to) = (end(input.from_year), end(input.to_year));
    let (ids, units) = desk.read(|r| Ok((r.list_person_id()?, r.list_unit()?)))?;
    let total = ids.len() as u64;
    let mut out = AffectedList { people: Vec::new(), looked_at: 0, without_title: 0 };
    for (i, id) in ids.into_iter().enumerate() {
        call.progress.checkpoint("逐人比对", i as u64, total)?;
        let dossier = desk.read(|r| r.dossier(&id))?;
        if batch::applied(call, &dossier).is_none() {
            out.without_title += 1;
            continue;
        }
        let mut facts = forecast::facts_of(call, &dossier, &units, input.to_year)?;
        facts.application.year = Some(input.to_year);
        out.looked_at += 1;
        let Some(found) = affected(&facts, &packs, from, to) else { continue };
        let difference = |d: engine::affected::Difference| DifferenceView {
            name: d.name,
            before: d.before,
            after: d.after,
        };
        out.people.push(AffectedPerson {
            person_id: id,
            name: dossier.person.name,
            title: facts.application.title.unwrap_or_default(),
            before: found.before,
            after: found.after,
            differences: found.differences.into_iter().map(difference).collect(),
        });
    }
    out.people.sort_by_key(|p| p.before == p.after);
    call.progress.step("完成", total, total);
    Ok(out)
}
