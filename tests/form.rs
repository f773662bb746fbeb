//! Every form, set from data and opened again with other programs.

use std::fs;

use desk::error::Code;
use desk::forms::{
    Cover, Document, Forms, Index, NoticeForm, NoticeReport, RecommendationRoster, UnitOpinion,
    VerdictSheet,
};
use serde_json::Value;
use tests::pdf::{Pdf, assets, day, fixture, forms};

/// The data of a fixture, as it is and as the form's own type.
fn data<T: serde::de::DeserializeOwned>(name: &str) -> (Value, T) {
    let text = fs::read_to_string(fixture("form", &format!("{name}.json"))).expect("a fixture");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let typed = serde_json::from_value(value.clone()).expect("the form's data");
    (value, typed)
}

fn notice(name: &str) -> NoticeForm {
    data(name).1
}

/// Opens cleanly, embeds its faces, holds no picture and every string of its data.
fn assert_whole(name: &str, value: &Value, bytes: &[u8]) {
    let pdf = Pdf::new(bytes);
    pdf.assert_sound();
    pdf.assert_fonts_embedded();
    assert!(pdf.images().is_empty(), "{name} holds a picture");
    let text = pdf.text(None);
    for string in strings(value).iter().filter(|string| !is_only_a_mark(string)) {
        assert!(text.contains(string.as_str()), "{name} lacks {string}\n{text}");
    }
}

/// All strings in a value.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.split_whitespace().collect()],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Marks decide how a sheet looks and are not printed.
fn is_only_a_mark(text: &str) -> bool {
    ["eligible", "ineligible", "undetermined"].contains(&text)
}

#[test]
fn notice_forms_hold_every_string() {
    for name in ["notice-short", "notice-long", "notice-dispatch", "notice-empty"] {
        let (value, form) = data::<NoticeForm>(name);
        assert_whole(name, &value, &forms().notice(&form, day()).expect("set"));
    }
}

#[test]
fn notice_reports_hold_every_string() {
    for name in ["notice-report-short", "notice-report-one"] {
        let (value, form) = data::<NoticeReport>(name);
        assert_whole(name, &value, &forms().notice_report(&form, day()).expect("set"));
    }
}

#[test]
fn covers_and_indexes_hold_every_string() {
    for name in ["cover-short", "cover-long"] {
        let (value, form) = data::<Cover>(name);
        assert_whole(name, &value, &forms().cover(&form, day()).expect("set"));
    }
    for name in ["index-short", "index-long"] {
        let (value, form) = data::<Index>(name);
        assert_whole(name, &value, &forms().index(&form, day()).expect("set"));
    }
}

#[test]
fn verdict_sheets_hold_every_string() {
    for name in ["verdict-short", "verdict-ok"] {
        let (value, form) = data::<VerdictSheet>(name);
        assert_whole(name, &value, &forms().verdict(&form, day()).expect("set"));
    }
}

/// Has every fact, and every paragraph even where a page ends in it.
fn assert_opinion_whole(form: &UnitOpinion, pdf: &Pdf) {
    let pages = (1..=pdf.pages()).map(|page| pdf.text(Some(page)));
    let text: String = pages.map(|text| without_head(&text).to_owned()).collect();
    let facts = [
        &form.application_year,
        &form.unit,
        &form.name,
        &form.held_title,
        &form.applied_title,
        &form.specialty,
        &form.kind,
    ];
    let strings = facts.into_iter().map(String::as_str);
    for string in strings.chain(form.opinion.lines()) {
        let string: String = string.split_whitespace().collect();
        assert!(text.contains(&string), "lacks {string}\n{text}");
    }
}

/// A page without the head that says whose opinion goes on here.
fn without_head(text: &str) -> &str {
    let is_continued = text.starts_with("基层单位推荐意见（续）");
    let end = text.split_once("共").filter(|_| is_continued);
    end.and_then(|(_, rest)| rest.split_once('页')).map_or(text, |(_, body)| body)
}

fn opinion(form: &UnitOpinion) -> Pdf {
    let pdf = Pdf::new(&forms().opinion(form, day()).expect("set"));
    pdf.assert_sound();
    pdf.assert_fonts_embedded();
    assert!(pdf.images().is_empty(), "a seal is a blank, never a picture");
    pdf
}

