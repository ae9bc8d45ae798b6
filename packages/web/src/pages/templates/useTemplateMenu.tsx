import { deleteTemplate, duplicateTemplate } from '@chappe/core/api/templates'
import { ActionMenu, MenuItem, Text } from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import Edit from '@react-spectrum/s2/icons/Edit'
import Send from '@react-spectrum/s2/icons/Send'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { call } from '../../api.ts'
import { queryClient } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { complain } from '../../parts/complain.ts'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/**
 * What can be done with a template, from its card, its row or its page, where what is written is saved before it is
 * copied.
 */
export function useTemplateMenu(
  onUse: (id: string) => void,
  onDeleted?: () => Promise<void>,
  save?: () => Promise<boolean>,
) {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const mayWrite = useMay('content:write')
  const mayCreate = useMay('campaigns:write')

  return useCallback(
    ({ id, name }: Named): MenuEntry[] => {
      const params = { id }
      /** Does it, says so, shows the list as it is now; a refusal is said in words. */
      const act = async (work: () => Promise<void>) => {
        try {
          await work()
        } catch (error) {
          complain(t, error)
        }
        await queryClient.invalidateQueries()
      }
      const open = () => void navigate({ to: '/templates/$id', params })
      const duplicate = () =>
        void act(async () => {
          if (save && !(await save())) return
          const copy = await call(duplicateTemplate, { params })
          notify.positive(t('templates.duplicate.done', { name: copy.name }))
          await navigate({ to: '/templates/$id', params: { id: copy.id } })
        })
      const remove = async () => {
        const isSure = await confirm({
          title: t('templates.delete.title', { name }),
          body: t('templates.delete.body'),
          action: t('common.delete'),
          tone: 'destructive',
        })
        if (!isSure) return
        await act(async () => {
          await call(deleteTemplate, { params })
          await onDeleted?.()
          notify.positive(t('templates.delete.done', { name }))
        })
      }
      return [
        ...(onDeleted ? [] : [{ id: 'open', label: t('templates.edit'), icon: Edit, run: open }]),
        ...(mayCreate && !onDeleted
          ? [{ id: 'use', label: t('templates.useInCampaign'), icon: Send, run: () => onUse(id) }]
          : []),
        ...(mayWrite
          ? [
              { id: 'duplicate', label: t('templates.duplicate'), icon: Duplicate, run: duplicate },
              { id: 'delete', label: t('common.delete'), icon: Delete, run: () => void remove() },
            ]
          : []),
      ]
    },
    [t, confirm, navigate, mayWrite, mayCreate, onUse, onDeleted, save],
  )
}

/** The same entries behind a button of their own. */
export function CardMenu({ name, entries }: { name: string; entries: readonly MenuEntry[] }) {
  const t = useText()
  if (entries.length === 0) return null
  return (
    <ActionMenu
      isQuiet
      size="S"
      aria-label={t('templates.actions', { name })}
      onAction={(key) => entries.find(({ id }) => id === key)?.run()}
    >
      {entries.map(({ id, label, icon: Icon }) => (
        <MenuItem key={id} id={id} textValue={label}>
          {Icon && <Icon />}
          <Text slot="label">{label}</Text>
        </MenuItem>
      ))}
    </ActionMenu>
  )
}
