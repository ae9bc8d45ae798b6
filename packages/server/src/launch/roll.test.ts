import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lifeOf } from '../store/embedded/processes.ts'
import { openRoll } from './roll.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'chappe-roll-'))
/** Keeps workers, and is gone. */
const aDeadKeeper = async () => {
  const { pid, gone } = aProcess()
  process.kill(pid, 'SIGKILL')
  await gone
  return pid
}
const aProcess = () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  return {
    pid: child.pid!,
    gone: new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal))),
  }
}

test('a worker that outlived its start is ended, even one that is asleep, before anybody takes what it held', async () => {
  const data = folder()
  const asleep = aProcess()
  openRoll(data, { keeper: await aDeadKeeper() }).enter('worker-a', asleep.pid)
  process.kill(asleep.pid, 'SIGSTOP')
  expect(await openRoll(data, { patience: 200 }).endOthers()).toEqual(['worker-a'])
  expect(lifeOf(asleep.pid)).toBeUndefined()
  expect(await asleep.gone).toBe('SIGKILL')
})

test('a stranger that got the number of a dead worker lives on', async () => {
  const data = folder()
  const stranger = aProcess()
  openRoll(data, { keeper: await aDeadKeeper() }).enter('worker-a', stranger.pid)
  const [file] = readdirSync(join(data, 'workers'))
  const path = join(data, 'workers', file!)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), life: 'an earlier one' }))
  expect(await openRoll(data).endOthers()).toEqual(['worker-a'])
  expect(lifeOf(stranger.pid)).toBeDefined()
  process.kill(stranger.pid, 'SIGKILL')
  await stranger.gone
})

test('who cannot be seen is left alone, who is struck off is forgotten, and a first start finds nobody', async () => {
  const data = folder()
  expect(await openRoll(data).endOthers()).toEqual([])
  const roll = openRoll(data, { keeper: await aDeadKeeper() })
  roll.enter('worker-a', process.pid)
  roll.enter('worker-b', process.pid)
  roll.strike('worker-b')
  const path = join(data, 'workers', 'worker-a.json')
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), place: 'elsewhere' }))
  expect(await openRoll(data).endOthers()).toEqual([])
  roll.strike('worker-a')
  expect(readdirSync(join(data, 'workers'))).toEqual([])
})

test('the workers of a start that lives are left to it: where the database is elsewhere, several share a folder', async () => {
  const data = folder()
  const keeper = aProcess()
  const worker = aProcess()
  openRoll(data, { keeper: keeper.pid }).enter('worker-a', worker.pid)
  expect(await openRoll(data, { patience: 0 }).endOthers()).toEqual([])
  expect(lifeOf(worker.pid)).toBeDefined()
  process.kill(keeper.pid, 'SIGKILL')
  await keeper.gone
  expect(await openRoll(data, { patience: 0 }).endOthers()).toEqual(['worker-a'])
  expect(await worker.gone).toBe('SIGKILL')
})

test('a disk without room is said, and ends nobody', () => {
  const data = join(folder(), 'file')
  writeFileSync(data, '')
  expect(openRoll(data).enter('worker-a', process.pid)).toBe(false)
})
