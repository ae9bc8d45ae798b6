/** A mistake of the one who asked, or something in the way, told in a sentence. Not a bug: no stack is shown. */
export class Refusal extends Error {}

/** Rethrows what already is a sentence for the operator. */
export function refuse(error: Error): never {
  throw new Refusal(error.message, { cause: error })
}
