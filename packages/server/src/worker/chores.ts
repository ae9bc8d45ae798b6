import { refreshDue } from '../app/audiences.ts'
import { pauseFailing } from '../app/auto-pause.ts'
import { expire, expireAtOnce } from '../app/confirmations.ts'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import { sweep } from '../app/session.ts'
import { forget as forgetJobs } from '../queue/jobs.ts'
import * as listUploads from '../store/audience-uploads.ts'
import * as campaigns from '../store/campaigns.ts'
import * as confirmations from '../store/confirmations.ts'
import * as events from '../store/events.ts'
import { isAway } from '../store/health.ts'
import * as imports from '../store/imports.ts'
import * as inbox from '../store/inbox.ts'
import * as notices from '../store/notices.ts'
import * as profileEvents from '../store/profile-events.ts'
import { purge } from '../store/purge-campaigns.ts'
import * as uploads from '../store/suppression-uploads.ts'
import * as suppressions from '../store/suppressions.ts'
import * as tallies from '../store/tallies.ts'
import * as workers from '../store/workers.ts'
import type { WorkerContext } from './context.ts'

/** Something that has to be done regularly, by one worker of the installation. */
export interface Chore {
  readonly name: string
  /** Seconds between the end of one time and the next. */
  readonly every: number
  /** True: there is more of it, go on at once. */
  run(worker: Pick<WorkerContext, 'db' | 'now' | 'newId' | 'log'>): Promise<unknown>
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1_000)

async function pauseAndTell(
  { db, now, log }: Parameters<Chore['run']>[0],
  looking: Parameters<typeof pauseFailing>[1],
): Promise<void> {
  const failed = (err: unknown, campaign: string) => {
    if (!isAway(err)) log.error({ err, campaign }, 'A campaign could not be paused')
  }
  for (const alert of await pauseFailing({ db, now }, looking, failed))
    log.warn(
      { alert },
      alert.what === 'resend'
        ? 'A resend was stopped: too much of it went wrong'
        : 'A campaign was paused: too much of it went wrong',
    )
}

export const chores: readonly Chore[] = [
  {
    name: 'begin-and-complete',
    every: 1,
    async run({ db, now, log }) {
      for (const campaign of await campaigns.begin(db, now())) log.info({ campaign }, 'A campaign went live')
      for (const campaign of await campaigns.complete(db, now())) log.info({ campaign }, 'A campaign ended')
    },
  },
  {
    name: 'plan-occurrences',
    every: 1,
    run: async (worker) =>
      (await occurrences.planDue(worker, (err, campaign) => {
        if (!isAway(err)) worker.log.error({ err, campaign }, 'An occurrence could not be planned')
      })) > 0,
  },
  {
    name: 'release-occurrences',
    every: 1,
    run: (worker) =>
      release(worker, (err, occurrence) => {
        if (!isAway(err)) worker.log.error({ err, occurrence }, 'An occurrence could not be released')
      }),
  },
  { name: 'pause-failing', every: 1, run: (worker) => pauseAndTell(worker, 'sending') },
  { name: 'pause-complained', every: minute, run: (worker) => pauseAndTell(worker, 'sent') },
  {
    name: 'evaluate-audiences',
    every: 15,
    run: async ({ db, now, log }) =>
      (await refreshDue({ db, now }, (err, audience) =>
        log.error({ err, audience }, 'An audience could not be evaluated'),
      )) > 0,
  },
  { name: 'roll-up', every: 1, run: async ({ db }) => (await tallies.fold(db)) >= tallies.foldAtMost },
  {
    name: 'make-partitions',
    every: day,
    async run({ db, now }) {
      await events.makePartitions(db, now())
      await profileEvents.makePartitions(db, now())
    },
  },
  {
    name: 'purge-archived',
    every: day,
    async run({ db, now, log }) {
      const purged = await purge(db, now())
      if (purged > 0) log.info({ campaigns: purged }, 'Archived campaigns were deleted')
      return purged >= 100
    },
  },
  {
    name: 'expire-confirmations',
    every: minute,
    run: async (worker) => (await expire(worker)) >= expireAtOnce,
  },
  {
    name: 'forget-confirmations',
    every: day,
    run: ({ db, now }) => confirmations.forget(db, before(now(), 30 * day)),
  },
  { name: 'expire-suppressions', every: minute, run: ({ db }) => suppressions.removeExpired(db) },
  { name: 'forget-uploads', every: day, run: ({ db, now }) => uploads.forget(db, before(now(), 90 * day)) },
  {
    name: 'give-up-list-uploads',
    every: hour,
    run: ({ db, now }) => listUploads.giveUp(db, before(now(), day), now()),
  },
  {
    name: 'forget-import-files',
    every: hour,
    run: ({ db, now }) => imports.forgetFiles(db, before(now(), 7 * day)),
  },
  {
    name: 'forget-unread-mails',
    every: hour,
    run: ({ db, now }) => notices.forgetMails(db, before(now(), 30 * day)),
  },
  { name: 'trim-inbox', every: 10 * minute, run: ({ db }) => inbox.trim(db) },
  { name: 'forget-jobs', every: hour, run: ({ db, now }) => forgetJobs(db, before(now(), day)) },
  { name: 'forget-sessions', every: hour, run: sweep },
  { name: 'forget-silent-workers', every: minute, run: ({ db }) => workers.forgetSilent(db) },
]
