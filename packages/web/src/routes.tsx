import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type NavigateOptions,
  redirect,
  type ToOptions,
} from '@tanstack/react-router'
import type { z } from 'zod'
import { consentSearch } from './pages/admin/consent/search.ts'
import { suppressionsSearch } from './pages/admin/suppressions/search.ts'
import { audienceSearch, audiencesSearch } from './pages/audiences/search.ts'
import { calendarSearch } from './pages/calendar/search.ts'
import { campaignSearch, versionsSearch } from './pages/campaign/search.ts'
import { simulateSearch } from './pages/campaign/simulate/search.ts'
import { campaignsSearch } from './pages/campaigns/search.ts'
import { fragmentsSearch } from './pages/fragments/search.ts'
import { importSearch, importsSearch } from './pages/imports/search.ts'
import { inboxSearch } from './pages/inbox/search.ts'
import { profileSearch, profilesSearch } from './pages/profiles/search.ts'
import { localPath, signInSearch } from './pages/sign-in/search.ts'
import { templatesSearch } from './pages/templates/search.ts'
import { ApiProblem } from './problem.ts'
import { requireSession } from './session.ts'
import { FailedAltogether, FailedPage, NoSuchPage } from './shell/Failed.tsx'
import { Shell } from './shell/Shell.tsx'

/** Reads a page's part of the address; zod's `.catch` makes a damaged one fall back, never fail. */
const searchOf =
  <S extends z.ZodType>(schema: S) =>
  (search: Record<string, unknown>): z.output<S> =>
    schema.parse(search)

const root = createRootRoute({ notFoundComponent: NoSuchPage, errorComponent: FailedAltogether })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: searchOf(signInSearch),
  component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage.tsx'), 'SignInPage'),
})

/** Everything behind sign-in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await requireSession()
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: { from: localPath(location.href) } })
    }
  },
})

const getParentRoute = () => app

const home = createRoute({
  getParentRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/HomePage.tsx'), 'HomePage'),
})
const campaigns = createRoute({
  getParentRoute,
  path: '/campaigns',
  validateSearch: searchOf(campaignsSearch),
  component: lazyRouteComponent(() => import('./pages/campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
})
const calendar = createRoute({
  getParentRoute,
  path: '/campaigns/calendar',
  validateSearch: searchOf(calendarSearch),
  component: lazyRouteComponent(() => import('./pages/calendar/CalendarPage.tsx'), 'CalendarPage'),
})
const campaign = createRoute({
  getParentRoute,
  path: '/campaigns/$id',
  validateSearch: searchOf(campaignSearch),
  component: lazyRouteComponent(() => import('./pages/campaign/CampaignPage.tsx'), 'CampaignPage'),
})
const review = createRoute({
  getParentRoute,
  path: '/campaigns/$id/review',
  component: lazyRouteComponent(() => import('./pages/campaign/ReviewPage.tsx'), 'ReviewPage'),
})
const versions = createRoute({
  getParentRoute,
  path: '/campaigns/$id/versions',
  validateSearch: searchOf(versionsSearch),
  component: lazyRouteComponent(() => import('./pages/campaign/VersionsPage.tsx'), 'VersionsPage'),
})
const templates = createRoute({
  getParentRoute,
  path: '/templates',
  validateSearch: searchOf(templatesSearch),
  component: lazyRouteComponent(() => import('./pages/templates/TemplatesPage.tsx'), 'TemplatesPage'),
})
const template = createRoute({
  getParentRoute,
  path: '/templates/$id',
  component: lazyRouteComponent(() => import('./pages/templates/TemplatePage.tsx'), 'TemplatePage'),
})
const fragments = createRoute({
  getParentRoute,
  path: '/fragments',
  validateSearch: searchOf(fragmentsSearch),
  component: lazyRouteComponent(() => import('./pages/fragments/FragmentsPage.tsx'), 'FragmentsPage'),
})
const fragment = createRoute({
  getParentRoute,
  path: '/fragments/$id',
  component: lazyRouteComponent(() => import('./pages/fragments/FragmentPage.tsx'), 'FragmentPage'),
})
const simulation = createRoute({
  getParentRoute,
  path: '/campaigns/$id/simulate',
  validateSearch: searchOf(simulateSearch),
  component: lazyRouteComponent(() => import('./pages/campaign/simulate/SimulatePage.tsx'), 'SimulatePage'),
})
const audiences = createRoute({
  getParentRoute,
  path: '/audiences',
  validateSearch: searchOf(audiencesSearch),
  component: lazyRouteComponent(() => import('./pages/audiences/AudiencesPage.tsx'), 'AudiencesPage'),
})
const audience = createRoute({
  getParentRoute,
  path: '/audiences/$id',
  validateSearch: searchOf(audienceSearch),
  component: lazyRouteComponent(() => import('./pages/audiences/page/AudiencePage.tsx'), 'AudiencePage'),
})
const profiles = createRoute({
  getParentRoute,
  path: '/profiles',
  validateSearch: searchOf(profilesSearch),
  component: lazyRouteComponent(() => import('./pages/profiles/ProfilesPage.tsx'), 'ProfilesPage'),
})
const profile = createRoute({
  getParentRoute,
  path: '/profiles/$id',
  validateSearch: searchOf(profileSearch),
  component: lazyRouteComponent(() => import('./pages/profiles/page/ProfilePage.tsx'), 'ProfilePage'),
})
const inbox = createRoute({
  getParentRoute,
  path: '/inbox',
  validateSearch: searchOf(inboxSearch),
  component: lazyRouteComponent(() => import('./pages/inbox/InboxPage.tsx'), 'InboxPage'),
})
const inboxMessage = createRoute({
  getParentRoute,
  path: '/inbox/$id',
  validateSearch: searchOf(inboxSearch),
  component: lazyRouteComponent(() => import('./pages/inbox/InboxMessagePage.tsx'), 'InboxMessagePage'),
})
const configurations = createRoute({
  getParentRoute,
  path: '/admin/configurations',
  component: lazyRouteComponent(() => import('./pages/admin/ConfigurationsPage.tsx'), 'ConfigurationsPage'),
})
/** `$id` is `new` for one that does not exist yet. */
const configuration = createRoute({
  getParentRoute,
  path: '/admin/configurations/$id',
  component: lazyRouteComponent(() => import('./pages/admin/ConfigurationPage.tsx'), 'ConfigurationPage'),
})
const clients = createRoute({
  getParentRoute,
  path: '/admin/clients',
  component: lazyRouteComponent(() => import('./pages/admin/ClientsPage.tsx'), 'ClientsPage'),
})
const suppressions = createRoute({
  getParentRoute,
  path: '/admin/suppressions',
  validateSearch: searchOf(suppressionsSearch),
  component: lazyRouteComponent(() => import('./pages/admin/SuppressionsPage.tsx'), 'SuppressionsPage'),
})
const feedbackSources = createRoute({
  getParentRoute,
  path: '/admin/feedback-sources',
  component: lazyRouteComponent(() => import('./pages/admin/FeedbackSourcesPage.tsx'), 'FeedbackSourcesPage'),
})
const topics = createRoute({
  getParentRoute,
  path: '/admin/topics',
  component: lazyRouteComponent(() => import('./pages/admin/TopicsPage.tsx'), 'TopicsPage'),
})
const consent = createRoute({
  getParentRoute,
  path: '/admin/consent',
  validateSearch: searchOf(consentSearch),
  component: lazyRouteComponent(() => import('./pages/admin/ConsentPage.tsx'), 'ConsentPage'),
})
const fields = createRoute({
  getParentRoute,
  path: '/admin/profile-fields',
  component: lazyRouteComponent(() => import('./pages/admin/FieldsPage.tsx'), 'FieldsPage'),
})
const namespaces = createRoute({
  getParentRoute,
  path: '/admin/identity-namespaces',
  component: lazyRouteComponent(() => import('./pages/admin/NamespacesPage.tsx'), 'NamespacesPage'),
})
const eventTypes = createRoute({
  getParentRoute,
  path: '/admin/event-types',
  component: lazyRouteComponent(() => import('./pages/admin/EventTypesPage.tsx'), 'EventTypesPage'),
})
const languages = createRoute({
  getParentRoute,
  path: '/admin/languages',
  component: lazyRouteComponent(() => import('./pages/admin/LanguagesPage.tsx'), 'LanguagesPage'),
})
/** `$id` is `new` for settings that do not exist yet. */
const language = createRoute({
  getParentRoute,
  path: '/admin/languages/$id',
  component: lazyRouteComponent(() => import('./pages/admin/languages/LanguagePage.tsx'), 'LanguagePage'),
})
const account = createRoute({
  getParentRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/AccountPage.tsx'), 'AccountPage'),
})

