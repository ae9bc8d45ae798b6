import type { Dialogue } from './dialogue.ts'
import type { Settings } from './settings.ts'
import { type Failure, failed, failedBy } from './wire.ts'

type Mechanism = 'plain' | 'login' | 'xoauth2'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/**
 * Signs in (RFC 4954) with the first mechanism that both sides know: XOAUTH2 with a token, else PLAIN, else LOGIN.
 * Secrets never reach the transcript.
 * @returns why it failed, or undefined
 */
export async function signIn(
  dialogue: Dialogue,
  settings: Settings,
  offered: readonly string[],
): Promise<Failure | undefined> {
  const { username, password, accessToken, authentication } = settings
  if (username === '') return undefined
  const able: Mechanism[] = accessToken === '' ? ['plain', 'login'] : ['xoauth2']
  const wanted = authentication === 'auto' ? able : [authentication]
  const mechanism = wanted.find((name) => offered.includes(name.toUpperCase()))
  if (!mechanism) {
    const names = wanted.join(' or ').toUpperCase()
    return failed(
      `The relay offers no ${names} authentication (it offers: ${offered.join(' ') || 'none'})`,
      'authentication',
    )
  }
  const answer = await mechanisms[mechanism](
    dialogue,
    username,
    mechanism === 'xoauth2' ? accessToken : password,
  )
  return answer.code === 235 ? undefined : failedBy(answer, 'authentication')
}

const mechanisms = {
  plain: (dialogue: Dialogue, username: string, password: string) =>
    dialogue.ask(`AUTH PLAIN ${base64(`\0${username}\0${password}`)}`, 'AUTH PLAIN ********'),

  async login(dialogue: Dialogue, username: string, password: string) {
    const first = await dialogue.ask('AUTH LOGIN')
    if (first.code !== 334) return first
    const second = await dialogue.ask(base64(username), '********')
    return second.code === 334 ? dialogue.ask(base64(password), '********') : second
  },

  async xoauth2(dialogue: Dialogue, username: string, token: string) {
    const line = `AUTH XOAUTH2 ${base64(`user=${username}\x01auth=Bearer ${token}\x01\x01`)}`
    const answer = await dialogue.ask(line, 'AUTH XOAUTH2 ********')
    // The reason comes as a challenge; an empty answer to it brings the final code.
    return answer.code === 334 ? dialogue.ask('') : answer
  },
}
