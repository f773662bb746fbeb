//! 填报对照单: the portal's blocks in the portal's order, filled with what the unit has checked.

use super::Call;
use super::binding::{Sheet, dotted, period, text};
use crate::forms::{Pair, Portal, PortalBlock};
use engine::person::AchievementKind;

/// The crib of an application.
pub(super) fn portal(call: &Call<'_>, s: &Sheet) -> Portal {
    let a = &s.kept.application;
    let pair = |label: &str, text: String| Pair { label: label.to_owned(), text };
    let unit = s.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default();
    Portal {
        choice: vec![
            pair("申报年度", a.year.to_string()),
            pair("申报类型", a.kind.label().to_owned()),
            pair("申报系列", text(a.series.as_deref())),
            pair("申报专业", text(a.specialty.as_deref())),
            pair("申报级别", a.level.map(|l| l.label().to_owned()).unwrap_or_default()),
            pair("申报职称", text(a.title.as_deref())),
            pair("评审委员会", s.committee.clone()),
            pair("申报单位", unit),
        ],
        block: blocks(call, s),
    }
}

fn table(title: &str, note: &str, head: &[&str], row: Vec<Vec<String>>) -> PortalBlock {
    PortalBlock {
        title: title.to_owned(),
        note: note.to_owned(),
        head: head.iter().map(|h| (*h).to_owned()).collect(),
        row,
        text: String::new(),
    }
}

fn blocks(call: &Call<'_>, s: &Sheet) -> Vec<PortalBlock> {
    let d = &s.dossier;
    let packs = call.desk.packs_of(&s.kept.application);
    let series = |name: &str| packs.titles(name).next();
    let titles = d.title_held.iter().map(|t| {
        let name = text(t.name.as_deref());
        let known = series(&name);
        let series = t.series.clone().or(known.map(|k| k.series.clone()));
        let level = t.level.or(known.map(|k| k.level));
        vec![
            name,
            series.unwrap_or_default(),
            level.map(|l| l.label().to_owned()).unwrap_or_default(),
            dotted(t.obtained_on),
            t.obtained_by.map(|m| m.label().to_owned()).unwrap_or_default(),
            dotted(t.appointed_on),
        ]
    });
    let titles = table(
        "现有职称",
        "与证书一致",
        &["职称名称", "系列", "级别", "取得时间", "取得方式", "聘任时间"],
        titles.collect(),
    );
    let educations = d.education.iter().map(|e| {
        vec![
            e.level.map(|l| l.label().to_owned()).or(e.level_text.clone()).unwrap_or_default(),
            text(e.degree.as_deref()),
            e.mode.map(|m| m.label().to_owned()).unwrap_or_default(),
            text(e.school.as_deref()),
            text(e.field_of_study.as_deref()),
            dotted(e.graduated_on),
        ]
    });
    let educations = table(
        "学历",
        "院校、专业写全称",
        &["学历", "学位", "学习形式", "毕业院校", "所学专业", "毕业时间"],
        educations.collect(),
    );
    let studies = d.study.iter().map(|x| {
        vec![
            period(x.from, x.until),
            text(x.school.as_deref()),
            text(x.content.as_deref()),
            text(x.certificate.as_deref()),
        ]
    });
    let studies = table(
        "学习经历",
        "",
        &["起止时间", "学习院校或单位", "学习内容", "结业、证书"],
        studies.collect(),
    );
    let yes = |b: Option<bool>| b.map_or("", |b| if b { "是" } else { "否" }).to_owned();
    let works = d.work.iter().map(|w| {
        vec![
            period(w.from, w.until),
            text(w.unit.as_deref()),
            text(w.post.as_deref()),
            yes(w.is_professional),
        ]
    });
    let works = table(
        "工作经历",
        "前后要连得上",
        &["起止时间", "工作单位", "岗位（职务）", "专业技术岗位"],
        works.collect(),
    );
    let summary = PortalBlock {
        title: "技术工作总结".to_owned(),
        text: text(d.person.summary.as_deref()),
        ..PortalBlock::default()
    };
    let mut blocks = vec![titles, educations, studies, works, summary];
    for (kind, title, head) in ACHIEVEMENTS {
        let mine = d.achievement.iter().filter(|a| a.kind == Some(kind));
        let row = mine.map(|a| {
            let name = match a.grade.as_deref() {
                Some(grade) => format!("{}（{grade}）", text(a.name.as_deref())),
                None => text(a.name.as_deref()),
            };
            let mut row = vec![text(a.period.as_deref()), name];
            if head.len() > 3 {
                row.extend([text(a.issuer.as_deref()), text(a.number.as_deref())]);
            }
            row.push(text(a.role.as_deref()));
            row
        });
        blocks.push(table(title, "", head, row.collect()));
    }
    let hours = |h: Option<f64>| h.map(|h| h.to_string()).unwrap_or_default();
    let training = d.training.iter().map(|t| {
        let total = t.total_hours.or_else(|| Some(t.general_hours? + t.specialty_hours?));
        vec![
            t.year.map(|y| y.to_string()).unwrap_or_default(),
            hours(t.general_hours),
            hours(t.specialty_hours),
            hours(total),
            text(t.proof.as_deref()),
        ]
    });
    let mut training: Vec<Vec<String>> = training.collect();
    training.extend(d.activity.iter().map(|x| {
        vec![
            period(x.from, x.until),
            String::new(),
            String::new(),
            String::new(),
            [x.name.as_deref(), x.place.as_deref(), x.role.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("，"),
        ]
    }));
    blocks.push(table(
        "继续教育、学术活动",
        "学时按年填",
        &["年度（时间）", "公需科目", "专业科目", "合计", "证明、活动"],
        training,
    ));
    let appraisals = d.appraisal.iter().map(|x| {
        vec![x.year.map(|y| y.to_string()).unwrap_or_default(), text(x.result.as_deref())]
    });
    blocks.push(table("近五年考核", "", &["年度", "结果"], appraisals.collect()));
    blocks
}

/// Blocks of achievements: what the portal calls them, and its columns.
const ACHIEVEMENTS: [(AchievementKind, &str, &[&str]); 6] = [
    (AchievementKind::Work, "主要技术工作", &["起止时间", "工作内容", "本人作用"]),
    (AchievementKind::Project, "课题（项目）", &["起止时间", "名称", "来源", "编号", "本人排名"]),
    (AchievementKind::Patent, "专利", &["授权时间", "名称", "授权单位", "专利号", "本人排名"]),
    (AchievementKind::Award, "表彰奖励", &["时间", "名称", "授奖单位", "文号", "本人排名"]),
    (AchievementKind::Book, "著作", &["出版时间", "书名", "出版社", "书号", "本人作用"]),
    (AchievementKind::Paper, "论文", &["发表时间", "题目", "刊物", "刊号", "本人排名"]),
];
