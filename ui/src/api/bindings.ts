// Generated from the Rust contract. Do not edit.

export type Date = string;

export type PartialDate = string;

export type Code = "invalid_input" | "not_found" | "conflict" | "precondition" | "file_busy" | "unsupported_file" | "newer_database" | "damaged_database" | "pack_invalid" | "disk_full" | "offline" | "upstream_rejected" | "cancelled" | "internal";

export type ApplicationId = string;

export type AttachmentId = string;

export type BatchId = string;

export type NoticeId = string;

export type PersonId = string;

export type UnitId = string;

export type Span = { years: number, months: number, days: number };

export type DayKind = "working" | "make_up" | "weekend" | "holiday";

export type Level = "technician" | "assistant" | "intermediate" | "associate_senior" | "full_senior";

export type EducationLevel = "lower" | "high_school" | "secondary" | "college" | "bachelor" | "second_bachelor" | "master" | "doctor";

export type ApplicationKind = "promotion" | "series_transfer" | "recognition" | "exceptional" | "entrusted_review" | "fast_track";

export type ObtainedBy = "review" | "recognition" | "exam" | "equivalence";

export type UnitKind = "public_institution" | "state_enterprise" | "private_enterprise" | "social_organization" | "government_body";

export type Tier = "city" | "county" | "above" | "none";

export type UnitRelation = "own" | "joint" | "dispatch_agency" | "host_unit";

export type Contact = { department: string, name: string, phone: string, landline: string };

export type PostSetup = { isDone: boolean, freeJunior: number, freeIntermediate: number, freeSenior: number };

export type Unit = { id: UnitId, name: string, creditCode: string, kind: UnitKind, tier: Tier, relation: UnitRelation, countyCode: string, county: string, address: string, supervisingBody: string, supervisingContact: Contact, hrssBureau: string, legalRepresentative: string, hrHead: string, preparer: Contact, approver: Contact, noticePlace: string, objectionContact: Contact, postSetup: PostSetup | null, localHolidays: Array<Date> };

export type Effect = "block" | "caution" | "require_material" | "waive_material" | "adjust_years" | "set_route" | "set_date" | "bar_until" | "duty" | "note";

export type Standing = "stated" | "silent" | "unverified" | "repealed";

export type Conclusion = "eligible" | "ineligible" | "undetermined";

export type Outcome = "met" | "failed" | "applied" | "unknown" | "not_applicable" | "not_covered";

export type OriginKind = "roster" | "answer" | "computed" | "table" | "unit" | "application";

export type FactUsed = { fact: string, label: string, value: string | null, origin: OriginKind | null };

export type Citation = { clause: string, label: string };

export type Finding = { rule: string, name: string, effect: Effect, outcome: Outcome, standing: Standing, sentence: string, remedy: string | null, facts: Array<FactUsed>, cites: Array<Citation>, missing: Array<string> };

export type Deduction = { from: Date, until: Date, span: Span, label: string, cites: Array<Citation> };

export type RequiredPart = { years: number, label: string, cites: Array<Citation> };

export type Arithmetic = { from: Date, fromLabel: string, until: Date, untilLabel: string, gross: Span, deductions: Array<Deduction>, net: Span, requiredParts: Array<RequiredPart>, requiredYears: number, satisfiedOn: Date, isSatisfied: boolean, shortBy: Span | null, otherReading: string | null, lines: Array<string> };

export type AskKind = "date" | "yes_no" | "choice" | "text" | "number";

export type AskChoice = { value: string, label: string };

export type MissingFact = { fact: string, label: string, question: string, ask: AskKind, choices: Array<AskChoice>, isAnswerable: boolean };

export type RequiredMaterial = { material: string, name: string, isWaived: boolean, isMadeHere: boolean, reason: string, cites: Array<Citation> };

export type Route = { steps: Array<string>, cites: Array<Citation> };

export type PackRef = { id: string, version: string, hash: string };

export type Verdict = { conclusion: Conclusion, hasCautions: boolean, headline: string, findings: Array<Finding>, arithmetic: Arithmetic | null, missing: Array<MissingFact>, earliestYear: number | null, howTo: Array<string>, materials: Array<RequiredMaterial>, route: Route | null, asOf: Date, packs: Array<PackRef> };

export type AttachmentAddRequest = { applicationId: ApplicationId, materialId: string, files: Array<string>, validUntil: Date | null };

