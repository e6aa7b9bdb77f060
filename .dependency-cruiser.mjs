const tests = '(\\.test\\.ts|/test/.*)$';

/**
 * The floors of a house, from the ground up; on one floor, rooms with a door to none of the others. A file imports from its own room and from
 * the floors below. Every file lies in a room that stands here.
 */
const houses = {
  'packages/runtime/src': [
    [
      'errors',
      'finding',
      'logger',
      'config',
      'health',
      'json-file',
      'retry',
      'repeat',
      'resources',
      'kafka-settings',
      'sampled-lines',
      'sealing',
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
  'packages/dashboard/src': [
    ['search-params'],
    ['i18n'],
    ['api'],
    ['session', 'filters', 'charts', 'live', 'states'],
    ['views'],
    ['cards'],
    ['pages'],
    ['shell'],
    ['router'],
    ['main'],
  ],
  'packages/webhook-out/src': [['networks', 'post', 'signature'], ['target'], ['connect'], ['index']],
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
    ['inviting', 'policies', 'programmes', 'contacts', 'registers', 'endpoints'],
    ['dry-runs', 'delivery', 'answers', 'cases', 'guidance'],
    ['page', 'callbacks', 'call-lists', 'links', 'inbound-mail', 'following', 'verbatims', 'reactions'],
    ['events', 'erase'],
    ['pipeline'],
    ['worker', 'routes', 'doctor'],
    ['service'],
    ['main'],
  ],
  'services/analytics': [
    ['domain'],
    ['config', 'store'],
    ['columns'],
    ['projecting', 'asking', 'journeys', 'prediction', 'segments', 'people', 'live', 'signing-in'],
    ['alerts', 'improving'],
    ['erase'],
    ['pipeline'],
    ['worker', 'routes'],
    ['service'],
    ['main'],
  ],
};

const room = (house, names) => `^${house}/(${names.join('|')})(/|\\.tsx?$)`;

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
      pathNot: [
        tests,
        room(house, [...floors.flat(), 'schema', 'drizzle.config', 'test']),
        '/package.json$',
        '\\.css$',
      ],
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
      comment:
        'A domain imports contracts, identifiers, signatures, its siblings and pure libraries; node:crypto for hashes, and html, which escapes.',
      severity: 'error',
      from: { path: '^services/[^/]+/domain', pathNot: tests },
      to: {
        pathNot: [
          '^services/[^/]+/domain',
          '^contracts/',
          '^packages/(identifiers|linkage|segments|signatures)/',
          '^packages/runtime/src/http/html/html\\.ts$',
          'node_modules/.*(zod|libphonenumber-js|tldts|json-p3|tinyqueue)',
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
      name: 'segments-are-pure',
      comment: 'Who is in a segment is a function of what is known of the customer, and of the instant.',
      severity: 'error',
      from: { path: '^packages/segments/', pathNot: [tests, 'generators\\.ts$'] },
      to: { pathNot: ['^packages/segments/', '^contracts/', 'node_modules/.*zod'] },
    },
    {
      name: 'sentiment-knows-nothing-of-hilo',
      severity: 'error',
      from: { path: '^packages/sentiment/src', pathNot: tests },
      to: {
        pathNot: '^packages/sentiment/|node_modules/.*(zod|entities)|^(node:)?(fs|os|path|util|zlib|worker_threads)',
      },
    },
    {
      name: 'signatures-are-pure',
      comment: 'Whether something is signed is a function of what came and of the secrets.',
      severity: 'error',
      from: { path: '^packages/signatures/', pathNot: tests },
      to: { pathNot: ['^packages/signatures/', '^(node:)?crypto$'] },
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
      name: 'a-browser-has-no-node',
      comment: 'What runs in a browser asks Hilo by its API, as anybody does.',
      severity: 'error',
      from: { path: '^packages/dashboard/src/', pathNot: tests },
      to: { pathNot: ['^packages/dashboard/src/', 'node_modules/'] },
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
    exclude: { path: '(^|/)(migrations|generated|published)/|^packages/dashboard/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
