import { editCampaign, listCampaigns, listTags } from '@chappe/core/api/campaigns'
import type { Campaign } from '@chappe/core/campaign/schema'
import { Button, Content, Dialog, Heading } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useAction } from '../../data.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useText } from '../../text.ts'
import { TagsField } from '../campaign/editor/TagsField.tsx'

/** Changes a campaign's tags, in any status. Saving can be undone. */
export function TagsDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useText()
  const [tags, setTags] = useState(campaign.tags)
  const save = useAction(editCampaign, { makesStale: [listCampaigns, listTags] })

  const commit = () => {
    const params = { id: campaign.id }
    save.mutate(
      { params, body: { revision: campaign.revision, tags } },
      {
        onSuccess: ({ revision }) => {
          onClose()
          notify.positive(t('inventory.tags.saved', { name: campaign.name }), {
            label: t('common.undo'),
            run: () => save.mutate({ params, body: { revision, tags: campaign.tags } }),
          })
        },
      },
    )
  }

  return (
    <Dialog size="M">
      <Heading slot="title">{t('inventory.tags.of', { name: campaign.name })}</Heading>
      <Content>
        <div className={style({ display: 'flex', flexDirection: 'column', gap: 16 })}>
          <ProblemNote problem={save.error} />
          <TagsField tags={tags} isReadOnly={false} onChange={setTags} />
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={commit} isPending={save.isPending}>
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
