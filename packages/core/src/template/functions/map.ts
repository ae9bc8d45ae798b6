import { property } from '../values.ts'
import { costing, row } from './row.ts'

const counting = (map: object): number => Object.keys(map).length / 4

export const mapFunctions = {
  get: row(
    ['map', 'any'],
    ['any', 'What a map has under a key, or a list at a place counted from 0.', 'get(["a", "b"], 1)', 'b'],
    (map, key) => (typeof key === 'string' || typeof key === 'number' ? property(map, key) : null),
  ),
  keys: costing(
    counting,
    row(['map'], ['array', 'The keys of a map.', 'keys(context.labels)', 'en, fr'], (map) =>
      Object.keys(map),
    ),
  ),
  values: costing(
    counting,
    row(['map'], ['array', 'The values of a map.', 'values(context.labels)', 'Hello, Bonjour'], (map) =>
      Object.values(map),
    ),
  ),
} as const
