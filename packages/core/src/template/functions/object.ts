import { row } from './row.ts'

export const objectFunctions = {
  isNull: row(
    ['any'],
    ['boolean', 'Whether there is no value.', 'isNull(null)', 'true'],
    (value) => value === null || value === undefined,
  ),
  isNotNull: row(
    ['any'],
    ['boolean', 'Whether there is a value.', 'isNotNull("")', 'true'],
    (value) => value !== null && value !== undefined,
  ),
} as const
