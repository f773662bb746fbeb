//! 台账 to facts: what the office has recorded of a person, an application and a unit, as the rules
//! ask for it.
//!
//! Owns the reading of free text that rosters carry (备注, 证照 states, kinds of post changes). What
//! the records do not say stays unknown.

use crate::store::batch::ApplicationRow;
use engine::application::Application;
use engine::date::{Date, PartialDate};
use engine::fact::Facts;
use engine::fact::document::{
    AchievementFacts, ApplicationFacts, AppraisalFacts, CommitteeFacts, EducationFacts,
    EmploymentFacts, ExtensionKind, FormerPost, HistoryFacts, InsuranceFacts, Options,
    PastApplicationFacts, PastResult, PersonFacts, PostChangeFacts, PostKind, PostSetupFacts,
    QualificationFacts, RecognitionFacts, RetirementFacts, SecondmentFacts, TitleFacts,
    TrainingFacts, TransferFacts, UnitFacts, WindowFacts, WorkFacts,
};
use engine::pack::{PackKind, Packs};
use engine::person::{Dossier, PostChange, TitleHeld};
use engine::title::Level;
use engine::unit::{Unit, UnitRelation};

/// The facts of a kept application.
#[must_use]
pub fn of_row(
    dossier: &Dossier,
    row: &ApplicationRow,
    unit: Option<&Unit>,
    packs: &Packs,
    options: &Options,
) -> Facts {
    facts(dossier, &row.application, unit, packs, options)
}

/// The facts of an application.
#[must_use]
pub fn facts(
    dossier: &Dossier,
    application: &Application,
    unit: Option<&Unit>,
    packs: &Packs,
    options: &Options,
) -> Facts {
    let mut facts = Facts {
        application: of_application(application, packs),
        window: of_window(application, packs),
        options: options.clone(),
        unit: unit.map(|u| of_unit(u, application.level)),
        person: of_person(dossier),
        employment: of_employment(dossier, unit),
        retirement: of_retirement(dossier),
        insurance: of_insurance(dossier),
        work: some(dossier.work.iter().map(|w| WorkFacts {
            from: w.from,
            until: w.until,
            unit: w.unit.clone(),
            post: w.post.clone(),
            is_professional: w.is_professional,
        })),
        secondments: some(dossier.secondment.iter().map(|s| SecondmentFacts {
            unit: s.unit.clone(),
            from: s.from,
            until: s.until,
            has_home_duties: s.has_home_duties,
        })),
        post_change: of_post_change(dossier),
        transfer: of_transfer(dossier),
        recognition: of_recognition(dossier),
        history: Some(of_history(dossier)),
        achievements: some(dossier.achievement.iter().map(|a| AchievementFacts {
            kind: a.kind,
            name: a.name.clone(),
            until: a.until,
            has_evidence: a.proof.as_deref().map(|p| !p.trim().is_empty()),
            is_accepted: a.proof.as_deref().map(|p| p.contains("竣工验收")),
        })),
        appraisals: some(
            dossier
                .appraisal
                .iter()
                .map(|a| AppraisalFacts { year: a.year, result: a.result.clone() }),
        ),
        training: some(dossier.training.iter().map(|t| TrainingFacts {
            year: t.year,
            general_hours: t.general_hours,
            specialty_hours: t.specialty_hours,
            credits: None,
        })),
        answers: application.answers.clone(),
        ..Facts::default()
    };
    facts.education = some(dossier.education.iter().map(|e| of_education(dossier, e)));
    of_titles(dossier, packs, &mut facts);
    facts
}

/// A list that has entries; an empty one says nothing, for rosters leave out what they do not know.
fn some<T>(list: impl Iterator<Item = T>) -> Option<Vec<T>> {
    let list: Vec<T> = list.collect();
    (!list.is_empty()).then_some(list)
}

fn of_application(a: &Application, packs: &Packs) -> ApplicationFacts {
    let committee = a.committee_id.as_ref().map(|id| CommitteeFacts {
        id: Some(id.clone()),
        name: packs.committee(id, a.year).map(|c| c.name.clone()),
        ..CommitteeFacts::default()
    });
    ApplicationFacts {
        year: Some(a.year),
        kind: Some(a.kind),
        series: a.series.clone(),
        specialty: a.specialty.clone(),
        title: a.title.clone(),
        level: a.level,
        committee,
        submitted_on: a.submitted_on,
        review_opens_on: a.review_opens_on,
        ..ApplicationFacts::default()
    }
}

