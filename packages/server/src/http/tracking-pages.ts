import { type Html, html } from './html.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { margin: 15vh auto 0; max-width: 32rem; padding: 1.5rem; text-align: center }
h1 { font-size: 1.4rem }
button { background: #0d66d0; border: 0; border-radius: 2rem; color: #fff; cursor: pointer; font: inherit;
  font-weight: 600; padding: .6rem 1.6rem }
button:focus-visible { outline: 2px solid #0d66d0; outline-offset: 3px }`

const words = {
  en: {
    unsubscribe: 'Unsubscribe',
    question: 'Do you no longer want to receive these emails?',
    answer: 'One click and we stop.',
    done: 'You are unsubscribed',
    thanks: 'You will no longer receive these emails.',
    gone: 'This link leads nowhere',
    why: 'It may have been cut off, or what it was about is gone.',
    later: 'One moment, please',
    again: 'We cannot answer right now. Please try again in a minute.',
  },
  fr: {
    unsubscribe: 'Se désabonner',
    question: 'Vous ne souhaitez plus recevoir ces e-mails ?',
    answer: 'Un clic et nous arrêtons.',
    done: 'Vous êtes désabonné',
    thanks: 'Vous ne recevrez plus ces e-mails.',
    gone: 'Ce lien ne mène nulle part',
    why: 'Il a peut-être été coupé, ou ce dont il parlait n’existe plus.',
    later: 'Un instant, s’il vous plaît',
    again: 'Nous ne pouvons pas répondre pour le moment. Réessayez dans une minute.',
  },
} as const

export type Language = keyof typeof words

/** The reader's language by `Accept-Language` (RFC 9110, section 12.5.4); English when neither is named. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined)
      return { language: tag.split('-')[0]!, weight: Number(weight ?? 1) }
    })
    .filter(({ language, weight }) => Object.hasOwn(words, language) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return (wanted[0]?.language as Language | undefined) ?? 'en'
}

const page = (language: Language, nonce: string, title: string, body: Html): string =>
  html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`.text

/** Asks before it acts: mail programs and their scanners open every link, and a GET changes nothing (RFC 8058). */
export function askPage(language: Language, nonce: string): string {
  const say = words[language]
  return page(
    language,
    nonce,
    say.question,
    html`<p>${say.answer}</p><form method="post"><button>${say.unsubscribe}</button></form>`,
  )
}

export function donePage(language: Language, nonce: string): string {
  const say = words[language]
  return page(language, nonce, say.done, html`<p>${say.thanks}</p>`)
}

export function gonePage(language: Language, nonce: string): string {
  const say = words[language]
  return page(language, nonce, say.gone, html`<p>${say.why}</p>`)
}

export function laterPage(language: Language, nonce: string): string {
  const say = words[language]
  return page(language, nonce, say.later, html`<p>${say.again}</p>`)
}
