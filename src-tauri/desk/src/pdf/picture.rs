//! Pictures handed in: what their headers say, and a page that shows one with its data untouched.
//!
//! A JPEG goes into the packet byte for byte. A PNG without transparency keeps its own compressed
//! rows; one with transparency or interlacing is laid on white and compressed anew, without loss.

use std::collections::BTreeMap;

use printpdf::{
    CurTransMat, DictItem, ExternalStream, ExternalXObject, Mm, Op, PdfDocument, PdfPage,
    PdfSaveOptions, XObject, XObjectId, XObjectTransform,
};

use super::geometry::{MM, Size};
use super::problem::FileProblem;

/// More pixels than an A3 page at 600 dpi has; beyond, decoding is refused before it starts.
pub(super) const MAX_PIXELS: u64 = 80_000_000;
/// Memory a picture may take while it is decoded: [`MAX_PIXELS`] in eight-bit colour, and a little.
pub(super) const MAX_DECODED_BYTES: u64 = 340 << 20;
/// Densities outside are what phones and editors write when they do not know.
const BELIEVABLE_DPI: std::ops::RangeInclusive<f32> = 90.0..=1300.0;
/// Taken where a picture says nothing believable: a certificate photographed to fill the frame.
const ASSUMED_DPI: f32 = 150.0;

/// The coding of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Jpeg { components: u8, inverted: bool },
    Png,
}

/// What a picture's header says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    pub(super) coding: Coding,
    /// Pixels as stored.
    pub(super) width: u32,
    pub(super) height: u32,
    /// EXIF orientation, 1 to 8; 1 where none is given.
    pub(super) orientation: u8,
    /// Declared dots per inch, where believable.
    pub(super) dpi: Option<f32>,
}

impl Header {
    /// Pixels as seen, after the orientation is applied.
    pub(super) fn seen(&self) -> (u32, u32) {
        if self.orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Size on paper as seen, by the declared density or the assumed one.
    pub(super) fn paper_size(&self) -> Size {
        let dpi = self.dpi.unwrap_or(ASSUMED_DPI);
        let (width, height) = self.seen();
        Size { width: width as f32 * 72.0 / dpi, height: height as f32 * 72.0 / dpi }
    }
}

/// Read a picture's header, without decoding it.
pub(super) fn header(bytes: &[u8]) -> Result<Header, FileProblem> {
    let header = if bytes.starts_with(b"\xFF\xD8\xFF") {
        jpeg_header(bytes)?
    } else {
        png_header(bytes).ok_or(FileProblem::Damaged)?
    };
    if header.width == 0 || header.height == 0 {
        return Err(FileProblem::Damaged);
    }
    let pixels = u64::from(header.width) * u64::from(header.height);
    if pixels > MAX_PIXELS { Err(FileProblem::TooLarge) } else { Ok(header) }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Walk the segments up to the picture data, and see that the data has an end.
fn jpeg_header(bytes: &[u8]) -> Result<Header, FileProblem> {
    let mut at = 2;
    let mut found = JpegMarks::default();
    loop {
        let marker = *bytes.get(at + 1).ok_or(FileProblem::Damaged)?;
        if bytes.get(at) != Some(&0xFF) {
            return Err(FileProblem::Damaged);
        }
        if marker == 0xFF {
            at += 1;
            continue;
        }
        let length = usize::from(be16(bytes, at + 2).ok_or(FileProblem::Damaged)?);
        let segment = bytes.get(at + 4..at + 2 + length.max(2)).ok_or(FileProblem::Damaged)?;
        match marker {
            0xDA => {
                let data = bytes.get(at..).unwrap_or_default();
                // Some cameras and phones append data after the end, so it is looked for backwards.
                let ends = data.windows(2).rev().any(|pair| pair == b"\xFF\xD9");
                return if ends { found.header() } else { Err(FileProblem::Damaged) };
            }
            0xD9 => return Err(FileProblem::Damaged),
            _ => found.note(marker, segment)?,
        }
        at += 2 + length;
    }
}

/// What the segments before the picture data say.
#[derive(Default)]
struct JpegMarks {
    frame: Option<(u16, u16, u8)>,
    dpi: Option<f32>,
    orientation: Option<u8>,
    is_adobe: bool,
}

impl JpegMarks {
    fn note(&mut self, marker: u8, segment: &[u8]) -> Result<(), FileProblem> {
        match marker {
            0xE0 if segment.starts_with(b"JFIF\0") => self.dpi = jfif_dpi(segment).or(self.dpi),
            0xE1 if segment.starts_with(b"Exif\0\0") => {
                let tiff = segment.get(6..).unwrap_or_default();
                self.orientation = self.orientation.or_else(|| exif_orientation(tiff));
            }
            0xEE if segment.starts_with(b"Adobe") => self.is_adobe = true,
            0xC0..=0xC2 => {
                let (precision, height, width, components) =
                    frame(segment).ok_or(FileProblem::Damaged)?;
                if precision != 8 || !matches!(components, 1 | 3 | 4) {
                    return Err(FileProblem::UnsupportedCoding);
                }
                self.frame = Some((width, height, components));
            }
            // Lossless, arithmetic and hierarchical coding, which PDF readers need not know.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Err(FileProblem::UnsupportedCoding);
            }
            _ => {}
        }
        Ok(())
    }

    fn header(self) -> Result<Header, FileProblem> {
        let (width, height, components) = self.frame.ok_or(FileProblem::Damaged)?;
        // Adobe writes four-colour pictures inverted and marks them so.
        let inverted = self.is_adobe && components == 4;
        Ok(Header {
            coding: Coding::Jpeg { components, inverted },
            width: u32::from(width),
            height: u32::from(height),
            orientation: self.orientation.unwrap_or(1),
            dpi: self.dpi,
        })
    }
}

/// Precision, height, width, components.
fn frame(segment: &[u8]) -> Option<(u8, u16, u16, u8)> {
    Some((*segment.first()?, be16(segment, 1)?, be16(segment, 3)?, *segment.get(5)?))
}

fn jfif_dpi(segment: &[u8]) -> Option<f32> {
    let density = f32::from(be16(segment, 8)?);
    let dpi = match segment.get(7)? {
        1 => density,
        2 => density * 2.54,
        _ => return None,
    };
    BELIEVABLE_DPI.contains(&dpi).then_some(dpi)
}

/// Tag 0x0112 of the first directory of a TIFF block.
fn exif_orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let quad: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little { u32::from_le_bytes(quad) } else { u32::from_be_bytes(quad) };
    let directory = usize::try_from(directory).ok()?;
    let count = usize::from(short(directory)?);
    let entry = (0..count).map(|n| directory + 2 + n * 12).find(|&at| short(at) == Some(0x0112))?;
    let orientation = u8::try_from(short(entry + 8)?).ok()?;
    (1..=8).contains(&orientation).then_some(orientation)
}

