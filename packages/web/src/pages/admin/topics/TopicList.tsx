import type { Topic } from '@chappe/core/consent/topic'
import { ActionMenu, MenuItem, Text } from '@react-spectrum/s2'
import Archive from '@react-spectrum/s2/icons/Archive'
import ChevronDown from '@react-spectrum/s2/icons/ChevronDown'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import Edit from '@react-spectrum/s2/icons/Edit'
import Grip from '@react-spectrum/s2/icons/Move'
import { type KeyboardEvent, useState } from 'react'
import { Button, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { useText } from '../../../text.ts'
import { type Direction, dropped, stepped } from './order.ts'
import { TopicWords } from './TopicWords.tsx'
import css from './topics.module.css'

interface Props {
  topics: readonly Topic[]
  isReadOnly: boolean
  onOrder: (keys: readonly string[]) => void
  onEdit: (topic: Topic) => void
  onArchive: (topic: Topic) => void
}

/** The topics as people see them, one below the other: dragged, or moved by keys and by menu. */
export function TopicList({ topics, isReadOnly, onOrder, onEdit, onArchive }: Props) {
  const t = useText()
  const [said, say] = useState('')
  const keys = topics.map(({ key }) => key)
  const put = (key: string, next: readonly string[]) => {
    if (next === keys) return
    onOrder(next)
    const name = topics.find((one) => one.key === key)!.name[t.locale]
    say(t('topics.moved', { name, place: next.indexOf(key) + 1, count: next.length }))
  }
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: isReadOnly,
    getItems: (dragged) => [...dragged].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys: dragged, target: { key, dropPosition } }) => {
      const [one] = dragged
      if (one === undefined || dropPosition === 'on') return
      put(String(one), dropped(keys, String(one), { key: String(key), side: dropPosition }))
    },
  })
  const onKeys = (event: KeyboardEvent) => {
    const way = ways[event.key]
    const key = (event.target as Element).closest('[data-key]')?.getAttribute('data-key')
    // A menu under the focus has a meaning of its own for these keys.
    if (isReadOnly || !event.altKey || !way || !key || (event.target as Element).matches('[aria-haspopup]'))
      return
    event.preventDefault()
    event.stopPropagation()
    put(key, stepped(keys, key, way))
  }
  const act = (topic: Topic, action: string) => {
    if (action === 'edit') onEdit(topic)
    else if (action === 'archive') onArchive(topic)
    else put(topic.key, stepped(keys, topic.key, action as Direction))
  }

  return (
    <div onKeyDownCapture={onKeys}>
      <GridList
        aria-label={t('topics.list')}
        className={css.list ?? ''}
        items={topics}
        dependencies={[topics, t]}
        dragAndDropHooks={dragAndDropHooks}
        keyboardNavigationBehavior="tab"
        {...(!isReadOnly && {
          onAction: (key) => onEdit(topics.find((one) => one.key === key)!),
        })}
      >
        {(topic) => (
          <GridListItem id={topic.key} textValue={topic.name[t.locale]} className={css.row ?? ''}>
            {!isReadOnly && (
              <Button
                slot="drag"
                className={css.grip ?? ''}
                aria-label={t('topics.drag', { name: topic.name[t.locale] })}
              >
                <Grip />
              </Button>
            )}
            <TopicWords topic={topic} />
            {!isReadOnly && (
              <ActionMenu
                isQuiet
                aria-label={t('topics.actions', { name: topic.name[t.locale] })}
                onAction={(action) => act(topic, String(action))}
                disabledKeys={[
                  ...(topic.key === keys[0] ? ['up'] : []),
                  ...(topic.key === keys.at(-1) ? ['down'] : []),
                ]}
              >
                <MenuItem id="edit">
                  <Edit />
                  <Text slot="label">{t('inventory.edit')}</Text>
                </MenuItem>
                <MenuItem id="up">
                  <ChevronUp />
                  <Text slot="label">{t('topics.moveUp')}</Text>
                </MenuItem>
                <MenuItem id="down">
                  <ChevronDown />
                  <Text slot="label">{t('topics.moveDown')}</Text>
                </MenuItem>
                <MenuItem id="archive">
                  <Archive />
                  <Text slot="label">{t('topics.archive')}</Text>
                </MenuItem>
              </ActionMenu>
            )}
          </GridListItem>
        )}
      </GridList>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  )
}

const ways: Record<string, Direction | undefined> = { ArrowUp: 'up', ArrowDown: 'down' }
