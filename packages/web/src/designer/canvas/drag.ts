import type { EmailDesign } from '@chappe/core/design/schema'
import { mayLie, move } from '../tree/edit.ts'
import { type Item, indexOf, type Spot } from '../tree/index-of.ts'

/** What is under way while something is dragged: from the palette, or from elsewhere in the design. */
export type Dragged =
  | { readonly kind: 'new'; readonly item: Item; readonly mayStandAlone: boolean }
  | { readonly kind: 'move'; readonly id: string }

/** Browsers ask for a type before they let anything be dropped; what is dragged stays with us. */
const dragType = 'application/x-chappe-part'

let dragged: Dragged | null = null

export const drags = {
  now: () => dragged,
  begin(event: React.DragEvent, what: Dragged, label: string) {
    dragged = what
    event.stopPropagation()
    event.dataTransfer.setData(dragType, '')
    event.dataTransfer.setData('text/plain', label)
    event.dataTransfer.effectAllowed = what.kind === 'new' ? 'copy' : 'move'
  },
  end() {
    dragged = null
  },
}

/** Where the mark of a drop stands, in the coordinates of the canvas. */
export interface Mark {
  readonly spot: Spot
  readonly left: number
  readonly top: number
  readonly width: number
  /** Zero: a line between two items; else the area of an empty place. */
  readonly height: number
}

const mayDrop = (design: EmailDesign, what: Dragged, spot: Spot): boolean => {
  if (what.kind === 'new') return mayLie(design, what.item, spot)
  const entry = indexOf(design).get(what.id)
  return entry?.what === 'item' && mayLie(design, entry.node, spot)
}

/**
 * The gap that the pointer is nearest to: in the innermost place under it that takes what is dragged. Undefined
 * where nothing takes it; a mark without a change (an item’s own place) is shown, and does nothing.
 */
export function markAt(
  design: EmailDesign,
  what: Dragged,
  canvas: HTMLElement,
  target: Element,
  y: number,
): Mark | undefined {
  for (
    let place = target.closest<HTMLElement>('[data-place]');
    place && canvas.contains(place);
    place = place.parentElement?.closest<HTMLElement>('[data-place]') ?? null
  ) {
    const name = place.dataset.place!
    const items = [...place.children].filter(
      (one): one is HTMLElement => one instanceof HTMLElement && 'item' in one.dataset,
    )
    const boxes = items.map((one) => one.getBoundingClientRect())
    const index = boxes.filter((box) => y > box.top + box.height / 2).length
    const spot = { place: name, index }
    if (!mayDrop(design, what, spot)) continue
    const frame = canvas.getBoundingClientRect()
    const area = place.getBoundingClientRect()
    const left = area.left - frame.left + canvas.scrollLeft
    const offset = canvas.scrollTop - frame.top
    if (boxes.length === 0)
      return { spot, left, top: area.top + offset, width: area.width, height: area.height }
    const [before, after] = [boxes[index - 1], boxes[index]]
    const line = before && after ? (before.bottom + after.top) / 2 : (after?.top ?? before!.bottom)
    return { spot, left, top: line + offset, width: area.width, height: 0 }
  }
  return undefined
}

/** Whether a drop there would change anything. */
export const changes = (design: EmailDesign, what: Dragged, spot: Spot): boolean =>
  what.kind === 'new' || move(design, what.id, spot, () => 'try') !== design
