//! Finding the table: which rows are the header and what each column feeds.

use super::field::{Field, bare, year_head};
use super::kind::RecordKind;
use super::sheet::{Cell, Sheet, letters};
use super::{Decisions, value};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Why a column feeds its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum How {
    /// It feeds none.
    #[default]
    Kept,
    /// Its header is a known word.
    Word,
    /// Its header speaks of it.
    Like,
    /// Its cells are of that kind.
    Content,
    /// Chosen for this layout before.
    Remembered,
    /// Chosen by the clerk now.
    Chosen,
}

/// A column and what it feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Column from 0.
    pub index: u32,
    /// Letters.
    pub letters: String,
    /// Header, levels joined by “/”.
    pub header: String,
    /// Header, level by level.
    pub levels: Vec<String>,
    /// Field of a person, on a staff sheet.
    pub field: Option<Field>,
    /// Key of a record's field, on a record sheet; `name`, `id_number` and `year:2020` too.
    pub record_key: Option<String>,
    /// Why it feeds it.
    pub how: How,
    /// Whether it is hidden in the sheet.
    pub is_hidden: bool,
}

/// A header found.
#[derive(Debug, Clone)]
pub struct Header {
    /// First header row, from 0.
    pub first: u32,
    /// Last header row, from 0.
    pub last: u32,
    /// Columns.
    pub columns: Vec<Column>,
    /// How many columns are understood.
    pub score: usize,
}

/// Columns a sheet of problems adds to the office's own; they are not theirs.
pub const REPORTED: [&str; 3] = ["原行号", "问题", "建议"];

/// What a list of ours writes before the header of an extra value that a field would take in.
const KEPT: &str = "其他栏：";

/// The header an extra value is exported under, so that it comes back as what it was.
///
/// ```
/// use engine::roster::kept_head;
/// assert_eq!(kept_head("血型"), "血型");
/// assert_eq!(kept_head("毕业时间"), "其他栏：毕业时间");
/// ```
#[must_use]
pub fn kept_head(head: &str) -> String {
    let leaf = head.rsplit('/').next().unwrap_or_default();
    let is_taken = Field::of("", head).is_some()
        || Field::like(leaf).is_some()
        || REPORTED.contains(&leaf)
        || record_of_year(head).or_else(|| record_of_year(leaf)).is_some();
    if is_taken { format!("{KEPT}{head}") } else { head.to_owned() }
}

/// The header of an extra value that came out of [`kept_head`] with its mark.
fn marked(levels: &[String]) -> Option<String> {
    let [only] = levels else { return None };
    only.strip_prefix(KEPT).map(one_line)
}

/// Rows within which a header is looked for.
const DEPTH: u32 = 30;

/// Text of a header cell; a merged cell's text stands for its whole range. Where the format knows no
/// merges, a group's label reaches to the right until the next one.
fn label(sheet: &Sheet, row: u32, column: u32, last: u32) -> String {
    let text = |r: u32, c: u32| match sheet.cell(r, c) {
        Some(Cell::Text(text)) => text.to_string(),
        Some(cell @ (Cell::Number(..) | Cell::Date(..))) => cell.show(),
        _ => String::new(),
    };
    if let Some(merges) = &sheet.merges {
        let inside =
            |m: &&(u32, u32, u32, u32)| m.0 <= row && row <= m.2 && m.1 <= column && column <= m.3;
        let place = merges.iter().find(inside).map_or((row, column), |m| (m.0, m.1));
        return text(place.0, place.1);
    }
    let own = text(row, column);
    if !own.is_empty() || row >= last || text(row + 1, column).is_empty() {
        return own;
    }
    // A leaf stands below nothing: its group is the nearest label to the left that has leaves too.
    for c in (0..column).rev() {
        let left = text(row, c);
        if !left.is_empty() {
            return if text(row + 1, c).is_empty() { String::new() } else { left };
        }
    }
    String::new()
}

/// Levels of the header above a column, repeated levels once.
fn levels(sheet: &Sheet, first: u32, last: u32, column: u32) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for row in first..=last {
        let text = label(sheet, row, column, last);
        if !text.is_empty() && out.last() != Some(&text) {
            out.push(text);
        }
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect()
}

