import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import { catalogs, type Locale, type MessageId } from '../messages/index.ts'
import { ApiProblem } from '../problem.ts'
import type { Values, Words } from '../text.ts'
import { tell } from './tell.ts'

function wordsIn(locale: Locale): Words {
  const intl = createIntl({ locale, messages: catalogs[locale] })
  return Object.assign((id: MessageId, values?: Values) => intl.formatMessage({ id }, values), { locale })
}
const told = (locale: Locale, problem: unknown) => tell(wordsIn(locale), problem)

const answered = (type: string, members: Record<string, unknown>) =>
  ApiProblem.from(new Response(JSON.stringify({ type: `/problems/${type}`, ...members }), { status: 409 }))

test('a problem that says its reason is told in the reader’s words, with its names', async () => {
  const detail = 'It is made of archived ones: Gold, Silver. Restore them first.'
  const said = { detail, reason: 'made-of-archived', names: ['Gold', 'Silver'] }
  const archived = await answered('audience/illegal', said)
  expect(told('fr', archived)).toEqual({
    title: 'L’audience ne permet pas cela',
    detail: 'Elle est faite d’audiences archivées\u00a0: Gold et Silver. Restaurez-les d’abord.',
    isWhole: true,
  })
  expect(told('en', archived)).toMatchObject({ detail, isWhole: true })
})

test('one whose reason nobody knows is told as its type, else in the server’s words and marked so', async () => {
  const later = { detail: 'Something new.', reason: 'of-a-later-server' }
  expect(told('fr', await answered('calendar/too-many', later))).toMatchObject({
    detail: 'Supprimez-en un, ou remplacez son fichier.',
    isWhole: false,
  })
  expect(told('fr', await answered('request/invalid', later))).toEqual({
    title: 'Certaines valeurs ne sont pas valides',
    detail: 'Something new.',
    lang: 'en',
    isWhole: false,
  })
})
