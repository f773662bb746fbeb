//! The same things said by many writers: what one program hides, formats or leaves unworked is seen
//! whoever wrote the file.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use tests::office::Office;

const ID: &str = "530102198503150018";

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn hand_in(office: &Office, name: &str, bytes: &[u8]) -> String {
    let path = office.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    office.desk.hand_in(&path, name)
}

fn look(name: &str, bytes: &[u8]) -> Value {
    let office = Office::on("2025-08-25");
    let preview = office.ok("roster.preview", json!({ "file": hand_in(&office, name, bytes) }));
    office.ok("roster.check", json!({ "preview": preview["preview"] }))
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let office = Office::on("2025-08-25");
    let error = office.fails("roster.preview", json!({ "file": hand_in(&office, name, bytes) }));
    assert!(!error.hint.is_empty(), "{name} says what to do");
    error.message
}

fn value<'a>(found: &'a Value, row: i64, key: &str) -> &'a str {
    let people = found["people"].as_array().unwrap();
    let person = people.iter().find(|p| p["row"] == row);
    let person = person.unwrap_or_else(|| panic!("row {row}: {people:#?}"));
    person["values"][key].as_str().unwrap_or("")
}

fn codes(found: &Value, row: i64) -> Vec<&str> {
    let issues = found["issues"].as_array().unwrap();
    let here = issues.iter().filter(|i| i["row"] == row);
    here.map(|i| i["code"].as_str().unwrap()).collect()
}

// --- OpenDocument

