const tests = '(\\.test\\.ts|/test/.*)$';

/**
 * The floors of a house, from the ground up; on one floor, rooms with a door to none of the others. A file imports from its own room and from
 * the floors below. Every file lies in a room that stands here.
 */
const houses = {
  'packages/runtime/src': [
    [
      'errors',
      'logger',
      'config',
      'health',
      'json-file',
      'retry',
      'repeat',
      'resources',
      'kafka-settings',
      'sampled-lines',
    ],
    ['gate', 'telemetry'],
    ['database'],
    ['consuming'],
    ['due'],
    ['http'],
    ['following'],
    ['process', 'embedded-postgres'],
    ['doctor'],
    ['index'],
  ],
  'packages/log/src': [
    ['errors', 'log', 'about', 'backoff', 'partitioner', 'kafka-settings'],
    ['kafka', 'postgres'],
    ['open'],
    ['index'],
  ],
  'services/ingest': [
    ['domain'],
    ['config', 'events'],
    ['store'],
    ['spool', 'posting'],
    ['quarantine', 'webhooks'],
    ['receipts'],
    ['tail'],
    ['erase', 'pipeline'],
    ['worker', 'routes'],
    ['service'],
    ['main'],
  ],
  'services/identity-resolution': [
    ['domain'],
    ['config', 'events'],
    ['store'],
    ['publishing', 'reading'],
    ['resolution'],
    ['decisions', 'registry'],
    ['suggestions'],
    ['erasure'],
    ['pipeline'],
    ['worker', 'routes'],
    ['worker-thread'],
    ['service'],
    ['main'],
  ],
  'services/survey-trigger': [
    ['domain'],
    ['config', 'store'],
    ['inviting', 'policies', 'programmes', 'contacts', 'registers'],
    ['events', 'erase'],
    ['pipeline'],
    ['worker', 'routes'],
    ['service'],
    ['main'],
  ],
  'services/analytics': [['domain'], ['config', 'store'], ['erase'], ['pipeline'], ['routes'], ['service'], ['main']],
};

const room = (house, names) => `^${house}/(${names.join('|')})(/|\\.ts$)`;

const rulesOf = (house, floors) => [
  ...floors.flatMap((rooms, floor) => {
    const above = floors.slice(floor + 1).flat();
    return above.length === 0
      ? []
      : [
          {
            name: `no-arrow-up-in-${house}`,
            severity: 'error',
            from: { path: room(house, rooms), pathNot: tests },
            to: { path: room(house, above), pathNot: tests },
          },
        ];
  }),
  ...floors.flatMap((rooms) =>
    rooms.length === 1 || rooms.includes('errors')
      ? []
      : rooms.map((one) => ({
          name: `no-arrow-sideways-in-${house}`,
          severity: 'error',
          from: { path: room(house, [one]), pathNot: tests },
          to: {
            path: room(
              house,
              rooms.filter((other) => other !== one),
            ),
            pathNot: tests,
          },
        })),
  ),
  {
    name: `a-room-for-everything-in-${house}`,
    severity: 'error',
    from: {},
    to: {
      path: `^${house}/`,
      pathNot: [tests, room(house, [...floors.flat(), 'schema', 'drizzle.config', 'test']), '/package.json$'],
    },
  },
];

/** Who may import whom. */
export default {
  forbidden: [
    ...Object.entries(houses).flatMap(([house, floors]) => rulesOf(house, floors)),
    {
      name: 'the-image-has-what-hilo-needs',
      comment: 'The image has no devDependencies: what `hilo` imports is a dependency of the root.',
      severity: 'error',
      from: {
        path: '^scripts/',
        // What a person runs on a checkout: .dockerignore leaves out the folders.
        pathNot: [
          tests,
          '^scripts/(bench|checks|evaluate|lint|monitoring|simulate|start)/',
          '^scripts/(bench|evaluate|generate|holidays|kafka|learn-shipped-model|monitoring|publish-contracts|readme-tables|replay|simulate|start)\\.ts$',
        ],
      },
      to: { dependencyTypes: ['npm-dev'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contracts-import-zod-only',
      severity: 'error',
      from: { path: '^contracts/src', pathNot: [tests, '(message-generator|generators)\\.ts$'] },
      to: { pathNot: ['^contracts/src', 'node_modules/.*zod'] },
    },
    {
      name: 'a-domain-is-pure',
      comment: 'A domain imports contracts, identifiers, its siblings and pure libraries; node:crypto for hashes.',
      severity: 'error',
      from: { path: '^services/[^/]+/domain', pathNot: tests },
      to: {
        pathNot: [
          '^services/[^/]+/domain',
          '^contracts/',
          '^packages/(identifiers|linkage)/',
          'node_modules/.*(zod|libphonenumber-js|tldts|json-p3)',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'identifiers-are-pure',
      comment: 'What an identifier says is a function of what was posted; node:url for the names of domains.',
      severity: 'error',
      from: { path: '^packages/identifiers/', pathNot: tests },
      to: { pathNot: ['^packages/identifiers/', 'node_modules/.*libphonenumber-js', '^(node:)?(crypto|url)$'] },
    },
    {
      name: 'linkage-is-pure',
      comment: 'Who is probably one person is a function of what is compared.',
      severity: 'error',
      from: { path: '^packages/linkage/', pathNot: tests },
      to: { pathNot: ['^packages/linkage/', 'node_modules/.*zod'] },
    },
    {
      name: 'kafka-clients-in-one-place',
      severity: 'error',
      from: { pathNot: ['^packages/log/', '^packages/testing/', '^scripts/bench/idle-floor\\.ts$'] },
      to: { path: 'node_modules/.*(kafkajs|@platformatic/kafka)' },
    },
    {
      name: 'kafka-clients-where-the-log-is-kafka',
      comment:
        'Loaded when such a log is opened: otherwise every process keeps them in memory, in each of its threads.',
      severity: 'error',
      from: { path: '^packages/log/src/', pathNot: ['^packages/log/src/kafka/', tests] },
      to: { path: '^packages/log/src/kafka/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'no-service-imports-a-service',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^(packages|contracts)/' },
      to: { path: '^services/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(migrations|generated|published)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
