//! Bind a form to its data and hand it to `typeset`.
//!
//! Templates are data: `forms/kunming/<form>.typ` beside `<form>.toml`, read when a form is set, so
//! that an adapted template counts at once. Faces are loaded with the first form and kept.

mod data;
mod guard;
mod label;
mod spec;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;
use typeset::{Fonts, Standard, Template, TypesetError};

pub use data::*;
pub use spec::{FormSpec, Place};

use crate::error::{Code, Error, Result};
use label::label;

/// The file every template may import.
const COMMON: &str = "common.typ";

/// A form we ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 《昆明市职称申报综合情况（公示）表》.
    Notice,
    /// 公示结果报告.
    NoticeReport,
    /// 档案袋封面.
    Cover,
    /// 材料目录.
    Index,
    /// 推荐花名册.
    Roster,
    /// 资格预审意见.
    Verdict,
    /// 《基层单位推荐意见》.
    Opinion,
}

impl Form {
    /// All of them, in the order of the season.
    pub const ALL: [Self; 7] = [
        Self::Verdict,
        Self::Notice,
        Self::NoticeReport,
        Self::Opinion,
        Self::Roster,
        Self::Cover,
        Self::Index,
    ];

    /// File name of template and description, without ending.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::NoticeReport => "notice-report",
            Self::Cover => "cover",
            Self::Index => "index",
            Self::Roster => "roster",
            Self::Verdict => "verdict",
            Self::Opinion => "opinion",
        }
    }
}

/// The forms of one resource folder.
pub struct Forms {
    templates: PathBuf,
    faces: PathBuf,
    fonts: OnceLock<Fonts>,
}

impl Forms {
    /// Use the templates in `resources/forms/kunming` and the faces in `resources/fonts`. Reads
    /// nothing large yet.
    ///
    /// # Errors
    /// `NotFound` when the folders are not there: the program is not installed whole.
    pub fn open(resources: &Path) -> Result<Self> {
        let templates = resources.join("forms").join("kunming");
        let faces = resources.join("fonts");
        for folder in [&templates, &faces] {
            if !folder.is_dir() {
                return Err(Error::new(
                    Code::NotFound,
                    "没有找到程序自带的表格模板或字库",
                    "请重新安装程序；开发环境请先运行 ./dev 准备字库",
                ));
            }
        }
        Ok(Self { templates, faces, fonts: OnceLock::new() })
    }

