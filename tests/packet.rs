//! One applicant's packet from real parts, opened again with other programs.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::error::Code;
use desk::forms::{Cover, Index, IndexLine, NoticeForm};
use desk::pdf::{Content, Contents, FileSource, Options, Part, assemble};
use desk::progress::Progress;
use tests::packet::{
    A3, APPRAISAL, Bound, DIPLOMA, ID_BACK, ID_FRONT, RECORD, ROTATED, SEE_THROUGH, TURNED, bind,
    bind_at, bind_with, copies, dark_in, file, options, scan,
};
use tests::pdf::{Pdf, day, fixture, forms};

/// The block on every copy, as pdftotext gives it.
const CERTIFIED: &str = "经审核，与原件一致";

fn notice() -> Vec<u8> {
    let text = fs::read_to_string(fixture("form", "notice-short.json")).expect("a fixture");
    let form: NoticeForm = serde_json::from_str(&text).expect("the form's data");
    forms().notice(&form, day()).expect("set")
}

fn cover() -> Part<'static> {
    let set = |contents: &Contents| {
        let cover = Cover { name: "样建国".into(), pages: contents.total, ..Cover::default() };
        forms().cover(&cover, day())
    };
    Part { title: "封面".into(), section: None, content: Content::Numbered(Box::new(set)) }
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
        let index = Index { line: line.collect(), pages: contents.total, ..Index::default() };
        forms().index(&index, day())
    };
    Part { title: "材料目录".into(), section: None, content: Content::Numbered(Box::new(set)) }
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

#[test]
fn a_full_packet_is_sound() {
    let packet = bind(&full());
    packet.pdf.assert_sound();
    packet.pdf.assert_fonts_embedded();
    assert_eq!(packet.pdf.pages(), packet.result.contents.total);
    assert_eq!(packet.pdf.pages(), 1 + 1 + 2 + 2 + 1 + 2 + 1 + 1 + 1 + 2);
    assert_eq!(packet.result.copies, 10);
    assert_eq!(packet.result.bytes, fs::metadata(&packet.pdf.path).expect("a file").len());
    assert_eq!(packet.pdf.info("Title"), "职称申报材料");
}

#[test]
fn every_page_says_its_number_and_every_copy_carries_the_block() {
    let packet = bind(&full());
    let total = packet.pdf.pages();
    let first_copy = packet.result.contents.entries[3].first_page;
    for page in 1..=total {
        let text = packet.pdf.text(Some(page));
        assert!(text.contains(&format!("第{page}页共{total}页")), "page {page}: {text}");
        assert_eq!(text.contains(CERTIFIED), page >= first_copy, "page {page}: {text}");
        for blank in ["审核意见：", "审核人：", "审核日期：", "单位公章"] {
            let is_there = text.contains(blank);
            assert!(is_there || page < first_copy, "page {page} lacks {blank}: {text}");
        }
    }
}

#[test]
fn copies_say_what_they_are_a_copy_of() {
    let packet = bind(&full());
    for entry in packet.result.contents.entries.iter().skip(3) {
        for page in entry.first_page..entry.first_page + entry.pages {
            let text = packet.pdf.text(Some(page));
            assert!(text.contains(&entry.title), "page {page} lacks {}", entry.title);
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
    assert!(packet.pdf.text(Some(1)).contains(&format!("共{}页", packet.pdf.pages())));
}

#[test]
fn bookmarks_lead_to_the_parts() {
    let packet = bind(&full());
    let document = lopdf::Document::load(&packet.pdf.path).expect("opened");
    let pages = document.get_pages();
    let contents = document.get_toc().expect("bookmarks").toc;
    let found: Vec<(usize, String, usize)> =
        contents.into_iter().map(|mark| (mark.level, mark.title, mark.page)).collect();
    let entries = &packet.result.contents.entries;
    assert_eq!(pages.len(), packet.pdf.pages());
    for entry in entries {
        let level = if entry.section.is_some() { 2 } else { 1 };
        let mark = (level, entry.title.clone(), entry.first_page);
        assert!(found.contains(&mark), "{mark:?} in {found:?}");
    }
    let sections: Vec<&str> =
        found.iter().filter(|(level, ..)| *level == 1).map(|(_, title, _)| &**title).collect();
    assert_eq!(sections, ["封面", "材料目录", "综合材料", "证件材料", "业绩材料"]);
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
    assert_eq!(jpegs, [(1012, 638), (1012, 638), (1754, 1240), (1754, 1240), (1654, 2339)]);
    let packet = fs::read(&packet.pdf.path).expect("the file");
    for name in [ID_FRONT, DIPLOMA, TURNED, APPRAISAL] {
        let jpeg = scan(name);
        assert!(packet.windows(jpeg.len()).any(|window| window == jpeg), "{name} was changed");
    }
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
    let strip = |text: String| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
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
        entries.find(|entry| entry.title == title).expect("a part").first_page
    };
    let size = |page: usize| {
        let (width, height) = packet.pdf.page_size(page);
        (width.round() as i32, height.round() as i32)
    };
    assert_eq!(size(first("身份证")), (595, 842), "a card is not blown up");
    assert_eq!(size(first("毕业证书")), (842, 595), "a lying certificate lies");
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
    assert!(dark < rows.len() / 10, "{dark} dark pixels on a page {width} wide");
}

#[test]
fn parts_can_start_on_front_pages() {
    let duplex = Options { odd_start: true, ..options() };
    let packet = bind_with(&full(), &duplex);
    packet.pdf.assert_sound();
    for entry in &packet.result.contents.entries {
        assert_eq!(entry.first_page % 2, 1, "{} starts on {}", entry.title, entry.first_page);
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
    let packet = bind(&[Part { title: "承诺书".into(), section: None, content }]);
    assert!(!packet.pdf.text(None).contains(CERTIFIED));
    assert_eq!(packet.result.copies, 0);
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
    let replacing = Options { replace: true, ..options() };
    assemble(&parts, &replacing, &out, &()).expect("replaced");
    Pdf::at(&out).assert_sound();
}

#[test]
fn an_empty_part_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let parts = [copies("毕业证书", "证件材料", Vec::new())];
    let refusal = bind_at(&parts, &folder.path().join("packet.pdf")).expect_err("refused");
    assert!(refusal.message.contains("《毕业证书》没有文件"), "{}", refusal.message);
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
    let impatient = Impatient { left: AtomicU64::new(15) };
    let refusal = assemble(&full(), &options(), &out, &impatient).expect_err("cancelled");
    assert_eq!(refusal.code, Code::Cancelled);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "something was left");
}

/// Most memory this process ever had, in MB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).expect("kB") / 1024
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
        clear: None,
    });
    let parts = [copies("论文", "业绩材料", files.collect())];
    let packet = bind(&parts);
    assert_eq!(packet.pdf.pages(), 200);
    assert!(packet.result.bytes > 200 << 20, "the packet is large");
    let peak = peak_memory();
    assert!(peak < 300, "{peak} MB");
}
