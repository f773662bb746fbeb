//! Tables of an edition, typed and indexed.

use super::EditionKey;
use crate::date::{Date, PartialDate};
use crate::pack::Packs;
use crate::person::Sex;
use crate::schedule::channel::ChannelRule;
use crate::schedule::retirement::{DelayGroup, delay_group};
use crate::text::name_key;
use crate::title::{EducationLevel, Level, TitleName};
use crate::verdict::Citation;
use chrono::Datelike;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// How a level is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExamMode {
    /// By exam alone; no review is held.
    ExamOnly,
    /// Exam first, then review.
    ExamAndReview,
    /// A national exam is said to exist; nobody has read the text.
    Unsure,
    /// The city reviews the level although a national exam exists.
    Doubtful,
    /// By review.
    Review,
}

/// A row of a ladder.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LadderRow {
    pub education: Vec<EducationLevel>,
    pub years: i32,
    /// The title below; empty when none is asked.
    pub after: String,
    pub is_certain: bool,
    /// Stages or fields the row is limited to.
    pub fields: Vec<String>,
    /// Years of probation before the level, for those who enter it without a title.
    pub probation: i32,
    pub cites: Vec<Citation>,
}

/// A row of the recognition table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecognitionRow {
    pub education: EducationLevel,
    pub level: Level,
    pub years: i32,
}

/// Yearly hours of continuing education.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TrainingHours {
    pub total: f64,
    pub specialty: f64,
    credits: Vec<(String, f64)>,
}

impl TrainingHours {
    /// Credits a series asks for instead of hours.
    pub fn credits_for(&self, series: Option<&str>) -> Option<f64> {
        self.credits.iter().find(|(s, _)| Some(s.as_str()) == series).map(|(_, n)| *n)
    }
}

/// What a qualification stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Equivalence<'a> {
    pub level: Level,
    pub series: Option<&'a str>,
    pub is_doubtful: bool,
}

#[derive(Debug, Clone)]
struct EquivalenceRow {
    level: Level,
    series: String,
    from: Option<Date>,
    until: Option<Date>,
    is_doubtful: bool,
}

#[derive(Debug, Clone)]
struct ModeRow {
    series: String,
    fields: Vec<String>,
    levels: Vec<Level>,
    mode: ExamMode,
}

/// All tables.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    titles: FxHashMap<String, Vec<TitleName>>,
    series: BTreeSet<String>,
    /// Id to name of the committees.
    pub committees: BTreeMap<String, String>,
    /// Series to the levels some committee of the city reviews.
    reviewed: FxHashMap<String, [bool; 5]>,
    /// Specialties filed as 工程技术, without 工程 at their end.
    pub engineering: FxHashSet<String>,
    /// Area to name and telephones of its office.
    pub offices: BTreeMap<String, (String, Vec<String>)>,
    ladders: FxHashMap<String, [Vec<LadderRow>; 5]>,
    modes: Vec<ModeRow>,
    equivalences: FxHashMap<String, Vec<EquivalenceRow>>,
    pub recognition: Vec<RecognitionRow>,
    retirements: Vec<DelayGroup>,
    pub training: Option<TrainingHours>,
    pub channel: Option<ChannelRule>,
    fields: FxHashMap<String, (BTreeSet<String>, BTreeSet<String>)>,
}

fn rows<'a>(parameters: &'a FxHashMap<String, Json>, id: &str) -> impl Iterator<Item = &'a Json> {
    parameters.get(id).and_then(Json::as_array).into_iter().flatten()
}

fn text<'a>(row: &'a Json, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

fn whole(row: &Json, key: &str) -> Option<i32> {
    i32::try_from(row[key].as_i64()?).ok()
}

fn texts(row: &Json, key: &str) -> Vec<String> {
    let list = row[key].as_array().into_iter().flatten();
    list.filter_map(Json::as_str).map(str::to_owned).collect()
}

fn day(row: &Json, key: &str) -> Option<Date> {
    row[key].as_str()?.parse().ok()
}

fn is_certain(row: &Json) -> bool {
    row["certainty"].as_str().is_none_or(|c| c == "stated")
}