/// A document with a few styles; `rows` is the inside of its only table.
fn ods(rows: &str) -> Vec<u8> {
    let styles = r#"<office:automatic-styles>
<number:date-style style:name="N1"><number:year/><number:text>年</number:text><number:month/></number:date-style>
<number:date-style style:name="N2"><number:year/><number:month/><number:day/></number:date-style>
<number:number-style style:name="N3"><number:number number:decimal-places="2" number:min-integer-digits="1"/></number:number-style>
<number:number-style style:name="N4"><number:number number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="heir" style:family="table-cell" style:parent-style-name="month"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="two" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="four" style:family="table-cell" style:data-style-name="N4"/>
</office:automatic-styles>"#;
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:number="n" xmlns:calcext="c">{styles}<office:body><office:spreadsheet>
<table:table table:name="人员">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

fn p(text: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}

fn row(cells: &[String]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

fn date(style: &str, day: &str) -> String {
    format!(
        r#"<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="{day}"><text:p>x</text:p></table:table-cell>"#
    )
}

fn number(style: &str, n: &str) -> String {
    format!(
        r#"<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{n}"/>"#
    )
}

#[test]
fn an_open_document_shows_months_as_months_and_zeros_as_zeros() {
    let head = ["姓名", "身份证号", "性别", "职称", "取得时间", "工号"].map(p);
    let person = |name: &str, obtained: String, number: String| {
        row(&[p(name), p(""), p("男"), p("工程师"), obtained, number])
    };
    let rows = row(&head)
        + &person("样甲", date("month", "2012-10-01"), number("four", "7"))
        + &person("样乙", date("heir", "2012-10-01"), number("", "7"))
        + &person("样丙", date("day", "2012-10-01"), number("", "8"))
        + &person("样丁", number("two", "2012.1"), number("", "9"))
        + &person("样戊", number("", "2012.1"), number("", "10"));
    let found = look("a.ods", &ods(&rows));
    assert_eq!(value(&found, 2, "title.obtained_on"), "2012-10");
    assert_eq!(value(&found, 2, "staff_number"), "0007");
    assert_eq!(value(&found, 3, "title.obtained_on"), "2012-10", "the style of the parent");
    assert_eq!(value(&found, 4, "title.obtained_on"), "2012-10-01");
    assert_eq!(value(&found, 5, "title.obtained_on"), "2012-10");
    assert!(codes(&found, 6).contains(&"date_ambiguous"), "{:?}", codes(&found, 6));
}

#[test]
fn an_open_document_tells_what_is_hidden_merged_wrong_or_not_worked_out() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let rows = String::from(
        r#"<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>"#,
    ) + &row(&[
        cell(r#"office:value-type="string" table:number-rows-spanned="2""#, "姓名"),
        cell(r#"office:value-type="string" table:number-rows-spanned="2""#, "身份证号"),
        cell(r#"office:value-type="string" table:number-columns-spanned="2""#, "全日制教育"),
        r#"<table:covered-table-cell office:value-type="string"><text:p>看不见</text:p></table:covered-table-cell>"#.into(),
        p("部门"),
    ]) + &row(&[
        "<table:covered-table-cell table:number-columns-repeated=\"2\"/>".into(),
        p("学历"),
        p("毕业院校"),
    ]) + &row(&[
        r#"<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>样<text:span>甲</text:span></text:p></table:table-cell>"#.into(),
        p(ID),
        p("本科"),
        p("样例<text:s text:c=\"2\"/>大学"),
        cell(r#"office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=NA()""#, "#N/A"),
    ]) + r#"<table:table-row table:visibility="filter">"#
        + &[
            p("样&#x36C3;"),
            p("530103199004049987"),
            p("大专"),
            p("样例&amp;学院"),
            r#"<table:table-cell table:formula="of:=A1"/>"#.into(),
        ]
        .concat()
        + "</table:table-row>"
        // The sheet's end, as programs write it.
        + r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let found = look("a.ods", &ods(&rows));
    assert_eq!(value(&found, 3, "name"), "样甲");
    let school = &found["people"][0]["records"]["education"][0]["school"];
    assert_eq!(school, "样例  大学");
    assert_eq!(codes(&found, 3), ["cell_error"]);
    assert_eq!(value(&found, 4, "name"), "样㛃");
    assert_eq!(found["people"][1]["records"]["education"][0]["school"], "样例&学院");
    let hidden = codes(&found, 4);
    assert!(hidden.contains(&"hidden_row") && hidden.contains(&"formula_no_value"), "{hidden:?}");
    assert!(codes(&found, 2).contains(&"hidden_column"));
    assert_eq!(found["counts"]["read"], 2);
}

// --- .xlsb

#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn add(&mut self, kind: u16, body: &[u8]) -> &mut Self {
        if kind < 0x80 {
            self.0.push(kind as u8);
        } else {
            self.0.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
        }
        let mut size = body.len();
        loop {
            let part = (size & 0x7f) as u8;
            size >>= 7;
            self.0.push(if size > 0 { part | 0x80 } else { part });
            if size == 0 {
                break;
            }
        }
        self.0.extend(body);
        self
    }
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|u| u.to_le_bytes()));
    out
}

fn cell(column: u32, style: u32, body: &[u8]) -> Vec<u8> {
    [&column.to_le_bytes()[..], &style.to_le_bytes()[..], body].concat()
}

/// A workbook with formats 0 general, 1 two decimals, 2 year and month; `sheet` fills its only sheet.
fn xlsb(sheet: impl FnOnce(&mut Records)) -> Vec<u8> {
    let mut book = Records::default();
    let bundle = [vec![0; 8], wide("rId1"), wide("人员")].concat();
    book.add(0x99, &[0; 12]).add(0x9c, &bundle);
    let mut styles = Records::default();
    styles.add(0x2c, &[&[200, 0][..], &wide("yyyy\"年\"m\"月\"")].concat()).add(0x269, &[]);
    for format in [0u16, 2, 200] {
        styles.add(0x2f, &[&[0, 0][..], &format.to_le_bytes(), &[0; 12]].concat());
    }
    styles.add(0x26a, &[]);
    let mut texts = Records::default();
    texts.add(0x9f, &[0; 8]).add(0x13, &[&[0][..], &wide("样丙")].concat());
    let mut part = Records::default();
    sheet(&mut part);
    let rels = r#"<Relationships xmlns="x"><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    zipped(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/workbook.bin", book.0),
        ("xl/_rels/workbook.bin.rels", rels.into()),
        ("xl/styles.bin", styles.0),
        ("xl/sharedStrings.bin", texts.0),
        ("xl/worksheets/sheet1.bin", part.0),
    ])
}

fn heads(out: &mut Records, heads: &[&str]) {
    out.add(0x00, &[0; 17]);
    for (c, head) in (0u32..).zip(heads) {
        out.add(0x06, &cell(c, 0, &wide(head)));
    }
}

fn at(out: &mut Records, row: u32, is_hidden: bool) {
    let flags = if is_hidden { 0x10 } else { 0 };
    out.add(0x00, &[&row.to_le_bytes()[..], &[0; 7], &[flags], &[0; 5]].concat());
}

