//! Papers: a form's template, the part of the document it reads, and the PDF that comes of it.
//!
//! Templates are data: `forms/kunming/<form>.typ` beside `<form>.toml`, read when a form is set, so
//! that an adapted template counts at once. An office's own copies lie in its folder and go first.
//! Faces are loaded with the first form and kept.

mod data;
mod document;
mod fields;
mod guard;
mod part;
mod sample;
mod sheet;
mod spec;
mod template;
mod workbook;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use engine::pack::Packs;
use typeset::{Fonts, LeftOutReason, Standard, TypesetError};

pub use data::*;
pub use document::*;
pub use fields::schema;
pub use part::Gap;
pub use sample::SampleSize;
pub use sheet::{BundleSheet, RecoverySheet};
pub use spec::{FormFault, FormSpec, Paper, Place, PlaceKind, Stage, Subject, When};
pub use workbook::workbook;

use crate::error::{Code, Error, Result};
use fields::label;
use template::{Broken, Folders, Source};

/// What a form says outside its frame while nobody has compared it with this year's attachment.
const PENDING: &str = "版式自拟，以当年通知附件为准";

/// The forms of one resource folder, with an office's own over them.
pub struct Forms {
    folders: Folders,
    samples: PathBuf,
    faces: PathBuf,
    own_faces: PathBuf,
    fonts: OnceLock<Fonts>,
}

/// A form that was set.
pub struct Made {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The form as it was used.
    pub spec: FormSpec,
    /// Fields that print as blanks.
    pub gaps: Vec<Gap>,
    /// What the clerk should know of it: an own template that was put aside, faces left out.
    pub cautions: Vec<String>,
}

impl Forms {
    /// Use the templates in `resources/forms/kunming` and the faces in `resources/fonts`; over them
    /// an office's own in `office/forms` and `office/fonts`. Reads nothing large yet.
    ///
    /// # Errors
    /// `NotFound` when the shipped folders are not there: the program is not installed whole.
    pub fn open(resources: &Path, office: Option<&Path>) -> Result<Self> {
        let shipped = resources.join("forms").join("kunming");
        let faces = resources.join("fonts");
        template::check_folder(&shipped)?;
        template::check_folder(&faces)?;
        Ok(Self {
            folders: Folders::new(shipped, office.map(|f| f.join("forms"))),
            samples: resources.join("forms").join("sample"),
            own_faces: office.map(|f| f.join("fonts")).unwrap_or_default(),
            faces,
            fonts: OnceLock::new(),
        })
    }

