import { type Env, provider } from '../../provider.ts'
import { type KeySettings, openSigner } from '../dkim/signer.ts'
import { Relay } from './relay.ts'
import { patient, Settings, type Tuning } from './settings.ts'

/** Mail through a relay that speaks SMTP, over our own client. */
export const smtp = provider({
  kind: 'smtp',
  label: { en: 'SMTP relay', fr: 'Relais SMTP' },
  config: Settings,
  open: (settings, env) => openRelay(settings, env),
})

/** A relay with other deadlines than the usual ones. */
export function openRelay(settings: Settings, env: Env, tuning: Partial<Tuning> = {}): Relay {
  const keys = signingKeys(settings)
  const signer = keys.length > 0 ? openSigner(keys, env.now, env.dkimThread) : undefined
  return new Relay(settings, env, { ...patient, ...tuning }, signer)
}

function signingKeys(settings: Settings): KeySettings[] {
  const {
    dkimDomain: domain,
    dkimSelector,
    dkimPrivateKey,
    dkimSecondSelector,
    dkimSecondPrivateKey,
  } = settings
  if (domain === '') return []
  const first = { domain, selector: dkimSelector, pem: dkimPrivateKey }
  const second = { domain, selector: dkimSecondSelector, pem: dkimSecondPrivateKey }
  return dkimSecondPrivateKey === '' ? [first] : [first, second]
}
