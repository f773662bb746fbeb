//! Checks across the cells of a row: the order of dates, names that do not agree.

use super::scratch::Scratch;
use super::{Act, Draft, Field, Severity};
use crate::date::PartialDate;
use crate::text::name_key;

/// Years before which nobody works or holds a title; a slip of the pen, not a rule.
const YOUNG: i32 = 14;

/// Check a row against itself. What is found is asked, nothing is changed.
pub fn across(draft: &Draft, s: &mut Scratch) {
    order(draft, s);
    future(draft, s);
    names(draft, s);
}

type Dated = (Field, Option<PartialDate>);

fn dates(draft: &Draft) -> [Dated; 4] {
    let p = &draft.dossier.person;
    let title = draft.dossier.title_held.first();
    [
        (Field::BornOn, p.born_on),
        (Field::StartedWorkOn, p.started_work_on),
        (Field::TitleObtainedOn, title.and_then(|t| t.obtained_on)),
        (Field::TitleAppointedOn, title.and_then(|t| t.appointed_on)),
    ]
}

/// Whether the first is certainly later than the second.
pub(super) fn is_after(a: PartialDate, b: PartialDate) -> bool {
    a.first_day() > b.last_day()
}

fn order(draft: &Draft, s: &mut Scratch) {
    let [born, started, obtained, appointed] = dates(draft);
    let mut wrong = |later: Dated, message: &str, code: &'static str| {
        let raw = later.1.map(PartialDate::dotted).unwrap_or_default();
        s.issue(draft, s.column_of(later.0), later.0, Severity::Warning, code)
            .say("日期的先后不对", message)
            .raw(raw)
            .input("date")
            .choose("就是这样", Act::Accept);
    };
    if let Some(b) = born.1 {
        for dated in [started, obtained, appointed] {
            if dated.1.is_some_and(|d| d.year() - b.year() < YOUNG) {
                let message = format!("{}离出生不到{YOUNG}年，请核对两处日期", dated.0.label());
                wrong(dated, &message, "date_order");
            }
        }
    }
    if let (Some(o), Some(a)) = (obtained.1, appointed.1)
        && is_after(o, a)
    {
        wrong(appointed, "聘任在取得之前，请核对两处日期", "date_order");
    }
}

fn future(draft: &Draft, s: &mut Scratch) {
    let Some(today) = s.decisions.today else {
        return;
    };
    for (field, date) in dates(draft) {
        if date.is_some_and(|d| is_after(d, today.into())) {
            let raw = date.map(PartialDate::dotted).unwrap_or_default();
            s.issue(draft, s.column_of(field), field, Severity::Warning, "date_future")
                .say("日期在今天以后", "请核对年份")
                .raw(raw)
                .input("date")
                .choose("就是这样", Act::Accept);
        }
    }
}

fn names(draft: &Draft, s: &mut Scratch) {
    let p = &draft.dossier.person;
    let Some(full) = p.id_name.as_deref().filter(|n| name_key(n) != p.name) else {
        return;
    };
    s.issue(draft, s.column_of(Field::IdName), Field::IdName, Severity::Warning, "name_differs")
        .say("证件姓名与姓名不同", "两个都留着；报送用哪个，请对照身份证定下来")
        .raw(full.to_owned())
        .choose("知道了，两个都留", Act::Accept);
}
