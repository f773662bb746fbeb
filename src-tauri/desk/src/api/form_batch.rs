//! The document of a batch: the list of applicants and what is counted over it.

use super::binding::{self, fallback_unit, receiver, sheet};
use super::form_data::{applicant, is_eligible, unit_sheet};
use super::{Call, checklist, meeting, notice};
use crate::error::Result;
use crate::forms::{
    Applicant, BatchSheet, Brief, Count, Document, FormSpec, Meeting, Pair, PlaceKind, PostLine,
    PostSheet, SealLine, SealSheet, Subject, Vote, When,
};
use crate::store::batch::Batch;
use engine::date::{Date, long};
use engine::id::BatchId;
use engine::title::Level;
use engine::unit::{Unit, UnitRelation};
use engine::verdict::Conclusion;

/// The document of a batch.
pub(super) fn of_batch(call: &Call<'_>, id: &BatchId) -> Result<Document> {
    let desk = call.desk;
    let batch = desk.read(|r| r.batch(id))?;
    let units = desk.read(|r| r.list_unit())?;
    let own = units.into_iter().find(|u| u.relation == UnitRelation::Own);
    let own = own.unwrap_or_else(fallback_unit);
    let list = list(call, &batch)?;
    let record = meeting::of_batch(call, id)?;
    let notices = desk.read(|r| r.list_notice(id))?;
    let report = match notices.first() {
        Some(notice) => binding::notice_report(call, notice)?,
        None => Default::default(),
    };
    let post = post(&own, &list);
    Ok(Document {
        application_year: batch.year.to_string(),
        made_on: long(desk.today()),
        unit: unit_sheet(&own),
        batch: batch_sheet(call, &batch)?,
        meeting: meeting_sheet(&record, &list),
        roster: binding::recommendation(call, &batch)?,
        brief: brief(call, &batch, &list, &own)?,
        seal: seal(call, &batch)?,
        list: list.into_iter().map(|(_, a)| a).collect(),
        report,
        post,
        ..Document::default()
    })
}

type Listed = (engine::id::ApplicationId, Applicant);

fn list(call: &Call<'_>, batch: &Batch) -> Result<Vec<Listed>> {
    let mut list = Vec::new();
    for kept in call.desk.read(|r| r.list_application(&batch.id))? {
        let id = kept.application.id.clone();
        let mut one = applicant(call, &sheet(call, &id)?)?;
        if let Some(posted) = call.desk.read(|r| r.notice_of(&id))? {
            one.notice_period = notice_period(call, &posted)?;
            let (state, _) = notice::state(call, &posted)?;
            if state == notice::NoticeState::Closed {
                one.notice_result = "无异议".into();
            }
        }
        list.push((id, one));
    }
    Ok(list)
}

fn notice_period(call: &Call<'_>, posted: &crate::store::notice::Notice) -> Result<String> {
    Ok(binding::posting(call, posted)?.period)
}

fn batch_sheet(call: &Call<'_>, batch: &Batch) -> Result<BatchSheet> {
    let day = |d: Option<Date>| d.map(long).unwrap_or_default();
    let committees = call.desk.read(|r| r.list_batch_committee(&batch.id))?;
    let names = committees.iter().filter_map(|id| super::committee::find(call, batch.year, id));
    let mut out = BatchSheet {
        name: batch.name.clone(),
        submit_on: day(batch.submit_on),
        portal_closes_on: day(batch.portal_closes_on),
        review_opens_on: day(batch.review_opens_on),
        committee: names.map(|c| c.name).collect(),
        ..BatchSheet::default()
    };
    if let Some(posted) = call.desk.read(|r| r.list_notice(&batch.id))?.first() {
        let posting = binding::posting(call, posted)?;
        (out.office, out.contact, out.phone) = receiver(posted);
        out.notice_period = posting.period;
        out.posted_on = posting.posted_on;
        out.notice_place = posting.place;
    }
    Ok(out)
}

fn meeting_sheet(m: &meeting::Meeting, list: &[Listed]) -> Meeting {
    let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
    let on = list.iter().filter(|(_, a)| a.conclusion != Conclusion::Ineligible.label());
    let vote = on.map(|(id, a)| {
        let cast = m.votes.iter().find(|v| v.application_id == *id);
        let part = |pick: fn(&meeting::MeetingVote) -> Option<i32>| number(cast.and_then(pick));
        Vote {
            name: a.name.clone(),
            applied_title: a.applied_title.clone(),
            agree: part(|v| v.agree),
            against: part(|v| v.against),
            abstain: part(|v| v.abstain),
            result: String::new(),
        }
    });
    Meeting {
        held_on: m.held_on.map(long).unwrap_or_default(),
        place: m.place.clone(),
        chair: m.chair.clone(),
        recorder: m.recorder.clone(),
        scrutineer: m.scrutineer.clone(),
        scope: m.scope.clone(),
        method: m.method.clone(),
        expected: number(m.expected),
        present: number(m.present),
        issued: number(m.issued),
        returned: number(m.returned),
        valid: number(m.valid),
        discussion: m.discussion.clone(),
        vote: vote.collect(),
    }
}

