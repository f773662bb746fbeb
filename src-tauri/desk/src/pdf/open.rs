//! Open a foreign PDF and find its pages, with every way it can fail told apart.

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use super::geometry::{A4, Matrix, Rect, Size, corners};
use super::problem::FileProblem;

/// What one stream of a file handed in may inflate to; a page of a scan is far below.
pub(super) const MAX_STREAM_BYTES: usize = 256 << 20;
/// Files beyond are not mended: the other reader needs several times their size.
const MAX_MENDED_BYTES: usize = 64 << 20;
/// How many pages one file may have; a whole personnel file is far below.
const MAX_PAGES: usize = 2_000;
/// How deep a page tree may be before it counts as a loop.
const MAX_DEPTH: usize = 64;

/// One page as it is seen.
#[derive(Debug, Clone)]
pub(super) struct PageView {
    pub(super) id: ObjectId,
    /// The visible box: crop box within media box.
    pub(super) visible: Rect,
    /// Brings the visible box upright to the origin.
    pub(super) upright: Matrix,
    /// Size as seen, after `/Rotate`.
    pub(super) size: Size,
}

/// A PDF that opened.
pub(super) struct Opened {
    pub(super) document: Document,
    /// Whether its cross-references were broken and had to be rebuilt.
    pub(super) is_mended: bool,
}

/// Open a PDF; one that opens without a password counts as open even where it limits printing. Broken
/// cross-references are rebuilt, where the file at least ends as a PDF does: one cut short may have
/// lost pages, and must not pass for whole.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, FileProblem> {
    match read(bytes) {
        Err(problem @ (FileProblem::Damaged | FileProblem::NoPages)) if is_mendable(bytes) => {
            let mended = typeset::mend(bytes.to_vec()).ok();
            let document = mended.and_then(|pdf| read(&pdf).ok()).ok_or(problem)?;
            Ok(Opened { document, is_mended: true })
        }
        other => Ok(Opened { document: other?, is_mended: false }),
    }
}

fn is_mendable(bytes: &[u8]) -> bool {
    const END_WITHIN: usize = 2048;
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or_default();
    bytes.len() <= MAX_MENDED_BYTES && tail.windows(5).any(|window| window == b"%%EOF")
}

fn read(bytes: &[u8]) -> Result<Document, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    let options =
        LoadOptions { max_decompressed_size: Some(MAX_STREAM_BYTES), ..LoadOptions::default() };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => FileProblem::Encrypted,
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
                FileProblem::TooLarge
            }
            _ => FileProblem::Damaged,
        })?;
    if document.is_encrypted() {
        Err(FileProblem::Encrypted)
    } else if document.page_iter().next().is_none() {
        Err(FileProblem::NoPages)
    } else {
        Ok(document)
    }
}

/// The pages in order.
pub(super) fn pages(document: &Document) -> Result<Vec<PageView>, FileProblem> {
    let ids: Vec<ObjectId> = document.page_iter().take(MAX_PAGES + 1).collect();
    match ids.len() {
        0 => Err(FileProblem::NoPages),
        n if n > MAX_PAGES => Err(FileProblem::TooLarge),
        _ => ids.into_iter().map(|id| view(document, id)).collect(),
    }
}

fn view(document: &Document, id: ObjectId) -> Result<PageView, FileProblem> {
    let page = document.get_dictionary(id).map_err(|_| FileProblem::Damaged)?;
    let media = inherited(document, page, b"MediaBox")
        .and_then(|holder| corners(document, holder, b"MediaBox"))
        .map_or(Rect { x: 0.0, y: 0.0, width: A4.width, height: A4.height }, Rect::from_corners);
    let visible = inherited(document, page, b"CropBox")
        .and_then(|holder| corners(document, holder, b"CropBox"))
        .and_then(|crop| Rect::from_corners(crop).intersection(media))
        .unwrap_or(media);
    if visible.width < 1.0 || visible.height < 1.0 {
        return Err(FileProblem::Damaged);
    }
    let degrees = inherited(document, page, b"Rotate")
        .and_then(|holder| holder.get(b"Rotate").ok())
        .and_then(|value| document.dereference(value).ok())
        .and_then(|(_, value)| value.as_i64().ok())
        .unwrap_or(0);
    let quarter_turns = u8::try_from(degrees.rem_euclid(360) / 90).unwrap_or(0);
    let (upright, size) = Matrix::upright(visible, quarter_turns);
    Ok(PageView { id, visible, upright, size })
}

/// The page or the nearest node above it that has `key`.
pub(super) fn inherited<'a>(
    document: &'a Document,
    page: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        if node.has(key) {
            return Some(node);
        }
        let parent = node.get(b"Parent").and_then(Object::as_reference).ok()?;
        node = document.get_dictionary(parent).ok()?;
    }
    None
}