#[test]
fn a_binary_workbook_shows_what_is_hidden_and_what_is_a_month() {
    let bytes = xlsb(|out| {
        let hidden = [&2u32.to_le_bytes()[..], &2u32.to_le_bytes(), &[0; 8], &[1, 0]].concat();
        out.add(0x3c, &hidden);
        heads(out, &["姓名", "身份证号", "性别", "职称", "取得时间"]);
        at(out, 1, true);
        out.add(0x06, &cell(0, 0, &wide("样甲"))).add(0x06, &cell(1, 0, &wide(ID)));
        out.add(0x06, &cell(3, 0, &wide("工程师")));
        out.add(0x05, &cell(4, 2, &41_183f64.to_le_bytes()));
        at(out, 2, false);
        out.add(0x3e, &cell(0, 0, &[&[1][..], &wide("样乙"), &[0; 8]].concat()));
        out.add(0x06, &cell(3, 0, &wide("工程师")));
        out.add(0x02, &cell(4, 1, &((201_210u32 << 2) | 3).to_le_bytes()));
        at(out, 3, false);
        out.add(0x07, &cell(0, 0, &0u32.to_le_bytes()));
        out.add(0x05, &cell(1, 0, &530_102_198_503_150_018f64.to_le_bytes()));
        out.add(0x0b, &cell(3, 0, &[0x2a, 0, 0]));
        out.add(0x05, &cell(4, 0, &2012.1f64.to_le_bytes()));
    });
    let found = look("a.xlsb", &bytes);
    assert_eq!(value(&found, 2, "title.obtained_on"), "2012-10", "shown to the month");
    assert!(codes(&found, 2).contains(&"hidden_row"));
    assert!(codes(&found, 1).contains(&"hidden_column"));
    assert_eq!(value(&found, 3, "name"), "样乙", "a text with its own letter shapes");
    assert_eq!(value(&found, 3, "title.obtained_on"), "2012-10", "the format shows the zero");
    assert_eq!(value(&found, 4, "name"), "样丙");
    let wrong = codes(&found, 4);
    for code in ["id_digits_lost", "cell_error", "date_ambiguous"] {
        assert!(wrong.contains(&code), "{code}: {wrong:?}");
    }
}

#[test]
fn a_binary_workbook_of_short_records_or_cut_off_is_refused() {
    let short = xlsb(|out| {
        heads(out, &["姓名"]);
        out.add(0x11, &[0, 0, 0, 0, 2, 0, 0, 0, 65, 0, 66, 0]);
    });
    assert!(refused("a.xlsb", &short).contains("读漏"));
    let cut = xlsb(|out| {
        heads(out, &["姓名", "性别"]);
        out.0.extend([0x05, 0x10, 0]);
    });
    assert!(refused("a.xlsb", &cut).contains("读不出来"));
}

// --- SpreadsheetML 2003

