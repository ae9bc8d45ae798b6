import type { FeedbackSource } from '@chappe/core/api/feedback-sources'
import { readSourceSettings, sourceKinds } from '@chappe/core/feedback/source'
import { describe, expect, test } from 'vitest'
import {
  configOf,
  emptyForm,
  faultsIn,
  fieldsOf,
  formOf,
  type SourceForm,
  whereOf,
  withSecurity,
} from './form.ts'

const filled = (form: SourceForm): SourceForm => ({
  ...form,
  config: {
    ...form.config,
    ...Object.fromEntries(
      fieldsOf(form).map(({ name, standard }) => [name, standard || 'bounces@shop.example']),
    ),
  },
})
const stored: FeedbackSource = {
  id: '01900000-0000-7000-8000-000000000000',
  kind: 'imap',
  name: 'Returns',
  config: {
    host: 'mail.shop.example',
    port: '993',
    security: 'tls',
    verifyCertificate: 'yes',
    username: 'returns',
    folder: 'INBOX',
    after: 'seen',
    everyMinutes: '5',
  },
  active: true,
  revision: 1,
  url: null,
  lastAt: null,
  problem: null,
  nextAt: null,
  counts: null,
  createdAt: '2026-11-21T00:00:00Z',
  createdBy: 'Ada',
}

describe('the form of a feedback source', () => {
  test.each(sourceKinds)(
    '%s: what is filled in is what the server takes; empty, it says what is missing',
    (kind) => {
      const form = filled(emptyForm(kind, 'Returns'))
      expect(faultsIn(form)).toEqual({})
      expect(readSourceSettings(kind, configOf(form)).ok).toBe(true)
      const needed = fieldsOf(emptyForm(kind)).filter(({ standard }) => !standard)
      expect(faultsIn(emptyForm(kind))).toEqual(
        Object.fromEntries(needed.map(({ name }) => [name, 'required'])),
      )
    },
  )

  test('a stored password stays while the server is the same, and is asked for when it is another', () => {
    const form = formOf(stored)
    expect(faultsIn(form, stored)).toEqual({})
    expect(configOf(form)).not.toHaveProperty('password')
    const moved = { ...form, config: { ...form.config, host: 'elsewhere.example' } }
    expect(faultsIn(moved, stored)).toEqual({ password: 'required' })
    expect(faultsIn({ ...form, config: { ...form.config, everyMinutes: '0' } }, stored)).toEqual({
      everyMinutes: 'range',
    })
  })

  test('a folder to move mails to is asked for only where they are moved, and is another one', () => {
    const names = (after: string) =>
      fieldsOf({ ...formOf(stored), config: { after } }).map(({ name }) => name)
    expect(names('seen')).not.toContain('moveTo')
    expect(names('move')).toContain('moveTo')
    const form = formOf({ ...stored, config: { ...stored.config, after: 'move', moveTo: 'INBOX' } })
    expect(faultsIn(form, stored)).toEqual({ moveTo: 'moveTo' })
    expect(faultsIn({ ...form, config: { ...form.config, moveTo: '' } }, stored)).toEqual({
      moveTo: 'required',
    })
  })

  test('the usual port follows the encryption; one of somebody’s own stays', () => {
    const form = formOf(stored)
    expect(withSecurity(form, 'starttls').config.port).toBe('143')
    expect(withSecurity(withSecurity(form, 'none'), 'tls').config.port).toBe('993')
    const own = { ...form, config: { ...form.config, port: '1143' } }
    expect(withSecurity(own, 'starttls').config.port).toBe('1143')
  })

  test('a source says where it listens or reads, never its password', () => {
    expect(whereOf(stored)).toBe('returns · mail.shop.example · INBOX')
    expect(whereOf({ ...stored, url: 'https://chappe.example/f/1/ses' })).toBe(
      'https://chappe.example/f/1/ses',
    )
  })
})
