//! **The command table**: every act of the program by name, with request, response and the topics
//! it shows or makes stale. The window, `chengbao serve` and the command line share it; TypeScript
//! and `schemas/` are generated from it.

pub mod attachment;
pub mod backup;
pub mod batch;
mod binding;
pub mod bundle;
pub mod bundle_export;
pub mod calendar;
pub mod checklist;
pub mod committee;
pub mod decision;
pub mod eligibility;
pub mod forecast;
pub mod form;
mod form_batch;
mod form_data;
mod form_portal;
pub mod history;
mod host;
pub mod key;
pub mod meeting;
pub mod notice;
pub mod office_pack;
pub mod opinion;
pub mod overview;
pub mod pack;
mod pack_diff;
pub mod packet;
pub mod packet_layout;
mod packet_part;
pub mod person;
pub mod person_bin;
pub mod person_edit;
mod person_section;
pub mod portal_image;
pub mod print_job;
pub mod reading;
pub mod reply;
pub mod reuse;
pub mod roster;
pub mod roster_file;
mod roster_view;
pub mod sample;
mod schema;
mod source_copy;
pub mod sync;
pub mod unit;
pub mod version;
mod wire;

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::progress::Progress;
use serde_json::Value;

pub use eligibility::{SheetHead, verdict_sheet};
pub use host::{Host, HostEvent};
pub use schema::{schemas, typescript};
pub use wire::{JobProgress, WireError};

/// What a command gets beside its request.
pub struct Call<'a> {
    /// The office.
    pub desk: &'a Desk,
    /// Where long work reports to.
    pub progress: &'a dyn Progress,
}

/// A command of the table.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Name, `feature.verb`.
    pub name: &'static str,
    /// In words, for the history.
    pub label: &'static str,
    /// Whether it changes anything.
    pub is_write: bool,
    /// Topics it shows, or makes stale.
    pub topics: &'static [&'static str],
}

macro_rules! commands {
    ($($name:literal $label:literal $mode:ident [$($topic:literal),*] $module:ident::$function:ident($request:ident) -> $response:path;)*) => {
        /// Every command.
        pub static TABLE: &[Command] = &[$(Command {
            name: $name,
            label: $label,
            is_write: commands!(@ $mode),
            topics: &[$($topic),*],
        }),*];

        /// Run a command by name.
        ///
        /// # Errors
        /// `InvalidInput` for an unknown name or a request of another shape; whatever the command
        /// says.
        pub fn dispatch(call: &Call<'_>, name: &str, input: Value) -> Result<Value> {
            backup::admit(call.desk, name)?;
            match name {
                $($name => {
                    let request: $module::$request = parse(name, input)?;
                    let response: $response = $module::$function(call, request)?;
                    Ok(serde_json::to_value(response)?)
                })*
                _ => Err(Error::invalid(format!("没有名为 {name} 的命令"), "请升级到同一版本")),
            }
        }

        pub(crate) fn visit(visitor: &mut dyn schema::Visitor) {
            $(visitor.command::<$module::$request, $response>($name);)*
        }
    };
    (@ reads) => { false };
    (@ writes) => { true };
}

