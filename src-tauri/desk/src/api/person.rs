//! 人员: the roster in the window, and one person.

use super::Call;
use crate::error::{Error, Result};
use crate::store::person::{PersonLine, PersonQuery};
use engine::date::PartialDate as Partial;
use engine::date::PartialDate;
use engine::id::{ApplicationId, BatchId, PersonId};
use engine::person::Dossier;
use engine::text::{mask_id_number, mask_phone};
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};

/// A window of the roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonListRequest {
    /// A fragment of the name, pinyin, initials, staff number, or either end of an id number.
    #[serde(default)]
    pub query: String,
    /// Department.
    #[serde(default)]
    pub department: Option<String>,
    /// Latest verdict.
    #[serde(default)]
    pub conclusion: Option<Conclusion>,
    /// Column: `name`, `born_on`, `department`, `title`, `obtained_on`.
    #[serde(default)]
    pub sort: Option<String>,
    /// Downwards.
    #[serde(default)]
    pub descending: bool,
    /// First row.
    #[serde(default)]
    pub from: i32,
    /// Rows wanted, at most 500.
    #[serde(default)]
    pub count: i32,
}

/// The window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonList {
    /// Rows that match.
    pub total: i32,
    /// The window.
    pub rows: Vec<PersonRow>,
    /// All departments.
    pub departments: Vec<String>,
}

/// A person in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRow {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// 男, 女.
    pub sex: Option<String>,
    /// 出生年月.
    pub born_on: Option<PartialDate>,
    /// 部门.
    pub department: Option<String>,
    /// 岗位.
    pub post: Option<String>,
    /// 现职称.
    pub title: Option<String>,
    /// 取得时间.
    pub obtained_on: Option<PartialDate>,
    /// 拟申报.
    pub intended_title: Option<String>,
    /// Latest verdict.
    pub conclusion: Option<Conclusion>,
    /// Its sentence.
    pub headline: Option<String>,
    /// Open doubts.
    pub doubts: i32,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRequest {
    /// Id.
    pub id: PersonId,
}

/// One person with all records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonPage {
    /// In one line.
    pub row: PersonRow,
    /// Fields, id number and phone masked.
    pub fields: Vec<FieldView>,
    /// Records, in the order of the official form.
    pub sections: Vec<SectionView>,
    /// What the clerk must decide.
    pub doubts: Vec<DoubtView>,
    /// Applications of this person.
    pub applications: Vec<PersonApplication>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldView {
    /// Key.
    pub key: String,
    /// Label.
    pub label: String,
    /// Value for a reader.
    pub value: Option<String>,
    /// Whether part of it is hidden and can be revealed.
    pub is_masked: bool,
}

/// A section of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SectionView {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Keys of the columns, for changing a record.
    pub keys: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// Something the import could not decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoubtView {
    /// Id.
    pub id: String,
    /// Field in words.
    pub field: String,
    /// What does not agree, and where it was read.
    pub message: String,
    /// The values that stand against each other.
    pub choices: Vec<DoubtChoice>,
}

/// A value to decide for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoubtChoice {
    /// Value.
    pub value: String,
    /// For a reader.
    pub label: String,
}

/// An application in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonApplication {
    /// Id.
    pub application_id: ApplicationId,
    /// Its batch.
    pub batch_id: BatchId,
    /// The batch's name.
    pub batch_name: String,
    /// Title applied for.
    pub title: String,
    /// Verdict.
    pub conclusion: Option<Conclusion>,
}

/// A decision on a doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettleRequest {
    /// Doubt id.
    pub doubt: String,
    /// The value decided for.
    pub value: String,
}

/// A masked field to be shown once; the act is written to the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevealRequest {
    /// Person.
    pub id: PersonId,
    /// Field key.
    pub field: String,
}

/// The full value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Revealed {
    /// Value.
    pub value: Option<String>,
}

/// A window of the roster.
pub fn list(call: &Call<'_>, input: PersonListRequest) -> Result<PersonList> {
    let count = if input.count <= 0 { 200 } else { input.count.min(500) };
    let query = PersonQuery {
        text: input.query,
        department: input.department,
        conclusion: input.conclusion.map(|c| c.key().to_owned()),
        sort: input.sort.unwrap_or_default(),
        is_descending: input.descending,
    };
    call.desk.read(|r| {
        let lines = r.list_person(&query, i64::from(input.from.max(0)), i64::from(count))?;
        Ok(PersonList {
            total: r.count_person(&query)? as i32,
            rows: lines.into_iter().map(PersonRow::from).collect(),
            departments: r.list_department()?,
        })
    })
}

impl From<PersonLine> for PersonRow {
    fn from(l: PersonLine) -> Self {
        let p = l.person;
        Self {
            id: p.id,
            name: p.name,
            sex: p.sex.map(|s| s.label().to_owned()),
            born_on: p.born_on,
            department: p.department,
            post: p.post,
            title: l.title,
            obtained_on: l.obtained_on,
            intended_title: p.intended_title,
            conclusion: l.conclusion,
            headline: l.verdict.map(|v| v.headline),
            doubts: l.doubts,
        }
    }
}

