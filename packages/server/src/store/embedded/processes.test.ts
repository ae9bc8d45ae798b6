import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { until } from '../../testing/trial.ts'
import { lifeOf, processesWith } from './processes.ts'

test('a life has one name, and none when it is over', async () => {
  const child = spawn('sleep', ['600'])
  const life = lifeOf(child.pid ?? 0)
  expect(life).toContain(`${child.pid} `)
  expect(lifeOf(child.pid ?? 0)).toBe(life)
  expect(life).not.toBe(lifeOf(process.pid))
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(lifeOf(child.pid ?? 0)).toBeUndefined()
})

test('a zombie does not live, though its number is still taken', async () => {
  // The shell starts a child and becomes a program that never asks for it.
  const parent = spawn('sh', ['-c', 'sleep 601.5 & echo $!; exec sleep 602.5'])
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
  expect(lifeOf(pid)).toBeDefined()
  // As long as it is a shell it would ask for its child.
  await until(() => processesWith('sleep 602.5').find(({ command }) => command.startsWith('sleep')))
  process.kill(pid, 'SIGKILL')
  await until(() => (lifeOf(pid) === undefined ? true : undefined))
  expect(() => process.kill(pid, 0)).not.toThrow()
  expect(processesWith('sleep 601.5')).toEqual([])
  parent.kill('SIGKILL')
})

test('processes are found by their command line', async () => {
  const child = spawn('sleep', ['603.25'])
  const found = await until(() => processesWith('sleep 603.25')[0])
  expect(found).toEqual({ pid: child.pid, uid: process.getuid?.(), command: 'sleep 603.25' })
  child.kill('SIGKILL')
})