impl Tables {
    pub fn new(packs: &Packs, key: &EditionKey, parameters: &FxHashMap<String, Json>) -> Self {
        let year = key.as_of.year();
        let mut t = Self::default();
        for name in packs.title_names() {
            t.titles.entry(name_key(&name.name)).or_default().push(name.clone());
            t.series.insert(name.series.clone());
        }
        for c in packs.committees(year) {
            t.committees.insert(c.id.clone(), c.name.clone());
            t.reviewed.entry(c.series.clone()).or_default()[c.level as usize] = true;
        }
        for o in packs.offices(year) {
            let entry = (o.name.clone(), o.phones.clone());
            t.offices.entry(o.area.clone()).or_insert(entry);
        }
        // A committee's or the office's own ladder is asked before the national one.
        let mut ladders: Vec<&str> =
            parameters.keys().map(String::as_str).filter(|id| id.ends_with(".ladder")).collect();
        ladders.sort_by_key(|id| (*id == "national.ladder", *id));
        for id in ladders {
            rows(parameters, id).for_each(|row| t.add_ladder(row, packs));
        }
        let place = parameters.get("kunming.place").and_then(Json::as_str).unwrap_or_default();
        for id in ["kunming.assessment-mode", "national.assessment-mode"] {
            t.modes.extend(rows(parameters, id).filter_map(|row| mode_row(row, place)));
        }
        rows(parameters, "national.equivalence").for_each(|row| t.add_equivalence(row));
        t.recognition = rows(parameters, "kunming.recognition")
            .filter_map(|r| {
                Some(RecognitionRow {
                    education: text(r, "education").parse().ok()?,
                    level: text(r, "level").parse().ok()?,
                    years: whole(r, "probation_years")?,
                })
            })
            .collect();
        t.engineering = rows(parameters, "kunming.engineering-fields")
            .filter_map(|field| Some(field.as_str()?.trim_end_matches("工程").to_owned()))
            .collect();
        t.retirements = rows(parameters, "national.retirement").filter_map(delay_group).collect();
        t.channel = ChannelRule::on(packs, key.as_of);
        t.training = parameters.get("national.training-hours").map(|p| TrainingHours {
            total: p["total"].as_f64().unwrap_or_default(),
            specialty: p["specialty"].as_f64().unwrap_or_default(),
            credits: rows(parameters, "national.training-credits")
                .filter_map(|r| Some((text(r, "series").to_owned(), r["total"].as_f64()?)))
                .collect(),
        });
        for row in rows(parameters, "kunming.specialty-fields") {
            let entry = t.fields.entry(text(row, "specialty").to_owned()).or_default();
            entry.0.extend(texts(row, "same"));
            entry.1.extend(texts(row, "other"));
        }
        t
    }

    fn add_ladder(&mut self, row: &Json, packs: &Packs) {
        let Ok(level) = text(row, "level").parse::<Level>() else { return };
        let own: Vec<EducationLevel> =
            texts(row, "education").iter().filter_map(|e| e.parse().ok()).collect();
        let list = self.ladders.entry(text(row, "series").to_owned()).or_default();
        let list = &mut list[level as usize];
        // An earlier table already speaks for these educations.
        let education: Vec<EducationLevel> =
            own.into_iter().filter(|e| !list.iter().any(|r| r.education.contains(e))).collect();
        if education.is_empty() {
            return;
        }
        list.push(LadderRow {
            education,
            years: whole(row, "years").unwrap_or(0),
            after: text(row, "after").to_owned(),
            is_certain: is_certain(row),
            fields: texts(row, "fields"),
            probation: whole(row, "probation").unwrap_or(0),
            cites: packs.citations(&texts(row, "cites")),
        });
    }

    fn add_equivalence(&mut self, row: &Json) {
        let Ok(level) = text(row, "level").parse() else { return };
        let names = std::iter::once(text(row, "name").to_owned()).chain(texts(row, "aliases"));
        for name in names {
            self.equivalences.entry(name_key(&name)).or_default().push(EquivalenceRow {
                level,
                series: text(row, "series").to_owned(),
                from: day(row, "from"),
                until: day(row, "until"),
                is_doubtful: !is_certain(row),
            });
        }
    }

