// Generated from src-tauri/desk/src/api by `./dev schemas`. Do not edit.
/* eslint-disable */

/**
 * Keep applying the silent rules of a document, or no longer.
 */
export type AdoptRequest = { 
/**
 * Document.
 */
source: string, 
/**
 * Whether its silent rules are kept.
 */
isAdopted: boolean, };

/**
 * A document whose silent rules the office may keep applying.
 */
export type AdoptedView = { 
/**
 * Document.
 */
source: string, 
/**
 * Short name.
 */
label: string, 
/**
 * Rules that a later document no longer states.
 */
rules: Array<string>, 
/**
 * Whether they are kept.
 */
isAdopted: boolean, };

/**
 * Who of the staff is told something else.
 */
export type AffectedList = { 
/**
 * Those concerned; whose conclusion changes first.
 */
people: Array<AffectedPerson>, 
/**
 * How many were looked at.
 */
lookedAt: number, 
/**
 * How many could not be, since nothing says what they apply for.
 */
withoutTitle: number, };

/**
 * Somebody concerned.
 */
export type AffectedPerson = { 
/**
 * Person.
 */
personId: PersonId, 
/**
 * Name.
 */
name: string, 
/**
 * Title applied for.
 */
title: string, 
/**
 * Under the earlier rules.
 */
before: Conclusion, 
/**
 * Under the later rules.
 */
after: Conclusion, 
/**
 * What differs.
 */
differences: Array<DifferenceView>, };

/**
 * State a fact; an empty value takes the statement back. Re-assesses at once.
 */
export type AnswerRequest = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Fact id.
 */
fact: string, 
/**
 * Value.
 */
value: string, };

/**
 * A stated fact.
 */
export type AnswerView = { 
/**
 * Fact id.
 */
fact: string, 
/**
 * Label.
 */
label: string, 
/**
 * For a reader.
 */
value: string, };

/**
 * Id of an [`crate::application::Application`].
 */
export type ApplicationId = string;

/**
 * An applicant in one line.
 */
export type ApplicationRow = { 
/**
 * Id.
 */
id: ApplicationId, 
/**
 * Person.
 */
personId: PersonId, 
/**
 * Name.
 */
name: string, 
/**
 * 部门.
 */
department: string | null, 
/**
 * 现职称.
 */
currentTitle: string | null, 
/**
 * 申报职称.
 */
title: string, 
/**
 * 申报类型 in words.
 */
kind: string, 
/**
 * Committee name.
 */
committee: string | null, 
/**
 * Unit in whose name it is filed.
 */
applyingUnit: string, 
/**
 * Verdict.
 */
conclusion: Conclusion | null, 
/**
 * Its sentence.
 */
headline: string | null, 
/**
 * Whether the verdict carries cautions.
 */
hasCautions: boolean, 
/**
 * Materials still missing.
 */
missingMaterials: number, 
/**
 * `posted`, `expired`, `objected`, `closed`.
 */
noticeState: string | null, 
/**
 * 单位意见 complete.
 */
hasOpinion: boolean, 
/**
 * Pages of the packet, when built.
 */
packetPages: number | null, 
/**
 * In a sealed bundle.
 */
isSealed: boolean, };

/**
 * 算式: the years counted against the years required.
 */
export type Arithmetic = { 
/**
 * First day counted.
 */
from: string, 
/**
 * Why that day, 取得助理工程师.
 */
fromLabel: string, 
/**
 * Last day counted.
 */
until: string, 
/**
 * Why that day, 年限截止.
 */
untilLabel: string, 
/**
 * From first to last day.
 */
gross: Span, 
/**
 * What is taken off.
 */
deductions: Array<Deduction>, 
/**
 * What remains.
 */
net: Span, 
/**
 * The years required, in parts.
 */
requiredParts: Array<RequiredPart>, 
/**
 * Their sum.
 */
requiredYears: number, 
/**
 * The first day on which the years are full.
 */
satisfiedOn: string, 
/**
 * Whether that is on or before the last day.
 */
isSatisfied: boolean, 
/**
 * How much is missing on the last day; `None` when satisfied.
 */
shortBy: Span | null, 
/**
 * Other readings of the open points of the text that give another answer.
 */
otherReading: string | null, 
/**
 * Refs of the adjustments without which the years would be full.
 */
decisive: Array<string>, 
/**
 * The whole sum in words, one step a line.
 */
lines: Array<string>, };

/**
 * A choice of an asked fact.
 */
export type AskChoice = { 
/**
 * Value to send back.
 */
value: string, 
/**
 * What the clerk reads.
 */
label: string, };

/**
 * How a missing fact is asked.
 */
export type AskKind = "date" | "yes_no" | "choice" | "text" | "number";

/**
 * What came out.
 */
export type AssessReport = { 
/**
 * 可申报.
 */
eligible: number, 
/**
 * 不可申报.
 */
ineligible: number, 
/**
 * 待核实.
 */
undetermined: number, 
/**
 * Verdicts that differ from before.
 */
changed: number, };

/**
 * Assess a batch.
 */
export type AssessRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * Files for one material of one applicant.
 */
export type AttachmentAddRequest = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Material.
 */
materialId: string, 
/**
 * File tokens.
 */
files: Array<string>, 
/**
 * Last day of validity.
 */
validUntil: string | null, };

/**
 * Id of an attachment (附件).
 */
export type AttachmentId = string;

/**
 * Name the files of a batch by their material, or give them back the names they came with.
 */
export type AttachmentRenameRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Take it back.
 */
isUndo: boolean, };

/**
 * What was renamed.
 */
export type AttachmentRenamed = { 
/**
 * Files with another name than before.
 */
renamed: number, };

/**
 * What was taken and what was not.
 */
export type AttachmentReport = { 
/**
 * Taken.
 */
accepted: Array<AttachmentView>, 
/**
 * Not taken.
 */
refused: Array<RefusedFile>, };

/**
 * One attachment.
 */
export type AttachmentRequest = { 
/**
 * Id.
 */
id: AttachmentId, };

/**
 * A file.
 */
export type AttachmentView = { 
/**
 * Id.
 */
id: AttachmentId, 
/**
 * File token for the host's `read`.
 */
file: string, 
/**
 * Original name.
 */
name: string, 
/**
 * `jpeg`, `png`, `pdf`.
 */
kind: string, 
/**
 * Pages.
 */
pages: number, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * Pixels, upright.
 */
width: number | null, 
/**
 * Pixels, upright.
 */
height: number | null, 
/**
 * What to look at.
 */
warnings: Array<ScanWarningView>, 
/**
 * Whether the clerk has confirmed it despite warnings.
 */
isConfirmed: boolean, 
/**
 * Last day of validity.
 */
validUntil: string | null, };

/**
 * What a backup holds.
 */
export type BackupContents = { 
/**
 * Name of the unit.
 */
unitName: string | null, 
/**
 * Instant it was made, RFC 3339 UTC; for a copy the last change in it.
 */
madeAt: string | null, 
/**
 * People.
 */
people: number, 
/**
 * Batches.
 */
batches: number, 
/**
 * Attachments.
 */
attachments: number, 
/**
 * Sealed bundles.
 */
bundles: number, 
/**
 * Attachments that were damaged when the backup was made, and are not in it.
 */
damaged: number, };

/**
 * The pass phrase of a backup to be made. It is kept nowhere.
 */
export type BackupExportRequest = { 
/**
 * The pass phrase.
 */
passphrase: string, };

/**
 * A backup file, ready to be put elsewhere.
 */
export type BackupFile = { 
/**
 * File token.
 */
file: string, 
/**
 * Suggested name, without personal data.
 */
fileName: string, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Attachments damaged on the disk, which are not in it.
 */
damaged: number, };

/**
 * A backup file and what opens it.
 */
export type BackupOpenRequest = { 
/**
 * File token.
 */
file: string, 
/**
 * The pass phrase.
 */
passphrase: string, };

/**
 * 备份.
 */
export type BackupPage = { 
/**
 * Why the database cannot be used; then nothing works but a restore.
 */
damage: string | null, 
/**
 * Why the last daily copy failed.
 */
problem: string | null, 
/**
 * The copies on this machine, the newest first.
 */
snapshots: Array<SnapshotView>, 
/**
 * Instant of the last backup put elsewhere, RFC 3339 UTC.
 */
externalAt: string | null, 
/**
 * Whether that is too long ago.
 */
isOverdue: boolean, 
/**
 * Why the office folder lies in a bad place.
 */
caution: string | null, };

/**
 * A copy by name.
 */
export type BackupRequest = { 
/**
 * Its file name.
 */
name: string, };

/**
 * Which backup to restore.
 */
export type BackupRestoreRequest = { 
/**
 * A copy by its file name; `None` for the backup file opened last.
 */
name: string | null, };

/**
 * Nothing is asked for.
 */
export type BackupStateRequest = Record<symbol, never>;

/**
 * A batch in one line.
 */
export type BatchBrief = { 
/**
 * Id.
 */
id: BatchId, 
/**
 * Name.
 */
name: string, 
/**
 * 申报年度.
 */
year: number, 
/**
 * Applicants.
 */
applicantCount: number, 
/**
 * 报送日.
 */
submitOn: string | null, };

/**
 * A new batch.
 */
export type BatchCreateRequest = { 
/**
 * Name.
 */
name: string, 
/**
 * 申报年度.
 */
year: number, 
/**
 * Committees, from the directory.
 */
committeeIds: Array<string>, 
/**
 * 报送日: the day the unit hands it in.
 */
submitOn: string | null, 
/**
 * 网报关闭, where known.
 */
portalClosesOn: string | null, 
/**
 * Estimated 开评日.
 */
reviewOpensOn: string | null, };

/**
 * Id of a batch (批次).
 */
export type BatchId = string;

/**
 * All batches.
 */
export type BatchList = { 
/**
 * The newest first.
 */
batches: Array<BatchPage>, };

/**
 * Nothing is asked for.
 */
export type BatchListRequest = Record<symbol, never>;

/**
 * A batch and how far it is.
 */
export type BatchPage = { 
/**
 * Id.
 */
id: BatchId, 
/**
 * Name.
 */
name: string, 
/**
 * 申报年度.
 */
year: number, 
/**
 * Committees.
 */
committees: Array<Committee>, 
/**
 * 报送日.
 */
submitOn: string | null, 
/**
 * 网报关闭.
 */
portalClosesOn: string | null, 
/**
 * Estimated 开评日.
 */
reviewOpensOn: string | null, 
/**
 * The seven steps.
 */
steps: Array<Step>, 
/**
 * Applicants.
 */
applications: Array<ApplicationRow>, };

/**
 * A batch.
 */
export type BatchRequest = { 
/**
 * Id.
 */
id: BatchId, };

/**
 * Somebody in the bin, or the trace of somebody erased.
 */
export type BinnedPerson = { 
/**
 * Id.
 */
id: PersonId, 
/**
 * Name; `None` after everything was erased.
 */
name: string | null, 
/**
 * Department.
 */
department: string | null, 
/**
 * Why they were taken off.
 */
reason: string, 
/**
 * Instant, RFC 3339 UTC.
 */
removedAt: string, 
/**
 * Instant at which everything was erased.
 */
erasedAt: string | null, };

/**
 * Bundles.
 */
export type BundleList = { 
/**
 * The newest first.
 */
bundles: Array<BundleView>, 
/**
 * Applicants ready to be sealed.
 */
ready: number, 
/**
 * Applicants that are not, with the reason.
 */
blocked: Array<SealBlock>, };

/**
 * Bundles of a batch, or all.
 */
export type BundleListRequest = { 
/**
 * Batch.
 */
batchId: BatchId | null, };

/**
 * One bundle.
 */
export type BundleRequest = { 
/**
 * Bundle id.
 */
id: string, };

/**
 * Where a bundle stands.
 */
export type BundleState = "sealed" | "uploading" | "received" | "rejected";

/**
 * 上报包.
 */
export type BundleView = { 
/**
 * Bundle id: SHA-256 of the tag manifest, hex.
 */
id: string, 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Batch name.
 */
batchName: string, 
/**
 * Applications.
 */
people: number, 
/**
 * Files.
 */
files: number, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * 轮次, 0 for the first filing.
 */
round: number, 
/**
 * Instant, RFC 3339 UTC.
 */
sealedAt: string, 
/**
 * State.
 */
state: BundleState, 
/**
 * Bytes the upstream has acknowledged.
 */
sentBytes: number, 
/**
 * Why the last attempt failed.
 */
lastError: string | null, 
/**
 * Receipt.
 */
receipt: ReceiptView | null, 
/**
 * File token of the zip.
 */
file: string, 
/**
 * Suggested name.
 */
fileName: string, };

/**
 * The days asked for.
 */
export type Calendar = { 
/**
 * One entry a day.
 */
days: Array<CalendarDay>, };

/**
 * A day.
 */
export type CalendarDay = { 
/**
 * The day.
 */
on: string, 
/**
 * 周一 … 周日.
 */
weekday: string, 
/**
 * What it is.
 */
kind: DayKind, 
/**
 * The holiday's name.
 */
holiday: string | null, 
/**
 * Whether the holiday notice of its year is in the packs.
 */
isPublished: boolean, };

/**
 * A span of days.
 */
export type CalendarRequest = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day, at most 400 days later.
 */
until: string, };

/**
 * Somebody who may be chosen.
 */
export type Candidate = { 
/**
 * Person.
 */
personId: PersonId, 
/**
 * Name.
 */
name: string, 
/**
 * 部门.
 */
department: string | null, 
/**
 * 现职称.
 */
currentTitle: string | null, 
/**
 * 拟申报职称.
 */
title: string | null, 
/**
 * 申报类型 in words.
 */
kind: string | null, 
/**
 * The batch's committee that fits.
 */
committeeId: string | null, 
/**
 * In the batch already.
 */
isChosen: boolean, 
/**
 * Whether the office may file this person here.
 */
isSelectable: boolean, 
/**
 * Why not, with the clause.
 */
reason: string | null, };

/**
 * Everybody in the roster.
 */
export type CandidateList = { 
/**
 * In roster order.
 */
candidates: Array<Candidate>, };

/**
 * Who may be chosen for a batch.
 */
export type CandidatesRequest = { 
/**
 * Batch.
 */
id: BatchId, };

/**
 * A cell typed anew.
 */
export type CellFix = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Row as the spreadsheet numbers it.
 */
row: number, 
/**
 * Column letters.
 */
column: string, 
/**
 * The text in its place.
 */
value: string, };

/**
 * Changes of one kind of thing.
 */
export type ChangeGroup = { 
/**
 * 规则, 参数, 系列, 评委会, 人社部门.
 */
subject: string, 
/**
 * Its changes.
 */
changes: Array<ChangeView>, };

/**
 * One change.
 */
export type ChangeView = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * 新增, 改变, 后来未载 …
 */
change: string, 
/**
 * What changed, one field a line.
 */
lines: Array<string>, 
/**
 * Clauses before.
 */