fn read_at(sheet: &Sheet, first: u32, last: u32) -> Header {
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    let all: Vec<(u32, Vec<String>)> = (0..=sheet.last_column())
        .map(|index| (index, levels(sheet, first, last, index)))
        .filter(|(_, levels)| !levels.is_empty())
        .collect();
    let mut about = About::Nothing;
    for (at, (index, levels)) in all.iter().enumerate() {
        let index = *index;
        if let Some(head) = marked(levels) {
            columns.push(Column {
                index,
                letters: letters(index),
                header: head,
                levels: levels.clone(),
                field: None,
                record_key: None,
                how: How::Kept,
                is_hidden: sheet.hidden_columns.contains(&index),
            });
            continue;
        }
        about = if levels.len() == 1 { about.then(&levels[0]) } else { About::Nothing };
        // A note below a header hides it; a label over several columns says nothing of one of them.
        let is_shared = |k: usize| {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            beside.filter_map(|i| all.get(i)).any(|(_, other)| other.get(k) == levels.get(k))
        };
        let of_level =
            |k: usize| Field::of(if k > 0 { levels[k - 1].as_str() } else { "" }, &levels[k]);
        let leaf = levels.len() - 1;
        let alone = || {
            of_level(leaf).or_else(|| (0..leaf).rev().filter(|k| !is_shared(*k)).find_map(of_level))
        };
        let field = about.field(&levels[leaf]).unwrap_or_else(alone).filter(|f| !seen.contains(f));
        seen.extend(field);
        columns.push(Column {
            index,
            letters: letters(index),
            header: levels.iter().map(|l| one_line(l)).collect::<Vec<_>>().join("/"),
            levels: levels.clone(),
            field,
            record_key: None,
            how: if field.is_some() { How::Word } else { How::Kept },
            is_hidden: sheet.hidden_columns.contains(&index),
        });
    }
    Header { first, last, columns, score: seen.len() }
}

/// What the columns to the left are about, where the header has one level: 毕业时间 behind 第一学历 is
/// when that ended, 取得时间 behind 执业资格 is not when the title was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Nothing,
    /// An education, by the group its leaves would stand below; `None` for one we have no field for.
    Education(Option<&'static str>),
    Title,
    /// A title of one level, a qualification: obtained, but not the title one holds.
    Other,
}

impl About {
    /// What the columns are about from this header on.
    fn then(self, head: &str) -> Self {
        let word = bare(head);
        let has = |words: &[&str]| words.iter().any(|w| word.contains(w));
        if is_of_education(&word) || is_obtained(&word) {
            return self;
        }
        if has(&["申报", "拟报", "拟评"]) {
            return Self::Nothing;
        }
        if has(&["学历", "文化程度"]) {
            return Self::Education(match word.as_str() {
                w if w.contains("全日制") || w.contains("第一") => Some("第一学历"),
                w if w.contains("在职") || w.contains("后续") => Some("在职"),
                w if matches!(w, "学历" | "现学历" | "文化程度" | "学历层次")
                    || w.starts_with("学历")
                    || w.contains("最高") =>
                {
                    Some("最高学历")
                }
                _ => None,
            });
        }
        if has(&["职称", "专业技术职务", "专业技术资格", "任职资格"]) {
            return match has(&["初级", "中级", "高级", "原", "曾"]) {
                true => Self::Other,
                false => Self::Title,
            };
        }
        if has(&["执业资格", "职业资格", "从业资格", "技能等级", "职业技能"]) {
            return Self::Other;
        }
        Self::Nothing
    }

    /// The field of a header that means one thing behind this and another elsewhere; `None` where it
    /// means the same everywhere.
    fn field(self, head: &str) -> Option<Option<Field>> {
        let word = bare(head);
        match self {
            Self::Education(_) if is_obtained(&word) => Some(None),
            Self::Education(group) if is_of_education(&word) => {
                Some(group.and_then(|group| Field::of(group, head)))
            }
            Self::Other if is_obtained(&word) => Some(None),
            _ => None,
        }
    }
}

/// Words that every education has a column for.
fn is_of_education(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "学位",
        "毕业院校",
        "院校",
        "毕业学校",
        "学校",
        "专业",
        "所学专业",
        "毕业专业",
        "学习专业",
        "毕业时间",
        "毕业年月",
        "毕业日期",
        "毕业院校及专业",
        "毕业院校专业",
        "毕业院校系及专业",
        "学习形式",
    ];
    WORDS.contains(&word)
}