fn png_header(bytes: &[u8]) -> Option<Header> {
    let mut header = Header {
        coding: Coding::Png,
        width: be32(bytes, 16)?,
        height: be32(bytes, 20)?,
        orientation: 1,
        dpi: None,
    };
    for (kind, data) in png_chunks(bytes) {
        match kind {
            b"pHYs" if data.get(8) == Some(&1) => {
                let dpi = be32(data, 0)? as f32 * 0.0254;
                header.dpi = BELIEVABLE_DPI.contains(&dpi).then_some(dpi);
            }
            b"eXIf" => header.orientation = exif_orientation(data).unwrap_or(1),
            _ => {}
        }
    }
    let is_whole = png_chunks(bytes).any(|(kind, _)| kind == b"IEND");
    is_whole.then_some(header)
}

/// The chunks of a PNG: four-letter kind and data, as far as they are whole.
fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let length = usize::try_from(be32(bytes, at)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let data = bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        at += length + 12;
        Some((kind, data))
    })
}

/// A document of one page that is filled by the picture as it should be seen.
pub(super) fn page(bytes: Vec<u8>) -> Result<lopdf::Document, FileProblem> {
    let header = header(&bytes)?;
    let size = header.paper_size();
    let picture = match header.coding {
        Coding::Jpeg { components, inverted } => jpeg_object(bytes, &header, components, inverted),
        Coding::Png => png_object(&bytes, &header)?,
    };
    let id = XObjectId("Picture".to_owned());
    let mut document = PdfDocument::new("");
    document.resources.xobjects.map.insert(id.clone(), XObject::External(picture));
    let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
    let matrix = CurTransMat::Raw(orientation_matrix(header.orientation, size));
    let operations = vec![Op::SetTransformationMatrix { matrix }, Op::UseXobject { id, transform }];
    document.pages = vec![PdfPage::new(Mm(size.width / MM), Mm(size.height / MM), operations)];
    Ok(to_lopdf(&document))
}

