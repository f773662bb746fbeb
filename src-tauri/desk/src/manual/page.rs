//! The manual as one web page: no script, nothing from elsewhere.

use super::{Chapter, TITLE, parser, target};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html};

const STYLE: &str = "body{max-width:46em;margin:2em auto;padding:0 1.2em;font:16px/1.75 \
    \"Noto Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif;color:#1c2127;background:#fdfcfa}\
    h1,h2,h3{font-family:\"Noto Serif SC\",\"SimSun\",serif;line-height:1.4}\
    h2{margin-top:3em;border-bottom:2px solid #b03a2e;padding-bottom:.3em}\
    table{border-collapse:collapse;width:100%;margin:1em 0}\
    th,td{border:1px solid #c9c4ba;padding:.4em .7em;text-align:left;vertical-align:top}\
    th{background:#f1ede4}code{background:#f1ede4;padding:.1em .35em;border-radius:3px}\
    pre{background:#f1ede4;padding:1em;overflow:auto}a{color:#1d5a7a}\
    figure{margin:1.5em 0}img{width:100%;border:1px solid #c9c4ba}\
    figcaption{text-align:center;color:#59616b;font-size:14px}\
    @media print{h2{break-before:page}}";

/// The whole page.
pub(super) fn page(chapters: &[Chapter]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{TITLE}</title>\
         <style>{STYLE}</style></head>\n<body><h1>{TITLE}</h1>\n<ol>"
    );
    for chapter in chapters {
        let title = escaped(&title(&chapter.text));
        out.push_str(&format!("<li><a href=\"#{}\">{title}</a></li>", chapter.name));
    }
    out.push_str("</ol>\n");
    for chapter in chapters {
        let mut is_titled = false;
        let events = parser(&chapter.text).flat_map(|event| {
            let figures = match &event {
                Event::End(TagEnd::Heading(_)) if !is_titled => {
                    is_titled = true;
                    Some(Event::Html(CowStr::from(figures(chapter))))
                }
                _ => None,
            };
            std::iter::once(shifted(event, &chapter.name)).chain(figures)
        });
        html::push_html(&mut out, events);
    }
    out.push_str("</body></html>\n");
    out
}

/// Headings one level down, under the book's own; links to chapters within the page.
fn shifted<'a>(event: Event<'a>, name: &str) -> Event<'a> {
    let lower = |level| match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    };
    match event {
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            let id = (level == HeadingLevel::H1).then(|| CowStr::from(name.to_owned()));
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = match target(&dest_url) {
                Some(chapter) => CowStr::from(format!("#{chapter}")),
                None => dest_url,
            };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    }
}

fn figures(chapter: &Chapter) -> String {
    let figure = |one: &super::Picture| {
        let caption = escaped(&one.caption);
        let file = escaped(&one.file);
        format!(
            "<figure><img src=\"picture/{file}\" alt=\"{caption}\">\
             <figcaption>{caption}</figcaption></figure>\n"
        )
    };
    chapter.pictures.iter().map(figure).collect()
}

/// The first heading.
pub(super) fn title(text: &str) -> String {
    let first = text.lines().find(|line| line.starts_with("# ")).unwrap_or_default();
    first.trim_start_matches("# ").trim().to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_a_section_with_its_pictures_and_links_stay_on_the_page() {
        let chapter = Chapter {
            name: "02-unit".into(),
            text: "# 单位 <信息>\n\n见[导入](03-roster.md#x)。\n\n## 一栏\n\n`代码`".into(),
            pictures: vec![super::super::Picture {
                file: "unit.png".into(),
                caption: "页面".into(),
            }],
        };
        let page = page(&[chapter]);
        assert!(page.contains("<h2 id=\"02-unit\">"), "{page}");
        assert!(page.contains("<a href=\"#03-roster\">导入</a>"));
        assert!(page.contains("<h3>一栏</h3>") && page.contains("picture/unit.png"));
        assert!(!page.contains("<信息>") && !page.contains("<script"));
    }
}
