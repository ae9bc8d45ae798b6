import { useState } from 'react'
import css from './preview.module.css'

interface Props {
  title: string
  address: string
}

/** A sandboxed document. A new address takes the place of the old one only once it has loaded: no blinking. */
export function Frame({ title, address }: Props) {
  const [shown, setShown] = useState(address)
  return (
    <div className={css.frame}>
      {[...new Set([shown, address])].map((one) => (
        <iframe
          key={one}
          title={title}
          src={one}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          data-loading={one !== shown || undefined}
          aria-hidden={one !== shown || undefined}
          tabIndex={one === shown ? undefined : -1}
          onLoad={() => setShown(one)}
        />
      ))}
    </div>
  )
}
