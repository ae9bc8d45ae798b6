import { Button, Content, Dialog, Heading, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { useText } from '../../../text.ts'
import { TagsField } from '../../campaign/editor/TagsField.tsx'
import type { Asked } from './useBulk.tsx'

interface Props {
  count: number
  onGive: (asked: Asked) => void
  onClose: () => void
}

/** Asks which tags many campaigns are to have, or to have no more. */
export function BulkTags({ count, onGive, onClose }: Props) {
  const t = useText()
  const [command, setCommand] = useState<'add_tags' | 'remove_tags'>('add_tags')
  const [tags, setTags] = useState<string[]>([])
  return (
    <Dialog size="M">
      <Heading slot="title">{t('bulk.tags.title', { count })}</Heading>
      <Content>
        <div className={style({ display: 'flex', flexDirection: 'column', gap: 16 })}>
          <RadioGroup
            label={t('bulk.tags.what')}
            value={command}
            onChange={(value) => setCommand(value as typeof command)}
          >
            <Radio value="add_tags">{t('bulk.tags.add')}</Radio>
            <Radio value="remove_tags">{t('bulk.tags.remove')}</Radio>
          </RadioGroup>
          <TagsField tags={tags} isReadOnly={false} onChange={setTags} />
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          isDisabled={tags.length === 0}
          onPress={() => {
            onGive({ command, tags })
            onClose()
          }}
        >
          {t('bulk.tags.apply', { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