citesBefore: Array<Citation>, 
/**
 * Clauses after.
 */
citesAfter: Array<Citation>, };

/**
 * The applicants of a batch; who is not listed is taken out.
 */
export type ChooseRequest = { 
/**
 * Batch.
 */
id: BatchId, 
/**
 * Persons.
 */
personIds: Array<PersonId>, };

/**
 * A clause as shown beside a finding.
 */
export type Citation = { 
/**
 * Clause id, `G25.Q8.1`.
 */
clause: string, 
/**
 * Short label, “2025版指南 问8(1)”.
 */
label: string, };

/**
 * A clause in one line.
 */
export type ClauseBrief = { 
/**
 * Id.
 */
id: string, 
/**
 * “2025版指南 问8(1)”.
 */
label: string, 
/**
 * 大意.
 */
paraphrase: string, };

/**
 * A clause with its document.
 */
export type ClausePage = { 
/**
 * Clause id.
 */
id: string, 
/**
 * Full name of the document.
 */
document: string, 
/**
 * 文号.
 */
number: string | null, 
/**
 * 发文机关.
 */
issuer: string, 
/**
 * Date of issue.
 */
issuedOn: string, 
/**
 * Where in the document.
 */
locator: string, 
/**
 * 大意, in our own words.
 */
paraphrase: string, 
/**
 * 正式文件, 官方指南.
 */
weight: string, 
/**
 * Rules that rest on it.
 */
rules: Array<ClauseRule>, 
/**
 * The office's own copy of the document, where it has one.
 */
copy: CopyView | null, };

/**
 * A clause.
 */
export type ClauseRequest = { 
/**
 * Clause id.
 */
id: string, };

/**
 * A rule and its editions.
 */
export type ClauseRule = { 
/**
 * Rule id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Versions through time.
 */
editions: Array<EditionView>, };

/**
 * What the caller does differently. A code exists only where the window acts on it.
 */
export type Code = "invalid_input" | "not_found" | "conflict" | "precondition" | "file_busy" | "unsupported_file" | "newer_database" | "damaged_database" | "locked" | "refused" | "pack_invalid" | "disk_full" | "offline" | "upstream_rejected" | "cancelled" | "internal";

/**
 * A column put to a field.
 */
export type ColumnChoice = { 
/**
 * Letters.
 */
column: string, 
/**
 * Field key; `None` keeps the column as an extra value.
 */
field: string | null, };

/**
 * A column and the field it feeds.
 */
export type ColumnMap = { 
/**
 * Letters.
 */
column: string, 
/**
 * Header, levels joined by “/”.
 */
header: string, 
/**
 * Field key.
 */
field: string | null, 
/**
 * Field in words; `None` when kept as an extra value.
 */
fieldLabel: string | null, 
/**
 * First values, id numbers masked.
 */
samples: Array<string>, 
/**
 * Why: `word`, `like`, `content`, `remembered`, `chosen`, `kept`.
 */
how: string, 
/**
 * Whether it is hidden in the sheet.
 */
isHidden: boolean, };

/**
 * 评审委员会.
 */
export type Committee = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Level it reviews.
 */
level: Level, 
/**
 * Series.
 */
series: string, 
/**
 * Fields it reviews; empty means all of the series.
 */
fields: Array<string>, 
/**
 * County it is limited to.
 */
area: string | null, 
/**
 * Telephones, joined where there are several.
 */
phone: string, };

/**
 * The directory.
 */
export type CommitteeList = { 
/**
 * Entries.
 */
committees: Array<Committee>, };

/**
 * Filter of the directory.
 */
export type CommitteeListRequest = { 
/**
 * 申报年度; picks the edition.
 */
year: number, 
/**
 * Part of a name or field.
 */
query: string, };

/**
 * 评委会通知.
 */
export type CommitteeNotice = { 
/**
 * The committee, an id of the directory.
 */
committeeId: string, 
/**
 * Series it reviews, from the directory.
 */
series: string, 
/**
 * 申报年度.
 */
year: number, 
/**
 * Full name of the document.
 */
name: string, 
/**
 * 文号, where it has one.
 */
number: string | null, 
/**
 * 发文机关.
 */
issuer: string, 
/**
 * Date of issue.
 */
issuedOn: string, 
/**
 * What of the notice matters here.
 */
clauses: Array<NoticeClause>, 
/**
 * Its days.
 */
schedule: NoticeSchedule, 
/**
 * The fields it reviews; empty where the notice names none.
 */
specialties: Array<string>, 
/**
 * Locator of the clause that names them.
 */
specialtyLocator: string, 
/**
 * Its own ladder; empty where the base's holds.
 */
ladder: Array<NoticeLadder>, 
/**
 * Its conditions.
 */
conditions: Array<NoticeCondition>, 
/**
 * Its materials, in the order of the packet.
 */
materials: Array<NoticeMaterial>, };

/**
 * The notice of a committee as it stands, and what may be chosen in it.
 */
export type CommitteeNoticePage = { 
/**
 * Name of the committee.
 */
committee: string, 
/**
 * Level it reviews.
 */
level: Level, 
/**
 * The notice; an empty one where none is kept.
 */
notice: CommitteeNotice, 
/**
 * Whether one is kept.
 */
isKept: boolean, 
/**
 * Conditions to choose from.
 */
conditions: Array<ConditionChoice>, 
/**
 * Materials of the base.
 */
materials: Array<MaterialChoice>, 
/**
 * Levels the committee's series has, with the titles below each.
 */
levels: Array<LevelChoice>, 
/**
 * Educations a ladder may name.
 */
educations: Array<EducationChoice>, };

/**
 * Whose notice.
 */
export type CommitteeNoticeRequest = { 
/**
 * Committee, an id of the directory.
 */
committeeId: string, 
/**
 * 申报年度.
 */
year: number, };

/**
 * A filled-in notice.
 */
export type CommitteeSaveRequest = { 
/**
 * The notice.
 */
notice: CommitteeNotice, };

/**
 * 结论.
 */
export type Conclusion = "eligible" | "ineligible" | "undetermined";

/**
 * A condition to choose.
 */
export type ConditionChoice = { 
/**
 * Id.
 */
id: string, 
/**
 * What a clerk reads.
 */
label: string, 
/**
 * Unit of its number; empty where it has none.
 */
unit: string, 
/**
 * What it does, in words.
 */
effect: string, 
/**
 * Whether it forbids the application.
 */
isBlocking: boolean, };

/**
 * A person of the office to be named or called; shown inside the office only.
 */
export type Contact = { 
/**
 * Department, where it matters.
 */
department: string, 
/**
 * Name.
 */
name: string, 
/**
 * Mobile number.
 */
phone: string, 
/**
 * Office telephone.
 */
landline: string, };

/**
 * Put a copy of the document that a clause stands in.
 */
export type CopyAttachRequest = { 
/**
 * Clause.
 */
clause: string, 
/**
 * File token of a PDF.
 */
file: string, };

/**
 * The page a clause was found on; no page forgets it.
 */
export type CopyPageRequest = { 
/**
 * Clause.
 */
clause: string, 
/**
 * Page, from 1.
 */
page: number, };

/**
 * The office's copy of a document.
 */
export type CopyView = { 
/**
 * File token.
 */
file: string, 
/**
 * Name of the file as it came.
 */
name: string, 
/**
 * Pages.
 */
pages: number, 
/**
 * The page a clerk found the clause on.
 */
page: number | null, };

/**
 * What a day is in the calendar of working days.
 */
export type DayKind = "working" | "make_up" | "weekend" | "holiday";

/**
 * Something that is not as it was sealed.
 */
export type DecisionChange = { 
/**
 * What.
 */
what: string, 
/**
 * As sealed; empty for something new.
 */
before: string, 
/**
 * Now; empty for something gone.
 */
now: string, };

/**
 * Decisions.
 */
export type DecisionList = { 
/**
 * The newest first.
 */
decisions: Array<DecisionView>, 
/**
 * Applications that came back and are not filed again.
 */
open: number, };

/**
 * Decisions of a batch, or all.
 */
export type DecisionListRequest = { 
/**
 * Batch.
 */
batchId: BatchId | null, };

/**
 * What was decided.
 */
export type DecisionOutcome = "accepted" | "returned" | "rejected" | "unknown";

/**
 * How it stands after the decision.
 */
export type DecisionStanding = "open" | "filed_again" | "closed";

/**
 * A decision.
 */
export type DecisionView = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Its batch.
 */
batchId: BatchId, 
/**
 * Applicant.
 */
name: string, 
/**
 * 拟申报职称.
 */
title: string, 
/**
 * 轮次, 0 for the first filing.
 */
round: number, 
/**
 * Rounds there may be after the first.
 */
rounds: number, 
/**
 * What was decided.
 */
outcome: DecisionOutcome, 
/**
 * How it stands now.
 */
standing: DecisionStanding, 
/**
 * What to put right, or why.
 */
remarks: Array<Remark>, 
/**
 * Last day for filing again.
 */
dueOn: string | null, 
/**
 * Who decided.
 */
decidedBy: string, 
/**
 * Instant by the upstream's clock.
 */
decidedAt: string, 
/**
 * Number at the upstream.
 */
number: string, 
/**
 * What has changed here since the bundle was sealed; only of one that is open.
 */
changes: Array<DecisionChange>, 
/**
 * Why it cannot be said what has changed.
 */
problem: string | null, };

/**
 * An interval that does not count.
 */
export type Deduction = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day, included.
 */
until: string, 
/**
 * Its length.
 */
span: Span, 
/**
 * Why, 借调未承担本单位职责.
 */
label: string, 
/**
 * Clauses.
 */
cites: Array<Citation>, };

/**
 * One thing a person is told differently.
 */
export type DifferenceView = { 
/**
 * What it is about.
 */
name: string, 
/**
 * Before; empty where nothing was said.
 */
before: string, 
/**
 * After; empty where nothing is said.
 */
after: string, };

/**
 * A value to decide for.
 */
export type DoubtChoice = { 
/**
 * Value.
 */
value: string, 
/**
 * For a reader.
 */
label: string, };

/**
 * Something the import could not decide.
 */
export type DoubtView = { 
/**
 * Id.
 */
id: string, 
/**
 * Field in words.
 */
field: string, 
/**
 * What does not agree, and where it was read.
 */
message: string, 
/**
 * The values that stand against each other.
 */
choices: Array<DoubtChoice>, };

/**
 * A date that follows from the rules.
 */
export type DueDate = { 
/**
 * What happens: `tenure_until`, `satisfied_on`, `retirement`, `notice_sign_from`,
 * `channel_opens`, `channel_closes`, `supplement`, `recheck`, `recognition_ready`.
 */
key: string, 
/**
 * In Chinese.
 */
label: string, 
/**
 * The day; a closing day ends at 24:00.
 */
on: string, 
/**
 * Ref of the rule, `C06`.
 */
ref: string, 
/**
 * What to mind.
 */
note: string | null, };

/**
 * One thing to do.
 */
export type Duty = { 
/**
 * The last day for it.
 */
dueOn: string | null, 
/**
 * How soon.
 */
urgency: Urgency, 
/**
 * Calendar days left.
 */
daysLeft: number | null, 
/**
 * What.
 */
title: string, 
/**
 * Why, and what follows if not.
 */
detail: string, 
/**
 * Words of the button.
 */
action: string, 
/**
 * Page of the window, such as `/batch/<id>/notice`.
 */
route: string, };

/**
 * What earlier applications hold for the gaps of this batch.
 */
export type EarlierPage = { 
/**
 * One a person and material, in the order of the roster.
 */
rows: Array<EarlierRow>, };

/**
 * A batch.
 */
export type EarlierRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * The scans of one material of one person.
 */
export type EarlierRow = { 
/**
 * Application they would go to.
 */
applicationId: ApplicationId, 
/**
 * Applicant.
 */
name: string, 
/**
 * Material.
 */
materialId: string, 
/**
 * Its short name.
 */
material: string, 
/**
 * Year they were filed in.
 */
year: number, 
/**
 * How many files.
 */
files: number, 
/**
 * Pages of all of them.
 */
pages: number, 
/**
 * Last day of validity, the earliest of them.
 */
validUntil: string | null, 
/**
 * Whether that day is before the papers are handed in; such a one is not taken.
 */
isExpired: boolean, };

/**
 * A version of a rule.
 */
export type EditionView = { 
/**
 * First day.
 */
from: string, 
/**
 * How sure.
 */
standing: Standing, 
/**
 * Clauses.
 */
cites: Array<Citation>, };

/**
 * An education.
 */
export type EducationChoice = { 
/**
 * Education.
 */
education: EducationLevel, 
/**
 * In words.
 */
label: string, };

/**
 * 学历 (education level), from the lowest up (after GB/T 4658-2006, grouped as the ladders do).
 */
export type EducationLevel = "lower" | "high_school" | "secondary" | "college" | "bachelor" | "second_bachelor" | "master" | "doctor";

/**
 * What a rule does. Closed: a new kind needs code, so it is added with a test.
 */
export type Effect = "block" | "caution" | "require_material" | "waive_material" | "adjust_years" | "set_route" | "set_date" | "bar_until" | "duty" | "note";

/**
 * Which bundle.
 */
export type ExportRequest = { 
/**
 * Bundle id.
 */
id: string, };

/**
 * A bundle ready to be put on a stick, with the page that goes with it.
 */
export type ExportedBundle = { 
/**
 * File token.
 */
file: string, 
/**
 * Suggested name.
 */
fileName: string, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * Who can open it, beside this unit; empty for whoever has the pass phrase.
 */
recipient: string, 
/**
 * File token of the 交接单, a PDF.
 */
sheet: string, 
/**
 * Suggested name of it.
 */
sheetName: string, };

/**
 * A fact a finding used.
 */
export type FactUsed = { 
/**
 * Fact id.
 */
fact: string, 
/**
 * Chinese label.
 */
label: string, 
/**
 * Value for a reader; `None` when missing.
 */
value: string | null, 
/**
 * Where it comes from; `None` when missing.
 */
origin: OriginKind | null, 
/**
 * The very place it was read from: file, sheet and cell, form or certificate.
 */
source: string | null, };

/**
 * A field a column may feed.
 */
export type FieldChoice = { 
/**
 * Key.
 */
key: string, 
/**
 * In words.
 */
label: string, };

/**
 * A field.
 */
export type FieldView = { 
/**
 * Key.
 */
key: string, 
/**
 * Label.
 */
label: string, 
/**
 * Value for a reader.
 */
value: string | null, 
/**
 * Whether part of it is hidden and can be revealed.
 */
isMasked: boolean, };

/**
 * A file the host can show or save.
 */
export type FileView = { 
/**
 * File token.
 */
file: string, 
/**
 * Suggested name.
 */
name: string, 
/**
 * Pages.
 */
pages: number, };

/**
 * 判定: one rule's result.
 */
