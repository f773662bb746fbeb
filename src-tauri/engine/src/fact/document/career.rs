//! 经历: 工作、借调、转岗、认定、特殊通道、处分与诚信.

use super::section;
use crate::date::{Date, PartialDate};
use crate::title::words;

section! {
    /// 工作经历 / a stretch of work.
    WorkFacts {
        /// 起 / first day or month.
        from: PartialDate,
        /// 止，至今则不填 / last day or month; missing means until now.
        until: PartialDate,
        /// 工作单位 / unit.
        unit: String,
        /// 岗位 / post.
        post: String,
        /// 是否履行专业技术岗位职责；否的时间不计年限 / performs a technical post's duties; other time is not counted.
        is_professional: bool,
    }
}

section! {
    /// 借调 / a secondment.
    SecondmentFacts {
        /// 借调单位 / where to.
        unit: String,
        /// 起 / first day.
        from: PartialDate,
        /// 止，至今则不填 / last day; missing means until now.
        until: PartialDate,
        /// 期间是否承担本单位岗位职责 / whether the home unit's duties were kept.
        has_home_duties: bool,
    }
}

words! {
    /// 转岗前的岗位 / the post before.
    FormerPost {
        /// 工勤技能岗 / worker's.
        Worker = "worker", "工勤技能岗";
        /// 管理岗 / manager's.
        Management = "management", "管理岗";
    }
}

section! {
    /// 工勤技能岗、管理岗转专业技术岗（事业单位） / change to a technical post, public institutions.
    PostChangeFacts {
        /// 转岗前的岗位 / the post before.
        former_post: FormerPost,
        /// 有单位正式行文 / has the unit's formal document.
        has_document: bool,
        /// 行文确定的岗位变更日 / date of change fixed by it.
        changed_on: PartialDate,
        /// 有《事业单位工作人员岗位（职务）变动工资审批表》 / has the salary form.
        has_salary_form: bool,
        /// 享有相应职务工资之日 / first day with the corresponding pay.
        paid_from: PartialDate,
    }
}

section! {
    /// 转岗（转系列） / move to the present post.
    TransferFacts {
        /// 是否变更了岗位 / whether the post changed.
        has_moved: bool,
        /// 到现岗位之日 / first day on the present post.
        moved_on: PartialDate,
        /// 有聘书、合同或单位证明之一 / has one of the proofs.
        has_proof: bool,
    }
}

section! {
    /// 毕业生考核认定 / recognition.
    RecognitionFacts {
        /// 录用登记表或聘用通知书上的日期 / date on the hiring document.
        hired_on: PartialDate,
        /// 有录用登记表（企业）或聘用通知书、聘用人员审批表（事业单位） / has the hiring document.
        has_hire_form: bool,
        /// 单位考核合格 / assessed as passing by the unit.
        has_passed: bool,
        /// 有单位公示截图 / has the screenshot of the posting.
        has_notice_screenshot: bool,
    }
}

section! {
    /// 企业博士后 / post-doc of an enterprise.
    PostdocFacts {
        /// 是企业博士后 / of an enterprise.
        is_enterprise: bool,
        /// 获中国博士后科学基金资助 / funded by the national post-doc fund.
        has_science_fund: bool,
        /// 主持省部级以上科研项目 / led a project of provincial rank or above.
        led_provincial_project: bool,
        /// 出站后继续留在企业 / stays in the enterprise afterwards.
        stays_in_enterprise: bool,
    }
}

words! {
    /// 特殊来源 / how a person came in.
    SpecialEntryKind {
        /// 海外归国人员 / returnee.
        OverseasReturnee = "overseas_returnee", "海外归国";
        /// 党政机关交流 / from party or government.
        GovernmentTransfer = "government_transfer", "党政机关交流";
        /// 部队转业安置 / from the army.
        MilitaryTransfer = "military_transfer", "部队转业安置";
    }
}

