//! `chengbao pack check` and `chengbao pack template`: for whoever writes a pack.

use super::input;
use crate::out;
use desk::error::{Code, Error, Result};
use desk::resources::Resources;
use engine::pack::Packs;
use engine::pack::case::Cases;
use engine::pack::check::Fault;
use engine::pack::committee::CommitteeNotice;
use engine::pack::proof::{Coverage, faults, unproved};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Options of `pack check`.
#[derive(clap::Args)]
pub struct CheckOptions {
    /// 连同这些目录里的规则包一起查（年度通知、评委会通知），可给多个
    #[arg(long, value_name = "目录")]
    pack: Vec<PathBuf>,
    /// 案例目录：逐个判，并查每条规则的每个版本都有判中和没判中的案例
    #[arg(long, value_name = "目录")]
    cases: Option<PathBuf>,
    /// 按哪一天看核对日期旧不旧，默认今天
    #[arg(long, value_name = "日期")]
    today: Option<String>,
}

/// Check the packs and say what is wrong, one fault a line with file, line and id.
pub fn check(resources: &Resources, options: &CheckOptions) -> Result<()> {
    let packs = resources.packs_with(&options.pack)?;
    let today =
        input::maybe_date("--today", options.today.as_deref())?.unwrap_or_else(input::today);
    let mut found: Vec<String> =
        engine::pack::check::check(&packs, Some(today)).iter().map(Fault::to_string).collect();
    let mut judged = String::new();
    if let Some(folder) = &options.cases {
        let cases = Cases::read(&texts(folder)?)
            .map_err(|e| Error::invalid(e.to_string(), "请改正所指之处再查").at("--cases"))?;
        found.extend(prove(&cases, &packs));
        judged = format!("，{}个案例", cases.cases.len());
    }
    for fault in &found {
        out::line(fault);
    }
    let rules = packs.rules().count();
    let clauses = packs.clauses().count();
    if found.is_empty() {
        out::line(&format!("规则包没有错：{rules} 条规则，{clauses} 条依据{judged}"));
        Ok(())
    } else {
        let message = format!("规则包有 {} 处错", found.len());
        Err(Error::new(Code::PackInvalid, message, "请逐条改正后再查"))
    }
}

fn prove(cases: &Cases, packs: &Packs) -> Vec<String> {
    let mut coverage = Coverage::default();
    let mut found = Vec::new();
    for (file, case) in &cases.cases {
        let wrong = faults(case, cases, packs, &mut coverage);
        found.extend(wrong.into_iter().map(|fault| format!("{file} {}：{fault}", case.name)));
    }
    found.extend(unproved(packs, &coverage).iter().map(Fault::to_string));
    found
}

/// Texts of the .toml files of a folder that hold cases; the others are passed over.
fn texts(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|e| Error::io("案例目录", e))? {
        let path = entry.map_err(|e| Error::io("案例目录", e))?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // The sample office's expectations are about an office, not about facts.
        if path.extension().is_some_and(|e| e == "toml") && !name.starts_with("unit-") {
            let text = std::fs::read_to_string(&path).map_err(|e| Error::io("案例文件", e))?;
            files.insert(name, text);
        }
    }
    Ok(files)
}

/// Options of `pack template`.
#[derive(clap::Args)]
pub struct TemplateOptions {
    /// 评委会编号，见 chengbao directory
    #[arg(long, value_name = "编号")]
    committee: String,
    /// 申报年度
    #[arg(long, value_name = "年度")]
    year: i32,
    /// 写到哪个目录；要是新的
    #[arg(long, value_name = "目录")]
    out: PathBuf,
}

/// Write an empty committee's notice as a pack to be filled in by hand.
pub fn template(resources: &Resources, options: &TemplateOptions) -> Result<()> {
    let packs = resources.packs()?;
    let (_, until, _) = packs.coverage();
    let committee = packs.committee(&options.committee, options.year.min(until));
    let committee = committee.ok_or_else(|| {
        let message = format!("名录里没有编号是{}的评委会", options.committee);
        Error::invalid(message, "用 chengbao directory 查编号").at("--committee")
    })?;
    if options.out.exists() {
        return Err(Error::invalid("--out 指的目录已经有了", "请给一个新的目录").at("--out"));
    }
    let mut notice =
        CommitteeNotice::empty(&committee.id, &committee.series, options.year, input::today());
    notice.name = format!("{}{}年度申报通知", committee.name, options.year);
    notice.issuer = "（发文机关）".into();
    let kinds = resources.condition_kinds()?;
    let files =
        notice.files(&kinds, &packs.materials(), input::today()).map_err(Error::internal)?;
    std::fs::create_dir_all(&options.out).map_err(|e| Error::io("目录", e))?;
    for (name, text) in files {
        let note = match name.as_str() {
            "source.toml" => "# 每一条写：编号、在通知的哪一处、用自己的话写大意。\n",
            "rule.toml" => "# 条件和应交材料；写法照 assets/packs/sample-committee。\n",
            "parameter.toml" => "# 学历年限（…ladder）、日程（…schedule）等参数。\n",
            "material.toml" => "# 材料的名称、份数和装袋次序。\n",
            _ => "",
        };
        let path = options.out.join(&name);
        std::fs::write(path, format!("{note}{text}")).map_err(|e| Error::io("规则包文件", e))?;
    }
    out::line(&format!("写好了：{}", options.out.display()));
    Ok(())
}