    pub fn title(&self, name: &str, series: Option<&str>) -> Option<&TitleName> {
        let all = self.titles.get(name).or_else(|| self.titles.get(&name_key(name)))?;
        if let Some(own) = series.and_then(|s| all.iter().find(|t| t.series == s)) {
            return Some(own);
        }
        let first = all.first()?;
        all.iter().all(|t| t.level == first.level).then_some(first)
    }

    pub fn reviews(&self, series: &str, level: Level) -> bool {
        self.reviewed.get(series).is_some_and(|levels| levels[level as usize])
    }

    pub fn series_name<'a>(&'a self, written: &'a str) -> &'a str {
        if self.series.contains(written) {
            return written;
        }
        let key = name_key(written);
        let stem = key.trim_end_matches("系列").trim_end_matches("人员").trim_end_matches("专业");
        let mut fitting = self.series.iter().filter(|s| !stem.is_empty() && s.starts_with(stem));
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => one,
            _ => written,
        }
    }

    pub fn exam_mode(
        &self,
        series: &str,
        specialty: Option<&str>,
        title: Option<&str>,
        level: Level,
    ) -> ExamMode {
        let fits = |row: &&ModeRow| {
            let has_field = |field: &String| {
                [specialty, title].into_iter().flatten().any(|t| t.contains(field.as_str()))
            };
            row.series == series
                && row.levels.contains(&level)
                && (row.fields.is_empty() || row.fields.iter().any(has_field))
        };
        self.modes.iter().find(fits).map_or(ExamMode::Review, |r| r.mode)
    }

    pub fn equivalence(
        &self,
        name: &str,
        obtained: Option<PartialDate>,
    ) -> Option<Equivalence<'_>> {
        let key = name_key(name);
        // What stands in brackets is a specialty or a remark.
        let bare = key.split(['(', '（']).next().unwrap_or_default();
        let all = self.equivalences.get(&key).or_else(|| self.equivalences.get(bare))?;
        let day = obtained.and_then(PartialDate::last_day);
        let holds = |r: &&EquivalenceRow| {
            day.is_none_or(|d| r.from.is_none_or(|f| f <= d) && r.until.is_none_or(|u| d <= u))
        };
        let fitting: Vec<&EquivalenceRow> = all.iter().filter(holds).collect();
        let first = fitting.first()?;
        let is_one = fitting.iter().all(|r| r.series == first.series);
        Some(Equivalence {
            level: first.level,
            series: is_one.then_some(first.series.as_str()),
            is_doubtful: !is_one || fitting.iter().any(|r| r.is_doubtful || r.level != first.level),
        })
    }

    pub fn ladder(&self, series: &str, level: Level) -> &[LadderRow] {
        self.ladders.get(series).map(|l| l[level as usize].as_slice()).unwrap_or_default()
    }

    pub fn retirements(&self, sex: Sex) -> impl Iterator<Item = &DelayGroup> {
        self.retirements.iter().filter(move |g| g.is_of(sex))
    }

    pub fn retirement(&self, sex: Sex, original_age: Option<i32>) -> Option<&DelayGroup> {
        let mut own = self.retirements(sex);
        match original_age {
            Some(age) => own.find(|g| g.age == age),
            None => own.next(),
        }
    }

    pub fn field_matches(&self, specialty: &str, field: &str) -> Option<bool> {
        if specialty == field {
            return Some(true);
        }
        let (same, other) = self.fields.get(specialty)?;
        if same.contains(field) {
            Some(true)
        } else if other.contains(field) {
            Some(false)
        } else {
            None
        }
    }
}

fn mode_row(row: &Json, place: &str) -> Option<ModeRow> {
    // Rows of another place only warn their readers.
    if row["place"].as_str().is_some_and(|p| p != place) {
        return None;
    }
    let mode = match (text(row, "mode"), row["caution"].as_bool()) {
        ("exam", _) if is_certain(row) => ExamMode::ExamOnly,
        ("exam", _) => ExamMode::Unsure,
        ("exam_review", _) => ExamMode::ExamAndReview,
        (_, Some(true)) => ExamMode::Doubtful,
        _ => ExamMode::Review,
    };
    let levels = texts(row, "levels").iter().filter_map(|l| l.parse().ok()).collect();
    Some(ModeRow {
        series: text(row, "series").to_owned(),
        fields: texts(row, "fields"),
        levels,
        mode,
    })
}