#[test]
fn a_units_opinion_fills_one_page_with_places_to_sign_and_seal() {
    let form = data::<UnitOpinion>("opinion-short").1;
    let pdf = opinion(&form);
    assert_opinion_whole(&form, &pdf);
    assert_eq!(pdf.pages(), 1);
    let text = pdf.text(None);
    for place in ["单位负责人签名：", "年月日", "申报单位公章"] {
        assert_eq!(text.matches(place).count(), 1, "{place}");
    }
}

#[test]
fn a_long_opinion_runs_on_and_is_signed_once_at_its_end() {
    let form = data::<UnitOpinion>("opinion-long").1;
    assert!(form.opinion.chars().count() > 1_900);
    let pdf = opinion(&form);
    assert_opinion_whole(&form, &pdf);
    assert_eq!(pdf.pages(), 2);
    assert!(!pdf.text(Some(1)).contains("单位负责人签名"));
    let last = pdf.text(Some(2));
    assert!(last.starts_with("基层单位推荐意见（续）"), "{last}");
    assert!(last.contains("单位负责人签名") && last.contains("申报单位公章"));
}

#[test]
fn a_signature_never_stands_on_a_page_without_text() {
    let mut form = data::<UnitOpinion>("opinion-short").1;
    for count in (300..2_700).step_by(200) {
        form.opinion = "推".repeat(count);
        let pdf = opinion(&form);
        let last = pdf.text(Some(pdf.pages()));
        assert!(last.contains("单位负责人签名"), "{count} characters");
        assert!(last.matches('推').count() > 60, "{count} characters leave the signature alone");
    }
}

#[test]
fn an_opinion_not_yet_written_leaves_its_box_to_write_in() {
    let pdf = opinion(&UnitOpinion::default());
    assert_eq!(pdf.pages(), 1);
    assert!(pdf.text(None).contains("单位负责人签名"));
}

#[test]
fn roster_repeats_its_head_on_every_page() {
    let (value, mut roster) = data::<RecommendationRoster>("roster-short");
    assert_whole("roster", &value, &forms().roster(&roster, day()).expect("set"));
    roster.line = roster.line.iter().cycle().take(200).cloned().collect();
    let pdf = Pdf::new(&forms().roster(&roster, day()).expect("set"));
    let (width, height) = pdf.page_size(1);
    assert!(width > height, "the roster lies");
    assert!(pdf.pages() > 8);
    for page in 1..=pdf.pages() - 1 {
        assert!(pdf.text(Some(page)).contains("毕业院校、专业"), "page {page} has no head");
    }
}

#[test]
fn single_documents_are_archive_pdf() {
    let pdf = Pdf::new(&forms().notice(&notice("notice-short"), day()).expect("set"));
    let bytes = fs::read(&pdf.path).expect("the file");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>"));
    assert!(text.contains("<pdfaid:conformance>B</pdfaid:conformance>"));
    assert_eq!(pdf.info("Title"), "昆明市职称申报综合情况（公示）表");
    assert_eq!(pdf.info("Tagged"), "yes");
}

#[test]
fn equal_data_gives_equal_bytes() {
    let form = notice("notice-long");
    let first = forms().notice(&form, day()).expect("set");
    let second = forms().notice(&form, day()).expect("set");
    assert!(first == second);
}

#[test]
fn a_long_career_runs_on_without_loss() {
    let form = notice("notice-long");
    let pdf = Pdf::new(&forms().notice(&form, day()).expect("set"));
    assert!(pdf.pages() > 2);
    let text = pdf.text(None);
    let work = &form.achievement[0];
    assert_eq!(work.item.len(), 30);
    for item in &work.item {
        assert!(text.contains(&item.text.replace(' ', "")), "lost: {}", item.text);
    }
    for page in 2..=pdf.pages() {
        assert!(pdf.text(Some(page)).contains("（公示）表（续）"), "page {page} has no head");
    }
    assert!(pdf.text(Some(2)).contains("本人作用"), "the head of the list is repeated");
}

#[test]
fn a_dispatched_applicant_gets_a_box_for_each_unit() {
    let form = notice("notice-dispatch");
    let text = Pdf::new(&forms().notice(&form, day()).expect("set")).text(None);
    for box_title in ["劳务派遣单位：", "用工单位："] {
        assert!(text.contains(box_title));
    }
    assert_eq!(text.matches("公示单位公章").count(), 2);
    assert_eq!(text.matches("人事部门审核意见").count(), 2);
    let single = Pdf::new(&forms().notice(&notice("notice-short"), day()).expect("set"));
    assert_eq!(single.text(None).matches("公示单位公章").count(), 1);
}

