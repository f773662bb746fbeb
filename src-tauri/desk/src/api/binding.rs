//! Facts bound to the fields of the forms: what stands where, and how it is written.

use super::Call;
use super::notice::window;
use crate::error::Result;
use crate::forms::{
    Achievement, AchievementGroup, AppliedTitle, Appraisal, Cover, CreditHour, Education,
    HeldTitle, History, HostUnit, NoticeForm, NoticeReport, Person, Posting, RecommendationLine,
    RecommendationRoster, ReportLine, UnitOpinion,
};
use crate::store::batch::{ApplicationRow as Kept, Batch};
use crate::store::notice::Notice;
use engine::date::{PartialDate, Span, long};
use engine::id::ApplicationId;
use engine::person::{AchievementKind, Dossier, EmploymentKind};
use engine::unit::{Unit, UnitRelation};
use engine::verdict::{Conclusion, Outcome};

pub(super) fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

pub(super) fn dotted(date: Option<PartialDate>) -> String {
    date.map(PartialDate::dotted).unwrap_or_default()
}

/// Year and month only, as notices print dates of life.
pub(super) fn month(date: Option<PartialDate>) -> String {
    let month = |d: PartialDate| {
        d.month().map_or_else(|| d.year().to_string(), |m| format!("{}.{m:02}", d.year()))
    };
    date.map(month).unwrap_or_default()
}

/// Everything the forms of one application read.
pub(super) struct Sheet {
    pub(super) kept: Kept,
    pub(super) dossier: Dossier,
    pub(super) unit: Option<Unit>,
    pub(super) own: Option<Unit>,
    /// 用工单位 of a dispatched applicant.
    pub(super) host: Option<Unit>,
    pub(super) committee: String,
    pub(super) committee_phone: String,
}

pub(super) fn sheet(call: &Call<'_>, id: &ApplicationId) -> Result<Sheet> {
    let desk = call.desk;
    let kept = desk.read(|r| r.application(id))?;
    let dossier = desk.read(|r| r.dossier(&kept.application.person_id))?;
    let units = desk.read(|r| r.list_unit())?;
    let a = &kept.application;
    let unit = a.applying_unit_id.as_ref().and_then(|id| units.iter().find(|u| u.id == *id));
    let committee = a.committee_id.as_deref();
    let committee = committee.and_then(|id| super::committee::find(call, a.year, id));
    let is_dispatched = dossier.person.employment_kind == Some(EmploymentKind::Dispatched);
    let host = units.iter().find(|u| is_dispatched && u.relation == UnitRelation::HostUnit);
    Ok(Sheet {
        host: host.cloned(),
        unit: unit.cloned(),
        own: units.iter().find(|u| u.relation == UnitRelation::Own).cloned(),
        committee_phone: committee.as_ref().map(|c| c.phone.clone()).unwrap_or_default(),
        committee: committee.map(|c| c.name).unwrap_or_default(),
        kept,
        dossier,
    })
}

/// 《昆明市职称申报综合情况（公示）表》; before the posting is recorded its days stay blank.
pub fn notice_form(
    call: &Call<'_>,
    notice: Option<&Notice>,
    id: &ApplicationId,
) -> Result<NoticeForm> {
    let s = sheet(call, id)?;
    let (a, d) = (&s.kept.application, &s.dossier);
    let listed = match notice {
        Some(notice) => call.desk.read(|r| r.list_notice_application(&notice.id))?,
        None => Vec::new(),
    };
    let number = listed.iter().position(|x| x == id).map(|i| (i + 1).to_string());
    let posting = match notice {
        Some(notice) => posting(call, notice)?,
        None => Posting::default(),
    };
    Ok(NoticeForm {
        application_year: a.year.to_string(),
        number: number.unwrap_or_default(),
        unit: s.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default(),
        person: person(&s),
        education: educations(d),
        held_title: held_title(call, &s),
        applied_title: applied_title(&s),
        study: studies(d),
        work: d
            .work
            .iter()
            .map(|w| History {
                period: period(w.from, w.until),
                place: text(w.unit.as_deref()),
                role: text(w.post.as_deref()),
            })
            .collect(),
        interval: intervals(d),
        appraisal: d
            .appraisal
            .iter()
            .map(|x| Appraisal {
                year: x.year.map(|y| y.to_string()).unwrap_or_default(),
                result: text(x.result.as_deref()),
            })
            .collect(),
        continuing_education: d
            .training
            .iter()
            .map(|t| CreditHour {
                year: t.year.map(|y| y.to_string()).unwrap_or_default(),
                general: t.general_hours.map(|h| h.to_string()).unwrap_or_default(),
                specialty: t.specialty_hours.map(|h| h.to_string()).unwrap_or_default(),
            })
            .collect(),
        achievement: achievements(d),
        integrity_record: String::new(),
        earlier_review: earlier_review(d),
        posting,
        host: s
            .host
            .as_ref()
            .map(|u| HostUnit { unit: u.name.clone(), posting: Posting::default() }),
    })
}

