//! How far a scan lies askew: lines of writing pile up sharpest when they are counted along their own
//! direction.

use image::GrayImage;

/// Degrees looked at either way; beyond, a page is turned and not askew.
const WIDEST: f32 = 7.0;
const STEP: f32 = 0.5;
/// Longer side of the copy that is measured.
const SIDE: u32 = 500;
/// How much sharper the best direction must be than the average of all: writing is, a photograph is
/// not.
const SHARPER: f64 = 1.35;
/// How much sharper it must be than the page as it lies, so that a straight page is left in peace.
const BETTER: f64 = 1.08;
/// Dark pixels without which there is nothing to go by.
const LEAST: usize = 400;

/// Degrees by which the writing leans, clockwise positive; `None` where there is no telling.
#[must_use]
pub fn skew(grey: &GrayImage) -> Option<f32> {
    let longest = grey.width().max(grey.height());
    let small = if longest > SIDE {
        let scale = SIDE as f32 / longest as f32;
        let side = |of: u32| ((of as f32 * scale) as u32).max(1);
        image::imageops::thumbnail(grey, side(grey.width()), side(grey.height()))
    } else {
        grey.clone()
    };
    let dark = edges(&small);
    if dark.len() < LEAST {
        return None;
    }
    let steps = (2.0 * WIDEST / STEP) as i32;
    let scores: Vec<(f32, f64)> = (0..=steps)
        .map(|n| {
            let degrees = n as f32 * STEP - WIDEST;
            (degrees, sharpness(&dark, degrees))
        })
        .collect();
    let mean = scores.iter().map(|s| s.1).sum::<f64>() / scores.len() as f64;
    let (degrees, best) = scores.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let straight = scores.iter().find(|s| s.0 == 0.0).map_or(best, |s| s.1);
    let is_clear = best > mean * SHARPER && best > straight * BETTER;
    // The widest angle is where the search ends, not where the page lies.
    (is_clear && degrees.abs() < WIDEST).then_some(degrees)
}

/// Where the page turns from light to dark going down: the upper edges of strokes and lines.
fn edges(grey: &GrayImage) -> Vec<(f32, f32)> {
    const JUMP: u8 = 40;
    let (width, height) = grey.dimensions();
    let mut found = Vec::new();
    for y in 1..height {
        for x in 0..width {
            let (above, here) = (grey.get_pixel(x, y - 1).0[0], grey.get_pixel(x, y).0[0]);
            if above.saturating_sub(here) > JUMP {
                found.push((x as f32, y as f32));
            }
        }
    }
    found
}

/// The sum of squares of what falls on each line of a direction.
fn sharpness(dark: &[(f32, f32)], degrees: f32) -> f64 {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let mut lines = vec![0u32; 2 * SIDE as usize + 2];
    for (x, y) in dark {
        let at = (y * cosine - x * sine + SIDE as f32 / 2.0).max(0.0) as usize;
        if let Some(line) = lines.get_mut(at) {
            *line += 1;
        }
    }
    lines.iter().map(|n| f64::from(*n) * f64::from(*n)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    /// A page of short strokes in lines that lean by so many degrees.
    fn page(degrees: f32) -> GrayImage {
        let mut page = GrayImage::from_pixel(420, 594, Luma([240]));
        let slope = degrees.to_radians().tan();
        for line in 0..22u32 {
            for x in 30..390u32 {
                if x % 14 > 10 {
                    continue;
                }
                let y = 50.0 + line as f32 * 22.0 + (x as f32 - 210.0) * slope;
                for thick in 0..7 {
                    if (x + thick) % 3 != 0 {
                        page.put_pixel(x, (y as u32 + thick).min(593), Luma([40]));
                    }
                }
            }
        }
        page
    }

    #[test]
    fn lines_that_lean_are_found_and_straight_ones_left_in_peace() {
        assert_eq!(skew(&page(0.0)), None);
        for degrees in [-4.0, -2.0, 3.0, 5.0] {
            let found = skew(&page(degrees)).expect("a page that leans");
            assert!((found - degrees).abs() <= 0.6, "{degrees} was taken for {found}");
        }
    }

    #[test]
    fn a_page_without_writing_has_no_direction() {
        assert_eq!(skew(&GrayImage::from_pixel(400, 600, Luma([240]))), None);
        let mut noise = GrayImage::from_pixel(400, 600, Luma([200]));
        let mut state = 1u32;
        for pixel in noise.pixels_mut() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            pixel.0[0] = (state >> 24) as u8;
        }
        assert_eq!(skew(&noise), None);
    }
}
