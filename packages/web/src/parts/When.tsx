import { useEffect, useState } from 'react'
import { useIntl } from 'react-intl'
import { absolute, relative, shortly } from './dates.ts'

interface Props {
  /** RFC 3339. */
  instant: string
  as?: 'absolute' | 'short' | 'relative'
  timeZone?: string
}

/** An instant for people; the exact one, with its time zone, is in the tooltip. */
export function When({ instant, as = 'short', timeZone }: Props) {
  const { locale } = useIntl()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (as !== 'relative') return
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [as])

  const exact = absolute(instant, locale, timeZone)
  const text = {
    absolute: () => exact,
    short: () => shortly(instant, locale, timeZone),
    relative: () => relative(instant, locale, now),
  }
  return (
    <time dateTime={instant} title={exact}>
      {text[as]()}
    </time>
  )
}
