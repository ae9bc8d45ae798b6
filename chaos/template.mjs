import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { furnish } from './campaigns.mjs'
import { anInstallation } from './installation.mjs'
import { settle } from './people.mjs'

/** An installation with so many people, audiences and a way to the sink, stopped in order: what each run copies. */
export async function template({ people, port, sinkPort }) {
  const folder = mkdtempSync(join(tmpdir(), `chappe-chaos-of-${people}-`))
  chmodSync(folder, 0o755)
  const house = anInstallation({ folder, port, machines: 1 })
  try {
    await house.start('first')
    await settle(house.sql, people)
    const furniture = await furnish(house, sinkPort)
    await house.stop('first')
    return { folder, furniture }
  } finally {
    house.end()
  }
}
