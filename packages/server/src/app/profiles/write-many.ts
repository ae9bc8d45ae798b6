import { type ImportCounts, type Manners, noCounts } from '@chappe/core/import/schema'
import type { Mistake } from '@chappe/core/kit/problem'
import type { ProfileField } from '@chappe/core/profile/fields'
import type { Identity } from '@chappe/core/profile/schema'
import type { House } from '../../context.ts'
import * as consents from '../../store/consents.ts'
import { type Db, inTransaction } from '../../store/db.ts'
import * as firstConsents from '../../store/first-consents.ts'
import * as store from '../../store/profile-writes.ts'
import { choose } from '../consents.ts'
import { AtHand, type Line, type Person, type Verdict } from './at-hand.ts'
import { keyOf } from './rules.ts'

/** An import, for those who write a file in many sets. */
export interface Run {
  readonly importId: string
  /** Whether it has made the profile of this id. */
  isOurs(id: string): boolean
}

export interface Writing {
  readonly sandboxId: number
  readonly manners: Manners
  readonly fields: readonly ProfileField[]
  /** How consents were said, and who wrote them down. */
  readonly source: string
  readonly by: string
  readonly run?: Run
  /** Compares and counts only. */
  readonly dryRun?: boolean
}

export type Outcome = 'created' | 'changed' | 'unchanged' | 'duplicate' | 'failed'

export interface Written {
  /** One for each line. */
  readonly outcomes: readonly Outcome[]
  readonly verdicts: readonly Verdict[]
  readonly counts: ImportCounts
}

type Hands = Pick<House, 'db' | 'now' | 'newId'>

const attempts = 10
/** Refusals of one transaction that deliveries are told of one by one. */
const toldApart = 50

/**
 * Writes what lines say, in one transaction that `settle` is part of: each as if those before it were written. A line
 * with a mistake is left out. Other writers may be at the same people: who comes too late begins again.
 */
export async function writeMany(
  hands: Hands,
  writing: Writing,
  lines: readonly Line[],
  settle: (db: Db, written: Written) => Promise<void> = async () => {},
): Promise<Written> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(hands.db, async (db) => {
        const written = await writeOnce({ ...hands, db }, writing, lines)
        await settle(db, written)
        return written
      })
    } catch (error) {
      if (attempt >= attempts || !(error instanceof Vanished || store.isOvertaken(error))) throw error
      // Two that began at once would meet again.
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * Math.random()))
    }
  }
}

/** Somebody erased or merged a profile after its identities had been looked up. */
class Vanished extends Error {}

async function writeOnce(hands: Hands, writing: Writing, lines: readonly Line[]): Promise<Written> {
  const { db } = hands
  const { sandboxId, manners, fields, run, dryRun } = writing
  await store.lookUpByIndex(db)
  const people = await peopleOf(db, writing, lines)
  const ghosts =
    run && dryRun
      ? await store.metKeys(
          db,
          sandboxId,
          run.importId,
          lines.flatMap(({ identities }) => identities.map(keyOf)),
        )
      : []
  const hand = new AtHand(manners, fields, people, (id) => run?.isOurs(id) ?? false, ghosts)
  const verdicts = lines.map((line, index) => hand.take(line, index))
  const saidNews = dryRun ? await newsOf(db, writing, hand) : await write(hands, writing, hand)
  const written = judge(verdicts, saidNews)
  if (run) await remember(db, writing, run, hand, saidNews)
  return written
}

/** Notes whom the lines were about, for those further on in the file. */
async function remember(
  db: Db,
  { sandboxId, dryRun }: Writing,
  { importId }: Run,
  { people, added }: AtHand,
  saidNews: ReadonlySet<string>,
): Promise<void> {
  const met = people
    .filter(({ isNew, met }) => !isNew && (met === undefined || met === 'unchanged'))
    .map((person) => ({ id: person.id, changed: hasChanged(person, saidNews), met: person.met }))
    .filter(({ met, changed }) => met === undefined || changed)
  if (met.length > 0) await store.meet(db, sandboxId, importId, met)
  if (!dryRun) return
  const made = new Set(people.filter(({ isNew }) => isNew).map(({ id }) => id))
  const keys = added.filter(({ profileId }) => made.has(profileId)).map(({ key }) => key)
  if (keys.length > 0) await store.meetKeys(db, sandboxId, importId, keys)
}

async function peopleOf(db: Db, { sandboxId, run }: Writing, lines: readonly Line[]) {
  const wanted = new Map<string, string[]>()
  for (const { identities } of lines)
    for (const { namespace, value } of identities) {
      const values = wanted.get(namespace)
      if (values) values.push(value)
      else wanted.set(namespace, [value])
    }
  const led = await store.leadEach(db, sandboxId, wanted)
  if (led.length === 0) return []
  const identitiesOf = new Map<string, Identity[]>()
  for (const { profileId, namespace, value } of led) {
    const known = identitiesOf.get(profileId)
    if (known) known.push({ namespace, value })
    else identitiesOf.set(profileId, [{ namespace, value }])
  }
  const held = await store.holdMany(db, sandboxId, [...identitiesOf.keys()], run?.importId ?? null)
  if (held.length < identitiesOf.size) throw new Vanished()
  return held.map((profile) => ({ ...profile, identities: identitiesOf.get(profile.id)! }))
}

