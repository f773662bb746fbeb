//! Pictures as a portal takes them: JPEG, upright, small enough.

use image::RgbImage;
use typeset::Fonts;

use super::draw::Drawing;
use super::open;
use super::picture::{self, Coding};
use super::problem::FileProblem;
use super::scan::{Kind, kind_of, on_paper};

/// Qualities tried before the picture itself is made smaller, the best first.
const QUALITIES: [u8; 3] = [88, 80, 72];
/// The lowest one; below, writing frays.
const LEAST_QUALITY: u8 = 64;
/// By how much a picture is made smaller when no quality is small enough.
const SMALLER: f32 = 0.85;
/// Longer side under which nothing can be read any more.
const LEAST_SIDE: u32 = 600;

/// What a portal takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Bytes of one picture.
    pub bytes: usize,
    /// Pixels of the longer side.
    pub side: u32,
    /// Dots per inch at which pages of a PDF are drawn.
    pub dpi: f32,
}

/// Give each page of a file as a JPEG within the limits, in order. A JPEG that is upright and small
/// enough comes out byte for byte.
///
/// # Errors
/// As [`super::inspect`]; what `each` gives; `TooDense` where a page cannot be made small enough and
/// still be read.
pub fn pictures<E: From<FileProblem>>(
    bytes: Vec<u8>,
    limits: Limits,
    fonts: &Fonts,
    mut each: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    match kind_of(&bytes)? {
        Kind::Jpeg | Kind::Png => {
            let header = picture::header(&bytes)?;
            // Four inks are for presses; what looks at a portal's pictures may show them wrongly.
            let is_plain = matches!(header.coding, Coding::Jpeg { components: 1 | 3, .. });
            let fits =
                bytes.len() <= limits.bytes && header.width.max(header.height) <= limits.side;
            if is_plain && header.orientation == 1 && fits {
                return each(0, &bytes);
            }
            let upright = on_paper(&bytes)?;
            each(0, &within(upright, limits)?)
        }
        Kind::Pdf => {
            // What is encrypted or broken has its own sentence; the drawer knows only that it failed.
            let opened = open::open(&bytes)?;
            let whole =
                if opened.is_mended { typeset::mend(bytes).unwrap_or_default() } else { bytes };
            let drawing = Drawing::open(whole, fonts)?;
            for n in 0..drawing.count() {
                let page = drawing.page(n, limits.dpi, limits.side)?;
                each(n, &within(page, limits)?)?;
            }
            Ok(())
        }
    }
}

/// A picture as a JPEG of at most so many bytes.
fn within(picture: RgbImage, limits: Limits) -> Result<Vec<u8>, FileProblem> {
    let longest = picture.width().max(picture.height());
    let mut picture =
        if longest > limits.side { pixel::smaller(picture, limits.side) } else { picture };
    loop {
        // The lowest quality tells at once whether the picture has to be made smaller.
        if let Some(last) = encode(&picture, LEAST_QUALITY, limits)? {
            for quality in QUALITIES {
                if let Some(jpeg) = encode(&picture, quality, limits)? {
                    return Ok(jpeg);
                }
            }
            return Ok(last);
        }
        let side = (picture.width().max(picture.height()) as f32 * SMALLER) as u32;
        if side < LEAST_SIDE {
            return Err(FileProblem::TooDense);
        }
        picture = pixel::smaller(picture, side);
    }
}

/// A picture as a JPEG; `None` where it is too large.
fn encode(picture: &RgbImage, quality: u8, limits: Limits) -> Result<Option<Vec<u8>>, FileProblem> {
    let jpeg = pixel::jpeg(picture, quality)?;
    Ok((jpeg.len() <= limits.bytes).then_some(jpeg))
}
