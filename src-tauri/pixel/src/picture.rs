//! From the bytes of a picture to pixels and back.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Rgb, RgbImage};

/// The picture cannot be decoded, or would take more memory than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecodable;

/// A picture upright by its EXIF orientation. `most` bounds the bytes it may take while it is decoded.
///
/// # Errors
/// What cannot be decoded within the bound.
pub fn decode(bytes: &[u8], most: u64) -> Result<DynamicImage, Undecodable> {
    let mut decoder = decoder(bytes, most)?;
    let orientation = decoder.orientation().map_err(|_| Undecodable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Undecodable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// A picture as stored, whatever its orientation.
///
/// # Errors
/// As [`decode`].
pub fn decode_as_stored(bytes: &[u8], most: u64) -> Result<DynamicImage, Undecodable> {
    DynamicImage::from_decoder(decoder(bytes, most)?).map_err(|_| Undecodable)
}

/// A grey copy on white, at most `side` pixels a side, as stored and not as seen.
///
/// # Errors
/// As [`decode`].
pub fn grey(bytes: &[u8], most: u64, side: u32) -> Result<GrayImage, Undecodable> {
    let whole = decode_as_stored(bytes, most)?;
    let is_larger = whole.width().max(whole.height()) > side;
    let small = if is_larger { whole.thumbnail(side, side) } else { whole };
    let see_through = small.into_luma_alpha8();
    let mut grey = GrayImage::new(see_through.width(), see_through.height());
    for (to, from) in grey.pixels_mut().zip(see_through.pixels()) {
        let [level, alpha] = from.0;
        to.0 = [on_white(level, alpha)];
    }
    Ok(grey)
}

/// A picture as it is seen, by its EXIF orientation (1 to 8).
#[must_use]
pub fn upright(grey: GrayImage, orientation: u8) -> GrayImage {
    let mut picture = DynamicImage::ImageLuma8(grey);
    if let Some(orientation) = Orientation::from_exif(orientation) {
        picture.apply_orientation(orientation);
    }
    picture.into_luma8()
}

/// A picture laid on white paper.
#[must_use]
pub fn on_paper(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut paper = RgbImage::from_pixel(picture.width(), picture.height(), Rgb([255; 3]));
    for (to, from) in paper.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|channel| on_white(channel, alpha));
    }
    paper
}

/// A picture from rows of red, green, blue and alpha that is nowhere see-through; `None` where the
/// bytes are fewer than the pixels.
#[must_use]
pub fn without_alpha(width: u32, height: u32, rgba: &[u8]) -> Option<RgbImage> {
    let rgb = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    RgbImage::from_raw(width, height, rgb.collect())
}

/// A small copy whose sides are at most `side` pixels, for lists.
#[must_use]
pub fn thumbnail(picture: &DynamicImage, side: u32) -> DynamicImage {
    picture.thumbnail(side, side)
}

/// A smaller copy that keeps writing legible; its longer side has `side` pixels.
#[must_use]
pub fn smaller(picture: RgbImage, side: u32) -> RgbImage {
    DynamicImage::ImageRgb8(picture).resize(side, side, FilterType::CatmullRom).into_rgb8()
}

/// A JPEG of this quality (1 to 100).
///
/// # Errors
/// A picture without pixels.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, Undecodable> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .encode_image(picture)
        .map_err(|_| Undecodable)?;
    Ok(jpeg)
}

/// A decoder with its limits set, so that a hostile header cannot make it take the memory.
fn decoder(bytes: &[u8], most: u64) -> Result<impl ImageDecoder + '_, Undecodable> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Undecodable)?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(most);
    reader.limits(limits);
    reader.into_decoder().map_err(|_| Undecodable)
}

/// One channel of a see-through pixel on white paper.
fn on_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u32::from(channel), u32::from(alpha));
    u8::try_from((channel * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
}
