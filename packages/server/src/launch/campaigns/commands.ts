import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { Problem } from '@chappe/core/kit/problem'
import type { Config } from '../../config.ts'
import type { Command } from '../command.ts'
import { Refusal } from '../refusal.ts'
import { apply } from './apply.ts'
import { exportCampaigns } from './export.ts'
import { openRemote, type Remote } from './remote.ts'

const connection = {
  url: { type: 'string' },
  token: { type: 'string' },
  'client-id': { type: 'string' },
  'client-secret': { type: 'string' },
  sandbox: { type: 'string' },
} as const

const connectionHelp = `  --url ORIGIN            the installation; CHAPPE_URL, or this machine’s
  --token TOKEN           an access token; CHAPPE_TOKEN
  --client-id, --client-secret   of an API client, instead of a token; CHAPPE_CLIENT_ID, CHAPPE_CLIENT_SECRET
  --sandbox NAME          CHAPPE_SANDBOX, or prod`

const applyHelp = `  chappe apply -f campaign.yaml [options]

  -f, --file PATH         a file, a folder with all the YAML in it, or - for the standard input; as often as needed
  --dry-run               show what would change, line by line, and change nothing
  --activate              every campaign of the files goes live, unchanged drafts too; one that is not ready stays
${connectionHelp}

Campaigns are known by their key (metadata.key). One that is there is changed: its draft, or a draft beside what is
live. Applying the same file again changes nothing. Mistakes are told as file:line:column, all at once; with one in
any file nothing is done. Scopes: campaigns:read, campaigns:write, campaigns:publish for --activate, and reading what
files call by name: configurations:read, audiences:read, content:read.`

const exportHelp = `  chappe export [ids or keys] [options]

  --all                   every campaign that is not archived
  --name TEXT             those with this in their name
  -o, --output FOLDER     files for git, with HTML, texts and designs beside the YAML; else all is printed
${connectionHelp}

Of each campaign the draft is written, or else what is live. Applying what was exported changes nothing.`

type Connection = { [name in keyof typeof connection]?: string | undefined }

/** Flags win over the environment. */
function remoteOf({ publicUrl, remote, client }: Config, flags: Connection): Promise<Remote> {
  const hasClient = flags['client-id'] !== undefined && flags.token === undefined
  return openRemote({
    url: (flags.url ?? publicUrl).replace(/\/+$/, ''),
    token: flags.token ?? (hasClient ? undefined : remote.token),
    sandbox: flags.sandbox ?? remote.sandbox,
    clientId: flags['client-id'] ?? client.id,
    clientSecret: flags['client-secret'] ?? client.secret,
  })
}

/** Says what is wrong with the arguments and how the command is used. Exit code 2. */
async function understood<T>(
  read: () => T,
  help: string,
  print: (text: string) => void,
  work: (given: T) => Promise<number>,
): Promise<number> {
  let given: T
  try {
    given = read()
  } catch (error) {
    print(`${(error as Error).message}\n\n${help}\n`)
    return 2
  }
  try {
    return await work(given)
  } catch (error) {
    throw error instanceof Problem ? new Refusal(error.message) : error
  }
}

/** Campaigns as code. They speak to an installation over its API and touch nothing else of it. */
export const campaignCommands = (
  config: () => Config,
  standardInput: () => Promise<string> = () => text(process.stdin),
): Command[] => [
  {
    name: 'apply',
    summary: 'Make campaigns what YAML files say',
    help: applyHelp,
    run: (args, print) =>
      understood(
        () => {
          const options = {
            ...connection,
            file: { type: 'string', short: 'f', multiple: true },
            'dry-run': { type: 'boolean' },
            activate: { type: 'boolean' },
          } as const
          const { values } = parseArgs({ args: [...args], options })
          if (!values.file) throw new Error('Say which file: -f campaign.yaml')
          return values
        },
        applyHelp,
        print,
        async (values) =>
          apply(
            await remoteOf(config(), values),
            {
              from: values.file ?? [],
              dryRun: values['dry-run'] ?? false,
              activate: values.activate ?? false,
            },
            print,
            standardInput,
          ),
      ),
  },
  {
    name: 'export',
    summary: 'Write campaigns down as YAML files',
    help: exportHelp,
    run: (args, print) =>
      understood(
        () => {
          const options = {
            ...connection,
            all: { type: 'boolean' },
            name: { type: 'string' },
            output: { type: 'string', short: 'o' },
          } as const
          const given = parseArgs({ args: [...args], options, allowPositionals: true })
          const { all, name } = given.values
          if (given.positionals.length === 0 && !all && name === undefined)
            throw new Error('Say which campaigns: ids, keys, --name or --all')
          return given
        },
        exportHelp,
        print,
        async ({ values, positionals: ids }) =>
          exportCampaigns(
            await remoteOf(config(), values),
            { ids, all: values.all ?? false, name: values.name, into: values.output },
            print,
          ),
      ),
  },
]
