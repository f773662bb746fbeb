//! One applicant's packet from real parts, opened again with other programs; and what the scan desk
//! says of good and bad files.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::error::{Code, Error};
use desk::forms::{Cover, Index, IndexLine, NoticeForm};
use desk::pdf::{
    Assembled, Content, Contents, FileProblem, FileSource, Kind, Options, Part, ScanWarning,
    assemble, inspect, thumbnail,
};
use desk::progress::Progress;
use tests::pdf::{Pdf, day, fixture, forms};

const ID_FRONT: &str = "01-id-front.jpg";
const ID_BACK: &str = "02-id-back.jpg";
const DIPLOMA: &str = "03-diploma.jpg";
const TURNED: &str = "04-title-certificate-exif6.jpg";
const SEE_THROUGH: &str = "05-qualification-alpha.png";
const APPRAISAL: &str = "08-appraisal-a4-200dpi.jpg";
const RECORD: &str = "09-education-record-2p.pdf";
const ROTATED: &str = "10-rotated-cropped.pdf";
const A3: &str = "11-appraisal-a3.pdf";

/// The block on every copy, as pdftotext gives it.
const CERTIFIED: &str = "经审核，与原件一致";

fn scan(name: &str) -> Vec<u8> {
    fs::read(fixture("scan", name)).expect("a fixture")
}

fn file(name: &'static str) -> FileSource<'static> {
    FileSource {
        label: "第 1 个文件".into(),
        read: Box::new(move || Ok(scan(name))),
    }
}

fn bytes_of(label: &str, bytes: Vec<u8>) -> FileSource<'static> {
    FileSource {
        label: label.into(),
        read: Box::new(move || Ok(bytes.clone())),
    }
}

fn copies(title: &str, section: &str, files: Vec<FileSource<'static>>) -> Part<'static> {
    let section = Some(section.to_owned());
    Part {
        title: title.into(),
        section,
        content: Content::Copies(files),
    }
}

fn notice() -> Vec<u8> {
    let text = fs::read_to_string(fixture("form", "notice-short.json")).expect("a fixture");
    let form: NoticeForm = serde_json::from_str(&text).expect("the form's data");
    forms().notice(&form, day()).expect("set")
}

fn cover() -> Part<'static> {
    let set = |contents: &Contents| {
        let cover = Cover {
            name: "样建国".into(),
            pages: contents.total,
            ..Cover::default()
        };
        forms().cover(&cover, day())
    };
    Part {
        title: "封面".into(),
        section: None,
        content: Content::Numbered(Box::new(set)),
    }
}

fn index() -> Part<'static> {
    let set = |contents: &Contents| {
        let line = contents.entries.iter().skip(2).map(|entry| IndexLine {
            section: entry.section.clone().unwrap_or_default(),
            title: entry.title.clone(),
            pages: entry.pages,
            first_page: entry.first_page,
            remark: String::new(),
        });
        let index = Index {
            line: line.collect(),
            pages: contents.total,
            ..Index::default()
        };
        forms().index(&index, day())
    };
    Part {
        title: "材料目录".into(),
        section: None,
        content: Content::Numbered(Box::new(set)),
    }
}

/// Everything a packet may hold.
fn full() -> Vec<Part<'static>> {
    vec![
        cover(),
        index(),
        Part {
            title: "综合情况（公示）表".into(),
            section: Some("综合材料".into()),
            content: Content::Typeset(notice()),
        },
        copies("身份证", "证件材料", vec![file(ID_FRONT), file(ID_BACK)]),
        copies("毕业证书", "证件材料", vec![file(DIPLOMA)]),
        copies("学历证书电子注册备案表", "证件材料", vec![file(RECORD)]),
        copies("职称证书", "证件材料", vec![file(TURNED)]),
        copies("职业资格证书", "证件材料", vec![file(SEE_THROUGH)]),
        copies("任职资格文件", "业绩材料", vec![file(ROTATED)]),
        copies("年度考核表", "业绩材料", vec![file(APPRAISAL), file(A3)]),
    ]
}

fn options() -> Options<'static> {
    Options {
        fonts: forms().fonts().expect("fonts"),
        title: "职称申报材料".into(),
        date: day(),
        odd_start: false,
        replace: false,
    }
}

