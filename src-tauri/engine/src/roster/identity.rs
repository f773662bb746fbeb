//! Identity: the id number against birth and sex, and rows that claim the same person.

use super::scratch::Scratch;
use super::{Act, Cell, Doubt, Draft, Field, Fix, PackedDraft, PackingError, Severity, letters};
use crate::date::PartialDate;
use crate::person::Dossier;
use crate::text::{ResidentIdFault, clean_id_number, mask_id_number, resident_id};
use std::collections::BTreeMap;

/// Digits a number cell still holds for certain; a longer number has lost some.
pub const CERTAIN: f64 = 1e15;

/// Read the id number of a row; a doubtful one is an error and stays out of the draft.
pub fn id_number(cell: &Cell, column: u32, draft: &mut Draft, s: &mut Scratch) {
    let raw = match cell {
        Cell::Number(n, _) if n.abs() >= CERTAIN => return digits_lost(cell, column, draft, s),
        Cell::Number(n, _) => format!("{n:.0}"),
        other => other.show(),
    };
    let clean = clean_id_number(&raw);
    if is_scientific(&clean) {
        return digits_lost(cell, column, draft, s);
    }
    match resident_id(&clean) {
        // A day that no date of ours can hold is nobody's birthday.
        Ok(id) if !is_kept(id.born_on) => {
            refused(ResidentIdFault::BirthDate, &clean, column, draft, s);
        }
        Ok(id) => {
            if clean != raw {
                s.tidied += 1;
            }
            draft.dossier.person.id_number = Some(clean);
            birth(id.born_on.into(), column, draft, s);
            if draft.dossier.person.sex.is_none() {
                draft.dossier.person.sex = Some(id.sex);
            } else if draft.dossier.person.sex != Some(id.sex) {
                sex_mismatch(column, draft, s);
            }
        }
        Err(fault) => refused(fault, &clean, column, draft, s),
    }
}

fn is_kept(day: crate::date::Date) -> bool {
    use chrono::Datelike as _;
    PartialDate::new(day.year(), Some(day.month()), Some(day.day())).is_ok()
}

/// `5.30103E+17` in a text file: a spreadsheet wrote the number it showed.
pub fn is_scientific(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    upper.split_once('E').is_some_and(|(digits, power)| {
        let power = power.trim_start_matches('+').parse::<u32>();
        digits.parse::<f64>().is_ok() && power.is_ok_and(|power| power >= 10)
    })
}

fn digits_lost(cell: &Cell, column: u32, draft: &Draft, s: &mut Scratch) {
    s.issue(draft, Some(column), Field::IdNumber, Severity::Error, "id_digits_lost")
        .say("证件号码的末几位已丢", "单元格按数字存了，后面的位数无法还原。请对照身份证补全18位")
        .raw(cell.show())
        .suggest("请对照身份证填18位，并把这一列设为文本")
        .input("id_number");
}

fn sex_mismatch(column: u32, draft: &mut Draft, s: &mut Scratch) {
    let listed = draft.dossier.person.sex.map(|sex| sex.label()).unwrap_or_default();
    let place = s.column_of(Field::Sex).unwrap_or(column);
    let is_accepted = s
        .issue(draft, Some(place), Field::Sex, Severity::Warning, "sex_mismatch")
        .say("性别与证件号码不一致", "证件号码第17位表示的性别与“性别”栏不同，请对照身份证")
        .raw(listed.to_owned())
        .choose("按花名册，先这样", Act::Accept)
        .done();
    if !is_accepted {
        draft.doubts.push(Doubt {
            field: "sex".into(),
            message: "花名册的性别与证件号码不一致".into(),
            sides: [crate::person::Sex::Male, crate::person::Sex::Female]
                .map(|x| (x.key().to_owned(), x.label().to_owned()))
                .to_vec(),
        });
    }
}

/// The 18 digits of a number issued before 1999, if its old holder was born in the last century.
fn longer(old: &str) -> Option<String> {
    let is_old = old.len() == 15 && old.chars().all(|c| c.is_ascii_digit());
    let body = is_old.then(|| format!("{}19{}", &old[..6], &old[6..]))?;
    let with_zero = format!("{body}0");
    match resident_id(&with_zero) {
        Ok(_) => Some(with_zero),
        Err(ResidentIdFault::CheckDigit(digit)) => Some(format!("{body}{digit}")),
        Err(_) => None,
    }
}

