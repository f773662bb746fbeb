//! Number formats: what a cell shows of the number or date behind it.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use chrono::Datelike;
use engine::roster::{Cell, Grain, Shown};

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Whether it shows a date.
    pub is_date: bool,
    /// What it shows of a number.
    pub shown: Shown,
    /// What it shows of a date.
    pub grain: Grain,
}

impl Look {
    /// Of the code of a format.
    pub fn of_code(code: &str) -> Self {
        Self { is_date: is_date(code), shown: shown(code), grain: grain(code) }
    }

    /// Of the number of a format every program knows; 27 to 36 and 50 to 58 are the Chinese ones.
    pub fn built_in(id: u32) -> Self {
        let shown = match id {
            2 | 4 | 7 | 8 | 10 | 39 | 40 | 43 | 44 => Shown::Decimals(2),
            _ => Shown::General,
        };
        let grain = match id {
            17 | 27 | 52 | 57 => Grain::Month,
            _ => Grain::Day,
        };
        let is_date = matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58);
        Self { is_date, shown, grain }
    }

    /// A number under this format.
    pub fn cell(self, number: f64, is_1904: bool) -> Cell {
        let date = self
            .is_date
            .then(|| ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904))
            .and_then(|at| at.as_datetime())
            .filter(|at| (1900..=2100).contains(&at.year()));
        match date {
            Some(at) => Cell::Date(at.date(), self.grain),
            None if self.is_date => Cell::Number(number, Shown::General),
            None => Cell::Number(number, self.shown),
        }
    }
}

/// The first section of a code without quoted text, escapes, colours and conditions.
fn bare(code: &str) -> String {
    let (mut is_quoted, mut is_escaped, mut depth) = (false, false, 0i32);
    let mut out = String::new();
    for c in code.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' => is_escaped = true,
            '[' => depth += 1,
            ']' => depth -= 1,
            ';' if depth == 0 => break,
            c if depth == 0 => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// How a number format shows numbers.
pub fn shown(code: &str) -> Shown {
    let plain: String = bare(code).chars().filter(|c| *c != ' ').collect();
    if let Some((_, decimals)) = plain.split_once('.') {
        let n = decimals.chars().take_while(|c| *c == '0').count();
        return u8::try_from(n).map_or(Shown::General, Shown::Decimals);
    }
    let is_padded = plain.len() > 1 && plain.chars().all(|c| c == '0');
    if is_padded {
        u8::try_from(plain.len()).map_or(Shown::General, Shown::Padded)
    } else {
        Shown::General
    }
}

/// How exact a date format shows dates: without a day of the month, the day was never typed.
pub fn grain(code: &str) -> Grain {
    let bare = bare(code);
    let has = |letters: &[char]| bare.contains(letters);
    // 1990年5月 is also written with the letters of the era.
    match (has(&['y', 'e']), has(&['m']), has(&['d'])) {
        (true, true, false) if !has(&['h']) => Grain::Month,
        (true, false, false) => Grain::Year,
        _ => Grain::Day,
    }
}

/// Whether a format shows a date, not only a time of day.
fn is_date(code: &str) -> bool {
    let whole = code.to_lowercase();
    if ["[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"].iter().any(|span| whole.contains(span)) {
        // A span of time.
        return false;
    }
    let bare = bare(code);
    let bare = bare.replace("general", "").replace("am/pm", "").replace("上午/下午", "");
    let has = |letters: &[char]| bare.contains(letters);
    // A number in scientific notation has an e too, but then digits around it.
    has(&['y', 'd']) || has(&['m']) && !has(&['h', 's']) || has(&['e']) && !has(&['0', '#', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_say_what_they_show() {
        assert_eq!(shown("0.00"), Shown::Decimals(2));
        assert_eq!(shown("0.00_ "), Shown::Decimals(2));
        assert_eq!(shown("[Red]0.00;-0.00"), Shown::Decimals(2));
        assert_eq!(shown("0000"), Shown::Padded(4));
        assert_eq!(shown("General"), Shown::General);
        assert_eq!(grain("yyyy\"年\"m\"月\""), Grain::Month);
        assert_eq!(grain("[$-804]e\"年\"m\"月\";@"), Grain::Month);
        assert_eq!(grain("yyyy\"年\"m\"月\"d\"日\""), Grain::Day);
        assert_eq!(grain("yyyy\\.mm"), Grain::Month);
        assert_eq!(grain("[$-804]yyyy/m/d"), Grain::Day);
        assert_eq!(grain("yyyy"), Grain::Year);
    }

    #[test]
    fn a_date_is_told_from_a_number_and_a_time_of_day() {
        for code in
            ["yyyy-mm-dd", "m/d/yy h:mm", "[$-804]yyyy\"年\"m\"月\"", "m\"月\"d\"日\"", "mmm"]
        {
            assert!(is_date(code), "{code}");
        }
        for code in ["General", "0.00", "0.00E+00", "[h]:mm", "h:mm:ss", "@", "0\"人\"", "[Red]0"]
        {
            assert!(!is_date(code), "{code}");
        }
        assert!(Look::built_in(14).is_date && Look::built_in(57).grain == Grain::Month);
        assert_eq!(Look::built_in(14).cell(45_000.0, false).show(), "2023-03-15");
        assert_eq!(Look::built_in(2).cell(2012.1, false).show(), "2012.10");
    }
}