fn bind_at(parts: &[Part<'_>], out: &Path) -> Result<Assembled, Error> {
    assemble(parts, &options(), out, &())
}

/// The packet in a folder of its own.
struct Bound {
    _folder: tempfile::TempDir,
    pdf: Pdf,
    result: Assembled,
}

fn bind_with(parts: &[Part<'_>], options: &Options<'_>) -> Bound {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("packet.pdf");
    let result = assemble(parts, options, &out, &()).expect("bound");
    Bound {
        _folder: folder,
        pdf: Pdf::at(&out),
        result,
    }
}

fn bind(parts: &[Part<'_>]) -> Bound {
    bind_with(parts, &options())
}

#[test]
fn a_full_packet_is_sound() {
    let packet = bind(&full());
    packet.pdf.assert_sound();
    packet.pdf.assert_fonts_embedded();
    assert_eq!(packet.pdf.pages(), packet.result.contents.total);
    assert_eq!(packet.pdf.pages(), 1 + 1 + 2 + 2 + 1 + 2 + 1 + 1 + 1 + 2);
    assert_eq!(packet.result.copies, 10);
    assert_eq!(
        packet.result.bytes,
        fs::metadata(&packet.pdf.path).expect("a file").len()
    );
    assert_eq!(packet.pdf.info("Title"), "职称申报材料");
}

#[test]
fn every_page_says_its_number_and_every_copy_carries_the_block() {
    let packet = bind(&full());
    let total = packet.pdf.pages();
    let first_copy = packet.result.contents.entries[3].first_page;
    for page in 1..=total {
        let text = packet.pdf.text(Some(page));
        assert!(
            text.contains(&format!("第{page}页共{total}页")),
            "page {page}: {text}"
        );
        assert_eq!(
            text.contains(CERTIFIED),
            page >= first_copy,
            "page {page}: {text}"
        );
        for blank in ["审核意见：", "审核人：", "审核日期：", "单位公章"] {
            let is_there = text.contains(blank);
            assert!(
                is_there || page < first_copy,
                "page {page} lacks {blank}: {text}"
            );
        }
    }
}

#[test]
fn copies_say_what_they_are_a_copy_of() {
    let packet = bind(&full());
    for entry in packet.result.contents.entries.iter().skip(3) {
        for page in entry.first_page..entry.first_page + entry.pages {
            let text = packet.pdf.text(Some(page));
            assert!(
                text.contains(&entry.title),
                "page {page} lacks {}",
                entry.title
            );
        }
    }
}

#[test]
fn the_index_tells_the_true_pages() {
    let packet = bind(&full());
    let index = packet.pdf.text(Some(2));
    for entry in packet.result.contents.entries.iter().skip(2) {
        let last = entry.first_page + entry.pages - 1;
        let range = match entry.pages {
            1 => format!("1{last}"),
            n => format!("{n}{}—{last}", entry.first_page),
        };
        let line = format!("{}{range}", entry.title);
        assert!(index.contains(&line), "{line} in {index}");
    }
    assert!(
        packet
            .pdf
            .text(Some(1))
            .contains(&format!("共{}页", packet.pdf.pages()))
    );
}

#[test]
fn bookmarks_lead_to_the_parts() {
    let packet = bind(&full());
    let document = lopdf::Document::load(&packet.pdf.path).expect("opened");
    let pages = document.get_pages();
    let contents = document.get_toc().expect("bookmarks").toc;
    let found: Vec<(usize, String, usize)> = contents
        .into_iter()
        .map(|mark| (mark.level, mark.title, mark.page))
        .collect();
    let entries = &packet.result.contents.entries;
    assert_eq!(pages.len(), packet.pdf.pages());
    for entry in entries {
        let level = if entry.section.is_some() { 2 } else { 1 };
        let mark = (level, entry.title.clone(), entry.first_page);
        assert!(found.contains(&mark), "{mark:?} in {found:?}");
    }
    let sections: Vec<&str> = found
        .iter()
        .filter(|(level, ..)| *level == 1)
        .map(|(_, title, _)| &**title)
        .collect();
    assert_eq!(
        sections,
        ["封面", "材料目录", "综合材料", "证件材料", "业绩材料"]
    );
}

#[test]
fn scans_keep_their_pixels_and_their_coding() {
    let packet = bind(&full());
    let jpegs: Vec<(u32, u32)> = packet
        .pdf
        .images()
        .into_iter()
        .filter(|(.., coding)| coding == "jpeg")
        .map(|(_, width, height, _)| (width, height))
        .collect();
    assert_eq!(
        jpegs,
        [
            (1012, 638),
            (1012, 638),
            (1754, 1240),
            (1754, 1240),
            (1654, 2339)
        ]
    );
    let packet = fs::read(&packet.pdf.path).expect("the file");
    for name in [ID_FRONT, DIPLOMA, TURNED, APPRAISAL] {
        let jpeg = scan(name);
        assert!(
            packet.windows(jpeg.len()).any(|window| window == jpeg),
            "{name} was changed"
        );
    }
}

/// Share of dark pixels in the upper and lower half of a page's picture area, left and right.
fn dark_in(
    picture: &(usize, usize, Vec<u8>),
    x: std::ops::Range<f32>,
    y: std::ops::Range<f32>,
) -> usize {
    let (width, height, rows) = picture;
    let at = |share: f32, whole: usize| (share * whole as f32) as usize;
    let mut dark = 0;
    for row in at(y.start, *height)..at(y.end, *height) {
        for column in at(x.start, *width)..at(x.end, *width) {
            dark += usize::from(rows[row * width + column] < 70);
        }
    }
    dark
}

#[test]
fn a_scan_turned_by_exif_stands_upright() {
    let packet = bind(&[copies("职称证书", "证件材料", vec![file(TURNED)])]);
    let (width, height) = packet.pdf.page_size(1);
    assert!(height > width, "1240 × 1754 as seen wants an upright sheet");
    // The certificate's words stand at its head, from the left; the rest is empty paper.
    let page = packet.pdf.draw(1, 60);
    let head = dark_in(&page, 0.1..0.9, 0.06..0.4);
    let below = dark_in(&page, 0.1..0.9, 0.45..0.75);
    assert!(head > 4 * below, "head {head}, below {below}");
}

#[test]
fn a_rotated_and_cropped_pdf_page_stands_upright() {
    let packet = bind(&[copies("任职资格文件", "业绩材料", vec![file(ROTATED)])]);
    let (width, height) = packet.pdf.page_size(1);
    assert!(height > width, "551 × 788 as seen wants an upright sheet");
    let source = Pdf::new(&scan(ROTATED));
    let strip = |text: String| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let own: String = strip(source.text(None));
    assert!(strip(packet.pdf.text(None)).contains(&own));
    let page = packet.pdf.draw(1, 60);
    let head = dark_in(&page, 0.1..0.9, 0.04..0.4);
    let below = dark_in(&page, 0.1..0.9, 0.5..0.78);
    assert!(head > below, "head {head}, below {below}");
}

#[test]
fn sheets_fit_what_is_on_them() {
    let packet = bind(&full());
    let first = |title: &str| {
        let mut entries = packet.result.contents.entries.iter();
        entries
            .find(|entry| entry.title == title)
            .expect("a part")
            .first_page
    };
    let size = |page: usize| {
        let (width, height) = packet.pdf.page_size(page);
        (width.round() as i32, height.round() as i32)
    };
    assert_eq!(size(first("身份证")), (595, 842), "a card is not blown up");
    assert_eq!(
        size(first("毕业证书")),
        (842, 595),
        "a lying certificate lies"
    );
    assert_eq!(size(first("年度考核表")), (595, 842));
    assert_eq!(size(first("年度考核表") + 1), (1191, 842), "A3 stays A3");
}

#[test]
fn transparent_pictures_lie_on_white() {
    let packet = bind(&[copies("职业资格证书", "证件材料", vec![file(SEE_THROUGH)])]);
    let images = packet.pdf.images();
    assert_eq!(images.len(), 1, "no mask is needed: {images:?}");
    assert_eq!((images[0].1, images[0].2), (1400, 990));
    let (width, _, rows) = packet.pdf.draw(1, 40);
    let dark = rows.iter().filter(|&&level| level < 40).count();
    assert!(
        dark < rows.len() / 10,
        "{dark} dark pixels on a page {width} wide"
    );
}

#[test]
fn parts_can_start_on_front_pages() {
    let duplex = Options {
        odd_start: true,
        ..options()
    };
    let packet = bind_with(&full(), &duplex);
    packet.pdf.assert_sound();
    for entry in &packet.result.contents.entries {
        assert_eq!(
            entry.first_page % 2,
            1,
            "{} starts on {}",
            entry.title,
            entry.first_page
        );
    }
    assert_eq!(packet.pdf.pages(), packet.result.contents.total);
    assert!(
        !packet.pdf.text(Some(2)).contains("职称申报材料"),
        "page 2 is blank but for its number"
    );
}

#[test]
fn equal_parts_give_equal_bytes() {
    let (first, second) = (bind(&full()), bind(&full()));
    let read = |bound: &Bound| fs::read(&bound.pdf.path).expect("the file");
    assert!(read(&first) == read(&second));
}

#[test]
fn originals_carry_no_block() {
    let files = vec![file(APPRAISAL)];
    let content = Content::Originals(files);
    let packet = bind(&[Part {
        title: "承诺书".into(),
        section: None,
        content,
    }]);
    assert!(!packet.pdf.text(None).contains(CERTIFIED));
    assert_eq!(packet.result.copies, 0);
}

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
        assert!(
            refusal.message.contains(word),
            "{word} in {}",
            refusal.message
        );
    }
    assert!(!refusal.hint.is_empty());
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        0,
        "something was left"
    );
}

