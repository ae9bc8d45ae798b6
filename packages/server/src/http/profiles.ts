import * as eventTypeEndpoints from '@chappe/core/api/event-types'
import * as eventEndpoints from '@chappe/core/api/events'
import * as namespaceEndpoints from '@chappe/core/api/namespaces'
import * as fieldEndpoints from '@chappe/core/api/profile-fields'
import * as endpoints from '@chappe/core/api/profiles'
import * as eventTypes from '../app/event-types.ts'
import * as namespaces from '../app/namespaces.ts'
import * as events from '../app/profile-events.ts'
import * as fields from '../app/profile-fields.ts'
import { erase } from '../app/profiles/erase.ts'
import * as identities from '../app/profiles/identities.ts'
import { merge } from '../app/profiles/merge.ts'
import * as person from '../app/profiles/person.ts'
import * as profiles from '../app/profiles.ts'
import type { RouteGroup } from './routes.ts'

export const profileRoutes: RouteGroup = (serve, app, room) => {
  serve(endpoints.findProfiles, (ctx, { query }) => profiles.find(ctx, query))
  serve(endpoints.saveProfile, (ctx, { body }) => profiles.save(ctx, body))
  serve(endpoints.listAttributes, (ctx) => profiles.attributes(ctx))
  personRoutes(serve, app, room)
  eventRoutes(serve, app, room)
  namespaceRoutes(serve, app, room)
  fieldRoutes(serve, app, room)
}

const personRoutes: RouteGroup = (serve) => {
  serve(endpoints.getProfile, (ctx, { params }) => person.get(ctx, params.id))
  serve(endpoints.changeProfile, (ctx, { params, body }) => profiles.change(ctx, params.id, body.attributes))
  serve(endpoints.eraseProfile, (ctx, { params }) => erase(ctx, params.id))
  serve(endpoints.exportProfile, (ctx, { params }) => person.everything(ctx, params.id))
  serve(endpoints.mergeProfiles, (ctx, { params, body }) => merge(ctx, params.id, body.profileId))
  serve(endpoints.listProfileMessages, (ctx, { params, query }) => person.messages(ctx, params.id, query))
  serve(endpoints.putPushToken, (ctx, { params, body }) => person.putPushToken(ctx, params.id, body))
  serve(endpoints.addIdentity, (ctx, { params, body }) => identities.add(ctx, params.id, body))
  serve(endpoints.removeIdentity, (ctx, { params, query }) => identities.remove(ctx, params.id, query))
}

const eventRoutes: RouteGroup = (serve) => {
  serve(eventEndpoints.sendEvents, (ctx, { body }) => events.send(ctx, body))
  serve(eventEndpoints.listProfileEvents, (ctx, { params, query }) => events.list(ctx, params.id, query))
  serve(eventTypeEndpoints.listEventTypes, (ctx) => eventTypes.list(ctx))
  serve(eventTypeEndpoints.createEventType, (ctx, { body }) => eventTypes.create(ctx, body))
  serve(eventTypeEndpoints.saveEventType, (ctx, { params, body }) => eventTypes.save(ctx, params.key, body))
  serve(eventTypeEndpoints.deleteEventType, (ctx, { params }) => eventTypes.remove(ctx, params.key))
}

const namespaceRoutes: RouteGroup = (serve) => {
  serve(namespaceEndpoints.listNamespaces, (ctx) => namespaces.list(ctx))
  serve(namespaceEndpoints.createNamespace, (ctx, { body }) => namespaces.create(ctx, body))
  serve(namespaceEndpoints.renameNamespace, (ctx, { params, body }) =>
    namespaces.rename(ctx, params.key, body.name),
  )
  serve(namespaceEndpoints.deleteNamespace, (ctx, { params }) => namespaces.remove(ctx, params.key))
  serve(namespaceEndpoints.getIdentitySettings, (ctx) => namespaces.getSettings(ctx))
  serve(namespaceEndpoints.saveIdentitySettings, (ctx, { body }) => namespaces.saveSettings(ctx, body))
}

const fieldRoutes: RouteGroup = (serve) => {
  serve(fieldEndpoints.listFields, (ctx) => fields.list(ctx))
  serve(fieldEndpoints.createField, (ctx, { body }) => fields.create(ctx, body))
  serve(fieldEndpoints.saveField, (ctx, { params, body }) => fields.save(ctx, params.path, body))
  serve(fieldEndpoints.deleteField, (ctx, { params }) => fields.remove(ctx, params.path))
}
