import { randomUUID } from 'node:crypto';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';

let database: TestDatabase;
let hilo: HiloProcess;
let customer: string;
let webhook: string;
let document: Document;
let examples: ReadonlyMap<string, object>;

/** A parameter of the route's own; one that many have is a reference to where it is described. */
const Parameter = z.union([z.object({ in: z.string(), name: z.string() }), z.object({ $ref: z.string() })]);
const Body = z.object({ content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })) });
const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({ parameters: z.array(Parameter).default([]) }).optional(),
      post: z.object({ requestBody: Body.optional() }).optional(),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
type Document = z.infer<typeof Document>;

const postedTo = (path: string, { paths }: Document) => paths[path]?.post?.requestBody?.content['application/json'];

const takesInQuery = (path: string, { paths }: Document): boolean =>
  paths[path]?.get?.parameters.some((one) => 'name' in one && one.name === 'cursor') === true;

/** A schema as text, with all that it refers to. */
const spelledOut = (schema: unknown, { components }: Document, seen: ReadonlySet<string> = new Set()): string => {
  const text = JSON.stringify(schema) ?? '';
  const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name);
  const fresh = [...new Set(named)].filter((name) => !seen.has(name));
  return [
    text,
    ...fresh.map((name) => spelledOut(components.schemas[name], document, new Set([...seen, ...fresh]))),
  ].join();
};

/** The paths of whatever takes a cursor. */
const listsIn = (of: Document): string[] =>
  Object.keys(of.paths).filter(
    (path) => takesInQuery(path, of) || spelledOut(postedTo(path, of), of).includes('"cursor":'),
  );

beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startHilo({ databaseUrl: database.url });
  const occurredAt = new Date(Date.now() - 60_000).toISOString();
  const identifiers = [{ kind: 'email', value: 'ana@example.org' }];
  const interaction = { occurredAt, channel: 'web', touchpoint: 'desk', kind: 'viewed', identifiers };
  await hilo.client.post('/v1/interactions', interaction, IngestResult);
  await untilThrough(hilo.client);
  ({ id: customer } = await hilo.client.post('/v1/customers/lookup', identifiers[0], CustomerRecord));
  const receiver = {
    kind: 'standard',
    name: 'Shops',
    url: 'https://93.184.216.34/hilo',
    messages: { channels: ['sms'] },
  };
  const Made = z.object({ webhook: z.object({ id: z.string() }) });
  ({ id: webhook } = (await hilo.client.post('/v1/outgoing-webhooks', receiver, Made)).webhook);
  document = Document.parse(await (await fetch(`${hilo.url}/docs/json`)).json());
  const bodies: Record<string, unknown> = {
    '/v1/quarantine/replays': {},
    '/v1/quarantine/discards': { filter: { source: 'shop' } },
  };
  examples = new Map(
    lists.flatMap(([path]) => {
      if (takesInQuery(path, document)) return [];
      const { data } = z.looseObject({}).safeParse(bodies[path] ?? postedTo(path, document)?.example);
      return data === undefined ? [] : [[path, data]];
    }),
  );
  const segment = { condition: { type: 'trait', path: 'tier', operator: 'equals', value: 'gold' }, why: 'tests' };
  await ask('/v1/segments/at-risk', segment, 'PUT');
  await ask('/v1/templates', postedTo('/v1/templates', document)?.example);
});
afterAll(async () => {
  await hilo?.stop();
  await database?.drop();
});

const Problem = z.object({
  errors: z.array(z.object({ path: z.string(), pointer: z.string(), message: z.string() })).optional(),
});

