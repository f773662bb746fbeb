//! What a file handed in really is: kind by content, pages, sharpness, light, and what to do better.

use image::{DynamicImage, GrayImage, ImageDecoder};
use serde::Serialize;

use super::geometry::MM;
use super::open;
use super::picture;
use super::problem::FileProblem;

/// A4's short and long side in inches, for the density a picture would have on a full page.
const A4_INCHES: (f32, f32) = (8.27, 11.69);
/// Below, small print of a certificate cannot be read on paper.
const LOW_DPI: f32 = 110.0;
/// Side to which pictures are reduced before light and sharpness are measured.
const MEASURED_SIDE: u32 = 1000;
/// Mean grey (0 black, 255 white) below which a scan prints as a dark page.
const DARK_BELOW: f32 = 90.0;
/// Variance of the Laplacian below which a page with writing on it looks out of focus.
const BLURRED_BELOW: f32 = 40.0;
/// Spread of grey, as a share of the mean, below which nothing is written on the page. A share, so
/// that a dark scan of a written page does not count as blank.
const BLANK_BELOW: f32 = 0.02;

/// Kind of a file, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A PDF document.
    Pdf,
}

/// Size of a page as it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema, ts_rs::TS)]
pub struct PageSize {
    /// Width in millimetres.
    pub width_mm: f32,
    /// Height in millimetres.
    pub height_mm: f32,
}

/// What to do better; none of these refuses the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanWarning {
    /// Too dark to print well.
    Dark,
    /// Out of focus.
    Blurred,
    /// Nothing on it.
    Blank,
    /// Too few pixels for a full page.
    LowResolution,
    /// Larger than A4.
    LargerThanA4,
    /// A PDF, where the portal takes pictures (policy M14).
    PortalWantsImage,
    /// A PDF whose inner directory was broken; its pages were found all the same.
    Mended,
    /// The name ends as if the file were of another kind.
    MisleadingName,
}

impl ScanWarning {
    /// What is noticed and what to do, in Chinese.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Dark => "图像过暗，打印后看不清，请调亮后重新扫描",
            Self::Blurred => "图像模糊，字迹辨认不清，请对好焦重新拍照或扫描",
            Self::Blank => "像是空白页，请核对是否放反或漏扫，确认有内容后再用",
            Self::LowResolution => "像素偏少，印满 A4 会发虚，请用 200 dpi 以上重新扫描",
            Self::LargerThanA4 => "页面大于 A4，入册时保持 A3，打印请用 A3 纸或对折装订",
            Self::PortalWantsImage => "PDF 上传申报系统前须先转成图片，装袋可直接使用",
            Self::Mended => "PDF 内部目录有损坏，已修复后使用，请逐页核对是否齐全",
            Self::MisleadingName => "文件扩展名与内容不符，已按内容识别，建议改名",
        }
    }
}

/// What a file handed in is.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema, ts_rs::TS)]
pub struct Scan {
    /// Kind by content, whatever the name says.
    pub kind: Kind,
    /// Bytes.
    pub bytes: u64,
    /// Pages as seen; one for a picture, sized by its declared density.
    pub pages: Vec<PageSize>,
    /// Pixels as seen (width, height), EXIF orientation applied; pictures only.
    pub pixels: Option<(u32, u32)>,
    /// Dots per inch if the picture filled an A4 page; pictures only.
    pub dpi_on_a4: Option<f32>,
    /// Mean grey, 0 black to 255 white; pictures only.
    pub brightness: Option<f32>,
    /// Variance of the Laplacian on a reduced copy; higher is sharper; pictures only.
    pub sharpness: Option<f32>,
    /// What to do better, each once.
    pub warnings: Vec<ScanWarning>,
}

/// Look at a file handed in. `declared_name` is used only to notice a misleading ending.
///
/// # Errors
/// Every way a file can be unusable: empty, of no known kind, encrypted, damaged, without pages, too
/// large. Decoding is bounded before it starts.
pub fn inspect(bytes: &[u8], declared_name: &str) -> Result<Scan, FileProblem> {
    let kind = kind_of(bytes)?;
    let mut scan = match kind {
        Kind::Pdf => inspect_pdf(bytes)?,
        Kind::Jpeg | Kind::Png => inspect_picture(bytes, kind)?,
    };
    if is_misleading(declared_name, kind) {
        scan.warnings.push(ScanWarning::MisleadingName);
    }
    Ok(scan)
}

