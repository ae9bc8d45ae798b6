import type { Campaign } from '@chappe/core/campaign/schema'
import { ActionMenu, MenuItem, Text } from '@react-spectrum/s2'
import Archive from '@react-spectrum/s2/icons/Archive'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import History from '@react-spectrum/s2/icons/History'
import Pause from '@react-spectrum/s2/icons/Pause'
import Play from '@react-spectrum/s2/icons/Play'
import Revert from '@react-spectrum/s2/icons/Revert'
import StopProcessing from '@react-spectrum/s2/icons/StopProcessing'
import Undo from '@react-spectrum/s2/icons/Undo'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../../../text.ts'
import { type Act, isAvailable } from './useCommands.tsx'

const icons = {
  duplicate: Duplicate,
  discard_draft: Revert,
  pause: Pause,
  resume: Play,
  stop: StopProcessing,
  archive: Archive,
  unarchive: Undo,
  delete: Delete,
}
const inMenu = Object.keys(icons) as (keyof typeof icons)[]

interface Props {
  campaign: Campaign
  /** Commands that have their own button beside the menu. */
  beside?: readonly Act[]
  onAct: (act: Act) => void
}

/** The commands that the server offers for this campaign now, and the way to its versions. */
export function MoreActions({ campaign, beside = [], onAct }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const offered = inMenu.filter((command) => isAvailable(campaign, command) && !beside.includes(command))
  return (
    <ActionMenu
      aria-label={t('campaign.more')}
      onAction={(key) =>
        key === 'versions'
          ? void navigate({ to: '/campaigns/$id/versions', params: { id: campaign.id }, search: {} })
          : onAct(key as Act)
      }
    >
      <MenuItem id="versions" textValue={t('campaign.versions')}>
        <History />
        <Text slot="label">{t('campaign.versions')}</Text>
      </MenuItem>
      {offered.map((command) => {
        const Icon = icons[command]
        return (
          <MenuItem key={command} id={command} textValue={t(`campaign.command.${command}`)}>
            <Icon />
            <Text slot="label">{t(`campaign.command.${command}`)}</Text>
          </MenuItem>
        )
      })}
    </ActionMenu>
  )
}
