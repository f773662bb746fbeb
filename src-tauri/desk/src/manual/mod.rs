//! 手册: the help's chapters as one book, printed and for a browser, with pictures of the window.
//!
//! One source: what stands in `assets/help` is shown in the window, set here, and nowhere else.

mod page;
mod print;

use crate::error::{Error, Result};
use crate::resources::Resources;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the book.
const TITLE: &str = "呈报使用手册";

/// A chapter.
#[derive(Debug, Clone)]
pub(crate) struct Chapter {
    /// File name without its ending; what links call it.
    name: String,
    /// The text, in Markdown.
    text: String,
    /// Pictures after its title.
    pictures: Vec<Picture>,
}

/// A picture of the window.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Picture {
    /// File name of the PNG.
    file: String,
    /// What is to be seen.
    caption: String,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manual {
    /// The printed book.
    pub pdf: PathBuf,
    /// The page for a browser; its pictures lie beside it.
    pub html: PathBuf,
    /// Chapters.
    pub chapters: usize,
    /// Pictures found.
    pub pictures: usize,
}

/// Set the manual into a folder. `shots` holds pictures of the window; one that is not there is left
/// out.
///
/// # Errors
/// `NotFound` without the chapters, file errors, `InvalidInput` for a character no face has.
pub fn make(
    resources: &Resources,
    shots: Option<&Path>,
    out: &Path,
    day: NaiveDate,
) -> Result<Manual> {
    let chapters = read(&resources.root().join("help"), shots)?;
    std::fs::create_dir_all(out).map_err(|e| Error::io("手册文件夹", e))?;
    let found = pictures(&chapters, shots)?;
    let html = out.join("manual.html");
    crate::files::write_whole(&html, page::page(&chapters).as_bytes(), "手册")?;
    for (name, bytes) in &found {
        crate::files::write_whole(&out.join("picture").join(name), bytes, "手册的图")?;
    }
    let pdf = out.join("manual.pdf");
    let number = found.len();
    let made = print::print(resources, &chapters, found, day)?;
    crate::files::write_whole(&pdf, &made, "手册")?;
    Ok(Manual { pdf, html, chapters: chapters.len(), pictures: number })
}

fn read(folder: &Path, shots: Option<&Path>) -> Result<Vec<Chapter>> {
    let io = |e| Error::io("手册的原文", e);
    let kept = std::fs::read_to_string(folder.join("picture.toml")).map_err(io)?;
    let mut kept: BTreeMap<String, Vec<Picture>> =
        toml::from_str(&kept).map_err(|e| Error::internal(e.to_string()))?;
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|ending| ending == "md") {
            names.push(path);
        }
    }
    names.sort();
    names
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).map_err(io)?;
            let mut pictures = kept.remove(&name).unwrap_or_default();
            pictures.retain(|one| shots.is_some_and(|shots| shots.join(&one.file).is_file()));
            Ok(Chapter { name, text, pictures })
        })
        .collect()
}

fn pictures(chapters: &[Chapter], shots: Option<&Path>) -> Result<Vec<(String, Vec<u8>)>> {
    let Some(shots) = shots else { return Ok(Vec::new()) };
    let all = chapters.iter().flat_map(|c| &c.pictures);
    all.map(|one| {
        let bytes = std::fs::read(shots.join(&one.file)).map_err(|e| Error::io("手册的图", e))?;
        Ok((one.file.clone(), bytes))
    })
    .collect()
}

/// What a link of a chapter leads to: another chapter by its name, or an address.
fn target(link: &str) -> Option<&str> {
    link.split('#').next().and_then(|file| file.strip_suffix(".md"))
}

/// The chapters' Markdown, as both makers read it.
fn parser(text: &str) -> pulldown_cmark::Parser<'_> {
    pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES)
}
