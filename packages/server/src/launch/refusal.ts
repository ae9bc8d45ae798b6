/** A mistake of the one who asked, or something in the way, told in a sentence. Not a bug: no stack is shown. */
export class Refusal extends Error {}

/** Rethrows what already is a sentence for the operator. */
export function refuse(error: Error): never {
  throw new Refusal(error.message, { cause: error })
}

/** Tells what keeps us from a folder, or from a file in it, which is for its owner to put right. */
export function refuseFolder(folder: string, error: unknown): never {
  const { syscall, message } = error as NodeJS.ErrnoException
  if (syscall === undefined) throw error
  throw new Refusal(
    `The data folder ${folder} cannot be used: ${message}. Let this account write there, or set CHAPPE_DATA to another folder.`,
    { cause: error },
  )
}
