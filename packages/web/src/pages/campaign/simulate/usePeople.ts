import type { Sample } from '@chappe/core/simulation/schema'
import { useCallback, useEffect, useState } from 'react'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import {
  changed,
  mostPeople,
  type Person,
  peopleFrom,
  peopleOf,
  without,
  withSamples,
} from './people/person.ts'

export interface People {
  readonly list: readonly Person[]
  add(samples: readonly Sample[]): void
  change(key: string, changes: Partial<Person>): void
  remove(key: string): void
  /** These samples in place of all others. */
  replace(samples: readonly Sample[]): void
}

const place = (campaignId: string) => `chappe.simulation.${campaignId}`

function stored(campaignId: string): Person[] {
  try {
    return peopleFrom(sessionStorage.getItem(place(campaignId)))
  } catch {
    return [] // storage may be forbidden
  }
}

/** The people of a campaign's simulation, as long as the window is open; sets are what lasts. */
export function usePeople(campaignId: string): People {
  const t = useText()
  const [list, setList] = useState<readonly Person[]>(() => stored(campaignId))
  useEffect(() => {
    try {
      sessionStorage.setItem(place(campaignId), JSON.stringify(list))
    } catch {
      // Then they last as long as the page.
    }
  }, [campaignId, list])

  return {
    list,
    add: (samples) => {
      const next = withSamples(list, samples)
      setList(next.people)
      if (next.left > 0) notify.info(t('simulate.tooMany', { count: next.left, most: mostPeople }))
    },
    change: (key, changes) => setList((now) => changed(now, key, changes)),
    remove: (key) => setList((now) => without(now, key)),
    replace: useCallback((samples) => setList(peopleOf(samples)), []),
  }
}
