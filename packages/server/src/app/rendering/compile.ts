import { contentsOf, type Fragments, localeFor } from '@chappe/core/campaign/contents'
import type { Category, Definition, EmailContent } from '@chappe/core/campaign/schema'
import type { EmailSettings } from '@chappe/core/configuration/schema'
import { htmlToText } from '@chappe/core/template/text'
import type { House } from '../../context.ts'
import {
  ContentError,
  compiled,
  compileHtml,
  numbered,
  type Scope,
  type Template,
  textOf,
} from '../tracked-html.ts'
import { type TrackingTokens, trackingPaths, unsubscribeMailto } from '../tracking.ts'

export interface Version {
  readonly definition: Definition
  /** Which of its contents; null: the campaign's own. */
  readonly variant: string | null
  readonly fragments: Fragments
  readonly category: Category
  readonly settings: EmailSettings
  readonly tokens: TrackingTokens
}

/** To whom a message goes, and with which values. */
export interface Personal {
  /** The message's id: of its links, of its Message-ID, and the seed of its random numbers. */
  readonly id: string
  readonly sandboxId: number
  readonly to: string
  readonly profile: Record<string, unknown>
  readonly context: Record<string, unknown>
  /** The instant of the message, for its date functions: it stays the same when the message is made again. */
  readonly at: Date
  /** The instant of its Date field. */
  readonly now: Date
  /** Instead of the locale that the profile asks for. */
  readonly locale?: string | null
  readonly subjectPrefix?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A message with its envelope, ready to be handed to a channel. */
export interface ComposedMail {
  readonly id: string
  readonly envelopeFrom: string
  readonly to: string
  readonly raw: Buffer
  readonly bcc?: string
  readonly eightBit?: boolean
}

export interface RenderedParts {
  readonly subject: string
  readonly preheader: string
  readonly html: string
  readonly text: string
}

/** A version's email, compiled once: what is the same for everybody is encoded already. */
export interface Content {
  /** Those that have content, the default one first; one null without languages. */
  readonly locales: readonly (string | null)[]
  localeFor(profile: Record<string, unknown>): string | null
  /**
   * Compiles what most people get, so that a mistake shows before the first message.
   * @throws ContentError when it cannot be compiled, TypeError when the sender is no address
   */
  prepare(): void
  /** @throws TemplateLimit, ContentError or TypeError when this message cannot be made; others still can. */
  compose(personal: Personal): ComposedMail
  /** The parts as texts, as far as they can be had without a sender. Throws as `compose` does. */
  parts(personal: Personal): RenderedParts
}

/** A message's values, and what only a proof has before its subject. */
interface MailScope extends Scope {
  readonly subjectPrefix: string
}

/**
 * The one way from a version and somebody's values to a message: sending, proofs, tests, simulation, preview.
 * Throws ContentError when there is no such variant.
 */
export function compileVersion(house: Pick<House, 'mail' | 'publicUrl'>, version: Version): Content {
  const { definition, category, settings, tokens } = version
  const origin = settings.trackingOrigin.replace(/\/+$/, '') || house.publicUrl
  const sender = house.mail.parseAddress(settings.senderEmail)
  const domain = sender?.domain ?? 'localhost'
  const contents = numbered(contentsOf(definition, version.fragments)).filter(
    ({ variant }) => variant === version.variant,
  )
  if (contents.length === 0) throw new ContentError(`The version has no variant ${version.variant}.`)
  const locales = contents.map(({ locale }) => locale)
  const known = new Map<string | null, ReturnType<typeof compileLocale>>()

  function compileLocale(locale: string | null) {
    const { content, firstLink } = contents.find((one) => one.locale === locale) ?? contents[0]!
    const templates = compileParts(content, { ...definition.tracking, origin, tokens, firstLink })
    const compileMail = () =>
      house.mail.compile<MailScope>({
        from: named(settings.senderEmail, settings.senderName),
        ...(settings.replyToEmail ? { replyTo: named(settings.replyToEmail, settings.replyToName) } : {}),
        subject: prefixed(templates.subject),
        ...(content.preheader ? { preheader: templates.preheader } : {}),
        ...(templates.html && { html: templates.html }),
        ...(templates.text && { text: templates.text }),
        idHeaders,
      })
    let mail: ReturnType<typeof compileMail> | undefined
    return { templates, mail: () => (mail ??= compileMail()) }
  }

  function of(locale: string | null) {
    const found = known.get(locale) ?? compileLocale(locale)
    known.set(locale, found)
    return found
  }

  const localeOf = (profile: Record<string, unknown>) => localeFor(definition.languages, locales, profile)

  function scopeOf({ id, sandboxId, profile, context, at, subjectPrefix = '' }: Personal): MailScope {
    const token = tokens.of({ messageId: id, sandboxId })
    const unsubscribeUrl = trackingPaths.unsubscribe(origin, token)
    const mirrorUrl = trackingPaths.mirror(origin, token)
    const preferencesUrl = trackingPaths.preferences(origin, token)
    const confirmUrl = trackingPaths.confirm(origin, token)
    return {
      profile,
      context,
      system: { token, unsubscribeUrl, mirrorUrl, preferencesUrl, confirmUrl, now: at, seed: id },
      subjectPrefix,
    }
  }

  const returnPath = ({ id, sandboxId }: Personal) =>
    !settings.returnEmail
      ? settings.senderEmail
      : settings.returnMarked
        ? tokens.returnPath(settings.returnEmail, { messageId: id, sandboxId })
        : settings.returnEmail

  const listUnsubscribe = ({ unsubscribeUrl: url, token }: Scope['system']) =>
    settings.unsubscribeEmail ? { url, mailto: unsubscribeMailto(settings.unsubscribeEmail, token) } : { url }

  return {
    locales,
    localeFor: localeOf,
    prepare() {
      of(locales[0]!).mail()
    },
    compose(personal) {
      const { id, to, profile, now, locale = localeOf(profile), headers } = personal
      const scope = scopeOf(personal)
      const raw = of(locale)
        .mail()
        .compose(scope, {
          id,
          messageId: `${id}@${domain}`,
          date: now,
          to: { address: to },
          ...(category === 'marketing' ? { listUnsubscribe: listUnsubscribe(scope.system) } : {}),
          ...(headers && { headers }),
        })
      return {
        id,
        envelopeFrom: returnPath(personal),
        to,
        raw,
        ...(settings.bccEmail ? { bcc: settings.bccEmail } : {}),
        ...(sender?.utf8 || house.mail.parseAddress(to)?.utf8 ? { eightBit: true } : {}),
      }
    },
    parts(personal) {
      const { templates } = of(personal.locale === undefined ? localeOf(personal.profile) : personal.locale)
      const scope = scopeOf(personal)
      const text = (template: Template | undefined) => (template ? textOf(template, scope) : '')
      return {
        subject: textOf(prefixed(templates.subject), scope),
        preheader: text(templates.preheader),
        html: text(templates.html),
        text: text(templates.text),
      }
    },
  }
}

/**
 * What a message is recognized by when somebody tells of it: relays replace Message-IDs, but hand back these (the
 * second one is what one of them asks for). They say no more than the id.
 */
const idHeaders = ['X-Chappe-Message', 'X-PM-Metadata-chappe-message']

type Tracking = Parameters<typeof compileHtml>[1]

/** An empty text is made from the HTML. */
function compileParts(content: EmailContent, tracking: Tracking) {
  const text = content.text.trim() === '' ? htmlToText(content.html) : content.text
  return {
    subject: compiled(content.subject, 'header'),
    preheader: compiled(content.preheader, 'header'),
    html: content.html ? compileHtml(content.html, tracking) : undefined,
    text: text ? compiled(text, 'text') : undefined,
  }
}

const prefixed = (template: Template): Template<MailScope> => ({
  statics: template.statics,
  renderTo(scope, sink) {
    if (scope.subjectPrefix !== '') sink.text(`${scope.subjectPrefix.trimEnd()} `)
    template.renderTo(scope, sink)
  },
})

const named = (address: string, name: string) => (name ? { address, name } : { address })
