//! Where a page goes: the sheet it gets, and its place on that sheet.

use super::furniture::{FOOT, SIDE};
use super::geometry::{A4, MM, Matrix, Rect, Size};

/// Upper edge of the room left for a copied page.
const HEAD: f32 = 9.0 * MM;
/// Strip at the foot of every page that belongs to the page number.
const NUMBER_STRIP: f32 = 11.0 * MM;
/// How far a page may be from A3 and still be one.
const TOLERANCE: f32 = 12.0 * MM;
/// A lying sheet is taken only where it gains more than this factor.
const WORTH_TURNING: f32 = 1.05;

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
pub(super) fn copy(size: Size) -> Placement {
    fitted(size, room)
}

fn fitted(size: Size, room: fn(Size) -> Rect) -> Placement {
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
pub(super) fn original(size: Size) -> Placement {
    fitted(size, original_room)
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
