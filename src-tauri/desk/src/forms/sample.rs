//! Invented people to show a form with: a short case, a long one, and one that strains every box.

use super::document::Document;
use crate::error::{Error, Result};
use serde_json::Value;
use std::path::Path;

/// How much the sample holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleSize {
    /// One person of a few years, a batch of six.
    Short,
    /// A dispatched worker with a long career, a batch of twenty-four.
    Long,
    /// Rare characters, a unit of sixty characters, twenty papers.
    Extreme,
}

impl SampleSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Short, Self::Long, Self::Extreme];

    /// Word on the command line and in file names.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Extreme => "extreme",
        }
    }
}

/// The sample of a size; the longer ones are written as what differs from the one before.
pub(super) fn read(folder: &Path, size: SampleSize) -> Result<Document> {
    let mut whole = Value::Null;
    for step in SampleSize::ALL {
        let text = std::fs::read_to_string(folder.join(format!("{}.json", step.key())))
            .map_err(|e| Error::io("表格样例", e))?;
        lay_over(&mut whole, serde_json::from_str(&text)?);
        if step == size {
            break;
        }
    }
    Ok(serde_json::from_value(whole)?)
}

fn lay_over(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (name, value) in over {
                lay_over(under.entry(name).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over,
    }
}
