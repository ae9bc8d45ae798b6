/** Days after which an unconfirmed subscription is forgotten, unless the sandbox says otherwise. */
export const confirmationDays = 7

/** How often one address may be asked: a form that anybody can fill in must not become a nuisance to others. */
export const confirmationLimits = {
  /** Minutes between two messages about the same topic. */
  pause: 5,
  /** Messages about the same topic within a day. */
  sameTopic: 3,
  /** Messages within a day, whatever they are about. */
  inAll: 10,
} as const

/** A message that asked an address to confirm; each option is a topic on a channel. */
export interface Asked {
  readonly at: Date
  readonly options: readonly string[]
}

/** A topic on a channel, as forms and confirmations name it. */
export const optionOf = (channel: string, topic: string): string => (topic ? `${channel}.${topic}` : channel)

const minute = 60_000
const day = 24 * 60 * minute

/** Null: the address may be asked about these options now; else the first instant at which it may. */
export function mayAskAt(earlier: readonly Asked[], options: readonly string[], now: Date): Date | null {
  const { pause, sameTopic, inAll } = confirmationLimits
  const same = earlier.filter((one) => one.options.some((option) => options.includes(option)))
  const waits = [after(same, 1, pause * minute), after(same, sameTopic, day), after(earlier, inAll, day)]
  const latest = Math.max(...waits)
  return latest > now.getTime() ? new Date(latest) : null
}

/** When fewer than `most` of them are younger than `within` milliseconds. */
function after(asked: readonly Asked[], most: number, within: number): number {
  const times = asked.map(({ at }) => at.getTime()).sort((a, b) => b - a)
  return (times[most - 1] ?? Number.NEGATIVE_INFINITY) + within
}
