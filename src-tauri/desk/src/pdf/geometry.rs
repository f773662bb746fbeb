//! Points, rectangles and matrices of PDF pages: unit 1/72 inch, origin at the lower left.

use lopdf::{Dictionary, Object};

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// A size in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f32,
    pub(super) height: f32,
}

/// A4 upright.
pub(super) const A4: Size = Size { width: 210.0 * MM, height: 297.0 * MM };

impl Size {
    pub(super) fn turned(self) -> Self {
        Self { width: self.height, height: self.width }
    }

    pub(super) fn is_landscape(self) -> bool {
        self.width > self.height
    }

    /// The factor that makes `self` just fit into `frame`.
    pub(super) fn fit_factor(self, frame: Rect) -> f32 {
        (frame.width / self.width).min(frame.height / self.height)
    }
}

/// A rectangle in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Rect {
    /// From a PDF array of two opposite corners, in either order.
    pub(super) fn from_corners([x0, y0, x1, y1]: [f32; 4]) -> Self {
        Self { x: x0.min(x1), y: y0.min(y1), width: (x1 - x0).abs(), height: (y1 - y0).abs() }
    }

    /// The part both have; `None` when they do not touch.
    pub(super) fn intersection(self, other: Self) -> Option<Self> {
        let x = self.x.max(other.x);
        let y = self.y.max(other.y);
        let width = (self.x + self.width).min(other.x + other.width) - x;
        let height = (self.y + self.height).min(other.y + other.height) - y;
        (width > 0.0 && height > 0.0).then_some(Self { x, y, width, height })
    }

    pub(super) fn to_object(self) -> Object {
        Object::Array(
            [self.x, self.y, self.x + self.width, self.y + self.height]
                .into_iter()
                .map(Object::Real)
                .collect(),
        )
    }
}

/// An affine map `x' = a·x + c·y + e`, `y' = b·x + d·y + f`, in the order PDF writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn translate(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    pub(super) fn scale(x: f32, y: f32) -> Self {
        Self([x, 0.0, 0.0, y, 0.0, 0.0])
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    /// The smallest upright rectangle around the image of `rect`.
    pub(super) fn bounds(self, rect: Rect) -> Rect {
        let [a, b, c, d, e, f] = self.0;
        let (x1, y1) = (rect.x + rect.width, rect.y + rect.height);
        let corners = [(rect.x, rect.y), (x1, rect.y), (rect.x, y1), (x1, y1)]
            .map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
        let low = |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::MAX, f32::min);
        let high = |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::MIN, f32::max);
        Rect::from_corners([low(|p| p.0), low(|p| p.1), high(|p| p.0), high(|p| p.1)])
    }

    pub(super) fn to_objects(self) -> Vec<Object> {
        self.0.into_iter().map(Object::Real).collect()
    }

    /// Brings a page's visible box, turned as `/Rotate` asks (clockwise quarter turns), to the
    /// origin, and gives the size it is seen at.
    pub(super) fn upright(visible: Rect, quarter_turns: u8) -> (Self, Size) {
        let Rect { x, y, width, height } = visible;
        let size = Size { width, height };
        match quarter_turns % 4 {
            0 => (Self([1.0, 0.0, 0.0, 1.0, -x, -y]), size),
            1 => (Self([0.0, -1.0, 1.0, 0.0, -y, x + width]), size.turned()),
            2 => (Self([-1.0, 0.0, 0.0, -1.0, x + width, y + height]), size),
            _ => (Self([0.0, 1.0, -1.0, 0.0, y + height, -x]), size.turned()),
        }
    }
}

/// Four numbers under `key`, resolved through `document`.
pub(super) fn corners(
    document: &lopdf::Document,
    dictionary: &Dictionary,
    key: &[u8],
) -> Option<[f32; 4]> {
    let numbers = numbers(document, dictionary, key)?;
    <[f32; 4]>::try_from(numbers).ok()
}

/// The numbers of the array under `key`, resolved through `document`.
pub(super) fn numbers(
    document: &lopdf::Document,
    dictionary: &Dictionary,
    key: &[u8],
) -> Option<Vec<f32>> {
    let (_, array) = document.dereference(dictionary.get(key).ok()?).ok()?;
    let items = array.as_array().ok()?.iter();
    items
        .map(|item| document.dereference(item).ok()?.1.as_float().ok().filter(|n| n.is_finite()))
        .collect()
}
