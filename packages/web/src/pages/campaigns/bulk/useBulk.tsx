import { bulkCampaigns } from '@chappe/core/api/inventory'
import type { BulkCommand, BulkResult } from '@chappe/core/campaign/bulk'
import type { CampaignFilter } from '@chappe/core/campaign/filter'
import { archivedForDays } from '@chappe/core/campaign/lifecycle'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { queryClient } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { complain } from '../../../parts/complain.ts'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'

export type Which = { ids: string[] } | { filter: CampaignFilter }
export type Asked = BulkCommand extends infer C
  ? C extends BulkCommand
    ? Omit<C, 'ids' | 'filter' | 'dryRun'>
    : never
  : never

export interface Finished {
  command: Asked['command']
  result: BulkResult
  undo: (() => void) | undefined
}

/** What cannot be taken back, or not for all: people are told the numbers before. */
const grave = ['stop', 'archive', 'delete'] as const
const isGrave = (command: string): command is (typeof grave)[number] =>
  (grave as readonly string[]).includes(command)

/** Does what was said yes to, and to none that the filter finds only since. */
async function exactly(asked: Asked, tried: BulkResult): Promise<BulkResult> {
  const isMeant = ({ outcome }: BulkResult['items'][number]) => outcome === 'done'
  const ids = tried.items.filter(isMeant).map(({ id }) => id)
  const result = await call(bulkCampaigns, { body: { ...asked, ids } as BulkCommand })
  return {
    ...result,
    unchanged: result.unchanged + tried.unchanged,
    refused: result.refused + tried.refused,
    items: [...result.items, ...tried.items.filter((item) => !isMeant(item))],
  }
}

/**
 * Gives a command to many campaigns: looks first what would come of it, asks where it is grave, says what was done.
 * `finished` is there when some were refused: who and why is to be read.
 */
export function useBulk(onDone: (which: Which) => void) {
  const t = useText()
  const confirm = useConfirm()
  const [running, setRunning] = useState<Asked['command']>()
  const [finished, setFinished] = useState<Finished>()

  const takeBack = async (commands: readonly BulkCommand[]) => {
    try {
      for (const body of commands) await call(bulkCampaigns, { body })
      notify.info(t('bulk.undone'))
    } catch (error) {
      complain(t, error)
    }
    await queryClient.invalidateQueries()
  }
  const sure = async (command: (typeof grave)[number], { done, refused }: BulkResult) =>
    confirm({
      title: t(`bulk.${command}.title`, { count: done }),
      body: [
        t(`bulk.${command}.body`, { count: done, days: archivedForDays }),
        ...(refused > 0 ? [t('bulk.others', { count: refused })] : []),
      ].join(' '),
      action: t(`bulk.command.${command}`),
      tone: 'destructive',
    })

  const run = async (asked: Asked, which: Which) => {
    const { command } = asked
    const body = { ...asked, ...which } as BulkCommand
    setRunning(command)
    try {
      const tried = await call(bulkCampaigns, { body: { ...body, dryRun: true } })
      const isWanted = tried.done > 0 && (!isGrave(command) || (await sure(command, tried)))
      if (tried.done > 0 && !isWanted) return
      const result = !isWanted
        ? tried
        : isGrave(command)
          ? await exactly(asked, tried)
          : await call(bulkCampaigns, { body })
      const undo = result.undo.length > 0 ? () => void takeBack(result.undo) : undefined
      if (result.refused > 0) setFinished({ command, result, undo })
      else if (result.done === 0) notify.info(t('bulk.unchanged', { count: result.unchanged }))
      else
        notify.positive(
          t(`bulk.${command}.done`, { count: result.done }),
          undo && { label: t('common.undo'), run: undo },
        )
      onDone(which)
    } catch (error) {
      complain(t, error)
    } finally {
      setRunning(undefined)
    }
    await queryClient.invalidateQueries()
  }
  return { run, running, finished, close: () => setFinished(undefined) }
}
