import type { MessageId } from '../../../../messages/index.ts'

export interface Condition {
  readonly id: string
  readonly label: MessageId
  readonly about: MessageId
  /** A whole block; `¦` is where its content goes. */
  readonly code: string
}

/** Blocks ready to be filled in. */
export const conditions: readonly Condition[] = [
  {
    id: 'if',
    label: 'code.condition.if',
    about: 'code.condition.if.about',
    code: '{%#if profile.loyalty.tier = "gold"%}¦{%/if%}',
  },
  {
    id: 'if-else',
    label: 'code.condition.ifElse',
    about: 'code.condition.ifElse.about',
    code: '{%#if profile.loyalty.tier = "gold"%}¦{%else if profile.loyalty.points > 100%}{%else%}{%/if%}',
  },
  {
    id: 'unless',
    label: 'code.condition.unless',
    about: 'code.condition.unless.about',
    code: '{%#unless isEmpty(profile.homeAddress.city)%}¦{%/unless%}',
  },
  {
    id: 'each',
    label: 'code.condition.each',
    about: 'code.condition.each.about',
    code: '{{#each context.items as |item|}}¦{{/each}}',
  },
  {
    id: 'with',
    label: 'code.condition.with',
    about: 'code.condition.with.about',
    code: '{{#with profile.homeAddress as |address|}}¦{{/with}}',
  },
  {
    id: 'let',
    label: 'code.condition.let',
    about: 'code.condition.let.about',
    code: '{% let name = profile.person.name.firstName ?: "" %}¦',
  },
]
