import { compileDesign } from '@chappe/core/api/designs'
import { checkDesign } from '@chappe/core/design/check'
import type { DesignRemark } from '@chappe/core/design/schema'
import { ActionButton, DialogTrigger, Popover, Text } from '@react-spectrum/s2'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import { nameOf } from '../state/names.ts'
import { indexOf } from '../tree/index-of.ts'
import { useSettled } from '../useSettled.ts'
import css from './checks.module.css'
import { sayRemark } from './words.ts'

/** What the browser cannot find out by itself: it does not compile. */
const ofCompiler: readonly DesignRemark['code'][] = ['html-heavy', 'compiler']

/** What is odd or missing, errors first; a press leads to it. */
export function Checks({ onGo }: { onGo: (id: string | null) => void }) {
  const t = useText()
  const { design, mode } = useDesigning()
  const [isOpen, setOpen] = useState(false)
  const settled = useSettled(design, 800)
  const compiled = useEndpoint(
    compileDesign,
    { body: { design: settled } },
    { enabled: isOpen, placeholderData: keepPreviousData },
  )
  const remarks = useMemo(() => {
    const more = compiled.data?.remarks.filter(({ code }) => ofCompiler.includes(code)) ?? []
    return [...checkDesign(design), ...more].toSorted((a, b) => a.level.localeCompare(b.level))
  }, [design, compiled.data])
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <ActionButton isQuiet aria-label={t('designer.checks.count', { count: remarks.length })}>
        {remarks.length === 0 ? <CheckmarkCircle /> : <AlertTriangle />}
        <Text>{String(remarks.length)}</Text>
      </ActionButton>
      <Popover
        placement="bottom end"
        hideArrow
        aria-label={t('designer.checks')}
        styles={style({ width: 360 })}
      >
        <h2 className={css.title}>{t('designer.checks')}</h2>
        {remarks.length === 0 && <p className={css.none}>{t('designer.checks.none')}</p>}
        <ul className={css.remarks}>
          {remarks.map((remark, at) => {
            const entry = remark.at === null ? undefined : indexOf(design).get(remark.at)
            return (
              <li key={at}>
                <button
                  type="button"
                  data-level={remark.level}
                  onClick={() => {
                    setOpen(false)
                    onGo(entry ? remark.at : null)
                  }}
                >
                  <strong>{entry ? nameOf(t, entry) : t('designer.email', { mode })}</strong>
                  <span>
                    {t(remark.level === 'error' ? 'designer.checks.error' : 'designer.checks.warning')}{' '}
                    {sayRemark(t, remark)}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </Popover>
    </DialogTrigger>
  )
}
