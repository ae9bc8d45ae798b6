import { getFragment, listFragments } from '@chappe/core/api/fragments'
import type { ContentPart } from '@chappe/core/campaign/content'
import type { Fragment, FragmentSummary } from '@chappe/core/content/schema'
import { EditorView } from '@codemirror/view'
import {
  ActionButton,
  Button,
  ButtonGroup,
  Content,
  Dialog,
  Heading,
  TextField,
  Tooltip,
  TooltipTrigger,
} from '@react-spectrum/s2'
import Collection from '@react-spectrum/s2/icons/Collection'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRef, useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { SearchWords } from '../../../parts/SearchWords.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './content.module.css'
import { contentOf } from './fragment-sources.ts'
import { written } from './references.ts'

interface Props {
  part: ContentPart
  text: string
  onText: (text: string) => void
  /** Not this one: the fragment that is being written. */
  except?: string
}

/** Puts a reference to a fragment where the cursor is. */
export function FragmentPicker({ part, text, onText, except }: Props) {
  const t = useText()
  const button = useRef<HTMLSpanElement>(null)
  const mayRead = useMay('content:read')
  const [isOpen, setOpen] = useState(false)
  if (!mayRead) return null

  const insert = (reference: string) => {
    const around = button.current?.closest<HTMLElement>('[data-field]')
    const editor = around && EditorView.findFromDOM(around)
    if (!editor) return onText(text + reference)
    editor.dispatch(editor.state.replaceSelection(reference))
    // After the dialog, which gives the focus back to its button.
    setTimeout(() => editor.focus(), 200)
  }

  return (
    <span ref={button}>
      <TooltipTrigger>
        <ActionButton
          size="S"
          isQuiet
          aria-label={t('content.fragment.insertIn', { part: t(`campaign.content.${part}`) })}
          onPress={() => setOpen(true)}
        >
          <Collection />
        </ActionButton>
        <Tooltip>{t('content.fragment.insert')}</Tooltip>
      </TooltipTrigger>
      <DialogContainer onDismiss={() => setOpen(false)}>
        {isOpen && (
          <Choice
            part={part}
            except={except}
            onCancel={() => setOpen(false)}
            onInsert={(reference) => {
              setOpen(false)
              insert(reference)
            }}
          />
        )}
      </DialogContainer>
    </span>
  )
}

interface ChoiceProps {
  part: ContentPart
  except: string | undefined
  onInsert: (reference: string) => void
  onCancel: () => void
}

function Choice({ part, except, onInsert, onCancel }: ChoiceProps) {
  const t = useText()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<FragmentSummary>()
  const [fields, setFields] = useState<Record<string, string>>({})
  const list = useEndpoint(listFragments, {
    query: { search, status: ['live', 'publishing'], sort: 'name', order: 'asc', limit: 100 },
  })
  const whole = useEndpoint(
    getFragment,
    { params: { id: chosen?.id ?? '' } },
    { enabled: chosen !== undefined },
  )
  // HTML belongs in HTML; a plain text can stand anywhere.
  const fits = (list.data?.items ?? []).filter(
    ({ id, format }) => id !== except && (part === 'html' || format === 'text'),
  )

  return (
    <Dialog size="L">
      <Heading slot="title">{t('content.fragment.insert')}</Heading>
      <Content>
        <div className={page.stack}>
          <SearchWords label={t('content.fragment.search')} value={search} onSearch={setSearch} />
          <ProblemNote problem={list.error} />
          {list.isPending && <Loading />}
          {list.isSuccess && fits.length === 0 && (
            <p className={page.words}>
              {t(part === 'html' ? 'content.fragment.none' : 'content.fragment.noneText')}
            </p>
          )}
          {fits.length > 0 && (
            <div role="radiogroup" aria-label={t('content.fragment')} className={css.choices}>
              {fits.map((one) => (
                <label key={one.id} className={css.choice}>
                  <input
                    type="radio"
                    name="fragment"
                    checked={chosen?.id === one.id}
                    onChange={() => {
                      setChosen(one)
                      setFields({})
                    }}
                  />
                  <span>
                    <strong>{one.name}</strong>
                    <span className={page.quiet}>
                      {t(`fragments.kind.${one.kind}`)}
                      {one.description !== '' && ` – ${one.description}`}
                    </span>
                  </span>
                </label>
              ))}
            </div>
          )}
          {chosen && whole.data && <Fields fragment={whole.data} fields={fields} onChange={setFields} />}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="accent"
          isDisabled={!chosen || !whole.data}
          onPress={() => chosen && onInsert(written({ id: chosen.id, name: chosen.name, fields }))}
        >
          {t('content.fragment.insert')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

interface FieldsProps {
  fragment: Fragment
  fields: Readonly<Record<string, string>>
  onChange: (fields: Record<string, string>) => void
}

/** The words for the fragment's editable fields, and what it says. */
function Fields({ fragment, fields, onChange }: FieldsProps) {
  const t = useText()
  return (
    <div className={page.stack}>
      {fragment.fields.length > 0 && (
        <>
          <p className={page.quiet}>{t('content.fragment.fields.help')}</p>
          {fragment.fields.map((name) => (
            <TextField
              key={name}
              label={name}
              value={fields[name] ?? ''}
              onChange={(words) => onChange({ ...fields, [name]: words })}
              styles={style({ width: 'full' })}
            />
          ))}
        </>
      )}
      {fragment.kind === 'expression' && (
        <pre className={`${page.block} ${css.says}`}>{contentOf(fragment)}</pre>
      )}
    </div>
  )
}
