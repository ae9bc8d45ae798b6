import type { Alert } from '@chappe/core/campaign/review'
import { analyze } from '@chappe/core/template/analyze'
import { parse } from '@chappe/core/template/parse'
import type { TemplateProblem } from '@chappe/core/template/problems'

/** A stretch of a text with something to say about it; offsets in UTF-16 units. */
export interface Remark {
  readonly from: number
  readonly to: number
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Counted from 1. */
  readonly line: number
  /** What would mend it: this text in place of that stretch. */
  readonly fix?: Fix
}

export interface Fix {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** What the template language finds wrong or doubtful in a text, in the words of `say`. */
export function templateRemarks(
  text: string,
  attributes: readonly string[] | undefined,
  say: (problem: TemplateProblem) => string,
  inFragment = false,
): Remark[] {
  const parsed = parse(text)
  const problems = parsed.ok
    ? analyze(parsed.ast, { inFragment, ...(attributes && { attributes }) }).problems
    : parsed.problems
  return problems.map((problem) => {
    const from = Math.min(problem.offset, text.length)
    const to = Math.min(problem.offset + Math.max(problem.length, 1), text.length)
    const fix = fixOf(problem, text.slice(from, to), from)
    return {
      from,
      to,
      severity: problem.severity,
      message: say(problem),
      line: problem.line,
      ...(fix && { fix }),
    }
  })
}

/** Where a problem knows what was meant: that name in place of the one in the text, or the path with a default. */
function fixOf({ code, params }: TemplateProblem, written: string, from: number): Fix | undefined {
  const { name, suggestion, example } = params
  if (code === 'missing-default' && typeof example === 'string') {
    return { from, to: from + written.length, insert: example }
  }
  if (typeof suggestion !== 'string' || typeof name !== 'string') return undefined
  const at = written.lastIndexOf(name)
  if (at < 0) return undefined
  return { from: from + at, to: from + at + name.length, insert: suggestion }
}

/** The alerts of a review that stand at a place of this text; the template's own are found without it. */
export function alertRemarks(
  text: string,
  alerts: readonly Alert[],
  say: (alert: Alert) => string,
): Remark[] {
  return alerts.flatMap((alert) => {
    if (alert.line === undefined || ofTemplate.has(alert.code)) return []
    const from = offsetOf(text, alert.line, alert.column ?? 1)
    if (from === undefined) return []
    return [
      {
        from,
        to: wordEnd(text, from),
        severity: alert.level,
        message: say(alert),
        line: alert.line,
      },
    ]
  })
}

const ofTemplate = new Set<Alert['code']>(['template-error', 'unknown-profile-attribute', 'missing-default'])

/** Where the name, or the single character, that stands at an offset ends. */
function wordEnd(text: string, from: number): number {
  const name = /[\p{L}\p{N}_.`[\]-]*/uy
  name.lastIndex = from
  return Math.min(from + Math.max(name.exec(text)?.[0].length ?? 0, 1), text.length)
}

/** The offset of a place counted from 1; undefined when the text has no such line any more. */
export function offsetOf(text: string, line: number, column: number): number | undefined {
  let start = 0
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf('\n', start)
    if (end < 0) return undefined
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  return Math.min(start + column - 1, end < 0 ? text.length : end)
}
