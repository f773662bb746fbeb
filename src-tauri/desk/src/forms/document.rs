//! 表格资料 (the document): everything a form may read, in one typed whole.
//!
//! A form's TOML names the fields it reads and its template is handed no others, so a number that
//! identifies a person reaches only the forms that ask for it by name. Every value is a string ready
//! for print; an empty one is a fact not known and prints as a blank.

use super::data::{
    Cover, Education, Index, NoticeForm, NoticeReport, RecommendationRoster, UnitOpinion,
    VerdictSheet,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Fields that identify a person. A form that hangs on a wall may not read them.
pub const PRIVATE_FIELDS: [&str; 2] = ["id_number", "mobile"];

macro_rules! sheet {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(default)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
        }
    )*};
}

sheet! {
    /// 表格资料: all that the forms of one application or of one batch may read.
    Document {
        /// 这份表自己: always there.
        form: FormHead,
        /// 申报年度: “2025”; always there.
        application_year: String,
        /// 填表日期: “2025年9月26日”; always there, a blank to fill in when empty.
        made_on: String,
        /// 申报单位; in a dispatch the agency.
        unit: UnitSheet,
        /// 用工单位 of a dispatched applicant; without a name when there is none.
        host: UnitSheet,
        /// 申报人.
        applicant: Applicant,
        /// 公示表: what hangs on the wall.
        notice: NoticeForm,
        /// 资格预审意见.
        verdict: VerdictSheet,
        /// 基层单位推荐意见.
        opinion: UnitOpinion,
        /// 档案袋封面.
        cover: Cover,
        /// 材料目录 with the pages of the packet.
        index: Index,
        /// 材料: what is asked of the applicant and how it stands.
        material: Vec<MaterialLine>,
        /// 一次性告知: everything still to mend.
        problem: ProblemSheet,
        /// 经历: what certificates of work and study state.
        career: Career,
        /// 门户填报: the portal's blocks in order.
        portal: Portal,
        /// 报送渠道.
        route: RouteSheet,
        /// 批次.
        batch: BatchSheet,
        /// 名单: the applicants of the batch.
        list: Vec<Applicant>,
        /// 推荐会议.
        meeting: Meeting,
        /// 公示结果报告.
        report: NoticeReport,
        /// 推荐花名册.
        roster: RecommendationRoster,
        /// 岗位职数.
        post: PostSheet,
        /// 领导一页纸.
        brief: Brief,
        /// 盖章清单.
        seal: SealSheet,
    }

    /// 这份表自己.
    FormHead {
        /// 表名.
        title: String,
        /// 版式说明: that this year's attachment prevails; empty once the office has confirmed the
        /// layout.
        note: String,
    }

    /// 单位 as papers name it.
    UnitSheet {
        /// 单位全称, as on the seal.
        name: String,
        /// 统一社会信用代码.
        credit_code: String,
        /// 单位性质.
        kind: String,
        /// 隶属.
        tier: String,
        /// 县（市）区.
        county: String,
        /// 地址.
        address: String,
        /// 主管部门.
        supervising_body: String,
        /// 属地人社部门.
        hrss_bureau: String,
        /// 单位负责人.
        legal_representative: String,
        /// 人事部门负责人.
        hr_head: String,
        /// 经办人.
        preparer: String,
        /// 办公电话 of the preparer: a landline.
        phone: String,
        /// 复核人.
        approver: String,
    }

    /// 申报人: one person in words.
    Applicant {
        /// 姓名.
        name: String,
        /// 性别.
        sex: String,
        /// 出生年月: “1989.03”.
        born: String,
        /// 民族.
        ethnicity: String,
        /// 政治面貌.
        political_status: String,
        /// 部门.
        department: String,
        /// 现工作岗位（职务）.
        post: String,
        /// 参加工作时间.
        started_work: String,
        /// 到岗时间 in this unit.
        joined_on: String,
        /// 人员身份.
        employment_kind: String,
        /// 学历.
        education: String,
        /// 学位.
        degree: String,
        /// 毕业院校.
        school: String,
        /// 所学专业.
        field_of_study: String,
        /// 毕业时间.
        graduated_on: String,
        /// 现职称.
        held_title: String,
        /// 现职称系列.
        held_series: String,
        /// 取得时间.
        obtained_on: String,
        /// 取得方式.
        means: String,
        /// 聘任时间.
        appointed_on: String,
        /// 履职年限.
        tenure: String,
        /// 申报系列.
        series: String,
        /// 级别.
        level: String,
        /// 申报职称.
        applied_title: String,
        /// 申报专业.
        specialty: String,
        /// 申报类型.
        kind: String,
        /// 评审委员会.
        committee: String,
        /// 申报单位, where the batch files for several.
        unit: String,
        /// 预审结论.
        conclusion: String,
        /// 公示起止.
        notice_period: String,
        /// 公示结果.
        notice_result: String,
        /// 档案页数; blank while not built.
        pages: String,
        /// 备注.
        remark: String,
        /// 身份证号; only for forms that must carry it.
        id_number: String,
        /// 手机号码; only for forms that must carry it.
        mobile: String,
    }

    /// 材料: one line.
    MaterialLine {
        /// 材料名称.
        name: String,
        /// 情况: “齐”, “缺”, “待核实”, “过期”, “免交”, “本程序出”.
        state: String,
        /// 形式: “原件”, “复印件”.
        kind: String,
        /// 份数.
        copies: String,
        /// 页数.
        pages: String,
        /// 原件核对: “带原件”, or empty.
        original: String,
        /// 签名人.
        signed_by: String,
        /// 盖章单位.
        sealed_by: String,
        /// 为什么要交.
        reason: String,
    }

    /// 一次性告知: everything still to mend, told once.
    ProblemSheet {
        /// 补齐期限: “2025年9月12日”.
        due_on: String,
        /// 交到哪里.
        office: String,
        /// 联系人.
        contact: String,
        /// 联系电话: a landline.
        phone: String,
        /// 条目, in the order they are worked through.
        item: Vec<Problem>,
    }

    /// 一条要补正的.
    Problem {
        /// 类别: “缺材料”, “材料过期”, “请重扫”, “请核实”, “不符合”, “请留意”.
        kind: String,
        /// 情况.
        text: String,
        /// 怎样办.
        remedy: String,
        /// 依据.
        clause: String,
    }

    /// 经历.
    Career {
        /// 工作经历.
        work: Vec<WorkLine>,
        /// 专业技术工作累计.
        total: String,
        /// 借调.
        secondment: Vec<SecondmentLine>,
        /// 岗位变动.
        post_change: Vec<PostChangeLine>,
        /// 早年学历, which the online register does not hold.
        early_education: Vec<Education>,
    }

    /// 一段工作经历.
    WorkLine {
        /// 起止时间.
        period: String,
        /// 工作单位.
        unit: String,
        /// 岗位（职务）.
        post: String,
        /// 是否专业技术岗位: “是”, “否”.
        is_professional: String,
    }

    /// 一段借调.
    SecondmentLine {
        /// 起止时间.
        period: String,
        /// 借调单位.
        unit: String,
        /// 本单位职责: kept or not, in words.
        duties: String,
        /// 依据文件.
        basis: String,
    }

    /// 一次岗位变动.
    PostChangeLine {
        /// 变动内容.
        kind: String,
        /// 文件.
        document: String,
        /// 变动时间.
        changed_on: String,
        /// 工资审批表: “有”, “无”.
        salary_form: String,
        /// 起薪时间.
        paid_from: String,
    }

    /// 门户填报.
    Portal {
        /// 平台选项: what to choose before filling in.
        choice: Vec<Pair>,
        /// 栏目, in the portal's order.
        block: Vec<PortalBlock>,
    }

    /// 一个名目和它的值.
    Pair {
        /// 名目.
        label: String,
        /// 内容.
        text: String,
    }

    /// 门户的一个栏目.
    PortalBlock {
        /// 栏目名.
        title: String,
        /// 填写提示.
        note: String,
        /// 栏名, one a column; empty for prose.
        head: Vec<String>,
        /// 各行, cells in the order of the head.
        row: Vec<Vec<String>>,
        /// 文字, for prose.
        text: String,
    }

    /// 报送渠道.
    RouteSheet {
        /// 环节, in order.
        step: Vec<String>,
        /// 申报平台.
        platform: String,
        /// 受理部门.
        office: String,
        /// 受理电话.
        phone: String,
        /// 评委会电话.
        committee_phone: String,
    }

    /// 批次.
    BatchSheet {
        /// 批次名称.
        name: String,
        /// 报送日.
        submit_on: String,
        /// 网报关闭.
        portal_closes_on: String,
        /// 预计开评日.
        review_opens_on: String,
        /// 评审委员会.
        committee: Vec<String>,
        /// 公示期.
        notice_period: String,
        /// 张贴日期.
        posted_on: String,
        /// 公示地点.
        notice_place: String,
        /// 意见受理部门.
        office: String,
        /// 意见受理联系人.
        contact: String,
        /// 意见受理电话: a landline.
        phone: String,
    }

    /// 推荐会议.
    Meeting {
        /// 会议时间.
        held_on: String,
        /// 会议地点.
        place: String,
        /// 主持人.
        chair: String,
        /// 记录人.
        recorder: String,
        /// 监票人.
        scrutineer: String,
        /// 参加范围.
        scope: String,
        /// 推荐方式.
        method: String,
        /// 应到人数.
        expected: String,
        /// 实到人数.
        present: String,
        /// 发出票数.
        issued: String,
        /// 收回票数.
        returned: String,
        /// 有效票数.
        valid: String,
        /// 会议过程.
        discussion: String,
        /// 每人得票.
        vote: Vec<Vote>,
    }

    /// 一人得票.
    Vote {
        /// 姓名.
        name: String,
        /// 申报职称.
        applied_title: String,
        /// 同意.
        agree: String,
        /// 不同意.
        against: String,
        /// 弃权.
        abstain: String,
        /// 结果.
        result: String,
    }

    /// 岗位职数.
    PostSheet {
        /// 岗位设置: “已完成”, “未完成”, or a blank.
        setup: String,
        /// 各等级.
        line: Vec<PostLine>,
    }

    /// 一个等级的岗位.
    PostLine {
        /// 级别.
        level: String,
        /// 核定数.
        approved: String,
        /// 已聘数.
        filled: String,
        /// 空岗数.
        free: String,
        /// 申报人数.
        applying: String,
        /// 备注.
        remark: String,
    }

    /// 领导一页纸.
    Brief {
        /// 合计, in order: applicants and what became of them.
        total: Vec<Count>,
        /// 按级别.
        level: Vec<Count>,
        /// 按评委会.
        committee: Vec<Count>,
        /// 时间节点.
        date: Vec<Pair>,
        /// 要拿主意的事.
        decision: Vec<String>,
        /// 风险.
        risk: Vec<String>,
    }

    /// 一个数.
    Count {
        /// 名目.
        label: String,
        /// 人数.
        count: usize,
    }

    /// 盖章清单.
    SealSheet {
        /// 各处.
        line: Vec<SealLine>,
        /// 公章合计.
        seals: usize,
        /// 签名合计.
        signatures: usize,
    }

    /// 要盖章或签名的一处.
    SealLine {
        /// 文书.
        document: String,
        /// 哪一页、哪一栏.
        spot: String,
        /// 谁.
        who: String,
        /// 类别: “公章”, “签名”.
        kind: String,
        /// 每份几处.
        each: usize,
        /// 份数.
        copies: usize,
    }
}
