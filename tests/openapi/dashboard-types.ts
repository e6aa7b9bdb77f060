import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '@hilo/dashboard/operations';
import openapiTS, { astToString } from 'openapi-typescript';
import { z } from 'zod';

/** Where the types stand that the dashboard asks by. */
export const dashboardTypes = join(import.meta.dirname, '../../packages/dashboard/src/api/schema.d.ts');

const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.json())),
  components: z.looseObject({ schemas: z.record(z.string(), z.json()) }),
});

/** The types of what the dashboard asks, of the document of the API: of these operations and of what they refer to, and nothing else. */
export const dashboardTypesOf = async (document: unknown): Promise<string> => {
  const { paths, components, ...rest } = Document.parse(document);
  const asked: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const found = paths[path]?.[method.toLowerCase()];
    if (found === undefined)
      throw new Error(`${operation}, which the dashboard asks, is not in the document of the API`);
    asked[path] = { ...asked[path], [method.toLowerCase()]: bare(found) };
  }
  const { schemas, ...others } = components;
  const used = referredTo(asked, schemas);
  const cut = { ...rest, paths: asked, components: { ...others, schemas: used } };
  const head = '/** Written by `pnpm generate` of the document of the API, for what `build/operations.ts` names. */\n';
  return `${head}${astToString(await openapiTS(JSON.stringify(cut), { defaultNonNullable: false }))}`;
};

/** What is committed, or nothing. */
export const committedTypes = (): string => readFileSync(dashboardTypes, 'utf8');

/** The schemas that these refer to, and those refer to in turn, in their order. */
const referredTo = (asked: unknown, schemas: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const names = new Set<string>();
  const waiting = [asked];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop())
    for (const [, name = ''] of JSON.stringify(one).matchAll(/#\/components\/schemas\/([\w.-]+)/g)) {
      if (names.has(name)) continue;
      names.add(name);
      waiting.push(schemas[name]);
    }
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([name, schema]) => (names.has(name) ? [[name, bare(schema)]] : [])),
  );
};

/** Without what is for who reads, so that another word is no other type; a property is kept, whatever it is called. */
const bare = (part: unknown, areProperties = false): unknown => {
  if (Array.isArray(part)) return part.map((one) => bare(one));
  if (typeof part !== 'object' || part === null) return part;
  const isText = ([name, value]: [string, unknown]): boolean => name === 'description' && typeof value === 'string';
  return Object.fromEntries(
    Object.entries(part).flatMap((one) =>
      isText(one) || (!areProperties && ['example', 'examples'].includes(one[0]))
        ? []
        : [[one[0], bare(one[1], !areProperties && one[0] === 'properties')]],
    ),
  );
};
