import { isUsableSchema } from '../kit/json-schema.ts'
import { type FragmentSource, fragmentRefs } from '../template/fragments.ts'
import { describe } from '../template/problems.ts'
import type { ValueSchema } from '../template/schema.ts'
import { pathText, type Variable as Used } from '../template/variables.ts'
import type { Candidate, CandidateFragment } from './candidate.ts'
import { analyzeDefinition, contextSchemaOf, type LocaleAnalysis, leavesOf } from './content.ts'
import { contentsOf, type LocaleContent, noFragments, untranslated } from './contents.ts'
import { isUnsubscribe, linksIn, type Place } from './links.ts'
import { contentParts } from './parts.ts'
import { type Alert, type AlertCode, alertOf, type Variable } from './review.ts'
import { type ContextSchema, campaignLimits, type Definition } from './schema.ts'
import { firstTime } from './trigger.ts'
import { isUsed, variantOf, withVariant } from './variants.ts'
import { inConfiguration, inVariants } from './variants-review.ts'
import { inWaves } from './waves-review.ts'

export interface Review {
  readonly ready: boolean
  /** Errors first, each kind in the order of the editor's tabs. */
  readonly alerts: Alert[]
  readonly variables: Variable[]
  readonly contextSchema: ContextSchema
}

/** Reviews a version: what blocks its activation, what is doubtful, and the variables that its content uses. */
export function readiness(candidate: Candidate): Review {
  const { fragments = noFragments, attributes } = candidate
  const definition = withoutUnused(candidate)
  const analysis = analyzeDefinition(definition, fragments, attributes)
  const contents = contentsOf(definition, fragments)
  const found = [
    ...inProperties(candidate),
    ...inActions(candidate),
    ...analysis.contents.flatMap((content) => [...inTemplates(content, fieldIn(definition, content))]),
    ...contents.flatMap((content) => [...inContent(candidate, content, fieldIn(definition, content))]),
    ...contents.flatMap((content) => [...inFragments(candidate, content, fieldIn(definition, content))]),
    ...inLanguages(definition),
    ...inVariants(candidate),
    ...inAudience(candidate),
    ...inVariables(candidate, analysis.contents),
    ...inSchedule(candidate),
  ]
  const alerts = [...found.filter(isError), ...found.filter((one) => !isError(one))]
  return {
    ready: !alerts.some(isError),
    alerts,
    variables: leavesOf(analysis.variables),
    contextSchema: contextSchemaOf(definition, analysis.variables),
  }
}

/** What nobody gets may be as unfinished as it likes. */
const withoutUnused = ({ campaign, definition }: Candidate): Definition => ({
  ...definition,
  variants: definition.variants.filter(({ id }) => campaign.kind === 'action' && isUsed(definition, id)),
})

const isError = ({ level }: Alert) => level === 'error'

function* inProperties({ campaign, definition, topic = null }: Candidate): Generator<Alert> {
  if (campaign.name.trim() === '') yield alertOf('no-name', 'properties', 'name', 'The campaign has no name.')
  const key = definition.topic
  if (key !== null && (topic === null || topic.archived || !topic.channels.includes('email')))
    yield alertOf(
      'topic-missing',
      'properties',
      'topic',
      `There is no topic ${key} that emails can be about.`,
      {
        name: key,
      },
    )
}

function* inActions({ campaign, definition, configuration }: Candidate): Generator<Alert> {
  const field = 'channelConfigurationId'
  if (definition.channelConfigurationId === null)
    yield alertOf('no-configuration', 'actions', field, 'No channel configuration is chosen.')
  else
    for (const { code, message, params } of inConfiguration(campaign.category, configuration))
      yield alertOf(code, 'actions', field, message, params)
}

/** Of the campaign's own default locale a part of the content is its field; of another, the name says whose. */
type FieldIn = (part: string) => { readonly field: string; readonly params: Alert['params'] }

const fieldIn =
  (definition: Definition, { variant, locale }: Pick<LocaleContent, 'variant' | 'locale'>): FieldIn =>
  (part) => {
    const of = variant === null ? '' : `variants.${variant}.`
    const whose = variant === null ? {} : { variant: variantOf(definition, variant)!.name }
    return locale === null || locale === definition.languages?.defaultLocale
      ? { field: `${of}${part}`, params: whose }
      : { field: `${of}translations.${locale}.${part}`, params: { ...whose, locale } }
  }

