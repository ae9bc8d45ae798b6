import type { Template } from '../mime/template.ts'

type Piece<Scope> = string | ((scope: Scope) => string)

/** A compiled template made by hand: strings are static, functions are values. */
export function templateOf<Scope>(...pieces: readonly Piece<Scope>[]): Template<Scope> {
  const statics = pieces.filter((piece) => typeof piece === 'string')
  const walk = pieces.map((piece) => (typeof piece === 'string' ? statics.indexOf(piece) : piece))
  return {
    statics,
    renderTo(scope, sink) {
      for (const step of walk) {
        if (typeof step === 'number') sink.static(step)
        else sink.text(step(scope))
      }
    },
  }
}
