//! 评委会通知 (a committee's yearly notice) as a clerk fills it in, and the pack made from it.
//!
//! The pack it becomes is like any other: text files that the loader and the check read, laid over
//! the applications of that committee and year alone. What a notice may ask for is data as well: a
//! list of conditions, each with one number left open.

use super::Material;
use super::rule::{Condition, Effect, Operand, Say};
use crate::date::Date;
use crate::title::{EducationLevel, Level};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A parameter of the pack itself inside a condition; the pack's id takes its place.
const OWN: &str = "own.";

/// A condition that committees often set, with one number left open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionKind {
    /// Id, also the last part of the rule's and the parameter's id.
    pub id: String,
    /// What a clerk reads: “任期内完成的项目至少几项”.
    pub label: String,
    /// Unit of the number; empty where no number is asked.
    #[serde(default)]
    pub unit: String,
    /// What the rule does.
    pub effect: Effect,
    /// Whom it concerns; everybody when absent.
    #[serde(default)]
    pub applies: Option<Condition>,
    /// When it acts; `{ parameter = "own.…" }` is the number. Always when absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Its sentences; `{number}` is the number.
    pub say: Say,
}

/// The conditions a notice may choose from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionKinds {
    /// In the order a clerk sees them.
    #[serde(rename = "condition")]
    pub conditions: Vec<ConditionKind>,
}

/// A place in the notice that something rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeClause {
    /// Where in the notice: “二（三）”.
    pub locator: String,
    /// 大意, in the clerk's own words.
    pub paraphrase: String,
}

/// A row of the committee's own ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeLadder {
    /// Level applied for.
    pub level: Level,
    /// 学历.
    pub education: EducationLevel,
    /// Required years.
    pub years: i32,
    /// The title the years are counted in; empty where none is required.
    pub after: String,
    /// Locator of the clause.
    pub locator: String,
}

/// A condition chosen from [`ConditionKinds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeCondition {
    /// Id of the kind.
    pub kind: String,
    /// The number; ignored where the kind asks for none.
    pub number: i32,
    /// Locator of the clause.
    pub locator: String,
}

/// A material the committee asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeMaterial {
    /// Id of a material of the base, or empty for one of the committee's own.
    pub material: String,
    /// Full name as the notice has it.
    pub name: String,
    /// Short name for a narrow column.
    pub short: String,
    /// Copies to hand in.
    pub copies: i32,
    /// Whether its pages are copies that must carry the copy-verified block.
    pub is_copy: bool,
    /// Whether everybody has to hand it in; otherwise only its place and number of copies are said.
    pub is_required: bool,
    /// Who signs it.
    pub signed_by: Option<String>,
    /// Who seals it.
    pub sealed_by: Option<String>,
    /// Locator of the clause.
    pub locator: String,
}

/// The days of the notice.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeSchedule {
    /// 网报 opens.
    pub opens_on: Option<Date>,
    /// 网报 closes, at 24:00.
    pub closes_on: Option<Date>,
    /// First day papers are taken in.
    pub paper_from: Option<Date>,
    /// Last day papers are taken in.
    pub paper_until: Option<Date>,
    /// Expected day of review.
    pub review_on: Option<Date>,
    /// Locator of the clause.
    pub locator: String,
}

/// 评委会通知.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeNotice {
    /// The committee, an id of the directory.
    pub committee_id: String,
    /// Series it reviews, from the directory.
    pub series: String,
    /// 申报年度.
    pub year: i32,
    /// Full name of the document.
    pub name: String,
    /// 文号, where it has one.
    pub number: Option<String>,
    /// 发文机关.
    pub issuer: String,
    /// Date of issue.
    pub issued_on: Date,
    /// What of the notice matters here.
    pub clauses: Vec<NoticeClause>,
    /// Its days.
    pub schedule: NoticeSchedule,
    /// The fields it reviews; empty where the notice names none.
    pub specialties: Vec<String>,
    /// Locator of the clause that names them.
    pub specialty_locator: String,
    /// Its own ladder; empty where the base's holds.
    pub ladder: Vec<NoticeLadder>,
    /// Its conditions.
    pub conditions: Vec<NoticeCondition>,
    /// Its materials, in the order of the packet.
    pub materials: Vec<NoticeMaterial>,
}

