import { Condition } from '@chappe/core/audience/rule'
import Calendar from '@react-spectrum/s2/icons/Calendar'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import CursorClick from '@react-spectrum/s2/icons/CursorClick'
import Key from '@react-spectrum/s2/icons/Key'
import ListBulleted from '@react-spectrum/s2/icons/ListBulleted'
import User from '@react-spectrum/s2/icons/User'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
import type { ComponentType } from 'react'
import { useText } from '../../../text.ts'
import { useBuilding } from './Building.ts'
import { ConditionFields } from './ConditionFields.tsx'
import { PartHead } from './PartHead.tsx'
import css from './rule.module.css'
import { Tools } from './Tools.tsx'
import type { ConditionNode } from './tree.ts'

export const iconOf: Record<Condition['kind'], ComponentType> = {
  attribute: User,
  items: ListBulleted,
  identity: Key,
  consent: CheckmarkCircle,
  audience: UserGroup,
  event: Calendar,
  engagement: CursorClick,
}

/** One condition: what it is, its fields, and what can be done with it. */
export function ConditionView({ node }: { node: ConditionNode }) {
  const t = useText()
  const { vocabulary, self, isReadOnly, edit, say } = useBuilding()
  const { key, condition } = node
  const Icon = iconOf[condition.kind]
  const isWhole = Condition.safeParse(condition).success
  return (
    <>
      <PartHead id={key}>
        <span className={css.kind}>
          <Icon />
          {t(`audiences.condition.${condition.kind}`)}
        </span>
        {!isReadOnly && !isWhole && <span className={css.unfinished}>{t('audiences.unfinished')}</span>}
        {!isReadOnly && <Tools id={key} name={say(node)} />}
      </PartHead>
      {isReadOnly ? (
        <p className={css.said}>{say(node)}</p>
      ) : (
        <ConditionFields
          condition={condition}
          vocabulary={vocabulary}
          self={self}
          onChange={(next) => edit(key, next)}
        />
      )}
    </>
  )
}
