/**
 * Ids of the profiles that an import makes end as its own does, so that a line far behind is told apart as one about
 * somebody whom the same file has made, without a table of a million rows to remember them. 42 random bits and the
 * millisecond keep them apart.
 */
export function idsOf(importId: string, newId: () => string) {
  const mark = importId.slice(-8)
  return {
    make: () => newId().slice(0, -8) + mark,
    isOurs: (id: string) => id.endsWith(mark),
  }
}
