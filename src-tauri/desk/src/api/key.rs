//! 上锁 and 开锁: encrypting the office, opening it, and who may.

use super::Call;
use super::notice::FileView;
use crate::error::{Error, Result};
use crate::forms::RecoverySheet;
use crate::key::{CAN_ENCRYPT, KeyFile, Officer, OfficerRole, RecoveryCode};
use engine::unit::UnitRelation;
use serde::{Deserialize, Serialize};

/// Setting: minutes without a touch after which the window locks; 0 never.
const IDLE: &str = "key.idle_minutes";
/// Until somebody chooses.
const IDLE_MINUTES: i32 = 15;
/// A day; more is never.
const MOST_IDLE: i32 = 24 * 60;

/// Nothing is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyRequest {}

/// Encrypt the office; whoever does it becomes its first officer.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyCreateRequest {
    /// Name of the officer, as it will stand in the history.
    pub name: String,
    /// The pass phrase. It is kept nowhere.
    pub passphrase: String,
}

/// A pass phrase.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyOpenRequest {
    /// Whose; `None` for whichever it fits.
    pub name: Option<String>,
    /// The pass phrase.
    pub passphrase: String,
}

/// The recovery code, and who opens from now on.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyRecoverRequest {
    /// The code as it was typed.
    pub code: String,
    /// Name of the officer; one that is there gets the new pass phrase.
    pub name: String,
    /// Their new pass phrase.
    pub passphrase: String,
}

/// Another pass phrase of one's own.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyChangeRequest {
    /// The former.
    pub former: String,
    /// The new.
    pub passphrase: String,
}

/// Another recovery code.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyRenewRequest {
    /// One's own pass phrase.
    pub passphrase: String,
}

/// Somebody more.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfficerRequest {
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: OfficerRole,
    /// Their first pass phrase.
    pub passphrase: String,
}

/// Somebody less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfficerRemoveRequest {
    /// Name.
    pub name: String,
}

/// When the window locks by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyIdleRequest {
    /// Minutes without a touch; 0 never.
    pub minutes: i32,
}

/// How the office stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyState {
    /// Whether this program can encrypt at all.
    pub can_encrypt: bool,
    /// Whether the office is encrypted.
    pub is_encrypted: bool,
    /// Whether it must be opened first.
    pub is_locked: bool,
    /// Whoever has a pass phrase.
    pub officers: Vec<Officer>,
    /// Who opened it.
    pub own: Option<Officer>,
    /// Seconds until the next pass phrase is looked at.
    pub pause: i32,
    /// Minutes without a touch after which the window locks; 0 never.
    pub idle_minutes: i32,
}

/// A recovery code, shown once.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyMade {
    /// The code, in groups of five.
    pub code: String,
    /// 恢复码单, to be printed; `None` where it could not be set. Then the code is copied by hand.
    pub sheet: Option<FileView>,
}

/// How the office stands.
pub fn state(call: &Call<'_>, _: KeyRequest) -> Result<KeyState> {
    let desk = call.desk;
    let idle = match desk.is_encrypted() && !desk.is_locked() && desk.damage().is_none() {
        true => desk.read(|r| r.setting(IDLE))?.and_then(|text| text.parse().ok()),
        false => None,
    };
    Ok(KeyState {
        can_encrypt: CAN_ENCRYPT,
        is_encrypted: desk.is_encrypted(),
        is_locked: desk.is_locked(),
        officers: desk.officers()?,
        own: desk.officer(),
        pause: i32::try_from(desk.pause()).unwrap_or(i32::MAX),
        idle_minutes: idle.unwrap_or(IDLE_MINUTES),
    })
}

/// Encrypt the office.
pub fn create(call: &Call<'_>, input: KeyCreateRequest) -> Result<KeyMade> {
    let officer = Officer { name: input.name.trim().to_owned(), role: OfficerRole::Preparer };
    let code = call.desk.encrypt(officer, &input.passphrase, call.progress)?;
    made(call, &code)
}

/// Open it with a pass phrase.
pub fn open(call: &Call<'_>, input: KeyOpenRequest) -> Result<KeyState> {
    call.desk.unlock(input.name.as_deref(), &input.passphrase)?;
    state(call, KeyRequest {})
}

/// Open it with the recovery code.
pub fn recover(call: &Call<'_>, input: KeyRecoverRequest) -> Result<KeyState> {
    let name = input.name.trim();
    let known = call.desk.officers()?.into_iter().find(|o| o.name == name);
    let officer =
        known.unwrap_or_else(|| Officer { name: name.to_owned(), role: OfficerRole::Preparer });
    call.desk.recover(&input.code, officer, &input.passphrase)?;
    state(call, KeyRequest {})
}

/// Lock it.
pub fn close(call: &Call<'_>, _: KeyRequest) -> Result<KeyState> {
    call.desk.lock_up()?;
    state(call, KeyRequest {})
}

/// Change one's own pass phrase.
pub fn change(call: &Call<'_>, input: KeyChangeRequest) -> Result<KeyState> {
    call.desk.change_passphrase(&input.former, &input.passphrase)?;
    state(call, KeyRequest {})
}

/// Make another recovery code.
pub fn renew(call: &Call<'_>, input: KeyRenewRequest) -> Result<KeyMade> {
    let code = call.desk.renew_code(&input.passphrase)?;
    made(call, &code)
}

/// Give somebody a pass phrase of their own.
pub fn add_officer(call: &Call<'_>, input: OfficerRequest) -> Result<KeyState> {
    let officer = Officer { name: input.name.trim().to_owned(), role: input.role };
    call.desk.add_officer(officer, &input.passphrase)?;
    state(call, KeyRequest {})
}

/// Take somebody's pass phrase away.
pub fn remove_officer(call: &Call<'_>, input: OfficerRemoveRequest) -> Result<KeyState> {
    call.desk.remove_officer(&input.name)?;
    state(call, KeyRequest {})
}

/// Choose when the window locks by itself.
pub fn set_idle(call: &Call<'_>, input: KeyIdleRequest) -> Result<KeyState> {
    if !(0..=MOST_IDLE).contains(&input.minutes) {
        return Err(Error::invalid("时间不合适", "请填 0 到 1440 分钟").at("minutes"));
    }
    let minutes = input.minutes.to_string();
    call.desk.write("key.idle", None, "改了自动上锁的时间", |w| w.set(IDLE, &minutes))?;
    state(call, KeyRequest {})
}

/// The code reaches the person whatever becomes of the sheet.
fn made(call: &Call<'_>, code: &RecoveryCode) -> Result<KeyMade> {
    Ok(KeyMade { code: code.shown(), sheet: sheet(call, code).ok() })
}

fn sheet(call: &Call<'_>, code: &RecoveryCode) -> Result<FileView> {
    let desk = call.desk;
    let own = desk.read(|r| r.list_unit())?.into_iter().find(|u| u.relation == UnitRelation::Own);
    let today = desk.today();
    let file = KeyFile::load(&desk.folder(""))?;
    let sheet = RecoverySheet {
        unit: own.map(|u| u.name).unwrap_or_default(),
        key_id: file.map(|f| f.key_id).unwrap_or_default(),
        code: code.shown(),
        made_on: today.format("%Y年%-m月%-d日").to_string(),
    };
    let pdf = desk.forms().recovery_sheet(&sheet, today)?;
    let name = "资料夹恢复码单.pdf".to_owned();
    Ok(FileView { file: desk.hand_out(&pdf, &name)?, name, pages: 1 })
}
