import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { ApiProblem } from '../problem.ts'
import { useText } from '../text.ts'
import { tell } from './tell.ts'

/** An error of the server, read out at once. Renders nothing without one. */
export function ProblemNote({ problem, title }: { problem: unknown; title?: string }) {
  const t = useText()
  if (!problem) return null
  const told = tell(t, problem)
  const mistakes = problem instanceof ApiProblem && !told.isWhole ? problem.errors : []
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
