import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import type { Opened } from './opened.ts';

const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
      }),
    ),
  ),
});
const Answer = z.object({ nextCursor: z.string().optional() });
const Rows = z.array(z.record(z.string(), z.string()));

const always = '2000-01-01';
const lately = { from: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) };
const ofSaid = { ...lately, breakdown: 'properties.said' };
/** For each route that gives a table, a question whose answer says what customers said; all of it, or as many groups as such an answer has. */
const questions: Readonly<Record<string, readonly object[]>> = {
  'get /v1/kpis': [
    { metric: 'volume', from: always, groupBy: 'properties.said' },
    { from: always, groupBy: 'properties.said' },
  ],
  'post /v1/query': [
    { metric: 'volume', from: always, groupBy: ['properties.said'], limit: 1000 },
    { metric: 'volume', from: always, groupBy: ['traits.familyName'], limit: 1000 },
  ],
  'post /v1/journeys/funnels': [{ ...ofSaid, steps: [{ kind: 'wrote' }, { kind: 'wrote' }], window: 'P7D' }],
  'post /v1/journeys/paths': [{ ...lately, anchor: {} }],
  'post /v1/journeys/moments': [{ of: 'nps' }],
  'post /v1/journeys/repeats': [ofSaid],
  'post /v1/journeys/retention': [{ ...ofSaid, start: {}, interval: 'day' }],
};
/** A formula where a table is cut at commas, as it is written, and where it is cut at semicolons and lines, which know of no quotes. */
const formula = /(^|[;\t\r\n])[\s\p{C}"]*[=+\-@＝＋－＠]/u;
const number = /^-?\d+(\.\d+)?(e-?\d+)?$/;

/** Every table that Hilo gives, with what somebody wrote who wanted it to be calculated. */
export const lookAtTables = (given: () => Opened, texts: readonly string[]): void => {
  const ask = async (route: string, question: object, accept: string) => {
    const [method = '', path = ''] = route.split(' ');
    const asked = new URL(path, given().hilo.url);
    if (method === 'get') for (const [name, value] of Object.entries(question)) asked.searchParams.set(name, value);
    const response = await fetch(asked, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', accept },
      ...(method === 'post' && { body: JSON.stringify(question) }),
    });
    const text = await response.text();
    expect([route, response.status, text.slice(0, 300)]).toEqual([route, 200, expect.anything()]);
    return { text, headers: response.headers };
  };
  const table = async (route: string, question: object) => {
    const { text, headers } = await ask(route, question, 'text/csv');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const rows = Rows.parse(parse(text, { columns: true, relax_column_count: false }));
    const all = rows.flatMap((row) => [...Object.keys(row), ...Object.values(row)]);
    expect(all.filter((cell) => formula.test(cell) && !number.test(cell))).toEqual([]);
    return rows;
  };

  it('gives no table of which anything is calculated, by any route', async () => {
    const document = Document.parse(JSON.parse((await ask('get /docs/json', {}, 'application/json')).text));
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        responses['200']?.content?.['text/csv'] === undefined ? [] : [`${method} ${path}`],
      ),
    );
    expect(routes.toSorted()).toEqual(Object.keys(questions).toSorted());
    const without: string[] = [];
    for (const route of routes)
      for (const question of questions[route] ?? [])
        if ((await table(route, question)).length === 0) without.push(route);
    expect(without).toEqual([]);
  });

  it.each(['properties.said', 'traits.familyName'])(
    `has all ${texts.length} of them in its tables, with an apostrophe where something was to be calculated: %s`,
    async (name) => {
      const question = { metric: 'volume', from: always, groupBy: [name], limit: 1000 };
      const written = new Set<string>();
      for (let cursor: string | undefined; ; ) {
        const page = { ...question, ...(cursor !== undefined && { cursor }) };
        for (const row of await table('post /v1/query', page)) written.add((row[name] ?? '').replaceAll("'", ''));
        const { nextCursor } = Answer.parse(JSON.parse((await ask('post /v1/query', page, 'application/json')).text));
        if (nextCursor === undefined) break;
        cursor = nextCursor;
      }
      expect(texts.filter((text) => !written.has(text.replaceAll("'", '')))).toEqual([]);
    },
  );
};
