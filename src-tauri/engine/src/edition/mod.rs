//! 版本 (edition): the rules and tables of a stack of packs as they hold for one kind of case,
//! compiled once so that a hundred thousand people can be judged in seconds.
//!
//! Owns no state that changes; two cases of the same day, committee and chosen readings share one.

pub(crate) mod compile;
pub(crate) mod table;

use crate::date::{Date, WorkCalendar, add_days};
use crate::fact::document::Facts;
use crate::pack::rule::Effect;
use crate::pack::{Material, Packs};
use crate::title::{EducationLevel, Level, TitleName};
use crate::verdict::{Citation, PackRef};
use chrono::Datelike;
use compile::Compiled;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use table::Tables;
pub(crate) use table::{Equivalence, ExamMode, LadderRow, TrainingHours};

/// What tells one edition from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionKey {
    /// The day rules are read for.
    pub as_of: Date,
    /// Committee whose own pack lies over the base.
    pub committee: Option<String>,
    /// Sources whose silent rules the office keeps applying.
    pub adopted: Vec<String>,
    /// Chosen readings: parameter id to JSON text.
    pub chosen: BTreeMap<String, String>,
}

impl EditionKey {
    /// The key of a case read for `as_of`.
    #[must_use]
    pub fn of(facts: &Facts, as_of: Date) -> Self {
        let chosen = facts.options.parameters.iter().flatten();
        Self {
            as_of,
            committee: facts.application.committee.as_ref().and_then(|c| c.id.clone()),
            adopted: facts.options.adopted_sources.clone().unwrap_or_default(),
            chosen: chosen.map(|(id, value)| (id.clone(), value.to_string())).collect(),
        }
    }

    /// The plain edition of a day.
    #[must_use]
    pub fn day(as_of: Date) -> Self {
        Self { as_of, committee: None, adopted: Vec::new(), chosen: BTreeMap::new() }
    }
}

/// The compiled rules and tables of one kind of case.
#[derive(Debug)]
pub struct Edition {
    /// The day rules are read for.
    pub as_of: Date,
    /// Rules that set dates or adjust years, read before the sum; those of the cut-off first.
    pub(crate) before_sum: Vec<Compiled>,
    /// How many of them set the cut-off.
    pub(crate) cutoffs: usize,
    /// All others.
    pub(crate) after_sum: Vec<Compiled>,
    /// First and last application year covered, and years in it without a text.
    pub coverage: (i32, i32, Vec<i32>),
    /// The packs, base first.
    pub packs: Vec<PackRef>,
    pub(crate) tables: Tables,
    parameters: FxHashMap<String, Json>,
    materials: BTreeMap<String, Material>,
    calendar: WorkCalendar,
    mismatch_years: i32,
    /// Findings the program makes itself: the sum, what no pack covers, values that cannot be right.
    pub(crate) builtin: Builtin,
    /// Whether a rule lets returnees and the like apply directly.
    pub(crate) has_special_entry: bool,
    /// Whether the text gives a qualification the force of a title.
    pub(crate) has_equivalence: bool,
}

/// The findings no pack holds a rule for.
#[derive(Debug)]
pub(crate) struct Builtin {
    pub ladder: Compiled,
    pub coverage: Compiled,
    pub without_text: Compiled,
    pub trial: Compiled,
    pub kind: Compiled,
    pub domain: Compiled,
}

impl Builtin {
    fn new(ladder_cites: Vec<Citation>) -> Self {
        let make = |id: &str, reference: &str, name: &str, effect: Effect| {
            Compiled::builtin(id, reference, name, effect)
        };
        Self {
            ladder: Compiled {
                cites: ladder_cites,
                ..make("national.ladder", "E12", "学历与任职年限", Effect::Block)
            },
            coverage: make("pack.coverage", "coverage", "年度未覆盖", Effect::Block),
            without_text: make("pack.without-text", "coverage", "沿用上一版", Effect::Caution),
            trial: make("pack.trial", "trial", "试算", Effect::Note),
            kind: make("pack.kind", "kind", "申报类型", Effect::Block),
            domain: make("facts.domain", "domain", "填写的值有误", Effect::Block),
        }
    }
}

