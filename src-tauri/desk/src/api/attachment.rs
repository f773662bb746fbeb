//! 附件: files put to a material.

use super::Call;
use super::checklist::AttachmentView;
use super::checklist::{self, MaterialPage, MaterialRequest};
use crate::error::{Error, Result};
use crate::pdf::{self, Kind, ScanWarning};
use crate::store::material::Attachment;
use engine::date::Date;
use engine::id::{ApplicationId, AttachmentId, BatchId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Files for one material of one applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentAddRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Material.
    pub material_id: String,
    /// File tokens.
    pub files: Vec<String>,
    /// Last day of validity.
    #[serde(default)]
    pub valid_until: Option<Date>,
}

/// What was taken and what was not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentReport {
    /// Taken.
    pub accepted: Vec<AttachmentView>,
    /// Not taken.
    pub refused: Vec<RefusedFile>,
}

/// A file that was not taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefusedFile {
    /// Name of the file.
    pub name: String,
    /// Why.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// One attachment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentRequest {
    /// Id.
    pub id: AttachmentId,
}

/// Name the files of a batch by their material, or give them back the names they came with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentRenameRequest {
    /// Batch.
    pub batch_id: BatchId,
    /// Take it back.
    #[serde(default)]
    pub is_undo: bool,
}

/// What was renamed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentRenamed {
    /// Files with another name than before.
    pub renamed: i32,
}

/// Name every file of a batch by its material and its place there, “身份证-2.jpg”, or take it back.
/// Contents stay as they are.
pub fn rename(call: &Call<'_>, input: AttachmentRenameRequest) -> Result<AttachmentRenamed> {
    let desk = call.desk;
    let subject = input.batch_id.0.clone();
    if input.is_undo {
        let renamed =
            desk.write("attachment.rename", Some(&subject), "改回原来的文件名", |w| {
                w.restore_names(&input.batch_id)
            })?;
        return Ok(AttachmentRenamed { renamed: renamed as i32 });
    }
    let kept = desk.read(|r| r.list_application(&input.batch_id))?;
    let mut names = Vec::new();
    for row in &kept {
        let packs = desk.packs_of(&row.application);
        let mut places: HashMap<String, usize> = HashMap::new();
        for a in desk.read(|r| r.list_attachment(&row.application.id))? {
            let place = places.entry(a.material_id.clone()).or_default();
            *place += 1;
            let Some(material) = packs.material(&a.material_id) else { continue };
            let ending = if a.kind == "jpeg" { "jpg" } else { &a.kind };
            let name = format!("{}-{place}.{ending}", material.short);
            if name != a.name {
                names.push((a.id, name));
            }
        }
    }
    let detail = format!("按材料改名，{} 个文件", names.len());
    desk.write("attachment.rename", Some(&subject), detail, |w| {
        names.iter().try_for_each(|(id, name)| w.rename_attachment(id, name))
    })?;
    Ok(AttachmentRenamed { renamed: names.len() as i32 })
}

/// Put files to a material. Each is looked at; what cannot be used is refused by name and reason,
/// the others are taken.
pub fn add(call: &Call<'_>, input: AttachmentAddRequest) -> Result<AttachmentReport> {
    let desk = call.desk;
    let kept = desk.read(|r| r.application(&input.application_id))?;
    let packs = desk.packs_of(&kept.application);
    if packs.material(&input.material_id).is_none() {
        return Err(Error::not_found("这项材料"));
    }
    let mut known = desk.read(|r| r.list_attachment(&input.application_id))?;
    let total = input.files.len() as u64;
    let mut report = AttachmentReport { accepted: Vec::new(), refused: Vec::new() };
    let mut rows = Vec::new();
    for (i, token) in input.files.iter().enumerate() {
        call.progress.checkpoint("查看扫描件", i as u64, total)?;
        let (name, bytes) = desk.tokens().read(token)?;
        match pdf::inspect(&bytes, &name) {
            Ok(scan) => {
                let sha256 = desk.blobs().put(&bytes)?;
                let mut one = attachment(call, &input, name, sha256, &scan);
                if let Some(twin) = known.iter().find(|a| a.sha256 == one.sha256) {
                    let material = packs.material(&twin.material_id);
                    let material = material.map_or("", |m| m.short.as_str());
                    one.warnings.push((
                        "duplicate".into(),
                        format!("与“{material}”里的一个文件完全相同，请核对是否放重了"),
                    ));
                }
                known.push(one.clone());
                rows.push(one);
            }
            Err(problem) => report.refused.push(RefusedFile {
                name,
                message: problem.to_string(),
                hint: problem.remedy().to_owned(),
            }),
        }
    }
    let detail = format!("放入 {} 个文件，{} 个不能用", rows.len(), report.refused.len());
    let subject = input.application_id.0.clone();
    desk.write("attachment.add", Some(&subject), detail, |w| {
        rows.iter().try_for_each(|a| w.insert_attachment(a))
    })?;
    report.accepted = rows.iter().map(|a| checklist::view(call, a)).collect();
    Ok(report)
}

fn attachment(
    call: &Call<'_>,
    input: &AttachmentAddRequest,
    name: String,
    sha256: String,
    scan: &pdf::Scan,
) -> Attachment {
    let warning = |w: &ScanWarning| {
        (
            serde_json::to_value(w)
                .ok()
                .and_then(|v| v.as_str().map(str::to_owned))
                .unwrap_or_default(),
            w.message().to_owned(),
        )
    };
    Attachment {
        id: AttachmentId(call.desk.new_id()),
        application_id: input.application_id.clone(),
        material_id: input.material_id.clone(),
        sha256,
        name,
        kind: match scan.kind {
            Kind::Jpeg => "jpeg",
            Kind::Png => "png",
            Kind::Pdf => "pdf",
        }
        .to_owned(),
        pages: scan.pages.len() as i32,
        bytes: scan.bytes as i64,
        width: scan.pixels.map(|p| p.0 as i32),
        height: scan.pixels.map(|p| p.1 as i32),
        warnings: scan.warnings.iter().map(warning).collect(),
        is_confirmed: false,
        valid_until: input.valid_until,
        added_at: call.desk.now(),
        original_name: None,
        clear: scan.clear.as_ref().map(pdf::ClearMap::encode),
    }
}

/// Take a file off its material; the content goes when nobody else refers to it.
pub fn remove(call: &Call<'_>, input: AttachmentRequest) -> Result<MaterialPage> {
    let desk = call.desk;
    let a = desk.read(|r| r.attachment(&input.id))?;
    let subject = a.application_id.0.clone();
    desk.write("attachment.remove", Some(&subject), "移出一个文件", |w| {
        w.delete_attachment(&input.id)
    })?;
    if !desk.read(|r| r.is_blob_used(&a.sha256))? {
        desk.blobs().remove(&a.sha256, desk.moment());
    }
    item(call, &a)
}

/// Mark a doubtful file as good.
pub fn confirm(call: &Call<'_>, input: AttachmentRequest) -> Result<MaterialPage> {
    let desk = call.desk;
    let a = desk.read(|r| r.attachment(&input.id))?;
    let subject = a.application_id.0.clone();
    desk.write("attachment.confirm", Some(&subject), "确认一个文件可用", |w| {
        w.confirm_attachment(&input.id)
    })?;
    item(call, &a)
}

fn item(call: &Call<'_>, a: &Attachment) -> Result<MaterialPage> {
    checklist::item(
        call,
        MaterialRequest {
            application_id: a.application_id.clone(),
            material_id: a.material_id.clone(),
        },
    )
}
