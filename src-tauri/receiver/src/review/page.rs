//! The pages themselves. Every text is escaped where it is put in.

use engine::bundle::BundleFile;
use engine::decision::{Decision, Outcome, Remark};
use maud::{DOCTYPE, Markup, html};

use super::session::Session;
use super::shelf::{ApplicationShown, BundleLine, BundleShown};

fn frame(title: &str, server: &str, session: Option<&Session>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (server) }
                link rel="stylesheet" href="/review/style.css";
            }
            body {
                header.top {
                    a.home href="/review/" { (server) }
                    @if let Some(session) = session {
                        form method="post" action="/review/logout" {
                            input type="hidden" name="csrf" value=(session.csrf);
                            span { "审核人：" (session.name) }
                            button.plain { "退出" }
                        }
                    }
                }
                main { (body) }
            }
        }
    }
}

/// The way in.
pub fn login(server: &str, problem: Option<&str>) -> Markup {
    let body = html! {
        form.login method="post" action="/review/login" {
            h1 { "登录审核页" }
            @if let Some(problem) = problem { p.note.stop role="alert" { (problem) } }
            label { "姓名" input name="name" required autocomplete="username" autofocus; }
            label { "口令" input name="phrase" type="password" required autocomplete="current-password"; }
            button.main { "登录" }
            p.quiet { "口令由收件端管理员登记。页面上有个人信息，离开时请退出。" }
        }
    };
    frame("登录", server, None, &body)
}

/// A sentence instead of a page.
pub fn refused(sentence: &str) -> Markup {
    let body = html! {
        p.note.stop role="alert" { (sentence) }
        p { a href="/review/" { "回到列表" } }
    };
    frame("没有成功", "收件端", None, &body)
}

/// All bundles.
pub fn list(
    server: &str,
    session: &Session,
    lines: &[BundleLine],
    find: &str,
    only_open: bool,
) -> Markup {
    let open: usize = lines.iter().map(|l| l.open).sum();
    let body = html! {
        div.head {
            h1 { "收到的上报包" }
            p.quiet { (lines.len()) " 包，" (open) " 人待审" }
            form.find method="get" action="/review/" {
                input name="find" value=(find) placeholder="单位名称、代码或包号" aria-label="查找";
                label.check { input type="checkbox" name="open" value="true" checked[only_open]; "只看待审的" }
                button { "查找" }
            }
        }
        @if lines.is_empty() {
            p.note { "没有符合的上报包。单位联网报送或用U盘送来（import）以后，会列在这里。" }
        } @else {
            table {
                thead { tr { th.num { "号" } th { "接收时间" } th { "单位" } th { "轮次" } th.num { "人数" } th.num { "待审" } th.num { "大小" } th { "包号" } } }
                tbody {
                    @for line in lines {
                        tr.waiting[line.open > 0] {
                            td.num { (line.row.n) }
                            td { (moment(&line.row.received_at)) }
                            td { a href=(href(line)) { (line.unit) } br; span.quiet { (line.row.unit_id) } }
                            td { (round(line.row.round)) }
                            td.num { (line.row.applications) }
                            td.num { @if line.open > 0 { b { (line.open) } } @else { "—" } }
                            td.num { (size(line.row.size)) }
                            td.quiet { (short(&line.row.bundle_id)) }
                        }
                    }
                }
            }
        }
    };
    frame("收到的上报包", server, Some(session), &body)
}

/// One bundle.
pub fn bundle(server: &str, session: &Session, shown: &BundleShown) -> Markup {
    let line = &shown.line;
    let body = html! {
        p.path { a href="/review/" { "收到的上报包" } " / " (line.unit) }
        div.head {
            h1 { (shown.manifest.batch.name) }
            p.quiet { (line.unit) "，" (round(line.row.round)) "，" (moment(&line.row.received_at)) " 接收，第 " (line.row.n) " 号" }
            a.button href={ (href(line)) "/zip" } { "下载整包" }
        }
        table {
            thead { tr { th.num { "序" } th { "姓名" } th { "拟申报职称" } th { "评审委员会" } th.num { "文件" } th { "审核结果" } } }
            tbody {
                @for (n, (one, outcome)) in shown.applications.iter().enumerate() {
                    tr.waiting[outcome.is_none()] {
                        td.num { (n + 1) }
                        td { a href={ (href(line)) "/" (n + 1) } { (one.applicant.name) } }
                        td { (one.applicant.title) }
                        td { (one.applicant.committee) }
                        td.num { (one.files.len()) }
                        td { (outcome.as_deref().map_or("待审", word)) }
                    }
                }
            }
        }
    };
    frame(&line.unit, server, Some(session), &body)
}

/// What stands in the form for a decision.
#[derive(Default)]
pub struct Filled {
    /// The outcome chosen.
    pub outcome: String,
    /// Remarks.
    pub remarks: Vec<Remark>,
    /// The due day.
    pub due_on: String,
}

impl Filled {
    /// The remark about a material; the empty name means the whole.
    fn remark(&self, material: &str) -> &str {
        let about = |r: &&Remark| r.material.as_deref().unwrap_or_default() == material;
        self.remarks.iter().find(about).map_or("", |r| &r.text)
    }
}

