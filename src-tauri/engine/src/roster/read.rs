//! From a workbook and the clerk's decisions to draft people.

use super::header::{self, Again, Header};
use super::scratch::{Place, Scratch};
use super::{
    Cell, Decisions, Field, PackedDraft, PackingError, Reading, Role, Severity, Sheet, SheetPlan,
    Workbook, check, column_of, identity, letters, records, row, value,
};
use crate::text::mask_id_number;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Read a workbook under the clerk's decisions.
///
/// # Errors
/// [`PackingError`], which would be a fault of the program.
pub fn read(book: &Workbook, decisions: &Decisions) -> Result<Reading, PackingError> {
    if decisions.header.is_some() && decisions.sheet.is_none() {
        // Header rows are told of the sheet on the screen: the one taken without them.
        let plain = read(book, &Decisions { header: None, ..decisions.clone() })?;
        let people = plain.sheets.iter().find(|s| s.role == Role::People);
        let visible = || plain.sheets.iter().find(|s| s.is_visible);
        let sheet = people.or_else(visible).map(|s| s.name.clone());
        if sheet.is_some() {
            return read(book, &Decisions { sheet, ..decisions.clone() });
        }
    }
    let sheets = fixed(book, decisions);
    let mut reading = Reading::default();
    let lists: Vec<(usize, Header)> = sheets
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((i, header::people(s, decisions)?)))
        .collect();
    let chosen = lists
        .iter()
        .filter(|(i, _)| match &decisions.sheet {
            Some(name) => sheets[*i].name == *name,
            // Records of people look like a list of people too; the kind they name decides.
            None => lists.len() == 1 || header::records(&sheets[*i]).is_none(),
        })
        .max_by_key(|(i, h)| {
            (sheets[*i].is_visible, header::identifies(h), h.score, usize::MAX - i)
        });
    let Some((index, mut head)) = chosen.map(|(i, h)| (*i, h.clone())) else {
        reading.sheets = sheets.iter().map(|s| plan(s, Role::Skipped, None, 0)).collect();
        return Ok(reading);
    };
    let second = header::beside(&head).and_then(|letters| column_of(&letters));
    // What stands beside is about somebody else.
    for column in head.columns.iter_mut().filter(|c| second.is_some_and(|at| c.index >= at)) {
        (column.field, column.record_key) = (None, Some("ignored".to_owned()));
    }
    let mut s = Scratch {
        columns: head.columns.clone(),
        accepts: decisions.accepts.iter().cloned().collect(),
        decisions: decisions.clone(),
        issues: Vec::new(),
        skipped: Vec::new(),
        tidied: 0,
        sheet: sheets[index].name.clone(),
        is_1904: book.is_1904,
        totals: Vec::new(),
    };
    let mut drafts = rows(&sheets[index], &head, &mut s)?;
    identity::duplicates(&mut drafts, &mut s)?;
    total(&drafts, &mut s);
    structure(&sheets[index], &head, second, &mut s);
    for (i, sheet) in sheets.iter().enumerate() {
        if i == index {
            let n = drafts.len();
            reading.sheets.push(plan(sheet, Role::People, Some(&head), n));
            continue;
        }
        let other = lists.iter().find(|(at, _)| *at == i).map(|(_, h)| h);
        match header::records(sheet).filter(|_| sheet.is_visible) {
            Some((kind, header)) => {
                let n = records::attach((i, sheet), kind, &header, &mut drafts, &mut s)?;
                reading.records += n;
                reading.sheets.push(plan(sheet, Role::Records(kind), Some(&header), n));
            }
            None => {
                left_out(sheet, other, &mut s);
                let mut left = plan(sheet, Role::Skipped, None, 0);
                left.score = other.map_or(0, |h| h.score);
                reading.sheets.push(left);
            }
        }
    }
    let held: HashSet<(&str, u32)> = s
        .issues
        .iter()
        .filter(|i| i.severity == Severity::Error && !i.is_accepted)
        .map(|i| (i.sheet.as_str(), i.row))
        .collect();
    for draft in &mut drafts {
        draft.is_held |= held.contains(&(draft.sheet.as_str(), draft.row));
    }
    s.gather();
    s.issues.sort_by_key(|i| (i.severity, i.sheet != s.sheet, i.row));
    reading.issues = s.issues;
    reading.skipped = s.skipped;
    reading.tidied = s.tidied;
    reading.drafts = drafts;
    Ok(reading)
}