impl Edition {
    /// Compile the edition of a stack.
    #[must_use]
    pub fn new(packs: &Packs, key: &EditionKey) -> Self {
        let mut parameters = FxHashMap::default();
        let mut ladder_cites = Vec::new();
        for parameter in packs.parameters() {
            if let Some(version) = parameter.at(key.as_of) {
                parameters.insert(parameter.id.clone(), version.value.clone());
                if parameter.id == "national.ladder" {
                    ladder_cites = packs.citations(&version.cites);
                }
            }
        }
        for (id, text) in &key.chosen {
            let value = serde_json::from_str(text);
            if let (true, Ok(value)) = (packs.has_parameter(id), value) {
                parameters.insert(id.clone(), value);
            }
        }
        let (mut before_sum, mut after_sum) = (Vec::new(), Vec::new());
        for rule in packs.rules() {
            let Some(compiled) = compile::rule(rule, packs, key, &parameters) else { continue };
            match compiled.effect {
                Effect::SetDate | Effect::AdjustYears => before_sum.push(compiled),
                _ => after_sum.push(compiled),
            }
        }
        let sets_cutoff = |r: &Compiled| r.value.subject.as_deref() == Some("tenure_until");
        before_sum.sort_by_key(|r| !sets_cutoff(r));
        let cutoffs = before_sum.iter().filter(|r| sets_cutoff(r)).count();
        let mismatch = before_sum.iter().filter(|r| r.is_firm && r.reads_field_match());
        Self {
            as_of: key.as_of,
            mismatch_years: mismatch.filter_map(|r| r.value.add_years).filter(|y| *y > 0).sum(),
            tables: Tables::new(packs, key, &parameters),
            coverage: packs.coverage(),
            packs: packs.packs().iter().map(crate::pack::Pack::reference).collect(),
            materials: packs.materials().into_iter().map(|m| (m.id.clone(), m.clone())).collect(),
            calendar: packs.calendar().clone(),
            builtin: Builtin::new(ladder_cites),
            has_special_entry: after_sum.iter().any(|r| r.reference == "E20" && r.is_firm),
            has_equivalence: after_sum.iter().any(|r| r.reference == "E37" && r.is_firm),
            cutoffs,
            before_sum,
            after_sum,
            parameters,
        }
    }

    /// How many rules it holds.
    pub(crate) fn rules(&self) -> usize {
        self.before_sum.len() + self.after_sum.len()
    }

