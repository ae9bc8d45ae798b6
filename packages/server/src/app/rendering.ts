import {
  analyzeDefinition,
  type DefinitionAnalysis,
  missingFrom,
  samplesOf,
} from '@chappe/core/campaign/content'
import { utf8Length } from '@chappe/core/campaign/readiness'
import { EmailSettings } from '@chappe/core/configuration/schema'
import type { Rendering } from '@chappe/core/simulation/schema'
import { TemplateLimit } from '@chappe/core/template/limits'
import type { Ctx } from '../context.ts'
import type { CampaignRow } from '../store/campaigns.ts'
import * as configurations from '../store/configurations.ts'
import type { VersionRow } from '../store/versions.ts'
import { compileVersion, type Personal, type RenderedParts } from './rendering/compile.ts'
import { fragmentsFor } from './rendering/fragments.ts'
import { ContentError } from './tracked-html.ts'
import { trackingTokens } from './tracking.ts'

/** The person of the samples: a demo profile has this address, and nobody on earth (RFC 2606). */
export const sampleAddress = 'marie.durand@example.com'

export interface Values {
  readonly profile: Record<string, unknown>
  readonly context: Record<string, unknown>
}

export interface Renderer {
  readonly analysis: DefinitionAnalysis
  /** Values for every variable of the content. */
  readonly samples: Values
  /** Those that have content, the default one first; one null without languages. */
  readonly locales: readonly (string | null)[]
  localeFor(profile: Values['profile']): string | null
  /**
   * What each of these locales says with these values; a mistake of the content is told in `error`. The texts have
   * their links as written. The octets are those that would leave at this moment, tracking included; their tokens
   * belong to a message that there is not, so they lead to no page and count nothing. There are none while nobody
   * sends or nothing is said.
   */
  render(values: Values, locales: readonly (string | null)[], to?: string): Rendering[]
}

const off = { opens: false, clicks: false }

/** Opens a version's own content for rendering by what sends it (`rendering/compile`). */
export async function openRenderer(ctx: Ctx, campaign: CampaignRow, version: VersionRow): Promise<Renderer> {
  const { definition } = version
  const { category } = campaign
  const fragments = await fragmentsFor(ctx, version)
  const wanted = definition.channelConfigurationId
  const settings =
    (wanted === null ? undefined : await configurations.find(ctx.db, ctx.sandboxId, wanted))?.settings ??
    EmailSettings.parse({})
  const tokens = trackingTokens(ctx.secrets)
  const source = { definition, variant: null, fragments, category, settings, tokens }
  const sent = compileVersion(ctx, source)
  const shown = compileVersion(ctx, { ...source, definition: { ...definition, tracking: off } })
  const analysis = analyzeDefinition(definition, fragments)
  const { senderName, senderEmail } = settings
  const from = senderName === '' ? senderEmail : `${senderName} <${senderEmail}>`

  function renderOne(values: Values, locale: string | null, to: string): Rendering {
    const now = ctx.now()
    const personal = { ...values, id: ctx.newId(), sandboxId: ctx.sandboxId, to, at: now, now, locale }
    const variables = analysis.contents.find((one) => one.locale === locale)?.variables ?? []
    const attempt = attempted(() => {
      const parts = shown.parts(personal)
      const sayable = senderEmail !== '' && parts.html + parts.text !== ''
      return { ...parts, mime: sayable ? mimeOf(personal) : '' }
    })
    const parts = attempt.ok ? attempt.value : nothing
    return {
      locale,
      from,
      ...parts,
      missing: missingFrom(variables, values),
      lengths: lengthsOf(parts),
      error: attempt.ok ? null : attempt.error,
    }
  }

  const mimeOf = (personal: Personal) => sent.compose(personal).raw.toString('latin1')

  return {
    analysis,
    samples: samplesOf(definition, analysis.variables),
    locales: sent.locales,
    localeFor: sent.localeFor,
    render: (values, locales, to = sampleAddress) => locales.map((locale) => renderOne(values, locale, to)),
  }
}

const nothing = { subject: '', preheader: '', html: '', text: '', mime: '' }

function lengthsOf({ subject, preheader, html, text, mime }: RenderedParts & { mime: string }) {
  return {
    subject: [...subject].length,
    preheader: [...preheader].length,
    html: utf8Length(html),
    text: utf8Length(text),
    mime: mime.length,
  }
}

/** The mistakes that values and templates can make are told; anything else is a bug. */
function attempted<T>(make: () => T): { ok: true; value: T } | { ok: false; error: string } {
  try {
    return { ok: true, value: make() }
  } catch (error) {
    if (error instanceof TemplateLimit || error instanceof ContentError || error instanceof TypeError)
      return { ok: false, error: error.message }
    throw error
  }
}