commands! {
    "overview.get" "打开工作台" reads ["overview"] overview::get(OverviewRequest) -> overview::Overview;
    "calendar.days" "看日历" reads ["calendar"] calendar::days(CalendarRequest) -> calendar::Calendar;
    "unit.get" "看单位信息" reads ["unit"] unit::get(UnitRequest) -> unit::UnitPage;
    "unit.save" "保存单位信息" writes ["unit", "overview", "calendar"] unit::save(UnitSaveRequest) -> unit::UnitPage;
    "sample.open" "载入样例单位" writes ["unit", "overview"] sample::open(SampleRequest) -> sample::SampleOpened;
    "roster.preview" "预览花名册" reads [] roster::preview(RosterPreviewRequest) -> roster::RosterPreview;
    "roster.commit" "导入花名册" writes ["person", "overview", "batch"] roster::commit(RosterCommitRequest) -> roster::RosterReport;
    "roster.check" "看花名册全部内容" reads [] roster_file::check(RosterTokenRequest) -> roster_file::RosterCheck;
    "roster.errors" "做待改的表" reads [] roster_file::errors(RosterTokenRequest) -> notice::FileView;
    "roster.forget" "忘掉列对应" writes [] roster_file::forget(RosterTokenRequest) -> roster_file::RosterSheetRequest;
    "roster.history" "看导入记录" reads ["person"] roster_file::history(RosterSheetRequest) -> roster_file::ImportList;
    "roster.undo" "撤销导入" writes ["person", "overview", "batch"] roster_file::undo(RosterUndoRequest) -> roster_file::UndoReport;
    "roster.template" "做空白模板" reads [] roster_file::template(RosterSheetRequest) -> notice::FileView;
    "roster.export" "导出人员台账" writes ["history"] roster_file::export(RosterSheetRequest) -> notice::FileView;
    "person.list" "看人员台账" reads ["person"] person::list(PersonListRequest) -> person::PersonList;
    "person.get" "看人员" reads ["person"] person::get(PersonRequest) -> person::PersonPage;
    "person.save" "保存人员信息" writes ["person", "overview", "batch", "eligibility", "history"] person_edit::save(PersonSaveRequest) -> person::PersonPage;
    "person.saveRecord" "保存人员记录" writes ["person", "overview", "batch", "eligibility", "history"] person_edit::save_record(RecordSaveRequest) -> person::PersonPage;
    "person.removeRecord" "移出人员记录" writes ["person", "overview", "batch", "eligibility", "history"] person_edit::remove_record(RecordRemoveRequest) -> person::PersonPage;
    "person.settle" "核定身份信息" writes ["person", "overview", "batch", "eligibility"] person::settle(SettleRequest) -> person::PersonPage;
    "person.reveal" "显示隐去的信息" writes ["history"] person::reveal(RevealRequest) -> person::Revealed;
    "person.versions" "看人员的改动" reads ["person", "history"] version::list(PersonRequest) -> version::PersonVersions;
    "person.restoreVersion" "退回人员的一次改动" writes ["person", "overview", "batch", "eligibility", "history"] version::restore(PersonVersionRequest) -> person::PersonPage;
    "person.remove" "移出台账" writes ["person", "overview", "batch", "history"] person_bin::remove(PersonRemoveRequest) -> person_bin::PersonBin;
    "person.bin" "看回收站" reads ["person"] person_bin::list(PersonBinRequest) -> person_bin::PersonBin;
    "person.putBack" "放回台账" writes ["person", "overview", "batch", "history"] person_bin::put_back(PersonRequest) -> person::PersonPage;
    "person.erase" "彻底清除一个人" writes ["person", "history", "backup"] person_bin::erase(PersonRequest) -> person_bin::PersonErased;
    "committee.list" "看评委会名录" reads ["pack"] committee::list(CommitteeListRequest) -> committee::CommitteeList;
    "batch.list" "看批次" reads ["batch"] batch::list(BatchListRequest) -> batch::BatchList;
    "batch.get" "看批次" reads ["batch"] batch::get(BatchRequest) -> batch::BatchPage;
    "batch.create" "新建批次" writes ["batch", "overview"] batch::create(BatchCreateRequest) -> batch::BatchPage;
    "batch.candidates" "选人" reads ["batch", "person"] batch::candidates(CandidatesRequest) -> batch::CandidateList;
    "batch.choose" "选定申报人" writes ["batch", "overview", "eligibility", "checklist", "notice"] batch::choose(ChooseRequest) -> batch::BatchPage;
    "eligibility.assess" "资格预审" writes ["eligibility", "batch", "person", "checklist", "overview"] eligibility::assess_batch(AssessRequest) -> eligibility::AssessReport;
    "eligibility.get" "看结论" reads ["eligibility"] eligibility::get(VerdictRequest) -> eligibility::VerdictPage;
    "eligibility.answer" "核定事实" writes ["eligibility", "batch", "person", "checklist", "overview"] eligibility::answer(AnswerRequest) -> eligibility::VerdictPage;
    "eligibility.sheet" "打印结论与依据" reads [] eligibility::sheet(VerdictRequest) -> notice::FileView;
    "pack.clause" "看依据" reads ["pack"] pack::clause(ClauseRequest) -> pack::ClausePage;
    "pack.list" "看政策依据" reads ["pack"] pack::list(PackListRequest) -> pack::PackList;
    "pack.import" "放入规则包" writes ["pack", "eligibility", "batch", "checklist", "overview"] office_pack::import(PackImportRequest) -> pack::PackList;
    "pack.remove" "移出规则包" writes ["pack", "eligibility", "batch", "checklist", "overview"] office_pack::remove(PackRemoveRequest) -> pack::PackList;
    "pack.committee" "看评委会通知" reads ["pack"] office_pack::committee(CommitteeNoticeRequest) -> office_pack::CommitteeNoticePage;
    "pack.saveCommittee" "填评委会通知" writes ["pack", "eligibility", "batch", "checklist", "overview"] office_pack::save_committee(CommitteeSaveRequest) -> office_pack::CommitteeNoticePage;
    "pack.diff" "看年度差异" reads ["pack"] pack_diff::diff_years(PackDiffRequest) -> pack_diff::PackDiffPage;
    "pack.affected" "看谁受影响" reads ["pack", "person"] pack_diff::affected_staff(PackDiffRequest) -> pack_diff::AffectedList;
    "reading.list" "看口径" reads ["reading"] reading::list(ReadingListRequest) -> reading::ReadingList;
    "reading.set" "选口径" writes ["reading", "eligibility", "batch", "checklist", "overview"] reading::set(ReadingSetRequest) -> reading::ReadingList;
    "reading.adopt" "沿用文件" writes ["reading", "eligibility", "batch", "checklist", "overview"] reading::adopt(AdoptRequest) -> reading::ReadingList;
    "source.attach" "放入文件原文" writes ["pack"] source_copy::attach(CopyAttachRequest) -> pack::ClausePage;
    "source.detach" "移出文件原文" writes ["pack"] source_copy::detach(ClauseRequest) -> pack::ClausePage;
    "source.page" "记住条款所在页" writes ["pack"] source_copy::page(CopyPageRequest) -> pack::ClausePage;
    "forecast.get" "看预测" reads ["person", "pack", "reading"] forecast::get(ForecastRequest) -> forecast::ForecastPage;
    "checklist.get" "看缺件一览" reads ["checklist"] checklist::get(HeatmapRequest) -> checklist::Heatmap;
    "checklist.item" "看一项材料" reads ["checklist"] checklist::item(MaterialRequest) -> checklist::MaterialPage;
    "attachment.add" "放入材料" writes ["checklist", "batch", "packet", "overview"] attachment::add(AttachmentAddRequest) -> attachment::AttachmentReport;
    "attachment.earlier" "看往年材料" reads ["checklist"] reuse::earlier(EarlierRequest) -> reuse::EarlierPage;
    "attachment.reuse" "沿用往年材料" writes ["checklist", "batch", "packet", "overview"] reuse::reuse(ReuseRequest) -> reuse::Reused;
    "attachment.rename" "按材料改名" writes ["checklist", "packet"] attachment::rename(AttachmentRenameRequest) -> attachment::AttachmentRenamed;
    "attachment.remove" "移出材料" writes ["checklist", "batch", "packet"] attachment::remove(AttachmentRequest) -> checklist::MaterialPage;
    "attachment.confirm" "确认材料可用" writes ["checklist", "batch", "packet"] attachment::confirm(AttachmentRequest) -> checklist::MaterialPage;
    "notice.list" "看公示" reads ["notice"] notice::list(NoticeListRequest) -> notice::NoticeList;
    "notice.get" "看公示" reads ["notice"] notice::get(NoticeRequest) -> notice::NoticePage;
    "notice.post" "登记公示" writes ["notice", "batch", "overview"] notice::post(NoticePostRequest) -> notice::NoticePage;
    "notice.object" "登记异议" writes ["notice", "batch", "overview"] notice::object(ObjectRequest) -> notice::NoticePage;
    "notice.resolve" "处理异议" writes ["notice", "batch", "overview"] notice::resolve(ResolveRequest) -> notice::NoticePage;
    "notice.close" "结束公示" writes ["notice", "batch", "overview", "packet"] notice::close(NoticeRequest) -> notice::NoticePage;
    "notice.form" "做公示表" reads [] notice::form(NoticeFormRequest) -> notice::FileView;
    "notice.report" "做公示结果报告" reads [] notice::report(NoticeReportRequest) -> notice::FileView;
    "opinion.get" "看单位意见" reads ["opinion"] opinion::get(OpinionRequest) -> opinion::OpinionPage;
    "opinion.save" "写单位意见" writes ["opinion", "batch", "packet"] opinion::save(OpinionSaveRequest) -> opinion::OpinionPage;
    "opinion.review" "复核单位意见" writes ["opinion", "batch", "packet"] opinion::review(OpinionReviewRequest) -> opinion::OpinionPage;
    "meeting.get" "看推荐会议" reads ["meeting"] meeting::get(MeetingRequest) -> meeting::MeetingPage;
    "meeting.save" "登记推荐会议" writes ["meeting", "history"] meeting::save(MeetingSaveRequest) -> meeting::MeetingPage;
    "form.list" "看表格" reads ["packet", "notice", "eligibility"] form::list(FormListRequest) -> form::FormList;
    "form.make" "做表格" reads ["person", "unit", "batch", "eligibility", "checklist", "notice", "opinion", "meeting", "packet"] form::make(FormMakeRequest) -> form::FormMade;
    "form.workbook" "导出一览表" writes ["history"] form::book(FormListRequest) -> notice::FileView;
    "form.portal" "看填报对照单" reads ["person", "eligibility"] form::portal(PortalRequest) -> form::PortalPage;
    "form.gallery" "看表格样张" reads ["form"] form::gallery(FormGalleryRequest) -> form::FormList;
    "form.adapt" "改成自己的表格" writes ["form", "packet", "history"] form::adapt(FormAdaptRequest) -> form::FormAdapted;
    "form.sample" "做表格样张" reads ["form"] form::sample(FormSampleRequest) -> form::FormMade;
    "packet.list" "看装袋" reads ["packet"] packet::list(PacketListRequest) -> packet::PacketList;
    "packet.assemble" "生成档案" writes ["packet", "batch"] packet::assemble_batch(PacketAssembleRequest) -> packet::PacketReport;
    "packet.get" "看档案" reads ["packet"] packet::get(PacketRequest) -> packet::PacketPage;
    "packet.layout" "看装袋方式" reads ["packet"] packet_layout::get(PacketLayoutRequest) -> packet_layout::PacketLayoutPage;
    "packet.saveLayout" "改装袋方式" writes ["packet"] packet_layout::save(PacketLayoutSaveRequest) -> packet_layout::PacketLayoutPage;
    "print.plan" "看打印清单" reads ["packet", "notice", "eligibility"] print_job::plan(PrintPlanRequest) -> print_job::PrintPlan;
    "print.make" "合成打印文件" writes ["history"] print_job::make(PrintRequest) -> print_job::PrintMade;
    "portal.profile" "看申报系统要求" reads [] portal_image::profile(PortalProfileRequest) -> portal_image::PortalProfileView;
    "portal.images" "导出申报图片" writes ["history"] portal_image::images(PortalImageRequest) -> portal_image::PortalImages;
    "packet.roster" "做推荐花名册" reads [] packet::roster(PacketListRequest) -> notice::FileView;
    "bundle.seal" "封存上报包" writes ["bundle", "sync", "batch", "overview"] bundle::seal(SealRequest) -> bundle::SealReport;
    "bundle.list" "看上报包" reads ["bundle"] bundle::list(BundleListRequest) -> bundle::BundleList;
    "bundle.verify" "核对上报包" reads [] bundle::verify(BundleRequest) -> bundle::VerifyReport;
    "bundle.export" "加密导出上报包" writes [] bundle_export::export(ExportRequest) -> bundle_export::ExportedBundle;
    "bundle.lock" "加口令导出上报包" writes [] bundle_export::lock(LockRequest) -> bundle_export::ExportedBundle;
    "decision.list" "看审核结果" reads ["decision"] decision::list(DecisionListRequest) -> decision::DecisionList;
    "sync.state" "看上报记录" reads ["sync"] sync::state(SyncStateRequest) -> sync::SyncState;
    "sync.pair" "与上级配对" writes ["sync", "overview"] sync::pair(PairRequest) -> sync::SyncState;
    "sync.push" "联网报送" writes ["sync", "bundle", "batch", "overview"] sync::push(PushRequest) -> sync::PushReport;
    "sync.pull" "取回审核结果" writes ["sync", "bundle", "decision", "batch", "overview"] sync::pull(SyncStateRequest) -> reply::ReplyReport;
    "sync.tend" "接着报送、看有没有审核结果" writes ["sync", "bundle", "decision", "batch", "overview"] sync::tend(TendRequest) -> sync::TendReport;
    "sync.limit" "改上报限速" writes ["sync"] sync::set_limit(LimitRequest) -> sync::SyncState;
    "sync.read" "读入回件" writes ["sync", "bundle", "decision", "batch", "overview"] reply::read(ReplyRequest) -> reply::ReplyReport;
    "key.state" "看资料夹的锁" reads ["key"] key::state(KeyRequest) -> key::KeyState;
    "key.create" "加密资料夹" writes ["key", "backup", "overview"] key::create(KeyCreateRequest) -> key::KeyMade;
    "key.open" "打开资料夹" writes ["key"] key::open(KeyOpenRequest) -> key::KeyState;
    "key.recover" "用恢复码打开" writes ["key"] key::recover(KeyRecoverRequest) -> key::KeyState;
    "key.close" "上锁" writes ["key"] key::close(KeyRequest) -> key::KeyState;
    "key.change" "改口令" writes ["key"] key::change(KeyChangeRequest) -> key::KeyState;
    "key.renew" "换恢复码" writes ["key"] key::renew(KeyRenewRequest) -> key::KeyMade;
    "key.addOfficer" "添加使用人" writes ["key"] key::add_officer(OfficerRequest) -> key::KeyState;
    "key.removeOfficer" "移出使用人" writes ["key"] key::remove_officer(OfficerRemoveRequest) -> key::KeyState;
    "key.setIdle" "改自动上锁的时间" writes ["key"] key::set_idle(KeyIdleRequest) -> key::KeyState;
    "backup.state" "看备份" reads ["backup"] backup::state(BackupStateRequest) -> backup::BackupPage;
    "backup.make" "备份资料库" writes ["backup"] backup::make(BackupStateRequest) -> backup::BackupPage;
    "backup.look" "看备份里有什么" reads ["backup"] backup::look(BackupRequest) -> backup::BackupContents;
    "backup.export" "做整套备份" writes ["backup"] backup::export(BackupExportRequest) -> backup::BackupFile;
    "backup.saved" "存好整套备份" writes ["backup", "overview"] backup::saved(BackupStateRequest) -> backup::BackupPage;
    "backup.open" "打开整套备份" reads [] backup::open(BackupOpenRequest) -> backup::BackupContents;
    "backup.restore" "从备份恢复" writes ["backup", "overview"] backup::restore(BackupRestoreRequest) -> backup::RestoreReport;
    "history.check" "核对操作记录" reads ["history"] history::check(HistoryCheckRequest) -> history::HistoryCheck;
    "history.list" "看操作记录" reads ["history"] history::list(HistoryRequest) -> history::History;
}

/// The command of a name.
#[must_use]
pub fn command(name: &str) -> Option<&'static Command> {
    TABLE.iter().find(|c| c.name == name)
}

/// An operation in words.
pub(crate) fn label_of(op: &str) -> &str {
    command(op).map_or(op, |c| c.label)
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, input: Value) -> Result<T> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input).map_err(|e| {
        Error::invalid(
            format!("命令 {name} 的内容不合要求"),
            "窗口与程序版本不一致时会这样，请重新打开窗口",
        )
        .with_source(e)
    })
}
