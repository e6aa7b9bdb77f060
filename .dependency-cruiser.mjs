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
      comment: 'A domain imports contracts, its siblings and pure libraries; node:crypto for hashes.',
      severity: 'error',
      from: { path: '^services/[^/]+/domain', pathNot: tests },
      to: {
        pathNot: [
          '^services/[^/]+/domain',
          '^contracts/',
          'node_modules/.*(zod|libphonenumber-js|tldts|json-p3)',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'kafka-clients-in-one-place',
      severity: 'error',
      from: { pathNot: ['^packages/log/', '^packages/testing/'] },
      to: { path: 'node_modules/.*(kafkajs|@platformatic/kafka)' },
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
