//! 推荐会议: what the record of the meeting holds. The unit's opinion repeats its numbers, so both are
//! compared.

use super::Call;
use crate::error::{Error, Result};
use engine::date::Date;
use engine::id::{ApplicationId, BatchId};
use serde::{Deserialize, Serialize};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeetingRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// Keep a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeetingSaveRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// The record.
    pub meeting: Meeting,
}

/// 推荐会议 as recorded.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Meeting {
    /// 会议时间.
    pub held_on: Option<Date>,
    /// 会议地点.
    pub place: String,
    /// 主持人.
    pub chair: String,
    /// 记录人.
    pub recorder: String,
    /// 监票人.
    pub scrutineer: String,
    /// 参加范围.
    pub scope: String,
    /// 推荐方式.
    pub method: String,
    /// 应到人数.
    pub expected: Option<i32>,
    /// 实到人数.
    pub present: Option<i32>,
    /// 发出票数.
    pub issued: Option<i32>,
    /// 收回票数.
    pub returned: Option<i32>,
    /// 有效票数.
    pub valid: Option<i32>,
    /// 会议过程.
    pub discussion: String,
    /// 得票.
    pub votes: Vec<MeetingVote>,
}

/// 得票 of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeetingVote {
    /// Application.
    pub application_id: ApplicationId,
    /// 同意.
    pub agree: Option<i32>,
    /// 不同意.
    pub against: Option<i32>,
    /// 弃权.
    pub abstain: Option<i32>,
}

/// The record, and what in it does not add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeetingPage {
    /// The record; empty before it is kept.
    pub meeting: Meeting,
    /// Numbers that do not agree, as sentences.
    pub cautions: Vec<String>,
}

fn key(id: &BatchId) -> String {
    format!("meeting.{}", id.0)
}

/// The record of a batch.
pub(super) fn of_batch(call: &Call<'_>, id: &BatchId) -> Result<Meeting> {
    let text = call.desk.read(|r| r.setting(&key(id)))?;
    Ok(text.map(|t| serde_json::from_str(&t)).transpose()?.unwrap_or_default())
}

/// The record and its cautions.
pub fn get(call: &Call<'_>, input: MeetingRequest) -> Result<MeetingPage> {
    let meeting = of_batch(call, &input.batch_id)?;
    let mut cautions = sums(&meeting);
    for kept in call.desk.read(|r| r.list_application(&input.batch_id))? {
        cautions.extend(disagreement(call, &meeting, &kept.application.id)?);
    }
    cautions.dedup();
    Ok(MeetingPage { meeting, cautions })
}

/// Keep the record.
pub fn save(call: &Call<'_>, input: MeetingSaveRequest) -> Result<MeetingPage> {
    let m = &input.meeting;
    let numbers = [m.expected, m.present, m.issued, m.returned, m.valid];
    let votes = m.votes.iter().flat_map(|v| [v.agree, v.against, v.abstain]);
    if numbers.into_iter().chain(votes).flatten().any(|n| n < 0) {
        return Err(Error::invalid("人数、票数不能是负数", "请改正后再保存").at("meeting"));
    }
    call.desk.read(|r| r.batch(&input.batch_id))?;
    let text = serde_json::to_string(m)?;
    let subject = input.batch_id.0.clone();
    call.desk.write("meeting.save", Some(&subject), "登记推荐会议", |w| {
        w.set(&key(&input.batch_id), &text)
    })?;
    get(call, MeetingRequest { batch_id: input.batch_id })
}

/// Numbers of the record that contradict one another.
pub(super) fn sums(m: &Meeting) -> Vec<String> {
    let mut out = Vec::new();
    let mut more = |a: Option<i32>, b: Option<i32>, what: &str, than: &str| {
        if let (Some(a), Some(b)) = (a, b)
            && a > b
        {
            out.push(format!("{what} {a}，比{than} {b} 多"));
        }
    };
    more(m.present, m.expected, "实到人数", "应到人数");
    more(m.issued, m.present, "发出票数", "实到人数");
    more(m.returned, m.issued, "收回票数", "发出票数");
    more(m.valid, m.returned, "有效票数", "收回票数");
    for (i, v) in m.votes.iter().enumerate() {
        let cast = [v.agree, v.against, v.abstain].into_iter().flatten().sum::<i32>();
        more(Some(cast), m.valid, &format!("第 {} 人的三项得票合计", i + 1), "有效票数");
    }
    out
}

/// Where an applicant's opinion says another number than the record.
pub(super) fn disagreement(
    call: &Call<'_>,
    m: &Meeting,
    id: &ApplicationId,
) -> Result<Option<String>> {
    let opinion = call.desk.read(|r| r.opinion(id))?;
    let said = opinion.and_then(|o| o.headcount);
    Ok(match (said, m.present) {
        (Some(said), Some(present)) if said != present => {
            Some(format!("单位意见写参加推荐 {said} 人，会议记录实到 {present} 人，请改成一致"))
        }
        _ => None,
    })
}
