import { execFile, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';
import { committedTypes, dashboardTypesOf } from './dashboard-types.ts';

const run = promisify(execFile);
const here = import.meta.dirname;
const root = join(here, '..', '..');
const key = 'the-key-of-the-operator';

/** What somebody writes who uses the generated types: it has to compile, and is not run. */
const use = `import createClient from 'openapi-fetch';
import type { components, paths } from './openapi.d.ts';

export const use = async (): Promise<string[]> => {
  const client = createClient<paths>({ baseUrl: 'https://hilo.example' });
  const interaction: components['schemas']['Interaction'] = {
    occurredAt: '2026-01-15T10:00:00+01:00',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'bought',
    identifiers: [{ kind: 'email', value: 'ana.garcia@example.org' }],
  };
  const { data, error } = await client.POST('/v1/interactions', { body: interaction });
  if (error !== undefined) throw new Error(\`\${error.status} \${error.detail ?? error.title}\`);
  const { data: found } = await client.POST('/v1/customers/search', { body: { query: 'garcia', limit: 20 } });
  const { data: receipt } = await client.GET('/v1/interactions/{id}', { params: { path: { id: 'order-1000' } } });
  const ids = data.results.map((result) => result.id ?? '');
  return [...ids, ...(found?.customers ?? []).map(({ id }) => id), receipt?.state ?? 'unknown'];
};
`;

type Operation = {
  operationId: string;
  summary: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
  parameters?: { name?: string; in?: string; schema?: { example?: string } }[];
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
};
let hilo: RunningProcess;
let drop: () => Promise<void>;
let document: { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
let folder: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: key,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  drop = () => database.drop();
  document = JSON.parse(await (await fetch(`${hilo.url}/docs/json`)).text());
  // Among what is installed, so that what is generated finds its library, and nobody else looks at it.
  mkdirSync(join(here, 'node_modules', '.cache'), { recursive: true });
  folder = mkdtempSync(join(here, 'node_modules', '.cache', 'openapi-'));
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hilo.close();
  await drop();
});

const operations = (): (Operation & { method: string; path: string })[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );

it('has what the dashboard asks, by the types that are committed', async () => {
  expect(await dashboardTypesOf(document), 'run `pnpm generate`, and look at what the dashboard makes of it').toBe(
    committedTypes(),
  );
});

it('has no error by the rules that are recommended for such documents', async () => {
  const redocly = join(here, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
  const args = [redocly, 'lint', join(folder, 'openapi.json'), '--config', join(root, 'redocly.yaml')];
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { stderr, stdout } = await run(process.execPath, args, { env });
  expect(`${stdout}${stderr}`).toContain('Your API description is valid');
});

it('makes a client in TypeScript that compiles', async () => {
  writeFileSync(join(folder, 'openapi.d.ts'), astToString(await openapiTS(JSON.stringify(document))));
  writeFileSync(join(folder, 'client.ts'), use);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--allowImportingTsExtensions', '--ignoreConfig'];
  const { stdout, status } = spawnSync(process.execPath, [tsc, ...options, join(folder, 'client.ts')], {
    encoding: 'utf8',
  });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});

const python = spawnSync('openapi-python-client', ['--version'], { encoding: 'utf8' });
if (python.status === 0) {
  it('makes a client in Python of every operation', async () => {
    const output = join(folder, 'python');
    const args = ['generate', '--path', join(folder, 'openapi.json'), '--output-path', output];
    const { stdout, stderr } = await run('openapi-python-client', args);
    // It knows no NDJSON and no CSV, which somebody who has a client does not need; of all else it says nothing.
    const warnings = `${stdout}${stderr}`.match(/^(WARNING|Unable|Attempted|Unsupported).*$/gm);
    expect(warnings).toEqual([
      'WARNING parsing POST /v1/interactions within ingest.',
      expect.stringContaining('ndjson'),
      'WARNING parsing PUT /v1/opt-out-registers/{name} within survey_trigger.',
      expect.stringContaining('csv'),
      'WARNING parsing PUT /v1/opt-out-registers/{name} within survey_trigger.',
      expect.stringContaining('ndjson'),
    ]);
    expect(globSync('*/api/*/[a-z]*.py', { cwd: output })).toHaveLength(operations().length);
    await run('python3', ['-m', 'compileall', '-q', output]);
  }, 120_000);
} else {
  it.skip('makes a client in Python (skipped: there is no openapi-python-client; pip install openapi-python-client)', () => {});
}

it('names every operation and schema, and has a problem for whatever is no success', () => {
  const ids = operations().map(({ operationId }) => operationId);
  expect(ids.every((id) => /^[a-z]+[A-Z]\w+$/.test(id)) && new Set(ids).size === ids.length).toBe(true);
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Interaction', 'IngestResult', 'Receipt', 'CustomerRecord', 'Problem', 'TailEntry']),
  );
  for (const { operationId, requestBody, responses } of operations()) {
    const statuses = Object.keys(responses);
    expect({ operationId, statuses }).toEqual({ operationId, statuses: expect.arrayContaining(['500', '503']) });
    if (requestBody)
      expect({ operationId, statuses }).toEqual({ operationId, statuses: expect.arrayContaining(['413', '415']) });
    for (const [status, { content }] of Object.entries(responses)) {
      if (status < '400') continue;
      expect({ operationId, status, types: Object.keys(content ?? {}) }).toMatchObject({
        types: ['application/problem+json'],
      });
    }
  }
});