/// 取得时间 and its like, which do not say of what.
fn is_obtained(word: &str) -> bool {
    let is_time = ["时间", "日期", "年月"].iter().any(|w| word.ends_with(w));
    is_time
        && ["取得", "获得", "评定"].iter().any(|w| word.starts_with(w))
        && word.chars().count() <= 5
}

/// The column that feeds what this one would feed, were it the only one.
pub fn repeats<'a>(header: &'a Header, column: &Column) -> Option<&'a Column> {
    let leaf = column.levels.last()?;
    let group = column.levels.iter().rev().nth(1).map_or("", String::as_str);
    let field = Field::of(group, leaf)?;
    let is_left = |c: &&Column| c.field == Some(field) && c.index != column.index;
    header.columns.iter().find(is_left)
}

/// Columns whose header says nothing the words know, put by what it speaks of or what stands below;
/// then what was chosen before, then what is chosen now.
fn complete(header: &mut Header, sheet: &Sheet, decisions: &Decisions) {
    let is_open = |c: &Column| c.field.is_none() && marked(&c.levels).is_none();
    header.columns.iter_mut().filter(|c| is_open(c)).for_each(|column| {
        let leaf = column.header.rsplit('/').next().unwrap_or_default();
        column.record_key = if REPORTED.contains(&leaf) {
            Some("ignored".to_owned())
        } else {
            record_of_year(&column.header).or_else(|| record_of_year(leaf))
        };
    });
    let with_data: Vec<u32> = unnamed(header, sheet);
    for index in with_data {
        header.columns.push(Column {
            index,
            letters: letters(index),
            header: String::new(),
            levels: Vec::new(),
            field: None,
            record_key: None,
            how: How::Kept,
            is_hidden: sheet.hidden_columns.contains(&index),
        });
    }
    header.columns.sort_by_key(|c| c.index);
    for i in 0..header.columns.len() {
        if !is_open(&header.columns[i]) || header.columns[i].record_key.is_some() {
            continue;
        }
        let leaf = header.columns[i].header.clone();
        let by_word = Field::like(&leaf).map(|f| (f, How::Like));
        let by_content =
            || content(sheet, header.last, header.columns[i].index).map(|f| (f, How::Content));
        if let Some((field, how)) = by_word.or_else(by_content)
            && !header.columns.iter().any(|c| c.field == Some(field))
        {
            (header.columns[i].field, header.columns[i].how) = (Some(field), how);
        }
    }
    for (how, choices) in
        [(How::Remembered, &decisions.remembered), (How::Chosen, &decisions.mapping)]
    {
        for i in 0..header.columns.len() {
            let column = &header.columns[i];
            let key = if how == How::Chosen { &column.letters } else { &column.header };
            let Some(choice) = choices.get(key) else {
                continue;
            };
            let field = Field::of_key(choice);
            if field.is_some() {
                // One source a field: the latest choice takes it from the other column.
                for other in header.columns.iter_mut().filter(|c| c.field == field) {
                    (other.field, other.how) = (None, How::Kept);
                }
            }
            let column = &mut header.columns[i];
            (column.field, column.how, column.record_key) = (field, how, None);
        }
    }
    header.score = header.columns.iter().filter(|c| c.field.is_some()).count();
}

/// Columns without a header that hold something below it.
fn unnamed(header: &Header, sheet: &Sheet) -> Vec<u32> {
    let named: BTreeSet<u32> = header.columns.iter().map(|c| c.index).collect();
    let mut found = BTreeSet::new();
    for (row, cells) in sheet.filled() {
        if row > header.last && cells.len() > 2 {
            found.extend(cells.iter().map(|c| c.0).filter(|c| !named.contains(c)));
        }
    }
    found.into_iter().collect()
}

/// A column of one year on a staff sheet: 2020考核, 继续教育(2024).
fn record_of_year(head: &str) -> Option<String> {
    let (year, rest) = year_head(head)?;
    if rest.contains("继续教育") || rest.contains("学时") {
        Some(format!("training:{year}"))
    } else if rest.contains("考核") {
        Some(format!("appraisal:{year}"))
    } else {
        None
    }
}

