import { type Layout, layouts } from '@chappe/core/design/schema'
import css from './rails.module.css'

/** A layout as a picture of its columns. */
export function LayoutSign({ layout }: { layout: Layout }) {
  const columns = layouts[layout].map((width) => `${width}fr`).join(' ')
  return (
    <span className={css.sign} style={{ gridTemplateColumns: columns }} aria-hidden="true">
      {layouts[layout].map((_, at) => (
        <span key={at} />
      ))}
    </span>
  )
}
