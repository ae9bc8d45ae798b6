import { type Mistake, type ProblemDocument, type ProblemType, problems } from '@chappe/core/kit/problem'

/** The problem types of the server, and the one that only a browser can meet. */
export type AnyProblemType = ProblemType | 'network/unreachable'

const isKnown = (type: string): type is ProblemType => Object.hasOwn(problems, type)

/** An error answer of the server (RFC 9457), as an exception. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly type: AnyProblemType
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: readonly Mistake[]
  /** Every member of the document, extensions included. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(type: AnyProblemType, document: Partial<ProblemDocument>) {
    super(document.detail ?? document.title ?? type)
    this.type = type
    this.status = document.status ?? 0
    this.title = document.title ?? ''
    this.detail = document.detail ?? ''
    this.errors = Array.isArray(document.errors) ? document.errors : []
    this.members = document
  }

  static unreachable(): ApiProblem {
    return new ApiProblem('network/unreachable', { title: 'The server is out of reach' })
  }

  /** Reads an error answer; one that is no problem document becomes the general one for its status. */
  static async from(answer: Response): Promise<ApiProblem> {
    const document = (await answer.json().catch(() => ({}))) as Partial<ProblemDocument>
    const named = typeof document.type === 'string' ? document.type.replace(/^.*\/problems\//, '') : ''
    return new ApiProblem(isKnown(named) ? named : generalTypeOf(answer.status), {
      ...document,
      status: answer.status,
    })
  }
}

const generalTypeOf = (status: number): ProblemType => {
  if (status === 401) return 'auth/unauthenticated'
  if (status === 403) return 'auth/forbidden'
  if (status === 404) return 'request/not-found'
  if (status === 413) return 'request/too-large'
  if (status === 502 || status === 503 || status === 504) return 'server/unavailable'
  return status >= 500 ? 'server/bug' : 'request/invalid'
}

/** The server's mistakes by field: the pointer `/settings/senderEmail` becomes the key `settings.senderEmail`. */
export function mistakesByField(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries(
    error.errors.map(({ pointer, detail }) => [
      pointer.replace(/^#?\/(body\/)?/, '').replaceAll('/', '.'),
      detail,
    ]),
  )
}
