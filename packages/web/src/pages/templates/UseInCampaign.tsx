import { getTemplate } from '@chappe/core/api/templates'
import { useEndpoint } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { CreateDialog } from '../campaigns/CreateDialog.tsx'

interface Props {
  /** The template; undefined: no dialog. */
  id: string | undefined
  onClose: () => void
}

/** Makes a draft campaign with a copy of what a template says. */
export function UseInCampaign({ id, onClose }: Props) {
  const template = useEndpoint(getTemplate, { params: { id: id ?? '' } }, { enabled: id !== undefined })
  return (
    <DialogContainer onDismiss={onClose}>
      {id !== undefined && template.data && <CreateDialog from={template.data} onClose={onClose} />}
    </DialogContainer>
  )
}
