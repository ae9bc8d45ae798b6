import { z } from 'zod'
import { clean, type ReadTranslation, type TranslationFile, UnreadableTranslation } from './file.ts'
import { textOf } from './unit.ts'

const format = 'chappe-translation'
const File = z.object({
  format: z.literal(format),
  target: z.string(),
  units: z.array(z.object({ id: z.string(), target: z.string().nullish() })).max(20_000),
})

/** Units with `{{1}}` for what is not translated; `placeholders` says what these are. */
export const writeJson = ({ campaignId, source, target, units }: TranslationFile): string =>
  `${JSON.stringify(
    {
      format,
      version: 1,
      campaign: campaignId,
      source,
      target,
      units: units.map(({ id, unit, target }) => ({
        id,
        source: textOf(unit.pieces),
        target: target ? textOf(target) : '',
        placeholders: Object.fromEntries(
          unit.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [[piece.id, piece.code]])),
        ),
      })),
    },
    null,
    2,
  )}\n`

/** Throws UnreadableTranslation. */
export function readJson(text: string): ReadTranslation {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    throw new UnreadableTranslation(`The file is not JSON: ${(error as Error).message}`)
  }
  const parsed = File.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UnreadableTranslation(`The file is no translation: ${issue!.path.join('.')} ${issue!.message}`)
  }
  const { target, units } = parsed.data
  return { target, targets: units.map(({ id, target }) => ({ id, text: clean(target ?? '') })) }
}
