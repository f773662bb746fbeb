//! 导入花名册: what a list would do to the roster, doing it in one transaction, and taking it back.

mod merge;
mod place;
mod plan;
pub mod sheet;
mod undo;
mod words;

use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::files::{lock, sha256};
use crate::progress::Progress;
use crate::spreadsheet::Options;
use crate::store::person::Doubt;
use crate::store::roster::{Change, Import, KeptWord, Mapping};
use crate::worker;
use engine::id::PersonId;
use engine::person::Dossier;
use engine::roster::{
    self, Decisions, Field, How, PackedDossier, PackedDraft, Reading, Role, Word, Workbook,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub use undo::{Kept, Undone, undo};

/// What would happen to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A new person.
    Create,
    /// A known person, changed.
    Update,
    /// A known person, as before.
    Unchanged,
    /// Held back by an error.
    Held,
}

/// What would happen to a row, and the person as they would be kept.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What would happen.
    pub fate: Fate,
    /// The person as they would be kept; `None` for a new one, who is what the list says.
    pub dossier: Option<PackedDossier>,
    /// The person as they are, where known.
    pub before: Option<PackedDossier>,
}

impl Planned {
    /// The person of a row as they would be kept.
    ///
    /// # Errors
    /// Faults of ours only.
    pub fn kept(&self, draft: &PackedDraft) -> Result<Dossier> {
        Ok(self.dossier.as_ref().unwrap_or(&draft.dossier).open()?)
    }
}

/// A preview kept between looking and committing.
#[derive(Debug)]
pub struct Preview {
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// The file's cells, the clerk's corrections not laid over.
    pub book: Arc<Workbook>,
    /// What was read.
    pub reading: Reading,
    /// One a draft.
    pub plan: Vec<Planned>,
    /// Instant of an earlier import of the same bytes.
    pub imported_at: Option<String>,
    /// Key of the layout its mapping is remembered under.
    pub layout: String,
    /// Whether a remembered mapping was used.
    pub is_remembered: bool,
    /// What the clerk has decided.
    pub decisions: Decisions,
}

type Books = HashMap<(String, Option<String>), Arc<Workbook>>;

/// Previews by token, the files they came from read once.
#[derive(Debug, Default)]
pub struct Previews {
    books: Mutex<Books>,
    kept: Mutex<HashMap<String, Arc<Preview>>>,
}

impl Previews {
    /// The preview behind a token.
    ///
    /// # Errors
    /// `Precondition` when it is gone.
    pub fn get(&self, token: &str) -> Result<Arc<Preview>> {
        let found = lock(&self.kept).get(token).cloned();
        found.ok_or_else(|| {
            Error::precondition(
                "这次预览已经过期，没有写入任何内容",
                "请重新选择文件，再看一遍后入库",
            )
        })
    }

    /// Forget everything that was read.
    pub(crate) fn clear(&self) {
        lock(&self.kept).clear();
        *lock(&self.books) = Books::default();
    }
}

/// What an import did.
#[derive(Debug, Default, Clone)]
pub struct Imported {
    /// Its id, for taking it back; empty when nothing was written.
    pub id: String,
    /// New people.
    pub created: i32,
    /// Changed people.
    pub updated: i32,
    /// Unchanged people.
    pub unchanged: i32,
    /// Held rows.
    pub held: i32,
    /// Records written.
    pub records: i32,
    /// Doubts to settle.
    pub doubts: i32,
}

