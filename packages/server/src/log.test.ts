import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { openLog } from './log.ts'

function listen(terminal = false) {
  let text = ''
  const out = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        text += chunk
        done()
      },
    }),
    { isTTY: terminal },
  )
  return { log: openLog('api', 'info', out), text: () => text }
}

test('what is named like a secret is hidden, at any depth', () => {
  const { log, text } = listen()
  log.info({
    password: 'p1',
    request: { headers: { authorization: 'Bearer p2', 'x-api-key': 'p3', accept: 'text/html' } },
    clients: [{ clientSecret: 'p4', accessToken: 'p5', id: 'shop' }],
  })
  expect(text()).toContain('text/html')
  expect(text()).toContain('shop')
  expect(text()).not.toMatch(/p[1-5]/)
})

test('passwords in addresses and bearer tokens in sentences are hidden', () => {
  const { log, text } = listen()
  log.warn(
    { url: 'postgresql://chappe:hunter2@db/chappe' },
    'Cannot reach smtp://me:hunter3@relay with Bearer ey.J.x',
  )
  expect(text()).toContain('smtp://me:[hidden]@relay with Bearer [hidden]')
  expect(text()).not.toMatch(/hunter|ey\.J/)
})

test('of a database error the row is not logged', () => {
  const { log, text } = listen()
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(a@b.c) exists',
  })
  log.error({ err: error })
  log.error(error)
  expect(text()).toContain('23505')
  expect(text()).not.toContain('a@b.c')
})

test('elsewhere than in a terminal each event is one line of JSON', () => {
  const { log, text } = listen()
  log.info({ batch: 7 }, 'Took 12 messages')
  expect(JSON.parse(text())).toMatchObject({ level: 'info', name: 'api', msg: 'Took 12 messages', batch: 7 })
})

test('in a terminal each event is one short line', () => {
  const { log, text } = listen(true)
  log.info({ batch: 7 }, 'Took 12 messages')
  expect(text()).toMatch(/^\d\d:\d\d:\d\d info {2}api {2}Took 12 messages {2}batch=7\n$/)
})

test('a level below the one asked for is not written', () => {
  const out = new PassThrough()
  openLog('api', 'warn', out).info('hello')
  expect(out.read()).toBeNull()
})
