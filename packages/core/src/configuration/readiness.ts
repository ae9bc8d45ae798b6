import type { Category } from '../campaign/schema.ts'
import type { Mistake } from '../kit/problem.ts'
import { type EmailSettings, retryWindow } from './schema.ts'

/**
 * What is wrong with the settings of a configuration of this category. What only a configuration in use must
 * have (a sender) is asked for when `complete` is true.
 */
export function mistakesIn(category: Category, settings: EmailSettings, complete: boolean): Mistake[] {
  const mistakes: Mistake[] = []
  const shortest = retryWindow.shortest[category]
  if (settings.retryMinutes < shortest)
    mistakes.push({
      pointer: '/settings/retryMinutes',
      detail: `A ${category} configuration tries again for at least ${shortest} minutes.`,
    })
  if (complete && settings.senderEmail === '')
    mistakes.push({ pointer: '/settings/senderEmail', detail: 'A sender address is required.' })
  return mistakes
}