/// Look at a list under the clerk's decisions. Nothing is written.
///
/// # Errors
/// `UnsupportedFile` in words, `Cancelled`.
pub fn preview(
    desk: &Desk,
    file: &str,
    decisions: Decisions,
    options: &Options,
    forget: bool,
    progress: &dyn Progress,
) -> Result<(String, Arc<Preview>)> {
    progress.checkpoint("读取文件", 0, 3)?;
    let (file_name, bytes) = desk.tokens().read(file)?;
    let hash = sha256(&bytes);
    let key = (hash.clone(), options.encoding.clone());
    let known = lock(&desk.previews.books).get(&key).cloned();
    let book = match known {
        Some(book) => book,
        None => Arc::new(worker::read(bytes, options, progress)?),
    };
    // One list at a time is enough to hold in memory.
    let mut books = lock(&desk.previews.books);
    books.clear();
    books.insert(key, Arc::clone(&book));
    drop(books);
    progress.checkpoint("认表头、查问题", 1, 3)?;
    let mut decisions = Decisions { today: Some(desk.today()), ..decisions };
    let mut reading = roster::read(&book, &decisions)?;
    let layout = people(&reading).map(|s| sha256(roster::layout(&s.columns).as_bytes()));
    let layout = layout.unwrap_or_default();
    let remembered = if forget { None } else { desk.read(|r| r.mapping(&layout))? };
    let is_remembered = remembered.is_some();
    if let Some(mapping) = remembered {
        decisions.remembered = mapping.columns;
        let words = mapping.words.into_iter();
        decisions.words.extend(words.map(|w| Word { field: w.field, raw: w.raw, value: w.value }));
        reading = roster::read(&book, &decisions)?;
    }
    if people(&reading).is_none() {
        return Err(not_a_list(&book));
    }
    progress.checkpoint("与台账比对", 2, 3)?;
    let imported_at = desk.read(|r| r.imported_at(&hash))?;
    let plan = plan::plan(desk, &mut reading, &decisions, imported_at.as_ref().map(|_| &hash))?;
    let preview = Arc::new(Preview {
        file_name,
        sha256: hash,
        book,
        reading,
        plan,
        imported_at,
        layout,
        is_remembered,
        decisions,
    });
    let token = desk.new_id();
    let mut kept = lock(&desk.previews.kept);
    kept.clear();
    kept.insert(token.clone(), Arc::clone(&preview));
    progress.step("完成", 3, 3);
    Ok((token, preview))
}

fn not_a_list(book: &Workbook) -> Error {
    // A text read in the wrong encoding has no header that anybody knows.
    let hint = if book.encoding.is_some() {
        "请检查选的是不是花名册；若打开来是乱码，请在表格软件里打开，另存为 .xlsx 再导"
    } else {
        "请检查选的是不是花名册；表头可以有两三行，上面有标题也没关系"
    };
    Error::new(
        Code::UnsupportedFile,
        "表里没有找到人员表：要有“姓名”，再有“身份证号”“出生年月”“性别”这样的两三个表头",
        hint,
    )
}

/// The staff sheet of a reading.
pub(crate) fn people(reading: &Reading) -> Option<&roster::SheetPlan> {
    reading.sheets.iter().find(|s| s.role == Role::People)
}

