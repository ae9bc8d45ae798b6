import type { PutPiece } from '@chappe/core/api/imports'
import { ApiProblem } from '../../../problem.ts'

/** Bytes of one piece: small enough for a bar that moves, and to be sent again. */
export const pieceBytes = 4 * 1024 ** 2

/** Tries of the same piece, each after a longer rest. */
export const mostTries = 6

export interface PiecesState {
  readonly uploaded: number
  /** The last try failed; the next one comes by itself. */
  readonly isWaiting: boolean
}

interface Sending {
  readonly size: number
  /** Bytes that have arrived before. */
  readonly from: number
  readonly send: (from: number, to: number) => Promise<PutPiece>
  /** Rejects when the upload is given up. */
  readonly rest: (milliseconds: number) => Promise<void>
  readonly onState: (state: PiecesState) => void
}

/** Where the server is, when it refuses a piece that begins elsewhere. */
const placeIn = (error: unknown): number | undefined =>
  error instanceof ApiProblem && error.status === 409 && typeof error.members.offset === 'number'
    ? error.members.offset
    : undefined

const mayPass = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.type === 'network/unreachable' || error.status >= 500)

/**
 * Sends a file in pieces, in order. A piece that fails for a reason that may pass is sent again; where the server is
 * further or less far than we thought, it goes on from there.
 * @throws ApiProblem when the server refuses for good, or when the last try of a piece failed.
 */
export async function sendPieces({ size, from, send, rest, onState }: Sending): Promise<void> {
  let at = from
  let failures = 0
  for (;;) {
    try {
      const { offset, complete } = await send(at, Math.min(size, at + pieceBytes))
      failures = 0
      at = offset
      onState({ uploaded: at, isWaiting: false })
      if (complete) return
    } catch (error) {
      const place = placeIn(error)
      if (++failures >= mostTries || (place === undefined && !mayPass(error))) throw error
      if (place === undefined) {
        onState({ uploaded: at, isWaiting: true })
        await rest(500 * 2 ** failures)
      } else {
        at = place
        onState({ uploaded: at, isWaiting: false })
      }
    }
  }
}
