//! The records of a person as the window shows them, one section a kind.

use super::person::SectionView;
use engine::date::PartialDate as Partial;
use engine::person::Dossier;

/// Records in the order of the official form.
pub fn sections(d: &Dossier) -> Vec<SectionView> {
    let date = |d: Option<Partial>| d.map(Partial::dotted).unwrap_or_default();
    let until = |d: Option<Partial>| d.map_or_else(|| "至今".to_owned(), Partial::dotted);
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let yes = |b: Option<bool>| b.map_or("", |b| if b { "是" } else { "否" }).to_owned();
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let year = |y: Option<i32>| y.map(|y| y.to_string()).unwrap_or_default();
    let section =
        |key: &str, title: &str, columns: &[(&str, &str)], rows: Vec<Vec<String>>| SectionView {
            key: key.to_owned(),
            title: title.to_owned(),
            keys: columns.iter().map(|c| c.0.to_owned()).collect(),
            columns: columns.iter().map(|c| c.1.to_owned()).collect(),
            rows,
        };
    macro_rules! rows {
        ($list:expr, |$x:ident| [$($cell:expr),*]) => { $list.iter().map(|$x| vec![$($cell),*]).collect() };
    }
    vec![
        section(
            "title_held",
            "现有职称",
            &[
                ("name", "名称"),
                ("series", "系列"),
                ("level", "级别"),
                ("obtained_on", "取得时间"),
                ("obtained_by", "取得方式"),
                ("appointed_on", "聘任时间"),
                ("appointed_by", "聘任单位"),
                ("is_out_of_province", "省外取得"),
            ],
            rows!(d.title_held, |x| [
                text(&x.name),
                text(&x.series),
                x.level.map(|l| l.label().to_owned()).unwrap_or_default(),
                date(x.obtained_on),
                x.obtained_by.map(|b| b.label().to_owned()).unwrap_or_default(),
                date(x.appointed_on),
                text(&x.appointed_by),
                yes(x.is_out_of_province)
            ]),
        ),
        section(
            "education",
            "学历",
            &[
                ("mode", "形式"),
                ("level_text", "学历"),
                ("degree", "学位"),
                ("school", "毕业院校"),
                ("field_of_study", "所学专业"),
                ("graduated_on", "毕业时间"),
                ("is_overseas", "国（境）外"),
            ],
            rows!(d.education, |x| [
                x.mode.map(|m| m.label().to_owned()).unwrap_or_default(),
                x.level.map(|l| l.label().to_owned()).unwrap_or_else(|| text(&x.level_text)),
                text(&x.degree),
                text(&x.school),
                text(&x.field_of_study),
                date(x.graduated_on),
                yes(x.is_overseas)
            ]),
        ),
        section(
            "work",
            "工作经历",
            &[
                ("from", "起"),
                ("until", "止"),
                ("unit", "工作单位"),
                ("post", "岗位"),
                ("is_professional", "专业技术岗"),
            ],
            rows!(d.work, |x| [
                date(x.from),
                until(x.until),
                text(&x.unit),
                text(&x.post),
                yes(x.is_professional)
            ]),
        ),
        section(
            "study",
            "学习经历",
            &[
                ("from", "起"),
                ("until", "止"),
                ("school", "学习院校或单位"),
                ("content", "学习内容"),
                ("certificate", "证书"),
            ],
            rows!(d.study, |x| [
                date(x.from),
                until(x.until),
                text(&x.school),
                text(&x.content),
                text(&x.certificate)
            ]),
        ),
        section(
            "achievement",
            "业绩成果",
            &[
                ("kind", "类别"),
                ("name", "名称"),
                ("period", "时间"),
                ("role", "角色"),
                ("grade", "级别"),
                ("issuer", "刊物或授予单位"),
                ("number", "编号"),
                ("proof", "佐证"),
            ],
            rows!(d.achievement, |x| [
                x.kind.map(|k| k.label().to_owned()).unwrap_or_default(),
                text(&x.name),
                text(&x.period),
                text(&x.role),
                text(&x.grade),
                text(&x.issuer),
                text(&x.number),
                text(&x.proof)
            ]),
        ),
        section(
            "training",
            "继续教育",
            &[
                ("year", "年度"),
                ("general_hours", "公需"),
                ("specialty_hours", "专业"),
                ("total_hours", "合计"),
                ("proof", "证明"),
            ],
            rows!(d.training, |x| [
                year(x.year),
                number(x.general_hours),
                number(x.specialty_hours),
                number(x.total_hours),
                text(&x.proof)
            ]),
        ),
        section(
            "activity",
            "国际学术活动",
            &[
                ("from", "起"),
                ("until", "止"),
                ("name", "活动名称"),
                ("place", "地点"),
                ("role", "角色"),
            ],
            rows!(d.activity, |x| [
                date(x.from),
                date(x.until),
                text(&x.name),
                text(&x.place),
                text(&x.role)
            ]),
        ),
        section(
            "appraisal",
            "年度考核",
            &[("year", "年度"), ("result", "结果")],
            rows!(d.appraisal, |x| [year(x.year), text(&x.result)]),
        ),
        section(
            "secondment",
            "借调",
            &[
                ("unit", "借调单位"),
                ("from", "起"),
                ("until", "止"),
                ("has_home_duties", "承担本单位职责"),
                ("basis", "依据"),
            ],
            rows!(d.secondment, |x| [
                text(&x.unit),
                date(x.from),
                until(x.until),
                yes(x.has_home_duties),
                text(&x.basis)
            ]),
        ),
        section(
            "post_change",
            "岗位变动",
            &[
                ("kind", "变动"),
                ("document", "文号"),
                ("changed_on", "日期"),
                ("has_salary_form", "工资审批表"),
                ("paid_from", "兑现工资"),
            ],
            rows!(d.post_change, |x| [
                text(&x.kind),
                text(&x.document),
                date(x.changed_on),
                yes(x.has_salary_form),
                date(x.paid_from)
            ]),
        ),
        section(
            "insurance",
            "社保",
            &[
                ("unit", "参保单位"),
                ("place", "参保地"),
                ("from", "起"),
                ("until", "止"),
                ("status", "状态"),
            ],
            rows!(d.insurance, |x| [
                text(&x.unit),
                text(&x.place),
                date(x.from),
                until(x.until),
                text(&x.status)
            ]),
        ),
        section(
            "past_application",
            "历年申报",
            &[
                ("year", "年度"),
                ("title", "职称"),
                ("committee", "评委会"),
                ("result", "结果"),
                ("result_on", "日期"),
                ("opinions", "意见次数"),
            ],
            rows!(d.past_application, |x| [
                year(x.year),
                text(&x.title),
                text(&x.committee),
                text(&x.result),
                date(x.result_on),
                x.opinions.map(|n| n.to_string()).unwrap_or_default()
            ]),
        ),
        section(
            "credential",
            "证照及其他",
            &[("item", "事项"), ("state", "状态"), ("note", "说明")],
            rows!(d.credential, |x| [text(&x.item), text(&x.state), text(&x.note)]),
        ),
    ]
}