#[test]
fn bad_files_stop_the_packet_and_are_named() {
    assert_stops(file("12-encrypted.pdf"), &["打开密码"]);
    assert_stops(file("13-truncated.pdf"), &["不完整或已损坏"]);
    assert_stops(bytes_of("第 1 个文件", Vec::new()), &["0 字节"]);
    assert_stops(
        bytes_of("第 1 个文件", b"PK\x03\x04 a document".to_vec()),
        &["也不是 PDF"],
    );
    let half = scan(DIPLOMA)[..90_000].to_vec();
    assert_stops(bytes_of("第 1 个文件", half), &["不完整或已损坏"]);
}

#[test]
fn an_existing_packet_is_not_overwritten_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("packet.pdf");
    fs::write(&out, "precious").expect("written");
    let parts = [copies("毕业证书", "证件材料", vec![file(DIPLOMA)])];
    let refusal = bind_at(&parts, &out).expect_err("refused");
    assert_eq!(refusal.code, Code::Conflict);
    assert_eq!(fs::read(&out).expect("the file"), b"precious");
    let replacing = Options {
        replace: true,
        ..options()
    };
    assemble(&parts, &replacing, &out, &()).expect("replaced");
    Pdf::at(&out).assert_sound();
}

#[test]
fn an_empty_part_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let parts = [copies("毕业证书", "证件材料", Vec::new())];
    let refusal = bind_at(&parts, &folder.path().join("packet.pdf")).expect_err("refused");
    assert!(
        refusal.message.contains("《毕业证书》没有文件"),
        "{}",
        refusal.message
    );
}

