import { analyzeDefinition, contextSchemaOf } from '@chappe/core/campaign/content'
import { type FragmentSnapshot, fragmentsOf } from '@chappe/core/campaign/contents'
import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import {
  type CampaignKind,
  type Category,
  type ContextSchema,
  Definition,
} from '@chappe/core/campaign/schema'
import { isUuid } from '@chappe/core/kit/ids'
import { checkOfWritten } from '@chappe/core/kit/json-schema'
import { remember } from '@chappe/core/kit/remember'
import { begin } from '../store/campaigns.ts'
import type { Db } from '../store/db.ts'
import * as store from '../store/executions.ts'
import type { Check } from './schemas.ts'

/** What the accept path knows of a live campaign without asking the database again. */
export interface TriggerView {
  readonly id: string
  readonly kind: CampaignKind
  readonly category: Category
  readonly status: CampaignStatus
  readonly highThroughput: boolean
  readonly version: number
  readonly startAt: Date | null
  readonly endAt: Date | null
  /** Recipients without a profile are refused. */
  readonly needsProfiles: boolean
  readonly validateContext: Check | undefined
}

const most = 1_000

/**
 * Live campaigns, kept between calls. A view may be out of date: the commit compares its version and status with
 * the campaign's own row and writes nothing when they differ, and the caller then forgets the view and looks again.
 */
export function triggerViews(db: Db) {
  const views = new Map<string, { sandboxId: number; view: TriggerView }>()

  async function load(sandboxId: number, campaignId: string, now: Date): Promise<TriggerView | undefined> {
    if (!isUuid(campaignId)) return undefined
    const find = () => store.campaignToTrigger(db, sandboxId, campaignId)
    let row = await find()
    if (row?.status === 'scheduled' && row.startAt && row.startAt <= now) {
      // The first call after the start does not wait for the clock's next round.
      await begin(db, now)
      row = await find()
    }
    if (!row) return undefined
    const definition = Definition.parse(row.definition ?? {})
    const view: TriggerView = {
      id: row.id,
      kind: row.kind as CampaignKind,
      category: row.category as Category,
      status: row.status as CampaignStatus,
      highThroughput: row.highThroughput,
      version: row.version ?? 0,
      startAt: row.startAt,
      endAt: row.endAt,
      needsProfiles: !row.highThroughput && !definition.audience.createProfiles,
      validateContext: definition.context.validate
        ? checkOfWritten(wantedContext(definition, row.fragments))
        : undefined,
    }
    // Only live campaigns are worth keeping: the others refuse, and must notice when they go live.
    if (view.status === 'live') remember(views, view.id, { sandboxId, view }, most)
    return view
  }

  return {
    cached(sandboxId: number, campaignId: string): TriggerView | undefined {
      const entry = views.get(campaignId)
      return entry?.sandboxId === sandboxId ? entry.view : undefined
    },
    load,
    forget: (campaignId: string) => views.delete(campaignId),
  }
}

/** The schema that people wrote, else the one that the content's variables amount to. */
const wantedContext = (definition: Definition, fragments: unknown): ContextSchema =>
  contextSchemaOf(
    definition,
    analyzeDefinition({ ...definition, variants: [] }, fragmentsOf((fragments ?? {}) as FragmentSnapshot))
      .variables,
  )
