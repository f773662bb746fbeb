//! 过程: 历年申报、业绩、考核、公示、意见、材料、时间.

use super::section;
use crate::date::{Date, PartialDate};
use crate::person::AchievementKind;
use crate::title::{ApplicationKind, Level, words};

words! {
    /// 结果 of an earlier application.
    PastResult {
        /// 通过 / passed.
        Passed = "passed", "通过";
        /// 未通过 / not passed.
        NotPassed = "not_passed", "未通过";
        /// 撤回 / withdrawn.
        Withdrawn = "withdrawn", "撤回";
        /// 在审 / pending.
        Pending = "pending", "在审";
        /// 未受理 / not accepted.
        NotAccepted = "not_accepted", "未受理";
    }
}

section! {
    /// 另一次申报 / another application, earlier or of the same year.
    PastApplicationFacts {
        /// 年度 / year.
        year: i32,
        /// 类型 / kind.
        kind: ApplicationKind,
        /// 系列 / series.
        series: String,
        /// 级别 / level.
        level: Level,
        /// 职称 / title.
        title: String,
        /// 结果 / result.
        result: PastResult,
        /// 结果日期 / date of the result.
        result_on: PartialDate,
    }
}

section! {
    /// 补正 / supplement asked for.
    SupplementFacts {
        /// 告知日 / told on.
        told_on: Date,
        /// 期限 / deadline.
        deadline: Date,
        /// 是否已补正 / done.
        is_done: bool,
        /// 补正日 / done on.
        done_on: Date,
    }
}

section! {
    /// 历年申报与本年退回 / history.
    HistoryFacts {
        /// 其他各次申报（不含本次） / other applications, this one excluded.
        applications: Vec<PastApplicationFacts>,
        /// 单位推荐后，本年系统中提出审核意见的次数 / rounds of opinions this year after the unit's recommendation.
        opinion_rounds: i32,
        /// 仍然存在问题 / problems remain.
        has_open_problem: bool,
        /// 返回修改与重置流程合计次数 / returns and resets together.
        returns_and_resets: i32,
        /// 补正 / supplement.
        supplement: SupplementFacts,
        /// 未通过之后有新业绩（人工认定） / new achievements since the failed review, as decided by a person.
        has_new_achievement: bool,
        /// 评审结果确认日 / result confirmed on.
        result_confirmed_on: Date,
    }
}

section! {
    /// 业绩成果 / an achievement.
    AchievementFacts {
        /// 类别 / kind.
        kind: AchievementKind,
        /// 名称 / name.
        name: String,
        /// 完成或取得日期 / date.
        until: PartialDate,
        /// 有佐证 / has evidence.
        has_evidence: bool,
        /// 已竣工验收（项目） / accepted, for projects.
        is_accepted: bool,
    }
}

section! {
    /// 年度考核 / a yearly appraisal.
    AppraisalFacts {
        /// 年度 / year.
        year: i32,
        /// 等次，如“合格” / result.
        result: String,
    }
}

section! {
    /// 一年的继续教育 / continuing education of a year.
    TrainingFacts {
        /// 年度 / year.
        year: i32,
        /// 公需科目学时 / general hours.
        general_hours: f64,
        /// 专业科目学时 / specialty hours.
        specialty_hours: f64,
        /// 学分（卫生） / credits, health.
        credits: f64,
    }
}

words! {
    /// 公示单位 / who posts.
    NoticeBy {
        /// 申报单位 / the applying unit.
        Unit = "unit", "申报单位";
        /// 劳务派遣公司 / dispatch company.
        DispatchAgency = "dispatch_agency", "派遣公司";
        /// 用工单位 / using unit.
        HostUnit = "host_unit", "用工单位";
    }
}