/// One application.
pub fn application(
    server: &str,
    session: &Session,
    shown: &ApplicationShown,
    problem: Option<&str>,
    filled: &Filled,
) -> Markup {
    let (line, one) = (&shown.line, &shown.envelope);
    let base = format!("{}/{}", href(line), shown.number);
    let here = shown.decisions.iter().find(|d| d.round == line.row.round);
    let body = html! {
        p.path { a href="/review/" { "收到的上报包" } " / " a href=(href(line)) { (line.unit) } " / " (one.applicant.name) }
        div.head {
            h1 { (one.applicant.name) }
            p.quiet { (one.applicant.title) "，" (one.applicant.committee) "，" (round(line.row.round)) }
        }
        @if let Some(problem) = problem { p.note.stop role="alert" { (problem) } }
        div.two {
            section {
                h2 { "材料" }
                @for (material, files) in &shown.groups {
                    h3 { @if material.is_empty() { "一人一档与表格" } @else { (material) } }
                    ul.files { @for (n, file) in files { li { (link(&base, *n, file)) } } }
                }
            }
            section {
                h2 { "审核结果" }
                @for decision in &shown.decisions { (told(decision)) }
                @if here.is_none() { (ruling(&base, session, shown, filled)) }
            }
        }
    };
    frame(&one.applicant.name, server, Some(session), &body)
}

fn link(base: &str, n: usize, file: &BundleFile) -> Markup {
    html! {
        a href={ (base) "/file/" (n) } target="_blank" rel="noopener" { (file.name) }
        span.quiet { " " (size(file.bytes)) }
    }
}

fn told(decision: &Decision) -> Markup {
    html! {
        div.told {
            p { b class=(decision.outcome.as_str()) { (word(decision.outcome.as_str())) } " " (round(decision.round)) }
            @if !decision.remarks.is_empty() {
                ul { @for r in &decision.remarks { li { @if let Some(m) = &r.material { b { (m) } "：" } (r.text) } } }
            }
            p.quiet {
                (decision.decided_by) "，" (moment(&decision.decided_at)) "，第 " (decision.n) " 号"
                @if let Some(day) = &decision.due_on { "，" (day) " 前补正" }
            }
        }
    }
}

fn ruling(base: &str, session: &Session, shown: &ApplicationShown, filled: &Filled) -> Markup {
    let is_last = shown.line.row.round >= engine::bundle::MAX_ROUND;
    let choices = [
        (Outcome::Accepted, "通过"),
        (Outcome::Returned, "退回补正"),
        (Outcome::Rejected, "不予受理"),
    ];
    html! {
        form.ruling method="post" action=(base) {
            input type="hidden" name="csrf" value=(session.csrf);
            fieldset {
                legend { "结论" }
                @for (outcome, label) in choices {
                    label.check {
                        input type="radio" name="outcome" value=(outcome.as_str()) required
                            checked[filled.outcome == outcome.as_str()]
                            disabled[is_last && outcome == Outcome::Returned];
                        (label)
                    }
                }
            }
            @if is_last { p.note { "已退回过3次，这一轮要作出通过或不予受理的结论。" } }
            label { "总的意见"
                input type="hidden" name="material" value="";
                textarea name="remark" rows="2" maxlength="2000" { (filled.remark("")) }
            }
            @for (material, _) in shown.groups.iter().filter(|(m, _)| !m.is_empty()) {
                label { (material)
                    input type="hidden" name="material" value=(material);
                    textarea name="remark" rows="1" maxlength="2000" { (filled.remark(material)) }
                }
            }
            label { "补正期限（退回时）" input type="date" name="due_on" value=(filled.due_on); }
            p.quiet { "以“" (session.name) "”的名义签发，发出后本轮不能再改。退回和不予受理要写明意见。" }
            button.main { "签发" }
        }
    }
}

fn href(line: &BundleLine) -> String {
    format!("/review/{}/{}", line.row.unit_id, line.row.bundle_id)
}

fn word(outcome: &str) -> &'static str {
    match outcome {
        "accepted" => "通过",
        "returned" => "退回补正",
        "rejected" => "不予受理",
        _ => "其他",
    }
}

fn round(round: u8) -> String {
    format!("第{}次报送", u16::from(round) + 1)
}

fn short(id: &str) -> &str {
    id.get(..16).unwrap_or(id)
}

/// An instant in Chinese time, to the minute.
fn moment(instant: &str) -> String {
    let east = chrono::FixedOffset::east_opt(8 * 3600);
    match (chrono::DateTime::parse_from_rfc3339(instant), east) {
        (Ok(at), Some(east)) => at.with_timezone(&east).format("%Y-%m-%d %H:%M").to_string(),
        _ => instant.to_owned(),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_unit_wrote_is_never_taken_for_markup() {
        let page = login("<script>x</script>", Some("a<b")).into_string();
        assert!(!page.contains("<script>") && page.contains("a&lt;b"));
    }

    #[test]
    fn instants_are_shown_in_chinese_time_and_sizes_in_whole_kilobytes() {
        assert_eq!(moment("2025-09-24T17:05:09Z"), "2025-09-25 01:05");
        assert_eq!((size(1), size(3 << 20)), ("1 KB".into(), "3.0 MB".into()));
    }
}
