import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '@hilo/dashboard/operations';
import { ownPaths } from '@hilo/dashboard/paths';
import { startProcess } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { services } from '../../scripts/services.ts';

const components = join(import.meta.dirname, '..', '..', 'infra', 'kubernetes', 'components');
const documentsOf = (file: string): unknown[] =>
  parseAllDocuments(readFileSync(join(components, file), 'utf8')).map((one) => one.toJS());

/** A path as it is matched, and to whom it leads. */
type Way = { pattern: RegExp; length: number; isExpression: boolean; service: string };

/** What a browser asks for, of an operation: somebody's id in the place of `{id}`. */
const pathOf = (operation: string): string => (operation.split(' ')[1] ?? '').replaceAll(/\{\w+\}/g, 'a-1');

const HttpRoute = z.object({
  kind: z.literal('HTTPRoute'),
  metadata: z.object({ name: z.literal('dashboard') }),
  spec: z.object({
    rules: z.array(
      z.object({
        matches: z.array(z.object({ path: z.object({ type: z.string(), value: z.string() }) })),
        backendRefs: z.array(z.object({ name: z.string() })).length(1),
      }),
    ),
  }),
});
const Ingress = z.object({
  kind: z.literal('Ingress'),
  metadata: z.object({ name: z.literal('hilo-dashboard') }),
  spec: z.object({
    rules: z
      .array(
        z.object({
          http: z.object({
            paths: z.array(
              z.object({ path: z.string(), backend: z.object({ service: z.object({ name: z.string() }) }) }),
            ),
          }),
        }),
      )
      .length(1),
  }),
});

/** The Gateway API: a prefix is of whole segments, an expression is of the whole path. */
const waysOfGateway = (): Way[] => {
  const [route] = documentsOf('gateway/routes.yaml').flatMap((one) => HttpRoute.safeParse(one).data ?? []);
  return (route?.spec.rules ?? []).flatMap(({ matches, backendRefs }) =>
    matches.map(({ path: { type, value } }) => ({
      pattern: type === 'PathPrefix' ? new RegExp(`^${value.replace(/\/$/, '')}(/|$)`) : new RegExp(`^${value}$`),
      length: value.length,
      isExpression: type !== 'PathPrefix',
      service: backendRefs[0]?.name ?? '',
    })),
  );
};

/** ingress-nginx with expressions: each is one, from the beginning of the path, whatever its letters are. */
const waysOfIngress = (): Way[] => {
  const [ingress] = documentsOf('ingress/ingress.yaml').flatMap((one) => Ingress.safeParse(one).data ?? []);
  return (ingress?.spec.rules[0]?.http.paths ?? []).map(({ path, backend }) => ({
    pattern: new RegExp(`^${path}`, 'i'),
    length: path.length,
    isExpression: true,
    service: backend.service.name,
  }));
};

/** Expressions before prefixes, and of these the longest first. */
const serviceFor = (ways: readonly Way[], path: string): string | undefined =>
  ways
    .toSorted((a, b) => Number(b.isExpression) - Number(a.isExpression) || b.length - a.length)
    .find(({ pattern }) => pattern.test(path))?.service;

describe('one host for what a browser asks', () => {
  let database: TestDatabase;
  /** Which service answers an operation, as its own document says. */
  const ownerOf = new Map<string, string>();

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const service of services) {
      const { close, url } = await startProcess([service], {
        DATABASE_URL: database.url,
        HILO_API_KEY: 'the-key-of-the-operator',
        HILO_ID_SECRET: 'a secret for the document alone',
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'error',
      });
      const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
      const { paths } = Document.parse(await (await fetch(`${url}/docs/json`)).json());
      for (const [path, methods] of Object.entries(paths))
        for (const method of Object.keys(methods)) ownerOf.set(`${method.toUpperCase()} ${path}`, service.name);
      await close();
    }
  });
  afterAll(() => database.drop());

  it.each([
    { name: 'gateway', waysOf: waysOfGateway },
    { name: 'ingress', waysOf: waysOfIngress },
  ])('$name leads each question of the dashboard to the service that answers it', ({ waysOf }) => {
    const ways = waysOf();
    const owners = Object.fromEntries(operations.map((one) => [one, ownerOf.get(one)]));
    expect(Object.fromEntries(operations.map((one) => [one, serviceFor(ways, pathOf(one))]))).toEqual(owners);
    // Each way is there for something.
    const taken = new Set(operations.map((one) => serviceFor(ways, pathOf(one))));
    expect([...taken].sort()).toEqual(services.map(({ name }) => name).sort());
  });

  it.each([
    { name: 'gateway', waysOf: waysOfGateway },
    { name: 'ingress', waysOf: waysOfIngress },
  ])('$name leads the pages, the sign-in and what is live to analytics', ({ waysOf }) => {
    const ways = waysOf();
    const pages = ['/', ...ownPaths.map((path) => path.replace('*', 'a-1'))];
    for (const path of [
      ...pages,
      '/auth/login',
      '/auth/callback',
      '/assets/index.js',
      '/v1/live',
      '/v1/session',
      '/v1/kpis',
    ])
      expect(serviceFor(ways, path), path).toBe('analytics');
  });
});
