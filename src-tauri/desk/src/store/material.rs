//! 附件, 单位意见 and 一人一档.

use super::{Read, Write, row};
use crate::error::{Error, Result};
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId, BatchId};
use rusqlite::OptionalExtension;
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
    /// Name it came with, where it has been given another.
    pub original_name: Option<String>,
    /// Where its page is empty, as [`crate::pdf::ClearMap`] writes it; pictures only.
    pub clear: Option<String>,
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

/// Who wrote an opinion, and who looked it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionReview {
    /// Name of the officer who wrote it.
    pub saved_by: String,
    /// Name of the officer who looked it over.
    pub reviewed_by: Option<String>,
    /// Instant, RFC 3339 UTC.
    pub reviewed_at: Option<String>,
}

/// 一人一档 as built.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Packet {
    /// SHA-256 of the first volume's PDF.
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
    /// One file a volume; none for a packet of before there were volumes, which is one file.
    pub volumes: Vec<PacketVolume>,
}

/// 分册: one file of a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketVolume {
    /// “全一册”, “第一册（共二册）”.
    pub title: String,
    /// SHA-256 of the PDF.
    pub sha256: String,
    /// Pages.
    pub pages: i32,
    /// Size.
    pub bytes: i64,
}

impl Packet {
    /// The files of the packet, in order.
    #[must_use]
    pub fn files(&self) -> Vec<PacketVolume> {
        if !self.volumes.is_empty() {
            return self.volumes.clone();
        }
        vec![PacketVolume {
            title: "全一册".to_owned(),
            sha256: self.sha256.clone(),
            pages: self.pages,
            bytes: self.bytes,
        }]
    }
}

/// 装袋方式 of a committee.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketLayout {
    /// Materials in order, one list a volume; one that is in none stands where the packs put it.
    pub volumes: Vec<Vec<String>>,
    /// 双面打印: every part starts on a front page.
    #[serde(default)]
    pub is_duplex: bool,
    /// 装订边 of copies, in millimetres; 0 for none.
    #[serde(default)]
    pub gutter: u8,
    /// 签章栏 on the page itself where it has an empty place, so that the copy keeps its size.
    #[serde(default)]
    pub is_block_on_page: bool,
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
    /// Volume it is in, from 1.
    #[serde(default = "first")]
    pub volume: i32,
}

fn first() -> i32 {
    1
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

    /// Every content the database refers to, once each: SHA-256 in hex.
    ///
    /// # Errors
    /// Database failures.
    pub fn list_content(&self) -> Result<Vec<String>> {
        let sql = "SELECT sha256 FROM attachment UNION SELECT sha256 FROM source_copy";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
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

    /// Who wrote the opinion on an application and who looked it over; `None` where people have no pass
    /// phrases of their own.
    ///
    /// # Errors
    /// Database failures.
    pub fn opinion_review(&self, id: &ApplicationId) -> Result<Option<OpinionReview>> {
        let sql = "SELECT saved_by, reviewed_by, reviewed_at FROM opinion_review
                   WHERE application_id = ?1";
        row::one(self.db, sql, &[&id.0], false)
    }

    /// The packet of an application.
    ///
    /// # Errors
    /// Database failures.
    pub fn packet(&self, id: &ApplicationId) -> Result<Option<Packet>> {
        let sql = "SELECT sha256, source_sha256, pages, copies, bytes, outline_json, built_at,
                   volumes_json FROM packet WHERE application_id = ?1";
        row::one(self.db, sql, &[&id.0], false)
    }

    /// How packets for a committee are put together; `None` where nobody has said.
    ///
    /// # Errors
    /// Database failures.
    pub fn packet_layout(&self, committee: &str) -> Result<Option<PacketLayout>> {
        let sql = "SELECT layout_json FROM packet_layout WHERE committee_id = ?1";
        let found: Option<String> = self.db.query_row(sql, [committee], |r| r.get(0)).optional()?;
        Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
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

    /// Give an attachment another name, keeping the one it came with.
    ///
    /// # Errors
    /// Database failures.
    pub fn rename_attachment(&self, id: &AttachmentId, name: &str) -> Result<()> {
        let sql = "UPDATE attachment SET original_name = coalesce(original_name, name), name = ?2
                   WHERE id = ?1";
        self.db.execute(sql, [&id.0, name])?;
        Ok(())
    }

    /// Give the attachments of a batch the names they came with.
    ///
    /// # Errors
    /// Database failures.
    pub fn restore_names(&self, batch: &BatchId) -> Result<usize> {
        let sql = "UPDATE attachment SET name = original_name, original_name = NULL
                   WHERE original_name IS NOT NULL AND application_id IN
                   (SELECT id FROM application WHERE batch_id = ?1)";
        Ok(self.db.execute(sql, [&batch.0])?)
    }

    /// Mark an attachment as looked at and good.
    ///
    /// # Errors
    /// Database failures.
    pub fn confirm_attachment(&self, id: &AttachmentId) -> Result<()> {
        self.db.execute("UPDATE attachment SET is_confirmed = 1 WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Keep who wrote an opinion and who looked it over.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_opinion_review(&self, id: &ApplicationId, review: &OpinionReview) -> Result<()> {
        row::replace(self.db, "opinion_review", &[("application_id", &id.0)], review)
    }

    /// Keep an opinion.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_opinion(&self, id: &ApplicationId, o: &OpinionRow) -> Result<()> {
        row::replace(self.db, "opinion", &[("application_id", &id.0)], o)
    }

    /// Keep how packets for a committee are put together; `None` forgets it.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_packet_layout(
        &self,
        committee: &str,
        layout: Option<&PacketLayout>,
        at: &str,
    ) -> Result<()> {
        let Some(layout) = layout else {
            self.db.execute("DELETE FROM packet_layout WHERE committee_id = ?1", [committee])?;
            return Ok(());
        };
        self.db.execute(
            "INSERT INTO packet_layout VALUES (?1, ?2, ?3) ON CONFLICT (committee_id)
             DO UPDATE SET layout_json = excluded.layout_json, saved_at = excluded.saved_at",
            [committee, &serde_json::to_string(layout)?, at],
        )?;
        Ok(())
    }

    /// Keep a packet's record.
    ///
    /// # Errors
    /// Database failures.
    pub fn put_packet(&self, id: &ApplicationId, p: &Packet) -> Result<()> {
        row::replace(self.db, "packet", &[("application_id", &id.0)], p)
    }
}
