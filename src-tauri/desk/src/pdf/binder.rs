//! The second pass: write sheet after sheet, each file read, placed and let go before the next.

use std::io::Write;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};

use super::assemble::{Content, FileSource, Options, Part, WHAT, broken};
use super::furniture::{self, BLOCK_BOTTOM, BLOCK_WIDTH, Furnishing, Refusal, SIDE};
use super::geometry::Rect;
use super::import::{ImportError, Importer};
use super::plan::{Block, Plan, role};
use super::scan::{Kind, kind_of};
use super::sink::Sink;
use super::{open, outline, picture};
use crate::error::{Code, Error, Result};
use crate::progress::Progress;

/// Writes sheet after sheet.
pub(super) struct Binder<'a, W: Write> {
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
    pub(super) fn new(
        plan: &'a Plan,
        options: &Options<'_>,
        sink: &'a mut Sink<W>,
    ) -> Result<Self> {
        let total = plan.sheets.len();
        let furnishings: Vec<Furnishing> = plan
            .sheets
            .iter()
            .enumerate()
            .map(|(n, sheet)| Furnishing {
                sheet: sheet.placement.sheet,
                caption: sheet.caption.clone(),
                is_caption_above: matches!(sheet.block, Some(Block::At(..))),
                gutter: sheet.gutter,
                number: options.is_numbered.then_some((n + 1, total)),
            })
            .collect();
        let drawn = furniture::draw(options.fonts, &furnishings).map_err(refused)?;
        let mut written = import_all(sink, &drawn).map_err(|error| explain(error, WHAT))?;
        let additions = written.split_off(1);
        let block = written.pop().ok_or_else(|| Error::internal("no copy block was drawn"))?;
        let pages = sink.reserve();
        Ok(Self { plan, sink, pages, kids: Vec::with_capacity(total), block, additions })
    }

    pub(super) fn bind(&mut self, parts: &[Part<'_>], progress: &dyn Progress) -> Result<()> {
        let total = self.plan.sheets.len() as u64;
        for (n, part) in parts.iter().enumerate() {
            while self.plan.first_sheets.get(n).is_some_and(|&first| self.kids.len() < first) {
                self.sheet(None)?;
            }
            if let Some(Some(pdf)) = self.plan.typeset.get(n) {
                progress.checkpoint("装订档案", self.kids.len() as u64, total)?;
                let document = open::open(pdf).map_err(Error::internal)?.document;
                self.document(&document, &part.title)?;
            }
            let (Content::Copies(files) | Content::Originals(files) | Content::AsIs(files)) =
                &part.content
            else {
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
            Kind::Pdf => open::open(&bytes).map(|opened| opened.document),
            Kind::Jpeg | Kind::Png => picture::page(bytes),
        }
        .map_err(|problem| problem.into_error(role))?;
        self.document(&document, role)
    }

    fn document(&mut self, document: &Document, role: &str) -> Result<()> {
        let views = open::pages(document).map_err(|problem| problem.into_error(role))?;
        let mut importer = Importer::new(document);
        for view in &views {
            let drawing = importer.page(self.sink, view).map_err(|error| explain(error, role))?;
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
        if let Some(block) = sheet.block {
            let (x, y) = match block {
                Block::Foot => {
                    let x = size.width - SIDE - sheet.gutter.right - BLOCK_WIDTH;
                    (x, BLOCK_BOTTOM + sheet.gutter.bottom)
                }
                Block::At(x, y) => (x, y),
            };
            operations.push_str(&format!("q 1 0 0 1 {x} {y} cm /C Do Q\n"));
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
        let media = Rect { x: 0.0, y: 0.0, width: size.width, height: size.height };
        page.set("MediaBox", media.to_object());
        page.set("Resources", resources);
        page.set("Contents", contents);
        let page = self.sink.add(&Object::Dictionary(page)).map_err(broken)?;
        self.kids.push(page);
        Ok(())
    }

    /// Write page tree, bookmarks and properties, and give the trailer.
    pub(super) fn close(self, options: &Options<'_>) -> Result<Dictionary> {
        let mut tree = Dictionary::new();
        tree.set("Type", "Pages");
        tree.set("Count", self.kids.len() as i64);
        tree.set("Kids", self.kids.clone());
        self.sink.write(&self.pages, &Object::Dictionary(tree)).map_err(broken)?;
        let outlines =
            outline::write(self.sink, &self.plan.contents.entries, &self.kids).map_err(broken)?;
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        catalog.set("Pages", self.pages);
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
        catalog.set("Lang", Object::string_literal("zh-CN"));
        let root = self.sink.add(&Object::Dictionary(catalog)).map_err(broken)?;
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
    open::pages(document)?.iter().map(|view| importer.page(sink, view)).collect()
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
            format!("材料名称里的“{character}”（U+{:04X}）字库里没有", u32::from(character)),
            "请在材料清单里改用字库里有的写法",
        ),
    }
}