fn person(s: &Sheet) -> Person {
    let p = &s.dossier.person;
    Person {
        name: p.name.clone(),
        sex: p.sex.map(|x| x.label().to_owned()).unwrap_or_default(),
        born: month(p.born_on),
        ethnicity: text(p.ethnicity.as_deref()),
        political_status: text(p.political_status.as_deref()),
        started_work: month(p.started_work_on),
        post: text(p.post.as_deref()),
        profession: text(p.intended_specialty.as_deref()),
        employment_kind: p.employment_kind.map(|k| k.label().to_owned()).unwrap_or_default(),
    }
}

pub(super) fn educations(d: &Dossier) -> Vec<Education> {
    let education = |e: &engine::person::Education| Education {
        kind: e.mode.map(|m| m.label().to_owned()).unwrap_or_default(),
        level: e.level.map(|l| l.label().to_owned()).or(e.level_text.clone()).unwrap_or_default(),
        degree: text(e.degree.as_deref()),
        school: text(e.school.as_deref()),
        field_of_study: text(e.field_of_study.as_deref()),
        graduated_on: month(e.graduated_on),
        verified: String::new(),
    };
    d.education.iter().map(education).collect()
}

/// 学习经历, as far as the list tells it: when and where each education ended.
fn studies(d: &Dossier) -> Vec<History> {
    let finished = d.education.iter().filter(|e| e.school.is_some());
    finished
        .map(|e| History {
            period: match month(e.graduated_on).as_str() {
                "" => String::new(),
                until => format!("至{until}"),
            },
            place: text(e.school.as_deref()),
            role: text(e.field_of_study.as_deref()),
        })
        .collect()
}

fn held_title(call: &Call<'_>, s: &Sheet) -> HeldTitle {
    let sum = s.kept.verdict.as_ref().and_then(|v| v.arithmetic.as_ref());
    let tenure = sum.map(|a| format!("{}（截至{}）", a.net, long(a.until))).unwrap_or_default();
    let Some(t) = s.dossier.current_title() else {
        return HeldTitle { name: "无".into(), ..HeldTitle::default() };
    };
    let name = t.name.as_deref().unwrap_or_default();
    let series = call.desk.packs().titles(name).next().map(|t| t.series.clone());
    HeldTitle {
        name: name.to_owned(),
        series: t.series.clone().or(series).unwrap_or_default(),
        means: t.obtained_by.map(|m| m.label().to_owned()).unwrap_or_default(),
        obtained_on: dotted(t.obtained_on),
        appointed_on: dotted(t.appointed_on),
        tenure,
        is_from_elsewhere: match outcome(s, "kunming.E42") {
            Some(Outcome::Applied) => "是".into(),
            Some(Outcome::Met) => "否".into(),
            _ => String::new(),
        },
    }
}

/// What came of a rule in the verdict.
fn outcome(s: &Sheet, rule: &str) -> Option<Outcome> {
    let all = s.kept.verdict.iter().flat_map(|v| &v.findings);
    all.into_iter().find(|f| f.rule == rule).map(|f| f.outcome)
}

fn applied_title(s: &Sheet) -> AppliedTitle {
    let a = &s.kept.application;
    AppliedTitle {
        series: text(a.series.as_deref()),
        specialty: text(a.specialty.as_deref()),
        name: text(a.title.as_deref()),
        committee: s.committee.clone(),
        kind: a.kind.label().to_owned(),
        specialty_match: match outcome(s, "kunming.E13") {
            Some(Outcome::Met) => "一致".into(),
            Some(Outcome::Applied) => "不一致，年限加1年".into(),
            _ => String::new(),
        },
        reduction: match outcome(s, "kunming.E38") {
            Some(Outcome::Applied) => "有（在规定范围的乡镇工作）".into(),
            Some(Outcome::Met) | None => String::new(),
            // Not settled: a blank to fill in, and not “none”.
            Some(_) => "　".into(),
        },
    }
}

