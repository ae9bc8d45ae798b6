import { getRouteApi } from '@tanstack/react-router'
import { InboxView } from './InboxView.tsx'

const route = getRouteApi('/app/inbox/$id')

export function InboxMessagePage() {
  const { id } = route.useParams()
  const { q } = route.useSearch()
  return <InboxView search={q ?? ''} opened={id} />
}