/// The sheets with the cells typed anew laid over them.
fn fixed<'a>(book: &'a Workbook, decisions: &Decisions) -> Vec<Cow<'a, Sheet>> {
    let mut sheets: Vec<Cow<'a, Sheet>> = book.sheets.iter().map(Cow::Borrowed).collect();
    for fix in &decisions.fixes {
        let sheet = sheets.iter_mut().find(|s| s.name == fix.sheet);
        if let (Some(sheet), Some(column)) = (sheet, column_of(&fix.column)) {
            sheet.to_mut().put(fix.row.saturating_sub(1), column, Cell::text(&fix.value));
        }
    }
    sheets
}

fn plan(sheet: &Sheet, role: Role, header: Option<&Header>, data_rows: usize) -> SheetPlan {
    SheetPlan {
        name: sheet.name.clone(),
        is_visible: sheet.is_visible,
        role,
        header_rows: header.map_or((0, 0), |h| (h.first + 1, h.last + 1)),
        columns: header.map(|h| h.columns.clone()).unwrap_or_default(),
        score: header.map_or(0, |h| h.score),
        data_rows,
    }
}

/// A total the list states, against the people read; it is told, and holds nothing back.
fn total(drafts: &[PackedDraft], s: &mut Scratch) {
    let people: HashSet<&str> =
        drafts.iter().map(|d| d.id_number.as_deref().unwrap_or(&d.name)).collect();
    let stated: Vec<(u32, i64)> = s.totals.drain(..).collect();
    for (row, n) in stated {
        if n != people.len() as i64 {
            let sheet = s.sheet.clone();
            let place = Place { sheet: &sheet, row, column: None, person: "" };
            s.issue_at(place, "合计", Severity::Hint, "total_differs")
                .say("合计的人数对不上", &format!("表里写 {n} 人，读到 {} 人", people.len()))
                .raw(n.to_string());
        }
    }
}

/// The number of people a total states: a number alone, or before 人.
fn stated(texts: &[String]) -> Option<i64> {
    texts.iter().find_map(|t| {
        let bare = squeezed(t);
        let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
        (bare.ends_with('人') && !digits.is_empty()).then(|| digits.parse().ok()).flatten()
    })
}

/// What is unusual about the sheet itself.
fn structure(sheet: &Sheet, head: &Header, second: Option<u32>, s: &mut Scratch) {
    let at = |row: u32, column: Option<u32>| Place { sheet: &sheet.name, row, column, person: "" };
    let header_row = head.last + 1;
    if let Some(column) = second {
        s.issue_at(at(header_row, second), "表头", Severity::Error, "second_list").say(
            "一张表里并排放着两份名单",
            &format!(
                "{}列起又有一组“姓名”等表头，那一边没有读入。请把它移到另一张工作表",
                letters(column)
            ),
        );
    }
    let is_kept = |c: &&super::Column| c.field.is_none() && c.record_key.is_none();
    for column in head.columns.iter().filter(is_kept) {
        if let Some(first) = header::repeats(head, column) {
            s.issue_at(
                at(header_row, Some(column.index)),
                &column.header,
                Severity::Warning,
                "column_repeated",
            )
            .say(
                "这一列和前面的一列说的是同一项，没有用",
                &format!(
                    "{}列“{}”已经用作这一项；弄反了，或两列说的不是一回事，就在“列对应”里改",
                    first.letters, first.header
                ),
            );
            continue;
        }
        s.issue_at(
            at(header_row, Some(column.index)),
            &column.header,
            Severity::Hint,
            "column_kept",
        )
        .say("这一列没有对应的栏", "内容原样留在“其他栏”里；认得出是什么，就在“列对应”里选");
    }
    for column in head.columns.iter().filter(|c| c.is_hidden) {
        let field = column.field.map_or("不导入的栏", Field::label);
        s.issue_at(at(header_row, Some(column.index)), field, Severity::Hint, "hidden_column").say(
            "这一列在表里是隐藏的",
            &format!("{}列“{}”照样读了；不要的话，在“列对应”里改", column.letters, column.header),
        );
    }
    if sheet.far_cells > 0 {
        s.issue_at(at(1, None), "工作表", Severity::Hint, "far_cells").say(
            "很远的地方还有零星的单元格",
            &format!("{} 个单元格离表太远，没有读；一般是误点留下的", sheet.far_cells),
        );
    }
    for row in sheet.broken_rows.iter().filter(|r| **r > head.last) {
        let swallowed = sheet.row(*row).iter().find(|(_, c)| c.show().contains('\n'));
        match swallowed {
            Some((column, _)) => {
                s.issue_at(at(row + 1, Some(*column)), "整行", Severity::Error, "quote_open").say(
                    "引号没有配对",
                    "这一格里并进了下面几行，那些行的人没有读到；请补上引号，或另存为 .xlsx 再导",
                );
            }
            None => {
                s.issue_at(at(row + 1, None), "整行", Severity::Warning, "ragged_row")
                    .say(
                        "这一行比表头多出格子",
                        "多半是内容里有分隔符而没有加引号；请核对各栏有没有错位",
                    )
                    .choose("核对过，没有错位", super::Act::Accept);
            }
        }
    }
    if !sheet.is_visible && s.decisions.sheet.is_none() {
        s.issue_at(at(1, None), "工作表", Severity::Warning, "hidden_sheet_read")
            .say(
                "这张工作表是隐藏的，照样读了",
                "看得见的工作表里没有人员表；请核对要的是不是这一张",
            )
            .choose("就是这张", super::Act::Accept);
    }
}

