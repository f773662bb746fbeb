//! What a file handed in really is: kind by content, pages, sharpness, light, and what to do better.

use pixel::Light;
use serde::Serialize;

use super::clear::ClearMap;
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
/// Quality of the small pictures in lists (1 to 100).
const THUMBNAIL_QUALITY: u8 = 85;
/// Mean grey (0 black, 255 white) below which a scan prints as a dark page.
const DARK_BELOW: f32 = 90.0;
/// Variance of the Laplacian below which a page with writing on it looks out of focus.
const BLURRED_BELOW: f32 = 40.0;
/// Spread of grey, as a share of the mean, below which nothing is written on the page. A share, so
/// that a dark scan of a written page does not count as blank.
const BLANK_BELOW: f32 = 0.02;

/// Degrees from which a page that lies askew is worth a new scan.
const ASKEW_FROM: f32 = 2.0;

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
    /// Lies askew on the glass.
    Askew,
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
            Self::Askew => "页面放歪了，请摆正后重新扫描，或用看图软件转正",
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
    /// Where the page is empty; pictures only.
    #[serde(skip)]
    #[ts(skip)]
    pub clear: Option<ClearMap>,
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
        clear: None,
    })
}

fn is_larger_than_a4(page: PageSize) -> bool {
    const TOLERANCE_MM: f32 = 12.0;
    let (short, long) = (page.width_mm.min(page.height_mm), page.width_mm.max(page.height_mm));
    short > 210.0 + TOLERANCE_MM || long > 297.0 + TOLERANCE_MM
}

fn inspect_picture(bytes: &[u8], kind: Kind) -> Result<Scan, FileProblem> {
    let header = picture::header(bytes)?;
    let grey = pixel::grey(bytes, picture::MAX_DECODED_BYTES, MEASURED_SIDE)?;
    let light = Light::of(&grey);
    let sharpness = pixel::laplacian_variance(&grey);
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
    let seen = pixel::upright(grey, header.orientation);
    let lean = pixel::skew(&seen).unwrap_or(0.0);
    warn(!is_blank && lean.abs() >= ASKEW_FROM, ScanWarning::Askew);
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
        clear: Some(ClearMap::of(&seen)),
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
    let side = max_side.max(1);
    let small = pixel::thumbnail(&pixel::decode(bytes, picture::MAX_DECODED_BYTES)?, side);
    Ok(pixel::jpeg(&pixel::on_paper(small), THUMBNAIL_QUALITY)?)
}

/// A picture upright, laid on white.
pub(super) fn on_paper(bytes: &[u8]) -> Result<image::RgbImage, FileProblem> {
    Ok(pixel::on_paper(pixel::decode(bytes, picture::MAX_DECODED_BYTES)?))
}
