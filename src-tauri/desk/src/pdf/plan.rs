//! The first pass: count pages, set cover and index until their numbers are true, and give every page
//! its sheet.

use sha2::{Digest, Sha256};

use super::assemble::{Content, Contents, Entry, FileSource, Options, Part};
use super::clear::ClearMap;
use super::geometry::{A4, Size};
use super::layout::{self, Binding, Gutter, Placement};
use super::problem::FileProblem;
use super::scan::{Kind, kind_of};
use super::{open, picture};
use crate::error::{Error, Result};
use crate::progress::Progress;

/// How often numbered parts are set until their own length agrees with the numbers in them.
const NUMBERING_ROUNDS: usize = 4;

/// One sheet of the packet.
pub(super) struct Sheet {
    pub(super) placement: Placement,
    /// Strips that belong to the binding.
    pub(super) gutter: Gutter,
    pub(super) caption: Option<String>,
    pub(super) block: Option<Block>,
}

/// Where the block of a copy stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Block {
    /// In the strip below the page.
    Foot,
    /// On the page, its lower left corner here.
    At(f32, f32),
}

impl Sheet {
    fn own(size: Size) -> Self {
        Self { placement: layout::own(size), gutter: Gutter::default(), caption: None, block: None }
    }
}

/// Everything that is known before the first byte is written.
pub(super) struct Plan {
    pub(super) contents: Contents,
    pub(super) sheets: Vec<Sheet>,
    /// Parts set by us, by part.
    pub(super) typeset: Vec<Option<Vec<u8>>>,
    /// Which part starts before which sheet, for blank pages in between.
    pub(super) first_sheets: Vec<usize>,
    /// Hash of all that went in, for the file's identity.
    pub(super) fingerprint: [u8; 32],
}

