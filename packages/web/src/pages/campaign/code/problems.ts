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
}

/** What the template language finds wrong or doubtful in a text, in the words of `say`. */
export function templateRemarks(
  text: string,
  attributes: readonly string[] | undefined,
  say: (problem: TemplateProblem) => string,
): Remark[] {
  const parsed = parse(text)
  const problems = parsed.ok
    ? analyze(parsed.ast, attributes ? { attributes } : {}).problems
    : parsed.problems
  return problems.map((problem) => ({
    from: Math.min(problem.offset, text.length),
    to: Math.min(problem.offset + Math.max(problem.length, 1), text.length),
    severity: problem.severity,
    message: say(problem),
    line: problem.line,
  }))
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

const ofTemplate = new Set<Alert['code']>(['template-error', 'unknown-profile-attribute'])

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
