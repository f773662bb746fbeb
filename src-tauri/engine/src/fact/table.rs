//! The list itself: id, label, question, reader.

use super::{Definition, read};
use crate::verdict::AskKind::{self, Choice, Date, Number, Text, YesNo};

const EDUCATION: &[(&str, &str)] = &[
    ("doctor", "博士研究生"),
    ("master", "硕士研究生"),
    ("second_bachelor", "第二学士学位"),
    ("bachelor", "大学本科"),
    ("college", "大学专科"),
    ("secondary", "中等职业学校"),
    ("high_school", "高中"),
    ("lower", "初中及以下"),
];
const LEVEL: &[(&str, &str)] = &[
    ("technician", "员级"),
    ("assistant", "助理级"),
    ("intermediate", "中级"),
    ("associate_senior", "副高级"),
    ("full_senior", "正高级"),
];

macro_rules! facts {
    ($($id:literal, $label:literal, $ask:ident, $choices:expr, $question:literal, $read:path;)*) => {
        pub(super) static TABLE: &[Definition] = &[$(Definition {
            id: $id,
            label: $label,
            question: $question,
            ask: AskKind::$ask,
            choices: $choices,
            read: $read,
        }),*];
    };
}
const NONE: &[(&str, &str)] = &[];
const _: [AskKind; 5] = [Choice, Date, Number, Text, YesNo];