#[test]
fn the_unconfirmed_layout_says_that_the_attachment_prevails() {
    let pdf = Pdf::new(&forms().notice(&notice("notice-short"), day()).expect("set"));
    assert!(pdf.text(Some(1)).contains("以当年通知附件为准"));
    assert!(!pdf.text(Some(2)).contains("以当年通知附件为准"), "once, on the first page");
}

/// Puts a text into a field, and sees the form refused for it.
fn assert_refused(change: fn(&mut NoticeForm), field: &str, words: &[&str]) {
    let mut form = notice("notice-short");
    change(&mut form);
    let refusal = forms().notice(&form, day()).expect_err("refused");
    assert_eq!(refusal.code, Code::InvalidInput);
    assert_eq!(refusal.field.as_deref(), Some(field));
    for word in words {
        assert!(refusal.message.contains(word), "{word} in {}", refusal.message);
    }
    for private in ["530102198503150018", "13000001090"] {
        assert!(!refusal.to_string().contains(private), "the refusal repeats the number");
    }
}

#[test]
fn an_identity_number_never_reaches_the_wall() {
    assert_refused(
        |form| form.person.post = "工长 530102198503150018".into(),
        "notice.person.post",
        &["工作岗位", "身份证号"],
    );
    assert_refused(
        |form| form.achievement[0].item[1].text = "编号５３０１０２１９８５０３１５００１Ｘ".into(),
        "notice.achievement[0].item[1].text",
        &["业绩成果第 1 项", "条目第 2 项", "身份证号"],
    );
}

#[test]
fn a_mobile_number_never_reaches_the_wall() {
    assert_refused(
        |form| form.posting.phone = "13000001090".into(),
        "notice.posting.phone",
        &["受理电话", "手机号"],
    );
}

#[test]
fn a_character_without_a_picture_is_named() {
    let mut form = notice("notice-short");
    form.person.name = "样𪛖".into();
    let refusal = forms().notice(&form, day()).expect_err("refused");
    assert_eq!(refusal.code, Code::InvalidInput);
    assert_eq!(refusal.field.as_deref(), Some("notice.person.name"));
    assert!(refusal.message.contains("U+2A6D6"), "{}", refusal.message);
}

#[test]
fn a_character_lost_in_conversion_is_named() {
    let mut form = notice("notice-short");
    form.person.name = "测\u{FFFD}".into();
    let refusal = forms().notice(&form, day()).expect_err("refused");
    assert!(refusal.message.contains("转码时丢失"), "{}", refusal.message);
}

#[test]
fn every_form_describes_itself() {
    let specs = forms().specs().expect("descriptions");
    assert!(specs.len() >= 30, "{} forms", specs.len());
    for spec in &specs {
        assert!(!spec.title.is_empty() && !spec.source.is_empty(), "{}", spec.name);
        assert!(spec.place.iter().all(|place| !place.spot.is_empty()), "{}", spec.name);
    }
    let notice = forms().spec("notice").expect("a description");
    assert_eq!(notice.place.iter().filter(|place| place.only_dispatch).count(), 4);
    assert!(forms().spec("no-such-form").is_err());
}

/// A resource folder with one face, and an office over it.
fn own_forms(files: &[(&str, &str)]) -> (tempfile::TempDir, Forms) {
    let folder = tempfile::tempdir().expect("a folder");
    let office = folder.path().join("forms");
    fs::create_dir_all(&office).expect("a folder");
    for (name, text) in files {
        fs::write(office.join(name), text).expect("written");
    }
    let forms = Forms::open(&assets(), Some(folder.path())).expect("opened");
    (folder, forms)
}

fn sample_cover() -> Document {
    Document { cover: data::<Cover>("cover-short").1, ..Document::default() }
}

#[test]
fn an_offices_own_template_counts_at_once() {
    let (_folder, forms) = own_forms(&[(
        "cover.typ",
        "#import \"common.typ\": *\n#show: paper\n本单位自己的封面 #data.cover.name\n",
    )]);
    let made = forms.make("cover", &sample_cover(), day()).expect("set");
    assert!(made.cautions.is_empty() && forms.is_own("cover"));
    assert!(Pdf::new(&made.pdf).text(None).contains("本单位自己的封面"));
}