pub(super) fn period(from: Option<PartialDate>, until: Option<PartialDate>) -> String {
    let until = until.map_or_else(|| "至今".to_owned(), |d| month(Some(d)));
    format!("{}—{until}", month(from))
}

fn intervals(d: &Dossier) -> String {
    let one = |s: &engine::person::Secondment| {
        let duties = match s.has_home_duties {
            Some(true) => "承担本单位职责",
            Some(false) => "未承担本单位职责",
            None => "是否承担本单位职责未注明",
        };
        format!("{} 借调至{}，{duties}", period(s.from, s.until), text(s.unit.as_deref()))
    };
    d.secondment.iter().map(one).collect::<Vec<_>>().join("；")
}

fn achievements(d: &Dossier) -> Vec<AchievementGroup> {
    let mut groups = Vec::new();
    for kind in AchievementKind::ALL {
        let item: Vec<Achievement> = d
            .achievement
            .iter()
            .filter(|a| a.kind == Some(*kind))
            .map(|a| Achievement {
                period: text(a.period.as_deref()),
                text: match a.grade.as_deref() {
                    Some(grade) => format!("{}（{grade}）", text(a.name.as_deref())),
                    None => text(a.name.as_deref()),
                },
                role: text(a.role.as_deref()),
            })
            .collect();
        if !item.is_empty() {
            groups.push(AchievementGroup { heading: kind.label().to_owned(), item });
        }
    }
    groups
}

fn earlier_review(d: &Dossier) -> String {
    let failed = d
        .past_application
        .iter()
        .find(|p| p.result.as_deref().is_some_and(|r| r.contains("未通过")));
    let Some(failed) = failed else {
        return String::new();
    };
    let year = failed.year.map(|y| y.to_string()).unwrap_or_default();
    format!("{year}年申报{}未通过", text(failed.title.as_deref()))
}

/// “综合办公室　试受理　0871-…” as kept, split into its parts.
pub(super) fn receiver(notice: &Notice) -> (String, String, String) {
    let mut parts = notice.receiver.split_whitespace().map(str::to_owned);
    let office = parts.next().unwrap_or_default();
    let contact = parts.next().unwrap_or_default();
    (office, contact, parts.collect::<Vec<_>>().join(" "))
}

pub(super) fn posting(call: &Call<'_>, notice: &Notice) -> Result<Posting> {
    let ends_on = window(call, notice)?.last_day;
    let (office, contact, phone) = receiver(notice);
    let place = if notice.platform.is_empty() {
        notice.place.clone()
    } else {
        format!("{}；{}", notice.place, notice.platform)
    };
    Ok(Posting {
        period: format!(
            "{}至{}（{}个工作日，张贴当日不计）",
            long(engine::date::add_days(notice.posted_on, 1)),
            long(ends_on),
            notice.required_days
        ),
        posted_on: long(notice.posted_on),
        place,
        office,
        contact,
        phone,
    })
}

/// 公示结果报告.
pub fn notice_report(call: &Call<'_>, notice: &Notice) -> Result<NoticeReport> {
    let desk = call.desk;
    // Who an objection was about is in its words alone; where there is one, nobody is said to have none.
    let objections = desk.read(|r| r.list_objection(&notice.id))?;
    let mut line = Vec::new();
    let mut own = None;
    let mut year = 0;
    for id in desk.read(|r| r.list_notice_application(&notice.id))? {
        let s = sheet(call, &id)?;
        year = s.kept.application.year;
        line.push(ReportLine {
            name: s.dossier.person.name.clone(),
            applied_title: text(s.kept.application.title.as_deref()),
            kind: s.kept.application.kind.label().to_owned(),
            result: if objections.is_empty() { "无异议" } else { "见报告第四项" }.into(),
        });
        own = own.or(s.own);
    }
    let told = |o: &crate::store::notice::ObjectionRow| {
        format!("{}：{}。处理：{}", long(o.raised_on), o.text, text(o.handling.as_deref()))
    };
    let own = own.unwrap_or_else(fallback_unit);
    Ok(NoticeReport {
        application_year: year.to_string(),
        addressee: if own.supervising_body.is_empty() {
            own.hrss_bureau.clone()
        } else {
            own.supervising_body.clone()
        },
        unit: own.name,
        line,
        posting: posting(call, notice)?,
        objection: objections.iter().map(told).collect(),
        reported_on: long(desk.today()),
    })
}

