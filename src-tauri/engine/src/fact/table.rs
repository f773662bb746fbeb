//! The list itself: which fact, id, label, how it is asked, reader, fields it is read from.

use super::Definition;
use super::read::{
    application, career, computed, education, person, process, retirement, special, title, unit,
};
use crate::verdict::AskKind;

const NONE: &[(&str, &str)] = &[];
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
const KIND: &[(&str, &str)] =
    &[("promotion", "正常晋升"), ("series_transfer", "转系列"), ("recognition", "考核认定")];
const TIER: &[(&str, &str)] = &[("city", "市级"), ("province", "省级")];
const UNIT_KIND: &[(&str, &str)] = &[
    ("public_institution", "事业单位"),
    ("state_enterprise", "国有企业"),
    ("private_enterprise", "非公有制企业"),
    ("social_organization", "社会组织"),
];
const OUTSIDE: &[(&str, &str)] =
    &[("none", "不是"), ("subsidiary", "子公司"), ("branch", "分公司")];
const EMPLOYMENT: &[(&str, &str)] = &[
    ("established", "编制内"),
    ("contract", "劳动合同"),
    ("dispatched", "劳务派遣"),
    ("freelancer", "自由职业者"),
    ("civil_servant", "公务员"),
];
const RECOMMENDER: &[(&str, &str)] =
    &[("agency", "人事代理机构"), ("association", "行业协会"), ("none", "没有")];

macro_rules! facts {
    ($($fact:ident $id:literal $label:literal $ask:ident $choices:ident $question:literal $read:path [$($field:literal)*];)*) => {
        /// Every fact rules may read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum F {
            $(#[doc = $label] $fact,)*
        }

        pub(super) static TABLE: &[Definition] = &[$(Definition {
            fact: F::$fact,
            id: $id,
            label: $label,
            question: $question,
            ask: AskKind::$ask,
            choices: $choices,
            fields: &[$($field),*],
            read: $read,
        }),*];
    };
}

