import { listAssets } from '@chappe/core/api/assets'
import { type Asset, contentLimits } from '@chappe/core/content/schema'
import { addressProblem } from '@chappe/core/design/address'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  FileTrigger,
  Heading,
  ProgressBar,
  SearchField,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useEndpointPages } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { useSettled } from '../useSettled.ts'
import css from './assets.module.css'
import { filesOf, imageTypes, megabytes } from './file.ts'
import { useUpload } from './useUpload.ts'

export interface AssetPickerProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** An image of the library, or an address written by hand (then without the library's facts). */
  readonly onChoose: (image: Pick<Asset, 'url'> & Partial<Asset>) => void
}

/** The dialog that chooses an image: from the library, uploaded now, or by its address. */
export function AssetPicker({ isOpen, onClose, onChoose }: AssetPickerProps) {
  const t = useText()
  return (
    <DialogContainer onDismiss={onClose}>
      {isOpen && (
        <Dialog size="XL">
          {({ close }) => (
            <>
              <Heading slot="title">{t('designer.assets')}</Heading>
              <Content>
                <Library
                  onChoose={(image) => {
                    onChoose(image)
                    close()
                  }}
                />
              </Content>
              <ButtonGroup>
                <Button variant="secondary" onPress={close}>
                  {t('common.cancel')}
                </Button>
              </ButtonGroup>
            </>
          )}
        </Dialog>
      )}
    </DialogContainer>
  )
}

function Library({ onChoose }: Pick<AssetPickerProps, 'onChoose'>) {
  const t = useText()
  const mayUpload = useMay('content:write')
  const [search, setSearch] = useState('')
  const [isOver, setOver] = useState(false)
  const query = useSettled(search.trim(), 250)
  const assets = useEndpointPages(listAssets, { query: query === '' ? {} : { search: query } }, 24)
  const { upload, mistake, error, current } = useUpload(onChoose)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: images are dropped and pasted; the button does the same
    <div
      className={css.library}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!mayUpload || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        setOver(false)
        const files = filesOf(event.dataTransfer)
        if (!mayUpload || files.length === 0) return
        event.preventDefault()
        void upload(files)
      }}
      onPaste={(event) => {
        const files = filesOf(event.clipboardData)
        if (!mayUpload || files.length === 0) return
        event.preventDefault()
        void upload(files)
      }}
    >
      <div className={css.head}>
        <SearchField
          aria-label={t('designer.assets.search')}
          placeholder={t('designer.assets.search')}
          value={search}
          onChange={setSearch}
          autoFocus
          styles={style({ width: 'full' })}
        />
        {mayUpload && (
          <FileTrigger
            acceptedFileTypes={imageTypes}
            allowsMultiple
            onSelect={(files) => void upload([...(files ?? [])])}
          >
            <Button variant="accent" isPending={current !== undefined}>
              {t('designer.assets.upload')}
            </Button>
          </FileTrigger>
        )}
      </div>
      {mayUpload && (
        <p className={css.note}>{t('designer.assets.drop', { limit: megabytes(contentLimits.asset) })}</p>
      )}
      <div aria-live="polite">
        {current !== undefined && (
          <ProgressBar
            isIndeterminate
            label={t('designer.assets.uploading', { name: current })}
            styles={style({ width: 'full' })}
          />
        )}
        {mistake !== undefined && <p className={css.mistake}>{mistake}</p>}
        <ProblemNote problem={error} title={t('designer.assets.failed')} />
      </div>
      <ProblemNote problem={assets.error} />
      {assets.isPending && <Loading />}
      {assets.isSuccess && assets.items.length === 0 && (
        <p className={css.none}>{t(query === '' ? 'designer.assets.none' : 'designer.assets.notFound')}</p>
      )}
      <ul className={css.grid} aria-label={t('designer.assets.library')}>
        {assets.items.map((asset) => (
          <li key={asset.id}>
            <button type="button" onClick={() => onChoose(asset)}>
              <img src={asset.url} alt="" loading="lazy" />
              <span>{asset.name}</span>
              {asset.width !== null && asset.height !== null && (
                <small>
                  {t('designer.assets.size.pixels', { width: asset.width, height: asset.height })}
                </small>
              )}
            </button>
          </li>
        ))}
      </ul>
      {assets.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={assets.isFetchingNextPage}
            onPress={() => void assets.fetchNextPage()}
          >
            {t('designer.assets.more')}
          </Button>
        </div>
      )}
      <ByAddress onChoose={onChoose} />
    </div>
  )
}

function ByAddress({ onChoose }: Pick<AssetPickerProps, 'onChoose'>) {
  const t = useText()
  const [url, setUrl] = useState('')
  const [wasSent, setSent] = useState(false)
  const problem = addressProblem(url, 'image')
  const isWrong = problem === 'empty' || problem === 'invalid'
  return (
    <form
      className={css.address}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        setSent(true)
        if (!isWrong) onChoose({ url: url.trim() })
      }}
    >
      <TextField
        label={t('designer.assets.address')}
        placeholder="https://"
        value={url}
        onChange={setUrl}
        validationBehavior="aria"
        isInvalid={wasSent && isWrong}
        errorMessage={t('designer.address.image.wrong')}
        styles={style({ width: 'full' })}
      />
      <Button variant="secondary" type="submit">
        {t('designer.assets.use')}
      </Button>
    </form>
  )
}
