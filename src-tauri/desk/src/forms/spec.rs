//! What a form says of itself, in the TOML beside its template.

use super::fields;
use engine::pack::Packs;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// A form's own description.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSpec {
    /// File name of template and description, without ending.
    #[serde(skip)]
    pub name: String,
    /// Title, as in the document's properties.
    pub title: String,
    /// Paper and direction.
    pub paper: Paper,
    /// Whether it is made per applicant or per batch.
    pub subject: Subject,
    /// The step of the season it belongs to.
    pub stage: Stage,
    /// Place among the forms of its stage.
    pub order: u32,
    /// Where the form comes from, or that the layout is ours.
    pub source: String,
    /// Whether the layout waits for this year's attachment: the form then says so outside its frame.
    /// An office that has compared it sets this to false in its own copy.
    #[serde(default = "yes")]
    pub is_layout_pending: bool,
    /// Whether the PDF is PDF/A-2b with tags; long rosters are not, for size.
    pub is_archive: bool,
    /// Whether it hangs on a wall: then it may read no identity number and no mobile number, and
    /// every string is searched for them.
    #[serde(default)]
    pub is_posted: bool,
    /// Whether the same lines are given as a workbook too.
    #[serde(default)]
    pub has_workbook: bool,
    /// When it is needed; always when left out.
    #[serde(default)]
    pub when: Option<When>,
    /// Material of the pack's list that this form is.
    #[serde(default)]
    pub material: Option<Spanned<String>>,
    /// Clauses that demand it.
    #[serde(default)]
    pub cites: Vec<Spanned<String>>,
    /// Copies to print and seal.
    #[serde(default = "one")]
    pub copies: u32,
    /// Fields of [`super::Document`] the template is handed, as dotted paths. `?` at the end: may be
    /// empty. Any other that is empty is listed as missing.
    pub reads: Vec<Spanned<String>>,
    /// Places to sign and to seal, for the list of seals.
    #[serde(default)]
    pub place: Vec<Place>,
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

/// Paper and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Paper {
    /// A4, upright.
    #[serde(rename = "A4 纵向")]
    A4,
    /// A4, lying.
    #[serde(rename = "A4 横向")]
    A4Lying,
    /// A3, lying.
    #[serde(rename = "A3 横向")]
    A3Lying,
}

impl Paper {
    /// The words a clerk reads.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::A4 => "A4 纵向",
            Self::A4Lying => "A4 横向",
            Self::A3Lying => "A3 横向",
        }
    }
}

/// Whom a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One applicant.
    Person,
    /// A whole batch.
    Batch,
}

/// The step of the season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 资格预审.
    Assess,
    /// 收材料.
    Material,
    /// 公示.
    Notice,
    /// 单位审核.
    Opinion,
    /// 打印装袋.
    Packet,
    /// 报送.
    Submit,
}

impl Stage {
    /// The words a clerk reads.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Assess => "资格预审",
            Self::Material => "收材料",
            Self::Notice => "公示",
            Self::Opinion => "单位审核",
            Self::Packet => "打印装袋",
            Self::Submit => "报送",
        }
    }
}

/// When a form is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The applicant is dispatched.
    Dispatched,
    /// The applicant was or is seconded.
    Seconded,
    /// The post was changed.
    PostChanged,
    /// The material of this form is asked for.
    MaterialAsked,
    /// The application is posted.
    Posted,
    /// The posting is closed.
    NoticeClosed,
    /// Somebody's title comes from another province.
    OutOfProvince,
    /// The unit has a post set-up.
    PublicInstitution,
}

impl When {
    /// Why a form that is not needed is not, in words.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Dispatched => "劳务派遣人员才要",
            Self::Seconded => "有借调经历的才要",
            Self::PostChanged => "岗位有过变动的才要",
            Self::MaterialAsked => "材料清单里没有这一项",
            Self::Posted => "登记公示以后再出",
            Self::NoticeClosed => "公示结束以后再出",
            Self::OutOfProvince => "有外省职称的才要",
            Self::PublicInstitution => "事业单位才要",
        }
    }
}

