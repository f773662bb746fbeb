//! What goes into a packet, from all kinds of writers: whole files look right, damaged ones are refused
//! by name, and none brings the program down.

use std::fs;

use desk::error::Code;
use desk::pdf::{FileSource, ScanWarning, inspect, thumbnail};
use tests::packet::{
    DIPLOMA, ID_FRONT, RECORD, ROTATED, SEE_THROUGH, TURNED, bind, bind_at, bytes_of, copies,
    dark_in, file, scan,
};
use tests::pdf::fixture;

/// A bad file stops the packet, is named by its part, and leaves nothing behind.
fn assert_stops(source: FileSource<'static>, words: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("packet.pdf");
    let parts = [
        copies("毕业证书", "证件材料", vec![file(DIPLOMA)]),
        copies("学历证明", "证件材料", vec![source]),
    ];
    let refusal = bind_at(&parts, &out).expect_err("stopped");
    assert_eq!(refusal.code, Code::UnsupportedFile);
    for word in ["第 2 项《学历证明》第 1 个文件"].iter().chain(words) {
        assert!(refusal.message.contains(word), "{word} in {}", refusal.message);
    }
    assert!(!refusal.hint.is_empty());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "something was left");
}

#[test]
fn bad_files_stop_the_packet_and_are_named() {
    assert_stops(file("12-encrypted.pdf"), &["打开密码"]);
    assert_stops(file("13-truncated.pdf"), &["不完整或已损坏"]);
    assert_stops(bytes_of("第 1 个文件", Vec::new()), &["0 字节"]);
    assert_stops(bytes_of("第 1 个文件", b"PK\x03\x04 a document".to_vec()), &["也不是 PDF"]);
    let half = scan(DIPLOMA)[..90_000].to_vec();
    assert_stops(bytes_of("第 1 个文件", half), &["不完整或已损坏"]);
}

/// A small page drawn by the standard's own words, with `extra` entries in its dictionary.
fn hand_made(contents: &[&str], extra: &[(&str, lopdf::Object)]) -> Vec<u8> {
    use lopdf::{Dictionary, Document, Object, Stream};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let streams = contents.iter().map(|text| {
        Object::Reference(
            document.add_object(Stream::new(Dictionary::new(), text.as_bytes().to_vec())),
        )
    });
    let streams: Vec<Object> = streams.collect();
    let mut page = Dictionary::new();
    page.set("Type", "Page");
    page.set("Parent", pages);
    page.set("Contents", streams);
    for (key, value) in extra {
        page.set(*key, value.clone());
    }
    let page = document.add_object(page);
    let mut tree = Dictionary::new();
    tree.set("Type", "Pages");
    tree.set("Count", 1);
    tree.set("Kids", vec![Object::Reference(page)]);
    // Inherited by the page, as many programs write it.
    tree.set("MediaBox", [0, 0, 400, 600].map(Object::from).to_vec());
    document.objects.insert(pages, Object::Dictionary(tree));
    let mut catalog = Dictionary::new();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", pages);
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("saved");
    bytes
}

/// The first page of a packet of one file, as grey pixels.
fn drawn(bytes: Vec<u8>) -> (usize, usize, Vec<u8>) {
    let packet = bind(&[copies("附件", "证件材料", vec![bytes_of("第 1 个文件", bytes)])]);
    packet.pdf.assert_sound();
    packet.pdf.draw(1, 60)
}

/// Dark pixels above the foot.
fn dark_above_foot(page: &(usize, usize, Vec<u8>)) -> usize {
    dark_in(page, 0.0..1.0, 0.0..0.8)
}

#[test]
fn contents_in_several_pieces_are_read_as_one() {
    // The rectangle's operands are in one stream and its operator in the next, which is allowed.
    let whole = hand_made(&["q 0 g 100 300 200 200 re", "f Q"], &[]);
    assert!(dark_above_foot(&drawn(whole)) > 5_000);
}

