import { expect, test } from 'vitest'
import { ConfigError } from '../config.ts'
import { type Command, runCommand } from './command.ts'
import { Refusal } from './refusal.ts'

const commands: Command[] = [
  {
    name: 'greet',
    summary: 'Say hello',
    help: 'Names follow.',
    async run(args, print) {
      print(`Hello ${args.join(' and ')}`)
      return 0
    },
  },
  {
    name: 'version',
    summary: 'Print the version',
    async run(_args, print) {
      print('1')
      return 0
    },
  },
  { name: 'refuse', summary: 'Refuse', run: () => Promise.reject(new Refusal('The port is in use.')) },
  {
    name: 'misread',
    summary: 'Misread',
    run: () => Promise.reject(new ConfigError(['A is wrong.', 'B too.'])),
  },
]

async function chappe(...words: string[]) {
  let printed = ''
  let complained = ''
  const code = await runCommand(commands, words, {
    print: (text) => {
      printed += text
    },
    complain: (text) => {
      complained += text
    },
  })
  return { code, printed, complained }
}

test('a command gets its words and its exit code counts', async () => {
  expect(await chappe('greet', 'Ada', 'Bob')).toEqual({
    code: 0,
    printed: 'Hello Ada and Bob',
    complained: '',
  })
})

test('without a command, and with help or --help, all commands are listed', async () => {
  const { printed } = await chappe()
  expect(printed).toContain('  greet    Say hello\n')
  expect((await chappe('help')).printed).toBe(printed)
  expect((await chappe('--help')).printed).toBe(printed)
})

test('--help anywhere after a command explains it instead of running it', async () => {
  const help = 'chappe greet: Say hello.\n\nNames follow.\n'
  expect(await chappe('greet', 'Ada', '--help')).toEqual({ code: 0, printed: help, complained: '' })
  expect((await chappe('help', 'greet')).printed).toBe(help)
})

test('--version is the version', async () => {
  expect((await chappe('--version')).printed).toBe('1')
})

test('an unknown command is told what there is', async () => {
  const { code, complained } = await chappe('great')
  expect(code).toBe(2)
  expect(complained).toBe('There is no command "great". There are: greet, version, refuse, misread.\n')
})

test('a refusal is one sentence, mistakes in the configuration one line each, and neither shows a stack', async () => {
  expect(await chappe('refuse')).toEqual({ code: 1, printed: '', complained: 'The port is in use.\n' })
  expect((await chappe('misread')).complained).toBe('A is wrong.\nB too.\n')
})
