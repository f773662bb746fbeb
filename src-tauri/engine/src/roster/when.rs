//! Dates as offices write them, in a dozen forms; what is not certain is said, never guessed.

use super::sheet::{Cell, Grain, Shown};
use crate::date::{Date, PartialDate, add_days};
use crate::text::fold;
use chrono::Datelike;

/// A date read from a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDate {
    /// The date.
    pub date: PartialDate,
    /// How it was read, where that is an assumption to be shown.
    pub assumption: Option<String>,
}

/// Why a cell is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFault {
    /// The calendar has no such day or month.
    Impossible,
    /// `2012.1` may be January or October; carries the year.
    January(i32),
    /// Nothing like a date.
    Unreadable,
}

type Answer = Result<ReadDate, DateFault>;

fn plain(date: PartialDate) -> ReadDate {
    ReadDate { date, assumption: None }
}

fn build(year: i32, month: Option<u32>, day: Option<u32>) -> Answer {
    PartialDate::new(year, month, day).map(plain).map_err(|_| DateFault::Impossible)
}

fn assumed(read: ReadDate, how: impl Fn(PartialDate) -> String) -> ReadDate {
    ReadDate { assumption: Some(how(read.date)), ..read }
}

/// A date in any of the forms offices use; `is_1904` says from when plain day numbers count.
///
/// # Errors
/// What is wrong with it.
pub fn date(cell: &Cell, is_1904: bool) -> Answer {
    match cell {
        Cell::Date(date, grain) => {
            let (month, day) = (Some(date.month()), Some(date.day()));
            match grain {
                Grain::Day => build(date.year(), month, day),
                Grain::Month => build(date.year(), month, None),
                Grain::Year => build(date.year(), None, None),
            }
        }
        Cell::Number(n, shown) => number_date(*n, *shown, is_1904),
        Cell::Text(text) => text_date(&fold(text), is_1904),
        Cell::Bool(_) | Cell::Error(_) | Cell::Uncalculated => Err(DateFault::Unreadable),
    }
}

fn number_date(n: f64, shown: Shown, is_1904: bool) -> Answer {
    if !(0.0..1e9).contains(&n) {
        return Err(DateFault::Unreadable);
    }
    let general = Cell::Number(n, Shown::General).show();
    let Some((whole, fraction)) = general.split_once('.') else {
        return text_date(&general, is_1904);
    };
    let year: i32 = whole.parse().map_err(|_| DateFault::Unreadable)?;
    if !(1900..=2100).contains(&year) && !(30..=99).contains(&year) {
        // A day number with a time of day; anything else is no date.
        return if (10_000..60_000).contains(&year) {
            text_date(whole, is_1904)
        } else {
            Err(DateFault::Unreadable)
        };
    }
    let ends_open = !matches!(shown, Shown::Decimals(2..));
    match fraction.len() {
        1 if fraction == "1" && ends_open => Err(DateFault::January(full_year(year))),
        1 if ends_open => text_date(&format!("{whole}.{fraction}"), is_1904),
        1 | 2 => text_date(&format!("{n:.2}"), is_1904),
        4 => {
            let (month, day) = fraction.split_at(2);
            text_date(&format!("{whole}.{month}.{day}"), is_1904)
                .map(|read| assumed(read, |d| format!("按{d}读")))
        }
        _ => Err(DateFault::Unreadable),
    }
}

/// Chinese numerals of a date to digits: 二〇一九年十二月三十一日 to 2019年12月31日.
fn arabic(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    const FORMAL: &str = "零壹贰叁肆伍陆柒捌玖";
    let digit = |c: char| match c {
        '○' => Some(0),
        '元' => Some(1),
        c => DIGITS.chars().position(|d| d == c).or_else(|| FORMAL.chars().position(|d| d == c)),
    };
    let mut out = String::new();
    let mut run: Vec<char> = Vec::new();
    let flush = |run: &mut Vec<char>, out: &mut String| {
        if let Some(ten) = run.iter().position(|c| matches!(c, '十' | '拾' | '廿' | '卅')) {
            let tens = match run[ten] {
                '廿' => 2,
                '卅' => 3,
                _ => run[..ten].last().and_then(|c| digit(*c)).unwrap_or(1),
            };
            let ones = run.get(ten + 1).and_then(|c| digit(*c)).unwrap_or(0);
            out.push_str(&(tens * 10 + ones).to_string());
        } else {
            run.iter().filter_map(|c| digit(*c)).for_each(|d| out.push_str(&d.to_string()));
        }
        run.clear();
    };
    for c in text.chars() {
        if digit(c).is_some_and(|_| c != '元') || matches!(c, '十' | '拾' | '廿' | '卅') {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}

/// Without a time of day behind the date, where it is midnight or separated by a blank or `T`.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((date, time))
            if time.contains(':')
                && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z')) =>
        {
            date
        }
        _ => text,
    }
}

