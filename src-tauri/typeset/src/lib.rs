//! Typst behind one function: a template, its data and the typefaces in, PDF bytes out.
//!
//! The rest of the program knows nothing of Typst. A template is text that reads `data.json`; faces
//! come from one folder and never from the system, so that every machine sets the same page.
#![deny(missing_docs)]

mod error;
mod fonts;
mod glyph;
mod mend;
mod world;

pub use error::TypesetError;
pub use fonts::{Fonts, LeftOut, LeftOutReason};
pub use glyph::{Missing, missing};
pub use mend::mend;

use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// A day of the civil calendar, printed into the document's properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year, four digits.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

/// A template: one main file and the files it may import.
#[derive(Debug, Clone)]
pub struct Template {
    /// File name of the main text, as errors call it.
    pub name: String,
    /// The main text, in Typst.
    pub main: String,
    /// Files the main text imports: name and text.
    pub files: Vec<(String, String)>,
    /// Pictures it shows: name and content.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// Families the template sets text in, first choice first. A character none of them holds is
    /// refused before setting. Empty means every loaded face counts.
    pub families: Vec<String>,
}

/// The kind of PDF to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2b with tags: single documents, kept for years.
    Archive,
    /// PDF 1.7 without tags: long rosters, where tags would make up nine tenths of the file.
    Untagged,
}

/// What is not the template's and not the data's.
#[derive(Debug, Clone)]
pub struct Options {
    /// The kind of PDF.
    pub standard: Standard,
    /// Title in the document's properties.
    pub title: String,
    /// Date in the document's properties; passed in so that equal input gives equal bytes.
    pub date: Date,
}

/// How many jobs an unused piece of layout stays remembered: enough to make the next person's form
/// cheap, too few to grow without bound in a window left open for weeks.
const REMEMBERED_JOBS: usize = 6;

/// Set `data` in `template` and give the PDF.
///
/// Equal arguments give equal bytes. Strings are first checked against the faces' coverage, so a
/// missing character is an error and never an empty box.
///
/// # Errors
/// [`TypesetError::MissingGlyph`] names the value and the character; [`TypesetError::Template`] the
/// file and line of a fault in the template, or a day the calendar lacks.
pub fn render(
    fonts: &Fonts,
    template: &Template,
    data: &serde_json::Value,
    options: &Options,
) -> Result<Vec<u8>, TypesetError> {
    if let Some(found) = missing(fonts, &template.families, data) {
        return Err(found.into());
    }
    let pdf = set(fonts, template, data, options);
    typst::comemo::evict(REMEMBERED_JOBS);
    pdf
}

fn set(
    fonts: &Fonts,
    template: &Template,
    data: &serde_json::Value,
    options: &Options,
) -> Result<Vec<u8>, TypesetError> {
    let world = world::World::new(fonts, template, data, &options.title)?;
    let document: PagedDocument =
        typst::compile(&world).output.map_err(|faults| world.explain(&faults))?;
    let pdf_options = pdf_options(options).map_err(|fault| world.explain_text(fault))?;
    typst_pdf::pdf(&document, &pdf_options).map_err(|faults| world.explain(&faults))
}

fn pdf_options(options: &Options) -> Result<PdfOptions, String> {
    let Date { year, month, day } = options.date;
    let date = Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
        .ok_or_else(|| format!("{year}-{month}-{day} is no date"))?;
    let standards = match options.standard {
        Standard::Archive => PdfStandards::new(&[PdfStandard::A_2b]),
        Standard::Untagged => PdfStandards::new(&[PdfStandard::V_1_7]),
    }
    .map_err(|fault| fault.message().to_string())?;
    Ok(PdfOptions {
        ident: Smart::Custom(options.title.clone()),
        creator: Smart::Custom(None),
        timestamp: Some(Timestamp::new_utc(date)),
        standards,
        tagged: options.standard == Standard::Archive,
        ..PdfOptions::default()
    })
}
