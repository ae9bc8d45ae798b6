import { type NamedKind, Names } from './names.ts'

const id = (n: number) => `01970000-0000-7000-8000-00000000000${n}`

/** What a sandbox has, by kind: some names, some of them twice. */
export const known: Record<NamedKind, { id: string; name: string }[]> = {
  configurations: [
    { id: id(1), name: 'shop' },
    { id: id(2), name: 'news' },
  ],
  audiences: [
    { id: id(3), name: 'Customers: all' },
    { id: id(4), name: 'staff' },
  ],
  languages: [{ id: id(5), name: 'European' }],
  fragments: [
    { id: id(6), name: 'Footer' },
    { id: id(7), name: 'Twice' },
    { id: id(8), name: 'Twice' },
    { id: id(9), name: 'It’s "quoted"' },
  ],
}
export const names = new Names(known)
