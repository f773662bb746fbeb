//! What a form says of itself, in the TOML beside its template.

use serde::Deserialize;

/// A form's own description.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSpec {
    /// Title, as in the document's properties.
    pub title: String,
    /// Paper and direction: “A4 纵向”.
    pub paper: String,
    /// Where the form comes from, or that the layout is ours.
    pub source: String,
    /// Families the template uses, first choice first.
    pub families: Vec<String>,
    /// Whether the PDF is PDF/A-2b with tags; long rosters are not, for size.
    pub is_archive: bool,
    /// Places to sign and to seal, for the list of seals.
    #[serde(default)]
    pub place: Vec<Place>,
}

/// A place that somebody signs or seals by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// “签名” or “公章”.
    pub kind: String,
    /// Who: “本人”, “审核人”, “申报单位”.
    pub who: String,
    /// Whether the place is there only in a dispatch.
    #[serde(default)]
    pub only_dispatch: bool,
}
