//! 公示: posting record, days, objections, closing, the form.

use super::{Call, binding};
use crate::error::{Error, Result};
use crate::store::batch::Batch;
use crate::store::notice::{Notice, ObjectionRow};
use engine::date::Date;
use engine::date::{DayKind, add_days, long, month_day, weekday};
use engine::id::{ApplicationId, BatchId, NoticeId};
use engine::schedule::notice::{NoticeRule, NoticeWindow, calendar_caution};
use engine::verdict::Citation;
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeListRequest {
    /// Batch.
    pub batch_id: BatchId,
}

/// Notices of a batch, and who is in none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeList {
    /// Notices, the newest first.
    pub notices: Vec<NoticePage>,
    /// Applicants that may be posted now.
    pub waiting: Vec<NoticePerson>,
    /// Applicants that may not, with the reason.
    pub blocked: Vec<NoticePerson>,
}

/// An applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticePerson {
    /// Application.
    pub application_id: ApplicationId,
    /// Name.
    pub name: String,
    /// Title applied for.
    pub title: String,
    /// Why not yet.
    pub reason: Option<String>,
}

/// Record a posting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticePostRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Who is posted.
    pub application_ids: Vec<ApplicationId>,
    /// Day of posting, itself not counted.
    pub posted_on: Date,
    /// Where it hangs.
    pub place: String,
    /// Office platform, where also posted.
    #[serde(default)]
    pub platform: String,
    /// Who posted it.
    pub posted_by: String,
    /// Department, contact and telephone for objections.
    pub receiver: String,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeRequest {
    /// Id.
    pub id: NoticeId,
}

/// Where a notice stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// The days are running.
    Posted,
    /// The days are over; it can be closed.
    Expired,
    /// An objection is open.
    Objected,
    /// Closed without open objection.
    Closed,
}

/// 公示.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticePage {
    /// Id.
    pub id: NoticeId,
    /// Batch.
    pub batch_id: BatchId,
    /// Who is posted.
    pub people: Vec<NoticePerson>,
    /// Day of posting.
    pub posted_on: Date,
    /// Where.
    pub place: String,
    /// Platform.
    pub platform: String,
    /// Who posted it.
    pub posted_by: String,
    /// Who receives objections.
    pub receiver: String,
    /// Working days required.
    pub required_days: i32,
    /// Clauses of that number.
    pub cites: Vec<Citation>,
    /// The days, posting day first, day of signing last.
    pub days: Vec<NoticeDay>,
    /// The last counted working day.
    pub ends_on: Date,
    /// The first day on which the unit may sign.
    pub signable_from: Date,
    /// Working days passed by the end of yesterday.
    pub passed_days: i32,
    /// State.
    pub state: NoticeState,
    /// Whether it may be closed today.
    pub can_close: bool,
    /// Why not, or what closing means.
    pub close_hint: String,
    /// When signing falls after the 报送日.
    pub deadline_warning: Option<String>,
    /// When a holiday notice is not published yet.
    pub calendar_warning: Option<String>,
    /// Objections.
    pub objections: Vec<Objection>,
    /// Instant of closing, RFC 3339 UTC.
    pub closed_at: Option<String>,
}

/// What a day is within the notice.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeDayKind {
    /// Posting day, not counted.
    Post,
    /// Counted working day.
    Counted,
    /// Weekend or holiday.
    Rest,
    /// The first day of signing.
    Sign,
}

/// A day of the notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeDay {
    /// The day.
    pub on: Date,
    /// 周一 …
    pub weekday: String,
    /// What it is.
    pub kind: NoticeDayKind,
    /// Which counted day.
    pub number: Option<i32>,
    /// A make-up working day.
    pub is_make_up: bool,
    /// Over.
    pub is_past: bool,
    /// Today.
    pub is_today: bool,
}

/// 异议.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objection {
    /// Id.
    pub id: String,
    /// Day.
    pub raised_on: Date,
    /// What is objected, as the office notes it.
    pub text: String,
    /// How it was settled; `None` while open.
    pub handling: Option<String>,
}

/// Note an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectRequest {
    /// Notice.
    pub id: NoticeId,
    /// Day.
    pub raised_on: Date,
    /// What is objected.
    pub text: String,
}

/// Settle an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveRequest {
    /// Objection.
    pub objection_id: String,
    /// How.
    pub handling: String,
}