/// Levels of posts, as post set-ups count them.
const POST_LEVELS: [(&str, &[Level]); 3] = [
    ("高级", &[Level::FullSenior, Level::AssociateSenior]),
    ("中级", &[Level::Intermediate]),
    ("初级", &[Level::Assistant, Level::Technician]),
];

fn post(own: &Unit, list: &[Listed]) -> PostSheet {
    let Some(setup) = &own.post_setup else {
        return PostSheet::default();
    };
    let line = POST_LEVELS.map(|(label, levels)| {
        let free = match label {
            "高级" => setup.free_senior,
            "中级" => setup.free_intermediate,
            _ => setup.free_junior,
        };
        let applying = list.iter().filter(|(_, a)| levels.iter().any(|l| l.label() == a.level));
        PostLine {
            level: label.to_owned(),
            free: free.to_string(),
            applying: applying.count().to_string(),
            ..PostLine::default()
        }
    });
    PostSheet {
        setup: if setup.is_done { "已完成" } else { "未完成" }.into(), line: line.into()
    }
}

fn brief(call: &Call<'_>, batch: &Batch, list: &[Listed], own: &Unit) -> Result<Brief> {
    let count = |label: &str, n: usize| Count { label: label.to_owned(), count: n };
    let of = |c: Conclusion| list.iter().filter(|(_, a)| a.conclusion == c.label()).count();
    let kept = call.desk.read(|r| r.list_application(&batch.id))?;
    let (mut complete, mut expired) = (0, 0);
    for k in kept.iter().filter(|k| k.verdict.is_some()) {
        let standings = checklist::standings(call, k)?;
        complete += usize::from(checklist::open_count(call, k)? == 0);
        let is_expired = |s: &checklist::Standing| s.state == checklist::MaterialState::Expired;
        expired += usize::from(standings.iter().any(is_expired));
    }
    let posted = list.iter().filter(|(_, a)| !a.notice_result.is_empty()).count();
    let levels = Level::ALL
        .iter()
        .rev()
        .map(|l| count(l.label(), list.iter().filter(|(_, a)| a.level == l.label()).count()));
    let mut committees: Vec<Count> = Vec::new();
    for (_, a) in list {
        let name = if a.committee.is_empty() { "评委会未定" } else { &a.committee };
        match committees.iter_mut().find(|c| c.label == name) {
            Some(known) => known.count += 1,
            None => committees.push(count(name, 1)),
        }
    }
    let day = |label: &str, d: Option<Date>| Pair {
        label: label.to_owned(),
        text: d.map(long).unwrap_or_default(),
    };
    let notices = call.desk.read(|r| r.list_notice(&batch.id))?;
    let last_day =
        notices.first().map(|n| notice::window(call, n)).transpose()?.map(|w| w.last_day);
    let mut decision = Vec::new();
    if let Some(setup) = &own.post_setup {
        for line in post(own, list).line {
            let (free, applying) = (line.free.parse::<i32>(), line.applying.parse::<i32>());
            if let (Ok(free), Ok(applying)) = (free, applying)
                && applying > free
                && setup.is_done
            {
                decision.push(format!(
                    "{}岗位空岗 {free} 个，本批申报 {applying} 人，请定推荐先后。",
                    line.level
                ));
            }
        }
    }
    let open = of(Conclusion::Undetermined);
    if open > 0 {
        decision.push(format!("{open} 人的资格还要核实，是否等核实后一并公示。"));
    }
    let mut risk = Vec::new();
    if expired > 0 {
        risk.push(format!("{expired} 人有材料在报送日前过期，要重新办。"));
    }
    let lacking = kept.len().saturating_sub(complete);
    if lacking > 0 {
        risk.push(format!("{lacking} 人材料还没有齐。"));
    }
    if let Some(latest) = super::overview::latest_notice(call, batch)?
        && notices.is_empty()
    {
        risk.push(format!("公示最晚要在{}张贴，再晚报送日前满不了期。", long(latest)));
    }
    Ok(Brief {
        total: vec![
            count("申报人", list.len()),
            count("可申报", of(Conclusion::Eligible)),
            count("待核实", open),
            count("不可申报", of(Conclusion::Ineligible)),
            count("材料齐全", complete),
            count("公示无异议", posted),
        ],
        level: levels.filter(|c| c.count > 0).collect(),
        committee: committees,
        date: vec![
            day("公示期满", last_day),
            day("网报关闭", batch.portal_closes_on),
            day("报送日", batch.submit_on),
            day("预计开评", batch.review_opens_on),
        ],
        decision,
        risk,
    })
}

