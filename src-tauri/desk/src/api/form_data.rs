//! The document of one applicant: everything the office knows, in the words its papers use.

use super::binding::{self, Sheet, dotted, educations, month, period, sheet, text};
use super::checklist::{self, MaterialState, Standing};
use super::{Call, eligibility, form_portal, opinion};
use crate::error::Result;
use crate::forms::{
    Applicant, Career, Document, Index, IndexLine, MaterialLine, PostChangeLine, Problem,
    ProblemSheet, RouteSheet, SecondmentLine, UnitSheet, WorkLine,
};
use engine::date::{Date, PartialDate, Span, long};
use engine::id::ApplicationId;
use engine::pack::Packs;
use engine::person::Dossier;
use engine::unit::{Contact, Unit};
use engine::verdict::{Conclusion, Outcome, Verdict};

/// What a certificate of duties says where the list leaves it open.
const NOT_NOTED: &str = "未注明";

/// The document of an application.
pub(super) fn of_application(call: &Call<'_>, id: &ApplicationId) -> Result<Document> {
    let desk = call.desk;
    let s = sheet(call, id)?;
    let notice = desk.read(|r| r.notice_of(id))?;
    let words = opinion::get(call, opinion::OpinionRequest { application_id: id.clone() })?;
    let verdict = match s.kept.verdict {
        Some(_) => eligibility::sheet_data(call, id)?,
        None => Default::default(),
    };
    let standings = checklist::standings(call, &s.kept)?;
    let packs = desk.packs_of(&s.kept.application);
    let own = s.own.as_ref().or(s.unit.as_ref());
    Ok(Document {
        application_year: s.kept.application.year.to_string(),
        made_on: long(desk.today()),
        unit: s.unit.as_ref().map(unit_sheet).unwrap_or_default(),
        host: s.host.as_ref().map(unit_sheet).unwrap_or_default(),
        applicant: applicant(call, &s)?,
        notice: binding::notice_form(call, notice.as_ref(), id)?,
        opinion: binding::opinion(call, id, &words.text)?,
        cover: binding::cover(call, id)?,
        index: index(call, &s)?,
        material: standings.iter().map(|s| material_line(&packs, s)).collect(),
        problem: problem_sheet(call, &s, &standings, own)?,
        career: career(call, &s),
        portal: form_portal::portal(call, &s),
        route: route(&s),
        verdict,
        ..Document::default()
    })
}

/// 单位 in words.
pub(super) fn unit_sheet(u: &Unit) -> UnitSheet {
    UnitSheet {
        name: u.name.clone(),
        credit_code: u.credit_code.clone(),
        kind: u.kind.label().to_owned(),
        tier: u.tier.label().to_owned(),
        county: u.county.clone(),
        address: u.address.clone(),
        supervising_body: u.supervising_body.clone(),
        hrss_bureau: u.hrss_bureau.clone(),
        legal_representative: u.legal_representative.clone(),
        hr_head: u.hr_head.clone(),
        preparer: u.preparer.name.clone(),
        phone: u.preparer.landline.clone(),
        approver: u.approver.name.clone(),
    }
}

/// 申报人 in words.
pub(super) fn applicant(call: &Call<'_>, s: &Sheet) -> Result<Applicant> {
    let (a, d) = (&s.kept.application, &s.dossier);
    let (p, e, t) = (&d.person, d.highest_education(), d.current_title());
    let form = call.desk.read(|r| r.packet(&a.id))?;
    let sum = s.kept.verdict.as_ref().and_then(|v| v.arithmetic.as_ref());
    let held = t.and_then(|t| t.name.clone()).unwrap_or_default();
    let packs = call.desk.packs_of(a);
    let dictionary = packs.titles(&held).next();
    let series = t.and_then(|t| t.series.clone()).or(dictionary.map(|t| t.series.clone()));
    Ok(Applicant {
        name: p.name.clone(),
        sex: p.sex.map(|x| x.label().to_owned()).unwrap_or_default(),
        born: month(p.born_on),
        ethnicity: text(p.ethnicity.as_deref()),
        political_status: text(p.political_status.as_deref()),
        department: text(p.department.as_deref()),
        post: text(p.post.as_deref()),
        started_work: month(p.started_work_on),
        joined_on: month(p.joined_on),
        employment_kind: p.employment_kind.map(|k| k.label().to_owned()).unwrap_or_default(),
        education: e
            .and_then(|e| e.level.map(|l| l.label().to_owned()).or(e.level_text.clone()))
            .unwrap_or_default(),
        degree: text(e.and_then(|e| e.degree.as_deref())),
        school: text(e.and_then(|e| e.school.as_deref())),
        field_of_study: text(e.and_then(|e| e.field_of_study.as_deref())),
        graduated_on: month(e.and_then(|e| e.graduated_on)),
        held_title: held,
        held_series: series.unwrap_or_default(),
        obtained_on: dotted(t.and_then(|t| t.obtained_on)),
        means: t.and_then(|t| t.obtained_by).map(|m| m.label().to_owned()).unwrap_or_default(),
        appointed_on: dotted(t.and_then(|t| t.appointed_on)),
        tenure: sum.map(|a| a.net.to_string()).unwrap_or_default(),
        series: text(a.series.as_deref()),
        level: a.level.map(|l| l.label().to_owned()).unwrap_or_default(),
        applied_title: text(a.title.as_deref()),
        specialty: text(a.specialty.as_deref()),
        kind: a.kind.label().to_owned(),
        committee: s.committee.clone(),
        unit: s.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default(),
        conclusion: s
            .kept
            .verdict
            .as_ref()
            .map(|v| v.conclusion.label().to_owned())
            .unwrap_or_default(),
        pages: form.map(|p| p.pages.to_string()).unwrap_or_default(),
        id_number: text(p.id_number.as_deref()),
        mobile: text(p.phone.as_deref()),
        ..Applicant::default()
    })
}

