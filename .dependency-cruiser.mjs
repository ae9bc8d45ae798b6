// Who may import whom; what is not listed is forbidden. ARCHITECTURE.md draws it.
const rooms = {
  http: ['app'],
  app: ['store', 'queue'],
  worker: ['app', 'store', 'queue', 'channels'],
  queue: ['store'],
  channels: [],
  store: [],
}
const owners = {
  'fastify|@fastify/[^/]+': 'http',
  'pg|pg-copy-streams|kysely': 'store',
  'postal-mime': '(app|store)',
  'jose|mjml|fflate|csv-parse|fast-xml-parser|image-size|aws4fetch': 'app',
  'imapflow|smtp-server': 'channels',
  'temporal-polyfill': 'schedule',
  yaml: 'launch',
}
/** Files of the server that belong to no room and that every room may know. */
const common = '(context|ids|log)\\.ts$'

const server = '^packages/server/src/'
const wiring = [
  `${server}(main\\.ts|cli\\.ts|config\\.ts|config/|docs\\.ts|launch/|testing/)`,
  '\\.test\\.ts$',
  '/testing/',
  '/conformance\\.ts$',
]
const path = (room) => `${server}${room}/`
const error = (name, from, to) => ({ name, severity: 'error', from, to })

export default {
  forbidden: [
    error('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    error('core-sees-nobody', { path: '^packages/core/' }, { path: '^packages/(server|web)/' }),
    error(
      'core-depends-on-zod-and-temporal-only',
      { path: '^packages/core/', pathNot: '\\.test\\.ts$' },
      { path: 'node_modules/(?!zod/|(temporal-(polyfill|spec|utils))/)' },
    ),
    error('web-sees-core-only', { path: '^packages/web/' }, { path: '^packages/server/' }),
    error(
      'only-wiring-reads-config',
      { path: server, pathNot: wiring },
      { path: `${server}config(\\.ts$|/)` },
    ),
    ...Object.entries(rooms).map(([room, allowed]) =>
      error(
        `${room}-imports-only-${['core', ...allowed].join('-')}`,
        { path: path(room), pathNot: wiring },
        { path: server, pathNot: [path(room), ...allowed.map(path), server + common] },
      ),
    ),
    ...Object.entries(owners).map(([npm, room]) =>
      error(
        `only-${room}-knows-${npm.split('|')[0]}`,
        { path: '^packages/', pathNot: [`/src/${room}/`, ...wiring] },
        { path: `node_modules/(${npm})/` },
      ),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    parser: 'swc',
  },
}