#[test]
fn a_broken_template_of_the_office_gives_way_to_the_shipped_one() {
    let (_folder, forms) =
        own_forms(&[("cover.typ", "#import \"common.typ\": *\n\n#no-such-thing()\n")]);
    let made = forms.make("cover", &sample_cover(), day()).expect("set");
    let [caution] = &made.cautions[..] else { panic!("{:?}", made.cautions) };
    for word in ["cover.typ 第 3 行", "no-such-thing", "已改用程序自带的模板"] {
        assert!(caution.contains(word), "{word} in {caution}");
    }
    let shipped = tests::pdf::forms().make("cover", &sample_cover(), day()).expect("set");
    assert!(made.pdf == shipped.pdf, "the shipped form is set");
}

#[test]
fn a_broken_description_of_the_office_gives_way_and_is_named() {
    let text = fs::read_to_string(assets().join("forms/kunming/cover.toml")).expect("text");
    let text = text.replace("cover.title", "cover.titel");
    let line = 1 + text.lines().position(|l| l.contains("cover.titel")).expect("the line");
    let (_folder, forms) = own_forms(&[("cover.toml", &text)]);
    let made = forms.make("cover", &sample_cover(), day()).expect("set");
    let place = format!("cover.toml 第 {line} 行");
    assert!(made.cautions[0].contains(&place) && made.cautions[0].contains("cover.titel"));
    let packs = tests::office::resources().packs().expect("packs");
    assert!(forms.check(&packs).iter().any(|f| f.line == line && f.file == "cover.toml"));
}

#[test]
fn a_template_is_handed_only_what_its_description_reads() {
    let (_folder, forms) =
        own_forms(&[("cover.typ", "#import \"common.typ\": *\n#data.applicant.id_number\n")]);
    let made = forms.make("cover", &sample_cover(), day()).expect("set");
    assert!(made.cautions[0].contains("reads"), "{:?}", made.cautions);
}

#[test]
fn a_posted_form_may_not_ask_for_a_private_number() {
    let text = fs::read_to_string(assets().join("forms/kunming/notice.toml")).expect("text");
    let text = text.replace("\"notice?\"", "\"notice?\", \"applicant.mobile\"");
    let (_folder, forms) = own_forms(&[("notice.toml", &text)]);
    let packs = tests::office::resources().packs().expect("packs");
    let faults = forms.check(&packs);
    assert!(faults.iter().any(|f| f.message.contains("applicant.mobile")), "{faults:?}");
}

#[test]
fn an_unknown_clause_is_named_with_its_line() {
    let text = fs::read_to_string(assets().join("forms/kunming/opinion.toml")).expect("text");
    let (_folder, forms) = own_forms(&[("opinion.toml", &text.replace("G25.4.3.5", "G25.4.3.55"))]);
    let packs = tests::office::resources().packs().expect("packs");
    let [fault] = &forms.check(&packs)[..] else { panic!("one fault") };
    assert!(fault.line > 0 && fault.message.contains("G25.4.3.55"), "{fault}");
}

#[test]
fn the_shipped_descriptions_name_only_what_there_is() {
    let packs = tests::office::resources().packs().expect("packs");
    assert_eq!(forms().check(&packs), []);
}

#[test]
fn a_form_is_copied_to_be_adapted_and_never_overwritten() {
    let (folder, forms) = own_forms(&[("cover.typ", "本单位的")]);
    let files = forms.adapt("cover").expect("copied");
    assert_eq!(files.len(), 2);
    let kept = fs::read_to_string(folder.path().join("forms/cover.typ")).expect("text");
    assert_eq!(kept, "本单位的");
    assert!(folder.path().join("forms/cover.toml").is_file());
}

#[test]
fn a_face_that_cannot_be_read_is_left_out_with_a_caution() {
    let (folder, forms) = own_forms(&[]);
    fs::create_dir(folder.path().join("fonts")).expect("a folder");
    fs::write(folder.path().join("fonts/broken.ttf"), "no face").expect("written");
    let made = forms.make("cover", &sample_cover(), day()).expect("set");
    assert!(made.cautions[0].contains("broken.ttf"), "{:?}", made.cautions);
}

#[test]
fn missing_resources_are_said_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let Err(refusal) = Forms::open(folder.path(), None) else { panic!("opened") };
    assert_eq!(refusal.code, Code::NotFound);
    assert!(refusal.message.contains("模板或字库"));
}
