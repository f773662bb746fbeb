//! 申报图片: an applicant's materials as pictures, named and sized for the filing system.

use super::Call;
use super::checklist;
use crate::error::{Error, Result};
use crate::pdf::{self, Limits};
use engine::id::ApplicationId;
use serde::{Deserialize, Serialize};
use std::io::{Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The filing system's wishes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalProfileRequest {}

/// What the filing system takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalProfileView {
    /// Name of the system.
    pub name: String,
    /// What is known of its limits.
    pub note: String,
    /// Kilobytes of one picture.
    pub max_kb: u32,
    /// Other sizes to choose from.
    pub choices_kb: Vec<u32>,
}

/// Make the pictures of an applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalImageRequest {
    /// Application.
    pub application_id: ApplicationId,
    /// Kilobytes of one picture; the profile's when absent.
    #[serde(default)]
    pub max_kb: Option<u32>,
}

/// Pictures in a zip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalImages {
    /// File token.
    pub file: String,
    /// Suggested name.
    pub name: String,
    /// Pictures in it.
    pub images: i32,
    /// Materials in it.
    pub materials: i32,
    /// Materials still missing, by name; they are not in it.
    pub missing: Vec<String>,
}

/// The smallest picture worth making.
const LEAST_KB: u32 = 50;

/// What the filing system takes.
pub fn profile(call: &Call<'_>, _: PortalProfileRequest) -> Result<PortalProfileView> {
    let profile = call.desk.resources().portal()?;
    Ok(PortalProfileView {
        name: profile.name,
        note: profile.note,
        max_kb: profile.max_kb,
        choices_kb: profile.choices_kb,
    })
}

/// Make the pictures of an applicant: `序号-材料名-页.jpg` in the order of the materials, in one zip.
/// Pages that are pictures already and small enough come out byte for byte.
pub fn images(call: &Call<'_>, input: PortalImageRequest) -> Result<PortalImages> {
    let desk = call.desk;
    let profile = desk.resources().portal()?;
    let kb = input.max_kb.unwrap_or(profile.max_kb);
    if kb < LEAST_KB {
        return Err(Error::invalid(
            format!("每张图片至少要留 {LEAST_KB} KB"),
            "再小字就看不清了；请按申报系统页面上写的填",
        ));
    }
    let limits = Limits { bytes: kb as usize * 1024, side: profile.max_side, dpi: profile.dpi };
    let (kept, attachments) = desk.read(|r| {
        Ok((r.application(&input.application_id)?, r.list_attachment(&input.application_id)?))
    })?;
    let missing = checklist::open_names(call, &kept)?;
    let packs = desk.packs_of(&kept.application);
    let materials: Vec<_> = packs
        .materials()
        .into_iter()
        .filter(|m| attachments.iter().any(|a| a.material_id == m.id))
        .collect();
    if materials.is_empty() {
        return Err(Error::precondition("还没有放入任何材料", "先在收材料里放入扫描件"));
    }
    let name = "申报图片.zip";
    std::fs::create_dir_all(desk.folder("made")).map_err(|e| Error::io("申报图片", e))?;
    let path = desk.folder("made").join(format!("{}.zip", desk.new_id()));
    let target = std::fs::File::create(&path).map_err(|e| Error::io("申报图片", e))?;
    let mut pack = Pack { zip: ZipWriter::new(target), images: 0 };
    let total = attachments.len() as u64;
    let mut done = 0;
    let made = materials.iter().enumerate().try_for_each(|(n, material)| {
        let mut page = 0;
        let mine = attachments.iter().filter(|a| a.material_id == material.id);
        for (at, attachment) in mine.enumerate() {
            call.progress.checkpoint("转成图片", done, total)?;
            done += 1;
            let bytes = desk.blobs().get(&attachment.sha256)?;
            let role = format!("“{}”里的第 {} 个文件", material.name, at + 1);
            let fonts = desk.forms().fonts()?;
            pdf::pictures(bytes, limits, fonts, |_, jpeg| {
                page += 1;
                let name = format!("{:02}-{}-{page}.jpg", n + 1, plain(&material.short));
                pack.put(&name, jpeg)
            })
            .map_err(|failure| failure.into_error(&role))?;
        }
        Ok(())
    });
    let images = pack.images;
    let closed = made.and_then(|()| pack.close());
    if let Err(error) = closed {
        // A zip that is not whole is none; what is left of it goes.
        let _ = std::fs::remove_file(&path);
        return Err(error);
    }
    call.progress.step("完成", total, total);
    Ok(PortalImages {
        file: desk.hand_in(&path, name),
        name: name.into(),
        images,
        materials: materials.len() as i32,
        missing,
    })
}

/// A name every file system takes.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The zip being written.
struct Pack<W: Write + Seek> {
    zip: ZipWriter<W>,
    images: i32,
}

impl<W: Write + Seek> Pack<W> {
    fn put(&mut self, name: &str, jpeg: &[u8]) -> std::result::Result<(), Failure> {
        // A JPEG does not get smaller.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, options).map_err(std::io::Error::from)?;
        self.zip.write_all(jpeg)?;
        self.images += 1;
        Ok(())
    }

    fn close(self) -> Result<()> {
        let file = self.zip.finish().map_err(|e| Error::io("申报图片", e.into()))?;
        drop(file);
        Ok(())
    }
}

/// Why a picture was not made.
enum Failure {
    /// The file handed in.
    File(pdf::FileProblem),
    /// The zip.
    Zip(std::io::Error),
}

impl From<pdf::FileProblem> for Failure {
    fn from(problem: pdf::FileProblem) -> Self {
        Self::File(problem)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Zip(error)
    }
}

impl Failure {
    fn into_error(self, role: &str) -> Error {
        match self {
            Self::File(problem) => problem.into_error(role),
            Self::Zip(error) => Error::io("申报图片", error),
        }
    }
}
