import { Writable } from 'node:stream'
import pino from 'pino'

export type Log = pino.Logger

const hidden = '[hidden]'
const secretName = /password|secret|token|authorization|cookie|credential|api-?key|private-?key/i
const secretInText = /(:\/\/[^/\s:@]*:)[^@\s/]+(?=@)|(\bBearer\s+)[\w.~+/-]+=*/gi

/**
 * The process's log, on the error output so that a command's own output stays clean: one short line per event in a
 * terminal, JSON elsewhere. Whatever is named like a secret is hidden, at any depth, and so are passwords in
 * addresses. Of an error only its kind, text, code and stack are kept: PostgreSQL puts people's data in the rest.
 */
export function openLog(
  name: string,
  level: string,
  out: NodeJS.WriteStream | Writable = process.stderr,
): Log {
  const terminal = 'isTTY' in out && out.isTTY === true
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: plainError, error: plainError },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redact(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((arg) => (typeof arg === 'string' ? hideInText(arg) : arg))
          method.apply(this, clean as Parameters<typeof method>)
        },
      },
    },
    terminal ? readable(out) : out,
  )
}

/** A copy without secrets. Objects deeper than five levels are left out: nobody reads them in a log. */
function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return hideInText(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (value instanceof Error) return plainError(value)
  if (depth === 5) return '…'
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      secretName.test(key) ? hidden : redact(entry, depth + 1),
    ]),
  )
}

const hideInText = (text: string): string =>
  text.replace(secretInText, (_, address, bearer) => `${address ?? bearer}${hidden}`)

function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(error)
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: hideInText(error.message),
    ...(code === undefined ? {} : { code }),
    stack: hideInText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }),
  }
}

/** `02:31:44 info  worker  Took 12 messages  batch=7`; an error's stack follows on lines of its own. */
function readable(out: Writable): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      const { time, level, name, msg, err, ...rest } = JSON.parse(String(chunk))
      const fields = Object.entries(rest).map(
        ([key, value]) => `  ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      )
      const stack = err?.stack ? `\n${err.stack}` : ''
      const at = String(time).slice(11, 19)
      out.write(
        `${at} ${String(level).padEnd(5)} ${name}  ${msg ?? err?.message ?? ''}${fields.join('')}${stack}\n`,
        () => done(),
      )
    },
  })
}
