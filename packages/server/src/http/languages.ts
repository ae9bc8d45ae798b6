import * as endpoints from '@chappe/core/api/languages'
import * as languages from '../app/languages.ts'
import * as translations from '../app/translations.ts'
import type { RouteGroup } from './routes.ts'

export const languageRoutes: RouteGroup = (serve) => {
  serve(endpoints.listLanguageSettings, (ctx) => languages.list(ctx))
  serve(endpoints.createLanguageSetting, (ctx, { body }) => languages.create(ctx, body))
  serve(endpoints.saveLanguageSetting, (ctx, { params, body }) => languages.save(ctx, params.id, body))
  serve(endpoints.deleteLanguageSetting, (ctx, { params }) => languages.remove(ctx, params.id))
  serve(endpoints.exportTranslation, (ctx, { params, query }) =>
    translations.exported(ctx, params.id, params.locale, query.format, query.variant),
  )
  serve(endpoints.importTranslation, (ctx, { params, body }) =>
    translations.imported(ctx, params.id, params.locale, body),
  )
}
