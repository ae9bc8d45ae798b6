// Generated from db/migrations by tables.test.ts (run it with UPDATE=1); do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as parsed JSON, written as its text. */
export type Json = ColumnType<unknown, string, string>
export type GeneratedJson = ColumnType<unknown, string | undefined, string>

export interface AllowedAddressTable {
  sandboxId: number
  value: string
  type: string
  comment: Generated<string>
  createdAt: Generated<Date>
  createdBy: string
}

export interface ApiClientTable {
  id: string
  organizationId: string
  name: string
  secretHash: Buffer
  scopes: string[]
  createdAt: Generated<Date>
  createdBy: string
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export interface AssetTable {
  sandboxId: number
  id: string
  sha256: string
  key: string
  name: string
  mediaType: string
  bytes: number
  width: number | null
  height: number | null
  createdAt: Generated<Date>
  createdBy: string
}

export interface AudienceTable {
  sandboxId: number
  id: string
  name: string
  description: Generated<string>
  tags: Generated<string[]>
  kind: string
  definition: Json
  status: string
  schedule: Json | null
  members: number | null
  evaluatedAt: Date | null
  nextAt: Date | null
  evaluation: Json | null
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
  archivedAt: Date | null
}

export interface AudienceCampaignTable {
  sandboxId: number
  audienceId: string
  campaignId: string
  version: number
}

export interface AudienceChangeTable {
  sandboxId: number
  audienceId: string
  at: Date
  members: number
  joined: number
  departed: number
}

export interface AudienceMemberTable {
  sandboxId: number
  audienceId: string
  profileId: string
  joinedAt: Date
  enrichment: Json | null
}

export interface AudienceUploadTable {
  sandboxId: number
  id: string
  audienceId: string
  mode: string
  namespace: string
  columns: Generated<string[]>
  status: string
  received: Generated<number>
  refused: Generated<number>
  created: Generated<number>
  added: Generated<number>
  updated: Generated<number>
  removed: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  finishedAt: Date | null
}

export interface AudienceUploadRowTable {
  sandboxId: number
  uploadId: string
  row: number
  value: string
  enrichment: Json
}

export interface AudienceUseTable {
  sandboxId: number
  audienceId: string
  usedId: string
}

export interface BatchTable {
  id: GeneratedAlways<number>
  sandboxId: number
  campaignId: string
  version: number
  lane: string
  kind: string
  size: number
  firstId: string | null
  lastId: string | null
  messageIds: string[] | null
  dueAt: Generated<Date>
  status: Generated<string>
  fence: Generated<number>
  leasedUntil: Date | null
  worker: string | null
  expanded: Generated<boolean>
  intentUpto: Generated<number>
  createdAt: Generated<Date>
  finishedAt: Date | null
  occurrenceId: string | null
  profileIds: string[] | null
  wave: number | null
  reason: string | null
  domain: string | null
  action: Generated<number>
  variant: string | null
}

export interface CalendarFeedTable {
  sandboxId: number
  personId: string
  tokenHash: Buffer
  etag: string | null
  changedAt: Generated<Date>
  createdAt: Generated<Date>
  readAt: Date | null
}

export interface CampaignTable {
  sandboxId: number
  id: string
  kind: string
  category: string
  channel: string
  name: string
  description: Generated<string>
  tags: Generated<string[]>
  status: string
  highThroughput: Generated<boolean>
  revision: Generated<number>
  draftVersion: number | null
  liveVersion: number | null
  startAt: Date | null
  endAt: Date | null
  createdAt: Generated<Date>
  createdBy: string
  createdById: string
  modifiedAt: Generated<Date>
  modifiedBy: string
  activatedAt: Date | null
  endedAt: Date | null
  archivedAt: Date | null
  failure: string | null
  nextAt: Date | null
  occurrences: Generated<number>
  folderId: string | null
  foldedName: Generated<string | null>
  modifiedById: string | null
  returnsTo: string | null
  purging: Generated<boolean>
  externalKey: string | null
  pausedReason: Json | null
}

export interface CampaignLogTable {
  id: GeneratedAlways<number>
  sandboxId: number
  campaignId: string
  occurrenceId: string | null
  at: Generated<Date>
  what: string
  who: string | null
  failure: string | null
  pausedReason: Json | null
}

export interface CampaignVersionTable {
  sandboxId: number
  campaignId: string
  number: number
  state: string
  revision: Generated<number>
  definition: Json
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
  activatedAt: Date | null
  activatedBy: string | null
  fragments: GeneratedJson
}

export interface ChannelConfigurationTable {
  sandboxId: number
  id: string
  name: string
  channel: string
  category: string
  status: string
  settings: Json
  providerKind: string
  providerConfig: Json
  providerSecrets: Buffer | null
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
  activatedAt: Date | null
}

export interface ConfirmationTable {
  sandboxId: number
  id: string
  address: string
  profileId: string | null
  options: string[]
  reopen: Generated<boolean>
  language: string | null
  source: string
  byName: string
  person: Json | null
  createdAt: Date
  expiresAt: Date
  confirmedAt: Date | null
  endedAt: Date | null
}

export interface ConsentTable {
  sandboxId: number
  channel: string
  subject: string
  choice: string
  source: string
  at: Generated<Date>
  topic: Generated<string>
}

export interface ConsentChangeTable {
  sandboxId: number
  id: string
  at: Date
  channel: string
  subject: string
  topic: Generated<string>
  choice: string | null
  previous: string | null
  source: string
  byName: string
  detail: GeneratedJson
}

export interface ContentTemplateTable {
  sandboxId: number
  id: string
  name: string
  description: Generated<string>
  channel: string
  tags: Generated<string[]>
  content: Json
  extra: GeneratedJson
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface DefaultViewTable {
  sandboxId: number
  ownerId: string
  kind: string
  viewId: string
}

export interface EventTable {
  sandboxId: number
  at: Date
  messageId: string
  campaignId: string
  type: string
  detail: string | null
}

export interface EventTypeTable {
  sandboxId: number
  key: string
  name: string
  schema: Json | null
  createdAt: Generated<Date>
  createdBy: string
}

export interface ExecutionTable {
  sandboxId: number
  id: string
  campaignId: string
  version: number
  batchId: number
  requestId: string
  fingerprint: Buffer
  recipients: number
  body: string
  createdAt: Date
  createdBy: string
}

export interface ExternalCalendarTable {
  sandboxId: number
  id: string
  name: string
  color: string
  format: string
  dates: string
  source: string
  events: number
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface FeedbackTable {
  sandboxId: number
  id: string
  sourceId: string | null
  key: string
  kind: string
  messageId: string | null
  address: string | null
  detail: Generated<string>
  raw: string | null
  receivedAt: Generated<Date>
}

export interface FeedbackSourceTable {
  sandboxId: number
  id: string
  kind: string
  name: string
  config: Json
  secrets: Buffer | null
  active: Generated<boolean>
  revision: Generated<number>
  state: GeneratedJson
  dueAt: Date | null
  leasedUntil: Date | null
  fence: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface FolderTable {
  sandboxId: number
  id: string
  kind: string
  parentId: string | null
  name: string
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface FragmentTable {
  sandboxId: number
  id: string
  name: string
  description: Generated<string>
  kind: string
  format: string
  status: string
  tags: Generated<string[]>
  draft: Json | null
  liveVersion: number | null
  publication: Json | null
  extra: GeneratedJson
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
  archivedAt: Date | null
}

export interface FragmentUseTable {
  sandboxId: number
  fragmentId: string
  userKind: string
  userId: string
  version: Generated<number>
}

export interface FragmentVersionTable {
  sandboxId: number
  fragmentId: string
  number: number
  content: Json
  attributes: string[]
  publishedAt: Generated<Date>
  publishedBy: string
}

export interface IdentityNamespaceTable {
  sandboxId: number
  key: string
  name: string
  kind: string
  createdAt: Generated<Date>
  createdBy: string
}

export interface ImportErrorTable {
  sandboxId: number
  importId: string
  line: number
  ordinal: number
  columnName: string
  reason: string
  raw: string
}

export interface ImportJobTable {
  sandboxId: number
  id: string
  name: string
  filename: string
  format: string
  status: string
  settings: Json | null
  size: number
  uploaded: Generated<number>
  fileKept: Generated<boolean>
  dryRun: Generated<boolean>
  run: Generated<number>
  offsetBytes: Generated<number>
  lines: Generated<number>
  counts: GeneratedJson
  rowsPerSecond: number | null
  bytesPerSecond: number | null
  failure: string | null
  createdAt: Generated<Date>
  createdBy: string
  startedAt: Date | null
  startedBy: string | null
  finishedAt: Date | null
}

export interface ImportMetTable {
  sandboxId: number
  importId: string
  profileId: string
  changed: boolean
}

export interface ImportPieceTable {
  sandboxId: number
  importId: string
  offsetBytes: number
  bytes: Buffer
}

export interface InboxMessageTable {
  sandboxId: number
  id: string
  messageId: string | null
  receivedAt: Generated<Date>
  recipient: string
  sender: string
  subject: string
  raw: Buffer
}

export interface JobTable {
  id: string
  kind: string
  key: string | null
  payload: Json
  runAt: Generated<Date>
  status: Generated<string>
  attempts: Generated<number>
  leasedUntil: Date | null
  result: Json | null
  createdAt: Generated<Date>
  finishedAt: Date | null
  worker: string | null
}

export interface LanguageSettingTable {
  sandboxId: number
  id: string
  name: string
  attribute: string
  locales: string[]
  defaultLocale: string
  fallbacks: GeneratedJson
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface MailboxMailTable {
  sandboxId: number
  sourceId: string
  uid: string
}

export interface MessageTable {
  sandboxId: number
  id: string
  campaignId: string
  version: number
  batchId: number
  ordinal: number
  profileId: string | null
  address: string | null
  status: string
  failure: string | null
  reason: string | null
  reply: string | null
  attempts: Generated<number>
  resends: Generated<number>
  createdAt: Date
  expiresAt: Date
  settledAt: Date | null
  openedAt: Date | null
  clickedAt: Date | null
  clickedLinks: Generated<number[]>
  occurrenceId: string | null
  recipientId: string | null
  action: Generated<number>
  variant: string | null
}

export interface OccurrenceTable {
  sandboxId: number
  id: string
  campaignId: string
  number: number
  version: number
  plannedAt: Date
  status: string
  targeted: Generated<number>
  released: Generated<number>
  failure: string | null
  startedAt: Date | null
  finishedAt: Date | null
  kind: Generated<string>
  resendsId: string | null
  askedBy: string | null
  stoppedBy: string | null
  watchedFrom: Json | null
  stoppedReason: Json | null
}

export interface OrganizationTable {
  id: string
  name: string
  createdAt: Generated<Date>
}

export interface PacerTable {
  sandboxId: number
  campaignId: string
  state: Json | null
}

export interface PersonTable {
  id: string
  organizationId: string
  email: string
  name: string
  role: string
  passwordHash: string
  preferences: GeneratedJson
  createdAt: Generated<Date>
  disabledAt: Date | null
}

export interface ProfileTable {
  sandboxId: number
  id: string
  attributes: GeneratedJson
  createdAt: Generated<Date>
  modifiedAt: Generated<Date>
  test: Generated<boolean>
}

export interface ProfileEventTable {
  sandboxId: number
  at: Date
  id: string
  profileId: string
  type: string
  data: GeneratedJson
}

export interface ProfileFieldTable {
  sandboxId: number
  path: string
  type: string
  required: Generated<boolean>
  options: string[] | null
  labelEn: Generated<string>
  labelFr: Generated<string>
  pii: Generated<boolean>
  createdAt: Generated<Date>
  createdBy: string
}

export interface ProfileIdentityTable {
  sandboxId: number
  namespace: string
  value: string
  profileId: string
}

export interface ProofTable {
  sandboxId: number
  id: string
  jobId: string
  ordinal: number
  locale: string | null
  address: string
  sample: Json
  subjectPrefix: Generated<string>
  status: string
  reason: string | null
  reply: string | null
  settledAt: Date | null
}

export interface ProofJobTable {
  sandboxId: number
  id: string
  campaignId: string
  version: number
  purpose: string
  status: string
  createdAt: Generated<Date>
  createdBy: string
  finishedAt: Date | null
  variant: string | null
}

export interface PushTokenTable {
  sandboxId: number
  app: string
  token: string
  platform: string
  profileId: string
  createdAt: Generated<Date>
}

export interface SampleSetTable {
  sandboxId: number
  id: string
  campaignId: string
  name: string
  samples: Json
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface SandboxTable {
  id: GeneratedAlways<number>
  organizationId: string
  name: string
  title: string
  createdAt: Generated<Date>
}

export interface SandboxSettingTable {
  sandboxId: number
  name: string
  value: Json
  modifiedAt: Generated<Date>
  modifiedBy: string
}

export interface SavedViewTable {
  sandboxId: number
  id: string
  kind: string
  name: string
  ownerId: string
  owner: string
  shared: Generated<boolean>
  state: Json
  revision: Generated<number>
  createdAt: Generated<Date>
  modifiedAt: Generated<Date>
}

export interface SessionTable {
  tokenHash: Buffer
  personId: string
  createdAt: Generated<Date>
  expiresAt: Date
}

export interface SettingTable {
  name: string
  value: Json
}

export interface SignInAttemptTable {
  subject: string
  at: Generated<Date>
}

export interface SoftBounceTable {
  sandboxId: number
  address: string
  messageId: string
  failures: number
  countedAt: Date
}

export interface SuppressionTable {
  sandboxId: number
  value: string
  type: string
  category: string
  reason: string
  comment: Generated<string>
  createdAt: Generated<Date>
  expiresAt: Date | null
  createdBy: Generated<string>
  source: Generated<string>
}

export interface SuppressionUploadTable {
  sandboxId: number
  id: string
  list: string
  filename: string
  content: string | null
  status: string
  lines: Generated<number>
  added: Generated<number>
  failed: Generated<number>
  errors: GeneratedJson
  createdAt: Generated<Date>
  createdBy: string
  finishedAt: Date | null
}

export interface TallyTable {
  sandboxId: number
  campaignId: string
  hour: Date
  metric: string
  reason: Generated<string>
  count: number
  occurrenceId: Generated<string>
}

export interface TallyDeltaTable {
  id: GeneratedAlways<number>
  sandboxId: number
  campaignId: string
  hour: Date
  metric: string
  reason: Generated<string>
  count: number
  occurrenceId: Generated<string>
}

export interface TopicTable {
  sandboxId: number
  key: string
  name: Json
  description: GeneratedJson
  channels: string[]
  doubleOptIn: Generated<boolean>
  position: Generated<number>
  revision: Generated<number>
  createdAt: Generated<Date>
  createdBy: string
  modifiedAt: Generated<Date>
  modifiedBy: string
  archivedAt: Date | null
}

export interface WaveTable {
  occurrenceId: string
  number: number
  startsAt: Date
  targeted: Generated<number>
}

export interface WorkerTable {
  name: string
  startedAt: Generated<Date>
  seenAt: Generated<Date>
}

export interface Tables {
  allowedAddress: AllowedAddressTable
  apiClient: ApiClientTable
  asset: AssetTable
  audience: AudienceTable
  audienceCampaign: AudienceCampaignTable
  audienceChange: AudienceChangeTable
  audienceMember: AudienceMemberTable
  audienceUpload: AudienceUploadTable
  audienceUploadRow: AudienceUploadRowTable
  audienceUse: AudienceUseTable
  batch: BatchTable
  calendarFeed: CalendarFeedTable
  campaign: CampaignTable
  campaignLog: CampaignLogTable
  campaignVersion: CampaignVersionTable
  channelConfiguration: ChannelConfigurationTable
  confirmation: ConfirmationTable
  consent: ConsentTable
  consentChange: ConsentChangeTable
  contentTemplate: ContentTemplateTable
  defaultView: DefaultViewTable
  event: EventTable
  eventType: EventTypeTable
  execution: ExecutionTable
  externalCalendar: ExternalCalendarTable
  feedback: FeedbackTable
  feedbackSource: FeedbackSourceTable
  folder: FolderTable
  fragment: FragmentTable
  fragmentUse: FragmentUseTable
  fragmentVersion: FragmentVersionTable
  identityNamespace: IdentityNamespaceTable
  importError: ImportErrorTable
  importJob: ImportJobTable
  importMet: ImportMetTable
  importPiece: ImportPieceTable
  inboxMessage: InboxMessageTable
  job: JobTable
  languageSetting: LanguageSettingTable
  mailboxMail: MailboxMailTable
  message: MessageTable
  occurrence: OccurrenceTable
  organization: OrganizationTable
  pacer: PacerTable
  person: PersonTable
  profile: ProfileTable
  profileEvent: ProfileEventTable
  profileField: ProfileFieldTable
  profileIdentity: ProfileIdentityTable
  proof: ProofTable
  proofJob: ProofJobTable
  pushToken: PushTokenTable
  sampleSet: SampleSetTable
  sandbox: SandboxTable
  sandboxSetting: SandboxSettingTable
  savedView: SavedViewTable
  session: SessionTable
  setting: SettingTable
  signInAttempt: SignInAttemptTable
  softBounce: SoftBounceTable
  suppression: SuppressionTable
  suppressionUpload: SuppressionUploadTable
  tally: TallyTable
  tallyDelta: TallyDeltaTable
  topic: TopicTable
  wave: WaveTable
  worker: WorkerTable
}
