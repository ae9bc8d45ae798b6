import { bootstrap } from './app/bootstrap.ts'
import { contextOf } from './app/context.ts'
import { loadDemo, storedDemo } from './app/demo.ts'
import { examine, extent } from './app/doctor.ts'
import { resetPassword } from './app/people.ts'
import { readConfig } from './config.ts'
import type { House } from './context.ts'
import { buildHouse } from './launch/build-house.ts'
import { campaignCommands } from './launch/campaigns/commands.ts'
import type { Command } from './launch/command.ts'
import { useDatabase } from './launch/database.ts'
import type { Beginning, House as LaunchedHouse } from './launch/house.ts'
import { importFile, importHelp, readImportArguments } from './launch/import-file.ts'
import { Refusal, refuse } from './launch/refusal.ts'
import { readSecretKey } from './launch/secret-key.ts'
import { welcomeText } from './launch/welcome.ts'
import { openLog } from './log.ts'
import * as jobs from './queue/jobs.ts'
import { releaseLeases } from './store/batches.ts'
import { missing } from './store/migrate.ts'
import * as settings from './store/settings.ts'

const first = ({ admin, client, organizationId }: Beginning['config']) => ({
  organizationId,
  email: admin.email,
  password: admin.password,
  clientId: client.id,
  clientSecret: client.secret,
})

/** What the supervisor needs of the house itself. */
export const house: LaunchedHouse = {
  async bootstrap(beginning) {
    const { config } = beginning
    const { house, close } = buildHouse(beginning, 4)
    try {
      await checkSecretKey(house)
      const welcome = await bootstrap(house, first(config), config.demo ? loadDemo : undefined)
      const demo = await storedDemo(welcome.ctx)
      return { welcome: welcomeText({ publicUrl: config.publicUrl, welcome, demo }) }
    } finally {
      await close()
    }
  },

  async onWorkerExit(beginning, name) {
    const { house, close } = buildHouse(beginning, 1)
    try {
      await release(house.db, name)
    } finally {
      await close()
    }
  },
}

/** Frees what a worker that is gone held. */
async function release(db: House['db'], worker: string): Promise<void> {
  await releaseLeases(db, worker)
  await jobs.release(db, worker)
}

/** Refuses to begin with another secret key than the one the database was made with. */
async function checkSecretKey({ db, secrets }: House): Promise<void> {
  const sealed = await settings.get<string>(db, 'secret-key-check')
  if (sealed === undefined) {
    await settings.put(db, 'secret-key-check', secrets.seal('check', 'ok').toString('base64'))
    return
  }
  try {
    secrets.open('check', Buffer.from(sealed, 'base64'))
  } catch {
    throw new Refusal(
      'The secret key is not the one this database was made with: stored passwords cannot be read and links already ' +
        'sent would stop working. Restore secret.key in the data folder, or set CHAPPE_SECRET_KEY to the old key.',
    )
  }
}

/** A command in the wrong folder finds an empty database: it says so, instead of what is missing in it. */
async function refuseUnmigrated(url: string): Promise<void> {
  const count = await missing(url).catch(refuse)
  if (count > 0)
    throw new Refusal(
      `There is no Chappe of this version in the database yet (migrations that it lacks: ${count}). Run chappe start ` +
        'or chappe migrate first; CHAPPE_DATA and DATABASE_URL say which database is meant.',
    )
}

/** Opens the house for one command, beside a running Chappe or by itself. */
async function withHouse<T>(work: (house: House, beginning: Beginning) => Promise<T>): Promise<T> {
  const config = readConfig()
  const log = openLog('chappe', config.logLevel)
  const database = await useDatabase(config, log)
  try {
    await refuseUnmigrated(database.url)
    const beginning = { config, databaseUrl: database.url, secretKey: readSecretKey(config), log }
    const { house, close } = buildHouse(beginning, 4)
    try {
      return await work(house, beginning)
    } finally {
      await close()
    }
  } finally {
    await database.close()
  }
}

/** The commands that act on the house, beyond starting and migrating it. */
export const commands: Command[] = [
  {
    name: 'doctor',
    summary: 'Recount the ledger and check what must be true; exit code 1 when something is not',
    async run(_args, print) {
      const { findings, looked } = await withHouse(async (house) => ({
        findings: await examine(house),
        looked: await extent(house),
      }))
      for (const { level, message } of findings) print(`${level}: ${message}\n`)
      print(
        `Recounted ${looked.messages} messages of ${looked.campaigns} campaigns: ${findings.length} findings.\n`,
      )
      return findings.some(({ level }) => level === 'error') ? 1 : 0
    },
  },
  {
    name: 'import',
    summary: 'Bring in profiles from a CSV or NDJSON file',
    help: importHelp,
    async run(args, print) {
      let given: ReturnType<typeof readImportArguments>
      try {
        given = readImportArguments(args)
      } catch (error) {
        print(`${(error as Error).message}\n`)
        return 2
      }
      if (given.positionals.length !== 1) {
        print(`Say which file: ${importHelp.trimStart()}\n`)
        return 2
      }
      return withHouse(async (house, { config }) => {
        const { ctx } = await bootstrap(house, first(config))
        const actor = { ...ctx.actor, name: 'chappe import' }
        const who = { organizationId: ctx.organizationId, actor }
        return importFile(await contextOf(house, who, given.values.sandbox), given, print)
      })
    },
  },
  ...campaignCommands(readConfig),
  {
    name: 'token',
    summary: 'Print an access token of the first API client, valid for a day',
    async run(_args, print) {
      const { token } = await withHouse((house, { config }) => bootstrap(house, first(config)))
      if (!token) {
        print('The first API client is revoked. Create another in Administration > API clients.\n')
        return 1
      }
      print(`${token}\n`)
      return 0
    },
  },
  {
    name: 'reset-password',
    summary: 'Give a person a new password: chappe reset-password <email>',
    async run([email], print) {
      if (!email) {
        print('Say whose: chappe reset-password <email>\n')
        return 2
      }
      const password = await withHouse((house) => resetPassword(house, email))
      print(`The new password of ${email} is ${password}\n`)
      return 0
    },
  },
]