/// What is missing or wrong in a notice: the field as the form names it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFault {
    /// Path of the field, `materials.2.name`.
    pub field: String,
    /// Chinese sentence.
    pub message: String,
}

impl CommitteeNotice {
    /// An empty notice to fill in.
    #[must_use]
    pub fn empty(committee_id: &str, series: &str, year: i32, today: Date) -> Self {
        Self {
            committee_id: committee_id.to_owned(),
            series: series.to_owned(),
            year,
            name: String::new(),
            number: None,
            issuer: String::new(),
            issued_on: today,
            clauses: Vec::new(),
            schedule: NoticeSchedule::default(),
            specialties: Vec::new(),
            specialty_locator: String::new(),
            ladder: Vec::new(),
            conditions: Vec::new(),
            materials: Vec::new(),
        }
    }

    /// Id of the pack it becomes.
    #[must_use]
    pub fn pack_id(&self) -> String {
        format!("committee-{}-{}", self.committee_id.replace('.', "-"), self.year)
    }

    fn source_id(&self) -> String {
        self.pack_id().to_uppercase()
    }

    /// Everything that keeps it from becoming a pack; empty when it is fine.
    #[must_use]
    pub fn faults(&self, kinds: &ConditionKinds) -> Vec<NoticeFault> {
        let mut out = Vec::new();
        let mut add = |field: String, message: &str| {
            out.push(NoticeFault { field, message: message.to_owned() });
        };
        if self.name.trim().is_empty() {
            add("name".into(), "通知的全称没有填");
        }
        if self.issuer.trim().is_empty() {
            add("issuer".into(), "发文机关没有填");
        }
        let mut seen = Vec::new();
        for (i, clause) in self.clauses.iter().enumerate() {
            if clause.locator.trim().is_empty() {
                add(format!("clauses.{i}.locator"), "没有写在通知的哪一处");
            } else if seen.contains(&clause.locator.trim()) {
                add(format!("clauses.{i}.locator"), "这一处写了两遍");
            }
            if clause.paraphrase.trim().is_empty() {
                add(format!("clauses.{i}.paraphrase"), "没有写大意");
            }
            seen.push(clause.locator.trim());
        }
        let mut rests = |field: String, locator: &str| {
            if !seen.contains(&locator.trim()) {
                add(field, "没有选依据：先把通知里的这一处写进“条款”，再在这里选它");
            }
        };
        if self.schedule.has_day() {
            rests("schedule.locator".into(), &self.schedule.locator);
        }
        if !self.specialties.is_empty() {
            rests("specialtyLocator".into(), &self.specialty_locator);
        }
        for (i, row) in self.ladder.iter().enumerate() {
            rests(format!("ladder.{i}.locator"), &row.locator);
        }
        for (i, row) in self.conditions.iter().enumerate() {
            rests(format!("conditions.{i}.locator"), &row.locator);
        }
        for (i, row) in self.materials.iter().enumerate() {
            rests(format!("materials.{i}.locator"), &row.locator);
        }
        for (i, _) in self.ladder.iter().enumerate().filter(|(_, row)| row.years < 0) {
            add(format!("ladder.{i}.years"), "年限不能小于0");
        }
        for (i, row) in self.conditions.iter().enumerate() {
            match kinds.find(&row.kind) {
                None => add(format!("conditions.{i}.kind"), "没有选条件"),
                Some(kind) if !kind.unit.is_empty() && row.number < 1 => {
                    add(format!("conditions.{i}.number"), "数目至少是1");
                }
                Some(_) => {}
            }
        }
        for (i, row) in self.materials.iter().enumerate() {
            if row.name.trim().is_empty() {
                add(format!("materials.{i}.name"), "材料没有名称");
            }
            if row.copies < 1 {
                add(format!("materials.{i}.copies"), "份数至少是1");
            }
        }
        for (field, message) in self.schedule.faults() {
            add(format!("schedule.{field}"), message);
        }
        out
    }

