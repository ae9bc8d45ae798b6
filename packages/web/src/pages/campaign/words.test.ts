import { alertCodes } from '@chappe/core/campaign/review'
import {
  categories,
  editorTabs,
  emptyDefinition,
  uncertainPolicies,
  versionStates,
} from '@chappe/core/campaign/schema'
import { errorReasons, exclusionReasons, messageStatuses } from '@chappe/core/message/schema'
import { catalogue } from '@chappe/core/template/problems'
import { describe, expect, test } from 'vitest'
import { isMessage } from '../../text.ts'

const leaves = (value: object, path = ''): string[] =>
  Object.entries(value).flatMap(([name, one]) =>
    typeof one === 'object' && one !== null ? leaves(one, `${path}${name}.`) : [`${path}${name}`],
  )

const wanted: Record<string, readonly string[]> = {
  'campaign.alert': alertCodes.filter((code) => code !== 'template-error'),
  'campaign.template': Object.keys(catalogue),
  'campaign.reason': [...Object.keys(exclusionReasons), ...errorReasons],
  'campaign.message': messageStatuses,
  'campaign.tab': editorTabs,
  'campaign.versionState': versionStates,
  'campaign.uncertain': uncertainPolicies,
  'campaign.category': categories,
  'campaign.field': leaves(emptyDefinition),
}

describe('the core names nothing that the screen has no words for', () => {
  test.each(Object.entries(wanted))('%s', (prefix, names) => {
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !isMessage(`${prefix}.${name}`))).toEqual([])
  })
})
