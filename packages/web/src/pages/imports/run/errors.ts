import { importErrors } from '@chappe/core/api/imports'
import { addressOf, ask } from '../../../api.ts'
import { rowsOf } from '../../audiences/list/csv.ts'

export interface LineError {
  readonly line: string
  readonly column: string
  readonly reason: string
  /** What stood there, as far as it is kept. */
  readonly raw: string
}

/** Bytes of the file that are read for the screen; whole, it may have many thousand lines. */
const enough = 48 * 1024

/** The first errors of the file that tells all of them; of a text that was cut, the last row may be half of one. */
export function errorsIn(text: string, isCut: boolean, most: number): LineError[] {
  const rows = rowsOf(text, ',').slice(1)
  return (isCut ? rows.slice(0, -1) : rows)
    .slice(0, most)
    .map(({ cells: [line = '', column = '', reason = '', raw = ''] }) => ({ line, column, reason, raw }))
}

/** The first errors of an import. @throws ApiProblem */
export async function firstErrors(id: string, most: number, signal: AbortSignal): Promise<LineError[]> {
  const answer = await ask(addressOf({ path: importErrors }, { params: { id } }), { signal })
  const decoder = new TextDecoder()
  let text = ''
  let isCut = false
  const reader = answer.body?.getReader()
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) break
    text += decoder.decode(piece.value, { stream: true })
    if (text.length < enough) continue
    isCut = true
    await reader?.cancel()
    break
  }
  return errorsIn(text, isCut, most)
}