/** Writes everybody; answers the ids of those who had been there, and whose choices are others now. */
async function write(hands: Hands, writing: Writing, hand: AtHand): Promise<Set<string>> {
  const { db, now, newId } = hands
  const { sandboxId, manners, source, by } = writing
  const at = now()
  const row = ({ id, attributes, test }: Person) => ({
    id,
    attributes: typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
    test,
  })
  const fresh = hand.people.filter(({ isNew }) => isNew)
  const known = hand.people.filter(({ isNew }) => !isNew)
  if (fresh.length > 0) await store.insertMany(db, sandboxId, fresh.map(row), at)
  const changed = known.filter(({ isChanged }) => isChanged)
  await store.updateMany(db, sandboxId, changed.map(row), at)
  // In the order in which all writers take identities.
  const added = hand.added.sort((a, b) => (a.key < b.key ? -1 : 1))
  if (added.length > 0) await store.insertIdentities(db, sandboxId, added)
  const said = (person: Person) =>
    person.consents.map(({ channel, topic, choice }) => ({
      channel,
      topic,
      choice,
      subject: `profile:${person.id}`,
      changeId: newId(),
    }))
  const act = { source, name: by, at }
  const [first, chosen] = [fresh.flatMap(said), known.flatMap(said)]
  const refusals = [first, chosen].flat().filter(({ choice }) => choice === 'out').length
  if (refusals > toldApart) await firstConsents.tellAtOnce(db)
  await firstConsents.chooseOfNew(db, sandboxId, first, act)
  if (chosen.length === 0) return new Set()
  const subjects = (rows: readonly { readonly subject: string }[]) =>
    new Set(rows.map(({ subject }) => subject.slice('profile:'.length)))
  if (manners.consents === 'overwrite')
    return subjects(await choose(hands, sandboxId, chosen, { source, by }))
  const news = await firstConsents.chooseWhereNothing(db, sandboxId, chosen, act)
  // It is no news any more, but a refusal also ends what waits to be confirmed.
  const refused = news.filter(({ choice }) => choice === 'out')
  if (refused.length > 0) await choose(hands, sandboxId, refused, { source, by })
  return subjects(news)
}

/** Whose choices would be others, of those who are there. */
async function newsOf(db: Db, { sandboxId, manners }: Writing, { people }: AtHand): Promise<Set<string>> {
  const known = people.filter(({ id, isNew, consents }) => !isNew && id !== '' && consents.length > 0)
  if (known.length === 0) return new Set()
  const there = new Map<string, string>()
  const rows = await consents.of(
    db,
    sandboxId,
    known.map(({ id }) => `profile:${id}`),
  )
  for (const { subject, channel, topic, choice } of rows) there.set(`${subject}/${channel}/${topic}`, choice)
  const isNews = ({ id, consents: said }: Person) =>
    said.some(({ channel, topic, choice }) => {
      const before = there.get(`profile:${id}/${channel}/${topic}`)
      return before === undefined || (manners.consents === 'overwrite' && before !== choice)
    })
  return new Set(known.filter(isNews).map(({ id }) => id))
}

const hasChanged = (person: Person, saidNews: ReadonlySet<string>) =>
  person.isChanged || person.isExtended || saidNews.has(person.id)

/** One person is counted once, by what became of them; their other lines are duplicates. */
function judge(verdicts: readonly Verdict[], saidNews: ReadonlySet<string>): Written {
  const counts = { ...noCounts, read: verdicts.length }
  const outcomes = verdicts.map((verdict, index): Outcome => {
    if ('mistakes' in verdict) {
      counts.failed++
      return 'failed'
    }
    const { person } = verdict
    const changed = hasChanged(person, saidNews)
    if (person.last !== index || person.met !== undefined) {
      // It was counted as unchanged when it was met; now it is not.
      if (person.last === index && person.met === 'unchanged' && changed) {
        counts.unchanged--
        counts.changed++
      }
      counts.duplicates++
      return 'duplicate'
    }
    const outcome = person.isNew ? 'created' : changed ? 'changed' : 'unchanged'
    counts[outcome]++
    return outcome
  })
  return { outcomes, verdicts, counts }
}

/** The mistakes of a line; none where it was written. */
export const mistakesOf = (verdict: Verdict | undefined): readonly Mistake[] =>
  verdict && 'mistakes' in verdict ? verdict.mistakes : []
