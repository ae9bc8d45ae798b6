export function InboxMessagePage() {
  return null
}
