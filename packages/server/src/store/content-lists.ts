import { sql } from 'kysely'
import { holds, literally } from './campaigns.ts'

export interface ContentFilter {
  /** Part of the name or of a tag, whatever the case of its letters. */
  readonly search?: string | undefined
  /** Any of these, whatever the case of their letters. */
  readonly tag?: readonly string[] | undefined
}

/** Templates and fragments alike: what a search finds. */
export const says = (text: string) =>
  sql<boolean>`(${holds('name', text)} or exists (
    select from unnest(tags) as t where folded(t) like folded(${`%${literally(text)}%`})))`

export const carriesOneOf = (tags: readonly string[]) =>
  sql<boolean>`exists (select from unnest(tags) as t where lower(t) = any(${tags.map((tag) => tag.toLowerCase())}))`

export const contentSorts = {
  name: sql`folded(name)`,
  createdAt: sql`created_at`,
  modifiedAt: sql`modified_at`,
}
export type ContentSort = keyof typeof contentSorts
export type Order = 'asc' | 'desc'