fn text_date(text: &str, is_1904: bool) -> Answer {
    let text = arabic(without_time(text.trim_matches(['\'', '‘', '’', '"'])));
    let text = text.trim_end_matches(['号', '。', '.', ' ', '起']);
    let is_separator = |c: char| {
        matches!(
            c,
            '.' | '-' | '/' | '\\' | '年' | '月' | '日' | ' ' | '、' | '。' | '·' | '—' | '–' | '_'
        )
    };
    if text.chars().any(|c| !c.is_ascii_digit() && !is_separator(c)) {
        return Err(DateFault::Unreadable);
    }
    if !is_one_date(text) {
        return Err(DateFault::Unreadable);
    }
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let Some(first) = numbers.first() else {
        return Err(DateFault::Unreadable);
    };
    // 2019年3日 or 3月 names the parts; they must be in that order.
    if text.contains('日') && !text.contains('月') || text.contains('月') && numbers.len() < 2 {
        return Err(DateFault::Unreadable);
    }
    let n = |i: usize| numbers.get(i).filter(|p| p.len() <= 2).and_then(|p| p.parse::<u32>().ok());
    if numbers[1..].iter().any(|p| p.len() > 2) {
        return month_first(&numbers);
    }
    match (numbers.len(), first.len()) {
        (1, _) => single(first, is_1904),
        // A number turned into a text has lost the last zero just as well.
        (2, 4) if text.contains('.') && !text.contains('月') && numbers[1] == "1" => {
            Err(DateFault::January(part(first, 0, 4) as i32))
        }
        (2 | 3, 4) => build(part(first, 0, 4) as i32, n(1), n(2)),
        (2 | 3, 2) if !text.starts_with('-') => {
            let read = build(full_year(part(first, 0, 2) as i32), n(1), n(2))?;
            Ok(assumed(read, |d| format!("两位年份按{d}读")))
        }
        (2, 6) if text.contains('-') || text.contains('.') => {
            build(part(first, 0, 4) as i32, Some(part(first, 4, 6)), n(1))
        }
        _ => Err(DateFault::Unreadable),
    }
}

/// Whether what stands between the numbers is of one kind: 2012年5-7月, 2005.7-8 and `2012.5 7` are
/// none.
fn is_one_date(text: &str) -> bool {
    let inner =
        text.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '年' | '月' | '日'));
    let mut gaps: Vec<&str> = inner
        .split(|c: char| c.is_ascii_digit())
        .filter(|gap| !gap.is_empty())
        .map(|gap| if gap.trim().is_empty() { " " } else { gap.trim() })
        .collect();
    if gaps.iter().any(|gap| gap.contains(['年', '月', '日'])) {
        let once = |c: char| inner.matches(c).count() <= 1;
        let is_named = |gap: &&str| matches!(*gap, "年" | "月" | "日");
        // 2012.1月 names its month only.
        return once('年') && once('月') && once('日') && gaps.iter().skip(1).all(is_named);
    }
    gaps.dedup();
    gaps.len() <= 1
}

/// `03/1989`, where the year stands last; a day before it could be either, so that is not read.
fn month_first(numbers: &[&str]) -> Answer {
    match numbers {
        [month, year] if month.len() <= 2 && year.len() == 4 => {
            let read = build(part(year, 0, 4) as i32, month.parse().ok(), None)?;
            Ok(assumed(read, |d| format!("按{d}读")))
        }
        _ => Err(DateFault::Unreadable),
    }
}

fn part(digits: &str, from: usize, to: usize) -> u32 {
    digits.get(from..to).and_then(|p| p.parse().ok()).unwrap_or(0)
}

/// Digits without any separator.
fn single(digits: &str, is_1904: bool) -> Answer {
    match digits.len() {
        4 => build(part(digits, 0, 4) as i32, None, None),
        5 => {
            let serial = i64::from(part(digits, 0, 5));
            if !(10_000..60_000).contains(&serial) {
                return Err(DateFault::Unreadable);
            }
            let start = if is_1904 { (1904, 1, 1) } else { (1899, 12, 30) };
            let start =
                Date::from_ymd_opt(start.0, start.1, start.2).ok_or(DateFault::Unreadable)?;
            let read = plain(add_days(start, serial).into());
            Ok(assumed(read, |d| format!("像是表格软件的日期序号，按{d}读")))
        }
        6 => {
            let year = part(digits, 0, 4) as i32;
            if (1900..=2100).contains(&year) {
                return build(year, Some(part(digits, 4, 6)), None);
            }
            let year = full_year(part(digits, 0, 2) as i32);
            let read = build(year, Some(part(digits, 2, 4)), Some(part(digits, 4, 6)))?;
            Ok(assumed(read, |d| format!("两位年份按{d}读")))
        }
        8 => build(part(digits, 0, 4) as i32, Some(part(digits, 4, 6)), Some(part(digits, 6, 8))),
        _ => Err(DateFault::Unreadable),
    }
}

/// Two-digit years are of working people: 30–99 are the last century.
fn full_year(year: i32) -> i32 {
    match year {
        0..=29 => 2000 + year,
        30..=99 => 1900 + year,
        year => year,
    }
}

/// Whether a text stands for an end that has not come: 至今, 现在.
#[must_use]
pub fn is_now(text: &str) -> bool {
    matches!(fold(text).as_str(), "至今" | "现在" | "今" | "目前" | "迄今" | "至现在" | "在职")
}

