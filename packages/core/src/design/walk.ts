import type { Block, Section, SectionOrFragment } from './schema.ts'

/** A block, and what stands around it. */
export interface Place {
  readonly block: Block
  /** Null for a fragment that stands among the sections. */
  readonly section: Section | null
  /** Index of the column in its section. */
  readonly column: number
  /** How many conditional blocks are around it. */
  readonly depth: number
}

/** Every block of a design in reading order, conditional ones before what is in them. */
export function* everyBlock(design: { sections: readonly SectionOrFragment[] }): Generator<Place> {
  for (const section of design.sections) {
    if (section.kind === 'fragment') yield { block: section, section: null, column: 0, depth: 0 }
    else for (const [column, { blocks }] of section.columns.entries()) yield* inside(blocks, section, column)
  }
}

function* inside(blocks: readonly Block[], section: Section, column: number, depth = 0): Generator<Place> {
  for (const block of blocks) {
    yield { block, section, column, depth }
    for (const branch of branchesOf(block)) yield* inside(branch, section, column, depth + 1)
  }
}

const branchesOf = (block: Block): readonly (readonly Block[])[] =>
  block.kind === 'conditional' ? [...block.branches.map(({ blocks }) => blocks), block.otherwise] : []

/** The fragments that a design refers to, each once, in order of appearance. */
