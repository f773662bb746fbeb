//! 结论 (verdict): what the rules say about one application, with every finding, clause and figure.
//!
//! A negative verdict is a result, not an error.

use crate::date::{Date, Span};
use crate::pack::rule::{Effect, Standing};
use crate::title::words;
use serde::{Deserialize, Serialize};

words! {
    /// 结论.
    Conclusion {
        /// 可申报.
        Eligible = "eligible", "可申报";
        /// 不可申报.
        Ineligible = "ineligible", "不可申报";
        /// 待核实: a fact is missing, or the packs do not cover the case.
        Undetermined = "undetermined", "待核实";
    }
}

words! {
    /// What came of one rule.
    Outcome {
        /// 通过: the rule asks nothing more.
        Met = "met", "通过";
        /// 阻断: the rule forbids.
        Failed = "failed", "阻断";
        /// 提示: the rule warns, adds or sets something.
        Applied = "applied", "提示";
        /// 待核: a fact it needs is missing.
        Unknown = "unknown", "待核";
        /// 不适用.
        NotApplicable = "not_applicable", "不适用";
        /// 本包未覆盖该情形或日期.
        NotCovered = "not_covered", "未覆盖";
    }
}

words! {
    /// Where a fact's value comes from.
    OriginKind {
        /// The imported list.
        Roster = "roster", "台账";
        /// A clerk's statement.
        Answer = "answer", "人工核定";
        /// Computed from other facts.
        Computed = "computed", "推算";
        /// A table of a pack.
        Table = "table", "对照表";
        /// The unit's own data.
        Unit = "unit", "单位信息";
        /// The batch or application.
        Application = "application", "申报信息";
    }
}

/// A fact a finding used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct FactUsed {
    /// Fact id.
    pub fact: String,
    /// Chinese label.
    pub label: String,
    /// Value for a reader; `None` when missing.
    pub value: Option<String>,
    /// Where it comes from; `None` when missing.
    pub origin: Option<OriginKind>,
    /// The very place it was read from: file, sheet and cell, form or certificate.
    #[serde(default)]
    pub source: Option<String>,
}

/// A clause as shown beside a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Citation {
    /// Clause id, `G25.Q8.1`.
    pub clause: String,
    /// Short label, “2025版指南 问8(1)”.
    pub label: String,
}

/// 判定: one rule's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Rule id, `kunming.E15a`.
    pub rule: String,
    /// Id in the list of policy facts, `E15`.
    #[serde(default, rename = "ref")]
    pub reference: String,
    /// Rule name.
    pub name: String,
    /// What the rule does.
    pub effect: Effect,
    /// What came of it.
    pub outcome: Outcome,
    /// How sure the text behind it is at this date.
    pub standing: Standing,
    /// One sentence for the clerk.
    pub sentence: String,
    /// What would mend it, where the rule knows.
    pub remedy: Option<String>,
    /// Facts used.
    pub facts: Vec<FactUsed>,
    /// Clauses.
    pub cites: Vec<Citation>,
    /// Ids of the facts that are missing.
    pub missing: Vec<String>,
}

/// An interval that does not count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Deduction {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Date,
    /// Its length.
    pub span: Span,
    /// Why, 借调未承担本单位职责.
    pub label: String,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// A part of the years required.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct RequiredPart {
    /// Years, may be negative.
    pub years: i32,
    /// Why, 大学本科、助理级满.
    pub label: String,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// 算式: the years counted against the years required.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Arithmetic {
    /// First day counted.
    pub from: Date,
    /// Why that day, 取得助理工程师.
    pub from_label: String,
    /// Last day counted.
    pub until: Date,
    /// Why that day, 年限截止.
    pub until_label: String,
    /// From first to last day.
    pub gross: Span,
    /// What is taken off.
    pub deductions: Vec<Deduction>,
    /// What remains.
    pub net: Span,
    /// The years required, in parts.
    pub required_parts: Vec<RequiredPart>,
    /// Their sum.
    pub required_years: i32,
    /// The first day on which the years are full.
    pub satisfied_on: Date,
    /// Whether that is on or before the last day.
    pub is_satisfied: bool,
    /// How much is missing on the last day; `None` when satisfied.
    pub short_by: Option<Span>,
    /// Other readings of the open points of the text that give another answer.
    pub other_reading: Option<String>,
    /// Refs of the adjustments without which the years would be full.
    #[serde(default)]
    pub decisive: Vec<String>,
    /// The whole sum in words, one step a line.
    pub lines: Vec<String>,
}

words! {
    /// How a missing fact is asked.
    AskKind {
        /// A date.
        Date = "date", "日期";
        /// Yes or no.
        YesNo = "yes_no", "是否";
        /// One of several.
        Choice = "choice", "选择";
        /// A text.
        Text = "text", "文字";
        /// A number.
        Number = "number", "数字";
    }
}

/// A choice of an asked fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct AskChoice {
    /// Value to send back.
    pub value: String,
    /// What the clerk reads.
    pub label: String,
}

/// A fact that is missing and how to ask for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct MissingFact {
    /// Fact id.
    pub fact: String,
    /// Chinese label.
    pub label: String,
    /// The question.
    pub question: String,
    /// How to ask.
    pub ask: AskKind,
    /// The choices, for [`AskKind::Choice`].
    pub choices: Vec<AskChoice>,
    /// Whether it can be answered in place; otherwise it is mended in the person's data.
    pub is_answerable: bool,
    /// Fields of the facts document it is read from.
    #[serde(default)]
    pub fields: Vec<String>,
}

