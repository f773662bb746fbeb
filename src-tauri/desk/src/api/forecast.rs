//! 预测: the coming years of one person, and “and if”.

use super::{Call, batch};
use crate::error::{Error, Result};
use engine::date::PartialDate;
use engine::fact::Facts;
use engine::fact::definition;
use engine::forecast::{self, WhatIf};
use engine::id::PersonId;
use engine::person::Dossier;
use engine::title::{EducationLevel, Level};
use engine::unit::Unit;
use engine::verdict::Conclusion;
use serde::{Deserialize, Serialize};

/// Years looked ahead, this one included.
const YEARS: i32 = 5;

/// Whose years, and what is supposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForecastRequest {
    /// Person.
    pub person_id: PersonId,
    /// A further education is supposed.
    #[serde(default)]
    pub education: Option<SupposedEducation>,
    /// A move to another post on this day is supposed.
    #[serde(default)]
    pub moved_on: Option<PartialDate>,
    /// Work in a township of the listed area is supposed.
    #[serde(default)]
    pub in_listed_township: Option<bool>,
    /// The field of study is taken to match, or not to.
    #[serde(default)]
    pub is_field_matched: Option<bool>,
}

/// A further education.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupposedEducation {
    /// Level.
    pub level: EducationLevel,
    /// Field of study.
    #[serde(default)]
    pub field: Option<String>,
    /// Graduation.
    pub graduated_on: PartialDate,
}

/// The years ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForecastPage {
    /// Why there is nothing to say, where there is not.
    pub note: Option<String>,
    /// The next level first.
    pub outlooks: Vec<OutlookView>,
    /// What is taken for granted.
    pub assumptions: Vec<String>,
}

/// The outlook of one level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutlookView {
    /// Level.
    pub level: Level,
    /// Titles of this level in the series.
    pub title: String,
    /// First year in which it becomes possible.
    pub first_year: Option<i32>,
    /// First year in which nothing known stands in the way.
    pub first_open_year: Option<i32>,
    /// The years looked at.
    pub years: Vec<YearView>,
}

/// One year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct YearView {
    /// Application year.
    pub year: i32,
    /// What it would say.
    pub conclusion: Conclusion,
    /// Whether it is judged by the rules of an earlier year.
    pub is_trial: bool,
    /// One sentence.
    pub headline: String,
    /// Facts to be asked, by name.
    pub missing: Vec<String>,
}

/// The years ahead of one person.
pub fn get(call: &Call<'_>, input: ForecastRequest) -> Result<ForecastPage> {
    let desk = call.desk;
    let units = desk.read(|r| r.list_unit())?;
    let dossier = desk.read(|r| r.dossier(&input.person_id))?;
    let (from, until, _) = desk.packs().coverage();
    let this_year = chrono::Datelike::year(&desk.today());
    if this_year < from {
        let message = format!("规则包从{from}年起");
        return Err(Error::precondition(message, "请核对电脑的日期"));
    }
    let facts = facts_of(call, &dossier, &units, this_year.min(until))?;
    let what_if = WhatIf {
        degree: input.education.map(|e| (e.level, e.field, e.graduated_on)),
        moved_on: input.moved_on,
        in_listed_township: input.in_listed_township,
        is_field_matched: input.is_field_matched,
    };
    let found = forecast::forecast(&facts, &desk.packs(), this_year, YEARS, &what_if);
    let assumptions = found.last().map(|o| o.assumptions.clone()).unwrap_or_default();
    let note = found.is_empty().then(|| match facts.application.series {
        None => "不知道报哪个系列：先在人员信息里填“拟申报职称”或现有职称".to_owned(),
        Some(_) => "再上面没有职称了".to_owned(),
    });
    let label = |id: &String| definition(id).map_or_else(|| id.clone(), |d| d.label.to_owned());
    let year = |y: forecast::YearAhead| YearView {
        year: y.year,
        conclusion: y.conclusion,
        is_trial: y.is_trial,
        headline: y.headline,
        missing: y.missing.iter().map(label).collect(),
    };
    let outlooks = found.into_iter().map(|o| OutlookView {
        level: o.level,
        title: if o.titles.is_empty() { o.level.label().to_owned() } else { o.titles.join("、") },
        first_year: o.first_year,
        first_open_year: o.first_open_year,
        years: o.years.into_iter().map(year).collect(),
    });
    Ok(ForecastPage { note, outlooks: outlooks.collect(), assumptions })
}

/// The facts of a person: those of the latest application where there is one, else of the one
/// intended.
pub(crate) fn facts_of(
    call: &Call<'_>,
    dossier: &Dossier,
    units: &[Unit],
    year: i32,
) -> Result<Facts> {
    let desk = call.desk;
    let kept = desk.read(|r| r.list_application_of(&dossier.person.id))?;
    let application = match kept.into_iter().next() {
        Some(row) => row.application,
        None => batch::intended(call, dossier, year),
    };
    let unit = application.applying_unit_id.as_ref();
    let unit = unit.and_then(|id| units.iter().find(|u| u.id == *id));
    let (packs, options) = (desk.packs(), desk.options()?);
    Ok(crate::facts::facts(dossier, &application, unit, &packs, &options))
}
