import type { Words } from '@chappe/core/consent/topic'
import { type Html, html } from './html.ts'

const words = {
  en: {
    unsubscribe: 'Unsubscribe',
    onlyTopic: 'Only from this list',
    everything: 'From everything',
    topic: 'This message is about',
    choose: 'Choose what you receive',
    question: 'Do you no longer want to receive these emails?',
    answer: 'One click and we stop.',
    done: 'You are unsubscribed',
    thanks: 'You will no longer receive these emails.',
    less: 'You will no longer receive emails from this list.',
    gone: 'This link leads nowhere',
    why: 'It may have been cut off, or what it was about is gone.',
    later: 'One moment, please',
    again: 'We cannot answer right now. Please try again in a minute.',
  },
  fr: {
    unsubscribe: 'Se désabonner',
    onlyTopic: 'De cette liste seulement',
    everything: 'De tout',
    topic: 'Ce message concerne',
    choose: 'Choisir ce que vous recevez',
    question: 'Vous ne souhaitez plus recevoir ces e-mails ?',
    answer: 'Un clic et nous arrêtons.',
    done: 'Vous êtes désabonné',
    thanks: 'Vous ne recevrez plus ces e-mails.',
    less: 'Vous ne recevrez plus les e-mails de cette liste.',
    gone: 'Ce lien ne mène nulle part',
    why: 'Il a peut-être été coupé, ou ce dont il parlait n’existe plus.',
    later: 'Un instant, s’il vous plaît',
    again: 'Nous ne pouvons pas répondre pour le moment. Réessayez dans une minute.',
  },
} as const

export type Language = keyof typeof words

/** A page for whoever follows a link in a message: its title and what stands below it. */
export type Page = (language: Language) => { readonly title: string; readonly body: Html }

/**
 * The first language that we speak in a list like that of `Accept-Language` (RFC 9110, section 12.5.4); undefined
 * when there is none.
 */
export function languageOf(list: string | undefined): Language | undefined {
  const wanted = (list ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined)
      return { language: tag.split(/[-_]/)[0]!, weight: Number(weight ?? 1) }
    })
    .filter(({ language, weight }) => Object.hasOwn(words, language) && weight > 0)
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
    const buttons = topic
      ? html`<p>${say.topic} <strong>${topic[language]}</strong>.</p><form method="post">
<p>${say.unsubscribe}</p>
<button name="scope" value="topic">${say.onlyTopic}</button> <button name="scope" value="all">${say.everything}</button></form>`
      : html`<p>${say.answer}</p><form method="post"><button>${say.unsubscribe}</button></form>`
    return {
      title: say.question,
      body: html`${buttons}<p><a href="${preferences}">${say.choose}</a></p>`,
    }
  }

export const donePage =
  ({ onlyTopic, preferences }: { readonly onlyTopic: boolean; readonly preferences: string }): Page =>
  (language) => {
    const say = words[language]
    const thanks = onlyTopic ? say.less : say.thanks
    return { title: say.done, body: html`<p>${thanks}</p><p><a href="${preferences}">${say.choose}</a></p>` }
  }

export const gonePage: Page = (language) => {
  const say = words[language]
  return { title: say.gone, body: html`<p>${say.why}</p>` }
}

export const laterPage: Page = (language) => {
  const say = words[language]
  return { title: say.later, body: html`<p>${say.again}</p>` }
}
