//! A closer look at the records of an .xls: what the reader does not tell of number formats, hidden
//! rows and passwords.

use super::look::Look;
use std::collections::{BTreeMap, HashMap};

/// What is known of one sheet.
#[derive(Debug, Default)]
pub struct SheetRecord {
    /// Hidden rows.
    pub rows: Vec<u32>,
    /// Hidden columns.
    pub columns: Vec<u32>,
    /// Cells whose number format shows something worth knowing.
    pub formats: HashMap<(u32, u32), Look>,
}

/// What the records tell of a workbook.
#[derive(Debug, Default)]
pub struct Records {
    /// Whether it wants a password.
    pub is_locked: bool,
    /// Whether it says its code page.
    pub has_codepage: bool,
    /// Sheets by name, where the name could be read; else by their order.
    pub sheets: Vec<SheetRecord>,
}

const BOF: u16 = 0x0809;
const BOUNDSHEET: u16 = 0x0085;
const FILEPASS: u16 = 0x002f;
const CODEPAGE: u16 = 0x0042;
const FORMAT: [u16; 2] = [0x041e, 0x001e];
const XF: [u16; 2] = [0x00e0, 0x0043];
const ROW: u16 = 0x0208;
const COLINFO: u16 = 0x007d;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027e;
const MULRK: u16 = 0x00bd;
const FORMULA: [u16; 3] = [0x0006, 0x0206, 0x0406];

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(word(data, at)?) | u32::from(word(data, at + 2)?) << 16)
}

#[derive(Default)]
struct Scan {
    out: Records,
    starts: Vec<u32>,
    codes: BTreeMap<u16, String>,
    xf: Vec<u16>,
    sheet: Option<usize>,
}

/// Look through the records of a workbook stream; broken ones end the look.
pub fn read(stream: &[u8], is_old: bool) -> Records {
    let mut scan = Scan::default();
    let mut at = 0;
    while let (Some(kind), Some(size)) = (word(stream, at), word(stream, at + 2)) {
        let start = at + 4;
        let Some(data) = stream.get(start..start + usize::from(size)) else {
            break;
        };
        let offset = u32::try_from(at).unwrap_or(u32::MAX);
        if scan.take(kind, data, offset, is_old).is_none() && kind == FILEPASS {
            break;
        }
        at = start + usize::from(size);
    }
    scan.out
}

impl Scan {
    /// One record; `None` where there was nothing to learn.
    fn take(&mut self, kind: u16, data: &[u8], offset: u32, is_old: bool) -> Option<()> {
        match kind {
            BOF => self.sheet = self.starts.iter().position(|s| *s == offset),
            FILEPASS => {
                self.out.is_locked = true;
                return None;
            }
            CODEPAGE => self.out.has_codepage = true,
            BOUNDSHEET => {
                // Macro and chart sheets are no worksheets to the reader either.
                if data.get(5).is_some_and(|kind| kind & 0x0f == 0) {
                    self.starts.push(long(data, 0)?);
                    self.out.sheets.push(SheetRecord::default());
                }
            }
            kind if FORMAT.contains(&kind) => {
                let (id, code) = format(data, is_old)?;
                self.codes.insert(id, code);
            }
            kind if XF.contains(&kind) => self.xf.push(word(data, 2)?),
            ROW if word(data, 12)? & 0x20 != 0 => {
                let row = u32::from(word(data, 0)?);
                self.here()?.rows.push(row);
            }
            COLINFO if word(data, 8)? & 1 != 0 => {
                let (first, last) = (word(data, 0)?, word(data, 2)?.min(255));
                self.here()?.columns.extend((first..=last).map(u32::from));
            }
            NUMBER | RK => self.cell(word(data, 0)?, word(data, 2)?, word(data, 4)?)?,
            kind if FORMULA.contains(&kind) => {
                self.cell(word(data, 0)?, word(data, 2)?, word(data, 4)?)?;
            }
            MULRK => {
                let (row, first) = (word(data, 0)?, word(data, 2)?);
                for i in 0..data.len().saturating_sub(6) / 6 {
                    let column = first.checked_add(u16::try_from(i).ok()?)?;
                    self.cell(row, column, word(data, 4 + i * 6)?)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn here(&mut self) -> Option<&mut SheetRecord> {
        let i = self.sheet?;
        self.out.sheets.get_mut(i)
    }

    fn cell(&mut self, row: u16, column: u16, xf: u16) -> Option<()> {
        let id = *self.xf.get(usize::from(xf))?;
        let look = match self.codes.get(&id) {
            Some(code) => Look::of_code(code),
            None => Look::built_in(u32::from(id)),
        };
        if look != Look::default() {
            self.here()?.formats.insert((u32::from(row), u32::from(column)), look);
        }
        Some(())
    }
}

/// Number and code of a format record.
fn format(data: &[u8], is_old: bool) -> Option<(u16, String)> {
    let id = word(data, 0)?;
    if is_old {
        let size = usize::from(*data.get(2)?);
        let text = data.get(3..3 + size)?;
        return Some((id, encoding_rs::GBK.decode(text).0.into_owned()));
    }
    let size = usize::from(word(data, 2)?);
    let is_wide = data.get(4)? & 1 != 0;
    let text = data.get(5..)?;
    let code = if is_wide {
        let units: Vec<u16> =
            text.chunks_exact(2).take(size).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        String::from_utf16_lossy(&units)
    } else {
        text.iter().take(size).map(|b| char::from(*b)).collect()
    };
    Some((id, code))
}
