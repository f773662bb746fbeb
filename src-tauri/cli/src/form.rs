//! `chengbao form …`: the papers without a window.

use crate::out;
use clap::{Args, Subcommand};
use desk::Desk;
use desk::api::form::{self, FormListRequest, FormMakeRequest};
use desk::api::{Call, batch};
use desk::error::{Error, Result};
use desk::files::write_whole;
use desk::forms::{FormSpec, Forms, SampleSize, Subject};
use desk::resources::Resources;
use engine::id::{ApplicationId, BatchId};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What to do with the forms.
#[derive(Subcommand)]
pub enum Command {
    /// 列出全部表格：一人一份的和一批一份的
    List {
        /// 结果写成 JSON
        #[arg(long)]
        json: bool,
    },
    /// 查出表格说明里的错：没有的字段、没有的条款，指到文件和行
    Check,
    /// 用虚构的人把全部表格做一遍：短、长、极端三套
    Gallery {
        /// 放在哪个目录
        #[arg(long, value_name = "目录")]
        out: PathBuf,
        /// 只做这些表，用逗号隔开
        #[arg(long, value_delimiter = ',', value_name = "表名")]
        only: Vec<String>,
    },
    /// 做一份表
    Make(Make),
    /// 把一份表的模板复制到资料夹，改成自己的
    Copy {
        /// 表名，见 form list
        name: String,
    },
}

/// Which form, of whom, where to.
#[derive(Args)]
pub struct Make {
    /// 表名，见 form list
    name: String,
    /// 批次名称或编号；只有一个批次时不用写
    #[arg(long, value_name = "批次")]
    batch: Option<String>,
    /// 姓名；一人一份的表要写
    #[arg(long, value_name = "姓名")]
    person: Option<String>,
    /// 存成哪个文件；.xlsx 结尾的存成工作簿
    #[arg(long, value_name = "文件")]
    out: PathBuf,
    /// 结果写成 JSON
    #[arg(long)]
    json: bool,
}

/// Run one; the office's own templates count where an office is given.
pub fn run(resources: &Resources, office: Option<&Path>, command: Command) -> Result<()> {
    match command {
        Command::List { json } => list(&Forms::open(resources.root(), office)?, json),
        Command::Check => check(resources, &Forms::open(resources.root(), office)?),
        Command::Gallery { out, only } => {
            gallery(&Forms::open(resources.root(), office)?, &out, &only)
        }
        Command::Make(make) => of_office(resources, office, |call| make_one(call, &make)),
        Command::Copy { name } => of_office(resources, office, |call| {
            for file in call.desk.forms().adapt(&name)? {
                out::line(&file.display().to_string());
            }
            Ok(())
        }),
    }
}

fn of_office(
    resources: &Resources,
    office: Option<&Path>,
    work: impl FnOnce(&Call<'_>) -> Result<()>,
) -> Result<()> {
    let office = office
        .ok_or_else(|| Error::invalid("没有说明资料夹", "请写成 chengbao --office 目录 form …"))?;
    let desk = crate::open(resources, office, None)?;
    work(&Call { desk: &desk, progress: &() })
}

/// A form on the command line.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    title: &'a str,
    subject: &'static str,
    stage: &'static str,
    paper: &'static str,
    cites: Vec<String>,
}

fn line(spec: &FormSpec) -> Line<'_> {
    Line {
        name: &spec.name,
        title: &spec.title,
        subject: match spec.subject {
            Subject::Person => "一人一份",
            Subject::Batch => "一批一份",
        },
        stage: spec.stage.label(),
        paper: spec.paper.label(),
        cites: spec.clauses(),
    }
}

fn list(forms: &Forms, is_json: bool) -> Result<()> {
    let specs = forms.specs()?;
    if is_json {
        let lines: Vec<Line<'_>> = specs.iter().map(line).collect();
        out::line(&serde_json::to_string_pretty(&lines)?);
        return Ok(());
    }
    for spec in &specs {
        let l = line(spec);
        out::line(&format!("{:<22}{}　{}　{}　{}", l.name, l.subject, l.stage, l.paper, l.title));
    }
    Ok(())
}

