import type { Asset } from '@chappe/core/content/schema'

export interface AssetPickerProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** An image of the library, or an address written by hand (then without the library's facts). */
  readonly onChoose: (image: Pick<Asset, 'url'> & Partial<Asset>) => void
}

/** The dialog that chooses an image: from the library, uploaded now, or by its address. */
export function AssetPicker(_: AssetPickerProps) {
  return null
}