/// 档案袋封面; page numbers are filled in while the packet is put together.
pub fn cover(call: &Call<'_>, id: &ApplicationId) -> Result<Cover> {
    let s = sheet(call, id)?;
    let a = &s.kept.application;
    Ok(Cover {
        application_year: a.year.to_string(),
        name: s.dossier.person.name.clone(),
        unit: s.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default(),
        series: text(a.series.as_deref()),
        specialty: text(a.specialty.as_deref()),
        title: text(a.title.as_deref()),
        committee: s.committee.clone(),
        kind: a.kind.label().to_owned(),
        volume: "全一册".into(),
        pages: 0,
    })
}

/// 推荐花名册 of a batch: whoever is eligible.
pub fn recommendation(call: &Call<'_>, batch: &Batch) -> Result<RecommendationRoster> {
    let desk = call.desk;
    let mut line = Vec::new();
    let units = desk.read(|r| r.list_unit())?;
    let own = units.into_iter().find(|u| u.relation == UnitRelation::Own);
    for kept in desk.read(|r| r.list_application(&batch.id))? {
        if kept.verdict.as_ref().map(|v| v.conclusion) != Some(Conclusion::Eligible) {
            continue;
        }
        let s = sheet(call, &kept.application.id)?;
        let d = &s.dossier;
        let (p, e, t) = (&d.person, d.highest_education(), d.current_title());
        let sum = kept.verdict.as_ref().and_then(|v| v.arithmetic.as_ref());
        line.push(RecommendationLine {
            name: p.name.clone(),
            sex: p.sex.map(|x| x.label().to_owned()).unwrap_or_default(),
            born: month(p.born_on),
            education: e.and_then(|e| e.level).map(|l| l.label().to_owned()).unwrap_or_default(),
            school: e
                .map(|e| {
                    format!("{} {}", text(e.school.as_deref()), text(e.field_of_study.as_deref()))
                })
                .unwrap_or_default(),
            started_work: month(p.started_work_on),
            held_title: t.map(|t| text(t.name.as_deref())).unwrap_or_default(),
            obtained_on: dotted(t.and_then(|t| t.obtained_on)),
            tenure: sum.map(|a| Span::to_string(&a.net)).unwrap_or_default(),
            applied_title: text(kept.application.title.as_deref()),
            specialty: text(kept.application.specialty.as_deref()),
            kind: kept.application.kind.label().to_owned(),
            committee: s.committee.clone(),
            remark: String::new(),
        });
    }
    let own = own.unwrap_or_else(fallback_unit);
    Ok(RecommendationRoster {
        application_year: batch.year.to_string(),
        unit: own.name,
        batch: batch.name.clone(),
        filled_on: long(desk.today()),
        preparer: own.preparer.name,
        line,
    })
}

/// 基层单位推荐意见.
pub fn opinion(call: &Call<'_>, id: &ApplicationId, words: &str) -> Result<UnitOpinion> {
    let s = sheet(call, id)?;
    let a = &s.kept.application;
    Ok(UnitOpinion {
        application_year: a.year.to_string(),
        unit: s.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default(),
        name: s.dossier.person.name.clone(),
        held_title: s.dossier.current_title().map(|t| text(t.name.as_deref())).unwrap_or_default(),
        applied_title: text(a.title.as_deref()),
        specialty: text(a.specialty.as_deref()),
        kind: a.kind.label().to_owned(),
        opinion: words.to_owned(),
    })
}

/// An office that has not entered its own unit yet.
pub(super) fn fallback_unit() -> Unit {
    use engine::unit::{Tier, UnitKind};
    Unit {
        id: Default::default(),
        name: "（单位名称未填）".into(),
        credit_code: String::new(),
        kind: UnitKind::PrivateEnterprise,
        tier: Tier::None,
        relation: UnitRelation::Own,
        county_code: String::new(),
        county: String::new(),
        address: String::new(),
        supervising_body: String::new(),
        supervising_contact: Default::default(),
        hrss_bureau: String::new(),
        legal_representative: String::new(),
        hr_head: String::new(),
        preparer: Default::default(),
        approver: Default::default(),
        notice_place: String::new(),
        objection_contact: Default::default(),
        post_setup: None,
        local_holidays: Vec::new(),
    }
}