fn check(resources: &Resources, forms: &Forms) -> Result<()> {
    let faults = forms.check(&resources.packs()?);
    for fault in &faults {
        out::line(&fault.to_string());
    }
    if faults.is_empty() {
        out::line(&format!("表格说明没有错：{} 份", forms.specs()?.len()));
        return Ok(());
    }
    Err(Error::invalid(format!("表格说明有 {} 处错", faults.len()), "请逐条改正后再查"))
}

fn gallery(forms: &Forms, folder: &Path, only: &[String]) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|e| Error::io("放样张的目录", e))?;
    let today = crate::policy::input::today();
    let mut count = 0;
    for spec in forms.specs()? {
        if !only.is_empty() && !only.contains(&spec.name) {
            continue;
        }
        for size in SampleSize::ALL {
            let made = forms.make_sample(&spec.name, size, today)?;
            let path = folder.join(format!("{}-{}.pdf", spec.name, size.key()));
            write_whole(&path, &made.pdf, "样张")?;
            for caution in &made.cautions {
                out::complaint(caution);
            }
            count += 1;
        }
    }
    for size in SampleSize::ALL {
        if only.is_empty() {
            let path = folder.join(format!("summary-table-{}.xlsx", size.key()));
            write_whole(&path, &desk::forms::workbook(&forms.sample(size)?)?, "样张")?;
        }
    }
    out::line(&format!("{count} 份样张：{}", folder.display()));
    Ok(())
}

fn make_one(call: &Call<'_>, make: &Make) -> Result<()> {
    let page = find_batch(call, make.batch.as_deref())?;
    let spec = call.desk.forms().spec(&make.name)?;
    let application = match (spec.subject, make.person.as_deref()) {
        (Subject::Batch, _) => None,
        (Subject::Person, Some(name)) => Some(find_person(&page, name)?),
        (Subject::Person, None) => {
            return Err(Error::invalid("这份表一人一份", "请加 --person 姓名"));
        }
    };
    if make.out.extension().is_some_and(|e| e == "xlsx") {
        if !spec.has_workbook {
            return Err(Error::invalid("这份表没有工作簿", "请把 --out 写成 .pdf"));
        }
        let request = FormListRequest { batch_id: page.id, application_id: None };
        let file = form::book(call, request)?.file;
        keep(call.desk, &file, &make.out)?;
        out::line(&format!("{}：{}", spec.title, make.out.display()));
        return Ok(());
    }
    let request =
        FormMakeRequest { name: make.name.clone(), batch_id: page.id, application_id: application };
    let made = form::make(call, request)?;
    keep(call.desk, &made.file.file, &make.out)?;
    if make.json {
        out::line(&serde_json::to_string_pretty(&made)?);
        return Ok(());
    }
    out::line(&format!("{}：{}，{} 页", spec.title, make.out.display(), made.file.pages));
    for caution in &made.cautions {
        out::line(&format!("注意：{caution}"));
    }
    for gap in &made.gaps {
        out::line(&format!("留空：{}", gap.label));
    }
    Ok(())
}

/// The batch of this name or id; the only one when nothing is said.
pub(crate) fn find_batch(call: &Call<'_>, wanted: Option<&str>) -> Result<batch::BatchPage> {
    let all = batch::list(call, batch::BatchListRequest {})?.batches;
    let fits =
        |b: &batch::BatchPage| wanted.is_none_or(|w| b.id == BatchId(w.to_owned()) || b.name == w);
    let mut found = all.into_iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Error::not_found("这个批次")),
        (Some(_), Some(_)) => Err(Error::invalid("批次不止一个", "请加 --batch 批次名称")),
    }
}

fn find_person(page: &batch::BatchPage, name: &str) -> Result<ApplicationId> {
    let mut found = page.applications.iter().filter(|a| a.name == name);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.id.clone()),
        (None, _) => Err(Error::not_found("这个申报人")),
        (Some(_), Some(_)) => Err(Error::invalid(
            "批次里有同名的人",
            "请用 chengbao call form.make，写明 applicationId",
        )),
    }
}

fn keep(desk: &Desk, token: &str, path: &Path) -> Result<()> {
    let (_, bytes) = desk.tokens().read(token)?;
    write_whole(path, &bytes, "文件")
}