/// Hand a document of ours over to lopdf, as it stands.
pub(super) fn to_lopdf(document: &PdfDocument) -> lopdf::Document {
    // Its picture optimisation would shrink the scans; our pictures are raw streams it leaves alone,
    // and it is switched off besides.
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    document.to_lopdf_document(&options, &mut Vec::new())
}

/// From the unit square a PDF draws pictures in to the page, by the eight EXIF orientations.
fn orientation_matrix(orientation: u8, size: Size) -> [f32; 6] {
    let (w, h) = (size.width, size.height);
    match orientation {
        2 => [-w, 0.0, 0.0, h, w, 0.0],
        3 => [-w, 0.0, 0.0, -h, w, h],
        4 => [w, 0.0, 0.0, -h, 0.0, h],
        5 => [0.0, -h, -w, 0.0, w, h],
        6 => [0.0, -h, w, 0.0, 0.0, h],
        7 => [0.0, h, w, 0.0, 0.0, 0.0],
        8 => [0.0, h, -w, 0.0, w, 0.0],
        _ => [w, 0.0, 0.0, h, 0.0, 0.0],
    }
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

/// The entries every picture has.
fn picture_dictionary(
    header: &Header,
    color_space: DictItem,
    bits: u8,
) -> BTreeMap<String, DictItem> {
    BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(i64::from(header.width))),
        ("Height".to_owned(), DictItem::Int(i64::from(header.height))),
        ("ColorSpace".to_owned(), color_space),
        ("BitsPerComponent".to_owned(), DictItem::Int(i64::from(bits))),
    ])
}

fn external(dict: BTreeMap<String, DictItem>, content: Vec<u8>) -> ExternalXObject {
    let stream = ExternalStream { dict, content, compress: false };
    ExternalXObject { stream, width: None, height: None, dpi: None }
}

fn jpeg_object(bytes: Vec<u8>, header: &Header, components: u8, inverted: bool) -> ExternalXObject {
    let space = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let mut dictionary = picture_dictionary(header, name(space), 8);
    dictionary.insert("Filter".to_owned(), name("DCTDecode"));
    if inverted {
        let pairs = [1, 0, 1, 0, 1, 0, 1, 0].map(DictItem::Int);
        dictionary.insert("Decode".to_owned(), DictItem::Array(pairs.into()));
    }
    external(dictionary, bytes)
}

fn png_object(bytes: &[u8], header: &Header) -> Result<ExternalXObject, FileProblem> {
    match png_rows(bytes, header) {
        Some(picture) => Ok(picture),
        None => png_on_white(bytes, header),
    }
}

/// PNG rows are compressed just as PDF can: hand them over as they are, where nothing is
/// transparent, interlaced or indexed.
fn png_rows(bytes: &[u8], header: &Header) -> Option<ExternalXObject> {
    let (bits, color, interlace) = (*bytes.get(24)?, *bytes.get(25)?, *bytes.get(28)?);
    let (space, colors) = match color {
        0 => ("DeviceGray", 1),
        2 => ("DeviceRGB", 3),
        _ => return None,
    };
    if interlace != 0 || png_chunks(bytes).any(|(kind, _)| kind == b"tRNS") {
        return None;
    }
    let rows = png_chunks(bytes).filter(|(kind, _)| *kind == b"IDAT");
    let content = rows.flat_map(|(_, data)| data.iter().copied()).collect();
    let mut dictionary = picture_dictionary(header, name(space), bits);
    let parameters = BTreeMap::from([
        ("Predictor".to_owned(), DictItem::Int(15)),
        ("Colors".to_owned(), DictItem::Int(colors)),
        ("BitsPerComponent".to_owned(), DictItem::Int(i64::from(bits))),
        ("Columns".to_owned(), DictItem::Int(i64::from(header.width))),
    ]);
    dictionary.insert("Filter".to_owned(), name("FlateDecode"));
    dictionary.insert("DecodeParms".to_owned(), DictItem::Dict { map: parameters });
    Some(external(dictionary, content))
}

/// Decode, lay on white paper, compress without loss.
fn png_on_white(bytes: &[u8], header: &Header) -> Result<ExternalXObject, FileProblem> {
    let rows = pixel::on_paper(pixel::decode_as_stored(bytes, MAX_DECODED_BYTES)?).into_raw();
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), rows);
    stream.compress().map_err(|_| FileProblem::Damaged)?;
    let mut dictionary = picture_dictionary(header, name("DeviceRGB"), 8);
    if stream.dict.has(b"Filter") {
        dictionary.insert("Filter".to_owned(), name("FlateDecode"));
    }
    Ok(external(dictionary, stream.content))
}
