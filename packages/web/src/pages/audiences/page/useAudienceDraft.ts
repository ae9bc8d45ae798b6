import { getAudience, listAudiences, saveAudience } from '@chappe/core/api/audiences'
import { type Audience, AudienceDefinition } from '@chappe/core/audience/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../../../api.ts'
import { keyOf } from '../../../data.ts'
import { same } from '../../../designer/same.ts'
import { ApiProblem } from '../../../problem.ts'

export type Written = Pick<Audience, 'name' | 'description' | 'tags' | 'definition' | 'schedule'>

const writtenOf = ({ name, description, tags, definition, schedule }: Audience): Written => ({
  name,
  description,
  tags,
  definition,
  schedule,
})

export interface AudienceDraft {
  readonly value: Written
  /** Changes when the value comes from elsewhere: editors begin anew. */
  readonly epoch: number
  readonly isUnsaved: boolean
  /** Everything that a person has to say is said. */
  readonly isWhole: boolean
  readonly isSaving: boolean
  readonly problem: unknown
  /** What somebody else saved in between. */
  readonly theirs: Audience | null
  readonly edit: (changes: Partial<Written>) => void
  /** Answers whether it is saved. */
  readonly save: () => Promise<boolean>
  readonly takeTheirs: () => void
  readonly keepMine: () => Promise<boolean>
  readonly discard: () => void
}

/** An audience being edited. Nothing is saved before it is asked for: the next message would go by it. */
export function useAudienceDraft(audience: Audience): AudienceDraft {
  const client = useQueryClient()
  const { id } = audience
  const [base, setBase] = useState(audience)
  const [value, setValue] = useState(() => writtenOf(audience))
  const [epoch, setEpoch] = useState(0)
  const [isSaving, setSaving] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [theirs, setTheirs] = useState<Audience | null>(null)
  const isUnsaved = !same(value, writtenOf(base))

  const adopt = useCallback((fresh: Audience) => {
    setBase(fresh)
    setValue(writtenOf(fresh))
    setEpoch((now) => now + 1)
    setTheirs(null)
    setProblem(null)
  }, [])
  useEffect(() => {
    // Somebody else saved, and nothing of ours would be lost.
    if (audience.revision > base.revision && !isUnsaved && !isSaving) adopt(audience)
  }, [audience, base.revision, isUnsaved, isSaving, adopt])

  const latest = useRef(value)
  latest.current = value
  const send = async (revision: number) => {
    const sent = latest.current
    setSaving(true)
    setProblem(null)
    try {
      const saved = await call(saveAudience, { params: { id }, body: { ...sent, revision } })
      client.setQueryData(keyOf(getAudience, { params: { id } }), saved)
      void client.invalidateQueries({ queryKey: keyOf(listAudiences) })
      setTheirs(null)
      // What is on the screen stays as it was typed; the server may have tidied it.
      setBase({ ...saved, ...sent })
      return true
    } catch (error) {
      if (error instanceof ApiProblem && error.type === 'request/stale')
        setTheirs(await call(getAudience, { params: { id } }).catch(() => null))
      else setProblem(error)
      return false
    } finally {
      setSaving(false)
    }
  }
  return {
    value,
    epoch,
    isUnsaved,
    isWhole: value.name.trim() !== '' && AudienceDefinition.safeParse(value.definition).success,
    isSaving,
    problem,
    theirs,
    edit: useCallback((changes) => setValue((now) => ({ ...now, ...changes })), []),
    save: () => send(base.revision),
    takeTheirs: () => theirs && adopt(theirs),
    keepMine: () => (theirs ? send(theirs.revision) : Promise.resolve(false)),
    discard: () => adopt(base),
  }
}
