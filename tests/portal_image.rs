//! 申报图片: every material as pictures the filing system takes.

use image::{GenericImageView, ImageReader};
use serde_json::{Value, json};
use std::io::{Cursor, Read};
use tests::office::Office;
use tests::station::with_materials;

fn office_file(name: &str) -> std::path::PathBuf {
    tests::office::repository().join("tests/fixtures/scan").join(name)
}

struct Made {
    answer: Value,
    pictures: Vec<(String, Vec<u8>)>,
}

fn make(office: &Office, id: &Value, kb: Option<u32>) -> Made {
    let answer = office.ok("portal.images", json!({ "applicationId": id, "maxKb": kb }));
    let (name, bytes) = office.desk.tokens().read(answer["file"].as_str().unwrap()).unwrap();
    assert_eq!(name, "申报图片.zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let pictures = (0..zip.len()).map(|n| {
        let mut file = zip.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    let pictures = pictures.collect();
    Made { answer, pictures }
}

fn open(bytes: &[u8]) -> image::DynamicImage {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap();
    assert_eq!(reader.format(), Some(image::ImageFormat::Jpeg));
    reader.decode().unwrap()
}

#[test]
fn every_page_of_every_material_is_a_picture_named_by_material_and_small_enough() {
    let (office, batch) = with_materials();
    let id = office.application(&batch, "样建国")["id"].clone();
    // A PDF of two pages and a turned one beside the pictures.
    for (material, file) in [
        ("paper-proof", "tests/fixtures/scan/10-rotated-cropped.pdf"),
        ("chsi-form", "tests/fixtures/scan/09-education-record-2p.pdf"),
        ("award-proof", "tests/fixtures/scan/05-qualification-alpha.png"),
    ] {
        let files = json!([office.file(file)]);
        let input = json!({ "applicationId": id, "materialId": material, "files": files });
        let report = office.ok("attachment.add", input);
        assert_eq!(report["refused"], json!([]), "{material}");
    }
    let made = make(&office, &id, Some(300));
    assert_eq!(made.answer["images"], json!(made.pictures.len()));
    for (name, bytes) in &made.pictures {
        assert!(bytes.len() <= 300 * 1024, "{name} has {} bytes", bytes.len());
        let (number, rest) = name.split_once('-').unwrap();
        assert!(number.len() == 2 && rest.ends_with(".jpg"), "{name}");
        let picture = open(bytes).into_luma8();
        let dark = picture.pixels().filter(|p| p.0[0] < 128).count();
        assert!(dark > 200, "{name} shows something: {dark} dark pixels");
    }
    let of = |word: &str| made.pictures.iter().filter(|p| p.0.contains(word)).count();
    assert!(of("学历备案表") >= 2, "each page of a PDF is a picture");
    assert_eq!(of("论文"), 1);
    let turned = made.pictures.iter().find(|p| p.0.contains("论文")).unwrap();
    let (width, height) = open(&turned.1).dimensions();
    // The visible box is 788 × 551 points and the page is turned by a quarter.
    assert_eq!((width, height), (551 * 200 / 72, 788 * 200 / 72), "drawn as it is seen");
    let names: Vec<&String> = made.pictures.iter().map(|p| &p.0).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted, "in the order of the materials");
    assert!(!names.iter().any(|n| n.contains("样建国")));
}

#[test]
fn a_picture_that_is_small_enough_comes_out_byte_for_byte_and_a_turned_one_upright() {
    let (office, batch) = with_materials();
    let id = office.application(&batch, "样建国")["id"].clone();
    let add = |material: &str, file: &str| {
        let files = json!([office.file(&format!("tests/fixtures/scan/{file}"))]);
        let input = json!({ "applicationId": id, "materialId": material, "files": files });
        office.ok("attachment.add", input);
    };
    add("patent-proof", "02-id-back.jpg");
    add("book-proof", "04-title-certificate-exif6.jpg");
    add("award-proof", "20-cmyk.jpg");
    let made = make(&office, &id, Some(2048));
    let find = |word: &str| &made.pictures.iter().find(|p| p.0.contains(word)).unwrap().1;
    let fixture = |name: &str| std::fs::read(office_file(name)).unwrap();
    assert!(*find("专利") == fixture("02-id-back.jpg"));
    let press = fixture("20-cmyk.jpg");
    assert!(*find("获奖") != press && open(find("获奖")).color().channel_count() == 3);
    let stored = open(&fixture("04-title-certificate-exif6.jpg")).dimensions();
    assert_eq!(open(find("著作")).dimensions(), (stored.1, stored.0));
}

#[test]
fn nothing_is_made_of_nothing_and_no_size_is_absurd() {
    let (office, batch) = with_materials();
    let id = office.application(&batch, "样建国")["id"].clone();
    let small = json!({ "applicationId": id, "maxKb": 5 });
    assert!(office.fails("portal.images", small).message.contains("至少"));
    let page = office.ok("batch.get", json!({ "id": batch }));
    let rows = page["applications"].as_array().unwrap();
    let bare = rows.iter().find(|r| r["conclusion"] != "eligible").unwrap();
    let error = office.fails("portal.images", json!({ "applicationId": bare["id"] }));
    assert!(error.message.contains("还没有放入"), "{error}");
}

#[test]
fn a_page_too_dense_for_the_limit_is_named_with_what_to_do() {
    let (office, batch) = with_materials();
    let id = office.application(&batch, "样建国")["id"].clone();
    // Grain from edge to edge: nothing makes it small and leaves it readable.
    let mut state = 7u32;
    let grain = image::RgbImage::from_fn(1200, 1200, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
    });
    let path = office.folder.path().join("grain.png");
    grain.save(&path).unwrap();
    let files = json!([office.desk.hand_in(&path, "grain.png")]);
    office.ok(
        "attachment.add",
        json!({ "applicationId": id, "materialId": "other-proof", "files": files }),
    );
    let error = office.fails("portal.images", json!({ "applicationId": id, "maxKb": 50 }));
    assert!(error.message.contains("“其他佐证材料”里的第 1 个文件"), "{error}");
    assert!(error.message.contains("看不清") && error.hint.contains("上限"), "{error}");
    let left = std::fs::read_dir(office.desk.folder("made")).unwrap().flatten();
    let zips = left.filter(|e| e.path().extension().is_some_and(|e| e == "zip")).count();
    assert_eq!(zips, 0, "a zip that is not whole is not left behind");
}