    /// The files of the pack, by name. `base` are the materials the committee's lie over,
    /// `checked_on` the day somebody compared the form with the notice.
    ///
    /// # Errors
    /// When a part cannot be written as TOML, which no filled-in form can bring about.
    pub fn files(
        &self,
        kinds: &ConditionKinds,
        base: &[&Material],
        checked_on: Date,
    ) -> Result<BTreeMap<String, String>, toml::ser::Error> {
        let mut files = BTreeMap::new();
        files.insert("pack.toml".to_owned(), toml::to_string(&self.head())?);
        files.insert("source.toml".to_owned(), toml::to_string(&self.sources())?);
        let rules = self.rules(kinds, checked_on);
        let parameters = self.parameters(kinds, checked_on);
        files.insert("rule.toml".to_owned(), toml::to_string(&plain(json!({ "rule": rules })))?);
        let parameters = plain(json!({ "parameter": parameters }));
        files.insert("parameter.toml".to_owned(), toml::to_string(&parameters)?);
        let materials = plain(json!({ "material": self.material_rows(base) }));
        files.insert("material.toml".to_owned(), toml::to_string(&materials)?);
        Ok(files)
    }

    fn head(&self) -> Value {
        plain(json!({ "pack": {
            "id": self.pack_id(),
            "name": self.name.trim(),
            "version": self.issued_on.to_string(),
            "kind": "committee",
            "committee": self.committee_id,
            "covers_from": self.year,
            "covers_until": self.year,
        }}))
    }

    fn sources(&self) -> Value {
        let clauses = self.clauses.iter().enumerate().map(|(i, clause)| {
            json!({
                "id": format!("{}.{}", self.source_id(), i + 1),
                "locator": clause.locator.trim(),
                "paraphrase": clause.paraphrase.trim(),
            })
        });
        plain(json!({
            "source": [{
                "id": self.source_id(),
                "name": self.name.trim(),
                "short": format!("{}年评委会通知", self.year),
                "number": self.number.as_deref().map(str::trim).filter(|n| !n.is_empty()),
                "issuer": self.issuer.trim(),
                "issued_on": self.issued_on,
                "weight": "binding",
                "edition": self.year,
            }],
            "clause": clauses.collect::<Vec<_>>(),
        }))
    }

    /// The clause of a locator.
    fn cites(&self, locator: &str) -> Vec<String> {
        let place = self.clauses.iter().position(|c| c.locator.trim() == locator.trim());
        place.map(|i| format!("{}.{}", self.source_id(), i + 1)).into_iter().collect()
    }

    fn version(&self, locator: &str) -> Value {
        json!([{ "from": self.issued_on, "standing": "stated", "cites": self.cites(locator) }])
    }

