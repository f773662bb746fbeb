//! 过程: 历年申报、公示、意见、材料、考核、继续教育、时间.

use super::{Case, OriginKind, Reading, Value, any, date, known, number, tri, yes};
use crate::date::{Date, PartialDate, add_days};
use crate::fact::F;
use crate::fact::document::{
    HistoryFacts, NoticeBy, NoticeFacts, PastApplicationFacts, PastResult,
};
use crate::title::ApplicationKind;
use OriginKind::{Computed, Roster, Table};

fn history<'a>(c: &Case<'a>) -> Option<&'a HistoryFacts> {
    c.facts.history.as_ref()
}

fn past<'a>(c: &Case<'a>) -> Option<&'a [PastApplicationFacts]> {
    history(c)?.applications.as_deref()
}

fn this_year(c: &Case<'_>, promotions: bool) -> Option<usize> {
    let same = |p: &&PastApplicationFacts| {
        let is_promotion = matches!(p.kind, None | Some(ApplicationKind::Promotion));
        p.year == Some(c.year()) && is_promotion == promotions
    };
    Some(past(c)?.iter().filter(same).count())
}

/// Other applications for promotion in the same calendar year.
pub fn promotions_this_year<'a>(c: &Case<'a>) -> Reading<'a> {
    number(this_year(c, true).map(|n| n as f64), Roster)
}

/// Applications of another kind in the same calendar year.
pub fn others_this_year<'a>(c: &Case<'a>) -> Reading<'a> {
    number(this_year(c, false).map(|n| n as f64), Roster)
}

pub fn failed_on<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = past(c) else { return Reading::Missing };
    let failed = list.iter().filter(|p| p.result == Some(PastResult::NotPassed));
    let day = |p: &PastApplicationFacts| {
        p.result_on.or_else(|| p.year.and_then(|y| PartialDate::new(y, None, None).ok()))
    };
    match failed.clone().filter_map(day).max() {
        Some(on) => date(Some(on), Roster),
        None if failed.count() > 0 => Reading::Missing,
        None => Reading::Absent,
    }
}

pub fn has_new_achievement<'a>(c: &Case<'a>) -> Reading<'a> {
    if let Some(stated) = history(c).and_then(|h| h.has_new_achievement) {
        return yes(stated, Roster);
    }
    let failed = match c.read(F::FailedOn) {
        Reading::Absent => return Reading::Absent,
        reading => reading.date().and_then(PartialDate::last_day),
    };
    let (Some(failed), Some(list)) = (failed, &c.facts.achievements) else {
        return Reading::Missing;
    };
    let newer = |d: PartialDate| d.last_day().is_some_and(|d| d > failed);
    yes(list.iter().filter_map(|a| a.until).any(newer), Roster)
}

/// A counter nobody has started stands at none.
fn counter<'a>(value: Option<i32>) -> Reading<'a> {
    value.map_or(Reading::Absent, |n| number(Some(f64::from(n)), Roster))
}

pub fn opinion_rounds<'a>(c: &Case<'a>) -> Reading<'a> {
    counter(history(c).and_then(|h| h.opinion_rounds))
}

pub fn has_open_problem<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(history(c).and_then(|h| h.has_open_problem), Roster)
}

pub fn returns_and_resets<'a>(c: &Case<'a>) -> Reading<'a> {
    counter(history(c).and_then(|h| h.returns_and_resets))
}

/// How many returns and resets are left.
pub fn returns_left<'a>(c: &Case<'a>) -> Reading<'a> {
    let used = history(c).and_then(|h| h.returns_and_resets);
    let most = c.edition.whole("kunming.return-quota");
    number(used.zip(most).map(|(used, most)| f64::from((most - used).max(0))), Computed)
}

