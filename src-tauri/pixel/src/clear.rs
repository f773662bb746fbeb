//! Where a page is empty: a coarse grid laid over it.

use image::GrayImage;

/// Cells across and down: under nine millimetres each on A4.
pub const COLUMNS: u32 = 24;
/// Rows of cells, see [`COLUMNS`].
pub const ROWS: u32 = 34;
/// How much darker than the paper a pixel must be to count as something: faint pencil is, the grain
/// of a scan is not.
const DARKER_BY: u8 = 28;
/// Pixels of a cell that may be darker and the cell still be empty: dust.
const DUST_PERMILLE: u32 = 4;
/// The brightest pixels that are left out when the paper's own grey is looked for: glare.
const GLARE_PERCENT: u32 = 10;

/// Look over a page, row by row of cells from the top: true where nothing is written. Uneven light
/// is allowed for strip by strip.
#[must_use]
pub fn clear_cells(grey: &GrayImage) -> Vec<bool> {
    let (width, height) = grey.dimensions();
    let span = |n: u32, of: u32, size: u32| (n * size / of, ((n + 1) * size / of).min(size));
    let mut cells = Vec::with_capacity((COLUMNS * ROWS) as usize);
    for row in 0..ROWS {
        let (top, bottom) = span(row, ROWS, height);
        let paper = paper(grey, top, bottom);
        for column in 0..COLUMNS {
            let (left, right) = span(column, COLUMNS, width);
            let (mut dark, mut all) = (0, 0);
            for y in top..bottom {
                for x in left..right {
                    dark += u32::from(grey.get_pixel(x, y).0[0].saturating_add(DARKER_BY) < paper);
                    all += 1;
                }
            }
            cells.push(all > 0 && dark * 1000 <= all * DUST_PERMILLE);
        }
    }
    cells
}

/// The grey of the paper in a strip of rows, glare left out.
fn paper(grey: &GrayImage, top: u32, bottom: u32) -> u8 {
    let mut counts = [0u32; 256];
    for y in top..bottom {
        for x in 0..grey.width() {
            counts[usize::from(grey.get_pixel(x, y).0[0])] += 1;
        }
    }
    let all: u32 = counts.iter().sum();
    let mut left = all * GLARE_PERCENT / 100;
    for (level, count) in counts.iter().enumerate().rev() {
        if *count > left {
            return level as u8;
        }
        left -= count;
    }
    0
}
