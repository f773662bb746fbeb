//! What we add to pages: the block that certifies a copy, its caption, and the page number.
//!
//! Drawn by printpdf with a face cut down beforehand to the characters used, one page per packet
//! page and one for the block, which all copies share.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Color, FontId, FontMetrics, Greyscale, Line, LineDashPattern, LinePoint, Mm, Op, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, Point, Pt, TextItem,
};
use subsetter::GlyphRemapper;
use typeset::Fonts;

use super::geometry::{MM, Size};
use super::layout::Gutter;
use super::picture::to_lopdf;

/// Family the additions are set in.
const FAMILY: &str = "Noto Serif SC";
/// First line of the block.
const CERTIFIED: &str = "经审核，与原件一致";
/// Width of the block.
pub(super) const BLOCK_WIDTH: f32 = 118.0 * MM;
/// Height of the block: a line of print and three to write on.
pub(super) const BLOCK_HEIGHT: f32 = 30.0 * MM;
/// Distance of everything we add from the sides of the sheet.
pub(super) const SIDE: f32 = 12.0 * MM;
/// Lower edge of the block.
pub(super) const BLOCK_BOTTOM: f32 = 11.0 * MM;
/// Lower edge of the room left for a copied page.
pub(super) const FOOT: f32 = BLOCK_BOTTOM + BLOCK_HEIGHT + 3.0 * MM;

/// Baseline of the page number, inside what every printer reaches.
const NUMBER_BASELINE: f32 = 5.8 * MM;
const NUMBER_SIZE: f32 = 9.0;
const CAPTION_SIZE: f32 = 9.5;
const CAPTION_LEADING: f32 = 13.5;
/// Baseline of a caption above the page, from the upper edge of the sheet.
const CAPTION_ABOVE: f32 = 6.4 * MM;
/// Captions longer than this many lines would grow out of the foot; the index has the whole name.
const CAPTION_LINES: usize = 6;

/// What is added to one page of the packet.
#[derive(Debug, Clone)]
pub(super) struct Furnishing {
    pub(super) sheet: Size,
    /// Text at the foot, left of the block; copies only.
    pub(super) caption: Option<String>,
    /// Whether the caption stands above the page instead, because the block stands on it.
    pub(super) is_caption_above: bool,
    /// Strips that belong to the binding.
    pub(super) gutter: Gutter,
    /// Page number from 1, and pages in all; `None` where no number is printed.
    pub(super) number: Option<(usize, usize)>,
}

/// Draw the block as page 1 and the additions of every page after it, in order.
///
/// # Errors
/// The first character no face holds, so that no caption prints with a hole.
pub(super) fn draw(fonts: &Fonts, pages: &[Furnishing]) -> Result<lopdf::Document, Refusal> {
    let (file, index) = fonts.face(FAMILY, 400).ok_or(Refusal::NoFace)?;
    let face = ttf_parser::Face::parse(file, index).map_err(|_| Refusal::NoFace)?;
    let pen = Pen::new(file, index, &face, &text_of(pages))?;
    let mut document = PdfDocument::new("");
    document.resources.fonts.map.insert(pen.id.clone(), PdfFont::new(pen.font.clone()));
    document.pages.push(block(&pen));
    document.pages.extend(pages.iter().map(|page| additions(&pen, page)));
    Ok(to_lopdf(&document))
}

/// Why nothing could be drawn.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The program's own face is missing or no face.
    NoFace,
    /// A caption holds a character without a picture.
    Glyph(char),
}

/// Everything that will be written, for cutting down the face.
fn text_of(pages: &[Furnishing]) -> BTreeSet<char> {
    let fixed = format!("{CERTIFIED}审核意见人日期年月单位公章：第页共0123456789　 ");
    let captions = pages.iter().filter_map(|page| page.caption.as_deref());
    fixed.chars().chain(captions.flat_map(str::chars)).filter(|c| !c.is_control()).collect()
}

/// One face, cut down, with the widths of what is left.
struct Pen {
    id: FontId,
    font: ParsedFont,
    /// Advances in em.
    widths: BTreeMap<char, f32>,
}

impl Pen {
    fn new(
        file: &[u8],
        index: u32,
        face: &ttf_parser::Face<'_>,
        text: &BTreeSet<char>,
    ) -> Result<Self, Refusal> {
        let units = face.units_per_em();
        let mut kept = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        let mut advances = BTreeMap::new();
        let mut widths = BTreeMap::new();
        for &character in text {
            let glyph = face.glyph_index(character).ok_or(Refusal::Glyph(character))?;
            let advance = face.glyph_hor_advance(glyph).unwrap_or(units);
            let new = kept.remap(glyph.0);
            glyphs.insert(u32::from(character), new);
            advances.insert(new, advance);
            widths.insert(character, f32::from(advance) / f32::from(units));
        }
        let cut = subsetter::subset(file, index, &kept).map_err(|_| Refusal::NoFace)?;
        let metrics = FontMetrics { ascent: face.ascender(), descent: face.descender() };
        // The tag before the plus sign tells readers that the face is cut down.
        let name = Some("CBFOOT+NotoSerifSC-Regular".to_owned());
        let font = ParsedFont::with_glyph_data(cut, 0, name, glyphs, advances, units, metrics);
        Ok(Self { id: FontId("Foot".to_owned()), font, widths })
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().filter_map(|c| self.widths.get(&c)).sum::<f32>() * size
    }

