import { SegmentedControl, SegmentedControlItem } from '@react-spectrum/s2'
import DeviceDesktop from '@react-spectrum/s2/icons/DeviceDesktop'
import DevicePhone from '@react-spectrum/s2/icons/DevicePhone'
import FileText from '@react-spectrum/s2/icons/FileText'
import { useText } from '../../../text.ts'

export type Width = 'desktop' | 'phone' | 'text'

interface Props {
  width: Width
  onChange: (width: Width) => void
}

/** As what a message is looked at: on a wide screen, on a phone, or its text. */
export function WidthSwitch({ width, onChange }: Props) {
  const t = useText()
  return (
    <SegmentedControl
      aria-label={t('campaign.preview.width')}
      selectedKey={width}
      onSelectionChange={(key) => onChange(key as Width)}
    >
      <SegmentedControlItem id="desktop" aria-label={t('campaign.preview.desktop')}>
        <DeviceDesktop />
      </SegmentedControlItem>
      <SegmentedControlItem id="phone" aria-label={t('campaign.preview.phone')}>
        <DevicePhone />
      </SegmentedControlItem>
      <SegmentedControlItem id="text" aria-label={t('campaign.preview.text')}>
        <FileText />
      </SegmentedControlItem>
    </SegmentedControl>
  )
}
