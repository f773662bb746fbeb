//! 人员 changed by hand: fields and records, in the words a list would use.

use super::Call;
use super::person::{PersonPage, PersonRequest, get};
use crate::error::{Error, Result};
use engine::date::PartialDate;
use engine::id::PersonId;
use engine::person::{Dossier, Education, Person};
use engine::roster::{Cell, value, when};
use engine::text::{clean_id_number, fold, name_key, resident_id};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A field and the text typed for it; an empty text empties it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypedValue {
    /// Key of the field.
    pub key: String,
    /// Text.
    pub value: String,
}

/// Fields of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonSaveRequest {
    /// Person; `None` adds a new one.
    #[serde(default)]
    pub id: Option<PersonId>,
    /// Fields that change.
    pub values: Vec<TypedValue>,
}

/// A record of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordSaveRequest {
    /// Person.
    pub id: PersonId,
    /// Section key.
    pub section: String,
    /// Which record, from 0; `None` adds one.
    #[serde(default)]
    pub at: Option<i32>,
    /// Fields of the record that change.
    pub values: Vec<TypedValue>,
}

/// A record to take out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordRemoveRequest {
    /// Person.
    pub id: PersonId,
    /// Section key.
    pub section: String,
    /// Which record, from 0.
    pub at: i32,
}

/// Change fields of a person, or add a person.
pub fn save(call: &Call<'_>, input: PersonSaveRequest) -> Result<PersonPage> {
    let desk = call.desk;
    let mut person = match &input.id {
        Some(id) => desk.read(|r| r.dossier(id))?.person,
        None => Person { id: PersonId(desk.new_id()), ..Person::default() },
    };
    let Value::Object(mut map) = serde_json::to_value(&person)? else {
        return Err(Error::internal("a person is no struct"));
    };
    for typed in &input.values {
        put_field(&mut map, typed)?;
    }
    person = serde_json::from_value(Value::Object(map))?;
    if person.name.is_empty() {
        return Err(Error::invalid("没有写姓名", "请照身份证填写姓名").at("name"));
    }
    if let Some(id) = &person.id_number {
        let known = desk.read(|r| r.list_known())?;
        if known.iter().any(|k| k.id != person.id && k.id_number.as_ref() == Some(id)) {
            return Err(Error::invalid(
                "台账里已有人用这个证件号码",
                "请核对号码；若是同一人，请改那一条",
            )
            .at("id_number"));
        }
    }
    let subject = person.id.0.clone();
    let is_new = input.id.is_none();
    let detail = if is_new { "新增人员" } else { "修改人员信息" };
    desk.write("person.save", Some(&subject), detail, |w| w.put_person(&person))?;
    after(call, &person.id)
}

/// Verdicts are made anew, and the page is shown.
pub(super) fn after(call: &Call<'_>, id: &PersonId) -> Result<PersonPage> {
    for a in call.desk.read(|r| r.list_application_of(id))? {
        super::eligibility::reassess(call, &a.application.id)?;
    }
    get(call, PersonRequest { id: id.clone() })
}

fn wrong(typed: &TypedValue, what: &str) -> Error {
    Error::invalid(what, "请照原件改写").at(typed.key.clone())
}

fn date(typed: &TypedValue) -> Result<Value> {
    let text = fold(&typed.value);
    if text.is_empty() || when::is_now(&text) {
        return Ok(Value::Null);
    }
    match when::date(&Cell::text(&text), false) {
        Ok(read) => Ok(json!(PartialDate::to_string(&read.date))),
        Err(when::DateFault::January(_)) => {
            Err(wrong(typed, "分不清是1月还是10月，请写两位月份，如 2012.01"))
        }
        Err(when::DateFault::Impossible) => Err(wrong(typed, "日历上没有这一天，请对照原件")),
        Err(_) => Err(wrong(typed, "读不出日期，请按“年.月.日”写，只知道月份也可以")),
    }
}

/// A word of a list as its key; an empty text is none.
fn word<T: Serialize>(typed: &TypedValue, found: Option<T>) -> Result<Value> {
    if fold(&typed.value).is_empty() {
        return Ok(Value::Null);
    }
    match found {
        Some(found) => Ok(serde_json::to_value(found)?),
        None => Err(wrong(typed, "这个写法不认识，请从列出的几种里选")),
    }
}

