import { useCallback, useMemo, useState } from 'react'
import { readObject } from '../editor/schema-rows.ts'

export type Root = 'profile' | 'context'

/** The values that stand in for a recipient's: as typed, and as far as they can be read. */
export interface Samples {
  readonly typed: Readonly<Partial<Record<Root, string>>>
  readonly mistakes: Readonly<Partial<Record<Root, string>>>
  readonly values: Readonly<Partial<Record<Root, Record<string, unknown>>>>
  type(root: Root, text: string | undefined): void
}

const place = (campaignId: string) => `chappe.samples.${campaignId}`

function stored(campaignId: string): Samples['typed'] {
  try {
    return JSON.parse(localStorage.getItem(place(campaignId)) ?? '{}')
  } catch {
    return {}
  }
}

/** Sample values of a campaign, kept on this device. A root that nobody typed has the server's own. */
export function useSamples(campaignId: string): Samples {
  const [typed, setTyped] = useState(() => stored(campaignId))
  const type = useCallback(
    (root: Root, text: string | undefined) =>
      setTyped(({ [root]: _before, ...others }) => {
        const next = text === undefined ? others : { ...others, [root]: text }
        try {
          localStorage.setItem(place(campaignId), JSON.stringify(next))
        } catch {
          // Then they last as long as the page.
        }
        return next
      }),
    [campaignId],
  )
  return useMemo(() => {
    const values: Partial<Record<Root, Record<string, unknown>>> = {}
    const mistakes: Partial<Record<Root, string>> = {}
    for (const root of ['profile', 'context'] as const) {
      const text = typed[root]
      if (text === undefined) continue
      const read = readObject(text)
      if (read.ok) values[root] = read.value
      else mistakes[root] = read.mistake
    }
    return { typed, values, mistakes, type }
  }, [typed, type])
}
