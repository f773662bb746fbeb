//! 申报人员情况一览表 as a workbook: the same lines as on paper, as text, so that no number of an
//! identity card loses its last digits.

use super::document::{Applicant, Document};
use crate::error::{Error, Result};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

/// A column: its head, its width in characters, its field.
type Column = (&'static str, f64, fn(&Applicant) -> &str);

const COLUMNS: [Column; 26] = [
    ("姓名", 12.0, |a| &a.name),
    ("性别", 6.0, |a| &a.sex),
    ("出生年月", 10.0, |a| &a.born),
    ("民族", 8.0, |a| &a.ethnicity),
    ("身份证号", 21.0, |a| &a.id_number),
    ("政治面貌", 10.0, |a| &a.political_status),
    ("申报单位", 30.0, |a| &a.unit),
    ("部门", 16.0, |a| &a.department),
    ("现工作岗位", 16.0, |a| &a.post),
    ("参加工作时间", 12.0, |a| &a.started_work),
    ("学历", 12.0, |a| &a.education),
    ("学位", 12.0, |a| &a.degree),
    ("毕业院校", 20.0, |a| &a.school),
    ("所学专业", 16.0, |a| &a.field_of_study),
    ("毕业时间", 10.0, |a| &a.graduated_on),
    ("现职称", 14.0, |a| &a.held_title),
    ("取得时间", 12.0, |a| &a.obtained_on),
    ("聘任时间", 12.0, |a| &a.appointed_on),
    ("履职年限", 16.0, |a| &a.tenure),
    ("申报系列", 16.0, |a| &a.series),
    ("申报职称", 14.0, |a| &a.applied_title),
    ("申报专业", 16.0, |a| &a.specialty),
    ("申报类型", 10.0, |a| &a.kind),
    ("评审委员会", 30.0, |a| &a.committee),
    ("联系电话", 14.0, |a| &a.mobile),
    ("备注", 20.0, |a| &a.remark),
];

/// The workbook of a batch.
///
/// # Errors
/// `Internal` when it cannot be written.
pub fn workbook(document: &Document) -> Result<Vec<u8>> {
    write(document).map_err(Error::internal)
}

fn write(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("申报人员情况一览表")?;
    let title = Format::new().set_font_size(16.0).set_bold().set_align(FormatAlign::Center);
    let cell = Format::new()
        .set_num_format("@")
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    let last = COLUMNS.len() as u16;
    let name = format!("{}年度职称申报人员情况一览表", document.application_year);
    sheet.merge_range(0, 0, 0, last, &name, &title)?;
    sheet.write_string(1, 0, format!("推荐单位（公章）：{}", document.unit.name))?;
    sheet.write_string(2, 0, "序号")?;
    sheet.write_string_with_format(2, 0, "序号", &head)?;
    sheet.set_column_width(0, 6.0)?;
    for (i, (label, width, _)) in (1u16..).zip(COLUMNS) {
        sheet.write_string_with_format(2, i, label, &head)?;
        sheet.set_column_width(i, width)?;
    }
    for (row, person) in (3u32..).zip(&document.list) {
        sheet.write_string_with_format(row, 0, (row - 2).to_string(), &cell)?;
        for (i, (_, _, field)) in (1u16..).zip(COLUMNS) {
            sheet.write_string_with_format(row, i, field(person), &cell)?;
        }
    }
    let foot = 4 + document.list.len() as u32;
    let made = format!("填报人：{}　填报日期：{}", document.unit.preparer, document.made_on);
    sheet.write_string(foot, 0, made)?;
    sheet.set_freeze_panes(3, 2)?;
    sheet.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 2)?;
    // The clock of the machine would make two equal lists differ.
    let no_time = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    let made = rust_xlsxwriter::DocProperties::new().set_creation_datetime(&no_time);
    book.set_properties(&made);
    book.save_to_buffer()
}
