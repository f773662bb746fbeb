//! Packets bound from the sample scans.

use std::fs;
use std::path::Path;

use desk::error::Error;
use desk::pdf::{Assembled, Content, FileSource, Options, Part, assemble};

use crate::pdf::{Pdf, day, fixture, forms};

pub const ID_FRONT: &str = "01-id-front.jpg";
pub const ID_BACK: &str = "02-id-back.jpg";
pub const DIPLOMA: &str = "03-diploma.jpg";
pub const TURNED: &str = "04-title-certificate-exif6.jpg";
pub const SEE_THROUGH: &str = "05-qualification-alpha.png";
pub const APPRAISAL: &str = "08-appraisal-a4-200dpi.jpg";
pub const RECORD: &str = "09-education-record-2p.pdf";
pub const ROTATED: &str = "10-rotated-cropped.pdf";
pub const A3: &str = "11-appraisal-a3.pdf";

pub fn scan(name: &str) -> Vec<u8> {
    fs::read(fixture("scan", name)).expect("a fixture")
}

pub fn file(name: &'static str) -> FileSource<'static> {
    FileSource {
        label: "第 1 个文件".into(), read: Box::new(move || Ok(scan(name))), clear: None
    }
}

/// A file with what was seen of it when it arrived.
pub fn seen(label: &str, bytes: Vec<u8>) -> FileSource<'static> {
    let clear = desk::pdf::inspect(&bytes, "").expect("a scan").clear;
    FileSource { clear, ..bytes_of(label, bytes) }
}

pub fn bytes_of(label: &str, bytes: Vec<u8>) -> FileSource<'static> {
    let read = Box::new(move || Ok(bytes.clone()));
    FileSource { label: label.into(), read, clear: None }
}

pub fn copies(title: &str, section: &str, files: Vec<FileSource<'static>>) -> Part<'static> {
    let section = Some(section.to_owned());
    Part { title: title.into(), section, content: Content::Copies(files) }
}

pub fn options() -> Options<'static> {
    Options {
        fonts: forms().fonts().expect("fonts"),
        title: "职称申报材料".into(),
        date: day(),
        odd_start: false,
        gutter: 0.0,
        on_page: false,
        is_numbered: true,
        replace: false,
    }
}

pub fn bind_at(parts: &[Part<'_>], out: &Path) -> Result<Assembled, Error> {
    assemble(parts, &options(), out, &())
}

/// The packet in a folder of its own.
pub struct Bound {
    _folder: tempfile::TempDir,
    pub pdf: Pdf,
    pub result: Assembled,
}

pub fn bind_with(parts: &[Part<'_>], options: &Options<'_>) -> Bound {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("packet.pdf");
    let result = assemble(parts, options, &out, &()).expect("bound");
    Bound { _folder: folder, pdf: Pdf::at(&out), result }
}

pub fn bind(parts: &[Part<'_>]) -> Bound {
    bind_with(parts, &options())
}

/// Share of dark pixels in the upper and lower half of a page's picture area, left and right.
pub fn dark_in(
    picture: &(usize, usize, Vec<u8>),
    x: std::ops::Range<f32>,
    y: std::ops::Range<f32>,
) -> usize {
    let (width, height, rows) = picture;
    let at = |share: f32, whole: usize| (share * whole as f32) as usize;
    let mut dark = 0;
    for row in at(y.start, *height)..at(y.end, *height) {
        for column in at(x.start, *width)..at(x.end, *width) {
            dark += usize::from(rows[row * width + column] < 70);
        }
    }
    dark
}