    fn rules(&self, kinds: &ConditionKinds, checked_on: Date) -> Vec<Value> {
        let id = self.pack_id();
        let mut out = Vec::new();
        for (i, row) in self.conditions.iter().enumerate() {
            let Some(kind) = kinds.find(&row.kind) else { continue };
            let own = format!("{id}.{}-{}", kind.id, i + 1);
            out.push(json!({
                "id": own,
                "name": kind.label,
                "ref": "M24",
                "effect": kind.effect,
                "applies": kind.applies,
                "when": kind.when.as_ref().map(|c| owned(c, &own)),
                "say": kind.sentences(row.number),
                "checked_on": checked_on,
                "version": self.version(&row.locator),
            }));
        }
        if !self.specialties.is_empty() {
            let listed = json!({ "parameter": format!("{id}.specialties") });
            out.push(json!({
                "id": format!("{id}.specialty"),
                "name": "评委会受理的专业",
                "ref": "M24",
                "effect": "caution",
                "when": { "not": { "any_of": ["application.specialty", listed] } },
                "say": {
                    "hit": "申报专业{application.specialty}不在本评委会通知所列的专业里，请问评委会办公室",
                    "pass": "申报专业在本评委会通知所列的专业里",
                },
                "checked_on": checked_on,
                "version": self.version(&self.specialty_locator),
            }));
        }
        for (i, row) in self.materials.iter().enumerate().filter(|(_, m)| m.is_required) {
            out.push(json!({
                "id": format!("{id}.material-{}", i + 1),
                "name": row.name.trim(),
                "ref": "M24",
                "effect": "require_material",
                "value": { "material": self.material_id(i, row) },
                "say": { "hit": format!("本评委会要交{}", row.name.trim()) },
                "checked_on": checked_on,
                "version": self.version(&row.locator),
            }));
        }
        out
    }

    fn parameters(&self, kinds: &ConditionKinds, checked_on: Date) -> Vec<Value> {
        let id = self.pack_id();
        let parameter = |id: String, name: &str, locator: &str, value: Value| {
            json!({ "id": id, "name": name, "version": [{
                "from": self.issued_on, "standing": "stated", "cites": self.cites(locator),
                "checked_on": checked_on, "value": value,
            }]})
        };
        let mut out = Vec::new();
        for (i, row) in self.conditions.iter().enumerate() {
            let Some(kind) = kinds.find(&row.kind).filter(|k| !k.unit.is_empty()) else { continue };
            let own = format!("{id}.{}-{}", kind.id, i + 1);
            out.push(parameter(own, &kind.label, &row.locator, json!(row.number)));
        }
        if !self.specialties.is_empty() {
            let own = format!("{id}.specialties");
            let value = json!(self.specialties);
            out.push(parameter(own, "本评委会受理的专业", &self.specialty_locator, value));
        }
        if let Some(first) = self.ladder.first() {
            let rows = self.ladder.iter().map(|row| {
                json!({
                    "series": self.series, "level": row.level, "education": [row.education],
                    "years": row.years, "after": row.after.trim(), "certainty": "stated",
                    "cites": self.cites(&row.locator),
                })
            });
            let value = Value::Array(rows.collect());
            let name = "本评委会的学历与任职年限";
            out.push(parameter(format!("{id}.ladder"), name, &first.locator, value));
        }
        if self.schedule.has_day() {
            let value = serde_json::to_value(self.schedule.days()).unwrap_or_default();
            let locator = &self.schedule.locator;
            out.push(parameter(format!("{id}.schedule"), "本评委会的日程", locator, value));
        }
        out
    }

    fn material_id(&self, index: usize, row: &NoticeMaterial) -> String {
        match row.material.trim() {
            "" => format!("{}-{}", self.pack_id(), index + 1),
            known => known.to_owned(),
        }
    }

    /// Materials of the base keep what only the base knows of them (what makes them, how long they
    /// are valid); the committee's names, copies and order lie over it.
    fn material_rows(&self, base: &[&Material]) -> Vec<Value> {
        let rows = self.materials.iter().enumerate().map(|(i, row)| {
            let id = self.material_id(i, row);
            let known = base.iter().find(|m| m.id == id);
            let short = row.short.trim();
            let material = Material {
                name: row.name.trim().to_owned(),
                short: if short.is_empty() { row.name.trim() } else { short }.to_owned(),
                order: i32::try_from(i + 1).unwrap_or(i32::MAX).saturating_mul(10),
                section: known.map(|m| m.section.clone()).unwrap_or_default(),
                volume: known.map_or(1, |m| m.volume),
                is_optional: false,
                is_copy: row.is_copy,
                signed_by: row.signed_by.clone(),
                sealed_by: row.sealed_by.clone(),
                copies: Some(row.copies),
                made_by: known.and_then(|m| m.made_by.clone()),
                is_certificate: known.is_some_and(|m| m.is_certificate),
                is_lasting: known.is_some_and(|m| m.is_lasting),
                valid_months: known.and_then(|m| m.valid_months),
                ready_by: known.and_then(|m| m.ready_by.clone()),
                valid_by: known.and_then(|m| m.valid_by.clone()),
                id,
            };
            serde_json::to_value(material).unwrap_or_default()
        });
        rows.collect()
    }
}

