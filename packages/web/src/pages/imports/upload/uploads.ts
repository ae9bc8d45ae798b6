import { getImport, importFile, listImports, PutPiece, previewImport } from '@chappe/core/api/imports'
import { useSyncExternalStore } from 'react'
import { addressOf, ask } from '../../../api.ts'
import { keyOf, queryClient } from '../../../data.ts'
import { sendPieces } from './pieces.ts'

/** An upload of this page of the browser; it goes on while the person looks at other pages. */
export interface Upload {
  readonly uploaded: number
  readonly phase: 'sending' | 'waiting' | 'failed'
  readonly problem?: unknown
  readonly goOn: () => void
}

const uploads = new Map<string, Upload>()
const stops = new Map<string, AbortController>()
const listeners = new Set<() => void>()

function keep(id: string, upload: Upload | undefined) {
  if (upload) uploads.set(id, upload)
  else uploads.delete(id)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** How the upload of an import goes, where this page of the browser does it. */
export const useUpload = (id: string): Upload | undefined =>
  useSyncExternalStore(subscribe, () => uploads.get(id))

// A file cannot be sent by a page that is gone: the browser asks before it goes.
globalThis.addEventListener?.('beforeunload', (event) => {
  if ([...uploads.values()].some(({ phase }) => phase !== 'failed')) event.preventDefault()
})

const rest = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

/** Sends a file, from the byte that the server waits for. One upload of an import at a time. */
export async function beginUpload(id: string, file: Blob, from: number): Promise<void> {
  if (stops.has(id)) return
  const stop = new AbortController()
  stops.set(id, stop)
  let uploaded = from
  const goOn = () => void beginUpload(id, file, uploaded)
  keep(id, { uploaded, phase: 'sending', goOn })
  try {
    await sendPieces({
      size: file.size,
      from,
      send: async (start, end) => {
        const answer = await ask(
          addressOf({ path: importFile }, { params: { id }, query: { offset: start } }),
          {
            method: 'PUT',
            body: file.slice(start, end),
            headers: { 'content-type': 'application/octet-stream' },
            signal: stop.signal,
          },
        )
        return PutPiece.parse(await answer.json())
      },
      rest: (milliseconds) => rest(milliseconds, stop.signal),
      onState: (state) => {
        uploaded = state.uploaded
        keep(id, { uploaded, phase: state.isWaiting ? 'waiting' : 'sending', goOn })
      },
    })
    for (const endpoint of [previewImport, listImports])
      void queryClient.invalidateQueries({ queryKey: keyOf(endpoint) })
    await queryClient.invalidateQueries({ queryKey: keyOf(getImport) })
    keep(id, undefined)
  } catch (problem) {
    keep(id, stop.signal.aborted ? undefined : { uploaded, phase: 'failed', problem, goOn })
  } finally {
    stops.delete(id)
  }
}

/** Ends an upload; what has arrived stays on the server. */
export function stopUpload(id: string): void {
  stops.get(id)?.abort()
  keep(id, undefined)
}