/// One person.
pub fn get(call: &Call<'_>, input: PersonRequest) -> Result<PersonPage> {
    let desk = call.desk;
    let d = desk.read(|r| r.dossier(&input.id))?;
    let applications = desk.read(|r| r.list_application_of(&input.id))?;
    let doubts = desk.read(|r| r.list_doubt(&input.id))?;
    let units = desk.read(|r| r.list_unit())?;
    let latest = applications.first().and_then(|a| a.verdict.as_ref());
    let title = d.current_title();
    let p = &d.person;
    let row = PersonRow {
        id: p.id.clone(),
        name: p.name.clone(),
        sex: p.sex.map(|s| s.label().to_owned()),
        born_on: p.born_on,
        department: p.department.clone(),
        post: p.post.clone(),
        title: title.and_then(|t| t.name.clone()),
        obtained_on: title.and_then(|t| t.obtained_on),
        intended_title: p.intended_title.clone(),
        conclusion: latest.map(|v| v.conclusion),
        headline: latest.map(|v| v.headline.clone()),
        doubts: doubts.len() as i32,
    };
    let employer = p.employer_id.as_ref().and_then(|id| units.iter().find(|u| u.id == *id));
    let mut listed = Vec::new();
    for a in &applications {
        listed.push(PersonApplication {
            application_id: a.application.id.clone(),
            batch_name: desk.read(|r| r.batch(&a.application.batch_id))?.name,
            batch_id: a.application.batch_id.clone(),
            title: a.application.title.clone().unwrap_or_default(),
            conclusion: a.verdict.as_ref().map(|v| v.conclusion),
        });
    }
    Ok(PersonPage {
        row,
        fields: fields(&d, employer.map(|u| u.name.as_str())),
        sections: super::person_section::sections(&d),
        doubts: doubts
            .into_iter()
            .map(|x| DoubtView {
                id: x.id,
                field: label(&x.field).to_owned(),
                message: x.message,
                choices: x
                    .sides
                    .into_iter()
                    .map(|(value, label)| DoubtChoice { value, label })
                    .collect(),
            })
            .collect(),
        applications: listed,
    })
}

fn label(field: &str) -> &str {
    match field {
        "born_on" => "出生年月",
        "sex" => "性别",
        other => other,
    }
}

/// The fields of a person, for a reader.
pub(crate) fn fields(d: &Dossier, employer: Option<&str>) -> Vec<FieldView> {
    let p = &d.person;
    let field = |key: &str, label: &str, value: Option<String>| FieldView {
        key: key.to_owned(),
        label: label.to_owned(),
        value,
        is_masked: false,
    };
    let masked = |key: &str, label: &str, value: Option<String>| FieldView {
        is_masked: value.is_some(),
        ..field(key, label, value)
    };
    vec![
        masked("id_number", "身份证号", p.id_number.as_deref().map(mask_id_number)),
        field("sex", "性别", p.sex.map(|s| s.label().to_owned())),
        field("ethnicity", "民族", p.ethnicity.clone()),
        field("born_on", "出生年月", p.born_on.map(Partial::dotted)),
        field("political_status", "政治面貌", p.political_status.clone()),
        field("department", "部门", p.department.clone()),
        field("post", "现从事岗位", p.post.clone()),
        field("employment_kind", "身份", p.employment_text.clone()),
        field("employer", "合同单位", employer.map(str::to_owned)),
        field("started_work_on", "参加工作时间", p.started_work_on.map(Partial::dotted)),
        masked("phone", "手机号码", p.phone.as_deref().map(mask_phone)),
        field("intended_series", "申报系列", p.intended_series.clone()),
        field("intended_title", "拟申报职称", p.intended_title.clone()),
        field("intended_specialty", "申报专业", p.intended_specialty.clone()),
        field("intended_kind", "申报类型", p.intended_kind.map(|k| k.label().to_owned())),
        field("note", "备注", p.note.clone()),
        field("id_name", "证件姓名", p.id_name.clone()),
        field("staff_number", "工号", p.staff_number.clone()),
        field("joined_on", "到岗时间", p.joined_on.map(Partial::dotted)),
        field("post_grade", "岗位等级", p.post_grade.clone()),
        field("summary", "专业技术工作总结", p.summary.clone()),
    ]
    .into_iter()
    .chain(p.extra.iter().map(|(key, value)| {
        // A column of the office's own may hold anything, a number of an identity card too.
        let shown = engine::roster::masked(None, value);
        field(&format!("extra.{key}"), key, Some(shown))
    }))
    .collect()
}

/// Decide a doubt: the person's field takes the value decided for, and verdicts are made anew.
pub fn settle(call: &Call<'_>, input: SettleRequest) -> Result<PersonPage> {
    let desk = call.desk;
    let doubt = desk.read(|r| r.doubt(&input.doubt))?;
    let mut person = desk.read(|r| r.dossier(&doubt.person_id))?.person;
    let wrong = || Error::invalid("这个值不能用", "请从列出的几个里选一个").at("value");
    match doubt.field.as_str() {
        "born_on" => person.born_on = Some(input.value.parse().map_err(|_| wrong())?),
        "sex" => person.sex = Some(input.value.parse().map_err(|()| wrong())?),
        _ => return Err(wrong()),
    }
    let now = desk.now();
    let subject = person.id.0.clone();
    let detail = format!("定下“{}”", label(&doubt.field));
    desk.write("person.settle", Some(&subject), detail, |w| {
        w.put_person(&person)?;
        w.settle_doubt(&doubt.id, &now)
    })?;
    for a in desk.read(|r| r.list_application_of(&person.id))? {
        super::eligibility::reassess(call, &a.application.id)?;
    }
    get(call, PersonRequest { id: person.id })
}

/// Show a masked field once; the act is in the history.
pub fn reveal(call: &Call<'_>, input: RevealRequest) -> Result<Revealed> {
    let person = call.desk.read(|r| r.dossier(&input.id))?.person;
    let value = match input.field.as_str() {
        "id_number" => person.id_number,
        "phone" => person.phone,
        _ => return Err(Error::not_found("这一项")),
    };
    let subject = input.id.0.clone();
    call.desk.write("person.reveal", Some(&subject), "显示一项隐去的信息", |_| Ok(()))?;
    Ok(Revealed { value })
}
