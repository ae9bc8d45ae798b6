/**
 * The email designer. `<Designer>` fills the height it is given (a flex or grid item, at least 480 px high, without a border of its own) and is
 * controlled: `design` in, whole snapshots out.
 */

export { AssetPicker, type AssetPickerProps } from './assets/AssetPicker.tsx'
export { Designer } from './Designer.tsx'
export type { DesignerProps, FragmentChoice, Word } from './types.ts'