#[test]
fn a_workbook_of_one_xml_text_is_read() {
    let data =
        |kind: &str, text: &str| format!(r#"<Cell><Data ss:Type="{kind}">{text}</Data></Cell>"#);
    let texts = |cells: &[&str]| cells.iter().map(|t| data("String", t)).collect::<String>();
    let mut rows = String::new();
    write!(
        rows,
        r#"<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">花名册</Data></Cell></Row>"#
    )
    .unwrap();
    write!(rows, "<Row>{}</Row>", texts(&["姓名", "身份证号", "性别", "职称", "取得时间"]))
        .unwrap();
    let dated =
        r#"<Cell ss:StyleID="m"><Data ss:Type="DateTime">2012-10-01T00:00:00.000</Data></Cell>"#;
    write!(rows, "<Row>{}{dated}</Row>", texts(&["样㛃", ID, "男", "工程师"])).unwrap();
    let two = r#"<Cell ss:Index="5" ss:StyleID="two"><Data ss:Type="Number">2012.1</Data></Cell>"#;
    write!(rows, r#"<Row ss:Index="6" ss:Hidden="1">{}{two}</Row>"#, texts(&["样乙", "", "女"]))
        .unwrap();
    let id = data("Number", "5.30102198503150e+17");
    let open = r#"<Cell ss:Formula="=A1"/>"#;
    write!(
        rows,
        "<Row>{}{id}{}{open}{}</Row>",
        texts(&["样丙"]),
        texts(&["男"]),
        data("Error", "#N/A")
    )
    .unwrap();
    let book = format!(
        r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
<Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style><Style ss:ID="two"><NumberFormat ss:Format="Fixed"/></Style></Styles>
<Worksheet ss:Name="人员"><Table><Column/><Column/><Column ss:Hidden="1"/>{rows}</Table></Worksheet></Workbook>"#
    );
    let found = look("a.xls", book.as_bytes());
    assert_eq!(found["format"], "xml2003");
    assert_eq!(value(&found, 3, "name"), "样㛃");
    assert_eq!(value(&found, 3, "title.obtained_on"), "2012-10");
    assert!(codes(&found, 6).contains(&"hidden_row"), "rows are where they say");
    assert!(codes(&found, 2).contains(&"hidden_column"));
    let wrong = codes(&found, 7);
    for code in ["id_digits_lost", "formula_no_value", "cell_error"] {
        assert!(wrong.contains(&code), "{code}: {wrong:?}");
    }
}

// --- .xlsx of other writers

/// A workbook whose sheet is `sheet` and whose parts are named as `name` says.
fn xlsx(sheet: &str, calculation: &str, name: impl Fn(&str) -> String) -> Vec<u8> {
    let ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let pack = "http://schemas.openxmlformats.org/package/2006/relationships";
    let book = format!(
        r#"<workbook xmlns="{ns}" xmlns:r="{rel}"><sheets><sheet name="人员" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>"#
    );
    let rels = format!(
        r#"<Relationships xmlns="{pack}"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let top = format!(
        r#"<Relationships xmlns="{pack}"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    zipped(&[
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", top.into_bytes()),
        (&name("xl/workbook.xml"), book.into_bytes()),
        (&name("xl/_rels/workbook.xml.rels"), rels.into_bytes()),
        (&name("xl/worksheets/sheet1.xml"), sheet.as_bytes().to_vec()),
    ])
}

fn sheet(prefix: &str, rows: &str) -> String {
    let ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    if prefix.is_empty() {
        return xml.replacen("<worksheet", &format!("<worksheet xmlns=\"{ns}\""), 1);
    }
    let xml = xml.replace("</", "\u{1}").replace('<', &format!("<{prefix}:"));
    let xml = xml.replace('\u{1}', &format!("</{prefix}:"));
    xml.replacen(":worksheet", &format!(":worksheet xmlns:{prefix}=\"{ns}\""), 1)
}

fn inline(row: u32, texts: &[&str]) -> String {
    let cell = |(c, t): (u8, &&str)| {
        let place = format!("{}{row}", char::from(b'A' + c));
        format!(r#"<c r="{place}" t="inlineStr"><is><t>{t}</t></is></c>"#)
    };
    (0u8..).zip(texts).map(cell).collect()
}

#[test]
fn a_nought_a_writer_put_under_a_formula_is_no_value() {
    let formula = r#"<c r="D2"><f>B2&amp;"x"</f><v>0</v></c>"#;
    let rows = format!(
        r#"<row r="1">{}</row><row r="2">{}{formula}</row>"#,
        inline(1, &["姓名", "身份证号", "性别", "部门"]),
        inline(2, &["样甲", ID, "男"])
    );
    let stale = xlsx(&sheet("", &rows), r#"<calcPr fullCalcOnLoad="1"/>"#, str::to_owned);
    assert_eq!(codes(&look("a.xlsx", &stale), 2), ["formula_no_value"]);
    let worked_out = xlsx(&sheet("", &rows), "", str::to_owned);
    assert_eq!(value(&look("a.xlsx", &worked_out), 2, "department"), "0");
}

#[test]
fn formulas_and_hidden_rows_are_seen_under_any_prefix_and_any_stroke() {
    let rows = format!(
        r#"<row r="1">{}</row><row r="2" hidden="1">{}<c r="D2"><f>B2</f></c></row>"#,
        inline(1, &["姓名", "身份证号", "性别", "部门"]),
        inline(2, &["样甲", ID, "男"])
    );
    let prefixed = look("a.xlsx", &xlsx(&sheet("x", &rows), "", str::to_owned));
    assert_eq!(codes(&prefixed, 2), ["formula_no_value", "hidden_row"]);
    let windows = look("a.xlsx", &xlsx(&sheet("", &rows), "", |name| name.replace('/', "\\")));
    assert_eq!(codes(&windows, 2), ["formula_no_value", "hidden_row"]);
}
