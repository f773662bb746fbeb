//! 人员、劳动关系、退休、社保、学历、职称、资格.

use super::section;
use crate::date::{Date, PartialDate};
use crate::person::{EmploymentKind, Sex, StudyMode};
use crate::title::{EducationLevel, Level, ObtainedBy, words};

words! {
    /// 来源地 / where a person belongs.
    Origin {
        /// 内地 / mainland.
        Mainland = "mainland", "内地";
        /// 港澳台 / Hong Kong, Macau, Taiwan.
        HongKongMacauTaiwan = "hong_kong_macau_taiwan", "港澳台";
        /// 外籍 / foreign.
        Foreign = "foreign", "外籍";
    }
}

words! {
    /// 证件种类 / kind of identity document.
    IdKind {
        /// 居民身份证 / resident identity card.
        ResidentId = "resident_id", "居民身份证";
        /// 港澳台居民居住证 / residence permit of Hong Kong, Macau and Taiwan residents.
        ResidencePermit = "residence_permit", "港澳台居民居住证";
        /// 港澳居民来往内地通行证 / home-return permit.
        HongKongMacauPermit = "hong_kong_macau_permit", "港澳居民来往内地通行证";
        /// 台湾居民来往大陆通行证 / Taiwan compatriot permit.
        TaiwanPermit = "taiwan_permit", "台湾居民来往大陆通行证";
        /// 外国人永久居留身份证 / foreign permanent resident card.
        PermanentResidence = "permanent_residence", "外国人永久居留身份证";
        /// 护照 / passport.
        Passport = "passport", "护照";
    }
}

section! {
    /// 外国人来华工作许可证 / permit to work in China.
    WorkPermitFacts {
        /// 是否持有 / held.
        is_held: bool,
        /// 有效期至 / valid until.
        valid_until: Date,
    }
}

section! {
    /// 人员 / the person.
    PersonFacts {
        /// 姓名（不参与判断） / name; no rule reads it.
        name: String,
        /// 性别 / sex.
        sex: Sex,
        /// 出生日期 `YYYY-MM-DD` 或 `YYYY-MM`；有有效身份证号时以号码为准 / birth; a valid id number wins.
        born_on: PartialDate,
        /// 来源地，默认内地 / where the person belongs; mainland unless stated.
        origin: Origin,
        /// 证件种类，默认居民身份证 / kind of document; resident id unless stated.
        id_kind: IdKind,
        /// 证件号码 / its number.
        id_number: String,
        /// 外国人来华工作许可证 / work permit of a foreigner.
        work_permit: WorkPermitFacts,
        /// 手机号 / mobile number.
        mobile: String,
        /// 身份信息有未定之处 / whether the identity is in doubt.
        has_open_doubt: bool,
        /// 是否技能人才 / whether a skilled worker.
        is_skilled_worker: bool,
    }
}

words! {
    /// 现在的岗位 / the post now held.
    PostKind {
        /// 专业技术岗位 / technical.
        Professional = "professional", "专业技术岗位";
        /// 工勤技能岗位 / worker's.
        Worker = "worker", "工勤技能岗位";
        /// 管理岗位 / manager's.
        Management = "management", "管理岗位";
        /// 行政工作 / administrative work.
        Administrative = "administrative", "行政工作";
    }
}

section! {
    /// 人事劳动关系与岗位 / contract and post.
    EmploymentFacts {
        /// 身份 / how the person is employed.
        kind: EmploymentKind,
        /// 与申报单位有人事劳动关系 / contract with the applying unit.
        has_contract: bool,
        /// 签订合同的单位全称；用来与申报单位、参保单位核对 / unit that signed the contract.
        contract_unit: String,
        /// 在岗 / on post.
        is_on_post: bool,
        /// 直接从事专业技术工作 / does technical work directly.
        does_professional_work: bool,
        /// 现在的岗位 / the post now held.
        post_kind: PostKind,
        /// 从事的工作与申报专业一致 / the work matches the field applied for.
        matches_specialty: bool,
        /// 参加工作时间 / start of work.
        started_work_on: PartialDate,
    }
}

