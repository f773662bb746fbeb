//! Identity: the id number against birth and sex, and rows that claim the same person.

use super::read::Scratch;
use super::{Act, Cell, Doubt, Draft, Field, Fix, Severity, letters};
use crate::text::{ResidentIdFault, clean_id_number, mask_id_number, resident_id};
use std::collections::BTreeMap;

/// Read the id number of a row; a doubtful one is an error and stays out of the draft.
pub fn id_number(cell: &Cell, column: u32, draft: &mut Draft, s: &mut Scratch) {
    if let Cell::Number(n, _) = cell
        && n.abs() >= 1e14
    {
        s.issue(draft, Some(column), Field::IdNumber.label(), Severity::Error, "id_digits_lost")
            .say(
                "证件号码的末几位已丢",
                "单元格按数字存了，后面的位数无法还原。请对照身份证补全18位",
            )
            .raw(cell.show())
            .input("id_number");
        return;
    }
    let raw = cell.show();
    let clean = clean_id_number(&raw);
    match resident_id(&clean) {
        Ok(id) => {
            if clean != raw {
                s.tidied += 1;
            }
            draft.dossier.person.id_number = Some(clean);
            birth(id.born_on.into(), column, draft, s);
            if draft.dossier.person.sex.is_some_and(|sex| sex != id.sex) {
                s.issue(draft, Some(column), "性别", Severity::Warning, "sex_mismatch").say(
                    "性别与证件号码不一致",
                    "证件号码第17位表示的性别与“性别”栏不同，请对照身份证",
                );
                draft.doubts.push(Doubt {
                    field: "sex".into(),
                    message: "花名册的性别与证件号码不一致".into(),
                    sides: [crate::person::Sex::Male, crate::person::Sex::Female]
                        .map(|x| (x.key().to_owned(), x.label().to_owned()))
                        .to_vec(),
                });
            }
        }
        Err(fault) => {
            let (code, title, message) = match fault {
                ResidentIdFault::Length(15) => (
                    "id_15_digits",
                    "是15位旧号码".to_owned(),
                    "15位号码早已停用，请对照身份证填18位".to_owned(),
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
                    "第7至14位不是日历上的日期，请对照身份证改正".to_owned(),
                ),
                ResidentIdFault::CheckDigit(want) => (
                    "id_check",
                    "校验位不对".to_owned(),
                    format!("按前17位推算末位应是{want}，说明有一位写错了，请对照身份证改正"),
                ),
            };
            s.issue(draft, Some(column), Field::IdNumber.label(), Severity::Error, code)
                .say(&format!("证件号码{title}"), &message)
                .raw(mask_id_number(&clean))
                .input("id_number");
        }
    }
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
        .issue(draft, Some(place), "出生年月", Severity::Warning, "birth_mismatch")
        .say("出生年月与证件号码不一致", "两处写的不是同一天，须对照身份证和档案定下来")
        .raw(listed.dotted())
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

/// Rows with one id number: the very same row once more is dropped, different ones are held back.
pub fn duplicates(drafts: &mut Vec<Draft>, s: &mut Scratch) {
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, draft) in drafts.iter().enumerate() {
        if let Some(id) = &draft.dossier.person.id_number {
            by_id.entry(id.clone()).or_default().push(i);
        }
    }
    let mut repeated = Vec::new();
    for rows in by_id.into_values().filter(|rows| rows.len() > 1) {
        let first = rows[0];
        for &other in &rows[1..] {
            if drafts[first].dossier == drafts[other].dossier {
                repeated.push(other);
                continue;
            }
            conflict(drafts, first, other, s);
        }
    }
    repeated.sort_unstable();
    for i in repeated.into_iter().rev() {
        let draft = drafts.remove(i);
        s.skip(draft.row, "与前面一行完全相同", String::new());
    }
}

fn conflict(drafts: &mut [Draft], first: usize, other: usize, s: &mut Scratch) {
    let (a, b) = (drafts[first].row, drafts[other].row);
    let same_name = drafts[first].dossier.person.name == drafts[other].dossier.person.name;
    let differs = differences(&drafts[first], &drafts[other]);
    for (me, peer) in [(first, b), (other, a)] {
        drafts[me].is_held = true;
        let row = drafts[me].row;
        let sheet = drafts[me].sheet.clone();
        let column = s.column_of(Field::IdNumber);
        let what = if same_name {
            format!("与第{peer}行是同一证件号码，但{}不同", differs.join("、"))
        } else {
            format!("与第{peer}行是同一证件号码，姓名却不同")
        };
        let mut issue =
            s.issue(&mut drafts[me], column, "证件号码", Severity::Error, "id_duplicate");
        issue = issue.say("两行是同一证件号码", &format!("{what}。两行都先不入库，请定下留哪一行"));
        if same_name {
            issue = issue
                .choose(&format!("留第{row}行"), Act::Drop(sheet.clone(), peer))
                .choose(&format!("留第{peer}行"), Act::Drop(sheet, row));
        } else {
            issue = issue.input("id_number");
        }
        issue.done();
    }
}

/// Labels of the fields in which two rows differ.
fn differences(a: &Draft, b: &Draft) -> Vec<&'static str> {
    let (x, y) = (&a.dossier, &b.dossier);
    let mut out = Vec::new();
    let mut differ = |is: bool, field: Field| {
        if is {
            out.push(field.label());
        }
    };
    differ(x.person.department != y.person.department, Field::Department);
    differ(x.person.post != y.person.post, Field::Post);
    differ(x.person.born_on != y.person.born_on, Field::BornOn);
    let title = |d: &crate::person::Dossier| d.title_held.first().cloned().unwrap_or_default();
    let (p, q) = (title(x), title(y));
    differ(p.name != q.name, Field::TitleName);
    differ(p.obtained_on != q.obtained_on, Field::TitleObtainedOn);
    differ(p.appointed_on != q.appointed_on, Field::TitleAppointedOn);
    if out.is_empty() { vec!["其他栏"] } else { out }
}