fn refused(fault: ResidentIdFault, clean: &str, column: u32, draft: &Draft, s: &mut Scratch) {
    let suggested = longer(clean);
    let (code, title, message) = match fault {
        ResidentIdFault::Length(15) => (
            "id_15_digits",
            "是15位旧号码".to_owned(),
            "15位号码早已停用。可以推算出18位，但不自动改；请对照身份证".to_owned(),
        ),
        ResidentIdFault::Length(n) => (
            "id_length",
            if n < 18 { format!("少{}位", 18 - n) } else { format!("多{}位", n - 18) },
            format!("证件号码应是18位，这里是{n}位，请对照身份证补齐"),
        ),
        ResidentIdFault::Character => (
            "id_character",
            "有不该出现的字符".to_owned(),
            "证件号码只有数字，末位可以是X，请对照身份证改正".to_owned(),
        ),
        ResidentIdFault::BirthDate => (
            "id_birth",
            "里面的出生日期不存在".to_owned(),
            "第7至14位不是日历上的日期，或早于1900年，请对照身份证改正".to_owned(),
        ),
        ResidentIdFault::CheckDigit(want) => (
            "id_check",
            "校验位不对".to_owned(),
            format!("按前17位推算末位应是{want}，说明有一位写错了，请对照身份证改正"),
        ),
    };
    let mut issue = s
        .issue(draft, Some(column), Field::IdNumber, Severity::Error, code)
        .say(&format!("证件号码{title}"), &message)
        .raw(mask_id_number(clean))
        .input("id_number");
    if let Some(value) = suggested {
        let shown = mask_id_number(&value);
        let fix =
            Fix { sheet: draft.sheet.clone(), row: draft.row, column: letters(column), value };
        issue = issue.suggest(&shown).choose(&format!("核对过，是{shown}"), Act::Fix(fix));
    }
    issue.done();
}

/// The birth date of the list against the one in the id number.
fn birth(from_id: crate::date::PartialDate, column: u32, draft: &mut Draft, s: &mut Scratch) {
    let Some(listed) = draft.dossier.person.born_on else {
        draft.dossier.person.born_on = Some(from_id);
        return;
    };
    let inside =
        listed.first_day() <= from_id.first_day() && from_id.last_day() <= listed.last_day();
    if inside {
        draft.dossier.person.born_on = Some(from_id);
        return;
    }
    let place = s.column_of(Field::BornOn).unwrap_or(column);
    let fix = Fix {
        sheet: draft.sheet.clone(),
        row: draft.row,
        column: letters(place),
        value: from_id.to_string(),
    };
    let accepted = s
        .issue(draft, Some(place), Field::BornOn, Severity::Warning, "birth_mismatch")
        .say("出生年月与证件号码不一致", "两处写的不是同一天，须对照身份证和档案定下来")
        .raw(listed.dotted())
        .suggest(&from_id.to_string())
        .input("date")
        .choose(&format!("按证件号码 {from_id}"), Act::Fix(fix))
        .choose(&format!("按花名册 {}", listed.dotted()), Act::Accept)
        .done();
    if !accepted {
        draft.doubts.push(Doubt {
            field: "born_on".into(),
            message: "花名册的出生年月与证件号码不一致".into(),
            sides: vec![
                (from_id.to_string(), format!("按证件号码 {from_id}")),
                (listed.to_string(), format!("按花名册 {}", listed.dotted())),
            ],
        });
    }
}

/// Rows that claim one person: the very same row once more is dropped, different ones are held back.
pub fn duplicates(drafts: &mut Vec<PackedDraft>, s: &mut Scratch) -> Result<(), PackingError> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, draft) in drafts.iter().enumerate() {
        let key = match (&draft.id_number, draft.born_on) {
            (Some(id), _) => id.clone(),
            // Without a number only the very same row is known to be the same person.
            (None, born) => format!("{} {born:?}", draft.name),
        };
        by_key.entry(key).or_default().push(i);
    }
    let mut repeated = Vec::new();
    for (key, rows) in by_key.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let mut distinct: Vec<usize> = vec![rows[0]];
        for &other in &rows[1..] {
            let same = |first: &&usize| drafts[**first].dossier == drafts[other].dossier;
            match distinct.iter().find(same) {
                Some(first) => repeated.push((other, drafts[*first].row)),
                None => distinct.push(other),
            }
        }
        if distinct.len() > 1 {
            let is_number = key.chars().next().is_some_and(|c| c.is_ascii_digit());
            conflict(drafts, &distinct, is_number, s)?;
        }
    }
    repeated.sort_unstable();
    for (i, first) in repeated.into_iter().rev() {
        let draft = drafts.remove(i);
        s.issues.retain(|issue| issue.row != draft.row || issue.sheet != draft.sheet);
        s.issue(&draft, None, Field::Name, Severity::Hint, "row_repeated")
            .say("这一行是重复的", &format!("与第{first}行完全相同，只读一次"));
        s.skip(draft.row, "与前面一行完全相同", draft.name);
    }
    Ok(())
}

