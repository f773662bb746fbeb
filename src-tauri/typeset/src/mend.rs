//! A second chance for PDFs whose cross-references are broken: Typst's reader rebuilds them, and each
//! page is set again as it is, without being drawn into pixels.

use std::sync::Arc;

use hayro_syntax::Pdf;
use typst::foundations::Bytes;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::Fonts;
use crate::world::World;
use crate::{Template, TypesetError};

/// The name under which the template reads the broken file.
const SOURCE: &str = "source.pdf";

/// Write a PDF with broken cross-references anew, page by page, contents kept as drawings.
///
/// # Errors
/// `Unreadable` when this reader cannot follow the file either, or it asks for a password.
pub fn mend(pdf: Vec<u8>) -> Result<Vec<u8>, TypesetError> {
    let mended = rewrite(Bytes::new(pdf));
    // Nothing of a foreign file is worth remembering, and it may be large.
    typst::comemo::evict(0);
    mended
}

fn rewrite(pdf: Bytes) -> Result<Vec<u8>, TypesetError> {
    let source = Pdf::new(Arc::new(pdf.clone()))
        .map_err(|fault| TypesetError::Unreadable { reason: format!("{fault:?}") })?;
    let pages = source.pages().len();
    if pages == 0 {
        return Err(TypesetError::Unreadable { reason: "no pages".to_owned() });
    }
    let template = Template {
        name: "mend.typ".to_owned(),
        main: format!(
            "#set page(width: auto, height: auto, margin: 0pt)\n\
             #for n in range(1, {pages} + 1) {{ page(image(\"{SOURCE}\", page: n)) }}"
        ),
        files: Vec::new(),
        pictures: Vec::new(),
        families: Vec::new(),
    };
    let fonts = Fonts::none();
    let mut world = World::new(&fonts, &template, &serde_json::Value::Null, "")?;
    world.serve(SOURCE, pdf)?;
    let document: PagedDocument =
        typst::compile(&world).output.map_err(|faults| world.explain(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::V_2_0])
        .map_err(|fault| world.explain_text(fault.message().to_string()))?;
    let options = PdfOptions { standards, tagged: false, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|faults| world.explain(&faults))
}