#[test]
fn filled_in_fields_are_drawn_along() {
    use lopdf::{Dictionary, Document, Object, Stream};
    let blank = hand_made(&["q Q"], &[]);
    assert_eq!(dark_above_foot(&drawn(blank.clone())), 0);
    let mut document = Document::load_mem(&blank).expect("opened");
    let mut form = Dictionary::new();
    form.set("Type", "XObject");
    form.set("Subtype", "Form");
    form.set("BBox", [0, 0, 10, 10].map(Object::from).to_vec());
    let appearance = document.add_object(Stream::new(form, b"0 g 0 0 10 10 re f".to_vec()));
    let mut normal = Dictionary::new();
    normal.set("N", appearance);
    let mut field = Dictionary::new();
    field.set("Type", "Annot");
    field.set("Subtype", "Widget");
    field.set("Rect", [100, 300, 300, 500].map(Object::from).to_vec());
    field.set("AP", normal);
    let mut hidden = field.clone();
    field.set("F", 4);
    hidden.set("F", 2);
    hidden.set("Rect", [0, 0, 400, 600].map(Object::from).to_vec());
    let field = Object::Reference(document.add_object(field));
    let hidden = Object::Reference(document.add_object(hidden));
    let page = document.page_iter().next().expect("a page");
    document.get_dictionary_mut(page).expect("a page").set("Annots", vec![field, hidden]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("saved");
    let page = drawn(bytes);
    let dark = dark_above_foot(&page);
    assert!(dark > 5_000, "the field is drawn: {dark}");
    assert!(dark < page.2.len() / 4, "the hidden one is not: {dark}");
}

/// Let qpdf rewrite a fixture.
fn rewritten(name: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.pdf");
    let status = std::process::Command::new("qpdf")
        .args(arguments)
        .arg(fixture("scan", name))
        .arg(&out)
        .status()
        .expect("qpdf is needed");
    assert!(status.success());
    fs::read(out).expect("the file")
}

#[test]
fn pdfs_from_all_kinds_of_writers_go_in() {
    let kinds: [&[&str]; 4] = [
        &["--object-streams=generate"],
        &["--linearize"],
        &["--encrypt", "", "owner", "256", "--print=none", "--"],
        &["--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"],
    ];
    for arguments in kinds {
        let bytes = rewritten(RECORD, arguments);
        let found = inspect(&bytes, "record.pdf").unwrap_or_else(|p| panic!("{arguments:?}: {p}"));
        assert_eq!(found.pages.len(), 2, "{arguments:?}");
        let packet = bind(&[copies("备案表", "证件材料", vec![bytes_of("第 1 个文件", bytes)])]);
        packet.pdf.assert_sound();
        assert!(packet.pdf.text(Some(1)).contains("在线验证码"), "{arguments:?}");
    }
}

#[test]
fn broken_cross_references_are_mended_and_said() {
    let mut bytes = scan(RECORD);
    let at = bytes.windows(9).rposition(|window| window == b"startxref").expect("a pointer");
    bytes[at + 10] = b'9';
    bytes[at + 11] = b'9';
    let found = inspect(&bytes, "record.pdf").expect("mended");
    assert_eq!(found.pages.len(), 2);
    assert!(found.warnings.contains(&ScanWarning::Mended));
    let packet = bind(&[copies("备案表", "证件材料", vec![bytes_of("第 1 个文件", bytes)])]);
    packet.pdf.assert_sound();
    assert!(packet.pdf.text(Some(1)).contains("在线验证码"));
    assert!(
        !inspect(&scan(RECORD), RECORD).expect("a PDF").warnings.contains(&ScanWarning::Mended)
    );
}

#[test]
fn every_exif_orientation_is_honoured() {
    let upright = scan(TURNED);
    let tag = upright.windows(4).position(|bytes| bytes == [0x01, 0x12, 0x00, 0x03]).expect("EXIF");
    for orientation in 1..=8u8 {
        let mut bytes = upright.clone();
        bytes[tag + 9] = orientation;
        let small = thumbnail(&bytes, 400).expect("a thumbnail");
        let (width, height) = inspect(&small, "a.jpg").expect("a picture").pixels.expect("pixels");
        let page = drawn(bytes);
        assert_eq!(page.0 > page.1, width > height, "orientation {orientation}");
        // The words lie in one corner, which tells the eight apart.
        let corners = [
            (0.0..0.5, 0.0..0.4),
            (0.5..1.0, 0.0..0.4),
            (0.0..0.5, 0.4..0.75),
            (0.5..1.0, 0.4..0.75),
        ];
        let dark = corners.map(|(x, y)| dark_in(&page, x, y));
        let fullest = (0..4).max_by_key(|&n| dark[n]).expect("a corner");
        // Stored rows run down the right edge when upright, so orientation 6 has the words top left.
        let expected = [2, 3, 1, 0, 1, 0, 2, 3][usize::from(orientation) - 1];
        assert_eq!(fullest, expected, "orientation {orientation}: {dark:?}");
    }
}

#[test]
fn pictures_of_every_common_coding_look_right() {
    for name in ["20-cmyk.jpg", "21-grey-progressive.jpg", "22-palette.png", "23-grey.png"] {
        assert!(inspect(&scan(name), name).is_ok(), "{name}");
        let page = drawn(scan(name));
        let dark = dark_above_foot(&page);
        assert!(dark > 20, "{name}: the words are seen: {dark}");
        assert!(dark < page.2.len() / 10, "{name} is inverted: {dark}");
    }
}

#[test]
fn damaged_files_never_bring_the_program_down() {
    // A simple generator with a fixed start: the same damage on every run.
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let folder = tempfile::tempdir().expect("a folder");
    for name in [ID_FRONT, TURNED, SEE_THROUGH, "23-grey.png", RECORD, ROTATED, "12-encrypted.pdf"]
    {
        let whole = scan(name);
        for round in 0..40 {
            let mut bytes = whole.clone();
            for _ in 0..=next(12) {
                let at = if next(2) == 0 { next(bytes.len()) } else { next(700.min(bytes.len())) };
                bytes[at] = next(256) as u8;
            }
            if round % 4 == 0 {
                bytes.truncate(next(bytes.len()).max(1));
            }
            let _ = inspect(&bytes, name);
            let out = folder.path().join(format!("{name}-{round}.pdf"));
            let parts = [copies("附件", "证件材料", vec![bytes_of("第 1 个文件", bytes)])];
            if bind_at(&parts, &out).is_ok() {
                lopdf::Document::load(&out).expect("whatever goes in, the packet opens");
            }
        }
    }
}