/// The list of materials: of the packet where it is built, of what is asked before.
fn index(call: &Call<'_>, s: &Sheet) -> Result<Index> {
    let a = &s.kept.application;
    let packet = call.desk.read(|r| r.packet(&a.id))?;
    let packs = call.desk.packs_of(a);
    let line = match &packet {
        Some(packet) => packet
            .outline
            .iter()
            .map(|p| IndexLine {
                title: p.title.clone(),
                pages: usize::try_from(p.pages).unwrap_or(0),
                first_page: usize::try_from(p.page).unwrap_or(0),
                ..IndexLine::default()
            })
            .collect(),
        None => checklist::standings(call, &s.kept)?
            .iter()
            .filter(|m| m.state != MaterialState::Waived)
            .map(|m| IndexLine {
                title: m.asked.name.clone(),
                pages: usize::try_from(m.pages).unwrap_or(0),
                remark: kind(&packs, m).to_owned(),
                ..IndexLine::default()
            })
            .collect(),
    };
    Ok(Index {
        application_year: a.year.to_string(),
        name: s.dossier.person.name.clone(),
        unit: s.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default(),
        title: text(a.title.as_deref()),
        line,
        pages: packet.map_or(0, |p| usize::try_from(p.pages).unwrap_or(0)),
    })
}

fn kind(packs: &Packs, s: &Standing) -> &'static str {
    let is_copy = packs.material(&s.asked.material).is_some_and(|m| m.is_copy);
    if is_copy { "复印件" } else { "原件" }
}

fn material_line(packs: &Packs, s: &Standing) -> MaterialLine {
    let m = &s.asked;
    MaterialLine {
        name: m.name.clone(),
        state: s.state.label().to_owned(),
        kind: kind(packs, s).to_owned(),
        copies: if m.copies > 0 { m.copies.to_string() } else { String::new() },
        pages: if s.pages > 0 { s.pages.to_string() } else { String::new() },
        original: if m.shows_original { "带原件".to_owned() } else { String::new() },
        signed_by: text(m.signed_by.as_deref()),
        sealed_by: text(m.sealed_by.as_deref()),
        reason: m.reason.clone(),
    }
}

/// Everything to mend, what forbids first, then what lacks, then what is only worth knowing.
fn problem_sheet(
    call: &Call<'_>,
    s: &Sheet,
    standings: &[Standing],
    own: Option<&Unit>,
) -> Result<ProblemSheet> {
    let contact = own.map(|u| (&u.preparer, &u.objection_contact));
    let pick = |of: fn(&Contact) -> &String| {
        let (preparer, other) = contact?;
        Some([of(preparer), of(other)].into_iter().find(|t| !t.is_empty())?.clone())
    };
    let mut item = Vec::new();
    if let Some(v) = &s.kept.verdict {
        item.extend(findings(v, Outcome::Failed, "不符合"));
        item.extend(lacking(standings));
        item.extend(v.missing.iter().map(|m| Problem {
            kind: "请核实".into(),
            text: m.label.clone(),
            remedy: m.question.clone(),
            clause: String::new(),
        }));
        item.extend(findings(v, Outcome::Applied, "请留意"));
    }
    Ok(ProblemSheet {
        due_on: due_on(call, s)?.map(long).unwrap_or_default(),
        office: pick(|c| &c.department).unwrap_or_default(),
        contact: pick(|c| &c.name).unwrap_or_default(),
        phone: pick(|c| &c.landline).unwrap_or_default(),
        item,
    })
}

fn findings(v: &Verdict, outcome: Outcome, kind: &'static str) -> impl Iterator<Item = Problem> {
    use engine::pack::rule::Effect;
    let wanted = move |f: &&engine::verdict::Finding| {
        f.outcome == outcome && (outcome == Outcome::Failed || matches!(f.effect, Effect::Caution))
    };
    v.findings.iter().filter(wanted).map(move |f| Problem {
        kind: kind.to_owned(),
        text: f.sentence.clone(),
        remedy: f.remedy.clone().unwrap_or_default(),
        clause: f.cites.iter().map(|c| c.label.clone()).collect::<Vec<_>>().join("、"),
    })
}