impl ConditionKinds {
    /// A kind by id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&ConditionKind> {
        self.conditions.iter().find(|kind| kind.id == id)
    }
}

impl ConditionKind {
    fn sentences(&self, number: i32) -> Say {
        let fill = |text: &Option<String>| {
            text.as_ref().map(|t| t.replace("{number}", &number.to_string()))
        };
        Say {
            hit: fill(&self.say.hit),
            pass: fill(&self.say.pass),
            unknown: fill(&self.say.unknown),
            remedy: fill(&self.say.remedy),
        }
    }
}

impl NoticeSchedule {
    /// Its days by name, as the pack's parameter holds them; those not known are left out.
    #[must_use]
    pub fn days(&self) -> BTreeMap<&'static str, Date> {
        let all = [
            ("opens_on", self.opens_on),
            ("closes_on", self.closes_on),
            ("paper_from", self.paper_from),
            ("paper_until", self.paper_until),
            ("review_on", self.review_on),
        ];
        all.into_iter().filter_map(|(name, day)| Some((name, day?))).collect()
    }

    fn has_day(&self) -> bool {
        !self.days().is_empty()
    }

    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut out = Vec::new();
        let is_before =
            |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a < b);
        if is_before(self.closes_on, self.opens_on) {
            out.push(("closesOn", "网报关闭在开放之前"));
        }
        if is_before(self.paper_until, self.paper_from) {
            out.push(("paperUntil", "收审截止在开始之前"));
        }
        if is_before(self.review_on, self.paper_until) {
            out.push(("reviewOn", "开评在收审截止之前"));
        }
        out
    }
}

/// The condition with the pack's own parameter in place of `own.…`.
fn owned(condition: &Condition, id: &str) -> Condition {
    let side = |operand: &Operand| match operand {
        Operand::Parameter { parameter } if parameter.starts_with(OWN) => {
            Operand::Parameter { parameter: id.to_owned() }
        }
        other => other.clone(),
    };
    match condition {
        Condition::All(list) => Condition::All(list.iter().map(|c| owned(c, id)).collect()),
        Condition::Any(list) => Condition::Any(list.iter().map(|c| owned(c, id)).collect()),
        Condition::Not(inner) => Condition::Not(Box::new(owned(inner, id))),
        Condition::Is(fact, o) => Condition::Is(fact.clone(), side(o)),
        Condition::AnyOf(fact, o) => Condition::AnyOf(fact.clone(), side(o)),
        Condition::AtLeast(fact, o) => Condition::AtLeast(fact.clone(), side(o)),
        Condition::Before(fact, o) => Condition::Before(fact.clone(), side(o)),
        Condition::OnOrAfter(fact, o) => Condition::OnOrAfter(fact.clone(), side(o)),
        Condition::CountAtLeast(fact, o) => Condition::CountAtLeast(fact.clone(), side(o)),
        Condition::YearsAtLeast(fact, a, b) => {
            Condition::YearsAtLeast(fact.clone(), side(a), side(b))
        }
        Condition::Within(fact, o, months) => Condition::Within(fact.clone(), side(o), *months),
        Condition::Exists(fact) => Condition::Exists(fact.clone()),
    }
}

/// Without what is not there: TOML has no null.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, v)| !v.is_null())
            .map(|(name, v)| (name, plain(v)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(list) => list.into_iter().map(plain).collect::<Vec<_>>().into(),
        other => other,
    }
}
