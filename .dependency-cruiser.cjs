/**
 * Who may import whom. `pure` is browser-safe code without I/O; tests may look anywhere.
 * lib/launch/import-rules.test.ts plants a violation of every rule and wants it caught.
 */
const pure = '^lib/(model|format|series|derive|findings|guest-support|i18n)/';
/** Node's ways out of the process. */
const machine = '^(node:)?(fs|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|sqlite|os)(/|$)';
const serverLib = '^lib/(store|history|config|notify|auth|launch)/';
const collectorFolder = '^collectors/(?!transport/|runtime/|cli/|host-module/)([^/]+)/';
const test = '[.](test|prop[.]test|slow[.]test|spec)[.]tsx?$|/testdata/';
const client = '^app/(_components|_queries)/|[.]client[.]tsx$';

/** Metrics code that only definitions are made of: what collectors and clients may see of it. */
const catalogueOnly = '^lib/metrics/(catalog|metric-definition)[.]ts$';

module.exports = {
  forbidden: [
    {
      name: 'lib-imports-no-program',
      comment: 'lib is shared by both programs, so it imports neither.',
      severity: 'error',
      from: { path: '^lib/', pathNot: test },
      to: { path: '^(app|collectors|e2e)/' },
    },
    {
      name: 'pure-lib-imports-pure-lib-only',
      comment: 'Pure code is easy to test and runs in the browser: no store, no configuration, no metrics.',
      severity: 'error',
      from: { path: pure, pathNot: test },
      to: { path: '^lib/', pathNot: pure },
    },
    {
      name: 'pure-lib-touches-no-machine',
      comment: 'No file, socket, process or environment in pure code.',
      severity: 'error',
      from: { path: pure, pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'metrics-and-alerting-stay-pure',
      comment: 'Renderers and alert steps take values; they do not fetch them.',
      severity: 'error',
      from: { path: '^lib/(metrics|alerting)/', pathNot: test },
      to: { path: [serverLib, machine] },
    },
    {
      name: 'collector-imports-no-collector',
      comment: 'A collector is one folder. What joins readings of several lives in lib/derive.',
      severity: 'error',
      from: { path: collectorFolder, pathNot: test },
      to: { path: collectorFolder, pathNot: '^collectors/$1/' },
    },
    {
      name: 'collector-imports-no-machinery',
      comment: 'The runner owns timing, transport and storing; a collector sees types of the transport at most.',
      severity: 'error',
      from: { path: collectorFolder, pathNot: test },
      to: { path: '^collectors/(transport|runtime|cli|host-module|registry[.]ts|main[.]ts)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'collector-sees-catalogue-only',
      comment: 'Of metrics a collector sees the catalogue; of the rest of lib the pure part.',
      severity: 'error',
      from: { path: collectorFolder, pathNot: test },
      to: { path: '^lib/', pathNot: [pure, catalogueOnly] },
    },
    {
      name: 'runtime-uses-registry',
      comment:
        'The runtime knows collectors by the registry only. The SNTP client is no collector: it also measures the clock of this machine.',
      severity: 'error',
      from: { path: '^collectors/(runtime/|main[.]ts)', pathNot: test },
      to: { path: collectorFolder, pathNot: '^collectors/clock/sntp/' },
    },
    {
      name: 'transport-knows-no-runtime',
      comment: 'A transport carries requests; who asks, and what for, is not its business.',
      severity: 'error',
      from: { path: '^collectors/transport/', pathNot: test },
      to: { path: ['^collectors/(runtime|cli)/', '^collectors/(registry|main)[.]ts$', '^lib/(store|history|notify)/'] },
    },
    {
      name: 'app-and-collectors-are-strangers',
      comment: 'The store is the only thing between the two programs.',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { path: '^collectors/' },
    },
    {
      name: 'collectors-import-no-app',
      comment: 'The store is the only thing between the two programs.',
      severity: 'error',
      from: { path: '^collectors/', pathNot: test },
      to: { path: '^app/' },
    },
    {
      name: 'client-reaches-no-server-code',
      comment: 'Nothing that the browser loads may lead to the store, the configuration, secrets or Node itself, by any path.',
      severity: 'error',
      from: { path: client, pathNot: test },
      to: { path: [serverLib, '^app/_server/'], reachable: true },
    },
    {
      name: 'client-imports-no-node',
      severity: 'error',
      comment: 'The browser has no Node.',
      from: { path: client, pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-sees-catalogue-only',
      comment: 'Of metrics and alerting the browser needs definitions and types, silences, matchers and times of zones.',
      severity: 'error',
      from: { path: client, pathNot: test },
      to: {
        path: '^lib/(metrics|alerting)/',
        pathNot: [catalogueOnly, '^lib/alerting/(silence|matcher|zone-time)[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'programs-import-no-test-code',
      comment: 'Test machinery stays out of what runs at a customer.',
      severity: 'error',
      from: { path: '^(app|collectors|lib)/', pathNot: test },
      to: { path: ['^e2e/', test] },
    },
    {
      name: 'only-docs-make-dashboards',
      comment: 'The builders of dashboards are for `npm run docs` alone and are not installed where hvitals runs.',
      severity: 'error',
      from: {
        path: '^(app|collectors|lib)/',
        pathNot: [test, '^lib/grafana/', '^collectors/(render-docs|dashboard-files)[.]ts$'],
      },
      to: { path: ['^lib/grafana/', '@grafana/grafana-foundation-sdk', '^collectors/(render-docs|dashboard-files)[.]ts$'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three. Types may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment: 'A path that leads nowhere is checked by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)([.]next|[.]cache|bin|obj)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