/// 公示表 of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeFormRequest {
    /// Notice.
    pub id: NoticeId,
    /// Applicant.
    pub application_id: ApplicationId,
}

/// 公示结果报告 of a closed notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeReportRequest {
    /// Notice.
    pub id: NoticeId,
}

/// A file the host can show or save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileView {
    /// File token.
    pub file: String,
    /// Suggested name.
    pub name: String,
    /// Pages.
    pub pages: i32,
}

impl NoticeState {
    /// Word on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Expired => "expired",
            Self::Objected => "objected",
            Self::Closed => "closed",
        }
    }
}

/// Notices of a batch, and who may be posted.
pub fn list(call: &Call<'_>, input: NoticeListRequest) -> Result<NoticeList> {
    let desk = call.desk;
    let (notices, kept) =
        desk.read(|r| Ok((r.list_notice(&input.batch_id)?, r.list_application(&input.batch_id)?)))?;
    let (mut waiting, mut blocked) = (Vec::new(), Vec::new());
    for k in &kept {
        if desk.read(|r| r.notice_of(&k.application.id))?.is_some() {
            continue;
        }
        let reason = match k.verdict.as_ref().map(|v| (v.conclusion, v.headline.clone())) {
            None => Some("还没有预审".to_owned()),
            Some((Conclusion::Eligible, _)) => None,
            Some((_, headline)) => Some(headline),
        };
        let person = desk.read(|r| r.dossier(&k.application.person_id))?.person;
        let is_blocked = reason.is_some();
        let entry = NoticePerson {
            application_id: k.application.id.clone(),
            name: person.name,
            title: k.application.title.clone().unwrap_or_default(),
            reason,
        };
        if is_blocked { blocked.push(entry) } else { waiting.push(entry) }
    }
    let notices = notices.iter().map(|n| page(call, n)).collect::<Result<_>>()?;
    Ok(NoticeList { notices, waiting, blocked })
}

/// One notice.
pub fn get(call: &Call<'_>, input: NoticeRequest) -> Result<NoticePage> {
    let notice = call.desk.read(|r| r.notice(&input.id))?;
    page(call, &notice)
}

/// Record a posting.
pub fn post(call: &Call<'_>, input: NoticePostRequest) -> Result<NoticePage> {
    let desk = call.desk;
    if input.application_ids.is_empty() {
        return Err(Error::invalid("没有选要公示的人", "请至少选一人").at("applicationIds"));
    }
    for (value, field, label) in [
        (&input.place, "place", "张贴地点"),
        (&input.posted_by, "postedBy", "张贴人"),
        (&input.receiver, "receiver", "意见受理"),
    ] {
        if value.trim().is_empty() {
            return Err(
                Error::invalid(format!("{label}没有填"), "公示表和结果报告都要写明它").at(field)
            );
        }
    }
    let waiting = list(call, NoticeListRequest { batch_id: input.batch_id.clone() })?.waiting;
    for id in &input.application_ids {
        if !waiting.iter().any(|w| w.application_id == *id) {
            return Err(Error::precondition(
                "所选的人里有人还不能公示：预审没有通过，或已经在公示里",
                "请重新打开公示页，从可公示的人里选",
            ));
        }
    }
    let batch = desk.read(|r| r.batch(&input.batch_id))?;
    let rule = rule(call, &batch).ok_or_else(|| {
        Error::precondition("规则包没有规定公示天数", "请更新规则包，或请维护人员检查")
    })?;
    let notice = Notice {
        id: NoticeId(desk.new_id()),
        batch_id: input.batch_id,
        posted_on: input.posted_on,
        required_days: rule.required_days as i32,
        place: input.place.trim().to_owned(),
        platform: input.platform.trim().to_owned(),
        posted_by: input.posted_by.trim().to_owned(),
        receiver: input.receiver.trim().to_owned(),
        closed_at: None,
        created_at: desk.now(),
    };
    let detail = format!("{} 人，{}张贴", input.application_ids.len(), long(notice.posted_on));
    desk.write("notice.post", Some(&notice.id.0), detail, |w| {
        w.insert_notice(&notice, &input.application_ids)
    })?;
    page(call, &notice)
}

