import { getFragment, listFragments, saveFragment } from '@chappe/core/api/fragments'
import type { Fragment, FragmentContent } from '@chappe/core/content/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../../api.ts'
import { keyOf } from '../../data.ts'
import type { Saved } from '../campaign/autosave/machine.ts'
import { type Autosaving, useAutosave } from '../campaign/autosave/useAutosave.ts'

export interface FragmentDraft extends Pick<Fragment, 'name' | 'description' | 'tags'> {
  readonly draft: FragmentContent
}

/** What is being written: the draft, or the live version that a draft would begin with. */
function writtenOf({ draft, live }: Pick<Fragment, 'draft' | 'live'>): FragmentContent {
  const { design, content } = draft ?? live ?? { design: null, content: '' }
  // What the server compiled of a design is no difference between two people's work.
  return { design, content: design === null ? content : '' }
}

const savedOf = (fragment: Fragment): Saved<FragmentDraft> => ({
  value: {
    name: fragment.name,
    description: fragment.description,
    tags: fragment.tags,
    draft: writtenOf(fragment),
  },
  revision: fragment.revision,
  at: fragment.modifiedAt,
  by: fragment.modifiedBy,
})

/** Holds a fragment being edited and saves it as it changes. Give the component the fragment's id as key. */
export function useFragmentDraft(fragment: Fragment): Autosaving<FragmentDraft> {
  const { id } = fragment
  const client = useQueryClient()
  return useAutosave(
    useMemo(() => savedOf(fragment), [fragment]),
    {
      async save(value, revision) {
        const saved = await call(saveFragment, { params: { id }, body: { ...value, revision } })
        client.setQueryData(keyOf(getFragment, { params: { id } }), saved)
        void client.invalidateQueries({ queryKey: keyOf(listFragments) })
        return savedOf(saved)
      },
      load: async () => savedOf(await call(getFragment, { params: { id } })),
    },
  )
}