export type Finding = { 
/**
 * Rule id, `kunming.E15a`.
 */
rule: string, 
/**
 * Id in the list of policy facts, `E15`.
 */
ref: string, 
/**
 * Rule name.
 */
name: string, 
/**
 * What the rule does.
 */
effect: Effect, 
/**
 * What came of it.
 */
outcome: Outcome, 
/**
 * How sure the text behind it is at this date.
 */
standing: Standing, 
/**
 * One sentence for the clerk.
 */
sentence: string, 
/**
 * What would mend it, where the rule knows.
 */
remedy: string | null, 
/**
 * Facts used.
 */
facts: Array<FactUsed>, 
/**
 * Clauses.
 */
cites: Array<Citation>, 
/**
 * Ids of the facts that are missing.
 */
missing: Array<string>, };

/**
 * The years ahead.
 */
export type ForecastPage = { 
/**
 * Why there is nothing to say, where there is not.
 */
note: string | null, 
/**
 * The next level first.
 */
outlooks: Array<OutlookView>, 
/**
 * What is taken for granted.
 */
assumptions: Array<string>, };

/**
 * Whose years, and what is supposed.
 */
export type ForecastRequest = { 
/**
 * Person.
 */
personId: PersonId, 
/**
 * A further education is supposed.
 */
education: SupposedEducation | null, 
/**
 * A move to another post on this day is supposed.
 */
movedOn: string | null, 
/**
 * Work in a township of the listed area is supposed.
 */
inListedTownship: boolean | null, 
/**
 * The field of study is taken to match, or not to.
 */
isFieldMatched: boolean | null, };

/**
 * Make an office's own copy of a form's template.
 */
export type FormAdaptRequest = { 
/**
 * Name of the form.
 */
name: string, };

/**
 * The office's own copy.
 */
export type FormAdapted = { 
/**
 * Its files, from the office's folder on.
 */
files: Array<string>, };

/**
 * A form.
 */
export type FormEntry = { 
/**
 * Name, for `form.make`.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * The step it belongs to, in words.
 */
stage: string, 
/**
 * Paper in words.
 */
paper: string, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * Whether the layout waits for this year's attachment.
 */
isLayoutPending: boolean, 
/**
 * Whether the office uses a copy of its own.
 */
isOwn: boolean, 
/**
 * Whether a workbook can be had too.
 */
hasWorkbook: boolean, 
/**
 * Why it is not needed here; needed when left out.
 */
reason: string | null, 
/**
 * Copies to print.
 */
copies: number, 
/**
 * Places to seal, a copy.
 */
seals: number, 
/**
 * Places to sign, a copy.
 */
signatures: number, 
/**
 * Who signs or seals where, one a line.
 */
places: Array<string>, 
/**
 * Clauses that demand it.
 */
cites: Array<Citation>, };

/**
 * Nothing is asked for.
 */
export type FormGalleryRequest = Record<symbol, never>;

/**
 * A field that prints as a blank.
 */
export type FormGap = { 
/**
 * Path in the data.
 */
path: string, 
/**
 * What it is called.
 */
label: string, };

/**
 * Forms in the order of the season.
 */
export type FormList = { 
/**
 * Forms.
 */
forms: Array<FormEntry>, 
/**
 * What is wrong with the office's own copies, each with file and line.
 */
faults: Array<string>, };

/**
 * The forms of a batch, or of one applicant in it.
 */
export type FormListRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Applicant; the batch's own forms when left out.
 */
applicationId: ApplicationId | null, };

/**
 * A form that was made.
 */
export type FormMade = { 
/**
 * The PDF.
 */
file: FileView, 
/**
 * Fields that print as blanks.
 */
gaps: Array<FormGap>, 
/**
 * What to mind.
 */
cautions: Array<string>, };

/**
 * Make a form.
 */
export type FormMakeRequest = { 
/**
 * Name of the form.
 */
name: string, 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Applicant, for a form of one.
 */
applicationId: ApplicationId | null, };

/**
 * A form filled with invented people.
 */
export type FormSampleRequest = { 
/**
 * Name of the form.
 */
name: string, 
/**
 * `short`, `long`, `extreme`.
 */
size: string, };

/**
 * A cell.
 */
export type GridCell = { 
/**
 * Letters.
 */
column: string, 
/**
 * Text, id numbers masked.
 */
text: string, 
/**
 * The heaviest issue on it.
 */
mark: IssueSeverity | null, };

/**
 * A row of the staff sheet.
 */
export type GridRow = { 
/**
 * Row as the spreadsheet numbers it.
 */
row: number, 
/**
 * `create`, `update`, `unchanged`, `held`, `dropped`, `skipped`, `header`.
 */
fate: string, 
/**
 * Cells that hold something.
 */
cells: Array<GridCell>, };

/**
 * Header rows as the spreadsheet numbers them.
 */
export type HeaderRows = { 
/**
 * First.
 */
first: number, 
/**
 * Last.
 */
last: number, };

/**
 * An applicant.
 */
export type HeatRow = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Name.
 */
name: string, 
/**
 * 部门.
 */
department: string | null, 
/**
 * One a column.
 */
cells: Array<MaterialState>, 
/**
 * Cells to mend.
 */
openCount: number, };

/**
 * 缺件一览.
 */
export type Heatmap = { 
/**
 * Columns.
 */
materials: Array<MaterialHead>, 
/**
 * Rows.
 */
rows: Array<HeatRow>, 
/**
 * Cells still to mend.
 */
openCount: number, 
/**
 * People they fall on.
 */
openPeople: number, 
/**
 * Files that go by the name of their material and not by the one they came with.
 */
renamed: number, };

/**
 * A batch.
 */
export type HeatmapRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * The window.
 */
export type History = { 
/**
 * Entries that match.
 */
total: number, 
/**
 * The window.
 */
entries: Array<HistoryEntry>, };

/**
 * Whether the log is as it was written.
 */
export type HistoryCheck = { 
/**
 * Entries that were checked; those of versions before the check are not.
 */
checked: number, 
/**
 * Whether none is missing and none was changed.
 */
isWhole: boolean, 
/**
 * Number of the first entry that does not fit.
 */
brokenAt: number | null, };

/**
 * Nothing is asked for.
 */
export type HistoryCheckRequest = Record<symbol, never>;

/**
 * An act.
 */
export type HistoryEntry = { 
/**
 * Instant, RFC 3339 UTC.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * What, in words.
 */
label: string, 
/**
 * About what, without personal data.
 */
detail: string, };

/**
 * A window of the log.
 */
export type HistoryRequest = { 
/**
 * Only about this id.
 */
subject: string | null, 
/**
 * First entry, the newest is 0.
 */
from: number, 
/**
 * Entries wanted, at most 500.
 */
count: number, };

/**
 * All imports, the latest first.
 */
export type ImportList = { 
/**
 * Imports.
 */
imports: Array<ImportRow>, };

/**
 * An import.
 */
export type ImportRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * Instant.
 */
importedAt: string, 
/**
 * New people.
 */
created: number, 
/**
 * Changed people.
 */
updated: number, 
/**
 * Rows held back.
 */
held: number, 
/**
 * Instant at which it was taken back.
 */
undoneAt: string | null, };

/**
 * A ready answer.
 */
export type IssueChoice = { 
/**
 * Words of the button.
 */
label: string, 
/**
 * Types a cell anew.
 */
fix: CellFix | null, 
/**
 * Leaves a row out.
 */
drop: RowRef | null, 
/**
 * Brings in a row that was left out.
 */
take: RowRef | null, 
/**
 * Confirms the warning as it stands.
 */
accepts: boolean, };

/**
 * How heavy an issue is.
 */
export type IssueSeverity = "error" | "warning" | "hint";

/**
 * Progress of a long job, as hosts send it on.
 */
export type JobProgress = { 
/**
 * Job, as the caller named it.
 */
job: string, 
/**
 * Step in words.
 */
label: string, 
/**
 * Done.
 */
done: number, 
/**
 * Of.
 */
total: number, };

/**
 * Something left as it is.
 */
export type KeptRow = { 
/**
 * Whose.
 */
name: string, 
/**
 * What.
 */
what: string, 
/**
 * Why.
 */
why: string, };

/**
 * Another pass phrase of one's own.
 */
export type KeyChangeRequest = { 
/**
 * The former.
 */
former: string, 
/**
 * The new.
 */
passphrase: string, };

/**
 * Encrypt the office; whoever does it becomes its first officer.
 */
export type KeyCreateRequest = { 
/**
 * Name of the officer, as it will stand in the history.
 */
name: string, 
/**
 * The pass phrase. It is kept nowhere.
 */
passphrase: string, };

/**
 * When the window locks by itself.
 */
export type KeyIdleRequest = { 
/**
 * Minutes without a touch; 0 never.
 */
minutes: number, };

/**
 * A recovery code, shown once.
 */
export type KeyMade = { 
/**
 * The code, in groups of five.
 */
code: string, 
/**
 * 恢复码单, to be printed; `None` where it could not be set. Then the code is copied by hand.
 */
sheet: FileView | null, };

/**
 * A pass phrase.
 */
export type KeyOpenRequest = { 
/**
 * Whose; `None` for whichever it fits.
 */
name: string | null, 
/**
 * The pass phrase.
 */
passphrase: string, };

/**
 * The recovery code, and who opens from now on.
 */
export type KeyRecoverRequest = { 
/**
 * The code as it was typed.
 */
code: string, 
/**
 * Name of the officer; one that is there gets the new pass phrase.
 */
name: string, 
/**
 * Their new pass phrase.
 */
passphrase: string, };

/**
 * Another recovery code.
 */
export type KeyRenewRequest = { 
/**
 * One's own pass phrase.
 */
passphrase: string, };

/**
 * Nothing is asked for.
 */
export type KeyRequest = Record<symbol, never>;

/**
 * How the office stands.
 */
export type KeyState = { 
/**
 * Whether this program can encrypt at all.
 */
canEncrypt: boolean, 
/**
 * Whether the office is encrypted.
 */
isEncrypted: boolean, 
/**
 * Whether it must be opened first.
 */
isLocked: boolean, 
/**
 * Whoever has a pass phrase.
 */
officers: Array<Officer>, 
/**
 * Who opened it.
 */
own: Officer | null, 
/**
 * Seconds until the next pass phrase is looked at.
 */
pause: number, 
/**
 * Minutes without a touch after which the window locks; 0 never.
 */
idleMinutes: number, };

/**
 * A committee of the batch.
 */
export type LayoutCommittee = { 
/**
 * Id; empty for none.
 */
id: string, 
/**
 * Name.
 */
name: string, };

/**
 * A material in its place.
 */
export type LayoutItem = { 
/**
 * Material.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Heading in the packet.
 */
section: string, 
/**
 * Volume the packs would put it in, were there two.
 */
volume: number, 
/**
 * 另附: only there when somebody has added it.
 */
isOptional: boolean, };

/**
 * 级别 of a professional title, from the lowest up.
 */
export type Level = "technician" | "assistant" | "intermediate" | "associate_senior" | "full_senior";

/**
 * A level with the titles one may come from.
 */
export type LevelChoice = { 
/**
 * Level.
 */
level: Level, 
/**
 * In words.
 */
label: string, 
/**
 * Titles of the level below, for “任…满几年”.
 */
below: Array<string>, };

/**
 * How much of the line an upload may take.
 */
export type LimitRequest = { 
/**
 * Kilobytes (1024 bytes) in a second, 16 at least; 0 for no limit.
 */
limit: number, };

/**
 * Lock a bundle with a pass phrase.
 */
export type LockRequest = { 
/**
 * Bundle id.
 */
id: string, 
/**
 * At least twelve characters.
 */
passphrase: string, };

/**
 * A material of the base.
 */
export type MaterialChoice = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Short name.
 */
short: string, 
/**
 * Whether its pages are copies.
 */
isCopy: boolean, 
/**
 * Who signs it.
 */
signedBy: string | null, 
/**
 * Who seals it.
 */
sealedBy: string | null, };

/**
 * A column.
 */
export type MaterialHead = { 
/**
 * Material id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Short name for the head.
 */
short: string, 
/**
 * Cells to mend in this column.
 */
openCount: number, };

/**
 * One material of one applicant.
 */
export type MaterialPage = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Material.
 */
materialId: string, 
/**
 * Applicant.
 */
personName: string, 
/**
 * Material.
 */
name: string, 
/**
 * State.
 */
state: MaterialState, 
/**
 * The state in one sentence.
 */
stateNote: string, 
/**
 * Why it is asked.
 */
reason: string, 
/**
 * Clauses.
 */
cites: Array<Citation>, 
/**
 * Files.
 */
attachments: Array<AttachmentView>, 
/**
 * 另附: what nobody is asked for and anybody may add.
 */
optional: Array<OptionalMaterial>, };

/**
 * One material of one applicant.
 */
export type MaterialRequest = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Material.
 */
materialId: string, };

/**
 * 材料状态.
 */
export type MaterialState = "complete" | "missing" | "doubtful" | "expired" | "waived" | "not_required" | "made_here";

/**
 * 推荐会议 as recorded.
 */
export type Meeting = { 
/**
 * 会议时间.
 */
heldOn: string | null, 
/**
 * 会议地点.
 */
place: string, 
/**
 * 主持人.
 */
chair: string, 
/**
 * 记录人.
 */
recorder: string, 
/**
 * 监票人.
 */
scrutineer: string, 
/**
 * 参加范围.
 */
scope: string, 
/**
 * 推荐方式.
 */
method: string, 
/**
 * 应到人数.
 */
expected: number | null, 
/**
 * 实到人数.
 */
present: number | null, 
/**
 * 发出票数.
 */
issued: number | null, 
/**
 * 收回票数.
 */
returned: number | null, 
/**
 * 有效票数.
 */
valid: number | null, 
/**
 * 会议过程.
 */
discussion: string, 
/**
 * 得票.
 */
votes: Array<MeetingVote>, };

/**
 * The record, and what in it does not add up.
 */
export type MeetingPage = { 
/**
 * The record; empty before it is kept.
 */
meeting: Meeting, 
/**
 * Numbers that do not agree, as sentences.
 */
cautions: Array<string>, };

/**
 * A batch.
 */
export type MeetingRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * Keep a record.
 */
export type MeetingSaveRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * The record.
 */
meeting: Meeting, };

/**
 * 得票 of one applicant.
 */
export type MeetingVote = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * 同意.
 */
agree: number | null, 
/**
 * 不同意.
 */
against: number | null, 
/**
 * 弃权.
 */
abstain: number | null, };

/**
 * A fact that is missing and how to ask for it.
 */
export type MissingFact = { 
/**
 * Fact id.
 */
fact: string, 
/**
 * Chinese label.
 */
label: string, 
/**
 * The question.
 */
question: string, 
/**
 * How to ask.
 */
ask: AskKind, 
/**
 * The choices, for [`AskKind::Choice`].
 */
choices: Array<AskChoice>, 
/**
 * Whether it can be answered in place; otherwise it is mended in the person's data.
 */
isAnswerable: boolean, 
/**
 * Fields of the facts document it is read from.
 */
fields: Array<string>, };

