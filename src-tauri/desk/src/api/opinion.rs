//! 单位意见: the six required elements, checked.

use super::Call;
use crate::error::{Error, Result};
use crate::store::material::OpinionRow;
use engine::date::long;
use engine::id::ApplicationId;
use engine::verdict::Citation;
use serde::{Deserialize, Serialize};

/// One applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionRequest {
    /// Application.
    pub application_id: ApplicationId,
}

/// 基层单位意见 and its elements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionPage {
    /// Application.
    pub application_id: ApplicationId,
    /// Applicant.
    pub name: String,
    /// Whether the notice is closed, so that it may be signed.
    pub can_sign: bool,
    /// Why not.
    pub sign_hint: String,
    /// As kept.
    pub draft: Opinion,
    /// The elements.
    pub elements: Vec<OpinionElement>,
    /// Whether all are there.
    pub is_complete: bool,
    /// The opinion as one text for the portal and the paper.
    pub text: String,
}

/// What the unit states.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opinion {
    /// 对专业技术工作的评价.
    #[serde(default)]
    pub assessment: String,
    /// 推荐方式.
    #[serde(default)]
    pub method: String,
    /// 参与推荐的人员范围.
    #[serde(default)]
    pub scope: String,
    /// 参与人数.
    #[serde(default)]
    pub headcount: Option<i32>,
    /// 推荐意见.
    #[serde(default)]
    pub recommendation: String,
    /// 意见形成情况.
    #[serde(default)]
    pub formation: String,
}

/// One required element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionElement {
    /// Key.
    pub key: String,
    /// Name.
    pub label: String,
    /// Whether it is there.
    pub is_present: bool,
    /// What belongs here.
    pub hint: String,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// Keep a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionSaveRequest {
    /// Whom it is for.
    pub application_ids: Vec<ApplicationId>,
    /// The draft.
    pub draft: Opinion,
}

/// The elements a year's text requires, with their names and what belongs in them.
const ELEMENTS: [(&str, &str, &str); 6] = [
    ("assessment", "工作评价", "对本人专业技术工作的评价：做了什么、水平怎样"),
    ("method", "推荐方式", "怎样推荐的：会议评议、投票、考核组推荐等"),
    ("scope", "范围和人数", "哪些人参加推荐、多少人"),
    ("recommendation", "推荐意见", "同意推荐申报什么职称"),
    ("formation", "意见形成", "意见是怎样形成的：应到实到、表决结果"),
    ("notice", "公示情况", "由公示登记自动写入"),
];

fn required(call: &Call<'_>, year: i32) -> (Vec<String>, Vec<Citation>) {
    let as_of = engine::date::Date::from_ymd_opt(year, 12, 31).unwrap_or_default();
    let packs = call.desk.packs();
    let Some(p) = packs.parameter("kunming.opinion-elements", as_of) else {
        return (Vec::new(), Vec::new());
    };
    let keys = p.value.as_array().into_iter().flatten().filter_map(|v| v.as_str());
    (keys.map(str::to_owned).collect(), packs.citations(&p.cites))
}

fn is_present(o: &Opinion, key: &str, has_notice: bool) -> bool {
    match key {
        "assessment" => !o.assessment.trim().is_empty(),
        "method" => !o.method.trim().is_empty(),
        "scope" => !o.scope.trim().is_empty() && o.headcount.is_some_and(|n| n > 0),
        "recommendation" => !o.recommendation.trim().is_empty(),
        "formation" => !o.formation.trim().is_empty(),
        "notice" => has_notice,
        _ => false,
    }
}

/// Whether every element but the notice is there; the notice has a step of its own.
pub(crate) fn is_complete(call: &Call<'_>, year: i32, row: &OpinionRow) -> bool {
    let draft = Opinion::from(row);
    required(call, year).0.iter().all(|key| is_present(&draft, key, true))
}