/// A place that somebody signs or seals by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Signature or seal.
    pub kind: PlaceKind,
    /// Who: “本人”, “审核人”, “申报单位”.
    pub who: String,
    /// Where on the paper: “末页“单位审核”栏”.
    #[serde(default)]
    pub spot: String,
    /// How many such places a copy has.
    #[serde(default = "one")]
    pub count: u32,
    /// Whether the place is there only in a dispatch.
    #[serde(default)]
    pub only_dispatch: bool,
}

/// Signature or seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum PlaceKind {
    /// A person signs.
    #[serde(rename = "签名")]
    Signature,
    /// A unit seals.
    #[serde(rename = "公章")]
    Seal,
}

impl PlaceKind {
    /// The word a clerk reads.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Signature => "签名",
            Self::Seal => "公章",
        }
    }
}

/// Something wrong with a form's description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFault {
    /// File name.
    pub file: String,
    /// Line, from 1; 0 when the fault belongs to no place.
    pub line: usize,
    /// What, as a Chinese sentence.
    pub message: String,
}

impl std::fmt::Display for FormFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 {
            write!(f, "{} 第 {} 行：{}", self.file, self.line, self.message)
        } else {
            write!(f, "{}：{}", self.file, self.message)
        }
    }
}

impl FormSpec {
    /// Read and check a description, everything but its clauses.
    ///
    /// # Errors
    /// The first fault, with file and line.
    pub fn parse(name: &str, text: &str) -> Result<Self, FormFault> {
        let file = format!("{name}.toml");
        let fault = |span: Option<Range<usize>>, message: String| FormFault {
            file: file.clone(),
            line: span.map_or(0, |s| line_of(text, s.start)),
            message,
        };
        let mut spec: Self =
            toml::from_str(text).map_err(|e| fault(e.span(), in_chinese(e.message())))?;
        name.clone_into(&mut spec.name);
        for read in &spec.reads {
            let path = read.get_ref().trim_end_matches('?');
            if !fields::is_known(path) {
                let message = format!("没有名为“{path}”的字段，字段见 schemas/form.schema.json");
                return Err(fault(Some(read.span()), message));
            }
            if spec.is_posted && fields::is_private(path) {
                let message = format!("张贴的表不能读“{path}”：里面有证件号或手机号");
                return Err(fault(Some(read.span()), message));
            }
        }
        Ok(spec)
    }

    /// Clauses and material that the packs do not know.
    #[must_use]
    pub fn unknown_to(&self, text: &str, packs: &Packs) -> Vec<FormFault> {
        let fault = |span: Range<usize>, message: String| FormFault {
            file: format!("{}.toml", self.name),
            line: line_of(text, span.start),
            message,
        };
        let clauses = self
            .cites
            .iter()
            .filter(|c| packs.clause(c.get_ref()).is_none())
            .map(|c| fault(c.span(), format!("规则包里没有编号为“{}”的条款", c.get_ref())));
        let material = self.material.iter().filter(|m| packs.material(m.get_ref()).is_none());
        let material =
            material.map(|m| fault(m.span(), format!("规则包里没有编号为“{}”的材料", m.get_ref())));
        clauses.chain(material).collect()
    }

    /// Paths of the fields handed to the template.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.reads.iter().map(|r| r.get_ref().trim_end_matches('?'))
    }

    /// Paths of the fields that should not be empty.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.reads.iter().map(|r| r.get_ref().as_str()).filter(|r| !r.ends_with('?'))
    }

    /// Clause ids.
    #[must_use]
    pub fn clauses(&self) -> Vec<String> {
        self.cites.iter().map(|c| c.get_ref().clone()).collect()
    }

    /// Places a copy has, in a dispatch or not.
    pub fn places(&self, is_dispatched: bool) -> impl Iterator<Item = &Place> {
        self.place.iter().filter(move |p| is_dispatched || !p.only_dispatch)
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// What the TOML reader says, as far as a person who adapts a form meets it.
fn in_chinese(message: &str) -> String {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown field") {
        format!("没有名为“{}”的项目", quoted())
    } else if message.starts_with("missing field") {
        format!("缺少“{}”这一项", quoted())
    } else if message.starts_with("unknown variant") {
        format!("不认识“{}”这个值", quoted())
    } else if message.starts_with("duplicate key") {
        "同一个项目写了两次".to_owned()
    } else {
        format!("写法不对（{message}）")
    }
}