facts! {
    "application.kind", "申报类型", Choice, NONE, "", read::application_kind;
    "application.series", "申报系列", Text, NONE, "申报哪个系列？", read::application_series;
    "application.specialty", "申报专业", Text, NONE, "申报哪个专业？", read::application_specialty;
    "application.title", "申报职称", Text, NONE, "申报什么职称？", read::application_title;
    "application.level", "申报级别", Choice, LEVEL, "申报的职称是哪一级？", read::application_level;
    "application.submitted_on", "报送日", Date, NONE, "", read::application_submitted_on;
    "application.review_opens_on", "预计开评日", Date, NONE, "评委会预计哪天开评？", read::application_review_opens_on;
    "application.committee", "评委会", Text, NONE, "", read::application_committee;
    "application.is_exam_only", "该级别以考代评", YesNo, NONE, "", read::application_is_exam_only;
    "unit.kind", "申报单位性质", Choice, NONE, "", read::unit_kind;
    "unit.tier", "申报单位隶属", Choice, NONE, "", read::unit_tier;
    "unit.has_posts_defined", "岗位设置已完成", YesNo, NONE, "单位是否已完成岗位设置管理工作？", read::unit_has_posts_defined;
    "unit.free_posts", "空余专业技术岗位", Number, NONE, "申报级别的专业技术岗位还空余几个？", read::unit_free_posts;
    "person.has_open_doubt", "身份信息", YesNo, NONE, "", read::has_open_doubt;
    "person.employment_kind", "身份", Choice, NONE, "", read::employment_kind;
    "person.has_relation", "与申报单位有人事劳动关系", YesNo, NONE, "是否与申报单位签有劳动或聘用合同？", read::has_relation;
    "person.employer_relation", "合同单位", Choice, NONE, "", read::employer_relation;
    "person.is_civil_servant", "公务员（含参公）", YesNo, NONE, "是否公务员或参公管理人员？", read::is_civil_servant;
    "person.on_professional_post", "在专业技术岗位", YesNo, NONE, "现在是否在专业技术岗位上从事与申报专业一致的工作？", read::on_professional_post;
    "person.came_from_worker_post", "由工勤或管理岗转来", YesNo, NONE, "是否由事业单位工勤技能岗或管理岗转来？", read::came_from_worker_post;
    "post_change.document", "岗位变更行文", Text, NONE, "岗位变更的正式行文是什么文号？", read::post_change_document;
    "post_change.changed_on", "岗位变更日", Date, NONE, "行文确定的岗位变更日期是哪天？", read::post_change_changed_on;
    "post_change.has_salary_form", "变动工资审批表", YesNo, NONE, "", read::has_salary_form;
    "post_change.paid_from", "受聘并享受相应工资之日", Date, NONE, "《岗位（职务）变动工资审批表》上兑现相应职务工资从哪天起？", read::paid_from;
    "retirement.statutory_on", "法定退休日", Date, NONE, "", read::statutory_retirement_on;
    "retirement.is_retired", "已办理退休", YesNo, NONE, "是否已办理退休？", read::is_retired;
    "retirement.has_extension", "延迟退休批准或协议", YesNo, NONE, "有没有延迟退休的批准文件，或弹性延迟退休协议？", read::has_extension;
    "education.level", "最高学历", Choice, EDUCATION, "最高学历是哪一级？", read::education_level;
    "education.degree", "学位", Text, NONE, "", read::education_degree;
    "education.field_of_study", "所学专业", Text, NONE, "最高学历所学的是什么专业？", read::field_of_study;
    "education.graduated_year", "毕业年份", Number, NONE, "最高学历哪年毕业？", read::graduated_year;
    "education.is_overseas", "国（境）外学历", YesNo, NONE, "最高学历是否国（境）外高校取得？", read::is_overseas;
    "education.field_matches", "所学与申报专业一致", YesNo, NONE, "所学专业与申报专业是否一致？", read::field_matches;
    "education.is_safety_field", "涉及公共安全、人身健康", YesNo, NONE, "", read::is_safety_field;
    "title.name", "现职称", Text, NONE, "", read::title_name;
    "title.level", "现职称级别", Choice, LEVEL, "现职称相当于哪一级？", read::title_level;
    "title.series", "现职称系列", Text, NONE, "", read::title_series;
    "title.obtained_on", "现职称取得时间", Date, NONE, "现职称是哪天取得的？", read::title_obtained_on;
    "title.appointed_on", "聘任时间", Date, NONE, "现职称哪天起聘任？", read::title_appointed_on;
    "title.is_qualification", "以职业资格对应职称", YesNo, NONE, "", read::is_qualification;
    "title.is_out_of_province", "省外取得职称", YesNo, NONE, "现职称是否省外取得？", read::is_out_of_province;
    "tenure.is_satisfied", "年限已满", YesNo, NONE, "", read::computed;
    "tenure.is_next_level", "逐级申报", YesNo, NONE, "", read::is_next_level;
    "secondment.is_away", "借调在外未承担本单位职责", YesNo, NONE, "现在是否借调在外、未承担本单位岗位职责？", read::is_away;
    "secondment.with_duties", "借调期间承担本单位职责", YesNo, NONE, "", read::seconded_with_duties;
    "secondment.uncounted", "借调不计入的时间", Text, NONE, "", read::secondment_uncounted;
    "administrative.uncounted", "非专业技术岗位的时间", Text, NONE, "", read::administrative_uncounted;
    "transfer.moved_on", "转到现岗位之日", Date, NONE, "哪天转到现在的岗位？", read::transfer_moved_on;
    "transfer.months_on_post", "在现岗位满月数", Number, NONE, "", read::transfer_months;
    "recognition.is_listed", "学历可认定该级别", YesNo, NONE, "", read::recognition_is_listed;
    "recognition.hired_on", "录用（聘用）日期", Date, NONE, "招工录用登记表（聘用通知书）上的日期是哪天？", read::hired_on;
    "recognition.ready_on", "见习期满之日", Date, NONE, "", read::recognition_ready_on;
    "recognition.is_ready", "见习期已满", YesNo, NONE, "", read::recognition_is_ready;
    "recognition.has_passed", "单位考核合格", YesNo, NONE, "见习期满或入职后，单位考核是否合格？", read::recognition_has_passed;
    "insurance.since", "昆明参保起始", Date, NONE, "", read::insurance_since;
    "insurance.is_continuous", "参保未中断", YesNo, NONE, "", read::insurance_is_continuous;
    "insurance.matches_employer", "参保单位与申报单位一致", YesNo, NONE, "", read::insurance_matches;
    "past.failed_on", "上次评审未通过之日", Date, NONE, "", read::past_failed_on;
    "past.has_new_achievement", "未通过之后有新业绩", YesNo, NONE, "上次未通过之后，有没有新增的业绩成果？", read::has_new_achievement;
    "training.short_years", "继续教育不足的年度", Text, NONE, "", read::training_short_years;
    "appraisal.weak_years", "年度考核须说明的年度", Text, NONE, "", read::appraisal_weak_years;
}