/**
 * A place in the notice that something rests on.
 */
export type NoticeClause = { 
/**
 * Where in the notice: “二（三）”.
 */
locator: string, 
/**
 * 大意, in the clerk's own words.
 */
paraphrase: string, };

/**
 * A condition chosen from [`ConditionKinds`].
 */
export type NoticeCondition = { 
/**
 * Id of the kind.
 */
kind: string, 
/**
 * The number; ignored where the kind asks for none.
 */
number: number, 
/**
 * Locator of the clause.
 */
locator: string, };

/**
 * A day of the notice.
 */
export type NoticeDay = { 
/**
 * The day.
 */
on: string, 
/**
 * 周一 …
 */
weekday: string, 
/**
 * What it is.
 */
kind: NoticeDayKind, 
/**
 * Which counted day.
 */
number: number | null, 
/**
 * A make-up working day.
 */
isMakeUp: boolean, 
/**
 * Over.
 */
isPast: boolean, 
/**
 * Today.
 */
isToday: boolean, };

/**
 * What a day is within the notice.
 */
export type NoticeDayKind = "post" | "counted" | "rest" | "sign";

/**
 * 公示表 of one applicant.
 */
export type NoticeFormRequest = { 
/**
 * Notice.
 */
id: NoticeId, 
/**
 * Applicant.
 */
applicationId: ApplicationId, };

/**
 * Id of a public notice (公示).
 */
export type NoticeId = string;

/**
 * A row of the committee's own ladder.
 */
export type NoticeLadder = { 
/**
 * Level applied for.
 */
level: Level, 
/**
 * 学历.
 */
education: EducationLevel, 
/**
 * Required years.
 */
years: number, 
/**
 * The title the years are counted in; empty where none is required.
 */
after: string, 
/**
 * Locator of the clause.
 */
locator: string, };

/**
 * Notices of a batch, and who is in none.
 */
export type NoticeList = { 
/**
 * Notices, the newest first.
 */
notices: Array<NoticePage>, 
/**
 * Applicants that may be posted now.
 */
waiting: Array<NoticePerson>, 
/**
 * Applicants that may not, with the reason.
 */
blocked: Array<NoticePerson>, };

/**
 * A batch.
 */
export type NoticeListRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * A material the committee asks for.
 */
export type NoticeMaterial = { 
/**
 * Id of a material of the base, or empty for one of the committee's own.
 */
material: string, 
/**
 * Full name as the notice has it.
 */
name: string, 
/**
 * Short name for a narrow column.
 */
short: string, 
/**
 * Copies to hand in.
 */
copies: number, 
/**
 * Whether its pages are copies that must carry the copy-verified block.
 */
isCopy: boolean, 
/**
 * Whether everybody has to hand it in; otherwise only its place and number of copies are said.
 */
isRequired: boolean, 
/**
 * Who signs it.
 */
signedBy: string | null, 
/**
 * Who seals it.
 */
sealedBy: string | null, 
/**
 * Locator of the clause.
 */
locator: string, };

/**
 * 公示.
 */
export type NoticePage = { 
/**
 * Id.
 */
id: NoticeId, 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Who is posted.
 */
people: Array<NoticePerson>, 
/**
 * Day of posting.
 */
postedOn: string, 
/**
 * Where.
 */
place: string, 
/**
 * Platform.
 */
platform: string, 
/**
 * Who posted it.
 */
postedBy: string, 
/**
 * Who receives objections.
 */
receiver: string, 
/**
 * Working days required.
 */
requiredDays: number, 
/**
 * Clauses of that number.
 */
cites: Array<Citation>, 
/**
 * The days, posting day first, day of signing last.
 */
days: Array<NoticeDay>, 
/**
 * The last counted working day.
 */
endsOn: string, 
/**
 * The first day on which the unit may sign.
 */
signableFrom: string, 
/**
 * Working days passed by the end of yesterday.
 */
passedDays: number, 
/**
 * State.
 */
state: NoticeState, 
/**
 * Whether it may be closed today.
 */
canClose: boolean, 
/**
 * Why not, or what closing means.
 */
closeHint: string, 
/**
 * When signing falls after the 报送日.
 */
deadlineWarning: string | null, 
/**
 * When a holiday notice is not published yet.
 */
calendarWarning: string | null, 
/**
 * Objections.
 */
objections: Array<Objection>, 
/**
 * Instant of closing, RFC 3339 UTC.
 */
closedAt: string | null, };

/**
 * An applicant.
 */
export type NoticePerson = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Name.
 */
name: string, 
/**
 * Title applied for.
 */
title: string, 
/**
 * Why not yet.
 */
reason: string | null, };

/**
 * Record a posting.
 */
export type NoticePostRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Who is posted.
 */
applicationIds: Array<ApplicationId>, 
/**
 * Day of posting, itself not counted.
 */
postedOn: string, 
/**
 * Where it hangs.
 */
place: string, 
/**
 * Office platform, where also posted.
 */
platform: string, 
/**
 * Who posted it.
 */
postedBy: string, 
/**
 * Department, contact and telephone for objections.
 */
receiver: string, };

/**
 * 公示结果报告 of a closed notice.
 */
export type NoticeReportRequest = { 
/**
 * Notice.
 */
id: NoticeId, };

/**
 * A notice.
 */
export type NoticeRequest = { 
/**
 * Id.
 */
id: NoticeId, };

/**
 * The days of the notice.
 */
export type NoticeSchedule = { 
/**
 * 网报 opens.
 */
opensOn: string | null, 
/**
 * 网报 closes, at 24:00.
 */
closesOn: string | null, 
/**
 * First day papers are taken in.
 */
paperFrom: string | null, 
/**
 * Last day papers are taken in.
 */
paperUntil: string | null, 
/**
 * Expected day of review.
 */
reviewOn: string | null, 
/**
 * Locator of the clause.
 */
locator: string, };

/**
 * Where a notice stands.
 */
export type NoticeState = "posted" | "expired" | "objected" | "closed";

/**
 * Note an objection.
 */
export type ObjectRequest = { 
/**
 * Notice.
 */
id: NoticeId, 
/**
 * Day.
 */
raisedOn: string, 
/**
 * What is objected.
 */
text: string, };

/**
 * 异议.
 */
export type Objection = { 
/**
 * Id.
 */
id: string, 
/**
 * Day.
 */
raisedOn: string, 
/**
 * What is objected, as the office notes it.
 */
text: string, 
/**
 * How it was settled; `None` while open.
 */
handling: string | null, };

/**
 * Why a copy was taken.
 */
export type Occasion = "day" | "import" | "undo" | "upgrade" | "hand";

/**
 * Somebody of the HR office who opens it with a pass phrase of their own.
 */
export type Officer = { 
/**
 * Name, as it stands in the history.
 */
name: string, 
/**
 * What they may do.
 */
role: OfficerRole, };

/**
 * Somebody less.
 */
export type OfficerRemoveRequest = { 
/**
 * Name.
 */
name: string, };

/**
 * Somebody more.
 */
export type OfficerRequest = { 
/**
 * Name.
 */
name: string, 
/**
 * What they may do.
 */
role: OfficerRole, 
/**
 * Their first pass phrase.
 */
passphrase: string, };

/**
 * What somebody may do in 单位审核.
 */
export type OfficerRole = "preparer" | "reviewer";

/**
 * What the unit states.
 */
export type Opinion = { 
/**
 * 对专业技术工作的评价.
 */
assessment: string, 
/**
 * 推荐方式.
 */
method: string, 
/**
 * 参与推荐的人员范围.
 */
scope: string, 
/**
 * 参与人数.
 */
headcount: number | null, 
/**
 * 推荐意见.
 */
recommendation: string, 
/**
 * 意见形成情况.
 */
formation: string, };

/**
 * One required element.
 */
export type OpinionElement = { 
/**
 * Key.
 */
key: string, 
/**
 * Name.
 */
label: string, 
/**
 * Whether it is there.
 */
isPresent: boolean, 
/**
 * What belongs here.
 */
hint: string, 
/**
 * Clauses.
 */
cites: Array<Citation>, };

/**
 * 基层单位意见 and its elements.
 */
export type OpinionPage = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Applicant.
 */
name: string, 
/**
 * Whether the notice is closed, so that it may be signed.
 */
canSign: boolean, 
/**
 * Why not.
 */
signHint: string, 
/**
 * As kept.
 */
draft: Opinion, 
/**
 * The elements.
 */
elements: Array<OpinionElement>, 
/**
 * Whether all are there.
 */
isComplete: boolean, 
/**
 * The opinion as one text for the portal and the paper.
 */
text: string, 
/**
 * 复核: whether somebody else has to look it over, and who has.
 */
review: OpinionReviewView, };

/**
 * One applicant.
 */
export type OpinionRequest = { 
/**
 * Application.
 */
applicationId: ApplicationId, };

/**
 * Look opinions over.
 */
export type OpinionReviewRequest = { 
/**
 * Whose.
 */
applicationIds: Array<ApplicationId>, };

/**
 * 复核 of an opinion.
 */
export type OpinionReviewView = { 
/**
 * Whether the office has a 复核人, so that four eyes are asked for.
 */
isNeeded: boolean, 
/**
 * Who wrote it.
 */
savedBy: string | null, 
/**
 * Who looked it over.
 */
reviewedBy: string | null, 
/**
 * Instant, RFC 3339 UTC.
 */
reviewedAt: string | null, 
/**
 * Why whoever is at the window cannot look it over; empty when they can.
 */
hint: string, };

/**
 * Keep a draft.
 */
export type OpinionSaveRequest = { 
/**
 * Whom it is for.
 */
applicationIds: Array<ApplicationId>, 
/**
 * The draft.
 */
draft: Opinion, };

/**
 * A material an applicant may add.
 */
export type OptionalMaterial = { 
/**
 * Material.
 */
id: string, 
/**
 * Short name.
 */
name: string, 
/**
 * Files there.
 */
files: number, };

/**
 * Where a fact's value comes from.
 */
export type OriginKind = "roster" | "answer" | "computed" | "table" | "unit" | "application";

/**
 * What came of one rule.
 */
export type Outcome = "met" | "failed" | "applied" | "unknown" | "not_applicable" | "not_covered";

/**
 * A part.
 */
export type OutlineEntry = { 
/**
 * Title.
 */
title: string, 
/**
 * Volume, from 1.
 */
volume: number, 
/**
 * First page.
 */
page: number, 
/**
 * How many.
 */
pages: number, 
/**
 * Who signs or seals where: “审核人、审核日期、单位公章”.
 */
seals: Array<string>, };

/**
 * The outlook of one level.
 */
export type OutlookView = { 
/**
 * Level.
 */
level: Level, 
/**
 * Titles of this level in the series.
 */
title: string, 
/**
 * First year in which it becomes possible.
 */
firstYear: number | null, 
/**
 * First year in which nothing known stands in the way.
 */
firstOpenYear: number | null, 
/**
 * The years looked at.
 */
years: Array<YearView>, };

/**
 * 工作台.
 */
export type Overview = { 
/**
 * Today, by the office's clock.
 */
today: string, 
/**
 * 周三.
 */
weekday: string, 
/**
 * The office's own unit; `None` before it is entered.
 */
unitName: string | null, 
/**
 * People in the roster.
 */
personCount: number, 
/**
 * Identity doubts still open.
 */
doubtCount: number, 
/**
 * Batches, the newest first.
 */
batches: Array<BatchBrief>, 
/**
 * What is due, the most urgent first.
 */
duties: Array<Duty>, 
/**
 * Backward plan of the newest batch with a deadline.
 */
plan: Array<PlanRow>, 
/**
 * Bundles sealed and not yet received (待上报).
 */
outboxCount: number, 
/**
 * Whether an upstream is paired.
 */
isPaired: boolean, 
/**
 * Instant of the last change, RFC 3339 UTC.
 */
savedAt: string | null, };

/**
 * Nothing is asked for.
 */
export type OverviewRequest = Record<symbol, never>;

/**
 * What changed.
 */
export type PackDiffPage = { 
/**
 * The earlier year.
 */
fromYear: number, 
/**
 * The later year.
 */
toYear: number, 
/**
 * Changes, grouped by what they are about.
 */
groups: Array<ChangeGroup>, 
/**
 * Rules and parameters that say the same.
 */
unchanged: number, };

/**
 * Two application years.
 */
export type PackDiffRequest = { 
/**
 * The earlier year.
 */
fromYear: number, 
/**
 * The later year.
 */
toYear: number, };

/**
 * A pack that is handed in: a .toml with every section, or a .zip of its files.
 */
export type PackImportRequest = { 
/**
 * File token.
 */
file: string, };

/**
 * Everything the packs hold.
 */
export type PackList = { 
/**
 * Packs, base first.
 */
packs: Array<PackView>, 
/**
 * Application years with a text of their own, ascending.
 */
years: Array<number>, 
/**
 * Packs of the office that do not hold.
 */
setAside: Array<SetAsideView>, 
/**
 * All clauses.
 */
clauses: Array<ClauseBrief>, };

/**
 * Nothing is asked for.
 */
export type PackListRequest = Record<symbol, never>;

/**
 * Which pack decided.
 */
export type PackRef = { 
/**
 * Pack id.
 */
id: string, 
/**
 * Version.
 */
version: string, 
/**
 * SHA-256 of its files, hex.
 */
hash: string, };

/**
 * A pack of the office.
 */
export type PackRemoveRequest = { 
/**
 * Id.
 */
id: string, };

/**
 * A pack.
 */
export type PackView = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Version.
 */
version: string, 
/**
 * SHA-256 of its files.
 */
hash: string, 
/**
 * First application year.
 */
coversFrom: number, 
/**
 * Last application year.
 */
coversUntil: number, 
/**
 * What it is for, in words.
 */
kind: string, 
/**
 * The committee it belongs to.
 */
committeeId: string | null, 
/**
 * Whether the office has laid it over the shipped ones.
 */
isOwn: boolean, 
/**
 * Whether it was filled in as a form.
 */
isForm: boolean, };

/**
 * Build packets.
 */
export type PacketAssembleRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Whom; empty means everybody who is ready.
 */
applicationIds: Array<ApplicationId>, };

/**
 * A packet that was not built.
 */
export type PacketFailure = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Applicant.
 */
name: string, 
/**
 * Why.
 */
message: string, 
/**
 * What to do.
 */
hint: string, };

/**
 * 装袋方式 of a committee.
 */
export type PacketLayout = { 
/**
 * Materials in order, one list a volume; one that is in none stands where the packs put it.
 */
volumes: Array<Array<string>>, 
/**
 * 双面打印: every part starts on a front page.
 */
isDuplex: boolean, 
/**
 * 装订边 of copies, in millimetres; 0 for none.
 */
gutter: number, 
/**
 * 签章栏 on the page itself where it has an empty place, so that the copy keeps its size.
 */
isBlockOnPage: boolean, };

/**
 * How packets are put together.
 */
