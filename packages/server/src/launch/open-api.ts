import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { executions } from '../app/executions.ts'
import { openAccessTokens } from '../app/tokens.ts'
import { executionCaller } from '../http/execution-caller.ts'
import { hotHandler } from '../http/hot.ts'
import { buildServer } from '../http/server.ts'
import { openCommitLine } from '../store/executions.ts'
import { buildHouse } from './build-house.ts'
import type { OpenPart } from './house.ts'

/** Calls that wait for their commit at most; each keeps its connection, so this bounds memory, not the rate. */
const maxWaiting = 4_000
const measureEvery = 250

/** The built interface beside the bundle; a checkout that runs from its sources may have none. */
const ui = fileURLToPath(new URL('../web', import.meta.url))

/** Opens the API process: the UI, the control plane and the execution API, on one port. */
export const openApi: OpenPart = async (beginning) => {
  const { config, log, databaseUrl } = beginning
  const { house, close } = buildHouse(beginning)
  const line = openCommitLine({ connectionString: databaseUrl }, 2)
  const accessTokens = openAccessTokens(house)
  const api = executions(house, { line, maxWaiting, maxBacklog: config.maxBacklog })
  const app = buildServer(house, {
    accessTokens,
    logger: log,
    bodyLimit: config.maxBody,
    trustProxy: config.trustProxy,
    ...(existsSync(ui) && { ui }),
    hot: hotHandler({
      executions: api,
      authenticate: executionCaller(house, accessTokens),
      maxBody: config.maxBody,
      onBug: (err) => log.error({ err }, 'A call of the execution API met a bug.'),
    }),
  })
  await api.measure()
  const measuring = setInterval(() => void api.measure().catch(() => {}), measureEvery)
  await app.listen({ host: config.host, port: config.port, backlog: 4_096 })
  return {
    async stop() {
      clearInterval(measuring)
      await app.close()
      await line.close()
      await close()
    },
  }
}
