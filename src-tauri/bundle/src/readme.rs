//! The Chinese index page inside a bundle, for somebody who has only an unzip program and a
//! browser: who, what, which file, and how to check the whole. One file, no script, nothing loaded.

use std::fmt::Write;

use engine::bundle::{BundleApplicant, BundleFile, BundleKind, BundleManifest};

const STYLE: &str = include_str!("readme.css");

/// The page. The same bundle gives the same page.
pub(crate) fn page(
    manifest: &BundleManifest,
    bagged_on: &str,
    applications: &[(BundleApplicant, Vec<BundleFile>)],
) -> String {
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = write_page(&mut html, manifest, bagged_on, applications);
    html
}

fn write_page(
    html: &mut String,
    manifest: &BundleManifest,
    bagged_on: &str,
    applications: &[(BundleApplicant, Vec<BundleFile>)],
) -> std::fmt::Result {
    let kind = match manifest.kind {
        BundleKind::Submission => "职称申报上报包",
        BundleKind::Decision => "职称评审审核结果",
        BundleKind::Receipt => "上报回执",
    };
    let unit = escape(&manifest.unit.name);
    write!(
        html,
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{kind} · {unit}</title>\n<style>\n{STYLE}</style>\n\
         <main>\n<header>\n<p class=\"kind\">{kind}</p>\n<h1>{unit}</h1>\n</header>\n<dl>\n"
    )?;
    let round = match manifest.round {
        0 => "首次上报".to_owned(),
        n => format!("第{n}次退回后再报"),
    };
    let file_count: usize =
        applications.iter().map(|(_, files)| files.len()).sum::<usize>() + manifest.files.len();
    for (label, value) in [
        ("统一社会信用代码", manifest.unit.id.clone()),
        ("批次", manifest.batch.name.clone()),
        ("申报年度", format!("{}年", manifest.batch.application_year)),
        ("轮次", round),
        ("封装日期", bagged_on.to_owned()),
        ("内容", format!("申报{}人，文件{file_count}份", applications.len())),
    ] {
        writeln!(html, "<div><dt>{label}</dt><dd>{}</dd></div>", escape(&value))?;
    }
    html.push_str("</dl>\n");
    if !manifest.files.is_empty() {
        html.push_str("<section>\n<h2>批次材料</h2>\n");
        write_files(html, &manifest.files)?;
        html.push_str("</section>\n");
    }
    html.push_str("<section>\n<h2>申报人</h2>\n");
    for (index, (applicant, files)) in applications.iter().enumerate() {
        write!(
            html,
            "<article>\n<h3><span class=\"no\">{}</span>{}<small>{} · {}</small></h3>\n",
            index + 1,
            escape(&applicant.name),
            escape(&applicant.title),
            escape(&applicant.committee),
        )?;
        write_files(html, files)?;
        html.push_str("</article>\n");
    }
    html.push_str("</section>\n");
    write_check(html, manifest)?;
    html.push_str("</main>\n</html>\n");
    Ok(())
}

fn write_files(html: &mut String, files: &[BundleFile]) -> std::fmt::Result {
    if files.is_empty() {
        html.push_str("<p class=\"none\">没有文件</p>\n");
        return Ok(());
    }
    html.push_str("<table>\n<tbody>\n");
    for file in files {
        let href = file.path.strip_prefix("data/").unwrap_or(&file.path);
        writeln!(
            html,
            "<tr><td>{}</td><td><a href=\"{href}\">{}</a></td><td class=\"size\">{}</td></tr>",
            escape(file.material.as_deref().unwrap_or("—")),
            escape(&file.name),
            size(file.bytes),
        )?;
    }
    html.push_str("</tbody>\n</table>\n");
    Ok(())
}

fn write_check(html: &mut String, manifest: &BundleManifest) -> std::fmt::Result {
    write!(
        html,
        "<footer>\n<h2>怎样核对</h2>\n\
         <p>本包由呈报封装并签名，任何改动都能查出。用呈报打开本包即可自动核对；没有呈报时，\
         在本包最外层文件夹里运行下面两行，第一行核对每个文件，第二行核对签名。</p>\n\
         <pre>sha256sum -c manifest-sha256.txt\nminisign -V -m tagmanifest-sha256.txt -P {key}</pre>\n\
         <p>签名密钥指纹 <b>{fingerprint}</b>，收件方可据此与本单位核对。</p>\n</footer>\n",
        key = escape(&manifest.signing_key),
        fingerprint = crate::fingerprint(&manifest.signing_key),
    )
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} B"),
        1024..=1_048_575 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_the_page() {
        assert_eq!(escape("<b onclick='x'>\"&\u{0}"), "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;");
    }

    #[test]
    fn sizes_read_as_people_write_them() {
        assert_eq!(size(12), "12 B");
        assert_eq!(size(1025), "2 KB");
        assert_eq!(size(3 << 19), "1.5 MB");
    }
}
