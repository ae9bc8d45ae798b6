import { fileURLToPath } from 'node:url'
import about from '../../../package.json' with { type: 'json' }
import { configHelp } from './config/help.ts'
import { readConfig } from './config.ts'
import { type Command, runCommand } from './launch/command.ts'
import { useDatabase } from './launch/database.ts'
import { refuse } from './launch/refusal.ts'
import { start } from './launch/start.ts'
import { openLog } from './log.ts'
import { house, commands as houseCommands } from './main.ts'
import { migrate } from './store/migrate.ts'

const bundled = (name: string) => fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))

const commands: Command[] = [
  {
    name: 'start',
    summary: 'Run Chappe: database, API, user interface and delivery',
    help: `Ctrl-C ends it in order; a second Ctrl-C hurries it. Settings are environment variables:\n\n${configHelp()}`,
    async run(_args, print) {
      const config = readConfig()
      const log = openLog('chappe', config.logLevel)
      return start({ config, house, log, print, entries: { api: bundled('api'), worker: bundled('worker') } })
    },
  },
  {
    name: 'migrate',
    summary: 'Bring the database to the newest version and do nothing else',
    help: 'Start does this too. Several machines may do it at once.',
    async run(_args, print) {
      const config = readConfig()
      const database = await useDatabase(config, openLog('chappe', config.logLevel))
      try {
        const applied = await migrate(database.url).catch(refuse)
        print(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'The database is up to date.\n')
        return 0
      } finally {
        await database.close()
      }
    },
  },
  ...houseCommands,
  {
    name: 'version',
    summary: 'Print the version',
    async run(_args, print) {
      print(`${about.version}\n`)
      return 0
    },
  },
]

/** Whoever reads our words may have heard enough (`chappe export --all | head`): what is being done is done all the same. */
function mayStopListening(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** Runs what was typed after `chappe`. Returns the exit code. */
export function run(argv: readonly string[]): Promise<number> {
  for (const output of [process.stdout, process.stderr]) output.on('error', mayStopListening)
  return runCommand(commands, argv, {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
  })
}
