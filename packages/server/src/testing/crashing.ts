import type { KyselyPlugin } from 'kysely'
import type { Db } from '../store/db.ts'

/** A database whose user dies before its statement number `after` + 1: nothing from there on is sent. */
export function crashing(db: Db, after: number): { db: Db; crashed: () => boolean } {
  let said = 0
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (said++ >= after) throw new Crash()
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { db: db.withPlugin(plugin) as Db, crashed: () => said > after }
}

export class Crash extends Error {}