export type AttachmentReport = { accepted: Array<AttachmentView>, refused: Array<RefusedFile> };

export type RefusedFile = { name: string, message: string, hint: string };

export type AttachmentRequest = { id: AttachmentId };

export type BatchCreateRequest = { name: string, year: number, committeeIds: Array<string>, submitOn: Date | null, portalClosesOn: Date | null, reviewOpensOn: Date | null };

export type BatchRequest = { id: BatchId };

export type BatchListRequest = Record<string, never>;

export type BatchList = { batches: Array<BatchPage> };

export type BatchPage = { id: BatchId, name: string, year: number, committees: Array<Committee>, submitOn: Date | null, portalClosesOn: Date | null, reviewOpensOn: Date | null, steps: Array<Step>, applications: Array<ApplicationRow> };

export type StepState = "waiting" | "going" | "done";

export type Step = { key: string, label: string, done: number, total: number, state: StepState };

export type ApplicationRow = { id: ApplicationId, personId: PersonId, name: string, department: string | null, currentTitle: string | null, title: string, kind: string, committee: string | null, applyingUnit: string, conclusion: Conclusion | null, headline: string | null, hasCautions: boolean, missingMaterials: number, noticeState: string | null, hasOpinion: boolean, packetPages: number | null, isSealed: boolean };

export type CandidatesRequest = { id: BatchId };

export type CandidateList = { candidates: Array<Candidate> };

export type Candidate = { personId: PersonId, name: string, department: string | null, currentTitle: string | null, title: string | null, kind: string | null, committeeId: string | null, isChosen: boolean, isSelectable: boolean, reason: string | null };

export type ChooseRequest = { id: BatchId, personIds: Array<PersonId> };

export type SealRequest = { batchId: BatchId, applicationIds: Array<ApplicationId> };

export type BundleListRequest = { batchId: BatchId | null };

export type BundleList = { bundles: Array<BundleView>, ready: number, blocked: Array<SealBlock> };

export type SealBlock = { applicationId: ApplicationId, name: string, reason: string };

export type BundleState = "sealed" | "uploading" | "received" | "rejected";

export type BundleView = { id: string, batchId: BatchId, batchName: string, people: number, files: number, bytes: number, sealedAt: string, state: BundleState, sentBytes: number, lastError: string | null, receipt: ReceiptView | null, file: string, fileName: string };

export type ReceiptView = { number: string, receivedAt: string, server: string, isVerified: boolean };

export type BundleRequest = { id: string };

export type VerifyReport = { isValid: boolean, bundleId: string, files: number, bytes: number, signedBy: string | null, checks: Array<VerifyCheck> };

export type VerifyCheck = { label: string, isOk: boolean, detail: string };

export type CalendarRequest = { from: Date, until: Date };

export type Calendar = { days: Array<CalendarDay> };

export type CalendarDay = { on: Date, weekday: string, kind: DayKind, holiday: string | null, isPublished: boolean };

export type HeatmapRequest = { batchId: BatchId };

export type Heatmap = { materials: Array<MaterialHead>, rows: Array<HeatRow>, openCount: number, openPeople: number };

export type MaterialHead = { id: string, name: string, short: string, openCount: number };

export type MaterialState = "complete" | "missing" | "doubtful" | "expired" | "waived" | "not_required" | "made_here";

export type HeatRow = { applicationId: ApplicationId, name: string, department: string | null, cells: Array<MaterialState>, openCount: number };

export type MaterialRequest = { applicationId: ApplicationId, materialId: string };

export type MaterialPage = { applicationId: ApplicationId, materialId: string, personName: string, name: string, state: MaterialState, stateNote: string, reason: string, cites: Array<Citation>, attachments: Array<AttachmentView> };

export type AttachmentView = { id: AttachmentId, file: string, name: string, kind: string, pages: number, bytes: number, width: number | null, height: number | null, warnings: Array<ScanWarningView>, isConfirmed: boolean, validUntil: Date | null };

export type ScanWarningView = { code: string, message: string, suggestion: string };

export type CommitteeListRequest = { year: number, query: string };

export type CommitteeList = { committees: Array<Committee> };

export type Committee = { id: string, name: string, level: Level, series: string, fields: Array<string>, area: string | null, phone: string };

export type AssessRequest = { batchId: BatchId };

export type AssessReport = { eligible: number, ineligible: number, undetermined: number, changed: number };