export type PacketLayoutPage = { 
/**
 * Committees of the batch.
 */
committees: Array<LayoutCommittee>, 
/**
 * The one shown.
 */
committeeId: string, 
/**
 * Materials by volume, in order.
 */
volumes: Array<Array<LayoutItem>>, 
/**
 * The choices, with every material named.
 */
layout: PacketLayout, 
/**
 * Whether it is the packs' own.
 */
isDefault: boolean, };

/**
 * How packets of a batch are put together for one of its committees.
 */
export type PacketLayoutRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Committee; the first of the batch when absent.
 */
committeeId: string | null, };

/**
 * Keep a layout; without one the packs' own order holds again.
 */
export type PacketLayoutSaveRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Committee; empty for applications without one.
 */
committeeId: string, 
/**
 * The layout.
 */
layout: PacketLayout | null, };

/**
 * Packets of a batch.
 */
export type PacketList = { 
/**
 * One an applicant.
 */
rows: Array<PacketRow>, };

/**
 * A batch.
 */
export type PacketListRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * A built packet.
 */
export type PacketPage = { 
/**
 * In one line.
 */
row: PacketRow, 
/**
 * The PDFs, one a volume.
 */
files: Array<FileView>, 
/**
 * Parts with true page numbers.
 */
outline: Array<OutlineEntry>, };

/**
 * What was built.
 */
export type PacketReport = { 
/**
 * Packets.
 */
built: number, 
/**
 * Pages of all.
 */
pages: number, 
/**
 * Not built.
 */
failed: Array<PacketFailure>, };

/**
 * One packet.
 */
export type PacketRequest = { 
/**
 * Application.
 */
applicationId: ApplicationId, };

/**
 * A packet in one line.
 */
export type PacketRow = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Applicant.
 */
name: string, 
/**
 * State.
 */
state: PacketState, 
/**
 * What is missing.
 */
reasons: Array<string>, 
/**
 * Pages.
 */
pages: number | null, 
/**
 * Places to seal.
 */
seals: number | null, 
/**
 * Places to sign.
 */
signatures: number | null, };

/**
 * Where a packet stands.
 */
export type PacketState = "not_ready" | "ready" | "built" | "stale";

/**
 * Pair with an upstream.
 */
export type PairRequest = { 
/**
 * Token of the pairing file.
 */
file: string, };

/**
 * An application in one line.
 */
export type PersonApplication = { 
/**
 * Id.
 */
applicationId: ApplicationId, 
/**
 * Its batch.
 */
batchId: BatchId, 
/**
 * The batch's name.
 */
batchName: string, 
/**
 * Title applied for.
 */
title: string, 
/**
 * Verdict.
 */
conclusion: Conclusion | null, };

/**
 * 回收站.
 */
export type PersonBin = { 
/**
 * Who is in it, the newest first.
 */
people: Array<BinnedPerson>, };

/**
 * Nothing is asked for.
 */
export type PersonBinRequest = Record<symbol, never>;

/**
 * What erasing somebody did, and what it cannot reach.
 */
export type PersonErased = { 
/**
 * Copies of the database on this machine that went, because the person was in them.
 */
copies: number, 
/**
 * Databases set aside by a restore, in which the person may still be.
 */
setAside: number, 
/**
 * Whether a backup was put elsewhere, in which the person may still be.
 */
hasExternal: boolean, };

/**
 * Id of a [`crate::person::Person`].
 */
export type PersonId = string;

/**
 * The window.
 */
export type PersonList = { 
/**
 * Rows that match.
 */
total: number, 
/**
 * The window.
 */
rows: Array<PersonRow>, 
/**
 * All departments.
 */
departments: Array<string>, };

/**
 * A window of the roster.
 */
export type PersonListRequest = { 
/**
 * A fragment of the name, pinyin, initials, staff number, or either end of an id number.
 */
query: string, 
/**
 * Department.
 */
department: string | null, 
/**
 * Latest verdict.
 */
conclusion: Conclusion | null, 
/**
 * Column: `name`, `born_on`, `department`, `title`, `obtained_on`.
 */
sort: string | null, 
/**
 * Downwards.
 */
descending: boolean, 
/**
 * First row.
 */
from: number, 
/**
 * Rows wanted, at most 500.
 */
count: number, };

/**
 * One person with all records.
 */
export type PersonPage = { 
/**
 * In one line.
 */
row: PersonRow, 
/**
 * Fields, id number and phone masked.
 */
fields: Array<FieldView>, 
/**
 * Records, in the order of the official form.
 */
sections: Array<SectionView>, 
/**
 * What the clerk must decide.
 */
doubts: Array<DoubtView>, 
/**
 * Applications of this person.
 */
applications: Array<PersonApplication>, };

/**
 * Whom to take off the roster, and why.
 */
export type PersonRemoveRequest = { 
/**
 * Person.
 */
id: PersonId, 
/**
 * Why, for whoever looks into the bin later.
 */
reason: string, };

/**
 * One person.
 */
export type PersonRequest = { 
/**
 * Id.
 */
id: PersonId, };

/**
 * A person in one line.
 */
export type PersonRow = { 
/**
 * Id.
 */
id: PersonId, 
/**
 * Name.
 */
name: string, 
/**
 * 男, 女.
 */
sex: string | null, 
/**
 * 出生年月.
 */
bornOn: string | null, 
/**
 * 部门.
 */
department: string | null, 
/**
 * 岗位.
 */
post: string | null, 
/**
 * 现职称.
 */
title: string | null, 
/**
 * 取得时间.
 */
obtainedOn: string | null, 
/**
 * 拟申报.
 */
intendedTitle: string | null, 
/**
 * Latest verdict.
 */
conclusion: Conclusion | null, 
/**
 * Its sentence.
 */
headline: string | null, 
/**
 * Open doubts.
 */
doubts: number, };

/**
 * Fields of a person.
 */
export type PersonSaveRequest = { 
/**
 * Person; `None` adds a new one.
 */
id: PersonId | null, 
/**
 * Fields that change.
 */
values: Array<TypedValue>, };

/**
 * One change.
 */
export type PersonVersionRequest = { 
/**
 * Whose.
 */
id: PersonId, 
/**
 * Number of the change.
 */
n: number, };

/**
 * A change of a person's records.
 */
export type PersonVersionView = { 
/**
 * Number of the change.
 */
n: number, 
/**
 * Instant, RFC 3339 UTC.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * What, in words.
 */
label: string, 
/**
 * About what.
 */
detail: string, 
/**
 * Field by field; numbers of documents and phones stay masked.
 */
changes: Array<DecisionChange>, };

/**
 * The changes of a person's records, the newest first.
 */
export type PersonVersions = { 
/**
 * The changes.
 */
versions: Array<PersonVersionView>, };

/**
 * A mark on a day of the plan.
 */
export type PlanMark = { 
/**
 * The day.
 */
on: string, 
/**
 * One or two characters.
 */
text: string, };

/**
 * A line of the backward plan.
 */
export type PlanRow = { 
/**
 * What.
 */
label: string, 
/**
 * Figure beside it, such as “14 人”.
 */
detail: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
until: string, 
/**
 * Marks on single days.
 */
marks: Array<PlanMark>, };

/**
 * A block of the portal.
 */
export type PortalBlockView = { 
/**
 * Title.
 */
title: string, 
/**
 * What to mind.
 */
note: string, 
/**
 * Columns; none for prose.
 */
head: Array<string>, 
/**
 * Rows.
 */
rows: Array<Array<string>>, 
/**
 * Prose.
 */
text: string, };

/**
 * Make the pictures of an applicant.
 */
export type PortalImageRequest = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Kilobytes of one picture; the profile's when absent.
 */
maxKb: number | null, };

/**
 * Pictures in a zip.
 */
export type PortalImages = { 
/**
 * File token.
 */
file: string, 
/**
 * Suggested name.
 */
name: string, 
/**
 * Pictures in it.
 */
images: number, 
/**
 * Materials in it.
 */
materials: number, 
/**
 * Materials still missing, by name; they are not in it.
 */
missing: Array<string>, };

/**
 * 填报对照单 in the window.
 */
export type PortalPage = { 
/**
 * Applicant.
 */
name: string, 
/**
 * What to choose before filling in.
 */
choices: Array<PortalPair>, 
/**
 * Blocks in the portal's order.
 */
blocks: Array<PortalBlockView>, };

/**
 * A label and its value.
 */
export type PortalPair = { 
/**
 * Label.
 */
label: string, 
/**
 * Value.
 */
text: string, };

/**
 * The filing system's wishes.
 */
export type PortalProfileRequest = Record<symbol, never>;

/**
 * What the filing system takes.
 */
export type PortalProfileView = { 
/**
 * Name of the system.
 */
name: string, 
/**
 * What is known of its limits.
 */
note: string, 
/**
 * Kilobytes of one picture.
 */
maxKb: number, 
/**
 * Other sizes to choose from.
 */
choicesKb: Array<number>, };

/**
 * The form of an applicant's portal blocks, to be copied block by block.
 */
export type PortalRequest = { 
/**
 * Applicant.
 */
applicationId: ApplicationId, };

/**
 * 岗位设置: whether it is finished, and the technical posts that are free.
 */
export type PostSetup = { 
/**
 * 岗位设置管理工作已完成.
 */
isDone: boolean, 
/**
 * Free posts, 初级.
 */
freeJunior: number, 
/**
 * Free posts, 中级.
 */
freeIntermediate: number, 
/**
 * Free posts, 高级.
 */
freeSenior: number, };

/**
 * A paper and how often.
 */
export type PrintChoice = { 
/**
 * Form.
 */
name: string, 
/**
 * Copies of each.
 */
copies: number, };

/**
 * A paper in a pile.
 */
export type PrintLine = { 
/**
 * File it is in, from 1.
 */
file: number, 
/**
 * Title.
 */
title: string, 
/**
 * Whose; empty for a paper of the batch.
 */
name: string, 
/**
 * Pages of one.
 */
pages: number, 
/**
 * How often.
 */
copies: number, 
/**
 * Its first page in the file.
 */
page: number, };

/**
 * Piles, one a size of paper.
 */
export type PrintMade = { 
/**
 * The files.
 */
files: Array<FileView>, 
/**
 * What lies in them, in order.
 */
lines: Array<PrintLine>, 
/**
 * What could not be made, and why.
 */
failed: Array<string>, };

/**
 * 打印次序.
 */
export type PrintOrder = "person" | "document";

/**
 * A paper of the plan.
 */
export type PrintPaper = { 
/**
 * Form.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * The step it belongs to, in words.
 */
stage: string, 
/**
 * Paper in words.
 */
paper: string, 
/**
 * Whether there is one an applicant.
 */
isPersonal: boolean, 
/**
 * For how many it is needed; 0 for a paper of the batch that is not needed.
 */
needed: number, 
/**
 * Copies of each.
 */
copies: number, };

/**
 * What can be printed of a batch, in the order of the season.
 */
export type PrintPlan = { 
/**
 * Papers.
 */
papers: Array<PrintPaper>, 
/**
 * Applicants whose packet is built.
 */
packets: number, };

/**
 * What can be printed of a batch.
 */
export type PrintPlanRequest = { 
/**
 * Batch.
 */
batchId: BatchId, };

/**
 * Make a pile.
 */
export type PrintRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Which papers and how often.
 */
papers: Array<PrintChoice>, 
/**
 * Order.
 */
order: PrintOrder, 
/**
 * 双面打印: every paper starts on a front page.
 */
isDuplex: boolean, 
/**
 * The packets that are built too.
 */
hasPackets: boolean, };

/**
 * A bundle that did not arrive.
 */
export type PushFailure = { 
/**
 * Bundle id.
 */
id: string, 
/**
 * Why.
 */
message: string, 
/**
 * What to do; nothing is lost.
 */
hint: string, };

/**
 * What came of it.
 */
export type PushReport = { 
/**
 * Received, with receipts.
 */
received: Array<BundleView>, 
/**
 * Not received.
 */
failed: Array<PushFailure>, };

/**
 * Send bundles.
 */
export type PushRequest = { 
/**
 * Bundle ids; empty means the whole outbox.
 */
ids: Array<string>, };

/**
 * One reading.
 */
export type ReadingChoice = { 
/**
 * The value as JSON text.
 */
value: string, 
/**
 * In words.
 */
label: string, 
/**
 * Whether it is the one we take unless told otherwise.
 */
isDefault: boolean, 
/**
 * Whether it holds now.
 */
isCurrent: boolean, };

/**
 * Everything the office may decide.
 */
export type ReadingList = { 
/**
 * Points the texts leave open.
 */
readings: Array<ReadingView>, 
/**
 * Documents whose rules a later one no longer states.
 */
sources: Array<AdoptedView>, 
/**
 * Verdicts that came out differently after the last change.
 */
changed: number, };

/**
 * Nothing is asked for.
 */
export type ReadingListRequest = Record<symbol, never>;

/**
 * Decide a point; no value gives it back to the default.
 */
export type ReadingSetRequest = { 
/**
 * Parameter.
 */
id: string, 
/**
 * One of the readings, as JSON text.
 */
value: string | null, };

/**
 * A point the texts leave open.
 */
export type ReadingView = { 
/**
 * Parameter id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What is open.
 */
ambiguity: string, 
/**
 * The readings.
 */
choices: Array<ReadingChoice>, 
/**
 * Clauses it rests on.
 */
cites: Array<Citation>, 
/**
 * Whether the office has decided it; otherwise the default holds.
 */
isChosen: boolean, };

/**
 * 回执.
 */
export type ReceiptView = { 
/**
 * Number of the receipt.
 */
number: string, 
/**
 * Instant by the upstream's clock.
 */
receivedAt: string, 
/**
 * The upstream's id.
 */
server: string, 
/**
 * Whether the signature was checked against the paired key.
 */
isVerified: boolean, };

/**
 * A record to take out.
 */
export type RecordRemoveRequest = { 
/**
 * Person.
 */
id: PersonId, 
/**
 * Section key.
 */
section: string, 
/**
 * Which record, from 0.
 */
at: number, };

/**
 * A record of a person.
 */
export type RecordSaveRequest = { 
/**
 * Person.
 */
id: PersonId, 
/**
 * Section key.
 */
section: string, 
/**
 * Which record, from 0; `None` adds one.
 */
at: number | null, 
/**
 * Fields of the record that change.
 */
values: Array<TypedValue>, };

/**
 * A file that was not taken.
 */
export type RefusedFile = { 
/**
 * Name of the file.
 */
name: string, 
/**
 * Why.
 */
message: string, 
/**
 * What to do.
 */
hint: string, };

/**
 * One thing to put right (退回意见).
 */
export type Remark = { 
/**
 * Name of the material it is about, as `application.json` has it; `null` for the whole.
 */
material: string | null, 
/**
 * What is wrong and what to do.
 */
text: string, };

/**
 * What was taken in.
 */