const ask = async (
  path: string,
  body?: unknown,
  method = 'POST',
): Promise<{ status: number; errors: z.infer<typeof Problem>['errors'] }> => {
  const response = await fetch(`${hilo.url}${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'hilo-purpose': 'tests' },
    ...(body !== undefined && { method, body: JSON.stringify(body) }),
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream) await response.body?.cancel();
  const text = isStream ? '' : await response.text();
  return { status: response.status, errors: text.startsWith('{') ? Problem.parse(JSON.parse(text)).errors : undefined };
};

const get = (path: string) => ask(path);

const [at, id] = ['2026-01-01T00:00:00.123456Z', randomUUID()];
const uuid = '00000000-0000-8000-8000-000000000001';

/** Every list: its path, the name of its cursors, and the key of a row of it. */
const lists: readonly [path: string, name: string, key: unknown][] = [
  ['/v1/interactions', 'tail', ['7']],
  ['/v1/quarantine', 'quarantine', [7]],
  ['/v1/quarantine/replays', 'quarantine-replays', [7, 9]],
  ['/v1/quarantine/discards', 'quarantine-discards', [7, 9]],
  ['/v1/customers/search', 'search', { leading: 'garcia', word: 'garcia', customer: uuid }],
  ['/v1/identity/audit?customer={id}', 'audit', [7]],
  ['/v1/identity/decisions', 'decisions', [1_767_225_600_000, id]],
  ['/v1/customers/{id}/export', 'export', [id]],
  ['/v1/erasures', 'erasures', [1_767_225_600_000, id]],
  ['/v1/identity/suggestions', 'suggestions', [7.25, id]],
  ['/v1/outgoing-webhooks/{webhook}/events', 'event-deliveries', [1_767_225_600_000, id]],
  ['/v1/programmes/after-the-flight/versions', 'programme-versions', 7],
  ['/v1/templates/gate-changed/versions', 'template-versions', 7],
  ['/v1/contact-policy/versions', 'contact-policy-versions', 7],
  ['/v1/opt-out-registers/robinson/versions', 'opt-out-lists', 7],
  ['/v1/customers/{id}/contacts', 'contacts', [at, id]],
  ['/v1/customers/{id}/verbatims', 'verbatims', [at, id]],
  ['/v1/invitations', 'invitations', [at, id]],
  ['/v1/answers', 'answers', [at, id]],
  ['/v1/cases', 'cases', [at, id]],
  ['/v1/case-rules/versions', 'case-rules-versions', 7],
  ['/v1/reactions', 'reactions', [at, id]],
  ['/v1/reaction-rules/versions', 'reaction-rules-versions', 7],
  ['/v1/unmatched-mails', 'unmatched-mails', [at, 'm-1']],
  ['/v1/customers/{id}/timeline', 'timeline', [at, 'shop', 'i-1']],
  ['/v1/customers/{id}/journeys', 'customer-journeys', [at, 't-1']],
  ['/v1/improvements', 'improvements', ['2026-01-01', id]],
  ['/v1/improvements/candidates', 'improvement-candidates', [7, 'gate', 'delay']],
  ['/v1/kpis?metric=nps&groupBy=channel', 'groups', ['web']],
  ['/v1/query', 'groups', ['desk']],
  ['/v1/query/rows', 'rows', [at, 'shop', 'i-1', 0]],
  ['/v1/journeys/funnels/customers', 'journey-customers', [7]],
  ['/v1/journeys/paths/customers', 'journey-customers', [7]],
  ['/v1/journeys/retention/customers', 'journey-customers', [7]],
  ['/v1/journeys/repeats/customers', 'journey-customers', [7]],
  ['/v1/journeys/moments/customers', 'journey-customers', [7]],
  ['/v1/predictions/leaves/customers', 'predictions', [0.5, uuid]],
  ['/v1/alerts', 'alerts', [at, id]],
  ['/v1/watches', 'watches', 'nps'],
  ['/v1/segments', 'segments', 'at-risk'],
  ['/v1/segments/at-risk/versions', 'segment-versions', 7],
  ['/v1/segments/at-risk/customers', 'segment-members', uuid],
];

/** Asks for the page after this cursor; what is posted is the example of the document with it. */
const pageAfter = async (path: string, cursor: string): ReturnType<typeof ask> => {
  const filled = path.replace('{id}', customer).replace('{webhook}', webhook);
  const example = examples.get(path);
  if (example !== undefined) return ask(filled, { ...example, cursor });
  return ask(`${filled}${filled.includes('?') ? '&' : '?'}cursor=${cursor}`);
};

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const names = [...new Set(lists.map(([, name]) => name))];

it('knows every list that there is', async () => {
  const templates = lists.map(([path]) =>
    path
      .replace('{webhook}', '{id}')
      .replace(/\?.*$/, '')
      .replace(/^(\/v1\/(?:programmes|templates|opt-out-registers|segments|predictions)\/)[^/]+\//, '$1*/'),
  );
  const paged = listsIn(document).map((path) =>
    path.replace(/^(\/v1\/(?:programmes|templates|opt-out-registers|segments|predictions)\/)[^/]+\//, '$1*/'),
  );
  expect(templates.sort()).toEqual(paged.sort());
});

it('takes the cursors of its own in every list, and refuses those of another one in words', async () => {
  for (const [n, [path, name, key]] of lists.entries()) {
    await expect.poll(async () => [path, (await pageAfter(path, encoded([name, key]))).status]).toEqual([path, 200]);
    const others = [1, 2, 3].map((next) => names[(names.indexOf(name) + next * (1 + (n % 5))) % names.length]);
    for (const other of others.filter((one) => one !== name)) {
      const { status, errors } = await pageAfter(path, encoded([other, key]));
      expect([path, other, status]).toEqual([path, other, 400]);
      expect(errors).toEqual([
        { path: 'cursor', pointer: '/cursor', message: `is a cursor of another list: ${other}` },
      ]);
    }
  }
});

/** The key with another value at each place. */
const withEvery = (key: unknown, value: (one: unknown) => unknown): unknown => {
  if (Array.isArray(key)) return key.map(value);
  return typeof key === 'object' && key !== null
    ? Object.fromEntries(Object.entries(key).map(([name, one]) => [name, value(one)]))
    : value(key);
};

it('refuses a cursor that was tampered with, cut off, or made by an older version, in every list', async () => {
  for (const [path, name, key] of lists) {
    const odd = [
      encoded([name, key]).slice(0, -2),
      `${encoded([name, key])}*`,
      encoded(key),
      encoded([name, Array.isArray(key) ? key.slice(1) : [key]]),
      encoded([name, Array.isArray(key) ? [...key, 1] : [key, 1]]),
      encoded([name, withEvery(key, () => 'x\0')]),
      encoded([name, withEvery(key, () => '\ud800')]),
      encoded([name, withEvery(key, () => null)]),
      encoded([name, withEvery(key, () => 1e300)]),
      encoded([name, { 0: 1 }]),
      encoded(null),
      'e30',
      '%00',
      '%ED%A0%80',
    ];
    for (const cursor of odd)
      expect([path, cursor, (await pageAfter(path, cursor)).status]).toEqual([path, cursor, 400]);
    // A text that looks like an instant is a name as well.
    const { status } = await pageAfter(path, encoded([name, withEvery(key, () => '2026-01-01T00:00:00+23:00')]));
    expect([path, status]).toEqual([path, ['groups', 'segments', 'watches'].includes(name) ? 200 : 400]);
  }
});

it('answers for whatever stands in a path or a query, on every route that there is', async () => {
  const routes = Object.entries(document.paths).flatMap(([path, { get: read }]) => (read ? [{ path, ...read }] : []));
  expect(routes.length).toBeGreaterThan(20);
  // Not %FF, which is no UTF-8: Hilo's router refuses that of a path.
  const odd = [
    '%00',
    'a%00b',
    '%ED%A0%80',
    '%F0%9F%A6%A4',
    '-1',
    '9007199254740991',
    '1e300',
    '%25',
    '',
    'null',
    '%E2%80%AE',
  ];
  const failed: string[] = [];
  for (const { path, parameters } of routes) {
    const filled = (value: string): string => path.replaceAll(/\{[^}]+\}/g, value);
    for (const value of odd) {
      const urls = [
        filled(value),
        ...parameters.flatMap((one) =>
          'in' in one && one.in === 'query' ? [`${filled(customer)}?${one.name}=${value}`] : [],
        ),
        `${filled(customer)}?${value}=1`,
      ];
      for (const url of new Set(urls)) {
        const { status } = await get(url);
        if (status >= 500) failed.push(`${status} ${url}`);
        if (value === '%00' && path.includes('{') && url === filled(value) && status !== 400)
          failed.push(`${status} ${url}`);
      }
    }
  }
  expect(failed).toEqual([]);
});