fn lacking(standings: &[Standing]) -> impl Iterator<Item = Problem> {
    standings.iter().filter_map(|s| {
        let kind = match s.state {
            MaterialState::Missing => "缺材料",
            MaterialState::Expired => "材料过期",
            MaterialState::Doubtful => "请重扫",
            _ => return None,
        };
        let m = &s.asked;
        Some(Problem {
            kind: kind.to_owned(),
            text: match s.state {
                MaterialState::Missing => format!("{}还没有交（{}）", m.name, m.reason),
                _ => format!("{}：{}", m.name, s.note),
            },
            remedy: if m.shows_original {
                "交复印件，带原件核对".into()
            } else {
                String::new()
            },
            clause: m.cites.iter().map(|c| c.label.clone()).collect::<Vec<_>>().join("、"),
        })
    })
}

/// Until when it must be mended: before the last day on which the posting may begin, or the day of
/// handing in where it is posted already.
fn due_on(call: &Call<'_>, s: &Sheet) -> Result<Option<Date>> {
    let batch = call.desk.read(|r| r.batch(&s.kept.application.batch_id))?;
    let is_posted = call.desk.read(|r| r.notice_of(&s.kept.application.id))?.is_some();
    let latest = super::overview::latest_notice(call, &batch)?.filter(|_| !is_posted);
    Ok(latest.filter(|d| *d > call.desk.today()).or(batch.submit_on))
}

fn career(call: &Call<'_>, s: &Sheet) -> Career {
    let d = &s.dossier;
    let as_of = engine::date::year_end(s.kept.application.year);
    let class = call.desk.packs().number("kunming.chsi-class", as_of);
    let is_early = |d: Option<PartialDate>| {
        d.zip(class).is_some_and(|(d, class)| i64::from(d.year()) <= class)
    };
    let early = Dossier {
        education: d.education.iter().filter(|e| is_early(e.graduated_on)).cloned().collect(),
        ..Dossier::default()
    };
    let yes = |b: Option<bool>| b.map_or("", |b| if b { "是" } else { "否" }).to_owned();
    Career {
        work: d
            .work
            .iter()
            .map(|w| WorkLine {
                period: period(w.from, w.until),
                unit: text(w.unit.as_deref()),
                post: text(w.post.as_deref()),
                is_professional: yes(w.is_professional),
            })
            .collect(),
        total: total(d, call.desk.today()),
        secondment: d
            .secondment
            .iter()
            .map(|x| SecondmentLine {
                period: period(x.from, x.until),
                unit: text(x.unit.as_deref()),
                duties: match x.has_home_duties {
                    Some(true) => "承担本单位职责".into(),
                    Some(false) => "未承担本单位职责".into(),
                    None => NOT_NOTED.into(),
                },
                basis: text(x.basis.as_deref()),
            })
            .collect(),
        post_change: d
            .post_change
            .iter()
            .map(|x| PostChangeLine {
                kind: text(x.kind.as_deref()),
                document: text(x.document.as_deref()),
                changed_on: dotted(x.changed_on),
                salary_form: x.has_salary_form.map_or("", |b| if b { "有" } else { "无" }).into(),
                paid_from: dotted(x.paid_from),
            })
            .collect(),
        early_education: educations(&early),
    }
}

/// Technical work so far, overlapping periods counted once; blank where a period has no first month.
fn total(d: &Dossier, today: Date) -> String {
    let technical = d.work.iter().filter(|w| w.is_professional != Some(false));
    let mut spans = Vec::new();
    for w in technical {
        let until = match w.until {
            Some(until) => until.last_day(),
            None => Some(today),
        };
        let Some(span) = w.from.and_then(PartialDate::first_day).zip(until) else {
            return String::new();
        };
        spans.push(span);
    }
    spans.sort_unstable();
    let mut months = 0;
    let mut open: Option<(Date, Date)> = None;
    for (from, until) in spans {
        match &mut open {
            Some((_, last)) if from <= engine::date::add_days(*last, 1) => {
                *last = until.max(*last);
            }
            _ => {
                months += open.map_or(0, length);
                open = Some((from, until));
            }
        }
    }
    months += open.map_or(0, length);
    match months {
        0 => String::new(),
        _ => Span { years: months / 12, months: months % 12, days: 0 }.to_string(),
    }
}

/// Months of a period whose last day counts.
fn length((from, until): (Date, Date)) -> i32 {
    Span::between(from, engine::date::add_days(until, 1)).total_months()
}

fn route(s: &Sheet) -> RouteSheet {
    let Some(route) = s.kept.verdict.as_ref().and_then(|v| v.route.as_ref()) else {
        return RouteSheet { committee_phone: s.committee_phone.clone(), ..RouteSheet::default() };
    };
    RouteSheet {
        step: route.steps.clone(),
        platform: text(route.platform.as_deref()),
        office: route.office.as_ref().map(|o| o.name.clone()).unwrap_or_default(),
        phone: route.office.as_ref().map(|o| o.phones.join("、")).unwrap_or_default(),
        committee_phone: s.committee_phone.clone(),
    }
}

/// Whether the verdict lets the application go on.
pub(super) fn is_eligible(s: &Sheet) -> bool {
    s.kept.verdict.as_ref().is_some_and(|v| v.conclusion == Conclusion::Eligible)
}
