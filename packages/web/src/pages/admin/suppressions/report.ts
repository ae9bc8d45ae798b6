import { csvLine } from '@chappe/core/kit/csv'
import type { UploadError } from '@chappe/core/suppression/schema'
import type { Words } from '../../../text.ts'

const columns = ['line', 'type', 'value', 'comment', 'reason'] as const

/** The lines that were left out as a CSV file, the reasons in words; spreadsheets know by the mark that it is UTF-8. */
export const errorReport = (t: Words, errors: readonly UploadError[]): string =>
  [
    columns.map((name) => t(`admin.uploads.column.${name}`)),
    ...errors.map(({ line, type, value, comment, reason }) => [
      String(line),
      type,
      value,
      comment,
      t(`admin.uploads.line.${reason}`),
    ]),
  ].reduce((text, cells) => text + csvLine(cells), '\ufeff')
