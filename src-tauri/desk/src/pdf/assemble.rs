//! One PDF out of many: parts in order, true page numbers, bookmarks, the block on every copy.
//!
//! Two passes. The first counts pages, so that cover and index can print true numbers; the second
//! writes. A file handed in is read, placed and let go before the next one is touched.

use std::io::{self, Write};
use std::path::Path;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use sha2::{Digest, Sha256};
use typeset::Fonts;

use super::furniture::{self, BLOCK_BOTTOM, BLOCK_WIDTH, Furnishing, Refusal, SIDE};
use super::geometry::{A4, Rect, Size};
use super::import::{ImportError, Importer};
use super::layout::{self, Placement};
use super::outline;
use super::place::place;
use super::problem::FileProblem;
use super::scan::{Kind, kind_of};
use super::sink::Sink;
use super::{open, picture};
use crate::error::{Code, Error, Result};
use crate::progress::Progress;

/// What the result is called in messages.
const WHAT: &str = "档案 PDF";
/// How often numbered parts are set until their own length agrees with the numbers in them.
const NUMBERING_ROUNDS: usize = 4;

/// A file handed in, read when its turn comes.
pub struct FileSource<'a> {
    /// How messages call it within its part (“第 1 个文件”); no personal data.
    pub label: String,
    /// Gives its bytes; called once per pass.
    pub read: Box<dyn Fn() -> Result<Vec<u8>> + 'a>,
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
        let copies = plan.sheets.iter().filter(|sheet| sheet.is_copy).count();
        let trailer = binder.close(options)?;
        let (file, bytes) = sink.finish(trailer).map_err(broken)?;
        Ok((
            file,
            Assembled {
                contents: plan.contents.clone(),
                copies,
                bytes,
            },
        ))
    })
}

fn broken(error: io::Error) -> Error {
    Error::io(WHAT, error)
}

/// One sheet of the packet.
struct Sheet {
    placement: Placement,
    caption: Option<String>,
    is_copy: bool,
}

impl Sheet {
    fn own(size: Size) -> Self {
        Self {
            placement: layout::own(size),
            caption: None,
            is_copy: false,
        }
    }
}

/// Everything that is known before the first byte is written.
struct Plan {
    contents: Contents,
    sheets: Vec<Sheet>,
    /// Parts set by us, by part.
    typeset: Vec<Option<Vec<u8>>>,
    /// Which part starts before which sheet, for blank pages in between.
    first_sheets: Vec<usize>,
    /// Hash of all that went in, for the file's identity.
    fingerprint: [u8; 32],
}

