//! 单位: the office's own unit and the units tied to it.

use super::Call;
use crate::error::{Error, Result};
use engine::application::Application;
use engine::eval::assess;
use engine::fact::document::Options;
use engine::id::UnitId;
use engine::id::{ApplicationId, BatchId, PersonId};
use engine::person::Dossier;
use engine::title::ApplicationKind;
use engine::unit::Unit;
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitRequest {}

/// 单位信息.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitPage {
    /// 本单位.
    pub own: Option<Unit>,
    /// 合署, 派遣 and 用工 units.
    pub related: Vec<Unit>,
    /// 报送渠道 of each unit filed here.
    pub routes: Vec<UnitRoute>,
}

/// The route of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitRoute {
    /// The unit.
    pub unit_id: UnitId,
    /// Offices in order.
    pub steps: Vec<String>,
    /// Clause id.
    pub clause: Option<String>,
    /// Clause label.
    pub clause_label: Option<String>,
}

/// A unit to keep; an empty id makes a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitSaveRequest {
    /// The unit.
    pub unit: Unit,
}

/// The office's units.
pub fn get(call: &Call<'_>, _: UnitRequest) -> Result<UnitPage> {
    let units = call.desk.read(|r| r.list_unit())?;
    let routes =
        units.iter().filter(|u| u.is_filed_here()).filter_map(|u| route(call, u)).collect();
    let (own, related): (Vec<Unit>, Vec<Unit>) =
        units.into_iter().partition(|u| u.relation == UnitRelation::Own);
    Ok(UnitPage { own: own.into_iter().next(), related, routes })
}

/// Keep a unit.
pub fn save(call: &Call<'_>, input: UnitSaveRequest) -> Result<UnitPage> {
    let mut unit = input.unit;
    unit.name = unit.name.trim().to_owned();
    if unit.name.is_empty() {
        return Err(Error::invalid("单位名称没有填", "请填写与公章一致的全称").at("unit.name"));
    }
    let units = call.desk.read(|r| r.list_unit())?;
    let other_own = |u: &&Unit| u.relation == UnitRelation::Own && u.id != unit.id;
    if unit.relation == UnitRelation::Own && units.iter().any(|u| other_own(&u)) {
        return Err(Error::invalid("本单位只能有一个", "请把这一个改为合署、派遣或用工单位")
            .at("unit.relation"));
    }
    if unit.id.0.is_empty() {
        unit.id = UnitId(call.desk.new_id());
    }
    let subject = unit.id.0.clone();
    call.desk.write("unit.save", Some(&subject), "保存单位信息", |w| w.put_unit(&unit))?;
    get(call, UnitRequest {})
}

/// The route as the packs of this year give it, by way of an application that says nothing else.
fn route(call: &Call<'_>, unit: &Unit) -> Option<UnitRoute> {
    use chrono::Datelike;
    let dossier = Dossier::default();
    let (_, until, _) = call.desk.packs().coverage();
    let application = Application {
        id: ApplicationId::default(),
        batch_id: BatchId::default(),
        person_id: PersonId::default(),
        applying_unit_id: Some(unit.id.clone()),
        committee_id: None,
        kind: ApplicationKind::Promotion,
        series: None,
        specialty: None,
        title: None,
        level: None,
        year: call.desk.today().year().min(until),
        submitted_on: None,
        review_opens_on: None,
        answers: Default::default(),
    };
    let packs = call.desk.packs();
    let facts =
        crate::facts::facts(&dossier, &application, Some(unit), &packs, &Options::default());
    let route = assess(&facts, &packs).route?;
    let cite = route.cites.first();
    Some(UnitRoute {
        unit_id: unit.id.clone(),
        steps: route.steps,
        clause: cite.map(|c| c.clause.clone()),
        clause_label: cite.map(|c| c.label.clone()),
    })
}
