import { setImmediate as turn } from 'node:timers/promises'
import type { BodyOf } from '@chappe/core/api/endpoint'
import type { simulateCampaign } from '@chappe/core/api/simulations'
import { Problem } from '@chappe/core/kit/problem'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { Rendering, Sample, SimulatedSample } from '@chappe/core/simulation/schema'
import type { Ctx } from '../context.ts'
import * as recipients from '../store/recipients.ts'
import { refuseBroken, saidIn } from './preview.ts'
import { openRenderer, type Renderer, type Values } from './rendering.ts'

/** Characters of everything that one simulation answers. */
const most = 48 * 1024 * 1024

/**
 * Renders a version (the draft, else the live one) for several people or sample values. What cannot be rendered with
 * one sample's values is told there. Throws campaign/not-ready with the template's errors, and request/too-large
 * when the answer would be.
 */
export async function simulate(
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof simulateCampaign>,
): Promise<{ version: number; samples: SimulatedSample[] }> {
  const said = await saidIn(ctx, id, body)
  await refuseBroken(ctx, said)
  const { campaign, version } = said
  const renderer = await openRenderer(ctx, campaign, version)
  const people = await valuesOf(ctx, body.samples, renderer.samples)
  const samples: SimulatedSample[] = []
  let size = 0
  for (const person of people) {
    const locale = renderer.localeFor(person.profile)
    const renderings: Rendering[] = []
    for (const one of body.locales === 'all' ? renderer.locales : [locale]) {
      renderings.push(...renderer.render(person, [one], person.address))
      const { html, text, mime } = renderings.at(-1)!
      size += html.length + text.length + mime.length
      if (size > most)
        throw new Problem(
          'request/too-large',
          'Simulate fewer samples or locales at once: the answer is too large.',
        )
      // Whoever else waits for this process is served between two renderings.
      await turn()
    }
    const { name, profileId, profile, context, unknownProfile } = person
    samples.push({ name, profileId, profile, context, locale, renderings, unknownProfile })
  }
  return { version: version.number, samples }
}

export interface Person extends Values {
  readonly name: string
  readonly profileId: string | null
  /** The identity leads to nobody. */
  readonly unknownProfile: boolean
  /** Where a message to this person would go, as far as the sample says. */
  readonly address: string | undefined
}

/**
 * The values of each sample: its own, else those of the profile that its identity leads to, else values inferred
 * from the content. What a call would carry cannot be found anywhere: it is inferred unless it is given.
 */
export async function valuesOf(
  { db, sandboxId }: Pick<Ctx, 'db' | 'sandboxId'>,
  samples: readonly Sample[],
  inferred: Renderer['samples'],
): Promise<Person[]> {
  const identities = samples.map(({ identity }) =>
    identity ? normalizeIdentity(identity.namespace, identity.value) : undefined,
  )
  const found = new Map(
    (
      await recipients.profilesOf(
        db,
        sandboxId,
        identities.filter((one) => one !== undefined),
      )
    ).map((profile) => [recipients.identityKey(profile), profile]),
  )
  return samples.map(({ name, profile, context }, n) => {
    const identity = identities[n]
    const known = identity && found.get(recipients.identityKey(identity))
    const stored = identity ? (known?.attributes ?? {}) : inferred.profile
    return {
      name: name || (identity?.value ?? ''),
      profileId: known?.id ?? null,
      unknownProfile: identity !== undefined && !known,
      profile: profile ?? stored,
      context: context ?? inferred.context,
      address: identity?.namespace === 'email' ? identity.value : undefined,
    }
  })
}
