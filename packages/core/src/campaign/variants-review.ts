import type { Candidate, CandidateConfiguration } from './candidate.ts'
import { type Alert, type AlertCode, alertOf } from './review.ts'
import type { Category, EditorTab } from './schema.ts'
import { isUsed, variantOf } from './variants.ts'

interface Finding {
  readonly code: AlertCode
  readonly message: string
  readonly params: Alert['params']
}

/** What speaks against sending with this configuration; null: there is none by the id that is named. */
export function* inConfiguration(
  wanted: Category,
  configuration: CandidateConfiguration | null,
): Generator<Finding> {
  if (configuration === null) {
    yield {
      code: 'configuration-missing',
      message: 'The channel configuration does not exist any more.',
      params: {},
    }
    return
  }
  const { name, status, category, settings } = configuration
  const of = `The channel configuration ${name}`
  if (status !== 'active')
    yield { code: 'configuration-inactive', message: `${of} is not active.`, params: { name } }
  if (category !== wanted)
    yield {
      code: 'configuration-category',
      message: `${of} is for ${category} messages.`,
      params: { name, category },
    }
  if (settings.senderEmail === '')
    yield { code: 'no-sender', message: `${of} has no sender address.`, params: { name } }
}

/** Whether the variants that are asked for are there, those that are there are asked for, and can be sent. */
export function* inVariants({ campaign, definition, configurations }: Candidate): Generator<Alert> {
  const at = (tab: EditorTab, field: string, { code, message, params }: Finding) =>
    alertOf(code, tab, field, message, params)
  const isAction = campaign.kind === 'action'
  const missing = (id: string): Finding => ({
    code: 'variant-missing',
    message: `There is no content ${id} in this campaign.`,
    params: { name: id },
  })
  if (isAction) {
    for (const id of definition.actions)
      if (!variantOf(definition, id)) yield at('content', 'actions', missing(id))
    for (const [index, { variantId }] of (definition.waves?.waves ?? []).entries())
      if (variantId !== null && !variantOf(definition, variantId))
        yield at('schedule', `waves.waves.${index}.variantId`, missing(variantId))
  }
  for (const { id, name, channelConfigurationId: wanted } of definition.variants) {
    if (!isAction || !isUsed(definition, id)) {
      yield at('content', `variants.${id}`, {
        code: 'variant-unused',
        message: `Nobody gets the content ${name}.`,
        params: { variant: name },
      })
      continue
    }
    if (wanted === null) continue
    for (const finding of inConfiguration(campaign.category, configurations?.get(wanted) ?? null))
      yield at('content', `variants.${id}.channelConfigurationId`, {
        ...finding,
        params: { ...finding.params, variant: name },
      })
  }
}
