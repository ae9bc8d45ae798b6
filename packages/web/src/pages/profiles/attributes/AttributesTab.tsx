import { changeProfile, getProfile, type ProfileDetail } from '@chappe/core/api/profiles'
import { ActionButton, Badge, Button, Text, ToggleButton } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Code from '@react-spectrum/s2/icons/Code'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Properties from '@react-spectrum/s2/icons/Properties'
import { useState } from 'react'
import { useAction } from '../../../data.ts'
import { useAttributes } from '../../../parts/attributes.ts'
import { CopyButton } from '../../../parts/CopyButton.tsx'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../profiles.module.css'
import { typeOf } from './draft.ts'
import { EditAttribute } from './EditAttribute.tsx'
import { patchBetween, withValue } from './patch.ts'
import { type AttributeRow, groupsOf } from './rows.ts'
import { sayGroup, sayValue } from './words.ts'

interface Props {
  profile: ProfileDetail
  mayWrite: boolean
}

/** What is known of a person: every value in words, to be changed one by one; or the document as it is. */
export function AttributesTab({ profile, mayWrite }: Props) {
  const t = useText()
  const known = useAttributes()
  const [asJson, setAsJson] = useState(false)
  const [open, setOpen] = useState<'new' | AttributeRow>()
  const change = useAction(changeProfile, { makesStale: [getProfile] })
  const { id, attributes } = profile
  const params = { id }
  const groups = groupsOf(attributes, known)
  const nameOf = (row: AttributeRow) => row.attribute?.label ?? row.path

  const save = (segments: readonly string[], value: unknown) => {
    const after = withValue(attributes, segments, value)
    const name = known.of(segments.join('.'))?.label ?? segments.join('.')
    const undo = () =>
      change.mutate(
        { params, body: { attributes: patchBetween(after, attributes) } },
        { onSuccess: () => notify.info(t('profiles.attributes.undone', { name })) },
      )
    change.mutate(
      { params, body: { attributes: patchBetween(attributes, after) } },
      {
        onSuccess: () => {
          setOpen(undefined)
          notify.positive(
            t(value === undefined ? 'profiles.attributes.removed' : 'profiles.attributes.saved', { name }),
            { label: t('common.undo'), run: undo },
          )
        },
      },
    )
  }
  const show = (row: 'new' | AttributeRow) => {
    change.reset()
    setOpen(row)
  }

  return (
    <section className={page.stack} aria-label={t('profiles.tab.attributes')}>
      <div className={page.spread}>
        <ToggleButton isSelected={asJson} onChange={setAsJson}>
          <Code />
          <Text>{t('profiles.attributes.json')}</Text>
        </ToggleButton>
        {mayWrite && (
          <Button variant="secondary" onPress={() => show('new')}>
            <Add />
            <Text>{t('profiles.attributes.add')}</Text>
          </Button>
        )}
      </div>
      {open === undefined && <ProblemNote problem={change.error} />}
      {asJson ? (
        <>
          <div>
            <CopyButton text={JSON.stringify(attributes, null, 2)} />
          </div>
          <Scroller label={t('profiles.attributes.json')} className={page.block}>
            {JSON.stringify(attributes, null, 2)}
          </Scroller>
        </>
      ) : groups.length === 0 ? (
        <EmptyState title={t('profiles.attributes.none')} picture={<Properties />}>
          {t('profiles.attributes.none.body')}
        </EmptyState>
      ) : (
        <Scroller label={t('profiles.tab.attributes')} className={page.scroller}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">{t('profiles.attributes.name')}</th>
                <th scope="col">{t('profiles.attributes.value')}</th>
                {mayWrite && (
                  <th scope="col" className={css.last}>
                    <span className={page.hidden}>{t('grid.more')}</span>
                  </th>
                )}
              </tr>
            </thead>
            {groups.map(({ name, rows }) => (
              <tbody key={name}>
                {(name !== '' || groups.length > 1) && (
                  <tr className={css.group}>
                    <th scope="rowgroup" colSpan={mayWrite ? 3 : 2}>
                      {sayGroup(t, name)}
                    </th>
                  </tr>
                )}
                {rows.map((row) => (
                  <tr key={row.path}>
                    <td>
                      <Named row={row} />
                    </td>
                    <td className={css.value}>
                      {row.value === undefined ? (
                        <span className={page.quiet}>
                          {t(row.attribute?.required ? 'profiles.value.missing' : 'profiles.value.none')}
                        </span>
                      ) : (
                        sayValue(t, typeOf(row.attribute?.type, row.value), row.value)
                      )}
                    </td>
                    {mayWrite && (
                      <td>
                        <div className={css.acts}>
                          <ActionButton
                            isQuiet
                            size="S"
                            aria-label={t('profiles.attributes.edit', { name: nameOf(row) })}
                            onPress={() => show(row)}
                          >
                            <Edit />
                          </ActionButton>
                          {row.value !== undefined && !row.attribute?.required && (
                            <ActionButton
                              isQuiet
                              size="S"
                              aria-label={t('profiles.attributes.remove', { name: nameOf(row) })}
                              onPress={() => save(row.segments, undefined)}
                            >
                              <Delete />
                            </ActionButton>
                          )}
                        </div>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </Scroller>
      )}
      <DialogContainer onDismiss={() => setOpen(undefined)}>
        {open && (
          <EditAttribute
            key={open === 'new' ? '' : open.path}
            row={open === 'new' ? undefined : open}
            problem={change.error}
            isPending={change.isPending}
            onSave={save}
            onClose={() => setOpen(undefined)}
          />
        )}
      </DialogContainer>
    </section>
  )
}

/** The name of an attribute, its path, and whether it tells who somebody is. */
function Named({ row: { attribute, path } }: { row: AttributeRow }) {
  const t = useText()
  return (
    <span className={css.label}>
      <span>{attribute?.label ?? path}</span>
      {attribute?.pii && (
        <Badge variant="neutral" fillStyle="subtle" size="S">
          {t('fields.pii.mark')}
        </Badge>
      )}
      {attribute?.label && <code>{path}</code>}
    </span>
  )
}
