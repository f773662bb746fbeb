//! Where a page is empty: a coarse grid laid over it, kept with the file from the day it arrives.

use image::GrayImage;
use pixel::{COLUMNS, ROWS};

use super::geometry::{Rect, Size};

/// Which parts of a page are empty, as the page is seen upright.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearMap {
    /// Row by row from the top.
    cells: Vec<bool>,
}

impl ClearMap {
    /// Look over a page.
    pub(super) fn of(grey: &GrayImage) -> Self {
        Self { cells: pixel::clear_cells(grey) }
    }

    /// Whether a rectangle of a page of this size, in points from its lower left, is empty; what lies
    /// beside the page is.
    pub(super) fn is_clear(&self, page: Size, spot: Rect) -> bool {
        let cell = |at: f32, size: f32, of: u32| (at / size * of as f32).floor() as i64;
        let columns =
            cell(spot.x, page.width, COLUMNS)..=cell(spot.x + spot.width, page.width, COLUMNS);
        let top = page.height - spot.y - spot.height;
        let rows = cell(top, page.height, ROWS)..=cell(top + spot.height, page.height, ROWS);
        let is_free = |row: i64, column: i64| {
            let is_beside =
                !(0..i64::from(ROWS)).contains(&row) || !(0..i64::from(COLUMNS)).contains(&column);
            is_beside || self.cells.get((row * i64::from(COLUMNS) + column) as usize) == Some(&true)
        };
        rows.into_iter().all(|row| columns.clone().all(|column| is_free(row, column)))
    }

    /// As kept: one hexadecimal digit for four cells.
    #[must_use]
    pub fn encode(&self) -> String {
        let digit = |four: &[bool]| four.iter().fold(0u32, |sum, is| sum * 2 + u32::from(*is));
        self.cells.chunks(4).filter_map(|four| char::from_digit(digit(four), 16)).collect()
    }

    /// From what was kept; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let mut cells = Vec::with_capacity(text.len() * 4);
        for digit in text.chars() {
            let four = digit.to_digit(16)?;
            cells.extend([8, 4, 2, 1].map(|bit| four & bit != 0));
        }
        (cells.len() == (COLUMNS * ROWS) as usize).then_some(Self { cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn what_is_written_is_not_clear_and_the_rest_is() {
        let mut page = GrayImage::from_pixel(240, 340, Luma([235]));
        // Lines of writing across the upper half; a seal at the lower left.
        for y in (20..160).step_by(7) {
            for x in 20..220 {
                page.put_pixel(x, y, Luma([40]));
            }
        }
        for y in 260..320 {
            for x in 20..80 {
                page.put_pixel(x, y, Luma([150]));
            }
        }
        let map = ClearMap::of(&page);
        let a4 = Size { width: 595.0, height: 842.0 };
        let spot = |x: f32, y: f32| Rect { x, y, width: 200.0, height: 80.0 };
        assert!(map.is_clear(a4, spot(360.0, 60.0)), "lower right is empty");
        assert!(!map.is_clear(a4, spot(40.0, 60.0)), "the seal is at the lower left");
        assert!(!map.is_clear(a4, spot(200.0, 600.0)), "there is writing above");
        assert_eq!(ClearMap::decode(&map.encode()), Some(map));
        assert_eq!(ClearMap::decode("zz"), None);
    }
}