    /// The faces, loaded with the first call.
    ///
    /// # Errors
    /// `NotFound` when there are none or one is damaged.
    pub fn fonts(&self) -> Result<&Fonts> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let loaded = Fonts::load(&self.faces).map_err(explain)?;
        Ok(self.fonts.get_or_init(|| loaded))
    }

    /// What a form says of itself.
    ///
    /// # Errors
    /// When its description is missing or broken.
    pub fn spec(&self, form: Form) -> Result<FormSpec> {
        let name = format!("{}.toml", form.key());
        let text = self.read(&name)?;
        toml::from_str(&text).map_err(|fault| {
            Error::new(
                Code::Internal,
                format!("表格说明 {name} 写错了：{}", fault.message()),
                "请改正，或换回程序自带的说明文件",
            )
        })
    }

    /// 《昆明市职称申报综合情况（公示）表》 of one applicant, for the wall.
    ///
    /// # Errors
    /// `InvalidInput` naming the field when a string holds an identity or mobile number, or a
    /// character no face has; template faults with file and line.
    pub fn notice(&self, data: &NoticeForm, date: NaiveDate) -> Result<Vec<u8>> {
        let value = serde_json::to_value(data)?;
        if let Some((path, what)) = guard::find(&value) {
            return Err(Error::invalid(
                format!("公示表的“{}”里有{}，张贴版不能出现", label(&path), what.name()),
                "请改掉这一处后重新生成；受理电话请用单位座机",
            )
            .at(path));
        }
        self.set(Form::Notice, &value, date)
    }

    /// 公示结果报告.
    ///
    /// # Errors
    /// As [`Forms::notice`], without the search for private numbers.
    pub fn notice_report(&self, data: &NoticeReport, date: NaiveDate) -> Result<Vec<u8>> {
        self.bind(Form::NoticeReport, data, date)
    }

    /// 档案袋封面.
    ///
    /// # Errors
    /// As [`Forms::notice_report`].
    pub fn cover(&self, data: &Cover, date: NaiveDate) -> Result<Vec<u8>> {
        self.bind(Form::Cover, data, date)
    }

    /// 材料目录.
    ///
    /// # Errors
    /// As [`Forms::notice_report`].
    pub fn index(&self, data: &Index, date: NaiveDate) -> Result<Vec<u8>> {
        self.bind(Form::Index, data, date)
    }

    /// 推荐花名册.
    ///
    /// # Errors
    /// As [`Forms::notice_report`].
    pub fn roster(&self, data: &RecommendationRoster, date: NaiveDate) -> Result<Vec<u8>> {
        self.bind(Form::Roster, data, date)
    }

    /// 资格预审意见.
    ///
    /// # Errors
    /// As [`Forms::notice_report`].
    pub fn verdict(&self, data: &VerdictSheet, date: NaiveDate) -> Result<Vec<u8>> {
        self.bind(Form::Verdict, data, date)
    }

    /// 《基层单位推荐意见》 of one applicant.
    ///
    /// # Errors
    /// As [`Forms::notice_report`].
    pub fn opinion(&self, data: &UnitOpinion, date: NaiveDate) -> Result<Vec<u8>> {
        self.bind(Form::Opinion, data, date)
    }

    fn bind(&self, form: Form, data: &impl Serialize, date: NaiveDate) -> Result<Vec<u8>> {
        self.set(form, &serde_json::to_value(data)?, date)
    }

    fn set(&self, form: Form, data: &Value, date: NaiveDate) -> Result<Vec<u8>> {
        let spec = self.spec(form)?;
        let name = format!("{}.typ", form.key());
        let template = Template {
            main: self.read(&name)?,
            name,
            files: vec![(COMMON.to_owned(), self.read(COMMON)?)],
            families: spec.families,
        };
        let options = typeset::Options {
            standard: if spec.is_archive { Standard::Archive } else { Standard::Untagged },
            title: spec.title,
            date: day(date),
        };
        typeset::render(self.fonts()?, &template, data, &options).map_err(explain)
    }

    fn read(&self, name: &str) -> Result<String> {
        fs::read_to_string(self.templates.join(name))
            .map_err(|error| Error::io(&format!("表格模板 {name}"), error))
    }
}

fn day(date: NaiveDate) -> typeset::Date {
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    typeset::Date { year: date.year(), month: part(date.month()), day: part(date.day()) }
}

/// A fault of setting, as a sentence.
fn explain(fault: TypesetError) -> Error {
    let error = match &fault {
        TypesetError::MissingGlyph { path, character } => {
            let code = format!("U+{:04X}", u32::from(*character));
            let what = if *character == '\u{FFFD}' {
                format!("“{}”里有一个转码时丢失的字（{code}）", label(path))
            } else {
                format!("“{}”里的“{character}”（{code}）自带字库里没有", label(path))
            };
            Error::invalid(what, "请核对原件改正；确是生僻字的，请在系统设置里加装含有它的字库")
                .at(path)
        }
        TypesetError::Template { file, line, message, .. } => Error::new(
            Code::Internal,
            format!("表格模板 {file} 第 {line} 行有错：{message}"),
            "请改正模板，或换回程序自带的模板",
        ),
        TypesetError::Unreadable { .. } => return Error::internal(fault),
        TypesetError::FontFile { .. } | TypesetError::NoFont { .. } => Error::new(
            Code::NotFound,
            "程序自带的字库缺失或损坏",
            "请重新安装程序；开发环境请先运行 ./dev 准备字库",
        ),
    };
    error.with_source(fault)
}