/// What was asked for was not handed in by its deadline.
pub fn supplement_is_late<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(s) = history(c).and_then(|h| h.supplement.as_ref()) else {
        return yes(false, Roster);
    };
    let answer = match (s.deadline, s.done_on, s.is_done) {
        (Some(deadline), Some(done), _) => Some(done > deadline),
        (_, None, Some(true)) => Some(false),
        (Some(deadline), None, _) => c.facts.today.map(|today| today > deadline),
        (None, ..) => None,
    };
    tri(answer, Roster)
}

pub fn supplement_deadline<'a>(c: &Case<'a>) -> Reading<'a> {
    date(history(c).and_then(|h| h.supplement.as_ref()?.deadline).map(Into::into), Roster)
}

/// Absent until a result is confirmed.
pub fn result_confirmed_on<'a>(c: &Case<'a>) -> Reading<'a> {
    let day = history(c).and_then(|h| h.result_confirmed_on);
    day.map_or(Reading::Absent, |d| date(Some(d.into()), Roster))
}

/// Full working days a posting hung: counted by a person, else by the calendar from the day after
/// posting (or the posting day, by the parameter) until it was taken down or the day before the
/// opinion was signed.
fn working_days(c: &Case<'_>, n: &NoticeFacts) -> Option<u32> {
    if let Some(days) = n.working_days {
        return u32::try_from(days).ok();
    }
    let posted = n.posted_on?;
    let signed = c.facts.opinion.as_ref().and_then(|o| o.signed_on);
    let last = n.taken_down_on.or_else(|| signed.map(|d| add_days(d, -1)))?;
    let counts = c.edition.flag("kunming.notice-counts-posting-day").unwrap_or(false);
    let first = if counts { posted } else { add_days(posted, 1) };
    let holidays = c.facts.unit.as_ref().and_then(|u| u.local_holidays.as_deref());
    Some(c.edition.working_days(first, last, holidays.unwrap_or_default()))
}

fn notices<'a>(c: &Case<'a>) -> Option<&'a [NoticeFacts]> {
    c.facts.notices.as_deref().filter(|n| !n.is_empty())
}

/// Full working days of the shortest posting.
pub fn notice_working_days<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = notices(c) else { return Reading::Missing };
    let days: Option<Vec<u32>> = list.iter().map(|n| working_days(c, n)).collect();
    number(days.and_then(|d| d.into_iter().min()).map(f64::from), Computed)
}

pub fn notice_is_recorded<'a>(c: &Case<'a>) -> Reading<'a> {
    yes(notices(c).is_some(), Roster)
}

/// The first day on which the opinion may be signed after the last posting.
pub fn notice_sign_from<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(list), Some(required)) = (notices(c), c.edition.whole("kunming.notice-days")) else {
        return Reading::Missing;
    };
    let Some(posted) = list.iter().filter_map(|n| n.posted_on).max() else {
        return Reading::Missing;
    };
    let counts = c.edition.flag("kunming.notice-counts-posting-day").unwrap_or(false);
    let start = if counts { add_days(posted, -1) } else { posted };
    let holidays = c.facts.unit.as_ref().and_then(|u| u.local_holidays.as_deref());
    let last =
        c.edition.nth_working_day(start, required.unsigned_abs(), holidays.unwrap_or_default());
    date(Some(add_days(last, 1).into()), Computed)
}

pub fn opinion_signed_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(c.facts.opinion.as_ref().and_then(|o| o.signed_on).map(Into::into), Roster)
}

/// An objection was raised and is not settled. Silence of the record means that none was raised
/// only where the posting is over.
pub fn has_open_objection<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = notices(c) else { return Reading::Missing };
    let open = |n: &NoticeFacts| match (n.has_objection, n.is_objection_settled) {
        (Some(false), _) | (Some(true), Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        (Some(true), None) => None,
        (None, _) => None,
    };
    tri(any(&list.iter().map(open).collect::<Vec<_>>()), Roster)
}

pub fn notice_has_form<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = notices(c) else { return Reading::Missing };
    tri(super::all(&list.iter().map(|n| n.has_form).collect::<Vec<_>>()), Roster)
}