impl Plan {
    fn make(parts: &[Part<'_>], options: &Options<'_>, progress: &dyn Progress) -> Result<Self> {
        let mut hash = Sha256::new();
        hash.update(format!(
            "{}\n{}\n{}\n",
            options.title, options.date, options.odd_start
        ));
        let mut counted = Vec::with_capacity(parts.len());
        for (n, part) in parts.iter().enumerate() {
            progress.checkpoint("清点页数", n as u64, parts.len() as u64)?;
            counted.push(match &part.content {
                Content::Typeset(pdf) => own_sheets(pdf)?,
                Content::Numbered(_) => Vec::new(),
                Content::Copies(files) => file_sheets(n, part, files, true, &mut hash)?,
                Content::Originals(files) => file_sheets(n, part, files, false, &mut hash)?,
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
        Ok(Self {
            contents,
            sheets,
            typeset,
            first_sheets,
            fingerprint: hash.finalize().into(),
        })
    }
}

/// The sheets of a PDF set by us.
fn own_sheets(pdf: &[u8]) -> Result<Vec<Sheet>> {
    let document = open::open(pdf).map_err(Error::internal)?;
    let views = open::pages(&document).map_err(Error::internal)?;
    Ok(views.iter().map(|view| Sheet::own(view.size)).collect())
}

/// How messages call a file.
fn role(index: usize, part: &Part<'_>, file: &FileSource<'_>) -> String {
    format!("第 {} 项《{}》{}", index + 1, part.title, file.label)
}

/// The sheets of files handed in.
fn file_sheets(
    index: usize,
    part: &Part<'_>,
    files: &[FileSource<'_>],
    is_copy: bool,
    hash: &mut Sha256,
) -> Result<Vec<Sheet>> {
    let mut sizes = Vec::new();
    for file in files {
        let bytes = (file.read)()?;
        hash.update(&bytes);
        let found = page_sizes(&bytes).map_err(|p| p.into_error(&role(index, part, file)))?;
        sizes.extend(found);
    }
    if sizes.is_empty() {
        return Err(Error::invalid(
            format!("第 {} 项《{}》没有文件", index + 1, part.title),
            "请先放入扫描件，或把这一项从档案里去掉",
        ));
    }
    let count = sizes.len();
    Ok(sizes
        .into_iter()
        .enumerate()
        .map(|(n, size)| Sheet {
            placement: if is_copy {
                layout::copy(size)
            } else {
                layout::original(size)
            },
            caption: is_copy.then(|| caption(&part.title, n + 1, count)),
            is_copy,
        })
        .collect())
}

fn caption(title: &str, page: usize, pages: usize) -> String {
    if pages == 1 {
        title.to_owned()
    } else {
        format!("{title}\n（{page}/{pages}）")
    }
}

fn page_sizes(bytes: &[u8]) -> Result<Vec<Size>, FileProblem> {
    match kind_of(bytes)? {
        Kind::Pdf => {
            let document = open::open(bytes)?;
            Ok(open::pages(&document)?
                .iter()
                .map(|view| view.size)
                .collect())
        }
        Kind::Jpeg | Kind::Png => Ok(vec![picture::header(bytes)?.paper_size()]),
    }
}

type Numbering = (Contents, Vec<Option<Vec<u8>>>, Vec<Vec<Sheet>>);

/// Set the numbered parts again and again until the numbers in them are true.
fn number(parts: &[Part<'_>], mut counted: Vec<Vec<Sheet>>, odd_start: bool) -> Result<Numbering> {
    let mut contents = contents_of(parts, &counted, odd_start);
    if parts
        .iter()
        .any(|part| matches!(part.content, Content::Numbered(_)))
    {
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
                Content::Copies(_) | Content::Originals(_) => None,
            });
        }
        let now = contents_of(parts, &counted, odd_start);
        if now == contents {
            return Ok((contents, typeset, counted));
        }
        contents = now;
    }
    Err(Error::internal(
        "page numbers of cover and index do not settle",
    ))
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
    Contents {
        entries,
        total: next - 1,
    }
}

/// Writes sheet after sheet.
struct Binder<'a, W: Write> {
    plan: &'a Plan,
    sink: &'a mut Sink<W>,
    pages: Object,
    /// Written sheets, in order.
    kids: Vec<Object>,
    block: Object,
    /// Caption and number of every sheet.
    additions: Vec<Object>,
}

impl<'a, W: Write> Binder<'a, W> {
    fn new(plan: &'a Plan, options: &Options<'_>, sink: &'a mut Sink<W>) -> Result<Self> {
        let total = plan.sheets.len();
        let furnishings: Vec<Furnishing> = plan
            .sheets
            .iter()
            .enumerate()
            .map(|(n, sheet)| Furnishing {
                sheet: sheet.placement.sheet,
                caption: sheet.caption.clone(),
                number: n + 1,
                total,
            })
            .collect();
        let drawn = furniture::draw(options.fonts, &furnishings).map_err(refused)?;
        let mut written = import_all(sink, &drawn).map_err(|error| explain(error, WHAT))?;
        let additions = written.split_off(1);
        let block = written
            .pop()
            .ok_or_else(|| Error::internal("no copy block was drawn"))?;
        let pages = sink.reserve();
        Ok(Self {
            plan,
            sink,
            pages,
            kids: Vec::with_capacity(total),
            block,
            additions,
        })
    }

    fn bind(&mut self, parts: &[Part<'_>], progress: &dyn Progress) -> Result<()> {
        let total = self.plan.sheets.len() as u64;
        for (n, part) in parts.iter().enumerate() {
            while self
                .plan
                .first_sheets
                .get(n)
                .is_some_and(|&first| self.kids.len() < first)
            {
                self.sheet(None)?;
            }
            if let Some(Some(pdf)) = self.plan.typeset.get(n) {
                progress.checkpoint("装订档案", self.kids.len() as u64, total)?;
                let document = open::open(pdf).map_err(Error::internal)?;
                self.document(&document, &part.title)?;
            }
            let (Content::Copies(files) | Content::Originals(files)) = &part.content else {
                continue;
            };
            for file in files {
                progress.checkpoint("装订档案", self.kids.len() as u64, total)?;
                self.file(file, &role(n, part, file))?;
            }
        }
        Ok(())
    }

    fn file(&mut self, file: &FileSource<'_>, role: &str) -> Result<()> {
        let bytes = (file.read)()?;
        let document = match kind_of(&bytes).map_err(|problem| problem.into_error(role))? {
            Kind::Pdf => open::open(&bytes),
            Kind::Jpeg | Kind::Png => picture::page(bytes),
        }
        .map_err(|problem| problem.into_error(role))?;
        self.document(&document, role)
    }

    fn document(&mut self, document: &Document, role: &str) -> Result<()> {
        let views = open::pages(document).map_err(|problem| problem.into_error(role))?;
        let mut importer = Importer::new(document);
        for view in &views {
            let drawing = importer
                .page(self.sink, view)
                .map_err(|error| explain(error, role))?;
            self.sheet(Some(drawing))?;
        }
        Ok(())
    }

    /// Write one sheet: the drawing in its place, the block on a copy, caption and number.
    fn sheet(&mut self, drawing: Option<Object>) -> Result<()> {
        let changed = || Error::invalid("装订期间文件被改动过", "请重新生成档案");
        let number = self.kids.len();
        let sheet = self.plan.sheets.get(number).ok_or_else(changed)?;
        let addition = self.additions.get(number).cloned().ok_or_else(changed)?;
        let size = sheet.placement.sheet;
        let mut drawn = Dictionary::new();
        let mut operations = String::new();
        if let Some(drawing) = drawing {
            let place = sheet.placement.matrix.0.map(|n| n.to_string()).join(" ");
            operations.push_str(&format!("q {place} cm /P Do Q\n"));
            drawn.set("P", drawing);
        }
        if sheet.is_copy {
            let x = size.width - SIDE - BLOCK_WIDTH;
            operations.push_str(&format!("q 1 0 0 1 {x} {BLOCK_BOTTOM} cm /C Do Q\n"));
            drawn.set("C", self.block.clone());
        }
        operations.push_str("/N Do");
        drawn.set("N", addition);
        let contents = Stream::new(Dictionary::new(), operations.into_bytes());
        let contents = self.sink.add(&Object::Stream(contents)).map_err(broken)?;
        let mut resources = Dictionary::new();
        resources.set("XObject", drawn);
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("Parent", self.pages.clone());
        let media = Rect {
            x: 0.0,
            y: 0.0,
            width: size.width,
            height: size.height,
        };
        page.set("MediaBox", media.to_object());
        page.set("Resources", resources);
        page.set("Contents", contents);
        let page = self.sink.add(&Object::Dictionary(page)).map_err(broken)?;
        self.kids.push(page);
        Ok(())
    }

    /// Write page tree, bookmarks and properties, and give the trailer.
    fn close(self, options: &Options<'_>) -> Result<Dictionary> {
        let mut tree = Dictionary::new();
        tree.set("Type", "Pages");
        tree.set("Count", self.kids.len() as i64);
        tree.set("Kids", self.kids.clone());
        self.sink
            .write(&self.pages, &Object::Dictionary(tree))
            .map_err(broken)?;
        let outlines =
            outline::write(self.sink, &self.plan.contents.entries, &self.kids).map_err(broken)?;
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        catalog.set("Pages", self.pages);
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
        catalog.set("Lang", Object::string_literal("zh-CN"));
        let root = self
            .sink
            .add(&Object::Dictionary(catalog))
            .map_err(broken)?;
        let mut info = Dictionary::new();
        info.set("Title", lopdf::text_string(&options.title));
        info.set("Producer", lopdf::text_string("Chengbao"));
        let stamp = format!("D:{}000000Z", options.date.format("%Y%m%d"));
        info.set("CreationDate", Object::string_literal(stamp));
        let info = self.sink.add(&Object::Dictionary(info)).map_err(broken)?;
        let id = self.plan.fingerprint.get(..16).unwrap_or_default().to_vec();
        let id = Object::String(id, StringFormat::Hexadecimal);
        let mut trailer = Dictionary::new();
        trailer.set("Root", root);
        trailer.set("Info", info);
        trailer.set("ID", vec![id.clone(), id]);
        Ok(trailer)
    }
}

/// Write every page of `document` as a drawing.
fn import_all<W: Write>(
    sink: &mut Sink<W>,
    document: &Document,
) -> Result<Vec<Object>, ImportError> {
    let mut importer = Importer::new(document);
    open::pages(document)?
        .iter()
        .map(|view| importer.page(sink, view))
        .collect()
}

fn explain(error: ImportError, role: &str) -> Error {
    match error {
        ImportError::Source(problem) => problem.into_error(role),
        ImportError::Sink(error) => broken(error),
    }
}

fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::NoFace => Error::new(
            Code::Internal,
            "程序自带的宋体字库缺失或损坏，没有生成档案",
            "请重新安装程序",
        ),
        Refusal::Glyph(character) => Error::invalid(
            format!(
                "材料名称里的“{character}”（U+{:04X}）字库里没有",
                u32::from(character)
            ),
            "请在材料清单里改用字库里有的写法",
        ),
    }
}
