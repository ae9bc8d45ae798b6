import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Autosave, backoff, type Event, isUnsaved, next, opened, type Saved } from './machine.ts'

const saved = (value: string, revision: number, by = 'Ada'): Saved<string> => ({
  value,
  revision,
  by,
  at: '2026-11-20T10:00:00Z',
})
const after = (state: Autosave<string>, ...events: Event<string>[]) =>
  events.reduce((step, event) => next(step.state, event), { state, effect: { do: 'nothing' } } as ReturnType<
    typeof next<string>
  >)

const start = opened(saved('a', 1))
const edit = (value: string) => ({ kind: 'edited', value }) as const
const due = { kind: 'due' } as const
const asked = { kind: 'asked' } as const
const failed = (kind: 'stale' | 'away') => ({ kind: 'failed', failure: { kind } }) as const

describe('saving', () => {
  test('an edit waits for quiet, then is sent with the revision it was made on', () => {
    expect(after(start, edit('b'))).toMatchObject({
      state: { phase: { kind: 'waiting' } },
      effect: { do: 'wait' },
    })
    expect(after(start, edit('b'), due).effect).toEqual({ do: 'send', value: 'b', revision: 1 })
  })

  test('every further edit starts the quiet time again', () => {
    expect(after(start, edit('b'), edit('bc')).effect.do).toBe('wait')
  })

  test('undoing an edit before it is sent leaves nothing to save', () => {
    expect(isUnsaved(after(start, edit('b'), edit('a')).state)).toBe(false)
  })

  test('asking to save sends at once, and is ignored when there is nothing to save', () => {
    expect(after(start, edit('b'), asked).effect.do).toBe('send')
    expect(after(start, asked).effect.do).toBe('nothing')
  })

  test('what is typed during a save is saved after it, on the new revision', () => {
    const { state, effect } = after(start, edit('b'), due, edit('bc'), {
      kind: 'saved',
      saved: saved('b', 2),
    })
    expect(effect.do).toBe('wait')
    expect(next(state, due).effect).toEqual({ do: 'send', value: 'bc', revision: 2 })
  })

  test('a value that the server tidies stays on the screen as it was typed', () => {
    const { state } = after(start, edit('b '), due, { kind: 'saved', saved: saved('b', 2) })
    expect(state).toMatchObject({ value: 'b ', phase: { kind: 'clean' } })
  })
})

describe('trouble', () => {
  test('a service that is away is tried again, later each time', () => {
    const once = after(start, edit('b'), due, failed('away'))
    const twice = after(once.state, due, failed('away'))
    expect(once.effect).toEqual({ do: 'wait', milliseconds: backoff(1) })
    expect(twice.effect).toEqual({ do: 'wait', milliseconds: backoff(2) })
    expect(backoff(50)).toBe(30_000)
  })

  test('typing while the service is away does not knock faster, and the newest value is what leaves', () => {
    const away = after(start, edit('b'), due, failed('away'))
    const typed = next(away.state, edit('bc'))
    expect(typed.effect.do).toBe('nothing')
    expect(next(typed.state, due).effect).toMatchObject({ do: 'send', value: 'bc' })
  })

  test('a refused value waits for the person: another edit tries again', () => {
    const refused = after(start, edit('b'), due, {
      kind: 'failed',
      failure: { kind: 'refused', problem: 'too long' },
    })
    expect(refused.state.phase).toEqual({ kind: 'refused', problem: 'too long' })
    expect(refused.effect.do).toBe('nothing')
    expect(after(refused.state, edit('c')).effect.do).toBe('wait')
  })
})

