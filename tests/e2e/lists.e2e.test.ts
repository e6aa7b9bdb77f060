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

beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startHilo({ databaseUrl: database.url });
  const occurredAt = new Date(Date.now() - 60_000).toISOString();
  const identifiers = [{ kind: 'email', value: 'ana@example.org' }];
  const interaction = { occurredAt, channel: 'web', touchpoint: 'desk', kind: 'viewed', identifiers };
  await hilo.client.post('/v1/interactions', interaction, IngestResult);
  await untilThrough(hilo.client);
  ({ id: customer } = await hilo.client.post('/v1/customers/lookup', identifiers[0], CustomerRecord));
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
): Promise<{ status: number; errors: z.infer<typeof Problem>['errors'] }> => {
  const response = await fetch(`${hilo.url}${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'hilo-purpose': 'tests' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, errors: text.startsWith('{') ? Problem.parse(JSON.parse(text)).errors : undefined };
};

const get = (path: string) => ask(path);

const [at, id] = ['2026-01-01T00:00:00.123456Z', randomUUID()];
const list = (path: string) => (cursor: string) => get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`);
/** Every list, with the key of a row of it. */
const lists: Record<string, { ask(cursor: string): ReturnType<typeof ask>; key: readonly unknown[] }> = {
  timeline: { ask: (cursor) => list(`/v1/customers/${customer}/timeline`)(cursor), key: [at, 'shop', 'i-1'] },
  export: { ask: (cursor) => list(`/v1/customers/${customer}/export`)(cursor), key: [id] },
  audit: { ask: (cursor) => list(`/v1/identity/audit?customer=${customer}`)(cursor), key: [7] },
  invitations: { ask: list('/v1/invitations'), key: [at, id] },
  contacts: { ask: (cursor) => list(`/v1/customers/${customer}/contacts`)(cursor), key: [at, id] },
  decisions: { ask: list('/v1/identity/decisions'), key: [1_767_225_600_000, id] },
  suggestions: { ask: list('/v1/identity/suggestions'), key: [7.25, id] },
  erasures: { ask: list('/v1/erasures'), key: [1_767_225_600_000, id] },
  quarantine: { ask: list('/v1/quarantine'), key: [7] },
  'quarantine-replays': { ask: (cursor) => ask('/v1/quarantine/replays', { cursor }), key: [7, 9] },
};

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

it('takes the cursors of its own in every list, and refuses those of every other one in words', async () => {
  await expect.poll(async () => (await get(`/v1/customers/${customer}/timeline`)).status).toBe(200);
  for (const [name, { ask: go }] of Object.entries(lists)) {
    for (const [other, { key }] of Object.entries(lists)) {
      const { status, errors } = await go(encoded([other, key]));
      if (name === other) expect([name, status]).toEqual([name, 200]);
      else {
        expect([name, other, status]).toEqual([name, other, 400]);
        expect(errors).toEqual([
          { path: 'cursor', pointer: '/cursor', message: `is a cursor of another list: ${other}` },
        ]);
      }
    }
  }
});

it('refuses a cursor that was tampered with, cut off, or made by an older version, in every list', async () => {
  for (const [name, { ask: go, key }] of Object.entries(lists)) {
    const odd = [
      encoded([name, key]).slice(0, -2),
      `${encoded([name, key])}*`,
      encoded(key.map(String)),
      encoded([name, key.slice(1)]),
      encoded([name, [...key, 1]]),
      encoded([name, key.map(() => 'x\0')]),
      encoded([name, key.map(() => '\ud800')]),
      encoded([name, key.map(() => '2026-01-01T00:00:00+23:00')]),
      encoded([name, key.map(() => null)]),
      encoded([name, key.map(() => 1e300)]),
      encoded([name, { 0: 1 }]),
      encoded(null),
      'e30',
      '%00',
      '%ED%A0%80',
    ];
    for (const cursor of odd) expect([name, cursor, (await go(cursor)).status]).toEqual([name, cursor, 400]);
  }
});

/** A parameter of the route's own; one that many have is a reference to where it is described. */
const Parameter = z.union([z.object({ in: z.string(), name: z.string() }), z.object({ $ref: z.string() })]);
const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({ parameters: z.array(Parameter).default([]) }).optional(),
    }),
  ),
});

it('answers for whatever stands in a path or a query, on every route that there is', async () => {
  const { paths } = Document.parse(await (await fetch(`${hilo.url}/docs/json`)).json());
  const routes = Object.entries(paths).flatMap(([path, { get: read }]) => (read ? [{ path, ...read }] : []));
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
}, 120_000);
