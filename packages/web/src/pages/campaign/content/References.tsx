import { fragmentRefs } from '@chappe/core/template/fragments'
import { ActionButton, Link, Text } from '@react-spectrum/s2'
import UnLink from '@react-spectrum/s2/icons/UnLink'
import { useDeferredValue, useMemo } from 'react'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import css from './content.module.css'
import { useSources } from './fragment-sources.ts'
import { detached } from './references.ts'

interface Props {
  text: string
  isReadOnly: boolean
  onChange: (text: string) => void
}

/** The fragments that a text refers to: where they lead, and the way to make each a part of the text. */
export function References({ text, isReadOnly, onChange }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const settled = useDeferredValue(text)
  const references = useMemo(() => fragmentRefs(settled), [settled])
  const texts = useMemo(() => [settled], [settled])
  const sources = useSources(texts)
  if (references.length === 0) return null

  const detach = async (index: number, name: string) => {
    const id = references[index]!.id
    const source = sources?.get(id)
    const result = source && detached(text, index, source)
    if (result === undefined) return notify.negative(t('content.fragment.detach.failed', { name }))
    const isSure = await confirm({
      title: t('content.fragment.detach.title', { name }),
      body: t('content.fragment.detach.body'),
      action: t('content.fragment.detach'),
    })
    if (!isSure) return
    onChange(result)
    notify.positive(t('content.fragment.detach.done', { name }))
  }

  return (
    <ul className={css.references} aria-label={t('content.fragment.references')}>
      {references.map(({ id, name: noted, at }, index) => {
        const source = sources?.get(id)
        const name = source?.name ?? noted ?? id
        const isMissing = sources !== undefined && source === undefined
        return (
          <li key={at.offset} data-missing={isMissing || undefined}>
            {isMissing ? (
              <span>{t('content.fragment.missing', { name })}</span>
            ) : (
              <Link href={{ to: '/fragments/$id', params: { id } }} target="_blank">
                {name}
              </Link>
            )}
            {source?.status === 'draft' && <span>{t('content.fragment.notLive')}</span>}
            {source?.status === 'archived' && <span>{t('content.fragment.archived')}</span>}
            {!isReadOnly && source && (
              <ActionButton
                size="XS"
                isQuiet
                aria-label={t('content.fragment.detachOne', { name })}
                onPress={() => void detach(index, name)}
              >
                <UnLink />
                <Text>{t('content.fragment.detach')}</Text>
              </ActionButton>
            )}
          </li>
        )
      })}
    </ul>
  )
}
