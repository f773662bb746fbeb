//! A person in the words a list would use, so that they are read back the same.

use engine::date::PartialDate;
use engine::person::{Dossier, Education, StudyMode};
use engine::roster::{Field, RecordKind, value};

fn date(d: Option<PartialDate>) -> Option<String> {
    d.map(|d| d.to_string())
}

fn until(d: Option<PartialDate>) -> Option<String> {
    Some(d.map_or_else(|| "至今".to_owned(), |d| d.to_string()))
}

fn yes(b: Option<bool>) -> Option<String> {
    b.map(|b| if b { "是" } else { "否" }.to_owned())
}

fn number(n: Option<f64>) -> Option<String> {
    n.map(|n| n.to_string())
}

/// The level as written, unless the words no longer say what it is.
fn level(e: &Education) -> Option<String> {
    let written = e.level_text.as_deref();
    let read = written.and_then(|t| value::education(t, e.degree.as_deref()));
    if read == e.level { e.level_text.clone() } else { e.level.map(|l| l.label().to_owned()) }
}

/// A field of the staff sheet.
pub fn staff(d: &Dossier, field: Field) -> Option<String> {
    let p = &d.person;
    let of = |mode| d.education.iter().find(|e| e.mode == Some(mode));
    let (full, work) = (of(StudyMode::FullTime), of(StudyMode::InService));
    let title = d.current_title();
    match field {
        Field::Name => Some(p.name.clone()),
        Field::IdName => p.id_name.clone(),
        Field::Sex => p.sex.map(|s| s.label().to_owned()),
        Field::IdNumber => p.id_number.clone(),
        Field::BornOn => date(p.born_on),
        Field::Ethnicity => p.ethnicity.clone(),
        Field::PoliticalStatus => p.political_status.clone(),
        Field::StaffNumber => p.staff_number.clone(),
        Field::Department => p.department.clone(),
        Field::Post => p.post.clone(),
        Field::PostGrade => p.post_grade.clone(),
        Field::Employment => {
            let kind = p.employment_kind.map(|k| k.label().to_owned());
            p.employment_text.clone().or(kind)
        }
        Field::StartedWorkOn => date(p.started_work_on),
        Field::JoinedOn => date(p.joined_on),
        Field::FullLevel => full.and_then(level),
        Field::FullDegree => full?.degree.clone(),
        Field::FullSchool => full?.school.clone(),
        Field::FullField => full?.field_of_study.clone(),
        Field::FullGraduated => date(full?.graduated_on),
        Field::WorkLevel => work.and_then(level),
        Field::WorkDegree => work?.degree.clone(),
        Field::WorkSchool => work?.school.clone(),
        Field::WorkField => work?.field_of_study.clone(),
        Field::WorkGraduated => date(work?.graduated_on),
        Field::TitleName => title?.name.clone(),
        Field::TitleLevel => title?.level.map(|l| l.label().to_owned()),
        Field::TitleSeries => title?.series.clone(),
        Field::TitleObtainedOn => date(title?.obtained_on),
        Field::TitleObtainedBy => title?.obtained_by.map(|b| b.label().to_owned()),
        Field::TitleAppointedOn => date(title?.appointed_on),
        Field::TitleAppointedBy => title?.appointed_by.clone(),
        Field::IntendedSeries => p.intended_series.clone(),
        Field::IntendedSpecialty => p.intended_specialty.clone(),
        Field::IntendedTitle => p.intended_title.clone(),
        Field::IntendedKind => p.intended_kind.map(|k| k.label().to_owned()),
        Field::Phone => p.phone.clone(),
        Field::Note => p.note.clone(),
        Field::Summary => p.summary.clone(),
        _ => None,
    }
}

/// Records of a kind, in the order of its columns.
pub fn records(d: &Dossier, kind: RecordKind) -> Vec<Vec<Option<String>>> {
    let year = |y: Option<i32>| y.map(|y| y.to_string());
    macro_rules! rows {
        ($list:expr, |$x:ident| $row:expr) => {
            $list.iter().map(|$x| $row.to_vec()).collect()
        };
    }
    match kind {
        RecordKind::Work => rows!(d.work, |x| [
            x.unit.clone(),
            date(x.from),
            until(x.until),
            x.post.clone(),
            yes(x.is_professional)
        ]),
        RecordKind::Education => rows!(d.education, |x| [
            x.mode.map(|m| m.label().to_owned()),
            level(x),
            x.degree.clone(),
            x.school.clone(),
            x.field_of_study.clone(),
            date(x.graduated_on),
            yes(x.is_overseas)
        ]),
        RecordKind::Title => rows!(d.title_held, |x| [
            x.name.clone(),
            x.series.clone(),
            x.level.map(|l| l.label().to_owned()),
            date(x.obtained_on),
            x.obtained_by.map(|b| b.label().to_owned()),
            date(x.appointed_on),
            x.appointed_by.clone(),
            yes(x.is_out_of_province)
        ]),
        RecordKind::Study => rows!(d.study, |x| [
            x.content.clone(),
            date(x.from),
            until(x.until),
            x.school.clone(),
            x.certificate.clone()
        ]),
        RecordKind::Appraisal => rows!(d.appraisal, |x| [x.result.clone(), year(x.year)]),
        RecordKind::Training => rows!(d.training, |x| [
            number(x.general_hours),
            number(x.specialty_hours),
            number(x.total_hours),
            year(x.year),
            x.proof.clone()
        ]),
        RecordKind::Achievement => rows!(d.achievement, |x| [
            x.name.clone(),
            x.kind.map(|k| k.label().to_owned()),
            x.period.clone().or_else(|| date(x.until)),
            x.role.clone(),
            x.grade.clone(),
            x.issuer.clone(),
            x.number.clone(),
            x.proof.clone()
        ]),
        RecordKind::Activity => rows!(d.activity, |x| [
            x.name.clone(),
            date(x.from),
            date(x.until),
            x.place.clone(),
            x.role.clone()
        ]),
        RecordKind::Secondment => rows!(d.secondment, |x| [
            x.unit.clone(),
            date(x.from),
            until(x.until),
            yes(x.has_home_duties),
            x.basis.clone()
        ]),
        RecordKind::Insurance => rows!(d.insurance, |x| [
            x.unit.clone(),
            x.place.clone(),
            date(x.from),
            until(x.until),
            x.status.clone()
        ]),
        RecordKind::PostChange => rows!(d.post_change, |x| [
            x.kind.clone(),
            x.document.clone(),
            date(x.changed_on),
            yes(x.has_salary_form),
            date(x.paid_from)
        ]),
        RecordKind::PastApplication => rows!(d.past_application, |x| [
            x.result.clone(),
            year(x.year),
            x.title.clone(),
            x.committee.clone(),
            date(x.result_on),
            x.opinions.map(|n| n.to_string())
        ]),
        RecordKind::Credential => {
            rows!(d.credential, |x| [x.item.clone(), x.state.clone(), x.note.clone()])
        }
    }
}