section! {
    /// 海外归国、党政交流、部队转业，首次申报 / special entry, first application.
    SpecialEntryFacts {
        /// 来源 / kind.
        kind: SpecialEntryKind,
        /// 从事专业技术（含技术管理）工作累计满几个月 / months of technical work altogether.
        professional_months: i32,
        /// 从事专业技术工作起始（连续的） / start of technical work, where unbroken.
        professional_since: PartialDate,
    }
}

section! {
    /// 绿色通道 / fast track.
    FastTrackFacts {
        /// 已按“一事一议、一人一策”同意 / approved as a single case.
        is_approved: bool,
    }
}

words! {
    /// 推荐方 / who recommends a freelancer.
    Recommender {
        /// 人事代理机构 / personnel agency.
        Agency = "agency", "人事代理机构";
        /// 行业协会 / trade association.
        Association = "association", "行业协会";
        /// 没有 / nobody.
        None = "none", "没有";
    }
}

section! {
    /// 自由职业者 / freelancer.
    FreelancerFacts {
        /// 在专业领域工作起始 / working in the field since.
        in_field_since: PartialDate,
        /// 在专业领域工作满1年以上（人工认定） / one year or more in the field, as decided by a person.
        has_one_year: bool,
        /// 与单位或出资人有法律效力的合作关系 / legally effective tie to a unit or investor.
        has_binding_tie: bool,
        /// 收入合法 / lawful income.
        has_lawful_income: bool,
        /// 以个人名义参保 / insured in own name.
        is_insured_in_own_name: bool,
        /// 有个人纳税申报记录 / has tax-filing records.
        has_tax_record: bool,
        /// 行业有承接资质与企业挂钩的限制或禁止 / industry restricted to enterprises.
        is_industry_restricted: bool,
        /// 推荐方 / recommended by.
        recommended_by: Recommender,
    }
}

section! {
    /// 委托评审 / entrusted review.
    EntrustedFacts {
        /// 申报人单位同意 / the unit consents.
        has_unit_consent: bool,
        /// 有《委托评审函》 / has the letter.
        has_letter: bool,
        /// 出函的上级人事部门有职称评审管理权限 / its issuer holds the authority.
        issuer_has_authority: bool,
        /// 市人社局审核同意 / approved by the city bureau.
        is_approved: bool,
        /// 属于其他州市的单位 / the unit belongs to another prefecture.
        is_other_prefecture: bool,
    }
}

section! {
    /// 工作地点 / workplace.
    WorkplaceFacts {
        /// 在县（市）区的乡镇（街道）工作 / in a township or sub-district of a county.
        is_township: bool,
        /// 在“九条措施”适用范围内 / in the area of the nine measures.
        is_in_listed_area: bool,
        /// 属艰苦边远地区或基层一线 / hard and remote, or grass-roots.
        is_remote: bool,
        /// 普通高校毕业生 / graduate of an ordinary college.
        is_ordinary_graduate: bool,
    }
}

words! {
    /// 处分种类，由轻到重 / kind of punishment, from the lightest up.
    PunishmentGrade {
        /// 警告 / warning.
        Warning = "warning", "警告";
        /// 记过 / demerit.
        Demerit = "demerit", "记过";
        /// 降低岗位等级（撤职） / lowering of the post.
        Demotion = "demotion", "降低岗位等级";
        /// 开除 / dismissal.
        Dismissal = "dismissal", "开除";
    }
}

section! {
    /// 处分 / a punishment.
    PunishmentFacts {
        /// 种类 / kind.
        grade: PunishmentGrade,
        /// 处分期起 / first day.
        from: Date,
        /// 处分期止 / last day.
        until: Date,
    }
}

section! {
    /// 诚信档案记录 / an integrity record.
    IntegrityFacts {
        /// 记入日期 / recorded.
        recorded_on: Date,
        /// 虚假承诺、弄虚作假 / false promise or fabrication.
        is_fabrication: bool,
    }
}