/// A sheet that is not read is told of, so that nobody is lost without a word.
fn left_out(sheet: &Sheet, other: Option<&Header>, s: &mut Scratch) {
    if sheet.is_empty() {
        return;
    }
    let place = Place { sheet: &sheet.name, row: 1, column: None, person: "" };
    if !sheet.is_visible {
        s.issue_at(place, "工作表", Severity::Hint, "hidden_sheet")
            .say("这张工作表是隐藏的，没有读", "要导入它，请在表格软件里取消隐藏，或在这里选它");
    } else if other.is_some_and(header::identifies) {
        s.issue_at(place, "工作表", Severity::Warning, "other_list")
            .say("这张工作表也像人员表，没有读", "一次导一张；导完这张，再选文件、换成那张工作表");
    } else {
        s.issue_at(place, "工作表", Severity::Hint, "sheet_skipped")
            .say("这张工作表没有读", "没有认出人员表或附表的表头");
    }
}

/// Why a row holds no person, judged by its filled cells.
pub(super) fn skip_reason(cells: &[(u32, Cell)], name: Option<&str>) -> Option<&'static str> {
    let text = |at: usize| cells.get(at).map(|(_, c)| c.show()).unwrap_or_default();
    let (first, second) = (squeezed(&text(0)), squeezed(&text(1)));
    const SUMS: [&str; 6] = ["合计", "小计", "总计", "共计", "总人数", "本页合计"];
    let is_sum = |t: &str| {
        SUMS.iter().any(|w| t.starts_with(w)) || (t.starts_with('共') && t.ends_with('人'))
    };
    // 审核人：… names no person of the list.
    let has_colon = |t: &str| t.contains(':');
    const FEET: [&str; 10] =
        ["填表人", "制表", "审核", "注", "说明", "备注:", "填报", "单位负责人", "经办人", "复核"];
    let is_foot = |t: &str| {
        FEET.iter().any(|w| {
            t.strip_prefix(w).is_some_and(|rest| {
                rest.is_empty() || w.len() > 3 || rest.starts_with([':', '1', '一', '.', '、', '('])
            })
        })
    };
    // Whoever has a document number is a person, however the name is written.
    let has_number = || {
        cells.iter().any(|(_, cell)| match cell {
            Cell::Text(text) => {
                crate::text::resident_id(&crate::text::clean_id_number(text)).is_ok()
            }
            _ => false,
        })
    };
    if cells.is_empty() {
        Some("空行")
    } else if is_sum(&first) || (cells.len() <= 12 && is_sum(&second) && first.len() <= 4) {
        Some("合计行")
    } else if (is_foot(&first) && cells.len() <= 6
        || has_colon(&first) && cells.len() <= 8
        || name.is_some_and(|n| has_colon(&squeezed(n))) && cells.len() <= 8)
        && !(name.is_some() && has_number())
    {
        Some("表尾说明")
    } else if name.is_some_and(|n| squeezed(n).ends_with("(示例)")) {
        Some("示例行")
    } else if name.is_none() && cells.len() <= 2 && !has_number() {
        Some(if (text(0) + &text(1)).chars().count() < 20 {
            "分组标题"
        } else {
            "表尾说明"
        })
    } else if name.is_none() {
        Some("没有姓名")
    } else {
        None
    }
}

