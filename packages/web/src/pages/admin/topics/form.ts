import { type ConsentChannel, consentChannels, TopicKey } from '@chappe/core/consent/schema'
import type { Topic, Words } from '@chappe/core/consent/topic'

/** A topic as it stands in the form. */
export interface TopicForm {
  readonly key: string
  readonly name: Words
  readonly description: Words
  readonly channels: readonly ConsentChannel[]
  readonly doubleOptIn: boolean
}

const noWords: Words = { en: '', fr: '' }

export const emptyForm: TopicForm = {
  key: '',
  name: noWords,
  description: noWords,
  channels: ['email'],
  doubleOptIn: false,
}

export const formOf = ({ key, name, description, channels, doubleOptIn }: Topic): TopicForm => ({
  key,
  name,
  description,
  channels,
  doubleOptIn,
})

const trimmed = ({ en, fr }: Words): Words => ({ en: en.trim(), fr: fr.trim() })

/** What the form asks the server to keep, at this place among the topics. */
export const settingsOf = ({ name, description, channels, doubleOptIn }: TopicForm, position: number) => ({
  name: trimmed(name),
  description: trimmed(description),
  channels: consentChannels.filter((one) => channels.includes(one)),
  doubleOptIn,
  position,
})

/** Behind the last one, as far as places go. */
export const lastPlace = (topics: readonly Pick<Topic, 'position'>[]): number =>
  Math.min(10_000, Math.max(-1, ...topics.map(({ position }) => position)) + 1)

/** A key made of a name: its letters without accents, in lower case, joined by hyphens. Empty when it has none. */
export const keyFrom = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^[-\d]+/, '')
    .slice(0, 60)
    .replace(/-+$/, '')

export type Fault = 'name' | 'key' | 'channels'
export type FaultyField = 'name.en' | 'name.fr' | 'key' | 'channels'

/** What is wrong in the form before the server is asked, by field. */
export function faultsIn({ key, name, channels }: TopicForm): Partial<Record<FaultyField, Fault>> {
  return {
    ...(name.en.trim() === '' && { 'name.en': 'name' as const }),
    ...(name.fr.trim() === '' && { 'name.fr': 'name' as const }),
    ...(!TopicKey.safeParse(key).success && { key: 'key' as const }),
    ...(channels.length === 0 && { channels: 'channels' as const }),
  }
}
