//! The copy-verified block on the page itself: in an empty place or not at all, and the room the
//! binding takes.

use desk::pdf::{Content, MM, Options, Part};
use image::{GrayImage, ImageFormat, Luma};
use tests::packet::{Bound, bind_with, copies, options, seen};

/// An A4 page of 150 dots an inch, which is what a picture that says nothing is taken for, with grey rectangles on it, in hundredths of its width and height.
fn page(marks: &[[u32; 4]]) -> Vec<u8> {
    sheet(1240, 1754, marks)
}

fn sheet(width: u32, height: u32, marks: &[[u32; 4]]) -> Vec<u8> {
    let mut page = GrayImage::from_pixel(width, height, Luma([240]));
    for [left, top, right, bottom] in marks {
        for y in top * height / 100..bottom * height / 100 {
            for x in left * width / 100..right * width / 100 {
                page.put_pixel(x, y, Luma([if (x / 3 + y / 3) % 2 == 0 { 30 } else { 90 }]));
            }
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    page.write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}

fn on_page() -> Options<'static> {
    Options { on_page: true, ..options() }
}

fn copy(marks: &[[u32; 4]]) -> Bound {
    bind_with(&[copies("毕业证书", "证件", vec![seen("一", page(marks))])], &on_page())
}

fn original(marks: &[[u32; 4]]) -> Bound {
    let content = Content::Originals(vec![seen("一", page(marks))]);
    bind_with(&[Part { title: "毕业证书".into(), section: None, content }], &on_page())
}

type Picture = (usize, usize, Vec<u8>);

fn is_dark(picture: &Picture, x: usize, y: usize) -> bool {
    picture.2[y * picture.0 + x] < 150
}

/// What the block and the caption add to a page that is otherwise drawn the same, in hundredths:
/// left, top, right, bottom. Fails where something added touches something that was there.
fn added(marks: &[[u32; 4]]) -> [usize; 4] {
    let (with, without) = (copy(marks).pdf.draw(1, 60), original(marks).pdf.draw(1, 60));
    let (width, height) = (with.0, with.1);
    let mut bounds = [width, height, 0, 0];
    for y in height * 5 / 100..height - 2 {
        for x in 2..width - 2 {
            if !is_dark(&with, x, y) || is_dark(&without, x, y) {
                continue;
            }
            let near = (y - 2..=y + 2).any(|b| (x - 2..=x + 2).any(|a| is_dark(&without, a, b)));
            assert!(!near, "the block touches what is on the page at {x}, {y}");
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        }
    }
    let [left, top, right, bottom] = bounds;
    [left * 100 / width, top * 100 / height, right * 100 / width, bottom * 100 / height]
}

#[test]
fn the_block_goes_into_the_empty_corner() {
    let [left, top, right, bottom] = added(&[[10, 8, 90, 60]]);
    assert!(left > 35 && right > 90, "lower right: {left} to {right}");
    assert!(top > 83 && bottom < 97, "{top} to {bottom}");
}

#[test]
fn a_seal_at_the_lower_right_sends_it_to_the_left_and_a_code_there_too_sends_it_up() {
    let seal = [70, 80, 92, 97];
    let [left, top, right, _] = added(&[[10, 8, 90, 60], seal]);
    assert!(left < 8 && right < 66 && top > 83, "lower left: {left} to {right}, {top}");
    let code = [4, 84, 20, 96];
    let [_, top, _, bottom] = added(&[[10, 8, 90, 50], seal, code]);
    assert!(top > 50 && bottom < 80, "between writing and seal: {top} to {bottom}");
}

#[test]
fn a_page_without_an_empty_place_is_drawn_smaller_above_the_block() {
    let full = copy(&[[4, 3, 96, 97]]);
    let (width, height, _) = full.pdf.draw(1, 60);
    let picture = full.pdf.draw(1, 60);
    let lowest = (0..height)
        .rev()
        .find(|y| (0..width).filter(|x| is_dark(&picture, *x, *y)).count() > width / 3)
        .unwrap();
    let text = full.pdf.text(Some(1)).replace([' ', '\n'], "");
    assert!(text.contains("经审核，与原件一致"), "{text}");
    let border = lowest * 100 / height;
    assert!(border > 80, "the block's own frame is the last long line: {border}");
    assert_eq!(full.result.copies, 1);
}

#[test]
fn the_binding_keeps_its_strip_on_front_and_back() {
    let marks = [[0, 0, 100, 100]];
    let files = vec![seen("一", page(&marks)), seen("二", page(&marks))];
    let bound = Options { gutter: 20.0 * MM, odd_start: true, ..options() };
    let packet = bind_with(&[copies("毕业证书", "证件", files)], &bound);
    for (at, is_front) in [(1, true), (2, false)] {
        let picture = packet.pdf.draw(at, 60);
        let (width, height) = (picture.0, picture.1);
        let strip = 31 * width / 210;
        let columns = if is_front { 0..strip } else { width - strip..width };
        let dark = columns.filter(|x| (0..height).any(|y| is_dark(&picture, *x, y))).count();
        assert_eq!(dark, 0, "page {at}");
    }
}

#[test]
fn a_lying_page_is_bound_at_its_head_and_its_back_at_its_foot() {
    let marks = [[0, 0, 100, 100]];
    let lying = || sheet(1754, 1240, &marks);
    let files = vec![seen("一", lying()), seen("二", lying())];
    let bound = Options { gutter: 20.0 * MM, odd_start: true, ..options() };
    let packet = bind_with(&[copies("毕业证书", "证件", files)], &bound);
    for (at, is_front) in [(1, true), (2, false)] {
        let picture = packet.pdf.draw(at, 60);
        let (width, height) = (picture.0, picture.1);
        assert!(width > height, "page {at} lies");
        let strip = 24 * height / 210;
        let rows = if is_front { 0..strip } else { height - strip..height };
        let dark = rows.filter(|y| (0..width).any(|x| is_dark(&picture, x, *y))).count();
        assert_eq!(dark, 0, "page {at}");
    }
}
