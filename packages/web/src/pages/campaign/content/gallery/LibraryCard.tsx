import { getTemplate, type listTemplates } from '@chappe/core/api/templates'
import { type ReactNode, useState } from 'react'
import type { Reply } from '../../../../api.ts'
import { useEndpoint } from '../../../../data.ts'
import { Card } from './Card.tsx'

export type TemplateSummary = Reply<typeof listTemplates>['items'][number]

interface Props {
  template: TemplateSummary
  onOpen: () => void
  about?: ReactNode
  menu?: ReactNode
}

/** A template of the library. What it looks like is fetched when it comes near the screen. */
export function LibraryCard({ template, about, ...rest }: Props) {
  const [isNear, setNear] = useState(false)
  const { id, name, description, subject } = template
  const whole = useEndpoint(getTemplate, { params: { id } }, { enabled: isNear, staleTime: 60_000 })
  return (
    <Card
      name={name}
      about={about ?? (description || subject)}
      content={whole.data?.content}
      onNear={() => setNear(true)}
      {...rest}
    />
  )
}
