import type { PublicPage } from '@chappe/core/api/preferences'
import type { Confirmable } from '../app/confirmations.ts'
import type { Confirming, Option, Preferences } from '../app/preferences.ts'
import { type Html, html } from './html.ts'
import { askPage, donePage, type Language, type Page } from './tracking-pages.ts'

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
    leave: 'Unsubscribe from everything',
    saved: 'Your choices are saved',
    left: 'You are unsubscribed from everything',
    restored: 'You are subscribed again',
    effective: 'They count from now on. You receive:',
    nothing: 'No news and no offers reach you from now on.',
    still: 'Messages about what you do with us, an order or a password, still reach you.',
    undo: 'Undo this change',
    back: 'See your choices',
    pending: 'Waiting for your confirmation',
    confirming: {
      nothing: '',
      asked: 'One more click: we have sent you a message. What you added counts once you confirm it there.',
      'asked-before':
        'What you added counts once you confirm it: follow the link in the message that we sent you before.',
      impossible: 'What you added is not saved: we cannot ask you to confirm it now.',
    },
    confirm: {
      question: 'Confirm your subscription?',
      lead: 'You asked to receive:',
      button: 'Confirm',
      done: 'You are subscribed',
      thanks: 'Thank you. From now on you receive:',
      over: 'This link counts no more',
      why: 'It has run out, or you have changed your mind since. Subscribe again if you like.',
    },
  },
  fr: {
    title: 'Que souhaitez-vous recevoir\u00a0?',
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
    leave: 'Se désabonner de tout',
    saved: 'Vos choix sont enregistrés',
    left: 'Votre désabonnement est enregistré',
    restored: 'Votre abonnement est rétabli',
    effective: 'Ils comptent dès maintenant. Vous recevez\u00a0:',
    nothing: 'Aucune actualité ni aucune offre ne vous parvient désormais.',
    still:
      'Les messages liés à ce que vous faites chez nous, une commande ou un mot de passe, vous parviennent toujours.',
    undo: 'Annuler ce changement',
    back: 'Voir vos choix',
    pending: 'En attente de votre confirmation',
    confirming: {
      nothing: '',
      asked:
        'Encore un clic\u00a0: nous vous avons envoyé un message. Vos ajouts compteront une fois confirmés par son lien.',
      'asked-before':
        'Vos ajouts compteront une fois confirmés\u00a0: suivez le lien du message que nous vous avons déjà envoyé.',
      impossible:
        'Vos ajouts ne sont pas enregistrés\u00a0: nous ne pouvons pas vous demander de les confirmer maintenant.',
    },
    confirm: {
      question: 'Confirmer votre inscription\u00a0?',
      lead: 'Vous avez demandé à recevoir\u00a0:',
      button: 'Confirmer',
      done: 'Votre inscription est confirmée',
      thanks: 'Merci. Désormais, vous recevez\u00a0:',
      over: 'Ce lien n’est plus valable',
      why: 'Il a expiré, ou vous avez changé d’avis depuis. Inscrivez-vous de nouveau si vous le souhaitez.',
    },
  },
} as const

/** Everything that can be chosen, as a form without script. What it shows goes back with it. */
export const preferencesPage =
  ({ options, address }: Pick<Preferences, 'options' | 'address'>): Page =>
  (language, { title, lead }) => {
    const say = words[language]
    const box = (option: Option, n: number, help: string): Html => html`<div class="option">
<input type="checkbox" id="choice-${n}" name="choice" value="${option.name}"${option.on || option.pending ? html` checked` : undefined}${
      help ? html` aria-describedby="help-${n}"` : undefined
    }>
<label for="choice-${n}">${nameOf(option, options, language)}</label>
${help ? html`<small id="help-${n}">${help}</small>` : undefined}
<input type="hidden" name="shown" value="${option.name}"></div>`
    const topics = options.flatMap((one, n) =>
      one.topic ? [box(one, n, one.pending ? say.pending : one.topic.description[language])] : [],
    )
    const channels = options.flatMap((one, n) =>
      one.topic ? [] : [box(one, n, topics.length > 0 ? say.channelHelp : '')],
    )
    return {
      title: title[language] || say.title,
      body: html`${lead[language] ? html`<p>${lead[language]}</p>` : undefined}
${address ? html`<p class="quiet">${say.lead} <strong>${masked(address)}</strong></p>` : undefined}
<form method="post">
${topics.length > 0 ? html`<fieldset><legend>${say.topics}</legend>${topics}</fieldset>` : undefined}
<fieldset><legend>${say.channels}</legend>${channels}</fieldset>
<p class="buttons"><button>${say.save}</button>
<button name="leave" value="all" class="second">${say.leave}</button></p></form>`,
    }
  }