impl Plan {
    pub(super) fn make(
        parts: &[Part<'_>],
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let mut hash = Sha256::new();
        let Options { title, date, odd_start, gutter, on_page, is_numbered, .. } = options;
        let chosen = format!("{title}\n{date}\n{odd_start}\n{gutter}\n{on_page}\n{is_numbered}\n");
        hash.update(chosen);
        let mut counted = Vec::with_capacity(parts.len());
        for (n, part) in parts.iter().enumerate() {
            progress.checkpoint("清点页数", n as u64, parts.len() as u64)?;
            counted.push(match &part.content {
                Content::Typeset(pdf) => own_sheets(pdf)?,
                Content::Numbered(_) => Vec::new(),
                Content::AsIs(files) => as_they_are(n, part, files, &mut hash)?,
                Content::Copies(files) => file_sheets(n, part, (files, true), options, &mut hash)?,
                Content::Originals(files) => {
                    file_sheets(n, part, (files, false), options, &mut hash)?
                }
            });
        }
        let (contents, typeset, counted) = number(parts, counted, options.odd_start)?;
        for pdf in typeset.iter().flatten() {
            hash.update(pdf);
        }
        let mut sheets = Vec::with_capacity(contents.total);
        let mut first_sheets = Vec::with_capacity(parts.len());
        for (entry, part) in contents.entries.iter().zip(counted) {
            while sheets.len() + 1 < entry.first_page {
                sheets.push(Sheet::own(A4));
            }
            first_sheets.push(sheets.len());
            sheets.extend(part);
        }
        Ok(Self { contents, sheets, typeset, first_sheets, fingerprint: hash.finalize().into() })
    }
}

/// The sheets of a PDF set by us.
fn own_sheets(pdf: &[u8]) -> Result<Vec<Sheet>> {
    let document = open::open(pdf).map_err(Error::internal)?.document;
    let views = open::pages(&document).map_err(Error::internal)?;
    Ok(views.iter().map(|view| Sheet::own(view.size)).collect())
}

/// How messages call a file.
pub(super) fn role(index: usize, part: &Part<'_>, file: &FileSource<'_>) -> String {
    format!("第 {} 项《{}》{}", index + 1, part.title, file.label)
}

/// The sheets of PDFs that keep their pages.
fn as_they_are(
    index: usize,
    part: &Part<'_>,
    files: &[FileSource<'_>],
    hash: &mut Sha256,
) -> Result<Vec<Sheet>> {
    let mut sheets = Vec::new();
    for file in files {
        let bytes = (file.read)()?;
        hash.update(&bytes);
        let sizes = page_sizes(&bytes).map_err(|p| p.into_error(&role(index, part, file)))?;
        sheets.extend(sizes.into_iter().map(Sheet::own));
    }
    Ok(sheets)
}

/// The sheets of files handed in.
fn file_sheets(
    index: usize,
    part: &Part<'_>,
    (files, is_copy): (&[FileSource<'_>], bool),
    options: &Options<'_>,
    hash: &mut Sha256,
) -> Result<Vec<Sheet>> {
    let mut found: Vec<(Size, Option<&ClearMap>)> = Vec::new();
    for file in files {
        let bytes = (file.read)()?;
        hash.update(&bytes);
        let sizes = page_sizes(&bytes).map_err(|p| p.into_error(&role(index, part, file)))?;
        found.extend(sizes.into_iter().map(|size| (size, file.clear.as_ref())));
    }
    if found.is_empty() {
        return Err(Error::invalid(
            format!("第 {} 项《{}》没有文件", index + 1, part.title),
            "请先放入扫描件，或把这一项从档案里去掉",
        ));
    }
    let count = found.len();
    Ok(found
        .into_iter()
        .enumerate()
        .map(|(n, (size, clear))| {
            // A part starts on a front page where both sides are printed; its second page is a back.
            let is_back = options.odd_start && n % 2 == 1;
            let binding = Binding { strip: options.gutter, is_back };
            let whole = layout::original(size, binding);
            let clear = clear.filter(|_| is_copy && options.on_page);
            let spot = clear.and_then(|map| layout::free_spot(size, whole, map, binding));
            let (placement, block) = match (is_copy, spot) {
                (false, _) => (whole, None),
                (true, Some((x, y))) => (whole, Some(Block::At(x, y))),
                (true, None) => (layout::copy(size, binding), Some(Block::Foot)),
            };
            let caption = is_copy.then(|| caption(&part.title, n + 1, count));
            let gutter = binding.gutter(placement.sheet);
            Sheet { placement, gutter, caption, block }
        })
        .collect())
}

fn caption(title: &str, page: usize, pages: usize) -> String {
    if pages == 1 { title.to_owned() } else { format!("{title}\n（{page}/{pages}）") }
}

fn page_sizes(bytes: &[u8]) -> Result<Vec<Size>, FileProblem> {
    match kind_of(bytes)? {
        Kind::Pdf => {
            let document = open::open(bytes)?.document;
            Ok(open::pages(&document)?.iter().map(|view| view.size).collect())
        }
        Kind::Jpeg | Kind::Png => Ok(vec![picture::header(bytes)?.paper_size()]),
    }
}

type Numbering = (Contents, Vec<Option<Vec<u8>>>, Vec<Vec<Sheet>>);

/// Set the numbered parts again and again until the numbers in them are true.
fn number(parts: &[Part<'_>], mut counted: Vec<Vec<Sheet>>, odd_start: bool) -> Result<Numbering> {
    let mut contents = contents_of(parts, &counted, odd_start);
    if parts.iter().any(|part| matches!(part.content, Content::Numbered(_))) {
        for entry in &mut contents.entries {
            entry.first_page = 0;
        }
        contents.total = 0;
    }
    for _ in 0..NUMBERING_ROUNDS {
        let mut typeset = Vec::with_capacity(parts.len());
        for (part, sheets) in parts.iter().zip(&mut counted) {
            typeset.push(match &part.content {
                Content::Typeset(pdf) => Some(pdf.clone()),
                Content::Numbered(set) => {
                    let pdf = set(&contents)?;
                    *sheets = own_sheets(&pdf)?;
                    Some(pdf)
                }
                Content::Copies(_) | Content::Originals(_) | Content::AsIs(_) => None,
            });
        }
        let now = contents_of(parts, &counted, odd_start);
        if now == contents {
            return Ok((contents, typeset, counted));
        }
        contents = now;
    }
    Err(Error::internal("page numbers of cover and index do not settle"))
}

fn contents_of(parts: &[Part<'_>], counted: &[Vec<Sheet>], odd_start: bool) -> Contents {
    let mut next = 1;
    let mut entries = Vec::with_capacity(parts.len());
    for (part, sheets) in parts.iter().zip(counted) {
        if odd_start && next % 2 == 0 {
            next += 1;
        }
        entries.push(Entry {
            title: part.title.clone(),
            section: part.section.clone(),
            first_page: next,
            pages: sheets.len(),
        });
        next += sheets.len();
    }
    Contents { entries, total: next - 1 }
}
