//! Typed ids, so that a person is never handed in where a batch is meant. UUIDv7 text, made by the
//! desk; the engine only carries them.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema, ts_rs::TS,
        )]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

ids! {
    /// Id of a [`crate::person::Person`].
    PersonId,
    /// Id of a [`crate::unit::Unit`].
    UnitId,
    /// Id of an [`crate::application::Application`].
    ApplicationId,
    /// Id of a batch (批次).
    BatchId,
    /// Id of a public notice (公示).
    NoticeId,
    /// Id of an attachment (附件).
    AttachmentId,
}
