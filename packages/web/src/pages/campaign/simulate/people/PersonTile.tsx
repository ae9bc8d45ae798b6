import {
  type listTestProfiles,
  listTestProfiles as marked,
  markTestProfile,
} from '@chappe/core/api/simulations'
import { ActionMenu, Checkbox, MenuItem, Text } from '@react-spectrum/s2'
import Close from '@react-spectrum/s2/icons/Close'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import Edit from '@react-spectrum/s2/icons/Edit'
import Star from '@react-spectrum/s2/icons/Star'
import type { Reply } from '../../../../api.ts'
import { useAction } from '../../../../data.ts'
import { notify } from '../../../../parts/toast.ts'
import { useMay } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import css from '../simulate.module.css'
import { nameOf } from './nameOf.ts'
import type { Person } from './person.ts'

interface Props {
  person: Person
  at: number
  testProfiles: Reply<typeof listTestProfiles>['items']
  onShow: (isShown: boolean) => void
  onEdit: () => void
  onCopy: () => void
  onRemove: () => void
}

/** One person of the simulation: shown or not, who it is, and what can be done with it. */
export function PersonTile({ person, at, testProfiles, onShow, onEdit, onCopy, onRemove }: Props) {
  const t = useText()
  const mayMark = useMay('profiles:write')
  const mark = useAction(markTestProfile, { makesStale: [marked] })
  const { sample, isShown } = person
  const { identity, profile, context } = sample
  const name = nameOf(t, sample, at)
  const test = testProfiles.find(
    (one) =>
      one.namespace === identity?.namespace.toLowerCase() &&
      one.value.toLowerCase() === identity.value.toLowerCase(),
  )
  const about = identity
    ? t('simulate.identity', identity)
    : profile || context
      ? t('simulate.person.typed')
      : t('simulate.person.proposed')

  const acts: Record<string, () => void> = {
    edit: onEdit,
    copy: onCopy,
    remove: onRemove,
    unmark: () =>
      test &&
      mark.mutate(
        { params: { id: test.id }, body: { test: false } },
        { onSuccess: () => notify.positive(t('simulate.unmarked', { name })) },
      ),
  }
  return (
    <li className={css.tile} data-shown={isShown || undefined}>
      <Checkbox isSelected={isShown} onChange={onShow} aria-label={t('simulate.person.show', { name })} />
      <div className={css.who}>
        <span className={css.name}>{name}</span>
        <span className={css.about}>
          {test && `${t('simulate.testProfile')} · `}
          {about}
        </span>
      </div>
      <ActionMenu
        aria-label={t('simulate.person.actions', { name })}
        isQuiet
        size="S"
        onAction={(key) => acts[String(key)]?.()}
      >
        <MenuItem id="edit" textValue={t('simulate.person.edit')}>
          <Edit />
          <Text slot="label">{t('simulate.person.edit')}</Text>
        </MenuItem>
        <MenuItem id="copy" textValue={t('simulate.person.copy')}>
          <Duplicate />
          <Text slot="label">{t('simulate.person.copy')}</Text>
        </MenuItem>
        {test && mayMark && (
          <MenuItem id="unmark" textValue={t('simulate.unmark')}>
            <Star />
            <Text slot="label">{t('simulate.unmark')}</Text>
          </MenuItem>
        )}
        <MenuItem id="remove" textValue={t('simulate.person.remove')}>
          <Close />
          <Text slot="label">{t('simulate.person.remove')}</Text>
        </MenuItem>
      </ActionMenu>
    </li>
  )
}
