//! Every form with invented people, short, long and straining, opened again with other programs.

use std::sync::OnceLock;

use desk::forms::{Document, FormSpec, Paper, SampleSize, workbook};
use serde_json::Value;
use tests::pdf::{Pdf, day, forms};

/// A sample that was set.
struct Set {
    spec: FormSpec,
    size: SampleSize,
    document: Document,
    pdf: Pdf,
}

fn gallery() -> &'static [Set] {
    static ALL: OnceLock<Vec<Set>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        for spec in forms().specs().expect("descriptions") {
            for size in SampleSize::ALL {
                let made = forms().make_sample(&spec.name, size, day());
                let made = made.unwrap_or_else(|e| panic!("{} {}: {e}", spec.name, size.key()));
                assert!(made.cautions.is_empty(), "{}: {:?}", spec.name, made.cautions);
                all.push(Set {
                    spec: spec.clone(),
                    size,
                    document: forms().sample(size).expect("a sample"),
                    pdf: Pdf::new(&made.pdf),
                });
            }
        }
        all
    })
}

/// Strings under a path, lists walked through.
fn strings(value: &Value, steps: &[&str]) -> Vec<String> {
    match (value, steps) {
        (Value::String(text), []) => vec![text.split_whitespace().collect()],
        (Value::Array(items), _) => items.iter().flat_map(|i| strings(i, steps)).collect(),
        (Value::Object(fields), []) => fields.values().flat_map(|f| strings(f, &[])).collect(),
        (Value::Object(fields), [step, rest @ ..]) => {
            fields.get(*step).map(|f| strings(f, rest)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Text of all pages without white space.
fn running_text(pdf: &Pdf) -> String {
    pdf.text(None)
}

#[test]
fn every_form_opens_cleanly_and_embeds_its_faces() {
    for set in gallery() {
        set.pdf.assert_sound();
        set.pdf.assert_fonts_embedded();
        assert!(set.pdf.images().is_empty(), "{}: a seal is never a picture", set.spec.name);
    }
}

#[test]
fn every_form_has_the_paper_it_says() {
    for set in gallery() {
        let (width, height) = set.pdf.page_size(1);
        let paper = match set.spec.paper {
            Paper::A4 => (595.0, 842.0),
            Paper::A4Lying => (842.0, 595.0),
            Paper::A3Lying => (1191.0, 842.0),
        };
        assert!(
            (width - paper.0).abs() < 1.5 && (height - paper.1).abs() < 1.5,
            "{}",
            set.spec.name
        );
    }
}

#[test]
fn no_fact_is_cut_off() {
    for set in gallery() {
        let whole = serde_json::to_value(&set.document).expect("JSON");
        let text = running_text(&set.pdf);
        for path in set.spec.required() {
            let steps: Vec<&str> = path.split('.').collect();
            for string in strings(&whole, &steps) {
                // Forms that list only those who go on, and words a form says in its own way.
                let is_left_out = ["list", "material", "problem"].contains(&steps[0]);
                if string.chars().count() < 2
                    || is_left_out
                    || steps.ends_with(&["started_work"])
                    || steps.ends_with(&["born"])
                {
                    continue;
                }
                assert!(
                    holds(&text, &string),
                    "{} {} lacks {path}: {string}",
                    set.spec.name,
                    set.size.key()
                );
            }
        }
    }
}

/// Whether a text holds a string, whole or in two pieces: a long cell may run on to the next page,
/// whose head then stands between them.
fn holds(text: &str, string: &str) -> bool {
    if text.contains(string) {
        return true;
    }
    let chars: Vec<char> = string.chars().collect();
    (4..chars.len().saturating_sub(4)).any(|at| {
        let (head, tail): (String, String) =
            (chars[..at].iter().collect(), chars[at..].iter().collect());
        text.contains(&head) && text.contains(&tail)
    })
}

#[test]
fn rare_characters_and_long_names_are_printed_whole() {
    for set in gallery().iter().filter(|s| s.size == SampleSize::Extreme) {
        let text = running_text(&set.pdf);
        if set.spec.paths().any(|p| p == "applicant.name") {
            assert!(text.contains("㛃䶮𬭎·阿依古丽·麦麦提艾力"), "{}", set.spec.name);
        }
        if set.spec.paths().any(|p| p == "unit.name") {
            assert!(text.contains(&set.document.unit.name), "{}", set.spec.name);
            assert!(set.document.unit.name.chars().count() >= 60);
        }
    }
}

#[test]
fn twenty_papers_are_all_on_the_notice() {
    for set in gallery()
        .iter()
        .filter(|s| s.spec.name.starts_with("notice") && s.size == SampleSize::Extreme)
    {
        if !set.spec.paths().any(|p| p == "notice") {
            continue;
        }
        let text = running_text(&set.pdf);
        let papers =
            set.document.notice.achievement.iter().find(|g| g.heading == "论文").expect("papers");
        assert_eq!(papers.item.len(), 20);
        for item in &papers.item {
            let string: String = item.text.split_whitespace().collect();
            assert!(holds(&text, &string), "{} lacks {string}", set.spec.name);
        }
    }
}

#[test]
fn posted_forms_hold_no_private_number() {
    let mut posted = 0;
    for set in gallery().iter().filter(|s| s.spec.is_posted) {
        posted += 1;
        let text = running_text(&set.pdf);
        for word in set.pdf.words() {
            for run in word.split(|c: char| !c.is_ascii_digit()) {
                let is_mobile = run.len() == 11 && run.starts_with('1');
                assert!(run.len() < 15 && !is_mobile, "{}: {word}", set.spec.name);
            }
        }
        for person in set.document.list.iter().chain([&set.document.applicant]) {
            assert!(!text.contains(&person.mobile) && !text.contains(&person.id_number));
        }
    }
    assert!(posted >= 9);
}

#[test]
fn only_forms_that_ask_for_it_show_an_identity_number() {
    for set in gallery() {
        let asks = set.spec.paths().any(|p| p.ends_with("id_number"));
        let numbers = set.document.list.iter().chain([&set.document.applicant]);
        let text = running_text(&set.pdf);
        let shows = numbers.into_iter().any(|a| text.contains(&a.id_number));
        assert_eq!(asks, shows, "{}", set.spec.name);
    }
}

#[test]
fn forms_without_an_attachment_say_so_once() {
    for set in gallery() {
        let count = running_text(&set.pdf).matches("以当年通知附件为准").count();
        assert_eq!(count, usize::from(set.spec.is_layout_pending), "{}", set.spec.name);
    }
}

#[test]
fn single_documents_are_tagged_archive_pdf() {
    for set in gallery() {
        let bytes = std::fs::read(&set.pdf.path).expect("the file");
        let is_archive = String::from_utf8_lossy(&bytes).contains("<pdfaid:part>2</pdfaid:part>");
        assert_eq!(is_archive, set.spec.is_archive, "{}", set.spec.name);
        assert_eq!(set.pdf.info("Tagged") == "yes", set.spec.is_archive, "{}", set.spec.name);
    }
}

#[test]
fn equal_data_gives_equal_bytes() {
    for set in gallery().iter().filter(|s| s.size == SampleSize::Short) {
        let again = forms().make_sample(&set.spec.name, set.size, day()).expect("set").pdf;
        let bytes = std::fs::read(&set.pdf.path).expect("the file");
        assert!(bytes == again, "{}", set.spec.name);
    }
    let document = forms().sample(SampleSize::Short).expect("a sample");
    assert!(workbook(&document).expect("made") == workbook(&document).expect("made"));
}

#[test]
fn an_empty_document_prints_blanks_and_lists_them() {
    for spec in forms().specs().expect("descriptions") {
        let made = forms().make(&spec.name, &Document::default(), day());
        let made = made.unwrap_or_else(|e| panic!("{} without data: {e}", spec.name));
        Pdf::new(&made.pdf).assert_sound();
        let required = spec.required().count();
        assert_eq!(made.gaps.is_empty(), required == 0, "{}: {:?}", spec.name, made.gaps);
    }
}

#[test]
fn the_short_sample_leaves_nothing_blank() {
    for spec in forms().specs().expect("descriptions") {
        let made = forms().make_sample(&spec.name, SampleSize::Short, day()).expect("set");
        assert_eq!(made.gaps, [], "{}", spec.name);
    }
}

#[test]
fn places_to_sign_and_seal_stand_on_the_paper() {
    for set in gallery().iter().filter(|s| s.size == SampleSize::Long) {
        let text = running_text(&set.pdf);
        for place in set.spec.place.iter().filter(|p| !p.only_dispatch) {
            let word = match place.kind {
                desk::forms::PlaceKind::Seal => "章",
                desk::forms::PlaceKind::Signature => "人",
            };
            assert!(text.contains(word), "{} has no place for {}", set.spec.name, place.who);
        }
    }
}

#[test]
fn the_workbook_keeps_numbers_as_text() {
    let document = forms().sample(SampleSize::Long).expect("a sample");
    let bytes = workbook(&document).expect("made");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut text = String::new();
    let mut strings = archive.by_name("xl/sharedStrings.xml").expect("strings");
    std::io::Read::read_to_string(&mut strings, &mut text).expect("text");
    for person in &document.list {
        assert!(text.contains(&person.id_number) && text.contains(&person.mobile));
    }
}

#[test]
fn a_character_in_no_face_is_named_with_its_place_and_remedy() {
    let mut document = forms().sample(SampleSize::Short).expect("a sample");
    document.list[3].name = "样𪛖".into();
    let Err(error) = forms().make("summary-table", &document, day()) else { panic!("set") };
    assert_eq!(error.field.as_deref(), Some("list[3].name"));
    for word in ["名单第 4 项", "姓名", "U+2A6D6"] {
        assert!(error.message.contains(word), "{word} in {}", error.message);
    }
    assert!(error.hint.contains("fonts"), "{}", error.hint);
}

/// Cells across and down of a page seen from afar.
const ACROSS: usize = 24;
const DOWN: usize = 32;

/// How dark each cell of a page is, `0` white to `9` black.
fn from_afar(pdf: &Pdf, page: usize) -> String {
    let (width, height, rows) = pdf.draw(page, 30);
    let mut out = String::new();
    for y in 0..DOWN {
        for x in 0..ACROSS {
            let (mut sum, mut count) = (0_usize, 0_usize);
            for row in y * height / DOWN..(y + 1) * height / DOWN {
                for column in x * width / ACROSS..(x + 1) * width / ACROSS {
                    sum += 255 - usize::from(rows[row * width + column]);
                    count += 1;
                }
            }
            // Text greys a cell by a fifth at most, so the scale is stretched.
            let dark = (sum * 36 / (255 * count.max(1))).min(9);
            out.push(char::from_digit(dark as u32, 10).expect("a digit"));
        }
        out.push('\n');
    }
    out
}

/// Pages look as they did when a person last looked at them. `BLESS=1` keeps what they look like
/// now; then look at the pages.
#[test]
fn pages_look_as_they_did_when_last_looked_at() {
    let file = tests::pdf::fixture("form", "afar.txt");
    let now: Vec<(String, String)> = gallery()
        .iter()
        .filter(|s| s.size == SampleSize::Short)
        .map(|s| (s.spec.name.clone(), from_afar(&s.pdf, 1)))
        .collect();
    if std::env::var("BLESS").is_ok_and(|v| v == "1") {
        let text: String = now.iter().map(|(name, page)| format!("# {name}\n{page}")).collect();
        std::fs::write(&file, text).expect("written");
        return;
    }
    let kept = std::fs::read_to_string(&file).expect("afar.txt");
    for (name, page) in &now {
        let start =
            kept.find(&format!("# {name}\n")).unwrap_or_else(|| panic!("no look of {name}"));
        let before: String =
            kept[start..].lines().skip(1).take(DOWN).map(|l| format!("{l}\n")).collect();
        let far = |(a, b): &(char, char)| {
            a.to_digit(10).zip(b.to_digit(10)).is_some_and(|(a, b)| a.abs_diff(b) > 2)
        };
        let changed = page.chars().zip(before.chars()).filter(far).count();
        assert!(changed <= 12, "{name}: {changed} cells look different\n{page}");
    }
}