section! {
    /// 公示 / a posting.
    NoticeFacts {
        /// 公示单位，默认申报单位 / who posts; the applying unit unless stated.
        by: NoticeBy,
        /// 张贴日 / posted.
        posted_on: Date,
        /// 撤下日；不填则按仍在张贴算到意见签署日前 / taken down; missing means it still hangs.
        taken_down_on: Date,
        /// 已公示的工作日数（不填则按日历算） / working days, when counted by a person.
        working_days: i32,
        /// 有异议 / an objection was raised.
        has_objection: bool,
        /// 异议已处理完毕、不影响推荐 / the objection is settled.
        is_objection_settled: bool,
        /// 张贴了《综合情况（公示）表》 / the official form was posted.
        has_form: bool,
        /// 有关材料一并张贴 / related materials were posted with it.
        has_materials: bool,
        /// 审核、盖章齐全（派遣） / checked and sealed, dispatch.
        is_sealed: bool,
    }
}

words! {
    /// 意见要素 / element of the unit's opinion.
    OpinionElement {
        /// 专业技术工作评价 / assessment of the work.
        Assessment = "assessment", "工作评价";
        /// 推荐方式 / method.
        Method = "method", "推荐方式";
        /// 参与推荐的人员范围及人数 / who took part and how many.
        Scope = "scope", "人员范围及人数";
        /// 推荐意见 / recommendation.
        Recommendation = "recommendation", "推荐意见";
        /// 意见形成情况 / how it was formed.
        Formation = "formation", "意见形成情况";
        /// 公示情况 / the posting.
        Notice = "notice", "公示情况";
    }
}

section! {
    /// 单位推荐意见 / the unit's opinion.
    OpinionFacts {
        /// 已写的要素 / elements it contains.
        elements: Vec<OpinionElement>,
        /// 签署日 / signed.
        signed_on: Date,
    }
}

section! {
    /// 承诺书 / the pledge.
    PledgeFacts {
        /// 已提交并打印 / submitted and printed.
        is_submitted: bool,
        /// 所选申报类型，如“工程技术” / application type ticked.
        application_type: String,
    }
}

section! {
    /// 学信网备案表 / the CHSI form.
    ChsiFacts {
        /// 有备案表 / has the form.
        has_form: bool,
        /// 打印（申请）日期 / printed on.
        printed_on: Date,
        /// 在线验证有效期至 / valid online until.
        valid_until: Date,
        /// 有查询截图 / has the screenshot.
        has_screenshot: bool,
    }
}

section! {
    /// 复印件 / a copy.
    CopyFacts {
        /// 材料名称 / what it is a copy of.
        material: String,
        /// 有审核人姓名 / has the reviewer's name.
        has_reviewer: bool,
        /// 有审核意见 / has the opinion.
        has_opinion: bool,
        /// 有审核日期 / has the date.
        has_date: bool,
        /// 有单位公章 / has the seal.
        has_seal: bool,
    }
}

section! {
    /// 电子附件 / an attachment.
    AttachmentFacts {
        /// 文件名 / file name.
        name: String,
        /// 格式：jpg、png、pdf… / format.
        format: String,
        /// 原件扫描 / scanned from the original.
        is_original: bool,
        /// 含涉密信息 / contains secrets.
        has_secret: bool,
    }
}

section! {
    /// 已备材料 / a material at hand.
    MaterialFacts {
        /// 材料编号 / id of the pack's material list.
        material: String,
        /// 已备齐 / ready.
        is_ready: bool,
        /// 有效期至 / valid until.
        valid_until: Date,
    }
}

section! {
    /// 时间 / online channel and intake.
    WindowFacts {
        /// 评委会开始收审材料之日 / intake opens.
        intake_from: Date,
        /// 评委会截止收审材料之日 / intake closes.
        intake_until: Date,
        /// 市级评委会自定的网报开放日 / online channel opens, city committees.
        opens_on: Date,
        /// 市级评委会自定的网报关闭日 / online channel closes, city committees.
        closes_on: Date,
        /// 网上提交日 / filed online.
        filed_on: Date,
    }
}
