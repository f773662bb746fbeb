//! Facts documents on the command line: from a file or standard input, one or many, and their results.

use crate::out;
use desk::error::{Error, Result};
use desk::resources::Resources;
use engine::fact::document::{DocumentError, Facts, parse};
use engine::pack::Packs;
use serde_json::Value;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Options of every question about cases.
#[derive(clap::Args)]
pub struct CaseOptions {
    /// 事实文件：JSON，或每行一个 JSON；“-” 从标准输入读。字段见 schemas/facts.schema.json
    #[arg(long, value_name = "文件")]
    pub facts: PathBuf,
    /// 结果写成 JSON（多个案例时每行一个）
    #[arg(long)]
    pub json: bool,
    /// 另外叠上的规则包目录（年度通知、评委会通知），可给多个
    #[arg(long, value_name = "目录")]
    pub pack: Vec<PathBuf>,
}

impl CaseOptions {
    /// The packs that judge, and the cases.
    pub fn read(&self, resources: &Resources) -> Result<(Packs, Vec<Facts>)> {
        Ok((resources.packs_with(&self.pack)?, documents(&self.facts)?))
    }
}

/// Print one case: spread out when it is the only one, else one object a line.
pub fn print(value: &Value, is_one: bool) -> Result<()> {
    let line = match is_one {
        true => serde_json::to_string_pretty(value),
        false => serde_json::to_string(value),
    };
    out::line(&line?);
    Ok(())
}

/// The text of a facts file, or of standard input for `-`.
fn read(path: &Path) -> Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        let got = std::io::stdin().read_to_string(&mut text);
        got.map_err(|e| {
            Error::invalid("标准输入读不出来，或不是 UTF-8", "请给 UTF-8 的 JSON").with_source(e)
        })?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            Error::invalid("没有找到 --facts 指的文件", "请检查路径").with_source(e)
        }
        std::io::ErrorKind::InvalidData => {
            Error::invalid("事实文件不是 UTF-8 文本", "请另存为 UTF-8").with_source(e)
        }
        _ => Error::io("事实文件", e),
    })
}

/// One document, a list of documents, or one document a line. Nothing is judged unless all can be
/// read.
pub fn documents(path: &Path) -> Result<Vec<Facts>> {
    let text = read(path)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Error::invalid("事实文件是空的", "请按 schemas/facts.schema.json 填写"));
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(list)) => list
            .iter()
            .enumerate()
            .map(|(i, value)| {
                parse(&value.to_string()).map_err(|e| refused(&format!("第{}个案例", i + 1), &e))
            })
            .collect(),
        Ok(_) => Ok(vec![parse(text).map_err(|e| refused("事实文件", &e))?]),
        Err(_) if text.lines().filter(|l| !l.trim().is_empty()).count() > 1 => text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(i, line)| parse(line).map_err(|e| refused(&format!("第{}行", i + 1), &e)))
            .collect(),
        Err(error) => Err(refused("事实文件", &DocumentError::Json(error.to_string()))),
    }
}

fn refused(place: &str, error: &DocumentError) -> Error {
    Error::invalid(
        format!("{place}：{error}"),
        "请对照 schemas/facts.schema.json 改正；全部案例都没有判",
    )
}
