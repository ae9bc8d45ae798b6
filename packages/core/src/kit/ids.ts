/**
 * Ids are UUIDs of version 7 (RFC 9562), so they sort by time of birth. An execution's id ends in the byte 00
 * and its messages carry the same id with their recipient's ordinal (1 to 20) there: either leads to the other
 * without an index.
 */
export type Uuid = string

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isUuid = (value: string): boolean => pattern.test(value)

/** Builds a version 7 UUID from a Unix time in milliseconds and 19 random hexadecimal digits. */
export function uuidV7(milliseconds: number, random: string): Uuid {
  const time = milliseconds.toString(16).padStart(12, '0')
  const variant = '89ab'[Number.parseInt(random[3]!, 16) & 3]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`
}

/** The id of an execution: any version 7 UUID with its last byte cleared. */
export const asExecutionId = (id: Uuid): Uuid => `${id.slice(0, -2)}00`

/** The id of an execution's message for its recipient number `ordinal`, counted from 1. */
export const messageIdOf = (execution: Uuid, ordinal: number): Uuid =>
  execution.slice(0, -2) + ordinal.toString(16).padStart(2, '0')

/** The execution that a triggered message belongs to. */
export const executionIdOf = (message: Uuid): Uuid => asExecutionId(message)