/// The field the cells of a column can only belong to.
fn content(sheet: &Sheet, last: u32, column: u32) -> Option<Field> {
    let (mut n, mut ids, mut sexes) = (0, 0, 0);
    for row in (last + 1..=sheet.last_row()).take(60) {
        let Some(cell) = sheet.cell(row, column) else {
            continue;
        };
        let text = cell.show();
        n += 1;
        ids += usize::from(crate::text::resident_id(&crate::text::clean_id_number(&text)).is_ok());
        sexes += usize::from(matches!(text.trim(), "男" | "女"));
    }
    if n >= 3 && ids * 5 >= n * 4 {
        Some(Field::IdNumber)
    } else {
        (n >= 3 && sexes == n).then_some(Field::Sex)
    }
}

/// The header of a staff list: the fewest rows that understand the most, or the rows told.
pub fn people(sheet: &Sheet, decisions: &Decisions) -> Option<Header> {
    if sheet.is_empty() {
        return None;
    }
    let is_chosen = decisions.sheet.as_deref() == Some(sheet.name.as_str());
    if let Some((first, last)) = decisions.header.filter(|_| is_chosen) {
        let (first, last) = (first.max(1) - 1, last.max(1) - 1);
        let mut header = read_at(sheet, first.min(last), last.min(first.saturating_add(4)));
        complete(&mut header, sheet, decisions);
        return Some(header);
    }
    let mut found: Option<Header> = None;
    // The lowest header that understands the most: titles above it must not be taken in.
    for height in 0..3 {
        for first in 0..DEPTH.min(sheet.last_row() + 1) {
            if sheet.row(first).is_empty() && sheet.merges.is_none() {
                continue;
            }
            let header = read_at(sheet, first, first + height);
            if found.as_ref().is_none_or(|f| header.score > f.score) {
                found = Some(header);
            }
        }
    }
    let mut header = found?;
    complete(&mut header, sheet, decisions);
    let has = |f: Field| header.columns.iter().any(|c| c.field == Some(f));
    // A name and a document number are people, whatever the other columns say; a column a year gives
    // everybody one row too.
    let is_a_row_each = |(_, h): (RecordKind, Header)| {
        h.columns.iter().any(|c| c.record_key.as_ref().is_some_and(|k| k.starts_with("year:")))
    };
    let is_of_people = has(Field::IdNumber) && records(sheet).is_none_or(is_a_row_each);
    let is_list =
        has(Field::Name) && (header.score >= 3 || is_of_people || (is_chosen && header.score >= 1));
    is_list.then_some(header)
}

/// Whether a header tells people apart by more than their names.
pub fn identifies(header: &Header) -> bool {
    let has = |f: Field| header.columns.iter().any(|c| c.field == Some(f));
    has(Field::IdNumber) || has(Field::BornOn) || has(Field::StaffNumber)
}

/// The kind of records a sheet holds, and its header.
pub fn records(sheet: &Sheet) -> Option<(RecordKind, Header)> {
    let mut found: Option<(RecordKind, Header)> = None;
    // One row, or two with 起止时间 over 起 and 止. A staff list with groups in its header has words of
    // records among its own, and says more as what it is.
    let is_staff = |row: u32, score: usize| read_at(sheet, row, row + 1).score >= score;
    for height in 0..2 {
        for row in 0..10.min(sheet.last_row() + 1) {
            for kind in RecordKind::ALL {
                let Some(header) = record_header(sheet, (row, row + height), *kind) else {
                    continue;
                };
                let is_better = found.as_ref().is_none_or(|(_, f)| header.score > f.score);
                if is_better && !(height > 0 && is_staff(row, header.score)) {
                    found = Some((*kind, header));
                }
            }
        }
    }
    found
}