/// Import what a preview showed, held rows left out, in one transaction.
///
/// # Errors
/// `Precondition` when the preview is gone or the roster changed since.
pub fn commit(
    desk: &Desk,
    token: &str,
    remember: bool,
    progress: &dyn Progress,
) -> Result<(Imported, Arc<Preview>)> {
    let preview = desk.previews.get(token)?;
    let mut done = Imported { id: desk.new_id(), ..Imported::default() };
    let count = |fate: Fate| preview.plan.iter().filter(|p| p.fate == fate).count() as i32;
    if count(Fate::Create) + count(Fate::Update) == 0 {
        // Nothing to write is nothing to take back; what was chosen is kept all the same.
        (done.unchanged, done.held) = (count(Fate::Unchanged), count(Fate::Held));
        done.id.clear();
        if remember && let Some(mapping) = mapping(&preview) {
            let now = desk.now();
            desk.write("roster.commit", None, "记住一种表的列对应", |w| {
                w.put_mapping(&preview.layout, &mapping, &now)
            })?;
        }
        lock(&desk.previews.kept).remove(token);
        return Ok((done, preview));
    }
    progress.checkpoint("备份", 0, 2)?;
    crate::backup::take(desk, crate::backup::Occasion::Import)?;
    let now = desk.now();
    let total = preview.plan.len() as u64;
    let detail = format!("导入花名册，{total} 行");
    desk.write("roster.commit", None, detail, |w| {
        let import = |done: &Imported| Import {
            id: done.id.clone(),
            file_name: preview.file_name.clone(),
            file_sha256: preview.sha256.clone(),
            imported_at: now.clone(),
            created: done.created,
            updated: done.updated,
            held: done.held,
            unchanged: done.unchanged,
            undone_at: None,
            sheets: preview.reading.sheets.iter().map(place::sheet).collect(),
        };
        // Changes refer to their import; its figures follow when they are known.
        w.put_import(&import(&done))?;
        for (i, (draft, planned)) in preview.reading.drafts.iter().zip(&preview.plan).enumerate() {
            if i % 100 == 0 {
                progress.checkpoint("写入台账", i as u64, total)?;
            }
            let mut dossier = planned.kept(draft)?;
            let before = planned.before.as_ref().map(PackedDossier::open).transpose()?;
            let kind = match planned.fate {
                Fate::Held => {
                    done.held += 1;
                    continue;
                }
                Fate::Unchanged => {
                    done.unchanged += 1;
                    continue;
                }
                Fate::Create => {
                    dossier.person.id = PersonId(desk.new_id());
                    done.created += 1;
                    "created"
                }
                Fate::Update => {
                    done.updated += 1;
                    "updated"
                }
            };
            let id = dossier.person.id.clone();
            if let Some(before) = &before
                && !plan::same(&w.dossier(&id)?, before)
            {
                return Err(Error::new(
                    Code::Conflict,
                    "看过预览以后，台账里有人改过，没有写入任何内容",
                    "请重新看一遍预览再入库",
                ));
            }
            match planned.fate {
                Fate::Create => w.add_dossier(&dossier)?,
                _ => w.put_dossier(&dossier)?,
            }
            let after = Dossier { open_doubts: Vec::new(), ..dossier };
            let change = Change {
                person_id: id.clone(),
                kind: kind.into(),
                sheet: place::index(&preview.reading, &draft.sheet),
                row: Some(draft.row),
                records: place::records(draft, planned.before.is_some().then_some(&after))?,
                before,
                after,
            };
            w.put_change(&done.id, &change)?;
            let doubts: Vec<Doubt> = draft.doubts.iter().map(|d| doubt(desk, &id, d)).collect();
            done.doubts += doubts.len() as i32;
            if planned.before.is_some() || !doubts.is_empty() {
                w.put_doubts(&id, &doubts, &done.id)?;
            }
        }
        done.records = preview.reading.records as i32;
        if remember && let Some(mapping) = mapping(&preview) {
            w.put_mapping(&preview.layout, &mapping, &now)?;
        }
        w.put_import(&import(&done))
    })?;
    lock(&desk.previews.kept).remove(token);
    progress.step("完成", total, total);
    Ok((done, preview))
}

fn doubt(desk: &Desk, person: &PersonId, d: &roster::Doubt) -> Doubt {
    Doubt {
        id: desk.new_id(),
        person_id: person.clone(),
        field: d.field.clone(),
        message: d.message.clone(),
        sides: d.sides.clone(),
        settled_at: None,
    }
}

/// What the clerk chose that the words alone would not have given.
fn mapping(preview: &Preview) -> Option<Mapping> {
    let sheet = people(&preview.reading)?;
    let columns = sheet
        .columns
        .iter()
        .filter(|c| {
            matches!(c.how, How::Chosen | How::Remembered)
                || preview.decisions.mapping.contains_key(&c.letters)
        })
        .map(|c| (c.header.clone(), c.field.map(|f| f.key().to_owned()).unwrap_or_default()))
        .collect::<std::collections::BTreeMap<_, _>>();
    let words: Vec<KeptWord> = preview
        .decisions
        .words
        .iter()
        .filter(|w| Field::of_key(&w.field).is_some_and(Field::is_vocabulary))
        .map(|w| KeptWord { field: w.field.clone(), raw: w.raw.clone(), value: w.value.clone() })
        .collect();
    (!columns.is_empty() || !words.is_empty()).then_some(Mapping { columns, words })
}
