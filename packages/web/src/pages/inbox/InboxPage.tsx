import { getRouteApi } from '@tanstack/react-router'
import { InboxView } from './InboxView.tsx'

const route = getRouteApi('/app/inbox')

export function InboxPage() {
  const { q } = route.useSearch()
  return <InboxView search={q ?? ''} opened={undefined} />
}