export type ReplyReport = { 
/**
 * Bundles now known to be received.
 */
receipts: number, 
/**
 * New decisions.
 */
decisions: number, 
/**
 * About bundles that are not on this computer.
 */
elsewhere: number, 
/**
 * Bundles the upstream no longer has; they wait to be sent again.
 */
lost: number, };

/**
 * Read reply files.
 */
export type ReplyRequest = { 
/**
 * Tokens of the files.
 */
files: Array<string>, };

/**
 * A material this application must hand in, or need not.
 */
export type RequiredMaterial = { 
/**
 * Material id, an entry of the pack's material list.
 */
material: string, 
/**
 * Name.
 */
name: string, 
/**
 * Whether a rule takes it off again.
 */
isWaived: boolean, 
/**
 * Whether it is only advised: this year's text does not ask for it.
 */
isAdvised: boolean, 
/**
 * Whether the office's own program makes it, so that no scan is needed.
 */
isMadeHere: boolean, 
/**
 * Why.
 */
reason: string, 
/**
 * 证件类: its original is shown when paper is handed in.
 */
showsOriginal: boolean, 
/**
 * Who signs it.
 */
signedBy: string | null, 
/**
 * Who seals it.
 */
sealedBy: string | null, 
/**
 * Copies to hand in.
 */
copies: number, 
/**
 * What is known of it: ready, missing, expired, or nothing.
 */
state: MaterialState, 
/**
 * Rule id.
 */
rule: string, 
/**
 * Clauses.
 */
cites: Array<Citation>, };

/**
 * A part of the years required.
 */
export type RequiredPart = { 
/**
 * Years, may be negative.
 */
years: number, 
/**
 * Why, 大学本科、助理级满.
 */
label: string, 
/**
 * Clauses.
 */
cites: Array<Citation>, };

/**
 * Settle an objection.
 */
export type ResolveRequest = { 
/**
 * Objection.
 */
objectionId: string, 
/**
 * How.
 */
handling: string, };

/**
 * What a restore did.
 */
export type RestoreReport = { 
/**
 * Folder inside the office folder where what was there is kept.
 */
aside: string, 
/**
 * Attachments that are nowhere to be found.
 */
missing: number, 
/**
 * Sealed bundles in the folder that were sealed after the backup.
 */
unknownBundles: number, };

/**
 * One row to take over.
 */
export type ReusePick = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Material.
 */
materialId: string, };

/**
 * Materials to take over.
 */
export type ReuseRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Which of the rows offered.
 */
picks: Array<ReusePick>, };

/**
 * What was taken over.
 */
export type Reused = { 
/**
 * The new attachments, to be taken out again by whoever changes their mind.
 */
attachments: Array<AttachmentId>, };

/**
 * A masked field to be shown once; the act is written to the history.
 */
export type RevealRequest = { 
/**
 * Person.
 */
id: PersonId, 
/**
 * Field key.
 */
field: string, };

/**
 * The full value.
 */
export type Revealed = { 
/**
 * Value.
 */
value: string | null, };

/**
 * Everything a preview found, for another program to read: whole people, whole numbers.
 */
export type RosterCheck = { 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * SHA-256 of the file, hex.
 */
sha256: string, 
/**
 * What the file is.
 */
format: string, 
/**
 * How a text file was read.
 */
encoding: string | null, 
/**
 * Instant of an earlier import of the very same bytes.
 */
alreadyImportedOn: string | null, 
/**
 * All sheets.
 */
sheets: Array<SheetBrief>, 
/**
 * Columns of the staff sheet.
 */
columns: Array<ColumnMap>, 
/**
 * Figures.
 */
counts: RosterCounts, 
/**
 * People, in the order of the list.
 */
people: Array<RosterPerson>, 
/**
 * Cells to look at, errors first.
 */
issues: Array<RosterIssue>, 
/**
 * Rows left out and why.
 */
skipped: Array<SkippedRow>, };

/**
 * Import what a preview showed.
 */
export type RosterCommitRequest = { 
/**
 * Its token.
 */
preview: string, 
/**
 * Whether to remember the columns for the next list of this layout.
 */
remember: boolean, };

/**
 * Figures of a preview.
 */
export type RosterCounts = { 
/**
 * Rows with a person.
 */
read: number, 
/**
 * People that can be imported now.
 */
ready: number, 
/**
 * Of these new.
 */
create: number, 
/**
 * Of these changed.
 */
update: number, 
/**
 * Of these unchanged.
 */
unchanged: number, 
/**
 * Rows held back until an error is mended.
 */
held: number, 
/**
 * Errors.
 */
errors: number, 
/**
 * Warnings not yet confirmed.
 */
warnings: number, 
/**
 * Cells tidied without a question (blanks, width, date forms).
 */
tidied: number, 
/**
 * Records of the other sheets.
 */
records: number, 
/**
 * Rows left out.
 */
skipped: number, };

/**
 * A cell to look at.
 */
export type RosterIssue = { 
/**
 * Stable within the file.
 */
id: string, 
/**
 * How heavy.
 */
severity: IssueSeverity, 
/**
 * Kind, for tests and filters.
 */
code: string, 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Row as the spreadsheet numbers it.
 */
row: number, 
/**
 * Column letters.
 */
column: string | null, 
/**
 * Whose row.
 */
personName: string, 
/**
 * Field in words.
 */
field: string, 
/**
 * What is wrong, short.
 */
title: string, 
/**
 * Why, and what to do.
 */
message: string, 
/**
 * What the cell says (id numbers masked).
 */
raw: string, 
/**
 * What to put in its place, where that can be told (id numbers masked).
 */
suggestion: string, 
/**
 * Key of the field, where a column feeds one.
 */
fieldKey: string | null, 
/**
 * Rows with the same cause that are not listed one by one.
 */
more: number, 
/**
 * Kind of input to mend it: `id_number`, `date`, `text`; `None` when it is not a matter of one cell.
 */
input: string | null, 
/**
 * Ready answers.
 */
choices: Array<IssueChoice>, 
/**
 * Whether the clerk has confirmed it.
 */
isAccepted: boolean, };

/**
 * A person of the list.
 */
export type RosterPerson = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Row as the spreadsheet numbers it.
 */
row: number, 
/**
 * `create`, `update`, `unchanged`, `held`.
 */
fate: string, 
/**
 * Fields by key, as they would be kept; what is unknown is left out.
 */
values: { [key in string]: string }, 
/**
 * Columns that feed no field, by header.
 */
extra: { [key in string]: string }, 
/**
 * Records by kind.
 */
records: Record<string, unknown[]>, 
/**
 * Fields that would change, by key.
 */
changes: Array<string>, };

/**
 * What the file holds and what would happen.
 */
export type RosterPreview = { 
/**
 * Token to commit with.
 */
preview: string, 
/**
 * Name of the file.
 */
fileName: string, 
/**
 * What the file is: `xlsx`, `xls`, `xlsb`, `ods`, `csv`, `html`, `lrmx`, `xml2003`.
 */
format: string, 
/**
 * How a text file was read.
 */
encoding: string | null, 
/**
 * Header rows of the staff sheet.
 */
header: HeaderRows | null, 
/**
 * Whether columns stand as they were chosen for such a list before.
 */
isRemembered: boolean, 
/**
 * Fields a column may feed.
 */
fields: Array<FieldChoice>, 
/**
 * Instant of an earlier import of the very same bytes.
 */
alreadyImportedOn: string | null, 
/**
 * All sheets.
 */
sheets: Array<SheetBrief>, 
/**
 * Columns of the staff sheet and what they are taken for.
 */
columns: Array<ColumnMap>, 
/**
 * Figures.
 */
counts: RosterCounts, 
/**
 * Cells to look at, errors first.
 */
issues: Array<RosterIssue>, 
/**
 * The staff sheet as it stands, with marks.
 */
grid: Array<GridRow>, 
/**
 * Rows left out and why.
 */
skipped: Array<SkippedRow>, };

/**
 * A file to look at, with the clerk's corrections so far.
 */
export type RosterPreviewRequest = { 
/**
 * File token from the host.
 */
file: string, 
/**
 * Cells typed anew.
 */
fixes: Array<CellFix>, 
/**
 * Rows not to import.
 */
drops: Array<RowRef>, 
/**
 * Ids of warnings the clerk has confirmed.
 */
accepts: Array<string>, 
/**
 * Rows to bring in that were taken for titles, totals or notes.
 */
takes: Array<RowRef>, 
/**
 * The sheet with the people; `None` leaves it to the program.
 */
sheet: string | null, 
/**
 * Its header rows; `None` leaves them to the program.
 */
header: HeaderRows | null, 
/**
 * Columns put to another field.
 */
mapping: Array<ColumnChoice>, 
/**
 * Words that mean another one in a whole column.
 */
words: Array<WordChoice>, 
/**
 * Encoding of a text file: `UTF-8`, `GB18030`, `UTF-16LE`; `None` finds out.
 */
encoding: string | null, 
/**
 * Look at it without what was remembered for such a list.
 */
isFresh: boolean, };

/**
 * What the import did, by fate.
 */
export type RosterReport = { 
/**
 * Id of the import, for taking it back; empty when nothing was written.
 */
import: string, 
/**
 * New people.
 */
created: number, 
/**
 * Changed people.
 */
updated: number, 
/**
 * People left as they were.
 */
unchanged: number, 
/**
 * Rows held back.
 */
held: number, 
/**
 * Records written.
 */
records: number, 
/**
 * Doubts to settle before the public notice.
 */
doubts: number, 
/**
 * Errors of the held rows.
 */
issuesLeft: Array<RosterIssue>, };

/**
 * Nothing is asked for.
 */
export type RosterSheetRequest = Record<symbol, never>;

/**
 * A preview by its token.
 */
export type RosterTokenRequest = { 
/**
 * Its token.
 */
preview: string, };

/**
 * An import to take back.
 */
export type RosterUndoRequest = { 
/**
 * Its id; `None` takes the latest that was not taken back.
 */
import: string | null, };

/**
 * 报送渠道.
 */
export type Route = { 
/**
 * Letter of the channel in the guides, `a`–`d`; `self` for a unit that reviews its own series.
 */
code: string, 
/**
 * Refs of the rules that made it, `C11`.
 */
refs: Array<string>, 
/**
 * The offices in order, each with the role it plays.
 */
steps: Array<string>, 
/**
 * The platform to file on.
 */
platform: string | null, 
/**
 * The local bureau, from the directory of the edition.
 */
office: RouteOffice | null, 
/**
 * Clauses.
 */
cites: Array<Citation>, };

/**
 * The local bureau on a route.
 */
export type RouteOffice = { 
/**
 * Name.
 */
name: string, 
/**
 * Telephones.
 */
phones: Array<string>, };

/**
 * A row of a sheet.
 */
export type RowRef = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Row as the spreadsheet numbers it.
 */
row: number, };

/**
 * A file of the sample.
 */
export type SampleFile = { 
/**
 * File token.
 */
file: string, 
/**
 * Name.
 */
name: string, };

/**
 * The sample office, ready to be imported.
 */
export type SampleOpened = { 
/**
 * Its name.
 */
unitName: string, 
/**
 * File token of its staff list.
 */
roster: string, 
/**
 * File name.
 */
rosterName: string, 
/**
 * Its scans.
 */
scans: Array<SampleFile>, };

/**
 * Nothing is asked for.
 */
export type SampleRequest = Record<symbol, never>;

/**
 * Something about a scan.
 */
export type ScanWarningView = { 
/**
 * Kind.
 */
code: string, 
/**
 * Sentence.
 */
message: string, 
/**
 * What to do.
 */
suggestion: string, };

/**
 * An applicant that cannot be sealed yet.
 */
export type SealBlock = { 
/**
 * Application.
 */
applicationId: ApplicationId, 
/**
 * Applicant.
 */
name: string, 
/**
 * Why.
 */
reason: string, };

/**
 * What was sealed.
 */
export type SealReport = { 
/**
 * One bundle for each round and returned bundle, and more where one would grow too large.
 */
bundles: Array<BundleView>, };

/**
 * Seal a batch.
 */
export type SealRequest = { 
/**
 * Batch.
 */
batchId: BatchId, 
/**
 * Whom; empty means everybody who is ready.
 */
applicationIds: Array<ApplicationId>, };

/**
 * A section of records.
 */
export type SectionView = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * Column heads.
 */
columns: Array<string>, 
/**
 * Keys of the columns, for changing a record.
 */
keys: Array<string>, 
/**
 * Cells.
 */
rows: Array<Array<string>>, };

/**
 * A pack of the office that does not hold.
 */
export type SetAsideView = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Why, with file, line and id.
 */
message: string, };

/**
 * A decision on a doubt.
 */
export type SettleRequest = { 
/**
 * Doubt id.
 */
doubt: string, 
/**
 * The value decided for.
 */
value: string, };

/**
 * A sheet.
 */
export type SheetBrief = { 
/**
 * Name.
 */
name: string, 
/**
 * What it is taken for.
 */
role: SheetRole, 
/**
 * In words: 人员, 工作经历, 不导入.
 */
label: string, 
/**
 * Data rows.
 */
rows: number, 
/**
 * Whether it is visible.
 */
isVisible: boolean, 
/**
 * Whether it could be the staff list.
 */
isList: boolean, };

/**
 * What a sheet is taken for.
 */
export type SheetRole = "people" | "records" | "skipped";

/**
 * A row left out.
 */
export type SkippedRow = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Row.
 */
row: number, 
/**
 * Why: 合计行, 空行, 说明行.
 */
reason: string, 
/**
 * Its first words.
 */
text: string, 
/**
 * Whether it can be brought back as a person.
 */
canTake: boolean, };

/**
 * A copy of the database that is there.
 */
export type SnapshotView = { 
/**
 * File name.
 */
name: string, 
/**
 * Why it was taken.
 */
occasion: Occasion, 
/**
 * Instant, RFC 3339 UTC.
 */
madeAt: string, 
/**
 * Bytes.
 */
bytes: number, };

/**
 * A length of time in completed years, months and days, in that order of weight.
 */
export type Span = { 
/**
 * Completed years.
 */
years: number, 
/**
 * Completed months beyond the years, 0–11.
 */
months: number, 
/**
 * Days beyond the months.
 */
days: number, };

/**
 * How sure the text behind a rule version is.
 */
export type Standing = "stated" | "silent" | "unverified" | "repealed";

/**
 * One of the seven steps.
 */
export type Step = { 
/**
 * `choose` `assess` `material` `notice` `opinion` `packet` `submit`.
 */
key: string, 
/**
 * 选人 …
 */
label: string, 
/**
 * How many are through.
 */
done: number, 
/**
 * Of how many.
 */
total: number, 
/**
 * Where it stands.
 */
state: StepState, };

/**
 * Where a step stands.
 */
export type StepState = "waiting" | "going" | "done";

/**
 * A further education.
 */
export type SupposedEducation = { 
/**
 * Level.
 */
level: EducationLevel, 
/**
 * Field of study.
 */
field: string | null, 
/**
 * Graduation.
 */
graduatedOn: string, };

/**
 * Upstream and outbox.
 */
