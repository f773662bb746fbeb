//! Pages of a PDF as pictures, for a portal that takes nothing else.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::FontData;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::RgbImage;
use std::sync::Arc;
use typeset::Fonts;

use super::problem::FileProblem;

/// Points in an inch.
const POINTS: f32 = 72.0;
/// Family that stands in for a face the file names and does not bring.
const STAND_IN: &str = "Noto Serif SC";

/// A PDF whose pages can be drawn.
pub(super) struct Drawing {
    pdf: Pdf,
    settings: InterpreterSettings,
}

impl Drawing {
    /// Open a PDF; a face it does not bring is replaced by ours.
    ///
    /// # Errors
    /// What cannot be opened.
    pub(super) fn open(bytes: Vec<u8>, fonts: &Fonts) -> Result<Self, FileProblem> {
        let pdf = Pdf::new(bytes).map_err(|_| FileProblem::Damaged)?;
        if pdf.pages().is_empty() {
            return Err(FileProblem::NoPages);
        }
        let face = fonts.face(STAND_IN, 400);
        let face = face.map(|(bytes, n)| (Arc::new(bytes.to_vec()) as FontData, n));
        let settings = InterpreterSettings {
            font_resolver: Arc::new(move |_| face.clone()),
            ..InterpreterSettings::default()
        };
        Ok(Self { pdf, settings })
    }

    /// How many pages it has.
    pub(super) fn count(&self) -> usize {
        self.pdf.pages().len()
    }

    /// A page on white, its longer side at most `max_side` pixels.
    ///
    /// # Errors
    /// `NoPages` for a page it does not have, `Damaged` for one that cannot be drawn.
    pub(super) fn page(&self, n: usize, dpi: f32, max_side: u32) -> Result<RgbImage, FileProblem> {
        // The drawer is young and the file a stranger's: should it give up on a page, only that page is
        // lost.
        let drawn = std::panic::AssertUnwindSafe(|| self.draw(n, dpi, max_side));
        std::panic::catch_unwind(drawn).unwrap_or(Err(FileProblem::Damaged))
    }

    fn draw(&self, n: usize, dpi: f32, max_side: u32) -> Result<RgbImage, FileProblem> {
        let page = self.pdf.pages().get(n).ok_or(FileProblem::NoPages)?;
        let (width, height) = page.render_dimensions();
        let longest = width.max(height).max(1.0);
        let scale = (dpi / POINTS).min(max_side as f32 / longest);
        let settings = RenderSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
            ..RenderSettings::default()
        };
        let drawn = render(page, &RenderCache::new(), &self.settings, &settings);
        let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
        // The ground is white, so nothing is see-through any more.
        pixel::without_alpha(width, height, drawn.data_as_u8_slice()).ok_or(FileProblem::Damaged)
    }
}