words! {
    /// What is known of a material.
    MaterialState {
        /// Nothing is recorded.
        Unknown = "unknown", "未记录";
        /// 齐.
        Ready = "ready", "齐";
        /// 缺.
        Lacking = "lacking", "缺";
        /// 过期.
        Expired = "expired", "过期";
    }
}

#[expect(clippy::derivable_impls, reason = "the words macro leaves no place for an attribute")]
impl Default for MaterialState {
    fn default() -> Self {
        Self::Unknown
    }
}

/// A date that follows from the rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct DueDate {
    /// What happens: `tenure_until`, `satisfied_on`, `retirement`, `notice_sign_from`,
    /// `channel_opens`, `channel_closes`, `supplement`, `recheck`, `recognition_ready`.
    pub key: String,
    /// In Chinese.
    pub label: String,
    /// The day; a closing day ends at 24:00.
    pub on: Date,
    /// Ref of the rule, `C06`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// What to mind.
    #[serde(default)]
    pub note: Option<String>,
}

/// A material this application must hand in, or need not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct RequiredMaterial {
    /// Material id, an entry of the pack's material list.
    pub material: String,
    /// Name.
    pub name: String,
    /// Whether a rule takes it off again.
    pub is_waived: bool,
    /// Whether it is only advised: this year's text does not ask for it.
    #[serde(default)]
    pub is_advised: bool,
    /// Whether the office's own program makes it, so that no scan is needed.
    pub is_made_here: bool,
    /// Why.
    pub reason: String,
    /// 证件类: its original is shown when paper is handed in.
    #[serde(default)]
    pub shows_original: bool,
    /// Who signs it.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// Who seals it.
    #[serde(default)]
    pub sealed_by: Option<String>,
    /// Copies to hand in.
    #[serde(default)]
    pub copies: i32,
    /// What is known of it: ready, missing, expired, or nothing.
    #[serde(default)]
    pub state: MaterialState,
    /// Rule id.
    #[serde(default)]
    pub rule: String,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// The local bureau on a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteOffice {
    /// Name.
    pub name: String,
    /// Telephones.
    pub phones: Vec<String>,
}

/// 报送渠道.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Letter of the channel in the guides, `a`–`d`; `self` for a unit that reviews its own series.
    #[serde(default)]
    pub code: String,
    /// Refs of the rules that made it, `C11`.
    #[serde(default)]
    pub refs: Vec<String>,
    /// The offices in order, each with the role it plays.
    pub steps: Vec<String>,
    /// The platform to file on.
    #[serde(default)]
    pub platform: Option<String>,
    /// The local bureau, from the directory of the edition.
    #[serde(default)]
    pub office: Option<RouteOffice>,
    /// Clauses.
    pub cites: Vec<Citation>,
}

/// Which pack decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct PackRef {
    /// Pack id.
    pub id: String,
    /// Version.
    pub version: String,
    /// SHA-256 of its files, hex.
    pub hash: String,
}

/// 结论 of one application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// 可申报, 不可申报, 待核实.
    pub conclusion: Conclusion,
    /// Set on a 试算: what the last covered edition would say. Then `conclusion` is 待核实 and
    /// nothing here is a verdict.
    #[serde(default)]
    pub trial: Option<Conclusion>,
    /// Refs of the rules that stand in the way: those that forbid, and the adjustments without
    /// which the years would be full.
    #[serde(default)]
    pub blocking: Vec<String>,
    /// Whether an eligible verdict carries cautions.
    pub has_cautions: bool,
    /// One sentence: result first, then why.
    pub headline: String,
    /// Findings, the weightiest first.
    pub findings: Vec<Finding>,
    /// The sum, where years count.
    pub arithmetic: Option<Arithmetic>,
    /// Facts to be asked.
    pub missing: Vec<MissingFact>,
    /// First application year in which the years are full, where that is later.
    pub earliest_year: Option<i32>,
    /// What can be done, one step a line.
    pub how_to: Vec<String>,
    /// Required and waived materials.
    pub materials: Vec<RequiredMaterial>,
    /// 报送渠道.
    pub route: Option<Route>,
    /// Dates that follow, the earliest first.
    #[serde(default)]
    pub dates: Vec<DueDate>,
    /// The day the rules were read for: 31 December of the application year.
    pub as_of: Date,
    /// Which packs decided, base first.
    pub packs: Vec<PackRef>,
}

impl Verdict {
    /// The verdict as it may leave the office: without the names of the office's own files.
    #[must_use]
    pub fn without_sources(mut self) -> Self {
        for used in self.findings.iter_mut().flat_map(|f| &mut f.facts) {
            used.source = None;
        }
        self
    }
}

impl Conclusion {
    /// Fold outcomes into a conclusion: a failure outweighs an open question, which outweighs
    /// everything else.
    #[must_use]
    pub fn of(outcomes: impl Iterator<Item = Outcome> + Clone) -> Self {
        let any = |wanted: Outcome| outcomes.clone().any(|o| o == wanted);
        if any(Outcome::Failed) {
            Self::Ineligible
        } else if any(Outcome::Unknown) || any(Outcome::NotCovered) {
            Self::Undetermined
        } else {
            Self::Eligible
        }
    }
}
