//! Archives: .xlsx, .xlsm, .xlsb, .ods, and what else is one.

use super::{Sink, guard, ods, unsupported, xlsb, xlsx};
use crate::error::{Error, Result};
use calamine::{DataRef, SheetType, SheetVisible};
use engine::roster::Cell;

/// Read an archive.
pub fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    let parts = guard::inspect(bytes)?;
    let has = |end: &str| parts.keys().any(|name| name.ends_with(end));
    if has("workbook.bin") {
        xlsb::read(bytes, &parts, sink)
    } else if has("workbook.xml") {
        xlsx::read(bytes, &parts, sink)
    } else if parts.contains_key("content.xml") {
        ods::read(bytes, &parts, sink)
    } else if has("word/document.xml") {
        Err(unsupported("这是 Word 文档，不是电子表格", "请把里面的表复制到表格软件，另存为 .xlsx"))
    } else if has("ppt/presentation.xml") {
        Err(unsupported("这是演示文稿，不是电子表格", "请用表格软件里的原文件"))
    } else if has("vbaproject.bin") {
        Err(no_sheet())
    } else if has("[content_types].xml") {
        xlsx::read(bytes, &parts, sink)
    } else {
        Err(unsupported("这是压缩包，不是电子表格", "请先解开，再选里面的表格文件"))
    }
}

/// Names of the worksheets and whether they are visible.
pub(super) fn worksheets(sheets: &[calamine::Sheet]) -> Result<Vec<(String, bool)>> {
    let found: Vec<(String, bool)> = sheets
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Visible))
        .collect();
    if found.is_empty() { Err(no_sheet()) } else { Ok(found) }
}

pub(super) fn no_sheet() -> Error {
    unsupported("文件里没有工作表，只有宏或图表", "请选有人员表的那个文件")
}

/// A value of the reader as a cell; an empty one is none.
pub(super) fn value(data: &DataRef<'_>) -> Option<Cell> {
    xlsx::value(data, engine::roster::Shown::General, engine::roster::Grain::Day)
}
