export function ConfigurationsPage() {
  return null
}