/// The last date of a period as written: `2021.06-2023.05`, `2022-03-01至2023-10-31`, `2023`.
#[must_use]
pub fn period_end(text: &str) -> Option<PartialDate> {
    let text = fold(text);
    let parts: Vec<&str> = match text.split_once(['至', '~', '～', '—']) {
        Some((_, end)) => vec![end],
        None if text.matches('-').count() == 1 => text.split('-').collect(),
        None => vec![&text],
    };
    let end = parts.last()?;
    // 2024-12 is a month, not the end of a period that began in 2024.
    let end = if end.len() <= 2 { &text } else { *end };
    date(&Cell::text(end), false).ok().map(|d| d.date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Cell {
        Cell::text(t)
    }

    #[test]
    fn dates_in_every_form_of_the_sample_lists() {
        let check = |cell: Cell, want: &str| {
            assert_eq!(date(&cell, false).unwrap().date.to_string(), want, "{cell:?}");
        };
        for period in [
            "2012年5月-7月",
            "2012年5-7月",
            "2005.7-8",
            "2005年7月-9月",
            "2012/5-7",
            "2012.5 7",
            "2012年5月 7月",
        ] {
            assert_eq!(date(&text(period), false), Err(DateFault::Unreadable), "{period}");
        }
        check(text("2012年 5月 7日"), "2012-05-07");
        check(text("2012. 5. 7"), "2012-05-07");
        check(text("1989.03"), "1989-03");
        check(text("1993年1月"), "1993-01");
        check(text("2019年12月10日"), "2019-12-10");
        check(text("1991-06-27"), "1991-06-27");
        check(text("199211"), "1992-11");
        check(text("20210910"), "2021-09-10");
        check(text("1988/12/12"), "1988-12-12");
        check(text("2017.11.5"), "2017-11-05");
        check(text("87.4"), "1987-04");
        check(text("920303"), "1992-03-03");
        check(text("二〇一九年十二月三十一日"), "2019-12-31");
        check(text("一九八九年三月"), "1989-03");
        check(text("二零一九年十月廿一日"), "2019-10-21");
        check(text("贰零壹玖年拾贰月"), "2019-12");
        check(text("2012.1月"), "2012-01");
        check(text("1990·05"), "1990-05");
        check(text("2019-12-10 00:00:00"), "2019-12-10");
        check(text("2019-12-10T00:00:00"), "2019-12-10");
        check(text("１９８９．０３"), "1989-03");
        check(text("2011年"), "2011");
        check(text("03/1989"), "1989-03");
        check(Cell::Number(1986.09, Shown::Decimals(2)), "1986-09");
        check(Cell::Number(2002.11, Shown::General), "2002-11");
        check(Cell::Number(2012.1, Shown::Decimals(2)), "2012-10");
        check(Cell::Number(2012.2, Shown::General), "2012-02");
        check(Cell::Number(199_007.0, Shown::General), "1990-07");
        check(text("43000"), "2017-09-22");
        assert_eq!(date(&text("43000"), true).unwrap().date.to_string(), "2021-09-23");
    }

    #[test]
    fn a_date_cell_shown_to_the_month_stays_a_month() {
        let day = Date::from_ymd_opt(1990, 5, 1).unwrap();
        let read = |grain| date(&Cell::Date(day, grain), false).unwrap().date.to_string();
        assert_eq!((read(Grain::Day), read(Grain::Month)), ("1990-05-01".into(), "1990-05".into()));
    }

    #[test]
    fn doubtful_dates_are_not_guessed() {
        let fault = |cell: Cell| date(&cell, false).unwrap_err();
        assert_eq!(fault(Cell::Number(2012.1, Shown::General)), DateFault::January(2012));
        assert_eq!(fault(Cell::Number(2012.1, Shown::Decimals(1))), DateFault::January(2012));
        assert_eq!(fault(text("2012.1")), DateFault::January(2012));
        assert_eq!(fault(Cell::Number(2012.123, Shown::General)), DateFault::Unreadable);
        assert_eq!(fault(text("2020.13")), DateFault::Impossible);
        assert_eq!(fault(text("1994.6.31")), DateFault::Impossible);
        for odd in ["见档案", "10/12/2019", "3月", "2019年3日", "约1990年", "1990.3.5.7", "-5"]
        {
            assert_eq!(fault(text(odd)), DateFault::Unreadable, "{odd}");
        }
        assert!(date(&text("87.4"), false).unwrap().assumption.is_some());
        assert!(date(&text("43000"), false).unwrap().assumption.is_some());
    }

    #[test]
    fn a_period_ends_where_it_says() {
        let check = |text: &str, want: &str| {
            assert_eq!(period_end(text).unwrap().to_string(), want, "{text}");
        };
        check("2021.06-2023.05", "2023-05");
        check("2022-03-01至2023-10-31", "2023-10-31");
        check("2021-2022", "2022");
        check("2023-12-20", "2023-12-20");
        check("2022年8月", "2022-08");
        check("2024-12", "2024-12");
    }
}
