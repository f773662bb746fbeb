//! Dates in pack files: TOML's own, unquoted, or a text.

use crate::date::Date;
use serde::{Deserialize, Deserializer, de};

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(toml::value::Datetime),
}

/// Read a date of either form.
pub fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let text = match Written::deserialize(d)? {
        Written::Text(text) => text,
        Written::Toml(date) => date.to_string(),
    };
    text.parse().map_err(|_| de::Error::custom(format!("“{text}”不是日期，应写成 2025-01-01")))
}

/// Read a date that may be left out.
pub fn read_some<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
    read(d).map(Some)
}
