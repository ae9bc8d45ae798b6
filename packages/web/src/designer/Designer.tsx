import { Tab, TabList, Tabs } from '@react-spectrum/s2'
import { type KeyboardEvent, useRef, useState } from 'react'
import { TabPanel } from '../parts/TabPanel.tsx'
import { useText } from '../text.ts'
import { Canvas } from './canvas/Canvas.tsx'
import { historyKey } from './canvas/keys.ts'
import css from './designer.module.css'
import { PreviewPane } from './preview/PreviewPane.tsx'
import { EmailSettings } from './properties/EmailSettings.tsx'
import { Properties } from './properties/Properties.tsx'
import { Palette } from './rails/Palette.tsx'
import { Structure } from './rails/Structure.tsx'
import { DesigningProvider, useDesigning } from './state/Designing.tsx'
import { nameOf } from './state/names.ts'
import { type Drawer, keysOf, Toolbar } from './Toolbar.tsx'
import { pathTo } from './tree/index-of.ts'
import type { DesignerProps } from './types.ts'

/** The block editor of an email, or of a fragment of one. It is as high as its place allows. */
export function Designer(props: DesignerProps) {
  return (
    <DesigningProvider {...props}>
      <Frame {...props} />
    </DesigningProvider>
  )
}

function Frame({ toolbar, label }: DesignerProps) {
  const t = useText()
  const { undo, redo, said, goTo, isReadOnly } = useDesigning()
  const [isPreview, setPreview] = useState(false)
  const [isDark, setDark] = useState(false)
  const [drawer, setDrawer] = useState<Drawer>(null)
  const [chosenTab, setTab] = useState('blocks')
  const [bar, setBar] = useState<HTMLElement | null>(null)
  const properties = useRef<HTMLElement>(null)
  // What cannot be added is not offered.
  const tab = isReadOnly && chosenTab === 'blocks' ? 'structure' : chosenTab
  const left = t(isReadOnly ? 'designer.rail.left.readOnly' : 'designer.rail.left')

  const openProperties = () => {
    setDrawer('right')
    // The drawer is drawn first.
    requestAnimationFrame(() =>
      properties.current?.querySelector<HTMLElement>('input, textarea, button, [tabindex="0"]')?.focus(),
    )
  }
  const onKeys = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    // Dialogs are elsewhere in the page, and code editors have their own past.
    if (!event.currentTarget.contains(target) || target.closest('.cm-editor')) return
    if (event.key === 'Escape' && drawer !== null && target.closest('aside')) return setDrawer(null)
    const asked = isReadOnly || isPreview ? undefined : historyKey(event)
    if (!asked) return
    event.preventDefault()
    if (asked === 'undo') undo()
    else redo()
  }

  return (
    <section
      className={css.designer}
      aria-label={label ?? t('designer')}
      data-drawer={drawer ?? undefined}
      data-read-only={isReadOnly || undefined}
      onKeyDown={onKeys}
    >
      <Toolbar
        isPreview={isPreview}
        onPreview={setPreview}
        isDark={isDark}
        onDark={setDark}
        drawer={drawer}
        onDrawer={setDrawer}
        onCheck={(id) => {
          setPreview(false)
          goTo(id)
        }}
      >
        {toolbar}
      </Toolbar>
      {isPreview ? (
        <PreviewPane isDark={isDark} />
      ) : (
        <div className={css.body}>
          <aside className={css.left} aria-label={left}>
            <Tabs
              aria-label={left}
              density="compact"
              selectedKey={tab}
              onSelectionChange={(key) => setTab(String(key))}
            >
              <TabList>
                {!isReadOnly && <Tab id="blocks">{t('designer.palette')}</Tab>}
                <Tab id="structure">{t('designer.structure')}</Tab>
                <Tab id="settings">{t('designer.settings')}</Tab>
              </TabList>
              {!isReadOnly && (
                <TabPanel id="blocks">
                  <div className={css.panel}>
                    <Palette onAdded={() => setDrawer(null)} />
                  </div>
                </TabPanel>
              )}
              <TabPanel id="structure">
                <div className={css.panel}>
                  <Structure onOpen={openProperties} />
                </div>
              </TabPanel>
              <TabPanel id="settings">
                <div className={css.panel}>
                  <EmailSettings />
                </div>
              </TabPanel>
            </Tabs>
          </aside>
          <div className={css.middle}>
            <div ref={setBar} className={css.bar} />
            <Canvas bar={bar} onOpen={openProperties} />
            <Path />
          </div>
          <aside ref={properties} className={css.right} aria-label={t('designer.rail.right')}>
            <Properties />
          </aside>
        </div>
      )}
      <p id="designer-keys" className="sr-only">
        {keysOf(isReadOnly)
          .map((name) => `${t(`designer.keys.${name}`)}: ${t(`designer.keys.${name}.does`)}`)
          .join('. ')}
      </p>
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
    </section>
  )
}

/** From the email down to the selection: each step up is one press away. */
function Path() {
  const t = useText()
  const { design, selected, goTo, mode } = useDesigning()
  const path = selected === null ? [] : pathTo(design, selected)
  return (
    <nav className={css.path} aria-label={t('designer.path')}>
      <button type="button" aria-current={path.length === 0 || undefined} onClick={() => goTo(null)}>
        {t('designer.email', { mode })}
      </button>
      {path.map((entry) => (
        <button
          key={entry.id}
          type="button"
          aria-current={entry.id === selected || undefined}
          onClick={() => goTo(entry.id)}
        >
          {nameOf(t, entry)}
        </button>
      ))}
    </nav>
  )
}
