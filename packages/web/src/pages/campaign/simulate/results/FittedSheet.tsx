import { useLayoutEffect, useRef, useState } from 'react'
import { inScheme } from '../../../../designer/preview/scheme.ts'
import { Sheet } from '../../../../parts/sheet/Sheet.tsx'
import css from '../simulate.module.css'
import type { View } from './views.ts'

/** Pixels that a screen has; a narrower card shows it smaller rather than cut. */
const widths: Record<Exclude<View, 'text' | 'source'>, number> = { desktop: 680, dark: 680, phone: 375 }
const height = 560

interface Props {
  title: string
  html: string
  view: keyof typeof widths
}

/** A message on a screen of its own width, as large as there is room. */
export function FittedSheet({ title, html, view }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState<number>()
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width))
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  const wide = view === 'phone' ? widths.phone : Math.max(widths[view], room ?? 0)
  const scale = room === undefined ? 1 : Math.min(1, room / wide)
  return (
    <div ref={place} className={css.screen} data-view={view} style={{ height }}>
      <div style={{ width: wide * scale }}>
        <div
          className={css.paper}
          style={{ width: wide, height: height / scale, transform: `scale(${scale})` }}
        >
          <Sheet
            title={title}
            html={inScheme(html, view === 'dark' ? 'dark' : 'light')}
            className={view === 'dark' ? css.dark : css.light}
          />
        </div>
      </div>
    </div>
  )
}