    /// A parameter.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&Json> {
        self.parameters.get(id)
    }

    /// A whole-number parameter.
    #[must_use]
    pub fn whole(&self, id: &str) -> Option<i32> {
        i32::try_from(self.parameter(id)?.as_i64()?).ok()
    }

    /// A yes-or-no parameter.
    #[must_use]
    pub fn flag(&self, id: &str) -> Option<bool> {
        self.parameter(id)?.as_bool()
    }

    /// A text parameter.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        self.parameter(id)?.as_str()
    }

    /// Whether a list parameter holds a text.
    #[must_use]
    pub fn list_has(&self, id: &str, text: &str) -> bool {
        let list = self.parameter(id).and_then(Json::as_array);
        list.is_some_and(|l| l.iter().any(|v| v.as_str() == Some(text)))
    }

    /// A material of the list.
    #[must_use]
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.get(id)
    }

    /// The title a name stands for; of several series the given one, else none unless they agree.
    pub(crate) fn title(&self, name: &str, series: Option<&str>) -> Option<&TitleName> {
        self.tables.title(name, series)
    }

    /// A series under the name the dictionary uses: 工程 and 工程技术 mean 工程技术人员.
    pub(crate) fn series_name<'a>(&'a self, written: &'a str) -> &'a str {
        self.tables.series_name(written)
    }

    /// Whether the directory of this year has a committee of this id.
    pub(crate) fn has_committee(&self, id: &str) -> bool {
        self.tables.committees.contains_key(id)
    }

    /// The name of a committee of this year's directory.
    pub(crate) fn committee_name(&self, id: &str) -> Option<&str> {
        self.tables.committees.get(id).map(String::as_str)
    }

    /// Whether some committee of the city reviews this level of the series.
    pub(crate) fn reviews_in_city(&self, series: &str, level: Level) -> bool {
        self.tables.reviews(series, level)
    }

    /// Whether a county code or zone key belongs to the city.
    pub(crate) fn is_city_area(&self, code: &str) -> bool {
        self.tables.offices.contains_key(code)
    }

    /// Name and telephones of the office that serves an area.
    pub(crate) fn office(&self, area: &str) -> Option<&(String, Vec<String>)> {
        self.tables.offices.get(area)
    }

    /// How a level is reached.
    pub(crate) fn exam_mode(
        &self,
        series: &str,
        specialty: Option<&str>,
        title: Option<&str>,
        level: Level,
    ) -> ExamMode {
        self.tables.exam_mode(series, specialty, title, level)
    }

    /// What a qualification stands for.
    pub(crate) fn equivalence(
        &self,
        name: &str,
        obtained: Option<crate::date::PartialDate>,
    ) -> Option<Equivalence<'_>> {
        self.tables.equivalence(name, obtained)
    }

    /// Whether a title of another series is accepted below a level of this one.
    pub(crate) fn is_also_accepted(&self, to: &str, level: Level, title: &str) -> bool {
        let rows = self.parameter("national.also-accepted-title").and_then(Json::as_array);
        rows.into_iter().flatten().any(|row| {
            row["series"].as_str() == Some(to)
                && row["level"].as_str() == Some(level.key())
                && row["accepts"].as_array().is_some_and(|l| l.iter().any(|t| t == title))
        })
    }

    /// The rows of the ladder for one level of a series.
    pub(crate) fn ladder(&self, series: &str, level: Level) -> &[LadderRow] {
        self.tables.ladder(series, level)
    }

    /// The row of the ladder for an education.
    pub(crate) fn ladder_row(
        &self,
        series: &str,
        level: Level,
        education: EducationLevel,
    ) -> Option<&LadderRow> {
        self.ladder(series, level).iter().find(|r| r.education.contains(&education))
    }

    /// Years the ladder asks after the title below.
    pub(crate) fn ladder_years(
        &self,
        series: &str,
        level: Level,
        education: EducationLevel,
    ) -> Option<i32> {
        self.ladder_row(series, level, education).map(|r| r.years)
    }

    /// Whether an education opens a level without a title below.
    pub(crate) fn is_direct(&self, series: &str, level: Level, education: EducationLevel) -> bool {
        self.ladder_row(series, level, education).is_some_and(|r| r.after.is_empty())
    }

    /// Years added for a field of study that does not match.
    pub(crate) fn mismatch_years(&self) -> i32 {
        self.mismatch_years
    }

    /// Whether a field of study matches a specialty by the default table.
    pub(crate) fn field_matches(&self, specialty: &str, field: &str) -> Option<bool> {
        self.tables.field_matches(specialty, field)
    }

    /// Whether a series or specialty stands in the default list of public safety and health.
    pub(crate) fn is_safety_field(&self, series: &str, specialty: Option<&str>) -> bool {
        let id = "kunming.safety-fields";
        self.list_has(id, series) || specialty.is_some_and(|s| self.list_has(id, s))
    }

    /// Whether a specialty is one of those filed as 工程技术.
    pub(crate) fn is_engineering_field(&self, specialty: &str) -> bool {
        self.tables.engineering.contains(specialty.trim_end_matches("工程"))
    }

    /// Years of probation for an education to be recognised at a level; `None` when the table has
    /// no such row.
    pub(crate) fn probation_years(&self, education: EducationLevel, level: Level) -> Option<i32> {
        let rows = self.tables.recognition.iter();
        rows.filter(|r| r.education == education && r.level == level).map(|r| r.years).min()
    }

    /// The retirement scheme of a sex and an original age.
    pub(crate) fn retirement(
        &self,
        sex: crate::person::Sex,
        original_age: Option<i32>,
    ) -> Option<&crate::schedule::retirement::DelayGroup> {
        self.tables.retirement(sex, original_age)
    }

    /// Every retirement scheme of a sex, the usual one for technical posts first.
    pub(crate) fn retirements(
        &self,
        sex: crate::person::Sex,
    ) -> impl Iterator<Item = &crate::schedule::retirement::DelayGroup> {
        self.tables.retirements(sex)
    }

    /// When the online channel of a provincial committee opens and closes.
    pub(crate) fn channel(&self) -> Option<&crate::schedule::channel::ChannelRule> {
        self.tables.channel.as_ref()
    }

    /// Yearly hours of continuing education.
    pub(crate) fn training_hours(&self) -> Option<&TrainingHours> {
        self.tables.training.as_ref()
    }

    /// The calendar of working days.
    #[must_use]
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// Working days in `from..=until`, the holidays of a unit's own place taken off.
    pub(crate) fn working_days(&self, from: Date, until: Date, local: &[Date]) -> u32 {
        // A posting of more than two years is a slip of the pen; the count stops there.
        let until = until.min(add_days(from, 800));
        let taken = local
            .iter()
            .filter(|d| **d >= from && **d <= until && self.calendar.kind(**d).is_working());
        let taken = u32::try_from(taken.count()).unwrap_or(0);
        self.calendar.working_days(from, until).saturating_sub(taken)
    }

    /// The day on which the `n`-th working day after `start` falls.
    pub(crate) fn nth_working_day(&self, start: Date, n: u32, local: &[Date]) -> Date {
        let (mut day, mut left) = (start, n.min(400));
        while left > 0 {
            day = add_days(day, 1);
            if self.calendar.kind(day).is_working() && !local.contains(&day) {
                left -= 1;
            }
        }
        day
    }

    /// Whether the application year has rules of its own or inherited ones.
    #[must_use]
    pub fn covers(&self, year: i32) -> bool {
        (self.coverage.0..=self.coverage.1).contains(&year)
            && (self.coverage.0..=self.coverage.1).contains(&self.as_of.year())
    }
}
