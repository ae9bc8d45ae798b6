import { Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { type ReactNode, useRef, useState } from 'react'
import page from '../../campaign.module.css'
import css from './trigger.module.css'

interface Props {
  title: string
  /** What is settled in it, said while it is closed. */
  summary: string
  /** Names of the fields in it. */
  field: string
  /** Something in it is to be mended: it opens by itself, and stays open under the hands of who mends it. */
  isWrong: boolean
  children: ReactNode
}

/** A part of the schedule that not everybody needs. */
export function Fold({ title, summary, field, isWrong, children }: Props) {
  const [chosen, setOpen] = useState<boolean>()
  const wasWrong = useRef(isWrong)
  if (isWrong) wasWrong.current = true
  const isOpen = chosen ?? wasWrong.current
  return (
    <section className={css.fold} data-field={field}>
      <Disclosure isQuiet isExpanded={isOpen} onExpandedChange={setOpen}>
        <DisclosureTitle level={2}>{title}</DisclosureTitle>
        <DisclosurePanel>
          <div className={css.inside}>{children}</div>
        </DisclosurePanel>
      </Disclosure>
      {!isOpen && <p className={`${page.quiet} ${css.summary}`}>{summary}</p>}
    </section>
  )
}
