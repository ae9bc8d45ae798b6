import * as assets from './assets.ts'
import * as audiences from './audiences.ts'
import * as calendar from './calendar.ts'
import * as campaigns from './campaigns.ts'
import * as clients from './clients.ts'
import * as configurations from './configurations.ts'
import * as consents from './consents.ts'
import * as designs from './designs.ts'
import type { AnyEndpoint } from './endpoint.ts'
import * as eventTypes from './event-types.ts'
import * as events from './events.ts'
import * as executions from './executions.ts'
import * as feedbackSources from './feedback-sources.ts'
import * as folders from './folders.ts'
import * as fragments from './fragments.ts'
import * as imports from './imports.ts'
import * as inbox from './inbox.ts'
import * as inventory from './inventory.ts'
import * as languages from './languages.ts'
import * as namespaces from './namespaces.ts'
import * as occurrences from './occurrences.ts'
import * as plan from './plan.ts'
import * as preferences from './preferences.ts'
import * as preview from './preview.ts'
import * as profileFields from './profile-fields.ts'
import * as profiles from './profiles.ts'
import * as reports from './reports.ts'
import * as session from './session.ts'
import * as simulations from './simulations.ts'
import * as subscriptions from './subscriptions.ts'
import * as suppressions from './suppressions.ts'
import * as templates from './templates.ts'
import * as topics from './topics.ts'
import * as versions from './versions.ts'

const isEndpoint = (value: unknown): value is AnyEndpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'reply' in value

/** Every endpoint under /v1, in the order of the documentation. */
export const endpoints: readonly AnyEndpoint[] = [
  session,
  campaigns,
  versions,
  preview,
  plan,
  occurrences,
  reports,
  inventory,
  folders,
  calendar,
  simulations,
  languages,
  templates,
  fragments,
  designs,
  assets,
  audiences,
  executions,
  configurations,
  clients,
  inbox,
  profiles,
  imports,
  consents,
  topics,
  subscriptions,
  preferences,
  events,
  eventTypes,
  namespaces,
  profileFields,
  suppressions,
  feedbackSources,
].flatMap((room) => Object.values(room).filter(isEndpoint))