export type VerdictRequest = { applicationId: ApplicationId };

export type VerdictPage = { row: ApplicationRow, facts: Array<FactUsed>, verdict: Verdict | null, assessedAt: string | null, answers: Array<AnswerView> };

export type AnswerView = { fact: string, label: string, value: string };

export type AnswerRequest = { applicationId: ApplicationId, fact: string, value: string };

export type HistoryRequest = { subject: string | null, from: number, count: number };

export type History = { total: number, entries: Array<HistoryEntry> };

export type HistoryEntry = { at: string, actor: string, label: string, detail: string };

export type NoticeListRequest = { batchId: BatchId };

export type NoticeList = { notices: Array<NoticePage>, waiting: Array<NoticePerson>, blocked: Array<NoticePerson> };

export type NoticePerson = { applicationId: ApplicationId, name: string, title: string, reason: string | null };

export type NoticePostRequest = { batchId: BatchId, applicationIds: Array<ApplicationId>, postedOn: Date, place: string, platform: string, postedBy: string, receiver: string };

export type NoticeRequest = { id: NoticeId };

export type NoticeState = "posted" | "expired" | "objected" | "closed";

export type NoticePage = { id: NoticeId, batchId: BatchId, people: Array<NoticePerson>, postedOn: Date, place: string, platform: string, postedBy: string, receiver: string, requiredDays: number, cites: Array<Citation>, days: Array<NoticeDay>, endsOn: Date, signableFrom: Date, passedDays: number, state: NoticeState, canClose: boolean, closeHint: string, deadlineWarning: string | null, calendarWarning: string | null, objections: Array<Objection>, closedAt: string | null };

export type NoticeDayKind = "post" | "counted" | "rest" | "sign";

export type NoticeDay = { on: Date, weekday: string, kind: NoticeDayKind, number: number | null, isMakeUp: boolean, isPast: boolean, isToday: boolean };

export type Objection = { id: string, raisedOn: Date, text: string, handling: string | null };

export type ObjectRequest = { id: NoticeId, raisedOn: Date, text: string };

export type ResolveRequest = { objectionId: string, handling: string };

export type NoticeFormRequest = { id: NoticeId, applicationId: ApplicationId };

export type NoticeReportRequest = { id: NoticeId };

export type FileView = { file: string, name: string, pages: number };

export type OpinionRequest = { applicationId: ApplicationId };

export type OpinionPage = { applicationId: ApplicationId, name: string, canSign: boolean, signHint: string, draft: Opinion, elements: Array<OpinionElement>, isComplete: boolean, text: string };

export type Opinion = { assessment: string, method: string, scope: string, headcount: number | null, recommendation: string, formation: string };

export type OpinionElement = { key: string, label: string, isPresent: boolean, hint: string, cites: Array<Citation> };

export type OpinionSaveRequest = { applicationIds: Array<ApplicationId>, draft: Opinion };

export type OverviewRequest = Record<string, never>;

export type Overview = { today: Date, weekday: string, unitName: string | null, personCount: number, doubtCount: number, batches: Array<BatchBrief>, duties: Array<Duty>, plan: Array<PlanRow>, outboxCount: number, isPaired: boolean, savedAt: string | null };

export type BatchBrief = { id: BatchId, name: string, year: number, applicantCount: number, submitOn: Date | null };

export type Urgency = "overdue" | "today" | "soon" | "later";

export type Duty = { dueOn: Date | null, urgency: Urgency, daysLeft: number | null, title: string, detail: string, action: string, route: string };

export type PlanRow = { label: string, detail: string, from: Date, until: Date, marks: Array<PlanMark> };

export type PlanMark = { on: Date, text: string };

export type ClauseRequest = { id: string };

export type ClausePage = { id: string, document: string, number: string | null, issuer: string, issuedOn: Date, locator: string, paraphrase: string, weight: string, rules: Array<ClauseRule> };

export type ClauseRule = { id: string, name: string, editions: Array<EditionView> };

export type EditionView = { from: Date, standing: Standing, cites: Array<Citation> };

export type PackListRequest = Record<string, never>;

export type PackList = { packs: Array<PackView>, clauses: Array<ClauseBrief> };

export type PackView = { id: string, name: string, version: string, hash: string, coversFrom: number, coversUntil: number };

export type ClauseBrief = { id: string, label: string, paraphrase: string };

export type PacketListRequest = { batchId: BatchId };

