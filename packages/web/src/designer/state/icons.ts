import type { BlockKind } from '@chappe/core/design/schema'
import Code from '@react-spectrum/s2/icons/Code'
import Collection from '@react-spectrum/s2/icons/Collection'
import Interaction from '@react-spectrum/s2/icons/CursorClick'
import DistributeVerticalCenter from '@react-spectrum/s2/icons/DistributeSpaceVertically'
import ImageIcon from '@react-spectrum/s2/icons/Image'
import Line from '@react-spectrum/s2/icons/Line'
import SocialNetwork from '@react-spectrum/s2/icons/SocialNetwork'
import Switch from '@react-spectrum/s2/icons/Switch'
import Text from '@react-spectrum/s2/icons/Text'
import type { ComponentType } from 'react'

/** The sign of each kind of block, in the palette and in the structure. */
export const iconOf: Readonly<Record<BlockKind, ComponentType>> = {
  text: Text,
  image: ImageIcon,
  button: Interaction,
  divider: Line,
  spacer: DistributeVerticalCenter,
  social: SocialNetwork,
  html: Code,
  fragment: Collection,
  conditional: Switch,
}
