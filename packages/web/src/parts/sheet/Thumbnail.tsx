import './thumbnail.css'
import { useEffect, useRef, useState } from 'react'
import { Sheet } from './Sheet.tsx'

interface Props {
  /** Undefined while it is not known. */
  html: string | undefined
  /** Asked once, when the picture comes near the screen: time to fetch what it shows. */
  onNear?: () => void
}

/** A message in small, for decoration: what it is stands beside it. Drawn only once it comes near the screen. */
export function Thumbnail({ html, onNear }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const near = useRef(onNear)
  near.current = onNear
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (!place.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        setNear(true)
        near.current?.()
      },
      { rootMargin: '300px' },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])

  return (
    <div ref={place} className="thumbnail" aria-hidden="true">
      {isNear && html !== undefined && html !== '' && <Sheet title="" html={html} isPicture />}
    </div>
  )
}