fn record_header(sheet: &Sheet, (first, last): (u32, u32), kind: RecordKind) -> Option<Header> {
    let mut columns: Vec<Column> = Vec::new();
    let (mut score, mut has_owner, mut has_mark) = (0, false, false);
    let filled: BTreeSet<u32> =
        (first..=last).flat_map(|row| sheet.row(row)).map(|(index, _)| *index).collect();
    for index in &filled {
        let levels = levels(sheet, first, last, *index);
        let Some(head) = levels.last().cloned() else {
            continue;
        };
        let word = bare(&head);
        let own = || {
            let hit = kind.columns().iter().find(|(_, words)| words.contains(&word.as_str()));
            hit.map(|(key, _)| (*key).to_owned())
        };
        let of_year = || {
            let (year, rest) = year_head(&head).filter(|_| kind == RecordKind::Appraisal)?;
            (rest.is_empty() || rest.contains("考核")).then(|| format!("year:{year}"))
        };
        let key = match Field::of("", &head) {
            Some(Field::Name) => Some("name".to_owned()),
            Some(Field::IdNumber) => Some("id_number".to_owned()),
            _ => own().or_else(of_year),
        };
        let key = key.filter(|k| !columns.iter().any(|c| c.record_key.as_ref() == Some(k)));
        has_owner |= matches!(key.as_deref(), Some("name" | "id_number"));
        has_mark |= key.as_deref() == Some(kind.columns()[0].0)
            || key.as_ref().is_some_and(|k| k.starts_with("year:"))
            // 学时 can be of nothing else; 合计 alone can.
            || key.as_ref().is_some_and(|k| k.ends_with("_hours")) && word.contains("学时");
        score += usize::from(key.is_some());
        columns.push(Column {
            index: *index,
            letters: letters(*index),
            header: levels.iter().map(|l| one_line(l)).collect::<Vec<_>>().join("/"),
            levels,
            field: None,
            how: if key.is_some() { How::Word } else { How::Kept },
            record_key: key,
            is_hidden: sheet.hidden_columns.contains(index),
        });
    }
    let is_one = has_owner && has_mark && score >= 3;
    is_one.then_some(Header { first, last, columns, score })
}

/// The header's own words by column, to be met again below it.
pub fn leaves(header: &Header) -> FxHashMap<u32, String> {
    let leaf = |c: &Column| bare(c.header.rsplit('/').next().unwrap_or_default());
    header.columns.iter().map(|c| (c.index, leaf(c))).collect()
}

/// Whether a row is a header again. Every row is asked, so a row of values is told by its first
/// half: more than half of a header's texts are words of headers.
pub fn again(sheet: &Sheet, row: u32, leaves: &FxHashMap<u32, String>) -> Option<Again> {
    let texts = || {
        sheet.row(row).iter().filter_map(|(c, cell)| match cell {
            Cell::Text(text) => Some((*c, &**text)),
            _ => None,
        })
    };
    let (mut rest, mut count) = (texts().count(), 0);
    let (mut same, mut words, mut either) = (0, 0, 0);
    let mut has_name = false;
    for (c, text) in texts() {
        rest -= 1;
        if value::is_nothing(text) {
            continue;
        }
        count += 1;
        let word = bare(text);
        let is_same = leaves.get(&c).is_some_and(|leaf| *leaf == word)
            || (word.is_empty() && !leaves.contains_key(&c));
        let field = Field::of_word(&word);
        same += usize::from(is_same);
        words += usize::from(field.is_some());
        either += usize::from(is_same || field.is_some());
        has_name |= field == Some(Field::Name);
        if 2 * (either + rest) <= count + rest {
            return None;
        }
    }
    if count < 3 {
        None
    } else if same * 2 > count {
        Some(Again::Same)
    } else if has_name && words >= 3 && words * 2 > count {
        Some(Again::Other)
    } else {
        None
    }
}

/// What a header met below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// The same, printed once more.
    Same,
    /// Another list begins.
    Other,
}

/// The column where a second list begins beside the first one.
pub fn beside(header: &Header) -> Option<String> {
    let leaf = |c: &Column| c.levels.last().cloned().unwrap_or_default();
    let first = header.columns.iter().find(|c| c.field == Some(Field::Name))?;
    let is_own = |c: &&Column| c.field.is_none() && !super::field::of_others(&c.header);
    let second = header
        .columns
        .iter()
        .filter(is_own)
        .find(|c| c.index > first.index && Field::of("", &leaf(c)) == Some(Field::Name))?;
    let repeated = header
        .columns
        .iter()
        .filter(|c| c.index >= second.index)
        .filter(is_own)
        .filter(|c| Field::of("", &leaf(c)).is_some())
        .count();
    (repeated >= 2).then(|| second.letters.clone())
}
