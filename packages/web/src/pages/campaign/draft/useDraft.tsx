import { editCampaign, getCampaign } from '@chappe/core/api/campaigns'
import { planCampaign } from '@chappe/core/api/plan'
import { previewCampaign } from '@chappe/core/api/preview'
import { getVersion, listVersions, reviewCampaign, saveDraft } from '@chappe/core/api/versions'
import { isEditable } from '@chappe/core/campaign/commands'
import type { Campaign, CampaignVersion, Definition } from '@chappe/core/campaign/schema'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react'
import { call, type Reply } from '../../../api.ts'
import { keyOf, useEndpoint } from '../../../data.ts'
import { useMay } from '../../../session.ts'
import type { Saved } from '../autosave/machine.ts'
import { isUnsaved } from '../autosave/machine.ts'
import { gravest } from '../autosave/SaveState.tsx'
import { type Autosaving, useAutosave } from '../autosave/useAutosave.ts'
import { withoutCompiled } from '../content/shape.ts'
import { useLeaveGuard } from './useLeaveGuard.ts'
import { useSaveKey } from './useSaveKey.ts'

/** What the campaign itself holds beside its versions. */
export type Details = Pick<Campaign, 'name' | 'description' | 'tags' | 'key' | 'highThroughput'>

export type Review = Reply<typeof reviewCampaign>

export interface Draft {
  readonly campaign: Campaign
  readonly number: number
  readonly details: Details
  /** What is edited: all that the draft says, or a variant of it as if it were the content (`VariantLens`). */
  readonly definition: Definition
  readonly variant: string | null
  /** All that the draft says, however it is looked at. */
  readonly whole: Definition
  readonly savings: { readonly details: Autosaving<Details>; readonly definition: Autosaving<Definition> }
  /** The last review of what is saved. */
  readonly review: Review | undefined
  readonly isReadOnly: boolean
  /** Name, description and throughput are settled by the first activation. */
  readonly isSettled: boolean
  describe(changes: Partial<Details>): void
  change(changes: Partial<Definition>): void
  changeWhole(changes: Partial<Definition>): void
  /** Saves everything now; answers whether all of it is safe. */
  save(): Promise<boolean>
}

export const DraftContext = createContext<Draft | null>(null)

/** The draft that the editor is about. */
export function useDraft(): Draft {
  const draft = useContext(DraftContext)
  if (!draft) throw new Error('useDraft outside DraftProvider')
  return draft
}

const detailsOf = ({ name, description, tags, key, highThroughput }: Campaign): Details => ({
  name,
  description,
  tags,
  key,
  highThroughput,
})

const savedDetails = (campaign: Campaign): Saved<Details> => ({
  value: detailsOf(campaign),
  revision: campaign.revision,
  at: campaign.modifiedAt,
  by: campaign.modifiedBy,
})

const savedDefinition = (version: CampaignVersion): Saved<Definition> => ({
  value: {
    ...version.definition,
    content: withoutCompiled(version.definition.content),
    variants: version.definition.variants.map((one) => ({ ...one, content: withoutCompiled(one.content) })),
  },
  revision: version.revision,
  at: version.modifiedAt,
  by: version.modifiedBy,
})

interface Props {
  campaign: Campaign
  version: CampaignVersion
  children: ReactNode
}

/** Holds the draft being edited, saves it as it changes, and keeps its review fresh. Give it the version as key. */
export function DraftProvider({ campaign, version, children }: Props) {
  const { id } = campaign
  const { number } = version
  const client = useQueryClient()
  const review = useEndpoint(reviewCampaign, { params: { id } })
  const isSettled = campaign.status !== 'draft'
  const isReadOnly = !useMay('campaigns:write') || !isEditable(campaign)

  const details = useAutosave(
    useMemo(() => savedDetails(campaign), [campaign]),
    {
      async save(value, revision) {
        const { tags, key } = value
        const body = isSettled ? { tags, key } : value
        const saved = await call(editCampaign, { params: { id }, body: { revision, ...body } })
        client.setQueryData(keyOf(getCampaign, { params: { id } }), saved)
        void client.invalidateQueries({ queryKey: keyOf(reviewCampaign) })
        return savedDetails(saved)
      },
      load: async () => savedDetails(await call(getCampaign, { params: { id } })),
    },
  )
  const definition = useAutosave(
    useMemo(() => savedDefinition(version), [version]),
    {
      async save(value, revision) {
        const saved = await call(saveDraft, { params: { id }, body: { revision, definition: value } })
        client.setQueryData(keyOf(getVersion, { params: { id, number } }), saved)
        for (const endpoint of [reviewCampaign, planCampaign, getCampaign, listVersions])
          void client.invalidateQueries({ queryKey: keyOf(endpoint) })
        // Asked for again by who shows it, if it can be made at all.
        void client.invalidateQueries({ queryKey: keyOf(previewCampaign), refetchType: 'none' })
        return savedDefinition(saved)
      },
      load: async () => savedDefinition(await call(getVersion, { params: { id, number } })),
    },
  )

  const save = useCallback(async () => {
    // One after the other: saving the one can move the revision of the other.
    const first = await definition.flush()
    const second = await details.flush()
    return first && second
  }, [definition.flush, details.flush])

  useSaveKey(save)
  useLeaveGuard(isUnsaved(gravest([details.state, definition.state])), save)

  const draft = useMemo<Draft>(() => {
    const change = (changes: Partial<Definition>) =>
      definition.edit({ ...definition.state.value, ...changes })
    return {
      campaign,
      number,
      details: details.state.value,
      definition: definition.state.value,
      variant: null,
      whole: definition.state.value,
      savings: { details, definition },
      review: review.data,
      isReadOnly,
      isSettled,
      describe: (changes) => details.edit({ ...details.state.value, ...changes }),
      change,
      changeWhole: change,
      save,
    }
  }, [campaign, number, details, definition, review.data, isReadOnly, isSettled, save])
  return <DraftContext value={draft}>{children}</DraftContext>
}
