import { type Fragments, noFragments } from '@chappe/core/campaign/contents'
import { type Category, Definition } from '@chappe/core/campaign/schema'
import { withVariant } from '@chappe/core/campaign/variants'
import { ZodError } from 'zod'
import { compileVersion } from '../app/rendering/compile.ts'
import { fragmentsFor } from '../app/rendering/fragments.ts'
import { SendTest, sendTestKind, type TestResult } from '../app/test-send.ts'
import { trackingTokens } from '../app/tracking.ts'
import { probe } from '../channels/email/probe.ts'
import type { Sender } from '../channels/provider.ts'
import * as configurations from '../store/configurations.ts'
import * as deliveries from '../store/deliveries.ts'
import { readVersion } from '../store/versions.ts'
import type { WorkerContext } from './context.ts'
import type { Step } from './step.ts'
import { openConfiguration } from './targets.ts'

/** What a test says when it is about a channel configuration and not about a campaign. */
const greeting = Definition.parse({
  content: {
    subject: 'A test from Chappe',
    text: 'This message tests a channel configuration. It was sent by Chappe and needs no answer.\n',
  },
})

/**
 * Sends one message that nobody counts, over a connection of its own, and answers the dialogue. Tried once: a
 * person waits for it and will try again.
 */
export const sendTestStep: Step = {
  kind: sendTestKind,
  lease: 120,
  attempts: 1,
  async run(worker, payload, open): Promise<TestResult> {
    const { sandboxId, configurationId, to, campaignId, version, variant, ...values } =
      SendTest.parse(payload)
    const configuration = await configurations.find(worker.db, sandboxId, configurationId)
    if (!configuration) return said('error', 'The channel configuration is gone.')
    const content = await contentOf(worker, { sandboxId, campaignId, version, variant })
    if (!content) return said('error', 'The campaign, its version or its variant is gone.')
    let sender: Sender | undefined
    try {
      sender = open(openConfiguration(worker, configuration))
      const { secrets, newId } = worker
      const now = worker.now()
      const compiled = compileVersion(worker, {
        ...content,
        variant: null,
        settings: configuration.settings,
        tokens: trackingTokens(secrets),
      })
      const mail = compiled.compose({
        id: newId(),
        sandboxId,
        to,
        profile: values.profile ?? {},
        context: values.context ?? {},
        at: now,
        now,
        ...(values.locale !== undefined && { locale: values.locale }),
      })
      const { outcome, transcript } = await probe(sender, mail)
      return {
        outcome: outcome.kind,
        reply: 'reply' in outcome ? outcome.reply : '',
        transcript: [...transcript],
      }
    } catch (error) {
      return said('error', sentence(error))
    } finally {
      await sender?.close()
    }
  },
}

/** Settings of a draft may be incomplete: their mistakes are told as sentences. */
const sentence = (error: unknown): string =>
  error instanceof ZodError
    ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    : (error as Error).message

const said = (outcome: string, reply: string): TestResult => ({ outcome, reply, transcript: [] })

/** The content to send; its links lead straight to where they lead, as there is nothing to count. */
async function contentOf(
  { db }: WorkerContext,
  at: {
    sandboxId: number
    campaignId: string | undefined
    version: number | undefined
    variant: string | undefined
  },
): Promise<{ definition: Definition; fragments: Fragments; category: Category } | undefined> {
  if (at.campaignId === undefined)
    return { definition: greeting, fragments: noFragments, category: 'transactional' }
  const row = await deliveries.versionOf(db, { ...at, campaignId: at.campaignId, version: at.version ?? 1 })
  if (!row) return undefined
  const version = readVersion(row)
  const said = withVariant(version.definition, at.variant ?? null)
  if (!said) return undefined
  const fragments = await fragmentsFor({ db, sandboxId: at.sandboxId }, { ...version, definition: said })
  const definition = { ...said, tracking: { opens: false, clicks: false } }
  return { definition, fragments, category: row.category as Category }
}
