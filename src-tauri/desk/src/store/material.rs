//! 附件, 单位意见 and 一人一档.

use super::{Read, Write, row};
use crate::error::{Error, Result};
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId, BatchId};
use serde::{Deserialize, Serialize};

/// 附件.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attachment {
    /// Id.
    pub id: AttachmentId,
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
    /// SHA-256 of the content, hex: its name in the blob folder.
    pub sha256: String,
    /// Original name.
    pub name: String,
    /// `jpeg`, `png`, `pdf`.
    pub kind: String,
    /// Pages.
    pub pages: i32,
    /// Size.
    pub bytes: i64,
    /// Pixels, upright.
    pub width: Option<i32>,
    /// Pixels, upright.
    pub height: Option<i32>,
    /// Warnings: code and sentence.
    pub warnings: Vec<(String, String)>,
    /// Whether the clerk has confirmed it.
    pub is_confirmed: bool,
    /// Last day of validity.
    pub valid_until: Option<Date>,
    /// Instant.
    pub added_at: String,
}

/// 单位意见 of one application.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OpinionRow {
    /// 评价.
    pub assessment: String,
    /// 推荐方式.
    pub method: String,
    /// 范围.
    pub scope: String,
    /// 人数.
    pub headcount: Option<i32>,
    /// 推荐意见.
    pub recommendation: String,
    /// 形成情况.
    pub formation: String,
    /// Instant.
    pub saved_at: String,
}

/// 一人一档 as built.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Packet {
    /// SHA-256 of the PDF.
    pub sha256: String,
    /// SHA-256 over everything that went in; another value means it is stale.
    pub source_sha256: String,
    /// Pages.
    pub pages: i32,
    /// Pages that carry the copy-verified block.
    pub copies: i32,
    /// Size.
    pub bytes: i64,
    /// Parts: title, first page, pages, is it a copy.
    pub outline: Vec<OutlinePart>,
    /// Instant.
    pub built_at: String,
}

/// A part of a packet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OutlinePart {
    /// Title.
    pub title: String,
    /// First page, from 1.
    pub page: i32,
    /// How many.
    pub pages: i32,
    /// Who signs or seals, one entry a place.
    pub seals: Vec<String>,
    /// Places to seal.
    pub seal_count: i32,
    /// Places to sign.
    pub signature_count: i32,
}

impl Read<'_> {
    /// Attachments of an application, in the order they were added.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_attachment(&self, id: &ApplicationId) -> Result<Vec<Attachment>> {
        let sql = "SELECT * FROM attachment WHERE application_id = ?1 ORDER BY rowid";
        row::list(self.db, sql, &[&id.0], false)
    }

    /// Attachments of a whole batch.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_attachment_of_batch(&self, id: &BatchId) -> Result<Vec<Attachment>> {
        let sql = "SELECT t.* FROM attachment t JOIN application a ON a.id = t.application_id
                   WHERE a.batch_id = ?1 ORDER BY t.rowid";
        row::list(self.db, sql, &[&id.0], false)
    }

    /// An attachment.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn attachment(&self, id: &AttachmentId) -> Result<Attachment> {
        row::one(self.db, "SELECT * FROM attachment WHERE id = ?1", &[&id.0], false)?
            .ok_or_else(|| Error::not_found("这个附件"))
    }

    /// The opinion on an application.
    ///
    /// # Errors
    /// Database failures.
    pub fn opinion(&self, id: &ApplicationId) -> Result<Option<OpinionRow>> {
        let sql = "SELECT assessment, method, scope, headcount, recommendation, formation, saved_at
                   FROM opinion WHERE application_id = ?1";
        row::one(self.db, sql, &[&id.0], false)
    }

    /// The packet of an application.
    ///
    /// # Errors
    /// Database failures.
    pub fn packet(&self, id: &ApplicationId) -> Result<Option<Packet>> {
        let sql = "SELECT sha256, source_sha256, pages, copies, bytes, outline_json, built_at
                   FROM packet WHERE application_id = ?1";
        row::one(self.db, sql, &[&id.0], false)
    }

    /// Whether any attachment still refers to a content.
    ///
    /// # Errors
    /// Database failures.
    pub fn is_blob_used(&self, sha256: &str) -> Result<bool> {
        let sql = "SELECT (SELECT count(*) FROM attachment WHERE sha256 = ?1)
                        + (SELECT count(*) FROM source_copy WHERE sha256 = ?1)";
        Ok(self.count(sql, &[&sha256])? > 0)
    }
}

impl Write<'_> {
    /// Add an attachment.
    ///
    /// # Errors
    /// Database failures.
    pub fn insert_attachment(&self, a: &Attachment) -> Result<()> {
        row::insert(self.db, "attachment", &[], a)
    }

    /// Take an attachment off.
    ///
    /// # Errors
    /// Database failures.
    pub fn delete_attachment(&self, id: &AttachmentId) -> Result<()> {
        self.db.execute("DELETE FROM attachment WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Mark an attachment as looked at and good.
    ///
    /// # Errors
    /// Database failures.
    pub fn confirm_attachment(&self, id: &AttachmentId) -> Result<()> {
        self.db.execute("UPDATE attachment SET is_confirmed = 1 WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Keep an opinion.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_opinion(&self, id: &ApplicationId, o: &OpinionRow) -> Result<()> {
        row::replace(self.db, "opinion", &[("application_id", &id.0)], o)
    }

    /// Keep a packet's record.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_packet(&self, id: &ApplicationId, p: &Packet) -> Result<()> {
        row::replace(self.db, "packet", &[("application_id", &id.0)], p)
    }
}
