import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { aFolder, type Running, run, trial, until } from '../testing/trial.ts'
import { takeLock } from './lock.ts'

let program: string
beforeAll(async () => {
  program = await trial('lock')
})

async function contest(folder: string, count: number) {
  const all = Array.from({ length: count }, () => run(program, [folder], {}))
  await Promise.all(all.map((one) => until(() => (one.said().includes('\n') ? true : undefined))))
  const winners = all.filter((one) => one.said().startsWith('held'))
  const losers = all.filter((one) => one.said().startsWith('busy'))
  return { winners, losers }
}

const end = async ({ child, ended }: Running) => {
  child.kill('SIGKILL')
  await ended
}

test('of many who come at once one gets the folder, and the others learn who has it', async () => {
  const { winners, losers } = await contest(aFolder(), 6)
  expect(winners).toHaveLength(1)
  expect(losers).toHaveLength(5)
  for (const loser of losers) expect(loser.said()).toBe(`busy ${winners[0]?.child.pid}\n`)
  for (const winner of winners) await end(winner)
})

test('a holder that was killed is followed by exactly one, who knows that he inherits', async () => {
  const folder = aFolder()
  for (let round = 0; round < 4; round++) {
    const { winners } = await contest(folder, 5)
    expect(winners.map((winner) => winner.said())).toEqual([`held ${round > 0}\n`])
    for (const winner of winners) await end(winner)
  }
  expect(readdirSync(folder)).toHaveLength(1)
})

test('a holder that released it is followed without inheritance', async () => {
  const folder = aFolder()
  const { winners } = await contest(folder, 1)
  winners[0]?.child.stdin?.write('go\n')
  await winners[0]?.ended
  const lock = await takeLock(folder)
  expect(lock).toMatchObject({ inherited: false })
  if ('release' in lock) lock.release()
})

test('a folder that does not exist yet is made', async () => {
  const lock = await takeLock(`${aFolder()}/deep/data`)
  expect(lock).toMatchObject({ inherited: false })
  if ('release' in lock) lock.release()
})

test('one process cannot take it twice', async () => {
  const folder = aFolder()
  const lock = await takeLock(folder)
  expect(await takeLock(folder)).toEqual({ heldBy: process.pid })
  if ('release' in lock) lock.release()
})

/** A lock file of a process that cannot be seen from here. */
function heldElsewhere(folder: string): string {
  const file = join(folder, 'lock.1')
  writeFileSync(file, JSON.stringify({ pid: 7, life: '7 somewhere', place: 'another container' }))
  return file
}

test('a holder in another container keeps it for as long as he touches his file', async () => {
  const folder = aFolder()
  const file = heldElsewhere(folder)
  const touching = setInterval(() => utimesSync(file, new Date(), new Date()), 100)
  expect(await takeLock(folder)).toEqual({ heldBy: 7 })
  clearInterval(touching)
})

test('a holder in another container who fell silent is followed', async () => {
  const folder = aFolder()
  const past = new Date(Date.now() - 60_000)
  utimesSync(heldElsewhere(folder), past, past)
  const lock = await takeLock(folder)
  expect(lock).toMatchObject({ inherited: true })
  if ('release' in lock) lock.release()
})
