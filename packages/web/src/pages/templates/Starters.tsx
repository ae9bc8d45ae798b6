import { createTemplate, listTemplates } from '@chappe/core/api/templates'
import type { StarterTemplate } from '@chappe/core/content/schema'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { Card, Cards } from '../campaign/content/gallery/Card.tsx'
import { TemplateDialog } from '../campaign/content/gallery/TemplateDialog.tsx'
import { CreateDialog } from '../campaigns/CreateDialog.tsx'
import css from './templates.module.css'

interface Props {
  items: readonly StarterTemplate[] | undefined
  problem: unknown
}

/** The templates that come with the product, in the reader's language: to look at, to take over, to use. */
export function Starters({ items, problem }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const mayWrite = useMay('content:write')
  const mayCreate = useMay('campaigns:write')
  const [shown, setShown] = useState<StarterTemplate>()
  const [used, setUsed] = useState<StarterTemplate>()
  const create = useAction(createTemplate, { makesStale: [listTemplates] })
  if (!problem && !items?.length) return null

  const add = ({ name, description, content }: StarterTemplate) =>
    create.mutate(
      { body: { name, description, content } },
      {
        onSuccess: ({ id }) => {
          setShown(undefined)
          notify.positive(t('templates.starters.added', { name }))
          void navigate({ to: '/templates/$id', params: { id } })
        },
      },
    )

  return (
    <section className={css.starters} aria-labelledby="starter-templates">
      <h2 id="starter-templates">{t('templates.starters')}</h2>
      <ProblemNote problem={problem ?? create.error} />
      <Cards>
        {items?.map((one) => (
          <Card
            key={one.key}
            name={one.name}
            about={one.description}
            content={one.content}
            onOpen={() => setShown(one)}
          />
        ))}
      </Cards>
      <DialogContainer onDismiss={() => setShown(undefined)}>
        {shown && (
          <TemplateDialog
            template={shown}
            onClose={() => setShown(undefined)}
            actions={[
              ...(mayWrite
                ? [{ label: t('templates.starters.use'), isPending: create.isPending, run: () => add(shown) }]
                : []),
              ...(mayCreate
                ? [
                    {
                      label: t('templates.useInCampaign'),
                      run: () => {
                        setShown(undefined)
                        setUsed(shown)
                      },
                    },
                  ]
                : []),
            ]}
          />
        )}
      </DialogContainer>
      <DialogContainer onDismiss={() => setUsed(undefined)}>
        {used && <CreateDialog from={used} onClose={() => setUsed(undefined)} />}
      </DialogContainer>
    </section>
  )
}
