//! 回收站: people taken off the roster, put back, or erased for good at their request.

use super::Call;
use super::person::{PersonPage, get};
use crate::backup::{self, Occasion};
use crate::error::{Code, Error, Result};
use engine::id::PersonId;
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub use super::person::PersonRequest;

/// Whom to take off the roster, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRemoveRequest {
    /// Person.
    pub id: PersonId,
    /// Why, for whoever looks into the bin later.
    #[serde(default)]
    pub reason: String,
}

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonBinRequest {}

/// 回收站.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonBin {
    /// Who is in it, the newest first.
    pub people: Vec<BinnedPerson>,
}

/// Somebody in the bin, or the trace of somebody erased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BinnedPerson {
    /// Id.
    pub id: PersonId,
    /// Name; `None` after everything was erased.
    pub name: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Why they were taken off.
    pub reason: String,
    /// Instant, RFC 3339 UTC.
    pub removed_at: String,
    /// Instant at which everything was erased.
    pub erased_at: Option<String>,
}

/// What erasing somebody did, and what it cannot reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonErased {
    /// Copies of the database on this machine that went, because the person was in them.
    pub copies: i32,
    /// Databases set aside by a restore, in which the person may still be.
    pub set_aside: i32,
    /// Whether a backup was put elsewhere, in which the person may still be.
    pub has_external: bool,
}

/// Take somebody off the roster, whole, into the bin.
pub fn remove(call: &Call<'_>, input: PersonRemoveRequest) -> Result<PersonBin> {
    let desk = call.desk;
    let (dossier, is_used) =
        desk.read(|r| Ok((r.dossier(&input.id)?, r.is_person_used(&input.id)?)))?;
    if is_used {
        return Err(Error::precondition(
            "这个人在批次里有申报，不能移出台账",
            "还没有上报的，先在“选人”里取消；已经上报的要留底，不能移出",
        ));
    }
    let now = desk.now();
    desk.write("person.remove", Some(&input.id.0), "移出台账，放进回收站", |w| {
        w.bin_person(&dossier, input.reason.trim(), &now)
    })?;
    list(call, PersonBinRequest {})
}

/// Who is in the bin.
pub fn list(call: &Call<'_>, _: PersonBinRequest) -> Result<PersonBin> {
    let people = call.desk.read(|r| r.list_removed())?.into_iter().map(|p| {
        let person = p.dossier.map(|d| d.person);
        BinnedPerson {
            id: p.id,
            name: person.as_ref().map(|p| p.name.clone()),
            department: person.and_then(|p| p.department),
            reason: p.reason,
            removed_at: p.removed_at,
            erased_at: p.erased_at,
        }
    });
    Ok(PersonBin { people: people.collect() })
}

/// Put somebody back onto the roster, as they were.
pub fn put_back(call: &Call<'_>, input: PersonRequest) -> Result<PersonPage> {
    let desk = call.desk;
    let (kept, known) = desk.read(|r| Ok((r.removed_person(&input.id)?, r.list_known()?)))?;
    let dossier = kept.dossier.ok_or_else(|| {
        Error::precondition("这个人的资料已经彻底清除，放不回来", "需要时请重新录入")
    })?;
    let number = dossier.person.id_number.as_ref();
    if number.is_some() && known.iter().any(|k| k.id_number.as_ref() == number) {
        return Err(Error::new(
            Code::Conflict,
            "台账里已有人用这个证件号码，没有放回",
            "多半是后来又导入了同一个人；以台账里的为准即可",
        ));
    }
    desk.write("person.putBack", Some(&input.id.0), "从回收站放回台账", |w| {
        w.put_back_person(&dossier)
    })?;
    get(call, input)
}

/// Erase everything about somebody in the bin (个人信息保护法 art. 47): the database, the traces of
/// imports, contents put aside, and the copies of the database on this machine, of which one new one
/// is taken. What lies elsewhere is told, not reached.
pub fn erase(call: &Call<'_>, input: PersonRequest) -> Result<PersonErased> {
    let desk = call.desk;
    let kept = desk.read(|r| r.removed_person(&input.id))?;
    if kept.erased_at.is_some() {
        return Err(Error::precondition("这个人的资料已经清除过了", ""));
    }
    let now = desk.now();
    desk.write(
        "person.erase",
        Some(&input.id.0),
        "应要求彻底清除一个人的资料",
        |w| w.erase_person(&input.id, &now),
    )?;
    desk.settle()?;
    desk.blobs().purge(Duration::ZERO, desk.moment());
    let old = backup::list(desk)?;
    backup::take(desk, Occasion::Hand)?;
    let copies = old
        .iter()
        .filter(|copy| std::fs::remove_file(desk.folder(backup::FOLDER).join(&copy.name)).is_ok())
        .count();
    let set_aside =
        std::fs::read_dir(desk.folder("set-aside")).map_or(0, |entries| entries.flatten().count());
    let has_external = desk.read(|r| r.setting(backup::EXTERNAL))?.is_some();
    Ok(PersonErased { copies: copies as i32, set_aside: set_aside as i32, has_external })
}
