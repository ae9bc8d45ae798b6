import { TabPanel as Panel, type TabPanelProps } from '@react-spectrum/s2'
import './tab-panel.css'

/**
 * The panel of a tab. Where there is no room for the tabs, Spectrum’s own has the focus ring around all of it as soon
 * as anything in it has the focus; this one has it only for itself.
 */
export function TabPanel({ UNSAFE_className = '', ...props }: TabPanelProps) {
  return <Panel {...props} UNSAFE_className={`tab-panel ${UNSAFE_className}`} />
}