const imports = createRoute({
  getParentRoute,
  path: '/imports',
  validateSearch: searchOf(importsSearch),
  component: lazyRouteComponent(() => import('./pages/imports/ImportsPage.tsx'), 'ImportsPage'),
})
const newImport = createRoute({
  getParentRoute,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./pages/imports/NewImportPage.tsx'), 'NewImportPage'),
})
const oneImport = createRoute({
  getParentRoute,
  path: '/imports/$id',
  validateSearch: searchOf(importSearch),
  component: lazyRouteComponent(() => import('./pages/imports/ImportPage.tsx'), 'ImportPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    app.addChildren([
      home,
      campaigns,
      calendar,
      campaign,
      review,
      versions,
      simulation,
      templates,
      template,
      fragments,
      fragment,
      audiences,
      audience,
      profiles,
      profile,
      imports,
      newImport,
      oneImport,
      inbox,
      inboxMessage,
      configurations,
      configuration,
      clients,
      suppressions,
      feedbackSources,
      fields,
      namespaces,
      eventTypes,
      topics,
      consent,
      languages,
      language,
      account,
    ]),
  ]),
  defaultErrorComponent: FailedPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
})

/** To the sign-in page, keeping the place to come back to. */
export async function leaveForSignIn() {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  await router.navigate({ to: '/sign-in', search: { from: localPath(href) } })
}

/** An address inside the application, in parts; or any other address as text. */
export type Place = string | Pick<ToOptions, 'to' | 'params' | 'search' | 'hash'>

/** Makes Spectrum's links, menus and buttons go through our router. */
export const spectrumRouter = {
  navigate: (place: Place, options: Omit<NavigateOptions, keyof ToOptions> | undefined) => {
    void router.navigate(typeof place === 'string' ? { href: place, ...options } : { ...place, ...options })
  },
  useHref: (place: Place) => (typeof place === 'string' ? place : router.buildLocation(place).href),
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
declare module '@react-types/shared' {
  interface RouterConfig {
    href: Place
    routerOptions: Omit<NavigateOptions, keyof ToOptions>
  }
}
