import { type Audience, audienceLimits } from '@chappe/core/audience/schema'
import {
  ActionButton,
  Button,
  Checkbox,
  CheckboxGroup,
  DropZone,
  FileTrigger,
  Picker,
  PickerItem,
  Radio,
  RadioGroup,
  SegmentedControl,
  SegmentedControlItem,
  TextArea,
} from '@react-spectrum/s2'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo, useState } from 'react'
import { useNamespaces } from '../../../parts/namespaces.ts'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useUnsavedGuard } from '../../../parts/useUnsavedGuard.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { KeyField } from '../rule/fields/KeyField.tsx'
import { decoded, type Row, rowsOf } from './csv.ts'
import css from './list.module.css'
import { Outcome } from './Outcome.tsx'
import { Refused } from './Refused.tsx'
import { columnNames, likelyIdentity, membersOf, pastedRows, type Reading } from './upload.ts'
import { useUpload } from './useUpload.ts'

interface File {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly Row[]
}

/** Puts people on a list: from a file, or pasted. */
export function ListEditor({ audience, isReadOnly }: { audience: Audience; isReadOnly: boolean }) {
  const t = useText()
  const [from, setFrom] = useState<'file' | 'paste'>('file')
  const [file, setFile] = useState<File>()
  const [identity, setIdentity] = useState(0)
  const [dropped, setDropped] = useState<ReadonlySet<number>>(new Set())
  const [text, setText] = useState('')
  const [namespace, setNamespace] = useState('email')
  const [mode, setMode] = useState<'add' | 'replace'>('add')
  const upload = useUpload(audience.id)

  const kept = useMemo(() => {
    const names = file ? columnNames(file.header, identity) : new Map<number, string>()
    return new Map([...names].filter(([place]) => !dropped.has(place)))
  }, [file, identity, dropped])
  const reading = useMemo<Reading>(
    () =>
      from === 'file'
        ? membersOf(file?.rows ?? [], { identity, kept }, namespace)
        : membersOf(pastedRows(text), { identity: 0, kept: new Map() }, namespace),
    [from, file, identity, kept, namespace, text],
  )
  const count = reading.members.length
  const isTooMany = count > audienceLimits.listRows
  const isIdle = upload.progress.phase === 'idle'

  const { phase } = upload.progress
  useUnsavedGuard(phase === 'sending' || phase === 'finishing' || phase === 'failed')

  if (isReadOnly) return <p className={page.quiet}>{t('audiences.list.readOnly')}</p>
  if (!isIdle)
    return (
      <Outcome
        progress={upload.progress}
        reading={reading}
        onStop={upload.stop}
        onAgain={() => {
          setFile(undefined)
          setText('')
          upload.reset()
        }}
      />
    )

  const take = async (chosen: Blob & { name: string }) => {
    const [first, ...rows] = rowsOf(decoded(new Uint8Array(await chosen.arrayBuffer())))
    const header = first?.cells ?? []
    setFile({ name: chosen.name, header, rows })
    setIdentity(likelyIdentity(header, rows.slice(0, 50)))
    setDropped(new Set())
  }

  return (
    <div className={css.list}>
      <SegmentedControl
        aria-label={t('audiences.list.from')}
        selectedKey={from}
        onSelectionChange={(key) => setFrom(key === 'paste' ? 'paste' : 'file')}
        styles={style({ alignSelf: 'start' })}
      >
        <SegmentedControlItem id="file">{t('audiences.list.file')}</SegmentedControlItem>
        <SegmentedControlItem id="paste">{t('audiences.list.paste')}</SegmentedControlItem>
      </SegmentedControl>
      {from === 'file' && <Chosen file={file} onFile={(chosen) => void take(chosen)} />}
      {from === 'file' && file && (
        <Columns
          file={file}
          identity={identity}
          dropped={dropped}
          onIdentity={setIdentity}
          onDropped={setDropped}
        />
      )}
      {from === 'paste' && (
        <TextArea
          label={t('audiences.list.addresses')}
          description={t('audiences.list.addresses.help')}
          value={text}
          onChange={setText}
          UNSAFE_className={page.code ?? ''}
          styles={style({ width: 'full', maxWidth: 640 })}
        />
      )}
      {(from === 'paste' || file) && (
        <>
          <NamespaceField namespace={namespace} onChange={setNamespace} />
          <RadioGroup
            label={t('audiences.list.mode')}
            value={mode}
            onChange={(key) => setMode(key === 'replace' ? 'replace' : 'add')}
          >
            <Radio value="add">{t('audiences.list.mode.add')}</Radio>
            <Radio value="replace">{t('audiences.list.mode.replace')}</Radio>
          </RadioGroup>
          {from === 'file' && <Preview reading={reading} columns={[...kept.values()]} />}
          <p role="status" className={page.words}>
            {isTooMany
              ? t('audiences.list.tooMany', { count, most: audienceLimits.listRows })
              : t('audiences.list.ready', { count, refused: reading.refused.length })}
          </p>
          <Refused refused={reading.refused} />
          <Button
            variant="accent"
            isDisabled={count === 0 || isTooMany}
            onPress={() =>
              void upload.start({ mode, namespace, members: reading.members, columns: [...kept.values()] })
            }
            styles={style({ alignSelf: 'start' })}
          >
            {t('audiences.list.submit', { count })}
          </Button>
        </>
      )}
    </div>
  )
}