/// Rows a sentence names one by one; of thousands the first ones say enough.
const NAMED: usize = 5;

fn peers(drafts: &[PackedDraft], rows: &[usize], me: usize) -> String {
    let others = rows.iter().filter(|i| **i != me);
    let named: Vec<String> =
        others.take(NAMED).map(|i| format!("第{}行", drafts[*i].row)).collect();
    let rest = (rows.len() - 1).saturating_sub(named.len());
    let named = named.join("、");
    if rest > 0 { format!("{named}等{}行", rest + NAMED) } else { named }
}

fn conflict(
    drafts: &mut [PackedDraft],
    rows: &[usize],
    is_number: bool,
    s: &mut Scratch,
) -> Result<(), PackingError> {
    for &me in rows {
        let Some(&other) = rows.iter().find(|i| **i != me) else {
            continue;
        };
        drafts[me].is_held |= is_number;
        let peers = peers(drafts, rows, me);
        let same_name = drafts[me].name == drafts[other].name;
        let differs = differences(&drafts[me].dossier.open()?, &drafts[other].dossier.open()?);
        let differs = differs.join("、");
        let (row, sheet) = (drafts[me].row, drafts[me].sheet.clone());
        if !is_number {
            let column = s.column_of(Field::Name);
            s.issue(&drafts[me], column, Field::Name, Severity::Warning, "name_duplicate")
                .say(
                    "像是同一个人",
                    &format!("与{peers}姓名、出生相同，又没有证件号码，{differs}不同"),
                )
                .raw(drafts[me].name.clone())
                .choose("不是同一人", Act::Accept)
                .choose("这一行不导入", Act::Drop(sheet, row));
            continue;
        }
        let column = s.column_of(Field::IdNumber);
        let what = if same_name {
            format!("与{peers}是同一证件号码，但{differs}不同")
        } else {
            format!("与{peers}是同一证件号码，姓名却不同")
        };
        let masked = mask_id_number(drafts[me].id_number.as_deref().unwrap_or(""));
        let mut issue = s
            .issue(&drafts[me], column, Field::IdNumber, Severity::Error, "id_duplicate")
            .say("两行是同一证件号码", &format!("{what}。都先不入库，请定下留哪一行"))
            .raw(masked);
        if same_name && rows.len() == 2 {
            let peer = drafts[other].row;
            issue = issue
                .choose(&format!("留第{row}行"), Act::Drop(sheet.clone(), peer))
                .choose(&format!("留第{peer}行"), Act::Drop(sheet, row));
        } else {
            issue = issue.input("id_number").choose("这一行不导入", Act::Drop(sheet, row));
        }
        issue.done();
    }
    Ok(())
}

/// Labels of the fields in which two rows differ.
fn differences(x: &Dossier, y: &Dossier) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut differ = |is: bool, field: Field| {
        if is {
            out.push(field.label());
        }
    };
    differ(x.person.sex != y.person.sex, Field::Sex);
    differ(x.person.department != y.person.department, Field::Department);
    differ(x.person.post != y.person.post, Field::Post);
    differ(x.person.born_on != y.person.born_on, Field::BornOn);
    differ(x.person.started_work_on != y.person.started_work_on, Field::StartedWorkOn);
    differ(x.person.phone != y.person.phone, Field::Phone);
    let title = |d: &Dossier| d.title_held.first().cloned().unwrap_or_default();
    let (p, q) = (title(x), title(y));
    differ(p.name != q.name, Field::TitleName);
    differ(p.obtained_on != q.obtained_on, Field::TitleObtainedOn);
    differ(p.appointed_on != q.appointed_on, Field::TitleAppointedOn);
    differ(x.education != y.education, Field::Level);
    if out.is_empty() { vec!["其他栏"] } else { out }
}