/// Cancels after so many reports.
struct Impatient {
    left: AtomicU64,
}

impl Progress for Impatient {
    fn step(&self, _label: &str, done: u64, total: u64) {
        assert!(done <= total);
        let left = self.left.load(Ordering::SeqCst);
        self.left.store(left.saturating_sub(1), Ordering::SeqCst);
    }

    fn is_cancelled(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}

#[test]
fn a_cancelled_packet_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("packet.pdf");
    // The first pass reports once per part; this stops in the middle of the second.
    let impatient = Impatient {
        left: AtomicU64::new(15),
    };
    let refusal = assemble(&full(), &options(), &out, &impatient).expect_err("cancelled");
    assert_eq!(refusal.code, Code::Cancelled);
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        0,
        "something was left"
    );
}

/// Most memory this process ever had, in MB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("status");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .expect("a peak");
    line.split_whitespace()
        .next()
        .and_then(|kb| kb.parse::<u64>().ok())
        .expect("kB")
        / 1024
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_packet() {
    // Every scan is given a comment of its own, so that none can be shared.
    let distinct = |n: usize| {
        let jpeg = scan(APPRAISAL);
        let comment = format!("scan {n:04}");
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xFF, 0xFE, 0, comment.len() as u8 + 2]);
        bytes.extend(comment.as_bytes());
        bytes.extend(&jpeg[2..]);
        bytes
    };
    let files = (0..200).map(|n| FileSource {
        label: format!("第 {} 个文件", n + 1),
        read: Box::new(move || Ok(distinct(n))),
    });
    let parts = [copies("论文", "业绩材料", files.collect())];
    let packet = bind(&parts);
    assert_eq!(packet.pdf.pages(), 200);
    assert!(packet.result.bytes > 200 << 20, "the packet is large");
    let peak = peak_memory();
    assert!(peak < 300, "{peak} MB");
}

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
    assert_eq!(
        (turned.kind, turned.pixels),
        (Kind::Jpeg, Some((1240, 1754)))
    );
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
fn pdf_pages_are_measured_as_they_are_seen() {
    let rounded = |name: &str| -> Vec<(i32, i32)> {
        let pages = looked_at(name).pages.into_iter();
        pages
            .map(|page| (page.width_mm.round() as i32, page.height_mm.round() as i32))
            .collect()
    };
    assert_eq!(rounded(RECORD), [(210, 297), (210, 297)]);
    assert_eq!(rounded(ROTATED), [(194, 278)], "551 × 788 points");
    assert_eq!(rounded(A3), [(420, 297)]);
    assert!(
        looked_at(RECORD)
            .warnings
            .contains(&ScanWarning::PortalWantsImage)
    );
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
    assert_eq!(
        (found.kind, found.warnings),
        (Kind::Jpeg, vec![ScanWarning::MisleadingName])
    );
}

