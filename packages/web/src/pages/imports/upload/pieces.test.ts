import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiProblem } from '../../../problem.ts'
import { mostTries, type PiecesState, pieceBytes, sendPieces } from './pieces.ts'

/** A server that keeps what it gets; `faults` says for each request how it goes wrong, if it does. */
function aServer(size: number, faults: readonly (undefined | 'lost' | 'answer-lost')[] = []) {
  let kept = 0
  let asked = 0
  const send = async (from: number, to: number) => {
    const fault = faults[asked++]
    if (fault === 'lost') throw ApiProblem.unreachable()
    if (from !== kept) throw new ApiProblem('request/invalid', { status: 409, offset: kept })
    kept = to
    if (fault === 'answer-lost') throw ApiProblem.unreachable()
    return { offset: kept, complete: kept === size }
  }
  return { send, kept: () => kept, asked: () => asked }
}

const upload = async (server: ReturnType<typeof aServer>, size: number, from = 0) => {
  const states: PiecesState[] = []
  const rests: number[] = []
  await sendPieces({
    size,
    from,
    send: server.send,
    rest: async (milliseconds) => void rests.push(milliseconds),
    onState: (state) => states.push(state),
  })
  return { states, rests }
}

test('a file arrives whole, whichever requests and answers are lost on the way', async () => {
  const fault = fc.constantFrom(undefined, 'lost' as const)
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 * pieceBytes }),
      fc.array(fault, { maxLength: 5 }),
      async (size, faults) => {
        const server = aServer(size, faults)
        await upload(server, size)
        expect(server.kept()).toBe(size)
      },
    ),
  )
})

test('a piece whose answer was lost is not sent twice: the server says where it is', async () => {
  const size = 3 * pieceBytes
  const server = aServer(size, ['answer-lost'])
  const { states } = await upload(server, size)
  expect(server.kept()).toBe(size)
  expect(states.map(({ uploaded }) => uploaded / pieceBytes)).toEqual([0, 1, 2, 3])
})

test('tries rest longer each time, say that they wait, and end', async () => {
  const server = aServer(10, Array(20).fill('lost'))
  const rests: number[] = []
  const states: PiecesState[] = []
  const sending = sendPieces({
    size: 10,
    from: 0,
    send: server.send,
    rest: async (milliseconds) => void rests.push(milliseconds),
    onState: (state) => states.push(state),
  })
  await expect(sending).rejects.toMatchObject({ type: 'network/unreachable' })
  expect(server.asked()).toBe(mostTries)
  expect(rests).toEqual([...rests].sort((a, b) => a - b))
  expect(states.every(({ isWaiting }) => isWaiting)).toBe(true)
})

test('a refusal is not tried again', async () => {
  let asked = 0
  const send = async () => {
    asked++
    throw new ApiProblem('auth/forbidden', { status: 403 })
  }
  const sending = sendPieces({ size: 10, from: 0, send, rest: async () => {}, onState: () => {} })
  await expect(sending).rejects.toMatchObject({ type: 'auth/forbidden' })
  expect(asked).toBe(1)
})