pub fn notice_has_materials<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = notices(c) else { return Reading::Missing };
    tri(super::all(&list.iter().map(|n| n.has_materials).collect::<Vec<_>>()), Roster)
}

/// Both the dispatch company and the using unit posted.
pub fn both_posted<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = notices(c) else { return Reading::Missing };
    let by = |who: &[NoticeBy]| list.iter().any(|n| n.by.is_some_and(|b| who.contains(&b)));
    // The applying unit of dispatched staff is the dispatch company.
    let agency =
        by(&[NoticeBy::DispatchAgency, NoticeBy::Unit]) || list.iter().any(|n| n.by.is_none());
    yes(agency && by(&[NoticeBy::HostUnit]), Roster)
}

pub fn both_sealed<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = notices(c) else { return Reading::Missing };
    tri(super::all(&list.iter().map(|n| n.is_sealed).collect::<Vec<_>>()), Roster)
}

/// Elements the opinion lacks.
pub fn opinion_lacks<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(elements) = c.facts.opinion.as_ref().and_then(|o| o.elements.as_ref()) else {
        return Reading::Missing;
    };
    let lacking = crate::fact::document::OpinionElement::ALL.iter().filter(|e| {
        c.edition.list_has("kunming.opinion-elements", e.key()) && !elements.contains(e)
    });
    known(Value::List(lacking.map(|e| e.label().into()).collect()), Roster)
}

pub fn pledge_is_submitted<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.pledge.as_ref().and_then(|p| p.is_submitted), Roster)
}

/// The type ticked is the one the pack asks of engineering fields.
pub fn pledge_type_is_engineering<'a>(c: &Case<'a>) -> Reading<'a> {
    let ticked = c.facts.pledge.as_ref().and_then(|p| p.application_type.as_deref());
    tri(ticked.map(|t| c.edition.text("kunming.engineering-type") == Some(t)), Roster)
}

pub fn chsi_has_form<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.chsi.as_ref().and_then(|x| x.has_form), Roster)
}

pub fn chsi_has_screenshot<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.chsi.as_ref().and_then(|x| x.has_screenshot), Roster)
}

pub fn chsi_valid_until<'a>(c: &Case<'a>) -> Reading<'a> {
    date(c.facts.chsi.as_ref().and_then(|x| x.valid_until).map(Into::into), Roster)
}

/// The form's online validity lasts until papers close; without that day, until the handing in.
pub fn chsi_covers_intake<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(until) = c.facts.chsi.as_ref().and_then(|x| x.valid_until) else {
        return Reading::Missing;
    };
    let closes = c.facts.window.as_ref().and_then(|w| w.intake_until);
    let day = closes.or(c.facts.application.submitted_on);
    tri(day.map(|d| until >= d), Computed)
}

/// The validity is no longer than the notice asks for.
pub fn chsi_is_six_months<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(x) = &c.facts.chsi else { return Reading::Missing };
    let months = c.edition.whole("kunming.education-form-months");
    let (Some(printed), Some(until), Some(months)) = (x.printed_on, x.valid_until, months) else {
        return Reading::Missing;
    };
    yes(until <= crate::date::add_months(printed, months), Computed)
}

/// Copies on which name, opinion, date or seal is missing.
pub fn copies_unverified<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.copies else { return Reading::Missing };
    let mut lacking = Vec::new();
    let mut is_open = false;
    for copy in list {
        let marks = [copy.has_reviewer, copy.has_opinion, copy.has_date, copy.has_seal];
        match super::all(&marks) {
            Some(false) => lacking.push(copy.material.as_deref().unwrap_or("复印件").into()),
            None => is_open = true,
            Some(true) => {}
        }
    }
    if lacking.is_empty() && is_open {
        Reading::Missing
    } else {
        known(Value::List(lacking), Roster)
    }
}

