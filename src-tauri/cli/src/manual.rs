//! `chengbao manual`: the handbook, printed and for a browser.

use crate::out;
use clap::Args;
use desk::clock::{Clock, SystemClock};
use desk::error::Result;
use desk::manual;
use desk::resources::Resources;
use std::path::PathBuf;

/// Options of `manual`.
#[derive(Args)]
pub struct Options {
    /// 写到哪个目录
    #[arg(long, value_name = "目录")]
    out: PathBuf,
    /// 窗口截图所在的目录（./dev shots 生成）；不给就没有插图
    #[arg(long, value_name = "目录")]
    shots: Option<PathBuf>,
}

/// Set it.
pub fn run(resources: &Resources, options: &Options) -> Result<()> {
    let today = desk::clock::day(SystemClock.unix());
    let made = manual::make(resources, options.shots.as_deref(), &options.out, today)?;
    out::line(&format!("{} 章，{} 幅图", made.chapters, made.pictures));
    out::line(&format!("打印用：{}", made.pdf.display()));
    out::line(&format!("浏览器：{}", made.html.display()));
    Ok(())
}
