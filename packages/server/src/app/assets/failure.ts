/** The storage did not do what it was asked: a sentence for people, the cause for the log. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure'

  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause })
  }
}