    /// The faces, loaded with the first call.
    ///
    /// # Errors
    /// `NotFound` when there are none or one is damaged.
    pub fn fonts(&self) -> Result<&Fonts> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let loaded =
            Fonts::load_with(&self.faces, &self.own_faces).map_err(|f| explain(f, None))?;
        Ok(self.fonts.get_or_init(|| loaded))
    }

    /// What a form says of itself; the office's own description first, where it can be read.
    ///
    /// # Errors
    /// `NotFound` for a name nobody knows; a broken description with file and line.
    pub fn spec(&self, name: &str) -> Result<FormSpec> {
        let own = self.folders.spec(name, true);
        match own {
            Ok((spec, ..)) => Ok(spec),
            Err(_) if self.folders.is_shipped(name) => {
                self.folders.spec(name, false).map(|(spec, ..)| spec).map_err(broken)
            }
            Err(fault) => Err(broken(fault)),
        }
    }

    /// All forms, in the order of the season. An office's own form that cannot be read is left out;
    /// [`Forms::check`] names it.
    ///
    /// # Errors
    /// A broken shipped description.
    pub fn specs(&self) -> Result<Vec<FormSpec>> {
        let mut specs = Vec::new();
        for name in self.folders.names() {
            match self.spec(&name) {
                Ok(spec) => specs.push(spec),
                Err(error) if self.folders.is_shipped(&name) => return Err(error),
                Err(_) => {}
            }
        }
        specs.sort_by(|a, b| (a.stage, a.order, &a.name).cmp(&(b.stage, b.order, &b.name)));
        Ok(specs)
    }

    /// Whether the office uses a copy of its own.
    #[must_use]
    pub fn is_own(&self, name: &str) -> bool {
        self.folders.is_own(name)
    }

    /// Everything wrong with the descriptions, each with file and line: unknown field, unknown
    /// clause, a word of no meaning.
    #[must_use]
    pub fn check(&self, packs: &Packs) -> Vec<FormFault> {
        let mut faults = Vec::new();
        for name in self.folders.names() {
            match self.folders.spec(&name, true) {
                Ok((spec, text, _)) => faults.extend(spec.unknown_to(&text, packs)),
                Err(Broken::Spec(fault)) => faults.push(fault),
                Err(Broken::Io(error)) => faults.push(FormFault {
                    file: format!("{name}.toml"),
                    line: 0,
                    message: error.message,
                }),
            }
        }
        faults
    }

    /// Copy a shipped form into the office's folder to be adapted; gives the files.
    ///
    /// # Errors
    /// `NotFound` for an unknown name, file errors.
    pub fn adapt(&self, name: &str) -> Result<Vec<PathBuf>> {
        self.folders.adapt(name)
    }

    /// Set a form. An office's own template that does not work is put aside with a caution, and the
    /// shipped one is set.
    ///
    /// # Errors
    /// `InvalidInput` naming the field when a posted form would show an identity or mobile number,
    /// or when a character is in no face; a fault of a shipped template with file and line.
    pub fn make(&self, name: &str, document: &Document, date: NaiveDate) -> Result<Made> {
        let mut cautions = self.left_out()?;
        let shipped = self.folders.is_shipped(name);
        match self.folders.source(name, true) {
            Ok(source) if source.is_own && shipped => match self.set(&source, document, date) {
                Err(Fault::Template(sentence)) => {
                    cautions.push(format!("本单位的{sentence}。已改用程序自带的模板"));
                }
                made => return made.map(|m| m.with(cautions)).map_err(Fault::into_error),
            },
            Ok(source) => {
                let made = self.set(&source, document, date).map_err(Fault::into_error)?;
                return Ok(made.with(cautions));
            }
            Err(Broken::Spec(fault)) if self.folders.is_own(name) && shipped => {
                cautions.push(format!("本单位的表格说明 {fault}。已改用程序自带的"));
            }
            Err(fault) => return Err(broken(fault)),
        }
        let source = self.folders.source(name, false).map_err(broken)?;
        let made = self.set(&source, document, date).map_err(Fault::into_error)?;
        Ok(made.with(cautions))
    }

    /// A form filled with invented people, for the gallery.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn make_sample(&self, name: &str, size: SampleSize, date: NaiveDate) -> Result<Made> {
        self.make(name, &self.sample(size)?, date)
    }

    /// The document of invented people a gallery is set from.
    ///
    /// # Errors
    /// `NotFound` when the sample files are not there.
    pub fn sample(&self, size: SampleSize) -> Result<Document> {
        sample::read(&self.samples, size)
    }

    /// 《昆明市职称申报综合情况（公示）表》 of one applicant, for the wall.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn notice(&self, data: &NoticeForm, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { notice: data.clone(), ..Document::default() };
        Ok(self.make("notice", &document, date)?.pdf)
    }

    /// 公示结果报告.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn notice_report(&self, data: &NoticeReport, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { report: data.clone(), ..Document::default() };
        Ok(self.make("notice-report", &document, date)?.pdf)
    }

    /// 档案袋封面.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn cover(&self, data: &Cover, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { cover: data.clone(), ..Document::default() };
        Ok(self.make("cover", &document, date)?.pdf)
    }

    /// 材料目录.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn index(&self, data: &Index, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { index: data.clone(), ..Document::default() };
        Ok(self.make("index", &document, date)?.pdf)
    }

    /// 推荐花名册.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn roster(&self, data: &RecommendationRoster, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { roster: data.clone(), ..Document::default() };
        Ok(self.make("roster", &document, date)?.pdf)
    }

    /// 资格预审意见.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn verdict(&self, data: &VerdictSheet, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { verdict: data.clone(), ..Document::default() };
        Ok(self.make("verdict", &document, date)?.pdf)
    }

    /// 《基层单位推荐意见》 of one applicant.
    ///
    /// # Errors
    /// As [`Forms::make`].
    pub fn opinion(&self, data: &UnitOpinion, date: NaiveDate) -> Result<Vec<u8>> {
        let document = Document { opinion: data.clone(), ..Document::default() };
        Ok(self.make("opinion", &document, date)?.pdf)
    }

    /// Faces of the office's folder that are not used, as cautions.
    fn left_out(&self) -> Result<Vec<String>> {
        let sentence = |l: &typeset::LeftOut| match l.reason {
            LeftOutReason::Unreadable => format!("字库文件 {} 读不出来，没有用", l.file),
            LeftOutReason::Restricted => {
                format!("字库文件 {} 的许可不允许嵌入文件，没有用", l.file)
            }
        };
        Ok(self.fonts()?.left_out().iter().map(sentence).collect())
    }

    fn set(&self, source: &Source, document: &Document, date: NaiveDate) -> Result<Made, Fault> {
        let spec = &source.spec;
        let mut whole = serde_json::to_value(document).map_err(|e| Fault::Other(e.into()))?;
        let note = if spec.is_layout_pending { PENDING } else { "" };
        whole["form"] = serde_json::json!({ "title": spec.title, "note": note });
        let always = ["form", "application_year", "made_on"];
        let data = part::cut(&whole, spec.paths().chain(always));
        if spec.is_posted
            && let Some((path, what)) = guard::find(&data)
        {
            let error = Error::invalid(
                format!("{}的“{}”里有{}，张贴版不能出现", spec.title, label(&path), what.name()),
                "请改掉这一处后重新生成；受理电话请用单位座机",
            );
            return Err(Fault::Other(error.at(path)));
        }
        let options = typeset::Options {
            standard: if spec.is_archive { Standard::Archive } else { Standard::Untagged },
            title: spec.title.clone(),
            date: day(date),
        };
        let fonts = self.fonts().map_err(Fault::Other)?;
        match typeset::render(fonts, &source.template, &data, &options) {
            Ok(pdf) => Ok(Made {
                pdf,
                gaps: part::gaps(&data, spec.required()),
                spec: spec.clone(),
                cautions: Vec::new(),
            }),
            Err(fault) => Err(match template::explain(&fault, &source.template) {
                Some(sentence) => Fault::Template(sentence),
                None => Fault::Other(explain(fault, Some(spec))),
            }),
        }
    }
}