/// Note an objection.
pub fn object(call: &Call<'_>, input: ObjectRequest) -> Result<NoticePage> {
    let notice = call.desk.read(|r| r.notice(&input.id))?;
    if notice.closed_at.is_some() {
        return Err(Error::precondition("公示已经结束，不能再登记异议", "请另行记录并报上级"));
    }
    if input.text.trim().is_empty() {
        return Err(Error::invalid("异议内容没有填", "请写明对什么有异议").at("text"));
    }
    let objection = ObjectionRow {
        id: call.desk.new_id(),
        notice_id: input.id.clone(),
        raised_on: input.raised_on,
        text: input.text.trim().to_owned(),
        handling: None,
    };
    call.desk.write("notice.object", Some(&input.id.0), "登记一条异议", |w| {
        w.insert_objection(&objection)
    })?;
    page(call, &notice)
}

/// Settle an objection.
pub fn resolve(call: &Call<'_>, input: ResolveRequest) -> Result<NoticePage> {
    let objection = call.desk.read(|r| r.objection(&input.objection_id))?;
    if input.handling.trim().is_empty() {
        return Err(Error::invalid("处理结果没有填", "请写明怎样核实、结论是什么").at("handling"));
    }
    call.desk.write("notice.resolve", Some(&objection.notice_id.0), "处理一条异议", |w| {
        w.settle_objection(&objection.id, input.handling.trim())
    })?;
    get(call, NoticeRequest { id: objection.notice_id })
}

/// Close a notice; only when its days are over and no objection is open.
pub fn close(call: &Call<'_>, input: NoticeRequest) -> Result<NoticePage> {
    let notice = call.desk.read(|r| r.notice(&input.id))?;
    let now = call.desk.now();
    let (state, hint) = state(call, &notice)?;
    if state != NoticeState::Expired {
        return Err(Error::precondition(hint, "到期且没有未处理的异议，才能结束公示"));
    }
    call.desk.write("notice.close", Some(&input.id.0), "公示期满，无异议", |w| {
        w.close_notice(&input.id, &now)
    })?;
    get(call, input)
}

/// Where a notice stands, and why it may not be closed.
pub(crate) fn state(call: &Call<'_>, notice: &Notice) -> Result<(NoticeState, String)> {
    if notice.closed_at.is_some() {
        return Ok((NoticeState::Closed, "公示已经结束".into()));
    }
    let objections = call.desk.read(|r| r.list_objection(&notice.id))?;
    if objections.iter().any(|o| o.handling.is_none()) {
        return Ok((NoticeState::Objected, "还有异议没有处理，处理完才能结束公示".into()));
    }
    let window = window(call, notice)?;
    let (ends_on, signable_from) = (window.last_day, window.may_sign_from);
    if call.desk.today() < signable_from {
        let hint = format!(
            "{}下班满{}个工作日，{}起才能结束公示、签单位意见",
            month_day(ends_on),
            notice.required_days,
            month_day(signable_from)
        );
        return Ok((NoticeState::Posted, hint));
    }
    Ok((NoticeState::Expired, "期满无异议，可以结束公示，出结果报告".into()))
}

/// How the policy of a batch's year counts a posting; `None` where no pack covers the year.
pub(crate) fn rule(call: &Call<'_>, batch: &Batch) -> Option<NoticeRule> {
    let as_of = Date::from_ymd_opt(batch.year, 12, 31)?;
    NoticeRule::on(&call.desk.packs(), as_of)
}

/// The working days a notice counts, and the day from which the unit may sign. The number of days
/// is the one recorded at posting.
pub(crate) fn window(call: &Call<'_>, notice: &Notice) -> Result<NoticeWindow> {
    let batch = call.desk.read(|r| r.batch(&notice.batch_id))?;
    let counts = rule(call, &batch).is_some_and(|r| r.counts_posting_day);
    let days = notice.required_days.unsigned_abs();
    Ok(NoticeWindow::count(&call.desk.calendar()?, notice.posted_on, days, counts))
}

