import { bulkLimits } from '@chappe/core/campaign/bulk'
import type { Campaign, CampaignCommand } from '@chappe/core/campaign/schema'
import { ActionButton, ActionButtonGroup, Button, Text } from '@react-spectrum/s2'
import Archive from '@react-spectrum/s2/icons/Archive'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import FolderMoveTo from '@react-spectrum/s2/icons/FolderMoveTo'
import StopProcessing from '@react-spectrum/s2/icons/StopProcessing'
import Tag from '@react-spectrum/s2/icons/Tag'
import Undo from '@react-spectrum/s2/icons/Undo'
import { useEffect, useState } from 'react'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { useText } from '../../../text.ts'
import { BulkTags } from './BulkTags.tsx'
import type { Asked } from './useBulk.tsx'

interface Props {
  /** Those that are selected and loaded. */
  campaigns: readonly Campaign[]
  /** How many are meant: those that are selected, or all that match. */
  count: number
  /** How many match the filters. */
  total: number
  isEverything: boolean
  running: Asked['command'] | undefined
  onEverything: () => void
  onClear: () => void
  onGive: (asked: Asked) => void
  onMove: () => void
}

const plain = [
  { command: 'archive', Icon: Archive },
  { command: 'unarchive', Icon: Undo },
  { command: 'duplicate', Icon: Duplicate },
  { command: 'stop', Icon: StopProcessing },
  { command: 'delete', Icon: Delete },
] as const satisfies { command: CampaignCommand; Icon: unknown }[]

/** The bar goes with the selection; whoever was in it goes on in the list, not at the top of the page. */
function goOn() {
  if (document.activeElement !== document.body) return
  const list = document.querySelector<HTMLElement>('.inventory [role="grid"]')
  ;(list ?? document.getElementById('page-title'))?.focus()
}

/** What can be done with the campaigns that are selected. */
export function BulkBar(props: Props) {
  const { campaigns, count, total, isEverything, running, onEverything, onClear, onGive, onMove } = props
  const t = useText()
  const [tagging, setTagging] = useState(false)
  useEffect(() => () => void setTimeout(goOn), [])
  // Of campaigns that are not loaded nobody here knows what can be done: the server looks, and says.
  const may = (command: CampaignCommand) =>
    isEverything ||
    campaigns.some(({ actions }) => actions.some((one) => one.command === command && one.available))
  const isTooMany = count > bulkLimits.campaigns

  return (
    <section className="bulk-bar" aria-label={t('bulk.title')}>
      <strong role="status">{t('bulk.selected', { count })}</strong>
      {!isEverything && total > count && total <= bulkLimits.campaigns && (
        <Button size="S" variant="secondary" fillStyle="outline" onPress={onEverything}>
          {t('bulk.everything', { count: total })}
        </Button>
      )}
      <Button size="S" variant="secondary" fillStyle="outline" onPress={onClear}>
        {t('bulk.clear')}
      </Button>
      {isTooMany && <span>{t('bulk.tooMany', { count: bulkLimits.campaigns })}</span>}
      <ActionButtonGroup
        aria-label={t('bulk.title')}
        size="S"
        UNSAFE_style={{ flexWrap: 'wrap', width: '100%' }}
        isDisabled={isTooMany || running !== undefined}
      >
        {may('edit_tags') && (
          <ActionButton
            onPress={() => setTagging(true)}
            isPending={running === 'add_tags' || running === 'remove_tags'}
          >
            <Tag />
            <Text>{t('bulk.tags')}</Text>
          </ActionButton>
        )}
        {may('edit_tags') && (
          <ActionButton onPress={onMove} isPending={running === 'move'}>
            <FolderMoveTo />
            <Text>{t('bulk.move')}</Text>
          </ActionButton>
        )}
        {plain
          .filter(({ command }) => may(command))
          .map(({ command, Icon }) => (
            <ActionButton key={command} onPress={() => onGive({ command })} isPending={running === command}>
              <Icon />
              <Text>{t(`bulk.command.${command}`)}</Text>
            </ActionButton>
          ))}
      </ActionButtonGroup>
      <DialogContainer onDismiss={() => setTagging(false)}>
        {tagging && <BulkTags count={count} onGive={onGive} onClose={() => setTagging(false)} />}
      </DialogContainer>
    </section>
  )
}
