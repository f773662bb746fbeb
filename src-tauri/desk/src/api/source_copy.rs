//! 原文: the office's own copy of an official text, opened where a clause stands.

use super::Call;
pub use super::pack::ClauseRequest;
use super::pack::{ClausePage, clause};
use crate::error::{Code, Error, Result};
use crate::pdf::{self, Kind};
use crate::store::policy::SourceCopy;
use serde::{Deserialize, Serialize};

/// Put a copy of the document that a clause stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CopyAttachRequest {
    /// Clause.
    pub clause: String,
    /// File token of a PDF.
    pub file: String,
}

/// The page a clause was found on; no page forgets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CopyPageRequest {
    /// Clause.
    pub clause: String,
    /// Page, from 1.
    pub page: i32,
}

/// The office's copy of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CopyView {
    /// File token.
    pub file: String,
    /// Name of the file as it came.
    pub name: String,
    /// Pages.
    pub pages: i32,
    /// The page a clerk found the clause on.
    pub page: Option<i32>,
}

/// Keep a copy of the document a clause stands in, in place of an earlier one.
pub fn attach(call: &Call<'_>, input: CopyAttachRequest) -> Result<ClausePage> {
    let desk = call.desk;
    let packs = desk.packs_with_clause(&input.clause)?;
    let source = packs.source_of(&input.clause).ok_or_else(|| Error::not_found("这一条依据"))?;
    let (name, bytes) = desk.tokens().read(&input.file)?;
    let unsupported = |message: String| {
        let hint = "请放 PDF：在 WPS 或 Word 里另存为 PDF，网页用打印存成 PDF";
        Error::new(Code::UnsupportedFile, message, hint)
    };
    let scan = pdf::inspect(&bytes, &name).map_err(|problem| unsupported(problem.to_string()))?;
    if scan.kind != Kind::Pdf {
        return Err(unsupported("原文要放 PDF，这是图片".into()));
    }
    let copy = SourceCopy {
        source_id: source.id.clone(),
        sha256: desk.blobs().put(&bytes)?,
        name,
        pages: i32::try_from(scan.pages.len()).unwrap_or(i32::MAX),
        added_at: desk.now(),
    };
    let before = desk.read(|r| r.source_copy(&source.id))?;
    desk.write("source.attach", Some(&source.id), source.short.clone(), |w| {
        w.put_source_copy(&copy)
    })?;
    drop_unused(call, before)?;
    clause(call, ClauseRequest { id: input.clause })
}

/// Take the copy off.
pub fn detach(call: &Call<'_>, input: ClauseRequest) -> Result<ClausePage> {
    let desk = call.desk;
    let packs = desk.packs_with_clause(&input.id)?;
    let source = packs.source_of(&input.id).ok_or_else(|| Error::not_found("这一条依据"))?;
    let before = desk.read(|r| r.source_copy(&source.id))?;
    desk.write("source.detach", Some(&source.id), source.short.clone(), |w| {
        w.delete_source_copy(&source.id)
    })?;
    drop_unused(call, before)?;
    clause(call, input)
}

/// Remember the page a clause stands on.
pub fn page(call: &Call<'_>, input: CopyPageRequest) -> Result<ClausePage> {
    let desk = call.desk;
    let packs = desk.packs_with_clause(&input.clause)?;
    let source = packs.source_of(&input.clause).ok_or_else(|| Error::not_found("这一条依据"))?;
    let copy = desk.read(|r| r.source_copy(&source.id))?;
    let copy = copy.ok_or_else(|| Error::not_found("这份文件的原文"))?;
    if !(1..=copy.pages).contains(&input.page) {
        let message = format!("没有第{}页", input.page);
        return Err(Error::invalid(message, format!("原文共{}页", copy.pages)).at("page"));
    }
    let detail = format!("{} 在第{}页", source.short, input.page);
    desk.write("source.page", Some(&source.id), detail, |w| {
        w.put_clause_page(&input.clause, &source.id, input.page)
    })?;
    clause(call, ClauseRequest { id: input.clause })
}

/// The copy of a document, for a clause.
pub(crate) fn view(call: &Call<'_>, source: &str, clause: &str) -> Result<Option<CopyView>> {
    let desk = call.desk;
    let (copy, page) = desk.read(|r| Ok((r.source_copy(source)?, r.clause_page(clause)?)))?;
    Ok(copy.map(|copy| CopyView {
        file: desk.tokens().register_blob(&desk.blobs().path(&copy.sha256), &copy.name),
        name: copy.name,
        pages: copy.pages,
        page,
    }))
}

/// The content goes when nobody else refers to it.
fn drop_unused(call: &Call<'_>, before: Option<SourceCopy>) -> Result<()> {
    if let Some(before) = before
        && !call.desk.read(|r| r.is_blob_used(&before.sha256))?
    {
        call.desk.blobs().remove(&before.sha256, call.desk.moment());
    }
    Ok(())
}
