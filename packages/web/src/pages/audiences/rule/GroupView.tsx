import { ruleLimits } from '@chappe/core/audience/rule'
import { ActionButton, Menu, MenuItem, MenuTrigger, Picker, PickerItem, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Group from '@react-spectrum/s2/icons/Group'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { DragEvent } from 'react'
import { useText } from '../../../text.ts'
import { useBuilding } from './Building.ts'
import { ConditionView, iconOf } from './ConditionView.tsx'
import { conditionKinds } from './operators.ts'
import { PartHead } from './PartHead.tsx'
import css from './rule.module.css'
import { Tools } from './Tools.tsx'
import type { GroupNode, RuleNode } from './tree.ts'

const joins = ['all', 'any', 'none', 'notAll'] as const
type Join = (typeof joins)[number]

const joinOf = ({ join, not }: Pick<GroupNode, 'join' | 'not'>): Join =>
  join === 'and' ? (not ? 'notAll' : 'all') : not ? 'none' : 'any'
const howOf: Record<Join, Pick<GroupNode, 'join' | 'not'>> = {
  all: { join: 'and', not: false },
  any: { join: 'or', not: false },
  none: { join: 'or', not: true },
  notAll: { join: 'and', not: true },
}

/** A group: how its conditions are joined, the conditions, and the way to add more. */
export function GroupView({
  node,
  depth,
  isRoot = false,
}: {
  node: GroupNode
  depth: number
  isRoot?: boolean
}) {
  const t = useText()
  const { isReadOnly, join, say, isFull } = useBuilding()
  const picker = isReadOnly ? (
    <span className={css.kind}>{t(`audiences.join.${joinOf(node)}`)}</span>
  ) : (
    <Picker
      aria-label={t('audiences.join')}
      value={joinOf(node)}
      onChange={(key) => join(node.key, howOf[key as Join])}
      styles={style({ width: 240 })}
    >
      {joins.map((one) => (
        <PickerItem key={one} id={one}>
          {t(`audiences.join.${one}`)}
        </PickerItem>
      ))}
    </Picker>
  )
  return (
    <>
      {isRoot ? (
        <div className={css.head}>{picker}</div>
      ) : (
        <PartHead id={node.key}>
          {picker}
          {!isReadOnly && <Tools id={node.key} name={say(node)} />}
        </PartHead>
      )}
      <Nodes node={node} depth={depth} />
      {!isReadOnly && (
        <div className={css.add}>
          <AddCondition group={node.key} isDisabled={isFull} />
          <AddGroup group={node.key} isDisabled={isFull || depth >= ruleLimits.depth} />
        </div>
      )}
    </>
  )
}

function Nodes({ node, depth }: { node: GroupNode; depth: number }) {
  const t = useText()
  const { over, hover, drop, dragged, isReadOnly } = useBuilding()
  const word = t(node.join === 'and' ? 'audiences.and' : 'audiences.or')
  const above = (event: DragEvent, index: number) => {
    if (dragged === null) return
    event.preventDefault()
    event.stopPropagation()
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const isBelow = event.clientY > top + height / 2
    hover({ group: node.key, index: isBelow ? index + 1 : index })
  }
  const isOver = (index: number) => over?.group === node.key && over.index === index
  return (
    <ul
      className={css.nodes}
      aria-label={t(`audiences.join.${joinOf(node)}`)}
      onDragOver={(event) => {
        if (dragged === null || node.nodes.length > 0) return
        event.preventDefault()
        event.stopPropagation()
        hover({ group: node.key, index: 0 })
      }}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        drop()
      }}
    >
      {node.nodes.length === 0 && (
        <li className={css.empty} data-over={isOver(0) || undefined}>
          {t(node.join === 'and' ? 'audiences.group.everybody' : 'audiences.group.nobody', {
            not: String(node.not),
          })}
        </li>
      )}
      {node.nodes.map((one: RuleNode, index) => (
        <li
          key={one.key}
          data-node={one.key}
          data-kind={one.kind}
          data-dragged={dragged === one.key || undefined}
          data-over={isOver(index) || undefined}
          data-over-end={(index === node.nodes.length - 1 && isOver(index + 1)) || undefined}
          className={css.node}
          onDragOver={(event) => above(event, index)}
        >
          {index > 0 && (
            <span className={css.word} aria-hidden={!isReadOnly}>
              {word}
            </span>
          )}
          {one.kind === 'group' ? <GroupView node={one} depth={depth + 1} /> : <ConditionView node={one} />}
        </li>
      ))}
    </ul>
  )
}

function AddCondition({ group, isDisabled }: { group: string; isDisabled: boolean }) {
  const t = useText()
  const { add } = useBuilding()
  return (
    <MenuTrigger>
      <ActionButton size="S" isDisabled={isDisabled} data-add={group}>
        <Add />
        <Text>{t('audiences.condition.add')}</Text>
      </ActionButton>
      <Menu
        aria-label={t('audiences.condition.add')}
        onAction={(key) => add(group, conditionKinds.find((kind) => kind === key) ?? 'attribute')}
      >
        {conditionKinds.map((kind) => {
          const Icon = iconOf[kind]
          return (
            <MenuItem key={kind} id={kind} textValue={t(`audiences.condition.${kind}`)}>
              <Icon />
              <Text slot="label">{t(`audiences.condition.${kind}`)}</Text>
              <Text slot="description">{t(`audiences.condition.${kind}.help`)}</Text>
            </MenuItem>
          )
        })}
      </Menu>
    </MenuTrigger>
  )
}

function AddGroup({ group, isDisabled }: { group: string; isDisabled: boolean }) {
  const t = useText()
  const { add } = useBuilding()
  return (
    <ActionButton size="S" isQuiet isDisabled={isDisabled} onPress={() => add(group, 'group')}>
      <Group />
      <Text>{t('audiences.group.add')}</Text>
    </ActionButton>
  )
}
