import type { Block, Section } from '@chappe/core/design/schema'
import { columns, image, type Language, link, p, pad, section, space, strong, text } from './build.ts'

const words = {
  en: {
    brand: 'Your brand',
    address: 'Your company, 1 High Street, London',
    help: 'Any question? Just answer this message.',
    why: 'You receive this message because you signed up for our news.',
    mirror: 'View in browser',
    unsubscribe: 'Unsubscribe',
    logo: 'Logo',
  },
  fr: {
    brand: 'Votre marque',
    address: 'Votre société, 1 rue de la Paix, 75002 Paris',
    help: 'Une question ? Répondez simplement à ce message.',
    why: 'Vous recevez ce message parce que vous êtes inscrit à nos actualités.',
    mirror: 'Voir dans le navigateur',
    unsubscribe: 'Se désabonner',
    logo: 'Logo',
  },
} as const

export const firstName = 'profile.person.name.firstName'

/** Logo and name, in the middle. */
export const masthead = (language: Language, logo: string): Section =>
  section([
    space(28),
    image(logo, '', { width: 44 }),
    text([p(strong(words[language].brand))], { align: 'center', fontSize: 15, padding: pad(8, 40, 20) }),
  ])

/** Logo on the left, something short on the right; side by side on phones too. */
export const topLine = (logo: string, right: Block): Section =>
  columns('1-1', [[image(logo, '', { width: 40, align: 'left', padding: pad(0, 40) })], [right]], {
    keepOnPhone: true,
    padding: pad(28, 0, 12),
  })

/** Who writes, and why; on the ground of the page. Marketing carries both links that it must. */
export function foot(
  language: Language,
  category: 'transactional' | 'marketing',
  ground: string,
  more: Block[] = [],
): Section {
  const { address, help, why, mirror, unsubscribe } = words[language]
  const lines =
    category === 'transactional'
      ? [p(help), p(address)]
      : [
          p(why),
          p(link('{{system.mirrorUrl}}', mirror), '  ·  ', link('{{system.unsubscribeUrl}}', unsubscribe)),
          p(address),
        ]
  return section([...more, text(lines, { align: 'center', fontSize: 13 })], {
    background: ground,
    padding: pad(24, 0, 36),
  })
}
