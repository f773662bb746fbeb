//! An import taken back: new people go, changed fields return, and what was changed since stays and is
//! named.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::store::Write;
use crate::store::roster::Change;
use engine::person::Dossier;
use serde_json::{Map, Value};

/// Something that was left as it is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub name: String,
    /// What, in words.
    pub what: String,
    /// Why.
    pub why: String,
}

/// What taking back did.
#[derive(Debug, Clone, Default)]
pub struct Undone {
    /// People removed.
    pub removed: i32,
    /// People set back, wholly or in part.
    pub restored: i32,
    /// What was left.
    pub kept: Vec<Kept>,
}

/// Take an import back, in one transaction.
///
/// # Errors
/// `NotFound`, `Precondition` when it was taken back before, `Cancelled`.
pub fn undo(desk: &Desk, import: &str, progress: &dyn Progress) -> Result<Undone> {
    let (told, changes) = desk.read(|r| Ok((r.import(import)?, r.list_change(import)?)))?;
    if told.undone_at.is_some() {
        return Err(Error::precondition("这次导入已经撤销过了", "台账没有再改动"));
    }
    progress.checkpoint("备份", 0, 2)?;
    crate::backup::take(desk, crate::backup::Occasion::Undo)?;
    let total = changes.len() as u64;
    let now = desk.now();
    let mut done = Undone::default();
    let detail = format!("撤销一次导入，{total} 人");
    desk.write("roster.undo", None, detail, |w| {
        for (i, change) in changes.iter().rev().enumerate() {
            if i % 100 == 0 {
                progress.checkpoint("撤销", i as u64, total)?;
            }
            back(w, change, &mut done)?;
        }
        w.mark_undone(import, &now)
    })?;
    progress.step("完成", total, total);
    Ok(done)
}

fn back(w: &Write<'_>, change: &Change, done: &mut Undone) -> Result<()> {
    let id = &change.person_id;
    if !w.has_person(id)? {
        return Ok(());
    }
    let current = Dossier { open_doubts: Vec::new(), ..w.dossier(id)? };
    let mut keep = |what: &str, why: &str| {
        done.kept.push(Kept {
            name: current.person.name.clone(),
            what: what.to_owned(),
            why: why.to_owned(),
        });
    };
    let Some(before) = &change.before else {
        if w.is_person_used(id)? {
            keep("这个人", "已选进批次，没有移出");
        } else if current != change.after {
            keep("这个人", "导入以后改过，没有移出");
        } else {
            w.remove_person(id)?;
            done.removed += 1;
        }
        return Ok(());
    };
    let (mut result, before, after) = (tree(&current)?, tree(before)?, tree(&change.after)?);
    let mut is_changed = false;
    for (section, old) in &before {
        let (Some(now), Some(imported)) = (result.get(section).cloned(), after.get(section)) else {
            continue;
        };
        if section == "person" {
            let (Value::Object(mut person), Value::Object(old), Value::Object(imported)) =
                (now, old, imported)
            else {
                continue;
            };
            for (field, value) in old.iter().filter(|(f, v)| imported.get(*f) != Some(v)) {
                if person.get(field) == imported.get(field) {
                    person.insert(field.clone(), value.clone());
                    is_changed = true;
                } else {
                    keep(label(field), "导入以后改过，保留现在的");
                }
            }
            result.insert(section.clone(), Value::Object(person));
        } else if old != imported {
            if now == *imported {
                result.insert(section.clone(), old.clone());
                is_changed = true;
            } else {
                keep(label(section), "导入以后改过，保留现在的");
            }
        }
    }
    if is_changed {
        w.put_dossier(&serde_json::from_value(Value::Object(result))?)?;
        done.restored += 1;
    }
    Ok(())
}

fn tree(d: &Dossier) -> Result<Map<String, Value>> {
    match serde_json::to_value(Dossier { open_doubts: Vec::new(), ..d.clone() })? {
        Value::Object(map) => Ok(map),
        _ => Err(Error::internal("a dossier is no struct")),
    }
}

/// A field or list of a person in words.
pub fn label(key: &str) -> &str {
    let field = engine::roster::Field::of_key(key).map(engine::roster::Field::label);
    let kind = engine::roster::RecordKind::ALL.iter().find(|k| k.key() == key).map(|k| k.label());
    field.or(kind).unwrap_or(match key {
        "employment_text" => "编制类型",
        "extra" => "其他栏",
        "summary" => "专业技术工作总结",
        "employer_id" => "合同单位",
        _ => "一项内容",
    })
}
