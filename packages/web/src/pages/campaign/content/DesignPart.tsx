import { listFragments } from '@chappe/core/api/fragments'
import { ActionButton, Text } from '@react-spectrum/s2'
import FullScreen from '@react-spectrum/s2/icons/FullScreen'
import FullScreenExit from '@react-spectrum/s2/icons/FullScreenExit'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import type { ContentEditorProps } from './ContentEditor.tsx'
import css from './content.module.css'
import { useAlone } from './useAlone.ts'

/** Apart, because its text editor is large and code needs none of it. */
const Designer = lazy(async () => ({ default: (await import('../../../designer/index.ts')).Designer }))

/** The fragments that a design may take in: those that are live. */
export function useFragmentChoices() {
  const mayRead = useMay('content:read')
  const { data } = useEndpoint(
    listFragments,
    { query: { status: ['live', 'publishing'], sort: 'name', order: 'asc', limit: 200 } },
    { enabled: mayRead },
  )
  return useMemo(
    () =>
      (data?.items ?? [])
        .filter(({ format }) => format === 'html')
        .map(({ id, name, kind }) => ({ id, name, kind })),
    [data],
  )
}

type Props = Pick<ContentEditorProps, 'value' | 'onChange' | 'isReadOnly' | 'vocabulary' | 'label'>

/** The email's body in the designer, in the page or over all of it. */
export function DesignPart({ value, onChange, isReadOnly, vocabulary, label }: Props) {
  const t = useText()
  const place = useRef<HTMLDivElement>(null)
  const [isFull, setFull] = useState(false)
  useAlone(place, isFull)
  const fragments = useFragmentChoices()
  if (value.design === null) return null
  const say = t(isFull ? 'content.fullScreen.leave' : 'content.fullScreen')

  return (
    <div
      ref={place}
      className={css.designer}
      data-full={isFull || undefined}
      data-field="html"
      {...(isFull && { role: 'dialog', 'aria-modal': true, 'aria-label': label })}
    >
      <Suspense fallback={<Loading lines={8} />}>
        <Designer
          design={value.design}
          // The HTML is made anew from the design when it is saved.
          {...(!isReadOnly && { onChange: (design) => onChange({ ...value, design, html: '' }) })}
          isReadOnly={isReadOnly}
          vocabulary={vocabulary}
          fragments={fragments}
          label={label}
          toolbar={
            <ActionButton isQuiet aria-label={say} onPress={() => setFull(!isFull)}>
              {isFull ? <FullScreenExit /> : <FullScreen />}
              {isFull && <Text>{say}</Text>}
            </ActionButton>
          }
        />
      </Suspense>
    </div>
  )
}
