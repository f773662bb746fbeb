//! 规则包 of an office: the shipped ones, and what the office has laid over them.
//!
//! A pack of the office that does not load or does not fit is set aside whole and named; the others
//! hold. A faulty one never gets in: it is checked over all others before it is kept.

use crate::error::{Code, Error, Result};
use crate::resources::Resources;
use crate::store::policy::OfficePack;
use engine::pack::check::{Fault, check};
use engine::pack::{Pack, Packs};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

/// Most files of a pack that is handed in.
const MOST_FILES: usize = 200;
/// Most bytes of text in a pack that is handed in, all files together.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// The packs as they hold now.
#[derive(Debug, Clone, Default)]
pub struct OfficePacks {
    /// Laid over one another.
    pub packs: Arc<Packs>,
    /// Packs of the office that do not hold, and why.
    pub set_aside: Vec<SetAside>,
}

/// A pack that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Why, with file, line and id.
    pub message: String,
}

/// The shipped packs with the office's over them.
///
/// # Errors
/// `PackInvalid` when the shipped ones themselves are faulty.
pub fn load(resources: &Resources, kept: &[OfficePack]) -> Result<OfficePacks> {
    let shipped = resources.shipped()?;
    let packs = Packs::stack(shipped.clone());
    if let Some(fault) = check(&packs, None).first() {
        return Err(faulty(fault, "请换回程序自带的规则包"));
    }
    let mut out = OfficePacks { packs: Arc::new(packs), set_aside: Vec::new() };
    let mut holding = shipped;
    for own in kept {
        match over(&holding, &own.files) {
            Ok((pack, packs)) => {
                holding.push(pack);
                out.packs = Arc::new(packs);
            }
            Err(error) => out.set_aside.push(SetAside {
                id: own.id.clone(),
                name: own.name.clone(),
                message: error.message,
            }),
        }
    }
    Ok(out)
}

/// A pack from its texts, and the stack with it on top.
///
/// # Errors
/// `PackInvalid` naming file, line and id.
pub fn over(below: &[Pack], files: &BTreeMap<String, String>) -> Result<(Pack, Packs)> {
    let pack = Pack::load(files).map_err(|e| {
        Error::new(Code::PackInvalid, e.to_string(), "请改正所指之处，再放进来；原来的规则包没有变")
    })?;
    let packs = Packs::stack(below.iter().chain([&pack]).cloned().collect());
    if let Some(fault) = check(&packs, None).first() {
        return Err(faulty(fault, "请改正所指之处，再放进来；原来的规则包没有变"));
    }
    Ok((pack, packs))
}

fn faulty(fault: &Fault, hint: &str) -> Error {
    let place = match fault.line {
        0 => fault.file.clone(),
        line => format!("{}第{line}行", fault.file),
    };
    let place = if place.is_empty() { String::new() } else { format!("（{place}）") };
    Error::new(Code::PackInvalid, format!("规则包有误：{}{place}{}", fault.id, fault.message), hint)
}

/// The texts of a pack that is handed in: a single .toml with every section, or a .zip of its files.
///
/// # Errors
/// `UnsupportedFile` for anything else, too large, or not text.
pub fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, String>> {
    let refused = |message: &str| {
        Error::new(
            Code::UnsupportedFile,
            message,
            "请放规则包的 .toml 文件，或把规则包文件夹压缩成 .zip",
        )
    };
    if !bytes.starts_with(b"PK") {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(refused("文件太大，不像规则包"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| refused("文件不是规则包"))?;
        let text = text.trim_start_matches('\u{feff}').to_owned();
        return Ok(BTreeMap::from([("pack.toml".to_owned(), text)]));
    }
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| refused("压缩包打不开"))?;
    if archive.len() > MOST_FILES {
        return Err(refused("压缩包里的文件太多，不像规则包"));
    }
    let mut files = BTreeMap::new();
    let mut left = MOST_BYTES;
    for i in 0..archive.len() {
        let file = archive.by_index(i).map_err(|_| refused("压缩包打不开"))?;
        let name = file.name().map_err(|_| refused("压缩包打不开"))?.replace('\\', "/");
        if !file.is_file() || !name.ends_with(".toml") {
            continue;
        }
        let mut text = String::new();
        let mut bounded = file.take(left + 1);
        bounded.read_to_string(&mut text).map_err(|_| refused("压缩包里的文件读不出来"))?;
        left = left
            .checked_sub(text.len() as u64)
            .ok_or_else(|| refused("压缩包里的文件太大，不像规则包"))?;
        files.insert(name, text);
    }
    Ok(rooted(files))
}

/// Without the folder that every file of a zipped folder lies in.
fn rooted(files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let Some(folder) = files
        .keys()
        .find_map(|name| name.strip_suffix("pack.toml"))
        .filter(|folder| !folder.is_empty() && files.keys().all(|name| name.starts_with(*folder)))
        .map(str::to_owned)
    else {
        return files;
    };
    files.into_iter().map(|(name, text)| (name[folder.len()..].to_owned(), text)).collect()
}
