import { setImmediate } from 'node:timers/promises'
import { EmailContent as Content, type EmailContent } from '@chappe/core/campaign/schema'
import type { StarterTemplate } from '@chappe/core/content/schema'
import { compiledContent } from '../designs.ts'
import type { Language, Starter } from './build.ts'
import { newsletter } from './newsletter.ts'
import { orderConfirmation } from './order-confirmation.ts'
import { passwordReset } from './password-reset.ts'
import { promotion } from './promotion.ts'
import { shipping } from './shipping.ts'
import { welcome } from './welcome.ts'

/** In the order in which they are offered. */
export const starterList: readonly Starter[] = [
  passwordReset,
  orderConfirmation,
  shipping,
  welcome,
  newsletter,
  promotion,
]

/** The templates that come with the product, compiled, with images from this installation. */
export function starters(language: Language, publicUrl: string): Promise<StarterTemplate[]> {
  const key = `${language} ${publicUrl}`
  const known = made.get(key)
  if (known) return known
  const making = readAll(language, publicUrl)
  made.set(key, making)
  making.catch(() => made.delete(key))
  return making
}

const made = new Map<string, Promise<StarterTemplate[]>>()

/** One after the other, with room between: compiling holds the thread that answers everybody. */
async function readAll(language: Language, publicUrl: string): Promise<StarterTemplate[]> {
  const found: StarterTemplate[] = []
  for (const starter of starterList) {
    found.push(await read(starter, language, publicUrl))
    await setImmediate()
  }
  return found
}

async function read(starter: Starter, language: Language, publicUrl: string): Promise<StarterTemplate> {
  const { key, category, name, description, subject, preheader } = starter
  const content: EmailContent = Content.parse({
    subject: subject[language],
    preheader: preheader[language],
    design: starter.design(language, `${publicUrl}/assets/starter`),
  })
  return {
    key,
    name: name[language],
    description: description[language],
    language,
    category,
    content: await compiledContent({ publicUrl }, content),
  }
}
