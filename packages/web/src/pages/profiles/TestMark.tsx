import { Badge } from '@react-spectrum/s2'
import { useText } from '../../text.ts'

/** Says that content is tried with this profile. */
export function TestMark() {
  const t = useText()
  return (
    <Badge variant="notice" fillStyle="subtle" size="S">
      {t('profiles.test')}
    </Badge>
  )
}
