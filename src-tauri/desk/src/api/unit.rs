//! 单位: the office's own unit and the units tied to it.

use serde::{Deserialize, Serialize};
use engine::id::UnitId;
use engine::unit::Unit;

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitRequest {
}

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