fn squeezed(text: &str) -> String {
    crate::text::fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn rows(sheet: &Sheet, head: &Header, s: &mut Scratch) -> Result<Vec<PackedDraft>, PackingError> {
    let mut drafts = Vec::new();
    for r in 0..head.first {
        let text = first_text(sheet, r);
        if !text.is_empty() {
            s.skip(r + 1, "标题或说明", text);
        }
    }
    let name_column = s.column_of(Field::Name);
    let merges = row::downward(sheet, head.last);
    let takes: HashSet<(String, u32)> = s.decisions.takes.iter().cloned().collect();
    let drops: HashSet<(String, u32)> = s.decisions.drops.iter().cloned().collect();
    let has_headings = has_headings(sheet, head, name_column);
    let mut numbers = HashMap::new();
    let mut at = head.last + 1;
    let leaves = header::leaves(head);
    let filled: Vec<u32> = sheet.filled().map(|(r, _)| r).filter(|r| *r > head.last).collect();
    for r in filled {
        while at < r {
            s.skip(at + 1, "空行", String::new());
            // A gap of many rows says no more than one of two.
            at = if r - at > 3 { r } else { at + 1 };
        }
        at = r + 1;
        let is_among = |rows: &HashSet<(String, u32)>| {
            !rows.is_empty() && rows.contains(&(sheet.name.clone(), r + 1))
        };
        let first = || sheet.row(r).first().map(|(_, c)| c.show()).unwrap_or_default();
        match header::again(sheet, r, &leaves) {
            Some(Again::Same) => {
                s.skip(r + 1, "重复的表头", first());
                continue;
            }
            Some(Again::Other) => {
                let rest = sheet.last_row() - r;
                let place = Place { sheet: &sheet.name, row: r + 1, column: None, person: "" };
                s.issue_at(place, "表头", Severity::Error, "second_list").say(
                    "下面是另一份名单",
                    &format!(
                        "第{}行起换了表头，以下 {rest} 行没有读入。请把它移到另一张工作表，分开导入",
                        r + 1
                    ),
                );
                s.skip(r + 1, "另一份名单", first());
                break;
            }
            None => {}
        }
        let name = name_column.and_then(|c| sheet.cell(r, c)).map(Cell::show);
        let name = name.filter(|n| !value::is_nothing(n));
        let reason = skip_reason(sheet.row(r), name.as_deref());
        if let Some(reason) = reason.filter(|_| !is_among(&takes)) {
            s.skip(r + 1, reason, first());
            let texts: Vec<String> = sheet.row(r).iter().map(|(_, c)| c.show()).collect();
            let is_part = texts.iter().any(|t| squeezed(t).contains("小计"));
            if reason == "合计行"
                && !is_part
                && let Some(n) = stated(&texts)
            {
                s.totals.push((r + 1, n));
            }
            if reason == "没有姓名" {
                nameless(sheet, r, name_column, s);
            }
            continue;
        }
        if has_headings && sheet.row(r).len() == 1 && name.is_some() && !is_among(&takes) {
            alone(sheet, r, name.unwrap_or_default(), name_column, s);
            continue;
        }
        if is_among(&drops) {
            s.skip(r + 1, "已选择不导入", name.unwrap_or_default());
            continue;
        }
        let draft = row::read(sheet, r, name.unwrap_or_default(), &merges, s);
        if sheet.hidden_rows.contains(&r) {
            s.issue(&draft, None, Field::Name, Severity::Warning, "hidden_row")
                .say("这一行在表里是隐藏的", "照样读了，也会入库；不要的话，选“这一行不导入”")
                .choose("这一行不导入", super::Act::Drop(sheet.name.clone(), r + 1))
                .choose("照样导入", super::Act::Accept);
        }
        check::across(&draft, s);
        staff_number(&draft, &mut numbers, s);
        drafts.push(PackedDraft::of(draft)?);
    }
    Ok(drafts)
}

/// Staff numbers met so far: row, document number and name of whoever bears them.
type Numbers = HashMap<String, (u32, Option<String>, String)>;

/// A staff number tells one person of a unit from another; two that bear it are asked about.
fn staff_number(draft: &super::Draft, met: &mut Numbers, s: &mut Scratch) {
    let p = &draft.dossier.person;
    let Some(number) = p.staff_number.clone() else { return };
    let Some((row, id, name)) = met.get(&number) else {
        met.insert(number, (draft.row, p.id_number.clone(), p.name.clone()));
        return;
    };
    let is_same =
        if id.is_some() && p.id_number.is_some() { *id == p.id_number } else { *name == p.name };
    if !is_same {
        let message = format!("与第{row}行的工号相同，人却不同；请核对，改好或留空");
        let column = s.column_of(Field::StaffNumber);
        s.issue(draft, column, Field::StaffNumber, Severity::Warning, "staff_number_twice")
            .say("两个人是同一工号", &message)
            .raw(number)
            .input("text")
            .choose("先这样", super::Act::Accept);
    }
}

/// Whether single words in the column of the names stand over groups of people: enough of the
/// other rows say more.
fn has_headings(sheet: &Sheet, head: &Header, name: Option<u32>) -> bool {
    let (mut rows, mut alone) = (0, 0);
    for (_, cells) in sheet.filled().filter(|(r, _)| *r > head.last) {
        rows += 1;
        alone += usize::from(cells.len() == 1 && Some(cells[0].0) == name);
    }
    alone * 3 <= rows * 2
}

/// A row with nothing but a word in the column of the names is taken for the heading of a group; unless
/// it lies over several columns, whoever reads the list is asked.
fn alone(sheet: &Sheet, r: u32, text: String, column: Option<u32>, s: &mut Scratch) {
    let is_across = sheet.merges.iter().flatten().any(|m| m.0 <= r && r <= m.2 && m.1 < m.3);
    if !is_across {
        let place = Place { sheet: &sheet.name, row: r + 1, column, person: "" };
        s.issue_at(place, "姓名", Severity::Warning, "name_alone")
            .say("整行只有这一格有字", "像是分组的标题，没有当作人员；若是一个人，请选“是人员”")
            .raw(text.clone())
            .choose("不是人员", super::Act::Accept)
            .choose("是人员", super::Act::Take(sheet.name.clone(), r + 1));
    }
    s.skip(r + 1, "分组标题", text);
}

/// A row with values and no name is nobody yet; it is an error at its place, not a silence.
fn nameless(sheet: &Sheet, r: u32, column: Option<u32>, s: &mut Scratch) {
    let place = Place { sheet: &sheet.name, row: r + 1, column, person: "" };
    let is_open = column.and_then(|c| sheet.cell(r, c)) == Some(&Cell::Uncalculated);
    let message = if is_open {
        "姓名是公式，还没有算出来，没有读入；请用 Excel 或 WPS 打开、保存一次，或在这里填上"
    } else {
        "有内容而没有姓名，没有读入；请补上姓名，或确认它不是人员"
    };
    s.issue_at(place, "姓名", Severity::Error, "name_missing")
        .say("这一行没有姓名", message)
        .key(Field::Name)
        .input("text")
        .choose("这一行不导入", super::Act::Accept);
}

fn first_text(sheet: &Sheet, row: u32) -> String {
    sheet.row(row).first().map(|(_, c)| c.show().chars().take(40).collect()).unwrap_or_default()
}

/// A cell for a screen: id numbers hidden wherever they stand.
#[must_use]
pub fn masked(field: Option<Field>, text: &str) -> String {
    let is_long_number = text.chars().filter(char::is_ascii_digit).count() >= 15;
    if field == Some(Field::IdNumber) || is_long_number {
        mask_id_number(text)
    } else if field == Some(Field::Phone) {
        crate::text::mask_phone(text)
    } else {
        text.to_owned()
    }
}

/// A text with the middle of every long number in it hidden, for a row that is only listed.
pub(super) fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let end = |run: &mut String, out: &mut String| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        match digits {
            15.. => out.push_str(&mask_id_number(run)),
            11.. => out.push_str(&crate::text::mask_phone(run)),
            _ => out.push_str(run),
        }
        run.clear();
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            run.push(c);
        } else {
            end(&mut run, &mut out);
            out.push(c);
        }
    }
    end(&mut run, &mut out);
    out
}

/// The header list of a layout, in one text: what a remembered mapping is kept under.
#[must_use]
pub fn layout(columns: &[super::Column]) -> String {
    let heads: Vec<&str> = columns.iter().map(|c| c.header.as_str()).collect();
    format!("{}\n{}", heads.join("\t"), letters(columns.len() as u32))
}