export type SyncState = { 
/**
 * The paired upstream.
 */
upstream: UpstreamView | null, 
/**
 * Bundles not yet received.
 */
outbox: Array<BundleView>, 
/**
 * Bundles received.
 */
received: Array<BundleView>, 
/**
 * Kilobytes (1024 bytes) sent in a second at most; 0 for no limit.
 */
limit: number, };

/**
 * Nothing is asked for.
 */
export type SyncStateRequest = Record<symbol, never>;

/**
 * What came of looking after it.
 */
export type TendReport = { 
/**
 * Instant, RFC 3339 UTC.
 */
at: string, 
/**
 * Whether the upstream was asked at all.
 */
isAsked: boolean, 
/**
 * Why it did not work; none when it did.
 */
problem: string | null, 
/**
 * Bundles that arrived now.
 */
received: number, 
/**
 * Decisions that came now.
 */
decisions: number, 
/**
 * Failures in a row, to be given back next time.
 */
failures: number, 
/**
 * Seconds to wait before the next time; 0 when there is nothing to look after.
 */
waitSeconds: number, };

/**
 * Look after what was begun.
 */
export type TendRequest = { 
/**
 * How often in a row this has failed before.
 */
failures: number, };

/**
 * 隶属: whose the unit is. Decides the route together with the kind.
 */
export type Tier = "city" | "county" | "above" | "central" | "province" | "none";

/**
 * A field and the text typed for it; an empty text empties it.
 */
export type TypedValue = { 
/**
 * Key of the field.
 */
key: string, 
/**
 * Text.
 */
value: string, };

/**
 * What taking back did.
 */
export type UndoReport = { 
/**
 * The import.
 */
import: string, 
/**
 * People removed.
 */
removed: number, 
/**
 * People set back, wholly or in part.
 */
restored: number, 
/**
 * What was left as it is.
 */
kept: Array<KeptRow>, };

/**
 * 单位.
 */
export type Unit = { 
/**
 * Id.
 */
id: UnitId, 
/**
 * Full registered name, as on the seal.
 */
name: string, 
/**
 * 统一社会信用代码 (GB 32100-2015).
 */
creditCode: string, 
/**
 * 单位性质.
 */
kind: UnitKind, 
/**
 * 隶属.
 */
tier: Tier, 
/**
 * How it stands to the office.
 */
relation: UnitRelation, 
/**
 * 县(市)区 code (GB/T 2260), or a key of the directory for zones without one.
 */
countyCode: string, 
/**
 * 县(市)区 name.
 */
county: string, 
/**
 * Address.
 */
address: string, 
/**
 * 主管部门: name.
 */
supervisingBody: string, 
/**
 * 主管部门: who to call.
 */
supervisingContact: Contact, 
/**
 * 属地人社部门.
 */
hrssBureau: string, 
/**
 * 法定代表人.
 */
legalRepresentative: string, 
/**
 * 人事部门负责人.
 */
hrHead: string, 
/**
 * 经办人.
 */
preparer: Contact, 
/**
 * 复核人.
 */
approver: Contact, 
/**
 * Where public notices hang.
 */
noticePlace: string, 
/**
 * Who receives objections.
 */
objectionContact: Contact, 
/**
 * 岗位设置, public institutions only.
 */
postSetup: PostSetup | null, 
/**
 * Holidays of the unit's own place (autonomous counties).
 */
localHolidays: Array<string>, };

/**
 * Id of a [`crate::unit::Unit`].
 */
export type UnitId = string;

/**
 * 单位性质.
 */
export type UnitKind = "public_institution" | "state_enterprise" | "private_enterprise" | "social_organization" | "government_body";

/**
 * 单位信息.
 */
export type UnitPage = { 
/**
 * 本单位.
 */
own: Unit | null, 
/**
 * 合署, 派遣 and 用工 units.
 */
related: Array<Unit>, 
/**
 * 报送渠道 of each unit filed here.
 */
routes: Array<UnitRoute>, };

/**
 * How a unit of the office stands to the office itself.
 */
export type UnitRelation = "own" | "joint" | "dispatch_agency" | "host_unit";

/**
 * Nothing is asked for.
 */
export type UnitRequest = Record<symbol, never>;

/**
 * The route of one unit.
 */
export type UnitRoute = { 
/**
 * The unit.
 */
unitId: UnitId, 
/**
 * Offices in order.
 */
steps: Array<string>, 
/**
 * Clause id.
 */
clause: string | null, 
/**
 * Clause label.
 */
clauseLabel: string | null, };

/**
 * A unit to keep; an empty id makes a new one.
 */
export type UnitSaveRequest = { 
/**
 * The unit.
 */
unit: Unit, };

/**
 * 上级.
 */
export type UpstreamView = { 
/**
 * Name as the pairing file has it.
 */
name: string, 
/**
 * Address.
 */
address: string, 
/**
 * Id.
 */
serverId: string, 
/**
 * Fingerprint of its key.
 */
fingerprint: string, 
/**
 * Last answer, RFC 3339 UTC.
 */
lastSeenAt: string | null, };

/**
 * How soon a duty is due.
 */
export type Urgency = "overdue" | "today" | "soon" | "later";

/**
 * 结论 of one application.
 */
export type Verdict = { 
/**
 * 可申报, 不可申报, 待核实.
 */
conclusion: Conclusion, 
/**
 * Set on a 试算: what the last covered edition would say. Then `conclusion` is 待核实 and
 * nothing here is a verdict.
 */
trial: Conclusion | null, 
/**
 * Refs of the rules that stand in the way: those that forbid, and the adjustments without
 * which the years would be full.
 */
blocking: Array<string>, 
/**
 * Whether an eligible verdict carries cautions.
 */
hasCautions: boolean, 
/**
 * One sentence: result first, then why.
 */
headline: string, 
/**
 * Findings, the weightiest first.
 */
findings: Array<Finding>, 
/**
 * The sum, where years count.
 */
arithmetic: Arithmetic | null, 
/**
 * Facts to be asked.
 */
missing: Array<MissingFact>, 
/**
 * First application year in which the years are full, where that is later.
 */
earliestYear: number | null, 
/**
 * What can be done, one step a line.
 */
howTo: Array<string>, 
/**
 * Required and waived materials.
 */
materials: Array<RequiredMaterial>, 
/**
 * 报送渠道.
 */
route: Route | null, 
/**
 * Dates that follow, the earliest first.
 */
dates: Array<DueDate>, 
/**
 * The day the rules were read for: 31 December of the application year.
 */
asOf: string, 
/**
 * Which packs decided, base first.
 */
packs: Array<PackRef>, };

/**
 * The verdict and whom it is about.
 */
export type VerdictPage = { 
/**
 * The applicant.
 */
row: ApplicationRow, 
/**
 * Main facts of the applicant.
 */
facts: Array<FactUsed>, 
/**
 * `None` before the first assessment.
 */
verdict: Verdict | null, 
/**
 * Instant, RFC 3339 UTC.
 */
assessedAt: string | null, 
/**
 * Facts the clerk stated.
 */
answers: Array<AnswerView>, };

/**
 * One application.
 */
export type VerdictRequest = { 
/**
 * Id.
 */
applicationId: ApplicationId, };

/**
 * One check.
 */
export type VerifyCheck = { 
/**
 * What was checked.
 */
label: string, 
/**
 * Whether it held.
 */
isOk: boolean, 
/**
 * What was found.
 */
detail: string, };

/**
 * What the check found.
 */
export type VerifyReport = { 
/**
 * Whether everything agrees.
 */
isValid: boolean, 
/**
 * Bundle id found.
 */
bundleId: string, 
/**
 * Files checked.
 */
files: number, 
/**
 * Bytes checked.
 */
bytes: number, 
/**
 * Fingerprint of the key.
 */
signedBy: string | null, 
/**
 * Checks, in order.
 */
checks: Array<VerifyCheck>, };

/**
 * A failure as the window gets it. What caused it is noted under the incident
 * number by [`crate::incident`].
 */
export type WireError = { 
/**
 * What the caller does differently.
 */
code: Code, 
/**
 * The sentence.
 */
message: string, 
/**
 * The next step.
 */
hint: string | null, 
/**
 * Request field concerned.
 */
field: string | null, 
/**
 * Number to read out on the telephone.
 */
incident: string, };

/**
 * A word that means another one in a whole column.
 */
export type WordChoice = { 
/**
 * Field key.
 */
field: string, 
/**
 * The cell's text, as the sheet shows it.
 */
raw: string, 
/**
 * What stands for it.
 */
value: string, };

/**
 * One year.
 */
export type YearView = { 
/**
 * Application year.
 */
year: number, 
/**
 * What it would say.
 */
conclusion: Conclusion, 
/**
 * Whether it is judged by the rules of an earlier year.
 */
isTrial: boolean, 
/**
 * One sentence.
 */
headline: string, 
/**
 * Facts to be asked, by name.
 */
missing: Array<string>, };

/** Every command: request and response. */
export interface Commands {
  'overview.get': { input: OverviewRequest; output: Overview };
  'calendar.days': { input: CalendarRequest; output: Calendar };
  'unit.get': { input: UnitRequest; output: UnitPage };
  'unit.save': { input: UnitSaveRequest; output: UnitPage };
  'sample.open': { input: SampleRequest; output: SampleOpened };
  'roster.preview': { input: RosterPreviewRequest; output: RosterPreview };
  'roster.commit': { input: RosterCommitRequest; output: RosterReport };
  'roster.check': { input: RosterTokenRequest; output: RosterCheck };
  'roster.errors': { input: RosterTokenRequest; output: FileView };
  'roster.forget': { input: RosterTokenRequest; output: RosterSheetRequest };
  'roster.history': { input: RosterSheetRequest; output: ImportList };
  'roster.undo': { input: RosterUndoRequest; output: UndoReport };
  'roster.template': { input: RosterSheetRequest; output: FileView };
  'roster.export': { input: RosterSheetRequest; output: FileView };
  'person.list': { input: PersonListRequest; output: PersonList };
  'person.get': { input: PersonRequest; output: PersonPage };
  'person.save': { input: PersonSaveRequest; output: PersonPage };
  'person.saveRecord': { input: RecordSaveRequest; output: PersonPage };
  'person.removeRecord': { input: RecordRemoveRequest; output: PersonPage };
  'person.settle': { input: SettleRequest; output: PersonPage };
  'person.reveal': { input: RevealRequest; output: Revealed };
  'person.versions': { input: PersonRequest; output: PersonVersions };
  'person.restoreVersion': { input: PersonVersionRequest; output: PersonPage };
  'person.remove': { input: PersonRemoveRequest; output: PersonBin };
  'person.bin': { input: PersonBinRequest; output: PersonBin };
  'person.putBack': { input: PersonRequest; output: PersonPage };
  'person.erase': { input: PersonRequest; output: PersonErased };
  'committee.list': { input: CommitteeListRequest; output: CommitteeList };
  'batch.list': { input: BatchListRequest; output: BatchList };
  'batch.get': { input: BatchRequest; output: BatchPage };
  'batch.create': { input: BatchCreateRequest; output: BatchPage };
  'batch.candidates': { input: CandidatesRequest; output: CandidateList };
  'batch.choose': { input: ChooseRequest; output: BatchPage };
  'eligibility.assess': { input: AssessRequest; output: AssessReport };
  'eligibility.get': { input: VerdictRequest; output: VerdictPage };
  'eligibility.answer': { input: AnswerRequest; output: VerdictPage };
  'eligibility.sheet': { input: VerdictRequest; output: FileView };
  'pack.clause': { input: ClauseRequest; output: ClausePage };
  'pack.list': { input: PackListRequest; output: PackList };
  'pack.import': { input: PackImportRequest; output: PackList };
  'pack.remove': { input: PackRemoveRequest; output: PackList };
  'pack.committee': { input: CommitteeNoticeRequest; output: CommitteeNoticePage };
  'pack.saveCommittee': { input: CommitteeSaveRequest; output: CommitteeNoticePage };
  'pack.diff': { input: PackDiffRequest; output: PackDiffPage };
  'pack.affected': { input: PackDiffRequest; output: AffectedList };
  'reading.list': { input: ReadingListRequest; output: ReadingList };
  'reading.set': { input: ReadingSetRequest; output: ReadingList };
  'reading.adopt': { input: AdoptRequest; output: ReadingList };
  'source.attach': { input: CopyAttachRequest; output: ClausePage };
  'source.detach': { input: ClauseRequest; output: ClausePage };
  'source.page': { input: CopyPageRequest; output: ClausePage };
  'forecast.get': { input: ForecastRequest; output: ForecastPage };
  'checklist.get': { input: HeatmapRequest; output: Heatmap };
  'checklist.item': { input: MaterialRequest; output: MaterialPage };
  'attachment.add': { input: AttachmentAddRequest; output: AttachmentReport };
  'attachment.earlier': { input: EarlierRequest; output: EarlierPage };
  'attachment.reuse': { input: ReuseRequest; output: Reused };
  'attachment.rename': { input: AttachmentRenameRequest; output: AttachmentRenamed };
  'attachment.remove': { input: AttachmentRequest; output: MaterialPage };
  'attachment.confirm': { input: AttachmentRequest; output: MaterialPage };
  'notice.list': { input: NoticeListRequest; output: NoticeList };
  'notice.get': { input: NoticeRequest; output: NoticePage };
  'notice.post': { input: NoticePostRequest; output: NoticePage };
  'notice.object': { input: ObjectRequest; output: NoticePage };
  'notice.resolve': { input: ResolveRequest; output: NoticePage };
  'notice.close': { input: NoticeRequest; output: NoticePage };
  'notice.form': { input: NoticeFormRequest; output: FileView };
  'notice.report': { input: NoticeReportRequest; output: FileView };
  'opinion.get': { input: OpinionRequest; output: OpinionPage };
  'opinion.save': { input: OpinionSaveRequest; output: OpinionPage };
  'opinion.review': { input: OpinionReviewRequest; output: OpinionPage };
  'meeting.get': { input: MeetingRequest; output: MeetingPage };
  'meeting.save': { input: MeetingSaveRequest; output: MeetingPage };
  'form.list': { input: FormListRequest; output: FormList };
  'form.make': { input: FormMakeRequest; output: FormMade };
  'form.workbook': { input: FormListRequest; output: FileView };
  'form.portal': { input: PortalRequest; output: PortalPage };
  'form.gallery': { input: FormGalleryRequest; output: FormList };
  'form.adapt': { input: FormAdaptRequest; output: FormAdapted };
  'form.sample': { input: FormSampleRequest; output: FormMade };
  'packet.list': { input: PacketListRequest; output: PacketList };
  'packet.assemble': { input: PacketAssembleRequest; output: PacketReport };
  'packet.get': { input: PacketRequest; output: PacketPage };
  'packet.layout': { input: PacketLayoutRequest; output: PacketLayoutPage };
  'packet.saveLayout': { input: PacketLayoutSaveRequest; output: PacketLayoutPage };
  'print.plan': { input: PrintPlanRequest; output: PrintPlan };
  'print.make': { input: PrintRequest; output: PrintMade };
  'portal.profile': { input: PortalProfileRequest; output: PortalProfileView };
  'portal.images': { input: PortalImageRequest; output: PortalImages };
  'packet.roster': { input: PacketListRequest; output: FileView };
  'bundle.seal': { input: SealRequest; output: SealReport };
  'bundle.list': { input: BundleListRequest; output: BundleList };
  'bundle.verify': { input: BundleRequest; output: VerifyReport };
  'bundle.export': { input: ExportRequest; output: ExportedBundle };
  'bundle.lock': { input: LockRequest; output: ExportedBundle };
  'decision.list': { input: DecisionListRequest; output: DecisionList };
  'sync.state': { input: SyncStateRequest; output: SyncState };
  'sync.pair': { input: PairRequest; output: SyncState };
  'sync.push': { input: PushRequest; output: PushReport };
  'sync.pull': { input: SyncStateRequest; output: ReplyReport };
  'sync.tend': { input: TendRequest; output: TendReport };
  'sync.limit': { input: LimitRequest; output: SyncState };
  'sync.read': { input: ReplyRequest; output: ReplyReport };
  'key.state': { input: KeyRequest; output: KeyState };
  'key.create': { input: KeyCreateRequest; output: KeyMade };
  'key.open': { input: KeyOpenRequest; output: KeyState };
  'key.recover': { input: KeyRecoverRequest; output: KeyState };
  'key.close': { input: KeyRequest; output: KeyState };
  'key.change': { input: KeyChangeRequest; output: KeyState };
  'key.renew': { input: KeyRenewRequest; output: KeyMade };
  'key.addOfficer': { input: OfficerRequest; output: KeyState };
  'key.removeOfficer': { input: OfficerRemoveRequest; output: KeyState };
  'key.setIdle': { input: KeyIdleRequest; output: KeyState };
  'backup.state': { input: BackupStateRequest; output: BackupPage };
  'backup.make': { input: BackupStateRequest; output: BackupPage };
  'backup.look': { input: BackupRequest; output: BackupContents };
  'backup.export': { input: BackupExportRequest; output: BackupFile };
  'backup.saved': { input: BackupStateRequest; output: BackupPage };
  'backup.open': { input: BackupOpenRequest; output: BackupContents };
  'backup.restore': { input: BackupRestoreRequest; output: RestoreReport };
  'history.check': { input: HistoryCheckRequest; output: HistoryCheck };
  'history.list': { input: HistoryRequest; output: History };
}

