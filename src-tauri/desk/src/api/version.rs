//! 改动 of one person: what was changed when by whom, and the way back.

use super::Call;
use super::decision::{DecisionChange, difference};
use super::person::PersonPage;
pub use super::person::PersonRequest;
use crate::error::Result;
use crate::store::version::PersonVersion;
use engine::id::PersonId;
use serde::{Deserialize, Serialize};

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonVersionRequest {
    /// Whose.
    pub id: PersonId,
    /// Number of the change.
    pub n: i32,
}

/// The changes of a person's records, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonVersions {
    /// The changes.
    pub versions: Vec<PersonVersionView>,
}

/// A change of a person's records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonVersionView {
    /// Number of the change.
    pub n: i32,
    /// Instant, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What, in words.
    pub label: String,
    /// About what.
    pub detail: String,
    /// Field by field; numbers of documents and phones stay masked.
    pub changes: Vec<DecisionChange>,
}

/// What was changed, field by field.
pub fn list(call: &Call<'_>, input: PersonRequest) -> Result<PersonVersions> {
    let (versions, now) = call.desk.read(|r| {
        let versions = r.list_person_version(&input.id)?;
        Ok((versions, r.dossier(&input.id)?))
    })?;
    // What a change left behind is what the next one found.
    let mut after = now;
    let view = |version: PersonVersion| {
        let changes = difference(&version.before, &after);
        after = version.before;
        PersonVersionView {
            n: i32::try_from(version.n).unwrap_or(i32::MAX),
            at: version.at,
            actor: version.actor,
            label: super::label_of(&version.op).to_owned(),
            detail: version.detail,
            changes,
        }
    };
    Ok(PersonVersions { versions: versions.into_iter().map(view).collect() })
}

/// Put a person's records back to what they were before a change. It is a change itself, and can be
/// taken back the same way.
pub fn restore(call: &Call<'_>, input: PersonVersionRequest) -> Result<PersonPage> {
    let id = &input.id;
    let before = call.desk.read(|r| r.person_version(id, i64::from(input.n)))?;
    call.desk.write("person.restoreVersion", Some(&id.0), "退回到一次改动以前", |w| {
        w.put_dossier(&before)
    })?;
    super::person_edit::after(call, id)
}