/// Kind by the first bytes; a PDF may carry some junk before its head.
pub(super) fn kind_of(bytes: &[u8]) -> Result<Kind, FileProblem> {
    const PDF_HEAD_WITHIN: usize = 1024;
    if bytes.is_empty() {
        Err(FileProblem::Empty)
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Ok(Kind::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        Ok(Kind::Png)
    } else if bytes.windows(5).take(PDF_HEAD_WITHIN).any(|window| window == b"%PDF-") {
        Ok(Kind::Pdf)
    } else {
        Err(FileProblem::UnknownKind)
    }
}

fn is_misleading(name: &str, kind: Kind) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let fitting: &[&str] = match kind {
        Kind::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
        Kind::Png => &["png"],
        Kind::Pdf => &["pdf"],
    };
    !fitting.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn inspect_pdf(bytes: &[u8]) -> Result<Scan, FileProblem> {
    let opened = open::open(bytes)?;
    let views = open::pages(&opened.document)?;
    let pages: Vec<PageSize> = views
        .iter()
        .map(|view| PageSize { width_mm: view.size.width / MM, height_mm: view.size.height / MM })
        .collect();
    let mut warnings = vec![ScanWarning::PortalWantsImage];
    if opened.is_mended {
        warnings.push(ScanWarning::Mended);
    }
    if pages.iter().any(|page| is_larger_than_a4(*page)) {
        warnings.push(ScanWarning::LargerThanA4);
    }
    Ok(Scan {
        kind: Kind::Pdf,
        bytes: bytes.len() as u64,
        pages,
        pixels: None,
        dpi_on_a4: None,
        brightness: None,
        sharpness: None,
        warnings,
    })
}

fn is_larger_than_a4(page: PageSize) -> bool {
    const TOLERANCE_MM: f32 = 12.0;
    let (short, long) = (page.width_mm.min(page.height_mm), page.width_mm.max(page.height_mm));
    short > 210.0 + TOLERANCE_MM || long > 297.0 + TOLERANCE_MM
}

fn inspect_picture(bytes: &[u8], kind: Kind) -> Result<Scan, FileProblem> {
    let header = picture::header(bytes)?;
    let grey = reduced_grey(bytes)?;
    let light = Light::of(&grey);
    let sharpness = laplacian_variance(&grey);
    let (width, height) = header.seen();
    let (short, long) = (width.min(height) as f32, width.max(height) as f32);
    let dpi_on_a4 = (short / A4_INCHES.0).max(long / A4_INCHES.1);
    let is_blank = light.deviation < BLANK_BELOW * light.mean.max(1.0);
    let mut warnings = Vec::new();
    let mut warn = |applies: bool, warning| {
        if applies {
            warnings.push(warning);
        }
    };
    warn(is_blank, ScanWarning::Blank);
    warn(!is_blank && light.mean < DARK_BELOW, ScanWarning::Dark);
    warn(!is_blank && sharpness < BLURRED_BELOW, ScanWarning::Blurred);
    // A card is smaller than a page; only what claims to be page-sized is held to a page's pixels.
    let paper = header.paper_size();
    let is_page = paper.width.max(paper.height) > 200.0 * MM || header.dpi.is_none();
    warn(is_page && dpi_on_a4 < LOW_DPI, ScanWarning::LowResolution);
    Ok(Scan {
        kind,
        bytes: bytes.len() as u64,
        pages: vec![PageSize { width_mm: paper.width / MM, height_mm: paper.height / MM }],
        pixels: Some((width, height)),
        dpi_on_a4: Some(dpi_on_a4),
        brightness: Some(light.mean),
        sharpness: Some(sharpness),
        warnings,
    })
}

/// A small picture of a picture, upright, for lists and previews. For a PDF the window draws one
/// itself.
///
/// # Errors
/// As [`inspect`]; `UnknownKind` for a PDF.
pub fn thumbnail(bytes: &[u8], max_side: u32) -> Result<Vec<u8>, FileProblem> {
    if kind_of(bytes)? == Kind::Pdf {
        return Err(FileProblem::UnknownKind);
    }
    picture::header(bytes)?;
    let small = decode(bytes)?.thumbnail(max_side.max(1), max_side.max(1)).into_rgba8();
    let mut paper =
        image::RgbImage::from_pixel(small.width(), small.height(), image::Rgb([255; 3]));
    for (to, from) in paper.pixels_mut().zip(small.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|channel| picture::on_white(channel, alpha));
    }
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 85)
        .encode_image(&paper)
        .map_err(|_| FileProblem::Damaged)?;
    Ok(jpeg)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, FileProblem> {
    let mut decoder = picture::decoder(bytes)?;
    let orientation = decoder.orientation().map_err(|_| FileProblem::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| FileProblem::Damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Grey copy on white, at most [`MEASURED_SIDE`] pixels a side; measuring it needs no orientation.
fn reduced_grey(bytes: &[u8]) -> Result<GrayImage, FileProblem> {
    let decoder = picture::decoder(bytes)?;
    let whole = DynamicImage::from_decoder(decoder).map_err(|_| FileProblem::Damaged)?;
    let is_larger = whole.width().max(whole.height()) > MEASURED_SIDE;
    let small = if is_larger { whole.thumbnail(MEASURED_SIDE, MEASURED_SIDE) } else { whole };
    let see_through = small.into_luma_alpha8();
    let mut grey = GrayImage::new(see_through.width(), see_through.height());
    for (to, from) in grey.pixels_mut().zip(see_through.pixels()) {
        let [level, alpha] = from.0;
        to.0 = [picture::on_white(level, alpha)];
    }
    Ok(grey)
}

/// Mean and spread of grey.
struct Light {
    mean: f32,
    deviation: f32,
}

impl Light {
    fn of(grey: &GrayImage) -> Self {
        let count = grey.as_raw().len().max(1) as f64;
        let (mut sum, mut squares) = (0.0f64, 0.0f64);
        for &level in grey.as_raw() {
            sum += f64::from(level);
            squares += f64::from(level) * f64::from(level);
        }
        let mean = sum / count;
        let deviation = (squares / count - mean * mean).max(0.0).sqrt();
        Self { mean: mean as f32, deviation: deviation as f32 }
    }
}

/// How much the picture's edges jump: the variance of the four-neighbour Laplacian.
fn laplacian_variance(grey: &GrayImage) -> f32 {
    let (width, height) = grey.dimensions();
    let at = |x: u32, y: u32| f64::from(grey.get_pixel(x, y).0[0]);
    let (mut sum, mut squares, mut count) = (0.0f64, 0.0f64, 0.0f64);
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let jump = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4.0 * at(x, y);
            sum += jump;
            squares += jump * jump;
            count += 1.0;
        }
    }
    if count == 0.0 {
        return 0.0;
    }
    let mean = sum / count;
    (squares / count - mean * mean) as f32
}
