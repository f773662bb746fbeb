//! What the upstream decides about an application (审核结果), and how it comes back.
//!
//! A decision is signed like a receipt. It travels by the event feed, or in a reply file (回件) on a
//! stick; both are read by the same code, and reading one twice changes nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::protocol::Signed;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DecisionOutcome")]
#[ts(rename = "DecisionOutcome")]
pub enum Outcome {
    /// 通过：goes on to the committee.
    Accepted,
    /// 退回：to be put right and filed again as the next round.
    Returned,
    /// 不予受理：ends here.
    Rejected,
    /// A word of a newer receiver.
    #[serde(other)]
    Unknown,
}

impl Outcome {
    /// The word on the wire and in the receiver's database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

/// One thing to put right (退回意见).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Remark {
    /// Name of the material it is about, as `application.json` has it; `null` for the whole.
    pub material: Option<String>,
    /// What is wrong and what to do.
    pub text: String,
}

/// The decision on one application in one round. Its canonical JSON is what the receiver signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Decision {
    /// Id of the receiver.
    pub server_id: String,
    /// Epoch of the receiver.
    #[ts(type = "number")]
    pub epoch: u64,
    /// Number of the event at the receiver; orders everything.
    #[ts(type = "number")]
    pub n: u64,
    /// 统一社会信用代码 of the unit.
    pub unit_id: String,
    /// Bundle the application came in.
    pub bundle_id: String,
    /// Id of the application in the filing office.
    pub application_id: String,
    /// 轮次 of that bundle.
    pub round: u8,
    /// What was decided.
    pub outcome: Outcome,
    /// What to put right, or why.
    pub remarks: Vec<Remark>,
    /// Last day for filing again, `YYYY-MM-DD`, where the reviewer set one.
    pub due_on: Option<String>,
    /// Who decided, as the reviewer signed.
    pub decided_by: String,
    /// UTC instant by the receiver's clock, RFC 3339.
    pub decided_at: String,
}

/// The word in [`Reply::format`].
pub const REPLY_FORMAT: &str = "chengbao-reply";

/// A reply file (回件): everything the receiver has for one unit, to be carried back on a stick. It is
/// plain JSON, for it holds no more than ids, remarks and signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reply {
    /// Always [`REPLY_FORMAT`].
    pub format: String,
    /// Protocol version of the receiver.
    pub protocol: u32,
    /// 统一社会信用代码 of the unit it is for.
    pub unit_id: String,
    /// Receipts, oldest first.
    pub receipts: Vec<Signed>,
    /// Decisions, oldest first.
    pub decisions: Vec<Signed>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_newer_receiver_is_read_as_unknown_and_ours_keep_their_spelling() {
        assert_eq!(serde_json::from_str::<Outcome>("\"deferred\"").unwrap(), Outcome::Unknown);
        for outcome in [Outcome::Accepted, Outcome::Returned, Outcome::Rejected] {
            let text = serde_json::to_string(&outcome).unwrap();
            assert_eq!(text, format!("\"{}\"", outcome.as_str()));
        }
    }
}
