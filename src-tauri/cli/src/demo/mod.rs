//! The main job on the sample office, from the staff list to the receipt.

mod receiver;
mod script;
mod station;

use crate::out;
use clap::{Args, ValueEnum};
use desk::clock::SteppedClock;
use desk::error::{Code, Error, Result};
use desk::resources::Resources;
use desk::{Desk, Opening};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Options of `demo`.
#[derive(Args)]
pub struct Options {
    /// 结果放到这个文件夹；里面不能已有资料
    #[arg(long, value_name = "目录")]
    out: PathBuf,
    /// 只做到这个环节
    #[arg(long, value_enum, value_name = "环节")]
    until: Option<Station>,
    /// 报送给这个收件端；不给就在本机临时起一个
    #[arg(long, value_name = "配对文件")]
    pairing: Option<PathBuf>,
    /// 小结写成 JSON
    #[arg(long)]
    json: bool,
}

/// The eight stations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Station {
    /// 导入花名册
    Import,
    /// 建批次、选人
    Batch,
    /// 资格预审
    Assess,
    /// 收材料
    Materials,
    /// 公示
    Notice,
    /// 一人一档
    Packet,
    /// 封存上报包
    Bundle,
    /// 报送、收回执
    Sync,
}

impl Station {
    const ALL: [Self; 8] = [
        Self::Import,
        Self::Batch,
        Self::Assess,
        Self::Materials,
        Self::Notice,
        Self::Packet,
        Self::Bundle,
        Self::Sync,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Import => "导入花名册",
            Self::Batch => "建批次、选人",
            Self::Assess => "资格预审",
            Self::Materials => "收材料",
            Self::Notice => "公示",
            Self::Packet => "一人一档",
            Self::Bundle => "封存上报包",
            Self::Sync => "报送、收回执",
        }
    }
}

/// What one station did.
#[derive(Debug, Serialize)]
pub struct Done {
    station: Station,
    label: &'static str,
    summary: String,
    seconds: f64,
}

/// What the whole job did.
#[derive(Debug, Serialize)]
pub struct Summary {
    stations: Vec<Done>,
    people: i32,
    eligible: i32,
    ineligible: i32,
    undetermined: i32,
    packets: i32,
    pages: i32,
    bundle_id: Option<String>,
    bundle_bytes: f64,
    receipt: Option<String>,
    office: PathBuf,
    pdf: PathBuf,
    bundle: Option<PathBuf>,
}

/// Run the job and print the summary.
pub fn run(resources: &Resources, options: &Options) -> Result<()> {
    let summary = job(resources, options)?;
    if options.json {
        out::line(&serde_json::to_string_pretty(&summary)?);
        return Ok(());
    }
    for (i, done) in summary.stations.iter().enumerate() {
        out::line(&format!(
            "{} {:<8}{}（{:.1} 秒）",
            i + 1,
            done.label,
            done.summary,
            done.seconds
        ));
    }
    out::line(&format!("资料夹：{}", summary.office.display()));
    if summary.packets > 0 {
        out::line(&format!("PDF：  {}", summary.pdf.display()));
    }
    if let Some(bundle) = &summary.bundle {
        out::line(&format!("上报包：{}", bundle.display()));
    }
    Ok(())
}

fn job(resources: &Resources, options: &Options) -> Result<Summary> {
    let office = options.out.join("office");
    if office.join("office.db").exists() {
        return Err(Error::new(
            Code::Conflict,
            "这个文件夹里已经有资料，没有动它",
            "请换一个空文件夹，或先移走原来的",
        )
        .at("out"));
    }
    let script = script::read(&resources.sample())?;
    let clock = Arc::new(SteppedClock::at(script.days.import));
    let desk = Desk::open(Opening {
        folder: office.clone(),
        resources: resources.clone(),
        clock: Arc::clone(&clock) as Arc<dyn desk::clock::Clock>,
        passphrase: None,
    })?;
    let pdf = options.out.join("pdf");
    std::fs::create_dir_all(&pdf).map_err(|e| Error::io("结果文件夹", e))?;
    let mut summary = Summary {
        stations: Vec::new(),
        people: 0,
        eligible: 0,
        ineligible: 0,
        undetermined: 0,
        packets: 0,
        pages: 0,
        bundle_id: None,
        bundle_bytes: 0.0,
        receipt: None,
        office,
        pdf,
        bundle: None,
    };
    let mut walk =
        station::Walk::new(&desk, &clock, &script, &options.out, options.pairing.as_deref());
    let last = options.until.unwrap_or(Station::Sync);
    for station in Station::ALL.into_iter().filter(|s| *s <= last) {
        let started = Instant::now();
        let told = walk.go(station, &mut summary)?;
        summary.stations.push(Done {
            station,
            label: station.label(),
            summary: told,
            seconds: started.elapsed().as_secs_f64(),
        });
    }
    Ok(summary)
}

/// Run the job several times in fresh folders and show each station's share.
pub fn bench(resources: &Resources, runs: u32, json: bool) -> Result<()> {
    let root = std::env::temp_dir().join(format!("chengbao-bench-{}", std::process::id()));
    let mut all = Vec::new();
    let result: Result<()> = (0..runs.max(1)).try_for_each(|i| {
        let options =
            Options { out: root.join(i.to_string()), until: None, pairing: None, json: false };
        all.push(job(resources, &options)?);
        Ok(())
    });
    remove(&root);
    result?;
    let median = |pick: &dyn Fn(&Summary) -> f64| {
        let mut values: Vec<f64> = all.iter().map(pick).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let total = median(&|s| s.stations.iter().map(|d| d.seconds).sum());
    let rows: Vec<(Station, f64)> = Station::ALL
        .into_iter()
        .enumerate()
        .map(|(i, station)| (station, median(&|s| s.stations[i].seconds)))
        .collect();
    if json {
        let shares: Vec<_> = rows
            .iter()
            .map(|(s, t)| serde_json::json!({ "station": s, "seconds": t, "share": t / total }))
            .collect();
        let text =
            serde_json::json!({ "runs": runs, "people": 24, "seconds": total, "stations": shares });
        out::line(&serde_json::to_string_pretty(&text)?);
        return Ok(());
    }
    out::line(&format!("样例单位全过程 {total:.2} 秒（{} 遍的中位数）", all.len()));
    for (station, seconds) in rows {
        let share = seconds / total * 100.0;
        out::line(&format!("{share:>5.1} %  {seconds:>7.3} 秒  {}", station.label()));
    }
    Ok(())
}

/// Remove a folder we made; one that stays behind is only litter.
fn remove(dir: &Path) {
    let _ = std::fs::remove_dir_all(dir);
}
