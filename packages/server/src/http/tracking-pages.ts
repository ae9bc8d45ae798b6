import { type PageLanguage, type PreferenceCentre, pageLanguages } from '@chappe/core/consent/centre'
import type { Words } from '@chappe/core/consent/topic'
import { type Html, html } from './html.ts'

const words = {
  en: {
    unsubscribe: 'Unsubscribe',
    onlyTopic: 'Unsubscribe from this list',
    everything: 'Unsubscribe from everything',
    topic: 'This message is about',
    choose: 'Choose what you receive',
    question: 'Do you no longer want to receive these emails?',
    answer: 'One click and we stop.',
    done: 'You are unsubscribed',
    thanks: 'You will no longer receive news and offers by email.',
    less: 'You will no longer receive emails about',
    still: 'Messages about what you do with us, an order or a password, still reach you.',
    undo: 'Subscribe again',
    gone: 'This link leads nowhere',
    why: 'It may have been cut off, or what it was about is gone.',
    later: 'One moment, please',
    again: 'We cannot answer right now. Please try again in a minute.',
  },
  fr: {
    unsubscribe: 'Se désabonner',
    onlyTopic: 'Se désabonner de cette liste',
    everything: 'Se désabonner de tout',
    topic: 'Ce message concerne',
    choose: 'Choisir ce que vous recevez',
    question: 'Vous ne souhaitez plus recevoir ces e-mails\u00a0?',
    answer: 'Un clic et nous arrêtons.',
    done: 'Votre désabonnement est enregistré',
    thanks: 'Vous ne recevrez plus d’actualités ni d’offres par e-mail.',
    less: 'Vous ne recevrez plus d’e-mails à propos de',
    still:
      'Les messages liés à ce que vous faites chez nous, une commande ou un mot de passe, vous parviennent toujours.',
    undo: 'Se réabonner',
    gone: 'Ce lien ne mène nulle part',
    why: 'Il a peut-être été coupé, ou ce dont il parlait n’existe plus.',
    later: 'Un instant, s’il vous plaît',
    again: 'Nous ne pouvons pas répondre pour le moment. Réessayez dans une minute.',
  },
} as const

export type Language = PageLanguage

/** A page for whoever follows a link in a message: its title and what stands below it. */
export type Page = (
  language: Language,
  brand: PreferenceCentre,
) => { readonly title: string; readonly body: Html }

/**
 * The first of these languages in a list like that of `Accept-Language` (RFC 9110, section 12.5.4); undefined when
 * there is none.
 */
export function languageOf(
  list: string | undefined,
  spoken: readonly Language[] = pageLanguages,
): Language | undefined {
  const wanted = (list ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined)
      return { language: tag.split(/[-_]/)[0]!, weight: Number(weight ?? 1) }
    })
    .filter(({ language, weight }) => spoken.includes(language as Language) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return wanted[0]?.language as Language | undefined
}

/**
 * Asks before it acts: mail programs and their scanners open every link, and a GET changes nothing (RFC 8058). Where
 * the message is about a topic, one can leave that alone.
 */
export const askPage =
  ({ topic, preferences }: { readonly topic: Words | null; readonly preferences: string }): Page =>
  (language) => {
    const say = words[language]
    const ask = topic
      ? html`<p>${say.topic} <strong>${topic[language]}</strong>.</p><form method="post"><p class="buttons"><button name="scope" value="topic">${say.onlyTopic}</button>
<button name="scope" value="all" class="second">${say.everything}</button></p></form>`
      : html`<p>${say.answer}</p><form method="post"><p class="buttons"><button>${say.unsubscribe}</button></p></form>`
    return { title: say.question, body: html`${ask}<p><a href="${preferences}">${say.choose}</a></p>` }
  }

/** Says what was left, and offers to take it back. */
export const donePage =
  ({ topic, preferences }: { readonly topic: Left['topic']; readonly preferences: string }): Page =>
  (language) => {
    const say = words[language]
    const left = topic
      ? html`<p>${say.less} <strong>${topic.name[language]}</strong>.</p>`
      : html`<p>${say.thanks}</p><p class="quiet">${say.still}</p>`
    const again = topic ? `email.${topic.key}` : 'email'
    return {
      title: say.done,
      body: html`${left}
<form method="post" action="${preferences}"><input type="hidden" name="undo" value="1">
<input type="hidden" name="shown" value="${again}"><input type="hidden" name="choice" value="${again}">
<p class="buttons"><button class="second">${say.undo}</button></p></form>
<p><a href="${preferences}">${say.choose}</a></p>`,
    }
  }

/** What somebody left: a topic, or with none everything by email. */
export interface Left {
  readonly topic: { readonly key: string; readonly name: Words } | null
}

export const gonePage: Page = (language) => {
  const say = words[language]
  return { title: say.gone, body: html`<p>${say.why}</p>` }
}

export const laterPage: Page = (language) => {
  const say = words[language]
  return { title: say.later, body: html`<p>${say.again}</p>` }
}
