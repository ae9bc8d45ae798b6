import type { Config } from '../config.ts'
import type { Log } from '../log.ts'

/** What a process is given to begin with. */
export interface Beginning {
  config: Config
  /** The database to use, embedded or not. */
  databaseUrl: string
  /** The installation's master key, 32 bytes. */
  secretKey: Buffer
  log: Log
}

/** A part of the house that runs in a process of its own. */
export interface Part {
  /**
   * Takes nothing new, ends what is under way at the next safe point, and returns. `hurry` aborts when
   * somebody asked twice: then leave at once.
   */
  stop(hurry: AbortSignal): Promise<void>
}

/** Opens a part; it is ready when this returns. `name` is that of this one life of it, among all machines. */
export type OpenPart = (beginning: Beginning, name: string) => Promise<Part>

/** What the supervisor asks of the house itself. */
export interface House {
  /** Puts what must be there into a migrated database, the first time and every time. Returns what to print. */
  bootstrap(beginning: Beginning): Promise<{ welcome: string }>
  /** A worker's process has ended, asked or not: what it had leased is free. */
  onWorkerExit(beginning: Beginning, name: string): Promise<void>
}
