const tests = '(\\.test\\.ts|/test/.*)$';

/** Who may import whom. */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contracts-import-zod-only',
      severity: 'error',
      from: { path: '^contracts/src', pathNot: [tests, 'generators\\.ts$'] },
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
          '^packages/identifiers/',
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
      name: 'kafka-clients-in-one-place',
      severity: 'error',
      from: { pathNot: ['^packages/log/', '^packages/testing/'] },
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
