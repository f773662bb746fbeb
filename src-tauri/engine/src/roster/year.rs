//! What a list says of one year: the result of the appraisal, the hours of continuing education.

use super::scratch::{Place, Scratch};
use super::{Act, Cell, Draft, Field, Severity, value};
use crate::person::{Appraisal, Training};
use crate::text::fold;

/// A column of one year: 2020考核, 继续教育(2024).
pub fn of_year(key: &str, cell: &Cell, column: u32, draft: &mut Draft, s: &mut Scratch) {
    let Some((kind, year)) = key.split_once(':') else {
        return;
    };
    let text = fold(&cell.show());
    if value::is_nothing(&text) {
        return;
    }
    let year = year.parse().ok();
    if kind == "appraisal" {
        let place = Place {
            sheet: &draft.sheet,
            row: draft.row,
            column: Some(column),
            person: &draft.dossier.person.name,
        };
        appraised(&mut draft.dossier.appraisal, year, text, place, s);
        return;
    }
    let hours = value::hours(&text);
    let Some((general, specialty, total)) = hours else {
        s.issue(draft, Some(column), Field::Note, Severity::Warning, "hours_unreadable")
            .say("读不出学时", "请写成一个数，或“公需+专业”，如“30+60”")
            .raw(text)
            .input("text");
        return;
    };
    draft.dossier.training.push(Training {
        year,
        general_hours: general,
        specialty_hours: specialty,
        total_hours: total,
        proof: None,
    });
}

/// Put the result of a year among the others; what is no result, or stands against another one of
/// the year, is asked.
pub fn appraised(
    held: &mut Vec<Appraisal>,
    year: Option<i32>,
    result: String,
    place: Place<'_>,
    s: &mut Scratch,
) {
    let of_year = held.iter().filter(|a| year.is_some() && a.year == year);
    let others: Vec<&str> = of_year.filter_map(|a| a.result.as_deref()).collect();
    if others.contains(&result.as_str()) {
        return;
    }
    let year_text = year.map_or_else(String::new, |y| format!("{y}年"));
    if !others.is_empty() {
        s.issue_at(place, "年度考核", Severity::Warning, "appraisal_twice")
            .say(
                &format!("{year_text}有两个考核结果"),
                "同一年写了不同的结果，都留着；请对照考核登记表，在人员页里删去错的",
            )
            .raw(format!("{}；{result}", others.join("；")))
            .choose("知道了，都先留着", Act::Accept);
    } else if !value::is_appraisal(&result) {
        s.issue_at(place, "年度考核", Severity::Warning, "appraisal_unknown")
            .say(
                &format!("{year_text}考核结果“{}”不认识", super::masked(None, &result)),
                "照原样留着；请写优秀、合格、基本合格、不合格（或称职一类），没有考核就写未定等次或留空",
            )
            .raw(result.clone())
            .input("text")
            .choose("照原样留着", Act::Accept);
    }
    held.push(Appraisal { year, result: Some(result) });
}