export interface Saved {
  readonly options: readonly Option[]
  /** Names of what was on before, to go back to it. */
  readonly before: readonly string[]
  /** The way to the preference centre. */
  readonly centre: string
  /** It was itself the way back. */
  readonly isUndone?: boolean
  readonly confirming?: Confirming
}

/** Says what counts now, and how to go back to what counted before. */
export const savedPage =
  ({ options, before, centre, isUndone = false, confirming = 'nothing' }: Saved): Page =>
  (language) => {
    const say = words[language]
    // A topic counts for nothing where its channel as a whole is refused.
    const open = options.filter(({ topic, on }) => topic === null && on).map(({ channel }) => channel)
    const received = options.filter(({ on, channel }) => on && open.includes(channel))
    const hidden = (name: string, values: readonly string[]) =>
      values.map((value) => html`<input type="hidden" name="${name}" value="${value}">`)
    const undo = html`<form method="post" action="${centre}"><input type="hidden" name="undo" value="1">
${hidden(
  'shown',
  options.map(({ name }) => name),
)}${hidden('choice', before)}
<p class="buttons"><button class="second">${say.undo}</button></p></form>`
    const more = say.confirming[confirming]
    const isNothing = received.length === 0 && confirming === 'nothing'
    const isChanged = options.some(({ name, on }) => on !== before.includes(name))
    return {
      title: isNothing ? say.left : isUndone ? say.restored : say.saved,
      body: html`${isNothing ? html`<p>${say.nothing}</p><p class="quiet">${say.still}</p>` : undefined}
${
  received.length > 0
    ? html`<p>${say.effective}</p><ul>${received.map((one) => html`<li>${nameOf(one, options, language)}</li>`)}</ul>`
    : undefined
}
${more ? html`<p><strong>${more}</strong></p>` : undefined}
${isChanged && !isUndone ? undo : undefined}
<p><a href="${centre}">${say.back}</a></p>`,
    }
  }

/** Asks before it confirms: mail programs and their scanners open every link. */
export const confirmPage =
  ({ state, topics }: Pick<Confirmable, 'state' | 'topics'>): Page =>
  (language) => {
    const say = words[language].confirm
    const list = html`<ul>${topics.map(({ name }) => html`<li>${name[language]}</li>`)}</ul>`
    if (state === 'over') return { title: say.over, body: html`<p>${say.why}</p>` }
    if (state === 'confirmed') return { title: say.done, body: html`<p>${say.thanks}</p>${list}` }
    return {
      title: say.question,
      body: html`<p>${say.lead}</p>${list}
<form method="post"><p class="buttons"><button>${say.button}</button></p></form>`,
    }
  }

/** One of the pages for somebody made up; its links lead nowhere. */
export function pageLike(page: PublicPage, { options, about, address }: Omit<Preferences, 'brand'>): Page {
  const on = options.filter((one) => one.on).map(({ name }) => name)
  const centre = '#'
  const pages: Record<PublicPage, () => Page> = {
    preferences: () => preferencesPage({ options, address }),
    saved: () => savedPage({ options, before: on.slice(1), centre }),
    unsubscribe: () => askPage({ topic: about?.name ?? null, preferences: centre }),
    unsubscribed: () => donePage({ topic: null, preferences: centre }),
    confirm: () => confirmPage({ state: 'open', topics: about ? [about] : [] }),
  }
  return pages[page]()
}

/** What can be chosen, in words; a topic on several channels says which one. */
function nameOf({ topic, channel }: Option, options: readonly Option[], language: Language): string {
  const say = words[language]
  if (!topic) return say.general[channel]
  const isAlone = options.filter((other) => other.topic?.key === topic.key).length === 1
  return isAlone ? topic.name[language] : `${topic.name[language]} – ${say.channel[channel]}`
}

/** Enough to know it again: the message may have been forwarded to somebody who does not know the address. */
const masked = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${[...address][0]}…${address.slice(at)}`
}
