//! One PDF out of many: parts in order, true page numbers, bookmarks, the block on every copy.
//!
//! Two passes. The first counts pages, so that cover and index can print true numbers; the second
//! writes. A file handed in is read, placed and let go before the next one is touched.

use std::io;
use std::path::Path;

use typeset::Fonts;

use super::binder::Binder;
use super::clear::ClearMap;
use super::place::place;
use super::plan::Plan;
use super::sink::Sink;
use crate::error::{Error, Result};
use crate::progress::Progress;

/// What the result is called in messages.
pub(super) const WHAT: &str = "档案 PDF";

/// A file handed in, read when its turn comes.
pub struct FileSource<'a> {
    /// How messages call it within its part (“第 1 个文件”); no personal data.
    pub label: String,
    /// Gives its bytes; called once per pass.
    pub read: Box<dyn Fn() -> Result<Vec<u8>> + 'a>,
    /// Where its page is empty; pictures only.
    pub clear: Option<ClearMap>,
}

/// Gives a PDF set with the numbers at hand.
pub type Numbered<'a> = Box<dyn Fn(&Contents) -> Result<Vec<u8>> + 'a>;

/// What a part consists of.
pub enum Content<'a> {
    /// A PDF set by us; its pages keep their size and get a page number.
    Typeset(Vec<u8>),
    /// A PDF set by us that prints page numbers of the packet, such as cover and index. Called with
    /// zeros first, to learn its own length.
    Numbered(Numbered<'a>),
    /// Files handed in; every page gets the copy block and a caption.
    Copies(Vec<FileSource<'a>>),
    /// As `Copies`, for originals that need no block, such as a signed pledge.
    Originals(Vec<FileSource<'a>>),
    /// PDFs of ours from the disk, every page as it is.
    AsIs(Vec<FileSource<'a>>),
}

/// A part of the packet, with a bookmark of its own.
pub struct Part<'a> {
    /// Name in bookmark, caption and messages (“毕业证书”); no personal data.
    pub title: String,
    /// Bookmark the part goes under, together with neighbours of the same section.
    pub section: Option<String>,
    /// What it consists of.
    pub content: Content<'a>,
}

/// Where a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Title of the part.
    pub title: String,
    /// Section of the part.
    pub section: Option<String>,
    /// Page its first page has in the packet, from 1; 0 while not known.
    pub first_page: usize,
    /// Pages in the part.
    pub pages: usize,
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// One per part, in order.
    pub entries: Vec<Entry>,
    /// Pages of the packet; 0 while not known.
    pub total: usize,
}

/// How to assemble.
pub struct Options<'a> {
    /// Faces for captions and numbers.
    pub fonts: &'a Fonts,
    /// Title in the document's properties; generic, no personal data.
    pub title: String,
    /// Date in the document's properties.
    pub date: chrono::NaiveDate,
    /// Start every part on a front page, with blank pages in between, for printing on both sides.
    pub odd_start: bool,
    /// Strip for the binding, in points: at the left, on back pages at the right. Pages of our own
    /// have theirs already.
    pub gutter: f32,
    /// Put the block on the page itself where the page has an empty place for it, so that the copy is
    /// drawn larger. Elsewhere it stands in a strip below.
    pub on_page: bool,
    /// Print page numbers at the foot. A pile of papers that have their own goes without.
    pub is_numbered: bool,
    /// Replace an existing file.
    pub replace: bool,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembled {
    /// Where everything is.
    pub contents: Contents,
    /// Pages that carry the copy block and so need a signature and a seal.
    pub copies: usize,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Assemble `parts` into one PDF at `out`.
///
/// Equal input gives equal bytes. Scans and foreign pages are not re-encoded.
///
/// # Errors
/// A file that cannot be used is named by part and label and stops the job; nothing is skipped.
/// `Conflict` when `out` exists and is not to be replaced; `Cancelled`; disk errors. Nothing half
/// written stays behind.
pub fn assemble(
    parts: &[Part<'_>],
    options: &Options<'_>,
    out: &Path,
    progress: &dyn Progress,
) -> Result<Assembled> {
    let plan = Plan::make(parts, options, progress)?;
    place(out, WHAT, options.replace, |file| {
        let mut sink = Sink::new(file).map_err(broken)?;
        let mut binder = Binder::new(&plan, options, &mut sink)?;
        binder.bind(parts, progress)?;
        let copies = plan.sheets.iter().filter(|sheet| sheet.block.is_some()).count();
        let trailer = binder.close(options)?;
        let (file, bytes) = sink.finish(trailer).map_err(broken)?;
        Ok((file, Assembled { contents: plan.contents.clone(), copies, bytes }))
    })
}

pub(super) fn broken(error: io::Error) -> Error {
    Error::io(WHAT, error)
}
