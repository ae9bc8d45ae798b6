import { ConfigError } from '../config.ts'
import { Refusal } from './refusal.ts'

export interface Command {
  name: string
  /** What it does, in one line without a full stop. */
  summary: string
  /** What `chappe <name> --help` says below the summary. */
  help?: string
  /** Returns the exit code. Output for the one who asked goes to `print`. */
  run(args: readonly string[], print: (text: string) => void): Promise<number>
}

export interface Output {
  print(text: string): void
  /** For what went wrong. */
  complain(text: string): void
}

const asksForHelp = (word: string | undefined) => word === '--help' || word === '-h'

/** Finds the command and runs it. Returns the exit code: 0 done, 1 refused or failed, 2 not understood. */
export async function runCommand(
  commands: readonly Command[],
  [name, ...args]: readonly string[],
  { print, complain }: Output,
): Promise<number> {
  if (name === undefined || name === 'help' || asksForHelp(name)) {
    const topic = name === 'help' ? args[0] : undefined
    return topic === undefined ? say(print, overview(commands)) : explain(commands, topic, print, complain)
  }
  if (args.some(asksForHelp)) return explain(commands, name, print, complain)
  const command = find(commands, name)
  if (!command) return unknown(commands, name, complain)
  try {
    return await command.run(args, print)
  } catch (error) {
    if (error instanceof ConfigError) complain(error.sentences.map((sentence) => `${sentence}\n`).join(''))
    else if (error instanceof Refusal) complain(`${error.message}\n`)
    else complain(`${(error as Error).stack ?? error}\n`)
    return 1
  }
}

/** `--version` and `-v` are what people try first. */
const find = (commands: readonly Command[], name: string) =>
  commands.find((command) => command.name === (name === '--version' || name === '-v' ? 'version' : name))

function explain(
  commands: readonly Command[],
  name: string,
  print: Output['print'],
  complain: Output['complain'],
) {
  const command = find(commands, name)
  if (!command) return unknown(commands, name, complain)
  return say(
    print,
    `chappe ${command.name}: ${command.summary}.\n${command.help ? `\n${command.help}\n` : ''}`,
  )
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`)
  return `Usage: chappe <command>\n\n${lines.join('\n')}\n\nchappe <command> --help says more about one of them.\n`
}

function unknown(commands: readonly Command[], name: string, complain: Output['complain']): number {
  complain(
    `There is no command "${name}". There are: ${commands.map((command) => command.name).join(', ')}.\n`,
  )
  return 2
}

function say(print: Output['print'], text: string): number {
  print(text)
  return 0
}