/// The days of the committee's own notice, where the office has one on record.
fn of_window(a: &Application, packs: &Packs) -> Option<WindowFacts> {
    let stacked = packs.with_committee(a.committee_id.as_deref(), a.year);
    let own = stacked.packs().iter().filter(|p| p.meta.kind == PackKind::Committee);
    let end = Date::from_ymd_opt(a.year, 12, 31)?;
    let schedule = own.rev().find_map(|p| {
        let version = stacked.parameter(&format!("{}.schedule", p.meta.id), end)?;
        Some(version.value.clone())
    })?;
    let day = |name: &str| schedule[name].as_str()?.parse().ok();
    Some(WindowFacts {
        intake_from: day("paper_from"),
        intake_until: day("paper_until"),
        opens_on: day("opens_on"),
        closes_on: day("closes_on"),
        filed_on: None,
    })
}

fn of_unit(u: &Unit, level: Option<Level>) -> UnitFacts {
    let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    UnitFacts {
        name: text(&u.name),
        credit_code: text(&u.credit_code),
        kind: Some(u.kind),
        tier: Some(u.tier),
        county_code: text(&u.county_code),
        supervising_body: text(&u.supervising_body),
        hrss_bureau: text(&u.hrss_bureau),
        post_setup: u.post_setup.as_ref().map(|p| PostSetupFacts {
            is_done: Some(p.is_done),
            free_posts: level.map(|level| match level {
                Level::Technician | Level::Assistant => p.free_junior,
                Level::Intermediate => p.free_intermediate,
                Level::AssociateSenior | Level::FullSenior => p.free_senior,
            }),
        }),
        local_holidays: (!u.local_holidays.is_empty()).then(|| u.local_holidays.clone()),
        ..UnitFacts::default()
    }
}

fn of_person(d: &Dossier) -> PersonFacts {
    PersonFacts {
        sex: d.person.sex,
        born_on: d.person.born_on,
        id_number: d.person.id_number.clone(),
        mobile: d.person.phone.clone(),
        has_open_doubt: Some(!d.open_doubts.is_empty()),
        ..PersonFacts::default()
    }
}

fn of_employment(d: &Dossier, unit: Option<&Unit>) -> EmploymentFacts {
    let current = d.current_work();
    let has_employer = d.person.employer_id.is_some() && unit.is_some();
    EmploymentFacts {
        kind: d.person.employment_kind,
        has_contract: has_employer.then(|| {
            unit.is_none_or(|u| u.is_filed_here() || u.relation == UnitRelation::DispatchAgency)
        }),
        post_kind: current.and_then(|w| w.is_professional).map(|professional| {
            if professional { PostKind::Professional } else { PostKind::Administrative }
        }),
        started_work_on: d.person.started_work_on,
        ..EmploymentFacts::default()
    }
}

fn credential<'a>(d: &'a Dossier, word: &str) -> Option<&'a str> {
    d.credential
        .iter()
        .filter(|k| k.item.as_deref().is_some_and(|i| i.contains(word)))
        .find_map(|k| k.state.as_deref())
}

/// “无” in a list only says that no document was handed in, so the question stays open.
fn of_retirement(d: &Dossier) -> RetirementFacts {
    RetirementFacts {
        is_retired: credential(d, "退休证").map(|s| s.contains('有')),
        extension: credential(d, "延迟退休").filter(|s| s.starts_with('有')).map(|s| {
            if s.contains("弹性") || s.contains("协议") {
                ExtensionKind::FlexibleAgreement
            } else {
                ExtensionKind::Approved
            }
        }),
        ..RetirementFacts::default()
    }
}

fn of_insurance(d: &Dossier) -> Option<InsuranceFacts> {
    if d.insurance.is_empty() {
        return None;
    }
    let here =
        d.insurance.iter().filter(|i| i.place.as_deref().is_some_and(|p| p.contains("昆明")));
    let broken = d
        .insurance
        .iter()
        .any(|i| i.status.as_deref().is_some_and(|s| s.contains("中断") || s.contains('停')));
    let latest = d.insurance.iter().max_by_key(|i| i.from);
    Some(InsuranceFacts {
        since: here.filter_map(|i| i.from).min(),
        is_continuous: Some(!broken),
        insured_unit: latest.and_then(|i| i.unit.clone()),
        ..InsuranceFacts::default()
    })
}

