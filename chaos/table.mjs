const columns = [
  ['seed', ({ plan }) => plan.seed],
  ['people', ({ plan }) => plan.people],
  ['campaign', ({ plan }) => `${plan.shape}, ${plan.policy}`],
  ['what went wrong', ({ done }) => inShort(done)],
  ['meant', ({ counts }) => counts.targeted],
  ['sent', ({ counts }) => counts.sent],
  ['excluded', ({ counts }) => counts.excluded],
  ['failed', ({ counts }) => counts.failed],
  ['uncertain', ({ counts }) => counts.uncertain],
  ['calls', ({ counts }) => counts.calls],
  ['left by crashes', ({ counts }) => `${counts.leftByCrashes} of ${counts.crashes}`],
  ['resent', ({ counts }) => counts.resent],
  ['twice', ({ counts }) => counts.twice],
  ['found', ({ wrong }) => wrong.length],
]

function inShort(kinds) {
  const times = new Map()
  for (const kind of kinds) times.set(kind, (times.get(kind) ?? 0) + 1)
  return [...times].map(([kind, n]) => (n > 1 ? `${n} × ${kind}` : kind)).join(', ')
}

const row = (cells) => `| ${cells.join(' | ')} |`

/** The results as a Markdown table, one row a seed. */
export const table = (results) =>
  [
    row(columns.map(([name]) => name)),
    row(columns.map(() => '---')),
    ...results.map((result) => row(columns.map(([, cell]) => cell(result) ?? ''))),
  ].join('\n')

const sum = (results, name) => results.reduce((total, { counts }) => total + (counts[name] ?? 0), 0)

/** The results added up: what went wrong how often, and what came of it. */
export function total(results) {
  const kinds = inShort(results.flatMap(({ done }) => done).sort())
  const lines = [
    ['runs', results.length],
    ['what went wrong', kinds],
    ['people meant', sum(results, 'targeted')],
    ['sent', sum(results, 'sent')],
    [
      'excluded',
      `${sum(results, 'excluded')}, of these ${sum(results, 'notReached')} because the campaign was stopped`,
    ],
    ['failed (refused by the other side)', sum(results, 'failed')],
    ['uncertain', sum(results, 'uncertain')],
    ['taken by the mail server', sum(results, 'taken')],
    ['calls accepted meanwhile', sum(results, 'calls')],
    ['workers that crashed or lost their leases', sum(results, 'crashes')],
    ['messages that they left uncertain', sum(results, 'leftByCrashes')],
    ['most of one run, per crash', most(results)],
    ['resent by the campaign’s policy', sum(results, 'resent')],
    ['arrived twice', sum(results, 'twice')],
    ['lost, doubled beyond that, or out of balance', results.filter(({ wrong }) => wrong.length > 0).length],
  ]
  return ['| | |', '| --- | --- |', ...lines.map(row)].join('\n')
}

const most = (results) =>
  Math.max(
    0,
    ...results.map(({ counts: { leftByCrashes = 0, crashes = 0 } }) =>
      Math.ceil(leftByCrashes / Math.max(1, crashes)),
    ),
  )
