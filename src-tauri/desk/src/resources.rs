//! Where the data we ship lies: packs, forms, fonts, the sample office.

use crate::error::{Code, Error, Result};
use engine::pack::committee::ConditionKinds;
use engine::pack::{Pack, Packs};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of shipped data (`assets` in the repository, `resources` beside an installed program).
#[derive(Debug, Clone)]
pub struct Resources {
    root: PathBuf,
}

/// Packs in stacking order: the base first.
const PACKS: [&str; 2] = ["national", "kunming"];

impl Resources {
    /// The folder given, or found beside the program or above it.
    ///
    /// # Errors
    /// `NotFound` when no folder holds the packs.
    pub fn find(given: Option<&Path>) -> Result<Self> {
        let holds = |dir: &Path| dir.join("packs/kunming/pack.toml").is_file();
        if let Some(dir) = given {
            return if holds(dir) {
                Ok(Self { root: dir.to_owned() })
            } else {
                Err(Error::new(
                    Code::NotFound,
                    "指定的资源目录里没有规则包",
                    "请检查 --resources 的位置",
                ))
            };
        }
        let program = std::env::current_exe().unwrap_or_default();
        for above in program.ancestors().skip(1) {
            for name in ["assets", "resources", "share/chengbao", "lib/chengbao"] {
                let dir = above.join(name);
                if holds(&dir) {
                    return Ok(Self { root: dir });
                }
            }
        }
        Err(Error::new(
            Code::NotFound,
            "没有找到程序自带的规则包和表格",
            "程序安装不完整，请重新安装，或用 --resources 指明位置",
        ))
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The invented office to try the program with.
    #[must_use]
    pub fn sample(&self) -> PathBuf {
        self.root.join("sample")
    }

    /// All packs, laid over one another.
    ///
    /// # Errors
    /// `PackInvalid` naming file and reason.
    pub fn packs(&self) -> Result<Packs> {
        self.packs_with(&[])
    }

    /// All packs with more laid over them: a year's notice, a committee's notice.
    ///
    /// # Errors
    /// `PackInvalid` naming file and reason.
    pub fn packs_with(&self, more: &[PathBuf]) -> Result<Packs> {
        let mut packs = self.shipped()?;
        for dir in more {
            if !dir.join("pack.toml").is_file() {
                return Err(Error::invalid(
                    "--pack 指的目录里没有规则包",
                    "规则包目录里要有 pack.toml",
                ));
            }
            packs.push(read_pack(dir)?);
        }
        Ok(Packs::stack(packs))
    }

    /// The shipped packs one by one, base first.
    ///
    /// # Errors
    /// `PackInvalid` naming file and reason.
    pub fn shipped(&self) -> Result<Vec<Pack>> {
        PACKS.iter().map(|name| read_pack(&self.root.join("packs").join(name))).collect()
    }

    /// What the filing system takes as pictures.
    ///
    /// # Errors
    /// `Invalid` naming the line.
    pub fn portal(&self) -> Result<PortalProfile> {
        let path = self.root.join("portal/kunming.toml");
        let text = std::fs::read_to_string(path).map_err(|e| Error::io("申报系统的要求", e))?;
        toml::from_str(&text).map_err(|e| {
            Error::invalid(format!("申报系统的要求写得不对：{e}"), "请改正，或重新安装程序")
        })
    }

    /// The conditions that a committee's notice may choose from.
    ///
    /// # Errors
    /// `PackInvalid` naming the reason.
    pub fn condition_kinds(&self) -> Result<ConditionKinds> {
        let path = self.root.join("packs/committee/condition.toml");
        let text = std::fs::read_to_string(path).map_err(|e| Error::io("评委会条件表", e))?;
        toml::from_str(&text).map_err(|e| {
            let message = format!("评委会条件表有误：{}", e.message());
            Error::new(Code::PackInvalid, message, "请重新安装程序")
        })
    }
}

/// What the filing system takes as pictures.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalProfile {
    /// Name of the system.
    pub name: String,
    /// What is known of its limits, for the clerk.
    pub note: String,
    /// Kilobytes (1024 bytes) of one picture.
    pub max_kb: u32,
    /// Other sizes to choose from.
    pub choices_kb: Vec<u32>,
    /// Pixels of the longer side.
    pub max_side: u32,
    /// Dots per inch at which pages of a PDF are drawn.
    pub dpi: f32,
}

/// Read one pack folder.
///
/// # Errors
/// `PackInvalid` naming file and reason.
pub fn read_pack(dir: &Path) -> Result<Pack> {
    let mut files = BTreeMap::new();
    gather(dir, dir, &mut files)?;
    Pack::load(&files).map_err(|e| {
        Error::new(Code::PackInvalid, e.to_string(), "请换回程序自带的规则包，或改正所指之处")
    })
}

fn gather(root: &Path, dir: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = std::fs::read_dir(dir).map_err(|e| Error::io("规则包", e))?;
    for entry in entries {
        let path = entry.map_err(|e| Error::io("规则包", e))?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|e| Error::io("规则包文件", e))?;
            let name =
                path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, text);
        }
    }
    Ok(())
}

/// Where an office lies when nobody says: 呈报资料夹 among the person's documents, or in the
/// program's own data folder where the system knows no documents.
#[must_use]
pub fn default_office() -> Option<PathBuf> {
    let documents = directories::UserDirs::new()
        .and_then(|d| d.document_dir().map(Path::to_owned))
        .map(|d| d.join("呈报资料夹"));
    documents.or_else(|| {
        directories::ProjectDirs::from("cn", "chengbao", "chengbao")
            .map(|d| d.data_dir().join("office"))
    })
}