it('answers every list in an envelope, in which there is room for more', () => {
  const schemaOf = ({ responses }: Operation): unknown => responses[200]?.content?.['application/json']?.schema;
  const bare = operations().filter((operation) =>
    JSON.stringify(schemaOf(operation) ?? {}).startsWith('{"type":"array"'),
  );
  expect(bare.map(({ operationId }) => operationId)).toEqual([]);
});

/** As events have it on the log, where CloudEvents asks for a name with a prefix of who made it; `*` is all of them. */
const isEventType = (word: string): boolean => /^hilo\.[a-z]+\.([a-z]+(-[a-z]+)*|\*)$/.test(word);

it('has words in snake_case or in kebab-case, but for scopes, types of events, paths and the names of fields', () => {
  const words = [...JSON.stringify(document).matchAll(/"(?:const":|enum":\[)("(?:[^"]*)"(?:,"[^"]*")*)/g)].flatMap(
    ([, list = '']) => JSON.parse(`[${list}]`),
  );
  const fields =
    'addressLine2 birthDate familyName fullName givenName maxAliases maxCustomers maxPerCustomer nationalId sharedOver streetNumber'.split(
      ' ',
    );
  const others = new Set(words.filter((word) => !/^[a-z0-9]+((_[a-z0-9]+)*|(-[a-z0-9]+)*)$/.test(word)));
  const unknown = [...others].filter(
    (word) => !/^[a-z]+:[a-z]+$/.test(word) && !isEventType(word) && !word.startsWith('/v1/'),
  );
  expect(unknown.sort()).toEqual(['*', '1.0', ...fields].sort());
  expect(words.filter(isEventType)).toContain('hilo.survey.invited');
});

const headersIn = (parameters: readonly NonNullable<Operation['parameters']>[number][]): Record<string, string> =>
  Object.fromEntries(
    parameters.flatMap(({ name, in: place, schema }) =>
      place === 'header' && name !== undefined && schema?.example !== undefined ? [[name, schema.example]] : [],
    ),
  );

/** The path with the examples of its parameters; what has none is the id of something that Hilo has not made. */
const pathWith = (path: string, parameters: readonly NonNullable<Operation['parameters']>[number][]): string =>
  parameters
    .filter(({ in: place }) => place === 'path')
    .reduce((whole, { name, schema }) => whole.replace(`{${name}}`, String(schema?.example ?? nothing)), path);

const nothing = '00000000-0000-8000-8000-000000000000';

/** A name of RFC 2606 is nobody's, and no example may be an address of somebody: here it is one that needs no DNS. */
const withoutNames = (body: string): string =>
  body.replaceAll(/(?<=https:\/\/)[a-z.]+\.example\.com\b/g, '93.184.216.34');

it('has examples that work when they are tried', async () => {
  const tried = operations().flatMap(({ path, method, requestBody, parameters = [] }) =>
    Object.entries(requestBody?.content ?? {}).flatMap(([type, { example }]) =>
      example === undefined
        ? []
        : [{ path: pathWith(path, parameters), method, type, example, headers: headersIn(parameters) }],
    ),
  );
  expect(tried.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      '/v1/interactions',
      '/v1/batch',
      '/v1/customers/lookup',
      '/v1/customers/search',
      '/v1/keys',
      '/v1/outgoing-webhooks',
      '/v1/survey-links',
      '/v1/call-lists/flights',
      '/v1/call-lists/flights/lease',
      `/v1/call-lists/flights/leases/${nothing}/result`,
      `/v1/invitations/${nothing}/answers`,
    ]),
  );
  for (const { path, method, type, example, headers } of tried) {
    const ask = async (): Promise<string> => {
      const answer = await fetch(`${hilo.url}${path}`, {
        // fetch leaves a small patch as it is, which is no method.
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${key}`, 'content-type': type, ...headers },
        body: withoutNames(JSON.stringify(example)),
      });
      return `${path} ${answer.status} ${answer.ok ? '' : await answer.text()}`;
    };
    // The lookup finds whoever the first example has told of, a moment later. Of what there is only once somebody was asked, it is as it
    // should be, and would be taken: all that is wrong is that it is not there, which is looked at last.
    const taken = path.includes(nothing) ? / 404 / : / 20\d /;
    await expect.poll(ask).toMatch(taken);
  }
});
