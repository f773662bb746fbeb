//! 申报 (application): one person's filing of one year for one title.

use crate::date::Date;
use crate::id::{ApplicationId, BatchId, PersonId, UnitId};
use crate::title::{ApplicationKind, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 申报.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// Id.
    pub id: ApplicationId,
    /// The batch it belongs to.
    pub batch_id: BatchId,
    /// The applicant.
    pub person_id: PersonId,
    /// The unit in whose name it is filed.
    pub applying_unit_id: Option<UnitId>,
    /// 评审委员会, an id of the committee directory.
    pub committee_id: Option<String>,
    /// 申报类型.
    pub kind: ApplicationKind,
    /// 申报系列.
    pub series: Option<String>,
    /// 申报专业.
    pub specialty: Option<String>,
    /// 申报职称.
    pub title: Option<String>,
    /// Level of the title applied for.
    pub level: Option<Level>,
    /// 申报年度.
    pub year: i32,
    /// The day the unit hands the batch in (报送日).
    pub submitted_on: Option<Date>,
    /// Estimated 开评日.
    pub review_opens_on: Option<Date>,
    /// Facts a clerk stated for this application: fact id to value. They win over what is derived.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}
