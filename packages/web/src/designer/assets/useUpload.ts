import { listAssets, uploadAsset } from '@chappe/core/api/assets'
import { type Asset, contentLimits } from '@chappe/core/content/schema'
import { useState } from 'react'
import { useAction } from '../../data.ts'
import { useText } from '../../text.ts'
import { base64Of, megabytes, refusalOf } from './file.ts'

/** Uploads images one by one; what cannot be is told in words. `onDone` gets the last one. */
export function useUpload(onDone: (asset: Asset) => void) {
  const t = useText()
  const [mistake, setMistake] = useState<string>()
  const [current, setCurrent] = useState<string>()
  const action = useAction(uploadAsset, { makesStale: [listAssets] })

  const upload = async (files: readonly File[]) => {
    setMistake(undefined)
    action.reset()
    let last: Asset | undefined
    for (const file of files) {
      const name = file.name || 'image'
      const refusal = refusalOf(file)
      if (refusal) {
        const limit = megabytes(contentLimits.asset)
        setMistake(
          refusal.why === 'type'
            ? t('designer.assets.type', { name })
            : t('designer.assets.size', { name, size: megabytes(refusal.bytes), limit }),
        )
        continue
      }
      setCurrent(name)
      try {
        last = await action.mutateAsync({ body: { name: name.slice(0, 200), data: await base64Of(file) } })
      } catch {
        // Told by `error`; the others would most likely fail the same way.
        break
      }
    }
    setCurrent(undefined)
    if (last) onDone(last)
  }
  return { upload, mistake, error: action.error, current }
}
