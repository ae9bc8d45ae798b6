import { useEffect, useRef, useState } from 'react'

interface Props {
  title: string
  /** A document, as mail programs would get it. */
  html: string
  className?: string | undefined
  /** Only to be looked at: the keyboard and screen readers pass it by. */
  isPicture?: boolean
}

/**
 * A message in a frame. A document written into the page, or into a `srcdoc`, would come under the page's own
 * policy and lose its styles; so it is written on an empty sheet that the server sends with a policy of its own.
 * The frame keeps our origin, for us to write on it, and runs no script.
 */
export function Sheet({ title, html, className, isPicture = false }: Props) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const sheet = isReady ? frame.current?.contentDocument?.documentElement : undefined
    if (!sheet) return
    const { language, direction, content } = partsOf(html)
    sheet.lang = language
    sheet.dir = direction
    sheet.innerHTML = content
  }, [html, isReady])

  return (
    <iframe
      ref={frame}
      src="/sheet.html"
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className={className}
      onLoad={() => setReady(true)}
      {...(isPicture && { 'aria-hidden': true, tabIndex: -1, inert: true, loading: 'lazy' as const })}
    />
  )
}

const attribute = (tag: string, name: string) =>
  new RegExp(`\\s${name}\\s*=\\s*["']?([\\w-]+)`, 'i').exec(tag)?.[1] ?? ''

/** What setting the inside of `<html>` would lose of a document: its language and direction. Links open outside. */
export function partsOf(html: string): { language: string; direction: string; content: string } {
  const tag = /<html\b[^>]*>/i.exec(html)?.[0] ?? ''
  return {
    language: attribute(tag, 'lang'),
    direction: attribute(tag, 'dir'),
    content: html.replace(/<(a|area)\b(?![^>]*\starget\s*=)/gi, '<$1 target="_blank"'),
  }
}