function Chosen({
  file,
  onFile,
}: {
  file: File | undefined
  onFile: (file: Blob & { name: string }) => void
}) {
  const t = useText()
  const chooser = (
    <FileTrigger
      acceptedFileTypes={['.csv', '.tsv', '.txt', 'text/csv', 'text/plain']}
      onSelect={(files) => {
        const chosen = files?.[0]
        if (chosen) onFile(chosen)
      }}
    >
      <ActionButton>{t(file ? 'audiences.list.other' : 'audiences.list.choose')}</ActionButton>
    </FileTrigger>
  )
  return (
    <DropZone
      isFilled={file !== undefined}
      onDrop={async ({ items }) => {
        const item = items.find((one) => one.kind === 'file')
        if (item?.kind === 'file') onFile(await item.getFile())
      }}
      UNSAFE_className={css.drop ?? ''}
    >
      {file ? (
        <div className={css.file}>
          <strong>{file.name}</strong>
          <span>{t('audiences.list.rows', { count: file.rows.length })}</span>
          {chooser}
        </div>
      ) : (
        <div className={css.nothing}>
          <UploadToCloud />
          <strong>{t('audiences.list.drop')}</strong>
          <span>{t('audiences.list.help')}</span>
          {chooser}
        </div>
      )}
    </DropZone>
  )
}

interface ColumnsProps {
  file: File
  identity: number
  dropped: ReadonlySet<number>
  onIdentity: (place: number) => void
  onDropped: (dropped: ReadonlySet<number>) => void
}

function Columns({ file, identity, dropped, onIdentity, onDropped }: ColumnsProps) {
  const t = useText()
  const others = [...columnNames(file.header, identity)]
  return (
    <>
      <Picker
        label={t('audiences.list.identity')}
        value={String(identity)}
        onChange={(key) => onIdentity(Number(key))}
        styles={style({ width: 280 })}
      >
        {file.header.map((name, place) => (
          <PickerItem key={place} id={String(place)}>
            {name.trim() || t('audiences.list.column', { number: place + 1 })}
          </PickerItem>
        ))}
      </Picker>
      {others.length > 0 && (
        <CheckboxGroup
          label={t('audiences.list.columns')}
          description={t('audiences.list.columns.help')}
          orientation="horizontal"
          value={others.map(([place]) => String(place)).filter((place) => !dropped.has(Number(place)))}
          onChange={(keys) =>
            onDropped(
              new Set(others.map(([place]) => place).filter((place) => !keys.includes(String(place)))),
            )
          }
        >
          {others.map(([place, name]) => (
            <Checkbox key={place} value={String(place)}>
              {name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </>
  )
}

function NamespaceField({ namespace, onChange }: { namespace: string; onChange: (key: string) => void }) {
  const t = useText()
  const { items } = useNamespaces()
  return (
    <KeyField
      label={t('audiences.identity.namespace')}
      isLabelled
      value={namespace}
      items={items}
      fit={(typed) => typed.trim().toLowerCase().slice(0, 60)}
      onChange={onChange}
    />
  )
}

function Preview({ reading, columns }: { reading: Reading; columns: readonly string[] }) {
  const t = useText()
  const shown = reading.members.slice(0, 5)
  if (shown.length === 0) return null
  return (
    <Scroller label={t('audiences.list.preview')} className={page.scroller}>
      <table className={page.table}>
        <caption className={css.caption}>{t('audiences.list.preview')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('audiences.list.identity.short')}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ value, enrichment }) => (
            <tr key={value}>
              <td>{value}</td>
              {columns.map((name) => (
                <td key={name}>{enrichment[name] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
