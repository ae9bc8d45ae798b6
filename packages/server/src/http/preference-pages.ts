import type { Option, Preferences } from '../app/preferences.ts'
import { type Html, html } from './html.ts'
import type { Page } from './tracking-pages.ts'

const words = {
  en: {
    title: 'What would you like to receive?',
    lead: 'Your choices for',
    topics: 'About',
    channels: 'In general',
    channelHelp: 'Without this you receive none of the above either.',
    channel: { email: 'by email', sms: 'by text message', push: 'as notifications' },
    general: {
      email: 'News and offers by email',
      sms: 'News and offers by text message',
      push: 'News and offers as notifications',
    },
    save: 'Save',
    saved: 'Your choices are saved',
    effective: 'They count from now on.',
    back: 'See them again',
  },
  fr: {
    title: 'Que souhaitez-vous recevoir ?',
    lead: 'Vos choix pour',
    topics: 'À propos de',
    channels: 'En général',
    channelHelp: 'Sans cela, vous ne recevez rien de ce qui précède non plus.',
    channel: { email: 'par e-mail', sms: 'par SMS', push: 'par notification' },
    general: {
      email: 'Actualités et offres par e-mail',
      sms: 'Actualités et offres par SMS',
      push: 'Actualités et offres par notification',
    },
    save: 'Enregistrer',
    saved: 'Vos choix sont enregistrés',
    effective: 'Ils comptent dès maintenant.',
    back: 'Les revoir',
  },
} as const

/** Everything that can be chosen, as a form without script. What it shows goes back with it. */
export const preferencesPage =
  ({ options, address }: Preferences): Page =>
  (language) => {
    const say = words[language]
    const box = ({ name, on }: Option, label: string, help: string): Html => html`<label>
<input type="checkbox" name="choice" value="${name}"${on ? html` checked` : undefined}> ${label}</label>
${help ? html`<small>${help}</small>` : undefined}
<input type="hidden" name="shown" value="${name}">`
    const topics = options.flatMap((option) => {
      const { topic, channel } = option
      if (!topic) return []
      const alone = options.filter((other) => other.topic?.key === topic.key).length === 1
      const label = alone ? topic.name[language] : `${topic.name[language]} – ${say.channel[channel]}`
      return [box(option, label, topic.description[language])]
    })
    const channels = options
      .filter(({ topic }) => topic === null)
      .map((option) => box(option, say.general[option.channel], topics.length > 0 ? say.channelHelp : ''))
    return {
      title: say.title,
      body: html`${address ? html`<p>${say.lead} <strong>${masked(address)}</strong></p>` : undefined}
<form method="post">
${topics.length > 0 ? html`<fieldset><legend>${say.topics}</legend>${topics}</fieldset>` : undefined}
<fieldset><legend>${say.channels}</legend>${channels}</fieldset>
<button>${say.save}</button></form>`,
    }
  }

export const savedPage =
  (again: string): Page =>
  (language) => {
    const say = words[language]
    return { title: say.saved, body: html`<p>${say.effective}</p><p><a href="${again}">${say.back}</a></p>` }
  }

/** Enough to know it again: the message may have been forwarded to somebody who does not know the address. */
const masked = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${[...address][0]}…${address.slice(at)}`
}