words! {
    /// 延迟退休的依据 / ground of working on.
    ExtensionKind {
        /// 没有 / none.
        None = "none", "没有";
        /// 经批准延迟退休 / formally approved.
        Approved = "approved", "批准延迟退休";
        /// 弹性延迟退休协议 / flexible agreement.
        FlexibleAgreement = "flexible_agreement", "弹性延迟退休协议";
    }
}

section! {
    /// 退休 / retirement.
    RetirementFacts {
        /// 是否已办理退休 / retired.
        is_retired: bool,
        /// 退休日期 / date of retirement.
        retired_on: Date,
        /// 原法定退休年龄 50、55、60 / original age; by default from sex and post.
        original_age: i32,
        /// 延迟退休的依据 / ground of working on.
        extension: ExtensionKind,
        /// 延迟至 / working on until.
        extension_until: Date,
    }
}

section! {
    /// 社会保险 / social insurance.
    InsuranceFacts {
        /// 是否在昆明参保 / insured in Kunming.
        is_in_kunming: bool,
        /// 在昆连续参保起始 / insured in Kunming since, without a break.
        since: PartialDate,
        /// 是否未中断 / without a break.
        is_continuous: bool,
        /// 现参保单位 / unit that insures now.
        insured_unit: String,
        /// 参保单位与合同单位一致；不填则比较名称 / insured unit is the contract unit; by default names are compared.
        matches_contract: bool,
        /// 以个人名义参保 / insured in own name.
        is_in_own_name: bool,
    }
}

words! {
    /// 学业完成情况 / how a course of study ended.
    Completion {
        /// 毕业 / graduated.
        Graduated = "graduated", "毕业";
        /// 结业 / completed without graduation.
        Completed = "completed", "结业";
        /// 肄业 / left.
        Left = "left", "肄业";
        /// 在读 / still studying.
        Studying = "studying", "在读";
    }
}

section! {
    /// 学历 / an education.
    EducationFacts {
        /// 学历层次；技工院校按对应层次填 / level.
        level: EducationLevel,
        /// 学习形式 / mode.
        mode: StudyMode,
        /// 完成情况，默认毕业 / how it ended; graduated unless stated.
        completion: Completion,
        /// 学位 / degree.
        degree: String,
        /// 毕业院校 / school.
        school: String,
        /// 所学专业 / field of study.
        field_of_study: String,
        /// 毕业时间 / graduation.
        graduated_on: PartialDate,
        /// 国（境）外学历 / from abroad.
        is_overseas: bool,
        /// 有国（境）外学历学位认证书 / has the certificate of recognition.
        has_overseas_certificate: bool,
        /// 能在学信网准确查到 / can be verified online.
        is_verifiable_online: bool,
        /// 有单位审档证明 / has the unit's statement from the archive.
        has_archive_proof: bool,
        /// 所学专业与申报专业一致 / the field matches the one applied for.
        matches_specialty: bool,
    }
}

section! {
    /// 职称 / a title held.
    TitleFacts {
        /// 名称 / name.
        name: String,
        /// 系列；不填则由名称推出 / series; by default from the name.
        series: String,
        /// 专业 / specialty.
        specialty: String,
        /// 级别；不填则由名称推出 / level; by default from the name.
        level: Level,
        /// 取得方式 / how it was obtained.
        obtained_by: ObtainedBy,
        /// 取得时间 / obtained.
        obtained_on: PartialDate,
        /// 聘任时间 / appointed.
        appointed_on: PartialDate,
        /// 外省或中央单位取得 / from another province or a central unit.
        is_out_of_province: bool,
        /// 有职称证书 / has the certificate.
        has_certificate: bool,
        /// 有评审表 / has the review form.
        has_review_form: bool,
        /// 有任职资格文件 / has the document of qualification.
        has_document: bool,
    }
}

section! {
    /// 职业资格 / a vocational qualification.
    QualificationFacts {
        /// 名称，如“一级建造师” / name.
        name: String,
        /// 取得时间 / obtained.
        obtained_on: PartialDate,
        /// 对应职称级别；不填则查对照表 / level it corresponds to; by default from the table.
        level: Level,
        /// 对应系列 / series it corresponds to.
        series: String,
    }
}

section! {
    /// 职业准入证 / a licence to practise.
    LicenceFacts {
        /// 名称 / name.
        name: String,
        /// 是否有效 / valid.
        is_valid: bool,
        /// 有效期至 / valid until.
        valid_until: Date,
    }
}