/// Attachments that are no images.
pub fn attachments_not_images<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.attachments else { return Reading::Missing };
    let wrong = list.iter().filter(|a| {
        a.format.as_deref().is_some_and(|f| {
            let format = f.trim_start_matches('.').to_ascii_lowercase();
            !c.edition.list_has("kunming.image-formats", &format)
        }) || a.is_original == Some(false)
    });
    let name =
        |a: &'a crate::fact::document::AttachmentFacts| a.name.as_deref().unwrap_or("附件").into();
    known(Value::List(wrong.map(name).collect()), Roster)
}

/// Attachments whose name says nothing of their content: no Chinese or too short.
pub fn attachments_badly_named<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.attachments else { return Reading::Missing };
    let is_bad = |name: &str| {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        !stem.chars().any(|ch| ('\u{4e00}'..='\u{9fff}').contains(&ch))
            || stem.chars().count() < 2
            || ["扫描", "图片", "新建", "未命名"].iter().any(|w| stem.starts_with(w))
    };
    let wrong = list.iter().filter_map(|a| a.name.as_deref()).filter(|n| is_bad(n));
    known(Value::List(wrong.map(Into::into).collect()), Roster)
}

pub fn attachments_with_secrets<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(list) = &c.facts.attachments else { return Reading::Missing };
    let wrong = list.iter().filter(|a| a.has_secret == Some(true));
    known(Value::List(wrong.map(|a| a.name.as_deref().unwrap_or("附件").into()).collect()), Roster)
}

/// Years whose hours fall short of the yearly total or of the share of specialty courses.
pub fn training_short_years<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(rule) = c.edition.training_hours() else { return Reading::Missing };
    let series = c.read(F::ApplicationSeries).text();
    let short = c.facts.training.iter().flatten().filter_map(|t| {
        let general = t.general_hours.unwrap_or(0.0);
        let own = t.specialty_hours.unwrap_or(0.0);
        let enough = match (rule.credits_for(series), t.credits) {
            (Some(asked), Some(credits)) => credits >= asked,
            _ => general + own >= rule.total && own >= rule.specialty,
        };
        (!enough).then_some(t.year?)
    });
    known(Value::List(short.map(|y| format!("{y}年").into()).collect()), Computed)
}

/// Years whose appraisal is none of the good results of the pack.
pub fn appraisal_weak_years<'a>(c: &Case<'a>) -> Reading<'a> {
    let weak = c.facts.appraisals.iter().flatten().filter_map(|a| {
        let result = a.result.as_deref().unwrap_or("空");
        let is_good = c.edition.list_has("kunming.appraisal-good", result);
        (!is_good).then_some((a.year?, result))
    });
    known(Value::List(weak.map(|(y, r)| format!("{y}年“{r}”").into()).collect()), Roster)
}

/// Of the last years asked for, those without an appraisal.
pub fn appraisal_missing_years<'a>(c: &Case<'a>) -> Reading<'a> {
    let (Some(list), Some(years)) =
        (&c.facts.appraisals, c.edition.whole("kunming.appraisal-years"))
    else {
        return Reading::Missing;
    };
    let started = c.facts.employment.started_work_on.map_or(i32::MIN, PartialDate::year);
    let last = c.year() - 1;
    let missing = (last - years + 1..=last)
        .filter(|y| *y > started && !list.iter().any(|a| a.year == Some(*y)));
    known(Value::List(missing.map(|y| format!("{y}年").into()).collect()), Computed)
}

/// Filed online after the channel closed.
pub fn filed_late<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(filed) = c.facts.window.as_ref().and_then(|w| w.filed_on) else {
        return Reading::Missing;
    };
    let late = closings(c).and_then(|(earliest, latest)| match () {
        () if filed > latest => Some(true),
        () if filed <= earliest => Some(false),
        () => None,
    });
    tri(late, Computed)
}

/// Filed online before the channel opened.
pub fn filed_early<'a>(c: &Case<'a>) -> Reading<'a> {
    let Some(filed) = c.facts.window.as_ref().and_then(|w| w.filed_on) else {
        return Reading::Missing;
    };
    tri(opens_on(c).map(|opens| filed < opens), Computed)
}