fn text(typed: &TypedValue) -> Value {
    let text = typed.value.trim();
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn put_field(map: &mut Map<String, Value>, typed: &TypedValue) -> Result<()> {
    let raw = fold(&typed.value);
    let value = match typed.key.as_str() {
        "name" => json!(name_key(&raw)),
        "id_name" if !raw.is_empty() => json!(name_key(&raw)),
        "id_number" if !raw.is_empty() => {
            let clean = clean_id_number(&raw);
            resident_id(&clean)
                .map_err(|_| wrong(typed, "证件号码不对：要18位，且末位与前17位相符"))?;
            json!(clean)
        }
        "born_on" | "started_work_on" | "joined_on" => date(typed)?,
        "sex" => word(typed, value::sex(&raw))?,
        "ethnicity" if !raw.is_empty() => json!(value::ethnicity(&raw)),
        "intended_kind" => word(typed, value::application_kind(&raw))?,
        "employment_kind" | "employment_text" => {
            map.insert("employment_kind".into(), serde_json::to_value(value::employment(&raw))?);
            map.insert("employment_text".into(), text(typed));
            return Ok(());
        }
        "id_name" | "id_number" | "ethnicity" | "staff_number" | "political_status"
        | "department" | "post" | "post_grade" | "phone" | "intended_series"
        | "intended_specialty" | "intended_title" | "note" | "summary" => text(typed),
        other => {
            let Some(head) = other.strip_prefix("extra.") else {
                return Err(wrong(typed, "没有这一项"));
            };
            if let Some(Value::Object(extra)) = map.get_mut("extra") {
                match text(typed) {
                    Value::Null => extra.remove(head),
                    value => extra.insert(head.to_owned(), value),
                };
            }
            return Ok(());
        }
    };
    map.insert(typed.key.clone(), value);
    Ok(())
}

/// Change a record, or add one.
pub fn save_record(call: &Call<'_>, input: RecordSaveRequest) -> Result<PersonPage> {
    change(call, &input.id, &input.section, "修改", |list| {
        let at = match input.at {
            Some(at) => usize::try_from(at).unwrap_or(usize::MAX),
            None => {
                list.push(Value::Object(Map::new()));
                list.len() - 1
            }
        };
        let Some(Value::Object(record)) = list.get_mut(at) else {
            return Err(Error::not_found("这条记录"));
        };
        for typed in &input.values {
            let value = record_value(&input.section, typed)?;
            record.insert(typed.key.clone(), value);
        }
        match input.section.as_str() {
            "education" => level(record)?,
            "achievement" => period_end(record)?,
            _ => {}
        }
        Ok(())
    })
}

/// Take a record out.
pub fn remove_record(call: &Call<'_>, input: RecordRemoveRequest) -> Result<PersonPage> {
    change(call, &input.id, &input.section, "移出", |list| {
        let at = usize::try_from(input.at).unwrap_or(usize::MAX);
        if at >= list.len() {
            return Err(Error::not_found("这条记录"));
        }
        list.remove(at);
        Ok(())
    })
}

fn change(
    call: &Call<'_>,
    id: &PersonId,
    section: &str,
    verb: &str,
    work: impl FnOnce(&mut Vec<Value>) -> Result<()>,
) -> Result<PersonPage> {
    let dossier = call.desk.read(|r| r.dossier(id))?;
    let Value::Object(mut map) = serde_json::to_value(&dossier)? else {
        return Err(Error::internal("a dossier is no struct"));
    };
    let Some(Value::Array(list)) = map.get_mut(section).filter(|_| section != "open_doubts") else {
        return Err(Error::not_found("这一项"));
    };
    work(list)?;
    let changed: Dossier = serde_json::from_value(Value::Object(map))?;
    let kind = engine::roster::RecordKind::ALL.iter().find(|k| k.key() == section);
    let detail = format!("{verb}一条{}", kind.map_or("记录", |k| k.label()));
    call.desk.write("person.saveRecord", Some(&id.0), detail, |w| w.put_dossier(&changed))?;
    after(call, id)
}

fn record_value(section: &str, typed: &TypedValue) -> Result<Value> {
    let raw = fold(&typed.value);
    let number = || -> Result<Value> {
        if raw.is_empty() {
            return Ok(Value::Null);
        }
        let n: f64 = raw.parse().map_err(|_| wrong(typed, "这里要填数字"))?;
        Ok(json!(n))
    };
    Ok(match (section, typed.key.as_str()) {
        (
            _,
            "from" | "until" | "graduated_on" | "obtained_on" | "appointed_on" | "changed_on"
            | "paid_from" | "result_on",
        ) => date(typed)?,
        (_, "year" | "opinions") => {
            let n = raw.trim_end_matches(['年', '度', '次']);
            match n.parse::<i32>() {
                Ok(n) => json!(n),
                Err(_) if n.is_empty() => Value::Null,
                Err(_) => return Err(wrong(typed, "这里要填整数")),
            }
        }
        (_, "general_hours" | "specialty_hours" | "total_hours") => number()?,
        (
            _,
            "is_professional" | "has_home_duties" | "has_salary_form" | "is_overseas"
            | "is_out_of_province",
        ) => word(typed, value::yes_no(&raw))?,
        ("education", "mode") => word(typed, value::study_mode(&raw))?,
        ("title_held", "level") => word(typed, value::level(&raw))?,
        ("title_held", "obtained_by") => word(typed, value::obtained_by(&raw))?,
        ("achievement", "kind") => word(typed, value::achievement_kind(&raw))?,
        // Told by the words for it and the degree.
        ("education", "level") => return Err(wrong(typed, "学历请写在“学历”一栏")),
        _ => text(typed),
    })
}

/// The day an achievement's period ends, which the rules ask for.
fn period_end(record: &mut Map<String, Value>) -> Result<()> {
    let until = record.get("period").and_then(Value::as_str).and_then(when::period_end);
    record.insert("until".into(), serde_json::to_value(until)?);
    Ok(())
}

/// The level an education's words stand for.
fn level(record: &mut Map<String, Value>) -> Result<()> {
    let e: Education = serde_json::from_value(Value::Object(record.clone()))?;
    let level = e.level_text.as_deref().and_then(|t| value::education(t, e.degree.as_deref()));
    record.insert("level".into(), serde_json::to_value(level)?);
    Ok(())
}