/** Topics a command shows (reads) or makes stale (writes). */
export const commands = {
  'overview.get': { label: '打开工作台', isWrite: false, topics: ['overview'] },
  'calendar.days': { label: '看日历', isWrite: false, topics: ['calendar'] },
  'unit.get': { label: '看单位信息', isWrite: false, topics: ['unit'] },
  'unit.save': { label: '保存单位信息', isWrite: true, topics: ['unit', 'overview', 'calendar'] },
  'sample.open': { label: '载入样例单位', isWrite: true, topics: ['unit', 'overview'] },
  'roster.preview': { label: '预览花名册', isWrite: false, topics: [] },
  'roster.commit': { label: '导入花名册', isWrite: true, topics: ['person', 'overview', 'batch'] },
  'roster.check': { label: '看花名册全部内容', isWrite: false, topics: [] },
  'roster.errors': { label: '做待改的表', isWrite: false, topics: [] },
  'roster.forget': { label: '忘掉列对应', isWrite: true, topics: [] },
  'roster.history': { label: '看导入记录', isWrite: false, topics: ['person'] },
  'roster.undo': { label: '撤销导入', isWrite: true, topics: ['person', 'overview', 'batch'] },
  'roster.template': { label: '做空白模板', isWrite: false, topics: [] },
  'roster.export': { label: '导出人员台账', isWrite: true, topics: ['history'] },
  'person.list': { label: '看人员台账', isWrite: false, topics: ['person'] },
  'person.get': { label: '看人员', isWrite: false, topics: ['person'] },
  'person.save': { label: '保存人员信息', isWrite: true, topics: ['person', 'overview', 'batch', 'eligibility', 'history'] },
  'person.saveRecord': { label: '保存人员记录', isWrite: true, topics: ['person', 'overview', 'batch', 'eligibility', 'history'] },
  'person.removeRecord': { label: '移出人员记录', isWrite: true, topics: ['person', 'overview', 'batch', 'eligibility', 'history'] },
  'person.settle': { label: '核定身份信息', isWrite: true, topics: ['person', 'overview', 'batch', 'eligibility'] },
  'person.reveal': { label: '显示隐去的信息', isWrite: true, topics: ['history'] },
  'person.versions': { label: '看人员的改动', isWrite: false, topics: ['person', 'history'] },
  'person.restoreVersion': { label: '退回人员的一次改动', isWrite: true, topics: ['person', 'overview', 'batch', 'eligibility', 'history'] },
  'person.remove': { label: '移出台账', isWrite: true, topics: ['person', 'overview', 'batch', 'history'] },
  'person.bin': { label: '看回收站', isWrite: false, topics: ['person'] },
  'person.putBack': { label: '放回台账', isWrite: true, topics: ['person', 'overview', 'batch', 'history'] },
  'person.erase': { label: '彻底清除一个人', isWrite: true, topics: ['person', 'history', 'backup'] },
  'committee.list': { label: '看评委会名录', isWrite: false, topics: ['pack'] },
  'batch.list': { label: '看批次', isWrite: false, topics: ['batch'] },
  'batch.get': { label: '看批次', isWrite: false, topics: ['batch'] },
  'batch.create': { label: '新建批次', isWrite: true, topics: ['batch', 'overview'] },
  'batch.candidates': { label: '选人', isWrite: false, topics: ['batch', 'person'] },
  'batch.choose': { label: '选定申报人', isWrite: true, topics: ['batch', 'overview', 'eligibility', 'checklist', 'notice'] },
  'eligibility.assess': { label: '资格预审', isWrite: true, topics: ['eligibility', 'batch', 'person', 'checklist', 'overview'] },
  'eligibility.get': { label: '看结论', isWrite: false, topics: ['eligibility'] },
  'eligibility.answer': { label: '核定事实', isWrite: true, topics: ['eligibility', 'batch', 'person', 'checklist', 'overview'] },
  'eligibility.sheet': { label: '打印结论与依据', isWrite: false, topics: [] },
  'pack.clause': { label: '看依据', isWrite: false, topics: ['pack'] },
  'pack.list': { label: '看政策依据', isWrite: false, topics: ['pack'] },
  'pack.import': { label: '放入规则包', isWrite: true, topics: ['pack', 'eligibility', 'batch', 'checklist', 'overview'] },
  'pack.remove': { label: '移出规则包', isWrite: true, topics: ['pack', 'eligibility', 'batch', 'checklist', 'overview'] },
  'pack.committee': { label: '看评委会通知', isWrite: false, topics: ['pack'] },
  'pack.saveCommittee': { label: '填评委会通知', isWrite: true, topics: ['pack', 'eligibility', 'batch', 'checklist', 'overview'] },
  'pack.diff': { label: '看年度差异', isWrite: false, topics: ['pack'] },
  'pack.affected': { label: '看谁受影响', isWrite: false, topics: ['pack', 'person'] },
  'reading.list': { label: '看口径', isWrite: false, topics: ['reading'] },
  'reading.set': { label: '选口径', isWrite: true, topics: ['reading', 'eligibility', 'batch', 'checklist', 'overview'] },
  'reading.adopt': { label: '沿用文件', isWrite: true, topics: ['reading', 'eligibility', 'batch', 'checklist', 'overview'] },
  'source.attach': { label: '放入文件原文', isWrite: true, topics: ['pack'] },
  'source.detach': { label: '移出文件原文', isWrite: true, topics: ['pack'] },
  'source.page': { label: '记住条款所在页', isWrite: true, topics: ['pack'] },
  'forecast.get': { label: '看预测', isWrite: false, topics: ['person', 'pack', 'reading'] },
  'checklist.get': { label: '看缺件一览', isWrite: false, topics: ['checklist'] },
  'checklist.item': { label: '看一项材料', isWrite: false, topics: ['checklist'] },
  'attachment.add': { label: '放入材料', isWrite: true, topics: ['checklist', 'batch', 'packet', 'overview'] },
  'attachment.earlier': { label: '看往年材料', isWrite: false, topics: ['checklist'] },
  'attachment.reuse': { label: '沿用往年材料', isWrite: true, topics: ['checklist', 'batch', 'packet', 'overview'] },
  'attachment.rename': { label: '按材料改名', isWrite: true, topics: ['checklist', 'packet'] },
  'attachment.remove': { label: '移出材料', isWrite: true, topics: ['checklist', 'batch', 'packet'] },
  'attachment.confirm': { label: '确认材料可用', isWrite: true, topics: ['checklist', 'batch', 'packet'] },
  'notice.list': { label: '看公示', isWrite: false, topics: ['notice'] },
  'notice.get': { label: '看公示', isWrite: false, topics: ['notice'] },
  'notice.post': { label: '登记公示', isWrite: true, topics: ['notice', 'batch', 'overview'] },
  'notice.object': { label: '登记异议', isWrite: true, topics: ['notice', 'batch', 'overview'] },
  'notice.resolve': { label: '处理异议', isWrite: true, topics: ['notice', 'batch', 'overview'] },
  'notice.close': { label: '结束公示', isWrite: true, topics: ['notice', 'batch', 'overview', 'packet'] },
  'notice.form': { label: '做公示表', isWrite: false, topics: [] },
  'notice.report': { label: '做公示结果报告', isWrite: false, topics: [] },
  'opinion.get': { label: '看单位意见', isWrite: false, topics: ['opinion'] },
  'opinion.save': { label: '写单位意见', isWrite: true, topics: ['opinion', 'batch', 'packet'] },
  'opinion.review': { label: '复核单位意见', isWrite: true, topics: ['opinion', 'batch', 'packet'] },
  'meeting.get': { label: '看推荐会议', isWrite: false, topics: ['meeting'] },
  'meeting.save': { label: '登记推荐会议', isWrite: true, topics: ['meeting', 'history'] },
  'form.list': { label: '看表格', isWrite: false, topics: ['packet', 'notice', 'eligibility'] },
  'form.make': { label: '做表格', isWrite: false, topics: ['person', 'unit', 'batch', 'eligibility', 'checklist', 'notice', 'opinion', 'meeting', 'packet'] },
  'form.workbook': { label: '导出一览表', isWrite: true, topics: ['history'] },
  'form.portal': { label: '看填报对照单', isWrite: false, topics: ['person', 'eligibility'] },
  'form.gallery': { label: '看表格样张', isWrite: false, topics: ['form'] },
  'form.adapt': { label: '改成自己的表格', isWrite: true, topics: ['form', 'packet', 'history'] },
  'form.sample': { label: '做表格样张', isWrite: false, topics: ['form'] },
  'packet.list': { label: '看装袋', isWrite: false, topics: ['packet'] },
  'packet.assemble': { label: '生成档案', isWrite: true, topics: ['packet', 'batch'] },
  'packet.get': { label: '看档案', isWrite: false, topics: ['packet'] },
  'packet.layout': { label: '看装袋方式', isWrite: false, topics: ['packet'] },
  'packet.saveLayout': { label: '改装袋方式', isWrite: true, topics: ['packet'] },
  'print.plan': { label: '看打印清单', isWrite: false, topics: ['packet', 'notice', 'eligibility'] },
  'print.make': { label: '合成打印文件', isWrite: true, topics: ['history'] },
  'portal.profile': { label: '看申报系统要求', isWrite: false, topics: [] },
  'portal.images': { label: '导出申报图片', isWrite: true, topics: ['history'] },
  'packet.roster': { label: '做推荐花名册', isWrite: false, topics: [] },
  'bundle.seal': { label: '封存上报包', isWrite: true, topics: ['bundle', 'sync', 'batch', 'overview'] },
  'bundle.list': { label: '看上报包', isWrite: false, topics: ['bundle'] },
  'bundle.verify': { label: '核对上报包', isWrite: false, topics: [] },
  'bundle.export': { label: '加密导出上报包', isWrite: true, topics: [] },
  'bundle.lock': { label: '加口令导出上报包', isWrite: true, topics: [] },
  'decision.list': { label: '看审核结果', isWrite: false, topics: ['decision'] },
  'sync.state': { label: '看上报记录', isWrite: false, topics: ['sync'] },
  'sync.pair': { label: '与上级配对', isWrite: true, topics: ['sync', 'overview'] },
  'sync.push': { label: '联网报送', isWrite: true, topics: ['sync', 'bundle', 'batch', 'overview'] },
  'sync.pull': { label: '取回审核结果', isWrite: true, topics: ['sync', 'bundle', 'decision', 'batch', 'overview'] },
  'sync.tend': { label: '接着报送、看有没有审核结果', isWrite: true, topics: ['sync', 'bundle', 'decision', 'batch', 'overview'] },
  'sync.limit': { label: '改上报限速', isWrite: true, topics: ['sync'] },
  'sync.read': { label: '读入回件', isWrite: true, topics: ['sync', 'bundle', 'decision', 'batch', 'overview'] },
  'key.state': { label: '看资料夹的锁', isWrite: false, topics: ['key'] },
  'key.create': { label: '加密资料夹', isWrite: true, topics: ['key', 'backup', 'overview'] },
  'key.open': { label: '打开资料夹', isWrite: true, topics: ['key'] },
  'key.recover': { label: '用恢复码打开', isWrite: true, topics: ['key'] },
  'key.close': { label: '上锁', isWrite: true, topics: ['key'] },
  'key.change': { label: '改口令', isWrite: true, topics: ['key'] },
  'key.renew': { label: '换恢复码', isWrite: true, topics: ['key'] },
  'key.addOfficer': { label: '添加使用人', isWrite: true, topics: ['key'] },
  'key.removeOfficer': { label: '移出使用人', isWrite: true, topics: ['key'] },
  'key.setIdle': { label: '改自动上锁的时间', isWrite: true, topics: ['key'] },
  'backup.state': { label: '看备份', isWrite: false, topics: ['backup'] },
  'backup.make': { label: '备份资料库', isWrite: true, topics: ['backup'] },
  'backup.look': { label: '看备份里有什么', isWrite: false, topics: ['backup'] },
  'backup.export': { label: '做整套备份', isWrite: true, topics: ['backup'] },
  'backup.saved': { label: '存好整套备份', isWrite: true, topics: ['backup', 'overview'] },
  'backup.open': { label: '打开整套备份', isWrite: false, topics: [] },
  'backup.restore': { label: '从备份恢复', isWrite: true, topics: ['backup', 'overview'] },
  'history.check': { label: '核对操作记录', isWrite: false, topics: ['history'] },
  'history.list': { label: '看操作记录', isWrite: false, topics: ['history'] },
} as const;