    fn write(&self, operations: &mut Vec<Op>, text: &str, size: f32, x: f32, y: f32) {
        operations.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(self.id.clone()), size: Pt(size) },
            Op::SetTextCursor { pos: Point { x: Pt(x), y: Pt(y) } },
            Op::ShowText { items: vec![TextItem::Text(text.to_owned())] },
            Op::EndTextSection,
        ]);
    }

    /// Break text into lines no wider than `room`. Closing punctuation stays with what it closes.
    fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        const CLOSING: &str = "，。、；：！？）》」』”’,.;:!?)";
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut width = 0.0;
        for character in text.chars().filter(|c| !c.is_control()) {
            let advance = self.widths.get(&character).copied().unwrap_or(1.0) * size;
            if width + advance > room && !line.is_empty() && !CLOSING.contains(character) {
                lines.push(std::mem::take(&mut line));
                width = 0.0;
            }
            line.push(character);
            width += advance;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

fn ink(percent: f32) -> Op {
    Op::SetFillColor { col: Color::Greyscale(Greyscale::new(percent, None)) }
}

fn stroke(points: &[(f32, f32)], is_closed: bool) -> Op {
    let points =
        points.iter().map(|&(x, y)| LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false });
    Op::DrawLine { line: Line { points: points.collect(), is_closed } }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Op {
    stroke(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], true)
}

/// The block: the sentence, three lines to fill in by hand, and a dashed place for the unit's seal.
/// Nothing in it imitates a seal or a signature.
fn block(pen: &Pen) -> PdfPage {
    const SIZE: f32 = 10.5;
    const INSET: f32 = 3.2 * MM;
    const SEAL_WIDTH: f32 = 40.0 * MM;
    let seal_x = BLOCK_WIDTH - SEAL_WIDTH - 2.0 * MM;
    let rule_end = seal_x - 3.0 * MM;
    let mut operations = vec![
        ink(0.0),
        Op::SetOutlineColor { col: Color::Greyscale(Greyscale::new(0.0, None)) },
        Op::SetOutlineThickness { pt: Pt(0.9) },
        rectangle(0.9, 0.9, BLOCK_WIDTH - 1.8, BLOCK_HEIGHT - 1.8),
        Op::SetOutlineThickness { pt: Pt(0.5) },
    ];
    pen.write(&mut operations, CERTIFIED, 12.5, INSET, 23.0 * MM);
    let start = INSET + pen.width("审核意见：", SIZE);
    for (label, y) in [("审核意见：", 16.2 * MM), ("审 核 人：", 9.6 * MM)] {
        pen.write(&mut operations, label, SIZE, INSET, y);
        operations.push(stroke(&[(start, y - 1.6), (rule_end, y - 1.6)], false));
    }
    let y = 3.0 * MM;
    pen.write(&mut operations, "审核日期：", SIZE, INSET, y);
    let third = (rule_end - start) / 3.0;
    for (n, unit) in ["年", "月", "日"].into_iter().enumerate() {
        pen.write(&mut operations, unit, SIZE, start + third * (n as f32 + 1.0) - SIZE, y);
    }
    let grey = Color::Greyscale(Greyscale::new(0.45, None));
    operations.extend([
        Op::SetOutlineColor { col: grey },
        Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[3.0, 2.2]) },
        rectangle(seal_x, 2.0 * MM, SEAL_WIDTH, BLOCK_HEIGHT - 4.0 * MM),
        Op::SetLineDashPattern { dash: LineDashPattern::solid() },
        ink(0.45),
    ]);
    let place = "单位公章";
    let x = seal_x + (SEAL_WIDTH - pen.width(place, SIZE)) / 2.0;
    pen.write(&mut operations, place, SIZE, x, BLOCK_HEIGHT / 2.0 - SIZE * 0.38);
    PdfPage::new(Mm(BLOCK_WIDTH / MM), Mm(BLOCK_HEIGHT / MM), operations)
}

/// Caption and number of one page, in the page's own coordinates.
fn additions(pen: &Pen, page: &Furnishing) -> PdfPage {
    let mut operations = vec![ink(0.0)];
    let (left, right) = (SIDE + page.gutter.left, SIDE + page.gutter.right);
    if let Some(caption) = page.caption.as_ref().filter(|_| page.is_caption_above) {
        // One line in the margin above, where nothing of the page can be.
        let text = caption.replace('\n', "");
        let room = page.sheet.width - left - right;
        let line = pen.lines(&text, CAPTION_SIZE, room).into_iter().next().unwrap_or_default();
        let y = page.sheet.height - page.gutter.top - CAPTION_ABOVE;
        pen.write(&mut operations, &line, CAPTION_SIZE, left, y);
    } else if let Some(caption) = &page.caption {
        let room = page.sheet.width - left - right - BLOCK_WIDTH - 4.0 * MM;
        let top = page.gutter.bottom + BLOCK_BOTTOM + BLOCK_HEIGHT - CAPTION_SIZE;
        let lines = caption.lines().flat_map(|line| pen.lines(line, CAPTION_SIZE, room));
        for (n, line) in lines.take(CAPTION_LINES).enumerate() {
            let y = top - CAPTION_LEADING * n as f32;
            pen.write(&mut operations, &line, CAPTION_SIZE, left, y);
        }
    }
    if let Some((number, total)) = page.number {
        let number = format!("第 {number} 页　共 {total} 页");
        let x = (page.sheet.width - pen.width(&number, NUMBER_SIZE)) / 2.0;
        pen.write(&mut operations, &number, NUMBER_SIZE, x, page.gutter.bottom + NUMBER_BASELINE);
    }
    PdfPage::new(Mm(page.sheet.width / MM), Mm(page.sheet.height / MM), operations)
}
