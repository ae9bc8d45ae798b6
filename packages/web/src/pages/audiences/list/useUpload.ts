import {
  getAudience,
  listAudienceChanges,
  listAudienceMembers,
  listAudiences,
  putAudienceMembers,
  saveAudience,
} from '@chappe/core/api/audiences'
import { audienceLimits } from '@chappe/core/audience/schema'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call, type Reply } from '../../../api.ts'
import { keyOf, queryClient } from '../../../data.ts'
import { chunksOf, type ListMember } from './upload.ts'

type Counts = Reply<typeof putAudienceMembers>

export interface Upload {
  readonly mode: 'add' | 'replace'
  readonly namespace: string
  readonly members: readonly ListMember[]
  /** Names of the columns that the members bring. */
  readonly columns: readonly string[]
}

export type Progress =
  | { readonly phase: 'idle' }
  | { readonly phase: 'sending'; readonly sent: number; readonly total: number }
  /** `left` is what was not sent yet. */
  | {
      readonly phase: 'failed'
      readonly sent: number
      readonly total: number
      readonly problem: unknown
      readonly goOn: () => Promise<void>
    }
  | {
      readonly phase: 'stopped' | 'done'
      readonly sent: number
      readonly total: number
      readonly counts: Counts
    }

const nothing: Counts = { added: 0, updated: 0, removed: 0, created: 0 }
const sum = (a: Counts, b: Counts): Counts => ({
  added: a.added + b.added,
  updated: a.updated + b.updated,
  removed: a.removed + b.removed,
  created: a.created + b.created,
})

/** Sends people to a list in pieces, one after the other; what failed can go on from where it was. */
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
      const chunks = chunksOf(upload.members)
      const total = upload.members.length
      let next = 0
      let sent = 0
      let counts = nothing
      let isColumnsKept = upload.columns.length === 0
      const run = async () => {
        try {
          setProgress({ phase: 'sending', sent, total })
          while (next < chunks.length && !isStopped.current) {
            const members = chunks[next]!.map((one) => ({ ...one, enrichment: { ...one.enrichment } }))
            const mode = next === 0 ? upload.mode : 'add'
            counts = sum(
              counts,
              await call(putAudienceMembers, {
                params: { id },
                body: { mode, namespace: upload.namespace, members },
              }),
            )
            next++
            sent += members.length
            setProgress({ phase: 'sending', sent, total })
          }
          if (!isColumnsKept) {
            await keepColumns(id, upload.columns, upload.mode)
            isColumnsKept = true
          }
          setProgress({ phase: next < chunks.length ? 'stopped' : 'done', sent, total, counts })
        } catch (problem) {
          setProgress({ phase: 'failed', sent, total, problem, goOn: run })
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

/** The list remembers which columns its members have, for content and rules to offer them. */
async function keepColumns(id: string, columns: readonly string[], mode: Upload['mode']): Promise<void> {
  const { definition, revision, name, description, tags, schedule } = await call(getAudience, {
    params: { id },
  })
  if (definition.kind !== 'list') return
  const before = mode === 'replace' ? [] : definition.columns
  const all = [...new Set([...before, ...columns])].slice(0, audienceLimits.listColumns)
  if (all.length === definition.columns.length && all.every((one, i) => one === definition.columns[i])) return
  await call(saveAudience, {
    params: { id },
    body: { name, description, tags, schedule, revision, definition: { kind: 'list', columns: all } },
  })
}