/// The opinion on one applicant.
pub fn get(call: &Call<'_>, input: OpinionRequest) -> Result<OpinionPage> {
    let desk = call.desk;
    let kept = desk.read(|r| r.application(&input.application_id))?;
    let row = desk.read(|r| r.opinion(&input.application_id))?;
    let notice = desk.read(|r| r.notice_of(&input.application_id))?;
    let person = desk.read(|r| r.dossier(&kept.application.person_id))?.person;
    let closed = notice.as_ref().filter(|n| n.closed_at.is_some());
    let draft = row.as_ref().map(Opinion::from).unwrap_or_default();
    let (keys, cites) = required(call, kept.application.year);
    let elements: Vec<OpinionElement> = ELEMENTS
        .iter()
        .filter(|(key, ..)| keys.iter().any(|k| k == key))
        .map(|(key, label, hint)| OpinionElement {
            key: (*key).to_owned(),
            label: (*label).to_owned(),
            is_present: is_present(&draft, key, closed.is_some()),
            hint: (*hint).to_owned(),
            cites: cites.clone(),
        })
        .collect();
    let told = match closed {
        Some(n) => {
            let ends_on = super::notice::window(call, n)?.last_day;
            format!(
                "{}起在{}公示{}个工作日，至{}期满，无异议。",
                long(n.posted_on),
                n.place,
                n.required_days,
                long(ends_on)
            )
        }
        None => String::new(),
    };
    let sign_hint = match (&notice, closed) {
        (_, Some(_)) => String::new(),
        (Some(_), None) => "公示还没有结束，期满无异议后才能签".to_owned(),
        (None, None) => "还没有公示，公示期满无异议后才能签".to_owned(),
    };
    Ok(OpinionPage {
        application_id: input.application_id,
        name: person.name,
        can_sign: closed.is_some(),
        sign_hint,
        is_complete: !elements.is_empty() && elements.iter().all(|e| e.is_present),
        elements,
        text: compose(&draft, &told),
        draft,
    })
}

fn compose(o: &Opinion, told: &str) -> String {
    let sentence = |text: &str| {
        let text = text.trim();
        if text.is_empty() || text.ends_with(['。', '；', '！']) {
            text.to_owned()
        } else {
            format!("{text}。")
        }
    };
    let scope = match o.headcount {
        Some(n) if !o.scope.trim().is_empty() => {
            format!("参与推荐的范围为{}，共{n}人。", o.scope.trim())
        }
        _ => String::new(),
    };
    let method = o.method.trim();
    let method =
        if method.is_empty() { String::new() } else { format!("推荐方式：{method}。") };
    [
        sentence(&o.assessment),
        method,
        scope,
        sentence(&o.formation),
        told.to_owned(),
        sentence(&o.recommendation),
    ]
    .concat()
}

/// Keep a draft for one or several applicants.
pub fn save(call: &Call<'_>, input: OpinionSaveRequest) -> Result<OpinionPage> {
    let Some(first) = input.application_ids.first().cloned() else {
        return Err(Error::invalid("没有选人", "请至少选一人").at("applicationIds"));
    };
    let d = input.draft;
    let row = OpinionRow {
        assessment: d.assessment,
        method: d.method,
        scope: d.scope,
        headcount: d.headcount,
        recommendation: d.recommendation,
        formation: d.formation,
        saved_at: call.desk.now(),
    };
    let detail = format!("{} 人", input.application_ids.len());
    call.desk.write("opinion.save", Some(&first.0), detail, |w| {
        input.application_ids.iter().try_for_each(|id| w.put_opinion(id, &row))
    })?;
    get(call, OpinionRequest { application_id: first })
}

impl From<&OpinionRow> for Opinion {
    fn from(o: &OpinionRow) -> Self {
        Self {
            assessment: o.assessment.clone(),
            method: o.method.clone(),
            scope: o.scope.clone(),
            headcount: o.headcount,
            recommendation: o.recommendation.clone(),
            formation: o.formation.clone(),
        }
    }
}

/// 基层单位推荐意见 as a paper.
pub(crate) fn paper(call: &Call<'_>, id: &ApplicationId) -> Result<Vec<u8>> {
    let page = get(call, OpinionRequest { application_id: id.clone() })?;
    let data = super::binding::opinion(call, id, &page.text)?;
    call.desk.forms().opinion(&data, call.desk.today())
}
