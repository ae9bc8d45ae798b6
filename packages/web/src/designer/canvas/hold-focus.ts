/** A closing menu or dialog takes the keyboard back for some frames; then, at the latest, it stays where it was put. */
const steady = 3
const most = 90

/**
 * Brings the keyboard to an element and keeps it there until nothing takes it away any more, or the person does
 * something. Answers how to give up.
 */
export function holdFocus(find: () => HTMLElement | null | undefined): () => void {
  let frame = 0
  let tries = 0
  let held = 0
  const stop = () => {
    cancelAnimationFrame(frame)
    document.removeEventListener('pointerdown', stop, true)
    document.removeEventListener('keydown', stop, true)
  }
  const look = () => {
    const element = find()
    if (element && document.activeElement !== element) {
      if (tries === 0) element.scrollIntoView({ block: 'nearest' })
      element.focus({ preventScroll: true })
      held = 0
    } else held += 1
    tries += 1
    if (held >= steady || tries >= most) stop()
    else frame = requestAnimationFrame(look)
  }
  document.addEventListener('pointerdown', stop, true)
  document.addEventListener('keydown', stop, true)
  look()
  return stop
}
