// The layers of src, as `npm run check` proves them: api → actions → store → domain. Tests may import anything.

// What each folder may import besides itself. A layer that needs more is a decision for docs/architecture, not an edit.
const MAY_IMPORT = {
  domain: [],
  search: ['domain'],
  store: ['domain', 'search'],
  auth: ['domain', 'store'],
  actions: ['domain', 'search', 'store', 'auth'],
  jobs: ['domain', 'actions'],
  client: ['domain'],
  api: ['domain', 'search', 'auth', 'actions'],
}

// These put the layers together and may import anything; nothing imports them.
const COMPOSITION_ROOT = '^src/((config|contexts|log|main|sandbox|server|worker)\\.ts$|cli/)'

// What the tests of one folder share.
const TEST_SUPPORT = '/testSupport\\.ts$'

// Packages that compute and do nothing else, so that domain and search also run in a browser.
const PURE_PACKAGES = ['chrono-node', 'email-addresses', 'libphonenumber-js', 'luxon', 'sanitize-html', 'validator']

const SQL_PACKAGES = ['pg', 'pg-boss', 'pg-[^/]*copy[^/]*', 'kysely', 'sql-template-tag']

const npm = (names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`

module.exports = {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([layer, others]) =>
      rule(`layer-${layer}`, `src/${layer} may import ${others.join(', ') || 'nothing'} of the other layers.`, {
        from: { path: `^src/${layer}/` },
        to: { path: `^src/(?!(${[layer, ...others].join('|')})/)` },
      }),
    ),
    rule('layer-unknown', 'A folder of src needs its place in MAY_IMPORT.', {
      from: { path: `^src/(?!(${Object.keys(MAY_IMPORT).join('|')})/)[^/]+/`, pathNot: COMPOSITION_ROOT },
      to: {},
    }),
    rule('pure-no-builtins', 'domain and search do no I/O and also run in a browser.', {
      from: { path: '^src/(domain|search)/' },
      to: { dependencyTypes: ['core'] },
    }),
    rule('pure-packages', `domain and search may import ${PURE_PACKAGES.join(' and ')} only.`, {
      from: { path: '^src/(domain|search)/' },
      to: { path: '(^|/)node_modules/', pathNot: npm(PURE_PACKAGES) },
    }),
    rule('sql-in-store', 'Only src/store speaks to the database.', {
      from: { path: '^src/', pathNot: ['^src/store/', COMPOSITION_ROOT] },
      to: { path: npm(SQL_PACKAGES) },
    }),
    rule('engine-knows-no-dialect', 'src/api/resource serves every dialect and knows none.', {
      from: { path: '^src/api/resource/' },
      to: { path: '^src/api/(?!resource/)' },
    }),
    rule('dialects-apart', 'Dialects share src/api/resource and never import each other.', {
      from: { path: '^src/api/([^/]+)/', pathNot: '^src/api/resource/' },
      to: { path: '^src/api/[^/]+/', pathNot: '^src/api/(resource|$1)/' },
    }),
    rule('no-cycles', 'Two files that need each other are one idea, or three.', {
      from: {},
      to: { circular: true },
    }),
    rule('no-orphans', 'Nothing uses this file.', {
      // A .js file is for a browser, which asks for it by its address.
      from: { orphan: true, pathNot: [COMPOSITION_ROOT, '\\.d\\.ts$', '\\.js$'] },
      to: {},
    }),
    rule('no-tests', 'The product does not lean on its tests.', {
      from: { path: '^src/', pathNot: TEST_SUPPORT },
      to: { path: ['^(test|bench)/', TEST_SUPPORT] },
    }),
    rule('no-development-packages', 'An installation without development packages must still run.', {
      from: { path: '^src/', pathNot: TEST_SUPPORT },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // A type is a dependency too: a layer that names the types of another cannot be understood without it.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}

function rule(name, comment, { from, to }) {
  return { name, comment, severity: 'error', from, to }
}