export type PacketList = { rows: Array<PacketRow> };

export type PacketState = "not_ready" | "ready" | "built" | "stale";

export type PacketRow = { applicationId: ApplicationId, name: string, state: PacketState, reasons: Array<string>, pages: number | null, seals: number | null, signatures: number | null };

export type PacketAssembleRequest = { batchId: BatchId, applicationIds: Array<ApplicationId> };

export type PacketReport = { built: number, pages: number, failed: Array<PacketFailure> };

export type PacketFailure = { applicationId: ApplicationId, name: string, message: string, hint: string };

export type PacketRequest = { applicationId: ApplicationId };

export type PacketPage = { row: PacketRow, file: FileView | null, outline: Array<OutlineEntry> };

export type OutlineEntry = { title: string, page: number, pages: number, seals: Array<string> };

export type PersonListRequest = { query: string, department: string | null, conclusion: Conclusion | null, sort: string | null, descending: boolean, from: number, count: number };

export type PersonList = { total: number, rows: Array<PersonRow>, departments: Array<string> };

export type PersonRow = { id: PersonId, name: string, sex: string | null, bornOn: PartialDate | null, department: string | null, post: string | null, title: string | null, obtainedOn: PartialDate | null, intendedTitle: string | null, conclusion: Conclusion | null, headline: string | null, doubts: number };

export type PersonRequest = { id: PersonId };

export type PersonPage = { row: PersonRow, fields: Array<FieldView>, sections: Array<SectionView>, doubts: Array<DoubtView>, applications: Array<PersonApplication> };

export type FieldView = { key: string, label: string, value: string | null, isMasked: boolean };

export type SectionView = { key: string, title: string, columns: Array<string>, rows: Array<Array<string>> };

export type DoubtView = { id: string, field: string, message: string, choices: Array<DoubtChoice> };

export type DoubtChoice = { value: string, label: string };

export type PersonApplication = { applicationId: ApplicationId, batchId: BatchId, batchName: string, title: string, conclusion: Conclusion | null };

export type SettleRequest = { doubt: string, value: string };

export type RevealRequest = { id: PersonId, field: string };

export type Revealed = { value: string | null };

export type RosterPreviewRequest = { file: string, fixes: Array<CellFix>, drops: Array<RowRef>, accepts: Array<string> };

export type CellFix = { sheet: string, row: number, column: string, value: string };

export type RowRef = { sheet: string, row: number };

export type RosterPreview = { preview: string, fileName: string, alreadyImportedOn: string | null, sheets: Array<SheetBrief>, columns: Array<ColumnMap>, counts: RosterCounts, issues: Array<RosterIssue>, grid: Array<GridRow>, skipped: Array<SkippedRow> };

export type SheetRole = "people" | "records" | "skipped";

export type SheetBrief = { name: string, role: SheetRole, label: string, rows: number, isVisible: boolean };

export type ColumnMap = { column: string, header: string, field: string | null, fieldLabel: string | null, samples: Array<string> };

export type RosterCounts = { read: number, ready: number, create: number, update: number, unchanged: number, held: number, errors: number, warnings: number, tidied: number, records: number, skipped: number };

export type IssueSeverity = "error" | "warning" | "hint";

export type RosterIssue = { id: string, severity: IssueSeverity, code: string, sheet: string, row: number, column: string | null, personName: string, field: string, title: string, message: string, raw: string, input: string | null, choices: Array<IssueChoice>, isAccepted: boolean };

export type IssueChoice = { label: string, fix: CellFix | null, drop: RowRef | null, accepts: boolean };

export type GridRow = { row: number, fate: string, cells: Array<GridCell> };

export type GridCell = { column: string, text: string, mark: IssueSeverity | null };

export type SkippedRow = { sheet: string, row: number, reason: string, text: string };

export type RosterCommitRequest = { preview: string };

export type RosterReport = { created: number, updated: number, unchanged: number, held: number, records: number, doubts: number, issuesLeft: Array<RosterIssue> };

export type SampleRequest = Record<string, never>;

export type SampleOpened = { unitName: string, roster: string, rosterName: string, scans: Array<SampleFile> };

export type SampleFile = { file: string, name: string };

export type SyncStateRequest = Record<string, never>;

export type SyncState = { upstream: UpstreamView | null, outbox: Array<BundleView>, received: Array<BundleView> };