/// Every place to sign and to seal, from the forms' own descriptions, and the pages of copies from
/// the packets that are built.
fn seal(call: &Call<'_>, batch: &Batch) -> Result<SealSheet> {
    let desk = call.desk;
    let mut sheets = Vec::new();
    for kept in desk.read(|r| r.list_application(&batch.id))? {
        let s = sheet(call, &kept.application.id)?;
        if is_eligible(&s) {
            sheets.push(s);
        }
    }
    let mut line: Vec<SealLine> = Vec::new();
    for spec in desk.forms().specs()? {
        // One layout of a form is printed, not both.
        if spec.name == "notice-a3" || spec.place.is_empty() {
            continue;
        }
        let copies = spec.copies as usize;
        match spec.subject {
            Subject::Person => {
                let mut on = 0;
                let mut dispatched = 0;
                for s in &sheets {
                    if super::form::needs(call, &spec, Some(s), batch)?.is_none() {
                        on += 1;
                        dispatched += usize::from(s.host.is_some());
                    }
                }
                push(&mut line, &spec, on * copies, dispatched * copies);
            }
            Subject::Batch => {
                if super::form::needs(call, &spec, None, batch)?.is_none() {
                    push(&mut line, &spec, copies, 0);
                }
            }
        }
    }
    let mut copied = 0;
    for s in &sheets {
        let packet = desk.read(|r| r.packet(&s.kept.application.id))?;
        let outline = packet.into_iter().flat_map(|p| p.outline);
        copied += outline
            .filter(|p| p.seal_count == p.pages && p.seals.len() == 1 && p.pages > 0)
            .map(|p| usize::try_from(p.pages).unwrap_or(0))
            .sum::<usize>();
    }
    if copied > 0 {
        for (who, kind) in [("审核人", PlaceKind::Signature), ("申报单位", PlaceKind::Seal)]
        {
            line.push(SealLine {
                document: "复印件（逐页）".into(),
                spot: "每页签章栏".into(),
                who: who.into(),
                kind: kind.label().into(),
                each: 1,
                copies: copied,
            });
        }
    }
    let sum = |kind: PlaceKind| {
        line.iter().filter(|l| l.kind == kind.label()).map(|l| l.each * l.copies).sum()
    };
    Ok(SealSheet { seals: sum(PlaceKind::Seal), signatures: sum(PlaceKind::Signature), line })
}

fn push(line: &mut Vec<SealLine>, spec: &FormSpec, copies: usize, dispatched: usize) {
    for place in &spec.place {
        let copies = if place.only_dispatch { dispatched } else { copies };
        if copies > 0 {
            line.push(SealLine {
                document: spec.title.clone(),
                spot: place.spot.clone(),
                who: place.who.clone(),
                kind: place.kind.label().to_owned(),
                each: place.count as usize,
                copies,
            });
        }
    }
}

/// Whether a batch has somebody a form of this condition is for.
pub(super) fn has(call: &Call<'_>, when: When, batch: &Batch) -> Result<bool> {
    let desk = call.desk;
    Ok(match when {
        When::Posted => !desk.read(|r| r.list_notice(&batch.id))?.is_empty(),
        When::NoticeClosed => {
            desk.read(|r| r.list_notice(&batch.id))?.iter().any(|n| n.closed_at.is_some())
        }
        When::PublicInstitution => {
            let own = |u: &Unit| u.relation == UnitRelation::Own && u.post_setup.is_some();
            desk.read(|r| r.list_unit())?.iter().any(own)
        }
        When::OutOfProvince => out_of_province(call, batch)?.next().is_some(),
        When::Dispatched | When::Seconded | When::PostChanged | When::MaterialAsked => true,
    })
}

/// Applications whose title another province gave.
pub(super) fn out_of_province(
    call: &Call<'_>,
    batch: &Batch,
) -> Result<impl Iterator<Item = engine::id::ApplicationId> + use<>> {
    let mut found = Vec::new();
    for kept in call.desk.read(|r| r.list_application(&batch.id))? {
        let asked = kept.verdict.iter().flat_map(|v| &v.materials);
        if asked.into_iter().any(|m| m.material == "out-title" && !m.is_waived) {
            found.push(kept.application.id.clone());
        }
    }
    Ok(found.into_iter())
}
