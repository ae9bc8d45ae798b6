import { Button } from '@react-spectrum/s2'

interface Props {
  /** Pages as `useEndpointPages` gives them. */
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
  label: string
}

/** Asks for the next page of a list, while there is one. */
export function MoreButton({ list, label }: Props) {
  if (!list.hasNextPage) return null
  return (
    <div>
      <Button
        variant="secondary"
        isPending={list.isFetchingNextPage}
        onPress={() => void list.fetchNextPage()}
      >
        {label}
      </Button>
    </div>
  )
}
