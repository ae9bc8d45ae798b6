import { contentLimits, type Fragment, type FragmentContent } from '@chappe/core/content/schema'
import { type FragmentSource, fieldNames } from '@chappe/core/template/fragments'
import { lazy, Suspense, useDeferredValue, useMemo } from 'react'
import { Loading } from '../../parts/Loading.tsx'
import { Sheet } from '../../parts/sheet/Sheet.tsx'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import { CodeField } from '../campaign/code/CodeField.tsx'
import { useRemarks } from '../campaign/code/useRemarks.ts'
import content from '../campaign/content/content.module.css'
import { useFragmentChoices } from '../campaign/content/DesignPart.tsx'
import { FragmentPicker } from '../campaign/content/FragmentPicker.tsx'
import { useSources } from '../campaign/content/fragment-sources.ts'
import { References } from '../campaign/content/References.tsx'
import { sampleOf } from '../campaign/content/sample.ts'
import { useOwnWords } from '../campaign/content/useOwnWords.ts'
import preview from '../campaign/preview/preview.module.css'
import library from '../templates/templates.module.css'
import css from './fragments.module.css'

const Designer = lazy(async () => ({ default: (await import('../../designer/index.ts')).Designer }))

interface Props {
  fragment: Fragment
  value: FragmentContent
  isReadOnly: boolean
  onChange: (value: FragmentContent) => void
}

/** What a fragment says: its sections in the designer, or its text in code. */
export function FragmentEditor(props: Props) {
  return (
    <div className={library.panel}>
      {props.fragment.kind === 'visual' ? <Visual {...props} /> : <Expression {...props} />}
    </div>
  )
}

const alone = (html: string) => ({ subject: '', preheader: '', html, text: '' })

function Visual({ fragment, value, isReadOnly, onChange }: Props) {
  const { id, name, fields } = fragment
  const words = useOwnWords(alone((fragment.draft ?? fragment.live)?.content ?? ''))
  const choices = useFragmentChoices()
  const others = useMemo(() => choices.filter((one) => one.id !== id), [choices, id])
  if (value.design === null) return null
  return (
    <div className={page.stack}>
      <div className={content.designer}>
        <Suspense fallback={<Loading lines={8} />}>
          <Designer
            mode="fragment"
            design={value.design}
            {...(!isReadOnly && { onChange: (design) => onChange({ design, content: '' }) })}
            isReadOnly={isReadOnly}
            vocabulary={words}
            fragments={others}
            label={name}
          />
        </Suspense>
      </div>
      <Fields names={fields} />
    </div>
  )
}

function Expression({ fragment, value, isReadOnly, onChange }: Props) {
  const t = useText()
  const { id, format } = fragment
  const text = value.content
  const say = (written: string) => onChange({ design: null, content: written })
  const vocabulary = useOwnWords(alone(text))
  const remarks = useRemarks(text, { attributes: vocabulary.attributes, inFragment: true })
  const settled = useDeferredValue(text)
  const names = useMemo(() => fieldNames(settled), [settled])
  const bytes = useMemo(() => new TextEncoder().encode(settled).length, [settled])
  const most = contentLimits.expressionFragment

  return (
    <div className={page.columns}>
      <div className={page.stack} data-field="html">
        <CodeField
          label={t('fragments.content')}
          help={t('fragments.content.help')}
          language={format === 'html' ? 'html' : 'text'}
          value={text}
          onChange={say}
          isReadOnly={isReadOnly}
          words={vocabulary.words}
          remarks={remarks}
          memory={`fragment ${id}`}
          {...(bytes > most && {
            mistake: t('fragments.size', { size: Math.ceil(bytes / 1024), most: most / 1024 }),
          })}
          aside={
            !isReadOnly && (
              <FragmentPicker
                part={format === 'html' ? 'html' : 'text'}
                text={text}
                onText={say}
                except={id}
              />
            )
          }
        />
        <References text={text} isReadOnly={isReadOnly} onChange={say} />
      </div>
      <div className={page.stack}>
        <Look id={id} text={settled} isHtml={format === 'html'} />
        <Fields names={names} />
      </div>
    </div>
  )
}

/** The fragment as it stands in a message that says nothing in its fields. */
function Look({ id, text, isHtml }: { id: string; text: string; isHtml: boolean }) {
  const t = useText()
  const texts = useMemo(() => [text], [text])
  const sources = useSources(texts)
  const shown = useMemo(() => {
    if (!sources) return undefined
    const all = new Map<string, FragmentSource>([...sources, [id, { name: '', content: text }]])
    return sampleOf(alone(`{{ fragment id="${id}" }}`), all).html
  }, [id, text, sources])
  return (
    <section className={page.stack} aria-label={t('campaign.preview')}>
      <h2 className={page.heading}>{t('campaign.preview')}</h2>
      {isHtml ? (
        <div className={preview.stage}>
          <div className={`${preview.frame} ${css.look}`}>
            <Sheet title={t('campaign.preview.frame')} html={shown ?? ''} />
          </div>
        </div>
      ) : (
        <pre className={page.block}>{shown}</pre>
      )}
    </section>
  )
}

function Fields({ names }: { names: readonly string[] }) {
  const t = useText()
  return (
    <section className={page.card} aria-label={t('fragments.fields')}>
      <h2>{t('fragments.fields')}</h2>
      {names.length === 0 ? (
        <p className={page.quiet}>{t('fragments.fields.none')}</p>
      ) : (
        <ul className={css.fields}>
          {names.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
