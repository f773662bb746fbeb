//! Draft people packed small: of a list of a hundred thousand everybody is held at once, but only one
//! is looked at.

use super::{Doubt, Draft, RecordKind};
use crate::date::PartialDate;
use crate::person::Dossier;

/// A person with all records as bytes; a tenth of what the structs take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedDossier(Box<[u8]>);

/// Packing failed, which no dossier of ours does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a dossier cannot be packed: {0}")]
pub struct PackingError(String);

impl PackedDossier {
    /// Pack a person.
    ///
    /// # Errors
    /// [`PackingError`], which would be a fault of the program.
    pub fn of(dossier: &Dossier) -> Result<Self, PackingError> {
        let bytes =
            postcard::to_extend(dossier, Vec::new()).map_err(|e| PackingError(e.to_string()))?;
        Ok(Self(bytes.into_boxed_slice()))
    }

    /// The person.
    ///
    /// # Errors
    /// [`PackingError`], which would be a fault of the program.
    pub fn open(&self) -> Result<Dossier, PackingError> {
        postcard::from_bytes(&self.0).map_err(|e| PackingError(e.to_string()))
    }
}

/// Where a record of another sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordRow {
    /// Kind: the list of the dossier.
    pub kind: RecordKind,
    /// Its index in that list.
    pub index: u16,
    /// Sheet, by its index in the workbook.
    pub sheet: u16,
    /// Row, from 1.
    pub row: u32,
}

/// A row with a person, packed, with what tells people apart in the open.
#[derive(Debug, Clone, PartialEq)]
pub struct PackedDraft {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Name.
    pub name: String,
    /// Id number.
    pub id_number: Option<String>,
    /// Birth.
    pub born_on: Option<PartialDate>,
    /// The person and all records found for them.
    pub dossier: PackedDossier,
    /// Record kinds another sheet has brought for this person.
    pub kinds: Vec<RecordKind>,
    /// Where those records stand.
    pub rows: Vec<RecordRow>,
    /// Doubts to be settled before the public notice.
    pub doubts: Vec<Doubt>,
    /// Whether an error holds it back.
    pub is_held: bool,
}

impl PackedDraft {
    /// Pack a row.
    ///
    /// # Errors
    /// [`PackingError`], which would be a fault of the program.
    pub fn of(draft: Draft) -> Result<Self, PackingError> {
        let dossier = PackedDossier::of(&draft.dossier)?;
        let Draft { sheet, row, dossier: Dossier { person, .. }, doubts, is_held } = draft;
        let (name, id_number, born_on) = (person.name, person.id_number, person.born_on);
        Ok(Self {
            sheet,
            row,
            name,
            id_number,
            born_on,
            dossier,
            kinds: Vec::new(),
            rows: Vec::new(),
            doubts,
            is_held,
        })
    }

    /// The row as it was read.
    ///
    /// # Errors
    /// [`PackingError`], which would be a fault of the program.
    pub fn open(&self) -> Result<Draft, PackingError> {
        Ok(Draft {
            sheet: self.sheet.clone(),
            row: self.row,
            dossier: self.dossier.open()?,
            doubts: self.doubts.clone(),
            is_held: self.is_held,
        })
    }
}

/// Whose row it is, for the issues about it.
pub(super) trait Whose {
    /// Sheet, row and name.
    fn whose(&self) -> (&str, u32, &str);
}

impl Whose for Draft {
    fn whose(&self) -> (&str, u32, &str) {
        (&self.sheet, self.row, &self.dossier.person.name)
    }
}

impl Whose for PackedDraft {
    fn whose(&self) -> (&str, u32, &str) {
        (&self.sheet, self.row, &self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use crate::person::{Achievement, AchievementKind, Education, Person, Training};
    use crate::title::EducationLevel;

    #[test]
    fn a_packed_person_comes_out_whole() {
        let person = Person {
            id: PersonId("p".into()),
            name: "𠮷样".into(),
            born_on: "1990-02".parse().ok(),
            extra: [("工资卡号".to_owned(), "1".to_owned())].into(),
            ..Person::default()
        };
        let dossier = Dossier {
            person,
            education: vec![Education {
                level: Some(EducationLevel::Bachelor),
                is_overseas: Some(false),
                ..Education::default()
            }],
            training: vec![Training { general_hours: Some(30.5), ..Training::default() }],
            achievement: vec![Achievement {
                kind: Some(AchievementKind::Paper),
                ..Achievement::default()
            }],
            open_doubts: vec!["sex".into()],
            ..Dossier::default()
        };
        assert_eq!(PackedDossier::of(&dossier).unwrap().open(), Ok(dossier));
    }
}