fn is_province(c: &Case<'_>) -> bool {
    use crate::fact::document::CommitteeTier;
    c.read(F::CommitteeTier).text() == Some(CommitteeTier::Province.key())
}

/// The province's own platform has its own days; the city's channel is not used.
fn is_elsewhere(c: &Case<'_>) -> bool {
    is_province(c) && c.read(F::UsesProvincePlatform).bool() == Some(true)
}

/// First day of the online channel: so many days before a provincial committee starts to take papers,
/// else the committee's own.
fn opens_on(c: &Case<'_>) -> Option<Date> {
    let window = c.facts.window.as_ref().filter(|_| !is_elsewhere(c))?;
    let rule = c.edition.channel().filter(|_| is_province(c));
    let computed = rule.and_then(|rule| Some(rule.opens_on(window.intake_from?)));
    computed.or(window.opens_on)
}

/// Last day of the online channel, to its 24:00, at the earliest and at the latest: they differ where
/// it is not known whether a provincial committee wants all papers from the city at once.
pub(super) fn closings(c: &Case<'_>) -> Option<(Date, Date)> {
    let window = c.facts.window.as_ref().filter(|_| !is_elsewhere(c))?;
    let own = window.closes_on.map(|day| (day, day));
    let Some(rule) = c.edition.channel().filter(|_| is_province(c)) else { return own };
    let Some(until) = window.intake_until else { return own };
    let committee = c.facts.application.committee.as_ref();
    let day = |joint| rule.closes_on(until, joint);
    Some(match committee.and_then(|k| k.wants_joint_submission) {
        Some(joint) => (day(joint), day(joint)),
        None => (day(true).min(day(false)), day(true).max(day(false))),
    })
}

fn closes_on(c: &Case<'_>) -> Option<Date> {
    closings(c).and_then(|(earliest, latest)| (earliest == latest).then_some(latest))
}

pub fn channel_opens_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(opens_on(c).map(Into::into), Computed)
}

pub fn channel_closes_on<'a>(c: &Case<'a>) -> Reading<'a> {
    date(closes_on(c).map(Into::into), Computed)
}

fn achievements_of(
    c: &Case<'_>,
    f: impl Fn(&crate::fact::document::AchievementFacts) -> bool,
) -> Option<usize> {
    c.facts.achievements.as_ref().map(|l| l.iter().filter(|a| f(a)).count())
}

pub fn unproven_achievements<'a>(c: &Case<'a>) -> Reading<'a> {
    number(achievements_of(c, |a| a.has_evidence == Some(false)).map(|n| n as f64), Roster)
}

fn is_project(a: &crate::fact::document::AchievementFacts) -> bool {
    use crate::person::AchievementKind::{Project, Work};
    matches!(a.kind, Some(Project | Work))
}

pub fn project_count<'a>(c: &Case<'a>) -> Reading<'a> {
    number(achievements_of(c, is_project).map(|n| n as f64), Roster)
}

pub fn accepted_projects<'a>(c: &Case<'a>) -> Reading<'a> {
    number(
        achievements_of(c, |a| is_project(a) && a.is_accepted == Some(true)).map(|n| n as f64),
        Roster,
    )
}

fn count_of<'a>(c: &Case<'a>, kind: crate::person::AchievementKind) -> Reading<'a> {
    number(achievements_of(c, |a| a.kind == Some(kind)).map(|n| n as f64), Roster)
}

pub fn paper_count<'a>(c: &Case<'a>) -> Reading<'a> {
    count_of(c, crate::person::AchievementKind::Paper)
}

pub fn patent_count<'a>(c: &Case<'a>) -> Reading<'a> {
    count_of(c, crate::person::AchievementKind::Patent)
}

pub fn award_count<'a>(c: &Case<'a>) -> Reading<'a> {
    count_of(c, crate::person::AchievementKind::Award)
}

pub fn has_achievements<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(c.facts.achievements.as_ref().map(|l| !l.is_empty()), Table)
}
