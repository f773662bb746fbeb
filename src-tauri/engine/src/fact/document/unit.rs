//! 申报、评委会、单位.

use super::section;
use crate::date::Date;
use crate::title::{ApplicationKind, Level, words};
use crate::unit::{Tier, UnitKind};

words! {
    /// 外省企业在昆机构的形式 / form in which a company of another province is present here.
    OutsideForm {
        /// 不是外省企业的机构 / none of the two.
        None = "none", "不是";
        /// 子公司 / subsidiary, a legal person of its own.
        Subsidiary = "subsidiary", "子公司";
        /// 分公司 / branch.
        Branch = "branch", "分公司";
    }
}

words! {
    /// 评委会层级 / whose the committee is.
    CommitteeTier {
        /// 市级（含县区）评委会 / of the city, counties included.
        City = "city", "市级";
        /// 省级评委会 / of the province.
        Province = "province", "省级";
        /// 自主评审单位的评委会 / of a unit that reviews its own series.
        SelfReview = "self_review", "自主评审";
    }
}

section! {
    /// 评审委员会 / the review committee.
    CommitteeFacts {
        /// 名录编号 / id of the directory, `km.45`.
        id: String,
        /// 名称 / name.
        name: String,
        /// 层级 / whose it is.
        tier: CommitteeTier,
        /// 今年是否开评 / whether it reviews this year.
        is_open: bool,
        /// 是否覆盖本单位的地区、性质和专业 / whether it covers the unit's area, kind and the field.
        covers_unit: bool,
        /// 省级评委会自定的任职年限截止日 / cut-off of its own, provincial committees.
        tenure_until: Date,
        /// 省级评委会通知是否写明用省信息平台 / whether its notice names the provincial platform.
        uses_province_platform: bool,
        /// 省评委会是否要求市里统一报送 / whether it wants the city to hand in together.
        wants_joint_submission: bool,
        /// 本年评审前本省该系列新标准是否已发布 / whether a new provincial standard is out.
        has_new_standard: bool,
    }
}

section! {
    /// 考试成绩（考评结合） / exam result where a level wants exam and review.
    ExamFacts {
        /// 是否合格 / passed.
        is_passed: bool,
        /// 合格日期 `YYYY-MM-DD` / date of the result.
        passed_on: Date,
        /// 有效期至 / valid until.
        valid_until: Date,
    }
}

section! {
    /// 申报 / the application.
    ApplicationFacts {
        /// 申报年度，四位数 / application year.
        year: i32,
        /// 申报类型 / kind.
        kind: ApplicationKind,
        /// 申报系列，如“工程技术人员” / series.
        series: String,
        /// 申报专业，如“建筑工程” / specialty.
        specialty: String,
        /// 申报职称，如“工程师” / title applied for.
        title: String,
        /// 申报级别；不填则由职称名称推出 / level; by default from the title's name.
        level: Level,
        /// 评委会 / committee.
        committee: CommitteeFacts,
        /// 报送日（单位上报之日） / day the unit hands it in.
        submitted_on: Date,
        /// 预计开评日 / estimated first day of the review.
        review_opens_on: Date,
        /// 是否首次申报评审 / whether it is the person's first review.
        is_first_review: bool,
        /// 所学与申报专业是否一致（人工认定） / whether the field of study matches, as decided by a person.
        is_field_matched: bool,
        /// 申报专业是否涉及公共安全、人身健康 / whether the field touches public safety or health.
        touches_public_safety: bool,
        /// 评价标准规定的下级职称年限（人工填，优先于对照表） / years after the lower title the series' standard asks, when stated by a person.
        required_years: i32,
        /// 是否隐瞒已有职称、重新申报其他系列 / whether a title held is being concealed.
        conceals_title: bool,
        /// 是否未变更岗位而同时申报第二个资格 / whether a second qualification of the same series or field is applied for.
        is_second_qualification: bool,
        /// 职业是否有准入要求 / whether the occupation needs a licence.
        requires_licence: bool,
        /// 是否经省或市信息系统审核 / whether it was checked in the provincial or city system.
        is_checked_in_system: bool,
        /// 考试 / exam.
        exam: ExamFacts,
    }
}

section! {
    /// 岗位设置 / establishment of posts.
    PostSetupFacts {
        /// 岗位设置管理是否完成 / finished.
        is_done: bool,
        /// 申报级别空余的专业技术岗位数 / free technical posts of the level applied for.
        free_posts: i32,
    }
}

section! {
    /// 单位 / a unit.
    UnitFacts {
        /// 全称 / full name.
        name: String,
        /// 统一社会信用代码，18位 / unified social credit code.
        credit_code: String,
        /// 单位性质 / kind.
        kind: UnitKind,
        /// 隶属 / whose it is.
        tier: Tier,
        /// 是否在昆明市 / whether it is in Kunming.
        is_in_kunming: bool,
        /// 工商注册地是否在昆明 / whether it is registered in Kunming.
        is_registered_in_kunming: bool,
        /// 外省企业在昆机构 / presence of a company of another province.
        outside_form: OutsideForm,
        /// 县（市）区代码或功能区编号 / county code (GB/T 2260) or zone key.
        county_code: String,
        /// 主管部门 / supervising body.
        supervising_body: String,
        /// 属地人社部门；不填则查名录 / local bureau; by default from the directory.
        hrss_bureau: String,
        /// 自主评审单位 / whether it reviews its own series.
        has_self_review: bool,
        /// 被暂停推荐的年度 / years in which its recommending is suspended.
        suspended_years: Vec<i32>,
        /// 岗位设置（事业单位） / posts, public institutions.
        post_setup: PostSetupFacts,
        /// 地方节假日 `YYYY-MM-DD` / holidays of its own place.
        local_holidays: Vec<Date>,
    }
}