describe('somebody else', () => {
  const stale = after(start, edit('mine'), due, failed('stale'))

  test('a stale revision makes us look at what is there now', () => {
    expect(stale).toMatchObject({ state: { phase: { kind: 'checking' } }, effect: { do: 'load' } })
  })

  test('another value there is a conflict that says whose it is, and nothing is sent', () => {
    const { state, effect } = next(stale.state, { kind: 'loaded', theirs: saved('theirs', 2, 'Grace') })
    expect(state.phase).toMatchObject({ kind: 'conflict', theirs: { by: 'Grace', value: 'theirs' } })
    expect(effect.do).toBe('nothing')
  })

  test('keeping mine overwrites the revision that I was shown', () => {
    const step = after(stale.state, { kind: 'loaded', theirs: saved('theirs', 7) }, edit('mine!'), {
      kind: 'keep-mine',
    })
    expect(step.effect).toEqual({ do: 'send', value: 'mine!', revision: 7 })
  })

  test('taking theirs drops mine', () => {
    const { state } = after(
      stale.state,
      { kind: 'loaded', theirs: saved('theirs', 2) },
      { kind: 'take-theirs' },
    )
    expect(state).toMatchObject({ value: 'theirs', base: { revision: 2 }, phase: { kind: 'clean' } })
  })

  test('a revision that moved although nothing changed is no conflict', () => {
    expect(next(stale.state, { kind: 'loaded', theirs: saved('a', 2) }).effect).toEqual({
      do: 'send',
      value: 'mine',
      revision: 2,
    })
  })

  test('what arrived without its answer being heard is no conflict with oneself', () => {
    const unheard = after(start, edit('b'), due, failed('away'), edit('bc'), due, failed('stale'))
    expect(next(unheard.state, { kind: 'loaded', theirs: saved('b', 2) }).effect).toEqual({
      do: 'send',
      value: 'bc',
      revision: 2,
    })
    expect(next(unheard.state, { kind: 'loaded', theirs: saved('theirs', 3) }).state.phase.kind).toBe(
      'conflict',
    )
  })

  test('somebody who saved the very same thing leaves nothing to do', () => {
    const { state } = next(stale.state, { kind: 'loaded', theirs: saved('mine', 2) })
    expect(isUnsaved(state)).toBe(false)
  })

  test('a newer revision seen elsewhere replaces the screen only when nothing here is unsaved', () => {
    const seen = { kind: 'seen', saved: saved('theirs', 2) } as const
    expect(next(start, seen).state.value).toBe('theirs')
    expect(after(start, edit('mine'), seen).state.value).toBe('mine')
  })
})

test('whatever happens in whatever order, nothing of somebody else is overwritten unseen, nobody conflicts with themselves, and the last edit gets there', () => {
  const act = fc.oneof(
    fc.record({ by: fc.constant('me' as const), value: fc.string({ maxLength: 3 }) }),
    fc.record({ by: fc.constant('other' as const), value: fc.string({ maxLength: 3 }) }),
    fc.record({ by: fc.constant('wire' as const), away: fc.boolean(), arrives: fc.boolean() }),
    fc.constant({ by: 'timer' as const }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let server = saved('', 1)
      let state = opened(server)
      let typed = ''
      let seenRevision = 1
      let pending: ReturnType<typeof next<string>>['effect'] = { do: 'nothing' }
      const happen = (event: Event<string>) => {
        const step = next(state, event)
        state = step.state
        if (step.effect.do === 'send' || step.effect.do === 'load') pending = step.effect
      }
      const answer = (away: boolean, arrives = true) => {
        const asked = pending
        pending = { do: 'nothing' }
        if (asked.do === 'load') {
          if (away) return happen({ kind: 'load-failed' })
          seenRevision = server.revision
          return happen({ kind: 'loaded', theirs: server })
        }
        if (asked.do !== 'send') return
        if (away && arrives && asked.revision === server.revision)
          server = saved(asked.value, server.revision + 1, 'me')
        if (away) return happen({ kind: 'failed', failure: { kind: 'away' } })
        if (asked.revision !== server.revision) return happen({ kind: 'failed', failure: { kind: 'stale' } })
        expect(asked.revision).toBe(seenRevision)
        server = saved(asked.value, server.revision + 1, 'me')
        seenRevision = server.revision
        happen({ kind: 'saved', saved: server })
      }
      for (const event of acts) {
        if (event.by === 'me') {
          typed = event.value
          happen({ kind: 'edited', value: event.value })
        } else if (event.by === 'other') server = saved(event.value, server.revision + 1, 'other')
        else if (event.by === 'timer') happen({ kind: 'due' })
        else answer(event.away, event.arrives)
        if (state.phase.kind === 'conflict') expect(state.phase.theirs.by).toBe('other')
      }
      const wasUnsaved = isUnsaved(state)
      for (let turn = 0; turn < 10; turn++) {
        happen({ kind: 'asked' })
        answer(false)
        if (state.phase.kind === 'conflict') happen({ kind: 'keep-mine' })
      }
      expect(isUnsaved(state)).toBe(false)
      if (wasUnsaved) expect(server.value).toBe(typed)
    }),
  )
})
