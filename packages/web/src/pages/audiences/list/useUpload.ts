import {
  cancelAudienceUpload,
  createAudienceUpload,
  finishAudienceUpload,
  getAudience,
  listAudienceChanges,
  listAudienceMembers,
  listAudiences,
  sendAudienceRows,
} from '@chappe/core/api/audiences'
import type { AudienceUpload } from '@chappe/core/audience/upload'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../../../api.ts'
import { keyOf, queryClient } from '../../../data.ts'
import { chunksOf, type ListMember } from './upload.ts'

export interface Upload {
  readonly mode: 'add' | 'replace'
  readonly namespace: string
  readonly members: readonly ListMember[]
  /** Names of the columns that the members bring. */
  readonly columns: readonly string[]
}

/** A row that the server could not read: its place among the members, and why. */
export interface Mistake {
  readonly row: number
  readonly detail: string
}

interface Sent {
  readonly sent: number
  readonly total: number
}

export type Progress =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'sending' | 'finishing' | 'stopped' } & Sent)
  | ({ readonly phase: 'failed'; readonly problem: unknown; readonly goOn: () => Promise<void> } & Sent)
  | ({
      readonly phase: 'done'
      readonly counts: AudienceUpload
      readonly mistakes: readonly Mistake[]
    } & Sent)

/**
 * Sends people to a list in pieces, one after the other; what failed can go on from where it was. The list changes when
 * all of them are there, and not at all when the upload is stopped.
 */
export function useUpload(id: string) {
  const [progress, setProgress] = useState<Progress>({ phase: 'idle' })
  const isStopped = useRef(false)
  useEffect(
    () => () => {
      isStopped.current = true
    },
    [],
  )

  const start = useCallback(
    (upload: Upload) => {
      isStopped.current = false
      const { members, ...settings } = upload
      const chunks = chunksOf(members)
      const total = members.length
      const mistakes: Mistake[] = []
      let opened: AudienceUpload | undefined
      let next = 0
      let sent = 0
      const run = async () => {
        try {
          setProgress({ phase: 'sending', sent, total })
          opened ??= await call(createAudienceUpload, {
            params: { id },
            body: { ...settings, columns: [...settings.columns] },
          })
          const params = { id, uploadId: opened.id }
          while (next < chunks.length && !isStopped.current) {
            const chunk = chunks[next]!.map((one) => ({ ...one, enrichment: { ...one.enrichment } }))
            const reply = await call(sendAudienceRows, { params, body: { from: sent, members: chunk } })
            mistakes.push(...reply.mistakes)
            next++
            sent += chunk.length
            setProgress({ phase: 'sending', sent, total })
          }
          if (isStopped.current) {
            await call(cancelAudienceUpload, { params })
            setProgress({ phase: 'stopped', sent, total })
            return
          }
          setProgress({ phase: 'finishing', sent, total })
          const counts = await call(finishAudienceUpload, { params })
          setProgress({ phase: 'done', sent, total, counts, mistakes })
        } catch (problem) {
          setProgress({ phase: 'failed', sent, total, problem, goOn: run })
          return
        }
        for (const endpoint of [getAudience, listAudiences, listAudienceMembers, listAudienceChanges])
          void queryClient.invalidateQueries({ queryKey: keyOf(endpoint) })
      }
      return run()
    },
    [id],
  )
  const stop = useCallback(() => {
    isStopped.current = true
  }, [])
  const reset = useCallback(() => setProgress({ phase: 'idle' }), [])
  return { progress, start, stop, reset }
}
