//! What goes over the wire to the upstream (上级) and comes back: protocol version 1.
//!
//! `schemas/sync.openapi.yaml` describes the same for other implementations. Every answer carries
//! [`PROTOCOL_HEADER`]; an answer without it did not come from a receiver, whatever its status.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::decision::Decision;

/// The protocol version spoken here.
pub const PROTOCOL: u32 = 1;
/// Header on every answer: the protocol version.
pub const PROTOCOL_HEADER: &str = "zc-protocol";
/// Header on every answer: the receiver's id, a UUID made at installation.
pub const SERVER_ID_HEADER: &str = "zc-server-id";
/// Header on every answer: the epoch, raised when the receiver was restored from a backup.
pub const EPOCH_HEADER: &str = "zc-epoch";
/// Path all addresses begin with.
pub const BASE_PATH: &str = "/zc/v1";
/// The tus version for uploads.
pub const TUS_VERSION: &str = "1.0.0";
/// Bytes a client sends in one request: small enough to lose little, large enough to be quick.
pub const CHUNK_BYTES: u64 = 8 << 20;

/// Text that must not reach a log or a screen; its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wrap a secret.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The pairing file (配对文件): all a unit needs to speak to one receiver. Handed over in person or
/// on paper; whoever holds it may upload in the unit's name, but cannot sign for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Pairing {
    /// Always `chengbao-pairing`, so that another JSON file is recognised as such.
    pub format: String,
    /// Protocol version of the receiver.
    pub protocol: u32,
    /// Address up to and including [`BASE_PATH`], without a trailing slash.
    pub base_url: String,
    /// Id of the receiver.
    pub server_id: String,
    /// Name of the receiver for people.
    pub server_name: String,
    /// Public key (minisign, base64) the receiver signs receipts with.
    pub server_key: String,
    /// 统一社会信用代码 of the unit.
    pub unit_id: String,
    /// Name of the unit.
    pub unit_name: String,
    /// `<unit id>.<secret>`, sent as a bearer token.
    pub token: Secret,
    /// Key (age recipient) that what goes on a stick is encrypted for; `null` from a receiver that
    /// has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_recipient: Option<String>,
    /// Certificate authority (PEM) to trust, and no other; `null` for loopback without TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
}

/// The word in [`Pairing::format`].
pub const PAIRING_FORMAT: &str = "chengbao-pairing";

/// `GET /server`: who the receiver is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServerInfo {
    /// Id of the receiver.
    pub server_id: String,
    /// Name of the receiver for people.
    pub server_name: String,
    /// Raised when the receiver was restored from a backup.
    #[ts(type = "number")]
    pub epoch: u64,
    /// Oldest protocol version accepted.
    pub protocol_min: u32,
    /// Newest protocol version accepted.
    pub protocol_max: u32,
    /// Public key (minisign, base64) the receiver signs receipts with.
    pub public_key: String,
    /// Largest bundle accepted, in bytes.
    #[ts(type = "number")]
    pub max_bundle_bytes: u64,
    /// Bytes a client should send in one request.
    #[ts(type = "number")]
    pub chunk_bytes: u64,
}

/// Where a bundle stands at the receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BundleState {
    /// 已接收：complete, checked, signed for.
    Received,
    /// A state of a newer receiver.
    #[serde(other)]
    Unknown,
}

/// A receipt (回执). Its canonical JSON, see [`canonical_json`], is what the receiver signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Receipt {
    /// Id of the receiver.
    pub server_id: String,
    /// Epoch of the receiver.
    #[ts(type = "number")]
    pub epoch: u64,
    /// Number of the event at the receiver; orders everything.
    #[ts(type = "number")]
    pub n: u64,
    /// Bundle id: SHA-256 of the tag manifest, 64 lower-case hex digits.
    pub bundle_id: String,
    /// SHA-256 of the zip as it first arrived.
    pub zip_sha256: String,
    /// Length of that zip in bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// 统一社会信用代码 of the unit.
    pub unit_id: String,
    /// UTC instant by the receiver's clock, RFC 3339.
    pub received_at: String,
    /// What the receipt states.
    pub state: BundleState,
}

/// A receipt or a decision as it is sent, stored and carried on a stick: the exact text and its
/// signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Signed {
    /// Canonical JSON of a [`Receipt`] or a [`Decision`].
    pub document: String,
    /// minisign signature file over `document`.
    pub signature: String,
}

impl Signed {
    /// The receipt inside. Says nothing about the signature.
    ///
    /// # Errors
    /// When `document` is no receipt.
    pub fn receipt(&self) -> serde_json::Result<Receipt> {
        serde_json::from_str(&self.document)
    }

    /// The decision inside. Says nothing about the signature.
    ///
    /// # Errors
    /// When `document` is no decision.
    pub fn decision(&self) -> serde_json::Result<Decision> {
        serde_json::from_str(&self.document)
    }
}

/// `GET /bundles/{id}`: where a bundle stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleStatus {
    /// Bundle id: SHA-256 of the tag manifest, 64 lower-case hex digits.
    pub bundle_id: String,
    /// Where it stands.
    pub state: BundleState,
    /// 轮次.
    pub round: u8,
    /// UTC instant by the receiver's clock, RFC 3339.
    pub received_at: String,
}

