//! Kinds of records a sheet may hold, one dated record a row.

use crate::person::Dossier;

macro_rules! records {
    ($($variant:ident, $key:literal, $label:literal, [$($column:literal = [$($word:literal),*]),*];)*) => {
        /// A kind of record a sheet may hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum RecordKind {
            $(#[doc = $label] $variant,)*
        }

        impl RecordKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Key: the table and the list of the dossier.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// Label.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// Keys of its columns and the words for them; the first one marks the kind.
            pub(super) fn columns(self) -> &'static [(&'static str, &'static [&'static str])] {
                match self { $(Self::$variant => &[$(($column, &[$($word),*])),*]),* }
            }

            /// Column keys and the word a sheet of ours writes above them.
            #[must_use]
            pub fn heads(self) -> Vec<(&'static str, &'static str)> {
                self.columns().iter().filter_map(|(key, words)| Some((*key, *words.first()?))).collect()
            }
        }
    };
}

impl RecordKind {
    /// How many records of this kind a person has.
    #[must_use]
    pub fn count(self, d: &Dossier) -> usize {
        match self {
            Self::Work => d.work.len(),
            Self::Education => d.education.len(),
            Self::Title => d.title_held.len(),
            Self::Study => d.study.len(),
            Self::Appraisal => d.appraisal.len(),
            Self::Training => d.training.len(),
            Self::Achievement => d.achievement.len(),
            Self::Activity => d.activity.len(),
            Self::Secondment => d.secondment.len(),
            Self::Insurance => d.insurance.len(),
            Self::PostChange => d.post_change.len(),
            Self::PastApplication => d.past_application.len(),
            Self::Credential => d.credential.len(),
        }
    }
}

// Kind, key, label, then its columns with the words for them.
records! {
    Work, "work", "工作经历", ["unit" = ["工作单位", "单位"], "from" = ["起", "起始", "开始时间", "起始时间", "起始年月", "自何年月"], "until" = ["止", "截止", "结束时间", "终止时间", "截止时间", "终止年月", "至何年月"], "post" = ["岗位/职务", "岗位", "职务", "从事何工作", "从事何专业技术工作"], "is_professional" = ["是否专业技术岗位"]];
    Education, "education", "学历", ["mode" = ["学习形式", "学习方式", "学历类别"], "level" = ["学历", "学历层次"], "degree" = ["学位"], "school" = ["毕业院校", "学校", "院校"], "field_of_study" = ["所学专业", "专业"], "graduated_on" = ["毕业时间", "毕业年月", "毕业日期"], "is_overseas" = ["国外学历", "是否国外学历"]];
    Title, "title_held", "现有职称", ["title_name" = ["职称名称", "资格名称", "专业技术职务名称"], "series" = ["系列", "职称系列"], "level" = ["级别", "职称级别"], "obtained_on" = ["取得时间", "取得日期"], "obtained_by" = ["取得方式"], "appointed_on" = ["聘任时间", "聘任日期"], "appointed_by" = ["聘任单位"], "is_out_of_province" = ["省外取得", "是否省外取得"]];
    Study, "study", "学习经历", ["content" = ["学习内容", "培训内容"], "from" = ["起", "开始时间", "起始时间"], "until" = ["止", "结束时间", "终止时间"], "school" = ["学习院校或单位", "培训单位", "学习单位", "主办单位"], "certificate" = ["结业证书", "证书", "结业情况"]];
    Appraisal, "appraisal", "年度考核", ["result" = ["考核结果", "考核等次", "年度考核结果", "等次"], "year" = ["年度", "年份", "考核年度"]];
    Training, "training", "继续教育", ["general_hours" = ["公需科目", "公需", "公需学时", "公需科目学时", "其中公需", "公需课", "公需课学时", "其中公需科目"], "specialty_hours" = ["专业科目", "专业课", "专业学时", "专业科目学时", "其中专业", "专业课学时", "其中专业科目"], "total_hours" = ["总学时", "合计", "学时合计", "学时", "学时数", "总学时数", "继续教育学时"], "year" = ["年度", "年份"], "proof" = ["证明材料", "证明"]];
    Achievement, "achievement", "业绩成果", ["name_of" = ["名称", "成果名称", "项目名称", "论文题目", "论文名称", "奖项名称", "专利名称", "著作名称", "书名", "题目"], "kind" = ["类别", "类型", "成果类别"], "period" = ["时间", "起止时间", "日期", "发表时间", "出版时间", "获奖时间", "授权时间", "完成时间"], "role" = ["本人角色/排名", "角色", "排名", "本人排名", "本人角色", "作者排名"], "grade" = ["级别", "项目级别", "奖项级别", "刊物级别"], "issuer" = ["刊物/出版社/授奖单位", "发表刊物", "刊物名称", "出版社", "授奖单位", "颁奖单位", "项目来源", "授权单位"], "number" = ["编号", "刊号", "书号", "专利号", "项目编号", "文号", "证书编号"], "proof" = ["证明材料", "佐证", "佐证材料"]];
    Activity, "activity", "国际学术活动", ["activity_name" = ["活动名称", "学术活动名称", "会议名称"], "from" = ["起", "开始时间"], "until" = ["止", "结束时间"], "place" = ["地点"], "role" = ["本人角色", "角色"]];
    Secondment, "secondment", "借调记录", ["unit" = ["借调单位"], "from" = ["起始日期", "开始日期", "起"], "until" = ["结束日期", "截止日期", "止"], "has_home_duties" = ["借调期间是否承担本单位岗位职责", "是否承担本单位职责"], "basis" = ["依据"]];
    Insurance, "insurance", "社保", ["unit" = ["参保单位"], "place" = ["参保地"], "from" = ["起始年月", "参保起始", "起"], "until" = ["截止", "参保截止", "止"], "status" = ["状态", "参保状态"]];
    PostChange, "post_change", "岗位变动", ["kind" = ["变动类型"], "document" = ["依据文号", "文号"], "changed_on" = ["变动日期"], "has_salary_form" = ["工资审批表"], "paid_from" = ["兑现工资日期"]];
    PastApplication, "past_application", "历年申报", ["result" = ["结果", "评审结果"], "year" = ["年度", "申报年度"], "title" = ["申报职称"], "committee" = ["评委会", "评审委员会"], "result_on" = ["结果日期"], "opinions" = ["意见次数"]];
    Credential, "credential", "证照及其他", ["item" = ["事项"], "state" = ["状态"], "note" = ["说明", "备注"]];
}