#[test]
fn thumbnails_are_small_and_upright() {
    let small = thumbnail(&scan(TURNED), 200).expect("a thumbnail");
    let found = inspect(&small, "thumbnail.jpg").expect("a picture");
    assert_eq!(found.pixels, Some((141, 200)));
    assert_eq!(thumbnail(&scan(RECORD), 200), Err(FileProblem::UnknownKind));
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
    let packet = bind(&[copies(
        "附件",
        "证件材料",
        vec![bytes_of("第 1 个文件", bytes)],
    )]);
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
    document
        .get_dictionary_mut(page)
        .expect("a page")
        .set("Annots", vec![field, hidden]);
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
        let packet = bind(&[copies(
            "备案表",
            "证件材料",
            vec![bytes_of("第 1 个文件", bytes)],
        )]);
        packet.pdf.assert_sound();
        assert!(
            packet.pdf.text(Some(1)).contains("在线验证码"),
            "{arguments:?}"
        );
    }
}

#[test]
fn broken_cross_references_are_mended_and_said() {
    let mut bytes = scan(RECORD);
    let at = bytes
        .windows(9)
        .rposition(|window| window == b"startxref")
        .expect("a pointer");
    bytes[at + 10] = b'9';
    bytes[at + 11] = b'9';
    let found = inspect(&bytes, "record.pdf").expect("mended");
    assert_eq!(found.pages.len(), 2);
    assert!(found.warnings.contains(&ScanWarning::Mended));
    let packet = bind(&[copies(
        "备案表",
        "证件材料",
        vec![bytes_of("第 1 个文件", bytes)],
    )]);
    packet.pdf.assert_sound();
    assert!(packet.pdf.text(Some(1)).contains("在线验证码"));
    assert!(!looked_at(RECORD).warnings.contains(&ScanWarning::Mended));
}

#[test]
fn every_exif_orientation_is_honoured() {
    let upright = scan(TURNED);
    let tag = upright
        .windows(4)
        .position(|bytes| bytes == [0x01, 0x12, 0x00, 0x03])
        .expect("EXIF");
    for orientation in 1..=8u8 {
        let mut bytes = upright.clone();
        bytes[tag + 9] = orientation;
        let small = thumbnail(&bytes, 400).expect("a thumbnail");
        let (width, height) = inspect(&small, "a.jpg")
            .expect("a picture")
            .pixels
            .expect("pixels");
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
    for name in [
        "20-cmyk.jpg",
        "21-grey-progressive.jpg",
        "22-palette.png",
        "23-grey.png",
    ] {
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
    for name in [
        ID_FRONT,
        TURNED,
        SEE_THROUGH,
        "23-grey.png",
        RECORD,
        ROTATED,
        "12-encrypted.pdf",
    ] {
        let whole = scan(name);
        for round in 0..40 {
            let mut bytes = whole.clone();
            for _ in 0..=next(12) {
                let at = if next(2) == 0 {
                    next(bytes.len())
                } else {
                    next(700.min(bytes.len()))
                };
                bytes[at] = next(256) as u8;
            }
            if round % 4 == 0 {
                bytes.truncate(next(bytes.len()).max(1));
            }
            let _ = inspect(&bytes, name);
            let out = folder.path().join(format!("{name}-{round}.pdf"));
            let parts = [copies(
                "附件",
                "证件材料",
                vec![bytes_of("第 1 个文件", bytes)],
            )];
            if bind_at(&parts, &out).is_ok() {
                lopdf::Document::load(&out).expect("whatever goes in, the packet opens");
            }
        }
    }
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
