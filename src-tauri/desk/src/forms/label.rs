//! What the fields of the forms are called, for messages.

/// The Chinese name of a field, by its path in the data: `achievement[2].item[0].text` is
/// “业绩成果第 3 组第 1 项内容”.
pub(super) fn label(path: &str) -> String {
    path.split('.')
        .map(|step| {
            let (name, index) = step.split_once('[').unwrap_or((step, ""));
            let number = index.trim_end_matches(']').parse::<usize>().ok().map(|n| n + 1);
            let name = FIELD_NAMES
                .iter()
                .find(|(key, _)| *key == name)
                .map_or(name, |(_, chinese)| chinese);
            number.map_or_else(|| name.to_owned(), |number| format!("{name}第 {number} 项"))
        })
        .collect::<Vec<_>>()
        .join("·")
}

/// Chinese names of the fields of all forms.
const FIELD_NAMES: &[(&str, &str)] = &[
    ("achievement", "业绩成果"),
    ("addressee", "抬头"),
    ("application_year", "申报年度"),
    ("applied_title", "申报职称"),
    ("appointed_on", "聘任时间"),
    ("appraisal", "年度考核"),
    ("arithmetic", "算式"),
    ("as_of", "依据截至"),
    ("batch", "批次"),
    ("born", "出生年月"),
    ("clause", "依据"),
    ("committee", "评委会"),
    ("contact", "联系人"),
    ("continuing_education", "继续教育"),
    ("degree", "学位"),
    ("earlier_review", "以前评审情况"),
    ("education", "学历学位"),
    ("employment_kind", "人员身份"),
    ("ethnicity", "民族"),
    ("field_of_study", "所学专业"),
    ("filled_on", "填报日期"),
    ("finding", "判定"),
    ("general", "公需科目"),
    ("graduated_on", "毕业时间"),
    ("heading", "类别"),
    ("held_title", "现职称"),
    ("host", "用工单位"),
    ("integrity_record", "诚信记录"),
    ("interval", "借调及行政岗位"),
    ("is_from_elsewhere", "是否省外取得"),
    ("item", "条目"),
    ("kind", "类型"),
    ("label", "名目"),
    ("level", "学历"),
    ("line", "名单"),
    ("mark", "标记"),
    ("means", "取得方式"),
    ("missing", "所缺材料"),
    ("name", "姓名（名称）"),
    ("number", "编号"),
    ("objection", "异议"),
    ("obtained_on", "取得时间"),
    ("office", "受理部门"),
    ("opinion", "推荐意见"),
    ("pack", "规则包"),
    ("paraphrase", "条款大意"),
    ("period", "起止时间"),
    ("person", "基本情况"),
    ("phone", "受理电话"),
    ("place", "地点（单位）"),
    ("political_status", "政治面貌"),
    ("post", "工作岗位"),
    ("posted_on", "张贴日期"),
    ("posting", "公示情况"),
    ("preparer", "填报人"),
    ("profession", "从事专业及年限"),
    ("reduction", "年限提前"),
    ("remark", "备注"),
    ("reported_on", "报告日期"),
    ("result", "结果"),
    ("role", "作用（岗位）"),
    ("school", "毕业院校"),
    ("section", "分卷"),
    ("series", "系列"),
    ("sex", "性别"),
    ("specialty", "专业"),
    ("specialty_match", "专业一致性"),
    ("started_work", "参加工作时间"),
    ("study", "学习经历"),
    ("summary", "结论说明"),
    ("tenure", "履职年限"),
    ("text", "内容"),
    ("title", "名称"),
    ("unit", "单位全称"),
    ("verdict", "结论"),
    ("verified", "学历验证"),
    ("volume", "册"),
    ("work", "工作经历"),
    ("year", "年度"),
];
