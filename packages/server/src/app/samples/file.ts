import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import type { readSampleFile } from '@chappe/core/api/simulations'
import { Sample, simulationLimits } from '@chappe/core/simulation/schema'
import { columnPath, put, withoutHoles } from './columns.ts'
import { csvEntries } from './csv.ts'
import { type Entry, jsonEntries, jsonlEntries, Unreadable } from './json.ts'

type Read = ReplyOf<typeof readSampleFile>

/**
 * Samples from a file of people's values. The format is that of its name, else that of its first character. What
 * cannot be read is told by its line and left out; the rest is there.
 */
export function readFile({ filename, text }: BodyOf<typeof readSampleFile>): Read {
  const { format, entries } = entriesOf(filename, text.replace(/^\ufeff/, ''))
  const samples: Sample[] = []
  const remarks: Read['remarks'] = []
  for (const entry of entries) {
    const sample = entry instanceof Unreadable ? entry : sampleOf(entry)
    if (sample instanceof Unreadable) remarks.push({ line: sample.line, message: sample.message })
    else if (samples.length < simulationLimits.samples) samples.push(sample)
    else {
      const message = `A file holds ${simulationLimits.samples} samples at most: this and what follows is left out.`
      remarks.push({ line: entry.line, message })
      break
    }
  }
  if (samples.length === 0 && remarks.length === 0) remarks.push({ line: 1, message: 'The file is empty.' })
  return { format, samples, remarks: remarks.sort((a, b) => a.line - b.line).slice(0, 100) }
}

function entriesOf(
  filename: string,
  text: string,
): { format: Read['format']; entries: readonly (Entry | Unreadable)[] } {
  const named = formats[/\.(\w+)$/.exec(filename.toLowerCase())?.[1] ?? '']
  if (named === 'csv') return { format: 'csv', entries: csvEntries(text) }
  if (named === 'jsonl') return { format: 'jsonl', entries: jsonlEntries(text) }
  const looksLikeJson = /^\s*[[{]/.test(text)
  if (named === 'json' || looksLikeJson) {
    try {
      return { format: 'json', entries: jsonEntries(text) }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      const lines = jsonlEntries(text)
      if (named === 'json' || lines[0] instanceof Unreadable) return { format: 'json', entries: [error] }
      return { format: 'jsonl', entries: lines }
    }
  }
  return { format: 'csv', entries: csvEntries(text) }
}

const formats: Readonly<Record<string, Read['format']>> = {
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  jsonlines: 'jsonl',
  ndjson: 'jsonl',
}

const roots = ['name', 'identity', 'profile', 'context']

/** An entry as a sample; its members may be named by whole paths, as the columns of a CSV file are. */
function sampleOf({ line, value }: Entry): Sample | Unreadable {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Unreadable(line, 'A sample is an object with a profile and a context.')
  const sample: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const path = columnPath(name)
    if (!path || !roots.includes(String(path[0])))
      return new Unreadable(line, `“${name}” is neither name, nor identity, nor in profile or context.`)
    if (!put(sample, path, member)) return new Unreadable(line, `“${name}” is there twice.`)
  }
  const parsed = Sample.safeParse(withoutHoles(sample))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return new Unreadable(line, `${issue!.path.join('.')}: ${issue!.message}`)
}
