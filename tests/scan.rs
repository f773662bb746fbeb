//! What the program says of a file handed in, good or bad.

use desk::pdf::{FileProblem, Kind, ScanWarning, inspect, thumbnail};
use tests::packet::{
    A3, APPRAISAL, DIPLOMA, ID_BACK, ID_FRONT, RECORD, ROTATED, SEE_THROUGH, TURNED, scan,
};

fn looked_at(name: &str) -> desk::pdf::Scan {
    inspect(&scan(name), name).unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

#[test]
fn good_scans_pass_without_a_word() {
    for name in [ID_FRONT, ID_BACK, DIPLOMA, TURNED, SEE_THROUGH, APPRAISAL] {
        let found = looked_at(name);
        assert!(found.warnings.is_empty(), "{name}: {:?}", found.warnings);
    }
}

#[test]
fn a_picture_is_measured_as_it_is_seen() {
    let turned = looked_at(TURNED);
    assert_eq!((turned.kind, turned.pixels), (Kind::Jpeg, Some((1240, 1754))));
    let page = looked_at(APPRAISAL);
    assert_eq!(page.pixels, Some((1654, 2339)));
    let dpi = page.dpi_on_a4.expect("a density");
    assert!((dpi - 200.0).abs() < 1.0, "{dpi}");
}

#[test]
fn poor_scans_are_told_apart() {
    assert_eq!(
        looked_at("06-dark-blurred.jpg").warnings,
        [ScanWarning::Dark, ScanWarning::Blurred]
    );
    assert_eq!(looked_at("07-blank.jpg").warnings, [ScanWarning::Blank]);
    for warning in [ScanWarning::Dark, ScanWarning::Blurred, ScanWarning::Blank] {
        assert!(warning.message().contains('请'), "{}", warning.message());
    }
}

#[test]
fn a_picture_with_too_few_pixels_for_a_page_is_noticed() {
    assert_eq!(looked_at("21-grey-progressive.jpg").warnings, [ScanWarning::LowResolution]);
}

#[test]
fn pdf_pages_are_measured_as_they_are_seen() {
    let rounded = |name: &str| -> Vec<(i32, i32)> {
        let pages = looked_at(name).pages.into_iter();
        pages.map(|page| (page.width_mm.round() as i32, page.height_mm.round() as i32)).collect()
    };
    assert_eq!(rounded(RECORD), [(210, 297), (210, 297)]);
    assert_eq!(rounded(ROTATED), [(194, 278)], "551 × 788 points");
    assert_eq!(rounded(A3), [(420, 297)]);
    assert!(looked_at(RECORD).warnings.contains(&ScanWarning::PortalWantsImage));
    assert!(looked_at(A3).warnings.contains(&ScanWarning::LargerThanA4));
}

#[test]
fn unusable_files_are_told_apart() {
    let problem = |bytes: &[u8]| inspect(bytes, "scan.pdf").expect_err("refused");
    assert_eq!(problem(b""), FileProblem::Empty);
    assert_eq!(problem(b"plain words"), FileProblem::UnknownKind);
    assert_eq!(problem(&scan("12-encrypted.pdf")), FileProblem::Encrypted);
    assert_eq!(problem(&scan("13-truncated.pdf")), FileProblem::Damaged);
    assert_eq!(problem(&scan(DIPLOMA)[..50_000]), FileProblem::Damaged);
    assert_eq!(problem(&scan(SEE_THROUGH)[..50_000]), FileProblem::Damaged);
}

#[test]
fn a_picture_claiming_huge_sides_is_refused_before_it_is_decoded() {
    let mut png = scan(SEE_THROUGH);
    png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(inspect(&png, "a.png"), Err(FileProblem::TooLarge));
}

#[test]
fn a_misleading_name_is_noticed() {
    let found = inspect(&scan(DIPLOMA), "毕业证书.pdf").expect("a picture");
    assert_eq!((found.kind, found.warnings), (Kind::Jpeg, vec![ScanWarning::MisleadingName]));
}

#[test]
fn thumbnails_are_small_and_upright() {
    let small = thumbnail(&scan(TURNED), 200).expect("a thumbnail");
    let found = inspect(&small, "thumbnail.jpg").expect("a picture");
    assert_eq!(found.pixels, Some((141, 200)));
    assert_eq!(thumbnail(&scan(RECORD), 200), Err(FileProblem::UnknownKind));
}

#[test]
fn a_cut_photo_is_not_saved_by_the_small_picture_inside_it() {
    // Phones keep a small JPEG of the photo in its head; that one's end is not the photo's end.
    let photo = scan(DIPLOMA);
    let small = thumbnail(&photo, 60).expect("a thumbnail");
    let mut bytes = photo[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend((small.len() as u16 + 2).to_be_bytes());
    bytes.extend(&small);
    bytes.extend(&photo[2..]);
    assert!(inspect(&bytes, "photo.jpg").is_ok());
    bytes.truncate(bytes.len() / 2);
    assert_eq!(inspect(&bytes, "photo.jpg"), Err(FileProblem::Damaged));
}