impl Made {
    fn with(mut self, cautions: Vec<String>) -> Self {
        self.cautions = cautions;
        self
    }
}

/// Why a form was not set.
enum Fault {
    /// The template's own, as a sentence with its place.
    Template(String),
    Other(Error),
}

impl Fault {
    fn into_error(self) -> Error {
        match self {
            Self::Other(error) => error,
            Self::Template(sentence) => {
                Error::new(Code::Internal, sentence, "请改正模板，或换回程序自带的模板")
            }
        }
    }
}

fn broken(fault: Broken) -> Error {
    match fault {
        Broken::Io(error) => error,
        Broken::Spec(fault) => Error::new(
            Code::Internal,
            format!("表格说明 {fault}"),
            "请改正，或换回程序自带的说明文件",
        ),
    }
}

fn day(date: NaiveDate) -> typeset::Date {
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    typeset::Date { year: date.year(), month: part(date.month()), day: part(date.day()) }
}

/// A fault of setting that is not the template's, as a sentence. Whom a form is about is said by its
/// place in the list and never by name, for the sentence also goes into the log.
fn explain(fault: TypesetError, spec: Option<&FormSpec>) -> Error {
    let of = spec.map(|s| format!("{}的", s.title)).unwrap_or_default();
    let error = match &fault {
        TypesetError::MissingGlyph { path, character } => {
            let code = format!("U+{:04X}", u32::from(*character));
            let what = if *character == '\u{FFFD}' {
                format!("{of}“{}”里有一个转码时丢失的字（{code}）", label(path))
            } else {
                format!("{of}“{}”里的“{character}”（{code}）字库里没有", label(path))
            };
            Error::invalid(
                what,
                "请核对原件改正；确是生僻字的，把含有它的字库文件放进资料夹的 fonts 文件夹，重新打开程序",
            )
            .at(path)
        }
        TypesetError::Template { .. } | TypesetError::Unreadable { .. } => {
            return Error::internal(fault);
        }
        TypesetError::FontFile { .. } | TypesetError::NoFont { .. } => Error::new(
            Code::NotFound,
            "程序自带的字库缺失或损坏",
            "请重新安装程序；开发环境请先运行 ./dev 准备字库",
        ),
    };
    error.with_source(fault)
}
