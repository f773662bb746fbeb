//! Light and sharpness of a page.

use image::GrayImage;

/// Mean and spread of grey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// 0 black to 255 white.
    pub mean: f32,
    /// Standard deviation of grey.
    pub deviation: f32,
}

impl Light {
    /// Measure every pixel.
    #[must_use]
    pub fn of(grey: &GrayImage) -> Self {
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
#[must_use]
pub fn laplacian_variance(grey: &GrayImage) -> f32 {
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
