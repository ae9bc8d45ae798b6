import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { ApiProblem } from '../problem.ts'
import { isMessage, useText, type Words } from '../text.ts'

export interface Telling {
  title: string
  detail: string
  /** The language of `detail` where it is not the reader's: the server speaks English. */
  lang?: 'en'
}

const scalarsOf = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  )

/** A problem in the reader's language where we have the words, else in the server's. */
export function tell(t: Words, problem: unknown): Telling {
  if (!(problem instanceof ApiProblem)) return { title: t('problem.server/bug'), detail: '' }
  const title = `problem.${problem.type}`
  const detail = `problem.${problem.type}.detail`
  const own = isMessage(detail) ? t(detail, scalarsOf(problem.members)) : ''
  const theirs = t.locale === 'en' || own === ''
  return {
    title: isMessage(title) ? t(title) : problem.title,
    detail: theirs ? problem.detail || own : own,
    ...(theirs && t.locale !== 'en' && { lang: 'en' as const }),
  }
}

/** An error of the server, read out at once. Renders nothing without one. */
export function ProblemNote({ problem, title }: { problem: unknown; title?: string }) {
  const t = useText()
  if (!problem) return null
  const told = tell(t, problem)
  const mistakes = problem instanceof ApiProblem ? problem.errors : []
  return (
    <div className={style({ maxWidth: 720 })}>
      <InlineAlert variant="negative" styles={style({ width: 'full' })}>
        <Heading level={2}>{title ?? told.title}</Heading>
        <Content>
          {title && <div>{told.title}</div>}
          {told.detail && <div lang={told.lang}>{told.detail}</div>}
          {mistakes.length > 0 && (
            <ul className={style({ marginY: 4, paddingStart: 20 })}>
              {mistakes.map((mistake) => (
                <li key={mistake.pointer + mistake.detail} lang="en">
                  <code>{mistake.pointer || '/'}</code> {mistake.detail}
                </li>
              ))}
            </ul>
          )}
        </Content>
      </InlineAlert>
    </div>
  )
}
