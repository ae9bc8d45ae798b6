import type { Sender } from '../channels/provider.ts'

/** A channel configuration ready to be opened: everything that a provider needs, secrets opened. */
export interface OpenConfiguration {
  readonly sandboxId: number
  readonly id: string
  readonly kind: string
  readonly config: Record<string, unknown>
}

export type OpenSender = (configuration: OpenConfiguration) => Sender

/** The part of a logger that the worker speaks to. */
export interface Log {
  info(fields: object, sentence: string): void
  warn(fields: object, sentence: string): void
  error(fields: object, sentence: string): void
}
