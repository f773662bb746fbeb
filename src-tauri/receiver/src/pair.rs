//! Pairing: a unit gets a token and learns the receiver's key. The file this writes is handed over
//! in person; the token is kept here only as a hash.
//!
//! A unit's own signing key is trusted in one of two ways: registered here with `--unit-key`, or
//! taken from the first bundle that arrives with this token. Either way every later bundle must be
//! signed by it, until the operator pairs anew with `--forget-key`. `list` shows the fingerprint,
//! to be compared with the one on the unit's stamped cover sheet.

use std::io::Write;
use std::path::Path;

use bundle::{PublicKey, sha256_bytes};
use engine::protocol::{BASE_PATH, PAIRING_FORMAT, PROTOCOL, Pairing, Secret};

use crate::cli::PairOptions;
use crate::data::{DataDir, write_private};
use crate::failure::{Failure, Result};
use crate::http::is_same;
use crate::store::{KeyChange, Store};

/// `chengbao-receiver pair`.
pub fn run(options: &PairOptions) -> Result<()> {
    let data = DataDir::open(&options.data)?;
    let base_url = match &options.url {
        Some(url) => full_url(url),
        None => data.address().ok_or_else(|| {
            Failure::bad("还不知道收件端的地址：请先启动收件端（serve），或用--url写明地址")
        })?,
    };
    let ca_pem = match &options.ca {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map_err(|_| Failure::bad("CA证书文件读不出来，请检查--ca的路径和权限"))?,
        ),
        None => std::fs::read_to_string(data.trusted()).ok(),
    };
    let key = match (&options.unit_key, options.forget_key) {
        (Some(text), _) => {
            PublicKey::parse(text).map_err(|_| Failure::bad("--unit-key不是公钥，请核对后重试"))?;
            KeyChange::Set(text)
        }
        (None, true) => KeyChange::Forget,
        (None, false) => KeyChange::Keep,
    };
    let store = Store::open(&data.database())?;
    let unit = Unit { id: &options.unit, name: &options.name };
    let server = Server {
        store: &store,
        key: data.signer()?.public().to_base64(),
        recipient: data.identity()?.recipient().to_text(),
        name: &options.server_name,
        base_url,
        ca_pem,
    };
    write_pairing(&server, &unit, key, &options.out)?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "已为{}写好配对文件，请当面交给该单位；文件内有上传凭据，勿经公共渠道发送。",
        options.name
    )?;
    Ok(())
}

/// The unit to pair.
pub struct Unit<'a> {
    /// 统一社会信用代码.
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
}

/// Who pairs.
pub struct Server<'a> {
    /// The database.
    pub store: &'a Store,
    /// Public signing key.
    pub key: String,
    /// Whom a stick is encrypted for.
    pub recipient: String,
    /// Name for people.
    pub name: &'a str,
    /// Address up to and including the base path.
    pub base_url: String,
    /// Certificate authority (PEM) units must trust; none without HTTPS.
    pub ca_pem: Option<String>,
}

/// Write a pairing file. If the file is there already and its token still holds, the token stays,
/// so that a receiver that starts again does not lock its units out.
pub fn write_pairing(
    server: &Server<'_>,
    unit: &Unit<'_>,
    key: KeyChange<'_>,
    out: &Path,
) -> Result<()> {
    let is_code = !unit.id.is_empty()
        && unit.id.len() <= 64
        && unit.id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    if !is_code {
        return Err(Failure::bad("单位代码只能用字母、数字和横线，请填统一社会信用代码"));
    }
    if unit.name.trim().is_empty() || unit.name.chars().any(char::is_control) {
        return Err(Failure::bad("单位名称不能为空"));
    }
    let token = match held_token(server, unit, out)? {
        Some(token) => token,
        None => new_token(unit.id),
    };
    let secret = token.split_once('.').map(|(_, secret)| secret).unwrap_or_default();
    server.store.pair_unit(unit.id, unit.name, &sha256_bytes(secret.as_bytes()), key)?;
    let pairing = Pairing {
        format: PAIRING_FORMAT.to_owned(),
        protocol: PROTOCOL,
        base_url: server.base_url.clone(),
        server_id: server.store.server_id.clone(),
        server_name: server.name.to_owned(),
        server_key: server.key.clone(),
        unit_id: unit.id.to_owned(),
        unit_name: unit.name.to_owned(),
        token: Secret::new(token),
        server_recipient: Some(server.recipient.clone()),
        ca_pem: server.ca_pem.clone().filter(|_| server.base_url.starts_with("https:")),
    };
    let text = serde_json::to_string_pretty(&pairing)? + "\n";
    write_private(out, text.as_bytes())
}

/// The token in an older pairing file of this unit from this receiver, if it is still the one.
fn held_token(server: &Server<'_>, unit: &Unit<'_>, out: &Path) -> Result<Option<String>> {
    let Ok(text) = std::fs::read_to_string(out) else {
        return Ok(None);
    };
    let Ok(old) = serde_json::from_str::<Pairing>(&text) else {
        return Err(Failure::bad("要写的位置已有别的文件，没有覆盖，请换一个文件名"));
    };
    let Some(row) = server.store.unit(unit.id)? else {
        return Ok(None);
    };
    let token = old.token.reveal();
    let holds = token
        .strip_prefix(unit.id)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|secret| is_same(&sha256_bytes(secret.as_bytes()), &row.token_sha256));
    Ok((holds && old.server_id == server.store.server_id).then(|| token.to_owned()))
}

/// 256 bits from two random UUIDs (244 bits of chance), so no plain hash of it can be guessed.
fn new_token(unit_id: &str) -> String {
    let chance = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    let bytes: Vec<u8> = chance.iter().flat_map(|id| *id.as_bytes()).collect();
    format!("{unit_id}.{}", sha256_bytes(&bytes))
}

/// An address as typed, completed by the base path.
pub fn full_url(url: &str) -> String {
    let url = url.trim_end_matches('/');
    if url.ends_with(BASE_PATH) { url.to_owned() } else { format!("{url}{BASE_PATH}") }
}