export type UpstreamView = { name: string, address: string, serverId: string, fingerprint: string, lastSeenAt: string | null };

export type PairRequest = { file: string };

export type PushRequest = { ids: Array<string> };

export type PushReport = { received: Array<BundleView>, failed: Array<PushFailure> };

export type PushFailure = { id: string, message: string, hint: string };

export type UnitRequest = Record<string, never>;

export type UnitPage = { own: Unit | null, related: Array<Unit>, routes: Array<UnitRoute> };

export type UnitRoute = { unitId: UnitId, steps: Array<string>, clause: string | null, clauseLabel: string | null };

export type UnitSaveRequest = { unit: Unit };

export type WireError = { code: Code, message: string, hint: string | null, field: string | null, incident: string };

export type JobProgress = { job: string, label: string, done: number, total: number };

/** Every command: request and response. */
export interface Commands {
  'overview.get': { input: OverviewRequest; output: Overview };
  'calendar.days': { input: CalendarRequest; output: Calendar };
  'unit.get': { input: UnitRequest; output: UnitPage };
  'unit.save': { input: UnitSaveRequest; output: UnitPage };
  'sample.open': { input: SampleRequest; output: SampleOpened };
  'roster.preview': { input: RosterPreviewRequest; output: RosterPreview };
  'roster.commit': { input: RosterCommitRequest; output: RosterReport };
  'person.list': { input: PersonListRequest; output: PersonList };
  'person.get': { input: PersonRequest; output: PersonPage };
  'person.settle': { input: SettleRequest; output: PersonPage };
  'person.reveal': { input: RevealRequest; output: Revealed };
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
  'checklist.get': { input: HeatmapRequest; output: Heatmap };
  'checklist.item': { input: MaterialRequest; output: MaterialPage };
  'attachment.add': { input: AttachmentAddRequest; output: AttachmentReport };
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
  'packet.list': { input: PacketListRequest; output: PacketList };
  'packet.assemble': { input: PacketAssembleRequest; output: PacketReport };
  'packet.get': { input: PacketRequest; output: PacketPage };
  'packet.roster': { input: PacketListRequest; output: FileView };
  'bundle.seal': { input: SealRequest; output: BundleView };
  'bundle.list': { input: BundleListRequest; output: BundleList };
  'bundle.verify': { input: BundleRequest; output: VerifyReport };
  'sync.state': { input: SyncStateRequest; output: SyncState };
  'sync.pair': { input: PairRequest; output: SyncState };
  'sync.push': { input: PushRequest; output: PushReport };
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
  'person.list': { label: '看人员台账', isWrite: false, topics: ['person'] },
  'person.get': { label: '看人员', isWrite: false, topics: ['person'] },
  'person.settle': { label: '核定身份信息', isWrite: true, topics: ['person', 'overview', 'batch', 'eligibility'] },
  'person.reveal': { label: '显示隐去的信息', isWrite: true, topics: ['history'] },
  'committee.list': { label: '看评委会名录', isWrite: false, topics: ['committee'] },
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
  'checklist.get': { label: '看缺件一览', isWrite: false, topics: ['checklist'] },
  'checklist.item': { label: '看一项材料', isWrite: false, topics: ['checklist'] },
  'attachment.add': { label: '放入材料', isWrite: true, topics: ['checklist', 'batch', 'packet', 'overview'] },
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
  'packet.list': { label: '看装袋', isWrite: false, topics: ['packet'] },
  'packet.assemble': { label: '生成档案', isWrite: true, topics: ['packet', 'batch'] },
  'packet.get': { label: '看档案', isWrite: false, topics: ['packet'] },
  'packet.roster': { label: '做推荐花名册', isWrite: false, topics: [] },
  'bundle.seal': { label: '封存上报包', isWrite: true, topics: ['bundle', 'sync', 'batch', 'overview'] },
  'bundle.list': { label: '看上报包', isWrite: false, topics: ['bundle'] },
  'bundle.verify': { label: '核对上报包', isWrite: false, topics: [] },
  'sync.state': { label: '看上报记录', isWrite: false, topics: ['sync'] },
  'sync.pair': { label: '与上级配对', isWrite: true, topics: ['sync', 'overview'] },
  'sync.push': { label: '联网报送', isWrite: true, topics: ['sync', 'bundle', 'batch', 'overview'] },
  'history.list': { label: '看操作记录', isWrite: false, topics: ['history'] },
} as const;
