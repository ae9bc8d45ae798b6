import type { BulkItem } from '@chappe/core/campaign/bulk'
import { Button, ButtonGroup, Content, Dialog, Heading } from '@react-spectrum/s2'
import { reasonOf } from '../../../parts/tell.ts'
import { isMessage, useText } from '../../../text.ts'
import type { Finished } from './useBulk.tsx'

type Refusal = NonNullable<BulkItem['problem']>

interface Props extends Finished {
  onClose: () => void
}

/** What became of a command for many campaigns: how many, and who was left as it is and why. */
export function ResultDialog({ command, result, undo, onClose }: Props) {
  const t = useText()
  const why = ({ type, title, detail, reason }: Refusal) => {
    const general = `problem.${type}`
    const id = reasonOf({ type, reason }) ?? general
    return t.locale !== 'en' && isMessage(id) ? (
      t(id)
    ) : (
      <span lang="en">{t.locale === 'en' ? detail : title}</span>
    )
  }
  const refused = result.items.filter(({ outcome }) => outcome === 'refused')
  return (
    <Dialog size="M">
      <Heading slot="title">{t('bulk.result')}</Heading>
      <Content>
        <p>{t(`bulk.${command}.done`, { count: result.done })}</p>
        {result.unchanged > 0 && <p>{t('bulk.unchanged', { count: result.unchanged })}</p>}
        <p>{t('bulk.refused', { count: result.refused })}</p>
        <ul className="bulk-refused">
          {refused.map(({ id, name, problem }) => (
            <li key={id}>
              <strong>{name || id}</strong> {problem && why(problem)}
            </li>
          ))}
        </ul>
      </Content>
      <ButtonGroup>
        {undo && (
          <Button
            variant="secondary"
            onPress={() => {
              undo()
              onClose()
            }}
          >
            {t('common.undo')}
          </Button>
        )}
        <Button variant="accent" onPress={onClose} autoFocus>
          {t('common.close')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}
