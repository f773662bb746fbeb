//! 单位意见: the six required elements, checked.

use super::Call;
use crate::error::{Error, Result};
use crate::key::{Officer, OfficerRole};
use crate::store::material::{OpinionReview, OpinionRow};
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
    /// 复核: whether somebody else has to look it over, and who has.
    pub review: OpinionReviewView,
}

/// 复核 of an opinion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionReviewView {
    /// Whether the office has a 复核人, so that four eyes are asked for.
    pub is_needed: bool,
    /// Who wrote it.
    pub saved_by: Option<String>,
    /// Who looked it over.
    pub reviewed_by: Option<String>,
    /// Instant, RFC 3339 UTC.
    pub reviewed_at: Option<String>,
    /// Why whoever is at the window cannot look it over; empty when they can.
    pub hint: String,
}

/// Look opinions over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpinionReviewRequest {
    /// Whose.
    pub application_ids: Vec<ApplicationId>,
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
    let as_of = engine::date::year_end(year);
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
    let review = review_view(call, &input.application_id, &person.name)?;
    Ok(OpinionPage {
        review,
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
    let officer = call.desk.officer();
    call.desk.write("opinion.save", Some(&first.0), detail, |w| {
        for id in &input.application_ids {
            let before = w.opinion(id)?;
            w.put_opinion(id, &row)?;
            let is_same = before.is_some_and(|b| Opinion::from(&b) == Opinion::from(&row));
            // What nobody changed stays looked over.
            if let Some(officer) = officer.as_ref().filter(|_| !is_same) {
                let saved_by = officer.name.clone();
                let review = OpinionReview { saved_by, reviewed_by: None, reviewed_at: None };
                w.put_opinion_review(id, &review)?;
            }
        }
        Ok(())
    })?;
    get(call, OpinionRequest { application_id: first })
}

/// Whether four eyes are asked for: only where somebody has the other two.
pub(super) fn needs_review(call: &Call<'_>) -> Result<bool> {
    Ok(call.desk.officers()?.iter().any(|o| o.role == OfficerRole::Reviewer))
}

/// Whether the opinion on an application has been looked over, where that is asked for.
pub(super) fn is_reviewed(call: &Call<'_>, id: &ApplicationId) -> Result<bool> {
    if !needs_review(call)? {
        return Ok(true);
    }
    let kept = call.desk.read(|r| r.opinion_review(id))?;
    Ok(kept.is_some_and(|review| review.reviewed_by.is_some()))
}

fn review_view(call: &Call<'_>, id: &ApplicationId, name: &str) -> Result<OpinionReviewView> {
    let kept = call.desk.read(|r| r.opinion_review(id))?;
    let hint = match may_review(call, kept.as_ref(), name) {
        Ok(_) => String::new(),
        Err(e) => e.message,
    };
    Ok(OpinionReviewView {
        is_needed: needs_review(call)?,
        saved_by: kept.as_ref().map(|k| k.saved_by.clone()),
        reviewed_by: kept.as_ref().and_then(|k| k.reviewed_by.clone()),
        reviewed_at: kept.and_then(|k| k.reviewed_at),
        hint,
    })
}

/// Who looks it over must be a 复核人, not who wrote it, and not the applicant.
fn may_review(call: &Call<'_>, kept: Option<&OpinionReview>, name: &str) -> Result<Officer> {
    let officer = call.desk.officer().filter(|o| o.role == OfficerRole::Reviewer);
    let officer = officer
        .ok_or_else(|| Error::precondition("要由复核人来复核", "请复核人用自己的口令打开资料夹"))?;
    if kept.is_some_and(|k| k.saved_by == officer.name) {
        let message = "这份意见是您自己写的，要由另一位复核人来复核";
        return Err(Error::precondition(message, "请换一位复核人"));
    }
    if officer.name == name {
        return Err(Error::precondition("这是您本人的申报，要由别人来复核", "请换一位复核人"));
    }
    Ok(officer)
}

/// 复核通过 for one or several applicants.
pub fn review(call: &Call<'_>, input: OpinionReviewRequest) -> Result<OpinionPage> {
    let Some(first) = input.application_ids.first().cloned() else {
        return Err(Error::invalid("没有选人", "请至少选一人").at("applicationIds"));
    };
    let desk = call.desk;
    let mut reviews = Vec::new();
    for id in &input.application_ids {
        let (kept, opinion, review) =
            desk.read(|r| Ok((r.application(id)?, r.opinion(id)?, r.opinion_review(id)?)))?;
        let name = desk.read(|r| r.dossier(&kept.application.person_id))?.person.name;
        let officer = may_review(call, review.as_ref(), &name)?;
        let year = kept.application.year;
        if !opinion.is_some_and(|o| is_complete(call, year, &o)) {
            let message = format!("{name}的单位意见要素还没有写全，不能复核");
            return Err(Error::precondition(message, "请经办人补全后再复核"));
        }
        // Written before anybody had a pass phrase: by nobody who is known.
        let saved_by = review.map(|r| r.saved_by).unwrap_or_default();
        reviews.push(OpinionReview {
            saved_by,
            reviewed_by: Some(officer.name),
            reviewed_at: Some(desk.now()),
        });
    }
    let detail = format!("{} 人", reviews.len());
    desk.write("opinion.review", Some(&first.0), detail, |w| {
        let both = input.application_ids.iter().zip(&reviews);
        both.into_iter().try_for_each(|(id, review)| w.put_opinion_review(id, review))
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