fn page(call: &Call<'_>, notice: &Notice) -> Result<NoticePage> {
    let desk = call.desk;
    // Read anew: the caller's copy may be older than what it has just written.
    let notice = desk.read(|r| r.notice(&notice.id))?;
    let window = window(call, &notice)?;
    let (ends_on, signable_from) = (window.last_day, window.may_sign_from);
    let (state, close_hint) = state(call, &notice)?;
    let batch = desk.read(|r| r.batch(&notice.batch_id))?;
    let days = days(call, &notice, &window)?;
    let today = desk.today();
    let as_of = engine::date::year_end(batch.year);
    let packs = desk.packs();
    let cites = packs.parameter("kunming.notice-days", as_of);
    let calendar = desk.calendar()?;
    let mut people = Vec::new();
    for id in desk.read(|r| r.list_notice_application(&notice.id))? {
        let kept = desk.read(|r| r.application(&id))?;
        let person = desk.read(|r| r.dossier(&kept.application.person_id))?.person;
        people.push(NoticePerson {
            application_id: id,
            name: person.name,
            title: kept.application.title.unwrap_or_default(),
            reason: None,
        });
    }
    let objections = desk.read(|r| r.list_objection(&notice.id))?;
    let late = batch.submit_on.filter(|d| signable_from > *d).map(|d| {
        format!(
            "{}才能签单位意见，晚于报送日{}，来不及；请改张贴日或报送日",
            month_day(signable_from),
            month_day(d)
        )
    });
    let unpublished = calendar_caution(&calendar, notice.posted_on, signable_from);
    Ok(NoticePage {
        people,
        required_days: notice.required_days,
        cites: cites.map(|p| packs.citations(&p.cites)).unwrap_or_default(),
        passed_days: days.iter().filter(|d| d.number.is_some() && d.on < today).count() as i32,
        days,
        ends_on,
        signable_from,
        can_close: state == NoticeState::Expired,
        state,
        close_hint,
        deadline_warning: late,
        calendar_warning: unpublished.map(|c| c.message),
        objections: objections
            .into_iter()
            .map(|o| Objection {
                id: o.id,
                raised_on: o.raised_on,
                text: o.text,
                handling: o.handling,
            })
            .collect(),
        id: notice.id,
        batch_id: notice.batch_id,
        posted_on: notice.posted_on,
        place: notice.place,
        platform: notice.platform,
        posted_by: notice.posted_by,
        receiver: notice.receiver,
        closed_at: notice.closed_at,
    })
}

fn days(call: &Call<'_>, notice: &Notice, window: &NoticeWindow) -> Result<Vec<NoticeDay>> {
    let calendar = call.desk.calendar()?;
    let today = call.desk.today();
    let (mut out, mut day) = (Vec::new(), notice.posted_on);
    while day <= window.may_sign_from {
        let number = window.counted_days.iter().position(|d| *d == day);
        let kind = if day == notice.posted_on {
            NoticeDayKind::Post
        } else if day == window.may_sign_from {
            NoticeDayKind::Sign
        } else if number.is_some() {
            NoticeDayKind::Counted
        } else {
            NoticeDayKind::Rest
        };
        out.push(NoticeDay {
            on: day,
            weekday: weekday(day).to_owned(),
            kind,
            number: number.map(|n| n as i32 + 1),
            is_make_up: calendar.kind(day) == DayKind::MakeUp,
            is_past: day < today,
            is_today: day == today,
        });
        day = add_days(day, 1);
    }
    Ok(out)
}

/// 公示表 of one applicant.
pub fn form(call: &Call<'_>, input: NoticeFormRequest) -> Result<FileView> {
    let bytes = form_bytes(call, &input.id, &input.application_id)?;
    paper(call, &bytes, "公示表.pdf")
}

/// 公示表 as PDF.
pub(crate) fn form_bytes(
    call: &Call<'_>,
    id: &NoticeId,
    application: &ApplicationId,
) -> Result<Vec<u8>> {
    let notice = call.desk.read(|r| r.notice(id))?;
    let data = binding::notice_form(call, Some(&notice), application)?;
    call.desk.forms().notice(&data, notice.posted_on)
}

/// 公示结果报告 of a closed notice.
pub fn report(call: &Call<'_>, input: NoticeReportRequest) -> Result<FileView> {
    let notice = call.desk.read(|r| r.notice(&input.id))?;
    if notice.closed_at.is_none() {
        return Err(Error::precondition("公示还没有结束", "期满无异议并结束公示后，再出结果报告"));
    }
    let data = binding::notice_report(call, &notice)?;
    let bytes = call.desk.forms().notice_report(&data, call.desk.today())?;
    paper(call, &bytes, "公示结果报告.pdf")
}

/// Hand out a PDF with its number of pages.
pub(crate) fn paper(call: &Call<'_>, bytes: &[u8], name: &str) -> Result<FileView> {
    let pages = crate::pdf::inspect(bytes, name).map(|s| s.pages.len() as i32).unwrap_or(0);
    let file = call.desk.hand_out(bytes, name)?;
    Ok(FileView { file, name: name.to_owned(), pages })
}
