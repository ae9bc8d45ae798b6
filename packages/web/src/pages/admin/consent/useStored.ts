import { useState } from 'react'

interface Stored {
  readonly modifiedAt: string | null
}

/**
 * A form over settings that are stored as a whole. What somebody else saved meanwhile is taken over while nothing was
 * changed here; what is changed while it is being saved stays to be saved.
 */
export function useStored<S extends Stored, F>(stored: S, formOf: (stored: S) => F) {
  const [base, setBase] = useState(stored)
  const [form, setForm] = useState(() => formOf(stored))
  const take = (next: S) => {
    setBase(next)
    setForm(formOf(next))
  }
  const isDirty = JSON.stringify(form) !== JSON.stringify(formOf(base))
  if (stored.modifiedAt !== base.modifiedAt && !isDirty) take(stored)
  /** What was sent is stored now. */
  const kept = (sent: F, saved: S) => {
    setBase(saved)
    setForm((now) => (now === sent ? formOf(saved) : now))
  }
  return { base, form, setForm, isDirty, kept }
}
