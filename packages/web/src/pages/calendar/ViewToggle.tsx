import { SegmentedControl, SegmentedControlItem } from '@react-spectrum/s2'
import Calendar from '@react-spectrum/s2/icons/Calendar'
import ViewList from '@react-spectrum/s2/icons/ViewList'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../../text.ts'

/** The campaigns as a list, or as a calendar. */
export function ViewToggle({ as }: { as: 'list' | 'calendar' }) {
  const t = useText()
  const navigate = useNavigate()
  return (
    <SegmentedControl
      aria-label={t('calendar.toggle')}
      selectedKey={as}
      onSelectionChange={(key) => {
        if (key !== as) void navigate({ to: key === 'list' ? '/campaigns' : '/campaigns/calendar' })
      }}
    >
      <SegmentedControlItem id="list" aria-label={t('calendar.toggle.list')}>
        <ViewList />
      </SegmentedControlItem>
      <SegmentedControlItem id="calendar" aria-label={t('calendar.toggle.calendar')}>
        <Calendar />
      </SegmentedControlItem>
    </SegmentedControl>
  )
}