/** What the template language itself finds. */
function* inTemplates({ problems }: LocaleAnalysis, fieldOf: FieldIn): Generator<Alert> {
  for (const problem of problems) {
    const { code, part, severity } = problem
    const { field, params: whose } = fieldOf(part)
    const params = { ...problem.params, ...whose }
    const at = (alertCode: AlertCode, more: Alert['params'] = {}) =>
      alertOf(alertCode, 'content', field, describe(problem), { ...params, ...more }, problem)
    if (code === 'unknown-fragment') yield at('fragment-missing')
    else if (severity === 'error') yield at('template-error', { problem: code })
    else if (code === 'unknown-attribute') yield at('unknown-profile-attribute')
  }
}

function* inContent(
  { campaign }: Candidate,
  { content, source }: LocaleContent,
  fieldOf: FieldIn,
): Generator<Alert> {
  const at = (code: AlertCode, part: string, message: string, more: Alert['params'] = {}, place?: Place) => {
    const { field, params } = fieldOf(part)
    return alertOf(code, 'content', field, message, { ...more, ...params }, place)
  }
  if (content.subject.trim() === '') yield at('no-subject', 'subject', 'The subject is empty.')
  if (content.html.trim() === '') {
    yield at('no-html', 'html', 'The HTML version is empty.')
    return
  }
  const bytes = utf8Length(content.html)
  const { html: most, htmlWarning } = campaignLimits
  if (bytes > most)
    yield at('html-too-large', 'html', `The HTML has ${bytes} bytes; ${most} are allowed.`, {
      bytes,
      limit: most,
    })
  else if (bytes > htmlWarning)
    yield at(
      'html-heavy',
      'html',
      `The HTML has ${bytes} bytes; mail programs cut messages above ${htmlWarning}.`,
      {
        bytes,
        limit: htmlWarning,
      },
    )
  if (campaign.category === 'marketing' && !linksIn(content.html).some(({ href }) => isUnsubscribe(href)))
    yield at('unsubscribe-missing', 'html', 'Marketing messages need a link to {{system.unsubscribeUrl}}.')
  // Of the source: what a fragment holds is mended in the fragment.
  for (const { href, place } of linksIn(source.html))
    if (href === '' || href === '#') yield at('empty-link', 'html', 'This link leads nowhere.', {}, place)
  if (content.text.trim() === '')
    yield at('empty-text', 'text', 'The text version is empty: it will be made from the HTML.')
}

/** Fragments that are there but may not be used, those inside other fragments included. */
function* inFragments(
  { fragments = new Map<string, CandidateFragment>() }: Candidate,
  { source }: LocaleContent,
  fieldOf: FieldIn,
): Generator<Alert> {
  for (const part of contentParts)
    for (const { id, at } of fragmentRefs(source[part]))
      for (const [used, fragment] of reachedFrom(id, fragments)) {
        if (fragment.status !== 'archived' && fragment.liveVersion !== null) continue
        const { field, params } = fieldOf(part)
        const { name, status } = fragment
        const message = `The fragment ${name} is not live.`
        yield alertOf(
          'fragment-not-live',
          'content',
          field,
          message,
          { ...params, id: used, name, status },
          at,
        )
      }
}

function reachedFrom<T extends FragmentSource>(
  id: string,
  fragments: ReadonlyMap<string, T>,
  reached = new Map<string, T>(),
): Map<string, T> {
  const fragment = fragments.get(id)
  if (!fragment || reached.has(id)) return reached
  reached.set(id, fragment)
  for (const inner of fragmentRefs(fragment.content)) reachedFrom(inner.id, fragments, reached)
  return reached
}

function* inLanguages(definition: Definition): Generator<Alert> {
  for (const variant of [null, ...definition.variants.map(({ id }) => id)])
    for (const locale of untranslated(withVariant(definition, variant)!)) {
      const { field, params } = fieldIn(definition, { variant, locale })('')
      yield alertOf(
        'translation-missing',
        'content',
        field.slice(0, -1),
        `There is no content in ${locale}: its people get what stands in for it.`,
        params,
      )
    }
}

function* inAudience({ campaign, definition, audiences = new Set() }: Candidate): Generator<Alert> {
  if (campaign.kind !== 'action') return
  const { id, exclude } = definition.audience
  if (id === null) yield alertOf('no-audience', 'audience', 'audienceId', 'No audience is chosen.')
  for (const [field, named] of [
    ['audienceId', id === null ? [] : [id]] as const,
    ['exclude', exclude] as const,
  ])
    for (const missing of named.filter((one) => !audiences.has(one)))
      yield alertOf('audience-missing', 'audience', field, `There is no audience ${missing} to send to.`, {
        id: missing,
      })
}