facts! {
    AdoptedSources "option.adopted_sources" "沿用的文件" Text NONE "" application::adopted_sources ["options.adopted_sources"];
    ApplicationYear "application.year" "申报年度" Number NONE "" application::year ["application.year"];
    ApplicationKind "application.kind" "申报类型" Choice KIND "申报的是哪一类？" application::kind ["application.kind"];
    ApplicationSeries "application.series" "申报系列" Text NONE "申报哪个系列？" application::series ["application.series" "application.title"];
    ApplicationSpecialty "application.specialty" "申报专业" Text NONE "申报哪个专业？" application::specialty ["application.specialty"];
    ApplicationTitle "application.title" "申报职称" Text NONE "申报什么职称？" application::title ["application.title"];
    ApplicationLevel "application.level" "申报级别" Choice LEVEL "申报的职称是哪一级？" application::level ["application.level" "application.title"];
    LevelGap "application.level_gap" "比现职称高几级" Number NONE "" application::title_level_gap ["application.level" "titles[].level"];
    SubmittedOn "application.submitted_on" "报送日" Date NONE "单位哪天报送？" application::submitted_on ["application.submitted_on"];
    SubmittedMonth "application.submitted_month" "报送月份" Number NONE "" application::submitted_month ["application.submitted_on"];
    ReviewOpensOn "application.review_opens_on" "预计开评日" Date NONE "评委会预计哪天开评？" application::review_opens_on ["application.review_opens_on"];
    Committee "application.committee" "评委会" Text NONE "" application::committee_name ["application.committee.name" "application.committee.id"];
    CommitteeTier "application.committee_tier" "评委会层级" Choice TIER "报市级还是省级评委会？" application::committee_tier ["application.committee.tier" "application.committee.id"];
    CommitteeOpen "application.committee_open" "评委会今年开评" YesNo NONE "评委会今年是否开评？" application::committee_open ["application.committee.is_open"];
    CommitteeCovers "application.committee_covers" "评委会覆盖本单位" YesNo NONE "评委会是否受理本单位这一专业？" application::committee_covers ["application.committee.covers_unit"];
    CommitteeTenureUntil "application.committee_tenure_until" "评委会自定截止日" Date NONE "" application::committee_tenure_until ["application.committee.tenure_until"];
    UsesProvincePlatform "application.uses_province_platform" "省评委会通知写明用省平台" YesNo NONE "省评委会的通知是否写明用省信息平台申报？" application::uses_province_platform ["application.committee.uses_province_platform"];
    HasNewStandard "application.has_new_standard" "新标准已发布" YesNo NONE "" application::has_new_standard ["application.committee.has_new_standard"];
    IsFirstReview "application.is_first_review" "首次申报评审" YesNo NONE "是否首次申报职称评审？" application::is_first_review ["application.is_first_review"];
    ConcealsTitle "application.conceals_title" "隐瞒已有职称" YesNo NONE "是否隐瞒了已有职称、另报其他系列？" application::conceals_title ["application.conceals_title"];
    IsSecondQualification "application.is_second_qualification" "同系列第二个资格" YesNo NONE "是否同一系列或专业的第二个资格？" application::is_second_qualification ["application.is_second_qualification"];
    RequiresLicence "application.requires_licence" "有职业准入要求" YesNo NONE "该职业有没有准入要求？" application::requires_licence ["application.requires_licence"];
    IsCheckedInSystem "application.is_checked_in_system" "经信息系统审核" YesNo NONE "" application::is_checked_in_system ["application.is_checked_in_system"];
    IsExamOnly "application.is_exam_only" "该级别以考代评" YesNo NONE "" application::is_exam_only ["application.series" "application.level" "application.specialty"];
    ExamIsDoubtful "application.exam_is_doubtful" "另有全国考试" YesNo NONE "" application::exam_is_doubtful ["application.series" "application.level" "application.specialty"];
    NeedsExam "application.needs_exam" "考评结合" YesNo NONE "" application::needs_exam ["application.series" "application.level"];
    ExamIsPassed "application.exam_is_passed" "考试合格且有效" YesNo NONE "考试成绩是否合格且在有效期内？" application::exam_is_passed ["application.exam.is_passed" "application.exam.valid_until"];
    RequiredYears "application.required_years" "标准要求的年限" Number NONE "该系列标准要求下级职称满几年？" application::required_years ["application.required_years"];
    IsEngineeringField "application.is_engineering_field" "属勾选“工程技术”的专业" YesNo NONE "" application::is_engineering_field ["application.specialty"];
    UnitKind "unit.kind" "申报单位性质" Choice UNIT_KIND "" unit::kind ["unit.kind"];
    UnitTier "unit.tier" "申报单位隶属" Choice NONE "" unit::tier ["unit.tier"];
    UnitInKunming "unit.is_in_kunming" "单位在昆明" YesNo NONE "申报单位是否在昆明市？" unit::is_in_kunming ["unit.is_in_kunming" "unit.county_code"];
    UnitRegistered "unit.is_registered_in_kunming" "工商注册地在昆明" YesNo NONE "子公司的工商注册地是否在昆明？" unit::is_registered_in_kunming ["unit.is_registered_in_kunming"];
    UnitOutsideForm "unit.outside_form" "外省企业在昆机构" Choice OUTSIDE "是不是外省企业在昆的子公司、分公司？" unit::outside_form ["unit.outside_form"];
    UnitIsSubsidiary "unit.is_subsidiary" "外省企业子公司" YesNo NONE "" unit::is_subsidiary ["unit.outside_form"];
    UnitSelfReview "unit.has_self_review" "自主评审单位" YesNo NONE "" unit::has_self_review ["unit.has_self_review"];
    UnitSuspended "unit.is_suspended" "本年度被暂停推荐" YesNo NONE "单位本年度是否被暂停推荐？" unit::is_suspended ["unit.suspended_years"];
    UnitPostsDefined "unit.has_posts_defined" "岗位设置已完成" YesNo NONE "单位是否已完成岗位设置管理工作？" unit::has_posts_defined ["unit.post_setup.is_done"];
    UnitFreePosts "unit.free_posts" "空余专业技术岗位" Number NONE "申报级别的专业技术岗位还空余几个？" unit::free_posts ["unit.post_setup.free_posts"];
    HasOpenDoubt "person.has_open_doubt" "身份信息" YesNo NONE "" person::has_open_doubt ["person.has_open_doubt"];
    HasProblem "person.has_problem" "填写的值" YesNo NONE "" person::has_problem ["person.id_number"];
    PersonOrigin "person.origin" "来源地" Choice NONE "" person::origin ["person.origin"];
    HasWorkPermit "person.has_work_permit" "来华工作许可" YesNo NONE "有没有有效的外国人来华工作许可证？" person::has_work_permit ["person.work_permit.is_held" "person.work_permit.valid_until"];
    MobileIsValid "person.mobile_is_valid" "手机号" YesNo NONE "" person::mobile_is_valid ["person.mobile"];
    IsSkilledWorker "person.is_skilled_worker" "技能人才" YesNo NONE "" person::is_skilled_worker ["person.is_skilled_worker"];
    EmploymentKind "person.employment_kind" "身份" Choice EMPLOYMENT "" person::employment_kind ["employment.kind"];
    HasContract "person.has_relation" "与申报单位有人事劳动关系" YesNo NONE "是否与申报单位签有劳动或聘用合同？" person::has_contract ["employment.has_contract" "employment.contract_unit"];
    ContractIsHere "person.contract_is_here" "合同单位就是申报单位" YesNo NONE "合同是不是与申报单位签的？" person::contract_is_here ["employment.contract_unit" "employment.has_contract"];
    IsCivilServant "person.is_civil_servant" "公务员（含参公）" YesNo NONE "是否公务员或参公管理人员？" person::is_civil_servant ["employment.kind"];
    IsOnPost "person.is_on_post" "在岗" YesNo NONE "现在是否在岗？" person::is_on_post ["employment.is_on_post"];
    DoesProfessionalWork "person.does_professional_work" "直接从事专业技术工作" YesNo NONE "是否直接从事专业技术工作？" person::does_professional_work ["employment.does_professional_work"];
    PostKind "person.post_kind" "现岗位类别" Choice NONE "" person::post_kind ["employment.post_kind"];
    StartedWorkOn "person.started_work_on" "参加工作时间" Date NONE "哪天参加工作？" person::started_work_on ["employment.started_work_on" "recognition.hired_on"];
    OnProfessionalPost "person.on_professional_post" "在专业技术岗位" YesNo NONE "现在是否在专业技术岗位上从事与申报专业一致的工作？" person::on_professional_post ["employment.post_kind" "work[].is_professional"];
    WorkMatchesSpecialty "person.work_matches_specialty" "从事工作与申报专业一致" YesNo NONE "现在从事的工作与申报专业是否一致？" person::matches_specialty ["employment.matches_specialty"];
    IsDispatched "person.is_dispatched" "劳务派遣" YesNo NONE "" person::is_dispatched ["employment.kind"];
    IsFreelancer "person.is_freelancer" "自由职业者" YesNo NONE "" person::is_freelancer ["employment.kind"];
    CameFromWorkerPost "person.came_from_worker_post" "由工勤或管理岗转来" YesNo NONE "是否由事业单位工勤技能岗或管理岗转来？" career::came_from_worker_post ["post_change.former_post" "employment.post_kind"];
    HasChangeDocument "post_change.has_document" "有岗位变更行文" YesNo NONE "有没有单位变更岗位的正式行文？" career::has_change_document ["post_change.has_document"];
    ChangedOn "post_change.changed_on" "岗位变更日" Date NONE "行文确定的岗位变更日期是哪天？" career::changed_on ["post_change.changed_on"];
    HasSalaryForm "post_change.has_salary_form" "变动工资审批表" YesNo NONE "" career::has_salary_form ["post_change.has_salary_form"];
    QualifiedFrom "post_change.qualified_from" "取得资格、受聘并享受相应工资之日" Date NONE "取得资格、受聘并享受相应职务工资，三者都具备是从哪天起？" career::qualified_from ["post_change.paid_from" "post_change.has_salary_form" "titles[].obtained_on" "titles[].appointed_on"];
    RetirementAgeMatters "retirement.age_matters" "原退休年龄没有记，换一个结论会变" YesNo NONE "" retirement::age_matters ["person.born_on" "person.sex" "retirement.original_age"];
    RetirementStatutoryOn "retirement.statutory_on" "法定退休日" Date NONE "" retirement::statutory_on ["person.born_on" "person.sex" "retirement.original_age"];
    IsRetiredAtReview "retirement.is_retired" "开评时已退休" YesNo NONE "开评时是否已办理退休？" retirement::is_retired_at_review ["retirement.is_retired" "retirement.retired_on"];
    IsDueAtReview "retirement.is_due" "开评时已到法定退休日" YesNo NONE "" retirement::is_due_at_review ["person.born_on" "person.sex" "application.review_opens_on"];
    HasExtension "retirement.has_extension" "延迟退休批准或协议" YesNo NONE "有没有延迟退休的批准文件，或弹性延迟退休协议？" retirement::has_extension ["retirement.extension" "retirement.extension_until"];
    IsFlexible "retirement.is_flexible" "弹性延迟协议" YesNo NONE "" retirement::is_flexible ["retirement.extension"];
    IsNearRetirement "retirement.is_near" "临近法定退休" YesNo NONE "" retirement::is_near ["person.born_on" "person.sex"];
    EducationLevel "education.level" "最高学历" Choice EDUCATION "最高学历是哪一级？" education::level ["education[].level" "education[].completion"];
    EducationDegree "education.degree" "学位" Text NONE "" education::degree ["education[].degree"];
    FieldOfStudy "education.field_of_study" "所学专业" Text NONE "所学的是什么专业？" education::field_of_study ["education[].field_of_study"];
    GraduatedYear "education.graduated_year" "毕业年份" Number NONE "哪年毕业？" education::graduated_year ["education[].graduated_on"];
    IsHigher "education.is_higher" "高等教育学历" YesNo NONE "" education::is_higher ["education[].level"];
    IsOverseas "education.is_overseas" "国（境）外学历" YesNo NONE "学历是否国（境）外高校取得？" education::is_overseas ["education[].is_overseas"];
    HasOverseasCertificate "education.has_overseas_certificate" "国（境）外学历认证书" YesNo NONE "" education::has_overseas_certificate ["education[].has_overseas_certificate"];
    IsVerifiableOnline "education.is_verifiable_online" "学信网可查" YesNo NONE "" education::is_verifiable_online ["education[].is_verifiable_online"];
    HasArchiveProof "education.has_archive_proof" "单位审档证明" YesNo NONE "" education::has_archive_proof ["education[].has_archive_proof"];
    IsRegisteredClass "education.is_registered_class" "属学信网注册的届别" YesNo NONE "" education::is_registered_class ["education[].graduated_on"];
    IsBoundaryClass "education.is_boundary_class" "正好是分界的届别" YesNo NONE "" education::is_boundary_class ["education[].graduated_on"];
    FieldMatches "education.field_matches" "所学与申报专业一致" YesNo NONE "所学专业与申报专业是否一致？" education::field_matches ["application.is_field_matched" "education[].matches_specialty" "education[].field_of_study"];
    IsSafetyField "education.is_safety_field" "涉及公共安全、人身健康" YesNo NONE "" education::is_safety_field ["application.touches_public_safety" "application.series"];
    Educations "education.all" "全部学历" Text NONE "" education::list ["education[].level"];
    TitleName "title.name" "现职称" Text NONE "" title::name ["titles[].name" "qualifications[].name"];
    TitleLevel "title.level" "现职称级别" Choice LEVEL "现职称相当于哪一级？" title::level ["titles[].level" "titles[].name" "qualifications[].name"];
    TitleSeries "title.series" "现职称系列" Text NONE "" title::series ["titles[].series" "titles[].name"];
    TitleObtainedOn "title.obtained_on" "现职称取得时间" Date NONE "现职称是哪天取得的？" title::obtained_on ["titles[].obtained_on" "qualifications[].obtained_on"];
    TitleAppointedOn "title.appointed_on" "聘任时间" Date NONE "现职称哪天起聘任？" title::appointed_on ["titles[].appointed_on"];
    TitleIsQualification "title.is_qualification" "以职业资格对应职称" YesNo NONE "" title::is_qualification ["qualifications[].name" "titles[].obtained_by"];
    EquivalenceIsDoubtful "title.equivalence_is_doubtful" "资格对应有疑问" YesNo NONE "" title::equivalence_is_doubtful ["qualifications[].name"];
    TitleOutOfProvince "title.is_out_of_province" "省外取得职称" YesNo NONE "现职称是否省外或中央单位取得？" title::is_out_of_province ["titles[].is_out_of_province"];
    OutPapersComplete "title.out_papers_complete" "省外职称三件齐全" YesNo NONE "" title::out_papers_complete ["titles[].has_certificate" "titles[].has_review_form" "titles[].has_document"];
    SameLevelInSeries "title.has_same_level_in_series" "已有同系列同级职称" YesNo NONE "" title::has_same_level_in_series ["titles[].series" "titles[].level" "titles[].specialty"];
    TitleSameSeries "title.is_same_series" "职称在申报系列" YesNo NONE "" title::is_same_series ["titles[].series" "application.series"];
    BeforeTransferOn "title.before_transfer_on" "原系列同级职称取得时间" Date NONE "转系列以前，原系列同级职称是哪天取得的？" title::before_transfer_on ["titles[].obtained_by" "titles[].obtained_on"];
    TitlesHeld "title.all" "全部职称" Text NONE "" title::held ["titles[].name"];
    MonthsHeld "title.months_held" "取得职称满月数" Number NONE "" title::months_held ["titles[].obtained_on"];
    IsNextLevel "tenure.is_next_level" "逐级申报" YesNo NONE "" title::is_next_level ["titles[].level" "application.level"];
    HasAdjacentTitle "tenure.has_adjacent_title" "已有下一级职称" YesNo NONE "" title::has_adjacent ["titles[].level" "application.level"];
    IsDirect "tenure.is_direct" "该学历可直接申报该级" YesNo NONE "" title::is_direct ["education[].level" "application.level"];
    IsSameLevel "title.is_same_level" "与现职称同级" YesNo NONE "" title::is_same_level ["titles[].level" "application.level"];
    CountsYears "tenure.counts" "按年限申报" YesNo NONE "" career::counts_years ["application.kind"];
    TenureUntil "tenure.until" "年限截止日" Date NONE "" computed [];
    TenureNet "tenure.net" "折算任职" Text NONE "" computed [];
    TenureRequired "tenure.required" "要求年数" Number NONE "" computed [];
    TenureIsSatisfied "tenure.is_satisfied" "年限已满" YesNo NONE "" computed [];
    SecondedAway "secondment.is_away" "借调在外未承担本单位职责" YesNo NONE "现在是否借调在外、未承担本单位岗位职责？" career::is_away ["secondments[].from" "secondments[].until" "secondments[].has_home_duties"];
    SecondedWithDuties "secondment.with_duties" "借调期间承担本单位职责" YesNo NONE "" career::seconded_with_duties ["secondments[].has_home_duties"];
    SecondmentUncounted "secondment.uncounted" "借调不计入的时间" Text NONE "" career::secondment_uncounted ["secondments[].from" "secondments[].until" "secondments[].has_home_duties"];
    AdministrativeUncounted "administrative.uncounted" "非专业技术岗位的时间" Text NONE "" career::administrative_uncounted ["work[].from" "work[].until" "work[].is_professional"];
    TransferHasMoved "transfer.has_moved" "已变更岗位" YesNo NONE "岗位是否变更了？" career::has_moved ["transfer.has_moved" "transfer.moved_on"];
    TransferMovedOn "transfer.moved_on" "转到现岗位之日" Date NONE "哪天转到现在的岗位？" career::moved_on ["transfer.moved_on"];
    TransferMonths "transfer.months_on_post" "在现岗位满月数" Number NONE "" career::months_on_post ["transfer.moved_on" "application.submitted_on"];
    TransferHasProof "transfer.has_proof" "转岗证明" YesNo NONE "" career::has_transfer_proof ["transfer.has_proof"];
    RecognitionIsListed "recognition.is_listed" "学历可认定该级别" YesNo NONE "" career::recognition_is_listed ["education[].level" "application.level"];
    HiredOn "recognition.hired_on" "录用（聘用）日期" Date NONE "招工录用登记表（聘用通知书）上的日期是哪天？" career::hired_on ["recognition.hired_on"];
    HasHireForm "recognition.has_hire_form" "录用登记表或聘用通知书" YesNo NONE "" career::has_hire_form ["recognition.has_hire_form"];
    HasNoticeScreenshot "recognition.has_notice_screenshot" "有单位公示截图" YesNo NONE "" career::has_notice_screenshot ["recognition.has_notice_screenshot"];
    RecognitionReadyOn "recognition.ready_on" "见习期满之日" Date NONE "" career::recognition_ready_on ["recognition.hired_on" "education[].level"];
    RecognitionIsReady "recognition.is_ready" "见习期已满" YesNo NONE "" career::recognition_is_ready ["recognition.hired_on" "application.submitted_on"];
    RecognitionHasPassed "recognition.has_passed" "单位考核合格" YesNo NONE "见习期满或入职后，单位考核是否合格？" career::recognition_has_passed ["recognition.has_passed"];
    PostdocQualifies "postdoc.qualifies" "符合企业博士后认定条件" YesNo NONE "" career::postdoc_qualifies ["postdoc.is_enterprise" "postdoc.has_science_fund" "postdoc.led_provincial_project" "postdoc.stays_in_enterprise"];
    SpecialEntryKind "special_entry.kind" "特殊来源" Choice NONE "" special::special_entry_kind ["special_entry.kind"];
    SpecialEntryMonths "special_entry.months" "从事专业技术工作累计月数" Number NONE "从事专业技术（含技术管理）工作累计几个月？" special::special_entry_months ["special_entry.professional_months" "special_entry.professional_since"];
    SpecialEntryRequired "special_entry.required_months" "各级年限相加的月数" Number NONE "" special::special_entry_required ["education[].level" "application.level"];
    SpecialEntryIsEnough "special_entry.is_enough" "累计年限已满" YesNo NONE "" special::special_entry_is_enough ["special_entry.professional_months" "special_entry.professional_since"];
    SpecialEntryLevel "special_entry.is_open_level" "可直接申报的级别" YesNo NONE "" special::special_entry_level ["application.level"];
    FastTrackApproved "fast_track.is_approved" "“一事一议”已同意" YesNo NONE "“一事一议、一人一策”是否已同意？" special::fast_track_is_approved ["fast_track.is_approved"];
    FreelancerYear "freelancer.has_one_year" "在专业领域工作满一年" YesNo NONE "在专业领域工作是否满一年？" special::freelancer_has_one_year ["freelancer.has_one_year" "freelancer.in_field_since"];
    FreelancerTie "freelancer.has_tie" "与单位或出资人有合作关系" YesNo NONE "与单位或出资人有没有法律效力的合作关系？" special::freelancer_has_tie ["freelancer.has_binding_tie"];
    FreelancerIncome "freelancer.has_income" "收入合法" YesNo NONE "收入是否合法？" special::freelancer_has_income ["freelancer.has_lawful_income"];
    FreelancerInsured "freelancer.is_insured" "以个人名义参保" YesNo NONE "是否以个人名义参保？" special::freelancer_is_insured ["freelancer.is_insured_in_own_name" "insurance.is_in_own_name"];
    FreelancerTax "freelancer.has_tax_record" "个人纳税申报记录" YesNo NONE "有没有个人纳税申报记录？" special::freelancer_has_tax_record ["freelancer.has_tax_record"];
    FreelancerRestricted "freelancer.is_restricted" "行业有资质限制" YesNo NONE "所在行业是否限制或禁止个人承接？" special::freelancer_is_restricted ["freelancer.is_industry_restricted"];
    FreelancerRecommender "freelancer.recommended_by" "推荐方" Choice RECOMMENDER "由人事代理机构还是行业协会推荐？" special::freelancer_recommender ["freelancer.recommended_by"];
    EntrustedComplete "entrusted.is_complete" "委托评审手续齐全" YesNo NONE "单位同意、委托评审函、市人社局审核是否都有？" special::entrusted_is_complete ["entrusted.has_unit_consent" "entrusted.has_letter" "entrusted.issuer_has_authority" "entrusted.is_approved"];
    IsOtherPrefecture "entrusted.is_other_prefecture" "其他州市单位" YesNo NONE "" special::is_other_prefecture ["entrusted.is_other_prefecture"];
    IsRemote "workplace.is_remote" "艰苦边远或基层一线" YesNo NONE "" special::is_remote ["workplace.is_remote" "workplace.is_in_listed_area"];
    IsTownship "workplace.is_township" "在乡镇（街道）工作" YesNo NONE "" special::is_township ["workplace.is_township"];
    WorkplaceQualifies "workplace.qualifies" "符合提前一年的条件" YesNo NONE "是否在适用范围内的乡镇（街道）工作、普通高校毕业、首次申报评审？" special::workplace_qualifies ["workplace.is_township" "workplace.is_in_listed_area" "workplace.is_ordinary_graduate" "application.is_first_review"];
    ReliefMeetsMismatch "workplace.meets_mismatch" "提前一年遇上加一年" YesNo NONE "" special::relief_meets_mismatch ["workplace.is_in_listed_area" "education[].field_of_study"];
    ReliefHolds "workplace.relief_holds" "提前一年适用" YesNo NONE "" special::relief_holds ["workplace.is_in_listed_area"];
    PunishmentIsActive "punishment.is_active" "在记过以上处分期内" YesNo NONE "报送时是否在记过以上处分期内？" career::punishment_is_active ["punishments[].grade" "punishments[].from" "punishments[].until"];
    IntegrityIsRunning "integrity.is_running" "诚信记录未满期" YesNo NONE "有没有未满期的职称诚信记录？" career::integrity_is_running ["integrity_records[].recorded_on"];
    FabricationIsRunning "integrity.fabrication_is_running" "弄虚作假记录未满期" YesNo NONE "有没有未满期的弄虚作假记录？" career::fabrication_is_running ["integrity_records[].recorded_on" "integrity_records[].is_fabrication"];
    HasLicence "licence.is_held" "有有效的职业准入证" YesNo NONE "有没有有效的职业准入证？" career::has_licence ["licences[].is_valid" "licences[].valid_until"];
    PromotionsThisYear "history.promotions_this_year" "本年度其他晋升申报" Number NONE "本年度另外报过几次晋升评审？" process::promotions_this_year ["history.applications[].year" "history.applications[].kind"];
    OthersThisYear "history.others_this_year" "本年度其他类型申报" Number NONE "" process::others_this_year ["history.applications[].year" "history.applications[].kind"];
    FailedOn "past.failed_on" "上次评审未通过之日" Date NONE "" process::failed_on ["history.applications[].result" "history.applications[].result_on"];
    HasNewAchievement "past.has_new_achievement" "未通过之后有新业绩" YesNo NONE "上次未通过之后，有没有新增的业绩成果？" process::has_new_achievement ["history.has_new_achievement" "achievements[].until"];
    OpinionRounds "history.opinion_rounds" "本年审核意见次数" Number NONE "单位推荐后，系统里提过几次审核意见？" process::opinion_rounds ["history.opinion_rounds"];
    HasOpenProblem "history.has_open_problem" "仍有问题" YesNo NONE "最近一次意见提出的问题是否仍未解决？" process::has_open_problem ["history.has_open_problem"];
    ReturnsAndResets "history.returns_and_resets" "返回修改与重置次数" Number NONE "返回修改和重置流程合计几次？" process::returns_and_resets ["history.returns_and_resets"];
    ReturnsLeft "history.returns_left" "剩余次数" Number NONE "" process::returns_left ["history.returns_and_resets"];
    SupplementIsLate "history.supplement_is_late" "逾期未补正" YesNo NONE "要求补正的内容是否在期限内补齐？" process::supplement_is_late ["history.supplement.deadline" "history.supplement.done_on" "history.supplement.is_done"];
    SupplementDeadline "history.supplement_deadline" "补正期限" Date NONE "" process::supplement_deadline ["history.supplement.deadline"];
    ResultConfirmedOn "history.result_confirmed_on" "评审结果确认日" Date NONE "" process::result_confirmed_on ["history.result_confirmed_on"];
    NoticeRecorded "notice.is_recorded" "已有公示记录" YesNo NONE "" process::notice_is_recorded ["notices[].posted_on"];
    NoticeWorkingDays "notice.working_days" "公示满几个工作日" Number NONE "" process::notice_working_days ["notices[].posted_on" "notices[].taken_down_on" "notices[].working_days"];
    NoticeSignFrom "notice.sign_from" "可以签署之日" Date NONE "" process::notice_sign_from ["notices[].posted_on"];
    OpenObjection "notice.has_open_objection" "异议未处理完" YesNo NONE "" process::has_open_objection ["notices[].has_objection" "notices[].is_objection_settled"];
    NoticeHasForm "notice.has_form" "张贴了公示表" YesNo NONE "" process::notice_has_form ["notices[].has_form"];
    NoticeHasMaterials "notice.has_materials" "有关材料一并张贴" YesNo NONE "" process::notice_has_materials ["notices[].has_materials"];
    BothPosted "notice.both_posted" "派遣双方都公示" YesNo NONE "" process::both_posted ["notices[].by"];
    BothSealed "notice.both_sealed" "派遣双方都审核盖章" YesNo NONE "" process::both_sealed ["notices[].is_sealed"];
    OpinionSignedOn "opinion.signed_on" "意见签署日" Date NONE "" process::opinion_signed_on ["opinion.signed_on"];
    OpinionLacks "opinion.lacks" "意见缺少的要素" Text NONE "" process::opinion_lacks ["opinion.elements"];
    PledgeSubmitted "pledge.is_submitted" "已交承诺书" YesNo NONE "" process::pledge_is_submitted ["pledge.is_submitted"];
    PledgeIsEngineering "pledge.type_is_engineering" "承诺书勾选工程技术" YesNo NONE "" process::pledge_type_is_engineering ["pledge.application_type"];
    ChsiHasForm "chsi.has_form" "有学信网备案表" YesNo NONE "" process::chsi_has_form ["chsi.has_form"];
    ChsiHasScreenshot "chsi.has_screenshot" "有学历查询截图" YesNo NONE "" process::chsi_has_screenshot ["chsi.has_screenshot"];
    ChsiValidUntil "chsi.valid_until" "备案表有效期至" Date NONE "" process::chsi_valid_until ["chsi.valid_until"];
    ChsiCoversIntake "chsi.covers_intake" "备案表有效到收审截止" YesNo NONE "" process::chsi_covers_intake ["chsi.valid_until" "window.intake_until" "application.submitted_on"];
    ChsiIsSixMonths "chsi.is_within_months" "备案表有效期合乎要求" YesNo NONE "" process::chsi_is_six_months ["chsi.printed_on" "chsi.valid_until"];
    CopiesUnverified "copy.unverified" "核验不全的复印件" Text NONE "" process::copies_unverified ["copies[].has_reviewer" "copies[].has_opinion" "copies[].has_date" "copies[].has_seal"];
    AttachmentsNotImages "attachment.not_images" "不是原件图像的附件" Text NONE "" process::attachments_not_images ["attachments[].format" "attachments[].is_original"];
    AttachmentsBadlyNamed "attachment.badly_named" "命名不清的附件" Text NONE "" process::attachments_badly_named ["attachments[].name"];
    AttachmentsWithSecrets "attachment.with_secrets" "未脱密的附件" Text NONE "" process::attachments_with_secrets ["attachments[].has_secret"];
    InsuranceSince "insurance.since" "昆明参保起始" Date NONE "从哪天起在昆明连续参保？" person::insurance_since ["insurance.since"];
    InsuranceInKunming "insurance.is_in_kunming" "在昆明参保" YesNo NONE "是否在昆明参保？" person::insurance_is_in_kunming ["insurance.is_in_kunming" "insurance.since"];
    InsuranceInTime "insurance.is_in_time" "上年末以前已在昆参保" YesNo NONE "" person::insurance_is_in_time ["insurance.since"];
    InsuranceOnBoundary "insurance.is_on_boundary" "正好自分界日参保" YesNo NONE "" person::insurance_is_on_boundary ["insurance.since"];
    InsuranceContinuous "insurance.is_continuous" "参保未中断" YesNo NONE "参保是否连续？" person::insurance_is_continuous ["insurance.is_continuous"];
    InsuranceMatches "insurance.matches_employer" "参保单位与合同单位一致" YesNo NONE "现参保单位与签合同的单位是否一致？" person::insurance_matches ["insurance.matches_contract" "insurance.insured_unit" "employment.contract_unit"];
    TrainingShortYears "training.short_years" "继续教育不足的年度" Text NONE "" process::training_short_years ["training[].general_hours" "training[].specialty_hours" "training[].credits"];
    AppraisalWeakYears "appraisal.weak_years" "年度考核须说明的年度" Text NONE "" process::appraisal_weak_years ["appraisals[].result"];
    AppraisalMissingYears "appraisal.missing_years" "缺年度考核的年度" Text NONE "" process::appraisal_missing_years ["appraisals[].year"];
    FiledLate "window.filed_late" "关闭以后才网报" YesNo NONE "" process::filed_late ["window.filed_on" "window.closes_on" "window.intake_until"];
    FiledEarly "window.filed_early" "开放以前网报" YesNo NONE "" process::filed_early ["window.filed_on" "window.opens_on" "window.intake_from"];
    ChannelOpensOn "window.opens_on" "网报开放日" Date NONE "" process::channel_opens_on ["window.opens_on" "window.intake_from"];
    ChannelClosesOn "window.closes_on" "网报关闭日" Date NONE "" process::channel_closes_on ["window.closes_on" "window.intake_until"];
    HasAchievements "achievement.is_listed" "已列业绩" YesNo NONE "" process::has_achievements ["achievements[].name"];
    UnprovenAchievements "achievement.unproven" "没有佐证的业绩" Number NONE "" process::unproven_achievements ["achievements[].has_evidence"];
    ProjectCount "achievement.projects" "项目数" Number NONE "任期内主持或参与完成了几个项目？" process::project_count ["achievements[].kind"];
    AcceptedProjects "achievement.accepted_projects" "已竣工验收的项目数" Number NONE "" process::accepted_projects ["achievements[].is_accepted"];
    PaperCount "achievement.papers" "论文篇数" Number NONE "发表或刊出的论文有几篇？" process::paper_count ["achievements[].kind"];
    PatentCount "achievement.patents" "专利项数" Number NONE "取得的专利有几项？" process::patent_count ["achievements[].kind"];
    AwardCount "achievement.awards" "获奖项数" Number NONE "获奖有几项？" process::award_count ["achievements[].kind"];
}