/// What an event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A bundle was received; its receipt can be fetched.
    Received,
    /// An application in it was decided; the decision can be fetched by the event's number.
    Decided,
    /// An event of a newer receiver: kept in order, otherwise passed over.
    #[serde(other)]
    Unknown,
}

/// One entry of the append-only feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Event {
    /// Number; ascending, per receiver, with gaps where other units' events lie.
    #[ts(type = "number")]
    pub n: u64,
    /// What happened.
    pub kind: EventKind,
    /// Bundle id: SHA-256 of the tag manifest, 64 lower-case hex digits.
    pub bundle_id: String,
    /// UTC instant by the receiver's clock, RFC 3339.
    pub at: String,
}

/// `GET /events?after=n`: at most a hundred events of the asking unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EventPage {
    /// Epoch of the receiver; another one than before means: read again from 0.
    #[ts(type = "number")]
    pub epoch: u64,
    /// The events, ascending.
    pub events: Vec<Event>,
    /// Ask for events after this number next time.
    #[ts(type = "number")]
    pub next: u64,
}

/// An error answer: RFC 9457 `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Problem {
    /// `urn:chengbao:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short English title.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Chinese sentence for the person.
    pub detail: String,
    /// What the client does differently.
    pub code: ProblemCode,
    /// The faults of a refused bundle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<crate::bundle::BundleProblem>,
}

impl Problem {
    /// The answer for a code with its Chinese sentence.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:chengbao:problem:{}", code.as_str()),
            title: code.as_str().replace('-', " "),
            status: code.status(),
            detail: detail.into(),
            code,
            problems: vec![],
        }
    }
}

/// Declares the closed list of problem codes once: variant, wire code, HTTP status.
macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $status:literal;)*) => {
        /// The closed list of problems a receiver answers with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "kebab-case")]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
            /// A code of a newer receiver; the status decides.
            #[serde(other)]
            Unknown,
        }

        impl ProblemCode {
            /// Every code of this version.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* Self::Unknown => "unknown" }
            }

            /// The HTTP status it comes with.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }
        }
    };
}

problem_codes! {
    /// A header or parameter is missing or not of its form.
    BadRequest "bad-request" 400;
    /// No token, an unknown unit or a wrong token.
    Unauthorized "unauthorized" 401;
    /// No such upload, bundle or path.
    NotFound "not-found" 404;
    /// The path does not know this method.
    MethodNotAllowed "method-not-allowed" 405;
    /// The offset is not where the upload stands: ask with HEAD and resume.
    OffsetConflict "offset-conflict" 409;
    /// An application of this round is already here with other content.
    RoundTaken "round-taken" 409;
    /// The upload has expired: begin a new one.
    UploadExpired "upload-expired" 410;
    /// The tus or protocol version is not spoken here.
    VersionMismatch "version-mismatch" 412;
    /// The bundle is larger than accepted.
    TooLarge "too-large" 413;
    /// Not `application/offset+octet-stream`.
    WrongMediaType "wrong-media-type" 415;
    /// All bytes are there, but the file's SHA-256 differs: the upload was dropped, begin again.
    HashDiffers "hash-differs" 422;
    /// The bag was refused; `problems` says why. The upload was dropped.
    BagInvalid "bag-invalid" 422;
    /// The bundle names another unit than the token.
    UnitMismatch "unit-mismatch" 422;
    /// A filing again that does not follow a return of this very bundle and round.
    RoundOrder "round-order" 422;
    /// A fourth return: it must end with acceptance or rejection.
    ReturnLimit "return-limit" 422;
    /// Another request is writing to this upload: wait and ask again.
    Busy "busy" 423;
    /// The chunk's checksum differs: send it again.
    ChunkChecksum "chunk-checksum" 460;
    /// A fault of the receiver.
    Internal "internal" 500;
    /// The receiver's disk is full.
    StorageFull "storage-full" 507;
}

/// JSON with sorted keys and no white space: the one text that is signed. Numbers are integers in
/// all signed types, so no question of number formatting arises.
///
/// # Errors
/// When the value cannot be represented as JSON.
pub fn canonical_json<T: Serialize>(value: &T) -> serde_json::Result<String> {
    fn sorted(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::Object(map) => {
                let mut pairs: Vec<_> = map.into_iter().map(|(k, v)| (k, sorted(v))).collect();
                pairs.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(pairs.into_iter().collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
        }
    }
    serde_json::to_string(&sorted(serde_json::to_value(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_sorts_keys_at_every_depth() {
        let value = serde_json::json!({"b": 1, "a": {"d": [{"y": 1, "x": "中"}], "c": null}});
        assert_eq!(
            canonical_json(&value).unwrap(),
            r#"{"a":{"c":null,"d":[{"x":"中","y":1}]},"b":1}"#
        );
    }

    #[test]
    fn a_token_never_shows_in_debug_output() {
        assert_eq!(format!("{:?}", Secret::new("abc".into())), "Secret(…)");
    }

    #[test]
    fn words_of_a_newer_receiver_are_read_as_unknown() {
        assert_eq!(serde_json::from_str::<EventKind>("\"recalled\"").unwrap(), EventKind::Unknown);
        assert_eq!(serde_json::from_str::<ProblemCode>("\"x\"").unwrap(), ProblemCode::Unknown);
    }
}
