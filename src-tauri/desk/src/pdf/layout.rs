//! Where a page goes: the sheet it gets, and its place on that sheet.

use super::clear::ClearMap;
use super::furniture::{BLOCK_HEIGHT, BLOCK_WIDTH, FOOT, SIDE};
use super::geometry::{A4, MM, Matrix, Rect, Size};

/// Upper edge of the room left for a copied page.
const HEAD: f32 = 9.0 * MM;
/// Strip at the foot of every page that belongs to the page number.
const NUMBER_STRIP: f32 = 11.0 * MM;
/// How far a page may be from A3 and still be one.
const TOLERANCE: f32 = 12.0 * MM;
/// A lying sheet is taken only where it gains more than this factor.
const WORTH_TURNING: f32 = 1.05;

/// Room kept around the block where it stands beside what is on the page.
const CLEARANCE: f32 = 2.0 * MM;
/// How finely a place for the block is looked for along the sides.
const STEP: f32 = 6.0 * MM;

/// A sheet and the map that brings a page onto it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement {
    pub(super) sheet: Size,
    pub(super) matrix: Matrix,
}

/// A page of our own: the sheet is the page.
pub(super) fn own(size: Size) -> Placement {
    Placement { sheet: size, matrix: Matrix::IDENTITY }
}

/// A copied page: fitted above the foot, never enlarged. A3 stays A3, everything else goes on A4,
/// upright or lying, whichever shows it larger.
pub(super) fn copy(size: Size, binding: Binding) -> Placement {
    fitted(size, |sheet| binding.gutter(sheet).keep(room(sheet)))
}

/// How a packet is bound, at its left edge, and which side of a sheet is meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binding {
    /// Width of the strip, in points.
    pub(super) strip: f32,
    /// Whether it is the back of a sheet printed on both sides.
    pub(super) is_back: bool,
}

impl Binding {
    /// The strip on a sheet as it is read. A lying sheet is turned in the packet with its head to the
    /// left; A3 is folded and bound as it lies.
    pub(super) fn gutter(self, sheet: Size) -> Gutter {
        let Self { strip, is_back } = self;
        match (sheet.is_landscape() && !is_a3(sheet), is_back) {
            (false, false) => Gutter { left: strip, ..Gutter::default() },
            (false, true) => Gutter { right: strip, ..Gutter::default() },
            (true, false) => Gutter { top: strip, ..Gutter::default() },
            (true, true) => Gutter { bottom: strip, ..Gutter::default() },
        }
    }
}

/// The strip of a sheet that belongs to the binding, in points from each edge.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Gutter {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

impl Gutter {
    /// What the binding leaves of a room.
    fn keep(self, room: Rect) -> Rect {
        Rect {
            x: room.x + self.left,
            y: room.y + self.bottom,
            width: room.width - self.left - self.right,
            height: room.height - self.top - self.bottom,
        }
    }
}

/// Where the block stands on a page that is shown whole: the first of the four corners that is empty,
/// from the lower right, else the lowest empty place at either side. Nothing on the page is covered.
pub(super) fn free_spot(
    size: Size,
    placement: Placement,
    map: &ClearMap,
    binding: Binding,
) -> Option<(f32, f32)> {
    let frame = binding.gutter(placement.sheet).keep(original_room(placement.sheet));
    let [factor, _, _, _, x, y] = placement.matrix.0;
    let is_free = |(left, bottom): (f32, f32)| {
        let spot = Rect {
            x: (left - CLEARANCE - x) / factor,
            y: (bottom - CLEARANCE - y) / factor,
            width: (BLOCK_WIDTH + 2.0 * CLEARANCE) / factor,
            height: (BLOCK_HEIGHT + 2.0 * CLEARANCE) / factor,
        };
        map.is_clear(size, spot)
    };
    let (left, right) = (frame.x, frame.x + frame.width - BLOCK_WIDTH);
    let (bottom, top) = (frame.y, frame.y + frame.height - BLOCK_HEIGHT);
    if right < left || top < bottom {
        return None;
    }
    let corners = [(right, bottom), (left, bottom), (right, top), (left, top)];
    let steps = ((top - bottom) / STEP) as usize;
    let sides = (1..=steps).flat_map(|n| {
        let y = bottom + STEP * n as f32;
        [(right, y), (left, y)]
    });
    corners.into_iter().chain(sides).find(|spot| is_free(*spot))
}

fn fitted(size: Size, room: impl Fn(Size) -> Rect) -> Placement {
    let upright = if is_a3(size) { Size { width: A4.height, height: A4.width * 2.0 } } else { A4 };
    let lying = upright.turned();
    let gain = |sheet: Size| size.fit_factor(room(sheet)).min(1.0);
    let sheet = if gain(lying) > gain(upright) * WORTH_TURNING { lying } else { upright };
    let (frame, factor) = (room(sheet), gain(sheet));
    let x = frame.x + (frame.width - size.width * factor) / 2.0;
    let y = frame.y + (frame.height - size.height * factor) / 2.0;
    Placement { sheet, matrix: Matrix::scale(factor, factor).then(Matrix::translate(x, y)) }
}

/// An original: as `copy`, without the foot, so only the page number's strip is kept free.
pub(super) fn original(size: Size, binding: Binding) -> Placement {
    fitted(size, |sheet| binding.gutter(sheet).keep(original_room(sheet)))
}

fn original_room(sheet: Size) -> Rect {
    Rect {
        x: SIDE,
        y: NUMBER_STRIP,
        width: sheet.width - 2.0 * SIDE,
        height: sheet.height - NUMBER_STRIP - HEAD,
    }
}

/// The room a sheet has for a copied page.
fn room(sheet: Size) -> Rect {
    Rect { x: SIDE, y: FOOT, width: sheet.width - 2.0 * SIDE, height: sheet.height - FOOT - HEAD }
}

fn is_a3(size: Size) -> bool {
    let (short, long) =
        if size.is_landscape() { (size.height, size.width) } else { (size.width, size.height) };
    (short - A4.height).abs() < TOLERANCE && (long - A4.width * 2.0).abs() < TOLERANCE
}
