import { useEffect, useRef, useState } from 'react'
import { useSession } from '../../session.ts'
import { useText } from '../../text.ts'
import { deviceWidth } from '../canvas/style.ts'
import { useDesigning } from '../state/Designing.tsx'
import { useSettled } from '../useSettled.ts'
import css from './preview.module.css'

/**
 * The email as the server makes it. The design is posted into a sandboxed frame: only a document with an address of
 * its own has a content security policy of its own, and with it its styles.
 */
export function PreviewPane({ isDark }: { isDark: boolean }) {
  const t = useText()
  const { design, device, mode } = useDesigning()
  const sandbox = useSession().sandboxes[0]?.name ?? ''
  const settled = useSettled(design, 400)
  const text = `${isDark} ${JSON.stringify(settled)}`
  const [frames, setFrames] = useState<readonly { key: number; text: string; isReady: boolean }[]>([])
  const last = useRef(0)
  if (frames.at(-1)?.text !== text) {
    // The one that is shown stays until the next has loaded: no blinking.
    last.current += 1
    setFrames([
      ...frames.filter(({ isReady }) => isReady).slice(-1),
      { key: last.current, text, isReady: false },
    ])
  }
  const ready = (key: number) =>
    setFrames((all) => (all.at(-1)?.key === key ? [{ ...all.at(-1)!, isReady: true }] : all))
  return (
    <section className={css.pane} aria-label={t('designer.preview')}>
      <div
        className={css.screen}
        data-device={device}
        style={deviceWidth[device] === null ? {} : { width: deviceWidth[device] }}
      >
        {frames.map(({ key }) => (
          <Posted
            key={key}
            name={`designer-preview-${key}`}
            title={t('designer.preview.frame')}
            fields={{
              design: JSON.stringify(settled),
              dark: String(isDark),
              kind: mode,
              sandbox,
            }}
            isShown={frames.length === 1 || key !== frames.at(-1)?.key}
            onReady={() => ready(key)}
          />
        ))}
      </div>
      {isDark && settled.settings.dark === null && <p className={css.note}>{t('designer.preview.noDark')}</p>}
    </section>
  )
}

interface PostedProps {
  readonly name: string
  readonly title: string
  readonly fields: Readonly<Record<string, string>>
  readonly isShown: boolean
  readonly onReady: () => void
}

/** A new frame each time: what is posted into a frame that has been used before would fill the browser's history. */
function Posted({ name, title, fields, isShown, onReady }: PostedProps) {
  const form = useRef<HTMLFormElement>(null)
  const wasPosted = useRef(false)
  useEffect(() => {
    if (wasPosted.current) return
    wasPosted.current = true
    form.current?.submit()
  }, [])
  return (
    <>
      <form ref={form} hidden method="post" action="/v1/designs/preview.html" target={name}>
        {Object.entries(fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} defaultValue={value} />
        ))}
      </form>
      <iframe
        name={name}
        title={title}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="same-origin"
        data-loading={!isShown || undefined}
        aria-hidden={!isShown || undefined}
        tabIndex={isShown ? undefined : -1}
        onLoad={() => {
          if (wasPosted.current) onReady()
        }}
      />
    </>
  )
}
