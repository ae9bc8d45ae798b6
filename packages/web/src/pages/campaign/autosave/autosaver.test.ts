import { describe, expect, test } from 'vitest'
import { Autosaver } from './autosaver.ts'
import type { Saved } from './machine.ts'

class Refused extends Error {}

/** A server in memory and a clock that goes when told to. */
function aWorld() {
  let held: Saved<string> = { value: 'a', revision: 1, by: 'Ada', at: '2026-11-20T10:00:00Z' }
  let trouble: Error | undefined
  let timer: (() => void) | undefined
  const saver = new Autosaver(held, {
    async save(value, revision) {
      if (trouble) throw trouble
      if (revision !== held.revision) throw new Error('stale')
      held = { ...held, value, revision: revision + 1 }
      return held
    },
    load: async () => held,
    failureOf: (error) =>
      error instanceof Refused
        ? { kind: 'refused', problem: error }
        : { kind: (error as Error).message === 'stale' ? 'stale' : 'away' },
    later(_, act) {
      timer = act
      return () => {
        timer = undefined
      }
    },
  })
  return {
    saver,
    held: () => held,
    hasTimer: () => timer !== undefined,
    tick: () => timer?.(),
    fail: (error: Error | undefined) => {
      trouble = error
    },
    somebodySaves: (value: string) => {
      held = { ...held, value, revision: held.revision + 1, by: 'Grace' }
    },
  }
}

describe('flush', () => {
  test('saves what is unsaved and says that all is safe', async () => {
    const { saver, held, hasTimer } = aWorld()
    saver.edit('b')
    expect(await saver.flush()).toBe(true)
    expect(held().value).toBe('b')
    expect(hasTimer()).toBe(false)
  })

  test('takes along what is typed while it saves', async () => {
    const { saver, held } = aWorld()
    saver.edit('b')
    const flushed = saver.flush()
    saver.edit('bc')
    expect(await flushed).toBe(true)
    expect(held().value).toBe('bc')
  })

  test('says no when the service is away, refuses or has another version', async () => {
    const away = aWorld()
    away.fail(new Error('no network'))
    away.saver.edit('b')
    expect(await away.saver.flush()).toBe(false)

    const refused = aWorld()
    refused.fail(new Refused('too long'))
    refused.saver.edit('b')
    expect(await refused.saver.flush()).toBe(false)

    const conflict = aWorld()
    conflict.somebodySaves('theirs')
    conflict.saver.edit('b')
    expect(await conflict.saver.flush()).toBe(false)
    expect(conflict.saver.state().phase).toMatchObject({ kind: 'conflict', theirs: { by: 'Grace' } })
  })

  test('has nothing to do when nothing changed', async () => {
    const { saver, held } = aWorld()
    expect(await saver.flush()).toBe(true)
    expect(held().revision).toBe(1)
  })
})

test('the timer saves, and a service that comes back gets the newest value', async () => {
  const { saver, held, tick, fail } = aWorld()
  fail(new Error('no network'))
  saver.edit('b')
  tick()
  await new Promise((resolve) => setTimeout(resolve))
  expect(saver.state().phase.kind).toBe('retrying')
  saver.edit('c')
  fail(undefined)
  tick()
  await new Promise((resolve) => setTimeout(resolve))
  expect(held().value).toBe('c')
  expect(saver.state().phase.kind).toBe('clean')
})
