import type * as B from "./bindings";

/** The command table: what each command takes and gives. */
export interface Commands {
  "overview.get": [B.OverviewRequest, B.Overview];
  "unit.get": [B.UnitRequest, B.UnitPage];
  "unit.save": [B.UnitSaveRequest, B.UnitPage];
  "roster.preview": [B.RosterPreviewRequest, B.RosterPreview];
  "roster.commit": [B.RosterCommitRequest, B.RosterReport];
  "person.list": [B.PersonListRequest, B.PersonList];
  "person.get": [B.PersonRequest, B.PersonPage];
  "person.settle": [B.SettleRequest, B.PersonPage];
  "person.reveal": [B.RevealRequest, B.Revealed];
  "committee.list": [B.CommitteeListRequest, B.CommitteeList];
  "batch.create": [B.BatchCreateRequest, B.BatchPage];
  "batch.list": [B.BatchListRequest, B.BatchList];
  "batch.get": [B.BatchRequest, B.BatchPage];
  "batch.candidates": [B.CandidatesRequest, B.CandidateList];
  "batch.choose": [B.ChooseRequest, B.BatchPage];
  "eligibility.assess": [B.AssessRequest, B.AssessReport];
  "eligibility.get": [B.VerdictRequest, B.VerdictPage];
  "eligibility.answer": [B.AnswerRequest, B.VerdictPage];
  "pack.list": [B.PackListRequest, B.PackList];
  "pack.clause": [B.ClauseRequest, B.ClausePage];
  "checklist.get": [B.HeatmapRequest, B.Heatmap];
  "checklist.item": [B.MaterialRequest, B.MaterialPage];
  "attachment.add": [B.AttachmentAddRequest, B.AttachmentReport];
  "attachment.remove": [B.AttachmentRequest, unknown];
  "attachment.confirm": [B.AttachmentRequest, unknown];
  "notice.list": [B.NoticeListRequest, B.NoticeList];
  "notice.get": [B.NoticeRequest, B.NoticePage];
  "notice.post": [B.NoticePostRequest, B.NoticePage];
  "notice.object": [B.ObjectRequest, B.NoticePage];
  "notice.resolve": [B.ResolveRequest, B.NoticePage];
  "notice.close": [B.NoticeRequest, B.NoticePage];
  "notice.form": [B.NoticeFormRequest, B.FileView];
  "notice.report": [B.NoticeReportRequest, B.FileView];
  "opinion.get": [B.OpinionRequest, B.OpinionPage];
  "opinion.save": [B.OpinionSaveRequest, unknown];
  "packet.list": [B.PacketListRequest, B.PacketList];
  "packet.assemble": [B.PacketAssembleRequest, B.PacketReport];
  "packet.get": [B.PacketRequest, B.PacketPage];
  "bundle.seal": [B.SealRequest, unknown];
  "bundle.list": [B.BundleListRequest, B.BundleList];
  "bundle.verify": [B.BundleRequest, B.VerifyReport];
  "sync.state": [B.SyncStateRequest, B.SyncState];
  "sync.pair": [B.PairRequest, B.SyncState];
  "sync.push": [B.PushRequest, B.PushReport];
  "history.list": [B.HistoryRequest, B.History];
  "calendar.days": [B.CalendarRequest, B.Calendar];
  "sample.open": [B.SampleRequest, B.SampleOpened];
}

/** The name of a command. */
export type Command = keyof Commands;
/** What a command takes. */
export type Input<N extends Command> = Commands[N][0];
/** What a command gives. */
export type Output<N extends Command> = Commands[N][1];