function* inVariables(candidate: Candidate, contents: readonly LocaleAnalysis[]): Generator<Alert> {
  const { schema } = candidate.definition.context
  const usable = schema === null || isUsableSchema(schema)
  if (!usable)
    yield alertOf(
      'context-schema-invalid',
      'audience',
      'contextSchema',
      'The context schema is not a JSON Schema of an object without patterns.',
    )
  for (const content of contents)
    yield* ofVariables(candidate, content, usable ? (schema as ValueSchema | null) : null)
}

function* ofVariables(
  { campaign, definition }: Candidate,
  content: LocaleAnalysis,
  schema: ValueSchema | null,
): Generator<Alert> {
  for (const variable of content.variables) {
    const name = `${variable.namespace}.${pathText(variable.path)}`
    const at = (code: AlertCode, message: string) => {
      const use = variable.uses[0]!
      const { field, params } = fieldIn(definition, content)(use.part)
      return alertOf(code, 'content', field, message, { name, ...params }, use)
    }
    const isLeaf = variable.type !== 'object' && variable.type !== 'array'
    if (variable.namespace === 'profile' && campaign.highThroughput && isLeaf)
      yield at('profile-in-high-throughput', `${name} is empty: high throughput reads no profiles.`)
    else if (variable.namespace === 'profile' && variable.required && isLeaf)
      yield at('missing-default', `${name} has no default for profiles without it.`)
    if (variable.namespace === 'context' && isLeaf && campaign.kind === 'action')
      yield at('context-without-call', `${name} has no value: nobody calls a campaign with a schedule.`)
    else if (variable.namespace === 'context' && isLeaf && schema && !describes(schema, variable))
      yield at('context-not-in-schema', `${name} is not in the context schema.`)
  }
}

/** Follows the variable's path; where the schema says nothing about what is inside, anything may be. */
function describes(schema: ValueSchema, { path }: Used): boolean {
  let at: ValueSchema | undefined = schema
  for (const key of path) {
    if (typeof key === 'number') at = at.items
    else if (at.properties === undefined) return true
    else at = Object.hasOwn(at.properties, key) ? at.properties[key] : undefined
    if (at === undefined) return typeof key === 'number'
  }
  return true
}

function* inSchedule({
  campaign,
  definition,
  live,
  now,
  audiences = new Set(),
}: Candidate): Generator<Alert> {
  if (campaign.kind === 'action') {
    yield* inTrigger(campaign, definition.trigger, now)
    yield* inWaves(definition, now, audiences)
    return
  }
  const { startAt, endAt, timezone } = definition.schedule
  const at = (code: AlertCode, field: string, message: string, params: Alert['params'] = {}) =>
    alertOf(code, 'schedule', field, message, params)
  const start = startAt === null ? null : Date.parse(startAt)
  const end = endAt === null ? null : Date.parse(endAt)
  if (end !== null && end <= (start ?? Number.NEGATIVE_INFINITY))
    yield at('end-before-start', 'endAt', 'The end is not after the start.')
  if (end !== null && end <= now.getTime()) yield at('end-passed', 'endAt', 'The end has passed.')
  if (campaign.status === 'live') {
    const began = live?.schedule.startAt ?? null
    if (start !== (began === null ? null : Date.parse(began)))
      yield at('start-locked', 'startAt', 'The campaign has begun, so its start cannot change.')
  } else if (start !== null && start <= now.getTime())
    yield at('start-passed', 'startAt', 'The start has passed: the campaign begins when it is activated.')
  if (!isTimeZone(timezone))
    yield at('unknown-time-zone', 'timezone', `There is no time zone ${timezone}.`, { name: timezone })
}

function* inTrigger(
  { occurrences }: Candidate['campaign'],
  trigger: Definition['trigger'],
  now: Date,
): Generator<Alert> {
  if (occurrences > 0 && trigger.kind !== 'recurring') {
    const message = 'It has been sent: this version is for those only to whom it is resent.'
    yield alertOf('already-sent', 'schedule', 'trigger', message)
    return
  }
  const first = firstTime(trigger, now.getTime())
  if (first === null)
    yield alertOf('end-passed', 'schedule', 'trigger', 'All the times of the schedule have passed.')
  else if (trigger.kind === 'at' && first === now.getTime())
    yield alertOf(
      'start-passed',
      'schedule',
      'trigger',
      'Its time has passed: it is sent when it is activated.',
    )
}

/** Names of the IANA database, in any case of letters, as the runtime knows them. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Bytes of the text in UTF-8 (RFC 3629); a lone surrogate counts as the replacement character. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}