fn of_education(d: &Dossier, e: &engine::person::Education) -> EducationFacts {
    let abroad = credential(d, "境").or_else(|| credential(d, "国外学历"));
    let is_highest = d.highest_education() == Some(e);
    EducationFacts {
        level: e.level,
        mode: e.mode,
        degree: e.degree.clone(),
        school: e.school.clone(),
        field_of_study: e.field_of_study.clone(),
        graduated_on: e.graduated_on,
        is_overseas: if is_highest && abroad.is_some() { Some(true) } else { e.is_overseas },
        ..EducationFacts::default()
    }
}

/// A name the dictionary knows is a title; one of the correspondence table is a qualification.
pub(crate) fn is_title(held: &TitleHeld, packs: &Packs) -> bool {
    held.level.is_some() || held.name.as_deref().is_none_or(|n| packs.titles(n).next().is_some())
}

fn of_titles(d: &Dossier, packs: &Packs, facts: &mut Facts) {
    let (mut titles, mut qualifications) = (Vec::new(), Vec::new());
    for t in &d.title_held {
        if is_title(t, packs) {
            titles.push(TitleFacts {
                name: t.name.clone(),
                series: t.series.clone(),
                level: t.level,
                obtained_by: t.obtained_by,
                obtained_on: t.obtained_on,
                appointed_on: t.appointed_on,
                is_out_of_province: Some(
                    t.is_out_of_province.unwrap_or(false) || credential(d, "外省职称").is_some(),
                ),
                ..TitleFacts::default()
            });
        } else {
            qualifications.push(QualificationFacts {
                name: t.name.clone(),
                obtained_on: t.obtained_on,
                ..QualificationFacts::default()
            });
        }
    }
    facts.titles = (!titles.is_empty()).then_some(titles);
    facts.qualifications = (!qualifications.is_empty()).then_some(qualifications);
}

fn kind_has(p: &PostChange, words: &[&str]) -> bool {
    p.kind.as_deref().is_some_and(|k| words.iter().any(|w| k.contains(w)))
}

/// The change from a worker's or manager's post to a technical one.
fn of_post_change(d: &Dossier) -> Option<PostChangeFacts> {
    let change = d.post_change.iter().find(|p| {
        p.kind.as_deref().is_some_and(|k| {
            (k.starts_with("工勤") || k.starts_with("管理")) && k.contains("专业技术")
        })
    });
    let text = d.person.employment_text.as_deref().unwrap_or_default();
    let says_so = text.contains("工勤") || text.contains("管理岗转");
    if change.is_none() && !says_so {
        return None;
    }
    let from_manager = change.is_some_and(|p| kind_has(p, &["管理"])) || text.contains("管理岗转");
    Some(PostChangeFacts {
        former_post: Some(if from_manager { FormerPost::Management } else { FormerPost::Worker }),
        has_document: change.and_then(|p| p.document.as_deref()).map(|t| !t.trim().is_empty()),
        changed_on: change.and_then(|p| p.changed_on),
        has_salary_form: change.and_then(|p| p.has_salary_form),
        paid_from: change.and_then(|p| p.paid_from),
    })
}

fn of_transfer(d: &Dossier) -> Option<TransferFacts> {
    let moved =
        d.post_change.iter().filter(|p| kind_has(p, &["转岗"])).max_by_key(|p| p.changed_on)?;
    Some(TransferFacts { moved_on: moved.changed_on, ..TransferFacts::default() })
}

fn of_recognition(d: &Dossier) -> Option<RecognitionFacts> {
    let hired = d.post_change.iter().find(|p| kind_has(p, &["新进", "录用"]));
    let passed = credential(d, "见习期满考核").or_else(|| credential(d, "入职考核"));
    if hired.is_none() && passed.is_none() {
        return None;
    }
    Some(RecognitionFacts {
        hired_on: hired.and_then(|p| p.changed_on),
        has_passed: passed.map(|s| s == "合格" || s == "优秀"),
        ..RecognitionFacts::default()
    })
}

fn of_history(d: &Dossier) -> HistoryFacts {
    let result = |text: &str| {
        if text.contains("未通过") {
            Some(PastResult::NotPassed)
        } else if text.contains("撤回") {
            Some(PastResult::Withdrawn)
        } else if text.contains("通过") {
            Some(PastResult::Passed)
        } else {
            None
        }
    };
    let applications = d.past_application.iter().map(|p| PastApplicationFacts {
        year: p.year,
        title: p.title.clone(),
        result: p.result.as_deref().and_then(result),
        result_on: p
            .result_on
            .or_else(|| p.year.and_then(|y| PartialDate::new(y, None, None).ok())),
        ..PastApplicationFacts::default()
    });
    HistoryFacts { applications: Some(applications.collect()), ..HistoryFacts::default() }
}
