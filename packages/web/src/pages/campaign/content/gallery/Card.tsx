import type { EmailContent } from '@chappe/core/campaign/schema'
import type { ReactNode } from 'react'
import { Thumbnail } from '../../../../parts/sheet/Thumbnail.tsx'
import css from './gallery.module.css'
import { useSample } from './useSample.ts'

interface Props {
  name: string
  /** Under the name. */
  about?: ReactNode
  /** Undefined until it is known. */
  content: EmailContent | undefined
  onNear?: () => void
  onOpen: () => void
  /** Beside the name: a menu. */
  menu?: ReactNode
}

export const Cards = ({ children }: { children: ReactNode }) => <ul className={css.cards}>{children}</ul>

/** A template as one sees it in the library: its look, its name. The whole of it opens it. */
export function Card({ name, about, content, onNear, onOpen, menu }: Props) {
  const sample = useSample(content)
  return (
    <li className={css.card}>
      <div className={css.picture}>
        <Thumbnail html={sample?.html} {...(onNear && { onNear })} />
      </div>
      <div className={css.words}>
        <div className={css.title}>
          <button type="button" className={css.open} onClick={onOpen} title={name}>
            {name}
          </button>
          {menu}
        </div>
        {about && <div className={css.about}>{typeof about === 'string' ? <span>{about}</span> : about}</div>}
      </div>
    </li>
  )
}
